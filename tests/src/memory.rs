//! What lies in the memory of a process: all of it, as a core dump would have it, and shared memory too.
//!
//! The program forbids its inspection to others of its user, as it should. Root may look all the same, and so these
//! tests need root; the program that is looked at is the one that people have.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::process::{Command, Stdio};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

/// Whether this process may look into the memory of others; says that the test is skipped if not.
pub fn can_be_read() -> bool {
    let may = rustix::process::geteuid().is_root();
    if !may {
        crate::skipped("only root may look into the memory of a program that forbids it");
    }
    may
}

/// A text that was looked for, and where it was found.
#[derive(Debug, Clone)]
pub struct Found {
    /// What it is called.
    pub name: String,
    /// What kind of memory it was in.
    pub region: String,
    /// What is around it, as far as it is text.
    pub around: String,
}

/// What is looked for: a name, and the bytes.
pub type Needle = (String, Vec<u8>);

/// A text as it may lie in memory: in bytes, and in the two bytes for each letter that scripts use.
pub fn text(name: &str, text: &str) -> Vec<Needle> {
    let wide = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
    vec![
        (name.to_owned(), text.as_bytes().to_vec()),
        (format!("{name}, wide"), wide),
    ]
}

/// How often each was found.
pub fn count(found: &[Found]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for one in found {
        *counts.entry(one.name.as_str()).or_default() += 1;
    }
    counts
}

/// Fails where anything was found, and says where.
pub fn none(what: &str, found: &[Found]) -> Result<()> {
    let places = found.iter().take(40);
    let places: Vec<String> = places
        .map(|one| format!("{} in {}: {}", one.name, one.region, one.around))
        .collect();
    anyhow::ensure!(
        found.is_empty(),
        "{what}: {:?}\n{}",
        count(found),
        places.join("\n")
    );
    Ok(())
}

/// Looks for all of them in all memory of a process, which stands still meanwhile.
pub fn search(pid: u32, needles: &[Needle]) -> Result<Vec<Found>> {
    let _stopped = Stopped::at(pid)?;
    // In Python, whose search is fast also where this is a debug build.
    let mut child = Command::new("python3")
        .args(["-c", include_str!("memory.py"), &pid.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .context("python3 is missing")?;
    let mut stdin = child.stdin.take().context("stdin")?;
    for (name, bytes) in needles {
        let hex: String = bytes.iter().map(|byte| format!("{byte:02x}")).collect();
        writeln!(stdin, "{name}\t{hex}")?;
    }
    drop(stdin);
    let output = child.wait_with_output()?;
    anyhow::ensure!(output.status.success(), "the search in {pid} failed");
    let said = String::from_utf8(output.stdout)?;
    let mut lines: Vec<&str> = said.lines().collect();
    let read = lines.pop().and_then(|line| line.strip_prefix("read\t"));
    let read: u64 = read.context("how much was read")?.parse()?;
    anyhow::ensure!(read > 1 << 20, "only {read} bytes of {pid} were read");
    let found = lines.into_iter().map(|line| {
        let mut parts = line.splitn(3, '\t').map(str::to_owned);
        let mut part = || parts.next().unwrap_or_default();
        Found {
            name: part(),
            region: part(),
            around: part(),
        }
    });
    Ok(found.collect())
}

/// Stands still until it is dropped.
struct Stopped(Pid);

impl Stopped {
    fn at(pid: u32) -> Result<Self> {
        let pid = i32::try_from(pid).ok().and_then(Pid::from_raw);
        let pid = pid.context("a process")?;
        kill_process(pid, Signal::STOP)?;
        Ok(Self(pid))
    }
}

impl Drop for Stopped {
    fn drop(&mut self) {
        let _ = kill_process(self.0, Signal::CONT);
    }
}
