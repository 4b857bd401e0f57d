//! Picture files of strangers, decoded by a [helper](crate::helper): decoders may crash, take any time, and a drawing of a
//! few hundred bytes can ask for any memory.

use std::io::{self, Read, Write};
use std::path::PathBuf;
use std::thread;
use std::time::Duration;

use app::ports::Pictures;
use scan::Frame;
use scan::picture::{self, PictureError};
use zeroize::Zeroizing;

use crate::helper::process::{Program, patiently};
use crate::helper::protocol::{self, Message};
use crate::helper::{End, bound_memory, bound_time};

/// Processor seconds that a drawing may take; those with a code take some hundredths of one.
const DRAWING: u64 = 1;
/// Processor seconds that pixels may take, and one more for each so many bytes: large photos are large files, and what
/// takes long although it is small was made to.
const PIXELS: u64 = 2;
const BYTES_A_SECOND: u64 = 4 << 20;
/// A computer that is busy with other things gives a helper this part of its time at least.
const SHARE: u32 = 4;
/// The most memory of a helper, bytes.
const MOST_MEMORY: u64 = 512 << 20;

/// Decodes in a process of its own.
#[derive(Debug, Default)]
pub struct SystemPictures {
    helper: Program,
}

impl SystemPictures {
    /// With another executable as the helper, for tests.
    #[must_use]
    pub fn with_program(program: impl Into<PathBuf>) -> SystemPictures {
        let path = Some(program.into());
        SystemPictures {
            helper: Program {
                path,
                ..Program::default()
            },
        }
    }
}

impl Pictures for SystemPictures {
    fn decode(&self, bytes: &[u8]) -> Result<Frame, PictureError> {
        if bytes.is_empty() {
            return Err(PictureError::Empty);
        }
        if bytes.len() as u64 > picture::MAX_FILE_BYTES {
            return Err(PictureError::FileTooLarge);
        }
        let limit = Duration::from_secs(seconds(bytes) + 1) * SHARE;
        let mut helper = self.helper.start(&["decode"]).map_err(|error| {
            log::warn!("pictures cannot be decoded: {error}");
            PictureError::TooMuchMemory
        })?;
        let slot = helper.frames().ok_or(PictureError::Damaged)?;
        let input = helper.take_input();
        let news = thread::scope(|scope| {
            // One that does not read must not hold us up. Its input stays open until it has answered: it ends with it.
            let feeding = scope.spawn(move || {
                let mut input = input;
                let fed = input.as_mut().map(|input| put(input, bytes));
                (fed, input)
            });
            let news = patiently(limit, &|| true, |step| match slot.wait(step) {
                Ok(()) if slot.is_empty() => None,
                news => Some(news),
            });
            if news.is_none() {
                helper.kill();
            }
            if let Ok((Some(Err(error)), _)) = feeding.join() {
                log::debug!("the helper did not take the picture: {error}");
            }
            news
        });
        match news {
            None => Err(PictureError::TooSlow),
            Some(Ok(())) => match slot.take(Duration::ZERO) {
                Ok(Some(frame)) => Ok(frame),
                _ => Err(PictureError::Damaged),
            },
            Some(Err(_)) => Err(match helper.first() {
                Some(Message::Refused { why }) => why.into(),
                _ if helper.ran_too_long() => PictureError::TooSlow,
                // Its memory was bounded, or its stack.
                _ => PictureError::TooMuchMemory,
            }),
        }
    }
}

/// Processor seconds that this picture may take.
fn seconds(bytes: &[u8]) -> u64 {
    if picture::is_drawing(bytes) {
        DRAWING
    } else {
        PIXELS + bytes.len() as u64 / BYTES_A_SECOND
    }
}

/// What a helper does: takes a picture from its standard input and gives its pixels.
pub(crate) fn give(output: &mut impl Write) -> Result<(), End> {
    bound_memory(MOST_MEMORY);
    let bytes = take(&mut io::stdin().lock())?;
    crate::helper::end_with_parent();
    bound_time(seconds(&bytes));
    match picture::read(&bytes) {
        Ok(frame) => protocol::write_frame(output, &frame)?,
        Err(error) => protocol::write(output, &Message::Refused { why: error.into() }, &[])?,
    }
    Ok(())
}

/// A picture as [`put`] sends it.
fn take(from: &mut impl Read) -> io::Result<Zeroizing<Vec<u8>>> {
    let mut length = [0; 8];
    from.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    if length > picture::MAX_FILE_BYTES {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let room = usize::try_from(length).map_err(|_| io::ErrorKind::InvalidData)?;
    let mut bytes = Zeroizing::new(vec![0; room]);
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// A length and a picture.
fn put(to: &mut impl Write, bytes: &[u8]) -> io::Result<()> {
    to.write_all(&(bytes.len() as u64).to_le_bytes())?;
    to.write_all(bytes)?;
    to.flush()
}
