//! What lies in memory: nothing of an account once the vault is locked, and no seed between two codes.
//!
//! Without WebDriver, whose own words hold all that it is told: keyboard, tray, and the page as a screen reader has it.

use anyhow::{Context, Result};
use countersign_tests::memory::{self, Needle, count, none, text};
use countersign_tests::{App, Desk, Plan, Reader, cli, clip, oath, proc, steps, wait};

/// Keys of 20 bytes that no other program on this machine has: one that was in the vault, one that is pasted, one that
/// is typed into the page.
const SEED: &str = "PJ5YXGVVQWKMLL3NRSWYG5CYFZ7OQX4D";
const PASTED: &str = "M3QWZ7RDLV4KXHB2TGYNSOJ5EUPCFIA6";
const TYPED: &str = "VQ4KD3YTFN6XJLO2ZHAWUGPRSCE57BIM";
const ISSUER: &str = "Zyxquorum Bank";
const LABEL: &str = "vexillologist@canary.example";
const SECOND: &str = "Quibblewort Trust";
const THIRD: &str = "Fjordwaltz";

/// Seeds as they may lie about: bytes, and base32 in either case.
fn seeds(which: &[(&str, &str)]) -> Result<Vec<Needle>> {
    let mut needles = Vec::new();
    for (name, seed) in which {
        let secret = otp::Secret::from_base32(seed)?;
        // EXPOSE: it is looked for in the memory of others.
        needles.push((format!("{name} seed, bytes"), secret.expose().to_vec()));
        needles.extend(text(&format!("{name} seed, base32"), seed));
        needles.extend(text(&format!("{name} seed, small"), &seed.to_lowercase()));
    }
    Ok(needles)
}

fn names() -> Vec<Needle> {
    let mut needles = text("label", LABEL);
    for issuer in [ISSUER, SECOND, THIRD] {
        needles.extend(text("issuer", issuer));
    }
    needles
}

/// The program's processes by name.
fn processes(app: &App) -> Vec<(String, u32)> {
    proc::family(app.pid())
        .into_iter()
        .map(|seen| (seen.name, seen.pid))
        .collect()
}

/// A vault with one account, open in a window without WebDriver.
fn open(desk: &Desk) -> Result<(App, Reader)> {
    cli::init(desk)?;
    cli::add(desk, ISSUER, LABEL, SEED)?;
    let app = App::on(desk).unwatched().app()?;
    let reader = Reader::start(desk)?;
    reader.find("push button", "Unlock")?;
    unlock(desk)?;
    shows(&reader, ISSUER)?;
    Ok((app, reader))
}

/// The field has the focus.
fn unlock(desk: &Desk) -> Result<()> {
    wait::until("the focus", || {
        wait::yes(desk.active_window()? == "Countersign")
    })?;
    keys(desk, &["type", "--delay", "30", steps::PASSWORD])?;
    keys(desk, &["key", "Return"])
}

fn shows(reader: &Reader, issuer: &str) -> Result<()> {
    let name = format!("Copy the code of {issuer}");
    reader.find("push button", &name).map(drop)
}

fn keys(desk: &Desk, arguments: &[&str]) -> Result<()> {
    let status = desk.command("xdotool").args(arguments).status()?;
    anyhow::ensure!(status.success(), "xdotool {arguments:?}");
    Ok(())
}

#[test]
fn a_locked_vault_leaves_nothing_in_memory() -> Result<()> {
    if !memory::can_be_read() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        let (app, reader) = open(desk)?;
        // Each way in which names and secrets travel: clipboard, keyboard, tray, picture.
        clip::put(desk, &steps::uri(SECOND, LABEL, PASTED))?;
        keys(desk, &["key", "ctrl+v"])?;
        reader.find("heading", "Add this account?")?;
        keys(desk, &["key", "Return"])?;
        reader.find("push button", "Done")?;
        keys(desk, &["key", "Escape"])?;
        shows(&reader, SECOND)?;

        keys(desk, &["key", "ctrl+n"])?;
        reader.press(&reader.find("page tab", "Text")?)?;
        reader.focus(&reader.find("entry", "Or put the text here")?)?;
        keys(
            desk,
            &["type", "--delay", "50", &steps::uri(THIRD, LABEL, TYPED)],
        )?;
        reader.press(&reader.find("push button", "Read it")?)?;
        reader.find("heading", "Add this account?")?;
        keys(desk, &["key", "Return"])?;
        reader.find("push button", "Done")?;
        keys(desk, &["key", "Escape"])?;
        shows(&reader, THIRD)?;

        let tray = desk.tray.as_ref().context("a tray")?;
        tray.click(&format!("{ISSUER}: {LABEL}"))?;
        wait::until("a code on the clipboard", || {
            wait::yes(oath::right_lately(SEED, &clip::text(desk)?, 10)?)
        })?;

        // The control: before the lock both the program and its page hold names.
        for kind in ["countersign", "WebKitWebProces"] {
            let all = processes(&app);
            let pid = all.iter().find(|(name, _)| name.starts_with(kind));
            let pid = pid.with_context(|| format!("{kind} among {all:?}"))?.1;
            let found = memory::search(pid, &names())?;
            let counts = count(&found);
            let both = counts.contains_key("issuer") && counts.contains_key("label");
            assert!(both, "{kind}: {counts:?}");
        }
        tray.click("Lock")?;
        tray.await_label("Unlock…")?;
        reader.find("push button", "Unlock")?;

        let mut needles = seeds(&[("kept", SEED), ("pasted", PASTED), ("typed", TYPED)])?;
        needles.extend(names());
        needles.extend(text("password", steps::PASSWORD));
        needles.extend(text("uri", "otpauth://totp/F"));
        let mut found = Vec::new();
        let all = processes(&app);
        assert!(all.len() >= 3, "program, page and network: {all:?}");
        for (name, pid) in all {
            for mut one in memory::search(pid, &needles)? {
                one.name = format!("{name}: {}", one.name);
                found.push(one);
            }
        }
        none("after the lock", &found)
    })
}

#[test]
fn seeds_at_rest_are_sealed() -> Result<()> {
    if !memory::can_be_read() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        let (app, _reader) = open(desk)?;
        let tray = desk.tray.as_ref().context("a tray")?;
        tray.click(&format!("{ISSUER}: {LABEL}"))?;
        wait::until("a code on the clipboard", || {
            wait::yes(oath::right_lately(SEED, &clip::text(desk)?, 10)?)
        })?;
        let needles = seeds(&[("kept", SEED)])?;
        // A few looks, wherever in a code's time they fall.
        for look in 0..3 {
            std::thread::sleep(std::time::Duration::from_millis(700));
            let (mut found, mut named) = (Vec::new(), 0);
            for (_, pid) in processes(&app) {
                found.extend(memory::search(pid, &needles)?);
                named += memory::search(pid, &names())?.len();
            }
            assert!(
                named > 0,
                "the control: names are there, as the vault is open"
            );
            none(&format!("look {look}"), &found)?;
        }
        Ok(())
    })
}
