//! Processes that end with the desk.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process, kill_process_group};

/// A process in a group of its own. Dropping it ends the whole group.
///
/// It is also started through `setpriv --pdeathsig KILL`, so that a test that is itself killed
/// leaves nothing behind.
pub struct Process {
    child: Child,
    name: String,
    log: PathBuf,
}

impl Process {
    /// Starts a program with exactly the environment that the command names; what it prints goes to
    /// `folder/NAME.log`. Its standard input is a pipe.
    pub fn start(command: &mut Command, name: &str, folder: &Path) -> Result<Self> {
        Self::spawn(command, name, folder, None)
    }

    pub(crate) fn spawn(
        command: &mut Command,
        name: &str,
        folder: &Path,
        stdout: Option<Stdio>,
    ) -> Result<Self> {
        use std::os::unix::process::CommandExt as _;

        let log = folder.join(format!("{name}.log"));
        let file = File::options().create(true).append(true).open(&log)?;
        let mut bound = Command::new("setpriv");
        bound
            .env_clear()
            .args(["--pdeathsig", "KILL", "--"])
            .arg(command.get_program())
            .args(command.get_args());
        bound.envs(
            command
                .get_envs()
                .filter_map(|(key, value)| Some((key, value?))),
        );
        if let Some(folder) = command.get_current_dir() {
            bound.current_dir(folder);
        }
        bound
            .stdin(Stdio::piped())
            .stdout(match stdout {
                Some(stdout) => stdout,
                None => file.try_clone()?.into(),
            })
            .stderr(file)
            .process_group(0);
        let child = bound.spawn().with_context(|| {
            format!("cannot start {name}; `cargo xtask test` installs what is needed")
        })?;
        Ok(Self {
            child,
            name: name.to_owned(),
            log,
        })
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.child.id()
    }

    /// What it printed so far.
    pub fn log(&self) -> String {
        std::fs::read(&self.log).map_or_else(
            |_| String::new(),
            |b| String::from_utf8_lossy(&b).into_owned(),
        )
    }

    /// The handles of the process, for pipes.
    pub fn child(&mut self) -> &mut Child {
        &mut self.child
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        matches!(self.child.try_wait(), Ok(None))
    }

    /// Waits for its end; `None` when it still runs after `within`.
    pub fn wait(&mut self, within: Duration) -> Result<Option<ExitStatus>> {
        let until = Instant::now() + within;
        loop {
            if let Some(status) = self.child.try_wait()? {
                return Ok(Some(status));
            }
            if Instant::now() > until {
                return Ok(None);
            }
            std::thread::sleep(Duration::from_millis(10));
        }
    }

    /// Asks it to end (SIGTERM), as a session manager does.
    pub fn terminate(&self) {
        if let Some(pid) = pid(self.child.id()) {
            let _ = kill_process(pid, Signal::TERM);
        }
    }

    /// Ends it at once, with everything in its group (SIGKILL).
    pub fn kill(&mut self) {
        if let Some(pid) = pid(self.child.id()) {
            let _ = kill_process_group(pid, Signal::KILL);
        }
        let _ = self.child.wait();
    }

    /// Its name in the logs.
    pub fn name(&self) -> &str {
        &self.name
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        self.kill();
    }
}

/// Kills one process by its id.
pub fn kill_id(id: u32) {
    if let Some(pid) = pid(id) {
        let _ = kill_process(pid, Signal::KILL);
    }
}

fn pid(id: u32) -> Option<Pid> {
    i32::try_from(id).ok().and_then(Pid::from_raw)
}
