//! The main job, from the first start to the next day.

use anyhow::{Context, Result};
use countersign_tests::{App, Plan, camera, clip, oath, steps, wait};
use serde_json::json;

use crate::{ALICE, BOB};

/// First run, camera, code, copy, tray, cleared in time, lock, unlock, restart.
#[test]
fn from_a_qr_code_to_the_clipboard_and_the_next_day() -> Result<()> {
    Plan::default().run(|desk| {
        desk.set_settings(&json!({ "clear_clipboard_after": 12 }))?;
        let recording = desk.folder().join("recording");
        camera::record(
            &recording,
            &steps::uri("Example", "alice@example.org", ALICE),
        )?;
        let (app, window) = App::on(desk).camera(&recording).window()?;

        // A vault that the keyring opens.
        steps::make_with_keyring(&window)?;
        window.see("empty")?;
        window.see("recovery-banner")?;

        // The camera finds the code by itself; nothing is added before it is confirmed.
        window.click("add")?;
        window.see("confirm-sheet")?;
        assert_eq!(window.value("confirm-issuer")?, "Example");
        assert_eq!(window.value("confirm-label")?, "alice@example.org");
        assert_eq!(window.count("code-row")?, 0);
        window.click("confirm-add")?;
        let shown = window.text("added-code")?.replace(' ', "");
        assert!(
            oath::right_lately(ALICE, &shown, 10)?,
            "{shown} is not oathtool's"
        );
        window.click("added-done")?;

        // A click on the row copies, and says so.
        window.click_account("Example")?;
        window.see("copy-toast")?;
        let copied = clip::text(desk)?;
        assert!(
            oath::right_lately(ALICE, &copied, 10)?,
            "{copied} is not oathtool's"
        );
        let targets = clip::targets(desk)?;
        assert!(
            targets.iter().any(|t| t == "x-kde-passwordManagerHint"),
            "{targets:?}"
        );
        assert_eq!(clip::form(desk, "x-kde-passwordManagerHint")?, "secret");
        assert_eq!(
            clip::primary(desk)?,
            "",
            "the middle mouse button pastes no code"
        );

        // Nothing is before the camera now: what it finds would come before the text.
        camera::record_empty(&recording)?;
        // The tray copies the other account, without the window's help.
        steps::add_text(&window, &steps::uri("Other Site", "bob", BOB))?;
        let tray = desk.tray.as_ref().context("a tray")?;
        wait::until("both accounts in the tray", || {
            let labels = tray.labels()?;
            wait::yes(
                labels
                    == [
                        "Example: alice@example.org",
                        "Other Site: bob",
                        "Scan…",
                        "Scan the screen",
                        "Open Countersign",
                        "Lock",
                        "Quit",
                    ],
            )
        })
        .with_context(|| format!("{:?}", tray.labels()))?;
        tray.click("Other Site: bob")?;
        wait::until("bob's code on the clipboard", || {
            wait::yes(oath::right_lately(BOB, &clip::text(desk)?, 10)?)
        })?;
        let told = desk.notifications.about("Other Site: bob")?;
        assert!(told.body.starts_with("Copied. Valid for "), "{}", told.body);
        assert!(told.transient);
        let code = clip::text(desk)?;
        assert!(
            !told.everything.contains(&code),
            "no notification holds a code"
        );

        // What was used last stands first now.
        wait::until("bob first", || {
            wait::yes(
                tray.labels()?
                    .first()
                    .is_some_and(|l| l == "Other Site: bob"),
            )
        })?;

        // The clipboard is cleared in time, and only then.
        assert_eq!(clip::text(desk)?, code);
        wait::until("an empty clipboard", || {
            wait::yes(clip::text(desk)?.is_empty())
        })?;

        // Locked: no code, no name, in page or tray; a copied code goes too.
        window.click_account("Example")?;
        wait::until("a code on the clipboard", || {
            wait::yes(!clip::text(desk)?.is_empty())
        })?;
        window.click("lock")?;
        window.see("unlock")?;
        let held = window.everything()?;
        assert!(
            !held.contains("Example") && !held.contains("alice"),
            "the page forgets names"
        );
        tray.await_label("Unlock…")?;
        assert_eq!(tray.labels()?, ["Unlock…", "Quit"]);
        assert_eq!(clip::text(desk)?, "", "locking clears the clipboard");

        // Unlocked by the keyring, all is there.
        window.click("unlock-keyring")?;
        window.code("Example")?;

        // The next day.
        drop(window);
        assert!(app.terminate()?.success());
        let (_app, window) = App::on(desk).window()?;
        let code = window.code("Other Site")?;
        assert!(
            oath::right_lately(BOB, &code, 10)?,
            "{code} is not oathtool's"
        );
        assert_eq!(window.count("code-row")?, 2);
        Ok(())
    })
}

/// What a page script could read never holds a seed, and nothing legible lies on the disk or in a log.
#[test]
fn no_secret_reaches_page_disk_or_log() -> Result<()> {
    Plan::default().run(|desk| {
        let (app, window) = App::on(desk).traced().window()?;
        steps::make_with_password(&window, true)?;
        let text = steps::uri("Canary Issuer", "canary-label", ALICE);
        steps::read_text(&window, &text)?;
        window.see("confirm-sheet")?;
        assert!(
            !window.everything()?.contains(ALICE),
            "not after the text was read"
        );
        window.click("confirm-add")?;
        window.click("added-done")?;
        window.code("Canary Issuer")?;
        let held = window.everything()?;
        assert!(
            held.contains("canary-label"),
            "the control: names are in the page"
        );
        assert!(!held.contains(ALICE) && !held.contains(steps::PASSWORD));

        // The QR is a picture, for those who prove who they are, and no text.
        window.open_account("Canary Issuer")?;
        window.click("show-qr")?;
        window.fill("reveal-password", steps::PASSWORD)?;
        window.click("reveal-submit")?;
        window.see("qr-picture")?;
        let held = window.everything()?;
        assert!(
            !held.contains(ALICE) && !held.contains("otpauth:"),
            "only a picture"
        );
        window.click("qr-hide")?;

        drop(window);
        let log = app.log();
        assert!(app.terminate()?.success());
        assert!(
            log.contains("DEBUG"),
            "the control: the log was written in full"
        );
        let canaries = [ALICE, "Canary Issuer", "canary-label", steps::PASSWORD];
        for canary in canaries {
            assert!(!log.contains(canary), "{canary} is in the log");
        }
        let mut read = 0;
        for file in files(desk.folder())? {
            let bytes = std::fs::read(&file).unwrap_or_default();
            read += 1;
            for canary in canaries {
                let found = bytes
                    .windows(canary.len())
                    .any(|part| part == canary.as_bytes());
                assert!(!found, "{canary} is legible in {}", file.display());
            }
        }
        assert!(read > 3, "vault, settings and logs were read");
        Ok(())
    })
}

/// Every file below a folder.
fn files(folder: &std::path::Path) -> Result<Vec<std::path::PathBuf>> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(folder)?.flatten() {
        let kind = entry.file_type()?;
        if kind.is_dir() {
            files.extend(self::files(&entry.path())?);
        } else if kind.is_file() {
            files.push(entry.path());
        }
    }
    Ok(files)
}

/// The recovery key is nagged about until it was kept, also after a restart.
#[test]
fn the_recovery_key_is_nagged_about_until_it_is_kept() -> Result<()> {
    Plan::default().run(|desk| {
        let (app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        window.see("recovery-banner")?;
        window.click("recovery-show")?;
        window.click("recovery-later")?;
        window.see("recovery-banner")?;
        drop(window);
        assert!(app.terminate()?.success());

        let (app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        window.see("recovery-banner")?;
        // Its picture is not kept anywhere: a new key is made, after a proof of who asks.
        window.click("recovery-renew")?;
        window.fill("reveal-password", steps::PASSWORD)?;
        window.click("reveal-submit")?;
        window.see("recovery-picture")?;
        window.click("recovery-done")?;
        window.gone("recovery-sheet")?;
        window.gone("recovery-banner")?;
        drop(window);
        assert!(app.terminate()?.success());

        let (_app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        assert!(!window.sees("recovery-banner")?);
        Ok(())
    })
}
