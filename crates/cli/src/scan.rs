//! `scan`: what is in pictures or on the screens, without adding it.

use app::wire::{Fault, FindingsView, Source};
use serde_json::json;

use crate::args::Scan;
use crate::camera;
use crate::describe;
use crate::exit::Exit;
use crate::folder::{self, Named};
use crate::open::Face;
use crate::raw;
use crate::say::Say;

/// Reads each picture on its own; one that fails does not keep the others back.
pub fn run(face: &Face, say: Say, scan: &Scan) -> Result<Exit, Fault> {
    if scan.look.camera {
        return camera::run(face, say, &scan.look);
    }
    if scan.raw || scan.explain {
        return raw::run(face, say, scan);
    }
    let mut exit = Exit::Done;
    let (mut found, mut without) = (false, 0);
    let mut tell =
        |name: String, from_folder: bool, answer: Result<FindingsView, Fault>| match answer {
            Ok(findings) => {
                found = true;
                say.say(
                    || format!("{name}\n{}", describe::text(&findings)),
                    || json!({ "path": name, "found": findings }),
                );
                if findings.accounts.is_empty() && findings.batch.is_none() {
                    exit = Exit::NotAnAccount;
                }
            }
            Err(fault) if from_folder && folder::is_other_picture(fault.code) => without += 1,
            Err(fault) => {
                say.aside(&name);
                say.fault_about(Some(&name), &fault);
                exit = Exit::of(&fault);
            }
        };
    if scan.screen {
        tell("screen".to_owned(), false, face.app.screen_scan(|| ()));
    }
    for Named { path, from_folder } in folder::files(&scan.pictures)? {
        let answer = face
            .app
            .pictures(Source::Picture, std::slice::from_ref(&path));
        tell(path.display().to_string(), from_folder, answer);
    }
    if let Some(others) = folder::others(without) {
        say.aside(&others);
        if !found && exit == Exit::Done {
            exit = Exit::NotFound;
        }
    }
    Ok(exit)
}
