//! Numbers as Key URIs have them: ASCII digits, perhaps a plus before them.

/// Digits or seconds. `30.0`, which some exporters write, is 30; `30.5`, `30s` and `0x1e` are nothing.
pub(super) fn small(text: &str) -> Option<u32> {
    let text = text.trim();
    text.strip_suffix(".0").unwrap_or(text).parse().ok()
}

/// A counter: 0 to 2^63 - 1, which is what the apps that keep it in a signed number can hold.
pub(super) fn counter(text: &str) -> Option<u64> {
    let counter: u64 = text.trim().parse().ok()?;
    i64::try_from(counter).ok().map(|_| counter)
}
