//! What a vault costs as it grows: `bench_vault` prints a section in Markdown; `cargo xtask bench vault` keeps it.
//!
//! Each figure is taken in a process of its own, so that its peak of memory is its own.
#![allow(clippy::print_stdout, reason = "its output is its purpose")]

use std::{
    error::Error,
    hint::black_box,
    io::Write as _,
    path::Path,
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use otp::{Account, AccountParts, Secret};
use vault::{
    DerivedPassword, KdfParams, Key, KeyringKey, Locked, Passphrase, RecoveryKey, Unlocked, Ways,
};

type Done<T> = Result<T, Box<dyn Error>>;

const NOW: u64 = 1_800_000_000;
const SIZES: [usize; 4] = [100, 1_000, 10_000, 100_000];
const RUNS: usize = 5;
const KEY: &str = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

fn main() -> Done<()> {
    let given: Vec<String> = std::env::args().skip(1).collect();
    let given: Vec<&str> = given.iter().map(String::as_str).collect();
    match given[..] {
        [] => report(),
        ["make", path, size] => make(Path::new(path), size.parse()?),
        ["nothing"] => measured(|| Ok(())),
        ["unlock", path] => measured(|| open(Path::new(path)).map(|vault| drop(black_box(vault)))),
        ["save", path] => {
            let mut vault = open(Path::new(path))?;
            vault.add(account(usize::MAX)?, NOW)?;
            measured(|| {
                vault.save(NOW)?;
                Ok(())
            })
        }
        ["kdf"] => {
            let password = Passphrase::new("correct horse battery staple".to_owned());
            measured(|| {
                DerivedPassword::derive(&password, KdfParams::DEFAULT, NOW)?;
                Ok(())
            })
        }
        _ => Err("bench_vault takes no arguments".into()),
    }
}

fn account(n: usize) -> Done<Account> {
    let secret = Secret::new(n.to_le_bytes().repeat(3))?;
    let label = format!("person.{n}@example.com");
    Ok(Account::new(AccountParts::totp(
        format!("Issuer {}", n % 97),
        label,
        secret,
    ))?)
}

fn key() -> Done<KeyringKey> {
    Ok(KeyringKey::parse(KEY)?)
}

fn make(path: &Path, size: usize) -> Done<()> {
    let (keyring, recovery) = (key()?, RecoveryKey::make()?);
    let ways = Ways::KeyringAndRecovery {
        keyring: &keyring,
        recovery: &recovery,
    };
    let mut vault = Unlocked::create(path, &ways, NOW)?;
    let accounts = (0..size).map(account).collect::<Done<Vec<_>>>()?;
    vault.add_all(accounts, NOW)?;
    vault.save(NOW)?;
    Ok(())
}

fn open(path: &Path) -> Done<Unlocked> {
    let keyring = key()?;
    Ok(Locked::open(path)?.unlock(&Key::Keyring(&keyring), NOW)?)
}

/// Runs once, and prints microseconds and the process's peak of memory in KiB (0 where the system does not tell).
fn measured(work: impl FnOnce() -> Done<()>) -> Done<()> {
    let began = Instant::now();
    work()?;
    let took = began.elapsed();
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak
        .and_then(|rest| rest.split_whitespace().next())
        .unwrap_or("0");
    println!("{} {peak}", took.as_micros());
    Ok(())
}

/// The medians of time and peak of memory in KiB over some processes.
fn median(args: &[&str]) -> Done<(Duration, u64)> {
    let (mut times, mut peaks) = (Vec::new(), Vec::new());
    for _ in 0..RUNS {
        let output = Command::new(std::env::current_exe()?).args(args).output()?;
        let said = String::from_utf8(output.stdout)?;
        let (time, peak) = said.trim().split_once(' ').ok_or("a run said nothing")?;
        times.push(Duration::from_micros(time.parse()?));
        peaks.push(peak.parse()?);
    }
    times.sort_unstable();
    peaks.sort_unstable();
    Ok((times[RUNS / 2], peaks[RUNS / 2]))
}

fn ms(time: Duration) -> String {
    format!("{:.1} ms", time.as_secs_f64() * 1000.0)
}

fn mib(kib: u64) -> String {
    format!("{:.1} MiB", kib as f64 / 1024.0)
}

fn report() -> Done<()> {
    println!("## The vault\n");
    println!(
        "`cargo xtask bench vault`. Medians of {RUNS} runs, each in a process of its own; {}.\n",
        machine()
    );
    println!(
        "Unlocking is all but the key derivation: the file read and checked, the key unwrapped, every record read."
    );
    println!(
        "Saving is all of it: sealed, flushed, read back twice and compared, the file before it kept. Peaks are of"
    );
    println!(
        "the whole process, of which {} are there before anything is done.\n",
        mib(median(&["nothing"])?.1)
    );
    println!("| Accounts | File | Unlock | its peak | Save | its peak |");
    println!("|---:|---:|---:|---:|---:|---:|");
    let mut before: Option<(Duration, Duration)> = None;
    let mut growth = Vec::new();
    for size in SIZES {
        let folder = tempfile::tempdir()?;
        let path = folder.path().join("vault.countersign");
        let path = path.to_str().ok_or("a path that is no text")?;
        let made = Command::new(std::env::current_exe()?)
            .args(["make", path, &size.to_string()])
            .status()?;
        if !made.success() {
            return Err("no vault was made".into());
        }
        let file = std::fs::metadata(path)?.len() / 1024;
        let (unlock, unlock_peak) = median(&["unlock", path])?;
        let (save, save_peak) = median(&["save", path])?;
        println!(
            "| {size} | {file} KiB | {} | {} | {} | {} |",
            ms(unlock),
            mib(unlock_peak),
            ms(save),
            mib(save_peak)
        );
        if let Some((less_unlock, less_save)) = before {
            let times = |more: Duration, less: Duration| more.as_secs_f64() / less.as_secs_f64();
            growth.push(format!(
                "{:.1} and {:.1}",
                times(unlock, less_unlock),
                times(save, less_save)
            ));
        }
        before = Some((unlock, save));
    }
    println!(
        "\nFrom each line to the next, with ten times the accounts, unlocking and saving take this many times as long:"
    );
    println!("{}. Ten would be linear.\n", growth.join("; "));
    derivation()
}

fn derivation() -> Done<()> {
    let cost = KdfParams::DEFAULT;
    println!("### The key derivation\n");
    println!(
        "Argon2id with {} MiB, {} passes and {} lane, the cost where nothing is measured:\n",
        cost.memory_kib() / 1024,
        cost.passes(),
        cost.lanes()
    );
    println!("| | Time | Peak of memory |\n|---|---:|---:|");
    let (ours, peak) = median(&["kdf"])?;
    println!("| Countersign | {} | {} |", ms(ours), mib(peak));
    match reference(cost)? {
        Some(theirs) => {
            println!("| the reference program `argon2` | {} | |", ms(theirs));
            let ratio = ours.as_secs_f64() / theirs.as_secs_f64();
            println!(
                "\nOurs takes {ratio:.2} times as long; the start of the other program is counted."
            );
        }
        None => println!("\n`argon2` is not installed, so that there is nothing beside it."),
    }
    let chosen = KdfParams::calibrated()?;
    let password = Passphrase::new("correct horse battery staple".to_owned());
    let began = Instant::now();
    DerivedPassword::derive(&password, chosen, NOW)?;
    println!(
        "\nOn this machine a new password gets {} MiB and {} passes, and takes {}; wanted are 800 ms.",
        chosen.memory_kib() / 1024,
        chosen.passes(),
        ms(began.elapsed())
    );
    Ok(())
}

/// The reference implementation's own program, with the same parameters.
fn reference(cost: KdfParams) -> Done<Option<Duration>> {
    let (kib, passes, lanes) = (
        cost.memory_kib().to_string(),
        cost.passes().to_string(),
        cost.lanes().to_string(),
    );
    let args = [
        "0123456789abcdef0123456789abcdef",
        "-id",
        "-k",
        &kib,
        "-t",
        &passes,
        "-p",
        &lanes,
        "-l",
        "32",
        "-r",
    ];
    let mut times = Vec::new();
    for _ in 0..RUNS {
        let began = Instant::now();
        let started = Command::new("argon2")
            .args(args)
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .spawn();
        let Ok(mut child) = started else {
            return Ok(None);
        };
        if let Some(mut stdin) = child.stdin.take() {
            stdin.write_all(b"correct horse battery staple")?;
        }
        if !child.wait()?.success() {
            return Err("argon2 failed".into());
        }
        times.push(began.elapsed());
    }
    times.sort_unstable();
    Ok(Some(times[RUNS / 2]))
}

/// What the figures were taken on.
fn machine() -> String {
    let cpu = std::fs::read_to_string("/proc/cpuinfo").unwrap_or_default();
    let name = cpu.lines().find_map(|line| line.strip_prefix("model name"));
    let name = name
        .and_then(|rest| rest.split_once(": "))
        .map_or("a processor", |(_, name)| name);
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    let load = load.split(' ').next().unwrap_or("?");
    format!(
        "{name}, {cores} cores, {}, load {load} at the start",
        std::env::consts::OS
    )
}
