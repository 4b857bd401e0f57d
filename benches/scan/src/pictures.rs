//! The pictures that are read: the corpus beside the checkout, or where there is none a set that is drawn.

use std::path::PathBuf;

use anyhow::{Context as _, Result};
use scan::{Frame, picture};

use crate::common::{self, Drawing, URI, code, draw, same};
use crate::drawn;

/// One picture and its truth.
pub struct Picture {
    pub name: String,
    pub category: String,
    pub expected: Vec<String>,
    /// So many further codes of unknown text are in it.
    pub unknown: u32,
    source: Source,
}

enum Source {
    File(PathBuf),
    Drawn(Box<dyn Fn() -> Frame>),
}

/// Pictures, and whether they are the drawn ones.
pub struct Set {
    pub pictures: Vec<Picture>,
    pub drawn: bool,
}

impl Picture {
    pub fn frame(&self) -> Result<Frame> {
        match &self.source {
            Source::File(path) => picture::read(&std::fs::read(path)?)
                .with_context(|| format!("{} is no picture", self.name)),
            Source::Drawn(draw) => Ok(draw()),
        }
    }

    /// The part of its codes that the texts name.
    pub fn share(&self, texts: &[String]) -> f64 {
        let found = self
            .expected
            .iter()
            .filter(|e| texts.iter().any(|t| same(e, t)));
        found.count() as f64 / self.expected.len().max(1) as f64
    }

    /// Texts that are on it as far as anybody knows count, and as many more as it has unknown codes.
    pub fn made_up(&self, texts: &[String]) -> usize {
        let known = |t: &String| self.expected.iter().any(|e| same(e, t));
        let strange = texts.iter().filter(|t| !known(t)).count();
        strange.saturating_sub(self.unknown as usize)
    }
}

/// How much is measured.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// Every fourth picture, fewer rounds.
    pub quick: bool,
    /// The drawn pictures although there is a corpus.
    pub drawn: bool,
}

/// The pictures of a run.
pub fn set(extent: Extent) -> Set {
    let step = if extent.quick { 4 } else { 1 };
    let corpus = if extent.drawn { None } else { common::corpus() };
    let drawn = corpus.is_none();
    let all = match corpus {
        Some(entries) => entries.into_iter().map(of_corpus).collect(),
        None => own(),
    };
    Set {
        pictures: all.into_iter().step_by(step).collect(),
        drawn,
    }
}

fn of_corpus(entry: common::Entry) -> Picture {
    Picture {
        name: entry.name,
        category: entry.category,
        expected: entry.expected,
        unknown: entry.unknown,
        source: Source::File(entry.path),
    }
}

fn own() -> Vec<Picture> {
    let plain = Drawing::plain(1280, 720, 6.0);
    let mut drawings = Vec::new();
    for n in 0..12 {
        let step = n as f32;
        let size = Drawing::plain(1280, 720, 3.0 + step * 0.6);
        drawings.extend([
            ("plain", size),
            (
                "turned",
                Drawing {
                    turn: step * 15.0,
                    ..size
                },
            ),
            (
                "tilted",
                Drawing {
                    tilt: 0.03 * step,
                    turn: 10.0 * step,
                    ..size
                },
            ),
            ("blurred", Drawing { blur: n, ..plain }),
            (
                "faint",
                Drawing {
                    dark: 120,
                    light: 124 + n as u8 * 6,
                    ..plain
                },
            ),
            (
                "inverted",
                Drawing {
                    dark: 235,
                    light: 20,
                    turn: step * 9.0,
                    ..size
                },
            ),
            (
                "small",
                Drawing {
                    module: 1.4 + step * 0.15,
                    ..plain
                },
            ),
        ]);
    }
    let codes = drawings
        .into_iter()
        .enumerate()
        .map(|(n, (kind, drawing))| Picture {
            name: format!("drawn/{kind}/{n}"),
            category: format!("drawn/{kind}"),
            expected: vec![URI.to_owned()],
            unknown: 0,
            source: Source::Drawn(Box::new(move || draw(&code(URI), &drawing).0)),
        });
    let names = drawn::without_code()
        .into_iter()
        .map(|(name, _)| name)
        .enumerate();
    let none = names.map(|(n, name)| Picture {
        name: format!("drawn/none/{name}"),
        category: "drawn/none".to_owned(),
        expected: Vec::new(),
        unknown: 0,
        source: Source::Drawn(Box::new(move || drawn::without_code().swap_remove(n).1)),
    });
    codes.chain(none).collect()
}
