//! What lies in memory: nothing of an account once the vault is locked, and no seed between two codes.

use std::collections::BTreeMap;

use anyhow::{Context, Result};
use countersign_tests::memory::{self, Found, Needle, text};
use countersign_tests::{App, Desk, Plan, cli, oath, proc, steps, wait};

/// A key of 20 bytes that no other program on this machine has, and another that is typed into the page.
const SEED: &str = "PJ5YXGVVQWKMLL3NRSWYG5CYFZ7OQX4D";
const TYPED: &str = "VQ4KD3YTFN6XJLO2ZHAWUGPRSCE57BIM";
const ISSUER: &str = "Zyxquorum Bank";
const LABEL: &str = "vexillologist@canary.example";
const RENAMED: &str = "Quibblewort Trust";

fn bytes_of(base32: &str) -> Result<Vec<u8>> {
    let secret = otp::Secret::from_base32(base32)?;
    Ok(data(&secret))
}

fn data(secret: &otp::Secret) -> Vec<u8> {
    // EXPOSE: it is looked for in another process's memory.
    secret.expose().to_vec()
}

/// Seeds as they may lie about: bytes, and base32 in either case.
fn seeds() -> Result<Vec<Needle>> {
    let mut needles = Vec::new();
    for (name, seed) in [("seed", SEED), ("typed seed", TYPED)] {
        needles.push((format!("{name}, bytes"), bytes_of(seed)?));
        needles.extend(text(&format!("{name}, base32"), seed));
        needles.extend(text(&format!("{name}, small base32"), &seed.to_lowercase()));
    }
    Ok(needles)
}

fn names() -> Vec<Needle> {
    let mut needles = text("issuer", ISSUER);
    needles.extend(text("label", LABEL));
    needles.extend(text("renamed issuer", RENAMED));
    needles
}

fn count(found: &[Found]) -> BTreeMap<&str, usize> {
    let mut counts = BTreeMap::new();
    for one in found {
        *counts.entry(one.name.as_str()).or_default() += 1;
    }
    counts
}

fn none(what: &str, found: &[Found]) -> Result<()> {
    anyhow::ensure!(
        found.is_empty(),
        "{what}: {:?}\n{}",
        count(found),
        found
            .iter()
            .take(60)
            .map(|f| format!("{} in {}: {}\n", f.name, f.region, f.around))
            .collect::<String>()
    );
    Ok(())
}

/// The program's processes by name.
fn processes(app: &App) -> Vec<(String, u32)> {
    proc::family(app.pid())
        .into_iter()
        .map(|seen| (seen.name, seen.pid))
        .collect()
}

fn prepare(desk: &Desk) -> Result<()> {
    cli::init(desk)?;
    cli::add(desk, ISSUER, LABEL, SEED)
}

#[test]
fn a_locked_vault_leaves_nothing_in_memory() -> Result<()> {
    if !memory::can_be_read() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        prepare(desk)?;
        let (app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        let code = window.code(ISSUER)?;
        assert!(oath::right_lately(SEED, &code, 10)?);
        // Each way in which names and secrets travel.
        steps::add_text(&window, &steps::uri(RENAMED, LABEL, TYPED))?;
        window.click_account(ISSUER)?;
        desk.tray.as_ref().context("a tray")?.await_label(&format!("{ISSUER}: {LABEL}"))?;
        desk.tray.as_ref().context("a tray")?.click(&format!("{ISSUER}: {LABEL}"))?;
        window.open_account(ISSUER)?;
        window.click("show-qr")?;
        window.fill("reveal-password", steps::PASSWORD)?;
        window.click("reveal-submit")?;
        window.see("qr-picture")?;
        window.click("qr-hide")?;

        // The control: before the lock both the program and its page hold names.
        let before = processes(&app);
        for kind in ["countersign", "WebKitWebProces"] {
            let pid = before.iter().find(|(name, _)| name.starts_with(kind));
            let pid = pid.with_context(|| format!("{kind} among {before:?}"))?.1;
            let found = memory::search(pid, &names())?;
            let counts = count(&found);
            assert!(counts.contains_key("issuer") && counts.contains_key("label"), "{kind}: {counts:?}");
        }
        desk.tray.as_ref().context("a tray")?.click("Lock")?;
        window.see("unlock")?;
        desk.tray.as_ref().context("a tray")?.await_label("Unlock…")?;
        wait::until("the old page's end", || wait::yes(proc::web_processes(app.pid()) == 1))?;
        std::thread::sleep(std::time::Duration::from_secs(2));

        let mut needles = seeds()?;
        needles.extend(names());
        needles.extend(text("password", steps::PASSWORD));
        needles.extend(text("uri", "otpauth://totp/"));
        let mut all = Vec::new();
        for (name, pid) in processes(&app) {
            let found = memory::search(pid, &needles)?;
            println!("{name} {pid}: {:?}", count(&found));
            all.extend(found);
        }
        none("after the lock", &all)
    })
}

#[test]
fn seeds_at_rest_are_sealed() -> Result<()> {
    if !memory::can_be_read() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        prepare(desk)?;
        let (app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        window.code(ISSUER)?;
        window.click_account(ISSUER)?;
        let needles = seeds()?;
        // A few looks, wherever in a code's time they fall.
        for look in 0..3 {
            std::thread::sleep(std::time::Duration::from_millis(700));
            let mut all = Vec::new();
            let mut named = 0;
            for (_, pid) in processes(&app) {
                all.extend(memory::search(pid, &needles)?);
                named += memory::search(pid, &names())?.len();
            }
            assert!(named > 0, "the control: names are there while the vault is open");
            none(&format!("look {look}"), &all)?;
        }
        Ok(())
    })
}
