//! The sheet as plain text, for a file.

use zeroize::Zeroizing;

use super::Sheet;
use super::canvas::wrap;

/// Width of a line, in characters.
const COLUMNS: usize = 72;

/// Writes the sheet as plain text: UTF-8, lines of at most 72 characters except the path, ended by a line feed.
/// The key stands alone on its line, as it can be pasted.
#[must_use]
pub fn text(sheet: &Sheet<'_>) -> Zeroizing<String> {
    let words = [
        sheet.product,
        sheet.title,
        sheet.key,
        sheet.date,
        sheet.purpose,
        sheet.usage,
    ];
    let rest = [sheet.file_caption, sheet.vault_path, sheet.keeping];
    let length: usize = words.iter().chain(&rest).map(|text| text.len()).sum();
    // Reserved once, so that growing leaves no copies behind; wrapping adds no more than this.
    let mut out = Zeroizing::new(String::with_capacity(2 * length + 256));
    let headline = format!("{} \u{2013} {}", sheet.product, sheet.title);
    let rule = "=".repeat(headline.chars().count().min(COLUMNS));
    for line in [headline.as_str(), rule.as_str(), sheet.date, ""] {
        push(&mut out, line);
    }
    wrap(sheet.purpose, COLUMNS)
        .iter()
        .for_each(|line| push(&mut out, line));
    push(&mut out, "");
    out.push_str("    ");
    for (at, group) in sheet.groups().enumerate() {
        out.push_str(if at == 0 { "" } else { "-" });
        out.push_str(group);
    }
    out.push_str("\n\n");
    wrap(sheet.usage, COLUMNS)
        .iter()
        .for_each(|line| push(&mut out, line));
    push(&mut out, "");
    out.push_str(sheet.file_caption);
    out.push_str(":\n    ");
    push(&mut out, sheet.vault_path);
    push(&mut out, "");
    wrap(sheet.keeping, COLUMNS)
        .iter()
        .for_each(|line| push(&mut out, line));
    out
}

fn push(out: &mut String, line: &str) {
    out.push_str(line);
    out.push('\n');
}
