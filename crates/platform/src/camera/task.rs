//! What a helper does with cameras: lists them, or opens one and says on its standard output what comes.

use std::io::Write;

use super::capture;
use crate::helper::End;
use crate::helper::protocol::{self, Message};

/// The cameras there are.
pub(crate) fn list(output: &mut impl Write) -> Result<(), End> {
    let list = capture::list()?;
    protocol::write(output, &Message::Cameras { list }, &[])?;
    Ok(())
}

/// One camera's frames, for as long as somebody reads them.
pub(crate) fn show(output: &mut impl Write, id: &str) -> Result<(), End> {
    let mut asking = || {
        // A parent that is gone is noticed with the next message.
        let _ = protocol::write(output, &Message::Asking, &[]);
    };
    let (camera, mut source) = capture::open(id, &mut asking)?;
    protocol::write(output, &Message::Opened { camera }, &[])?;
    loop {
        // Damaged frames are left out; only damaged ones are silence, which the parent notices.
        if let Some(frame) = source.frame()? {
            protocol::write_frame(output, &frame)?;
        }
    }
}
