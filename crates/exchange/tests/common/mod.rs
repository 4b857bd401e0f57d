//! What the tests of both folders of fixtures do alike.

use countersign_exchange::import::{self, Import, Passphrase, Refusal, Source};
use otp::Kind;
use zeroize::Zeroizing;

pub fn read(sources: &[Source], password: Option<&str>) -> Result<Import, Refusal> {
    let password: Option<Passphrase> = password.map(|text| Zeroizing::new(text.to_owned()));
    import::read(sources, password.as_ref(), &())
}

/// An entry as the table writes it.
pub fn line(entry: &import::Entry) -> String {
    let account = &entry.draft.account;
    let (kind, moves) = match account.kind {
        Kind::Totp { period } => ("totp", u64::from(period)),
        Kind::Hotp { counter } => ("hotp", counter),
        Kind::Steam => ("steam", 30),
        Kind::Motp => ("motp", 10),
        Kind::Yandex => ("yandex", 30),
    };
    // EXPOSE: the secrets of the fixtures are words of our own.
    let secret = String::from_utf8_lossy(&account.secret().expose()).into_owned();
    let mut line = format!(
        "{kind} {}|{} {} {} {moves} {secret}",
        account.issuer, account.label, account.algorithm, account.digits
    );
    if account.pin().is_some() {
        line.push_str(" with PIN");
    }
    for group in &entry.groups {
        line.push_str(&format!(" [{group}]"));
    }
    if entry.pinned {
        line.push_str(" pinned");
    }
    if entry.set_aside {
        line.push_str(" set aside");
    }
    if entry.note.is_some() {
        line.push_str(" noted");
    }
    line
}
