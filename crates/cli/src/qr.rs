//! `show-qr`: an account's QR code again, after proving presence anew.

use std::io::Write;

use app::wire::{AccountRequest, Fault, FaultCode, Purpose};
use serde_json::json;

use crate::args::ShowQr;
use crate::exit::Exit;
use crate::list::{find, title};
use crate::open::Face;
use crate::say::Say;

/// Draws the code in the terminal, or writes a PNG that only its owner can read.
pub fn run(face: &Face, say: Say, ask: &ShowQr) -> Result<Exit, Fault> {
    let app = face.open()?;
    let account = find(app, &ask.query)?;
    face.prove(Purpose::Reveal)?;
    let Some(out) = &ask.out else {
        let modules = app.qr_modules(&account.id)?;
        say.say(
            || drawn(&modules),
            || json!({ "id": account.id, "modules": modules }),
        );
        say.aside(&format!(
            "{} — it works on as many devices as you like. Clear the terminal afterwards.",
            title(&account)
        ));
        return Ok(Exit::Done);
    };
    let picture = app.qr_picture(AccountRequest {
        id: account.id.clone(),
    })?;
    write_private(out, &picture).map_err(|error| {
        Fault::new(FaultCode::WriteFailed)
            .with("path", out.display())
            .with("reason", error)
    })?;
    say.say(
        || {
            format!(
                "{} is at {}. Delete the picture when it is no longer needed: it is the key.",
                title(&account),
                out.display()
            )
        },
        || json!({ "id": account.id, "path": out }),
    );
    Ok(Exit::Done)
}

fn write_private(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// Two modules a character, dark on light whatever the terminal's colours are.
fn drawn(modules: &[Vec<bool>]) -> String {
    const QUIET: usize = 4;
    let size = modules.len() + 2 * QUIET;
    let dark = |x: usize, y: usize| {
        y.checked_sub(QUIET)
            .and_then(|y| modules.get(y))
            .and_then(|row| x.checked_sub(QUIET).and_then(|x| row.get(x)))
            .is_some_and(|dark| *dark)
    };
    let mut text = String::new();
    for y in (0..size).step_by(2) {
        text.push_str("\x1b[38;5;16;48;5;231m");
        for x in 0..size {
            text.push(match (dark(x, y), dark(x, y + 1)) {
                (true, true) => '█',
                (true, false) => '▀',
                (false, true) => '▄',
                (false, false) => ' ',
            });
        }
        text.push_str("\x1b[0m\n");
    }
    text
}
