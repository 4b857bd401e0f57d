//! `init`: a new vault.

use std::path::Path;

use app::wire::{Fault, FaultCode, Phase, SetPasswordRequest};
use serde_json::json;

use crate::args::Init;
use crate::exit::Exit;
use crate::open::Face;
use crate::say::Say;

/// Makes the vault and hands out the recovery key: to a file, or on the terminal.
pub fn run(face: &Face, say: Say, init: &Init) -> Result<Exit, Fault> {
    // Before a password is asked for: here it would be taken for a new one of the vault that is there.
    if matches!(face.app.phase(), Phase::Locked | Phase::Unlocked) {
        return Err(Fault::new(FaultCode::VaultExists));
    }
    if let Some(file) = &init.recovery_file {
        reserve(file)?;
    }
    let made = make(face, init);
    if made.is_err()
        && let Some(file) = &init.recovery_file
    {
        // It is empty, and ours.
        let _ = std::fs::remove_file(file);
    }
    made?;
    let path = face.app.state()?.vault_path;
    if let Some(file) = &init.recovery_file {
        match face.app.recovery_save(file) {
            Ok(saved) => {
                face.app.recovery_done()?;
                say.say(
                    || format!("A new vault is at {path}.\nThe recovery sheet is at {}. Print it and keep it away from this computer.", saved.path),
                    || json!({ "vault": path, "recovery_file": saved.path }),
                );
                return Ok(Exit::Done);
            }
            // The vault is made: the key must not be lost with the file.
            Err(fault) => say.fault(&fault),
        }
    }
    let key = face.app.recovery_text()?;
    face.app.recovery_done()?;
    // EXPOSE: the person asked for the key on the terminal; it is shown this once.
    say.say(
        || format!("A new vault is at {path}.\n\nRecovery key:\n\n    {}\n\nWrite it down and keep it away from this computer. It is not shown again.", key.as_str()),
        || json!({ "vault": path, "recovery_key": key.as_str() }),
    );
    Ok(Exit::Done)
}

/// Makes sure that the sheet can be written, before there is a vault whose key would be lost; never over another file.
fn reserve(file: &Path) -> Result<(), Fault> {
    let made = std::fs::File::create_new(file);
    made.map(drop).map_err(|error| {
        Fault::new(FaultCode::WriteFailed)
            .with("path", file.display())
            .with("reason", error)
    })
}

fn make(face: &Face, init: &Init) -> Result<(), Fault> {
    if init.no_password {
        face.app.create_with_keyring()?;
    } else {
        let password = face.new_password()?;
        face.app.set_password(SetPasswordRequest {
            password,
            keyring: init.keyring,
        })?;
    }
    Ok(())
}
