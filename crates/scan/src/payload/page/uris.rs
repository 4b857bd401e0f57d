//! The Key URIs and Google exports of a text, however they are wrapped.

use percent_encoding::percent_decode_str;
use zeroize::Zeroizing;

use crate::payload::key;
use crate::payload::link::starts;

/// The most URIs that are taken out of one text.
const MOST: usize = 1000;
const SCHEMES: [&str; 3] = ["apple-otpauth", "otpauth-migration", "otpauth"];

/// Does a URI within other text end before this character?
pub(super) fn ends(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '<'
                | '>'
                | '`'
                | '('
                | ')'
                | '['
                | ']'
                | '{'
                | '}'
                | '|'
                | '\\'
                | '“'
                | '”'
                | '„'
                | '‘'
                | '’'
                | '«'
                | '»'
        )
}

/// Puts every URI of the text to the others, each once.
///
/// A line that begins with one is taken whole, as unencoded spaces occur in names; elsewhere a URI ends where white
/// space, a quote or a bracket does. One in a script (`otpauth:\/\/`) or within another link (`otpauth%3A%2F%2F`) is
/// decoded first, and lines that a mail program broke are joined.
pub(super) fn find(text: &str, uris: &mut Vec<Zeroizing<String>>) {
    let unescaped = text.contains(":\\/\\/").then(|| unescaped(text));
    let text = unescaped
        .as_ref()
        .map_or(text, |unescaped| unescaped.as_str());
    let mut lines = text.lines().map(str::trim).peekable();
    while let Some(line) = lines.next() {
        let found = places(line);
        let Some(&last) = found.last() else { continue };
        // A line that was broken after its length goes on with a parameter.
        let mut joined = Zeroizing::new(line.to_owned());
        while let Some(next) = lines.peek() {
            let goes_on = next.starts_with('&') || joined.ends_with(['?', '&']);
            if !goes_on
                || next.contains(char::is_whitespace)
                || next.is_empty()
                || line[last..].contains(ends)
            {
                break;
            }
            joined.push_str(next);
            lines.next();
        }
        for (at, &start) in found.iter().enumerate() {
            let rest = &joined[start..];
            let uri = match found[..] {
                [0] => whole_line(rest),
                // Another one may follow without anything between.
                _ => {
                    let until = found.get(at + 1).map_or(rest.len(), |next| next - start);
                    within(&rest[..until])
                }
            };
            let uri = decoded(uri);
            if uris.len() < MOST && !uris.contains(&uri) {
                uris.push(uri);
            }
        }
    }
}

/// Where a URI begins in a line.
fn places(line: &str) -> Vec<usize> {
    let mut found: Vec<usize> = Vec::new();
    // ASCII lower case keeps every byte in its place.
    let lower = Zeroizing::new(line.to_ascii_lowercase());
    for (at, _) in lower.match_indices("otpauth") {
        let start = if lower[..at].ends_with("apple-") {
            at - "apple-".len()
        } else {
            at
        };
        let is_uri = SCHEMES.iter().any(|scheme| {
            lower[start..]
                .strip_prefix(scheme)
                .is_some_and(|after| after.starts_with("://") || after.starts_with("%3a%2f%2f"))
        });
        if is_uri {
            found.push(start);
        }
    }
    found
}

/// A line that is a URI: all of it, but for words after a secret.
fn whole_line(line: &str) -> &str {
    let Some(query) = line.find('?') else {
        return line;
    };
    // Within the secret, spaces part groups; words after it would become letters of it.
    let secret = line[query..]
        .match_indices('=')
        .map(|(at, _)| query + at)
        .find(|at| {
            let name = line[query + 1..*at].rsplit('&').next().unwrap_or_default();
            name.trim().eq_ignore_ascii_case("secret")
        });
    let Some(secret) = secret else { return line };
    let value = &line[secret + 1..];
    let end = value.find('&').unwrap_or(value.len());
    if key::bare(&value[..end]).is_some() {
        return line;
    }
    match value[..end].find(char::is_whitespace) {
        Some(space) if space > 0 => trim(&line[..secret + 1 + space]),
        _ => line,
    }
}

/// A URI within other text.
fn within(text: &str) -> &str {
    trim(&text[..text.find(ends).unwrap_or(text.len())])
}

/// Without the marks that end a sentence.
fn trim(uri: &str) -> &str {
    uri.trim_end_matches(['.', ',', ';', ':', '!'])
}

/// A URI that stands within another link as its parameter: it ends with it, and is encoded once more.
fn decoded(uri: &str) -> Zeroizing<String> {
    let encoded = SCHEMES
        .iter()
        .any(|scheme| starts(uri, scheme) && starts(&uri[scheme.len()..], "%3a"));
    let query_encoded = !uri.contains('?') && uri.to_ascii_lowercase().contains("%3fsecret");
    if !encoded && !query_encoded {
        return Zeroizing::new(quoted_printable(uri));
    }
    let parameter = uri.split('&').next().unwrap_or(uri);
    let decoded = percent_decode_str(parameter)
        .decode_utf8_lossy()
        .into_owned();
    Zeroizing::new(decoded)
}

/// The source of a mail writes `=3D` for `=`. Its digit and letter would be taken for those of the key.
fn quoted_printable(uri: &str) -> String {
    let equals = uri.matches('=').count();
    if equals > 1 && equals == uri.matches("=3D").count() {
        uri.replace("=3D", "=")
    } else {
        uri.to_owned()
    }
}

/// What a string of a script says.
fn unescaped(text: &str) -> Zeroizing<String> {
    let once = Zeroizing::new(text.replace("\\/", "/"));
    let twice = Zeroizing::new(once.replace("\\u0026", "&"));
    Zeroizing::new(twice.replace("\\u003d", "="))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn uris(text: &str) -> Vec<String> {
        let mut uris = Vec::new();
        find(text, &mut uris);
        uris.iter().map(|uri| uri.to_string()).collect()
    }

    const URI: &str = "otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP&issuer=A";

    #[test]
    fn uris_are_found_in_a_page() {
        let page = "Scan this:\n <a href=\"otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP\">here</a> or\n\
                    otpauth://totp/My Site:bob?secret=JBSWY3DPEHPK3PXP&issuer=My Site\n\
                    APPLE-OTPAUTH://totp/c?secret=JBSWY3DPEHPK3PXP";
        assert_eq!(
            uris(page),
            [
                "otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP",
                "otpauth://totp/My Site:bob?secret=JBSWY3DPEHPK3PXP&issuer=My Site",
                "APPLE-OTPAUTH://totp/c?secret=JBSWY3DPEHPK3PXP",
            ]
        );
        assert!(uris("https://example.com/otpauth?x=1\notpauth:totp").is_empty());
    }

    /// However it is wrapped, it is the same one.
    #[test]
    fn wrapped_uris_are_unwrapped() {
        for text in [
            URI.to_owned(),
            format!("Open <{URI}>."),
            format!("Open {URI}, then go on."),
            format!("{URI}\n{URI}"),
            format!("{{\"uri\":\"{}\"}}", URI.replace('/', "\\/").replace('&', "\\u0026")),
            "https://chart.googleapis.com/chart?chs=200x200&chld=M|0&cht=qr&chl=otpauth://totp/A:b%3Fsecret%3DJBSWY3DPEHPK3PXP%26issuer%3DA&x=1".to_owned(),
            "<img src=\"https://qr.example/?data=otpauth%3A%2F%2Ftotp%2FA%3Ab%3Fsecret%3DJBSWY3DPEHPK3PXP%26issuer%3DA&size=3\">".to_owned(),
            "secret:\notpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP\n&issuer=A\nend".to_owned(),
            "otpauth://totp/A:b?secret=3DJBSWY3DPEHPK3PXP&issuer=3DA".to_owned(),
        ] {
            assert_eq!(uris(&text), [URI], "{text}");
        }
    }

    #[test]
    fn words_after_a_secret_are_no_letters_of_it() {
        assert_eq!(
            uris("otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP scan me"),
            ["otpauth://totp/A:b?secret=JBSWY3DPEHPK3PXP"]
        );
        let grouped = "otpauth://totp/A:b?secret=jbsw y3dp ehpk 3pxp&issuer=A";
        assert_eq!(uris(grouped), [grouped]);
    }
}
