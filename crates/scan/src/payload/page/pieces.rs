//! The pieces of a line, and which of them may be the groups of one key.

use zeroize::Zeroizing;

use crate::payload::key::{self, LETTERS};

/// The letters of keys of 10, 16, 20, 32, 40 and 64 bytes, which is what sites make.
const USUAL: &[usize] = &[16, 26, 32, 52, 64, 103];

/// The longest line to which another one is joined, bytes: a key with its groups and words before it is shorter.
const LONGEST: usize = 1024;
/// The most groups at either end of a run that may be words of the sentence.
const MOST_WORDS: usize = 2;

/// A piece of a line between separators.
#[derive(Clone, Copy)]
pub(super) struct Piece<'a> {
    pub text: &'a str,
    pub start: usize,
    /// What stands between it and the one before: only white space, one hyphen, or something else.
    pub gap: Gap,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Gap {
    Space,
    Hyphen,
    Other,
}

/// The lines that are not empty, with their numbers. A key whose groups go on in the next line, or stand each on a line
/// of its own, is put together again: a part of it would be another key. Where what stands before is a whole key
/// already, nobody can tell, and both ways are given.
pub(super) fn joined_lines(text: &str) -> Vec<(usize, Zeroizing<String>)> {
    let mut lines: Vec<(usize, Zeroizing<String>)> = Vec::new();
    let mut open = false;
    // Each group has stood on a line of its own so far.
    let mut single = false;
    for (line, number) in text.lines().zip(1..) {
        let line = line.trim();
        if line.is_empty() {
            open = false;
            continue;
        }
        let is_one_group = !line.contains(char::is_whitespace);
        let before = lines.last().filter(|(_, last)| {
            open && last.len() < LONGEST && is_all_groups(line) && same_case(last, line)
        });
        // After a last group that is shorter nothing comes.
        open = line.split_whitespace().next_back().is_some_and(is_four);
        let Some((first, last)) = before else {
            lines.push((number, Zeroizing::new(line.to_owned())));
            single = is_one_group;
            continue;
        };
        single &= is_one_group;
        let (first, is_whole) = (*first, USUAL.contains(&letters_at_end(last)));
        let joined = Zeroizing::new([last.as_str(), " ", line].concat());
        if is_whole && !single {
            lines.push((number, Zeroizing::new(line.to_owned())));
            lines.push((first, joined));
        } else {
            lines.pop();
            lines.push((first, joined));
        }
    }
    lines
}

/// How many letters the groups of four at the end of a line have.
fn letters_at_end(line: &str) -> usize {
    let groups = line.split_whitespace().rev();
    groups
        .take_while(|group| is_four(group) && !key::is_word(group))
        .count()
        * 4
}

fn is_four(group: &str) -> bool {
    group.len() == 4 && group.chars().all(key::is_base32)
}

/// Groups of four, of which the last may be shorter, and no words.
fn is_all_groups(line: &str) -> bool {
    let groups: Vec<&str> = line.split_whitespace().collect();
    let Some((last, others)) = groups.split_last() else {
        return false;
    };
    others.iter().all(|group| is_four(group))
        && last.len() <= 4
        && last.chars().all(key::is_base32)
        && key::one_case(&groups)
        && !groups.iter().any(|group| key::is_word(group))
}

fn same_case(before: &str, line: &str) -> bool {
    let last = before.split_whitespace().next_back().unwrap_or_default();
    key::one_case(&[last, line])
}

/// From `at` on, where the pieces end that may be groups of one key: base32, of one case, with the same gap between them.
/// `None` when the first one is no such group.
pub(super) fn run(pieces: &[Piece<'_>], at: usize) -> Option<usize> {
    let is_group = |piece: &Piece<'_>| {
        let letters = piece.text.trim_end_matches('=');
        !letters.is_empty() && letters.chars().all(key::is_base32)
    };
    if !is_group(pieces.get(at)?) {
        return None;
    }
    let mut end = at + 1;
    while let Some(next) = pieces.get(end) {
        let gap = pieces.get(at + 1).map_or(next.gap, |second| second.gap);
        let first = pieces[at].text;
        // A group of another length than the first ends it; a shorter one may be its last.
        let length = next.text.trim_end_matches('=').len();
        if next.gap == Gap::Other
            || next.gap != gap
            || !is_group(next)
            || length > first.len()
            || !key::one_case(&[first, next.text])
        {
            break;
        }
        end += 1;
        if length < first.len() || next.text.ends_with('=') {
            break;
        }
    }
    Some(end)
}

/// Which parts of a run may be the key. One, unless the words around it have the form of its groups.
pub(super) fn spans(groups: &[Piece<'_>]) -> Vec<(usize, usize)> {
    let texts: Vec<&str> = groups
        .iter()
        .map(|piece| piece.text.trim_end_matches('='))
        .collect();
    let letters =
        |from: usize, to: usize| texts[from..to].iter().map(|text| text.len()).sum::<usize>();
    let fits = |from: usize, to: usize| {
        LETTERS.contains(&letters(from, to))
            && (to - from == 1 || key::is_grouped(&texts[from..to]))
            // No encoder writes such lengths.
            && !matches!(letters(from, to) % 8, 1 | 3 | 6)
    };
    let (mut from, mut to) = (0, texts.len());
    if texts.len() > 1 {
        while from < to && key::is_word(texts[from]) {
            from += 1;
        }
        while from < to && key::is_word(texts[to - 1]) {
            to -= 1;
        }
    }
    if from >= to {
        return Vec::new();
    }
    let usual = |from: usize, to: usize| fits(from, to) && USUAL.contains(&letters(from, to));
    if usual(from, to) {
        return vec![(from, to)];
    }
    // A shorter last group that makes a usual length unusual is a word.
    if to - from > 1 && texts[to - 1].len() < texts[from].len() && usual(from, to - 1) {
        return vec![(from, to - 1)];
    }
    // Words at its ends may belong to the sentence. More than two are no chance.
    let is_no_word = |at: usize| !could_be_word(texts[at]);
    let mut spans = Vec::new();
    if fits(from, to) {
        spans.push((from, to));
    }
    for first in from..=(from + MOST_WORDS).min(to - 1) {
        for last in (first + 1).max(to.saturating_sub(MOST_WORDS))..=to {
            let dropped_a_group = (from..first).chain(last..to).any(is_no_word);
            if !dropped_a_group && usual(first, last) {
                spans.push((first, last));
            }
        }
    }
    spans
}

/// Words have vowels and no digits.
fn could_be_word(group: &str) -> bool {
    !key::has_digit(&[group]) && group.contains(|c: char| "AEIOUYaeiouy".contains(c))
}

pub(super) fn end_of(span: &[Piece<'_>]) -> usize {
    span.last()
        .map_or(0, |piece| piece.start + piece.text.len())
}

/// The pieces of a line: letters, digits and the padding after them.
pub(super) fn pieces(line: &str) -> Vec<Piece<'_>> {
    let is_inside = |c: char| c.is_alphanumeric() || c == '=';
    let mut pieces: Vec<Piece<'_>> = Vec::new();
    let mut at = 0;
    while let Some(offset) = line[at..].find(|c: char| c.is_alphanumeric()) {
        let start = at + offset;
        let mut end = line[start..]
            .find(|c| !is_inside(c))
            .map_or(line.len(), |length| start + length);
        // In `secret=ABC` the sign is no padding.
        if let Some(equals) = line[start..end].find('=')
            && line[start + equals..end].chars().any(|c| c != '=')
        {
            end = start + equals;
        }
        let between = &line[at..start];
        let gap = if !between.is_empty() && between.chars().all(char::is_whitespace) {
            Gap::Space
        } else if between.chars().count() == 1 && between.chars().all(key::is_hyphen) {
            Gap::Hyphen
        } else {
            Gap::Other
        };
        pieces.push(Piece {
            text: &line[start..end],
            start,
            gap,
        });
        at = end;
    }
    pieces
}
