//! `cargo xtask bench vault`: what a vault costs as it grows, kept as a section of the record.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, ensure};

use crate::packages::Need;
use crate::{install, paths, stream};

/// Where the section is kept.
const SECTION: &str = "docs/benchmarks/vault.md";

/// Measures, and writes the section.
pub fn run() -> Result<()> {
    install::packages(&[Need::Build, Need::Reference])?;
    let example = [
        "build",
        "--release",
        "-p",
        "countersign-vault",
        "--example",
        "bench_vault",
    ];
    stream::run(Command::new("cargo").args(example))?;
    let bench = paths::target().join("release/examples/bench_vault");
    let output = Command::new(bench)
        .output()
        .context("the benchmark did not start")?;
    ensure!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let section = String::from_utf8(output.stdout)?;
    let folder = Path::new(SECTION).parent().unwrap_or(Path::new("docs"));
    std::fs::create_dir_all(folder)?;
    std::fs::write(SECTION, &section).with_context(|| format!("cannot write {SECTION}"))?;
    print!("{section}");
    Ok(())
}
