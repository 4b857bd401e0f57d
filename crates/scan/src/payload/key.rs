//! Keys in base32 (RFC 4648 §6) as sites print them: in one piece or in groups.

use zeroize::Zeroizing;

/// The shortest and longest text that is taken for a key, letters without separators. 16 letters are the 80 bits of
/// the shortest keys in use; 128 letters are the longest seen.
pub(super) const LETTERS: std::ops::RangeInclusive<usize> = 16..=128;

/// Words of up to four letters that stand before or after a key, or make a sentence that has the form of one. That a key
/// has such a group at its end happens once in ten thousand keys.
const WORDS: &[&str] = &[
    "a", "an", "and", "app", "are", "as", "at", "by", "can", "for", "get", "go", "if", "in", "is",
    "it", "key", "new", "not", "now", "of", "on", "or", "our", "six", "so", "the", "to", "two",
    "use", "via", "was", "we", "you", "also", "back", "been", "both", "call", "code", "copy",
    "data", "does", "done", "down", "each", "else", "even", "file", "find", "form", "free", "from",
    "give", "goes", "good", "have", "help", "here", "hold", "home", "into", "item", "just", "keep",
    "keys", "kind", "know", "last", "left", "like", "line", "link", "list", "long", "look", "lost",
    "made", "mail", "make", "many", "more", "most", "must", "name", "need", "next", "note", "once",
    "only", "open", "over", "page", "part", "past", "plus", "read", "save", "scan", "seed", "seen",
    "send", "show", "site", "some", "step", "stop", "such", "sure", "take", "tell", "text", "than",
    "that", "them", "then", "they", "this", "time", "type", "upon", "used", "user", "uses", "very",
    "view", "want", "well", "were", "what", "when", "will", "with", "word", "work", "your",
];

pub(super) fn is_word(group: &str) -> bool {
    WORDS.iter().any(|word| word.eq_ignore_ascii_case(group))
}

pub(super) fn is_base32(c: char) -> bool {
    matches!(c.to_ascii_uppercase(), 'A'..='Z' | '2'..='7')
}

/// What separates groups: any white space, any hyphen.
pub(super) fn is_separator(c: char) -> bool {
    c.is_whitespace() || is_hyphen(c)
}

pub(super) fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ad}')
}

/// The whole text as a key: base32 in one piece, or in groups of one length (the last may be shorter). A sentence is
/// none, although most of its letters are in the alphabet.
pub(super) fn bare(text: &str) -> Option<Zeroizing<String>> {
    let text = text.trim_end_matches(['=', ' ']);
    let groups: Vec<&str> = text
        .split(is_separator)
        .filter(|group| !group.is_empty())
        .collect();
    let letters: usize = groups.iter().map(|group| group.len()).sum();
    let alphabet = groups.iter().all(|group| group.chars().all(is_base32));
    if !alphabet || !LETTERS.contains(&letters) || !(groups.len() == 1 || is_grouped(&groups)) {
        return None;
    }
    Some(joined(&groups))
}

/// Groups of one length, of one case, and no sentence.
pub(super) fn is_grouped(groups: &[&str]) -> bool {
    let [first, .., last] = groups else {
        return false;
    };
    let regular = first.len() >= 2
        && groups[..groups.len() - 1]
            .iter()
            .all(|group| group.len() == first.len())
        && last.len() <= first.len();
    // Words of one length are seldom written in fours, and never with digits.
    let no_words =
        first.len() == 4 && groups.len() >= 4 && !groups.iter().any(|group| is_word(group));
    regular && one_case(groups) && (no_words || has_digit(groups))
}

pub(super) fn has_digit(groups: &[&str]) -> bool {
    groups
        .iter()
        .any(|group| group.chars().any(|c| c.is_ascii_digit()))
}

/// All letters are capitals, or none is.
pub(super) fn one_case(groups: &[&str]) -> bool {
    let any = |test: fn(&char) -> bool| groups.iter().any(|group| group.chars().any(|c| test(&c)));
    !(any(char::is_ascii_uppercase) && any(char::is_ascii_lowercase))
}

/// The groups with single spaces between them.
pub(super) fn joined(groups: &[&str]) -> Zeroizing<String> {
    let room = groups.iter().map(|group| group.len() + 1).sum();
    let mut key = Zeroizing::new(String::with_capacity(room));
    for (at, group) in groups.iter().enumerate() {
        if at > 0 {
            key.push(' ');
        }
        key.push_str(group);
    }
    key
}
