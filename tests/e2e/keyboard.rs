//! The main job with the keyboard alone.

use anyhow::Result;
use countersign_tests::{App, Plan, clip, oath, steps, wait};
use thirtyfour::Key;

use crate::{ALICE, BOB};

/// Unlock, add, search, copy, settings, lock: no pointer.
#[test]
fn everything_goes_by_keyboard() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        // Welcome: the password is the only way here; Tab reaches it.
        window.see("welcome")?;
        tab_to(&window, "welcome-password")?;
        window.press(Key::Enter + "")?;
        window.see("password")?;
        window.press(steps::PASSWORD)?;
        tab_to(&window, "password-repeat")?;
        window.press(steps::PASSWORD)?;
        window.press(Key::Enter + "")?;
        window.see("recovery-picture")?;
        window.press(Key::Escape + "")?;
        window.gone("recovery-sheet")?;

        for (issuer, key) in [("Example", ALICE), ("Other", BOB)] {
            window.press(Key::Control + "n")?;
            window.see("add-page")?;
            // Pasting works wherever one is.
            clip::put(desk, &steps::uri(issuer, "me", key))?;
            window.press(Key::Control + "v")?;
            window.see("confirm-sheet")?;
            window.press(Key::Enter + "")?;
            window.see("added")?;
            window.press(Key::Escape + "")?;
            window.gone("confirm-sheet")?;
        }

        // Letters search, Enter copies the best match.
        window.press("oth")?;
        wait::until("one row", || wait::yes(window.count("code-row")? == 1))?;
        window.press(Key::Enter + "")?;
        wait::until("the code", || {
            wait::yes(oath::right_lately(BOB, &clip::text(desk)?, 10)?)
        })?;
        window.press(Key::Escape + "")?;
        wait::until("both rows", || wait::yes(window.count("code-row")? == 2))?;

        // Arrows move, Enter copies, F2 opens the account.
        window.press(Key::Down + "")?;
        window.press(Key::Enter + "")?;
        wait::until("the other code", || {
            wait::yes(oath::right_lately(ALICE, &clip::text(desk)?, 10)?)
        })?;
        window.press(Key::F2 + "")?;
        window.see("account-sheet")?;
        window.press(Key::Escape + "")?;
        window.gone("account-sheet")?;

        window.press(Key::Control + ",")?;
        window.see("settings-page")?;
        window.press(Key::Escape + "")?;
        window.see("codes")?;
        window.press(Key::Control + "l")?;
        window.see("unlock")?;
        window.press(steps::PASSWORD)?;
        window.press(Key::Enter + "")?;
        window.see("codes")
    })
}

/// Presses Tab until the focus is on a place.
fn tab_to(window: &countersign_tests::Window, place: &str) -> Result<()> {
    for _ in 0..20 {
        let at = window.script(
            "return document.activeElement?.dataset?.testid ?? ''",
            Vec::new(),
        )?;
        if at == place {
            return Ok(());
        }
        window.press(Key::Tab + "")?;
    }
    anyhow::bail!("Tab does not reach {place}")
}
