//! Adding what was found: one transaction, saved before the answer.

use otp::{Account, AccountParts, Pin};

use crate::App;
use crate::faults::{fault, of_account};
use crate::sync::held;
use crate::wire::{ConfirmRequest, ConfirmedDraft, EnrolledView, Fault, FaultCode};

impl App {
    /// Adds the chosen drafts, all or none. The findings are forgotten once they are saved, and stay when saving fails.
    ///
    /// # Errors
    /// `locked`, `findings_gone`, `name_empty`, and those of saving.
    pub fn confirm(&self, request: ConfirmRequest) -> Result<EnrolledView, Fault> {
        self.touch_activity();
        let accounts = self.chosen(&request)?;
        let now = self.ports.clock.now();
        let ids = if accounts.is_empty() {
            Vec::new()
        } else {
            self.change(|vault| vault.add_all(accounts, now))?
        };
        held(&self.enrolment)
            .held
            .retain(|findings| findings.id != request.findings);
        self.events.codes_changed();
        Ok(EnrolledView {
            ids: ids.iter().map(ToString::to_string).collect(),
        })
    }

    /// The accounts as they shall be added.
    fn chosen(&self, request: &ConfirmRequest) -> Result<Vec<Account>, Fault> {
        let gone = || fault(FaultCode::FindingsGone);
        let now = self.ports.clock.monotonic();
        let mut enrolment = held(&self.enrolment);
        enrolment.forget_old(now);
        let findings = enrolment
            .held
            .iter()
            .find(|findings| findings.id == request.findings)
            .ok_or_else(gone)?;
        let mut taken = Vec::new();
        let mut accounts = Vec::with_capacity(request.accounts.len());
        for chosen in &request.accounts {
            let draft = usize::try_from(chosen.draft)
                .ok()
                .and_then(|at| findings.drafts.get(at));
            let account = renamed(&draft.ok_or_else(gone)?.account, chosen)?;
            if !taken.contains(&chosen.draft) {
                taken.push(chosen.draft);
                accounts.push(account);
            }
        }
        Ok(accounts)
    }
}

/// The account under the names that the person chose.
fn renamed(account: &Account, chosen: &ConfirmedDraft) -> Result<Account, Fault> {
    let (issuer, label) = (chosen.issuer.trim(), chosen.label.trim());
    if issuer.is_empty() && label.is_empty() {
        return Err(fault(FaultCode::NameEmpty));
    }
    Account::new(AccountParts {
        issuer: issuer.to_owned(),
        // Without an issuer this one would take its place, against what the person chose.
        issuer_in_label: account
            .issuer_in_label
            .clone()
            .filter(|_| !issuer.is_empty()),
        label: label.to_owned(),
        algorithm: account.algorithm,
        digits: account.digits,
        kind: account.kind,
        extra: account.extra.clone(),
        pin: account.pin().map(Pin::duplicate),
        secret: account.secret().duplicate(),
    })
    .map_err(of_account)
}
