//! Adds an account and saves, again and again, until it is killed. For tests of crashes.
//!
//! `save_loop VAULT [SAVES]`, with the keyring key on standard input. Prints `saved N` once N
//! accounts are certainly on the disk. Ends after SAVES saves.

use std::{
    error::Error,
    io::{self, Write as _},
    path::PathBuf,
};

use otp::{Account, AccountParts, Secret};
use vault::{Key, KeyringKey, Locked};

fn main() -> Result<(), Box<dyn Error>> {
    let mut given = std::env::args_os().skip(1);
    let path = PathBuf::from(given.next().ok_or("which vault?")?);
    let saves = given.next().and_then(|text| text.to_str()?.parse().ok());
    let key = KeyringKey::parse(&io::read_to_string(io::stdin())?)?;
    let now = 1_800_000_000;
    let mut vault = Locked::open(&path)?.unlock(&Key::Keyring(&key), now)?;
    for _ in 0..saves.unwrap_or(u64::MAX) {
        let count = vault.entries().count();
        let secret = Secret::new(vec![7; 20])?;
        let parts = AccountParts::totp("Loop", format!("account {count}"), secret);
        vault.add(Account::new(parts)?, now)?;
        vault.save(now)?;
        let mut out = io::stdout().lock();
        writeln!(out, "saved {}", count + 1)?;
        out.flush()?;
    }
    Ok(())
}
