//! The keyring is a convenience: whatever happens to it, the vault is unharmed and opens otherwise.

use anyhow::Result;
use countersign_tests::{App, Plan, oath, steps};

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
        Ok(())
    })
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
