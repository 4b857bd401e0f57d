//! What goes wrong is said in a sentence, with the next step; nothing is lost.

use anyhow::Result;
use countersign_tests::{App, Plan, camera, cli, oath, steps};

use crate::{ALICE, BOB};

/// No camera, busy, forbidden, unplugged, silent: five sentences, and the other ways stay one click away.
#[test]
fn each_camera_fault_has_its_own_sentence() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let room = desk.folder().join("room");
        camera::record_empty(&room)?;
        cli::init(desk)?;
        let mut sentences = std::collections::BTreeSet::new();
        for (what, code) in [
            ("fault:none".to_owned(), "camera_none"),
            ("fault:busy".to_owned(), "camera_busy"),
            ("fault:forbidden".to_owned(), "camera_forbidden"),
            (format!("unplugged:{}", room.display()), "camera_unplugged"),
            ("fault:silent".to_owned(), "camera_silent"),
        ] {
            let (app, window) = App::on(desk).camera(&what).window()?;
            steps::unlock(&window)?;
            window.click("add")?;
            window.see(&format!("[data-testid=fault][data-code={code}]"))?;
            sentences.insert(window.text("fault")?);
            window.see("camera-again")?;
            window.click("other-text")?;
            window.see("text-input")?;
            drop(window);
            assert!(app.terminate()?.success());
        }
        assert_eq!(sentences.len(), 5, "{sentences:?}");
        Ok(())
    })
}

/// A damaged vault says so and offers the newest generation that opens; the damaged file is kept.
#[test]
fn a_damaged_vault_offers_the_newest_generation() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        for (issuer, key) in [("First", ALICE), ("Second", BOB)] {
            cli::add(desk, issuer, "me", key)?;
        }
        let mut bytes = std::fs::read(desk.vault())?;
        if let Some(byte) = bytes.get_mut(40) {
            *byte ^= 1;
        }
        std::fs::write(desk.vault(), &bytes)?;

        let (_app, window) = App::on(desk).window()?;
        window.see("damaged")?;
        window.click("restore-generation")?;
        steps::unlock(&window)?;
        assert!(oath::right_lately(ALICE, &window.code("First")?, 10)?);
        let kept = std::fs::read_dir(desk.vault().with_file_name(""))?
            .flatten()
            .map(|entry| entry.path())
            .chain(
                std::fs::read_dir(desk.vault().with_extension("countersign.generations"))?
                    .flatten()
                    .map(|e| e.path()),
            )
            .any(|path| std::fs::read(path).is_ok_and(|found| found == bytes));
        assert!(kept, "the damaged file is put aside, not thrown away");
        Ok(())
    })
}

/// A vault of a newer version is refused and never rewritten, by window and command line.
#[test]
fn a_vault_of_a_newer_version_is_left_alone() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../crates/vault/tests/fixtures/v1/version-2.countersign");
        std::fs::create_dir_all(desk.vault().with_file_name(""))?;
        std::fs::copy(&fixture, desk.vault())?;
        let before = std::fs::read(desk.vault())?;
        let (_app, window) = App::on(desk).window()?;
        window.see("newer")?;
        let output = cli::run(desk, &["list"], Some(steps::PASSWORD))?;
        assert_eq!(output.status.code(), Some(5));
        assert_eq!(std::fs::read(desk.vault())?, before);
        Ok(())
    })
}
