//! The clipboard.

mod read;
mod worker;

use std::sync::mpsc::{Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::ports::{Clip, Clipboard, ClipboardError};
use zeroize::Zeroizing;

use worker::{Job, Task};

/// No call takes longer: X11 and Wayland ask other programs, and those may hang.
const LIMIT: Duration = Duration::from_secs(4);

/// The system's clipboard; never X11's PRIMARY.
///
/// One thread owns it for as long as the program runs: on X11 and Wayland the owner of a text must live to hand it out.
/// It is opened at the first use, and again after it failed, so that no display is no panic.
#[derive(Debug, Default)]
pub struct SystemClipboard {
    worker: Mutex<Option<Sender<Job>>>,
}

impl SystemClipboard {
    /// The clipboard, not yet opened.
    #[must_use]
    pub fn new() -> SystemClipboard {
        SystemClipboard::default()
    }

    fn ask<T, F>(&self, task: F) -> Result<T, ClipboardError>
    where
        T: Send + 'static,
        F: FnOnce(Sender<Result<T, ClipboardError>>) -> Task,
    {
        let (answer, answered) = channel();
        let job = Job {
            task: task(answer),
            until: Instant::now() + LIMIT,
        };
        self.send(job)?;
        answered
            .recv_timeout(LIMIT)
            .unwrap_or_else(|_| Err(ClipboardError::Unavailable("it does not answer".to_owned())))
    }

    fn send(&self, job: Job) -> Result<(), ClipboardError> {
        let gone = |words: String| ClipboardError::Unavailable(words);
        let mut worker = self.worker.lock().unwrap_or_else(PoisonError::into_inner);
        let sender = match worker.take() {
            Some(sender) => sender,
            None => worker::start().map_err(|error| gone(error.to_string()))?,
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
        self.ask(|answer| Task::PutCode(code, answer))
    }

    fn put_text(&self, text: &str) -> Result<(), ClipboardError> {
        let text = text.to_owned();
        self.ask(|answer| Task::PutText(text, answer))
    }

    fn clear_if_ours(&self) -> Result<bool, ClipboardError> {
        self.ask(Task::ClearIfOurs)
    }

    fn read(&self) -> Result<Clip, ClipboardError> {
        self.ask(Task::Read)
    }
}
