//! `cargo xtask`: one command for each thing that one does with the whole project.
//!
//! It needs none of the project's own crates, so that it compiles in seconds on a machine where nothing is installed
//! yet, and says what is missing.

#![expect(
    clippy::print_stdout,
    reason = "a command line tool talks on the terminal"
)]

mod bench;
mod cameras;
mod counts;
mod debs;
mod dist;
mod edges;
mod house;
mod install;
mod launch;
mod licences;
mod metadata;
mod packages;
mod page;
mod paths;
mod plan;
mod promises;
mod python;
mod rust;
mod stream;
mod suites;
mod supply;
mod tools;
mod vault_bench;
mod vm;

use std::process::ExitCode;

use anyhow::{Result, bail};
use clap::{Parser, Subcommand};

/// Builds, opens, tests, checks and packs Countersign.
#[derive(Debug, Parser)]
#[command(bin_name = "cargo xtask")]
struct Call {
    #[command(subcommand)]
    task: Task,
}

#[derive(Debug, Subcommand)]
enum Task {
    /// Install what is missing, build, and open Countersign.
    Run {
        /// The build that ships (the default where there is a display).
        #[arg(long, conflicts_with = "dev")]
        release: bool,
        /// The build for development: quicker to make, with the recorded camera.
        #[arg(long)]
        dev: bool,
        /// On a virtual display, walking the main job by itself; so also where there is no display.
        #[arg(long = "virtual")]
        virtually: bool,
        /// Passed on to Countersign.
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Install what the tests need, check, and run all tests.
    Test {
        /// Without clippy, browser and window.
        #[arg(long)]
        fast: bool,
        /// Only the tests whose name contains this, without the checks.
        filter: Option<String>,
    },
    /// The camera tests alone: webcams through the kernel's driver, in a virtual machine.
    Cameras {
        /// Only those whose name contains this.
        filter: Option<String>,
    },
    /// Format, clippy, edges, rules, licences, generated files, the page's types and lint.
    Check,
    /// Write the generated TypeScript and permissions anew.
    Gen,
    /// Measure the release build and print the figures.
    #[command(args_conflicts_with_subcommands = true)]
    Bench {
        #[command(subcommand)]
        section: Option<bench::Section>,
        /// Passed on to the benchmark.
        #[arg(last = true)]
        args: Vec<String>,
    },
    /// Build what ships into target/dist.
    Dist,
}

fn main() -> ExitCode {
    match std::env::set_current_dir(paths::root())
        .map_err(Into::into)
        .and_then(|()| call(Call::parse().task))
    {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            println!("\n{error:#}");
            ExitCode::FAILURE
        }
    }
}

/// Runs a plan of tests. The counts are the last line, so a failure says nothing more.
fn told(steps: &[plan::Step]) -> Result<()> {
    let report = plan::run(steps);
    println!("\n{}", report.text());
    if report.held() {
        Ok(())
    } else {
        std::process::exit(1)
    }
}

fn call(task: Task) -> Result<()> {
    match task {
        Task::Run {
            release,
            dev,
            virtually,
            args,
        } => launch::run(&launch::Wish {
            dev,
            release,
            virtually,
            args,
        }),
        Task::Test { fast, filter } => told(&suites::test(&suites::Choice { fast, filter })),
        Task::Cameras { filter } => told(&suites::cameras(filter)),
        Task::Check => {
            let report = plan::run(&suites::check());
            if !report.held() {
                bail!("The check failed:\n{}", report.faults().join("\n"));
            }
            println!("\nAll checks hold.");
            Ok(())
        }
        Task::Gen => rust::generated(true),
        Task::Bench {
            section: Some(section),
            ..
        } => bench::run(&section),
        Task::Bench {
            section: None,
            args,
        } => dist::bench(&args),
        Task::Dist => dist::dist(),
    }
}
