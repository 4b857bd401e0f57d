//! A JSON value that is wiped, and how readers look into it.

use std::ops::Deref;

use serde_json::Value;
use zeroize::Zeroize as _;

/// A JSON document. Its texts are wiped when it is dropped: most of them are secrets.
pub(crate) struct Json(Value);

impl Json {
    /// Takes a parsed value over.
    pub(crate) fn new(value: Value) -> Json {
        Json(value)
    }
}

impl Deref for Json {
    type Target = Value;

    fn deref(&self) -> &Value {
        &self.0
    }
}

impl Drop for Json {
    fn drop(&mut self) {
        wipe(&mut self.0);
    }
}

/// Wipes every text. Depth is bounded by the parser.
fn wipe(value: &mut Value) {
    match value {
        Value::String(text) => text.zeroize(),
        Value::Array(values) => values.iter_mut().for_each(wipe),
        Value::Object(map) => map.values_mut().for_each(wipe),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// A number as exports write it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Number {
    /// Not there, `null`, or an empty text: its default counts.
    Absent,
    /// A whole number that is not negative; `"6"` and `6.0` are 6.
    Whole(u64),
    /// Anything else.
    Odd,
}

impl Number {
    /// The number of a field.
    pub(crate) fn of(value: Option<&Value>) -> Number {
        match value {
            None | Some(Value::Null) => Number::Absent,
            Some(Value::Number(number)) => match (number.as_u64(), number.as_f64()) {
                (Some(whole), _) => Number::Whole(whole),
                // Beyond 2^53 a float is no longer a whole number that somebody meant.
                (None, Some(float)) if float.fract() == 0.0 && (0.0..9e15).contains(&float) => {
                    Number::Whole(float as u64)
                }
                _ => Number::Odd,
            },
            Some(Value::String(text)) => Number::of_text(text),
            Some(_) => Number::Odd,
        }
    }

    /// The number that a text says.
    pub(crate) fn of_text(text: &str) -> Number {
        let text = text.trim();
        if text.is_empty() || text == "null" {
            return Number::Absent;
        }
        let whole = text.strip_suffix(".0").unwrap_or(text);
        if whole.is_empty() || !whole.bytes().all(|byte| byte.is_ascii_digit()) {
            return Number::Odd;
        }
        whole.parse().map_or(Number::Odd, Number::Whole)
    }
}

/// What readers ask of a JSON object.
pub(crate) trait Look {
    /// A text; `None` where it is not there, `null`, or no text.
    fn text(&self, name: &str) -> Option<&str>;
    /// A text, empty where there is none.
    fn words(&self, name: &str) -> &str {
        self.text(name).unwrap_or("")
    }
    /// A number.
    fn number(&self, name: &str) -> Number;
    /// The values of an array; none where there is no array.
    fn list(&self, name: &str) -> &[Value];
    /// `true`, `"true"` or 1.
    fn flag(&self, name: &str) -> bool;
    /// Whether all these fields are there, whatever they hold.
    fn has_all(&self, names: &[&str]) -> bool;
}

impl Look for Value {
    fn text(&self, name: &str) -> Option<&str> {
        self.get(name).and_then(Value::as_str)
    }

    fn number(&self, name: &str) -> Number {
        Number::of(self.get(name))
    }

    fn list(&self, name: &str) -> &[Value] {
        self.get(name)
            .and_then(Value::as_array)
            .map_or(&[], Vec::as_slice)
    }

    fn flag(&self, name: &str) -> bool {
        match self.get(name) {
            Some(Value::Bool(flag)) => *flag,
            Some(Value::String(text)) => text.eq_ignore_ascii_case("true"),
            Some(Value::Number(number)) => number.as_u64() == Some(1),
            _ => false,
        }
    }

    fn has_all(&self, names: &[&str]) -> bool {
        names.iter().all(|name| self.get(name).is_some())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_whole_or_odd() {
        let number = |text: &str| Number::of(Some(&serde_json::from_str(text).unwrap()));
        for (text, expected) in [
            ("6", Number::Whole(6)),
            ("6.0", Number::Whole(6)),
            ("\"6\"", Number::Whole(6)),
            ("\" 6.0 \"", Number::Whole(6)),
            ("null", Number::Absent),
            ("\"\"", Number::Absent),
            ("6.5", Number::Odd),
            ("-6", Number::Odd),
            ("\"-6\"", Number::Odd),
            ("\"+6\"", Number::Odd),
            ("\"٦\"", Number::Odd),
            ("1e300", Number::Odd),
            ("true", Number::Odd),
            ("[6]", Number::Odd),
        ] {
            assert_eq!(number(text), expected, "{text}");
        }
    }
}
