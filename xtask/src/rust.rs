//! Cargo's part: build, lints and tests.
//!
//! Two sets of packages, always the same, so that no dependency is built twice with other features: the *house* (what
//! ships, with the features that ship) and the end-to-end tests, which link none of it.

use std::path::Path;
use std::process::Command;

use anyhow::{Result, bail};

use crate::counts::{Counts, Reader, Runner};
use crate::{bench, paths, python, stream, tools};

/// All but the end-to-end tests.
const HOUSE: &[&str] = &["--workspace", "--exclude", "countersign-tests"];
/// The end-to-end tests, `walk` and `bench`.
const TESTS: &[&str] = &["-p", "countersign-tests"];

fn cargo(args: &[&str], set: &[&str]) -> Command {
    let mut cargo = Command::new("cargo");
    cargo.args(args).args(set);
    if cfg!(windows) && set == HOUSE {
        // A running program cannot be written over there.
        cargo.args(["--exclude", "xtask"]);
    }
    cargo
}

/// `cargo fmt --check` over the workspace and what is measured apart from it.
pub fn format() -> Result<()> {
    let house = stream::run(Command::new("cargo").args(["fmt", "--all", "--check"]));
    let mut apart = Command::new("cargo");
    apart.args(["fmt", "--manifest-path", bench::SCAN, "--check"]);
    house.and(stream::run(&mut apart))
}

/// Clippy for all targets; a warning is an error.
pub fn clippy() -> Result<()> {
    let deny = ["--", "-D", "warnings"];
    let house = stream::run(cargo(&["clippy", "--all-targets"], HOUSE).args(deny));
    let tests = stream::run(cargo(&["clippy", "--all-targets"], TESTS).args(deny));
    house.and(tests)
}

/// The programs for development (debug). With `tests`, the crates' tests in the same go, and the examples, some of which
/// tests start.
pub fn build(tests: bool) -> Result<()> {
    let targets: &[&str] = if tests {
        &["build", "--lib", "--bins", "--tests", "--examples"]
    } else {
        &["build", "--bins"]
    };
    stream::run(&mut cargo(targets, HOUSE))
}

/// The end-to-end tests and their programs, compiled but not run.
pub fn build_end_to_end() -> Result<()> {
    stream::run(&mut cargo(&["build", "--bins", "--tests"], TESTS))
}

/// The programs that ship.
pub fn build_release() -> Result<()> {
    stream::run(Command::new("cargo").args([
        "build",
        "--release",
        "-p",
        "countersign",
        "-p",
        "countersign-cli",
    ]))?;
    ["countersign", "countersign-cli"]
        .iter()
        .try_for_each(|name| without_recorded_camera(&paths::binary("release", name)))
}

/// The recorded camera is for debug builds: what ships must not even know its variable.
fn without_recorded_camera(program: &Path) -> Result<()> {
    let name = b"COUNTERSIGN_CAMERA";
    let bytes = std::fs::read(program)?;
    if bytes.windows(name.len()).any(|part| part == name) {
        bail!("{} holds the recorded camera", program.display());
    }
    Ok(())
}

/// Writes the generated files anew, or (`update` false) fails where they differ from what the wire table says.
pub fn generated(update: bool) -> Result<()> {
    let mut command = Command::new("cargo");
    command.args(["test", "--quiet", "-p", "countersign-app", "bindings"]);
    if update {
        command.env("UPDATE_BINDINGS", "1");
    } else {
        command.env_remove("UPDATE_BINDINGS");
    }
    let mut reader = Reader::new(Runner::Libtest, true);
    let status = stream::watch(&mut command, |line| reader.line(line))?;
    let counts = reader.finish(status.success());
    if !status.success() {
        bail!("the generated files differ from the wire table; `cargo xtask gen` writes them");
    }
    if counts.is_empty() {
        bail!("no test named `bindings` in countersign-app compares the generated files");
    }
    Ok(())
}

/// The crates' own tests.
pub fn tests(filter: Option<&str>) -> Result<Counts> {
    suite(HOUSE, filter, &[])
}

/// The examples in the crates' documentation; nextest leaves them out.
pub fn doc_tests(filter: Option<&str>) -> Result<Counts> {
    let mut command = cargo(&["test", "--doc", "--no-fail-fast"], HOUSE);
    command.arg("--").args(filter);
    read(command, Runner::Libtest, filter)
}

/// The real window: one test at a time, each with its own display, session bus and keyring.
pub fn end_to_end(filter: Option<&str>) -> Result<Counts> {
    if !cfg!(target_os = "linux") {
        let reasons = vec![
            "the end-to-end tests drive WebKitGTK under Xvfb, so they run on Linux".to_owned(),
        ];
        return Ok(Counts {
            skipped: 1,
            reasons,
            ..Counts::default()
        });
    }
    suite(TESTS, filter, &["--test-threads=1"])
}

fn suite(set: &[&str], filter: Option<&str>, harness: &[&str]) -> Result<Counts> {
    if tools::nextest() {
        let args = [
            "nextest",
            "run",
            "--no-fail-fast",
            "--success-output",
            "immediate",
            "--no-tests",
            "pass",
        ];
        let mut command = cargo(&args, set);
        command.args(harness).args(filter);
        return read(command, Runner::Nextest, filter);
    }
    let mut command = cargo(
        &["test", "--lib", "--bins", "--tests", "--no-fail-fast"],
        set,
    );
    command
        .args(["--", "--show-output"])
        .args(harness)
        .args(filter);
    read(command, Runner::Libtest, filter)
}

fn read(mut command: Command, runner: Runner, filter: Option<&str>) -> Result<Counts> {
    paths::name_binaries(&mut command, "debug");
    command.env_remove("UPDATE_BINDINGS");
    if let Some(python) = python::ready() {
        command.env("COUNTERSIGN_PYTHON", python);
    }
    let mut reader = Reader::new(runner, filter.is_some());
    let status = stream::watch(&mut command, |line| reader.line(line))?;
    Ok(reader.finish(status.success()))
}
