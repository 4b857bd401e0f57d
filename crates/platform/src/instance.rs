//! One program at a time: a second start tells the first what it was started for, and ends. Also the command line, from
//! which links are taken: each holds a key, and every program of this computer can read a command line.
//!
//! On Linux the first owns a name on the session bus and answers as `org.freedesktop.Application` says, as desktops ask
//! programs to open links. On macOS and Windows the shell's plugin does it, and [`claim`] always makes the first. On Linux
//! the plugin would hand the command line over, from which links are gone, and only after a second display was opened.

#[cfg(target_os = "linux")]
mod bus;
#[cfg(target_os = "linux")]
mod wipe;

use zeroize::Zeroizing;

/// The schemes of links that hold accounts.
const SCHEMES: [&str; 2] = ["otpauth:", "otpauth-migration:"];
/// Longer ones are no links of ours: the largest QR code holds 3 kB.
const LONGEST: usize = 16 << 10;
/// The most links of one start.
const MOST: usize = 16;

/// A link that was opened from elsewhere; it holds a key.
pub type Link = Zeroizing<String>;

/// What another start asks of the program that runs.
pub enum Asked {
    /// Show the window.
    Raise,
    /// Show what these links hold.
    Open(Vec<Link>),
}

/// Whether this process is the program.
pub enum Claim {
    /// It is; the value holds the claim.
    First(Instance),
    /// Another one is, and was told.
    Second,
}

/// The claim to be the program; ends with the process.
pub struct Instance {
    #[cfg(target_os = "linux")]
    bus: Option<bus::Held>,
}

/// Splits the command line into links and the rest, and wipes the links from where other programs can read them (Linux).
/// To be called first: a hardened process cannot reach its own command line.
///
/// Who reads the command line in another way collects it and calls [`hide_links`].
#[must_use]
pub fn arguments() -> (Vec<String>, Vec<Link>) {
    let (mut rest, mut links) = (Vec::new(), Vec::new());
    for argument in std::env::args_os().skip(1) {
        let argument = argument.to_string_lossy().into_owned();
        if is_link(&argument) {
            links.push(Zeroizing::new(argument));
        } else {
            rest.push(argument);
        }
    }
    if !links.is_empty() {
        hide_links();
    }
    (rest, of_bounds(links))
}

/// Wipes links from the command line that other programs see (Linux). What `std::env` says of them is empty afterwards.
pub fn hide_links() {
    // No logger is there yet, and the program goes on as well without.
    #[cfg(target_os = "linux")]
    let _ = wipe::links();
}

/// Tells the program that runs already, if one does: what is in `links`, or to show itself.
#[must_use]
pub fn claim(links: &[Link]) -> Claim {
    #[cfg(target_os = "linux")]
    {
        bus::claim(links)
    }
    #[cfg(not(target_os = "linux"))]
    {
        let _ = links;
        Claim::First(Instance {})
    }
}

impl Instance {
    /// Calls `asked` for each later start, also for those since the claim, on a thread of its own.
    pub fn listen<F: Fn(Asked) + Send + 'static>(self, asked: F) {
        #[cfg(target_os = "linux")]
        if let Some(bus) = self.bus {
            bus.listen(asked);
        }
        #[cfg(not(target_os = "linux"))]
        drop(asked);
    }
}

/// Links among what a desktop hands over; the rest is none of ours.
#[must_use]
pub fn links_of(texts: impl IntoIterator<Item = String>) -> Vec<Link> {
    let texts = texts.into_iter().map(Zeroizing::new);
    of_bounds(texts.filter(|text| is_link(text)).collect())
}

fn of_bounds(links: Vec<Link>) -> Vec<Link> {
    let fits = |link: &Link| link.len() <= LONGEST;
    links.into_iter().filter(fits).take(MOST).collect()
}

fn is_link(text: &str) -> bool {
    let has = |scheme: &&str| {
        text.get(..scheme.len())
            .is_some_and(|start| start.eq_ignore_ascii_case(scheme))
    };
    SCHEMES.iter().any(has)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn links_are_told_from_anything_else_and_bounded() {
        let texts = [
            "otpauth://totp/a?secret=JBSWY3DP",
            "OTPAUTH-MIGRATION://offline?data=x",
            "--hidden",
            "file:///otpauth://",
            "otpauths://totp/a",
            "öotpauth:",
        ];
        let links = links_of(texts.map(str::to_owned));
        assert_eq!(links.len(), 2);
        let long = format!("otpauth://totp/{}", "a".repeat(LONGEST));
        assert!(links_of([long]).is_empty());
        let many = vec!["otpauth://totp/a".to_owned(); 100];
        assert_eq!(links_of(many).len(), MOST);
    }
}
