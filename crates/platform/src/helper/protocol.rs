//! What the helper says to its parent, on its standard output: messages of
//! `length of header: u32 LE`, `length of body: u32 LE`, header (JSON), body (luma of a frame, else empty).

use std::io::{self, Read, Write};

use app::ports::{CameraError, CameraInfo};
use scan::picture::PictureError;
use scan::{Frame, MAX_PIXELS};
use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

/// The longest header, bytes.
const MAX_HEADER: u32 = 64 << 10;

/// One message.
#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub(crate) enum Message {
    /// The cameras there are; the only answer to `list` but a fault.
    Cameras { list: Vec<Listed> },
    /// A person is asked whether the camera may be used, which takes as long as it takes.
    Asking,
    /// The camera is open.
    Opened { camera: Listed },
    /// A frame; the body is its luma.
    Frame { width: u32, height: u32 },
    /// The picture is none that can be read.
    Refused { why: Refusal },
    /// Nothing more will come.
    Fault { kind: FaultKind, words: String },
}

/// A camera.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Listed {
    pub(crate) id: String,
    pub(crate) name: String,
}

impl From<Listed> for CameraInfo {
    fn from(listed: Listed) -> CameraInfo {
        CameraInfo {
            id: listed.id,
            name: listed.name,
        }
    }
}

/// [`CameraError`] as it crosses the pipe.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum FaultKind {
    None,
    Busy,
    Forbidden,
    Unplugged,
    Silent,
    Failed,
}

/// [`PictureError`] as it crosses the pipe.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Refusal {
    Empty,
    FileTooLarge,
    NotAPicture,
    OtherKind(String),
    TooManyPixels(u32, u32),
    TooMuchMemory,
    Truncated,
    Damaged,
    TooSlow,
}

impl From<PictureError> for Refusal {
    fn from(error: PictureError) -> Refusal {
        match error {
            PictureError::Empty => Refusal::Empty,
            PictureError::FileTooLarge => Refusal::FileTooLarge,
            PictureError::NotAPicture => Refusal::NotAPicture,
            PictureError::OtherKind { kind } => Refusal::OtherKind(kind),
            PictureError::TooManyPixels { width, height } => Refusal::TooManyPixels(width, height),
            PictureError::TooMuchMemory => Refusal::TooMuchMemory,
            PictureError::Truncated => Refusal::Truncated,
            PictureError::TooSlow => Refusal::TooSlow,
            _ => Refusal::Damaged,
        }
    }
}

impl From<Refusal> for PictureError {
    fn from(refusal: Refusal) -> PictureError {
        match refusal {
            Refusal::Empty => PictureError::Empty,
            Refusal::FileTooLarge => PictureError::FileTooLarge,
            Refusal::NotAPicture => PictureError::NotAPicture,
            Refusal::OtherKind(kind) => PictureError::OtherKind {
                kind: harmless(&kind, 40),
            },
            Refusal::TooManyPixels(width, height) => PictureError::TooManyPixels { width, height },
            Refusal::TooMuchMemory => PictureError::TooMuchMemory,
            Refusal::Truncated => PictureError::Truncated,
            Refusal::Damaged => PictureError::Damaged,
            Refusal::TooSlow => PictureError::TooSlow,
        }
    }
}

/// Words that can be shown.
fn harmless(words: &str, most: usize) -> String {
    let shown = words.chars().filter(|c| !c.is_control());
    shown.take(most).collect()
}

impl Message {
    /// The message for an error.
    pub(crate) fn fault(error: &CameraError) -> Message {
        let (kind, words) = match error {
            CameraError::None => (FaultKind::None, String::new()),
            CameraError::Busy => (FaultKind::Busy, String::new()),
            CameraError::Forbidden => (FaultKind::Forbidden, String::new()),
            CameraError::Unplugged => (FaultKind::Unplugged, String::new()),
            CameraError::Silent => (FaultKind::Silent, String::new()),
            CameraError::Failed(words) => (FaultKind::Failed, words.clone()),
            other => (FaultKind::Failed, other.to_string()),
        };
        Message::Fault {
            kind,
            words: harmless(&words, 300),
        }
    }
}

/// The error that a fault message means.
pub(crate) fn error(kind: FaultKind, words: String) -> CameraError {
    match kind {
        FaultKind::None => CameraError::None,
        FaultKind::Busy => CameraError::Busy,
        FaultKind::Forbidden => CameraError::Forbidden,
        FaultKind::Unplugged => CameraError::Unplugged,
        FaultKind::Silent => CameraError::Silent,
        FaultKind::Failed => CameraError::Failed(words),
    }
}

/// Writes a message and hands it on.
pub(crate) fn write(to: &mut impl Write, message: &Message, body: &[u8]) -> io::Result<()> {
    let header = serde_json::to_vec(message)?;
    let length = |bytes: &[u8]| u32::try_from(bytes.len()).map_err(|_| io::ErrorKind::InvalidInput);
    to.write_all(&length(&header)?.to_le_bytes())?;
    to.write_all(&length(body)?.to_le_bytes())?;
    to.write_all(&header)?;
    to.write_all(body)?;
    to.flush()
}

/// Writes a frame.
pub(crate) fn write_frame(to: &mut impl Write, frame: &Frame) -> io::Result<()> {
    write(
        to,
        &Message::Frame {
            width: frame.width(),
            height: frame.height(),
        },
        frame.luma(),
    )
}

/// Reads a message and its body. The helper is not trusted: lengths are bounded before memory is taken.
pub(crate) fn read(from: &mut impl Read) -> io::Result<(Message, Zeroizing<Vec<u8>>)> {
    let mut length = || -> io::Result<u32> {
        let mut bytes = [0; 4];
        from.read_exact(&mut bytes)?;
        Ok(u32::from_le_bytes(bytes))
    };
    let (header, body) = (length()?, length()?);
    if header > MAX_HEADER || u64::from(body) > MAX_PIXELS {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut bytes = vec![0; header as usize];
    from.read_exact(&mut bytes)?;
    let message: Message = serde_json::from_slice(&bytes)?;
    let expected = match &message {
        Message::Frame { width, height } => u64::from(*width) * u64::from(*height),
        _ => 0,
    };
    if u64::from(body) != expected {
        return Err(io::ErrorKind::InvalidData.into());
    }
    let mut luma = Zeroizing::new(vec![0; body as usize]);
    from.read_exact(&mut luma)?;
    Ok((message, luma))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn framed(header: &[u8], body: &[u8]) -> Vec<u8> {
        let mut bytes = Vec::new();
        bytes.extend(u32::try_from(header.len()).unwrap().to_le_bytes());
        bytes.extend(u32::try_from(body.len()).unwrap().to_le_bytes());
        bytes.extend(header);
        bytes.extend(body);
        bytes
    }

    #[test]
    fn what_is_written_is_read() {
        let listed = Listed {
            id: "usb-1 Cam".into(),
            name: "Cam".into(),
        };
        let messages = [
            Message::Cameras {
                list: vec![listed.clone()],
            },
            Message::Opened { camera: listed },
            Message::fault(&CameraError::Busy),
            Message::fault(&CameraError::Failed("why".into())),
        ];
        let mut pipe = Vec::new();
        for message in &messages {
            write(&mut pipe, message, &[]).unwrap();
        }
        write_frame(
            &mut pipe,
            &Frame::new(3, 2, vec![1, 2, 3, 4, 5, 6]).unwrap(),
        )
        .unwrap();
        let mut from = pipe.as_slice();
        for message in messages {
            assert_eq!(read(&mut from).unwrap().0, message);
        }
        let (message, luma) = read(&mut from).unwrap();
        assert_eq!(
            (message, luma.as_slice()),
            (
                Message::Frame {
                    width: 3,
                    height: 2
                },
                &[1, 2, 3, 4, 5, 6][..]
            )
        );
        assert_eq!(
            read(&mut from).unwrap_err().kind(),
            io::ErrorKind::UnexpectedEof
        );
    }

    proptest::proptest! {
        #[test]
        fn any_camera_and_any_frame_cross(id in ".*", name in ".*", width in 1u32..40, height in 1u32..40, grey: u8) {
            let opened = Message::Opened { camera: Listed { id, name } };
            let frame = Frame::new(width, height, vec![grey; (width * height) as usize]).unwrap();
            let mut pipe = Vec::new();
            write(&mut pipe, &opened, &[]).unwrap();
            write_frame(&mut pipe, &frame).unwrap();
            let mut from = pipe.as_slice();
            assert_eq!(read(&mut from).unwrap().0, opened);
            let (message, luma) = read(&mut from).unwrap();
            assert_eq!(message, Message::Frame { width, height });
            assert_eq!(luma.as_slice(), frame.luma());
            assert!(from.is_empty());
        }

        #[test]
        fn any_bytes_are_a_message_or_an_error(bytes: Vec<u8>, header in ".{0,40}") {
            let mut from = bytes.as_slice();
            while read(&mut from).is_ok() {}
            let framed = framed(header.as_bytes(), &bytes);
            assert!(read(&mut framed.as_slice()).is_err());
        }
    }

    #[test]
    fn every_fault_crosses_as_itself() {
        let all = [
            CameraError::None,
            CameraError::Busy,
            CameraError::Forbidden,
            CameraError::Unplugged,
            CameraError::Silent,
            CameraError::Failed("x".into()),
        ];
        for fault in all {
            let Message::Fault { kind, words } = Message::fault(&fault) else {
                panic!("not a fault")
            };
            assert_eq!(error(kind, words), fault);
        }
    }

    #[test]
    fn every_refusal_crosses_as_itself() {
        let all = [
            PictureError::Empty,
            PictureError::FileTooLarge,
            PictureError::NotAPicture,
            PictureError::OtherKind {
                kind: "HEIC".to_owned(),
            },
            PictureError::TooManyPixels {
                width: 7,
                height: 9,
            },
            PictureError::TooMuchMemory,
            PictureError::Truncated,
            PictureError::Damaged,
            PictureError::TooSlow,
        ];
        for error in all {
            let mut pipe = Vec::new();
            let why = Refusal::from(error.clone());
            write(&mut pipe, &Message::Refused { why }, &[]).unwrap();
            let (Message::Refused { why }, _) = read(&mut pipe.as_slice()).unwrap() else {
                panic!("not a refusal")
            };
            assert_eq!(PictureError::from(why), error);
        }
    }

    #[test]
    fn lengths_that_are_too_large_or_differ_are_refused_before_memory_is_taken() {
        let mut huge = u32::MAX.to_le_bytes().to_vec();
        huge.extend([0; 4]);
        assert_eq!(
            read(&mut huge.as_slice()).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
        let mut huge = [2, 0, 0, 0].to_vec();
        huge.extend(u32::MAX.to_le_bytes());
        assert_eq!(
            read(&mut huge.as_slice()).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
        let short = framed(br#"{"is":"frame","width":3,"height":2}"#, &[0; 5]);
        assert_eq!(
            read(&mut short.as_slice()).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
        let stray = framed(br#"{"is":"cameras","list":[]}"#, &[0; 5]);
        assert_eq!(
            read(&mut stray.as_slice()).unwrap_err().kind(),
            io::ErrorKind::InvalidData
        );
        let unknown = framed(br#"{"is":"surprise"}"#, &[]);
        assert!(read(&mut unknown.as_slice()).is_err());
    }
}
