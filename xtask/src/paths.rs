//! Where things lie. The working directory is the root of the workspace (`main` sees to it).

use std::env::consts::EXE_SUFFIX;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::SystemTime;

use anyhow::Result;

/// The folder that holds the workspace's Cargo.toml.
pub fn root() -> &'static Path {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest)
}

/// Cargo's target folder, absolute.
pub fn target() -> PathBuf {
    root().join(std::env::var_os("CARGO_TARGET_DIR").unwrap_or_else(|| "target".into()))
}

/// A program that was built: `debug` or `release`.
pub fn binary(profile: &str, name: &str) -> PathBuf {
    target().join(profile).join(format!("{name}{EXE_SUFFIX}"))
}

/// Tells the tests which programs to drive.
pub fn name_binaries<'a>(command: &'a mut Command, profile: &str) -> &'a mut Command {
    command
        .env("COUNTERSIGN_BIN", binary(profile, "countersign"))
        .env("COUNTERSIGN_CLI", binary(profile, "countersign-cli"))
}

/// Folders that hold nothing of ours.
const FOREIGN: &[&str] = &[
    "target",
    "node_modules",
    "dist",
    "dist-fake",
    "gen",
    "test-results",
    "playwright-report",
    ".git",
];

/// All files below the folder (or the file itself), without what is built or fetched. Empty where it does not exist.
pub fn files(path: &Path) -> Result<Vec<PathBuf>> {
    let mut open = vec![path.to_owned()];
    let mut files = Vec::new();
    while let Some(path) = open.pop() {
        if path.is_dir() {
            for entry in std::fs::read_dir(&path)? {
                let entry = entry?;
                if !FOREIGN.iter().any(|name| *name == entry.file_name()) {
                    open.push(entry.path());
                }
            }
        } else if path.is_file() {
            files.push(path);
        }
    }
    files.sort();
    Ok(files)
}

/// When the file was last written; None where it is missing.
pub fn written(path: &Path) -> Option<SystemTime> {
    path.metadata().and_then(|m| m.modified()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_without_what_is_built() {
        let files = files(&root().join("xtask")).unwrap();
        assert!(files.iter().any(|f| f.ends_with("xtask/src/paths.rs")));
        assert!(
            super::files(&root().join("no such folder"))
                .unwrap()
                .is_empty()
        );
        assert!(written(&root().join("no such file")).is_none());
    }
}
