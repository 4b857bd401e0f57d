//! The X11 clipboard, read by `xclip` as any other program would.

use anyhow::{Context, Result};

use crate::Desk;

/// What is on the clipboard as text; empty when there is nothing.
pub fn text(desk: &Desk) -> Result<String> {
    read(desk, "clipboard", "UTF8_STRING")
}

/// What the middle mouse button would paste; empty when there is nothing.
pub fn primary(desk: &Desk) -> Result<String> {
    read(desk, "primary", "UTF8_STRING")
}

/// The names of the forms in which the clipboard can be had.
pub fn targets(desk: &Desk) -> Result<Vec<String>> {
    Ok(read(desk, "clipboard", "TARGETS")?
        .lines()
        .map(str::to_owned)
        .collect())
}

/// One form of what is on the clipboard.
pub fn form(desk: &Desk, target: &str) -> Result<String> {
    read(desk, "clipboard", target)
}

fn read(desk: &Desk, selection: &str, target: &str) -> Result<String> {
    let output = desk
        .command("xclip")
        .args(["-o", "-selection", selection, "-t", target])
        .output()
        .context("xclip is missing; `cargo xtask test` installs it")?;
    // xclip fails when nobody owns the selection or has no such form: nothing is there.
    if !output.status.success() {
        return Ok(String::new());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Puts text on the clipboard, as another program.
pub fn put(desk: &Desk, text: &str) -> Result<()> {
    feed(desk, &["-selection", "clipboard"], text.as_bytes())
}

/// Puts a PNG picture on the clipboard, as another program.
pub fn put_png(desk: &Desk, png: &[u8]) -> Result<()> {
    feed(desk, &["-selection", "clipboard", "-t", "image/png"], png)
}

/// Selects text, as another program: PRIMARY.
pub fn select(desk: &Desk, text: &str) -> Result<()> {
    feed(desk, &["-selection", "primary"], text.as_bytes())
}

fn feed(desk: &Desk, args: &[&str], bytes: &[u8]) -> Result<()> {
    use std::io::Write as _;
    // xclip goes to the background by itself and serves the selection until another program takes it;
    // the end of the display ends it.
    let mut child = desk
        .command("xclip")
        .arg("-i")
        .args(args)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::null())
        .stderr(std::process::Stdio::null())
        .spawn()
        .context("xclip is missing; `cargo xtask test` installs it")?;
    if let Some(mut stdin) = child.stdin.take() {
        stdin.write_all(bytes)?;
    }
    anyhow::ensure!(
        child.wait()?.success(),
        "xclip could not put text on the clipboard"
    );
    Ok(())
}
