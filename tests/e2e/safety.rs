//! Nothing is lost, as a person sees it: backups, earlier states, a key that is tried, a disk that fails.
#![expect(clippy::print_stdout, reason = "a test says why it was skipped")]

use std::process::{Output, Stdio};
use std::time::Duration;

use anyhow::{Context, Result};
use countersign_tests::{App, Desk, Plan, cli, programs, steps, wait};

use crate::{ALICE, BOB, CAROL};

/// A folder is chosen in the system's dialog, later ones are filled by themselves, and with nothing but a backup the
/// accounts are back.
#[test]
fn backups_are_made_and_bring_everything_back() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        cli::add(desk, "Example", "alice", ALICE)?;
        let folder = desk.folder().join("stick");
        std::fs::create_dir(&folder)?;
        let (app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        window.click("settings")?;
        window.click("backup-choose")?;
        desk.answer_dialog("Choose a folder for backups", &folder)?;
        window.await_text("backup-age", "today, opened and compared")?;
        assert_eq!(backups(&folder)?.len(), 1);
        drop(window);
        assert!(app.terminate()?.success());

        // By itself, once the vault is open, where the newest is not of today.
        let other = desk.folder().join("other stick");
        std::fs::create_dir(&other)?;
        choose_backup_folder(desk, &other)?;
        let (app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        wait::until("a backup", || wait::yes(backups(&other)?.len() == 1))?;
        drop(window);
        assert!(app.terminate()?.success());

        // The computer is gone; another one gets the copy.
        let copy = backups(&other)?.pop().context("a backup")?;
        let data = desk.vault().with_file_name("");
        std::fs::remove_dir_all(&data)?;
        std::fs::create_dir(&data)?;
        std::fs::copy(copy, desk.vault())?;
        assert_eq!(issuers(desk)?, ["Example"]);
        Ok(())
    })
}

/// What going back would change is shown before it is done, and it is undone with one click.
#[test]
fn an_earlier_state_is_seen_gone_back_to_and_undone_in_the_window() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        for (issuer, key) in [("First", ALICE), ("Second", BOB), ("Third", CAROL)] {
            cli::add(desk, issuer, "me", key)?;
        }
        let before = std::fs::read(desk.vault())?;
        let (app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        window.click("settings")?;
        window.click("history")?;
        // The newest of them is the state before the last account came.
        window.click("history-row")?;
        window.await_text("preview-gone", "Third")?;
        assert_eq!(
            std::fs::read(desk.vault())?,
            before,
            "looking changes nothing"
        );
        window.click("go-back")?;
        window.see("went-back-undo")?;
        assert_eq!(issuers(desk)?, ["First", "Second"]);
        window.click("went-back-undo")?;
        wait::until("the undo", || {
            wait::yes(issuers(desk)? == ["First", "Second", "Third"])
        })?;
        drop(window);
        assert!(app.terminate()?.success());
        Ok(())
    })
}

/// The recovery key from the sheet is tried in the window: a slip is named, the right one is said to work, and the
/// vault is as it was.
#[test]
fn the_recovery_key_from_the_sheet_is_tried_in_the_window() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let sheet = std::fs::read_to_string(desk.folder().join("home/sheet.txt"))?;
        let key = recovery_key(&sheet).context("a key on the sheet")?;
        let before = std::fs::read(desk.vault())?;
        let (app, window) = App::on(desk).window()?;
        steps::unlock(&window)?;
        window.click("settings")?;
        window.click("try-recovery")?;
        window.fill("try-secret", &key[..key.len() - 1])?;
        window.click("try-submit")?;
        window.see("[data-testid=fault][data-code=recovery_key_typo]")?;
        window.fill("try-secret", &key.to_lowercase())?;
        window.click("try-submit")?;
        window.await_text("try-works", "It works")?;
        window.click("try-done")?;
        window.await_text("settings-page", "it worked on")?;
        drop(window);
        assert!(app.terminate()?.success());
        assert_eq!(std::fs::read(desk.vault())?, before);
        Ok(())
    })
}

/// A disk that is full, read-only or broken at any flush of an addition: the person is told what happened and what to do,
/// and the accounts are those from before; or it went well, and the new one is there.
#[test]
fn a_disk_that_fails_is_told_and_nothing_is_lost() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        if !may_trace() {
            return Ok(());
        }
        cli::init(desk)?;
        cli::add(desk, "Kept", "alice", ALICE)?;
        let mut sure = issuers(desk)?;
        for (error, words) in [
            ("ENOSPC", "The disk is full. The vault is as it was before."),
            ("EROFS", "cannot be written. The vault is as it was before."),
            ("EIO", "Saving failed"),
        ] {
            let mut told = 0;
            for call in ["fsync", "rename", "renameat"] {
                for number in 1..=6 {
                    let issuer = format!("{error} {call} {number}");
                    let fault = format!("{call}:error={error}:when={number}");
                    let output = add_under(desk, &fault, &issuer)?;
                    let said = String::from_utf8_lossy(&output.stderr).into_owned();
                    if output.status.success() {
                        sure.push(issuer);
                    } else {
                        assert!(said.contains(words), "{fault}: {said}");
                        told += 1;
                    }
                    let mut there = issuers(desk)?;
                    let mut expected = sure.clone();
                    there.sort();
                    expected.sort();
                    assert_eq!(there, expected, "{fault}: {said}");
                }
            }
            assert!(told >= 4, "{error} was told {told} times");
        }
        Ok(())
    })
}

fn choose_backup_folder(desk: &Desk, folder: &std::path::Path) -> Result<()> {
    let path = desk.settings();
    let text = std::fs::read_to_string(&path).unwrap_or_else(|_| "{}".to_owned());
    let mut settings: serde_json::Value = serde_json::from_str(&text)?;
    settings["backup"] = serde_json::json!({ "folder": folder });
    std::fs::create_dir_all(path.with_file_name(""))?;
    std::fs::write(path, settings.to_string())?;
    Ok(())
}

fn backups(folder: &std::path::Path) -> Result<Vec<std::path::PathBuf>> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path
            .extension()
            .is_some_and(|ending| ending == "countersign")
        {
            found.push(path);
        }
    }
    Ok(found)
}

fn issuers(desk: &Desk) -> Result<Vec<String>> {
    let listed = cli::expect(desk, &["list", "--json"], Some(steps::PASSWORD))?;
    let mut found = Vec::new();
    for line in listed.lines() {
        let value: serde_json::Value = serde_json::from_str(line)?;
        if let Some(issuer) = value["issuer"].as_str() {
            found.push(issuer.to_owned());
        }
    }
    Ok(found)
}

/// Nine groups of four symbols.
fn recovery_key(sheet: &str) -> Option<String> {
    let symbols =
        |text: &str| -> String { text.chars().filter(char::is_ascii_alphanumeric).collect() };
    let groups = sheet
        .split_whitespace()
        .find(|word| word.matches('-').count() == 8 && symbols(word).len() == 36);
    if let Some(groups) = groups {
        return Some(groups.to_owned());
    }
    // Set in lines.
    let is_group = |word: &&str| {
        word.len() == 4
            && word
                .chars()
                .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit())
    };
    let words: Vec<&str> = sheet
        .split(|c: char| c.is_whitespace() || c == '-')
        .collect();
    let groups: Vec<&str> = words.into_iter().filter(is_group).collect();
    (groups.len() == 9).then(|| groups.join("-"))
}

fn may_trace() -> bool {
    let tried = std::process::Command::new("strace")
        .args(["-o", "/dev/null", "true"])
        .stderr(Stdio::null())
        .status();
    let may = tried.is_ok_and(|status| status.success());
    if !may {
        println!("skipped: strace is not installed, or nobody may trace here");
    }
    may
}

/// Adds an account while one call of the system fails.
fn add_under(desk: &Desk, fault: &str, issuer: &str) -> Result<Output> {
    use std::io::Write as _;
    let mut child = desk
        .command("strace")
        .args(["-f", "-qq", "-o", "/dev/null", "-e"])
        .arg(format!("inject={fault}"))
        .arg(programs::cli()?)
        .args(["--password-fd", "0", "add", &steps::uri(issuer, "bob", BOB)])
        .arg("--again")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()?;
    writeln!(child.stdin.take().context("stdin")?, "{}", steps::PASSWORD)?;
    let started = std::time::Instant::now();
    let output = child.wait_with_output()?;
    anyhow::ensure!(started.elapsed() < Duration::from_secs(60), "{fault} hung");
    Ok(output)
}
