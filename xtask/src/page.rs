//! The page in `ui/`: its packages, its build, its checks and its two test suites.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};

use crate::counts::{Counts, Reader, Runner};
use crate::{paths, stream, tools};

/// The words that the page shares with the command line.
const TEXTS: [&str; 2] = ["crates/app/texts/en.json", "crates/scan/texts.en.json"];

/// Installs the page's packages as locked, unless they are there already.
pub fn packages() -> Result<()> {
    let locked = paths::written(Path::new("ui/package-lock.json"));
    if locked.is_none() {
        bail!("ui/package-lock.json is missing");
    }
    let installed = paths::written(Path::new("ui/node_modules/.package-lock.json"));
    if installed >= locked {
        println!("The page's packages are there.");
        return Ok(());
    }
    // No package of ours needs to run a script of its own at installation, so none may.
    let quiet = ["--ignore-scripts", "--no-audit", "--no-fund"];
    // Some versions of npm leave other systems' packages out of the lock file and then refuse it.
    stream::run(npm().arg("ci").args(quiet)).or_else(|_| {
        println!("npm refuses the lock file; installing by package.json instead.");
        stream::run(npm().args(["install", "--no-save"]).args(quiet))
    })
}

/// Builds the page into `ui/dist`, unless nothing has changed since.
pub fn build() -> Result<()> {
    let built = paths::written(Path::new("ui/dist/index.html"));
    let mut files = paths::files(Path::new("ui"))?;
    // What the page bundles of the other rooms.
    files.extend(TEXTS.iter().map(PathBuf::from));
    let changed = files.iter().filter_map(|f| paths::written(f)).max();
    let installed = paths::written(Path::new("ui/node_modules/.package-lock.json"));
    if built.is_some() && built >= changed && built >= installed {
        println!("The page is up to date.");
        return Ok(());
    }
    stream::run(npm().args(["run", "build"]))?;
    if !Path::new("ui/dist/index.html").is_file() {
        bail!("the page's build left no ui/dist/index.html");
    }
    Ok(())
}

/// Types (svelte-check) and lint (eslint).
pub fn check() -> Result<()> {
    let check = stream::run(npm().args(["run", "check"]));
    let lint = stream::run(npm().args(["run", "lint"]));
    check.and(lint)
}

/// Vitest: the page's parts against the fake host.
pub fn unit_tests(filter: Option<&str>) -> Result<Counts> {
    let mut command = npm();
    // `CI`: no watch mode. The reporter is named, because the figures are read from it.
    command
        .env("CI", "1")
        .args(["run", "test", "--", "--reporter=default"]);
    if let Some(filter) = filter {
        command.args(["--passWithNoTests", "-t", filter]);
    }
    suite(command, Runner::Vitest, filter.is_some())
}

/// Playwright: the whole page in Chromium against the fake host.
pub fn browser_tests(filter: Option<&str>) -> Result<Counts> {
    let mut command = npm();
    command
        .env("CI", "1")
        .args(["run", "test:e2e", "--", "--reporter=list"]);
    if let Some(filter) = filter {
        command.args(["--pass-with-no-tests", "-g", filter]);
    }
    match chromium() {
        Some(path) => {
            command.env("CHROMIUM", path);
        }
        None => {
            println!("No Chromium here: Playwright brings its own.");
            let mut install = Command::new(if cfg!(windows) { "npx.cmd" } else { "npx" });
            install
                .current_dir("ui")
                .args(["playwright", "install", "chromium"]);
            if cfg!(target_os = "linux") {
                install.arg("--with-deps");
            }
            stream::run(&mut install)?;
        }
    }
    suite(command, Runner::Playwright, filter.is_some())
}

/// Vitest's benchmarks: search in a long list.
pub fn bench() -> Result<()> {
    stream::run(npm().env("CI", "1").args(["run", "bench"]))
}

fn suite(mut command: Command, runner: Runner, filtered: bool) -> Result<Counts> {
    let mut reader = Reader::new(runner, filtered);
    let status = stream::watch(&mut command, |line| reader.line(line))?;
    Ok(reader.finish(status.success()))
}

fn npm() -> Command {
    let mut npm = tools::npm();
    npm.current_dir("ui");
    npm
}

/// The system's Chromium or Chrome, if any.
fn chromium() -> Option<PathBuf> {
    let named = std::env::var_os("CHROMIUM").map(PathBuf::from);
    let usual = [
        "/usr/bin/chromium",
        "/usr/bin/google-chrome",
        "/usr/bin/google-chrome-stable",
    ];
    named
        .into_iter()
        .chain(usual.iter().map(PathBuf::from))
        .find(|path| path.is_file())
}
