//! The keys of a text: what has the form of one, where it stands, and which of several is meant.

use zeroize::Zeroizing;

use super::pieces::{end_of, joined_lines, pieces, run, spans};
use super::{KeyInText, MOST_KEYS, Page};
use crate::payload::key::{self, LETTERS};

/// Words that announce a key, in the languages of the pages that were looked at.
const ANNOUNCING: &[&str] = &[
    "key",
    "secret",
    "seed",
    "code",
    "scan",
    "manual",
    "setup",
    "set-up",
    "set up",
    "base32",
    "base 32",
    "schlüssel",
    "geheim",
    "clé",
    "clef",
    "clave",
    "secreto",
    "chave",
    "segredo",
    "código",
    "chiave",
    "segreto",
    "codice",
    "sleutel",
    "nyckel",
    "nøgle",
    "nøkkel",
    "avain",
    "klucz",
    "klíč",
    "kód",
    "ключ",
    "секрет",
    "код",
    "anahtar",
    "キー",
    "秘密",
    "密钥",
    "密鑰",
    "金鑰",
    "키",
    "مفتاح",
];
/// Words that announce something else of the same form.
const OTHERWISE: &[&str] = &[
    "recovery",
    "backup code",
    "back-up code",
    "backup-code",
    "emergency",
    "scratch",
    "licence",
    "license",
    "serial",
    "order",
    "invoice",
    "voucher",
    "promo",
    "public key",
    "access key",
    "api key",
    "fingerprint",
    "wiederherstellung",
    "récupération",
    "recuperación",
];
/// How far before a key the words are looked for that announce it, letters.
const NEAR: usize = 120;
/// How far back a link is looked for that a key may be a part of, bytes.
const LONGEST_LINK: usize = 2048;
/// The most words of context that are shown with a key, letters.
const CONTEXT: usize = 48;

/// What has the form of a key.
struct Candidate {
    key: Zeroizing<String>,
    line: usize,
    before: String,
    announced: bool,
}

/// Puts the keys of a text to the page: one that is meant, or several of which one may be.
pub(super) fn find(text: &str, page: &mut Page) {
    let mut found: Vec<Candidate> = Vec::new();
    let mut previous = Zeroizing::new(String::new());
    for (number, line) in joined_lines(text) {
        of_line(&line, number, &previous, &mut found);
        if page.slip.is_none() {
            page.slip = slip(&line, &previous);
        }
        previous = line;
    }
    if found.iter().any(|candidate| candidate.announced) {
        found.retain(|candidate| candidate.announced);
    }
    let mut keys: Vec<KeyInText> = Vec::new();
    for Candidate {
        key, line, before, ..
    } in found
    {
        // A page shows it twice: as text and in a field to copy from.
        if !keys
            .iter()
            .any(|known| letters(&known.key).eq(letters(&key)))
        {
            keys.push(KeyInText { key, line, before });
        }
        if keys.len() > MOST_KEYS {
            break;
        }
    }
    // Among so many nobody could tell which one is meant.
    page.too_many = keys.len() > MOST_KEYS;
    if !page.too_many {
        page.keys = keys;
    }
    if !page.keys.is_empty() {
        page.slip = None;
    }
}

/// The letters of a key without their grouping and case.
fn letters(key: &str) -> impl Iterator<Item = char> + '_ {
    key.chars()
        .filter(|c| *c != ' ')
        .map(|c| c.to_ascii_uppercase())
}

fn of_line(line: &str, number: usize, previous: &str, found: &mut Vec<Candidate>) {
    let pieces = pieces(line);
    let mut at = 0;
    while at < pieces.len() {
        let Some(end) = run(&pieces, at) else {
            at += 1;
            continue;
        };
        let groups = &pieces[at..end];
        at = end;
        for (from, to) in spans(groups) {
            let span = &groups[from..to];
            let texts: Vec<&str> = span
                .iter()
                .map(|piece| piece.text.trim_end_matches('='))
                .collect();
            let (start, stop) = (span[0].start, end_of(span));
            if stands_within_another_word(line, start, stop) {
                continue;
            }
            let before = near(&line[..start]);
            let context = if before.trim().is_empty() {
                near(previous)
            } else {
                before
            };
            let lower = context.to_lowercase();
            let announced = ANNOUNCING.iter().any(|word| lower.contains(word));
            let otherwise = OTHERWISE.iter().any(|word| lower.contains(word));
            let alone = line.trim().len() == stop - start;
            // No site shows a key in both cases; identifiers and base64 have them.
            let is_key = key::one_case(&texts) && (announced || is_plain_key(&texts, alone));
            if otherwise || !is_key || is_other_id(&texts) {
                continue;
            }
            found.push(Candidate {
                key: key::joined(&texts),
                line: number,
                before: harmless(context),
                announced,
            });
        }
    }
}

/// Is it a key even where nothing announces it?
fn is_plain_key(groups: &[&str], alone: bool) -> bool {
    let in_fours = groups.len() >= 4 && groups[0].len() == 4;
    let one = groups.len() == 1;
    let capitals = !groups
        .iter()
        .any(|group| group.chars().any(|c| c.is_ascii_lowercase()));
    (key::has_digit(groups) && (one || in_fours)) || (alone && (in_fours || (one && capitals)))
}

/// Identifiers of a known form that are base32 by chance: those of access keys of AWS.
fn is_other_id(groups: &[&str]) -> bool {
    groups.len() == 1
        && groups[0].len() == 20
        && ["AKIA", "ASIA"]
            .iter()
            .any(|start| groups[0].starts_with(start))
}

/// Part of an address, a path or a name: `…/JBSWY3DPEHPK3PXP`, `JBSWY3DPEHPK3PXP@example.org`, `https://…?code=…`.
fn stands_within_another_word(line: &str, start: usize, end: usize) -> bool {
    let joins = |c: char| "/@_+%&#?~\\$-".contains(c) || key::is_hyphen(c);
    let before = line[..start].chars().next_back();
    let mut after = line[end..].chars();
    let (next, then) = (after.next(), after.next());
    // What stands in a link is a parameter of it, and seldom a key.
    let near = tail(&line[..start], LONGEST_LINK);
    let word = near.rfind(char::is_whitespace).unwrap_or(0);
    near[word..].contains("://")
        || before.is_some_and(|c| joins(c) || c == '.' || c.is_alphanumeric())
        || next.is_some_and(|c| {
            joins(c) || (matches!(c, '.' | ':') && then.is_some_and(char::is_alphanumeric))
        })
}

/// The end of a text, as far as it is near.
fn near(text: &str) -> &str {
    let text = tail(text, 4 * NEAR);
    let from = text
        .char_indices()
        .rev()
        .nth(NEAR - 1)
        .map_or(0, |(at, _)| at);
    &text[from..]
}

/// The last bytes of a text, from a whole character on.
fn tail(text: &str, most: usize) -> &str {
    let from = text.len().saturating_sub(most);
    let from = (from..=text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len());
    &text[from..]
}

/// The last words of a context. Nothing that could be part of a key: no long word in capitals, and no digits.
fn harmless(context: &str) -> String {
    let is_harmless = |word: &&str| {
        let letters = word.trim_matches(|c: char| !c.is_alphanumeric());
        letters.chars().count() <= 20
            && !letters.chars().any(|c| c.is_numeric())
            && (letters.len() <= 3
                || letters.chars().any(char::is_lowercase)
                || !letters.is_ascii())
            && !word.chars().any(char::is_control)
            && !word.contains(['/', '=', '@'])
    };
    let mut words: Vec<&str> = Vec::new();
    let mut letters = 0;
    for word in context.split_whitespace().rev().take_while(is_harmless) {
        letters += word.chars().count() + 1;
        if letters > CONTEXT {
            break;
        }
        words.push(word);
    }
    words.reverse();
    let words = words.join(" ");
    words.trim_end_matches([':', '=', '(', '-', ' ']).to_owned()
}

/// Where a key is announced on this line or the one before, and has a character that none has: its place, from 1.
fn slip(line: &str, previous: &str) -> Option<usize> {
    let (before, value) = match line.split_once(':') {
        Some((before, value)) => (before, value),
        None => (previous, line),
    };
    let lower = near(before).to_lowercase();
    let value = value.trim();
    let groups: Vec<&str> = value
        .split(key::is_separator)
        .filter(|group| !group.is_empty())
        .collect();
    let letters: usize = groups.iter().map(|group| group.len()).sum();
    let could_be = value.is_ascii()
        && LETTERS.contains(&letters)
        && groups
            .iter()
            .all(|group| group.chars().all(|c| c.is_ascii_alphanumeric()))
        && (groups.len() == 1 || groups.iter().rev().skip(1).all(|group| group.len() == 4))
        && key::one_case(&groups)
        && key::has_digit(&groups);
    let announced = [
        "key",
        "secret",
        "schlüssel",
        "clé",
        "clave",
        "chave",
        "chiave",
        "sleutel",
    ]
    .iter()
    .any(|word| lower.contains(word));
    (could_be && announced && !OTHERWISE.iter().any(|word| lower.contains(word)))
        .then(|| {
            value
                .chars()
                .filter(|c| !key::is_separator(*c))
                .position(|c| !key::is_base32(c))
        })
        .flatten()
        .map(|at| at + 1)
}
