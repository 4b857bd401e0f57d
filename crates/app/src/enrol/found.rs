//! Texts, sorted into what can be added, what is something else, and what is refused.

use otp::{Account, AccountParts, Draft, Origin, Secret};
use scan::{Payload, SymbolText, classify};

use super::export::{Progress, of_google};
use crate::App;
use crate::faults::{of_account, of_key, of_uri};
use crate::sync::held;
use crate::wire::{BatchView, Fault, ForeignView, PicturesView};

/// What some texts held.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) pictures: Option<PicturesView>,
    pub(crate) drafts: Vec<Draft>,
    pub(crate) batch: Option<BatchView>,
    pub(crate) foreign: Vec<ForeignView>,
    pub(crate) refused: Vec<Fault>,
}

impl Found {
    /// Takes a draft, unless the very same one is there: one code on two pictures is one account.
    pub(crate) fn add(&mut self, draft: Draft) {
        if !self
            .drafts
            .iter()
            .any(|known| known.account.same_as(&draft.account))
        {
            self.drafts.push(draft);
        }
    }

    /// There is neither an account nor anything that could become one or needs explaining.
    pub(crate) fn is_only_refused(&self) -> bool {
        self.drafts.is_empty() && self.batch.is_none() && self.foreign.is_empty()
    }
}

impl App {
    /// Sorts the texts of symbols.
    pub(crate) fn sort_texts(&self, texts: &[SymbolText], found: &mut Found) {
        for text in texts {
            // EXPOSE: it is classified; drafts hold the secret in its own type.
            self.sort(text.expose(), found);
        }
    }

    /// Sorts one text.
    pub(crate) fn sort(&self, text: &str, found: &mut Found) {
        match classify(text) {
            Payload::Otpauth(draft) => found.add(draft),
            Payload::OtpauthRefused(error) => found.refused.push(of_uri(error)),
            Payload::GoogleBatch(text) => self.sort_batch(&text, found),
            Payload::BareKey(text) => match bare_key(&text) {
                Ok(draft) => found.add(draft),
                Err(fault) => found.refused.push(fault),
            },
            Payload::Foreign(foreigner) => {
                let view = ForeignView {
                    kind: foreigner.kind.code().to_owned(),
                    shown: foreigner
                        .shown
                        .into_iter()
                        .map(|(name, value)| (name.to_owned(), value))
                        .collect(),
                };
                if !found.foreign.contains(&view) {
                    found.foreign.push(view);
                }
            }
            // What `scan` learns to tell later is at least told to be nothing that can be added.
            _ => log::warn!("a payload of an unknown kind"),
        }
    }

    fn sort_batch(&self, text: &str, found: &mut Found) {
        let batch = match exchange::google::read(text) {
            Ok(batch) => batch,
            Err(error) => return found.refused.push(of_google(error)),
        };
        let now = self.ports.clock.monotonic();
        match held(&self.enrolment).exports.take(batch, now) {
            Progress::Partial(view) => found.batch = Some(view),
            Progress::Complete(drafts, refused) => {
                found.batch = None;
                drafts.into_iter().for_each(|draft| found.add(draft));
                found.refused.extend(refused);
            }
        }
    }
}

/// A key without any name around it, with the usual options.
fn bare_key(text: &str) -> Result<Draft, Fault> {
    let secret = Secret::from_base32(text).map_err(of_key)?;
    let account = Account::new(AccountParts::totp("", "", secret)).map_err(of_account)?;
    Ok(Draft::new(account, Origin::BareKey))
}
