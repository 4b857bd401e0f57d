//! PipeWire's way to write formats: SPA pods, `size: u32, type: u32, body`, padded to eight bytes, in the machine's order.
//!
//! Only what a camera's format needs. Numbers are those of the headers `spa/utils/type.h`, `spa/param/format.h` and
//! `spa/param/video/raw.h`, which are part of PipeWire's stable interface.

use super::super::format::Pixels;

const ID: u32 = 3;
const RECTANGLE: u32 = 10;
const FRACTION: u32 = 11;
const OBJECT: u32 = 15;
const CHOICE: u32 = 19;

const RANGE: u32 = 1;
const ENUM: u32 = 3;

const FORMAT: u32 = 0x4_0003;
const ENUM_FORMAT: u32 = 3;

const MEDIA_TYPE: u32 = 1;
const MEDIA_SUBTYPE: u32 = 2;
const VIDEO_FORMAT: u32 = 0x2_0001;
const VIDEO_SIZE: u32 = 0x2_0003;
const VIDEO_RATE: u32 = 0x2_0004;

const VIDEO: u32 = 2;
const RAW: u32 = 1;
const MJPG: u32 = 0x2_0002;

/// Raw formats that we read, best first. I420 begins with its luma as NV12 does.
const FORMATS: [(u32, Pixels); 6] = [
    (4, Pixels::Yuyv),
    (23, Pixels::Nv12),
    (2, Pixels::Nv12),
    (25, Pixels::Grey),
    (15, Pixels::Rgb),
    (16, Pixels::Bgr),
];

/// What a stream has agreed on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Agreed {
    pub(super) pixels: Pixels,
    /// px
    pub(super) width: u32,
    /// px
    pub(super) height: u32,
}

fn pod(kind: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(body.len()).unwrap_or(u32::MAX);
    let mut out = words(&[length, kind]);
    out.extend(body);
    out.resize(out.len().next_multiple_of(8), 0);
    out
}

fn words(words: &[u32]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_ne_bytes()).collect()
}

/// The default comes first.
fn choice(how: u32, kind: u32, size: u32, values: &[u32]) -> Vec<u8> {
    let body = [words(&[how, 0, size, kind]), words(values)].concat();
    pod(CHOICE, &body)
}

fn object(properties: &[(u32, Vec<u8>)]) -> Vec<u8> {
    let mut body = words(&[FORMAT, ENUM_FORMAT]);
    for (key, value) in properties {
        body.extend(words(&[*key, 0]));
        body.extend(value);
    }
    pod(OBJECT, &body)
}

/// What we can read, as two offers: raw, near to what is best for reading codes, and JPEG.
pub(super) fn offers() -> [Vec<u8>; 2] {
    let size = choice(RANGE, RECTANGLE, 8, &[1280, 720, 1, 1, 4096, 4096]);
    let rate = choice(RANGE, FRACTION, 8, &[30, 1, 0, 1, 1000, 1]);
    let mut raw = vec![FORMATS[0].0];
    raw.extend(FORMATS.map(|(number, _)| number));
    let id = |number| pod(ID, &words(&[number]));
    [
        object(&[
            (MEDIA_TYPE, id(VIDEO)),
            (MEDIA_SUBTYPE, id(RAW)),
            (VIDEO_FORMAT, choice(ENUM, ID, 4, &raw)),
            (VIDEO_SIZE, size.clone()),
            (VIDEO_RATE, rate.clone()),
        ]),
        object(&[
            (MEDIA_TYPE, id(VIDEO)),
            (MEDIA_SUBTYPE, id(MJPG)),
            (VIDEO_SIZE, size),
            (VIDEO_RATE, rate),
        ]),
    ]
}

/// What a stream's format says; `None` when that is nothing that was offered.
pub(super) fn agreed(bytes: &[u8]) -> Option<Agreed> {
    let (kind, body) = split(bytes)?;
    if kind != OBJECT || word(body, 0)? != FORMAT {
        return None;
    }
    let mut rest = body.get(8..)?;
    let (mut subtype, mut format, mut size) = (None, None, None);
    while let (Some(key), Some(value)) = (word(rest, 0), rest.get(8..)) {
        let Some((_, inner)) = split(value) else {
            break;
        };
        let first = first(value)?;
        match key {
            MEDIA_SUBTYPE => subtype = word(first, 0),
            VIDEO_FORMAT => format = word(first, 0),
            VIDEO_SIZE => size = word(first, 0).zip(word(first, 4)),
            _ => {}
        }
        let length = (8 + inner.len()).next_multiple_of(8);
        rest = value.get(length..).unwrap_or_default();
    }
    let pixels = match subtype? {
        MJPG => Pixels::Mjpeg,
        RAW => {
            FORMATS
                .iter()
                .find(|(number, _)| Some(*number) == format)?
                .1
        }
        _ => return None,
    };
    let (width, height) = size?;
    Some(Agreed {
        pixels,
        width,
        height,
    })
}

/// A pod's type and body.
fn split(bytes: &[u8]) -> Option<(u32, &[u8])> {
    let length = word(bytes, 0)? as usize;
    Some((word(bytes, 4)?, bytes.get(8..8 + length)?))
}

/// The body of a value, of a choice's first one.
fn first(bytes: &[u8]) -> Option<&[u8]> {
    match split(bytes)? {
        (CHOICE, body) => body.get(16..),
        (_, body) => Some(body),
    }
}

fn word(bytes: &[u8], at: usize) -> Option<u32> {
    let four = bytes.get(at..at + 4)?;
    Some(u32::from_ne_bytes(four.try_into().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_offered_can_be_read_back() {
        let [raw, jpeg] = offers();
        let size = |pixels| Agreed {
            pixels,
            width: 1280,
            height: 720,
        };
        assert_eq!(agreed(&raw), Some(size(Pixels::Yuyv)));
        assert_eq!(agreed(&jpeg), Some(size(Pixels::Mjpeg)));
        assert!(raw.len().is_multiple_of(8) && jpeg.len().is_multiple_of(8));
    }

    #[test]
    fn a_fixed_format_is_read_and_cut_ones_are_not() {
        let id = |number| pod(ID, &words(&[number]));
        let fixed = object(&[
            (MEDIA_TYPE, id(VIDEO)),
            (MEDIA_SUBTYPE, id(RAW)),
            (VIDEO_FORMAT, id(23)),
            (VIDEO_SIZE, pod(RECTANGLE, &words(&[640, 480]))),
        ]);
        let wanted = Agreed {
            pixels: Pixels::Nv12,
            width: 640,
            height: 480,
        };
        assert_eq!(agreed(&fixed), Some(wanted));
        for end in 0..fixed.len() - 8 {
            assert_eq!(agreed(&fixed[..end]), None, "{end}");
        }
        let unknown = object(&[(MEDIA_SUBTYPE, id(RAW)), (VIDEO_FORMAT, id(99))]);
        assert_eq!(agreed(&unknown), None);
    }
}
