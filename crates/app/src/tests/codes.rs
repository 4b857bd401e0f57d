use super::*;
use crate::sync::held;

fn copy(world: &World, id: &str, which: Which) -> Result<CopiedView, Fault> {
    world.app.copy(CopyRequest {
        id: id.to_owned(),
        which,
        shown_until: None,
    })
}

fn clipboard(world: &World) -> Option<String> {
    held(&world.clipboard.text).clone()
}

#[test]
fn codes_are_those_of_the_standard_with_the_next_one_always() {
    let world = unlocked();
    add(&world, ALICE);
    let view = world.app.codes().unwrap();
    let alice = &view.accounts[0];
    let draft = otp::uri::parse(ALICE).unwrap();
    let codes = otp::code_at(&draft.account, view.now_ms / 1000);
    assert_eq!(alice.code, codes.current.as_str());
    assert_eq!(
        alice.next.as_deref(),
        codes.next.as_ref().map(|code| code.as_str())
    );
    assert_eq!(
        (alice.period, alice.digits, alice.algorithm.as_str()),
        (30, 6, "SHA1")
    );
    assert_eq!(alice.valid_until - alice.valid_from, 30);
}

#[test]
fn pinned_accounts_come_first_then_issuer_and_label_whatever_their_case() {
    let world = unlocked();
    for (issuer, label) in [
        ("zebra", "a"),
        ("Älpler", "a"),
        ("apple", "B"),
        ("Apple", "a"),
        ("Yak", "z"),
    ] {
        add(
            &world,
            &format!("otpauth://totp/{issuer}:{label}?secret=JBSWY3DPEHPK3PXP&issuer={issuer}"),
        );
    }
    let yak = world
        .app
        .codes()
        .unwrap()
        .accounts
        .iter()
        .find(|account| account.issuer == "Yak")
        .unwrap()
        .id
        .clone();
    world
        .app
        .pin(PinRequest {
            id: yak,
            pinned: true,
        })
        .unwrap();
    let titles: Vec<_> = world
        .app
        .codes()
        .unwrap()
        .accounts
        .iter()
        .map(|a| format!("{}:{}", a.issuer, a.label))
        .collect();
    assert_eq!(
        titles,
        ["Yak:z", "Apple:a", "apple:B", "zebra:a", "Älpler:a"]
    );
}

#[test]
fn a_copy_is_the_code_and_goes_after_the_time_set() {
    let world = unlocked();
    let id = add(&world, ALICE);
    world.clock.advance(Duration::from_secs(10));
    let view = world.app.codes().unwrap().accounts.remove(0);
    assert_eq!(
        copy(&world, &id, Which::Current).unwrap(),
        CopiedView {
            clear_after: 30,
            valid_for: 20
        }
    );
    assert_eq!(clipboard(&world), Some(view.code));
    assert_eq!(
        copy(&world, &id, Which::Next).unwrap(),
        CopiedView {
            clear_after: 30,
            valid_for: 50
        }
    );
    assert_eq!(clipboard(&world), view.next);
    world.pass(29);
    assert!(clipboard(&world).is_some());
    world.pass(1);
    assert_eq!(clipboard(&world), None);
}

#[test]
fn what_somebody_else_copied_stays() {
    let world = unlocked();
    let id = add(&world, ALICE);
    copy(&world, &id, Which::Current).unwrap();
    *held(&world.clipboard.text) = Some("a poem".to_owned());
    world.pass(30);
    assert_eq!(clipboard(&world), Some("a poem".to_owned()));
    world.app.lock().unwrap();
    assert_eq!(clipboard(&world), Some("a poem".to_owned()));
}

#[test]
fn locking_clears_a_copied_code() {
    let world = unlocked();
    let id = add(&world, ALICE);
    world
        .app
        .set_settings(SettingsView {
            clear_clipboard_after: 0,
            ..SettingsView::default()
        })
        .unwrap();
    assert_eq!(copy(&world, &id, Which::Current).unwrap().clear_after, 0);
    world.pass(300);
    assert!(clipboard(&world).is_some());
    world.app.lock().unwrap();
    assert_eq!(clipboard(&world), None);
}

#[test]
fn a_clipboard_that_does_not_answer_is_a_fault() {
    let world = unlocked();
    let id = add(&world, ALICE);
    world
        .clipboard
        .broken
        .store(true, std::sync::atomic::Ordering::SeqCst);
    assert_eq!(
        copy(&world, &id, Which::Current).unwrap_err().code,
        FaultCode::ClipboardUnavailable
    );
}

#[test]
fn an_account_that_is_not_here_is_told() {
    let world = unlocked();
    for id in ["", "0123456789abcdef0123456789abcdef", "no id at all"] {
        assert_eq!(
            copy(&world, id, Which::Current).unwrap_err().code,
            FaultCode::AccountGone
        );
        assert_eq!(
            world.app.remove(account(id)).unwrap_err().code,
            FaultCode::AccountGone
        );
    }
}

/// RFC 4226, appendix D.
#[test]
fn a_counter_moves_when_asked_and_is_saved_before_its_code_is_shown() {
    let world = unlocked();
    let id = add(&world, COUNTED);
    let shown = |world: &World| {
        let account = world.app.codes().unwrap().accounts.remove(0);
        assert_eq!(
            (account.next, account.period, account.valid_until),
            (None, 0, 0)
        );
        account.code
    };
    assert_eq!(shown(&world), "755224");
    assert_eq!(copy(&world, &id, Which::Current).unwrap().valid_for, 0);
    assert_eq!(shown(&world), "755224");
    world.app.advance(account(&id)).unwrap();
    assert_eq!(shown(&world), "287082");
    let second = world.second();
    second
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(shown(&second), "287082");
}

#[test]
fn the_tray_has_pinned_then_recent_accounts_and_nothing_while_locked() {
    let world = unlocked();
    let alice = add(&world, ALICE);
    let bob = add(&world, BOB);
    let carol = add(&world, COUNTED);
    copy(&world, &bob, Which::Current).unwrap();
    world
        .app
        .pin(PinRequest {
            id: carol.clone(),
            pinned: true,
        })
        .unwrap();
    let ids = |limit| {
        world
            .app
            .tray_accounts(limit)
            .into_iter()
            .map(|entry| entry.id)
            .collect::<Vec<_>>()
    };
    assert_eq!(ids(9), [carol.clone(), bob.clone(), alice]);
    assert_eq!(ids(2), [carol, bob.clone()]);
    assert_eq!(world.app.title_of(&bob).as_deref(), Some("Another: bob"));
    world.app.lock().unwrap();
    assert!(world.app.tray_accounts(9).is_empty());
    assert_eq!(world.app.title_of(&bob), None);
}

#[test]
fn when_accounts_were_used_is_saved_within_a_minute_and_not_at_each_copy() {
    let world = unlocked();
    add(&world, ALICE);
    let bob = add(&world, BOB);
    let before = std::fs::read(&world.vault).unwrap();
    world.clock.advance(Duration::from_secs(1));
    copy(&world, &bob, Which::Current).unwrap();
    copy(&world, &bob, Which::Current).unwrap();
    assert_eq!(std::fs::read(&world.vault).unwrap(), before);
    world.pass(60);
    let after = std::fs::read(&world.vault).unwrap();
    assert_ne!(after, before);
    let world = world.restarted();
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(world.app.tray_accounts(1)[0].id, bob);
}

#[test]
fn renaming_keeps_the_code() {
    let world = unlocked();
    let id = add(&world, ALICE);
    let code = world.app.codes().unwrap().accounts[0].code.clone();
    let edit = |issuer: &str, label: &str| {
        world.app.edit(EditRequest {
            id: id.clone(),
            issuer: issuer.to_owned(),
            label: label.to_owned(),
        })
    };
    assert_eq!(edit(" ", "").unwrap_err().code, FaultCode::NameEmpty);
    edit(" Work ", "me").unwrap();
    let account = world.app.codes().unwrap().accounts.remove(0);
    assert_eq!(
        (
            account.issuer.as_str(),
            account.label.as_str(),
            account.code
        ),
        ("Work", "me", code)
    );
}

#[test]
fn what_is_removed_is_in_the_trash_for_thirty_days_and_comes_back() {
    let world = unlocked();
    let id = add(&world, ALICE);
    world.app.remove(account(&id)).unwrap();
    assert!(world.app.codes().unwrap().accounts.is_empty());
    let trash = world.app.trash().unwrap().accounts;
    assert_eq!(trash[0].id, id);
    assert_eq!(trash[0].gone_at - trash[0].deleted_at, 30 * 86_400);
    world.app.restore(account(&id)).unwrap();
    assert_eq!(world.app.codes().unwrap().accounts[0].id, id);
    assert!(world.app.trash().unwrap().accounts.is_empty());
}

#[test]
fn a_vault_that_another_copy_changed_is_not_overwritten() {
    let world = unlocked();
    let id = add(&world, ALICE);
    let second = world.second();
    second
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    add(&second, BOB);
    // Either the change is merged in, or it is refused; what the other copy added is there afterwards.
    let pinned = world.app.pin(PinRequest { id, pinned: true });
    if let Err(fault) = pinned {
        assert_eq!(fault.code, FaultCode::VaultChanged);
    }
    let third = world.second();
    third
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(third.app.codes().unwrap().accounts.len(), 2);
}

/// The period turns between the reading and the click: what is copied is the code that was read as the next one.
#[test]
fn the_next_code_is_the_one_that_was_shown_also_when_the_period_turns() {
    let world = unlocked();
    let id = add(&world, ALICE);
    let shown = world.app.codes().unwrap().accounts[0].clone();
    let next = |world: &World, shown_until| {
        let request = CopyRequest {
            id: id.clone(),
            which: Which::Next,
            shown_until,
        };
        world.app.copy(request).unwrap();
        held(&world.clipboard.text).clone().unwrap()
    };
    let promised = shown.next.clone().unwrap();
    assert_eq!(next(&world, Some(shown.valid_until)), promised);
    world.pass(u64::from(shown.period));
    assert_eq!(next(&world, Some(shown.valid_until)), promised);
    assert_ne!(next(&world, None), promised);
    // Long ago or far ahead is nothing that was shown just now.
    for odd in [0, shown.valid_until + 10_000] {
        assert_ne!(next(&world, Some(odd)), promised);
    }
}

#[test]
fn what_the_page_wants_to_find_again_is_not_kept_after_a_lock() {
    let world = unlocked();
    let remember = || RememberRequest {
        show: Show::Settings,
        search: "git".to_owned(),
        scroll: 7,
    };
    world.app.remember(remember()).unwrap();
    assert!(world.app.state().unwrap().remembered.is_some());
    world.app.lock().unwrap();
    world.app.remember(remember()).unwrap();
    assert!(world.app.state().unwrap().remembered.is_none());
}
