//! A text, asked by the rows of the table.

use super::link::{Link, starts};

/// A text without what surrounds it, and its link if it is one.
pub(super) struct Text<'a> {
    pub all: &'a str,
    pub link: Option<Link<'a>>,
}

impl<'a> Text<'a> {
    pub fn new(all: &'a str) -> Text<'a> {
        Text {
            all,
            link: Link::parse(all),
        }
    }

    /// Is the scheme one of these?
    pub fn scheme(&self, names: &[&str]) -> bool {
        self.link
            .as_ref()
            .is_some_and(|link| names.iter().any(|name| link.is(name)))
    }

    /// Is the host one of these?
    pub fn host(&self, names: &[&str]) -> bool {
        self.link
            .as_ref()
            .is_some_and(|link| names.iter().any(|name| link.on(name)))
    }

    /// Is it a web address under this path, on one of these hosts? `.x` is any host under `x`, the empty one is any.
    pub fn web(&self, hosts: &[&str], path: &[&str]) -> bool {
        self.link.as_ref().is_some_and(|link| {
            link.is_web()
                && hosts.iter().any(|host| host.is_empty() || link.on(host))
                && link.under(path)
        })
    }

    /// Is what follows the scheme one of these, with two slashes or without?
    pub fn first(&self, names: &[&str]) -> bool {
        self.link.as_ref().is_some_and(|link| {
            names
                .iter()
                .any(|name| link.on(name) || (link.host.is_empty() && link.under(&[name])))
        })
    }

    pub fn begins(&self, starting: &[&str]) -> bool {
        starting.iter().any(|start| starts(self.all, start))
    }

    pub fn is_web(&self) -> bool {
        self.link.as_ref().is_some_and(Link::is_web)
    }

    /// A link of another scheme. Without `//` any word before a colon would be one.
    pub fn is_app(&self) -> bool {
        self.link
            .as_ref()
            .is_some_and(|link| link.rest.starts_with("//"))
    }

    /// The values of a parameter.
    pub fn parameters(&self, name: &str) -> Vec<String> {
        self.link
            .as_ref()
            .map_or_else(Vec::new, |link| link.parameters(name).collect())
    }
}
