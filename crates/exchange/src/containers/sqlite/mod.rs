//! Rows of a table of a SQLite database that is in memory (<https://sqlite.org/fileformat2.html>).
//!
//! Read here and not by SQLite: an export of an authenticator is one small table, and what reads a stranger's file
//! beside secrets should be neither C nor an engine that runs the triggers, views and functions of that file. This
//! reads pages, follows one B-tree, and knows no SQL but the names of columns. Every page is visited once at most.

mod pages;
mod record;
mod schema;

use zeroize::Zeroizing;

use super::ContainerError;
use pages::Pages;
use record::Encoding;
use schema::Column;

pub(crate) use record::Value;

/// What every database begins with.
pub(crate) const MAGIC: &[u8; 16] = b"SQLite format 3\0";
/// What a write-ahead log begins with, but for the last bit.
const WAL_MAGIC: [u8; 3] = [0x37, 0x7f, 0x06];
/// The most rows that are read of a table.
const MAX_ROWS: usize = 100_000;

/// Whether the bytes begin as a database does.
pub(crate) fn is_database(bytes: &[u8]) -> bool {
    bytes.starts_with(MAGIC)
}

/// Whether the bytes begin as a write-ahead log does: the file `…-wal` beside a database.
pub(crate) fn is_wal(bytes: &[u8]) -> bool {
    bytes.starts_with(&WAL_MAGIC) && matches!(bytes.get(3), Some(0x82 | 0x83))
}

/// A database, its tables listed and nothing else read.
pub(crate) struct Database<'a> {
    pages: Pages<'a>,
    encoding: Encoding,
    tables: Vec<Table>,
}

/// A table, found.
struct Table {
    name: String,
    root: u32,
    columns: Result<Vec<Column>, ContainerError>,
}

/// One row of a table.
pub(crate) struct Row<'t> {
    columns: &'t [Column],
    values: Vec<Value>,
}

impl<'a> Database<'a> {
    /// Opens a database. `wal` is its write-ahead log, where it was handed in too: what the program had not yet
    /// moved into the database stands there.
    pub(crate) fn open(bytes: &'a [u8], wal: Option<&'a [u8]>) -> Result<Self, ContainerError> {
        let pages = Pages::new(bytes, wal)?;
        let encoding = pages.encoding()?;
        let mut tables = Vec::new();
        pages.walk(1, &mut |_, payload| {
            let values = record::read(payload, encoding)?;
            let text = |at: usize| values.get(at).and_then(Value::text).unwrap_or("");
            if text(0) == "table" && tables.len() < 1000 {
                let root = values.get(3).and_then(Value::integer).unwrap_or(0);
                tables.push(Table {
                    name: text(1).to_owned(),
                    root: u32::try_from(root).unwrap_or(0),
                    columns: schema::columns(text(4)),
                });
            }
            Ok(())
        })?;
        Ok(Database {
            pages,
            encoding,
            tables,
        })
    }

    /// Whether there is such a table and it has all of these columns.
    pub(crate) fn has(&self, table: &str, columns: &[&str]) -> bool {
        self.table(table).is_some_and(|table| {
            let there = table.columns.as_deref().unwrap_or_default();
            columns
                .iter()
                .all(|name| there.iter().any(|column| column.is(name)))
        })
    }

    /// Hands over every row of a table. Nothing of a row is kept here.
    pub(crate) fn rows(
        &self,
        table: &str,
        take: &mut dyn FnMut(Row<'_>),
    ) -> Result<(), ContainerError> {
        let table = self
            .table(table)
            .ok_or(ContainerError::Corrupt("the table is not there"))?;
        let columns = table.columns.as_deref().map_err(|error| *error)?;
        let mut rows = 0;
        self.pages.walk(table.root, &mut |rowid, payload| {
            rows += 1;
            if rows > MAX_ROWS {
                return Err(ContainerError::TooLarge);
            }
            let mut values = record::read(payload, self.encoding)?;
            // Rows from before a column was added end early: the default of the column stands for it.
            for column in columns.iter().skip(values.len()) {
                values.push(column.default_value());
            }
            for (value, column) in values.iter_mut().zip(columns) {
                if column.is_rowid && matches!(value, Value::Null) {
                    *value = Value::Integer(rowid);
                }
            }
            take(Row { columns, values });
            Ok(())
        })
    }

    fn table(&self, name: &str) -> Option<&Table> {
        self.tables
            .iter()
            .find(|table| table.name.eq_ignore_ascii_case(name))
    }
}

impl Row<'_> {
    /// The value of a column; `Null` where the table has no such column.
    pub(crate) fn get(&self, column: &str) -> &Value {
        self.columns
            .iter()
            .position(|there| there.is(column))
            .and_then(|at| self.values.get(at))
            .unwrap_or(&Value::Null)
    }
}

/// A payload, put together from its pieces.
type Payload = Zeroizing<Vec<u8>>;

#[cfg(test)]
mod tests;
