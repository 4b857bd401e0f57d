//! Pictures of the real window, light and dark: those of the README, and the others to look at after a change.
//!
//! They lie in `target/screenshots`.

use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use countersign_tests::{App, Desk, Plan, Window, camera, cli, steps, wait};
use serde_json::json;

use crate::ALICE;

/// What a person might have. The keys differ in their first letters; nobody uses them.
const ACCOUNTS: &[(&str, &str)] = &[
    ("GitHub", "ada"),
    ("Microsoft", "ada@example.org"),
    ("Google", "ada.lovelace@example.com"),
    ("Proton", "ada"),
    ("Mastodon", "@ada@example.social"),
    ("Hetzner", "K0123456789"),
    ("Ente", "ada@example.org"),
    (
        "A university with a rather long name",
        "ada.lovelace.of.the.analytical.engine@students.example.edu",
    ),
];

#[test]
fn pictures_of_the_window_light() -> Result<()> {
    pictures("light")
}

#[test]
fn pictures_of_the_window_dark() -> Result<()> {
    pictures("dark")
}

fn pictures(theme: &str) -> Result<()> {
    let folder = folder()?;
    let keep = |desk: &Desk, window: &Window, name: &str| -> Result<PathBuf> {
        // The pointer is nowhere, and what appears has appeared.
        let away = desk
            .command("xdotool")
            .args(["mousemove", "1279", "899"])
            .status()?;
        anyhow::ensure!(away.success(), "the pointer cannot be moved");
        window.settle()?;
        let path = folder.join(format!("{name}-{theme}.png"));
        desk.window_screenshot("Countersign", &path)?;
        judge(&path, theme)?;
        Ok(path)
    };
    Plan::default().run(|desk| {
        desk.set_settings(&json!({ "theme": theme }))?;
        let recording = desk.folder().join("recording");
        camera::record_empty(&recording)?;
        let (app, window) = App::on(desk).camera(&recording).window()?;
        window.see("welcome")?;
        keep(desk, &window, "welcome")?;
        window.click("welcome-password")?;
        keep(desk, &window, "first-password")?;
        window.fill("password", steps::PASSWORD)?;
        window.fill("password-repeat", steps::PASSWORD)?;
        window.click("submit")?;
        window.see("recovery-picture")?;
        keep(desk, &window, "recovery")?;
        window.click("recovery-done")?;
        window.see("empty")?;
        keep(desk, &window, "empty")?;

        for (n, (issuer, label)) in ACCOUNTS.iter().enumerate() {
            let key = key(n);
            cli::add(desk, issuer, label, &key)?;
        }
        window.click("add")?;
        window.see("[data-testid=camera-status][data-status=looking]")?;
        keep(desk, &window, "camera-empty")?;
        for (tab, name) in [
            ("tab-screen", "screen"),
            ("tab-picture", "picture"),
            ("tab-text", "text"),
            ("tab-type", "type"),
        ] {
            window.click(tab)?;
            keep(desk, &window, name)?;
        }
        window.click("tab-text")?;
        window.fill("text-input", &steps::uri("Codeberg", "ada@example.org", ALICE))?;
        window.click("text-submit")?;
        window.see("confirm-sheet")?;
        keep(desk, &window, "confirm")?;
        window.click("confirm-add")?;
        window.see("added")?;
        keep(desk, &window, "added")?;
        window.click("added-done")?;
        window.see("code-row")?;
        wait::until("all rows", || wait::yes(window.count("code-row")? == ACCOUNTS.len() + 1))?;
        early(&window)?;
        keep(desk, &window, "codes")?;

        window.open_account("GitHub")?;
        window.see("account-sheet")?;
        keep(desk, &window, "account")?;
        window.click("show-qr")?;
        keep(desk, &window, "reveal")?;
        window.fill("reveal-password", steps::PASSWORD)?;
        window.click("reveal-submit")?;
        window.see("qr-picture")?;
        keep(desk, &window, "qr")?;
        window.click("qr-hide")?;
        window.click("close")?;
        window.gone("account-sheet")?;
        window.click("settings")?;
        window.see("settings-page")?;
        keep(desk, &window, "settings")?;
        window.click("history")?;
        window.click("history-row")?;
        window.see("preview")?;
        keep(desk, &window, "history")?;
        window.click("close")?;
        window.click("try-recovery")?;
        window.see("try-secret")?;
        keep(desk, &window, "try-recovery")?;
        window.click("close")?;
        window.click("back")?;
        window.click("lock")?;
        window.see("unlock")?;
        keep(desk, &window, "unlock")?;
        window.fill("unlock-password", "not the password")?;
        window.click("unlock-submit")?;
        window.see("fault")?;
        keep(desk, &window, "unlock-wrong")?;
        let link = steps::uri("Codeberg", "ada@example.org", ALICE);
        let second = App::on(desk).unwatched().opening(&link).app()?;
        assert!(second.ended()?.success());
        window.see("handed")?;
        keep(desk, &window, "unlock-link")?;
        drop(window);
        assert!(app.terminate()?.success());

        // The scan itself, and a code that is no account.
        let seen = desk.folder().join("seen");
        camera::record_torn(&seen, &steps::uri("Codeberg", "ada@example.org", ALICE))?;
        let (app, window) = App::on(desk).camera(&seen).window()?;
        steps::unlock(&window)?;
        window.click("add")?;
        window.see("[data-testid=camera-status][data-status=looking]")?;
        window.see("svg polygon")?;
        keep(desk, &window, "camera")?;
        drop(window);
        assert!(app.terminate()?.success());

        let push = desk.folder().join("push");
        camera::record(&push, "phonefactor://activate_account?code=123456789&url=https%3A%2F%2Fmobileappcommunicator.auth.microsoft.com%2Factivate")?;
        let (_app, window) = App::on(desk).camera(&push).window()?;
        steps::unlock(&window)?;
        window.click("add")?;
        window.see("foreign")?;
        keep(desk, &window, "foreign")?;
        Ok(())
    })
}

/// Waits for a moment at which no code is about to end: the picture of the README is a calm one.
fn early(window: &Window) -> Result<()> {
    wait::until_within(
        std::time::Duration::from_secs(40),
        "an early moment",
        || {
            let left = window.attribute("ring", "data-left")?;
            wait::yes(
                left.and_then(|left| left.parse::<u32>().ok())
                    .is_some_and(|left| left > 12),
            )
        },
    )
}

/// A key for the nth account: 32 letters.
fn key(n: usize) -> String {
    let letters = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";
    (0..32)
        .map(|i| char::from(letters[(n * 7 + i * 11) % letters.len()]))
        .collect()
}

fn folder() -> Result<PathBuf> {
    let folder = countersign_tests::programs::target().join("screenshots");
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Ok(folder)
}

/// A picture of the window is not blank, and light or dark as it was asked for.
fn judge(path: &Path, theme: &str) -> Result<()> {
    let picture = image::open(path)?.to_luma8();
    // The ground of the page at its foot, beside any sheet and under its scrim.
    let ground = picture.get_pixel(2, picture.height() - 3).0[0];
    let mut greys = [false; 256];
    picture
        .pixels()
        .for_each(|p| greys[usize::from(p.0[0])] = true);
    let shades = greys.iter().filter(|seen| **seen).count();
    anyhow::ensure!(shades > 40, "{} is blank: {shades} shades", path.display());
    anyhow::ensure!(
        (ground > 60) == (theme == "light"),
        "{} is not {theme}: its ground is {ground}",
        path.display()
    );
    Ok(())
}
