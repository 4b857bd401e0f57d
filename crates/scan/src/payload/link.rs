//! The parts of a link. A web link is read as browsers read it; others without a library's opinions, because a
//! scanned text is often no valid URL.

use std::borrow::Cow;

use percent_encoding::percent_decode_str;
use url::Url;

/// A text that begins with a scheme, taken apart.
pub(super) struct Link<'a> {
    /// As written.
    pub scheme: &'a str,
    /// In lower case, without user, password and port; empty where there is none. That of a web link is in ASCII, so
    /// that letters of another alphabet show (`xn--…`).
    pub host: String,
    /// What stands after the scheme and its colon.
    pub rest: &'a str,
    /// The path between its slashes, decoded; empty pieces are left out.
    segments: Vec<String>,
    /// After the question mark, without the fragment.
    query: Cow<'a, str>,
}

impl<'a> Link<'a> {
    /// `None` if the text does not begin with a scheme (RFC 3986 §3.1) and is no address without one.
    pub fn parse(text: &'a str) -> Option<Link<'a>> {
        if let Some(link) = bare_address(text) {
            return Some(link);
        }
        let (scheme, rest) = text.split_once(':')?;
        let mut letters = scheme.chars();
        let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
        if !first
            || !letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'))
        {
            return None;
        }
        if is_web(scheme) {
            let address = text.split_whitespace().next().unwrap_or_default();
            return Some(web(scheme, rest, address).unwrap_or_else(|| refused(scheme, rest)));
        }
        let before_fragment = rest.split_once('#').map_or(rest, |(before, _)| before);
        let (before, query) = before_fragment
            .split_once('?')
            .unwrap_or((before_fragment, ""));
        let (host, path) = match before.strip_prefix("//") {
            Some(after) => {
                let end = after.find(['/', '\\']).unwrap_or(after.len());
                (host(&after[..end]), &after[end..])
            }
            None => ("", before),
        };
        Some(Link {
            scheme,
            host: host.trim_end_matches('.').to_ascii_lowercase(),
            rest,
            segments: segments(path),
            query: Cow::Borrowed(query),
        })
    }

    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    pub fn is_web(&self) -> bool {
        is_web(self.scheme)
    }

    /// Is the host this one? With a dot before it: a host under it.
    pub fn on(&self, host: &str) -> bool {
        match host.strip_prefix('.') {
            Some(_) => self.host.ends_with(host),
            None => self.host == host,
        }
    }

    /// Does the path begin with these pieces, in any case?
    pub fn under(&self, path: &[&str]) -> bool {
        self.segments.len() >= path.len()
            && path
                .iter()
                .zip(&self.segments)
                .all(|(wanted, piece)| piece.eq_ignore_ascii_case(wanted))
    }

    /// The values of a parameter, percent-decoded; names are compared without case.
    pub fn parameters<'n>(&'n self, name: &'n str) -> impl Iterator<Item = String> + 'n {
        self.query
            .split('&')
            .map(|piece| piece.strip_prefix("amp;").unwrap_or(piece))
            .filter_map(|piece| piece.split_once('='))
            .filter(move |(known, _)| decoded(known).eq_ignore_ascii_case(name))
            .map(|(_, value)| decoded(value))
    }

    /// The first value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<String> {
        self.parameters(name).next()
    }
}

fn is_web(scheme: &str) -> bool {
    scheme.eq_ignore_ascii_case("https") || scheme.eq_ignore_ascii_case("http")
}

fn web<'a>(scheme: &'a str, rest: &'a str, address: &str) -> Option<Link<'a>> {
    let url = Url::parse(address).ok()?;
    Some(Link {
        scheme,
        host: url.host_str()?.trim_end_matches('.').to_owned(),
        rest,
        segments: segments(url.path()),
        query: Cow::Owned(url.query().unwrap_or_default().to_owned()),
    })
}

/// What a browser would refuse (a port beyond all ports): it is on no known path, and names its host if it has one.
fn refused<'a>(scheme: &'a str, rest: &'a str) -> Link<'a> {
    let authority = rest.trim_start_matches(['/', '\\']);
    let end = authority
        .find(|c: char| matches!(c, '/' | '\\' | '?' | '#') || c.is_whitespace())
        .unwrap_or(authority.len());
    let host = host(&authority[..end]);
    Link {
        scheme,
        host: if is_domain(host) {
            host.to_ascii_lowercase()
        } else {
            String::new()
        },
        rest,
        segments: Vec::new(),
        query: Cow::Borrowed(""),
    }
}

/// `www.example.org/app`: an address whose scheme was left out, as people and printers do.
fn bare_address(text: &str) -> Option<Link<'_>> {
    let end = text.find(['/', '?', '#']).unwrap_or(text.len());
    // Without a port after it, a colon is that of a scheme.
    let (host, port) = text[..end].split_once(':').unwrap_or((&text[..end], "0"));
    if text.contains(char::is_whitespace)
        || port.is_empty()
        || !port.chars().all(|c| c.is_ascii_digit())
        || !is_domain(host)
        || (end == text.len() && !starts(host, "www."))
    {
        return None;
    }
    web("https", text, &format!("https://{text}"))
}

/// Is it the name of a computer on the internet, as far as its letters say? A token seldom has its form.
pub(super) fn is_domain(host: &str) -> bool {
    let Some((before, top)) = host.rsplit_once('.') else {
        return false;
    };
    let label = |label: &str| {
        (1..=40).contains(&label.len())
            && label
                .bytes()
                .all(|b| b.is_ascii_alphanumeric() || b == b'-')
    };
    (2..=24).contains(&top.len())
        && top.bytes().all(|b| b.is_ascii_alphabetic())
        && before.split('.').all(label)
}

pub(super) fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len())
        .is_some_and(|start| start.eq_ignore_ascii_case(with))
}

fn decoded(text: &str) -> String {
    percent_decode_str(text).decode_utf8_lossy().into_owned()
}

fn segments(path: &str) -> Vec<String> {
    path.split(['/', '\\'])
        .filter(|piece| !piece.is_empty())
        .map(decoded)
        .collect()
}

/// The host of an authority: what stands before an `@` can be a token, what stands after the colon is a port.
fn host(authority: &str) -> &str {
    let after_user = authority.rsplit_once('@').map_or(authority, |(_, h)| h);
    if after_user.starts_with('[') {
        return after_user
            .find(']')
            .map_or(after_user, |end| &after_user[..=end]);
    }
    after_user.split_once(':').map_or(after_user, |(h, _)| h)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn takes_links_apart() {
        let l = Link::parse("HTTPS://user:pw@Example.org:8443/a//b/?x=1%20&Y=2&x=3#f").unwrap();
        assert_eq!((l.scheme, l.host.as_str()), ("HTTPS", "example.org"));
        assert!(l.under(&["A", "b"]) && !l.under(&["a", "b", "c"]) && !l.under(&["b"]));
        assert_eq!(l.parameter("y").as_deref(), Some("2"));
        assert_eq!(l.parameters("x").collect::<Vec<_>>(), ["1 ", "3"]);
        let l = Link::parse("mailto:a@example.org?subject=b").unwrap();
        assert_eq!((l.host.as_str(), l.rest), ("", "a@example.org?subject=b"));
        assert_eq!(
            Link::parse("http://[2001:db8::1]:80/").unwrap().host,
            "[2001:db8::1]"
        );
        assert!(Link::parse("no link: at all").is_none());
        assert!(Link::parse("://x").is_none());
    }

    /// Where a browser would go, whatever the text pretends.
    #[test]
    fn hosts_of_web_links_are_the_real_ones() {
        for (text, host) in [
            ("https://good.example@evil.example/", "evil.example"),
            ("https://good.example%2F@evil.example/", "evil.example"),
            ("https://good.example\\@evil.example/", "good.example"),
            ("https:/good.example/x", "good.example"),
            ("https:\\\\GOOD.example.:443\\x", "good.example"),
            ("https://go%6fd.example/", "good.example"),
            ("https://goоd.example/", "xn--god-ted.example"),
            ("https:// /", ""),
            ("https://", ""),
            ("https://user:pw@Good.example:99999/x", "good.example"),
            ("https://exa%mple/", ""),
            ("www.Good.example", "www.good.example"),
            ("good.example:8443/x", "good.example"),
        ] {
            assert_eq!(Link::parse(text).unwrap().host, host, "{text}");
        }
        assert!(Link::parse("e.g").is_none());
        assert!(Link::parse("version 1.2/3").is_none());
    }
}
