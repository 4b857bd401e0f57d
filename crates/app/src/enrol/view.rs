//! Findings as the page sees them.

use otp::{Account, Draft, Kind};

use crate::App;
use crate::accounts::kind_view;
use crate::faults::fault;
use crate::session::Vault;
use crate::sync::held;
use crate::wire::{DraftView, DuplicateView, Fault, FaultCode, FindingsView, Notice, Same};

impl App {
    /// The findings of this id, compared with what is in the vault when it is open.
    pub(crate) fn view_of_findings(&self, id: &str) -> Result<FindingsView, Fault> {
        let vault = held(&self.vault);
        let enrolment = held(&self.enrolment);
        let findings = enrolment
            .held
            .iter()
            .find(|findings| findings.id == id)
            .ok_or_else(|| fault(FaultCode::FindingsGone))?;
        let accounts = findings
            .drafts
            .iter()
            .zip(0..)
            .enumerate()
            .map(|(at, (draft, number))| DraftView {
                duplicate: duplicate(&vault, draft),
                place: findings.places.get(at).cloned(),
                ..view(draft, number)
            })
            .collect();
        Ok(FindingsView {
            id: findings.id.clone(),
            source: findings.source,
            pictures: findings.pictures.clone(),
            accounts,
            choose: findings.choose,
            batch: findings.batch.clone(),
            foreign: findings.foreign.clone(),
            refused: findings.refused.clone(),
        })
    }
}

fn view(draft: &Draft, number: u32) -> DraftView {
    let account = &draft.account;
    DraftView {
        draft: number,
        issuer: account.issuer.clone(),
        issuer_in_label: account.issuer_in_label.clone(),
        label: account.label.clone(),
        kind: kind_view(account.kind),
        digits: account.digits,
        algorithm: account.algorithm.as_str().to_owned(),
        period: account.kind.period().unwrap_or(0),
        warnings: draft
            .warnings
            .iter()
            .map(|warning| Notice {
                code: warning.code().to_owned(),
                args: warning
                    .args()
                    .into_iter()
                    .map(|(name, value)| (name.to_owned(), value))
                    .collect(),
            })
            .collect(),
        duplicate: None,
        place: None,
    }
}

/// The account that the draft resembles most: one with the same secret, also in the trash; else one of the same names.
pub(crate) fn duplicate(vault: &Vault, draft: &Draft) -> Option<DuplicateView> {
    let Vault::Unlocked(open) = vault else {
        return None;
    };
    let seen = |id: String, account: &Account, same, trashed| DuplicateView {
        id,
        same,
        issuer: account.issuer.clone(),
        label: account.label.clone(),
        trashed,
    };
    let alike = |account: &Account| {
        account.secret().same_as(draft.account.secret())
            && same_kind(account.kind, draft.account.kind)
    };
    let named = |account: &Account| {
        let names =
            |account: &Account| (account.issuer.to_lowercase(), account.label.to_lowercase());
        names(account) == names(&draft.account)
    };
    let live = || open.vault.entries();
    let trash = || open.vault.trash();
    live()
        .find(|entry| alike(entry.account()))
        .map(|entry| seen(entry.id().to_string(), entry.account(), Same::Secret, false))
        .or_else(|| {
            trash()
                .find(|entry| alike(entry.account()))
                .map(|entry| seen(entry.id().to_string(), entry.account(), Same::Secret, true))
        })
        .or_else(|| {
            live()
                .find(|entry| named(entry.account()))
                .map(|entry| seen(entry.id().to_string(), entry.account(), Same::Name, false))
        })
}

fn same_kind(one: Kind, other: Kind) -> bool {
    match (one, other) {
        // A counter moves; it is the same account nevertheless.
        (Kind::Hotp { .. }, Kind::Hotp { .. }) => true,
        (one, other) => one == other,
    }
}
