//! Opens the program: on the display that is there, or on a virtual one where it walks by itself.

use std::process::Command;

use anyhow::{Result, bail};

use crate::{paths, plan, stream, suites};

/// How `cargo xtask run` was called.
#[derive(Debug, Default)]
pub struct Wish {
    pub dev: bool,
    pub release: bool,
    pub virtually: bool,
    pub args: Vec<String>,
}

/// Builds what is missing and opens the window; returns when it is closed.
pub fn run(wish: &Wish) -> Result<()> {
    let virtually = wish.virtually || !display();
    if virtually {
        announce(wish)?;
    }
    // The recorded camera is compiled into debug builds only.
    let release = !virtually && !wish.dev;
    let report = plan::run(&suites::run(release, virtually));
    if !report.held() {
        bail!(
            "Countersign was not started:\n{}",
            report.faults().join("\n")
        );
    }
    println!();
    if virtually {
        let mut walk = Command::new("cargo");
        walk.args([
            "run",
            "--quiet",
            "-p",
            "countersign-tests",
            "--bin",
            "walk",
            "--",
        ]);
        return stream::run(paths::name_binaries(&mut walk, "debug").args(&wish.args));
    }
    let profile = if release { "release" } else { "debug" };
    stream::run(Command::new(paths::binary(profile, "countersign")).args(&wish.args))
}

fn announce(wish: &Wish) -> Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("--virtual needs Xvfb and a D-Bus session, so it works on Linux only");
    }
    if !wish.virtually {
        println!("There is no display here (neither DISPLAY nor WAYLAND_DISPLAY is set).");
    }
    println!(
        "Going on by myself: on a virtual display with a session bus and a keyring of its own, Countersign's real window \
         opens, scans a recorded camera picture, shows the code, copies it, and copies again from the tray."
    );
    if wish.release {
        println!("This takes a debug build: a release build has no recorded camera.");
    }
    Ok(())
}

/// Can a window be opened? On Linux a display must be named; elsewhere there is one.
fn display() -> bool {
    let named = |name| std::env::var_os(name).is_some_and(|value| !value.is_empty());
    !cfg!(target_os = "linux") || named("DISPLAY") || named("WAYLAND_DISPLAY")
}
