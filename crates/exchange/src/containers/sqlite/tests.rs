use super::*;

const GOOGLE: &[u8] = include_bytes!("../../../tests/fixtures/files/sqlite/google.db");
const MANY: &[u8] = include_bytes!("../../../tests/fixtures/files/sqlite/google-many.db");
const OPEN: &[u8] = include_bytes!("../../../tests/fixtures/files/sqlite/google-open.db");
const LOG: &[u8] = include_bytes!("../../../tests/fixtures/files/sqlite/google-open.db-wal");

/// The names of the rows of `accounts`.
fn names(bytes: &[u8], wal: Option<&[u8]>) -> Result<Vec<String>, ContainerError> {
    let database = Database::open(bytes, wal)?;
    let mut names = Vec::new();
    database.rows("accounts", &mut |row| {
        names.push(row.get("email").text().unwrap_or("-").to_owned());
    })?;
    Ok(names)
}

#[test]
fn tables_and_columns_are_found_in_any_case() {
    let database = Database::open(GOOGLE, None).expect("a database");
    assert!(database.has("Accounts", &["EMAIL", "secret"]));
    assert!(!database.has("accounts", &["username"]) && !database.has("account", &[]));
    assert!(database.rows("account", &mut |_| ()).is_err());
}

#[test]
fn rows_that_are_older_than_a_column_have_its_default() {
    let database = Database::open(GOOGLE, None).expect("a database");
    let mut seen = Vec::new();
    let rows = database.rows("accounts", &mut |row| {
        let number = |column: &str| row.get(column).integer();
        seen.push((number("_id"), number("isencrypted")));
        assert!(row.get("no such column").is_null());
    });
    assert_eq!(rows, Ok(()));
    let numbers: Vec<i64> = seen.iter().filter_map(|(id, _)| *id).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 5, 6]);
    let sealed: Vec<i64> = seen.iter().filter_map(|(_, sealed)| *sealed).collect();
    assert_eq!(sealed, [0, 0, 0, 0, 0, 1]);
}

#[test]
fn a_large_tree_and_its_overflow_pages_are_walked_in_order() {
    let names = names(MANY, None).expect("rows");
    assert_eq!(names.len(), 500);
    for (at, name) in names.iter().enumerate() {
        let long = if at % 50 == 0 {
            " long".repeat(200)
        } else {
            String::new()
        };
        assert_eq!(name, &format!("Many:{at}{long}"));
    }
}

#[test]
fn the_log_of_a_database_that_was_not_closed_is_read_up_to_its_last_commit() {
    assert_eq!(
        names(OPEN, None).as_deref(),
        Ok(&["Acme:alice".to_owned()][..])
    );
    let both = names(OPEN, Some(LOG)).expect("rows");
    assert_eq!(both, ["Acme:alice", "Bolt:bob"]);
    // A frame that is cut off or damaged is none, and neither is what comes after it.
    for broken in [LOG.len() - 1, 32, 33] {
        assert_eq!(
            names(OPEN, Some(&LOG[..broken])).map(|names| names.len()),
            Ok(1)
        );
    }
    let mut damaged = LOG.to_vec();
    damaged[100] ^= 1;
    assert_eq!(names(OPEN, Some(&damaged)).map(|names| names.len()), Ok(1));
    assert!(names(OPEN, Some(&LOG[..31])).is_err());
    assert!(names(MANY, Some(LOG)).is_err(), "another page size");
}

#[test]
fn a_cut_database_is_never_read_in_part() {
    for length in (0..MANY.len()).step_by(97) {
        assert!(names(&MANY[..length], None).is_err(), "{length} bytes");
    }
}

#[test]
fn a_tree_that_bites_its_tail_ends() {
    // The root of `accounts` is page 2; every child pointer of it now says 2.
    let mut looped = MANY.to_vec();
    let root = &mut looped[512..1024];
    assert_eq!(root[0], 0x05);
    root[8..12].copy_from_slice(&2_u32.to_be_bytes());
    assert!(matches!(
        names(&looped, None),
        Err(ContainerError::Corrupt(_))
    ));
}

#[test]
fn cells_that_lie_on_each_other_end() {
    // Every cell of a leaf is now its first one.
    let mut stacked = GOOGLE.to_vec();
    let page = 4096 * (stacked.len() / 4096 - 1);
    let leaf = &mut stacked[page..];
    assert_eq!(leaf[0], 0x0d);
    let first = [leaf[8], leaf[9]];
    let cells = 2000_usize;
    leaf[3..5].copy_from_slice(&2000_u16.to_be_bytes());
    for at in 0..cells.min((usize::from(u16::from_be_bytes(first)) - 8) / 2) {
        leaf[8 + 2 * at..10 + 2 * at].copy_from_slice(&first);
    }
    assert!(matches!(
        names(&stacked, None),
        Err(ContainerError::Corrupt(_))
    ));
}

#[test]
fn no_changed_byte_is_a_panic() {
    for at in (0..GOOGLE.len()).step_by(3) {
        let mut changed = GOOGLE.to_vec();
        for value in [0, 0xff, changed[at] ^ 0x80] {
            changed[at] = value;
            let _ = names(&changed, None);
        }
    }
}
