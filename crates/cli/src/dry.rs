//! `add --dry-run`: what each line would become, for programs.

use app::import::Previewed;
use app::wire::Fault;
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::args::Add;
use crate::exit::Exit;
use crate::import::{account, now};
use crate::input;
use crate::say::Say;

/// Standard input is read up to this many bytes.
const MOST: u64 = 64 << 20;

/// One JSON object a line of what was given, `-` standing for the lines of standard input.
pub fn run(say: Say, add: &Add) -> Result<Exit, Fault> {
    let at = add.at.unwrap_or_else(now);
    let mut exit = Exit::NotAnAccount;
    for what in &add.what {
        let text = if what == "-" {
            let bytes = input::stdin(MOST)?;
            Zeroizing::new(String::from_utf8_lossy(&bytes).into_owned())
        } else {
            Zeroizing::new(what.clone())
        };
        for line in text.split('\n').filter(|line| !line.trim().is_empty()) {
            let (accepted, value) = one(line, at);
            if accepted {
                exit = Exit::Done;
            }
            say.say(String::new, || value);
        }
    }
    Ok(exit)
}

fn one(line: &str, at: u64) -> (bool, Value) {
    // A JSON string holds what a line cannot: line ends and other control characters.
    let unquoted = line
        .starts_with('"')
        .then(|| serde_json::from_str::<String>(line).ok())
        .flatten()
        .map(Zeroizing::new);
    let uri = unquoted.as_ref().map_or(line, |text| text.as_str());
    match otp::uri::parse(uri) {
        Ok(draft) => {
            let mut value = account(&Previewed::of(&draft, at));
            value["status"] = "accept".into();
            (true, value)
        }
        Err(error) => {
            let kind = match error.code() {
                "secret" => "bad-secret".to_owned(),
                code => code.replace('_', "-"),
            };
            let value = json!({ "status": "reject", "kind": kind, "message": error.to_string() });
            (false, value)
        }
    }
}
