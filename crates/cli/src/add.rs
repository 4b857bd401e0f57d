//! `add`: accounts from pictures, a URI, a key, a copied page or standard input.

use std::path::{Path, PathBuf};

use app::App;
use app::wire::{
    ConfirmRequest, ConfirmedDraft, DraftView, ExportRequest, Fault, FaultCode, FindingsView, Same,
    Source, Typed, TypedRequest,
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
    let mut exit = Exit::NotAnAccount;
    for findings in find(app, say, add)? {
        if take(app, say, add, findings)? {
            exit = Exit::Done;
        }
    }
    Ok(exit)
}

/// Adds what is new of some findings; says whether there was an account in them.
fn take(app: &App, say: Say, add: &Add, findings: FindingsView) -> Result<bool, Fault> {
    let findings = match &findings.batch {
        Some(batch) if add.incomplete => {
            say.aside(&app::sentences::batch(batch));
            let export = batch.id.clone();
            app.export_take(ExportRequest { export })?
        }
        _ => findings,
    };
    let Some(meant) = meant(say, add, &findings) else {
        return Ok(false);
    };
    if meant.len() > 1 && (add.issuer.is_some() || add.label.is_some()) {
        return Err(Fault::new(FaultCode::OneNameForSeveral));
    }
    let (new, known): (Vec<_>, Vec<_>) = meant.into_iter().partition(|draft| {
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
    let found = !ids.is_empty() || !known.is_empty();
    let rest = FindingsView {
        accounts: Vec::new(),
        ..findings.clone()
    };
    if !rest.foreign.is_empty() || !rest.refused.is_empty() || rest.batch.is_some() {
        say.say(|| describe::text(&rest), || json!({ "found": rest }));
    }
    if rest.batch.is_some() {
        say.aside("Give all pictures of the export at once, in any order, or add what there is with --incomplete.");
    }
    Ok(found)
}

/// The accounts that are meant. Of several keys in one text that is one, chosen by its number; without a choice all
/// are told and none is meant.
fn meant<'a>(say: Say, add: &Add, findings: &'a FindingsView) -> Option<Vec<&'a DraftView>> {
    if !findings.choose {
        return Some(findings.accounts.iter().collect());
    }
    let picked = add
        .pick
        .and_then(|pick| usize::try_from(pick).ok())
        .and_then(|pick| findings.accounts.get(pick - 1));
    if let Some(draft) = picked {
        return Some(vec![draft]);
    }
    say.aside(
        "There are several keys in this text, and nothing was added. Choose one with --pick:",
    );
    for (draft, number) in findings.accounts.iter().zip(1..) {
        let place = draft.place.as_ref().map(app::sentences::place);
        say.say(
            || format!("{number}. {}", place.unwrap_or_default()),
            || json!({ "key": number, "place": draft.place }),
        );
    }
    None
}

/// What each thing on the command line holds. Pictures are read together: they may be parts of one export.
fn find(app: &App, say: Say, add: &Add) -> Result<Vec<FindingsView>, Fault> {
    let (pictures, texts): (Vec<&String>, Vec<&String>) = add
        .what
        .iter()
        .partition(|what| *what != "-" && (Path::new(what).exists() || looks_like_a_path(what)));
    let mut found = Vec::new();
    if !pictures.is_empty() {
        let named: Vec<PathBuf> = pictures.iter().map(PathBuf::from).collect();
        let with_folder = named.iter().any(|path| path.is_dir());
        let files = folder::files(&named)?;
        let paths: Vec<_> = files.into_iter().map(|file| file.path).collect();
        let mut findings = app.pictures(Source::Picture, &paths)?;
        if with_folder {
            // In a folder, a picture without a code is only one of many.
            let before = findings.refused.len();
            findings
                .refused
                .retain(|fault| !folder::is_other_picture(fault.code));
            if let Some(others) = folder::others(before - findings.refused.len()) {
                say.aside(&others);
            }
        }
        found.push(findings);
    }
    for what in texts {
        found.push(text_or_input(app, add, what)?);
    }
    Ok(found)
}

fn text_or_input(app: &App, add: &Add, what: &str) -> Result<FindingsView, Fault> {
    if what == "-" {
        let bytes = input::stdin(MOST_STDIN)?;
        return match input::text(&bytes) {
            Some(text) => typed(app, add, &text),
            None => app.picture_bytes("standard input", &bytes),
        };
    }
    if !what.contains("://") && what.chars().filter(char::is_ascii_alphanumeric).count() < LEAST_KEY
    {
        // A slip in the name of a file can be Base32 by chance.
        return Err(Fault::new(FaultCode::KeyRefused).with("reason", "too_short"));
    }
    typed(app, add, what)
}

/// Says of a file that is not there that it is not there, instead of reading its name as a key.
fn looks_like_a_path(what: &str) -> bool {
    let ending = Path::new(what)
        .extension()
        .and_then(std::ffi::OsStr::to_str)
        .unwrap_or_default();
    let is_picture = ["png", "jpg", "jpeg", "webp", "gif", "bmp", "tif", "tiff"]
        .iter()
        .any(|known| ending.eq_ignore_ascii_case(known));
    let is_word = !what.contains(char::is_whitespace);
    let has_ending = (1..=5).contains(&ending.len());
    !what.contains("://")
        && (is_picture || (is_word && (what.contains(std::path::MAIN_SEPARATOR) || has_ending)))
}

fn typed(app: &App, add: &Add, text: &str) -> Result<FindingsView, Fault> {
    app.enrol_typed(TypedRequest {
        text: Typed::new(Zeroizing::new(text.trim().to_owned())),
        issuer: add.issuer.clone().unwrap_or_default(),
        label: add.label.clone().unwrap_or_default(),
        options: None,
    })
}
