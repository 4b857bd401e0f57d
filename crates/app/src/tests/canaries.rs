//! No secret crosses outwards: every command of the wire is run in a world whose every secret is a canary, and
//! whatever comes out (answers, faults, events, pictures, logs) is searched for them in every form.

use std::collections::BTreeSet;
use std::sync::Mutex;

use data_encoding::{BASE32_NOPAD, BASE64, BASE64URL, HEXLOWER};

use super::*;
use crate::sync::held;

mod every_command;
mod foreign;

use every_command::everything;

/// Seeds of enrolled accounts, drafts and refused texts: twenty bytes each.
const SEEDS: [&[u8; 20]; 6] = [
    b"CanarySeedTotpAlice!",
    b"CanarySeedHotpCarol!",
    b"CanarySeedSteamEve!!",
    b"CanarySeedDraftDan!!",
    b"CanarySeedGoogleFay!",
    b"CanarySeedRefusedGus",
];
const CANARY_PASSWORD: &str = "canary password 7391";
const OTHER_PASSWORD: &str = "canary password 2648";
/// A one-time activation code of a push enrolment: no secret of ours, and nobody's business.
const ACTIVATION: &str = "918273645";

/// Every secret, with a name that tells it.
type Secrets = Vec<(String, Vec<u8>)>;

/// What came out, with where it came out.
#[derive(Default)]
struct Outwards {
    said: Vec<(String, Vec<u8>)>,
    ran: BTreeSet<&'static str>,
}

impl Outwards {
    /// A command and its answer, or its fault.
    fn json<T: serde::Serialize>(&mut self, command: &'static str, answer: &Result<T, Fault>) {
        let bytes = match answer {
            Ok(view) => serde_json::to_vec(view),
            Err(fault) => serde_json::to_vec(fault),
        };
        self.raw(command, bytes.unwrap());
    }

    fn raw(&mut self, command: &'static str, bytes: Vec<u8>) {
        self.ran.insert(command);
        self.said.push((command.to_owned(), bytes));
    }
}

/// The forms in which a secret could be hidden in bytes.
fn forms(secret: &[u8]) -> Vec<Vec<u8>> {
    let base32 = BASE32_NOPAD.encode(secret);
    let hex = HEXLOWER.encode(secret);
    let mut forms = vec![
        secret.to_vec(),
        base32.to_lowercase().into_bytes(),
        base32.into_bytes(),
    ];
    forms.extend([hex.to_uppercase().into_bytes(), hex.into_bytes()]);
    // Base64 at each of the three places that a secret can begin at, without what depends on its neighbours.
    for shift in 0..3 {
        let mut padded = vec![0; shift];
        padded.extend_from_slice(secret);
        for encoding in [BASE64, BASE64URL] {
            let text = encoding.encode(&padded);
            let end = text.trim_end_matches('=').len();
            forms.push(text.as_bytes()[shift.min(1) * 4..end - 2].to_vec());
        }
    }
    // As a JSON list of numbers.
    let numbers: Vec<String> = secret.iter().map(u8::to_string).collect();
    forms.push(numbers.join(",").into_bytes());
    forms
}

fn contains(hay: &[u8], needle: &[u8]) -> bool {
    hay.windows(needle.len()).any(|window| window == needle)
}

/// The secret that is in the bytes, if one is.
fn found<'a>(bytes: &[u8], secrets: &'a [(String, Vec<u8>)]) -> Option<&'a str> {
    let hit = secrets
        .iter()
        .find(|(_, secret)| forms(secret).iter().any(|form| contains(bytes, form)));
    hit.map(|(name, _)| name.as_str())
}

/// Every line that was logged, at the finest level.
struct Log;

static LINES: Mutex<Vec<String>> = Mutex::new(Vec::new());

impl log::Log for Log {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }
    fn log(&self, record: &log::Record<'_>) {
        held(&LINES).push(format!("{} {}", record.target(), record.args()));
    }
    fn flush(&self) {}
}

#[test]
fn no_secret_crosses_outwards() {
    // Another test may have set it: it is this one in any case.
    let _ = log::set_logger(&Log);
    log::set_max_level(log::LevelFilter::Trace);
    // The positive control: what is logged is seen.
    log::trace!("the log is captured");
    let (out, secrets, picture) = everything();

    // Every command was run; three belong to the shell and carry nothing.
    let mut ran = out.ran.clone();
    ran.extend(["page_ready", "quit", "recovery_print"]);
    assert_eq!(ran, COMMANDS.iter().map(|command| command.name).collect());

    for (place, bytes) in &out.said {
        assert_eq!(
            found(bytes, &secrets),
            None,
            "{place}: {}",
            String::from_utf8_lossy(bytes)
        );
        // A picture can say it with modules. The recovery sheet shows the recovery key, on paper or screen, and
        // nothing else; no other picture says anything.
        if let Ok(frame) = scan::picture::read(bytes) {
            for symbol in scan::read(&frame, scan::Effort::Still).symbols {
                assert_eq!(place, "recovery_picture");
                assert!(vault::RecoveryKey::parse(symbol.text.expose()).is_ok());
            }
        }
    }
    let lines = held(&LINES).join("\n");
    assert!(lines.contains("the log is captured"));
    assert_eq!(found(lines.as_bytes(), &secrets), None);

    // The search can find: the picture that was allowed says the URI, and each form of a secret is noticed.
    let frame = scan::picture::read(&picture).unwrap();
    let symbols = scan::read(&frame, scan::Effort::Still).symbols;
    assert_eq!(
        found(symbols[0].text.expose().as_bytes(), &secrets),
        Some("CanarySeedTotpAlice!")
    );
}

#[test]
fn the_search_notices_every_form() {
    let secrets = [("seed".to_owned(), SEEDS[0].to_vec())];
    let seed = SEEDS[0].as_slice();
    let hidden: [Vec<u8>; 7] = [
        [b"x".as_slice(), seed, b"y"].concat(),
        format!("\"{}\"", BASE32_NOPAD.encode(seed)).into_bytes(),
        format!("\"{}\"", HEXLOWER.encode(seed)).into_bytes(),
        BASE64.encode(seed).into_bytes(),
        BASE64
            .encode(&[b"x".as_slice(), seed, b"yz"].concat())
            .into_bytes(),
        BASE64URL
            .encode(&[b"xx".as_slice(), seed].concat())
            .into_bytes(),
        format!("{seed:?}").replace(' ', "").into_bytes(),
    ];
    for bytes in hidden {
        assert_eq!(
            found(&bytes, &secrets),
            Some("seed"),
            "{}",
            String::from_utf8_lossy(&bytes)
        );
    }
    assert_eq!(found(b"nothing here", &secrets), None);
}
