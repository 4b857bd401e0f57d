//! The names that a page gives beside a key.

const ISSUER: &[&str] = &[
    "issuer",
    "service",
    "provider",
    "service name",
    "site name",
    "aussteller",
    "dienst",
];
const LABEL: &[&str] = &[
    "account name",
    "account",
    "username",
    "user name",
    "user",
    "label",
    "login",
    "e-mail",
    "email",
    "e-mail address",
    "email address",
    "your account",
    "konto",
    "kontoname",
    "benutzername",
    "compte",
    "nom du compte",
    "cuenta",
    "nombre de la cuenta",
    "conta",
    "nome da conta",
    "nome account",
    "accountnaam",
];
/// The longest name, letters.
const LONGEST: usize = 100;

/// The service, if the text names exactly one.
pub(super) fn issuer(text: &str) -> Option<String> {
    the_one(text, ISSUER)
}

/// The account, if the text names exactly one.
pub(super) fn label(text: &str) -> Option<String> {
    the_one(text, LABEL)
}

/// `Name: value`, up to the end of the line or of the part of the sentence; or the next line, where nothing follows.
fn the_one(text: &str, names: &[&str]) -> Option<String> {
    let mut found: Option<String> = None;
    let mut lines = text
        .lines()
        .map(str::trim)
        .filter(|line| !line.is_empty())
        .peekable();
    while let Some(line) = lines.next() {
        for piece in line.split([',', ';', '|', '\t']) {
            let Some((name, value)) = piece.split_once([':', '=']) else {
                continue;
            };
            // A sentence may come before the name: "Enter it. Account name: x".
            let name = name.rsplit(['.', '(', '!']).next().unwrap_or(name);
            let name = name.trim_matches(|c: char| !c.is_alphanumeric());
            if !names.iter().any(|known| name.eq_ignore_ascii_case(known)) {
                continue;
            }
            let value = match value.trim() {
                "" => lines
                    .peek()
                    .copied()
                    .filter(|next| !next.contains(": "))
                    .unwrap_or(""),
                value => value,
            };
            let value = value.trim_matches(|c: char| c.is_whitespace() || "\"'“”‘’<>.".contains(c));
            // The bracket around the whole remark.
            let value = if value.contains('(') {
                value
            } else {
                value.trim_end_matches(')')
            };
            if value.is_empty()
                || value.chars().count() > LONGEST
                || value.chars().any(char::is_control)
            {
                continue;
            }
            match &found {
                Some(known) if known != value => return None,
                _ => found = Some(value.to_owned()),
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_name_is_taken_and_of_two_none() {
        let page =
            "Can't scan it? Enter this key: JBSW Y3DP EHPK 3PXP, account name: alice@example.org";
        assert_eq!(label(page).as_deref(), Some("alice@example.org"));
        assert_eq!(issuer(page), None);
        assert_eq!(
            label("Account name:\n  Alice (work)\nKey:").as_deref(),
            Some("Alice (work)")
        );
        assert_eq!(label("(Account: alice)").as_deref(), Some("alice"));
        assert_eq!(label("User: a\nUser: b"), None);
        assert_eq!(label("User: a\nUser: a").as_deref(), Some("a"));
        assert_eq!(
            issuer("Issuer = \"Example, Inc\"").as_deref(),
            Some("Example")
        );
    }
}
