//! The command line under test.

use std::io::Write as _;
use std::process::{Child, Output, Stdio};

use anyhow::{Context, Result};

use crate::{Desk, programs, steps};

/// Runs `countersign-cli` with these arguments; `password` is what it reads from file descriptor 0.
pub fn run(desk: &Desk, args: &[&str], password: Option<&str>) -> Result<Output> {
    let mut command = desk.command(programs::cli()?);
    if password.is_some() {
        command.args(["--password-fd", "0"]);
    }
    let mut child = command
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    let mut stdin = child.stdin.take().context("stdin")?;
    if let Some(password) = password {
        writeln!(stdin, "{password}")?;
    }
    drop(stdin);
    Ok(child.wait_with_output()?)
}

/// The same, and it must succeed; answers what it printed.
pub fn expect(desk: &Desk, args: &[&str], password: Option<&str>) -> Result<String> {
    let output = run(desk, args, password)?;
    anyhow::ensure!(
        output.status.success(),
        "countersign-cli {}: {}\n{}",
        args.first().unwrap_or(&""),
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Makes a vault that [`steps::PASSWORD`] opens; its recovery sheet lies in the home folder.
pub fn init(desk: &Desk) -> Result<()> {
    let args = ["init", "--recovery-file", "sheet.txt"];
    expect(desk, &args, Some(steps::PASSWORD)).map(drop)
}

/// Adds an account to it.
pub fn add(desk: &Desk, issuer: &str, label: &str, key: &str) -> Result<()> {
    let uri = steps::uri(issuer, label, key);
    expect(desk, &["add", &uri], Some(steps::PASSWORD)).map(drop)
}

/// Starts it and does not wait for its end.
pub fn start(desk: &Desk, args: &[&str], password: &str) -> Result<Child> {
    let mut child = desk
        .command(programs::cli()?)
        .args(["--password-fd", "0"])
        .args(args)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()?;
    writeln!(child.stdin.take().context("stdin")?, "{password}")?;
    Ok(child)
}
