//! A `HashMap<String, String>` as Java serialises it (Object Serialization Stream Protocol, §6), and nothing else: no
//! class is looked up, no other object is read.

use zeroize::Zeroizing;

use super::{Bytes, ContainerError, MAX_UNPACKED};

/// What every serialised object begins with: magic and version.
pub(crate) const MAGIC: &[u8; 4] = b"\xac\xed\x00\x05";
/// The most pairs of a map.
const MAX_PAIRS: usize = 100_000;

const NULL: u8 = 0x70;
const REFERENCE: u8 = 0x71;
const CLASS: u8 = 0x72;
const OBJECT: u8 = 0x73;
const STRING: u8 = 0x74;
const BLOCK: u8 = 0x77;
const END_OF_BLOCK: u8 = 0x78;
const LONG_STRING: u8 = 0x7c;
/// Handles are counted from here (§6.4.2).
const FIRST_HANDLE: u32 = 0x007e_0000;

/// The pairs of a map, in the order of the file.
pub(crate) type Pairs = Vec<(Zeroizing<String>, Zeroizing<String>)>;

/// Whether the bytes are a serialised object that is a `HashMap`.
pub(crate) fn is_hash_map(bytes: &[u8]) -> bool {
    bytes.starts_with(b"\xac\xed\x00\x05\x73\x72\x00\x11java.util.HashMap")
}

/// Reads the map. A last end mark that is missing is not missed: everything of the map is before it.
pub(crate) fn hash_map(bytes: &[u8]) -> Result<Pairs, ContainerError> {
    const OTHER: ContainerError = ContainerError::Corrupt("the object is not a map of texts");
    let mut stream = Stream {
        bytes: Bytes::new(bytes, "the map is cut off"),
        texts: Vec::new(),
        handles: 0,
        left: MAX_UNPACKED,
    };
    let bytes = &mut stream.bytes;
    if bytes.array()? != *MAGIC || bytes.array()? != [OBJECT, CLASS] {
        return Err(OTHER);
    }
    let length = usize::from(bytes.u16_be()?);
    if bytes.take(length)? != b"java.util.HashMap" {
        return Err(OTHER);
    }
    // The class's serial number, its flags (serialisable, with data of its own), its fields: all primitive.
    bytes.take(8)?;
    if bytes.byte()? != 0x03 {
        return Err(OTHER);
    }
    let mut of_fields = 0;
    for _ in 0..bytes.u16_be()? {
        of_fields += match bytes.byte()? {
            b'I' | b'F' => 4,
            b'J' | b'D' => 8,
            b'S' | b'C' => 2,
            b'B' | b'Z' => 1,
            _ => return Err(OTHER),
        };
        let length = usize::from(bytes.u16_be()?);
        bytes.take(length)?;
    }
    if bytes.array()? != [END_OF_BLOCK, NULL] {
        return Err(OTHER);
    }
    bytes.take(of_fields)?;
    if bytes.array()? != [BLOCK, 8] {
        return Err(OTHER);
    }
    bytes.take(4)?; // How many buckets it had.
    let count = bytes.u32_be()? as usize;
    if count > MAX_PAIRS {
        return Err(ContainerError::TooLarge);
    }
    // The class and the map itself have the first two handles.
    stream.handles = 2;
    let mut pairs = Vec::new();
    for _ in 0..count {
        let key = stream.text()?.ok_or(OTHER)?;
        // A value may be null: such a pair says nothing.
        if let Some(value) = stream.text()? {
            pairs.push((key, value));
        }
    }
    Ok(pairs)
}

struct Stream<'a> {
    bytes: Bytes<'a>,
    /// The texts so far, by handle: a text that comes again is written as a reference to the first.
    texts: Vec<(u32, &'a [u8])>,
    handles: u32,
    /// How many bytes of texts may still come: one long text can be referred to again and again.
    left: usize,
}

impl Stream<'_> {
    fn text(&mut self) -> Result<Option<Zeroizing<String>>, ContainerError> {
        const ODD: ContainerError =
            ContainerError::Corrupt("the map holds something else than texts");
        let raw = match self.bytes.byte()? {
            NULL => return Ok(None),
            REFERENCE => {
                let handle = self.bytes.u32_be()?.checked_sub(FIRST_HANDLE).ok_or(ODD)?;
                let at = self
                    .texts
                    .binary_search_by_key(&handle, |(handle, _)| *handle);
                self.texts[at.map_err(|_| ODD)?].1
            }
            kind @ (STRING | LONG_STRING) => {
                let length = if kind == STRING {
                    usize::from(self.bytes.u16_be()?)
                } else {
                    let length = u64::from_be_bytes(self.bytes.array()?);
                    usize::try_from(length).map_err(|_| ODD)?
                };
                let raw = self.bytes.take(length)?;
                self.texts.push((self.handles, raw));
                self.handles += 1;
                raw
            }
            _ => return Err(ODD),
        };
        self.left = self
            .left
            .checked_sub(raw.len())
            .ok_or(ContainerError::TooLarge)?;
        modified_utf8(raw).map(Some)
    }
}

/// Java's own UTF-8: zero as two bytes, and what is beyond U+FFFF as two surrogates of three bytes each.
fn modified_utf8(raw: &[u8]) -> Result<Zeroizing<String>, ContainerError> {
    if let Ok(text) = std::str::from_utf8(raw) {
        return Ok(Zeroizing::new(text.to_owned()));
    }
    let mut units: Zeroizing<Vec<u16>> = Zeroizing::new(Vec::with_capacity(raw.len()));
    let mut rest = raw;
    loop {
        let (unit, length) = match *rest {
            [] => break,
            [one @ 0..0x80, ..] => (u16::from(one), 1),
            [one @ 0xc0..0xe0, two @ 0x80..0xc0, ..] => {
                (u16::from(one & 0x1f) << 6 | u16::from(two & 0x3f), 2)
            }
            [one @ 0xe0..0xf0, two @ 0x80..0xc0, three @ 0x80..0xc0, ..] => {
                let high = u16::from(one & 0x0f) << 12 | u16::from(two & 0x3f) << 6;
                (high | u16::from(three & 0x3f), 3)
            }
            _ => return Err(ContainerError::BadEncoding),
        };
        units.push(unit);
        rest = &rest[length..];
    }
    String::from_utf16(&units)
        .map(Zeroizing::new)
        .map_err(|_| ContainerError::BadEncoding)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A map as Java writes it.
    fn map(pairs: &[u8], count: u32) -> Vec<u8> {
        let mut bytes = b"\xac\xed\x00\x05sr\x00\x11java.util.HashMap\x05\x07\xda\xc1\xc3\x16\x60\xd1\x03\x00\x02F\
                          \x00\nloadFactorI\x00\tthresholdxp\x3f\x40\0\0\0\0\0\x0cw\x08\0\0\0\x10"
            .to_vec();
        bytes.extend(count.to_be_bytes());
        bytes.extend(pairs);
        bytes
    }

    fn read(pairs: &[u8], count: u32) -> Result<Vec<(String, String)>, ContainerError> {
        let pairs = hash_map(&map(pairs, count))?;
        let plain = |(key, value): (Zeroizing<String>, Zeroizing<String>)| {
            (key.to_string(), value.to_string())
        };
        Ok(pairs.into_iter().map(plain).collect())
    }

    #[test]
    fn texts_references_and_nulls_are_read() {
        let pairs = b"t\0\x01at\0\x06\xed\xa0\xbd\xed\xb8\x80t\0\x01bq\0\x7e\0\x03t\0\x01cp|\0\0\0\0\0\0\0\x01dt\0\x02\xc0\x80x";
        let expected = [("a", "\u{1f600}"), ("b", "\u{1f600}"), ("d", "\0")]
            .map(|(key, value)| (key.to_owned(), value.to_owned()));
        assert_eq!(read(pairs, 4).expect("pairs"), expected);
        assert!(is_hash_map(&map(b"", 0)));
    }

    #[test]
    fn what_is_no_map_of_texts_is_refused() {
        for odd in [
            &b"sr"[..],
            b"t\0\x01a",
            b"t\0\x09a",
            b"q\0\x7e\0\x02t\0\x01a",
            b"q\0\0\0\x02t\0\x01a",
            b"|\xff\xff\xff\xff\xff\xff\xff\xff",
            b"pt\0\x01a",
            b"",
        ] {
            assert!(read(odd, 1).is_err(), "{odd:?}");
        }
        assert_eq!(
            read(b"t\0\x01\xfft\0\0", 1),
            Err(ContainerError::BadEncoding)
        );
        assert_eq!(read(b"", u32::MAX), Err(ContainerError::TooLarge));
        // One long text, and a thousand references to it.
        let mut again = b"t\0\x01a|\0\0\0\0\0\x10\0\0".to_vec();
        again.extend(vec![b'x'; 1 << 20]);
        for _ in 0..1000 {
            again.extend(b"q\0\x7e\0\x02q\0\x7e\0\x03");
        }
        assert_eq!(read(&again, 1001), Err(ContainerError::TooLarge));
        assert!(hash_map(b"\xac\xed\x00\x05sr\x00\x0ejava.util.Hash").is_err());
    }
}
