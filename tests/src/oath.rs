//! Codes by `oathtool`, the other implementation.

use std::process::Command;

use anyhow::{Context, Result, ensure};

/// The six-digit code of a Base32 secret (SHA-1, 30 s) at a Unix time.
pub fn totp(secret: &str, at: u64) -> Result<String> {
    let output = Command::new("oathtool")
        .args(["--totp", "--base32", "--now", &format!("@{at}"), secret])
        .output()
        .context("oathtool is missing; `cargo xtask test` installs it")?;
    ensure!(
        output.status.success(),
        "oathtool: {}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8(output.stdout)?.trim().to_owned())
}

/// Now, in Unix seconds.
pub fn now() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |d| d.as_secs())
}

/// Whether `code` was right at some moment of the last `window` seconds up to now: reading a window
/// takes time, and a code may end between the reading and this question.
pub fn right_lately(secret: &str, code: &str, window: u64) -> Result<bool> {
    let now = now();
    for at in [now, now.saturating_sub(window)] {
        if totp(secret, at)? == code {
            return Ok(true);
        }
    }
    Ok(false)
}
