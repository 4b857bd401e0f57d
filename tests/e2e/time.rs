//! A clock that is set, or wrong: no code of another time is shown, and a person is told why codes are refused.

use std::path::{Path, PathBuf};

use anyhow::Result;
use countersign_tests::{App, Desk, Plan, cli, oath, steps, wait};

use crate::ALICE;

const LIBRARY: &str = "/usr/lib/x86_64-linux-gnu/faketime/libfaketime.so.1";

/// Whether libfaketime is installed; says that the test is skipped if not.
fn can_be_faked() -> bool {
    let there = Path::new(LIBRARY).is_file();
    if !there {
        countersign_tests::skipped("libfaketime is not installed");
    }
    there
}

/// The wall clock of what runs on a desk, so many seconds from the machine's.
struct Clock(PathBuf);

impl Clock {
    fn of(desk: &Desk) -> Result<Self> {
        let clock = Self(desk.folder().join("clock"));
        clock.set_by(0)?;
        Ok(clock)
    }

    fn set_by(&self, seconds: i64) -> Result<()> {
        let new = self.0.with_extension("new");
        std::fs::write(&new, format!("{seconds:+}\n"))?;
        std::fs::rename(new, &self.0)?;
        Ok(())
    }

    fn environment(&self) -> Vec<(&'static str, String)> {
        vec![
            ("LD_PRELOAD", LIBRARY.to_owned()),
            ("FAKETIME_TIMESTAMP_FILE", self.0.display().to_string()),
            ("FAKETIME_NO_CACHE", "1".to_owned()),
            ("FAKETIME_DONT_FAKE_MONOTONIC", "1".to_owned()),
            ("DONT_FAKE_MONOTONIC", "1".to_owned()),
        ]
    }
}

#[test]
fn a_clock_that_jumps_leaves_no_stale_code_and_is_told() -> Result<()> {
    if !can_be_faked() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        cli::add(desk, "Example", "alice", ALICE)?;
        let clock = Clock::of(desk)?;
        let (_app, window) = App::on(desk).with(clock.environment()).window()?;
        steps::unlock(&window)?;
        let code = window.code("Example")?;
        assert!(oath::right_lately(ALICE, &code, 10)?, "{code}");
        assert!(!window.sees("notice")?, "the control: nothing is wrong yet");

        // Five minutes on, and back (less than what locks the vault): what is shown follows, and says so.
        for by in [300, -300] {
            clock.set_by(by)?;
            wait::until("the code of the new time", || {
                let shown = window.code("Example")?;
                let now = oath::now().saturating_add_signed(by);
                wait::yes(oath::totp(ALICE, now)? == shown || oath::totp(ALICE, now - 10)? == shown)
            })?;
            window.await_text("[data-code=clock_set]", "clock was set")?;
        }
        window.await_text("[data-code=clock_behind]", "behind the last time")?;
        // Right again, nobody is troubled any more.
        clock.set_by(0)?;
        window.gone("notice")?;
        let code = window.code("Example")?;
        assert!(oath::right_lately(ALICE, &code, 10)?, "{code}");
        Ok(())
    })
}

/// The battery of the clock is empty: the computer starts years ago.
#[test]
fn a_clock_older_than_the_vault_is_told() -> Result<()> {
    if !can_be_faked() {
        return Ok(());
    }
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        cli::add(desk, "Example", "alice", ALICE)?;
        let clock = Clock::of(desk)?;
        clock.set_by(-400 * 86_400)?;
        let (_app, window) = App::on(desk).with(clock.environment()).window()?;
        steps::unlock(&window)?;
        window.code("Example")?;
        window.await_text("[data-code=clock_behind]", " days")?;
        window.await_text("[data-code=clock_behind]", "behind the last time")
    })
}
