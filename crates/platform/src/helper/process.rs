//! The parent's side: starts helpers, keeps their newest frame, kills them.

use std::ffi::OsString;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use app::ports::{CameraError, LightSwitch};
use scan::Frame;

use super::ARG;
use super::protocol::{self, Message};
use super::slot::Slot;

/// How long one step of waiting lasts.
const STEP: Duration = Duration::from_millis(50);

/// How long a person may take to say whether the camera may be used.
const ASKED: Duration = Duration::from_secs(120);

/// What runs as the helper.
#[derive(Debug, Clone, Default)]
pub(crate) struct Program {
    /// Another executable than the one that runs, for tests.
    pub(crate) path: Option<PathBuf>,
    /// Variables in its environment, for tests.
    pub(crate) variables: Vec<(OsString, OsString)>,
}

impl Program {
    /// Starts it for one task.
    pub(crate) fn start(&self, arguments: &[&str]) -> Result<Helper, CameraError> {
        let failed = |error: std::io::Error| CameraError::Failed(format!("the helper: {error}"));
        let program = match &self.path {
            Some(program) => program.clone(),
            None => own().map_err(failed)?,
        };
        let mut command = Command::new(program);
        command
            .arg(ARG)
            .args(arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(errors(arguments));
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            // CREATE_NO_WINDOW: no console flashes up.
            command.creation_flags(0x0800_0000);
        }
        let mut child = command.spawn().map_err(failed)?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let mut helper = Helper {
            child: Arc::new(Mutex::new(child)),
            input,
            news: None,
        };
        let Some(output) = output else {
            return Err(CameraError::Failed("the helper has no output".into()));
        };
        let slot = Arc::new(Slot::new());
        let (sender, receiver) = sync_channel(2);
        let reader = Arc::clone(&slot);
        thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || follow(output, &sender, &reader))
            .map_err(failed)?;
        helper.news = Some((receiver, slot));
        Ok(helper)
    }
}

/// Where a helper's own words go. One that decodes pictures dies of hostile ones, and says so: nobody wants to read that in
/// a terminal who has not asked for a log.
fn errors(arguments: &[&str]) -> Stdio {
    let decodes = matches!(arguments, ["decode" | "picture"]);
    if decodes && std::env::var_os("COUNTERSIGN_LOG").is_none() {
        Stdio::null()
    } else {
        Stdio::inherit()
    }
}

/// The executable that runs, also when an update has put another into its place meanwhile.
fn own() -> std::io::Result<PathBuf> {
    if cfg!(target_os = "linux") {
        Ok(PathBuf::from("/proc/self/exe"))
    } else {
        std::env::current_exe()
    }
}

/// A running helper; killed when dropped.
pub(crate) struct Helper {
    child: Arc<Mutex<Child>>,
    /// Its end tells the helper that we are gone, should we not live to kill it.
    input: Option<ChildStdin>,
    news: Option<(Receiver<Message>, Arc<Slot>)>,
}

impl Helper {
    /// Its standard input, for the task that takes something from there. It ends when this is dropped.
    pub(crate) fn take_input(&mut self) -> Option<ChildStdin> {
        self.input.take()
    }

    /// Ends it.
    pub(crate) fn kill(&mut self) {
        if let Err(error) = child(&self.child).kill() {
            log::debug!("the helper had ended: {error}");
        }
    }

    /// What it said first that was no frame, if anything yet.
    pub(crate) fn first(&self) -> Option<Message> {
        self.news.as_ref()?.0.try_recv().ok()
    }

    /// Where frames will be, for a task that answers with nothing else.
    pub(crate) fn frames(&mut self) -> Option<Arc<Slot>> {
        self.news.as_ref().map(|(_, slot)| Arc::clone(slot))
    }

    /// The answer to what the helper was started for, and where frames will be. Gives up as silent when it is not
    /// wanted any more.
    pub(crate) fn answer(
        &mut self,
        limit: Duration,
        wanted: &dyn Fn() -> bool,
    ) -> Result<(Message, Arc<Slot>), CameraError> {
        let Some((first, slot)) = self.news.take() else {
            return Err(CameraError::Silent);
        };
        let answer = |limit| {
            let came = patiently(limit, wanted, |step| match first.recv_timeout(step) {
                Err(RecvTimeoutError::Timeout) => None,
                came => Some(came),
            });
            came.unwrap_or(Err(RecvTimeoutError::Timeout))
        };
        let came = match answer(limit) {
            Ok(Message::Asking) => answer(ASKED),
            came => came,
        };
        match came {
            Ok(Message::Fault { kind, words }) => Err(protocol::error(kind, words)),
            Ok(message) => Ok((message, slot)),
            Err(RecvTimeoutError::Timeout) => Err(CameraError::Silent),
            // The reader has ended, and has said why.
            Err(RecvTimeoutError::Disconnected) => {
                Err(match (slot.wait(Duration::ZERO), self.status()) {
                    (_, Some(status)) => CameraError::Failed(format!("the helper ended: {status}")),
                    (Err(fault), None) => fault,
                    (Ok(()), None) => CameraError::Silent,
                })
            }
        }
    }

    /// It was killed as it took longer than it might.
    pub(crate) fn ran_too_long(&mut self) -> bool {
        let status = self.status();
        #[cfg(unix)]
        {
            use std::os::unix::process::ExitStatusExt;
            let signal = status.and_then(|status| status.signal());
            signal == Some(rustix::process::Signal::XCPU.as_raw())
        }
        #[cfg(not(unix))]
        {
            let _ = status;
            false
        }
    }

    /// Kills it from any thread; reaping is left to who drops it, as that may take a moment.
    pub(crate) fn light(&self) -> LightSwitch {
        let child = Arc::clone(&self.child);
        Arc::new(move || {
            // Whoever holds it while it is reaped has killed it.
            if let Ok(mut child) = child.try_lock()
                && let Err(error) = child.kill()
            {
                log::debug!("the helper had ended: {error}");
            }
        })
    }

    /// How the helper ended; `None` when it has not, soon after its output did.
    fn status(&mut self) -> Option<ExitStatus> {
        for _ in 0..20 {
            if let Ok(Some(status)) = child(&self.child).try_wait() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

fn child(child: &Mutex<Child>) -> std::sync::MutexGuard<'_, Child> {
    child.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Waits in short steps, so that what is not wanted any more ends soon: until there is an answer, at most `limit`.
pub(crate) fn patiently<T>(
    limit: Duration,
    wanted: &dyn Fn() -> bool,
    mut wait: impl FnMut(Duration) -> Option<T>,
) -> Option<T> {
    let end = Instant::now() + limit;
    while wanted() {
        let left = end.saturating_duration_since(Instant::now());
        if let Some(answer) = wait(left.min(STEP)) {
            return Some(answer);
        }
        if left.is_zero() {
            break;
        }
    }
    None
}

impl Drop for Helper {
    fn drop(&mut self) {
        let mut child = child(&self.child);
        if let Err(error) = child.kill() {
            log::debug!("the helper had ended: {error}");
        }
        // Reaped, and the light is out, before anybody opens the camera again.
        if let Err(error) = child.wait() {
            log::debug!("the helper cannot be waited for: {error}");
        }
    }
}

/// Reads messages until the helper ends: the first goes to whoever started it, frames and faults to the slot.
fn follow(output: ChildStdout, first: &SyncSender<Message>, slot: &Slot) {
    let fault = read_all(&mut BufReader::with_capacity(1 << 16, output), first, slot);
    slot.end(fault);
}

fn read_all(output: &mut impl Read, first: &SyncSender<Message>, slot: &Slot) -> CameraError {
    loop {
        match protocol::read(output) {
            Ok((Message::Frame { width, height }, mut luma)) => {
                match Frame::new(width, height, std::mem::take(&mut *luma)) {
                    Ok(frame) => slot.put(frame),
                    Err(error) => return CameraError::Failed(error.to_string()),
                }
            }
            Ok((Message::Fault { kind, words }, _)) => {
                let fault = protocol::error(kind, words.clone());
                let _ = first.try_send(Message::Fault { kind, words });
                return fault;
            }
            Ok((message, _)) => {
                let _ = first.try_send(message);
            }
            Err(error) if error.kind() == std::io::ErrorKind::UnexpectedEof => {
                return CameraError::Failed("the helper ended".to_owned());
            }
            Err(error) => return CameraError::Failed(format!("the helper: {error}")),
        }
    }
}
