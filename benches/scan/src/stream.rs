//! How soon a stream is read: each webcam picture, shaken a little with every frame, through the look of the live camera
//! on a clock of its own.

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use anyhow::Result;
use serde::{Deserialize, Serialize};

use crate::common::shake::{STILL_HAND, Shake};
use crate::decoders::Decoder;
use crate::kept::Kept;
use crate::peer::Peer;
use crate::pictures::{Extent, Picture};
use crate::report::{Table, at, median};
use crate::{live, pictures, rates};

/// Frames come so often, ms.
const FRAME: f64 = 1000.0 / 30.0;
/// When a stream is given up, and when a read counts as in time, ms.
const LENGTH: f64 = 4_000.0;
const SOON: f64 = 1_000.0;

/// Streams of each picture, each shaken otherwise.
const STREAMS: u64 = 3;

/// What became of a stream.
#[derive(Clone, Serialize, Deserialize)]
struct Played {
    /// ms until it was read.
    first: Option<f64>,
    stage: Option<String>,
    frames: u32,
    /// It said something that is not there.
    wrong: bool,
}

impl Played {
    fn soon(&self) -> bool {
        self.first.is_some_and(|ms| ms <= SOON)
    }

    /// How it was late, if it was.
    fn late(&self) -> Option<String> {
        let frames = self.frames;
        match self.first {
            Some(ms) if ms <= SOON => None,
            Some(ms) => Some(format!("after {:.1} s, in frame {frames}", ms / 1e3)),
            None => Some(format!("not within {:.0} s, {frames} frames", LENGTH / 1e3)),
        }
    }
}

/// Plays a picture. While a frame is worked on others go by: the next one is the newest.
fn play(picture: &Picture, stream: u64) -> Result<Played> {
    let still = picture.frame()?;
    let mut hasher = DefaultHasher::new();
    (&picture.name, stream).hash(&mut hasher);
    let seed = hasher.finish() >> 16;
    let (mut now, mut turn) = (0.0, 0);
    let mut wrong = false;
    while now < LENGTH {
        let number = (now / FRAME) as u64;
        let frame = Shake::of(&STILL_HAND, seed + number).seen(&still);
        let (reading, look, preview) = live::see(&frame, turn);
        turn += 1;
        let texts: Vec<String> = reading
            .symbols
            .iter()
            .map(|s| s.text.expose().to_owned())
            .collect();
        wrong |= picture.made_up(&texts) > 0;
        if picture.share(&texts) > 0.0 {
            return Ok(Played {
                first: Some(now + look),
                stage: reading.symbols.first().map(|s| s.stage.to_owned()),
                frames: turn,
                wrong,
            });
        }
        now += (look + preview).max(FRAME);
    }
    Ok(Played {
        first: None,
        stage: None,
        frames: turn,
        wrong,
    })
}

/// All webcam pictures with codes, by trouble.
pub fn run(kept: &Kept, extent: Extent) -> Result<String> {
    let records = kept.records::<Played>("stream")?;
    let answers = rates::answers(kept)?;
    let mut ours = Peer::start(Decoder::Ours)?;
    let set = pictures::set(extent);
    let mut troubles: BTreeMap<String, Vec<Played>> = BTreeMap::new();
    let streams = if extent.quick { 1 } else { STREAMS };
    let (mut late, mut unread, mut wrong) = (Vec::new(), 0, 0);
    for picture in &set.pictures {
        let wanted = set.drawn || picture.name.starts_with("webcam/");
        if picture.expected.is_empty() || !wanted {
            continue;
        }
        let key = rates::key(Decoder::Ours, picture);
        let still = answers.of(&key, || ours.read(&picture.frame()?))?;
        if picture.share(&still.texts) == 0.0 {
            unread += 1;
            continue;
        }
        let trouble = picture.category.rsplit('/').next().unwrap_or_default();
        for stream in 0..streams {
            let key = format!("{} {stream}", picture.name);
            let played = records.of(&key, || play(picture, stream))?;
            wrong += usize::from(played.wrong);
            let name = &picture.name;
            late.extend(
                played
                    .late()
                    .map(|how| format!("- {name}, stream {}: {how}", stream + 1)),
            );
            for name in ["**all**", trouble] {
                let all = troubles.entry(name.to_owned()).or_default();
                all.push(played.clone());
            }
        }
    }
    let heads = [
        "trouble",
        "streams",
        "read within a second %",
        "in the first frame %",
        "median ms",
        "p95 ms",
        "later or never",
    ];
    let mut table = Table::new(&heads);
    for (name, all) in &troubles {
        let share = |is: &dyn Fn(&Played) -> bool| {
            let count = all.iter().filter(|p| is(p)).count();
            format!("{:.1}", count as f64 / all.len() as f64 * 100.0)
        };
        let ms: Vec<f64> = all.iter().map(|p| p.first.unwrap_or(LENGTH)).collect();
        table.row(
            name,
            &[
                all.len().to_string(),
                share(&Played::soon),
                share(&|p| p.first.is_some() && p.frames == 1),
                format!("{:.0}", median(&ms)),
                format!("{:.0}", at(&ms, 0.95)),
                all.iter().filter(|p| !p.soon()).count().to_string(),
            ],
        );
    }
    let late = if late.is_empty() {
        "All of them are.".to_owned()
    } else {
        format!("Not in time:\n\n{}", late.join("\n"))
    };
    Ok(format!(
        "### The first read of a stream\n\n\
         Each webcam picture that is read as a single picture ({unread} are not) is played {streams} times over at 30 frames a second, each frame \
         moved (1 px), turned (1°), scaled (1 %) and made noisy (2 levels) a little otherwise. A frame costs what the look \
         and the picture for the page take; while that is longer than a frame lasts, frames go by. Goal: what is read as a \
         single picture is read live within a second. Wrong texts: {wrong}.\n\n{}\n{late}",
        table.text()
    ))
}
