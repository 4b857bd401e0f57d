//! `scan`: what is in pictures, without adding it.

use app::wire::{Fault, Source};
use serde_json::json;

use crate::args::Scan;
use crate::camera;
use crate::describe;
use crate::exit::Exit;
use crate::open::Face;
use crate::say::Say;

/// Reads each picture on its own; one that fails does not keep the others back.
pub fn run(face: &Face, say: Say, scan: &Scan) -> Result<Exit, Fault> {
    if scan.look.camera {
        return camera::run(face, say, &scan.look);
    }
    let mut exit = Exit::Done;
    for path in &scan.pictures {
        let name = path.display().to_string();
        match face
            .app
            .pictures(Source::Picture, std::slice::from_ref(path))
        {
            Ok(findings) => {
                say.say(
                    || format!("{name}\n{}", describe::text(&findings)),
                    || json!({ "path": name, "found": findings }),
                );
                if findings.accounts.is_empty() && findings.batch.is_none() {
                    exit = Exit::NotAnAccount;
                }
            }
            Err(fault) => {
                say.aside(&name);
                say.fault_about(Some(&name), &fault);
                exit = Exit::of(&fault);
            }
        }
    }
    Ok(exit)
}
