//! Deleting is thirty days of trash.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use kit::*;
use otp::Account;
use vault::*;

#[test]
fn thirty_days_and_then_gone() {
    let (world, mut vault) = World::new();
    let id = vault.add(account("bin"), NOW).unwrap();
    vault.add(account("stays"), NOW).unwrap();
    vault.trash_entry(id, NOW).unwrap();
    // Deleting twice does not start the days anew, and does not end them.
    vault.trash_entry(id, NOW + DAY).unwrap();
    assert_eq!(vault.get(id).unwrap().deleted_at(), Some(NOW));
    vault.save(NOW + 30 * DAY).unwrap();
    assert_eq!(world.open_at(NOW + 30 * DAY).trash().count(), 1);

    vault.save(NOW + 30 * DAY + 1).unwrap();
    assert_eq!(vault.trash().count(), 0);
    assert_eq!(world.open_at(NOW).trash().count(), 0);
    assert_eq!(labels(&vault), ["stays"]);
}

#[test]
fn what_is_over_does_not_come_back_at_unlock() {
    let (world, mut vault) = World::new();
    let id = vault.add(account("bin"), NOW).unwrap();
    vault.trash_entry(id, NOW).unwrap();
    vault.save(NOW).unwrap();
    assert_eq!(world.open_at(NOW + 31 * DAY).trash().count(), 0);
    // Looking is not purging: the file has it until the next save.
    assert_eq!(world.open_at(NOW + DAY).trash().count(), 1);
}

#[test]
fn out_of_the_trash_is_as_it_was() {
    let (world, mut vault) = World::new();
    let id = vault.add(counted("back", 9), NOW).unwrap();
    vault.set_pinned(id, true).unwrap();
    vault.trash_entry(id, NOW).unwrap();
    vault.save(NOW).unwrap();
    assert_eq!(labels(&vault), [""; 0]);
    vault.restore(id).unwrap();
    vault.save(NOW).unwrap();
    let vault = world.open();
    let entry = by_label(&vault, "back");
    assert!(entry.pinned() && entry.id() == id && entry.deleted_at().is_none());
    assert!(entry.account().same_as(&counted("back", 9)));
}

#[test]
fn what_is_not_there_cannot_be_changed() {
    let (_world, mut vault) = World::new();
    let id: EntryId = "00112233445566778899aabbccddeeff".parse().unwrap();
    let none = |result: Result<(), VaultError>| matches!(result, Err(VaultError::NoSuchEntry));
    assert!(none(vault.rename(id, "a", "b")));
    assert!(none(vault.set_pinned(id, true)));
    assert!(none(vault.touch(id, NOW)));
    assert!(none(vault.set_counter(id, 1)));
    assert!(none(vault.advance(id)));
    assert!(none(vault.trash_entry(id, NOW)));
    assert!(none(vault.restore(id)));
    assert!(!vault.is_dirty());
}

#[test]
fn counters_move_on_and_codes_by_time_have_none() {
    let (_world, mut vault) = World::new();
    let ids = vault
        .add_all(
            [account("time"), counted("count", Account::MAX_COUNTER - 1)],
            NOW,
        )
        .unwrap();
    assert!(matches!(vault.advance(ids[0]), Err(VaultError::NoCounter)));
    assert!(matches!(
        vault.set_counter(ids[0], 1),
        Err(VaultError::NoCounter)
    ));
    vault.advance(ids[1]).unwrap();
    assert!(matches!(
        vault.advance(ids[1]),
        Err(VaultError::Account { .. })
    ));
    vault.set_counter(ids[1], 0).unwrap();
    assert_eq!(
        vault.get(ids[1]).unwrap().account().kind,
        otp::Kind::Hotp { counter: 0 }
    );
}

#[test]
fn a_new_issuer_takes_the_one_before_the_label_with_it() {
    let (_world, mut vault) = World::new();
    let mut odd = account("me");
    odd.issuer_in_label = Some("Contoso".to_owned());
    let id = vault.add(odd, NOW).unwrap();
    vault.rename(id, "Example", "you").unwrap();
    let account = vault.get(id).unwrap().account();
    assert_eq!(account.issuer_in_label.as_deref(), Some("Contoso"));
    assert_eq!(account.label, "you");
    vault.rename(id, "Other", "you").unwrap();
    assert_eq!(vault.get(id).unwrap().account().issuer_in_label, None);
    let long = "x".repeat(100_000);
    assert!(matches!(
        vault.rename(id, &long, "you"),
        Err(VaultError::Account { .. })
    ));
    assert_eq!(vault.get(id).unwrap().account().issuer, "Other");
}

#[test]
fn an_account_that_would_not_be_read_again_is_not_added() {
    let (_world, mut vault) = World::new();
    let mut odd = account("me");
    odd.digits = 99;
    let refused = vault.add_all([account("fine"), odd], NOW);
    assert!(matches!(refused, Err(VaultError::Account { .. })));
    assert_eq!(vault.entries().count(), 0);
    assert!(!vault.is_dirty());
}
