//! The keyring is a convenience: whatever happens to it, the vault is unharmed and opens otherwise.

use anyhow::{Context as _, Result};
use countersign_tests::{App, Desk, Plan, oath, steps};

use crate::ALICE;

/// Gone, then replaced by an empty one: a sentence for each, the password opens, not a byte of the vault changed.
#[test]
fn a_keyring_that_is_gone_or_replaced_changes_no_byte() -> Result<()> {
    Plan::default().run(|desk| {
        let (app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, true)?;
        steps::add_text(&window, &steps::uri("Example", "alice", ALICE))?;
        drop(window);
        assert!(app.terminate()?.success());
        let before = std::fs::read(desk.vault())?;

        desk.stop_keyring()?;
        let (app, window) = App::on(desk).window()?;
        window.click("unlock-keyring")?;
        window.see("[data-testid=fault][data-code=keyring_missing]")?;
        assert_eq!(
            std::fs::read(desk.vault())?,
            before,
            "asking changes nothing"
        );
        steps::unlock(&window)?;
        let code = window.code("Example")?;
        assert!(oath::right_lately(ALICE, &code, 10)?);
        assert_eq!(
            std::fs::read(desk.vault())?,
            before,
            "opening changes nothing"
        );
        drop(window);
        assert!(app.terminate()?.success());
        assert_eq!(
            std::fs::read(desk.vault())?,
            before,
            "ending changes nothing"
        );

        desk.start_keyring()?;
        desk.replace_keyring()?;
        let (app, window) = App::on(desk).window()?;
        window.click("unlock-keyring")?;
        window.see("[data-testid=fault][data-code=keyring_empty]")?;
        window.await_text("fault", "GNOME Keyring")?;
        assert_eq!(std::fs::read(desk.vault())?, before);
        steps::unlock(&window)?;
        window.code("Example")?;
        drop(window);
        assert!(app.terminate()?.success());
        assert_eq!(std::fs::read(desk.vault())?, before);

        // A key of another vault under this one's name.
        keep_another_key(desk, &before)?;
        let (app, window) = App::on(desk).window()?;
        window.click("unlock-keyring")?;
        window.see("[data-testid=fault][data-code=keyring_wrong]")?;
        window.await_text("fault", "GNOME Keyring")?;
        steps::unlock(&window)?;
        drop(window);
        assert!(app.terminate()?.success());
        assert_eq!(std::fs::read(desk.vault())?, before);

        // Locked, with nobody there to unlock it.
        lock_keyring(desk)?;
        let (app, window) = App::on(desk).window()?;
        window.click("unlock-keyring")?;
        window.see("[data-testid=fault][data-code=keyring_locked]")?;
        window.await_text("fault", "GNOME Keyring")?;
        steps::unlock(&window)?;
        window.code("Example")?;
        drop(window);
        assert!(app.terminate()?.success());
        assert_eq!(std::fs::read(desk.vault())?, before);
        Ok(())
    })
}

fn keep_another_key(desk: &Desk, vault: &[u8]) -> Result<()> {
    use std::io::Write as _;
    let id = vault.get(27..43).context("a vault id")?;
    let name: String = id.iter().map(|byte| format!("{byte:02x}")).collect();
    let mut store = desk
        .command("secret-tool")
        .args([
            "store",
            "--label",
            "another",
            "service",
            "countersign",
            "username",
            &name,
        ])
        .stdin(std::process::Stdio::piped())
        .spawn()?;
    let mut stdin = store.stdin.take().context("stdin")?;
    stdin.write_all(b"AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=")?;
    drop(stdin);
    anyhow::ensure!(store.wait()?.success(), "secret-tool kept nothing");
    Ok(())
}

fn lock_keyring(desk: &Desk) -> Result<()> {
    let service = "org.freedesktop.secrets";
    let output = desk
        .command("gdbus")
        .args([
            "call",
            "--session",
            "--dest",
            service,
            "--object-path",
            "/org/freedesktop/secrets",
        ])
        .args(["--method", "org.freedesktop.Secret.Service.Lock"])
        .arg("['/org/freedesktop/secrets/collection/login']")
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    anyhow::ensure!(said.contains("collection"), "nothing was locked: {said}");
    Ok(())
}

/// Without any keyring the first start says so and offers the password.
#[test]
fn without_a_keyring_the_first_start_offers_the_password() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        window.await_text("welcome-keyring", "No keyring answers")?;
        assert_eq!(window.property("welcome-keyring", "disabled")?, "true");
        steps::make_with_password(&window, false)?;
        window.see("empty")
    })
}

/// A wrong password is an error and a delay, and nothing else, however often.
#[test]
fn wrong_passwords_erase_nothing() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        steps::add_text(&window, &steps::uri("Example", "alice", ALICE))?;
        window.click("lock")?;
        let before = std::fs::read(desk.vault())?;
        for wrong in [
            "wrong password",
            "another wrong one",
            "four random words her",
        ] {
            window.fill("unlock-password", wrong)?;
            window.click("unlock-submit")?;
            window.see("[data-testid=fault][data-code=wrong_password]")?;
        }
        assert_eq!(std::fs::read(desk.vault())?, before);
        steps::unlock(&window)?;
        window.code("Example")?;
        Ok(())
    })
}
