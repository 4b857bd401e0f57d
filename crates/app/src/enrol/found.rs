//! Texts, sorted into what can be added, what is something else, and what is refused.

use otp::{Account, AccountParts, Draft, Origin, Secret};
use scan::page::{self, Page};
use scan::{ForeignKind, Foreigner, Payload, SymbolText, classify};
use zeroize::Zeroizing;

use std::time::Duration;

use super::export::{Progress, Taken};
use super::refused::of_google;
use crate::App;
use crate::faults::{of_account, of_key, of_uri};
use crate::sync::held;
use crate::wire::{BatchView, Fault, ForeignView, PicturesView, PlaceView};

/// How long a code before the camera counts as the same one that was just read.
const SEEN_AGAIN: Duration = Duration::from_secs(2);

/// What some texts held.
#[derive(Default)]
pub(crate) struct Found {
    pub(crate) pictures: Option<PicturesView>,
    pub(crate) drafts: Vec<Draft>,
    /// Where in a text they were found, if it was one: as many as there are drafts, or none.
    pub(crate) places: Vec<PlaceView>,
    /// Not all of the drafts need be meant.
    pub(crate) choose: bool,
    pub(crate) batch: Option<BatchView>,
    pub(crate) foreign: Vec<ForeignView>,
    /// The texts of those that may be copied, in their order.
    pub(crate) texts: Vec<Option<Zeroizing<String>>>,
    pub(crate) refused: Vec<Fault>,
    /// It comes from a camera, which sees the same code in many frames.
    pub(crate) live: bool,
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

    /// Takes a code that is no account.
    pub(crate) fn add_foreign(&mut self, foreigner: Foreigner, text: &str) {
        let copyable = !foreigner.kind.is_special() && foreigner.kind != ForeignKind::Empty;
        let view = ForeignView {
            kind: foreigner.kind.code().to_owned(),
            shown: foreigner
                .shown
                .into_iter()
                .map(|(name, value)| (name.to_owned(), value))
                .collect(),
            copyable,
        };
        log::debug!("a code that is no account: {}", view.kind);
        let text = copyable.then(|| Zeroizing::new(text.to_owned()));
        let known = self.foreign.iter().zip(&self.texts);
        if !known.into_iter().any(|known| known == (&view, &text)) {
            self.foreign.push(view);
            self.texts.push(text);
        }
    }

    /// Takes what an export holds.
    pub(crate) fn add_export(&mut self, taken: Taken) {
        let Taken {
            name,
            drafts,
            refused,
        } = taken;
        if self.batch.as_ref().map(|batch| &batch.id) == name.as_ref() {
            self.batch = None;
        }
        drafts.into_iter().for_each(|draft| self.add(draft));
        for fault in refused {
            if !self.refused.contains(&fault) {
                self.refused.push(fault);
            }
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

    /// Sorts one text. What has no form of its own may still have a Key URI in it, or say which key it is.
    pub(crate) fn sort(&self, text: &str, found: &mut Found) {
        let payload = classify(text);
        let general = matches!(&payload, Payload::Foreign(foreigner)
            if matches!(foreigner.kind, ForeignKind::OtherText | ForeignKind::WebLink | ForeignKind::AppLink));
        let page = if general {
            page::search(text)
        } else {
            Page::default()
        };
        if !page.uris.is_empty() {
            for uri in &page.uris {
                self.sort_payload(classify(uri), uri, found);
            }
        } else if page.keys.len() == 1 {
            match super::typed::key_in_page(&page, &page.keys[0], |_| Ok(())) {
                Ok(draft) => found.add(draft),
                Err(fault) => found.refused.push(fault),
            }
        } else {
            self.sort_payload(payload, text, found);
        }
    }

    fn sort_payload(&self, payload: Payload, text: &str, found: &mut Found) {
        match payload {
            Payload::Otpauth(draft) => found.add(draft),
            Payload::OtpauthRefused(error) => found.refused.push(of_uri(error)),
            Payload::GoogleBatch(text) => self.sort_batch(&text, found),
            Payload::BareKey(text) => match bare_key(&text) {
                Ok(draft) => found.add(draft),
                Err(fault) => found.refused.push(fault),
            },
            Payload::Foreign(foreigner) => found.add_foreign(foreigner, text),
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
        let grace = if found.live {
            SEEN_AGAIN
        } else {
            Duration::ZERO
        };
        let progress = held(&self.enrolment).exports.take(batch, now, grace);
        let changed = match progress {
            Progress::Partial(view, new) => {
                found.batch = Some(view);
                new
            }
            Progress::Complete(taken) => {
                let changed = taken.name.is_some();
                found.add_export(taken);
                changed
            }
        };
        self.set_forgetting();
        if changed {
            self.events.state_changed();
        }
    }
}

/// A key without any name around it, with the usual options.
fn bare_key(text: &str) -> Result<Draft, Fault> {
    let secret = Secret::from_base32(text).map_err(of_key)?;
    let account = Account::new(AccountParts::totp("", "", secret)).map_err(of_account)?;
    Ok(Draft::new(account, Origin::BareKey))
}
