//! `scan --raw`: the texts of codes as they are, without saying what they mean; and `--explain`, in words.
//!
//! With `--json` one line a picture: `{"path", "payloads": [texts], "ms": of the reading alone}`; `"error"` where the
//! picture cannot be used; with `--explain` also `"kinds"` (what each text is), `"stages"` (what read it) and `"hint"`
//! (why nothing was read: `code`, `title`, `what`, `do`).

use std::io::BufRead as _;
use std::path::PathBuf;
use std::time::Instant;

use ::scan::{Effort, Payload, Reading, TEXTS_EN, classify};
use app::wire::Fault;
use serde_json::{Value, json};

use crate::args::Scan;
use crate::exit::Exit;
use crate::folder;
use crate::open::Face;
use crate::say::Say;

/// Reads each picture named on the command line, or on standard input, one a line. The lines say all there is to say:
/// a picture that cannot be used is no failure of the whole.
pub fn run(face: &Face, say: Say, scan: &Scan) -> Result<Exit, Fault> {
    if scan.pictures.is_empty() {
        for line in std::io::stdin().lock().lines().map_while(Result::ok) {
            if !line.is_empty() {
                one(face, say, scan.explain, PathBuf::from(line));
            }
        }
    }
    for named in folder::files(&scan.pictures)? {
        one(face, say, scan.explain, named.path);
    }
    Ok(Exit::Done)
}

fn one(face: &Face, say: Say, explain: bool, path: PathBuf) {
    let name = path.display().to_string();
    let frame = match face.app.frame_of(&path) {
        Ok(frame) => frame,
        Err(fault) => {
            let words = app::texts().fault(&fault);
            say.say(
                || format!("{name}\n  {} {}", words.what, words.do_next),
                || json!({ "path": name, "payloads": [], "ms": 0.0, "error": words.what, "do": words.do_next }),
            );
            return;
        }
    };
    let start = Instant::now();
    let reading = ::scan::read(&frame, Effort::Still);
    let ms = start.elapsed().as_secs_f64() * 1e3;
    say.say(
        || text(&name, explain, &reading),
        || value(&name, explain, &reading, ms),
    );
}

fn text(name: &str, explain: bool, reading: &Reading) -> String {
    let mut out = name.to_owned();
    for symbol in &reading.symbols {
        // EXPOSE: the person asked for the text itself.
        let text = symbol.text.expose();
        out.push_str("\n  ");
        out.push_str(text);
        if explain {
            out.push_str("\n    ");
            out.push_str(&kind(text).1);
        }
    }
    if let Some(hint) = reading.hint.filter(|_| explain) {
        let words = &words()["hint"][hint.code()];
        out.push_str(&format!(
            "\n  {}",
            words["what"].as_str().unwrap_or_default()
        ));
        for step in words["do"].as_array().into_iter().flatten() {
            out.push_str(&format!("\n    - {}", step.as_str().unwrap_or_default()));
        }
    }
    out
}

fn value(name: &str, explain: bool, reading: &Reading, ms: f64) -> Value {
    // EXPOSE: the person asked for the text itself.
    let payloads: Vec<&str> = reading.symbols.iter().map(|s| s.text.expose()).collect();
    let mut value = json!({ "path": name, "payloads": payloads, "ms": ms });
    if explain {
        value["kinds"] = payloads
            .iter()
            .map(|text| {
                let (kind, title) = kind(text);
                json!({ "kind": kind, "title": title })
            })
            .collect();
        value["stages"] = reading.symbols.iter().map(|s| s.stage).collect();
        value["hint"] = reading.hint.map_or(Value::Null, |hint| {
            let mut words = words()["hint"][hint.code()].clone();
            words["code"] = hint.code().into();
            words
        });
    }
    value
}

fn words() -> Value {
    serde_json::from_str(TEXTS_EN).unwrap_or_default()
}

/// What a text is: a name for programs and one for people.
fn kind(text: &str) -> (String, String) {
    let known = |kind: &str, title: &str| (kind.to_owned(), title.to_owned());
    match classify(text) {
        Payload::Otpauth(_) => known("otpauth", "An account."),
        Payload::OtpauthRefused(error) => (
            "otpauth_refused".to_owned(),
            format!("A link for an authenticator that cannot be an account: {error}."),
        ),
        Payload::GoogleBatch(_) => {
            known("google_batch", "A part of a Google Authenticator export.")
        }
        Payload::BareKey(_) => known("bare_key", "A key without a name."),
        Payload::Foreign(foreigner) => {
            let code = foreigner.kind.code();
            let title = words()["foreign"][code]["title"]
                .as_str()
                .map(str::to_owned);
            (code.to_owned(), title.unwrap_or_default())
        }
        _ => known("other", "Something else."),
    }
}
