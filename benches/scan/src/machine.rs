//! Where and when, and what was measured.

use std::process::Command;

use anyhow::{Context as _, Result};

/// What the peers' versions are is in the lock file.
const LOCK: &str = include_str!("../Cargo.lock");

/// The machine, the day and the versions, as the end of a sentence.
pub fn described() -> Result<String> {
    let versions: Vec<String> = ["rqrr", "rxing", "zxing-cpp"]
        .iter()
        .map(|name| format!("{name} {}", version(name).unwrap_or("of unknown version")))
        .collect();
    Ok(format!(
        "{} ({} cores), {}, {}; {}",
        processor().unwrap_or_else(|| "an unknown processor".to_owned()),
        std::thread::available_parallelism()?,
        std::env::consts::OS,
        today()?,
        versions.join(", ")
    ))
}

fn processor() -> Option<String> {
    let text = std::fs::read_to_string("/proc/cpuinfo").ok()?;
    let line = text.lines().find(|line| line.starts_with("model name"))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}

fn today() -> Result<String> {
    let date = Command::new("date").args(["-u", "+%F"]).output();
    let date = date.context("`date` is needed to date the report")?;
    Ok(String::from_utf8_lossy(&date.stdout).trim().to_owned())
}

fn version(name: &str) -> Option<&'static str> {
    let (_, rest) = LOCK.split_once(&format!("name = \"{name}\"\nversion = \""))?;
    rest.split('"').next()
}
