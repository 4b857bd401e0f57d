//! What the window costs: start, memory and processor time of the release build, beside an empty Tauri window of the same
//! kind. `cargo xtask bench` calls it. Prints figures and judges none: machines differ, ratios of one run do not.
#![cfg(target_os = "linux")]
#![forbid(unsafe_code)]
#![expect(clippy::print_stdout, reason = "its output is its purpose")]

use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Result, bail, ensure};
use countersign_tests::{Desk, Plan, Process, cli, proc, programs, steps, wait};

/// Starts of each program; they take turns, so that both meet the same machine.
const STARTS: usize = 9;
/// Accounts in the list.
const ACCOUNTS: usize = 40;
/// How long a program is watched at rest.
const REST: Duration = Duration::from_secs(20);
/// What settles after a start (caches, the last of the loading) before it is watched.
const SETTLING: Duration = Duration::from_secs(5);

fn main() -> Result<()> {
    Plan::default().run(|desk| {
        prepare(desk)?;
        start(desk)?;
        rest(desk)
    })
}

/// A vault that the keyring opens at the start, with a list that fills the window.
fn prepare(desk: &Desk) -> Result<()> {
    let init = ["init", "--keyring", "--recovery-file", "sheet.txt"];
    cli::expect(desk, &init, Some(steps::PASSWORD))?;
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    let uri = |n: usize| {
        let key: String = (0..32)
            .map(|i| char::from(letters[(n * 7 + i * 11) % letters.len()]))
            .collect();
        steps::uri(&format!("Issuer {n}"), "me", &key)
    };
    let uris: Vec<String> = (0..ACCOUNTS).map(uri).collect();
    cli::expect(
        desk,
        &["add", "--again", &uris.join("\n")],
        Some(steps::PASSWORD),
    )
    .map(drop)
}

/// From the start of the process to the window on the screen: ours is shown when its first codes are painted, the empty
/// one when its page is loaded.
fn start(desk: &Desk) -> Result<()> {
    let (mut ours, mut empty) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        empty.push(until_shown(desk, "Empty", || open_empty(desk))?.1);
        let (app, took) = until_shown(desk, "Countersign", || open(desk))?;
        ensure!(
            app.log().contains("painted: Unlocked"),
            "no codes were shown: {}",
            app.log()
        );
        ours.push(took);
    }
    let (ours, empty) = (median(ours), median(empty));
    println!(
        "start to first painted code, {ACCOUNTS} accounts, median of {STARTS}: {} ms",
        ours.as_millis()
    );
    println!(
        "start to an empty Tauri window, median of {STARTS}:                {} ms",
        empty.as_millis()
    );
    println!(
        "ratio:                                                          {:.2}",
        ours.as_secs_f64() / empty.as_secs_f64()
    );
    Ok(())
}

/// Memory and processor time with the window open, and closed to the tray.
fn rest(desk: &Desk) -> Result<()> {
    let empty = open_empty(desk)?;
    await_window(desk, "Empty")?;
    report("an empty Tauri window", empty.pid())?;
    drop(empty);
    let app = open(desk)?;
    await_window(desk, "Countersign")?;
    report("Countersign, window open", app.pid())?;
    desk.close_window("Countersign")?;
    wait::until("the end of the web process", || {
        wait::yes(proc::web_processes(app.pid()) == 0)
    })?;
    report("Countersign, closed to the tray", app.pid())
}

fn report(what: &str, pid: u32) -> Result<()> {
    std::thread::sleep(SETTLING);
    let before = proc::family_ticks(pid);
    let began = Instant::now();
    std::thread::sleep(REST);
    let used = proc::family_ticks(pid).saturating_sub(before);
    let share = used as f64 / proc::TICKS_PER_SECOND as f64 / began.elapsed().as_secs_f64() * 100.0;
    let memory = match proc::family_pss(pid) {
        Ok(bytes) => format!("{} MiB PSS", bytes >> 20),
        Err(error) => format!("memory unknown ({error:#})"),
    };
    println!(
        "{what:<34} {memory:>14}, {share:.2} % of a core over {} s at rest",
        REST.as_secs()
    );
    Ok(())
}

fn open(desk: &Desk) -> Result<Process> {
    // Without a watching inspector, and with the one line in the log that says what was painted.
    let mut command = desk.command(programs::countersign()?);
    command.env("COUNTERSIGN_LOG", "countersign=info");
    std::fs::write(desk.logs().join("ours.log"), "")?;
    desk.start_program(&mut command, "ours")
}

fn open_empty(desk: &Desk) -> Result<Process> {
    desk.start_program(&mut desk.command(empty_window()?), "empty")
}

fn until_shown(
    desk: &Desk,
    title: &str,
    open: impl FnOnce() -> Result<Process>,
) -> Result<(Process, Duration)> {
    wait::until("an empty desk", || wait::yes(desk.windows()?.is_empty()))?;
    let began = Instant::now();
    let process = open()?;
    await_window(desk, title)?;
    Ok((process, began.elapsed()))
}

fn await_window(desk: &Desk, title: &str) -> Result<()> {
    let end = Instant::now() + wait::PATIENCE;
    // Closer than the patience of tests: what is measured is a fraction of a second.
    while Instant::now() < end {
        if desk.windows()?.iter().any(|shown| shown == title) {
            return Ok(());
        }
        std::thread::sleep(Duration::from_millis(2));
    }
    bail!("no window named {title} came")
}

fn empty_window() -> Result<PathBuf> {
    let program = programs::countersign()?
        .with_file_name("examples")
        .join("empty_window");
    ensure!(
        program.is_file(),
        "{} is not built; `cargo xtask bench` builds it",
        program.display()
    );
    Ok(program)
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort_unstable();
    times.get(times.len() / 2).copied().unwrap_or_default()
}
