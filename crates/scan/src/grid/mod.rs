//! Reads symbols module by module: poses the known modules of every version on the grey picture, samples each module at
//! several places, takes out blur and bends, and decodes with what is unsure as erasures.

mod blobs;
mod cuts;
mod enrolment;
mod finders;
mod fit;
mod missing;
mod model;
mod plane;
mod pose;
mod reed_solomon;
mod soft;
mod symbol;
mod template;
mod threes;

use std::sync::LazyLock;

use zeroize::Zeroizing;

use crate::bits;
use crate::cascade::Fuel;
use crate::geometry::{Bounds, Point, Quad};
use crate::hint::Suspect;
use crate::reading::{Symbol, SymbolText};
use crate::{Frame, filters, resample};
use finders::Finder;
use model::Model;
use plane::{Plane, Planes};
use pose::{Bent, Pose};
use symbol::{Patience, Soft, Solver};
use threes::Three;

/// Poses that agree less with what every symbol has are not sampled.
const LEAST_AGREEMENT: f32 = 0.5;
/// Versions that are posed for one three, in a long look and in a quick one.
const SIZES: usize = 5;
const QUICK_SIZES: usize = 3;
/// Versions that are sampled: those whose worth is as good as the best but for this.
const NEARLY: f32 = 0.15;
/// Share of the modules of three finder patterns that are as they should be, for a quick look to be sure.
const SURE: f32 = 0.8;
/// How far from its finder pattern the code is taken to reach, modules: all of a code of version 5; larger ones have
/// more finder patterns in sight.
const REACH: f32 = 42.0;
/// So clear are the finder patterns of a symbol, even of one that cannot be read.
const CERTAIN: f32 = 0.6;
/// Threes of a part of a live frame that are tried.
const LIVE_THREES: usize = 2;

static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| (1..=40).filter_map(Model::of).collect());

/// What a quick look at a black and white frame sees.
pub(crate) struct Glance {
    /// Where the likeliest three finder patterns are, and whether they are light on dark.
    pub suspect: Option<(Suspect, bool)>,
    /// Around each clear finder pattern, as far as the code of one may reach, px.
    pub parts: Vec<Bounds>,
}

pub(crate) fn glance(bits: &bits::Bits) -> Glance {
    let dark = |p: Point, inverted: bool| bits.get(p.x, p.y) == Some(u8::from(!inverted));
    let clear = |finder: &Finder| {
        let seen = |p| if dark(p, finder.inverted) { -1.0 } else { 1.0 };
        template::turned(finder.middle, finder.module, seen).0 >= 2.0 * template::CLEAR_SHARE - 1.0
    };
    let sure = |three: &Three| {
        let corners = three.parallelogram();
        likely(three).any(|model| {
            let pose = Pose::new(corners, model.size);
            let right = model.known[..model.finder_modules]
                .iter()
                .filter(|k| {
                    let p = pose.at(f32::from(k.u) + 0.5, f32::from(k.v) + 0.5);
                    dark(p, three.inverted) == (k.sign < 0.0)
                })
                .count();
            right as f32 >= SURE * model.finder_modules as f32
        })
    };
    let (clear, three) = finders::quick(bits, clear, sure);
    // Where three make a code, that is where it is.
    let lone = |f: &&Finder| {
        !three
            .iter()
            .any(|three| three.middles.iter().any(|&middle| f.is_at(middle)))
    };
    let parts = clear.iter().filter(lone).map(|f| {
        let Point { x, y } = f.middle;
        let point = Bounds {
            left: x,
            top: y,
            right: x,
            bottom: y,
        };
        point.grown(f.module * REACH)
    });
    Glance {
        suspect: three.map(|three| (three.suspect(), three.inverted)),
        parts: parts.collect(),
    }
}

/// Reads a part of a live frame.
pub(crate) fn read_part(part: &Frame, fuel: &Fuel<'_>) -> Vec<Symbol> {
    let mut found = finders::Collection::default();
    let soft = filters::blurred(part, 1);
    for bits in [
        bits::hybrid(part),
        bits::local(&soft, 20, filters::noise(part).max(2.0) as u32),
    ] {
        finders::collect(&bits, 1.0, &mut found);
    }
    let mut planes = Planes::new(part, true);
    let mut threes = clearest(found.into_vec(), &mut planes, fuel);
    threes.truncate(LIVE_THREES);
    of_threes(threes, &mut planes, &[], fuel)
}

/// Reads what other stages did not: `known` are the symbols that they read. Where there are none, it adds to `suspects`
/// where finder patterns say that symbols are, the clearest first, whatever becomes of the reading.
pub(crate) fn read(
    frame: &Frame,
    known: &[Symbol],
    suspects: &mut Vec<Suspect>,
    fuel: &Fuel<'_>,
) -> Vec<Symbol> {
    let mut planes = Planes::new(frame, false);
    let threes = clearest(all_finders(frame, known, fuel), &mut planes, fuel);
    if known.is_empty() {
        let certain = threes.iter().filter(|t| t.clear > CERTAIN);
        suspects.extend(certain.map(Three::suspect));
    }
    of_threes(threes, &mut planes, known, fuel)
}

/// The threes of some finder patterns, the clearest first. The caller's patience is asked at each look at the picture.
fn clearest(finders: Vec<Finder>, planes: &mut Planes<'_>, fuel: &Fuel<'_>) -> Vec<Three> {
    let mut finders = finders::best(finders, |finder| {
        fuel.ask_patience();
        if let Some(plane) = planes.of(finder.module, finder.inverted) {
            template::measure(plane, finder);
        }
    });
    let missing: Vec<Finder> = missing::all(&finders)
        .into_iter()
        .flat_map(|missing| {
            fuel.ask_patience();
            missing.sought(planes)
        })
        .filter(|found| !finders.iter().any(|f| f.is_at(found.middle)))
        .collect();
    finders.extend(missing);
    threes::likeliest(&finders, planes.quick, |three| {
        fuel.ask_patience();
        planes
            .of(three.module, three.inverted)
            .map_or(0.0, |plane| clear(plane, three))
    })
}

/// Reads the symbols of some threes.
fn of_threes(
    threes: Vec<Three>,
    planes: &mut Planes<'_>,
    known: &[Symbol],
    fuel: &Fuel<'_>,
) -> Vec<Symbol> {
    let mut symbols: Vec<Symbol> = Vec::new();
    let taken = |symbols: &[Symbol], p: Point| {
        let mut all = known.iter().chain(symbols);
        all.any(|s| Quad { corners: s.corners }.bounds().contains(p))
    };
    for three in threes {
        fuel.ask_patience();
        if taken(&symbols, three.middle()) {
            continue;
        }
        let sizes = if planes.quick { QUICK_SIZES } else { SIZES };
        if let Some(plane) = planes.of(three.module, three.inverted) {
            symbols.extend(one(plane, &three, sizes, fuel));
        }
    }
    symbols
}

/// How clearly the finder patterns of a three are seen, at the likeliest size of the symbol.
fn clear(plane: &Plane, three: &Three) -> f32 {
    three
        .views()
        .map(|corners| {
            let corners = corners.map(|p| plane.to_plane(p));
            apart(likely(three))
                .map(|model| fit::corners(model, plane, &Pose::new(corners, model.size)))
                .fold(0.0, f32::max)
        })
        .into_iter()
        .fold(0.0, f32::max)
}

/// Of large versions only every other, or third: their finder patterns lie almost alike.
fn apart(models: impl Iterator<Item = &'static Model>) -> impl Iterator<Item = &'static Model> {
    let mut last = 0;
    models.filter(move |model| {
        let far = model.size * 100 >= last * 107;
        if far {
            last = model.size;
        }
        far
    })
}

/// The versions that a three may be of.
fn likely(three: &Three) -> impl Iterator<Item = &'static Model> {
    let modules = three.modules();
    MODELS
        .iter()
        .filter(move |m| (modules * 0.7 - 2.0..modules * 1.35 + 3.0).contains(&(m.size as f32)))
}

/// Where something was read already, one look is enough for the rest.
fn all_finders(frame: &Frame, known: &[Symbol], fuel: &Fuel<'_>) -> Vec<Finder> {
    let mut found = finders::Collection::default();
    let noise = filters::noise(frame);
    let mut look = |frame: &Frame, scale: f32, noise: f32| {
        let margin = (noise * 1.2).max(2.0) as u32;
        let soft = filters::blurred(frame, if noise > 8.0 { 2 } else { 1 });
        for frame in [frame, &soft] {
            fuel.ask_patience();
            let bits = bits::hybrid(frame);
            finders::collect(&bits, scale, &mut found);
            if !known.is_empty() {
                return;
            }
        }
        let bits = bits::local(&soft, 20, margin);
        finders::collect(&bits, scale, &mut found);
        finders::collect_middles(&bits, scale, &mut found);
    };
    if frame.pixels() < 700_000 && known.is_empty() {
        look(&resample::doubled(frame), 0.5, noise);
    }
    if frame.pixels() < 3_000_000 {
        look(frame, 1.0, noise);
    }
    for factor in [2, 3, 5] {
        if let Some(small) = resample::shrunk(frame, factor)
            && small.width().min(small.height()) > 100
        {
            look(&small, factor as f32, noise / factor as f32);
        }
    }
    let mut found = found.into_vec();
    found.retain(|f: &Finder| {
        !known
            .iter()
            .any(|s| Quad { corners: s.corners }.bounds().contains(f.middle))
    });
    found
}

/// The symbol of a three, if it can be read as one of the `most` likeliest sizes.
fn one(plane: &Plane, three: &Three, most: usize, fuel: &Fuel<'_>) -> Option<Symbol> {
    let views = three.views().map(|view| view.map(|p| plane.to_plane(p)));
    // The finder patterns alone tell the size to within a version or two.
    let mut sizes: Vec<(f32, &Model)> = likely(three)
        .map(|model| {
            let seen = views.map(|view| fit::corners(model, plane, &Pose::new(view, model.size)));
            (seen[0].max(seen[1]), model)
        })
        .collect();
    sizes.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut fits: Vec<(&Model, Pose, f32)> = sizes
        .into_iter()
        .take(most)
        .map(|(_, model)| {
            let (pose, worth) = fit::pose(model, plane, views);
            (model, pose, worth)
        })
        .collect();
    fits.sort_by(|a, b| b.2.total_cmp(&a.2));
    let best = fits.first()?.2;
    for (model, pose, worth) in fits {
        if worth < best - NEARLY || fit::agreement(model, plane, &pose) < LEAST_AGREEMENT {
            continue;
        }
        if let Some(text) = text(model, plane, pose, fuel) {
            return Some(Symbol {
                text,
                corners: pose.outline().map(|p| plane.to_frame(p)),
                stage: "",
            });
        }
    }
    None
}

/// Tries the cheap ways before the dear ones.
fn text(model: &Model, plane: &Plane, pose: Pose, fuel: &Fuel<'_>) -> Option<SymbolText> {
    let flat = seen(model, plane, &Bent::flat(pose, model.size));
    let mut solver = Solver::new(model);
    let mut first =
        |all: &[Soft], patience| all.iter().find_map(|soft| solver.decode(soft, patience));
    if let Some(text) = first(&flat, Patience::Errors) {
        return Some(text);
    }
    fuel.ask_patience();
    let bent = seen(model, plane, &fit::bent(model, plane, pose));
    if let Some(text) = first(&bent, Patience::Errors).or_else(|| first(&bent, Patience::Erasures))
    {
        return Some(text);
    }
    fuel.ask_patience();
    first(&flat, Patience::Erasures)
}

/// What is seen of the modules, by each rule.
fn seen(model: &Model, plane: &Plane, bent: &Bent) -> Vec<Soft> {
    let levels: Soft = Zeroizing::new(bent.sample(model.size, plane, Plane::level_at));
    let grey = Zeroizing::new(bent.sample(model.size, plane, Plane::grey_at));
    let between = soft::between(&grey, model.size);
    let equalised = soft::equalised(&levels, model.size);
    let both = soft::equalised(&between, model.size);
    let fine = soft::fine(&grey, model.size);
    let separated = soft::separated(&fine, &grey, model.size);
    vec![levels, between, equalised, both, fine, separated]
}
