//! What a person does in the window, in a few words: the steps that tests, walk and benchmark share.

use anyhow::Result;

use crate::Window;

/// A password of ours; no test's secret is anybody's.
pub const PASSWORD: &str = "four random words here";

/// From the welcome to an empty vault that the keyring opens; the recovery key is put off.
pub fn make_with_keyring(window: &Window) -> Result<()> {
    window.click("welcome-keyring")?;
    put_recovery_off(window)
}

/// From the welcome to an empty vault that [`PASSWORD`] opens; `keyring` ticks the box for the keyring as well.
pub fn make_with_password(window: &Window, keyring: bool) -> Result<()> {
    window.click("welcome-password")?;
    window.fill("password", PASSWORD)?;
    window.fill("password-repeat", PASSWORD)?;
    if window.sees("password-keyring")? {
        let ticked = window.property("password-keyring", "checked")?;
        if ticked != keyring.to_string() {
            window.click("password-keyring")?;
        }
    }
    window.click("submit")?;
    put_recovery_off(window)
}

fn put_recovery_off(window: &Window) -> Result<()> {
    window.see("recovery-picture")?;
    window.click("recovery-later")?;
    window.gone("recovery-sheet")?;
    window.see("codes")
}

/// Unlocks with [`PASSWORD`].
pub fn unlock(window: &Window) -> Result<()> {
    unlock_to(window, "codes")
}

/// Unlocks with [`PASSWORD`], and waits for what is then to be seen.
pub fn unlock_to(window: &Window, place: &str) -> Result<()> {
    window.fill("unlock-password", PASSWORD)?;
    window.click("unlock-submit")?;
    window.see(place)
}

/// Adds what a text says.
pub fn add_text(window: &Window, text: &str) -> Result<()> {
    read_text(window, text)?;
    window.click("confirm-add")?;
    window.see("added")?;
    window.click("added-done")?;
    window.gone("confirm-sheet")
}

/// Gives a text to the page, and stops at what is said about it.
pub fn read_text(window: &Window, text: &str) -> Result<()> {
    window.click("add")?;
    window.click("tab-text")?;
    window.fill("text-input", text)?;
    window.click("text-submit")
}

/// The text of an account for [`add_text`], as sites print it.
pub fn uri(issuer: &str, label: &str, secret: &str) -> String {
    let (issuer, label) = (issuer.replace(' ', "%20"), label.replace('@', "%40"));
    format!("otpauth://totp/{issuer}:{label}?secret={secret}&issuer={issuer}")
}
