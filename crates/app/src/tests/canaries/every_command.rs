//! Every command of the wire, in a world whose every secret is a canary.

use data_encoding::{BASE32_NOPAD, BASE64};

use super::super::*;
use super::{ACTIVATION, CANARY_PASSWORD, OTHER_PASSWORD, Outwards, SEEDS, Secrets};
use crate::ports::Clip;
use crate::sync::held;

fn uri(kind: &str, name: &str, seed: &[u8], more: &str) -> String {
    format!(
        "otpauth://{kind}/Canary:{name}?secret={}&issuer=Canary{more}",
        BASE32_NOPAD.encode(seed)
    )
}

pub(super) fn all_frames(world: &World, out: &mut Outwards) {
    let mut after = 0;
    for _ in 0..200 {
        let bytes = world
            .app
            .camera_frame(CameraFrameRequest { after })
            .unwrap();
        let length = u32::from_le_bytes(bytes[..4].try_into().unwrap()) as usize;
        let view: serde_json::Value = serde_json::from_slice(&bytes[4..4 + length]).unwrap();
        after = view["seq"].as_u64().unwrap();
        let done = !matches!(view["status"].as_str(), Some("opening" | "looking"));
        out.raw("camera_frame", bytes[..4 + length].to_vec());
        out.said.push((
            "camera_frame, its picture".to_owned(),
            bytes[4 + length..].to_vec(),
        ));
        if done {
            return;
        }
    }
    panic!("the camera came to no end");
}

/// Runs every command, the ways in which they fail included. Gives what came out, the secrets, and the picture that
/// is allowed to hold one.
pub(super) fn everything() -> (Outwards, Secrets, Vec<u8>) {
    let mut out = Outwards::default();
    let mut secrets = Secrets::new();
    let mut secret = |name: &str, bytes: &[u8]| secrets.push((name.to_owned(), bytes.to_vec()));
    for seed in SEEDS {
        secret(std::str::from_utf8(seed).unwrap(), seed);
    }
    secret("password", CANARY_PASSWORD.as_bytes());
    secret("other password", OTHER_PASSWORD.as_bytes());
    secret("activation code", ACTIVATION.as_bytes());
    let [alice, carol, eve, dan, fay, gus] = SEEDS;

    // A vault of the keyring, and its key.
    let world = World::new();
    let app = &world.app;
    out.json("create_with_keyring", &app.create_with_keyring());
    for text in held(&world.keyring.items).values() {
        secret("keyring key, as text", text.as_bytes());
        secret("keyring key", &BASE64.decode(text.as_bytes()).unwrap());
    }
    out.json("lock", &app.lock());
    out.json("unlock_with_keyring", &app.unlock_with_keyring());
    held(&world.keyring.items).clear();
    app.lock().unwrap();
    out.json("unlock_with_keyring", &app.unlock_with_keyring());
    out.said.extend(
        held(&world.listener.heard)
            .iter()
            .map(|(name, json)| ((*name).to_owned(), json.clone().into_bytes())),
    );

    // A vault of a password, and its recovery key.
    let world = World::new();
    let app = &world.app;
    let set = |text: &str| SetPasswordRequest {
        password: typed(text),
        keyring: true,
    };
    out.json("state", &app.state());
    out.json("set_password", &app.set_password(set("short")));
    out.json("set_password", &app.set_password(set(CANARY_PASSWORD)));
    for text in held(&world.keyring.items).values() {
        secret("second keyring key", text.as_bytes());
    }
    let key = app.recovery_text().unwrap();
    secret("recovery key", key.as_bytes());
    secret(
        "recovery key without hyphens",
        key.replace('-', "").as_bytes(),
    );
    out.raw("recovery_picture", app.recovery_picture().unwrap());
    out.json(
        "recovery_save",
        &app.recovery_save(&world.vault.with_file_name("sheet.txt")),
    );
    out.json(
        "recovery_save",
        &app.recovery_save(&world.vault.with_file_name("no/sheet.txt")),
    );

    // Ways in: typed, pasted, dropped, from a picture, before the camera; good ones and refused ones.
    let mut findings = Vec::new();
    for text in [
        uri("totp", "alice", alice, ""),
        uri("hotp", "carol", carol, "&counter=4"),
        uri("steam", "eve", eve, ""),
    ] {
        let answer = app.enrol_typed(enrol_request(&text));
        out.json("enrol_typed", &answer);
        findings.push(answer.unwrap());
    }
    let ids: Vec<String> = findings
        .iter()
        .flat_map(|found| confirm_all(&world, found))
        .collect();
    for text in [
        uri("totp", "gus", gus, "&digits=99"),
        uri("totp", "gus", gus, "&period=0"),
        uri("potp", "gus", gus, ""),
        format!("{}1", BASE32_NOPAD.encode(gus)),
        format!("{} and some words", BASE32_NOPAD.encode(gus)),
        format!("otpauth://totp/x?secret={}!", BASE32_NOPAD.encode(gus)),
        format!(
            "Key: {}\nOther key {}, account name: gus",
            BASE32_NOPAD.encode(gus),
            BASE32_NOPAD.encode(dan)
        ),
        format!("<p>Key<input value={}></p>", BASE32_NOPAD.encode(gus)),
        format!("{} {0}1", BASE32_NOPAD.encode(gus)),
        "otpauth-migration://offline?data=Q2FuYXJ5U2VlZFJlZnVzZWRHdXM".to_owned(),
        format!(
            "phonefactor://activate_account?code={ACTIVATION}&url=https%3A%2F%2Fexample.com%2F{ACTIVATION}"
        ),
        CANARY_PASSWORD.to_owned(),
    ] {
        out.json("enrol_typed", &app.enrol_typed(enrol_request(&text)));
        *held(&world.clipboard.text) = Some(text.clone());
        out.json("paste", &app.paste());
        if let Ok(picture) = exchange::qr::draw(&text, 700) {
            out.json("picture_pick", &app.picture_bytes("a.png", &picture.bytes));
        }
    }
    out.json(
        "enrol_typed",
        &app.enrol_typed(enrol_request(&BASE32_NOPAD.encode(dan))),
    );
    let google = otp::uri::parse(&uri("totp", "fay", fay, ""))
        .unwrap()
        .account;
    let google = exchange::google::write(&[&google], 1).codes;
    *held(&world.clipboard.clip) = Some(Clip::Picture(frame(&google[0])));
    out.json("paste", &app.paste());
    let path = world.vault.with_file_name("dan.png");
    std::fs::write(&path, png(&uri("totp", "dan", dan, ""))).unwrap();
    out.json(
        "picture_pick",
        &app.pictures(Source::Picture, std::slice::from_ref(&path)),
    );
    app.dropped(&[path]);
    app.dropped(std::slice::from_ref(&world.vault));

    *held(&world.screen.shots) = vec![
        frame(&uri("totp", "dan", dan, "")),
        frame(&uri("totp", "gus", gus, "&digits=99")),
    ];
    out.json("screen_scan", &app.screen_scan(|| ()));
    out.json("screen_scan", &app.screen_scan(|| ()));
    for text in [
        uri("totp", "dan", dan, ""),
        uri("totp", "gus", gus, "&digits=99"),
    ] {
        app.open_links(vec![Zeroizing::new(text)]);
        out.json("state", &app.state());
        out.json("handed", &app.handed());
    }

    out.json("cameras", &app.cameras());
    for text in [
        uri("totp", "dan", dan, ""),
        uri("totp", "gus", gus, "&digits=0"),
        google[0].to_string(),
    ] {
        held(&world.cameras.script).extend([Ok(empty_frame()), Ok(frame(&text))]);
        out.json(
            "camera_start",
            &app.camera_start(CameraRequest { camera: None }),
        );
        all_frames(&world, &mut out);
    }
    out.json("camera_stop", &app.camera_stop());
    let found = app
        .enrol_typed(enrol_request(&uri("totp", "dan", dan, "")))
        .unwrap();
    let gone = ConfirmedDraft {
        draft: 9,
        issuer: String::new(),
        label: "x".to_owned(),
    };
    out.json(
        "confirm",
        &app.confirm(ConfirmRequest {
            findings: found.id.clone(),
            accounts: vec![gone],
        }),
    );
    out.json(
        "discard",
        &app.discard(DiscardRequest { findings: found.id }),
    );

    // Codes and accounts.
    for which in [Which::Current, Which::Next] {
        out.json(
            "copy",
            &app.copy(CopyRequest {
                id: ids[0].clone(),
                which,
                shown_until: None,
            }),
        );
    }
    out.json("codes", &app.codes());
    out.json("advance", &app.advance(account(&ids[1])));
    out.json("advance", &app.advance(account(&ids[0])));
    out.json(
        "pin",
        &app.pin(PinRequest {
            id: ids[2].clone(),
            pinned: true,
        }),
    );
    let rename = EditRequest {
        id: ids[2].clone(),
        issuer: "New".to_owned(),
        label: "name".to_owned(),
    };
    out.json("edit", &app.edit(rename));
    out.json("remove", &app.remove(account(&ids[2])));
    out.json("trash", &app.trash());
    out.json("restore", &app.restore(account(&ids[2])));
    for entry in app.tray_accounts(9) {
        out.said
            .push(("tray".to_owned(), format!("{entry:?}").into_bytes()));
    }
    *held(&world.clipboard.text) = Some("https://example.org/download".to_owned());
    let foreign = app.paste().unwrap();
    out.json(
        "copy_text",
        &app.copy_text(TextRequest {
            findings: foreign.id,
            foreign: 0,
        }),
    );
    // A part of an export: what was read of it, then none of it.
    let many: Vec<_> = (0..12)
        .map(|n| {
            otp::uri::parse(&uri("totp", &format!("fay{n}"), fay, ""))
                .unwrap()
                .account
        })
        .collect();
    let many = exchange::google::write(&many.iter().collect::<Vec<_>>(), 7).codes;
    out.json("enrol_typed", &app.enrol_typed(enrol_request(&many[0])));
    out.json("state", &app.state());
    let export = app.state().unwrap().exports[0].id.clone();
    let request = || ExportRequest {
        export: export.clone(),
    };
    out.json("export_take", &app.export_take(request()));
    out.json("export_forget", &app.export_forget(request()));
    out.json("export_take", &app.export_take(request()));
    out.json(
        "copy_help",
        &app.copy_help(HelpRequest {
            kind: "duo".to_owned(),
        }),
    );

    // What needs presence, without it and with it.
    out.json("qr_picture", &app.qr_picture(account(&ids[0])));
    out.json("recovery_renew", &app.recovery_renew());
    out.json(
        "unlock",
        &app.unlock(password(OTHER_PASSWORD, Purpose::Reveal)),
    );
    out.json(
        "unlock",
        &app.unlock(password(CANARY_PASSWORD, Purpose::Reveal)),
    );
    let picture = app.qr_picture(account(&ids[0])).unwrap();
    out.json("recovery_renew", &app.recovery_renew());
    let key = app.recovery_text().unwrap();
    secret("second recovery key", key.as_bytes());
    out.json("recovery_done", &app.recovery_done());
    out.json("set_password", &app.set_password(set(OTHER_PASSWORD)));

    // The rest.
    out.json("set_settings", &app.set_settings(SettingsView::default()));
    out.json(
        "remember",
        &app.remember(RememberRequest {
            show: Show::Codes,
            search: String::new(),
            scroll: 0,
        }),
    );
    out.json(
        "dismiss_notice",
        &app.dismiss_notice(NoticeRequest {
            code: "tray_missing".to_owned(),
        }),
    );
    out.json("generations", &app.generations());
    out.json(
        "restore_generation",
        &app.restore_generation(GenerationRequest { id: "x".to_owned() }),
    );
    let newest = || GenerationRequest {
        id: app.generations().unwrap().generations[0].id.clone(),
    };
    out.json("generation_preview", &app.generation_preview(newest()));
    out.json("go_back", &app.go_back(newest()));
    out.json("put_off_check", &app.put_off_check());
    for purpose in [CANARY_PASSWORD, OTHER_PASSWORD] {
        out.json("unlock", &app.unlock(password(purpose, Purpose::Check)));
    }
    let backups = world.vault.with_file_name("backups");
    out.json("backup_choose", &app.backup_to(&backups));
    std::fs::create_dir(&backups).unwrap();
    out.json("backup_choose", &app.backup_to(&backups));
    out.json("state", &app.state());
    out.json("backup_now", &app.backup_now());
    out.json("backup_stop", &app.backup_stop());
    out.json("quarantine", &app.quarantine());
    let odd = world.vault.with_file_name("odd.json");
    out.json("quarantine_save", &app.quarantine_save(&odd));
    out.json("state", &app.state());
    out.json("lock", &app.lock());
    let slip = format!("{}A", key.as_str());
    for text in [CANARY_PASSWORD, key.as_str(), slip.as_str()] {
        for way in [Way::Password, Way::Recovery] {
            let request = UnlockRequest {
                way,
                secret: typed(text),
                purpose: Purpose::Session,
            };
            out.json("unlock", &app.unlock(request));
        }
    }
    app.lock().unwrap();
    std::fs::write(&world.vault, "damaged").unwrap();
    out.json(
        "unlock",
        &app.unlock(password(OTHER_PASSWORD, Purpose::Session)),
    );
    out.json("state", &app.state());
    app.shutdown();
    out.said.extend(
        held(&world.listener.heard)
            .iter()
            .map(|(name, json)| ((*name).to_owned(), json.clone().into_bytes())),
    );
    (out, secrets, picture)
}
