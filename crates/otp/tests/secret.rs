//! Secrets: what is read, what is refused, and where.
#![allow(clippy::unwrap_used)]

use countersign_otp as otp;
use otp::{Secret, SecretError};
use proptest::prelude::*;

fn bytes(text: &str) -> Result<Vec<u8>, SecretError> {
    Secret::from_base32(text).map(|secret| secret.expose().to_vec())
}

#[test]
fn rfc_4648_section_10() {
    for (text, expected) in [
        ("MY======", "f"),
        ("MZXQ====", "fo"),
        ("MZXW6===", "foo"),
        ("MZXW6YQ=", "foob"),
        ("MZXW6YTB", "fooba"),
        ("MZXW6YTBOI======", "foobar"),
    ] {
        assert_eq!(bytes(text).unwrap(), expected.as_bytes());
        assert_eq!(
            *Secret::new(expected.into()).unwrap().to_base32(),
            text.trim_end_matches('=')
        );
    }
}

#[test]
fn forms_that_people_type() {
    for text in [
        "mzxw6ytboi",
        "MZXW 6YTB OI",
        "mzxw-6ytb-oi",
        " MZXW6YTBOI== ",
        "MZXW6YTBOI=========",
        "MZXW\t6YTB\nOI",
    ] {
        assert_eq!(bytes(text).unwrap(), b"foobar", "{text:?}");
    }
}

#[test]
fn look_alikes_are_refused_with_their_position() {
    for (text, position) in [
        ("MZXW0", 5),
        ("1ZXW6", 1),
        ("MZ W8", 5),
        ("MZ9", 3),
        ("ÄMZX", 1),
        ("MZXW6+", 6),
        ("MZ٢X", 3),
    ] {
        assert_eq!(
            bytes(text),
            Err(SecretError::Character { position }),
            "{text:?}"
        );
    }
    assert_eq!(
        bytes("MZXW6===YTB"),
        Err(SecretError::AfterPadding { position: 9 })
    );
}

#[test]
fn nothing_is_no_secret() {
    for text in ["", "   ", "---", "====", "A"] {
        assert_eq!(bytes(text), Err(SecretError::Empty), "{text:?}");
    }
    assert_eq!(Secret::new(Vec::new()).err(), Some(SecretError::Empty));
}

#[test]
fn the_longest_secret_and_one_byte_more() {
    let longest = Secret::new(vec![7; Secret::MAX_BYTES]).unwrap();
    assert!(
        Secret::from_base32(&longest.to_base32())
            .unwrap()
            .same_as(&longest)
    );
    assert_eq!(
        Secret::new(vec![7; Secret::MAX_BYTES + 1]).err(),
        Some(SecretError::TooLong)
    );
    assert_eq!(bytes(&"A".repeat(1_000_000)), Err(SecretError::TooLong));
}

proptest! {
    #[test]
    fn base32_and_back(raw in prop::collection::vec(any::<u8>(), 1..=Secret::MAX_BYTES)) {
        let secret = Secret::new(raw.clone()).unwrap();
        let again = Secret::from_base32(&secret.to_base32()).unwrap();
        prop_assert!(again.same_as(&secret));
        prop_assert!(secret.duplicate().same_as(&secret));
        prop_assert_eq!(&*again.expose(), &raw);
    }

    #[test]
    fn another_secret_is_not_the_same(raw in prop::collection::vec(any::<u8>(), 1..40), at in any::<prop::sample::Index>(), bit in 0..8_u8) {
        let mut other = raw.clone();
        other[at.index(raw.len())] ^= 1 << bit;
        let (one, two) = (Secret::new(raw.clone()).unwrap(), Secret::new(other).unwrap());
        prop_assert!(!one.same_as(&two));
        let mut longer = raw;
        longer.push(0);
        prop_assert!(!one.same_as(&Secret::new(longer).unwrap()));
    }

    #[test]
    fn any_text_is_read_or_refused(text in any::<String>()) {
        if let Err(SecretError::Character { position }) = bytes(&text) {
            prop_assert!(position >= 1 && position <= text.chars().count());
        }
    }
}
