//! `import`: the accounts of another authenticator, from its files.

use std::path::{Path, PathBuf};

use app::App;
use app::import::{ImportRequest, Preview, Previewed, Refused, Takeover, Wanted};
use app::sentences::title;
use app::wire::{Fault, KindView};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::args::Import;
use crate::describe::kind;
use crate::exit::Exit;
use crate::input;
use crate::open::Face;
use crate::say::Say;

/// Standard input is read up to this many bytes.
const MOST: u64 = 64 << 20;

/// Says what is in the files, and adds it unless only that was asked.
pub fn run(face: &Face, say: Say, import: &Import, fd: Option<u32>) -> Result<Exit, Fault> {
    let given = fd.map(input::secret_from_fd).transpose()?;
    let preview = match preview(&face.app, import, given)? {
        Ok(preview) => preview,
        Err(refused) => return Ok(refuse(say, &refused)),
    };
    let at = import.at.unwrap_or_else(now);
    if import.dry_run {
        say.say(|| text(&preview, at), || value(&preview, at));
        return Ok(Exit::Done);
    }
    say.aside(&text(&preview, at));
    let app = face.open()?;
    let wanted = Wanted {
        set_aside: import.trashed,
        again: import.again,
    };
    let done = app.import_take(&preview, wanted)?;
    taken(say, &preview, &done, at);
    let found = !done.added.is_empty() || !done.known.is_empty();
    Ok(if found {
        Exit::Done
    } else {
        Exit::NotAnAccount
    })
}

/// Reads the files; asks for the password of the export where there is a terminal and none was given.
fn preview(
    app: &App,
    import: &Import,
    given: Option<Zeroizing<String>>,
) -> Result<Result<Preview, Refused>, Fault> {
    let is_input = |path: &&PathBuf| path.as_path() == Path::new("-");
    let stdin = if import.files.iter().any(|path| is_input(&path)) {
        Some(input::stdin(MOST)?)
    } else {
        None
    };
    let files: Vec<PathBuf> = import
        .files
        .iter()
        .filter(|path| !is_input(path))
        .cloned()
        .collect();
    let read = |password: Option<&Zeroizing<String>>| {
        app.import_preview(ImportRequest {
            files: &files,
            bytes: stdin
                .iter()
                .map(|bytes| ("standard input".to_owned(), bytes.clone()))
                .collect(),
            password,
            from: import.from.as_deref(),
        })
    };
    let first = read(given.as_ref());
    match first {
        Err(refused) if refused.wants_password && given.is_none() => {
            match input::ask("Password of the export: ") {
                Ok(password) => Ok(read(Some(&password))),
                // Nobody to ask: the refusal says what is needed.
                Err(_) => Ok(Err(refused)),
            }
        }
        first => Ok(first),
    }
}

fn refuse(say: Say, refused: &Refused) -> Exit {
    if say.json {
        say.say(
            String::new,
            || json!({ "status": "refused", "kind": refused.kind, "program": refused.program, "message": refused.what, "help": refused.do_next }),
        );
    } else {
        say.aside(&format!("{}\n{}", refused.what, refused.do_next));
    }
    match refused.kind {
        _ if refused.wants_password => Exit::NotLetIn,
        "io" => Exit::Failed,
        _ => Exit::NotAnAccount,
    }
}

/// An account as JSON, without its secret.
pub fn account(account: &Previewed<'_>) -> Value {
    let code = account.code.as_ref().map(|code| code.as_str());
    let period = account.period.filter(|_| account.kind != KindView::Hotp);
    json!({
        "type": kind(account.kind), "issuer": account.issuer, "name": account.label,
        "algorithm": account.algorithm, "digits": account.digits, "period": period,
        "counter": account.counter, "code": code, "warnings": account.warnings,
        "groups": account.groups, "note": account.has_note, "pinned": account.pinned,
        "set_aside": account.set_aside,
    })
}

fn value(preview: &Preview, at: u64) -> Value {
    let entries: Vec<Value> = preview.accounts(at).map(|one| account(&one)).collect();
    let skipped: Vec<Value> = preview
        .skipped()
        .map(|(index, name, reason, code)| json!({ "index": index, "name": name, "reason": reason, "code": code }))
        .collect();
    let missing: Vec<Value> = preview
        .missing()
        .iter()
        .map(|missing| json!({ "parts": missing.parts, "of": missing.of }))
        .collect();
    json!({
        "status": "read", "format": preview.program().0, "entries": entries,
        "skipped": skipped, "missing": missing,
    })
}

fn text(preview: &Preview, at: u64) -> String {
    let accounts: Vec<Previewed<'_>> = preview.accounts(at).collect();
    let mut out = format!("{}: {} accounts\n", preview.program().1, accounts.len());
    for account in &accounts {
        let mut facts = vec![kind(account.kind).to_owned()];
        facts.extend(account.groups.iter().cloned());
        if account.set_aside {
            facts.push("in the trash there".to_owned());
        }
        out.push_str(&format!(
            "  {} ({})\n",
            title(account.issuer, account.label),
            facts.join(", ")
        ));
        for warning in &account.warnings {
            out.push_str(&format!("    note: {}\n", app::texts().warning(warning)));
        }
    }
    for (index, name, reason, _) in preview.skipped() {
        let who = if name.is_empty() {
            format!("number {index}")
        } else {
            format!("number {index}, {name}")
        };
        out.push_str(&format!("  cannot be taken: {who}: {reason}\n"));
    }
    for missing in preview.missing() {
        let parts: Vec<String> = missing.parts.iter().map(u32::to_string).collect();
        out.push_str(&format!(
            "  missing: {} {} of {} of the export. Add its pictures, too.\n",
            if parts.len() == 1 { "part" } else { "parts" },
            parts.join(", "),
            missing.of
        ));
    }
    if accounts.iter().any(|account| account.has_note) {
        out.push_str("  Notes are not taken over: they stay in the file.\n");
    }
    out
}

fn taken(say: Say, preview: &Preview, done: &Takeover, at: u64) {
    let accounts: Vec<Previewed<'_>> = preview.accounts(at).collect();
    let name = |place: usize| {
        accounts
            .get(place)
            .map(|account| title(account.issuer, account.label))
            .unwrap_or_default()
    };
    for (place, id) in &done.added {
        say.say(
            || format!("Added {}", name(*place)),
            || json!({ "added": id, "name": name(*place) }),
        );
    }
    for (place, same) in &done.known {
        say.say(
            || {
                format!(
                    "Already here: {}. Use --again to add it once more.",
                    name(*place)
                )
            },
            || json!({ "known": same, "name": name(*place) }),
        );
    }
    for (place, same) in &done.namesakes {
        say.say(
            || format!("Kept both: {} was here with another key.", name(*place)),
            || json!({ "namesake": same, "name": name(*place) }),
        );
    }
    for place in &done.set_aside {
        say.say(
            || {
                format!(
                    "Left out: {} is in the trash there. --trashed adds it.",
                    name(*place)
                )
            },
            || json!({ "set_aside": name(*place) }),
        );
    }
    for (index, entry, reason, code) in preview.skipped() {
        say.say(
            String::new,
            || json!({ "skipped": { "index": index, "name": entry, "reason": reason, "code": code } }),
        );
    }
}

/// Seconds since 1970.
pub fn now() -> u64 {
    std::time::SystemTime::now()
        .duration_since(std::time::UNIX_EPOCH)
        .map_or(0, |since| since.as_secs())
}
