//! Codes on the screen, in a real browser's page beside the program or under it.

use std::path::Path;

use anyhow::Result;
use countersign_tests::browser::{self, Page};
use countersign_tests::portal::Portal;
use countersign_tests::{App, Plan, cli, oath, steps, wait};

use crate::{ALICE, BOB};

/// One button, and the code that the window covers is read: it steps aside, and is there again with the account.
#[test]
fn a_code_in_the_browser_is_read_although_the_window_covers_it() -> Result<()> {
    if !browser::is_there() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        let uri = steps::uri("Example", "alice", ALICE);
        let page = Page {
            codes: &[&uri],
            ..Page::default()
        };
        let _browser = browser::open(desk, page)?;
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        window.click("add")?;
        window.click("tab-screen")?;
        desk.put_window("Countersign", 420, 60)?;
        wait::until("the code to be covered", || {
            let seen = cli::run(desk, &["scan", "--screen"], None)?;
            wait::yes(seen.status.code() == Some(3))
        })?;
        let place = desk.window_place("Countersign")?;
        let pictures = pictures_on_disk(desk.folder());
        window.click("screen-scan")?;
        window.click("confirm-add")?;
        window.see("added")?;
        wait::until("the window in front again", || {
            wait::yes(desk.active_window()? == "Countersign")
        })?;
        assert_eq!(desk.window_place("Countersign")?, place);
        window.click("added-done")?;
        assert!(oath::right_lately(ALICE, &window.code("Example")?, 10)?);
        assert_eq!(
            pictures_on_disk(desk.folder()),
            pictures,
            "no picture of the screen was kept"
        );
        Ok(())
    })
}

/// Two codes are a choice; a dark page with light codes, on a screen with two pixels for each of the page's.
#[test]
fn two_codes_of_a_dark_page_are_a_choice() -> Result<()> {
    if !browser::is_there() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        let (one, two) = (
            steps::uri("Example", "alice", ALICE),
            steps::uri("Other", "bob", BOB),
        );
        let page = Page {
            codes: &[&one, &two],
            dark: true,
            scale: 2,
        };
        let _browser = browser::open(desk, page)?;
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        window.click("add")?;
        window.click("tab-screen")?;
        window.click("screen-scan")?;
        window.await_text("confirm-sheet", "2 accounts found")?;
        let shown = window.text("confirm-sheet")?;
        assert!(shown.contains("2 accounts found"), "{shown}");
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(ALICE, &window.code("Example")?, 10)?);
        assert!(oath::right_lately(BOB, &window.code("Other")?, 10)?);
        Ok(())
    })
}

/// Nothing there: a sentence, and the window is back. From the tray without a window: the next one shows what was found.
#[test]
fn without_a_code_it_is_said_and_the_tray_looks_without_a_window() -> Result<()> {
    if !browser::is_there() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        window.click("add")?;
        window.click("tab-screen")?;
        window.click("screen-scan")?;
        window.see("[data-testid=fault][data-code=no_code_on_screen]")?;
        wait::until("the window in front again", || {
            wait::yes(desk.active_window()? == "Countersign")
        })?;
        let uri = steps::uri("Example", "alice", ALICE);
        let page = Page {
            codes: &[&uri],
            ..Page::default()
        };
        let _browser = browser::open(desk, page)?;
        if let Some(tray) = &desk.tray {
            tray.click("Scan the screen")?;
        }
        window.click("confirm-add")?;
        window.see("added")
    })
}

/// Where only the portal may look: its picture is read and deleted, and without a portal it is said what to install.
#[test]
fn on_wayland_the_portals_picture_is_read_and_deleted() -> Result<()> {
    if !browser::is_there() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        let uri = steps::uri("Example", "alice", ALICE);
        let page = Page {
            codes: &[&uri],
            ..Page::default()
        };
        let _browser = browser::open(desk, page)?;
        let (_app, window) = App::on(desk).wayland().window()?;
        steps::make_with_password(&window, false)?;
        window.click("add")?;
        window.click("tab-screen")?;
        window.click("screen-scan")?;
        window.see("[data-testid=fault][data-code=screen_missing]")?;
        let portal = Portal::start(desk)?;
        window.click("screen-scan")?;
        window.await_text("confirm-sheet", "Add this account?")?;
        assert_eq!(portal.kept()?, 0, "the portal's picture is left");
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(ALICE, &window.code("Example")?, 10)?);
        Ok(())
    })
}

/// In the terminal: what is on the screens, and no vault is needed.
#[test]
fn the_command_line_says_what_is_on_the_screen() -> Result<()> {
    if !browser::is_there() {
        return Ok(());
    }
    Plan::default()
        .without_keyring()
        .without_tray()
        .run(|desk| {
            let nothing = cli::run(desk, &["scan", "--screen"], None)?;
            assert_eq!(nothing.status.code(), Some(3));
            let uri = steps::uri("Example", "alice", ALICE);
            let page = Page {
                codes: &[&uri],
                ..Page::default()
            };
            let _browser = browser::open(desk, page)?;
            let said = cli::expect(desk, &["scan", "--screen"], None)?;
            assert!(said.contains("Example: alice"), "{said}");
            assert!(!said.contains(ALICE), "the key stays where it is");
            Ok(())
        })
}

/// How many picture files there are, the browser's own aside.
fn pictures_on_disk(folder: &Path) -> usize {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return 0;
    };
    let count = |entry: std::fs::DirEntry| {
        let path = entry.path();
        match entry.file_type() {
            Ok(kind) if kind.is_dir() && !path.ends_with("browser") => pictures_on_disk(&path),
            Ok(kind) if kind.is_file() => {
                let starts = std::fs::read(&path).unwrap_or_default();
                usize::from(image::guess_format(&starts).is_ok())
            }
            _ => 0,
        }
    };
    entries.flatten().map(count).sum()
}
