//! Links in a page that some program exported.

use zeroize::Zeroizing;

/// Whether a text is a page.
pub(crate) fn is_page(text: &str) -> bool {
    let start = text.trim_start();
    ["<!doctype html", "<html"].iter().any(|tag| {
        start
            .get(..tag.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(tag))
    })
}

/// Every text of the page that begins with one of the schemes, up to the next tag, quote or white space, each once.
pub(crate) fn links(page: &str, schemes: &[&str]) -> Vec<Zeroizing<String>> {
    let mut found: Vec<Zeroizing<String>> = Vec::new();
    let mut rest = page;
    while let Some(at) = rest.find("://") {
        let start = rest[..at]
            .rfind(|c: char| !c.is_ascii_alphanumeric() && c != '-')
            .map_or(0, |before| {
                before + rest[before..].chars().next().map_or(1, char::len_utf8)
            });
        let link = &rest[start..];
        let end = link
            .find(|c: char| matches!(c, '<' | '>' | '"' | '\'') || c.is_whitespace())
            .unwrap_or(link.len());
        let text = &link[..end];
        let is_ours = schemes.iter().any(|scheme| {
            text.get(..scheme.len())
                .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
        });
        if is_ours {
            let text = Zeroizing::new(unescaped(text));
            if !found.contains(&text) {
                found.push(text);
            }
        }
        rest = &rest[(start + end).max(at + 3)..];
    }
    found
}

/// The entities that stand in links.
fn unescaped(text: &str) -> String {
    [
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&quot;", "\""),
        ("&#34;", "\""),
        ("&#39;", "'"),
        ("&apos;", "'"),
        ("&#x27;", "'"),
        ("&#x2B;", "+"),
        ("&#43;", "+"),
        ("&#61;", "="),
        ("&#38;", "&"),
        ("&amp;", "&"),
    ]
    .iter()
    .fold(text.to_owned(), |text, (entity, letter)| {
        text.replace(entity, letter)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_found_once_wherever_they_stand() {
        let page = "<!DOCTYPE html><p>see https://example.org/</p><code>otpauth://totp/a?secret=AA&amp;issuer=B</code>\
             <a href=\"otpauth://totp/a?secret=AA&amp;issuer=B\">é otpauth://totp/c?secret=CC é</a>://";
        let found = links(page, &["otpauth://"]);
        let found: Vec<&str> = found.iter().map(|link| link.as_str()).collect();
        assert_eq!(
            found,
            [
                "otpauth://totp/a?secret=AA&issuer=B",
                "otpauth://totp/c?secret=CC"
            ]
        );
    }
}
