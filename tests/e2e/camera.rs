//! The camera's light in the real window. Cameras themselves are tested in `tests/camera`.
#![expect(clippy::print_stdout, reason = "times are for those who read the run")]

use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use countersign_tests::{App, Plan, camera, cli, steps};
use thirtyfour::prelude::Key;

use crate::ALICE;

/// How often the recorded camera was turned on or off so far.
fn turned(app: &App, how: &str) -> usize {
    app.log()
        .matches(&format!("the recorded camera is {how}"))
        .count()
}

/// Waits for the light's next change, and prints how long it took.
fn await_turn(app: &App, how: &str, before: usize, after: &str) -> Result<()> {
    let start = Instant::now();
    while turned(app, how) <= before {
        ensure!(
            start.elapsed() < Duration::from_secs(20),
            "the light is not {how} after {after}"
        );
        std::thread::sleep(Duration::from_millis(5));
    }
    println!(
        "the light is {how} {} ms after {after}",
        start.elapsed().as_millis()
    );
    Ok(())
}

/// Cancelled, locked, closed: the light is out, and the program goes on.
#[test]
fn the_light_goes_out_with_cancel_lock_and_window() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let room = desk.folder().join("room");
        camera::record_empty(&room)?;
        cli::init(desk)?;
        let (mut app, window) = App::on(desk).camera(&room).traced().window()?;
        steps::unlock(&window)?;
        for what in ["cancelling", "locking", "closing the window"] {
            let (on, off) = (turned(&app, "on"), turned(&app, "off"));
            window.click("add")?;
            await_turn(&app, "on", on, "opening")?;
            window.see("camera-status")?;
            match what {
                "cancelling" => window.click("back")?,
                "locking" => window.press(Key::Control + "l")?,
                _ => desk.close_window("Countersign")?,
            }
            await_turn(&app, "off", off, what)?;
            if what == "locking" {
                steps::unlock(&window)?;
            }
        }
        // It blinked for nobody else.
        assert_eq!(turned(&app, "on"), 3);
        assert_eq!(turned(&app, "off"), 3);
        drop(window);
        assert!(app.runs(), "the tray stays");
        assert!(app.terminate()?.success());
        Ok(())
    })
}

/// What was found is shown with the light out.
#[test]
fn the_light_goes_out_with_the_find() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let sheet = desk.folder().join("sheet");
        camera::record(&sheet, &steps::uri("Example", "alice", ALICE))?;
        cli::init(desk)?;
        let (app, window) = App::on(desk).camera(&sheet).traced().window()?;
        steps::unlock(&window)?;
        window.click("add")?;
        window.see("confirm-sheet")?;
        assert_eq!((turned(&app, "on"), turned(&app, "off")), (1, 1));
        drop(window);
        assert!(app.terminate()?.success());
        Ok(())
    })
}
