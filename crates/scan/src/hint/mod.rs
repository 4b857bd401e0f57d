//! Why a picture does not say anything.

mod edge;
mod fine;
mod patch;
mod seen;

use crate::geometry::Bounds;
use crate::locate::{Located, Witness};
use crate::others::OtherKind;
use crate::{Frame, filters};
use fine::Fine;
use patch::Patch;
use seen::Seen;

/// Why nothing was read, and so what the person can do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Hint {
    /// Nothing that looks like a code.
    NothingSeen,
    /// A code whose modules are smaller than a reader needs: come closer.
    TooSmall,
    /// Hardly any light.
    TooDark,
    /// A code without sharp edges: hold still, or move a little away.
    Blurred,
    /// A code with a patch that is burnt out.
    Glare,
    /// A code that leaves the picture.
    CutOff,
    /// A code, sharp and whole as far as can be seen, that nevertheless does not decode.
    Damaged,
    /// No QR code, and a whole symbol of another kind.
    OtherSymbol {
        /// What it is.
        kind: OtherKind,
    },
}

impl Hint {
    /// Every hint.
    pub const ALL: [Hint; 11] = [
        Hint::NothingSeen,
        Hint::TooSmall,
        Hint::TooDark,
        Hint::Blurred,
        Hint::Glare,
        Hint::CutOff,
        Hint::Damaged,
        Hint::OtherSymbol {
            kind: OtherKind::Barcode,
        },
        Hint::OtherSymbol {
            kind: OtherKind::DataMatrix,
        },
        Hint::OtherSymbol {
            kind: OtherKind::Pdf417,
        },
        Hint::OtherSymbol {
            kind: OtherKind::Aztec,
        },
    ];

    /// Its name in the texts: stable, snake_case.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Hint::NothingSeen => "nothing_seen",
            Hint::TooSmall => "too_small",
            Hint::TooDark => "too_dark",
            Hint::Blurred => "blurred",
            Hint::Glare => "glare",
            Hint::CutOff => "cut_off",
            Hint::Damaged => "damaged",
            Hint::OtherSymbol { kind } => match kind {
                OtherKind::Barcode => "other_barcode",
                OtherKind::DataMatrix => "other_data_matrix",
                OtherKind::Pdf417 => "other_pdf417",
                OtherKind::Aztec => "other_aztec",
            },
        }
    }
}

/// Below this mean a picture is dark; below [`BLACK`] it is dark whatever else is seen.
const DARK: f32 = 45.0;
const BLACK: f32 = 14.0;
/// The smallest module that decoders read, px.
const SMALLEST_MODULE: f32 = 2.5;
/// The steepest edge of a sharp code, as a share of its contrast from one pixel to the next but one.
const SHARP: f32 = 0.46;
/// That of a code whose modules are of this size, px; larger modules may be less sharp and are read all the same.
const SHARP_MODULE: f32 = 7.0;
/// A frame without a code in which nothing is sharper is blurred as a whole.
const SHARP_FRAME: f32 = 0.3;
/// Share of burnt-out pixels from which glare is likely: a code on white paper has such pixels too, but then the dark
/// modules between them are as dark as elsewhere.
const GLARE: f32 = 0.04;
/// Where nearly all of a region's 64 cells are white, it is paper.
const MOST_BURNT_CELLS: usize = 50;
/// A patch that looks like a code counts from this share of the frame, unless it is made of the finest steps.
const LEAST_SHARE: f32 = 0.015;
/// A blurred one from this share: small things of a room that are out of focus look like one, too.
const LEAST_BLURRED: f32 = 0.04;
/// So much contrast has a code in fair light.
const MUCH: f32 = 100.0;
/// How light a code is in the mean, blurred or not, between its dark and its light modules.
const BALANCED: std::ops::Range<f32> = 0.37..0.7;
/// More noise than this is what a camera makes of hardly any light.
const GRAINY: f32 = 15.0;
/// The finest steps: as sharp as this, and modules that look like this at most (larger than they are), px.
const FINE_SHARP: f32 = 0.7;
const FINE_MODULE: f32 = 3.4;

/// Where three finder patterns in the shape of a code were seen.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Suspect {
    /// Around the symbol, without a quiet zone, px; not clipped to the frame.
    pub bounds: Bounds,
    /// The side of a module, px.
    pub module: f32,
}

/// Says why nothing was read: from the light of the whole frame and from the likeliest region.
pub(crate) fn explain(frame: &Frame, located: &Located, suspects: &[Suspect]) -> Hint {
    let light = seen::mean(frame, &whole(frame));
    if light < BLACK {
        return Hint::TooDark;
    }
    if let Some(suspect) = suspects.first() {
        return of_suspect(frame, suspect, light);
    }
    if light < DARK || filters::noise(frame) > GRAINY {
        return Hint::TooDark;
    }
    let (patch, finest) = Patch::of(frame);
    let patch = patch.filter(|patch| patch.share > LEAST_SHARE);
    if let Some(hint) = patch.as_ref().and_then(|patch| of_patch(frame, patch)) {
        return hint;
    }
    if finest.is_some_and(|patch| is_too_fine(&patch.seen)) {
        return Hint::TooSmall;
    }
    // Three finder patterns are seen in a text, too: only where something looks like a code they are those of one.
    let corners = located.regions.iter().find_map(|region| {
        let suspect = Suspect {
            bounds: region.bounds,
            module: region.module?,
        };
        let on = patch.as_ref()?.bounds.touches(&region.bounds);
        (region.witness == Witness::Corners && on).then_some(suspect)
    });
    match corners {
        Some(suspect) => of_suspect(frame, &suspect, light),
        None => of_nothing(frame, located, patch.as_ref()),
    }
}

fn of_suspect(frame: &Frame, suspect: &Suspect, light: f32) -> Hint {
    let near = suspect.bounds.clamped(frame.width(), frame.height());
    let seen = Seen::of(frame, &near);
    if light < DARK && seen.contrast < 60.0 {
        return Hint::TooDark;
    }
    if edge::reached(frame, &suspect.bounds, suspect.module, seen.contrast) {
        return Hint::CutOff;
    }
    if is_burnt(&seen) {
        return Hint::Glare;
    }
    if suspect.module < SMALLEST_MODULE {
        return Hint::TooSmall;
    }
    if seen.sharpness < SHARP * (SHARP_MODULE / suspect.module).min(1.0) {
        return Hint::Blurred;
    }
    Hint::Damaged
}

/// What something that looks like a code says by itself.
fn of_patch(frame: &Frame, patch: &Patch) -> Option<Hint> {
    let seen = &patch.seen;
    if seen.sharpness < SHARP {
        let blurred = patch.share > LEAST_BLURRED && BALANCED.contains(&seen.balance);
        return blurred.then_some(Hint::Blurred);
    }
    // The paper around a code makes its modules seem larger than they are.
    let module = seen.finest_module() / 1.5;
    if seen.contrast > MUCH && edge::reached(frame, &patch.bounds, module, seen.contrast) {
        return Some(Hint::CutOff);
    }
    (seen.contrast > MUCH && is_burnt(seen)).then_some(Hint::Glare)
}

/// Is it made of steps from one pixel to the next?
fn is_too_fine(seen: &Seen) -> bool {
    seen.contrast > MUCH && seen.sharpness > FINE_SHARP && seen.finest_module() < FINE_MODULE
}

/// Two or fewer finder patterns are seen in noise too.
fn of_nothing(frame: &Frame, located: &Located, patch: Option<&Patch>) -> Hint {
    let parts = || {
        let all = located.regions.iter();
        all.filter(|region| region.witness == Witness::Partly)
    };
    let shines = parts().any(|region| {
        let seen = Seen::of(frame, &region.bounds);
        seen.contrast > MUCH && is_burnt(&seen)
    });
    if shines {
        return Hint::Glare;
    }
    if let Some(patch) = patch
        && patch.seen.sharpness >= SHARP
        && patch.seen.contrast > MUCH
        && parts().any(|region| region.bounds.touches(&patch.bounds))
    {
        return Hint::Damaged;
    }
    let fine = Fine::of(frame);
    match (fine.busy, fine.sharpness < SHARP_FRAME) {
        (true, _) => Hint::TooSmall,
        (false, true) => Hint::Blurred,
        (false, false) => Hint::NothingSeen,
    }
}

/// Is a part of it white where there should be modules?
fn is_burnt(seen: &Seen) -> bool {
    seen.burnt > GLARE && (1..MOST_BURNT_CELLS).contains(&seen.burnt_cells)
}

fn whole(frame: &Frame) -> Bounds {
    Bounds {
        left: 0.0,
        top: 0.0,
        right: frame.width() as f32,
        bottom: frame.height() as f32,
    }
}
