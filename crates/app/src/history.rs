//! Earlier states of an open vault: seen before one goes back, and undone by the same means. And the entries that this
//! version does not understand, to be taken elsewhere.

use std::path::Path;

use vault::{Names, QuarantineReason, VaultError};

use crate::App;
use crate::faults::{fault, of_vault};
use crate::recovery::write_private;
use crate::wire::{
    Fault, FaultCode, GenerationRequest, NamesView, OddView, PreviewView, QuarantineView,
    QuarantinedView, SavedView, WentBackView,
};

impl App {
    /// What going back to a generation would change. Nothing is changed by asking.
    ///
    /// # Errors
    /// `locked`, `generation_keys_gone`, `vault_damaged`, `vault_unreadable`.
    pub fn generation_preview(&self, request: GenerationRequest) -> Result<PreviewView, Fault> {
        self.touch_activity();
        let path = &self.ports.paths.vault;
        let seen = self.with_open(|open| {
            let seen = open.vault.compare(&request.id);
            seen.map_err(|error| of_generation(&error, path))
        })?;
        let all = |names: &[Names]| names.iter().map(names_view).collect();
        Ok(PreviewView {
            back: all(&seen.back),
            gone: all(&seen.gone),
            renamed: seen
                .renamed
                .iter()
                .map(|(here, there)| (names_view(here), names_view(there)))
                .collect(),
            accounts: u32::try_from(seen.accounts).unwrap_or(u32::MAX),
        })
    }

    /// Goes back to a generation. What was added since goes to the trash; the state that is left is kept.
    ///
    /// # Errors
    /// Those of [`App::generation_preview`], and those of saving.
    pub fn go_back(&self, request: GenerationRequest) -> Result<WentBackView, Fault> {
        self.touch_activity();
        let (path, now) = (&self.ports.paths.vault, self.ports.clock.now());
        let undo = self.with_open(|open| {
            let undo = open
                .vault
                .go_back(&request.id, now)
                .map_err(|error| of_generation(&error, path))?;
            open.use_unsaved = false;
            Ok(undo)
        })?;
        self.plan_backup();
        self.events.state_changed();
        self.events.codes_changed();
        Ok(WentBackView { undo })
    }

    /// The entries that this version does not understand.
    ///
    /// # Errors
    /// `locked`.
    pub fn quarantine(&self) -> Result<QuarantineView, Fault> {
        self.touch_activity();
        let entries = self.with_open(|open| Ok(open.vault.quarantined()))?;
        Ok(QuarantineView {
            entries: entries
                .into_iter()
                .map(|entry| QuarantinedView {
                    issuer: entry.issuer,
                    label: entry.label,
                    reason: odd(entry.reason),
                })
                .collect(),
        })
    }

    /// Writes them into a file as they stand in the vault, keys included, readable by its owner alone.
    ///
    /// # Errors
    /// `reveal_needed`, `locked`, `write_failed`.
    pub fn quarantine_save(&self, path: &Path) -> Result<SavedView, Fault> {
        self.touch_activity();
        let json = self.with_presence(|open| Ok(open.vault.quarantined_json()))?;
        write_private(path, json.as_bytes()).map_err(|error| {
            fault(FaultCode::WriteFailed)
                .with("path", path.display())
                .with("reason", error.kind())
        })?;
        Ok(SavedView {
            path: path.display().to_string(),
        })
    }
}

fn names_view(names: &Names) -> NamesView {
    NamesView {
        issuer: names.issuer.clone(),
        label: names.label.clone(),
    }
}

fn odd(reason: QuarantineReason) -> OddView {
    match reason {
        QuarantineReason::Duplicate => OddView::Duplicate,
        QuarantineReason::Kind => OddView::Kind,
        QuarantineReason::Algorithm => OddView::Algorithm,
        QuarantineReason::Secret => OddView::Secret,
        QuarantineReason::Refused => OddView::Refused,
        _ => OddView::Shape,
    }
}

/// Why an earlier state is not to be had.
fn of_generation(error: &VaultError, path: &Path) -> Fault {
    match error {
        VaultError::KeyReplaced => fault(FaultCode::GenerationKeysGone),
        other => of_vault(other, path),
    }
}
