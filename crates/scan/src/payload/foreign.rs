//! Texts that are no accounts.

use super::link::{Link, is_domain};
use super::table::{ForeignKind, Shows, TABLE};
use super::text::Text;

/// A text that is not an account: what it is, and what may be shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreigner {
    /// What it is.
    pub kind: ForeignKind,
    /// Harmless facts of it, by name: `host`, `scheme`, `account_type`, ... Tokens, codes and numbers are left out.
    pub shown: Vec<(&'static str, String)>,
}

/// Names a text that is no account.
pub(super) fn name(text: &Text<'_>) -> Foreigner {
    let row = TABLE.iter().find(|row| (row.fits)(text));
    let (kind, shows) = row.map_or((ForeignKind::OtherText, Shows::Nothing), |row| {
        (row.kind, row.shows)
    });
    Foreigner {
        kind,
        shown: text
            .link
            .as_ref()
            .map_or_else(Vec::new, |link| shown(shows, link)),
    }
}

/// The longest fact that is shown, letters: a host or a network's name is shorter, a made-up one may not be.
const LONGEST: usize = 100;
/// The longest scheme that is shown: what is longer carries something.
const LONGEST_SCHEME: usize = 40;

fn shown(shows: Shows, link: &Link<'_>) -> Vec<(&'static str, String)> {
    let host = || ("host", link.host.clone());
    let scheme = || {
        let scheme = link.scheme.to_ascii_lowercase();
        (
            "scheme",
            if scheme.len() > LONGEST_SCHEME {
                String::new()
            } else {
                scheme
            },
        )
    };
    let mut facts = match shows {
        Shows::Nothing => Vec::new(),
        // Where the kind also comes as a web link, its scheme says nothing.
        Shows::Scheme if link.is_web() => vec![host()],
        Shows::Scheme => vec![scheme()],
        // The host of an unknown scheme is often no host but the token itself.
        Shows::SchemeAndHost if is_domain(&link.host) => vec![scheme(), host()],
        Shows::SchemeAndHost => vec![scheme()],
        Shows::Host => vec![host()],
        Shows::AccountType if !link.is_web() => vec![scheme()],
        Shows::AccountType => {
            let mut facts = vec![host()];
            // Only the two known values: a made-up one could carry anything.
            let said: Vec<String> = link.parameters("accountType").collect();
            facts.extend(
                ["msa", "mfa"]
                    .iter()
                    .filter(|known| {
                        said.iter()
                            .any(|said| said.trim().eq_ignore_ascii_case(known))
                    })
                    .map(|known| ("account_type", (*known).to_owned())),
            );
            facts
        }
        Shows::Server => {
            let server = link.parameter("s").unwrap_or_default();
            let server = server.trim();
            let host = Link::parse(server)
                .filter(Link::is_web)
                .map(|link| link.host);
            host.or_else(|| is_domain(server).then(|| server.to_ascii_lowercase()))
                .map(|host| ("host", host))
                .into_iter()
                .collect()
        }
        Shows::NetworkName => network_name(link.rest)
            .map(|name| ("network", name))
            .into_iter()
            .collect(),
    };
    for (_, fact) in &mut facts {
        *fact = shortened(fact);
    }
    facts.retain(|(_, fact)| !fact.is_empty());
    facts
}

/// A fact that is not too long to be read. Both ends stay: whose a host is stands at its end.
fn shortened(fact: &str) -> String {
    let letters: Vec<char> = fact.chars().filter(|c| !c.is_control()).collect();
    if letters.len() <= LONGEST {
        return letters.iter().collect();
    }
    let (start, end) = (
        &letters[..LONGEST / 3],
        &letters[letters.len() - LONGEST / 2..],
    );
    start.iter().chain(&['…']).chain(end).collect()
}

/// `T:WPA;S:name;P:password;;`: the name, with its backslashes taken away.
fn network_name(fields: &str) -> Option<String> {
    let mut field = String::new();
    let mut letters = fields.chars();
    loop {
        match letters.next() {
            Some('\\') => field.extend(letters.next()),
            Some(';') | None if field.get(..2).is_some_and(|s| s.eq_ignore_ascii_case("S:")) => {
                return Some(field.split_off(2));
            }
            Some(';') => field.clear(),
            Some(c) => field.push(c),
            None => return None,
        }
    }
}
