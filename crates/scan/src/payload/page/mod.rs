//! A whole text that somebody copied: a page, its source, a message. What of it is a Key URI, a key, or a code that
//! people take for one?
//!
//! A secret is never guessed. What has the form of a key and stands next to words that announce one is taken for one;
//! where several could be meant, all of them are given, and the person chooses by where they stand.

mod html;
mod keys;
mod names;
mod pictures;
mod pieces;
mod uris;

use zeroize::Zeroizing;

use super::{Foreigner, Payload, classify};

/// The most candidates that a person is asked to choose from.
pub const MOST_KEYS: usize = 8;
/// The most texts that are looked at one by one in search of known codes.
const MOST_PIECES: usize = 5000;

/// What a text holds.
#[derive(Default)]
pub struct Page {
    /// The Key URIs and Google exports, each once, in their order.
    pub uris: Vec<Zeroizing<String>>,
    /// The bytes of the pictures that stand in the text itself (`data:image/png;base64,…`), when there is no URI.
    pub pictures: Vec<Zeroizing<Vec<u8>>>,
    /// The keys, when there is no URI. One: it is meant. Several: any of them may be.
    pub keys: Vec<KeyInText>,
    /// The service, where the text names one beside the key (`Issuer: …`).
    pub issuer: Option<String>,
    /// The account, where the text names one beside the key (`Account name: …`).
    pub label: Option<String>,
    /// There are more than [`MOST_KEYS`]: none of them is given.
    pub too_many: bool,
    /// Where no key is: a key is announced and has a character that no key has, at this position (from 1).
    pub slip: Option<usize>,
    /// Codes that people take for an account, where there is neither URI nor key.
    pub foreign: Vec<Foreigner>,
}

/// A key and where it stands, so that a person can tell it from others without seeing it.
pub struct KeyInText {
    /// Base32, in groups as it stands.
    pub key: Zeroizing<String>,
    /// The line, from 1; of a page's source, the line of what is shown.
    pub line: usize,
    /// The words before it. Nothing that could be part of a key is among them.
    pub before: String,
}

/// Looks through a text. Works for any text; a single URI or key is a text as well.
#[must_use]
pub fn search(text: &str) -> Page {
    let shown = html::shown(text);
    let plain: &str = shown.as_ref().map_or(text, |shown| &shown.words);
    let mut page = Page::default();
    uris::find(plain, &mut page.uris);
    if let Some(shown) = &shown {
        uris::find(&shown.scripts, &mut page.uris);
    }
    if !page.uris.is_empty() {
        return page;
    }
    pictures::find(text, &mut page.pictures);
    keys::find(plain, &mut page);
    if page.keys.is_empty() && !page.too_many {
        find_foreign(plain, &mut page);
    } else {
        page.issuer = names::issuer(plain);
        page.label = names::label(plain);
    }
    page
}

fn find_foreign(text: &str, page: &mut Page) {
    let pieces = text
        .split(|c: char| c.is_whitespace() || uris::ends(c))
        .filter(|piece| piece.contains(':') || piece.contains("//") || piece.contains('@'));
    for piece in pieces.take(MOST_PIECES) {
        if let Payload::Foreign(foreigner) = classify(piece.trim_end_matches(['.', ',', ';']))
            && foreigner.kind.is_special()
            && !page.foreign.contains(&foreigner)
        {
            page.foreign.push(foreigner);
        }
    }
}
