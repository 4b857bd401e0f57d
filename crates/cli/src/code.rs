//! `code`: one account's code, printed or copied.

use std::time::Duration;

use app::App;
use app::wire::{AccountRequest, AccountView, CopyRequest, Fault, FaultCode, KindView, Which};
use serde_json::json;

use crate::args::Code;
use crate::exit::Exit;
use crate::list::{find, title};
use crate::open::Face;
use crate::say::Say;

/// Prints the code, or copies it and stays until the clipboard is cleared.
pub fn run(face: &Face, say: Say, ask: &Code) -> Result<Exit, Fault> {
    let app = face.open()?;
    let account = find(app, &ask.query)?;
    if ask.copy {
        let which = if ask.next {
            Which::Next
        } else {
            Which::Current
        };
        let copied = app.copy(CopyRequest {
            id: account.id.clone(),
            which,
            shown_until: None,
        })?;
        say.say(
            || format!("{}: {}", title(&account), app::sentences::copied(&copied)),
            || json!({ "copied": account.id, "clear_after": copied.clear_after, "valid_for": copied.valid_for }),
        );
        used_up(app, &account)?;
        wait_for_clearing(copied.clear_after);
        return Ok(Exit::Done);
    }
    let code = match (ask.next, &account.next) {
        (true, Some(next)) => next,
        _ => &account.code,
    };
    if code.is_empty() {
        return Err(Fault::new(FaultCode::PinMissing));
    }
    let now = app.codes()?.now_ms / 1000;
    let left = account.valid_until.saturating_sub(now);
    say.say(
        || code.clone(),
        || {
            let seconds_left = (account.kind != KindView::Hotp).then_some(left);
            json!({ "id": account.id, "issuer": account.issuer, "label": account.label, "code": code, "seconds_left": seconds_left })
        },
    );
    used_up(app, &account)?;
    Ok(Exit::Done)
}

/// A code by counter is good for one use (RFC 4226): the next call gives the next one.
fn used_up(app: &App, account: &AccountView) -> Result<(), Fault> {
    if account.kind == KindView::Hotp {
        app.advance(AccountRequest {
            id: account.id.clone(),
        })?;
    }
    Ok(())
}

/// On some systems a clipboard lives only as long as the program that filled it: stay until the
/// code is cleared, or until a signal ends the wait (which clears it too).
fn wait_for_clearing(seconds: u32) {
    let (done, wait) = std::sync::mpsc::channel();
    platform::signals::on_terminate(move || {
        // The receiver lives until the wait is over; after that nobody needs to know.
        let _ = done.send(());
    });
    // Either end of the wait is fine.
    if seconds == 0 {
        let _ = wait.recv();
    } else {
        let _ = wait.recv_timeout(Duration::from_secs(u64::from(seconds) + 1));
    }
}
