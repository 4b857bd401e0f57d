//! A process of its own for what parses bytes of strangers.
//!
//! What reads a camera can block for ever, panic or abort on what the camera sends, and a picture can cost any memory;
//! neither shall share memory with secrets. So the same executable is started again with [`ARG`]; it
//! hands luma frames to this process through a pipe ([`protocol`]), and is killed when nobody wants them any more. It
//! ends by itself when its parent does.

pub(crate) mod process;
pub(crate) mod protocol;
pub(crate) mod slot;

use std::io::{self, BufWriter, Read};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::thread;

use app::ports::CameraError;

use crate::{camera, clipboard, pictures};
use protocol::Message;

/// The first argument that makes the executable a helper: `main` then calls [`main`] with the rest.
pub const ARG: &str = "--helper";

/// Why a helper has nothing more to say.
pub(crate) enum End {
    Fault(CameraError),
    ParentGone,
}

impl From<CameraError> for End {
    fn from(fault: CameraError) -> End {
        End::Fault(fault)
    }
}

impl From<io::Error> for End {
    fn from(_: io::Error) -> End {
        End::ParentGone
    }
}

/// What the executable does when its first argument is [`ARG`]; `arguments` are the rest: `list` (the cameras),
/// `open ID` (an empty or unknown ID opens the first camera), `picture` (the one on the clipboard), or `decode` (the one
/// that comes on its standard input). Ends when its standard input ends.
pub fn main(arguments: &[String]) -> ExitCode {
    let level = env_logger::Env::new().filter("COUNTERSIGN_LOG");
    // To standard error, which is the parent's. A logger that is there already is as good.
    let _ = env_logger::Builder::from_env(level).try_init();
    // Its memory holds pictures of codes.
    crate::hardening::harden();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    if words != ["decode"] {
        end_with_parent();
    }
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let outcome = catch_unwind(AssertUnwindSafe(|| match words.as_slice() {
        ["list"] => camera::task::list(&mut output),
        ["open"] => camera::task::show(&mut output, ""),
        ["open", id] => camera::task::show(&mut output, id),
        ["picture"] => clipboard::picture::give(&mut output),
        // It reads its standard input first, and watches it then.
        ["decode"] => pictures::give(&mut output),
        _ => Err(End::Fault(CameraError::Failed(
            "the helper was asked for nothing".to_owned(),
        ))),
    }));
    let fault = match outcome {
        Ok(Ok(())) | Ok(Err(End::ParentGone)) => return ExitCode::SUCCESS,
        Ok(Err(End::Fault(fault))) => fault,
        Err(_) => CameraError::Failed("the library panicked".to_owned()),
    };
    // A parent that is gone needs no message.
    let _ = protocol::write(&mut output, &Message::fault(&fault), &[]);
    ExitCode::FAILURE
}

/// Past so many bytes the helper ends, and its parent says that it was too much.
pub(crate) fn bound_memory(bytes: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let bound = Rlimit {
            current: Some(bytes),
            maximum: Some(bytes),
        };
        if let Err(error) = setrlimit(Resource::Data, bound) {
            log::warn!("the helper's memory is not bounded: {error}");
        }
    }
    #[cfg(not(unix))]
    let _ = bytes;
}

/// Past so many seconds of the processor the helper is killed. What it took so far counts.
pub(crate) fn bound_time(seconds: u64) {
    #[cfg(unix)]
    {
        use rustix::process::{Resource, Rlimit, setrlimit};
        let bound = Rlimit {
            current: Some(seconds),
            maximum: Some(seconds + 1),
        };
        if let Err(error) = setrlimit(Resource::Cpu, bound) {
            log::warn!("the helper's time is not bounded: {error}");
        }
    }
    #[cfg(not(unix))]
    let _ = seconds;
}

/// Watches the standard input, and ends the process with it.
pub(crate) fn end_with_parent() {
    let watching = thread::Builder::new().name("parent".to_owned()).spawn(|| {
        let mut byte = [0];
        while matches!(io::stdin().read(&mut byte), Ok(1)) {}
        // Whatever blocks in a library ends with the process.
        std::process::exit(0);
    });
    if watching.is_err() {
        std::process::exit(1);
    }
}
