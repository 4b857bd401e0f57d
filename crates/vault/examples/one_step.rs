//! Does one thing with a vault, for tests that have the system fail under it.
//!
//! `one_step VAULT create|save|go_back|restore|back_up|careless [FOLDER]`, with the keyring key on standard input (and the
//! recovery key in the line after it, for `create`). Prints `done` once it is certain, or says in one line on
//! standard error what failed.

use std::{
    error::Error,
    io::{self, Write as _},
    path::{Path, PathBuf},
    process::ExitCode,
};

use otp::{Account, AccountParts, Secret};
use vault::{
    Key, KeyringKey, Locked, RecoveryKey, Unlocked, Ways, generations, restore_generation,
};

const NOW: u64 = 1_800_000_100;

fn main() -> ExitCode {
    let mut err = io::stderr();
    match run() {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            let _ = writeln!(err, "failed: {error}");
            ExitCode::FAILURE
        }
    }
}

fn run() -> Result<(), Box<dyn Error>> {
    let given: Vec<_> = std::env::args_os().skip(1).collect();
    let [path, step, more @ ..] = given.as_slice() else {
        return Err("which vault, and what?".into());
    };
    let (path, step) = (PathBuf::from(path), step.to_str().ok_or("what?")?);
    let text = io::read_to_string(io::stdin())?;
    let mut lines = text.lines();
    let key = KeyringKey::parse(lines.next().ok_or("no key")?)?;
    let open = || -> Result<Unlocked, Box<dyn Error>> {
        Ok(Locked::open(&path)?.unlock(&Key::Keyring(&key), NOW)?)
    };
    match step {
        "create" => {
            let recovery = RecoveryKey::parse(lines.next().ok_or("no recovery key")?)?;
            let ways = Ways::KeyringAndRecovery {
                keyring: &key,
                recovery: &recovery,
            };
            Unlocked::create(&path, &ways, NOW)?;
        }
        "save" => {
            let mut vault = open()?;
            let secret = Secret::new(vec![7; 20])?;
            vault.add(
                Account::new(AccountParts::totp("Step", "new", secret))?,
                NOW,
            )?;
            vault.save(NOW)?;
        }
        "go_back" => {
            let oldest = oldest(&path)?;
            open()?.go_back(&oldest, NOW)?;
        }
        "restore" => {
            restore_generation(&path, &oldest(&path)?)?;
        }
        "back_up" => {
            let folder = more.first().ok_or("whereto?")?;
            open()?.back_up(Path::new(folder), "2027-01-15", 3)?;
        }
        // What must not be: the vault is written where it lies. Tests have to notice what becomes of it.
        "careless" => {
            let bytes = std::fs::read(&path)?;
            std::fs::write(&path, bytes)?;
        }
        _ => return Err("no such step".into()),
    }
    let mut out = io::stdout().lock();
    writeln!(out, "done")?;
    out.flush()?;
    Ok(())
}

fn oldest(path: &Path) -> Result<String, Box<dyn Error>> {
    let found = generations(path)?;
    Ok(found.last().ok_or("no generation")?.id())
}
