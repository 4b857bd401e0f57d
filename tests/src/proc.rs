//! Looking at processes: children, memory, processor time. Linux only.

use std::fs;

use anyhow::{Context, Result};

/// Clock ticks per second of `/proc/PID/stat`; 100 on every Linux that Debian and Ubuntu build.
pub const TICKS_PER_SECOND: u64 = 100;

/// One process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// Its id.
    pub pid: u32,
    /// Its parent's id.
    pub parent: u32,
    /// Its name, cut to 15 bytes by the kernel.
    pub name: String,
}

/// All processes of this machine.
pub fn all() -> Vec<Seen> {
    let Ok(entries) = fs::read_dir("/proc") else {
        return Vec::new();
    };
    entries
        .flatten()
        .filter_map(|e| e.file_name().to_str()?.parse().ok())
        .filter_map(seen)
        .collect()
}

fn seen(pid: u32) -> Option<Seen> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat")).ok()?;
    let (open, close) = (stat.find('(')?, stat.rfind(')')?);
    let mut rest = stat.get(close + 2..)?.split(' ');
    let state = rest.next()?;
    if state == "Z" {
        return None;
    }
    Some(Seen {
        pid,
        parent: rest.next()?.parse().ok()?,
        name: stat.get(open + 1..close)?.to_owned(),
    })
}

/// The process and all that descend from it.
pub fn family(pid: u32) -> Vec<Seen> {
    let all = all();
    let mut family: Vec<Seen> = all.iter().filter(|s| s.pid == pid).cloned().collect();
    let mut next = 0;
    while let Some(parent) = family.get(next).map(|s| s.pid) {
        family.extend(
            all.iter()
                .filter(|s| s.parent == parent && s.pid != pid)
                .cloned(),
        );
        next += 1;
    }
    family
}

/// How many processes in the family of `pid` draw web pages.
pub fn web_processes(pid: u32) -> usize {
    family(pid)
        .iter()
        .filter(|s| s.name.starts_with("WebKitWebProces"))
        .count()
}

/// Proportional set size of a process in bytes. The kernel tells it only to root when the process
/// has forbidden its inspection, as Countersign does.
pub fn pss(pid: u32) -> Result<u64> {
    let text = fs::read_to_string(format!("/proc/{pid}/smaps_rollup"))
        .with_context(|| format!("memory of process {pid} (readable by root only)"))?;
    let line = text
        .lines()
        .find_map(|l| l.strip_prefix("Pss:"))
        .context("smaps_rollup without Pss")?;
    let kib: u64 = line.trim().trim_end_matches(" kB").parse()?;
    Ok(kib * 1024)
}

/// Processor time that a process has used, in ticks.
pub fn ticks(pid: u32) -> Result<u64> {
    let stat = fs::read_to_string(format!("/proc/{pid}/stat"))?;
    let close = stat.rfind(')').context("stat without a name")?;
    let fields: Vec<&str> = stat
        .get(close + 2..)
        .unwrap_or_default()
        .split(' ')
        .collect();
    // utime and stime are the 14th and 15th field; the first after the name is the third.
    let utime: u64 = fields.get(11).context("utime")?.parse()?;
    let stime: u64 = fields.get(12).context("stime")?.parse()?;
    Ok(utime + stime)
}

/// The same for a process and all that descend from it.
pub fn family_ticks(pid: u32) -> u64 {
    family(pid).iter().filter_map(|s| ticks(s.pid).ok()).sum()
}

/// Proportional set size of a process and all that descend from it, in bytes.
pub fn family_pss(pid: u32) -> Result<u64> {
    family(pid).iter().map(|s| pss(s.pid)).sum()
}
