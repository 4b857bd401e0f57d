//! Reads symbols module by module: poses the known modules of every version on the grey picture, samples each module at
//! several places, takes out blur and bends, and decodes with what is unsure as erasures.

mod cuts;
mod finders;
mod fit;
mod model;
mod plane;
mod pose;
mod reed_solomon;
mod soft;
mod symbol;

use std::sync::LazyLock;

use zeroize::Zeroizing;

use crate::bits;
use crate::cascade::Fuel;
use crate::geometry::{Bounds, Point, Quad};
use crate::hint::Suspect;
use crate::reading::{Symbol, SymbolText};
use crate::{Frame, filters, resample};
use finders::{Finder, Three};
use model::Model;
use plane::Plane;
use pose::{Bent, Pose};
use symbol::{Patience, Soft};

/// Poses that agree less with what every symbol has are not sampled.
const LEAST_AGREEMENT: f32 = 0.5;
/// Versions that are posed for one three.
const SIZES: usize = 5;
/// Versions that are sampled: those whose worth is as good as the best but for this.
const NEARLY: f32 = 0.15;
/// Share of the modules of three finder patterns that are as they should be, for a quick look to be sure.
const SURE: f32 = 0.8;
/// The same for a single finder pattern.
const CLEAR_SHARE: f32 = 0.74;
/// How far from its finder pattern the code is taken to reach, modules: all of a code of version 5; larger ones have
/// more finder patterns in sight.
const REACH: f32 = 42.0;
/// So clear are the finder patterns of a symbol, even of one that cannot be read.
const CERTAIN: f32 = 0.6;
/// Steps each way, of 0.6 modules, in which a missing finder pattern is sought.
const SEEK: i32 = 8;
/// Threes of a part of a live frame that are tried.
const LIVE_THREES: usize = 2;

static MODELS: LazyLock<Vec<Model>> = LazyLock::new(|| (1..=40).filter_map(Model::of).collect());

/// Planes of one frame, each made when it is first needed.
struct Planes<'a> {
    frame: &'a Frame,
    made: Vec<(i32, bool, Option<Plane>)>,
}

impl<'a> Planes<'a> {
    fn of_frame(frame: &'a Frame) -> Planes<'a> {
        Planes {
            frame,
            made: Vec::new(),
        }
    }

    fn of(&mut self, module: f32, inverted: bool) -> Option<&Plane> {
        // A plane for each half octave of sizes.
        let class = (module.max(2.0).log2() * 2.0).round() as i32;
        let at = self
            .made
            .iter()
            .position(|m| (m.0, m.1) == (class, inverted));
        let at = at.unwrap_or_else(|| {
            let plane = Plane::of(self.frame, 2f32.powf(class as f32 / 2.0), inverted);
            self.made.push((class, inverted, plane));
            self.made.len() - 1
        });
        self.made[at].2.as_ref()
    }
}

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
        turned(finder.middle, finder.module, seen) >= 2.0 * CLEAR_SHARE - 1.0
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
    let mut planes = Planes::of_frame(part);
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
    let mut planes = Planes::of_frame(frame);
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
        planes
            .of(finder.module, finder.inverted)
            .map_or(0.0, |plane| alone(plane, finder))
    });
    let missing: Vec<Finder> = finders::missing(&finders)
        .into_iter()
        .filter_map(|(guess, along)| {
            fuel.ask_patience();
            sought(planes, &guess, along)
        })
        .filter(|found| !finders.iter().any(|f| f.is_at(found.middle)))
        .collect();
    finders.extend(missing);
    finders::threes(&finders, |three| {
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
        if let Some(plane) = planes.of(three.module, three.inverted) {
            symbols.extend(one(plane, &three, fuel));
        }
    }
    symbols
}

/// How clearly the finder patterns of a three are seen, at the likeliest size of the symbol.
fn clear(plane: &Plane, three: &Three) -> f32 {
    let corners = three.parallelogram().map(|p| plane.to_plane(p));
    likely(three)
        .map(|model| fit::corners(model, plane, &Pose::new(corners, model.size)))
        .fold(0.0, f32::max)
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

/// The place near a guess that looks most like a finder pattern whose sides lie along and across a direction.
fn sought(planes: &mut Planes<'_>, guess: &Finder, along: Point) -> Option<Finder> {
    let plane = planes.of(guess.module, guess.inverted)?;
    let module = guess.module / plane.scale();
    let middle = plane.to_plane(guess.middle);
    let steps = -SEEK..=SEEK;
    let places = steps
        .clone()
        .flat_map(|v| steps.clone().map(move |u| (u, v)));
    let (clear, place) = places
        .map(|(u, v)| {
            let step = module * 0.6;
            let place = middle.moved(u as f32 * step, v as f32 * step);
            (template(place, module, along, |p| plane.level_at(p)), place)
        })
        .max_by(|a, b| a.0.total_cmp(&b.0))?;
    Some(Finder {
        middle: plane.to_frame(place),
        clear,
        ..*guess
    })
}

/// How clearly a finder pattern is seen on a plane.
fn alone(plane: &Plane, finder: &Finder) -> f32 {
    let middle = plane.to_plane(finder.middle);
    turned(middle, finder.module / plane.scale(), |p| plane.level_at(p))
}

/// How well what is seen around a place agrees with a finder pattern and its quiet zone, turned as suits best.
fn turned(middle: Point, module: f32, seen: impl Fn(Point) -> f32) -> f32 {
    (0..6)
        .map(|turn| {
            let (y, x) = (turn as f32 * std::f32::consts::PI / 12.0).sin_cos();
            template(middle, module, Point { x, y }, &seen)
        })
        .fold(0.0, f32::max)
}

/// The same for one direction (of length 1) of the sides.
fn template(middle: Point, module: f32, along: Point, seen: impl Fn(Point) -> f32) -> f32 {
    let mut sum = 0.0;
    for v in -4..=4i32 {
        for u in -4..=4i32 {
            let ring = u.abs().max(v.abs());
            let sign = if ring == 2 || ring == 4 { 1.0 } else { -1.0 };
            let (x, y) = (u as f32 * module, v as f32 * module);
            sum += sign * seen(middle.moved(x * along.x - y * along.y, x * along.y + y * along.x));
        }
    }
    sum / 81.0
}

/// The symbol of a three, if it can be read.
fn one(plane: &Plane, three: &Three, fuel: &Fuel<'_>) -> Option<Symbol> {
    let middles = three.middles.map(|p| plane.to_plane(p));
    let corners = three.parallelogram().map(|p| plane.to_plane(p));
    // The finder patterns alone tell the size to within a version or two.
    let mut sizes: Vec<(f32, &Model)> = likely(three)
        .map(|model| {
            (
                fit::corners(model, plane, &Pose::new(corners, model.size)),
                model,
            )
        })
        .collect();
    sizes.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut fits: Vec<(&Model, Pose, f32)> = sizes
        .into_iter()
        .take(SIZES)
        .map(|(_, model)| {
            let (pose, worth) = fit::pose(model, plane, middles);
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
    let first = |all: &[Soft], patience| {
        all.iter()
            .find_map(|soft| symbol::decode(model, soft, patience))
    };
    first(&flat, Patience::Errors)
        .or_else(|| {
            fuel.ask_patience();
            let bent = seen(model, plane, &fit::bent(model, plane, pose));
            first(&bent, Patience::Errors).or_else(|| first(&bent, Patience::Erasures))
        })
        .or_else(|| {
            fuel.ask_patience();
            first(&flat, Patience::Erasures)
        })
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
