//! The XML of a database: groups, entries, fields. Dates, icons, attachments and all else is passed over, but for the
//! protected ones: their stream runs over every one of them.

use data_encoding::BASE64;
use zeroize::Zeroizing;

use super::Entry;
use super::payload::Stream;
use crate::containers::ContainerError;
use crate::containers::prefs::push;
use crate::containers::xml::{Piece, walk};

/// Groups in groups in groups: people keep ten at most.
const MAX_DEPTH: usize = 128;
/// The most entries, and the most groups.
const MAX_ENTRIES: usize = 100_000;
/// The most fields of one entry.
const MAX_FIELDS: usize = 1_000;

const ODD: ContainerError = ContainerError::Corrupt("the XML of the database");

/// The entries of a database, in the order of the document. In KDBX 3 the document repeats the digest of the header.
pub(super) fn read(
    xml: &[u8],
    stream: Stream,
    header_hash: Option<String>,
) -> Result<Vec<Entry>, ContainerError> {
    let mut tree = Tree {
        stream,
        header_hash,
        path: Vec::new(),
        text: Zeroizing::default(),
        protected: false,
        groups: Vec::new(),
        open_groups: Vec::new(),
        bin: String::new(),
        entries: Vec::new(),
        entry: None,
        nested: 0,
        key: String::new(),
    };
    walk(xml, MAX_DEPTH, &mut |piece| tree.piece(piece))?;
    Ok(tree.finished())
}

/// A group: the one above it, its name, its id.
struct Group {
    parent: Option<usize>,
    name: String,
    id: String,
}

struct Tree {
    stream: Stream,
    header_hash: Option<String>,
    /// The names of the open elements.
    path: Vec<String>,
    /// The text of the innermost one.
    text: Zeroizing<String>,
    protected: bool,
    groups: Vec<Group>,
    open_groups: Vec<usize>,
    bin: String,
    entries: Vec<(Option<usize>, Entry)>,
    entry: Option<Entry>,
    /// Elements `Entry` that are open; above 1 they are the history of the outermost.
    nested: usize,
    key: String,
}

impl Tree {
    fn piece(&mut self, piece: Piece<'_>) -> Result<(), ContainerError> {
        match piece {
            Piece::Start(name, attributes) => {
                if self.path.is_empty() && name != "KeePassFile" {
                    return Err(ODD);
                }
                self.path.push(name.to_owned());
                self.text = Zeroizing::default();
                self.protected = attributes
                    .iter()
                    .any(|(key, value)| key == "Protected" && value.eq_ignore_ascii_case("true"));
                self.start(name)
            }
            Piece::Text(text) => {
                push(&mut self.text, text);
                Ok(())
            }
            Piece::End => {
                let name = self.path.pop().unwrap_or_default();
                let result = self.end(&name);
                self.text = Zeroizing::default();
                self.protected = false;
                result
            }
        }
    }

    fn parent(&self) -> &str {
        self.path.last().map_or("", String::as_str)
    }

    fn start(&mut self, name: &str) -> Result<(), ContainerError> {
        match name {
            "Group" => {
                if self.groups.len() == MAX_ENTRIES {
                    return Err(ContainerError::TooLarge);
                }
                self.groups.push(Group {
                    parent: self.open_groups.last().copied(),
                    name: String::new(),
                    id: String::new(),
                });
                self.open_groups.push(self.groups.len() - 1);
            }
            "Entry" => {
                self.nested += 1;
                if self.nested == 1 {
                    if self.entries.len() == MAX_ENTRIES {
                        return Err(ContainerError::TooLarge);
                    }
                    self.entry = Some(Entry {
                        groups: Vec::new(),
                        in_bin: false,
                        fields: Vec::new(),
                    });
                }
            }
            "String" => self.key.clear(),
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str) -> Result<(), ContainerError> {
        let value = self.value()?;
        match (self.parent(), name) {
            ("Meta", "HeaderHash") => {
                let written = value.trim();
                if self
                    .header_hash
                    .as_deref()
                    .is_some_and(|hash| hash != written)
                {
                    return Err(ContainerError::Corrupt(
                        "the header of the database is damaged",
                    ));
                }
            }
            ("Meta", "RecycleBinUUID") => self.bin = value.trim().to_owned(),
            ("Group", "Name" | "UUID") => {
                let open = self.open_groups.last().copied();
                if let Some(group) = open.and_then(|at| self.groups.get_mut(at)) {
                    match name {
                        "Name" => group.name = value.trim().to_owned(),
                        _ => group.id = value.trim().to_owned(),
                    }
                }
            }
            ("String", "Key") => self.key = value.to_string(),
            ("String", "Value") if self.nested == 1 => {
                let key = std::mem::take(&mut self.key);
                if let Some(entry) = &mut self.entry {
                    if entry.fields.len() == MAX_FIELDS {
                        return Err(ContainerError::TooLarge);
                    }
                    entry.fields.push((key, value));
                }
            }
            (_, "Entry") => {
                self.nested = self.nested.saturating_sub(1);
                if self.nested == 0
                    && let Some(entry) = self.entry.take()
                {
                    self.entries.push((self.open_groups.last().copied(), entry));
                }
            }
            (_, "Group") => {
                self.open_groups.pop();
            }
            _ => {}
        }
        Ok(())
    }

    /// The text of the element that ends, in the clear.
    fn value(&mut self) -> Result<Zeroizing<String>, ContainerError> {
        let text = std::mem::take(&mut self.text);
        if !self.protected {
            return Ok(text);
        }
        let decoded = BASE64.decode(text.trim().as_bytes()).map_err(|_| ODD)?;
        let mut bytes = Zeroizing::new(decoded);
        self.stream.apply(&mut bytes);
        // An attachment is no text, and not wanted.
        let text = String::from_utf8(std::mem::take(&mut *bytes)).unwrap_or_default();
        Ok(Zeroizing::new(text))
    }

    /// Groups and bin are known only when the document has ended.
    fn finished(mut self) -> Vec<Entry> {
        let entries = std::mem::take(&mut self.entries);
        let placed = entries.into_iter().map(|(group, mut entry)| {
            let mut next = group;
            while let Some(group) = next.and_then(|at| self.groups.get(at)) {
                entry.in_bin |= !self.bin.is_empty() && group.id == self.bin;
                // The group that holds all is the database itself.
                if group.parent.is_some() {
                    entry.groups.insert(0, group.name.clone());
                }
                next = group.parent;
            }
            entry
        });
        placed.collect()
    }
}
