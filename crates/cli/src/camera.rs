//! `scan --camera`: the cameras, and what the one sees that was chosen last in the window, or the first.

use app::wire::{CameraInfoView, Fault, FaultCode};
use serde_json::json;

use crate::args::Look;
use crate::describe;
use crate::exit::Exit;
use crate::open::Face;
use crate::say::Say;

/// Says each code once, until there was one and one is enough, the camera fails, or the person ends it: then the helper
/// that holds the camera ends with us.
pub fn run(face: &Face, say: Say, look: &Look) -> Result<Exit, Fault> {
    let offered = face.app.cameras()?;
    let chosen = offered.chosen.as_deref();
    if offered.cameras.is_empty() {
        return Err(Fault::new(FaultCode::CameraNone));
    }
    let line = |camera: &CameraInfoView| {
        let mark = if Some(camera.id.as_str()) == chosen {
            "*"
        } else {
            " "
        };
        format!("{mark} {}", camera.name)
    };
    say.say(
        || {
            offered
                .cameras
                .iter()
                .map(line)
                .collect::<Vec<_>>()
                .join("\n")
        },
        || json!({ "cameras": offered.cameras, "chosen": chosen }),
    );
    say.aside("Hold a code before the camera marked *. Ctrl-C ends.");
    let mut exit = Exit::Done;
    face.app.watch_camera(chosen, &mut |findings| {
        say.say(
            || describe::text(&findings),
            || json!({ "found": findings }),
        );
        if findings.accounts.is_empty() && findings.batch.is_none() {
            exit = Exit::NotAnAccount;
        }
        !look.first
    })?;
    Ok(exit)
}
