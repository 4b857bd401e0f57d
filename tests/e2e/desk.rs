//! The program among others: closed to the tray, opened again, started twice, ended by the session.

use anyhow::{Context, Result};
use countersign_tests::{App, Plan, Reader, cli, clip, oath, steps, wait};
use serde_json::json;

use crate::{ALICE, BOB};

/// Makes a vault with two accounts that the password opens, on the command line: no window is needed for it.
fn prepare(desk: &countersign_tests::Desk, keyring: bool) -> Result<()> {
    let mut init = vec!["init", "--recovery-file", "sheet.txt"];
    init.extend(keyring.then_some("--keyring"));
    cli::expect(desk, &init, Some(steps::PASSWORD))?;
    for (issuer, label, key) in [("Example", "alice", ALICE), ("Other", "bob", BOB)] {
        cli::add(desk, issuer, label, key)?;
    }
    Ok(())
}

/// Closing destroys the webview and keeps the tray; opening makes it again, as it was left.
#[test]
fn closing_to_the_tray_destroys_the_webview_and_opening_restores_it() -> Result<()> {
    Plan::default().run(|desk| {
        prepare(desk, true)?;
        let mut app = App::on(desk).unwatched().app()?;
        let reader = Reader::start(desk)?;
        reader.find("push button", "Copy the code of Example")?;
        reader.press(&reader.find("push button", "Settings")?)?;
        reader.find("heading", "Settings")?;
        // The page tells after a moment what is to be found again.
        std::thread::sleep(std::time::Duration::from_secs(1));
        app.await_web_processes(1)?;

        desk.close_window("Countersign")?;
        app.await_web_processes(0)?;
        assert!(app.runs(), "the tray stays");
        let tray = desk.tray.as_ref().context("a tray")?;
        tray.click("Example: alice")?;
        wait::until("a code copied without a window", || {
            wait::yes(oath::right_lately(ALICE, &clip::text(desk)?, 10)?)
        })?;

        tray.click("Open Countersign")?;
        app.await_web_processes(1)?;
        reader.find("heading", "Settings")?;

        // Locked in between, the next window asks, and shows nothing of before.
        desk.close_window("Countersign")?;
        app.await_web_processes(0)?;
        tray.click("Lock")?;
        tray.await_label("Unlock…")?;
        tray.click("Unlock…")?;
        reader.find("push button", "Unlock with GNOME Keyring")?;
        assert!(!reader.said().contains("alice"), "{}", reader.said());

        tray.click("Quit")?;
        assert!(app.ended()?.success());
        Ok(())
    })
}

/// Without a tray host: said once, and closing the window ends the program instead of hiding it.
#[test]
fn without_a_tray_host_closing_ends_the_program() -> Result<()> {
    Plan::default()
        .without_tray()
        .without_keyring()
        .run(|desk| {
            prepare(desk, false)?;
            let (app, window) = App::on(desk).window()?;
            steps::unlock(&window)?;
            window.see("[data-testid=notice][data-code=tray_missing]")?;
            window.click("[data-testid=notice][data-code=tray_missing] button")?;
            window.gone("notice")?;
            desk.close_window("Countersign")?;
            drop(window);
            assert!(app.ended()?.success());

            let (_app, window) = App::on(desk).window()?;
            steps::unlock(&window)?;
            window.code("Example")?;
            assert!(!window.sees("notice")?, "it was said once");
            Ok(())
        })
}

/// `--hidden` starts without a window; where no tray would show the icon, with one.
#[test]
fn started_hidden_there_is_a_window_only_without_a_tray() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        prepare(desk, false)?;
        let app = App::on(desk).unwatched().hidden().app()?;
        desk.tray
            .as_ref()
            .context("a tray")?
            .await_label("Unlock…")?;
        assert!(desk.windows()?.is_empty(), "{:?}", desk.windows()?);
        app.await_web_processes(0)?;
        assert!(app.terminate()?.success());

        desk.tray = None;
        let _app = App::on(desk).unwatched().hidden().app()?;
        wait::until("the window", || {
            wait::yes(desk.windows()?.iter().any(|title| title == "Countersign"))
        })
    })
}

/// A second start raises the first one's window and ends; there is one program.
#[test]
fn a_second_start_raises_the_first() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        prepare(desk, false)?;
        let mut first = App::on(desk).unwatched().app()?;
        wait::until("the window", || {
            wait::yes(desk.active_window()? == "Countersign")
        })?;
        let other = desk.other_window()?;
        wait::until("the other window to have the focus", || {
            wait::yes(desk.active_window()? != "Countersign")
        })?;
        let second = App::on(desk).unwatched().app()?;
        assert!(second.ended()?.success());
        wait::until("the window to be raised", || {
            wait::yes(desk.active_window()? == "Countersign")
        })?;
        assert!(first.runs());
        assert_eq!(
            desk.windows()?
                .iter()
                .filter(|t| *t == "Countersign")
                .count(),
            1
        );
        drop(other);
        Ok(())
    })
}

/// The session's end clears the clipboard, but only a code of ours.
#[test]
fn ending_clears_the_clipboard_only_if_it_is_still_ours() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        desk.set_settings(&json!({ "clear_clipboard_after": 0 }))?;
        prepare(desk, false)?;
        let (app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        window.click_account("Example")?;
        wait::until("a code", || wait::yes(!clip::text(desk)?.is_empty()))?;
        drop(window);
        assert!(app.terminate()?.success());
        assert_eq!(clip::text(desk)?, "");

        let (app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        window.click_account("Example")?;
        wait::until("a code", || wait::yes(!clip::text(desk)?.is_empty()))?;
        clip::put(desk, "something of another program")?;
        drop(window);
        assert!(app.terminate()?.success());
        assert_eq!(clip::text(desk)?, "something of another program");
        Ok(())
    })
}

/// Nobody there: the vault locks by itself, also with the window closed.
#[test]
fn the_vault_locks_when_nobody_uses_it() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        desk.set_settings(&json!({ "lock_after": 10 }))?;
        prepare(desk, false)?;
        let (_app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        window.code("Example")?;
        window.see("unlock")?;
        desk.tray
            .as_ref()
            .context("a tray")?
            .await_label("Unlock…")?;
        assert!(!window.everything()?.contains("alice"));
        Ok(())
    })
}
