//! The parent's side: starts helpers, keeps their newest frame, kills them.

use std::ffi::OsString;
use std::io::{BufReader, Read};
use std::path::PathBuf;
use std::process::{Child, ChildStdin, ChildStdout, Command, ExitStatus, Stdio};
use std::sync::Arc;
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, sync_channel};
use std::thread;
use std::time::{Duration, Instant};

use app::ports::{CameraError, CameraInfo, CameraStream, Cameras};
use scan::Frame;

use super::HELPER_ARG;
use super::protocol::{self, Message};
use super::slot::Slot;

/// How long the cameras may take to be listed.
const LIST_LIMIT: Duration = Duration::from_secs(6);
/// How long one may take to open. On macOS the person may be asked first.
const OPEN_LIMIT: Duration = Duration::from_secs(if cfg!(target_os = "macos") { 60 } else { 10 });
/// How long one step of waiting lasts.
const STEP: Duration = Duration::from_millis(100);
/// How long an opened camera may take to fail: a busy one says so only when it is asked for its first frame.
const FIRST_NEWS: Duration = Duration::from_millis(1_500);

/// The cameras of this machine, each opened by a process of its own.
#[derive(Debug, Clone, Default)]
pub struct HelperCameras {
    program: Option<PathBuf>,
    variables: Vec<(OsString, OsString)>,
}

impl HelperCameras {
    /// With the executable that runs as the helper.
    #[must_use]
    pub fn new() -> HelperCameras {
        HelperCameras::default()
    }

    /// With another executable as the helper, for tests.
    #[must_use]
    pub fn with_program(program: impl Into<PathBuf>) -> HelperCameras {
        HelperCameras {
            program: Some(program.into()),
            variables: Vec::new(),
        }
    }

    /// With a variable in the helper's environment, for tests.
    #[must_use]
    pub fn with_var(
        mut self,
        name: impl Into<OsString>,
        value: impl Into<OsString>,
    ) -> HelperCameras {
        self.variables.push((name.into(), value.into()));
        self
    }

    fn start(&self, arguments: &[&str]) -> Result<Helper, CameraError> {
        let failed =
            |error: std::io::Error| CameraError::Failed(format!("the camera process: {error}"));
        let program = match &self.program {
            Some(program) => program.clone(),
            None => std::env::current_exe().map_err(failed)?,
        };
        let mut command = Command::new(program);
        command
            .arg(HELPER_ARG)
            .args(arguments)
            .envs(self.variables.iter().map(|(name, value)| (name, value)));
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::inherit());
        #[cfg(windows)]
        {
            use std::os::windows::process::CommandExt;
            // CREATE_NO_WINDOW: no console flashes up.
            command.creation_flags(0x0800_0000);
        }
        let mut child = command.spawn().map_err(failed)?;
        let (input, output) = (child.stdin.take(), child.stdout.take());
        let mut helper = Helper {
            child,
            _input: input,
            news: None,
        };
        let Some(output) = output else {
            return Err(CameraError::Failed(
                "the camera process has no output".into(),
            ));
        };
        let slot = Arc::new(Slot::new());
        let (sender, receiver) = sync_channel(1);
        let reader = Arc::clone(&slot);
        thread::Builder::new()
            .name("camera".to_owned())
            .spawn(move || follow(output, &sender, &reader))
            .map_err(failed)?;
        helper.news = Some((receiver, slot));
        Ok(helper)
    }
}

/// A running helper; killed when dropped.
struct Helper {
    child: Child,
    /// Its end tells the helper that we are gone, should we not live to kill it.
    _input: Option<ChildStdin>,
    news: Option<(Receiver<Message>, Arc<Slot>)>,
}

impl Helper {
    /// The answer to what the helper was started for, and where frames will be. Gives up as silent when it is not
    /// wanted any more.
    fn answer(
        &mut self,
        limit: Duration,
        wanted: &dyn Fn() -> bool,
    ) -> Result<(Message, Arc<Slot>), CameraError> {
        let Some((first, slot)) = self.news.take() else {
            return Err(CameraError::Silent);
        };
        let came = patiently(limit, wanted, |step| match first.recv_timeout(step) {
            Err(RecvTimeoutError::Timeout) => None,
            came => Some(came),
        });
        match came.unwrap_or(Err(RecvTimeoutError::Timeout)) {
            Ok(Message::Fault { kind, words }) => Err(protocol::error(kind, words)),
            Ok(message) => Ok((message, slot)),
            Err(RecvTimeoutError::Timeout) => Err(CameraError::Silent),
            // The reader has ended, and has said why.
            Err(RecvTimeoutError::Disconnected) => {
                Err(match (slot.wait(Duration::ZERO), self.status()) {
                    (_, Some(status)) => {
                        CameraError::Failed(format!("the camera process ended: {status}"))
                    }
                    (Err(fault), None) => fault,
                    (Ok(()), None) => CameraError::Silent,
                })
            }
        }
    }

    /// How the helper ended; `None` when it has not, soon after its output did.
    fn status(&mut self) -> Option<ExitStatus> {
        for _ in 0..20 {
            if let Ok(Some(status)) = self.child.try_wait() {
                return Some(status);
            }
            thread::sleep(Duration::from_millis(10));
        }
        None
    }
}

/// Waits in short steps, so that what is not wanted any more ends soon: until there is an answer, at most `limit`.
fn patiently<T>(
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
        if let Err(error) = self.child.kill() {
            log::debug!("the camera process had ended: {error}");
        }
        // Reaped, and the light is out, before anybody opens the camera again.
        if let Err(error) = self.child.wait() {
            log::debug!("the camera process cannot be waited for: {error}");
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
                return CameraError::Failed("the camera process ended".to_owned());
            }
            Err(error) => return CameraError::Failed(format!("the camera process: {error}")),
        }
    }
}

impl Cameras for HelperCameras {
    fn list(&self) -> Result<Vec<CameraInfo>, CameraError> {
        let mut helper = self.start(&["list"])?;
        match helper.answer(LIST_LIMIT, &|| true)?.0 {
            Message::Cameras { list } => Ok(list.into_iter().map(CameraInfo::from).collect()),
            _ => Err(CameraError::Failed(
                "the camera process answered something else".to_owned(),
            )),
        }
    }

    fn open_while(
        &self,
        id: Option<&str>,
        wanted: &dyn Fn() -> bool,
    ) -> Result<Box<dyn CameraStream>, CameraError> {
        let mut helper = self.start(&["open", id.unwrap_or_default()])?;
        let (Message::Opened { camera }, slot) = helper.answer(OPEN_LIMIT, wanted)? else {
            return Err(CameraError::Failed(
                "the camera process answered something else".to_owned(),
            ));
        };
        slot.opened();
        patiently(FIRST_NEWS, wanted, |step| match slot.wait(step) {
            Ok(()) if slot.is_empty() => None,
            news => Some(news),
        })
        .unwrap_or(Ok(()))?;
        Ok(Box::new(HelperStream {
            info: camera.into(),
            slot,
            _helper: helper,
        }))
    }
}

struct HelperStream {
    info: CameraInfo,
    slot: Arc<Slot>,
    _helper: Helper,
}

impl CameraStream for HelperStream {
    fn info(&self) -> &CameraInfo {
        &self.info
    }

    fn next(&mut self, wait: Duration) -> Result<Option<Frame>, CameraError> {
        self.slot.take(wait)
    }
}
