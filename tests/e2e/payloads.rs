//! What a scanned or copied text is: exports in several codes, whole pages, codes for other apps.

use std::path::PathBuf;

use anyhow::Result;
use countersign_tests::{App, Desk, Plan, camera, cli, clip, oath, steps};

use crate::{ALICE, BOB};

/// The codes of a Google export of 25 accounts; the first has Alice's key.
fn export(id: i32) -> Result<Vec<String>> {
    let accounts = (0..25)
        .map(|n| {
            let last = char::from(b'A' + n);
            let key = if n == 0 {
                ALICE.to_owned()
            } else {
                format!("{}{last}", &ALICE[1..])
            };
            let uri = steps::uri("Site", &format!("user{n}"), &key);
            Ok(otp::uri::parse(&uri)?.account)
        })
        .collect::<Result<Vec<_>>>()?;
    let refs: Vec<_> = accounts.iter().collect();
    let codes = exchange::google::write(&refs, id).codes;
    Ok(codes.iter().map(|code| code.to_string()).collect())
}

fn picture(desk: &Desk, name: &str, text: &str) -> Result<PathBuf> {
    let path = desk.folder().join(name);
    camera::picture(&path, text)?;
    Ok(path)
}

/// Pictures of one export in any order are one export in a terminal too; what is missing is said.
#[test]
fn an_export_is_added_from_its_pictures_in_a_terminal() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let codes = export(7)?;
        let mut paths = Vec::new();
        for (at, code) in codes.iter().enumerate() {
            paths.push(
                picture(desk, &format!("{at}.png"), code)?
                    .display()
                    .to_string(),
            );
        }
        let [one, two, three] = &paths[..] else {
            anyhow::bail!("{} codes", paths.len())
        };
        let add = |args: &[&str]| cli::run(desk, &[&["add"], args].concat(), Some(steps::PASSWORD));
        let partial = add(&[three, one, three])?;
        let said = String::from_utf8(partial.stdout)?;
        assert_eq!(partial.status.code(), Some(7), "{said}");
        assert!(
            said.contains("2 of 3 codes read") && said.contains("code 2 is missing"),
            "{said}"
        );
        assert!(!cli::expect(desk, &["list"], Some(steps::PASSWORD))?.contains("user"));

        let incomplete = add(&[three, "--incomplete"])?;
        assert!(incomplete.status.success());
        let said = String::from_utf8(incomplete.stdout)?;
        assert_eq!(said.matches("Added").count(), 5, "{said}");

        let all = add(&[three, one, two])?;
        assert!(all.status.success());
        let said = String::from_utf8(all.stdout)?;
        assert_eq!(
            (
                said.matches("Added").count(),
                said.matches("Already here").count()
            ),
            (20, 5),
            "{said}"
        );
        let code = cli::expect(desk, &["code", "user0"], Some(steps::PASSWORD))?;
        assert!(oath::right_lately(ALICE, code.trim(), 10)?);
        Ok(())
    })
}

/// A copied page on standard input; of two keys one is picked by its number, and none is guessed.
#[test]
fn a_copied_page_is_added_in_a_terminal() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let page = format!("Old key: {ALICE}\nNew key: {BOB}\n");
        let two = cli::run(
            desk,
            &["add", &page, "--issuer", "Example"],
            Some(steps::PASSWORD),
        )?;
        assert_eq!(two.status.code(), Some(7));
        let said = String::from_utf8(two.stdout)?;
        assert!(
            said.contains("2. Line 2, after “New key”: 32 letters"),
            "{said}"
        );
        assert!(!said.contains(ALICE) && !said.contains(BOB), "{said}");
        let args = ["add", &page, "--issuer", "Example", "--pick", "2"];
        cli::expect(desk, &args, Some(steps::PASSWORD))?;
        let code = cli::expect(desk, &["code", "Example"], Some(steps::PASSWORD))?;
        assert!(oath::right_lately(BOB, code.trim(), 10)?);

        let page = format!("Scan it, or enter this key: {ALICE}, account name: alice@example.org");
        let said = cli::expect(desk, &["add", &page], Some(steps::PASSWORD))?;
        assert!(
            said.contains("alice@example.org") && !said.contains(ALICE),
            "{said}"
        );
        Ok(())
    })
}

/// Codes as text and as pictures, the sheet closed in between: one export, and a code of another one takes nothing away.
#[test]
fn an_export_is_gone_on_with_over_closed_sheets() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let codes = export(7)?;
        let other = export(8)?;
        let recording = desk.folder().join("recording");
        camera::record_empty(&recording)?;
        let (_app, window) = App::on(desk).camera(&recording).window()?;
        steps::make_with_password(&window, false)?;

        window.click("add")?;
        let read = |text: &str| -> Result<()> {
            window.click("tab-text")?;
            window.fill("text-input", text)?;
            window.click("text-submit")
        };
        read(&codes[2])?;
        window.await_text("batch", "1 of 3")?;
        window.click("confirm-cancel")?;
        window.gone("confirm-sheet")?;
        window.await_text("export", "Codes 1 and 2 are missing")?;

        clip::put(desk, &codes[2])?;
        window.click("tab-picture")?;
        window.click("picture-paste")?;
        window.see("[data-testid=batch][data-again=true]")?;
        window.click("confirm-cancel")?;

        clip::put_png(
            desk,
            &std::fs::read(picture(desk, "other.png", &other[0])?)?,
        )?;
        window.click("picture-paste")?;
        window.await_text("confirm-sheet", "another export")?;
        window.click("[data-testid=confirm-sheet] [data-testid=export-forget]")?;
        window.gone("[data-testid=confirm-sheet] [data-testid=export]")?;
        window.click("confirm-cancel")?;
        window.gone("confirm-sheet")?;
        // The first was put aside by the person: its code begins it anew, and the other one is still there.
        read(&codes[0])?;
        window.await_text("confirm-sheet", "another export")?;
        window.click("confirm-cancel")?;
        assert_eq!(window.count("export")?, 2);

        read(&codes[1])?;
        window.click("confirm-cancel")?;
        read(&codes[2])?;
        window.await_text("confirm-sheet", "25 accounts found")?;
        assert!(!window.everything()?.contains(ALICE), "keys stay in Rust");
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(ALICE, &window.code("user0")?, 10)?);
        Ok(())
    })
}

/// Ctrl+A, Ctrl+C on a site's page, and Ctrl+V here.
#[test]
fn a_whole_page_is_pasted() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        let groups: Vec<String> = ALICE
            .as_bytes()
            .chunks(4)
            .map(|group| String::from_utf8_lossy(group).to_lowercase())
            .collect();
        let page = format!(
            "Example\nSkip to content\nSet up your authenticator\nCan't scan the image? Enter this key: {}\n\
             Account name: alice@example.org\nThen type the six digits that your app shows.",
            groups.join(" ")
        );
        clip::put(desk, &page)?;
        window.click("add")?;
        window.click("tab-text")?;
        window.click("text-paste")?;
        window.await_text("place", "32 letters on line 4")?;
        assert_eq!(window.value("confirm-label")?, "alice@example.org");
        assert!(!window.everything()?.contains(&groups[1]), "the key stays in Rust");
        window.fill("confirm-issuer", "Example")?;
        window.click("confirm-add")?;
        window.click("added-done")?;
        assert!(oath::right_lately(ALICE, &window.code("Example")?, 10)?);
        Ok(())
    })
}
