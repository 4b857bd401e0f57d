//! Killed while it saves: the old vault or the new one, whole.

use std::time::Duration;

use anyhow::Result;
use countersign_tests::{App, Plan, cli, steps};

use crate::{ALICE, BOB};

/// The window is killed at different moments of an addition.
#[test]
fn the_window_killed_while_saving_leaves_old_or_new() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        steps::add_text(&window, &steps::uri("Kept", "alice", ALICE))?;
        let mut sure = 1;
        let mut running = Some((app, window));
        for (round, delay) in [0, 4, 9].into_iter().enumerate() {
            let (app, window) = match running.take() {
                Some(running) => running,
                None => {
                    let (app, window) = App::on(desk).window()?;
                    steps::unlock(&window)?;
                    (app, window)
                }
            };
            assert_eq!(window.count("code-row")?, sure);
            steps::read_text(&window, &steps::uri(&format!("Round {round}"), "bob", BOB))?;
            window.see("confirm-sheet")?;
            // The page's own click answers at once; the save goes on meanwhile.
            window.script(
                "document.querySelector('[data-testid=confirm-add]').click()",
                Vec::new(),
            )?;
            std::thread::sleep(Duration::from_millis(delay));
            app.kill();
            drop(window);
            let there = accounts(desk)?;
            assert!(
                there == sure || there == sure + 1,
                "round {round}: {sure}, now {there}"
            );
            sure = there;
        }
        Ok(())
    })
}

/// The same for the command line, more often: twenty kills spread over a save.
#[test]
fn the_command_line_killed_while_saving_leaves_old_or_new() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let started = std::time::Instant::now();
        cli::add(desk, "Kept", "alice", ALICE)?;
        // A whole run takes so long; the save is at its end.
        let whole = started.elapsed();
        let (mut sure, mut cut_short) = (accounts(desk)?, 0);
        for round in 0..20_u32 {
            let mut child = cli::start(
                desk,
                &["add", &steps::uri(&format!("Round {round}"), "bob", BOB)],
                steps::PASSWORD,
            )?;
            std::thread::sleep(whole.mul_f64(0.55 + 0.03 * f64::from(round)));
            child.kill()?;
            cut_short += u32::from(!child.wait()?.success());
            let there = accounts(desk)?;
            assert!(
                there == sure || there == sure + 1,
                "round {round}: {sure}, now {there}"
            );
            sure = there;
        }
        assert!(cut_short > 0, "the control: some runs were cut short");
        Ok(())
    })
}

/// How many accounts the vault holds, as another process finds them.
fn accounts(desk: &countersign_tests::Desk) -> Result<usize> {
    let listed = cli::expect(desk, &["list", "--json"], Some(steps::PASSWORD))?;
    Ok(listed
        .lines()
        .filter(|line| line.contains("\"issuer\""))
        .count())
}
