//! The command line and the window share one vault.

use anyhow::{Context, Result};
use countersign_tests::{App, Plan, camera, cli, clip, oath, steps, wait};

use crate::{ALICE, BOB};

/// From nothing to a code, in a terminal; exit codes say what happened.
#[test]
fn a_vault_is_made_filled_and_read_in_a_terminal() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let code_of = |args: &[&str], password: Option<&str>| -> Result<Option<i32>> {
            Ok(cli::run(desk, args, password)?.status.code())
        };
        assert_eq!(
            code_of(&["list"], Some(steps::PASSWORD))?,
            Some(5),
            "no vault yet"
        );
        let made = cli::expect(desk, &["init", "--json"], Some(steps::PASSWORD))?;
        let made: serde_json::Value = serde_json::from_str(made.trim())?;
        let recovery = made["recovery_key"]
            .as_str()
            .context("a recovery key")?
            .to_owned();

        let png = desk.folder().join("page.png");
        camera::picture(&png, &steps::uri("Example", "alice", ALICE))?;
        let page = png.display().to_string();
        let scanned = cli::expect(desk, &["scan", &page], None)?;
        assert!(
            scanned.contains("Example") && !scanned.contains(ALICE),
            "{scanned}"
        );
        cli::expect(desk, &["add", &page], Some(steps::PASSWORD))?;
        cli::add(desk, "Other", "bob", BOB)?;

        let code = cli::expect(desk, &["code", "example"], Some(steps::PASSWORD))?;
        assert!(oath::right_lately(ALICE, code.trim(), 10)?, "{code}");
        let json = cli::expect(desk, &["code", "bob", "--json"], Some(steps::PASSWORD))?;
        let json: serde_json::Value = serde_json::from_str(json.trim())?;
        assert!(oath::right_lately(
            BOB,
            json["code"].as_str().context("a code")?,
            10
        )?);
        assert!(json["seconds_left"].as_u64().is_some_and(|left| left <= 30));

        assert_eq!(
            code_of(&["code", "nobody"], Some(steps::PASSWORD))?,
            Some(3)
        );
        assert_eq!(code_of(&["list"], Some("a wrong password"))?, Some(4));
        assert_eq!(
            code_of(&["add", "otpauth://totp/x?secret=1"], Some(steps::PASSWORD))?,
            Some(7)
        );
        assert_eq!(code_of(&["frobnicate"], None)?, Some(2));
        assert_eq!(
            code_of(&["init"], Some(steps::PASSWORD))?,
            Some(1),
            "never over a vault"
        );

        // The recovery key opens it too.
        let mut child = desk
            .command(countersign_tests::programs::cli()?)
            .args(["--recovery-fd", "0", "unlock", "--recovery", "--json"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()?;
        std::io::Write::write_all(
            &mut child.stdin.take().context("stdin")?,
            recovery.as_bytes(),
        )?;
        let output = child.wait_with_output()?;
        assert!(output.status.success());
        assert!(String::from_utf8_lossy(&output.stdout).contains("\"accounts\":2"));
        Ok(())
    })
}

/// `code --copy` keeps the code on the clipboard, with the hint, until a signal ends it, and clears it then.
#[test]
fn a_copied_code_is_cleared_when_the_command_ends() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        cli::add(desk, "Example", "alice", ALICE)?;
        let mut child = cli::start(desk, &["code", "example", "--copy"], steps::PASSWORD)?;
        wait::until("the code", || {
            wait::yes(oath::right_lately(ALICE, &clip::text(desk)?, 10)?)
        })?;
        assert_eq!(clip::form(desk, "x-kde-passwordManagerHint")?, "secret");
        let pid = i32::try_from(child.id())?;
        let pid = rustix::process::Pid::from_raw(pid).context("a process id")?;
        rustix::process::kill_process(pid, rustix::process::Signal::TERM)?;
        assert!(child.wait()?.success());
        assert_eq!(clip::text(desk)?, "");
        Ok(())
    })
}

/// What the command line adds while the window is open, the window shows after its next change; neither loses
/// the other's.
#[test]
fn window_and_command_line_do_not_overwrite_each_other() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        steps::add_text(&window, &steps::uri("Window", "one", ALICE))?;
        cli::add(desk, "Terminal", "two", BOB)?;
        steps::add_text(&window, &steps::uri("Window", "three", crate::CAROL))?;
        window.code("Terminal")?;
        let listed = cli::expect(desk, &["list"], Some(steps::PASSWORD))?;
        for name in ["Window: one", "Terminal: two", "Window: three"] {
            assert!(listed.contains(name), "{name} is not in {listed}");
        }
        Ok(())
    })
}

/// One secret, read once from a pipe, opens the vault and proves presence; the picture is the account's.
#[test]
fn the_qr_is_shown_again_with_a_password_from_a_pipe() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        cli::add(desk, "Example", "alice", ALICE)?;
        cli::expect(
            desk,
            &["show-qr", "example", "--out", "qr.png"],
            Some(steps::PASSWORD),
        )?;
        let scanned = cli::expect(desk, &["scan", "qr.png", "--json"], None)?;
        assert!(scanned.contains("\"alice\""), "{scanned}");
        let mode = std::os::unix::fs::PermissionsExt::mode(
            &std::fs::metadata(desk.folder().join("home/qr.png"))?.permissions(),
        );
        assert_eq!(mode & 0o777, 0o600);
        let again = cli::run(
            desk,
            &["show-qr", "example", "--out", "qr.png"],
            Some(steps::PASSWORD),
        )?;
        assert_eq!(again.status.code(), Some(1), "never over another file");
        Ok(())
    })
}

/// Where the sheet cannot be written there is no vault yet, and no file of anybody is overwritten.
#[test]
fn the_recovery_sheet_is_never_lost_and_overwrites_nothing() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let notes = desk.folder().join("home/notes.txt");
        std::fs::write(&notes, "mine")?;
        for file in ["notes.txt", "no such folder/sheet.txt"] {
            let output = cli::run(
                desk,
                &["init", "--recovery-file", file],
                Some(steps::PASSWORD),
            )?;
            assert_eq!(output.status.code(), Some(1), "{file}");
            assert!(
                !desk.vault().exists(),
                "{file}: no vault without its recovery key"
            );
        }
        assert_eq!(std::fs::read_to_string(&notes)?, "mine");
        cli::init(desk)?;
        assert!(
            std::fs::read_to_string(desk.folder().join("home/sheet.txt"))?.contains("Recovery key")
        );
        Ok(())
    })
}

/// A code by counter is good for one use: the next call gives the next one (RFC 4226, appendix D).
#[test]
fn codes_by_counter_go_on() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let uri = "otpauth://hotp/Counter:me?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&counter=0";
        cli::expect(desk, &["add", uri], Some(steps::PASSWORD))?;
        for expected in ["755224", "287082", "359152"] {
            let code = cli::expect(desk, &["code", "counter"], Some(steps::PASSWORD))?;
            assert_eq!(code.trim(), expected);
        }
        Ok(())
    })
}

/// What goes wrong has its own words: no such account, several, a file that is not there, no keyring, no password.
#[test]
fn each_refusal_says_what_it_is() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let fault = |args: &[&str], password: Option<&str>| -> Result<(Option<i32>, String)> {
            let output = cli::run(desk, &[args, &["--json"]].concat(), password)?;
            Ok((output.status.code(), String::from_utf8(output.stdout)?))
        };
        let made = cli::expect(
            desk,
            &[
                "init",
                "--keyring",
                "--json",
                "--recovery-file",
                "sheet.txt",
            ],
            Some(steps::PASSWORD),
        )?;
        assert!(made.contains("keyring_not_kept"), "{made}");
        for label in ["one", "two"] {
            cli::expect(
                desk,
                &["add", &steps::uri("Example", label, ALICE), "--again"],
                Some(steps::PASSWORD),
            )?;
        }
        for (args, password, exit, code) in [
            (
                &["code", "nobody"][..],
                Some(steps::PASSWORD),
                3,
                "no_such_account",
            ),
            (
                &["code", "example"][..],
                Some(steps::PASSWORD),
                3,
                "several_accounts",
            ),
            (
                &["add", "missing.png"][..],
                Some(steps::PASSWORD),
                1,
                "file_unreadable",
            ),
            (
                &["add", "totp-backup"][..],
                Some(steps::PASSWORD),
                7,
                "key_refused",
            ),
            (&["list", "--password-fd", "77"][..], None, 4, "no_password"),
            (&["scan", "missing.png"][..], None, 1, "missing.png"),
            (&["frobnicate"][..], None, 2, "usage"),
        ] {
            let (status, said) = fault(args, password)?;
            assert_eq!(status, Some(exit), "{args:?}: {said}");
            assert!(said.contains(code), "{args:?}: {said}");
            let lines = said.lines().map(serde_json::from_str::<serde_json::Value>);
            lines
                .collect::<Result<Vec<_>, _>>()
                .with_context(|| format!("not JSON: {said}"))?;
        }
        Ok(())
    })
}

/// A password is asked for on the terminal without echo; standard input stays free for what is added.
#[test]
fn the_password_comes_from_the_terminal_or_a_descriptor_and_never_shows() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let program = countersign_tests::programs::cli()?.display().to_string();
        let home = desk.folder().join("home");
        std::fs::write(home.join("password"), steps::PASSWORD)?;
        std::fs::write(home.join("uri"), steps::uri("Example", "alice", ALICE))?;
        let added = desk
            .command("bash")
            .args([
                "-c",
                "\"$0\" --password-fd 3 add - 3<password <uri",
                &program,
            ])
            .output()?;
        anyhow::ensure!(added.status.success(), "{added:?}");

        // `script` gives the program a terminal of its own.
        let mut terminal = desk
            .command("script")
            .args(["-qec", &format!("'{program}' list"), "/dev/null"])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::piped())
            .spawn()?;
        let mut screen = terminal.stdout.take().context("the screen")?;
        let mut shown = Vec::new();
        while !shown.ends_with(b"Password: ") {
            let mut byte = [0];
            anyhow::ensure!(
                std::io::Read::read(&mut screen, &mut byte)? == 1,
                "no prompt came"
            );
            shown.extend(byte);
        }
        // The echo is turned off right after the prompt is there: no person types within a blink of it.
        std::thread::sleep(std::time::Duration::from_millis(500));
        let mut keys = terminal.stdin.take().context("the keys")?;
        std::io::Write::write_all(&mut keys, format!("{}\n", steps::PASSWORD).as_bytes())?;
        std::io::Read::read_to_end(&mut screen, &mut shown)?;
        let shown = String::from_utf8_lossy(&shown);
        assert!(terminal.wait()?.success(), "{shown}");
        assert!(shown.contains("Example: alice"), "{shown}");
        assert!(
            !shown.contains(steps::PASSWORD),
            "the password was echoed: {shown}"
        );
        Ok(())
    })
}
