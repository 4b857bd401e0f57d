//! One step of a vault in a process of its own, under `strace`, which makes the system fail at one call.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]
#![allow(dead_code, reason = "each test file uses its part")]
#![allow(clippy::print_stdout, reason = "a test says why it was skipped")]

use std::{
    fs,
    io::Write as _,
    path::{Path, PathBuf},
    process::{Command, Stdio},
};

use super::*;

/// A vault with one account and one generation, as it is before each step.
pub struct Before {
    pub world: World,
    pub input: String,
    pub bytes: Vec<u8>,
    pub oldest: Vec<u8>,
    pub backups: PathBuf,
}

impl Before {
    /// Makes it.
    pub fn new() -> Self {
        let (world, mut vault) = World::new();
        let oldest = world.bytes();
        vault.add(account("old"), NOW).unwrap();
        vault.save(NOW).unwrap();
        let backups = world.folder.path().join("backups");
        fs::create_dir(&backups).unwrap();
        let input = format!(
            "{}\n{}\n",
            *world.keyring.to_text(),
            *world.recovery.to_groups()
        );
        let bytes = world.bytes();
        Self {
            world,
            input,
            bytes,
            oldest,
            backups,
        }
    }

    pub fn run(&self, step: &str, fault: Option<&str>) -> Ran {
        let folder = self.backups.to_str().unwrap();
        let path = match step {
            "create" => created_path(self),
            _ => self.world.path.clone(),
        };
        run(&path, &[step, folder], &self.input, fault)
    }
}

/// Where a new vault is made.
pub fn created_path(before: &Before) -> PathBuf {
    let folder = before.world.folder.path();
    folder.join("deep/folder/created.countersign")
}

/// What became of a step.
#[derive(Debug)]
pub struct Ran {
    /// It said that it is done.
    pub done: bool,
    /// It was killed.
    pub killed: bool,
    /// What it said of a failure.
    pub said: String,
    /// The calls that were traced, one a line.
    pub trace: Vec<String>,
}

impl Ran {
    /// Did the fault come about? With a number of a call above those that there are, it does not.
    pub fn hit(&self) -> bool {
        self.killed || self.trace.iter().any(|line| line.contains("(INJECTED)"))
    }
}

/// An example of this crate. A run of one test alone does not build them.
pub fn example(name: &str) -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    let built = exe.parent().unwrap().with_file_name("examples").join(name);
    if !built.exists() {
        let build = [
            "build",
            "--quiet",
            "-p",
            "countersign-vault",
            "--example",
            name,
        ];
        let status = Command::new(env!("CARGO")).args(build).status().unwrap();
        assert!(status.success());
    }
    built
}

/// Is there an `strace` that may trace? Says why not.
pub fn may_trace() -> bool {
    let tried = Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status();
    match tried {
        Ok(status) if status.success() => true,
        Ok(_) => {
            println!("skipped: this machine lets nobody trace a process (ptrace)");
            false
        }
        Err(_) => {
            println!("skipped: strace is not installed");
            false
        }
    }
}

/// The calls that are traced: all that change something on the disk. Those that an architecture has not are marked as
/// optional.
pub const CALLS: [&str; 11] = [
    "?open",
    "openat",
    "write",
    "fsync",
    "?rename",
    "?renameat",
    "renameat2",
    "?link",
    "linkat",
    "?unlink",
    "unlinkat",
];

/// Runs one step. `fault` is what `strace --inject` takes: `fsync:error=EIO:when=2`.
pub fn run(vault: &Path, step: &[&str], input: &str, fault: Option<&str>) -> Ran {
    let log = tempfile::NamedTempFile::new().unwrap();
    let mut command = Command::new("strace");
    command
        .args(["-f", "-y", "-qq", "-e"])
        .arg(format!("trace={}", CALLS.join(",")));
    command.arg("-o").arg(log.path());
    if let Some(fault) = fault {
        command.arg("-e").arg(format!("inject={fault}"));
    }
    command.arg(example("one_step")).arg(vault).args(step);
    // Cargo's search path has the loader look in dozens of places: each would be a call to fail at.
    command.env_remove("LD_LIBRARY_PATH");
    let mut child = command
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    // It may be killed before it reads.
    let _ = child.stdin.take().unwrap().write_all(input.as_bytes());
    let output = child.wait_with_output().unwrap();
    let trace = std::fs::read_to_string(log.path()).unwrap();
    Ran {
        done: String::from_utf8_lossy(&output.stdout).contains("done"),
        killed: trace.contains("+++ killed by SIGKILL +++"),
        said: String::from_utf8_lossy(&output.stderr).trim().to_owned(),
        trace: trace.lines().map(str::to_owned).collect(),
    }
}
