//! The columns of a table, from the statement that made it.

use zeroize::Zeroizing;

use super::record::Value;
use crate::containers::ContainerError;

/// A column: its name, and what stands for it in rows that are older than it.
#[derive(Debug)]
pub(super) struct Column {
    name: String,
    default: Option<String>,
    /// It is another name of the row's number (`INTEGER PRIMARY KEY`), and stored as nothing.
    pub(super) is_rowid: bool,
}

impl Column {
    /// Whether it has that name; SQLite knows no case there.
    pub(super) fn is(&self, name: &str) -> bool {
        self.name.eq_ignore_ascii_case(name)
    }

    /// Its default: a number, a text, or nothing. Expressions are not computed.
    pub(super) fn default_value(&self) -> Value {
        let Some(default) = &self.default else {
            return Value::Null;
        };
        if let Some(text) = default
            .strip_prefix('\'')
            .and_then(|t| t.strip_suffix('\''))
        {
            return Value::Text(Zeroizing::new(text.replace("''", "'")));
        }
        match default.parse() {
            Ok(number) => Value::Integer(number),
            Err(_) => Value::Null,
        }
    }
}

/// The columns that `CREATE TABLE name (…)` lists, in their order.
pub(super) fn columns(statement: &str) -> Result<Vec<Column>, ContainerError> {
    const ODD: ContainerError = ContainerError::Corrupt("the description of a table");
    if statement.len() > 1 << 20 {
        return Err(ContainerError::TooLarge);
    }
    let words = words(statement).ok_or(ODD)?;
    let open = words.iter().position(|word| *word == "(").ok_or(ODD)?;
    let mut columns = Vec::new();
    let mut depth = 0_usize;
    let mut piece: Vec<&str> = Vec::new();
    let mut words = words.iter().skip(open);
    for word in words.by_ref() {
        match *word {
            "(" => depth += 1,
            ")" => depth -= 1,
            _ => {}
        }
        if depth == 0 || (depth == 1 && *word == ",") {
            columns.extend(column(&piece));
            piece.clear();
        } else if !(depth == 1 && *word == "(" && piece.is_empty()) {
            piece.push(word);
        }
        if depth == 0 {
            break;
        }
    }
    let after: Vec<String> = words.map(|word| word.to_ascii_uppercase()).collect();
    if depth != 0 || columns.is_empty() {
        return Err(ODD);
    }
    if after.iter().any(|word| word == "WITHOUT") {
        // Such a table is stored as an index; no authenticator has one.
        return Err(ContainerError::Corrupt("a table without row numbers"));
    }
    Ok(columns)
}

/// The column that a piece between two commas describes; `None` for a constraint of the whole table.
fn column(piece: &[&str]) -> Option<Column> {
    let first = piece.first()?;
    let upper: Vec<String> = piece.iter().map(|word| word.to_ascii_uppercase()).collect();
    const CONSTRAINTS: [&str; 5] = ["CONSTRAINT", "PRIMARY", "UNIQUE", "CHECK", "FOREIGN"];
    if CONSTRAINTS.contains(&upper[0].as_str()) {
        return None;
    }
    let default = upper
        .iter()
        .position(|word| word == "DEFAULT")
        .and_then(|at| {
            let sign = match upper.get(at + 1).map(String::as_str) {
                Some("-") => "-",
                _ => "",
            };
            let value = piece.get(at + 1 + sign.len())?;
            Some(format!("{sign}{value}"))
        });
    let is_rowid = upper.get(1).is_some_and(|kind| kind == "INTEGER")
        && upper
            .windows(2)
            .any(|pair| pair[0] == "PRIMARY" && pair[1] == "KEY");
    Some(Column {
        name: unquoted(first),
        default,
        is_rowid,
    })
}

/// A name without its quotes: `"name"`, `` `name` ``, `[name]` and `'name'` are all in use.
fn unquoted(word: &str) -> String {
    let mut chars = word.chars();
    let close = match chars.next() {
        Some('[') => ']',
        Some(quote @ ('"' | '`' | '\'')) => quote,
        _ => return word.to_owned(),
    };
    let inner = chars.as_str();
    let inner = inner.strip_suffix(close).unwrap_or(inner);
    inner.replace(&format!("{close}{close}"), &close.to_string())
}

/// The statement in words, quoted names and texts whole, brackets and commas alone, comments left out. `None` when a
/// quote is not closed.
fn words(statement: &str) -> Option<Vec<&str>> {
    let bytes = statement.as_bytes();
    let mut words = Vec::new();
    let mut at = 0;
    while let Some(&byte) = bytes.get(at) {
        let start = at;
        match byte {
            b if b.is_ascii_whitespace() => {
                at += 1;
                continue;
            }
            b'-' if bytes.get(at + 1) == Some(&b'-') => {
                let rest = &statement[at..];
                at += rest.find('\n').unwrap_or(rest.len());
                continue;
            }
            b'/' if bytes.get(at + 1) == Some(&b'*') => {
                let rest = &statement[at + 2..];
                at += 2 + rest.find("*/").map_or(rest.len(), |end| end + 2);
                continue;
            }
            b'"' | b'`' | b'\'' | b'[' => {
                let close = if byte == b'[' { b']' } else { byte };
                at += 1;
                loop {
                    match bytes.get(at) {
                        None => return None,
                        Some(b) if *b == close && bytes.get(at + 1) == Some(&close) => at += 2,
                        Some(b) if *b == close => break,
                        Some(_) => at += 1,
                    }
                }
                at += 1;
            }
            b if is_word(b) => {
                while bytes.get(at).is_some_and(|b| is_word(*b)) {
                    at += 1;
                }
            }
            _ => at += 1,
        }
        words.push(&statement[start..at]);
    }
    Some(words)
}

/// A byte of a word: letters, digits, `_`, `.` and whatever is not ASCII.
fn is_word(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'.' | b'$') || byte >= 0x80
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_named_however_they_are_quoted() {
        let made = "CREATE TABLE [accounts] -- a ( comment\n (_id INTEGER PRIMARY KEY, \"e mail\" TEXT NOT NULL, \
                    `type` INTEGER DEFAULT -1, /* , */ 'it''s' VARCHAR(10, 2) DEFAULT 'a, ''b''', \
                    CHECK (type IN (0, 1)), PRIMARY KEY (_id, type))";
        let columns = columns(made).expect("columns");
        let names: Vec<&str> = columns.iter().map(|c| c.name.as_str()).collect();
        assert_eq!(names, ["_id", "e mail", "type", "it's"]);
        assert!(columns[0].is_rowid && !columns[2].is_rowid);
        assert!(matches!(columns[2].default_value(), Value::Integer(-1)));
        assert_eq!(columns[3].default_value().text(), Some("a, 'b'"));
        assert!(columns[1].default_value().is_null());
    }

    #[test]
    fn what_describes_no_table_is_refused() {
        for odd in [
            "",
            "CREATE TABLE t",
            "CREATE TABLE t (",
            "CREATE TABLE t ()",
            "CREATE TABLE t ('a)",
        ] {
            assert!(columns(odd).is_err(), "{odd}");
        }
        assert!(columns("CREATE TABLE t (a PRIMARY KEY) WITHOUT ROWID").is_err());
    }
}
