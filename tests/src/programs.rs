//! The programs under test.

use std::path::PathBuf;

use anyhow::{Result, bail};

/// The window: `COUNTERSIGN_BIN`, or `countersign` in the folder that this test was built into.
pub fn countersign() -> Result<PathBuf> {
    find("COUNTERSIGN_BIN", "countersign")
}

/// The command line: `COUNTERSIGN_CLI`, or `countersign-cli` in the folder that this test was built into.
pub fn cli() -> Result<PathBuf> {
    find("COUNTERSIGN_CLI", "countersign-cli")
}

fn find(variable: &str, name: &str) -> Result<PathBuf> {
    let path = match std::env::var_os(variable) {
        Some(path) => PathBuf::from(path),
        None => profile().join(name),
    };
    if !path.is_file() {
        bail!(
            "{} is not built. Run `cargo xtask test`: it builds the page and the program before these tests.",
            path.display()
        );
    }
    Ok(path)
}

/// `target/PROFILE`: test programs lie in its `deps` folder, others in it.
fn profile() -> PathBuf {
    let own = std::env::current_exe().unwrap_or_default();
    let folder = own.parent().map(PathBuf::from).unwrap_or_default();
    if folder.ends_with("deps") {
        folder.parent().map(PathBuf::from).unwrap_or_default()
    } else {
        folder
    }
}

/// `target`.
pub fn target() -> PathBuf {
    profile().parent().map(PathBuf::from).unwrap_or_default()
}
