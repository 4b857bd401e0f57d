//! The vault closes when the session ends for a while: screen saver, lock of the session, sleep, minimised.

use anyhow::{Context, Result};
use countersign_tests::session::{Logind, Screensaver, can_be_played};
use countersign_tests::{App, Desk, Plan, Window, cli, proc, steps, wait};
use serde_json::json;

use crate::ALICE;

fn open(desk: &Desk) -> Result<(App, Window)> {
    let (app, window) = App::on(desk).window()?;
    steps::unlock(&window)?;
    window.code("Example")?;
    Ok((app, window))
}

fn prepare(desk: &Desk) -> Result<()> {
    cli::init(desk)?;
    cli::add(desk, "Example", "alice", ALICE)
}

/// The page asks for the password and holds no name; the tray has forgotten too.
fn locked(desk: &Desk, window: &Window) -> Result<()> {
    window.see("unlock")?;
    assert!(!window.everything()?.contains("alice"));
    desk.tray.as_ref().context("a tray")?.await_label("Unlock…")
}

/// Every desktop's own signal; that a screen saver ends is none.
#[test]
fn every_screen_saver_locks_the_vault() -> Result<()> {
    if !can_be_played() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        prepare(desk)?;
        let (_app, window) = open(desk)?;
        for saver in Screensaver::ALL {
            let playing = Screensaver::start(desk, saver)?;
            // The control: what does not start does not lock.
            playing.active(false)?;
            std::thread::sleep(std::time::Duration::from_millis(300));
            window
                .code("Example")
                .with_context(|| format!("{saver:?} ended"))?;
            playing.active(true)?;
            locked(desk, &window).with_context(|| format!("{saver:?} started"))?;
            playing.active(false)?;
            steps::unlock(&window)?;
            window.code("Example")?;
        }
        Ok(())
    })
}

/// logind: the user's own session counts, another user's does not; both ways in which a lock is told.
#[test]
fn the_lock_of_the_session_locks_the_vault() -> Result<()> {
    if !can_be_played() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        let logind = Logind::start(desk)?;
        prepare(desk)?;
        let (_app, window) = open(desk)?;
        await_delay(&logind)?;
        logind.lock("other")?;
        logind.hint("own", false)?;
        std::thread::sleep(std::time::Duration::from_millis(500));
        window
            .code("Example")
            .context("nothing of ours was locked")?;

        logind.lock("own")?;
        locked(desk, &window)?;
        steps::unlock(&window)?;
        window.code("Example")?;
        logind.hint("own", true)?;
        locked(desk, &window)
    })
}

/// Sleep waits until the vault is closed and the page that showed it is gone, and not for longer.
#[test]
fn sleep_waits_until_the_vault_is_closed() -> Result<()> {
    if !can_be_played() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        let logind = Logind::start(desk)?;
        prepare(desk)?;
        let (app, window) = open(desk)?;
        await_delay(&logind)?;
        let showing = web_process(&app)?;
        logind.sleep(true)?;
        wait::until("the delay to be over", || {
            // In this order: what is gone when sleep may begin was gone before.
            let (delays, shows) = (logind.delays()?, runs(showing));
            if delays.is_empty() {
                anyhow::ensure!(
                    !shows,
                    "the computer may sleep, and the page is still there"
                );
            }
            wait::yes(delays.is_empty())
        })?;
        assert!(!runs(showing));
        locked(desk, &window)?;
        // Awake again, the next sleep will wait too.
        logind.sleep(false)?;
        await_delay(&logind)
    })
}

fn await_delay(logind: &Logind) -> Result<()> {
    wait::until("the program to delay sleep", || {
        wait::yes(logind.delays()? == ["Countersign"])
    })
}

fn web_process(app: &App) -> Result<u32> {
    let family = proc::family(app.pid());
    let web = family
        .iter()
        .find(|seen| seen.name.starts_with("WebKitWebProces"));
    Ok(web.context("a web process")?.pid)
}

fn runs(pid: u32) -> bool {
    proc::all().iter().any(|seen| seen.pid == pid)
}

/// Who does not want it is not locked out, and sleep does not wait for nothing.
#[test]
fn what_is_not_wanted_does_not_lock() -> Result<()> {
    if !can_be_played() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        desk.set_settings(&json!({
            "lock_on_screensaver": false, "lock_on_session": false, "lock_on_sleep": false,
        }))?;
        let logind = Logind::start(desk)?;
        let saver = Screensaver::start(desk, Screensaver::ALL[0])?;
        prepare(desk)?;
        let (_app, window) = open(desk)?;
        await_delay(&logind)?;
        saver.active(true)?;
        logind.lock("own")?;
        logind.sleep(true)?;
        wait::until("the delay to be over", || {
            wait::yes(logind.delays()?.is_empty())
        })?;
        window.code("Example").context("the vault is open")?;
        Ok(())
    })
}

/// Minimised, where that is wanted; the window is not brought back by it.
#[test]
fn a_minimised_window_locks_where_it_is_wanted() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        prepare(desk)?;
        let (_app, window) = open(desk)?;
        desk.minimise("Countersign")?;
        std::thread::sleep(std::time::Duration::from_millis(500));
        window.code("Example").context("not by itself")?;
        desk.raise("Countersign")?;

        window.click("settings")?;
        window.click("lock-on-minimise")?;
        wait::until("the setting", || {
            wait::yes(window.property("lock-on-minimise", "checked")? == "true")
        })?;
        desk.minimise("Countersign")?;
        desk.tray
            .as_ref()
            .context("a tray")?
            .await_label("Unlock…")?;
        // The page begins anew and is painted, and the window stays where it is.
        std::thread::sleep(std::time::Duration::from_secs(1));
        assert!(desk.is_minimised("Countersign")?);
        desk.raise("Countersign")?;
        locked(desk, &window)
    })
}
