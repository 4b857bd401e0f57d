//! Text that a person typed or pasted: a URI, a key, or a page that holds one.

use otp::{Account, AccountParts, Algorithm, Draft, Kind, Origin, Secret};

use super::Found;
use super::picture_text::picture_in;
use crate::App;
use crate::faults::{fault, of_account, of_clipboard, of_key};
use crate::ports::Clip;
use crate::wire::{Fault, FaultCode, FindingsView, KindView, Source, TypedOptions, TypedRequest};

/// The longest text that is looked through, in bytes.
const MOST_BYTES: usize = 1 << 20;
/// The most URIs that are taken out of one text.
const MOST_URIS: usize = 1000;
/// The fewest letters of a key that is found in a page: 80 bits.
const LEAST_KEY: usize = 16;

impl App {
    /// Takes what was typed or pasted into the field.
    ///
    /// # Errors
    /// `uri_refused`, `key_refused`, `google_refused`, `text_not_understood`.
    pub fn enrol_typed(&self, request: TypedRequest) -> Result<FindingsView, Fault> {
        self.touch_activity();
        // EXPOSE: the text is sorted into drafts, whose secrets have their own type.
        let text = request.text.expose().trim();
        if text.len() > MOST_BYTES {
            return Err(fault(FaultCode::TextNotUnderstood));
        }
        let mut found = Found::default();
        if self.sort_uris(text, &mut found) {
            return self.keep_found(Source::Typed, found);
        }
        if looks_typed(text) {
            found.add(typed_key(&request, text)?);
            return self.keep_found(Source::Typed, found);
        }
        self.findings_from_text(Source::Typed, text)
    }

    /// What a text holds: URIs, a key, or something else that has a name.
    ///
    /// # Errors
    /// As [`App::enrol_typed`].
    pub fn findings_from_text(&self, source: Source, text: &str) -> Result<FindingsView, Fault> {
        let text = text.trim();
        if text.len() > MOST_BYTES {
            return Err(fault(FaultCode::TextNotUnderstood));
        }
        if let Some(picture) = picture_in(text) {
            return self.picture_in_text(source, &picture);
        }
        let mut found = Found::default();
        if self.sort_uris(text, &mut found) {
            return self.keep_found(source, found);
        }
        let key = if looks_typed(text) {
            Some(text)
        } else {
            key_in_page(text)
        };
        // Words in a row can be base32 by chance: they are no key.
        if key.is_some() || !matches!(scan::classify(text), scan::Payload::BareKey(_)) {
            self.sort(key.unwrap_or(text), &mut found);
        }
        // Text without a form that is known is no finding: there is nothing to say about it.
        found
            .foreign
            .retain(|foreign| !matches!(foreign.kind.as_str(), "other_text" | "empty"));
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

    /// Sorts every URI in the text; says whether there was one.
    fn sort_uris(&self, text: &str, found: &mut Found) -> bool {
        let uris = uris_in(text);
        uris.iter().for_each(|uri| self.sort(uri, found));
        !uris.is_empty()
    }
}

/// The Key URIs and Google exports of a text. A line that begins with one is taken whole, as unencoded spaces occur
/// in labels; elsewhere a URI ends where white space, a quote or a bracket does.
fn uris_in(text: &str) -> Vec<&str> {
    const SCHEMES: [&str; 3] = ["apple-otpauth://", "otpauth-migration://", "otpauth://"];
    let mut uris = Vec::new();
    for line in text.lines().map(str::trim) {
        let lower = line.to_ascii_lowercase();
        let mut starts: Vec<usize> = Vec::new();
        for scheme in SCHEMES {
            starts.extend(lower.match_indices(scheme).map(|(at, _)| at));
        }
        starts.sort_unstable();
        // `otpauth://` also stands within `apple-otpauth://`.
        starts.dedup_by(|later, earlier| {
            *later == *earlier + "apple-".len() && lower[*earlier..].starts_with("apple-")
        });
        if let [0] = starts[..] {
            uris.push(line);
            continue;
        }
        for start in starts {
            // ASCII lower case keeps every byte in its place.
            let rest = &line[start..];
            let end = rest
                .find(|c: char| {
                    c.is_whitespace() || matches!(c, '"' | '\'' | '<' | '>' | '`' | '(' | ')')
                })
                .unwrap_or(rest.len());
            uris.push(&rest[..end]);
        }
    }
    uris.truncate(MOST_URIS);
    uris
}

/// One line of letters, digits and separators that is no sentence: somebody typed a key, perhaps with a slip in it.
fn looks_typed(text: &str) -> bool {
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, ' ' | '-' | '=' | '\u{a0}');
    let is_code = |text: &str| {
        text.chars().any(|c| c.is_ascii_digit()) || !text.chars().any(char::is_lowercase)
    };
    text.len() <= 2048
        && !text.is_empty()
        && text.chars().all(is_key)
        && (text.split_whitespace().count() == 1
            || has_groups(text)
            || is_code(text) && Secret::from_base32(text).is_ok())
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

/// The one line of a page that is a key: capitals and digits, or groups of four. With two such lines none is taken:
/// a secret is never guessed.
fn key_in_page(text: &str) -> Option<&str> {
    let is_key = |line: &&str| {
        let letters = line.chars().filter(|c| !matches!(c, ' ' | '-')).count();
        let grouped = line.split([' ', '-']).count() >= 4
            && line
                .split([' ', '-'])
                .rev()
                .skip(1)
                .all(|group| group.len() == 4);
        letters >= LEAST_KEY
            && Secret::from_base32(line).is_ok()
            && (grouped || !line.chars().any(|c| c.is_ascii_lowercase()))
    };
    let mut keys = text.lines().map(str::trim).filter(is_key);
    match (keys.next(), keys.next()) {
        (Some(key), None) => Some(key),
        _ => None,
    }
}

fn typed_key(request: &TypedRequest, text: &str) -> Result<Draft, Fault> {
    let secret = Secret::from_base32(text).map_err(of_key)?;
    let mut parts = AccountParts::totp(request.issuer.as_str(), request.label.as_str(), secret);
    if let Some(options) = &request.options {
        apply(options, &mut parts)?;
    }
    let account = Account::new(parts).map_err(of_account)?;
    Ok(Draft::new(account, Origin::Typed))
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
    fn uris_are_found_in_a_page() {
        let page = "Scan this:\n <a href=\"otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP\">here</a> or\n\
                    otpauth://totp/My Site:bob?secret=JBSWY3DPEHPK3PXP&issuer=My Site\n\
                    APPLE-OTPAUTH://totp/c?secret=JBSWY3DPEHPK3PXP";
        assert_eq!(
            uris_in(page),
            [
                "otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP",
                "otpauth://totp/My Site:bob?secret=JBSWY3DPEHPK3PXP&issuer=My Site",
                "APPLE-OTPAUTH://totp/c?secret=JBSWY3DPEHPK3PXP",
            ]
        );
    }

    #[test]
    fn a_page_without_uris_has_none() {
        assert!(uris_in("https://example.com/otpauth?x=1\notpauth:totp").is_empty());
    }

    #[test]
    fn the_one_key_of_a_page_is_found_and_of_two_none() {
        assert_eq!(
            key_in_page("Your key:\nJBSW Y3DP EHPK 3PXP\nKeep it."),
            Some("JBSW Y3DP EHPK 3PXP")
        );
        assert_eq!(
            key_in_page("jbsw y3dp ehpk 3pxp"),
            Some("jbsw y3dp ehpk 3pxp")
        );
        assert_eq!(key_in_page("JBSWY3DPEHPK3PXP\nKRSXG5CTMVRXEZLU"), None);
        assert_eq!(key_in_page("internationalisation\nand so forth"), None);
    }

    #[test]
    fn a_slip_in_a_key_is_told_and_a_sentence_is_no_key() {
        assert!(looks_typed("JBSWY3DPEHPK3PX1"));
        assert!(looks_typed("JBSW Y3DP EHPK 3PX1"));
        assert!(!looks_typed("please scan the code with 1 hand"));
        assert!(!looks_typed(""));
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_looked_through(text in "(otpauth://|apple-otpauth://|[A-Z2-7]{16}|\\PC|[\"'<> \n\u{1F511}]){0,12}") {
            for uri in uris_in(&text) {
                proptest::prop_assert!(text.contains(uri));
                proptest::prop_assert!(uri.to_ascii_lowercase().contains("otpauth"));
            }
            if let Some(key) = key_in_page(&text) {
                proptest::prop_assert!(Secret::from_base32(key).is_ok());
            }
            let _ = looks_typed(&text);
        }
    }
}
