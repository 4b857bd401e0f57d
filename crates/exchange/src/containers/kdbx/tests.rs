use std::io::Write as _;

use super::header::Header;
use super::*;

const AES: &[u8] = include_bytes!("../../../tests/fixtures/files/keepass/aes-argon2id.kdbx");
const OLD: &[u8] = include_bytes!("../../../tests/fixtures/files/keepass/v3-aes.kdbx");
const PASSWORD: &str = "correct horse";

fn error(bytes: &[u8], password: Option<&str>) -> Option<ContainerError> {
    open(bytes, password, &|| true).err()
}

/// Where a named value of the key's parameters stands.
fn value_of(name: &[u8]) -> usize {
    let mut pattern = (name.len() as u32).to_le_bytes().to_vec();
    pattern.extend(name);
    let at = AES
        .windows(pattern.len())
        .position(|window| window == pattern);
    at.expect("the parameter") + pattern.len() + 4
}

#[test]
fn a_password_is_needed_and_the_right_one() {
    for database in [AES, OLD] {
        assert_eq!(
            error(database, None),
            Some(ContainerError::PasswordRequired)
        );
        for wrong in ["", "correct horse ", "Correct horse"] {
            assert_eq!(
                error(database, Some(wrong)),
                Some(ContainerError::WrongPassword)
            );
        }
        assert_eq!(error(database, Some(PASSWORD)), None);
    }
}

#[test]
fn whoever_waits_can_stop_it() {
    for database in [AES, OLD] {
        let stopped = open(database, Some(PASSWORD), &|| false).err();
        assert_eq!(stopped, Some(ContainerError::Cancelled));
    }
}

#[test]
fn costs_beyond_every_real_one_are_refused_before_a_password_is_asked_for() {
    for (name, value) in [
        (&b"M"[..], 1_u64 << 40),
        (b"M", u64::MAX),
        (b"I", 1 << 40),
        (b"I", u64::MAX),
    ] {
        let mut costly = AES.to_vec();
        let at = value_of(name);
        costly[at..at + 8].copy_from_slice(&value.to_le_bytes());
        assert_eq!(error(&costly, None), Some(ContainerError::KdfTooCostly));
    }
    let mut costly = AES.to_vec();
    let at = value_of(b"P");
    costly[at..at + 4].copy_from_slice(&17_u32.to_le_bytes());
    assert_eq!(error(&costly, None), Some(ContainerError::KdfTooCostly));

    let rounds = OLD
        .windows(11)
        .position(|w| w == b"\x06\x08\x00\xe8\x03\0\0\0\0\0\0");
    let at = rounds.expect("1000 rounds") + 3;
    let mut costly = OLD.to_vec();
    costly[at..at + 8].copy_from_slice(&(1_u64 << 40).to_le_bytes());
    assert_eq!(error(&costly, None), Some(ContainerError::KdfTooCostly));
}

#[test]
fn damage_is_not_called_a_wrong_password_where_it_can_be_told() {
    let is_corrupt = |bytes: &[u8]| {
        assert!(matches!(
            error(bytes, Some(PASSWORD)),
            Some(ContainerError::Corrupt(_))
        ));
    };
    for database in [AES, OLD] {
        let header = Header::read(database).expect("a header").length;
        // In the last block, and cut off.
        let mut damaged = database.to_vec();
        let at = database.len() - 60;
        damaged[at] ^= 1;
        is_corrupt(&damaged);
        is_corrupt(&database[..database.len() - 16]);
        for length in (0..header).step_by(3) {
            is_corrupt(&database[..length]);
        }
    }
    // The legible header of version 4 has a checksum.
    let mut damaged = AES.to_vec();
    let at = Header::read(AES).expect("a header").length;
    damaged[at] ^= 1;
    is_corrupt(&damaged);
}

#[test]
fn other_versions_are_named() {
    for (at, value) in [(4, 0x65), (10, 5), (10, 2)] {
        let mut other = AES.to_vec();
        other[at] = value;
        assert_eq!(
            error(&other, None),
            Some(ContainerError::UnsupportedVersion)
        );
    }
    let mut other = AES.to_vec();
    let at = value_of(b"$UUID");
    other[at] ^= 1;
    assert!(matches!(
        error(&other, None),
        Some(ContainerError::UnsupportedEncryption(_))
    ));
}

#[test]
fn what_unpacks_without_end_is_too_large() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    let piece = vec![b' '; 1 << 20];
    for _ in 0..=64 {
        packed.write_all(&piece).expect("packed");
    }
    let header = Header::read(AES).expect("a header");
    let packed = Zeroizing::new(packed.finish().expect("packed"));
    let unpacked = payload::unpacked(&header, packed).err();
    assert_eq!(unpacked, Some(ContainerError::TooLarge));
}
