//! `otpauth:` links that the desktop opens with the program.

use anyhow::{Context, Result};
use countersign_tests::{App, Desk, Plan, Reader, cli, oath, steps, wait};

use crate::{ALICE, BOB};

/// A second start hands the link over and ends.
fn open(desk: &Desk, link: &str) -> Result<()> {
    let second = App::on(desk).unwatched().opening(link).app()?;
    anyhow::ensure!(second.ended()?.success(), "the second start failed");
    Ok(())
}

/// Started by a link while locked: it waits for the vault. Nothing of it is seen by other programs or in the log.
#[test]
fn a_link_that_starts_the_program_waits_for_the_vault() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let link = steps::uri("Example", "alice", ALICE);
        let (app, window) = App::on(desk).traced().opening(&link).window()?;
        window.await_text("handed", "A link is waiting")?;
        let line = std::fs::read(format!("/proc/{}/cmdline", app.pid()))?;
        let line = String::from_utf8_lossy(&line).into_owned();
        assert!(
            line.contains("countersign") && !line.contains(ALICE),
            "{line}"
        );
        let listed = || cli::expect(desk, &["list", "--json"], Some(steps::PASSWORD));
        steps::unlock_to(&window, "confirm-sheet")?;
        window.await_text("confirm-sheet", "Add this account?")?;
        assert_eq!(listed()?.trim(), "", "nothing is added by itself");
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(ALICE, &window.code("Example")?, 10)?);
        assert!(!app.log().contains(ALICE), "the log holds the key");
        assert!(
            !window.everything()?.contains(ALICE),
            "the page holds the key"
        );
        Ok(())
    })
}

/// While the window is open, while it is locked, and for what is no account.
#[test]
fn a_second_start_hands_its_link_to_the_first() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        open(desk, &steps::uri("Example", "alice", ALICE))?;
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(ALICE, &window.code("Example")?, 10)?);

        open(desk, "otpauth://totp/Broken:x?secret=NOT!BASE32")?;
        window.see("[data-testid=fault][data-code=uri_refused]")?;
        window.click("back")?;

        window.click("lock")?;
        window.see("unlock")?;
        open(desk, &steps::uri("Other", "bob", BOB))?;
        window.see("handed")?;
        // The desktop may ask twice: it is one account.
        open(desk, &steps::uri("Other", "bob", BOB))?;
        steps::unlock_to(&window, "confirm-sheet")?;
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(BOB, &window.code("Other")?, 10)?);
        Ok(())
    })
}

/// Closed to the tray: the link opens the window, with the sheet to confirm it.
#[test]
fn a_link_opens_the_window_of_a_program_in_the_tray() -> Result<()> {
    Plan::default().run(|desk| {
        let init = ["init", "--keyring", "--recovery-file", "sheet.txt"];
        cli::expect(desk, &init, Some(steps::PASSWORD))?;
        let app = App::on(desk).unwatched().hidden().app()?;
        desk.tray.as_ref().context("a tray")?.await_label("Lock")?;
        let reader = Reader::start(desk)?;
        open(desk, &steps::uri("Example", "alice", ALICE))?;
        app.await_web_processes(1)?;
        reader.find("heading", "Add this account?")?;
        reader.press(&reader.find("push button", "Add")?)?;
        wait::until("the account", || {
            let listed = cli::expect(desk, &["list", "--json"], Some(steps::PASSWORD))?;
            wait::yes(listed.contains("Example"))
        })
    })
}

/// As a browser does it: the desktop finds the installed desktop file by the scheme, and runs its command.
#[test]
fn the_desktop_opens_both_schemes_with_the_program() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        let program = countersign_tests::programs::countersign()?;
        desk.install_handler("otpauth", &program)?;
        desk.install_handler("otpauth-migration", &program)?;
        desk.open_link(&steps::uri("Example", "alice", ALICE))?;
        window.await_text("confirm-sheet", "Add this account?")?;
        window.click("confirm-cancel")?;
        window.gone("confirm-sheet")?;
        // One account in an export of Google Authenticator: "Hello!" as its key, and the name "Export".
        desk.open_link(
            "otpauth-migration://offline?data=ChYKBkhlbGxvIRIGRXhwb3J0IAEoATACEAEYASAA",
        )?;
        window.await_text("confirm-sheet", "Add this account?")?;
        let named = window.value("confirm-label")?;
        assert_eq!(named, "Export");
        Ok(())
    })
}
