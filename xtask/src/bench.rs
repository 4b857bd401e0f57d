//! The benchmarks that keep a record: each writes its section into `docs/benchmarks`, and `docs/BENCHMARKS.md` is made of
//! the sections.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};
use clap::{Subcommand, ValueEnum};

use crate::packages::Need;
use crate::{install, paths, stream};

/// The manifest of what reads codes beside ours: a workspace of its own.
pub const SCAN: &str = "benches/scan/Cargo.toml";
/// Where each benchmark writes its section.
const SECTIONS: &str = "docs/benchmarks";
const PAGE: &str = "docs/BENCHMARKS.md";
const HEAD: &str = "# Benchmarks
Each section is written by the run that it names, from `docs/benchmarks`; nothing here is written by hand. Machines differ
and other programs run beside: what was measured in turn in one run can be compared, so look at the ratios. Where codes,
frames and the window are measured without a record, `cargo xtask bench` prints the figures.
";

/// A section of the record.
#[derive(Debug, Clone, Subcommand)]
pub enum Section {
    /// How much is read, what a live frame costs, how soon a stream is read; beside rqrr, rxing and zxing-cpp.
    Scan {
        /// Every fourth picture; printed, not recorded.
        #[arg(long)]
        quick: bool,
        /// Drawn pictures although there is a corpus; printed, not recorded.
        #[arg(long)]
        drawn: bool,
        /// Do not go on where a run before was ended.
        #[arg(long)]
        fresh: bool,
        /// One part alone; printed, not recorded.
        #[arg(long, value_enum)]
        only: Option<Part>,
    },
    /// What a vault costs to open and to save as it grows, and a password beside the reference of Argon2.
    Vault,
    /// Make the page anew of the sections that are there.
    Page,
}

/// A part of the section on reading codes.
#[derive(Debug, Clone, Copy, ValueEnum)]
pub enum Part {
    Rates,
    Live,
    Dear,
    First,
    Averaged,
}

/// Measures, and makes the page anew.
pub fn run(section: &Section) -> Result<()> {
    if let Section::Scan {
        quick,
        drawn,
        fresh,
        only,
    } = section
    {
        let wishes = [(quick, "--quick"), (drawn, "--drawn"), (fresh, "--fresh")];
        let mut args: Vec<String> = Vec::new();
        args.extend(wishes.iter().filter(|w| *w.0).map(|w| w.1.to_owned()));
        if let Some(part) = only.as_ref().and_then(ValueEnum::to_possible_value) {
            args.extend(["--only".to_owned(), part.get_name().to_owned()]);
        }
        scan(&args)?;
    }
    if let Section::Vault = section {
        crate::vault_bench::run()?;
    }
    std::fs::write(PAGE, page(Path::new(""))?).with_context(|| format!("cannot write {PAGE}"))
}

/// Builds the readers, ours and the others, and has them read. Nothing of them is in another build.
fn scan(args: &[String]) -> Result<()> {
    install::packages(&[Need::Peers])?;
    let target = paths::target();
    let mut build = Command::new("cargo");
    build.args(["build", "--release", "--locked", "--manifest-path", SCAN]);
    stream::run(build.arg("--target-dir").arg(&target))?;
    let mut bench = Command::new(paths::binary("release", "countersign-scan-bench"));
    let kept = target.join("bench-scan");
    stream::run(bench.arg("--kept").arg(kept).args(args))
}

/// The page: a head, and the sections in the order of their names.
fn page(root: &Path) -> Result<String> {
    let sections = paths::files(&root.join(SECTIONS))?;
    let sections = sections
        .iter()
        .filter(|file| file.extension().is_some_and(|e| e == "md"));
    let mut page = HEAD.to_owned();
    for file in sections {
        let text = std::fs::read_to_string(file)?;
        page.push('\n');
        page.push_str(text.trim());
        page.push('\n');
    }
    Ok(page)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_page_is_what_the_sections_say() {
        let root = paths::root();
        let on_disk = std::fs::read_to_string(root.join(PAGE)).unwrap();
        assert_eq!(
            on_disk,
            page(root).unwrap(),
            "`cargo xtask bench page` makes it anew"
        );
        assert!(on_disk.contains("## Reading codes"));
    }
}
