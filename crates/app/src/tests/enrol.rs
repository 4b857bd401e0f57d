//! Findings: where they come from, what they become, how long they are held.

use super::*;
use crate::ports::Clip;
use crate::sync::held;

#[test]
fn a_picture_becomes_a_draft_and_nothing_is_added_until_it_is_confirmed() {
    let world = unlocked();
    let path = world.vault.with_file_name("code.png");
    std::fs::write(&path, png(ALICE)).unwrap();
    let findings = world.app.pictures(Source::Picture, &[path]).unwrap();
    assert_eq!(
        (findings.source, findings.accounts.len()),
        (Source::Picture, 1)
    );
    assert_eq!(
        (
            findings.accounts[0].issuer.as_str(),
            findings.accounts[0].label.as_str()
        ),
        ("Example", "alice")
    );
    assert!(world.app.codes().unwrap().accounts.is_empty());
    confirm_all(&world, &findings);
    assert_eq!(world.app.codes().unwrap().accounts.len(), 1);
    let again = ConfirmRequest {
        findings: findings.id,
        accounts: Vec::new(),
    };
    assert_eq!(
        world.app.confirm(again).unwrap_err().code,
        FaultCode::FindingsGone
    );
}

#[test]
fn one_picture_that_fails_does_not_keep_the_others_back() {
    let world = unlocked();
    let folder = world.vault.with_file_name("pictures");
    std::fs::create_dir(&folder).unwrap();
    let write = |name: &str, bytes: &[u8]| {
        let path = folder.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    };
    let paths = [
        write("alice.png", &png(ALICE)),
        write("text.txt", b"no picture"),
        folder.clone(),
        write("half.png", &png(BOB)[..200]),
        write("bob.png", &png(BOB)),
        write("alice again.png", &png(ALICE)),
    ];
    let findings = world.app.pictures(Source::Picture, &paths).unwrap();
    assert_eq!(findings.accounts.len(), 2);
    let codes: Vec<_> = findings.refused.iter().map(|fault| fault.code).collect();
    assert_eq!(
        codes,
        [
            FaultCode::NotAPicture,
            FaultCode::IsAFolder,
            FaultCode::PictureDamaged
        ]
    );
}

#[test]
fn a_picture_without_a_code_says_so() {
    let world = unlocked();
    let white = scan::picture::read(&png(ALICE)).unwrap();
    drop(white);
    let empty = scan::preview::Preview {
        width: 200,
        height: 200,
        luma: vec![200; 40_000],
    };
    let jpeg = scan::preview::jpeg(&empty);
    let fault = world.app.picture_bytes("wall.jpg", &jpeg).unwrap_err();
    assert_eq!(fault.code, FaultCode::NoCodeInPicture);
    assert_eq!(fault.args["name"], "wall.jpg");
    assert_eq!(fault.args["hint"], "nothing_seen");
}

#[test]
fn what_is_dropped_is_answered_by_an_event() {
    let world = unlocked();
    let path = world.vault.with_file_name("code.png");
    std::fs::write(&path, png(ALICE)).unwrap();
    world.events();
    world.app.dropped(std::slice::from_ref(&path));
    assert_eq!(world.events(), ["found"]);
    world.app.dropped(&[world.vault.with_file_name("gone.png")]);
    assert_eq!(world.events(), ["failed"]);
    world.app.lock().unwrap();
    world.events();
    world.app.dropped(&[path]);
    let heard = held(&world.listener.heard).clone();
    assert!(matches!(&heard[..], [("failed", fault)] if fault.contains("\"locked\"")));
}

#[test]
fn a_push_code_of_microsoft_is_named_and_nothing_is_added() {
    let world = unlocked();
    let push = "phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fmobileappcommunicator.auth.microsoft.com%2Factivate";
    let findings = world.app.picture_bytes("push.png", &png(push)).unwrap();
    assert!(findings.accounts.is_empty() && findings.refused.is_empty());
    assert_eq!(findings.foreign[0].kind, "microsoft_push_work_old");
    assert!(
        !serde_json::to_string(&findings)
            .unwrap()
            .contains("123456789")
    );
    world
        .app
        .copy_help(HelpRequest {
            kind: findings.foreign[0].kind.clone(),
        })
        .unwrap();
    let help = held(&world.clipboard.text).clone().unwrap();
    assert!(help.contains("authenticator app"), "{help}");
    assert!(
        help.contains("\n1. Go to https://mysignins.microsoft.com/security-info"),
        "{help}"
    );
    assert!(help.lines().all(|line| !line.starts_with(' ')), "{help}");
}

#[test]
fn the_clipboard_gives_text_pictures_and_files() {
    let world = unlocked();
    assert_eq!(
        world.app.paste().unwrap_err().code,
        FaultCode::ClipboardEmpty
    );
    *held(&world.clipboard.text) = Some(" \n".to_owned());
    assert_eq!(
        world.app.paste().unwrap_err().code,
        FaultCode::ClipboardEmpty
    );
    *held(&world.clipboard.text) = Some(ALICE.to_owned());
    assert_eq!(world.app.paste().unwrap().accounts.len(), 1);
    *held(&world.clipboard.clip) = Some(Clip::Picture(frame(BOB)));
    let findings = world.app.paste().unwrap();
    assert_eq!(
        (findings.source, findings.accounts[0].label.as_str()),
        (Source::Paste, "bob")
    );
    let path = world.vault.with_file_name("code.png");
    std::fs::write(&path, png(ALICE)).unwrap();
    *held(&world.clipboard.clip) = Some(Clip::Files(vec![path]));
    assert_eq!(world.app.paste().unwrap().accounts[0].label, "alice");
}

#[test]
fn a_duplicate_is_noticed_also_in_the_trash() {
    let world = unlocked();
    let id = add(&world, ALICE);
    let duplicate = |uri: &str| {
        world
            .app
            .enrol_typed(enrol_request(uri))
            .unwrap()
            .accounts
            .remove(0)
            .duplicate
    };
    let same = duplicate("otpauth://totp/Renamed:x?secret=JBSWY3DPEHPK3PXP").unwrap();
    assert_eq!(
        (same.id.as_str(), same.same, same.trashed),
        (id.as_str(), Same::Secret, false)
    );
    let named =
        duplicate("otpauth://totp/Example:Alice?secret=KRSXG5CTMVRXEZLUKN2XAZLS&issuer=example")
            .unwrap();
    assert_eq!((named.same, named.trashed), (Same::Name, false));
    assert_eq!(duplicate(BOB), None);
    world.app.remove(account(&id)).unwrap();
    let trashed = duplicate(ALICE).unwrap();
    assert_eq!((trashed.same, trashed.trashed), (Same::Secret, true));
}

#[test]
fn an_account_needs_a_name_and_keeps_what_microsoft_prints() {
    let world = unlocked();
    let uri = "otpauth://totp/Contoso:me@contoso.com?secret=JBSWY3DPEHPK3PXP&issuer=Microsoft";
    let findings = world.app.enrol_typed(enrol_request(uri)).unwrap();
    let draft = |issuer: &str, label: &str| ConfirmRequest {
        findings: findings.id.clone(),
        accounts: vec![ConfirmedDraft {
            draft: 0,
            issuer: issuer.to_owned(),
            label: label.to_owned(),
        }],
    };
    assert_eq!(
        world.app.confirm(draft(" ", "")).unwrap_err().code,
        FaultCode::NameEmpty
    );
    world
        .app
        .confirm(draft("Microsoft", "me@contoso.com"))
        .unwrap();
    let account = world.app.codes().unwrap().accounts.remove(0);
    assert_eq!(account.issuer_in_label.as_deref(), Some("Contoso"));
}

#[test]
fn a_draft_that_is_not_there_adds_nothing_at_all() {
    let world = unlocked();
    let findings = world.app.enrol_typed(enrol_request(ALICE)).unwrap();
    let chosen = |draft| ConfirmedDraft {
        draft,
        issuer: "I".to_owned(),
        label: "l".to_owned(),
    };
    let request = ConfirmRequest {
        findings: findings.id.clone(),
        accounts: vec![chosen(0), chosen(7)],
    };
    assert_eq!(
        world.app.confirm(request).unwrap_err().code,
        FaultCode::FindingsGone
    );
    assert!(world.app.codes().unwrap().accounts.is_empty());
    let twice = ConfirmRequest {
        findings: findings.id,
        accounts: vec![chosen(0), chosen(0)],
    };
    assert_eq!(world.app.confirm(twice).unwrap().ids.len(), 1);
}

#[test]
fn findings_are_forgotten_after_ten_minutes_when_discarded_and_when_locked() {
    let world = unlocked();
    world
        .app
        .set_settings(SettingsView {
            lock_after: 0,
            ..SettingsView::default()
        })
        .unwrap();
    let found = || world.app.enrol_typed(enrol_request(ALICE)).unwrap().id;
    let confirm = |findings: &str| {
        let request = ConfirmRequest {
            findings: findings.to_owned(),
            accounts: Vec::new(),
        };
        world.app.confirm(request).map_err(|fault| fault.code)
    };
    let old = found();
    world.pass(599);
    let young = found();
    world.pass(1);
    assert_eq!(confirm(&old), Err(FaultCode::FindingsGone));
    assert!(confirm(&young).is_ok());
    let discarded = found();
    world
        .app
        .discard(DiscardRequest {
            findings: discarded.clone(),
        })
        .unwrap();
    assert_eq!(confirm(&discarded), Err(FaultCode::FindingsGone));
    let locked = found();
    world.app.lock().unwrap();
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(confirm(&locked), Err(FaultCode::FindingsGone));
}

#[test]
fn a_google_export_is_collected_across_pictures() {
    let world = unlocked();
    let accounts: Vec<otp::Account> = (0..25)
        .map(|n| {
            let uri = format!("otpauth://totp/Site:user{n}?secret=JBSWY3DPEHPK3PXP&issuer=Site");
            otp::uri::parse(&uri).unwrap().account
        })
        .collect();
    let refs: Vec<_> = accounts.iter().collect();
    let codes = exchange::google::write(&refs, 5).codes;
    assert_eq!(codes.len(), 3);
    let part = |n: usize| {
        world
            .app
            .findings_from_text(Source::Paste, &codes[n])
            .unwrap()
    };
    let missing = |n| part(n).batch.unwrap().missing;
    assert_eq!(missing(2), [1, 2]);
    assert_eq!(missing(0), [2]);
    let complete = part(1);
    assert_eq!(
        (complete.batch.clone(), complete.accounts.len()),
        (None, 25)
    );
    assert_eq!(confirm_all(&world, &complete).len(), 25);
}

#[test]
fn pictures_can_be_read_while_there_is_no_vault() {
    let world = World::new();
    let findings = world.app.picture_bytes("a.png", &png(ALICE)).unwrap();
    assert_eq!(findings.accounts.len(), 1);
    let request = ConfirmRequest {
        findings: findings.id,
        accounts: vec![ConfirmedDraft {
            draft: 0,
            issuer: "I".to_owned(),
            label: String::new(),
        }],
    };
    assert_eq!(
        world.app.confirm(request).unwrap_err().code,
        FaultCode::NoVault
    );
}

/// Saving fails: the person is told, and can try again with the same findings.
#[cfg(unix)]
#[test]
fn findings_stay_when_saving_fails() {
    let world = unlocked();
    let findings = world.app.enrol_typed(enrol_request(ALICE)).unwrap();
    // A folder in the way of the vault: no system lets a file be renamed onto it, not even for root.
    let aside = world.vault.with_file_name("aside");
    std::fs::rename(&world.vault, &aside).unwrap();
    std::fs::create_dir(&world.vault).unwrap();
    std::fs::write(world.vault.join("x"), "x").unwrap();
    let accounts = || {
        vec![ConfirmedDraft {
            draft: 0,
            issuer: "I".to_owned(),
            label: String::new(),
        }]
    };
    let failed = world.app.confirm(ConfirmRequest {
        findings: findings.id.clone(),
        accounts: accounts(),
    });
    assert!(failed.is_err());
    assert!(world.app.codes().unwrap().accounts.is_empty());
    std::fs::remove_dir_all(&world.vault).unwrap();
    std::fs::rename(&aside, &world.vault).unwrap();
    world
        .app
        .confirm(ConfirmRequest {
            findings: findings.id,
            accounts: accounts(),
        })
        .unwrap();
    assert_eq!(world.app.codes().unwrap().accounts.len(), 1);
}

/// A large picture is still being read while the vault is locked: nothing of it may stay in memory.
#[test]
fn what_is_found_after_the_vault_was_locked_is_not_kept() {
    let world = unlocked();
    let path = world.vault.with_file_name("code.png");
    std::fs::write(&path, png(ALICE)).unwrap();
    world.app.lock().unwrap();
    let found = world.app.pictures(Source::Picture, &[path]);
    assert_eq!(found.unwrap_err().code, FaultCode::Locked);
    assert!(held(&world.app.enrolment).held.is_empty());
}
