//! The helper's side: opens a camera, and says on its standard output what comes ([`super::protocol`]).

use std::io::{self, BufWriter, Read, Write};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::ExitCode;
use std::thread;

use app::ports::CameraError;

use super::capture;
use super::protocol::{self, Message};

/// What the executable does when its first argument is [`super::HELPER_ARG`]; `arguments` are the rest:
/// `list`, or `open ID` (an empty or unknown ID opens the first camera). Ends when its standard input ends.
pub fn helper_main(arguments: &[String]) -> ExitCode {
    let level = env_logger::Env::new().filter("COUNTERSIGN_LOG");
    // To standard error, which is the parent's. A logger that is there already is as good.
    let _ = env_logger::Builder::from_env(level).try_init();
    // Its memory holds pictures of codes.
    crate::hardening::harden();
    end_with_parent();
    let mut output = BufWriter::with_capacity(1 << 16, io::stdout().lock());
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let outcome = catch_unwind(AssertUnwindSafe(|| match words.as_slice() {
        ["list"] => list(&mut output),
        ["open"] => show(&mut output, ""),
        ["open", id] => show(&mut output, id),
        _ => Err(End::Fault(CameraError::Failed(
            "the camera process was asked for nothing".to_owned(),
        ))),
    }));
    let fault = match outcome {
        Ok(Ok(())) | Ok(Err(End::ParentGone)) => return ExitCode::SUCCESS,
        Ok(Err(End::Fault(fault))) => fault,
        Err(_) => CameraError::Failed("the camera library panicked".to_owned()),
    };
    // A parent that is gone needs no message.
    let _ = protocol::write(&mut output, &Message::fault(&fault), &[]);
    ExitCode::FAILURE
}

/// Why there is nothing more to say.
enum End {
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

fn end_with_parent() {
    let watching = thread::Builder::new().name("parent".to_owned()).spawn(|| {
        let mut byte = [0];
        while matches!(io::stdin().read(&mut byte), Ok(1)) {}
        // Whatever blocks in the capture library ends with the process.
        std::process::exit(0);
    });
    if watching.is_err() {
        std::process::exit(1);
    }
}

fn list(output: &mut impl Write) -> Result<(), End> {
    let list = capture::list()?;
    protocol::write(output, &Message::Cameras { list }, &[])?;
    Ok(())
}

fn show(output: &mut impl Write, id: &str) -> Result<(), End> {
    let (camera, mut source) = capture::open(id)?;
    protocol::write(output, &Message::Opened { camera }, &[])?;
    loop {
        // Damaged frames are left out; only damaged ones are silence, which the parent notices.
        if let Some(frame) = source.frame()? {
            protocol::write_frame(output, &frame)?;
        }
    }
}
