//! Every other way in: pasted, several at once, an export in parts; and what is no account.

use anyhow::{Context, Result};
use countersign_tests::{App, Plan, camera, cli, clip, oath, steps};

use crate::{ALICE, BOB, CAROL};

/// A picture and a text from the clipboard, a typed key: each shown first, then added, then right.
#[test]
fn pasted_pictures_pasted_texts_and_typed_keys_become_accounts() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;

        let png = desk.folder().join("page.png");
        camera::picture(&png, &steps::uri("Picture", "alice", ALICE))?;
        clip::put_png(desk, &std::fs::read(&png)?)?;
        window.click("add")?;
        window.click("tab-picture")?;
        window.click("picture-paste")?;
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(ALICE, &window.code("Picture")?, 10)?);

        clip::put(desk, &steps::uri("Text", "bob", BOB))?;
        window.click("add")?;
        window.click("tab-text")?;
        window.click("text-paste")?;
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(BOB, &window.code("Text")?, 10)?);

        window.click("add")?;
        window.click("tab-type")?;
        window.fill("type-issuer", "Typed")?;
        window.fill("type-label", "carol")?;
        window.fill("type-key", &CAROL.to_lowercase())?;
        window.click("type-submit")?;
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(CAROL, &window.code("Typed")?, 10)?);

        // The same secret once more is noticed.
        steps::read_text(&window, &steps::uri("Again", "alice", ALICE))?;
        window.see("[data-testid=duplicate][data-same=secret]")?;
        window.click("confirm-cancel")?;
        window.gone("confirm-sheet")
    })
}

/// A Microsoft push code: what it is, the steps to the right one, nothing added, nothing opened.
#[test]
fn a_microsoft_push_code_is_explained() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let recording = desk.folder().join("recording");
        let text = "phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fmobileappcommunicator.auth.microsoft.com%2Factivate";
        camera::record(&recording, text)?;
        let (_app, window) = App::on(desk).camera(&recording).window()?;
        steps::make_with_password(&window, false)?;
        window.click("add")?;
        window.see("foreign")?;
        window.await_text("confirm-sheet", "Microsoft")?;
        window.await_text("confirm-sheet", "I want to use a different authenticator app")?;
        assert!(!window.everything()?.contains("123456789"), "its one-time code stays in Rust");
        assert!(!window.sees("confirm-add")?);
        window.click("copy-help")?;
        countersign_tests::wait::until("the help on the clipboard", || {
            countersign_tests::wait::yes(clip::text(desk)?.contains("different authenticator app"))
        })?;
        window.click("confirm-cancel")?;
        window.gone("confirm-sheet")
    })
}

/// Refused text names what is wrong with it, and nothing is added.
#[test]
fn refused_texts_name_the_field() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        let good = steps::uri("Example", "alice", ALICE);
        let cases = [
            (good.replace(ALICE, "NOT!BASE32"), "secret"),
            (format!("{good}&digits=0"), "digits"),
            (format!("{good}&period=0"), "period"),
            (good.replace("//totp/", "//wotp/"), "type"),
        ];
        window.click("add")?;
        window.click("tab-text")?;
        for (text, field) in cases {
            window.fill("text-input", &text)?;
            window.click("text-submit")?;
            window
                .see("[data-testid=fault][data-code=uri_refused]")
                .with_context(|| format!("{field} must be refused"))?;
            let said = window.text("fault")?.to_lowercase();
            assert!(said.contains(field), "{field} is not named in: {said}");
            if window.sees("confirm-sheet")? {
                window.click("confirm-cancel")?;
                window.gone("confirm-sheet")?;
            } else {
                window.fill("text-input", "")?;
            }
        }
        let listed = cli::expect(desk, &["list", "--json"], Some(steps::PASSWORD))?;
        assert_eq!(listed.trim(), "", "nothing was added");
        Ok(())
    })
}

/// Deleted, undone, deleted, back from the trash; renamed; pinned to the top of list and tray.
#[test]
fn an_account_is_renamed_pinned_deleted_and_brought_back() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        steps::add_text(&window, &steps::uri("Aaa", "alice", ALICE))?;
        steps::add_text(&window, &steps::uri("Zzz", "bob", BOB))?;

        window.open_account("Zzz")?;
        window.click("pin")?;
        window.await_text("pin", "Unpin")?;
        window.click("close")?;
        countersign_tests::wait::until("the pinned one first", || {
            let first = window.codes()?.into_iter().next();
            countersign_tests::wait::yes(first.is_some_and(|(row, _)| row.contains("Zzz")))
        })?;
        let tray = desk.tray.as_ref().context("a tray")?;
        countersign_tests::wait::until("the pinned one first in the tray", || {
            countersign_tests::wait::yes(tray.labels()?.first().is_some_and(|l| l == "Zzz: bob"))
        })?;

        window.open_account("Aaa")?;
        window.fill("rename-label", "renamed")?;
        window.click("rename-submit")?;
        window.click("close")?;
        window.code("renamed")?;

        window.open_account("Aaa")?;
        window.click("delete")?;
        window.click("undo")?;
        assert!(oath::right_lately(ALICE, &window.code("renamed")?, 10)?);

        window.open_account("Aaa")?;
        window.click("delete")?;
        window.see("deleted-toast")?;
        countersign_tests::wait::until("one row", || {
            countersign_tests::wait::yes(window.count("code-row")? == 1)
        })?;
        window.click("settings")?;
        window.click("trash")?;
        window.click("restore")?;
        window.see("trash-empty")?;
        window.click("back")?;
        window.see("settings-page")?;
        window.click("back")?;
        assert!(oath::right_lately(ALICE, &window.code("renamed")?, 10)?);
        Ok(())
    })
}

/// The QR is shown again after a fresh unlock, and scans as the account that it is.
#[test]
fn a_qr_that_is_shown_again_makes_the_same_codes() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        steps::add_text(&window, &steps::uri("Example", "alice", ALICE))?;
        window.open_account("Example")?;
        window.click("show-qr")?;
        window.fill("reveal-password", "not the password")?;
        window.click("reveal-submit")?;
        window.see("[data-testid=fault][data-code=wrong_password]")?;
        assert!(!window.sees("qr-picture")?);
        window.fill("reveal-password", steps::PASSWORD)?;
        window.click("reveal-submit")?;
        window.see("qr-picture")?;
        let shot = desk.folder().join("qr.png");
        desk.window_screenshot("Countersign", &shot)?;
        let found = cli::expect(desk, &["scan", "--json", &shot.display().to_string()], None)?;
        assert!(
            found.contains("\"Example\"") && found.contains("\"alice\""),
            "{found}"
        );
        window.click("qr-hide")?;
        window.gone("qr-picture")?;
        drop(window);
        assert!(app.terminate()?.success());
        // A second device: another vault, from the picture.
        let data = desk.vault().with_file_name("");
        std::fs::rename(&data, desk.folder().join("first device"))?;
        cli::expect(
            desk,
            &["init", "--recovery-file", "second.txt"],
            Some(steps::PASSWORD),
        )?;
        cli::expect(
            desk,
            &["add", &shot.display().to_string()],
            Some(steps::PASSWORD),
        )?;
        let code = cli::expect(desk, &["code", "Example"], Some(steps::PASSWORD))?;
        assert!(oath::right_lately(ALICE, code.trim(), 10)?);
        Ok(())
    })
}

/// A picture is chosen and the recovery sheet is saved in the system's own dialogs; the page learns no more than that.
#[test]
fn files_are_chosen_and_saved_in_the_systems_dialogs() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        window.click("welcome-password")?;
        window.fill("password", steps::PASSWORD)?;
        window.fill("password-repeat", steps::PASSWORD)?;
        window.click("submit")?;
        window.see("recovery-picture")?;
        window.click("recovery-save")?;
        let sheet = desk.folder().join("sheet.png");
        desk.answer_dialog("Save the recovery sheet", &sheet)?;
        window.await_text("recovery-sheet", "Saved as")?;
        assert!(image::open(&sheet)?.width() > 500);
        window.click("recovery-done")?;
        window.gone("recovery-banner")?;

        let png = desk.folder().join("page.png");
        camera::picture(&png, &steps::uri("Picture", "alice", ALICE))?;
        window.click("add")?;
        window.click("tab-picture")?;
        window.click("picture-pick")?;
        desk.answer_dialog("Choose pictures of QR codes", &png)?;
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(ALICE, &window.code("Picture")?, 10)?);
        Ok(())
    })
}
