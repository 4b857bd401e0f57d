//! Nothing leaves the machine, and nothing is said of what is secret.

use std::process::Command;

use anyhow::{Context, Result};
use countersign_tests::{App, Plan, Reader, cli, clip, oath, steps, wait};

use crate::{ALICE, BOB};

/// Set in a test that runs again where there is no network.
const INSIDE: &str = "COUNTERSIGN_TEST_WITHOUT_NETWORK";

/// The whole first day, in a namespace that has no interface but the loopback, which only WebDriver uses.
#[test]
fn the_main_job_needs_no_network() -> Result<()> {
    let unshare = |command: &[&str]| {
        let up = r#"ip link set lo up && exec "$0" "$@""#;
        let mut unshare = Command::new("unshare");
        unshare.args(["--net", "--", "sh", "-c", up]).args(command);
        unshare
    };
    let possible = unshare(&["true"]).output();
    if !possible.is_ok_and(|output| output.status.success()) {
        countersign_tests::skipped("no network namespace can be made here (root, `unshare`, `ip`)");
        return Ok(());
    }
    // The control: nothing can be reached from there.
    let reach = unshare(&["bash", "-c", "exec 3<>/dev/tcp/192.0.2.1/80"]).output()?;
    let said = String::from_utf8_lossy(&reach.stderr).into_owned();
    assert!(said.contains("Network is unreachable"), "{said}");

    let test = std::env::current_exe()?;
    let test = test.to_str().context("a path")?;
    let walk = "first_use::from_a_qr_code_to_the_clipboard_and_the_next_day";
    let output = unshare(&[test, "--exact", walk, "--nocapture"])
        .env(INSIDE, "1")
        .output()?;
    let said = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success() && said.contains("1 passed"),
        "{said}\n{}",
        String::from_utf8_lossy(&output.stderr)
    );
    Ok(())
}

/// Every socket that the program and its page's processes open is one within this machine.
#[test]
fn no_socket_of_the_internet_is_opened() -> Result<()> {
    if Command::new("strace").arg("-V").output().is_err() {
        countersign_tests::skipped("strace is not installed");
        return Ok(());
    }
    Plan::default().run(|desk| {
        cli::init(desk)?;
        cli::add(desk, "Example", "alice", ALICE)?;
        let trace = desk.folder().join("trace");
        let app = App::on(desk).unwatched().calls_to(&trace).app()?;
        let reader = Reader::start(desk)?;
        reader.find("push button", "Unlock")?;
        let keys = |arguments: &[&str]| desk.command("xdotool").args(arguments).status();
        wait::until("the focus", || {
            wait::yes(desk.active_window()? == "Countersign")
        })?;
        keys(&["type", "--delay", "50", steps::PASSWORD])?;
        keys(&["key", "Return"])?;
        reader.find("push button", "Copy the code of Example")?;
        // A link in a code is explained and not followed; an account is added.
        for text in [
            "https://example.org/signin?q=1",
            &steps::uri("Other", "bob", BOB),
        ] {
            clip::put(desk, text)?;
            keys(&["key", "ctrl+v"])?;
            std::thread::sleep(std::time::Duration::from_secs(1));
            keys(&[
                "key",
                if text.starts_with("https") {
                    "Escape"
                } else {
                    "Return"
                },
            ])?;
        }
        reader.find("push button", "Done")?;
        keys(&["key", "Escape"])?;
        let tray = desk.tray.as_ref().context("a tray")?;
        tray.click("Example: alice")?;
        wait::until("a code", || {
            wait::yes(oath::right_lately(ALICE, &clip::text(desk)?, 10)?)
        })?;
        tray.click("Lock")?;
        tray.await_label("Unlock…")?;
        tray.click("Quit")?;
        app.ended()?;

        let said = std::fs::read_to_string(&trace)?;
        // The controls: it was all seen, program and page and what WebKit has for networks.
        for seen in ["AF_UNIX", "WebKitWebProcess", "WebKitNetworkProcess"] {
            assert!(said.contains(seen), "{seen} is not in the trace");
        }
        // A question to the kernel about its routes (AF_NETLINK) leaves nothing.
        let outside = said
            .lines()
            .filter(|line| line.contains("socket(AF_INET") || line.contains("sa_family=AF_INET"));
        let outside: Vec<&str> = outside.collect();
        assert!(outside.is_empty(), "{outside:#?}");
        Ok(())
    })
}

/// Whatever is refused, neither the refusal nor the log at its most talkative repeats it.
#[test]
fn refusals_and_logs_repeat_nothing() -> Result<()> {
    const CANARIES: [&str; 4] = [
        "CANARYSECRETAAAAB",
        "canary pass phrase",
        "canary-label",
        "Canary Issuer",
    ];
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let (app, window) = App::on(desk).traced().window()?;
        window.fill("unlock-password", "canary pass phrase")?;
        window.click("unlock-submit")?;
        window.see("[data-testid=fault][data-code=wrong_password]")?;
        assert!(!window.shown().contains("canary"));
        steps::unlock(&window)?;
        for refused in [
            "otpauth://totp/Canary%20Issuer:canary-label?secret=CANARYSECRETAAAAB1!",
            "otpauth://totp/Canary%20Issuer:canary-label?secret=CANARYSECRETAAAAB&digits=99",
            "otpauth-migration://offline?data=CANARYSECRETAAAAB",
        ] {
            window.click("add")?;
            window.click("tab-text")?;
            window.fill("text-input", refused)?;
            window.click("text-submit")?;
            window.see("fault")?;
            let said = window.text("fault")?;
            assert!(!said.contains("CANARYSECRET"), "{said}");
            window.click("back")?;
        }
        steps::add_text(&window, &steps::uri("Canary Issuer", "canary-label", ALICE))?;
        window.click_account("Canary Issuer")?;
        window.click("lock")?;
        window.see("unlock")?;
        drop(window);
        let log = app.log();
        assert!(app.terminate()?.success());
        assert!(
            log.contains("TRACE"),
            "the control: the log was written in full"
        );
        assert!(!log.contains("panicked"), "{log}");
        for canary in CANARIES.iter().chain(&[ALICE, steps::PASSWORD]) {
            assert!(!log.contains(canary), "{canary} is in the log");
        }
        Ok(())
    })
}
