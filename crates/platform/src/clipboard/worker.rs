//! The thread that owns the clipboard.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;
use std::time::Instant;

use app::ports::{Clip, ClipboardError};
use arboard::Clipboard;
use sha2::{Digest, Sha256};
use zeroize::Zeroizing;

use super::read;
use crate::helper::process::Program;

type Answer<T> = Sender<Result<T, ClipboardError>>;

/// What the thread is asked to do.
pub(super) enum Task {
    PutCode(Zeroizing<String>, Answer<()>),
    PutText(String, Answer<()>),
    ClearIfOurs(Answer<bool>),
    Read(Answer<Clip>),
}

/// A task, and when nobody waits for it any more.
pub(super) struct Job {
    pub(super) task: Task,
    pub(super) until: Instant,
}

/// Starts the thread; it ends with its last sender.
pub(super) fn start(helper: Program) -> io::Result<Sender<Job>> {
    let (sender, jobs) = channel();
    thread::Builder::new()
        .name("clipboard".to_owned())
        .spawn(move || {
            let worker = Worker {
                helper,
                ..Worker::default()
            };
            worker.run(&jobs);
        })?;
    Ok(sender)
}

#[derive(Default)]
struct Worker {
    clipboard: Option<Clipboard>,
    helper: Program,
    /// Of the code that was put last: enough to know it again, too little to read it by accident.
    ours: Option<[u8; 32]>,
}

impl Worker {
    fn run(mut self, jobs: &Receiver<Job>) {
        while let Ok(job) = jobs.recv() {
            // A code that comes minutes late would overwrite what the person has copied since.
            if Instant::now() > job.until {
                continue;
            }
            match job.task {
                Task::PutCode(code, answer) => {
                    let result = self.guarded(|worker, clipboard| {
                        // Remembered first: what may be there must be cleared, even when the system reports a failure.
                        worker.ours = Some(digest(&code));
                        put_code(clipboard, &code)
                    });
                    let _ = answer.send(result);
                }
                Task::PutText(text, answer) => {
                    let _ = answer.send(self.guarded(|_, clipboard| put_text(clipboard, text)));
                }
                Task::ClearIfOurs(answer) => {
                    let result = match self.ours {
                        None => Ok(false),
                        Some(ours) => self.guarded(|worker, clipboard| {
                            let cleared = clear_if(clipboard, &ours)?;
                            worker.ours = None;
                            Ok(cleared)
                        }),
                    };
                    let _ = answer.send(result);
                }
                Task::Read(answer) => {
                    let helper = self.helper.clone();
                    let read =
                        |_: &mut Worker, clipboard: &mut Clipboard| read::read(clipboard, &helper);
                    let _ = answer.send(self.guarded(read));
                }
            }
        }
    }

    /// Opens the clipboard if need be and turns panics into errors. After a failure other than emptiness it is opened
    /// anew at the next use: a display server that was restarted has a new one. Unless it holds our code: to drop it
    /// would lose what the person is about to paste.
    fn guarded<T>(
        &mut self,
        work: impl FnOnce(&mut Worker, &mut Clipboard) -> Result<T, ClipboardError>,
    ) -> Result<T, ClipboardError> {
        let outcome = catch_unwind(AssertUnwindSafe(|| {
            let mut clipboard = match self.clipboard.take() {
                Some(clipboard) => clipboard,
                None => Clipboard::new().map_err(|error| unavailable(&error))?,
            };
            let result = work(self, &mut clipboard);
            if self.ours.is_some() || !matches!(result, Err(ClipboardError::Unavailable(_))) {
                self.clipboard = Some(clipboard);
            }
            result
        }));
        outcome.unwrap_or_else(|_| Err(ClipboardError::Unavailable("it failed".to_owned())))
    }
}

fn put_code(clipboard: &mut Clipboard, code: &str) -> Result<(), ClipboardError> {
    let set = clipboard.set();
    #[cfg(target_os = "linux")]
    let set = {
        use arboard::{LinuxClipboardKind, SetExtLinux};
        set.clipboard(LinuxClipboardKind::Clipboard)
            .exclude_from_history()
    };
    #[cfg(target_os = "macos")]
    let set = arboard::SetExtApple::exclude_from_history(set);
    #[cfg(windows)]
    let set = {
        use arboard::SetExtWindows;
        set.exclude_from_monitoring()
            .exclude_from_cloud()
            .exclude_from_history()
    };
    set.text(code).map_err(|error| unavailable(&error))
}

fn put_text(clipboard: &mut Clipboard, text: String) -> Result<(), ClipboardError> {
    clipboard
        .set_text(text)
        .map_err(|error| unavailable(&error))
}

fn clear_if(clipboard: &mut Clipboard, ours: &[u8; 32]) -> Result<bool, ClipboardError> {
    let text = match clipboard.get_text() {
        Ok(text) => Zeroizing::new(text),
        Err(arboard::Error::ContentNotAvailable | arboard::Error::ConversionFailure) => {
            return Ok(false);
        }
        Err(error) => return Err(unavailable(&error)),
    };
    if digest(&text) != *ours {
        return Ok(false);
    }
    clipboard.clear().map_err(|error| unavailable(&error))?;
    Ok(true)
}

fn digest(text: &str) -> [u8; 32] {
    Sha256::digest(text.as_bytes()).into()
}

/// What people and logs see of an error; arboard's texts never hold the content.
pub(super) fn unavailable(error: &arboard::Error) -> ClipboardError {
    ClipboardError::Unavailable(error.to_string())
}
