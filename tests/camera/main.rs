//! Cameras through the kernel's own driver, in a virtual machine that `cargo xtask test` boots.
//!
//! This is the program that runs in the guest. It plays webcams ([`fake`]) over USB/IP ([`usbip`]), the kernel's
//! `uvcvideo` binds to them as to any webcam on a desk, and what the rest of Countersign makes of them is tested:
//! the real helper, the real program, the real command line. The device itself says when its light is on. Times are
//! printed and not asserted but against hanging: the guest's processor is emulated, many times slower than a real one.
//!
//! It prints what `cargo test` prints, so that the same reader counts it.
#![cfg_attr(not(target_os = "linux"), allow(unused))]
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test's panic is its report"
)]

#[cfg(target_os = "linux")]
mod fake;
#[cfg(target_os = "linux")]
mod faults;
#[cfg(target_os = "linux")]
mod kinds;
#[cfg(target_os = "linux")]
mod light;
#[cfg(target_os = "linux")]
mod pictures;
#[cfg(target_os = "linux")]
mod portal;
#[cfg(target_os = "linux")]
mod scene;
#[cfg(target_os = "linux")]
mod terminal;
#[cfg(target_os = "linux")]
mod usbip;
#[cfg(target_os = "linux")]
mod uvc;

use std::process::ExitCode;

/// A test: its name and what it does.
type Test = (&'static str, fn());

/// Set in the guest.
const INSIDE: &str = "COUNTERSIGN_CAMERA_VM";

#[cfg(not(target_os = "linux"))]
fn main() -> ExitCode {
    println!("skipped: cameras are tested through Linux's driver");
    ExitCode::SUCCESS
}

#[cfg(target_os = "linux")]
fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("--list") {
        let all = [
            kinds::TESTS,
            faults::TESTS,
            light::TESTS,
            terminal::TESTS,
            portal::TESTS,
        ];
        all.iter()
            .copied()
            .flatten()
            .for_each(|(name, _)| println!("{name}"));
        return ExitCode::SUCCESS;
    }
    if std::env::var_os(INSIDE).is_none() {
        println!("This runs in a virtual machine: `cargo xtask test` boots it.");
        return ExitCode::FAILURE;
    }
    let filter = std::env::args().nth(1).unwrap_or_default();
    let mut suites = vec![kinds::TESTS, faults::TESTS, light::TESTS, terminal::TESTS];
    let missing = portal::missing();
    match missing {
        None => suites.push(portal::TESTS),
        Some(program) => println!("test portal ... ignored, for want of {program}"),
    }
    let all: Vec<&Test> = suites.into_iter().flatten().collect();
    let (chosen, left): (Vec<&Test>, Vec<&Test>) = all
        .into_iter()
        .partition(|(name, _)| name.contains(&filter));
    println!("running {} tests", chosen.len());
    let mut failed = Vec::new();
    for (name, test) in &chosen {
        let start = std::time::Instant::now();
        let held = std::panic::catch_unwind(test).is_ok();
        let word = if held { "ok" } else { "FAILED" };
        println!(
            "test {name} ... {word} ({:.1} s)",
            start.elapsed().as_secs_f32()
        );
        if !held {
            failed.push(*name);
        }
    }
    let word = if failed.is_empty() { "ok" } else { "FAILED" };
    println!(
        "test result: {word}. {} passed; {} failed; {} ignored; 0 measured; {} filtered out",
        chosen.len() - failed.len(),
        failed.len(),
        u8::from(missing.is_some()),
        left.len()
    );
    if failed.is_empty() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}
