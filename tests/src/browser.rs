//! A real browser beside the program, with a page that shows QR codes.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::{Result, bail};

use crate::process::Process;
use crate::{Desk, camera, wait};

/// What a page shows.
#[derive(Debug, Clone, Copy, Default)]
pub struct Page<'a> {
    /// A code for each text, side by side.
    pub codes: &'a [&'a str],
    /// Light codes on a dark page.
    pub dark: bool,
    /// The screen has so many pixels for each of the page's.
    pub scale: u32,
}

const PROGRAM: &str = "chromium";
/// The title of the page.
const TITLE: &str = "Two-factor sign-in";

/// Whether there is a browser; says that the test is skipped if not (on Ubuntu Chromium is a snap).
#[must_use]
#[expect(clippy::print_stdout, reason = "counted by `cargo xtask test`")]
pub fn is_there() -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let there = std::env::split_paths(&path).any(|folder| folder.join(PROGRAM).is_file());
    if !there {
        println!("skipped: {PROGRAM} is not installed");
    }
    there
}

/// Opens the page in a window that fills the screen; it closes with the answer.
pub fn open(desk: &Desk, page: Page<'_>) -> Result<Process> {
    let folder = desk.folder().join("browser");
    std::fs::create_dir_all(&folder)?;
    let html = folder.join("page.html");
    std::fs::write(&html, source(&folder, page)?)?;
    let mut command = desk.command(PROGRAM);
    command.args([
        // Tests may run as root, where Chromium has no sandbox.
        "--no-sandbox",
        "--disable-gpu",
        "--no-first-run",
        "--no-default-browser-check",
        "--password-store=basic",
        "--disable-background-networking",
        "--window-position=0,0",
        "--window-size=1280,900",
    ]);
    command.arg(format!("--force-device-scale-factor={}", page.scale.max(1)));
    command.arg(format!(
        "--user-data-dir={}",
        folder.join("profile").display()
    ));
    command.arg(format!("--app=file://{}", html.display()));
    let mut browser = desk.start_program(&mut command, "browser")?;
    wait::until("the browser's page", || {
        if !browser.runs() {
            bail!("the browser ended: {}", browser.log());
        }
        wait::yes(desk.windows()?.iter().any(|title| title.starts_with(TITLE)))
    })?;
    // A window that has its title may still be white.
    let shot = folder.join("shot.png");
    wait::until("the codes to be painted", || {
        desk.screenshot(&shot)?;
        let grey = image::open(&shot)?.into_luma8();
        let (dark, light) = grey.pixels().fold((0u32, 0u32), |(dark, light), pixel| {
            (
                dark + u32::from(pixel.0[0] < 60),
                light + u32::from(pixel.0[0] > 200),
            )
        });
        wait::yes(dark > 10_000 && light > 10_000)
    })?;
    std::fs::remove_file(&shot)?;
    Ok(browser)
}

fn source(folder: &Path, page: Page<'_>) -> Result<String> {
    let (ground, ink, filter) = if page.dark {
        ("#15181d", "#eee", "invert(1)")
    } else {
        ("#fff", "#222", "none")
    };
    let mut codes = String::new();
    for (n, text) in page.codes.iter().enumerate() {
        camera::picture(&folder.join(format!("{n}.png")), text)?;
        write!(codes, "<img src='{n}.png' width='220'>")?;
    }
    Ok(format!(
        "<!doctype html><title>{TITLE}</title>\
         <style>body{{background:{ground};color:{ink};font:16px sans-serif;text-align:center}}\
         img{{margin:24px;filter:{filter};image-rendering:pixelated}}</style>\
         <h1>Scan this with your app</h1>{codes}<p>Then type the six digits.</p>"
    ))
}
