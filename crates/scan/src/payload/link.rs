//! The parts of a link, without a library's opinions: a scanned text is often no valid URL.

/// A text of the form `scheme:rest`, taken apart.
pub(super) struct Link<'a> {
    /// As written.
    pub scheme: &'a str,
    /// Without user, password and port; empty where there is none.
    pub host: &'a str,
    /// From the slash after the host to the query; without a host all up to the query.
    pub path: &'a str,
    /// After the question mark, without the fragment.
    pub query: &'a str,
}

impl<'a> Link<'a> {
    /// `None` if the text does not begin with a scheme (RFC 3986 §3.1).
    pub fn parse(text: &'a str) -> Option<Link<'a>> {
        let (scheme, rest) = text.split_once(':')?;
        let mut letters = scheme.chars();
        let first = letters.next().is_some_and(|c| c.is_ascii_alphabetic());
        if !first
            || !letters.all(|c| c.is_ascii_alphanumeric() || matches!(c, '+' | '-' | '.' | '_'))
        {
            return None;
        }
        let rest = rest.split_once('#').map_or(rest, |(before, _)| before);
        let (before, query) = rest.split_once('?').unwrap_or((rest, ""));
        let (host, path) = match before.strip_prefix("//") {
            Some(after) => {
                let end = after.find(['/', '\\']).unwrap_or(after.len());
                (host(&after[..end]), &after[end..])
            }
            None => ("", before),
        };
        Some(Link {
            scheme,
            host,
            path,
            query,
        })
    }

    pub fn is(&self, scheme: &str) -> bool {
        self.scheme.eq_ignore_ascii_case(scheme)
    }

    pub fn is_web(&self) -> bool {
        self.is("https") || self.is("http")
    }

    /// Is the host this one?
    pub fn on(&self, host: &str) -> bool {
        self.host.trim_end_matches('.').eq_ignore_ascii_case(host)
    }

    /// Does the path begin with this one?
    pub fn under(&self, path: &str) -> bool {
        self.path
            .get(..path.len())
            .is_some_and(|p| p.eq_ignore_ascii_case(path))
    }

    /// The first value of a parameter, percent-decoded; names are compared without case.
    pub fn parameter(&self, name: &str) -> Option<String> {
        let mut pairs = self.query.split('&').filter_map(|p| p.split_once('='));
        let (_, value) = pairs.find(|(n, _)| n.eq_ignore_ascii_case(name))?;
        Some(
            percent_encoding::percent_decode_str(value)
                .decode_utf8_lossy()
                .into_owned(),
        )
    }
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
        let l = Link::parse("HTTPS://user:pw@Example.org:8443/a/b?x=1%20&Y=2#f").unwrap();
        assert_eq!(
            (l.scheme, l.host, l.path, l.query),
            ("HTTPS", "Example.org", "/a/b", "x=1%20&Y=2")
        );
        assert_eq!(l.parameter("y").as_deref(), Some("2"));
        assert_eq!(l.parameter("x").as_deref(), Some("1 "));
        let l = Link::parse("mailto:a@example.org?subject=b").unwrap();
        assert_eq!((l.host, l.path), ("", "a@example.org"));
        assert_eq!(
            Link::parse("http://[2001:db8::1]:80/").unwrap().host,
            "[2001:db8::1]"
        );
        assert!(Link::parse("no link: at all").is_none());
        assert!(Link::parse("://x").is_none());
    }
}
