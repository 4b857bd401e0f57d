//! Countersign's desktop shell: windows, tray, dialogs and one-line commands. The edge, no logic.
#![deny(missing_docs)]
#![forbid(unsafe_code)]
#![cfg_attr(all(not(debug_assertions), windows), windows_subsystem = "windows")]

mod commands;
mod desk;
mod dialogs;
mod events;
mod exit;
mod forget;
#[cfg(test)]
mod policy;
mod tray;
mod window;

use std::process::ExitCode;

use platform::instance::Claim;

fn main() -> ExitCode {
    let (arguments, links) = platform::instance::arguments();
    if arguments
        .first()
        .is_some_and(|first| first == platform::helper::ARG)
    {
        return platform::helper::main(&arguments[1..]);
    }
    platform::hardening::harden();
    env_logger::Builder::from_env(env_logger::Env::new().filter("COUNTERSIGN_LOG")).init();
    match platform::instance::claim(&links) {
        Claim::First(instance) => {
            let hidden = arguments.iter().any(|argument| argument == "--hidden");
            desk::run(instance, hidden, links)
        }
        Claim::Second => ExitCode::SUCCESS,
    }
}
