//! Pages and the B-tree of a table.

use std::collections::HashMap;

use super::record::Encoding;
use super::{MAGIC, Payload};
use crate::containers::{Bytes, ContainerError};

const CUT: ContainerError = ContainerError::Corrupt("a page of the database is cut off");
const TREE: ContainerError = ContainerError::Corrupt("the tree of a table does not hold together");

/// The pages of a database, those of its write-ahead log before those of the file.
pub(super) struct Pages<'a> {
    file: &'a [u8],
    newer: HashMap<u32, &'a [u8]>,
    size: usize,
    usable: usize,
}

/// A row: its number and its payload.
type Take<'t> = dyn FnMut(i64, &[u8]) -> Result<(), ContainerError> + 't;

impl<'a> Pages<'a> {
    pub(super) fn new(file: &'a [u8], wal: Option<&'a [u8]>) -> Result<Self, ContainerError> {
        let mut header = Bytes::new(file, "the database ends in its header");
        if header.array()? != *MAGIC {
            return Err(ContainerError::Corrupt("this is no SQLite database"));
        }
        let size = match header.u16_be()? {
            1 => 65_536,
            size => usize::from(size),
        };
        header.take(2)?;
        let reserved = usize::from(header.byte()?);
        if !size.is_power_of_two() || size < 512 || size - reserved < 480 {
            return Err(ContainerError::Corrupt("the page size of the database"));
        }
        header.take(3)?;
        let changes = header.u32_be()?;
        let count = header.u32_be()?;
        let mut rest = Bytes::new(
            file.get(92..).unwrap_or_default(),
            "the database is cut off",
        );
        let counted_at = rest.u32_be()?;
        let newer = match wal {
            Some(wal) => newer_pages(wal, size)?,
            None => HashMap::new(),
        };
        // The count is only to be believed where the same write set both (§1.3.7).
        let there = file.len() / size;
        if newer.is_empty() && changes == counted_at && there < count as usize {
            return Err(ContainerError::Corrupt("the database is cut off"));
        }
        Ok(Pages {
            file,
            newer,
            size,
            usable: size - reserved,
        })
    }

    /// How texts are stored.
    pub(super) fn encoding(&self) -> Result<Encoding, ContainerError> {
        let mut header = Bytes::new(self.page(1)?.get(56..).unwrap_or_default(), "cut off");
        match header.u32_be()? {
            0 | 1 => Ok(Encoding::Utf8),
            2 => Ok(Encoding::Utf16Le),
            3 => Ok(Encoding::Utf16Be),
            _ => Err(ContainerError::Corrupt("the encoding of the database")),
        }
    }

    /// A page, counted from 1.
    fn page(&self, number: u32) -> Result<&'a [u8], ContainerError> {
        if let Some(page) = self.newer.get(&number) {
            return Ok(page);
        }
        let start = (number as usize)
            .checked_sub(1)
            .and_then(|before| before.checked_mul(self.size))
            .ok_or(CUT)?;
        self.file
            .get(start..)
            .and_then(|rest| rest.get(..self.size))
            .ok_or(CUT)
    }

    fn count(&self) -> usize {
        let newest = self.newer.keys().copied().max().unwrap_or(0) as usize;
        (self.file.len() / self.size).max(newest)
    }

    /// Hands over every row below a root, in the order of the tree. No page is visited twice, so that a tree that
    /// bites its tail ends.
    pub(super) fn walk(&self, root: u32, take: &mut Take<'_>) -> Result<(), ContainerError> {
        let mut visited = Visited {
            pages: vec![false; self.count() + 1],
            bytes: self.count() * self.size,
        };
        let mut ahead = vec![root];
        while let Some(number) = ahead.pop() {
            visited.enter(number)?;
            let page = self.page(number)?;
            let start = if number == 1 { 100 } else { 0 };
            let mut header = Bytes::new(page.get(start..).ok_or(TREE)?, "a page is cut off");
            let kind = header.byte()?;
            header.take(2)?;
            let cells = usize::from(header.u16_be()?);
            header.take(3)?;
            match kind {
                0x05 => {
                    let last = header.u32_be()?;
                    let mut children = Vec::with_capacity(cells + 1);
                    for _ in 0..cells {
                        let at = usize::from(header.u16_be()?);
                        let mut cell = Bytes::new(page.get(at..).ok_or(TREE)?, "a cell is cut off");
                        children.push(cell.u32_be()?);
                    }
                    children.push(last);
                    ahead.extend(children.iter().rev());
                    if ahead.len() > visited.pages.len() {
                        return Err(TREE);
                    }
                }
                0x0d => {
                    for _ in 0..cells {
                        let at = usize::from(header.u16_be()?);
                        let cell = page.get(at..self.usable).ok_or(TREE)?;
                        let (rowid, payload) = self.cell(cell, &mut visited)?;
                        take(rowid, &payload)?;
                    }
                }
                _ => return Err(TREE),
            }
        }
        Ok(())
    }

    /// The row of a leaf's cell, put together with its overflow pages (§1.6).
    fn cell(&self, cell: &[u8], visited: &mut Visited) -> Result<(i64, Payload), ContainerError> {
        let mut cell = Bytes::new(cell, "a cell is cut off");
        let length = usize::try_from(varint(&mut cell)?).map_err(|_| TREE)?;
        let rowid = varint(&mut cell)?;
        visited.spend(length)?;
        let usable = self.usable;
        let most = usable - 35;
        let local = if length <= most {
            length
        } else {
            let least = (usable - 12) * 32 / 255 - 23;
            let fitting = least + (length - least) % (usable - 4);
            if fitting <= most { fitting } else { least }
        };
        let mut payload = Payload::new(Vec::with_capacity(length));
        payload.extend_from_slice(cell.take(local)?);
        if local < length {
            let mut next = cell.u32_be()?;
            while payload.len() < length {
                visited.enter(next)?;
                let mut page = Bytes::new(self.page(next)?, "an overflow page is cut off");
                next = page.u32_be()?;
                let count = (length - payload.len()).min(usable - 4);
                payload.extend_from_slice(page.take(count)?);
            }
        }
        Ok((rowid, payload))
    }
}

/// Which pages were visited, and how many bytes of rows may still come: cells do not overlap, so that all of them
/// together are never more than the database.
struct Visited {
    pages: Vec<bool>,
    bytes: usize,
}

impl Visited {
    fn enter(&mut self, page: u32) -> Result<(), ContainerError> {
        match self.pages.get_mut(page as usize) {
            Some(seen @ false) if page > 0 => {
                *seen = true;
                Ok(())
            }
            Some(true) => Err(TREE),
            _ => Err(CUT),
        }
    }

    /// A cell has its payload, two bytes of its own at least, and two of its pointer.
    fn spend(&mut self, payload: usize) -> Result<(), ContainerError> {
        let cell = payload.saturating_add(4);
        self.bytes = self.bytes.checked_sub(cell).ok_or(TREE)?;
        Ok(())
    }
}

/// A number of one to nine bytes, seven bits each, the ninth whole (§1.6).
pub(super) fn varint(bytes: &mut Bytes<'_>) -> Result<i64, ContainerError> {
    let mut value: u64 = 0;
    for _ in 0..8 {
        let byte = bytes.byte()?;
        value = value << 7 | u64::from(byte & 0x7f);
        if byte < 0x80 {
            return Ok(value.cast_signed());
        }
    }
    value = value << 8 | u64::from(bytes.byte()?);
    Ok(value.cast_signed())
}

/// The pages of the write-ahead log up to its last whole commit (§4). A frame with other salts or a wrong checksum
/// is where an older log ends: what is after it is not of this database.
fn newer_pages(wal: &[u8], size: usize) -> Result<HashMap<u32, &[u8]>, ContainerError> {
    let mut header = Bytes::new(wal, "the write-ahead log ends in its header");
    let little = header.u32_be()? & 1 == 0;
    header.take(4)?;
    if header.u32_be()? as usize != size {
        return Err(ContainerError::Corrupt(
            "the write-ahead log is of another database",
        ));
    }
    header.take(4)?;
    let salts: [u8; 8] = header.array()?;
    let mut sum = checksum((0, 0), wal.get(..24).unwrap_or_default(), little);
    let mut pages = HashMap::new();
    if sum != (header.u32_be()?, header.u32_be()?) {
        return Ok(pages); // As SQLite does: a log without a whole header is an empty one.
    }
    let mut uncommitted = Vec::new();
    for frame in header.rest().chunks_exact(24 + size) {
        let mut head = Bytes::new(frame, "a frame is cut off");
        let number = head.u32_be()?;
        let commit = head.u32_be()? != 0;
        let same = head.array::<8>()? == salts;
        let expected = (head.u32_be()?, head.u32_be()?);
        let page = head.rest();
        sum = checksum(sum, frame.get(..8).unwrap_or_default(), little);
        sum = checksum(sum, page, little);
        if !same || sum != expected || number == 0 || number > 1 << 22 {
            break;
        }
        uncommitted.push((number, page));
        if commit {
            pages.extend(uncommitted.drain(..));
        }
    }
    Ok(pages)
}

fn checksum(start: (u32, u32), bytes: &[u8], little: bool) -> (u32, u32) {
    let (mut one, mut two) = start;
    let word = |bytes: &[u8]| -> u32 {
        let bytes = bytes.try_into().unwrap_or([0; 4]);
        if little {
            u32::from_le_bytes(bytes)
        } else {
            u32::from_be_bytes(bytes)
        }
    };
    for pair in bytes.chunks_exact(8) {
        one = one.wrapping_add(word(&pair[..4])).wrapping_add(two);
        two = two.wrapping_add(word(&pair[4..])).wrapping_add(one);
    }
    (one, two)
}
