//! The program as a whole, in a world in memory.

mod backup;
mod camera;
mod canaries;
mod checks;
mod codes;
mod enrol;
mod export;
mod history;
mod import;
mod keyring;
mod locking;
mod pages;
mod recovery;
mod repair;
mod settings;
mod time;
mod typed_only_inwards;
mod typing;
mod unlock;
mod ways_in;
mod wrong_files;

use std::time::Duration;

use scan::Frame;
use zeroize::Zeroizing;

use crate::testing::World;
use crate::wire::*;

const PASSWORD: &str = "correct horse battery";
const ALICE: &str = "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";
const BOB: &str = "otpauth://totp/Another:bob?secret=KRSXG5CTMVRXEZLUKN2XAZLS&issuer=Another";
const COUNTED: &str =
    "otpauth://hotp/Count:carol?secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ&issuer=Count&counter=0";

fn typed(text: &str) -> Typed {
    Typed::new(Zeroizing::new(text.to_owned()))
}

fn password(text: &str, purpose: Purpose) -> UnlockRequest {
    UnlockRequest {
        way: Way::Password,
        secret: typed(text),
        purpose,
    }
}

fn account(id: &str) -> AccountRequest {
    AccountRequest { id: id.to_owned() }
}

fn enrol_request(text: &str) -> TypedRequest {
    TypedRequest {
        text: typed(text),
        issuer: String::new(),
        label: String::new(),
        options: None,
    }
}

/// A world with an unlocked vault behind a password.
fn unlocked() -> World {
    let world = World::new();
    world
        .app
        .set_password(SetPasswordRequest {
            password: typed(PASSWORD),
            keyring: false,
        })
        .unwrap();
    world
}

/// Confirms every draft under its own names.
fn confirm_all(world: &World, findings: &FindingsView) -> Vec<String> {
    let accounts = findings
        .accounts
        .iter()
        .map(|draft| ConfirmedDraft {
            draft: draft.draft,
            issuer: draft.issuer.clone(),
            label: draft.label.clone(),
        })
        .collect();
    world
        .app
        .confirm(ConfirmRequest {
            findings: findings.id.clone(),
            accounts,
        })
        .unwrap()
        .ids
}

/// Adds the account of a URI.
fn add(world: &World, uri: &str) -> String {
    let findings = world.app.enrol_typed(enrol_request(uri)).unwrap();
    confirm_all(world, &findings).remove(0)
}

fn reveal(world: &World) {
    world
        .app
        .unlock(password(PASSWORD, Purpose::Reveal))
        .unwrap();
}

/// A picture with a QR code on it.
fn png(text: &str) -> Vec<u8> {
    exchange::qr::draw(text, 500).unwrap().bytes.to_vec()
}

/// A camera frame with a QR code on it.
fn frame(text: &str) -> Frame {
    scan::picture::read(&png(text)).unwrap()
}

/// A camera frame without a code.
fn empty_frame() -> Frame {
    Frame::new(320, 240, vec![180; 320 * 240]).unwrap()
}

/// Waits for what another thread does, for ten seconds at most.
fn until(what: &str, mut done: impl FnMut() -> bool) {
    for _ in 0..2000 {
        if done() {
            return;
        }
        std::thread::sleep(Duration::from_millis(5));
    }
    panic!("it did not happen: {what}");
}

/// The code of what was refused.
fn code(result: Result<(), Fault>) -> FaultCode {
    result.unwrap_err().code
}
