//! What a page shows, out of its source. Only as much of HTML as it takes to find keys and links.

use zeroize::Zeroizing;

use crate::payload::link::starts;

/// What a page shows, and what its scripts say.
pub(super) struct Shown {
    /// The words, and the values of fields and links, each value on a line of its own.
    pub words: Zeroizing<String>,
    /// The scripts, in which only whole URIs are looked for.
    pub scripts: Zeroizing<String>,
}

/// Elements that do not end a line.
const INLINE: &[&str] = &[
    "a", "abbr", "b", "bdi", "big", "code", "em", "font", "i", "kbd", "label", "mark", "samp",
    "small", "span", "strong", "sub", "sup", "tt", "u", "var", "wbr",
];
/// Attributes that hold what is shown or copied.
const VALUES: &[&str] = &[
    "value",
    "href",
    "src",
    "alt",
    "content",
    "title",
    "placeholder",
];
/// How often a text may be looked through for the ends of its tags.
const WORK: usize = 16;
/// The longest entity, letters between `&` and `;`.
const LONGEST_ENTITY: usize = 10;

/// `None` when the text is no HTML.
pub(super) fn shown(text: &str) -> Option<Shown> {
    // Where nothing closes, each opening bracket would be looked after up to the end of the text.
    let mut budget = WORK * text.len();
    text.match_indices('<')
        .find_map(|(at, _)| tag(&text[at..], &mut budget))?;
    let mut shown = Shown {
        words: Zeroizing::new(String::with_capacity(text.len() + 16)),
        scripts: Zeroizing::new(String::new()),
    };
    let mut rest = text;
    while let Some(at) = rest.find('<') {
        decode_onto(&rest[..at], &mut shown.words);
        rest = &rest[at..];
        if let Some(after) = rest.strip_prefix("<!--") {
            rest = after.find("-->").map_or("", |end| &after[end + 3..]);
            continue;
        }
        let Some(tag) = tag(rest, &mut budget) else {
            shown.words.push('<');
            rest = &rest[1..];
            continue;
        };
        rest = &rest[tag.length..];
        let is_new_line = shown.words.is_empty() || shown.words.ends_with('\n');
        if !is_new_line
            && !INLINE
                .iter()
                .any(|name| tag.name.eq_ignore_ascii_case(name))
        {
            shown.words.push('\n');
        }
        if ["script", "style"]
            .iter()
            .any(|name| tag.name.eq_ignore_ascii_case(name))
            && !tag.closes
        {
            let end = end_of(rest, tag.name);
            shown.scripts.push_str(&rest[..end]);
            shown.scripts.push('\n');
            rest = &rest[end..];
        } else {
            values(tag.attributes, &mut shown.words);
        }
    }
    decode_onto(rest, &mut shown.words);
    Some(shown)
}

struct Tag<'a> {
    name: &'a str,
    closes: bool,
    attributes: &'a str,
    /// Bytes with both brackets.
    length: usize,
}

/// The tag that the text begins with. `<otpauth://…>` is none: a name ends at white space, a slash or the bracket.
fn tag<'a>(text: &'a str, budget: &mut usize) -> Option<Tag<'a>> {
    let inner = text.strip_prefix('<')?;
    let closes = inner.starts_with('/');
    let named = inner.strip_prefix(['/', '!']).unwrap_or(inner);
    let end = named
        .find(|c: char| !c.is_ascii_alphanumeric() && c != '-')
        .unwrap_or(named.len());
    let name = &named[..end];
    let after = &named[end..];
    if !name.starts_with(|c: char| c.is_ascii_alphabetic())
        || !after.starts_with(|c: char| c.is_whitespace() || c == '>' || c == '/')
        || after.starts_with("//")
    {
        return None;
    }
    let mut quote = None;
    let close = after
        .char_indices()
        .take(*budget)
        .find(|(_, c)| match (quote, *c) {
            (Some(open), c) if c == open => {
                quote = None;
                false
            }
            (None, '"' | '\'') => {
                quote = Some(*c);
                false
            }
            (None, '>') => true,
            _ => false,
        });
    *budget = budget.saturating_sub(close.map_or(after.len(), |(at, _)| at));
    let (close, _) = close?;
    Some(Tag {
        name,
        closes,
        attributes: &after[..close],
        length: (after.as_ptr() as usize - text.as_ptr() as usize) + close + 1,
    })
}

/// Where the closing tag of a script begins.
fn end_of(text: &str, name: &str) -> usize {
    text.match_indices("</")
        .map(|(at, _)| at)
        .find(|at| starts(&text[at + 2..], name))
        .unwrap_or(text.len())
}

/// The values of the attributes that matter, each on a line of its own.
fn values(attributes: &str, words: &mut String) {
    let mut rest = attributes;
    while let Some(at) = rest.find('=') {
        let name = rest[..at].trim_end();
        let name = &name[name
            .rfind(|c: char| c.is_whitespace() || c == '/')
            .map_or(0, |at| at + 1)..];
        let after = rest[at + 1..].trim_start();
        let (value, tail) = match after.chars().next() {
            Some(quote @ ('"' | '\'')) => {
                let inner = &after[1..];
                let end = inner.find(quote).unwrap_or(inner.len());
                (&inner[..end], inner.get(end + 1..).unwrap_or(""))
            }
            _ => after.split_at(after.find(char::is_whitespace).unwrap_or(after.len())),
        };
        let matters =
            VALUES.iter().any(|known| name.eq_ignore_ascii_case(known)) || starts(name, "data-");
        // A picture in the source is long, and letters in it mean nothing.
        if matters && !value.trim().is_empty() && !starts(value.trim(), "data:") {
            words.push('\n');
            decode_onto(value, words);
            words.push('\n');
        }
        rest = tail;
    }
}

/// Puts a text onto another one, with its entities decoded; what is no known entity stays.
fn decode_onto(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let entity = rest[1..]
            .bytes()
            .take(LONGEST_ENTITY + 1)
            .position(|byte| byte == b';')
            .map(|end| &rest[1..=end]);
        match entity.and_then(|entity| Some((entity, character(entity)?))) {
            Some((entity, c)) => {
                out.push(c);
                rest = &rest[entity.len() + 2..];
            }
            None => {
                out.push('&');
                rest = &rest[1..];
            }
        }
    }
    out.push_str(rest);
}

fn character(entity: &str) -> Option<char> {
    if let Some(number) = entity.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16).ok()?,
            None => number.parse().ok()?,
        };
        return char::from_u32(code);
    }
    Some(match entity.to_ascii_lowercase().as_str() {
        "amp" => '&',
        "lt" => '<',
        "gt" => '>',
        "quot" => '"',
        "apos" => '\'',
        "nbsp" | "ensp" | "emsp" | "thinsp" => ' ',
        "colon" => ':',
        "sol" => '/',
        "quest" => '?',
        "equals" => '=',
        "percnt" => '%',
        "hyphen" | "ndash" => '-',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(text: &str) -> Vec<String> {
        let shown = shown(text).unwrap();
        shown
            .words
            .lines()
            .map(str::trim)
            .filter(|line| !line.is_empty())
            .map(str::to_owned)
            .collect()
    }

    #[test]
    fn inline_elements_join_and_others_part() {
        assert_eq!(
            words(
                "<p>Your <b>key</b>: <code>JBSW&nbsp;Y3DP</code></p><div>next</div>a &lt; b &amp;c &x; &#65;&#x42;"
            ),
            ["Your key: JBSW Y3DP", "next", "a < b &c &x; AB"]
        );
    }

    #[test]
    fn values_stand_alone_and_pictures_do_not() {
        assert_eq!(
            words(
                "<!-- no --><input type=text value='A>B' data-key=\"C D\"><img src='data:image/png;base64,AAAA'><a href=x&amp;y>z</a>"
            ),
            ["A>B", "C D", "x&y", "z"]
        );
    }

    #[test]
    fn scripts_are_apart_and_a_uri_in_brackets_is_no_tag() {
        let page = shown("<html><script>var x = 'otpauth://a';</script>b").unwrap();
        assert!(page.scripts.contains("otpauth://a") && !page.words.contains("otpauth"));
        assert!(shown("see <otpauth://totp/a?secret=JBSWY3DPEHPK3PXP>").is_none());
        assert!(shown("a < b and c > d").is_none());
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_taken_apart(text in "(<|>|</|<a |<script>|</script>|<!--|-->|href=|'|\"|&|&amp;|&#x|;|\\PC){0,40}") {
            if let Some(shown) = shown(&text) {
                proptest::prop_assert!(shown.words.len() + shown.scripts.len() <= 3 * text.len() + 64);
            }
        }
    }
}
