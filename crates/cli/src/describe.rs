//! What was found, in words.

use std::fmt::Write;

use app::wire::{DraftView, FindingsView, KindView, Same};

/// All of it.
pub fn text(findings: &FindingsView) -> String {
    let mut out = String::new();
    for draft in &findings.accounts {
        let _ = writeln!(out, "  account: {}", account(draft));
        if let Some(place) = &draft.place {
            let _ = writeln!(out, "    {}", app::sentences::place(place));
        }
        for warning in &draft.warnings {
            let _ = writeln!(out, "    note: {}", app::texts().warning(warning));
        }
        if let Some(duplicate) = &draft.duplicate {
            let what = match duplicate.same {
                Same::Secret => "already here",
                Same::Name => "same name, other key",
            };
            let _ = writeln!(out, "    {what}: {}: {}", duplicate.issuer, duplicate.label);
        }
    }
    if let Some(batch) = &findings.batch {
        let _ = writeln!(out, "  {}", app::sentences::batch(batch));
    }
    for foreign in &findings.foreign {
        out.push_str(&app::texts().foreign(foreign));
    }
    for fault in &findings.refused {
        let words = app::texts().fault(fault);
        let _ = writeln!(out, "  refused: {}\n    {}", words.what, words.do_next);
    }
    out
}

/// What makes the codes, in one word.
pub fn kind(kind: KindView) -> &'static str {
    match kind {
        KindView::Totp => "totp",
        KindView::Hotp => "hotp",
        KindView::Steam => "steam",
        KindView::Motp => "motp",
        KindView::Yandex => "yandex",
    }
}

/// One draft on one line.
pub fn account(draft: &DraftView) -> String {
    let title = app::sentences::title(&draft.issuer, &draft.label);
    let DraftView {
        algorithm, digits, ..
    } = draft;
    match draft.kind {
        KindView::Totp => format!(
            "{title} (by time, {algorithm}, {digits} digits, every {} s)",
            draft.period
        ),
        KindView::Hotp => format!("{title} (by counter, {algorithm}, {digits} digits)"),
        KindView::Steam => format!("{title} (Steam)"),
        KindView::Motp => format!("{title} (mOTP)"),
        KindView::Yandex => format!("{title} (Yandex)"),
    }
}
