//! `add`: accounts from a picture, a URI, a key or standard input.

use std::path::{Path, PathBuf};

use app::App;
use app::wire::{
    ConfirmRequest, ConfirmedDraft, Fault, FaultCode, FindingsView, Same, Source, Typed,
    TypedRequest,
};
use serde_json::json;
use zeroize::Zeroizing;

use crate::args::Add;
use crate::describe;
use crate::exit::Exit;
use crate::folder;
use crate::input;
use crate::open::Face;
use crate::say::Say;

/// The fewest letters of a key on the command line: 80 bits.
const LEAST_KEY: usize = 16;
/// Standard input is read up to this many bytes: a picture.
const MOST_STDIN: u64 = 64 << 20;

/// Adds what is not here yet, and says what was found besides.
pub fn run(face: &Face, say: Say, add: &Add) -> Result<Exit, Fault> {
    let app = face.open()?;
    let mut findings = find(app, add)?;
    let before = findings.refused.len();
    if Path::new(&add.what).is_dir() {
        // In a folder, a picture without a code is only one of many.
        findings
            .refused
            .retain(|fault| fault.code != FaultCode::NoCodeInPicture);
    }
    if let Some(others) = folder::others(before - findings.refused.len()) {
        say.aside(&others);
    }
    if findings.accounts.len() > 1 && (add.issuer.is_some() || add.label.is_some()) {
        return Err(Fault::new(FaultCode::OneNameForSeveral));
    }
    let (new, known): (Vec<_>, Vec<_>) = findings.accounts.iter().partition(|draft| {
        add.again
            || draft
                .duplicate
                .as_ref()
                .is_none_or(|duplicate| duplicate.same != Same::Secret || duplicate.trashed)
    });
    let accounts: Vec<_> = new
        .iter()
        .map(|draft| ConfirmedDraft {
            draft: draft.draft,
            issuer: add.issuer.clone().unwrap_or_else(|| draft.issuer.clone()),
            label: add.label.clone().unwrap_or_else(|| draft.label.clone()),
        })
        .collect();
    let ids = if accounts.is_empty() {
        Vec::new()
    } else {
        app.confirm(ConfirmRequest {
            findings: findings.id.clone(),
            accounts,
        })?
        .ids
    };
    for (draft, id) in new.iter().zip(&ids) {
        say.say(|| format!("Added {}", describe::account(draft)), || json!({ "added": id, "issuer": draft.issuer, "label": draft.label, "warnings": draft.warnings }));
    }
    for draft in &known {
        say.say(
            || {
                format!(
                    "Already here: {}. Use --again to add it once more.",
                    describe::account(draft)
                )
            },
            || json!({ "known": draft.duplicate, "issuer": draft.issuer, "label": draft.label }),
        );
    }
    let rest = FindingsView {
        accounts: Vec::new(),
        ..findings.clone()
    };
    if !rest.foreign.is_empty() || !rest.refused.is_empty() || rest.batch.is_some() {
        say.say(|| describe::text(&rest), || json!({ "found": rest }));
    }
    Ok(if ids.is_empty() && known.is_empty() {
        Exit::NotAnAccount
    } else {
        Exit::Done
    })
}

fn find(app: &App, add: &Add) -> Result<FindingsView, Fault> {
    if add.what == "-" {
        let bytes = input::stdin(MOST_STDIN)?;
        return match std::str::from_utf8(&bytes) {
            Ok(text) => typed(app, add, text),
            Err(_) => app.picture_bytes("standard input", &bytes),
        };
    }
    let path = PathBuf::from(&add.what);
    if path.exists() || looks_like_a_path(&add.what) {
        let files = folder::files(&[path])?;
        let paths: Vec<_> = files.into_iter().map(|file| file.path).collect();
        return app.pictures(Source::Picture, &paths);
    }
    if !add.what.contains("://")
        && add.what.chars().filter(char::is_ascii_alphanumeric).count() < LEAST_KEY
    {
        // A slip in the name of a file can be Base32 by chance.
        return Err(Fault::new(FaultCode::KeyRefused).with("reason", "too_short"));
    }
    typed(app, add, &add.what)
}

/// Says of a file that is not there that it is not there, instead of reading its name as a key.
fn looks_like_a_path(what: &str) -> bool {
    let is_text = what.contains("://");
    let has_ending = Path::new(what)
        .extension()
        .is_some_and(|ending| ending.len() <= 5);
    !is_text && (what.contains(std::path::MAIN_SEPARATOR) || has_ending)
}

fn typed(app: &App, add: &Add, text: &str) -> Result<FindingsView, Fault> {
    app.enrol_typed(TypedRequest {
        text: Typed::new(Zeroizing::new(text.trim().to_owned())),
        issuer: add.issuer.clone().unwrap_or_default(),
        label: add.label.clone().unwrap_or_default(),
        options: None,
    })
}
