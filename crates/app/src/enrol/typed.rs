//! Text that a person typed or pasted: a URI, a key, or a page that holds one.

use otp::{Account, AccountParts, Algorithm, Draft, Kind, Origin, Secret};
use scan::page::{self, KeyInText, Page};
use scan::{ForeignKind, Payload};

use super::Found;
use super::picture_text::picture_in;
use crate::App;
use crate::faults::{fault, of_account, of_clipboard, of_key};
use crate::ports::Clip;
use crate::wire::{
    Fault, FaultCode, FindingsView, KindView, PlaceView, Source, TypedOptions, TypedRequest,
};

/// The longest text that is looked through, in bytes.
const MOST_BYTES: usize = 1 << 20;
impl App {
    /// Takes what was typed or pasted into the field.
    ///
    /// # Errors
    /// `uri_refused`, `key_refused`, `google_refused`, `text_not_understood`.
    pub fn enrol_typed(&self, request: TypedRequest) -> Result<FindingsView, Fault> {
        self.touch_activity();
        // EXPOSE: the text is sorted into drafts, whose secrets have their own type.
        let text = bounded(request.text.expose())?;
        let page = page::search(text);
        if page.uris.is_empty() && looks_typed(text) {
            let mut found = Found::default();
            // Whatever parts the groups (spaces that do not break, hyphens of any kind), it is the same key.
            let key = match scan::classify(text) {
                Payload::BareKey(key) => Some(key),
                _ => None,
            };
            let key = key.as_ref().map_or(text, |key| key.as_str());
            found.add(typed_key(&request, key)?);
            return self.keep_found(Source::Typed, found);
        }
        self.findings_of_page(Source::Typed, text, page, |parts| named(&request, parts))
    }

    /// What a text holds: URIs, a key, or something else that has a name.
    ///
    /// # Errors
    /// As [`App::enrol_typed`].
    pub fn findings_from_text(&self, source: Source, text: &str) -> Result<FindingsView, Fault> {
        let text = bounded(text)?;
        if let Some(picture) = picture_in(text) {
            return self.picture_in_text(source, &picture);
        }
        self.findings_of_page(source, text, page::search(text), |_| Ok(()))
    }

    /// `name` gives an account of a key the names and options that a person typed beside it.
    fn findings_of_page(
        &self,
        source: Source,
        text: &str,
        page: Page,
        name: impl Fn(&mut AccountParts) -> Result<(), Fault>,
    ) -> Result<FindingsView, Fault> {
        let mut found = Found::default();
        if page.uris.is_empty() {
            // A picture of the code says whose it is, too. One without a code is a picture of something else.
            for bytes in &page.pictures {
                if let Ok(texts) = self.codes_of("the text", bytes) {
                    self.sort_texts(&texts, &mut found);
                }
            }
        }
        if !found.drafts.is_empty() || found.batch.is_some() {
            // What the page says besides is the same once more.
        } else if !page.uris.is_empty() {
            page.uris.iter().for_each(|uri| self.sort(uri, &mut found));
        } else if matches!(scan::classify(text), Payload::BareKey(_)) {
            self.sort(text, &mut found);
        } else if !page.keys.is_empty() {
            found.choose = page.keys.len() > 1;
            for key in &page.keys {
                let before = found.drafts.len();
                found.add(key_in_page(&page, key, &name)?);
                if found.drafts.len() > before {
                    found.places.push(place(key));
                }
            }
        } else if let Some(position) = page.slip {
            return Err(fault(FaultCode::KeyRefused)
                .with("reason", "character")
                .with("position", position));
        } else if page.too_many {
            return Err(fault(FaultCode::SeveralKeys).with("most", page::MOST_KEYS));
        } else if page.foreign.is_empty() {
            // Text without a form that is known is no finding: there is nothing to say about it.
            if let Payload::Foreign(foreigner) = scan::classify(text)
                && !matches!(foreigner.kind, ForeignKind::OtherText | ForeignKind::Empty)
            {
                found.add_foreign(foreigner, text);
            }
        } else {
            for foreigner in page.foreign {
                found.add_foreign(foreigner, text);
            }
        }
        self.keep_found(source, found)
    }

    /// Takes what is on the clipboard: text, a picture, or picture files.
    ///
    /// # Errors
    /// `clipboard_empty`, `clipboard_unavailable`, and those of texts and pictures.
    pub fn paste(&self) -> Result<FindingsView, Fault> {
        self.touch_activity();
        match self
            .ports
            .clipboard
            .read()
            .map_err(|error| of_clipboard(&error))?
        {
            Clip::Text(text) if text.trim().is_empty() => Err(fault(FaultCode::ClipboardEmpty)),
            Clip::Text(text) => self.findings_from_text(Source::Paste, &text),
            Clip::Picture(frame) => self.frame_findings(Source::Paste, "the clipboard", &frame),
            Clip::Files(paths) => self.pictures(Source::Paste, &paths),
        }
    }
}

/// A text that is not too long to be looked through.
fn bounded(text: &str) -> Result<&str, Fault> {
    let text = text.trim();
    if text.len() > MOST_BYTES {
        let limit = format!("{} MiB", MOST_BYTES >> 20);
        return Err(fault(FaultCode::TextTooLong).with("limit", limit));
    }
    Ok(text)
}

/// The account of a key that stands in a page, under the names that stand beside it.
pub(super) fn key_in_page(
    page: &Page,
    key: &KeyInText,
    name: impl Fn(&mut AccountParts) -> Result<(), Fault>,
) -> Result<Draft, Fault> {
    let secret = Secret::from_base32(&key.key).map_err(of_key)?;
    // Among several keys nobody knows whose names they are.
    let beside = |name: &Option<String>| name.clone().filter(|_| page.keys.len() == 1);
    let mut parts = AccountParts::totp(
        beside(&page.issuer).unwrap_or_default(),
        beside(&page.label).unwrap_or_default(),
        secret,
    );
    name(&mut parts)?;
    let account = Account::new(parts).map_err(of_account)?;
    Ok(Draft::new(account, Origin::BareKey))
}

fn place(key: &KeyInText) -> PlaceView {
    let number = |of: usize| u32::try_from(of).unwrap_or(u32::MAX);
    PlaceView {
        line: number(key.line),
        before: key.before.clone(),
        letters: number(key.key.chars().filter(|c| *c != ' ').count()),
    }
}

/// One line of letters, digits and separators that is no sentence: somebody typed a key, perhaps with a slip in it.
fn looks_typed(text: &str) -> bool {
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '=' | '\u{a0}');
    // Words in a row are letters of the alphabet of keys too; digits are in hardly any sentence, and in every key.
    let has_digit = text.chars().any(|c| c.is_ascii_digit());
    text.len() <= 2048
        && !text.is_empty()
        && text.chars().all(is_key)
        && (text.split_whitespace().count() == 1
            || has_digit && (has_groups(text) || Secret::from_base32(text).is_ok())
            || matches!(scan::classify(text), Payload::BareKey(_)))
}

/// Most pieces have the length of the first one, as the groups of a key have.
fn has_groups(text: &str) -> bool {
    let lengths: Vec<usize> = text
        .split_whitespace()
        .map(|piece| piece.chars().count())
        .collect();
    let same = lengths
        .iter()
        .filter(|length| Some(*length) == lengths.first())
        .count();
    lengths.len() >= 2 && same * 4 >= lengths.len() * 3
}

fn typed_key(request: &TypedRequest, text: &str) -> Result<Draft, Fault> {
    let secret = Secret::from_base32(text).map_err(of_key)?;
    let mut parts = AccountParts::totp("", "", secret);
    named(request, &mut parts)?;
    let account = Account::new(parts).map_err(of_account)?;
    Ok(Draft::new(account, Origin::Typed))
}

/// The names and options that a person typed.
fn named(request: &TypedRequest, parts: &mut AccountParts) -> Result<(), Fault> {
    for (typed, name) in [
        (&request.issuer, &mut parts.issuer),
        (&request.label, &mut parts.label),
    ] {
        if !typed.trim().is_empty() {
            name.clone_from(typed);
        }
    }
    match &request.options {
        Some(options) => apply(options, parts),
        None => Ok(()),
    }
}

fn apply(options: &TypedOptions, parts: &mut AccountParts) -> Result<(), Fault> {
    match options.kind {
        KindView::Steam => {
            // Steam has no choice (its own five letters, SHA-1, 30 s); what stands in the other fields is not asked.
            parts.kind = Kind::Steam;
            parts.digits = Account::STEAM_DIGITS;
            parts.algorithm = Algorithm::Sha1;
            return Ok(());
        }
        // The page does not offer them for typing: there is no place for the PIN.
        KindView::Motp | KindView::Yandex => {
            return Err(fault(FaultCode::KeyRefused).with("reason", "otherwise"));
        }
        KindView::Totp => {
            parts.kind = Kind::Totp {
                period: options.period,
            }
        }
        KindView::Hotp => {
            parts.kind = Kind::Hotp {
                counter: options.counter,
            }
        }
    }
    parts.digits = options.digits;
    parts.algorithm = options
        .algorithm
        .parse()
        .map_err(|_| fault(FaultCode::KeyRefused).with("reason", "algorithm"))?;
    if options.counter > i64::MAX.unsigned_abs() {
        return Err(fault(FaultCode::KeyRefused).with("reason", "counter"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_in_a_key_is_told_and_a_sentence_is_no_key() {
        assert!(looks_typed("JBSWY3DPEHPK3PX1"));
        assert!(looks_typed("JBSW Y3DP EHPK 3PX1"));
        assert!(!looks_typed("please scan the code with 1 hand"));
        assert!(!looks_typed("this must have been your code"));
        assert!(!looks_typed("PLEASE RETURN BADGES"));
        assert!(looks_typed("JBSWY DPEHPK 3PXPJB SW2"));
        assert!(looks_typed("jbsw xydp ehpk xpxp"));
        assert!(!looks_typed(""));
    }
}
