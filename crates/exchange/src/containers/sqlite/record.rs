//! One row as it is stored (§2 of the file format).

use zeroize::Zeroizing;

use super::pages::varint;
use crate::containers::{Bytes, ContainerError};

/// How a database stores its texts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Encoding {
    Utf8,
    Utf16Le,
    Utf16Be,
}

/// The value of one column of one row.
pub(crate) enum Value {
    /// Nothing.
    Null,
    /// A whole number.
    Integer(i64),
    /// A number with a fraction.
    Real(f64),
    /// A text.
    Text(Zeroizing<String>),
    /// Bytes, or a text that is not in the encoding of the database. Nobody wants them.
    Blob,
}

impl Value {
    /// The text, when it is one.
    pub(crate) fn text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The whole number, when it is one; also one that is written as a text, or with an empty fraction.
    pub(crate) fn integer(&self) -> Option<i64> {
        match self {
            Value::Integer(number) => Some(*number),
            Value::Text(text) => text.trim().parse().ok(),
            #[expect(
                clippy::cast_possible_truncation,
                reason = "checked to be whole and small"
            )]
            Value::Real(number) if number.fract() == 0.0 && number.abs() < 1e15 => {
                Some(*number as i64)
            }
            _ => None,
        }
    }

    /// Whether there is nothing.
    pub(crate) fn is_null(&self) -> bool {
        matches!(self, Value::Null)
    }
}

/// The most columns of a row; SQLite itself allows 32767, no authenticator has more than thirty.
const MAX_COLUMNS: usize = 2000;

/// The values of a row.
pub(super) fn read(payload: &[u8], encoding: Encoding) -> Result<Vec<Value>, ContainerError> {
    const HEADER: ContainerError = ContainerError::Corrupt("the header of a row");
    let mut start = Bytes::new(payload, "a row is cut off");
    let header = usize::try_from(varint(&mut start)?).map_err(|_| HEADER)?;
    let (types, body) = payload.split_at_checked(header).ok_or(HEADER)?;
    let mut types = Bytes::new(types, "the header of a row is cut off");
    varint(&mut types)?;
    let mut body = Bytes::new(body, "a row is cut off");
    let mut values = Vec::new();
    while !types.rest().is_empty() {
        if values.len() == MAX_COLUMNS {
            return Err(ContainerError::TooLarge);
        }
        values.push(value(varint(&mut types)?, &mut body, encoding)?);
    }
    Ok(values)
}

fn value(kind: i64, body: &mut Bytes<'_>, encoding: Encoding) -> Result<Value, ContainerError> {
    let bytes = match kind {
        1..=4 => usize::try_from(kind).unwrap_or(0),
        5 => 6,
        6 => 8,
        0 => return Ok(Value::Null),
        7 => return Ok(Value::Real(f64::from_be_bytes(body.array()?))),
        8 => return Ok(Value::Integer(0)),
        9 => return Ok(Value::Integer(1)),
        12.. => {
            let length = usize::try_from((kind - 12) / 2)
                .map_err(|_| ContainerError::Corrupt("the length of a value"))?;
            let bytes = body.take(length)?;
            return Ok(if kind % 2 == 1 {
                text(bytes, encoding)
            } else {
                Value::Blob
            });
        }
        _ => return Err(ContainerError::Corrupt("the type of a value")),
    };
    let mut number: i64 = 0;
    for (at, byte) in body.take(bytes)?.iter().enumerate() {
        number = if at == 0 {
            i64::from(byte.cast_signed())
        } else {
            number << 8 | i64::from(*byte)
        };
    }
    Ok(Value::Integer(number))
}

fn text(bytes: &[u8], encoding: Encoding) -> Value {
    let unit = |pair: &[u8]| -> u16 {
        let pair = [pair[0], pair[1]];
        if encoding == Encoding::Utf16Le {
            u16::from_le_bytes(pair)
        } else {
            u16::from_be_bytes(pair)
        }
    };
    let text = if encoding == Encoding::Utf8 {
        std::str::from_utf8(bytes).ok().map(str::to_owned)
    } else if bytes.len().is_multiple_of(2) {
        char::decode_utf16(bytes.chunks_exact(2).map(unit))
            .collect::<Result<String, _>>()
            .ok()
    } else {
        None
    };
    match text {
        Some(text) => Value::Text(Zeroizing::new(text)),
        None => Value::Blob,
    }
}
