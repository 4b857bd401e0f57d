//! `countersign-cli`: Countersign in a terminal. A second face on [`app`]; no webview is linked.
//!
//! # Exit codes
//! | code | meaning |
//! |---|---|
//! | 0 | done |
//! | 1 | it failed; the message says why and what to do |
//! | 2 | the command line is not understood |
//! | 3 | nothing was found: no code in the picture, no such account |
//! | 4 | not let in: wrong password, key or keyring, or none given; of an import: the password of the export |
//! | 5 | the vault is missing, damaged or of a newer version |
//! | 6 | another copy of the program holds the vault |
//! | 7 | something was found that is no account, or was refused; nothing was added |
//!
//! # Dry runs, for programs
//! `import --dry-run --json [--at UNIX] [--password-fd N] FILE…` prints one object: `{"status":"read","format",
//! "entries":[{"type","issuer","name","algorithm","digits","period","counter","code",…}],"skipped":[{"index","reason"}],
//! "missing":[{"parts","of"}]}`, or `{"status":"refused","kind","message","help"}` and exit code 4 or 7 (1 for a file that
//! cannot be read). `add --dry-run --json [--at UNIX] -` prints an object for each line of standard input:
//! `{"status":"accept",…}` as an entry above, or `{"status":"reject","kind","message"}`. Codes are those of the time given
//! by `--at`; no secret is printed.
#![deny(missing_docs)]
#![forbid(unsafe_code)]
// A command line prints.
#![allow(clippy::print_stdout, clippy::print_stderr)]

mod add;
mod args;
mod camera;
mod code;
mod describe;
mod dry;
mod exit;
mod folder;
mod import;
mod init;
mod input;
mod list;
mod open;
mod qr;
mod raw;
mod say;
mod scan;

use std::process::ExitCode;

use clap::Parser;

use crate::args::{Args, Command};
use crate::open::Face;

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    if arguments
        .next()
        .is_some_and(|first| first == platform::helper::ARG)
    {
        return platform::helper::main(&arguments.collect::<Vec<_>>());
    }
    let given: Vec<_> = std::env::args_os().collect();
    platform::instance::hide_links();
    platform::hardening::harden();
    env_logger::Builder::from_env(env_logger::Env::new().filter("COUNTERSIGN_LOG")).init();

    let args = match Args::try_parse_from(&given) {
        Ok(args) => args,
        Err(error) => return not_understood(&error),
    };
    // What `--password-fd` gives to an import is the password of the files; the vault has an option of its own.
    let ways = match &args.command {
        Command::Import(files) => files.ways_of_vault(&args.ways),
        _ => args.ways.clone(),
    };
    let face = Face::new(&ways);
    let say = say::Say { json: args.json };
    let done = match &args.command {
        Command::Init(init) => init::run(&face, say, init),
        Command::Unlock(ways) => open::check(&face, say, ways),
        Command::Add(add) if add.dry_run => dry::run(say, add),
        Command::Add(add) => add::run(&face, say, add),
        Command::Import(files) => import::run(&face, say, files, args.ways.password_fd),
        Command::Scan(scan) => scan::run(&face, say, scan),
        Command::List => list::run(&face, say),
        Command::Code(code) => code::run(&face, say, code),
        Command::ShowQr(qr) => qr::run(&face, say, qr),
    };
    for notice in face
        .app
        .state()
        .map(|state| state.notices)
        .unwrap_or_default()
    {
        say.notice(&notice);
    }
    face.app.shutdown();
    match done {
        Ok(code) => code.into(),
        Err(fault) => {
            say.fault(&fault);
            exit::Exit::of(&fault).into()
        }
    }
}

/// Help, version, or a command line that makes no sense; for programs as JSON.
fn not_understood(error: &clap::Error) -> ExitCode {
    let wants_json = std::env::args().any(|argument| argument == "--json");
    if error.use_stderr() && wants_json {
        let what = error.to_string();
        println!(
            "{}",
            serde_json::json!({ "fault": { "code": "usage" }, "what": what.trim() })
        );
        return ExitCode::from(2);
    }
    // Where it cannot be printed there is nobody to tell.
    let _ = error.print();
    ExitCode::from(u8::try_from(error.exit_code()).unwrap_or(2))
}
