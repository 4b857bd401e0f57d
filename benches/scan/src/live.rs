//! What a live frame costs, beside zxing-cpp on the same frame.

use std::hint::black_box;

use anyhow::Result;
use scan::preview::{Look, frosted, jpeg};
use scan::{Effort, Frame, Reading, read_until};
use serde::{Deserialize, Serialize};

use crate::decoders::zxing_cpp;
use crate::drawn::{self, HEIGHT, WIDTH};
use crate::kept::Kept;
use crate::pictures::Extent;
use crate::report::{Table, at, mean, median};
use crate::{pictures, work};

/// The picture for the page, as `app::camera` has it.
const LOOK: Look = Look {
    max_width: 640,
    mirrored: true,
};

/// ms of one frame: means of several rounds, for each turn has another of the dear stages.
#[derive(Clone, Serialize, Deserialize)]
struct Costs {
    look: f64,
    preview: f64,
    peer: f64,
    /// The dearest look of all rounds.
    dearest: f64,
    /// Did zxing-cpp read it? And our cheap looks?
    easy: bool,
    cheaply: bool,
}

/// All that the program does with a frame: the look, then the picture for the page. With the ms of both.
pub fn see(frame: &Frame, turn: u32) -> (Reading, f64, f64) {
    let began = work::now();
    let effort = Effort::Live { turn };
    let expired = || {
        effort
            .patience()
            .is_some_and(|patience| work::now() - began > patience)
    };
    let (reading, look) = work::measured(|| read_until(frame, effort, &expired));
    let show = || black_box(jpeg(&frosted(frame, &reading.regions, LOOK)));
    let (_, preview) = work::measured(show);
    (reading, look, preview)
}

/// A group of frames, as the table names it, and what is hoped for.
const GROUPS: [(&str, &str); 5] = [
    ("no code, drawn", "≤ 3"),
    ("no code, webcam", "≤ 3"),
    ("easy code, drawn", "≤ 2"),
    ("easy code, webcam", "≤ 2"),
    ("any other code", ""),
];

/// The frames of a group in turn: ours, then zxing-cpp, several times.
pub fn run(kept: &Kept, extent: Extent) -> Result<String> {
    let records = kept.records::<Costs>("live")?;
    // A dear stage has its turn again after sixteen.
    let rounds = if extent.quick { 4 } else { 16 };
    let mut costs: [Vec<Costs>; GROUPS.len()] = Default::default();
    let mut each = Vec::new();
    for (name, frame) in drawn::without_code() {
        let cost = records.of(name, || Ok(cost(&frame, rounds)))?;
        each.push(format!("{name} {:.1}", cost.look / cost.peer));
        costs[0].push(cost);
    }
    for (name, frame) in drawn::easy() {
        let cost = records.of(&name, || Ok(cost(&frame, rounds)))?;
        costs[if cost.easy { 2 } else { 4 }].push(cost);
    }
    let all = Extent {
        quick: false,
        ..extent
    };
    for picture in pictures::set(all).pictures {
        if !picture.name.starts_with("webcam/") || !picture.name.contains("1280x720") {
            continue;
        }
        let cost = records.of(&picture.name, || Ok(cost(&picture.frame()?, rounds)))?;
        let group = match (picture.expected.is_empty(), cost.easy) {
            (true, _) => 1,
            (false, true) => 3,
            (false, false) => 4,
        };
        costs[group].push(cost);
    }
    let heads = [
        "frames",
        "number",
        "look ms",
        "with preview ms",
        "zxing-cpp ms",
        "look / zxing-cpp",
        "p95",
        "with preview / zxing-cpp",
        "goal",
        "read at once",
        "dearest turn ms, median / worst",
    ];
    let mut table = Table::new(&heads);
    for ((name, goal), costs) in GROUPS.iter().zip(&costs) {
        if costs.is_empty() {
            continue;
        }
        let all = |of: fn(&Costs) -> f64| costs.iter().map(of).collect::<Vec<f64>>();
        let ratios = all(|c| c.look / c.peer);
        let dearest = all(|c| c.dearest);
        table.row(
            name,
            &[
                costs.len().to_string(),
                format!("{:.1}", median(&all(|c| c.look))),
                format!("{:.1}", median(&all(|c| c.look + c.preview))),
                format!("{:.1}", median(&all(|c| c.peer))),
                format!("{:.2}", median(&ratios)),
                format!("{:.2}", at(&ratios, 0.95)),
                format!("{:.2}", median(&all(|c| (c.look + c.preview) / c.peer))),
                (*goal).to_owned(),
                costs.iter().filter(|c| c.cheaply).count().to_string(),
                format!("{:.1} / {:.1}", median(&dearest), at(&dearest, 1.0)),
            ],
        );
    }
    Ok(format!(
        "### A live frame, {WIDTH}×{HEIGHT}\n\n\
         *Look* is the search for what has to be frosted, and the reading: the mean of {rounds} rounds, each with another turn \
         of the dear stages. *Preview* is the frosted picture for the page, 640 wide, as JPEG. zxing-cpp reads the same frame \
         right after; a code is easy where it reads it each time, *at once* means that our cheap looks do. All columns but \
         p95 and worst are medians over the frames.\n\n{}\n\
         Look / zxing-cpp of the drawn frames without a code: {}.",
        table.text(),
        each.join(", ")
    ))
}

fn cost(frame: &Frame, rounds: u32) -> Costs {
    let (mut looks, mut previews, mut peers) = (Vec::new(), Vec::new(), Vec::new());
    let (mut easy, mut cheaply) = (true, true);
    // What is made when it is first needed is not a frame's cost.
    black_box((see(frame, 0), zxing_cpp(frame)));
    for turn in 0..rounds {
        let (reading, look, preview) = see(frame, turn);
        let (texts, peer) = work::measured(|| black_box(zxing_cpp(frame)));
        let cheap = |s: &scan::Symbol| matches!(s.stage, "live" | "live inverted");
        easy &= !texts.is_empty();
        cheaply &= reading.symbols.iter().any(cheap);
        looks.push(look);
        previews.push(preview);
        peers.push(peer);
    }
    Costs {
        look: mean(&looks),
        preview: mean(&previews),
        peer: mean(&peers),
        dearest: at(&looks, 1.0),
        easy,
        cheaply,
    }
}
