//! A Python of our own in `target/venv`, with what the vault's independent decoder imports.

use std::path::PathBuf;
use std::process::Command;

use anyhow::Result;

use crate::{paths, stream};

fn interpreter() -> PathBuf {
    let folder = paths::target().join("venv");
    if cfg!(windows) {
        folder.join("Scripts").join("python.exe")
    } else {
        folder.join("bin").join("python")
    }
}

/// The interpreter, if the decoder's packages are there.
pub fn ready() -> Option<PathBuf> {
    let python = interpreter();
    stream::succeeds(Command::new(&python).args(["-c", "import argon2, nacl"])).then_some(python)
}

/// Makes it where it is missing. Without it the decoder's tests say that they are skipped, so nothing fails here.
pub fn make() {
    if ready().is_some() {
        println!("Python for docs/decrypt.py is there.");
    } else if let Err(error) = try_make() {
        println!("No Python for docs/decrypt.py, its tests will be skipped: {error:#}");
    }
}

fn try_make() -> Result<()> {
    let system = if cfg!(windows) { "python" } else { "python3" };
    stream::run(
        Command::new(system)
            .args(["-m", "venv"])
            .arg(paths::target().join("venv")),
    )?;
    let mut pip = Command::new(interpreter());
    pip.args([
        "-m",
        "pip",
        "install",
        "--quiet",
        "--disable-pip-version-check",
        "argon2-cffi",
        "pynacl",
    ]);
    stream::run(&mut pip)
}
