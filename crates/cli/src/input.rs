//! Secrets from a prompt or a file descriptor; bytes from standard input, bounded.

use std::io::Read;

use app::wire::{Fault, FaultCode, Typed};
use zeroize::Zeroizing;

/// A typed secret is at most this long, bytes.
const MOST: u64 = 4096;

/// One line from a file descriptor that the caller opened for us.
pub fn secret_from_fd(fd: u32) -> Result<Typed, Fault> {
    let path = if cfg!(target_os = "linux") {
        format!("/proc/self/fd/{fd}")
    } else {
        format!("/dev/fd/{fd}")
    };
    let file = std::fs::File::open(&path)
        .map_err(|error| unreadable(&format!("file descriptor {fd}"), &error))?;
    let mut text = Zeroizing::new(String::new());
    file.take(MOST)
        .read_to_string(&mut text)
        .map_err(|error| unreadable(&format!("file descriptor {fd}"), &error))?;
    Ok(Typed::new(Zeroizing::new(
        text.lines().next().unwrap_or_default().to_owned(),
    )))
}

/// Asks on the terminal, without echo.
pub fn ask(prompt: &str) -> Result<Typed, Fault> {
    rpassword::prompt_password(prompt)
        .map(|text| Typed::new(Zeroizing::new(text)))
        .map_err(|error| unreadable("the terminal", &error))
}

/// All of standard input, up to `most` bytes.
pub fn stdin(most: u64) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut bytes = Zeroizing::new(Vec::new());
    std::io::stdin()
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable("standard input", &error))?;
    if bytes.len() as u64 > most {
        return Err(Fault::new(FaultCode::FileTooLarge)
            .with("name", "standard input")
            .with("limit", format!("{} MiB", most >> 20)));
    }
    Ok(bytes)
}

fn unreadable(name: &str, error: &std::io::Error) -> Fault {
    Fault::new(FaultCode::FileUnreadable)
        .with("name", name)
        .with("reason", error)
}
