//! Walks the main job by itself on a virtual display: scan, code, copy, tray. `cargo xtask run` calls it where there is
//! no display. Prints each step with the code it got, and leaves pictures of the window in a folder that it names.
#![cfg(target_os = "linux")]
#![forbid(unsafe_code)]
#![expect(
    clippy::print_stdout,
    reason = "it shows on the terminal what a person would see"
)]

use std::path::Path;

use anyhow::{Context as _, Result, ensure};
use countersign_tests::{App, Desk, Plan, Window, camera, clip, oath, programs, steps, wait};

/// The demo accounts' keys; nobody uses them.
const CAMERA_KEY: &str = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP";
const TEXT_KEY: &str = "KRSXG5CTMVRXEZLUKN2XAZLSKRSXG5CT";

fn main() -> Result<()> {
    let folder = programs::target().join("walk");
    if folder.exists() {
        std::fs::remove_dir_all(&folder).with_context(|| folder.display().to_string())?;
    }
    std::fs::create_dir_all(&folder).with_context(|| folder.display().to_string())?;
    Plan::default().run(|desk| walk(desk, &folder))?;
    println!(
        "\nDone. The pictures of the window are in {}",
        folder.display()
    );
    Ok(())
}

fn walk(desk: &mut Desk, folder: &Path) -> Result<()> {
    let recording = desk.folder().join("camera");
    camera::record(
        &recording,
        &steps::uri("Demo Bank", "ada@example.org", CAMERA_KEY),
    )?;
    let (app, window) = App::on(desk).camera(&recording).window()?;
    let mut pictures = 0;
    let mut keep = |name: &str, window: &Window| -> Result<()> {
        window.settle()?;
        pictures += 1;
        desk.window_screenshot(
            "Countersign",
            &folder.join(format!("{pictures}-{name}.png")),
        )
    };

    window.see("welcome")?;
    println!("1. The window is open: the welcome.");
    keep("welcome", &window)?;

    steps::make_with_keyring(&window)?;
    println!("2. A vault was made; its key lies in the keyring, its recovery key is put off.");

    window.click("add")?;
    window.see("confirm-sheet")?;
    println!(
        "3. The camera read a QR code: {}, {}.",
        window.value("confirm-issuer")?,
        window.value("confirm-label")?
    );
    keep("found", &window)?;

    window.click("confirm-add")?;
    let code = window
        .text("added-code")?
        .replace(|c: char| !c.is_ascii_digit(), "");
    ensure!(
        oath::right_lately(CAMERA_KEY, &code, 10)?,
        "{code} is not what oathtool says"
    );
    println!("4. Added. Its code is {code}, and oathtool says the same.");
    keep("added", &window)?;
    window.click("added-done")?;

    window.click_account("Demo Bank")?;
    window.see("copy-toast")?;
    let copied = clip::text(desk)?;
    ensure!(
        oath::right_lately(CAMERA_KEY, &copied, 10)?,
        "the clipboard has {copied}"
    );
    println!("5. One click copied {copied}; the clipboard's histories are asked not to keep it.");
    keep("copied", &window)?;

    steps::add_text(&window, &steps::uri("Demo Mail", "ada", TEXT_KEY))?;
    let tray = desk.tray.as_ref().context("a tray")?;
    tray.await_label("Demo Mail: ada")?;
    println!(
        "6. A second account came from a pasted text. The tray menu: {}.",
        tray.labels()?.join(" · ")
    );
    keep("codes", &window)?;

    drop(window);
    desk.close_window("Countersign")?;
    wait::until("the window to go", || wait::yes(desk.windows()?.is_empty()))?;
    println!("7. The window is closed; the program stays in the tray.");
    tray.click("Demo Mail: ada")?;
    let copied = wait::until("the code of the tray", || {
        let text = clip::text(desk)?;
        Ok(oath::right_lately(TEXT_KEY, &text, 10)?.then_some(text))
    })?;
    let told = desk.notifications.about("Demo Mail: ada")?;
    println!(
        "8. One click in the tray copied {copied}. The notification: “{}”",
        told.body
    );

    ensure!(
        app.terminate()?.success(),
        "Countersign did not end in order"
    );
    ensure!(
        clip::text(desk)?.is_empty(),
        "the clipboard was not cleared at the end"
    );
    println!("9. Ended; the code is off the clipboard.");
    Ok(())
}
