//! What a webcam says of itself: USB 2.0 and UVC 1.0 descriptors, and its answers to control requests.
//!
//! Two interfaces, control and streaming, as in any webcam; streaming goes through one bulk endpoint, which is what
//! USB/IP carries well. Numbers in comments are chapters of "Universal Serial Bus Device Class Definition for Video
//! Devices", revision 1.0a.

use crate::pictures::Fourcc;

/// The endpoint that frames come from.
pub const ENDPOINT: u8 = 0x81;
const CONTROL: u8 = 0;
const STREAMING: u8 = 1;

/// A format that the camera offers, and the frames that it plays.
#[derive(Debug, Clone)]
pub struct Format {
    pub fourcc: Fourcc,
    pub width: u16,
    pub height: u16,
    pub frames: Vec<Vec<u8>>,
}

impl Format {
    /// The longest frame, bytes. Of JPEG more is announced than comes, as cameras do.
    pub fn longest(&self) -> u32 {
        let raw = u32::from(self.width) * u32::from(self.height) * 2;
        let played = self.frames.iter().map(Vec::len).max().unwrap_or_default();
        match self.fourcc {
            Fourcc::Mjpg => raw.max(u32::try_from(played).unwrap_or(raw)),
            _ => u32::try_from(played).unwrap_or(raw),
        }
    }
}

/// A camera as one would describe it in a shop.
#[derive(Debug, Clone)]
pub struct Model {
    pub name: &'static str,
    pub formats: Vec<Format>,
    /// Frames a second, as fractions.
    pub rates: Vec<(u32, u32)>,
}

impl Model {
    /// The intervals between frames, 100 ns.
    fn intervals(&self) -> impl Iterator<Item = u32> {
        self.rates.iter().map(|(n, d)| 10_000_000 / n * d)
    }

    /// 3.9: everything about configuration, interfaces, formats and endpoint.
    pub fn configuration(&self) -> Vec<u8> {
        let mut out = vec![9, 2, 0, 0, 2, 1, 0, 0x80, 250];
        // Interface association: both interfaces are one video function.
        out.extend([8, 0x0b, 0, 2, 0x0e, 3, 0, 2]);
        out.extend([9, 4, CONTROL, 0, 0, 0x0e, 1, 0, 2]);
        // 3.7.2: header, a camera, and the terminal behind which the host is.
        let camera = [
            18, 0x24, 2, 1, 0x01, 0x02, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0,
        ];
        let host = [9, 0x24, 3, 2, 0x01, 0x01, 0, 1, 0];
        let length = 13 + camera.len() + host.len();
        out.extend([13, 0x24, 1, 0x00, 0x01]);
        out.extend(u16::try_from(length).unwrap().to_le_bytes());
        out.extend(48_000_000_u32.to_le_bytes());
        out.extend([1, STREAMING]);
        out.extend(camera);
        out.extend(host);
        out.extend([9, 4, STREAMING, 0, 1, 0x0e, 2, 0, 0]);
        out.extend(self.streaming());
        out.extend([7, 5, ENDPOINT, 2, 0, 2, 0]);
        let length = u16::try_from(out.len()).unwrap().to_le_bytes();
        out[2..4].copy_from_slice(&length);
        out
    }

    /// 3.9.2: the formats, one of one size each.
    fn streaming(&self) -> Vec<u8> {
        let count = u8::try_from(self.formats.len()).unwrap();
        let mut rest = Vec::new();
        for (format, number) in self.formats.iter().zip(1..) {
            rest.extend(format_descriptor(format.fourcc, number));
            rest.extend(self.frame_descriptor(format));
        }
        rest.extend([6, 0x24, 13, 1, 1, 4]);
        let length = u16::try_from(13 + self.formats.len() + rest.len()).unwrap();
        let mut out = vec![13 + count, 0x24, 1, count];
        out.extend(length.to_le_bytes());
        out.extend([ENDPOINT, 0, 2, 0, 0, 0, 1]);
        out.extend(self.formats.iter().map(|_| 0));
        out.extend(rest);
        out
    }

    fn frame_descriptor(&self, format: &Format) -> Vec<u8> {
        let rates = u8::try_from(self.rates.len()).unwrap();
        let kind = if format.fourcc == Fourcc::Mjpg { 7 } else { 5 };
        let mut out = vec![26 + 4 * rates, 0x24, kind, 1, 0];
        out.extend(format.width.to_le_bytes());
        out.extend(format.height.to_le_bytes());
        out.extend((format.longest() * 8).to_le_bytes());
        out.extend((format.longest() * 8 * 30).to_le_bytes());
        out.extend(format.longest().to_le_bytes());
        out.extend(self.intervals().next().unwrap_or(333_333).to_le_bytes());
        out.push(rates);
        out.extend(self.intervals().flat_map(u32::to_le_bytes));
        out
    }

    /// A string descriptor: maker, name, serial number.
    pub fn string(&self, index: u8) -> Option<Vec<u8>> {
        let text = match index {
            0 => return Some(vec![4, 3, 9, 4]),
            1 => "Countersign",
            2 => self.name,
            3 => "0001",
            _ => return None,
        };
        let mut out = vec![u8::try_from(2 + 2 * text.len()).ok()?, 3];
        out.extend(text.encode_utf16().flat_map(u16::to_le_bytes));
        Some(out)
    }

    /// 4.3.1.1: what the camera makes of what the host would like. A rate of zero is the first.
    pub fn agree(&self, format: u8, interval: u32) -> Agreed {
        let index = usize::from(format.max(1) - 1).min(self.formats.len() - 1);
        let first = self.intervals().next().unwrap_or(333_333);
        let nearest = self.intervals().min_by_key(|one| one.abs_diff(interval));
        Agreed {
            index,
            interval: if interval == 0 {
                first
            } else {
                nearest.unwrap_or(first)
            },
            longest: self.formats[index].longest(),
        }
    }
}

fn format_descriptor(fourcc: Fourcc, number: u8) -> Vec<u8> {
    let (code, bits) = match fourcc {
        Fourcc::Mjpg => return vec![11, 0x24, 6, number, 1, 1, 1, 0, 0, 0, 0],
        Fourcc::Yuyv => (b"YUY2", 16),
        Fourcc::Nv12 => (b"NV12", 12),
        Fourcc::Grey => (b"Y800", 8),
    };
    let mut out = vec![27, 0x24, 4, number, 1];
    out.extend(code);
    // The rest of the GUID is the same for all.
    out.extend(b"\x00\x00\x10\x00\x80\x00\x00\xaa\x00\x38\x9b\x71");
    out.extend([bits, 1, 0, 0, 0, 0]);
    out
}

/// The device descriptor: USB 2.0, a webcam.
pub const DEVICE: [u8; 18] = [
    18, 1, 0x00, 0x02, 0xef, 2, 1, 64, 0x6b, 0x1d, 0x02, 0x01, 0x00, 0x01, 1, 2, 3, 1,
];

/// What host and camera have agreed on.
#[derive(Debug, Clone, Copy)]
pub struct Agreed {
    /// Of the formats, from zero.
    pub index: usize,
    /// 100 ns
    pub interval: u32,
    /// bytes
    pub longest: u32,
}

impl Agreed {
    /// A frame and the two bytes before it go as one payload.
    pub fn payload(&self) -> u32 {
        self.longest + 2
    }

    /// The 26 bytes of 4.3.1.1.
    pub fn bytes(&self) -> Vec<u8> {
        let mut out = vec![1, 0, u8::try_from(self.index + 1).unwrap(), 1];
        out.extend(self.interval.to_le_bytes());
        out.extend([0; 10]);
        out.extend(self.longest.to_le_bytes());
        out.extend(self.payload().to_le_bytes());
        out
    }
}

/// A control request, as USB has it.
#[derive(Debug, Clone, Copy)]
pub struct Setup {
    pub kind: u8,
    pub request: u8,
    pub value: u16,
    pub index: u16,
}

/// What a control request leads to.
pub enum Answer {
    Bytes(Vec<u8>),
    /// The host has said how it wants the stream; true when it begins.
    Wanted {
        format: u8,
        interval: u32,
        begin: bool,
    },
    /// The host clears the endpoint: that is how a bulk stream ends.
    Cleared,
    /// We do not know it.
    Stall,
}

/// Answers a control request; `input` is what the host sends with it.
pub fn answer(model: &Model, agreed: &Agreed, setup: Setup, input: &[u8]) -> Answer {
    let Setup {
        kind,
        request,
        value,
        index,
    } = setup;
    let (selector, unit) = ((value >> 8) as u8, (index >> 8) as u8);
    if kind & 0x60 == 0 {
        return match (request, selector) {
            (6, 1) => Answer::Bytes(DEVICE.to_vec()),
            (6, 2) => Answer::Bytes(model.configuration()),
            (6, 3) => model
                .string(value as u8)
                .map_or(Answer::Stall, Answer::Bytes),
            (0, _) => Answer::Bytes(vec![0, 0]),
            (8, _) => Answer::Bytes(vec![1]),
            (10, _) => Answer::Bytes(vec![0]),
            (1, _) => Answer::Cleared,
            (3 | 9 | 11, _) => Answer::Bytes(Vec::new()),
            _ => Answer::Stall,
        };
    }
    let streaming = index as u8 == STREAMING && (selector == 1 || selector == 2);
    match (streaming, request) {
        (true, 0x01) => match input {
            [_, _, format, _, a, b, c, d, ..] => Answer::Wanted {
                format: *format,
                interval: u32::from_le_bytes([*a, *b, *c, *d]),
                begin: selector == 2,
            },
            _ => Answer::Stall,
        },
        (true, 0x81 | 0x82 | 0x83 | 0x87) => Answer::Bytes(agreed.bytes()),
        (true, 0x85) => Answer::Bytes(vec![26, 0]),
        (true, 0x86) => Answer::Bytes(vec![3]),
        // 4.2.1.2: the last error; "invalid control" is what we refuse for.
        (false, _) if unit == 0 && selector == 2 => Answer::Bytes(vec![6]),
        _ => Answer::Stall,
    }
}
