//! The clipboard.

pub(crate) mod picture;
mod read;
mod worker;

use std::path::PathBuf;
use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::ports::{Clip, Clipboard, ClipboardError};
use zeroize::Zeroizing;

use crate::helper::process::Program;
use worker::{Job, Task};

/// No call takes longer: X11 and Wayland ask other programs, and those may hang.
const LIMIT: Duration = Duration::from_secs(4);
/// Reading may take longer: a large picture is decoded.
const READ_LIMIT: Duration = Duration::from_secs(12);

/// The system's clipboard; never X11's PRIMARY.
///
/// One thread owns it for as long as the program runs: on X11 and Wayland the owner of a text must live to hand it out.
/// It is opened at the first use, and again after it failed, so that no display is no panic.
#[derive(Debug, Default)]
pub struct SystemClipboard {
    worker: Mutex<Option<Sender<Job>>>,
    helper: Program,
}

impl SystemClipboard {
    /// The clipboard, not yet opened.
    #[must_use]
    pub fn new() -> SystemClipboard {
        SystemClipboard::default()
    }

    /// With another executable as the helper that decodes pictures, for tests.
    #[must_use]
    pub fn with_program(program: impl Into<PathBuf>) -> SystemClipboard {
        let path = Some(program.into());
        SystemClipboard {
            worker: Mutex::default(),
            helper: Program {
                path,
                ..Program::default()
            },
        }
    }

    fn ask<T, F>(&self, limit: Duration, task: F) -> Result<T, ClipboardError>
    where
        T: Send + 'static,
        F: FnOnce(Sender<Result<T, ClipboardError>>) -> Task,
    {
        let (answer, answered) = channel();
        let job = Job {
            task: task(answer),
            until: Instant::now() + limit,
        };
        self.send(job)?;
        answered
            .recv_timeout(limit)
            .unwrap_or_else(|_| Err(ClipboardError::Unavailable("it does not answer".to_owned())))
    }

    fn send(&self, job: Job) -> Result<(), ClipboardError> {
        let gone = |words: String| ClipboardError::Unavailable(words);
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = match worker.take() {
            Some(sender) => sender,
            None => worker::start(self.helper.clone()).map_err(|error| gone(error.to_string()))?,
        };
        sender
            .send(job)
            .map_err(|_| gone("its thread ended".to_owned()))?;
        *worker = Some(sender);
        Ok(())
    }
}

impl Clipboard for SystemClipboard {
    fn put_code(&self, code: &str) -> Result<(), ClipboardError> {
        let code = Zeroizing::new(code.to_owned());
        self.ask(LIMIT, |answer| Task::PutCode(code, answer))
    }

    fn put_text(&self, text: &str) -> Result<(), ClipboardError> {
        let text = text.to_owned();
        self.ask(LIMIT, |answer| Task::PutText(text, answer))
    }

    fn clear_if_ours(&self) -> Result<bool, ClipboardError> {
        self.ask(LIMIT, Task::ClearIfOurs)
    }

    fn read(&self) -> Result<Clip, ClipboardError> {
        self.ask(READ_LIMIT, Task::Read)
    }
}
