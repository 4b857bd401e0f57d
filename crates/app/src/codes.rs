//! The codes of all accounts.

use otp::code_at;
use vault::Entry;

use crate::App;
use crate::accounts::{entry_id, kind_view};
use crate::wire::{AccountRequest, AccountView, CodesView, Fault};

impl App {
    /// Every account with its code and the one after it: pinned first, then by issuer and label.
    ///
    /// # Errors
    /// `locked`.
    pub fn codes(&self) -> Result<CodesView, Fault> {
        self.run_due();
        let now_ms = self.ports.clock.now_ms();
        self.with_open(|open| {
            let mut entries: Vec<&Entry> = open.vault.entries().collect();
            entries.sort_by_cached_key(|entry| {
                let account = entry.account();
                (
                    !entry.pinned(),
                    account.issuer.to_lowercase(),
                    account.label.to_lowercase(),
                    entry.created_at(),
                    entry.id(),
                )
            });
            let quarantined = open.vault.quarantined().len();
            Ok(CodesView {
                now_ms,
                accounts: entries
                    .into_iter()
                    .map(|entry| view(entry, now_ms / 1000))
                    .collect(),
                quarantined: u32::try_from(quarantined).unwrap_or(u32::MAX),
            })
        })
    }

    /// Counts an HOTP account on: its next code is shown once the counter is saved.
    ///
    /// # Errors
    /// `account_gone`, and those of saving.
    pub fn advance(&self, request: AccountRequest) -> Result<(), Fault> {
        self.touch_activity();
        let id = entry_id(&request.id)?;
        self.change(|vault| vault.advance(id))?;
        self.events.codes_changed();
        Ok(())
    }
}

fn view(entry: &Entry, now: u64) -> AccountView {
    let account = entry.account();
    let codes = code_at(account, now);
    let period = account.kind.period();
    let timed = |time: u64| if period.is_some() { time } else { 0 };
    AccountView {
        id: entry.id().to_string(),
        issuer: account.issuer.clone(),
        issuer_in_label: account.issuer_in_label.clone(),
        label: account.label.clone(),
        pinned: entry.pinned(),
        kind: kind_view(account.kind),
        digits: account.digits,
        algorithm: account.algorithm.as_str().to_owned(),
        period: period.unwrap_or(0),
        code: codes.current.as_str().to_owned(),
        next: codes.next.as_ref().map(|code| code.as_str().to_owned()),
        valid_from: timed(codes.current.valid_from),
        valid_until: timed(codes.current.valid_until),
        created_at: entry.created_at(),
    }
}
