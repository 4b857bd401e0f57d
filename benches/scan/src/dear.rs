//! What a frame costs in which something is seen and not read at once: the dear stages, one with each frame.

use anyhow::Result;
use scan::{Effort, read};
use serde::{Deserialize, Serialize};

use crate::drawn::{HEIGHT, WIDTH};
use crate::kept::Kept;
use crate::pictures::Extent;
use crate::report::{Table, at, median};
use crate::{pictures, work};

/// Frames of a stream that are looked at: each dear stage has its turn.
const TURNS: u32 = 16;

/// The looks at one picture.
#[derive(Clone, Serialize, Deserialize)]
struct Looks {
    /// ms of each turn.
    ms: Vec<f64>,
    /// Whether that turn read it, and by which stage.
    stages: Vec<Option<String>>,
}

/// A row of the table, and which turns belong to it.
type Kind = (&'static str, fn(u32) -> bool);

/// The pictures in which the cheap looks read nothing, each looked at with every turn.
pub fn run(kept: &Kept, extent: Extent) -> Result<String> {
    let records = kept.records::<Looks>("dear")?;
    let mut all = Vec::new();
    let mut worst: Vec<(f64, String)> = Vec::new();
    for picture in pictures::set(extent).pictures {
        let frame = picture.frame()?;
        if picture.expected.is_empty() || (frame.width(), frame.height()) != (WIDTH, HEIGHT) {
            continue;
        }
        let looks = records.of(&picture.name, || {
            let (mut ms, mut stages) = (Vec::new(), Vec::new());
            for turn in 0..TURNS {
                let look = || read(&frame, Effort::Live { turn });
                let (_, first) = work::measured(look);
                let (reading, second) = work::measured(look);
                ms.push(first.min(second));
                stages.push(reading.symbols.first().map(|s| s.stage.to_owned()));
            }
            Ok(Looks { ms, stages })
        })?;
        let cheap =
            |stage: &Option<String>| matches!(stage.as_deref(), Some("live" | "live inverted"));
        if looks.stages.iter().any(cheap) {
            continue;
        }
        for (turn, ms) in looks.ms.iter().enumerate() {
            worst.push((*ms, format!("{} turn {turn}", picture.name)));
        }
        all.push(looks);
    }
    let mut table = Table::new(&[
        "the frame's turn",
        "frames",
        "median ms",
        "p95 ms",
        "worst ms",
    ]);
    // As `cascade::live::dig` deals them out.
    let kinds: [Kind; 3] = [
        ("the grid reader", |t| {
            t % 4 != 3 && place(t).is_multiple_of(2)
        }),
        ("another dear stage", |t| {
            t % 4 != 3 && !place(t).is_multiple_of(2)
        }),
        ("one on a part that is only texture", |t| t % 4 == 3),
    ];
    for (name, is) in kinds {
        let turns = (0..TURNS).filter(|t| is(*t));
        let ms: Vec<f64> = turns
            .flat_map(|t| all.iter().map(move |l| l.ms[t as usize]))
            .collect();
        table.row(
            name,
            &[
                ms.len().to_string(),
                n(median(&ms)),
                n(at(&ms, 0.95)),
                n(at(&ms, 1.0)),
            ],
        );
    }
    let ms: Vec<f64> = all.iter().flat_map(|l| l.ms.iter().copied()).collect();
    table.row(
        "all",
        &[
            ms.len().to_string(),
            n(median(&ms)),
            n(at(&ms, 0.95)),
            n(at(&ms, 1.0)),
        ],
    );
    worst.sort_by(|a, b| b.0.total_cmp(&a.0));
    for (ms, name) in worst.iter().take(12) {
        eprintln!("    {ms:.0} ms {name}");
    }
    let within = ms.iter().filter(|ms| **ms <= 60.0).count() as f64 / ms.len().max(1) as f64;
    Ok(format!(
        "### A frame in which a code is seen and not read at once\n\n\
         {} frames of {WIDTH}×{HEIGHT} in which the cheap looks read nothing, each looked at with {TURNS} turns. All of the \
         look, without the picture for the page. Goal: 60 ms; {:.0} % keep to it.\n\n{}",
        all.len(),
        within * 100.0,
        table.text()
    ))
}

fn place(turn: u32) -> u32 {
    turn / 4 * 3 + turn % 4
}

fn n(ms: f64) -> String {
    format!("{ms:.1}")
}
