//! Sentences that are put together of facts, for notifications and the terminal.

use crate::wire::CopiedView;

/// "Copied. Valid for 12 s; the clipboard is cleared in 30 s."
#[must_use]
pub fn copied(copied: &CopiedView) -> String {
    let valid = (copied.valid_for > 0).then(|| format!("Valid for {} s", copied.valid_for));
    let cleared = (copied.clear_after > 0)
        .then(|| format!("the clipboard is cleared in {} s", copied.clear_after));
    match (valid, cleared) {
        (Some(valid), Some(cleared)) => format!("Copied. {valid}; {cleared}."),
        (Some(valid), None) => format!("Copied. {valid}."),
        (None, Some(cleared)) => format!("Copied; {cleared}."),
        (None, None) => "Copied.".to_owned(),
    }
}

/// "Issuer: label", or what there is of it.
#[must_use]
pub fn title(issuer: &str, label: &str) -> String {
    match (issuer, label) {
        ("", label) => label.to_owned(),
        (issuer, "") => issuer.to_owned(),
        (issuer, label) => format!("{issuer}: {label}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_copy_is_told_with_what_counts() {
        let say = |valid_for, clear_after| {
            copied(&CopiedView {
                clear_after,
                valid_for,
            })
        };
        assert_eq!(
            say(12, 30),
            "Copied. Valid for 12 s; the clipboard is cleared in 30 s."
        );
        assert_eq!(say(12, 0), "Copied. Valid for 12 s.");
        assert_eq!(say(0, 30), "Copied; the clipboard is cleared in 30 s.");
        assert_eq!(say(0, 0), "Copied.");
    }
}
