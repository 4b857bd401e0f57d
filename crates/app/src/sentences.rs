//! Sentences that are put together of facts, for notifications and the terminal.

use crate::wire::{BatchView, CopiedView, PlaceView};

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

/// "Google Authenticator export: 2 of 5 codes read; codes 1, 3 and 4 are missing."
#[must_use]
pub fn batch(batch: &BatchView) -> String {
    let again = if batch.again {
        format!("Code {} was read already. ", batch.last)
    } else {
        String::new()
    };
    let verb = if batch.missing.len() == 1 {
        "code"
    } else {
        "codes"
    };
    let is = if batch.missing.len() == 1 {
        "is"
    } else {
        "are"
    };
    format!(
        "{again}Google Authenticator export: {} of {} codes read; {verb} {} {is} missing.",
        batch.have,
        batch.size,
        listed(&batch.missing)
    )
}

/// "Line 3, after “Enter this key:”: 16 letters"
#[must_use]
pub fn place(place: &PlaceView) -> String {
    let PlaceView {
        line,
        before,
        letters,
    } = place;
    if before.is_empty() {
        format!("Line {line}: {letters} letters")
    } else {
        format!("Line {line}, after “{before}”: {letters} letters")
    }
}

/// "1, 3 to 5 and 9"
fn listed(numbers: &[u32]) -> String {
    let mut runs: Vec<(u32, u32)> = Vec::new();
    for number in numbers {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == *number => *last = *number,
            _ => runs.push((*number, *number)),
        }
    }
    let words: Vec<String> = runs
        .iter()
        .flat_map(|(first, last)| match last - first {
            0 => vec![first.to_string()],
            1 => vec![first.to_string(), last.to_string()],
            _ => vec![format!("{first} to {last}")],
        })
        .collect();
    match words.split_last() {
        Some((last, rest)) if !rest.is_empty() => format!("{} and {last}", rest.join(", ")),
        Some((last, _)) => last.clone(),
        None => String::new(),
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
    fn an_export_is_told_with_what_is_missing() {
        let view = |missing: &[u32], again| BatchView {
            id: "e1".to_owned(),
            have: 2,
            size: 9,
            missing: missing.to_vec(),
            accounts: 20,
            last: 2,
            again,
        };
        assert_eq!(
            batch(&view(&[1, 3, 4, 5, 9], false)),
            "Google Authenticator export: 2 of 9 codes read; codes 1, 3 to 5 and 9 are missing."
        );
        assert_eq!(
            batch(&view(&[9], true)),
            "Code 2 was read already. Google Authenticator export: 2 of 9 codes read; code 9 is missing."
        );
        assert_eq!(listed(&[4, 5]), "4 and 5");
    }

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
