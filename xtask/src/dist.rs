//! What ships, and how fast it is.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, bail};

use crate::metadata::Graph;
use crate::packages::Need;
use crate::{install, page, paths, rust, stream, supply, tools};

/// Release binaries in `target/dist`, and a .deb and .rpm where Tauri's bundler is installed.
pub fn dist() -> Result<()> {
    prepare()?;
    let bundler = stream::succeeds(Command::new("cargo").args(["tauri", "--version"]));
    if bundler && cfg!(target_os = "linux") {
        let mut tauri = Command::new("cargo");
        stream::run(
            tauri
                .args(["tauri", "build", "--bundles", "deb,rpm"])
                .current_dir("src-tauri"),
        )?;
    }
    rust::build_release()?;
    let folder = paths::target().join("dist");
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    for name in ["countersign", "countersign-cli"] {
        copy(&paths::binary("release", name), &folder)?;
    }
    supply::write(&Graph::load()?, &folder)?;
    for file in paths::files(&paths::target().join("release").join("bundle"))? {
        if file.extension().is_some_and(|e| e == "deb" || e == "rpm") {
            copy(&file, &folder)?;
        }
    }
    if !bundler {
        println!(
            "For a .deb and an .rpm: `cargo install tauri-cli --version ^2 --locked`, then this again."
        );
    }
    Ok(())
}

/// Rooms with benchmarks of their own, and their names.
const BENCHED: [(&str, &str); 3] = [
    ("countersign-otp", "codes"),
    ("countersign-vault", "open"),
    ("countersign-scan", "frame"),
];

/// Codes, vault and frames, then search in the page, then start, memory and CPU of the release build. Prints figures,
/// asserts none.
pub fn bench(args: &[String]) -> Result<()> {
    prepare()?;
    install::packages(&[Need::Virtual])?;
    let mut rooms = Command::new("cargo");
    rooms.args(["bench", "--quiet"]);
    for (room, bench) in BENCHED {
        rooms.args(["-p", room, "--bench", bench]);
    }
    stream::run(rooms.arg("--").args(args))?;
    page::bench()?;
    if !cfg!(target_os = "linux") {
        println!(
            "Start, memory and CPU are measured on Linux, where a virtual display can be had."
        );
        return Ok(());
    }
    rust::build_release()?;
    let empty = [
        "build",
        "--release",
        "-p",
        "countersign",
        "--example",
        "empty_window",
    ];
    stream::run(Command::new("cargo").args(empty))?;
    let mut bench = Command::new("cargo");
    bench.args([
        "run",
        "--quiet",
        "--release",
        "-p",
        "countersign-tests",
        "--bin",
        "bench",
    ]);
    stream::run(paths::name_binaries(&mut bench, "release"))
}

fn prepare() -> Result<()> {
    install::packages(&[Need::Build])?;
    tools::versions()?;
    page::packages()?;
    page::build()
}

fn copy(file: &Path, folder: &Path) -> Result<()> {
    let Some(name) = file.file_name() else {
        bail!("{} has no name", file.display())
    };
    let to = folder.join(name);
    let size =
        std::fs::copy(file, &to).with_context(|| format!("cannot copy {}", file.display()))?;
    println!("{} ({:.1} MB)", to.display(), size as f64 / 1e6);
    Ok(())
}
