//! A preview never shows a code that can be read.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::{Drawing, URI, code, corpus, draw};
use scan::preview::{Look, frosted};
use std::time::{Duration, Instant};

use scan::{Effort, Frame, Quad, picture, read, read_until};

const LOOKS: [Look; 2] = [
    Look {
        max_width: 640,
        mirrored: false,
    },
    Look {
        max_width: 1280,
        mirrored: true,
    },
];

/// Every how many-th frame is looked at, unless all are asked for.
const STRIDE: usize = 4;
/// For one preview: several times what any that can be read takes.
const PATIENCE: Duration = Duration::from_secs(4);

/// Where the live camera would frost.
fn regions(frame: &Frame) -> Vec<Quad> {
    read(frame, Effort::Live { turn: 0 }).regions
}

fn readable(frame: &Frame, regions: &[Quad], look: Look) -> bool {
    let preview = frosted(frame, regions, look);
    let shown = Frame::new(preview.width, preview.height, preview.luma).unwrap();
    let start = Instant::now();
    let patience = || start.elapsed() > PATIENCE;
    !read_until(&shown, Effort::Still, &patience)
        .symbols
        .is_empty()
}

#[test]
fn own_codes_are_unreadable_in_previews() {
    let mut drawings = Vec::new();
    for module in [2.0, 3.0, 4.5, 8.0, 12.0] {
        for (turn, tilt) in [(0.0, 0.0), (12.0, 0.0), (45.0, 0.0), (30.0, 0.25)] {
            for blur in [0, 1, 3] {
                for (dark, light) in [(20, 235), (235, 20), (90, 140)] {
                    drawings.push(Drawing {
                        turn,
                        tilt,
                        blur,
                        dark,
                        light,
                        ..Drawing::plain(640, 480, module)
                    });
                }
            }
        }
    }
    let code = code(URI);
    let mut controls = 0;
    for d in &drawings {
        let (frame, _) = draw(&code, d);
        let control = !read(&frame, Effort::Still).symbols.is_empty();
        controls += usize::from(control);
        assert!(
            !readable(&frame, &regions(&frame), LOOKS[0]),
            "readable: {d:?}"
        );
    }
    println!(
        "{controls} of {} frames are read unfrosted, none frosted",
        drawings.len()
    );
    assert!(
        controls * 2 > drawings.len(),
        "the control must be readable"
    );
}

#[test]
fn corpus_frames_are_unreadable_in_previews() {
    let Some(entries) = corpus() else { return };
    let all = std::env::var_os("COUNTERSIGN_WHOLE_CORPUS").is_some();
    let (mut controls, mut leaks, mut frames) = (0, Vec::new(), 0);
    for entry in entries
        .iter()
        .filter(|e| all || e.name.starts_with("webcam/"))
        .step_by(if all { 1 } else { STRIDE })
    {
        let Ok(frame) = picture::read(&std::fs::read(&entry.path).unwrap()) else {
            continue;
        };
        frames += 1;
        let regions = regions(&frame);
        let plain = readable(&frame, &[], LOOKS[1]);
        controls += usize::from(plain);
        // What no preview can be read from without frosting cannot be read with it either.
        if plain && LOOKS.iter().any(|&look| readable(&frame, &regions, look)) {
            leaks.push(entry.name.clone());
        }
    }
    println!(
        "{frames} frames: {controls} are read from a preview without frosting, {} with it",
        leaks.len()
    );
    assert!(leaks.is_empty(), "readable: {leaks:?}");
    assert!(controls * 3 > frames, "the control must be readable");
}
