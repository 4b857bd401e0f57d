//! Accounts: rename, pin, trash and back.

use otp::Kind;
use vault::{Entry, EntryId, TRASH_SECONDS, Unlocked, VaultError};

use crate::App;
use crate::faults::{fault, of_vault};
use crate::sentences;
use crate::session::{Open, Vault};
use crate::sync::held;
use crate::wire::{
    AccountRequest, EditRequest, Fault, FaultCode, KindView, PinRequest, TrashView, TrashedView,
};

/// An entry of the tray menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrayEntry {
    /// The account's id.
    pub id: String,
    /// "Issuer: label".
    pub title: String,
}

/// How codes are made, for the page.
pub(crate) fn kind_view(kind: Kind) -> KindView {
    match kind {
        Kind::Totp { .. } => KindView::Totp,
        Kind::Hotp { .. } => KindView::Hotp,
        Kind::Steam => KindView::Steam,
        Kind::Motp => KindView::Motp,
        Kind::Yandex => KindView::Yandex,
    }
}

/// The id of an account as the page names it. What is no id names no account.
pub(crate) fn entry_id(text: &str) -> Result<EntryId, Fault> {
    text.parse().map_err(|_| fault(FaultCode::AccountGone))
}

/// "Issuer: label" of an entry.
pub(crate) fn title(entry: &Entry) -> String {
    sentences::title(&entry.account().issuer, &entry.account().label)
}

impl App {
    /// Works with the open vault.
    pub(crate) fn with_open<T>(
        &self,
        work: impl FnOnce(&mut Open) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        match &mut *held(&self.vault) {
            Vault::Unlocked(open) => work(open),
            Vault::Fresh => Err(fault(FaultCode::NoVault)),
            Vault::Locked(_) => Err(fault(FaultCode::Locked)),
            Vault::Damaged(fault) | Vault::Newer(fault) => Err(fault.clone()),
        }
    }

    /// Changes the vault and saves it, both or neither.
    pub(crate) fn change<T>(
        &self,
        change: impl FnOnce(&mut Unlocked) -> Result<T, VaultError>,
    ) -> Result<T, Fault> {
        let path = &self.ports.paths.vault;
        let done = self.with_open(|open| {
            let done = open
                .vault
                .transaction(self.ports.clock.now(), change)
                .map_err(|error| of_vault(&error, path))?;
            // Every save writes when accounts were used.
            open.use_unsaved = false;
            Ok(done)
        })?;
        self.plan_backup();
        Ok(done)
    }

    /// Renames an account.
    ///
    /// # Errors
    /// `name_empty`, `name_too_long`, `account_gone`, and those of saving.
    pub fn edit(&self, request: EditRequest) -> Result<(), Fault> {
        self.touch_activity();
        let (issuer, label) = (request.issuer.trim(), request.label.trim());
        if issuer.is_empty() && label.is_empty() {
            return Err(fault(FaultCode::NameEmpty));
        }
        if issuer.len().max(label.len()) > otp::Account::MAX_NAME_BYTES {
            return Err(fault(FaultCode::NameTooLong).with("most", otp::Account::MAX_NAME_BYTES));
        }
        let id = entry_id(&request.id)?;
        self.change(|vault| vault.rename(id, issuer, label))?;
        self.events.codes_changed();
        Ok(())
    }

    /// Pins an account to the top of list and tray, or lets it go.
    ///
    /// # Errors
    /// `account_gone`, and those of saving.
    pub fn pin(&self, request: PinRequest) -> Result<(), Fault> {
        self.touch_activity();
        let id = entry_id(&request.id)?;
        self.change(|vault| vault.set_pinned(id, request.pinned))?;
        self.events.codes_changed();
        Ok(())
    }

    /// Puts an account in the trash, for 30 days.
    ///
    /// # Errors
    /// `account_gone`, and those of saving.
    pub fn remove(&self, request: AccountRequest) -> Result<(), Fault> {
        self.touch_activity();
        let id = entry_id(&request.id)?;
        let now = self.ports.clock.now();
        self.change(|vault| vault.trash_entry(id, now))?;
        self.events.codes_changed();
        Ok(())
    }

    /// Takes an account out of the trash.
    ///
    /// # Errors
    /// `account_gone`, and those of saving.
    pub fn restore(&self, request: AccountRequest) -> Result<(), Fault> {
        self.touch_activity();
        let id = entry_id(&request.id)?;
        self.change(|vault| vault.restore(id))?;
        self.events.codes_changed();
        Ok(())
    }

    /// The trash, newest first.
    ///
    /// # Errors
    /// `locked`.
    pub fn trash(&self) -> Result<TrashView, Fault> {
        self.run_due();
        self.with_open(|open| {
            let mut accounts: Vec<TrashedView> = open
                .vault
                .trash()
                .map(|entry| {
                    let deleted_at = entry.deleted_at().unwrap_or(0);
                    TrashedView {
                        id: entry.id().to_string(),
                        issuer: entry.account().issuer.clone(),
                        label: entry.account().label.clone(),
                        deleted_at,
                        gone_at: deleted_at.saturating_add(TRASH_SECONDS),
                    }
                })
                .collect();
            accounts.sort_by_key(|account| std::cmp::Reverse(account.deleted_at));
            Ok(TrashView { accounts })
        })
    }

    /// The accounts of the tray menu: the pinned ones, then those used last. Empty while locked.
    pub fn tray_accounts(&self, limit: usize) -> Vec<TrayEntry> {
        self.with_open(|open| {
            let mut entries: Vec<&Entry> = open.vault.entries().collect();
            entries.sort_by_cached_key(|entry| {
                let used = std::cmp::Reverse(entry.last_used_at().unwrap_or(0));
                (!entry.pinned(), used, title(entry).to_lowercase())
            });
            let shown = entries.into_iter().take(limit);
            Ok(shown
                .map(|entry| TrayEntry {
                    id: entry.id().to_string(),
                    title: title(entry),
                })
                .collect())
        })
        .unwrap_or_default()
    }

    /// "Issuer: label" of an account.
    pub fn title_of(&self, id: &str) -> Option<String> {
        let id = entry_id(id).ok()?;
        self.with_open(|open| {
            Ok(open
                .vault
                .entries()
                .find(|entry| entry.id() == id)
                .map(title))
        })
        .ok()?
    }
}
