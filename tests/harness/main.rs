//! The harness itself, against small stand-ins: what it calls a failure must be the program's.
#![forbid(unsafe_code)]

mod stand_in;

use std::process::Stdio;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use countersign_tests::{Plan, Reader, TrayHost, Window, camera, clip, oath, proc, wait};
use stand_in::{Icon, PAGE, browser, driven_browser};

#[test]
fn two_desks_do_not_see_each_other() -> Result<()> {
    Plan::default().without_keyring().run(|one| {
        Plan::default().without_keyring().run(|other| {
            clip::put(one, "left")?;
            clip::put(other, "right")?;
            assert_eq!(clip::text(one)?, "left");
            assert_eq!(clip::text(other)?, "right");
            assert_ne!(one.bus_address(), other.bus_address());
            Ok(())
        })
    })
}

#[test]
fn a_desk_leaves_no_process_behind() -> Result<()> {
    let mut folder = None;
    Plan::default().run(|desk| {
        // In a session of its own, so no process group of the desk holds it.
        desk.command("setsid")
            .args(["-f", "sleep", "600"])
            .status()?;
        Reader::start(desk)?;
        folder = Some(desk.folder().to_owned());
        assert!(
            left_behind(desk.folder()) >= 4,
            "display, bus, window manager and sleep"
        );
        Ok(())
    })?;
    let folder = folder.context("the folder")?;
    assert!(!folder.exists());
    wait::until("the end of all processes", || {
        wait::yes(left_behind(&folder) == 0)
    })
}

fn left_behind(folder: &std::path::Path) -> usize {
    let mark = format!("COUNTERSIGN_DESK={}", folder.display());
    proc::all()
        .iter()
        .filter(|seen| {
            let environment =
                std::fs::read(format!("/proc/{}/environ", seen.pid)).unwrap_or_default();
            environment
                .split(|b| *b == 0)
                .any(|entry| entry == mark.as_bytes())
        })
        .count()
}

#[test]
fn the_clipboard_and_the_selection_are_two_things() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        assert_eq!(clip::text(desk)?, "");
        clip::select(desk, "selected")?;
        clip::put(desk, "copied")?;
        assert_eq!(clip::text(desk)?, "copied");
        assert_eq!(clip::primary(desk)?, "selected");
        assert!(
            clip::targets(desk)?
                .iter()
                .any(|target| target == "UTF8_STRING")
        );
        clip::put_png(desk, b"picture")?;
        assert_eq!(
            clip::targets(desk)?.last().map(String::as_str),
            Some("image/png")
        );
        Ok(())
    })
}

#[test]
fn the_keyring_keeps_goes_and_is_replaced() -> Result<()> {
    let look = |desk: &countersign_tests::Desk| -> Result<String> {
        let output = desk
            .command("secret-tool")
            .args(["lookup", "what", "test"])
            .output()?;
        Ok(String::from_utf8(output.stdout)?)
    };
    Plan::default().run(|desk| {
        let mut store = desk
            .command("secret-tool")
            .args(["store", "--label", "Test", "what", "test"])
            .stdin(Stdio::piped())
            .spawn()?;
        std::io::Write::write_all(&mut store.stdin.take().context("stdin")?, b"kept")?;
        assert!(store.wait()?.success());
        assert_eq!(look(desk)?, "kept");
        desk.stop_keyring()?;
        assert_eq!(look(desk)?, "", "nothing starts it again");
        desk.start_keyring()?;
        assert_eq!(look(desk)?, "kept");
        desk.replace_keyring()?;
        assert_eq!(look(desk)?, "");
        Ok(())
    })
}

#[test]
fn a_tray_menu_is_read_and_clicked() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let tray = desk.tray.as_ref().context("a tray")?;
        assert!(!tray.has_icon());
        let icon = Icon::show(desk.bus_address(), &["first", "a__b", "_Quit"])?;
        assert_eq!(
            tray.labels()?,
            ["first", "a_b", "Quit"],
            "no separator, no access keys"
        );
        tray.click("a_b")?;
        assert_eq!(icon.clicked(), ["a__b"]);
        drop(icon);
        wait::until("the icon to go", || wait::yes(!tray.has_icon()))
    })
}

#[test]
fn a_desk_can_be_without_a_tray_and_get_one() -> Result<()> {
    Plan::default()
        .without_keyring()
        .without_tray()
        .run(|desk| {
            let bus = countersign_tests::dbus::connect(desk.bus_address())?;
            let watcher = "org.kde.StatusNotifierWatcher";
            assert!(!countersign_tests::dbus::has_owner(&bus, watcher)?);
            desk.tray = Some(TrayHost::start(desk.bus_address())?);
            assert!(countersign_tests::dbus::has_owner(&bus, watcher)?);
            desk.tray = None;
            wait::until("the tray to go", || {
                wait::yes(!countersign_tests::dbus::has_owner(&bus, watcher)?)
            })
        })
}

#[test]
fn notifications_are_kept() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        stand_in::notify(desk.bus_address(), "Summary", "Body")?;
        let shown = desk.notifications.about("Summary")?;
        assert_eq!(shown.body, "Body");
        assert!(shown.transient);
        Ok(())
    })
}

#[test]
fn a_page_is_seen_filled_and_clicked() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (process, port) = driven_browser(desk)?;
        let window = Window::attach(desk, port)?;
        window.script(
            "document.documentElement.innerHTML = arguments[0]",
            vec![PAGE.into()],
        )?;
        window.fill("name", "wörld")?;
        assert_eq!(window.value("name")?, "wörld");
        window.click("greet")?;
        window.await_text("[data-testid=said]", "hello wörld")?;
        assert!(!window.sees("hidden")?);
        assert_eq!(window.attribute("said", "role")?.as_deref(), Some("status"));
        assert!(window.everything()?.contains("wörld"));
        assert_eq!(proc::web_processes(process.pid()), 1);
        let picture = desk.folder().join("page.png");
        let title = desk.windows()?.pop().context("the browser's window")?;
        desk.window_screenshot(&title, &picture)?;
        assert!((100..=1280).contains(&image::open(&picture)?.width()));
        desk.screenshot(&picture)?;
        assert_eq!(image::open(&picture)?.width(), 1280);
        Ok(())
    })
}

#[test]
fn a_page_is_read_aloud_and_pressed() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let reader = Reader::start(desk)?;
        let _browser = browser(desk)?;
        let button = reader.find("push button", "Greet")?;
        reader.press(&button)?;
        reader.find("status bar", "hello")?;
        Ok(())
    })
}

#[test]
fn recorded_frames_hold_the_code() -> Result<()> {
    let folder = tempfile::tempdir()?;
    camera::record(
        folder.path(),
        "otpauth://totp/Example:me?secret=JBSWY3DPEHPK3PXP&issuer=Example",
    )?;
    let mut files: Vec<_> = std::fs::read_dir(folder.path())?
        .flatten()
        .map(|e| e.path())
        .collect();
    files.sort();
    assert_eq!(files.len(), 6);
    let mut seen = std::collections::BTreeSet::new();
    for file in files {
        let bytes = std::fs::read(&file)?;
        let frame = scan::picture::read(&bytes)?;
        assert_eq!(
            (frame.width(), frame.height()),
            (camera::WIDTH, camera::HEIGHT)
        );
        assert_eq!(
            scan::read(&frame, scan::Effort::Live { turn: 0 })
                .symbols
                .len(),
            1,
            "{}",
            file.display()
        );
        assert!(seen.insert(bytes), "every frame is another one");
    }
    Ok(())
}

#[test]
fn oathtool_agrees_with_rfc_6238() -> Result<()> {
    // Appendix B: the secret is the text 12345678901234567890; the last six digits of each code.
    let secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
    assert_eq!(oath::totp(secret, 59)?, "287082");
    assert_eq!(oath::totp(secret, 1_111_111_109)?, "081804");
    assert_eq!(oath::totp(secret, 20_000_000_000)?, "353130");
    Ok(())
}

#[test]
fn waiting_ends_and_tells_why() {
    let start = Instant::now();
    let error =
        wait::until_within::<()>(Duration::from_millis(200), "rain", || Ok(None)).unwrap_err();
    assert!(format!("{error}").contains("rain"), "{error}");
    assert!(start.elapsed() >= Duration::from_millis(200));
    let error =
        wait::until_within::<()>(Duration::ZERO, "rain", || anyhow::bail!("dry")).unwrap_err();
    assert!(format!("{error}").contains("dry"), "{error}");
}
