//! Lists of Key URIs.
#![allow(clippy::unwrap_used)]

use countersign_exchange::{SkipReason, uris};
use otp::{Account, AccountParts, Kind, Secret, UriError};
use proptest::prelude::*;

#[test]
fn good_lines_are_read_and_bad_ones_said() {
    let text = "\u{feff}# my accounts\r\n\
        otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP\r\n\
        \r\n   otpauth://totp/A:c?secret=JBSWY3DPEHPK3PX0\r\n\
        hello\r\n\
        otpauth-migration://offline?data=CiQKCgcNEp61iE2P0RYSB2FjY291bnQaB3NlcnZpY2UgASgBMAIQARgBIAA%3D\r\n\
        otpauth-migration://offline?data=XXXX\r\n\
        \totpauth://hotp/A:d?secret=JBSWY3DPEHPK3PXP&counter=4";
    let list = uris::read(text);
    let labels: Vec<&str> = list
        .drafts
        .iter()
        .map(|draft| draft.account.label.as_str())
        .collect();
    assert_eq!(labels, ["b", "account", "d"]);
    let lines: Vec<usize> = list.skipped.iter().map(|line| line.position).collect();
    assert_eq!(lines, [4, 5, 7]);
    assert_eq!(
        list.skipped[1].reason,
        SkipReason::Uri(UriError::NotOtpauth)
    );
    assert!(
        list.skipped
            .iter()
            .all(|line| !format!("{line:?}").contains("JBSW"))
    );
}

proptest! {
    #[test]
    fn written_and_read_again(names in prop::collection::vec(("\\PC{0,12}", any::<String>()), 0..12), counter in 0..9_u64) {
        let accounts: Vec<Account> = names.into_iter().map(|(issuer, label)| {
            let secret = Secret::new(issuer.bytes().chain([1]).collect()).unwrap();
            let parts = AccountParts { kind: Kind::Hotp { counter }, ..AccountParts::totp(issuer, label, secret) };
            Account::new(parts).unwrap()
        }).collect();
        let text = uris::write(&accounts.iter().collect::<Vec<_>>());
        let list = uris::read(&text);
        prop_assert!(list.skipped.is_empty());
        prop_assert_eq!(list.drafts.len(), accounts.len());
        prop_assert!(list.drafts.iter().zip(&accounts).all(|(draft, account)| draft.account.same_as(account)));
    }

    #[test]
    fn any_text_is_read(text in "(\\PC|\n){0,300}") {
        let list = uris::read(&text);
        prop_assert!(list.drafts.len() + list.skipped.len() <= text.lines().count());
    }
}
