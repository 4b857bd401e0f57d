//! What lies in the memory of a process: all of it, as a core dump would have it, and shared memory too.
//!
//! The program forbids its inspection to others of its user, as it should. Root may look all the same, and so these
//! tests need root; the program that is looked at is the one that people have.

use std::fs::{self, File};
use std::os::unix::fs::FileExt as _;

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};

/// Whether this process may look into the memory of others; says that the test is skipped if not.
#[expect(
    clippy::print_stdout,
    reason = "`cargo xtask test` counts what is skipped by this line"
)]
pub fn can_be_read() -> bool {
    let may = rustix::process::geteuid().is_root();
    if !may {
        println!("skipped: only root may look into the memory of a program that forbids it");
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

/// Looks for all of them in all memory of a process, which stands still meanwhile.
pub fn search(pid: u32, needles: &[Needle]) -> Result<Vec<Found>> {
    let stopped = Stopped::at(pid)?;
    let maps = fs::read_to_string(format!("/proc/{pid}/maps"))?;
    let memory = File::open(format!("/proc/{pid}/mem"))?;
    let pagemap = File::open(format!("/proc/{pid}/pagemap"))?;
    let mut found = Vec::new();
    let mut read = 0;
    for line in maps.lines() {
        let mut words = line.split_whitespace();
        let (range, rights) = (
            words.next().unwrap_or_default(),
            words.next().unwrap_or_default(),
        );
        let region = words.nth(3).unwrap_or("anonymous").to_owned();
        if !rights.starts_with('r') || region.starts_with("[v") {
            continue;
        }
        let (from, to) = range.split_once('-').context("a range of addresses")?;
        let (from, to) = (u64::from_str_radix(from, 16)?, u64::from_str_radix(to, 16)?);
        for (at, bytes) in present(&memory, &pagemap, from, to)? {
            read += bytes.len();
            let in_stack = if region == "[stack]" { " stack" } else { "" };
            for (name, needle) in needles {
                for place in places(&bytes, needle) {
                    found.push(Found {
                        name: name.clone(),
                        region: format!("{region}{in_stack} {rights} {:x}", at + place as u64),
                        around: around(&bytes, place, needle.len()),
                    });
                }
            }
        }
    }
    drop(stopped);
    anyhow::ensure!(read > 1 << 20, "memory of process {pid} was read: {read} bytes");
    Ok(found)
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

const PAGE: u64 = 4096;

/// The runs of pages between two addresses that hold anything: engines reserve far more than they use.
fn present(memory: &File, pagemap: &File, from: u64, to: u64) -> Result<Vec<(u64, Vec<u8>)>> {
    let mut runs: Vec<(u64, u64)> = Vec::new();
    let mut entries = vec![0; 8 * 65_536];
    let mut at = from;
    while at < to {
        let pages = ((to - at) / PAGE).min(65_536);
        let want = usize::try_from(pages * 8)?;
        let got = pagemap.read_at(&mut entries[..want], at / PAGE * 8)?;
        if got == 0 {
            break;
        }
        for (entry, number) in entries[..got].chunks_exact(8).zip(0..) {
            // In memory, or in swap.
            if entry[7] & 0xc0 == 0 {
                continue;
            }
            let page = at + number * PAGE;
            match runs.last_mut() {
                Some((_, end)) if *end == page && page % (64 << 20) != 0 => *end += PAGE,
                _ => runs.push((page, page + PAGE)),
            }
        }
        at += pages * PAGE;
    }
    let mut all = Vec::new();
    for (from, to) in runs {
        let mut bytes = vec![0; usize::try_from(to - from)?];
        // What cannot be read (a device) holds nothing of ours.
        if memory.read_exact_at(&mut bytes, from).is_ok() {
            all.push((from, bytes));
        }
    }
    Ok(all)
}

fn places(bytes: &[u8], needle: &[u8]) -> Vec<usize> {
    let Some(first) = needle.first() else {
        return Vec::new();
    };
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(next) = bytes.get(from..).and_then(|rest| {
        rest.iter().position(|byte| byte == first)
    }) {
        from += next;
        if bytes[from..].starts_with(needle) {
            places.push(from);
        }
        from += 1;
    }
    places
}

fn around(bytes: &[u8], place: usize, length: usize) -> String {
    let (from, to) = (
        place.saturating_sub(80),
        (place + length + 80).min(bytes.len()),
    );
    let shown = bytes[from..to].iter().map(|byte| match byte {
        b' '..=b'~' => char::from(*byte),
        0 => '.',
        _ => '~',
    });
    shown.collect()
}
