//! A preview never shows a code that can be read.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

mod common;

use common::shake::{RESTLESS, STILL_HAND, added_up};
use common::{Drawing, URI, code, corpus, draw};
use rxing::common::HybridBinarizer;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BinaryBitmap, Luma8LuminanceSource, Reader as _};
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

/// Who reads a picture: rqrr, rxing, our cascade.
fn readers(frame: &Frame) -> [bool; 3] {
    let picture =
        image::GrayImage::from_raw(frame.width(), frame.height(), frame.luma().to_vec()).unwrap();
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    let grids = prepared.detect_grids();
    let rqrr = grids.iter().any(|grid| grid.decode().is_ok());
    let source =
        Luma8LuminanceSource::new(frame.luma().to_vec(), frame.width(), frame.height()).unwrap();
    let rxing = QrReader.decode(&mut BinaryBitmap::new(HybridBinarizer::new(source)));
    let start = Instant::now();
    let ours = read_until(frame, Effort::Still, &|| start.elapsed() > PATIENCE);
    [rqrr, rxing.is_ok(), !ours.symbols.is_empty()]
}

#[test]
fn many_previews_of_one_code_do_not_add_up_to_it() {
    let all = std::env::var_os("COUNTERSIGN_WHOLE_CORPUS").is_some();
    let mut drawings = Vec::new();
    for module in [3.5, 5.0, 7.0] {
        for (turn, tilt) in [(0.0, 0.0), (15.0, 0.1), (45.0, 0.0)] {
            drawings.push(Drawing {
                turn,
                tilt,
                ..Drawing::plain(640, 480, module)
            });
        }
    }
    // Each size and each turn once, unless all are asked for.
    let step = if all { 1 } else { 4 };
    let drawings: Vec<_> = drawings.into_iter().step_by(step).collect();
    let code = code(URI);
    let mut controls = [0; 3];
    for drawing in &drawings {
        let (picture, _) = draw(&code, drawing);
        for unrest in [STILL_HAND, RESTLESS] {
            for (sum, how) in added_up(&picture, &unrest, LOOKS[0], true)
                .iter()
                .zip(["plain", "placed"])
            {
                let read = readers(sum);
                assert_eq!(read, [false; 3], "{how}: {drawing:?}, {unrest:?}");
            }
            // Without frost, in place, the same sum is as good as the picture.
            let [_, placed] = added_up(&picture, &unrest, LOOKS[0], false);
            let read = readers(&placed);
            let counts = controls.iter_mut().zip(read);
            counts.for_each(|(count, read)| *count += usize::from(read));
        }
    }
    let sums = drawings.len() * 2;
    println!("of {sums} sums without frost rqrr, rxing and ours read {controls:?}, with it none");
    assert_eq!(controls[2], sums, "the control must be readable");
    assert!(
        controls.iter().all(|n| n * 2 > sums),
        "the control must be readable"
    );
}
