//! Hints are scored: clean frames are spoilt in one way each, and what is then not read must be told why.
//!
//! Frames of our own drawing, and where the corpus is beside the checkout its webcam frames too, and those of its
//! pictures that have a trouble of their own.
#![allow(clippy::unwrap_used, clippy::print_stdout)]

#[path = "../common/mod.rs"]
mod common;
mod spoil;

use std::collections::BTreeMap;

use common::corpus;
use scan::{Effort, Frame, Hint, picture, read};
use spoil::{Clean, TROUBLES, Trouble};

/// The least share of right hints for each trouble, in a picture and before the camera.
const LEAST: f32 = 0.8;
/// Frames of the camera that are looked at: about a second, before which nothing is said.
const TURNS: u32 = 6;

/// What was said to frames of one trouble, and how often.
#[derive(Default)]
struct Score {
    unread: u32,
    right: u32,
    said: BTreeMap<&'static str, u32>,
}

impl Score {
    fn add(&mut self, wanted: Hint, said: Hint) {
        self.unread += 1;
        self.right += u32::from(wanted == said);
        *self.said.entry(said.code()).or_default() += 1;
    }
}

type Scores = BTreeMap<(&'static str, &'static str), Score>;

/// Adds what is said to a frame, if it is not read: as a picture, which takes long, and before the camera.
fn ask(frame: &Frame, name: &str, trouble: &Trouble, as_picture: bool, scores: &mut Scores) {
    let still = as_picture.then(|| read(frame, Effort::Still));
    if let Some(still) = &still {
        assert_eq!(still.hint.is_none(), !still.symbols.is_empty());
    }
    if let Some(hint) = still.and_then(|still| still.hint) {
        let score = scores.entry((trouble.name, "still")).or_default();
        score.add(trouble.hint, hint);
        if hint != trouble.hint {
            println!("{name}: {} said {}", trouble.name, hint.code());
        }
    }
    let looks: Vec<_> = (0..TURNS)
        .map(|turn| read(frame, Effort::Live { turn }))
        .take_while(|look| look.symbols.is_empty())
        .collect();
    let hints: Vec<Hint> = looks.iter().filter_map(|look| look.hint).collect();
    // One that was read in the meantime needs no hint.
    if looks.len() == TURNS as usize {
        let score = scores.entry((trouble.name, "live")).or_default();
        score.add(trouble.hint, hints[0]);
        if hints[0] != trouble.hint {
            println!("{name}: {} said {} live", trouble.name, hints[0].code());
        }
    }
}

fn print(scores: &Scores) {
    for ((trouble, effort), score) in scores {
        let share = score.right as f32 / score.unread as f32 * 100.0;
        println!(
            "{trouble:12} {effort:6} {share:5.1} % of {:3}  {:?}",
            score.unread, score.said
        );
    }
}

/// All frames of some clean ones, spoilt; the strongest of the first `pictures` as pictures too, which takes long.
fn spoilt(cleans: &[Clean], pictures: usize) -> Scores {
    let mut scores = Scores::new();
    for (nth, clean) in cleans.iter().enumerate() {
        for trouble in &TROUBLES {
            for severity in 0..trouble.severities {
                let frame = (trouble.spoil)(clean, severity, nth as u32);
                let name = format!("{} {severity}", clean.name);
                ask(
                    &frame,
                    &name,
                    trouble,
                    nth < pictures && severity + 1 == trouble.severities,
                    &mut scores,
                );
            }
        }
    }
    scores
}

/// Each trouble of which enough frames were not read has its share of right hints, and so have all together.
fn good_enough(scores: &Scores, enough: u32) {
    print(scores);
    let (mut right, mut unread) = (0, 0);
    for (which, score) in scores {
        (right, unread) = (right + score.right, unread + score.unread);
        let share = score.right as f32 / score.unread as f32;
        assert!(
            score.unread < enough || share >= LEAST,
            "{which:?}: {:?}",
            score.said
        );
    }
    assert!(right as f32 >= LEAST * unread as f32, "{right} of {unread}");
}

#[test]
fn own_frames_that_are_spoilt_are_told_why_they_are_not_read() {
    let scores = spoilt(&spoil::own(), 2);
    let live: Vec<_> = scores
        .iter()
        .filter(|(which, _)| which.1 == "live")
        .collect();
    assert_eq!(live.len(), TROUBLES.len());
    assert!(live.iter().all(|(_, score)| score.unread >= 3));
    good_enough(&scores, 3);
}

#[test]
fn webcam_frames_that_are_spoilt_are_told_why_they_are_not_read() {
    let Some(entries) = corpus() else { return };
    // All of them would take minutes, the largest longest.
    let stride = if std::env::var_os("COUNTERSIGN_WHOLE_CORPUS").is_some() {
        1
    } else {
        4
    };
    let clean = entries
        .iter()
        .filter(|e| e.category == "webcam/clean" && !e.name.contains("1920"));
    let cleans: Vec<Clean> = clean
        .step_by(stride)
        .map(|e| {
            let frame = picture::read(&std::fs::read(&e.path).unwrap()).unwrap();
            spoil::clean(&e.name, frame)
        })
        .collect();
    let scores = spoilt(&cleans, 0);
    assert_eq!(scores.len(), TROUBLES.len());
    good_enough(&scores, 10);
}

#[test]
fn pictures_with_a_trouble_of_their_own_are_told_why_they_are_not_read() {
    let Some(entries) = corpus() else { return };
    let whole = std::env::var_os("COUNTERSIGN_WHOLE_CORPUS").is_some();
    let mut scores = Scores::new();
    for entry in &entries {
        let hint = match entry.category.as_str() {
            "webcam/noqr" => Hint::NothingSeen,
            // Of the other troubles hardly any is left unread: printed only.
            _ if !whole => continue,
            "webcam/glare" | "boofcv/glare" | "boofcv/bright_spots" => Hint::Glare,
            "webcam/lowlight" => Hint::TooDark,
            "webcam/defocus" | "webcam/motion" | "boofcv/blurred" => Hint::Blurred,
            "webcam/smallmod" => Hint::TooSmall,
            "boofcv/damaged" => Hint::Damaged,
            _ => continue,
        };
        let trouble = TROUBLES.iter().find(|t| t.hint == hint).unwrap();
        let frame = picture::read(&std::fs::read(&entry.path).unwrap()).unwrap();
        ask(&frame, &entry.name, trouble, true, &mut scores);
    }
    print(&scores);
    for effort in ["still", "live"] {
        let score = &scores[&("nothing", effort)];
        assert!(
            score.right as f32 >= LEAST * score.unread as f32,
            "{:?}",
            score.said
        );
    }
}
