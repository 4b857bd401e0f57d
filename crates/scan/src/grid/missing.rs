//! Where a finder pattern must be that glare, dirt or noise hides.

use super::finders::Finder;
use super::plane::Planes;
use super::template::template;
use super::threes;
use crate::geometry::Point;

/// Clear enough to ask where the others of the same symbol are, and how many are asked about.
const SURE_ALONE: f32 = 0.5;
const MOST_SURE: usize = 6;
/// How many of them may be far from where they are expected, how far as a share of the leg, and how far at most.
const MOST_FAR: usize = 3;
const TILT: f32 = 0.22;
const MOST_REACH: f32 = 16.0;
/// How far each way, and in what steps, a missing finder pattern is sought, modules.
const SEEK: f32 = 4.8;
const SEEK_STEP: f32 = 0.6;
/// The steps of a search further away.
const FAR_STEP: f32 = 0.8;
/// Where the third finder pattern of each two clear ones may be that glare, dirt or noise hides.
pub(super) struct Missing {
    /// Where it is if the symbol is not tilted.
    pub guess: Finder,
    /// The direction of the symbol's sides, of length 1.
    pub along: Point,
    /// How far from there a tilt may put it, modules; of the clearest only, as it is dear to look so far.
    pub reach: Option<f32>,
}

pub(super) fn all(finders: &[Finder]) -> Vec<Missing> {
    let sure: Vec<&Finder> = finders
        .iter()
        .filter(|f| f.clear > SURE_ALONE)
        .take(MOST_SURE)
        .collect();
    let mut guesses = Vec::new();
    for (nth, a) in sure.iter().enumerate() {
        for (other, b) in sure.iter().enumerate().skip(nth + 1) {
            let leg = Point {
                x: b.middle.x - a.middle.x,
                y: b.middle.y - a.middle.y,
            };
            let long = leg.x.hypot(leg.y);
            let module = f32::midpoint(a.module, b.module);
            let ratio = a.module / b.module;
            if a.inverted != b.inverted
                || !(0.6..1.67).contains(&ratio)
                || !threes::LEG.contains(&(long / module))
            {
                continue;
            }
            let along = leg.scaled(1.0 / long);
            let reach = (other < MOST_FAR).then(|| (long / module * TILT).min(MOST_REACH));
            // Half a right angle on, for those that lie across.
            let (s, d) = (along.x + along.y, along.y - along.x);
            let across = Point { x: s, y: d }.scaled(std::f32::consts::FRAC_1_SQRT_2);
            let mut guess = |from: Point, x: f32, y: f32, along: Point| {
                let finder = Finder {
                    middle: from.moved(x, y),
                    module,
                    inverted: a.inverted,
                    seen: 1,
                    clear: 0.0,
                };
                guesses.push(Missing {
                    guess: finder,
                    along,
                    reach,
                });
            };
            for side in [1.0, -1.0] {
                guess(a.middle, -leg.y * side, leg.x * side, along);
                guess(b.middle, -leg.y * side, leg.x * side, along);
                let half = leg.scaled(0.5);
                guess(
                    a.middle,
                    half.x - half.y * side,
                    half.y + half.x * side,
                    across,
                );
            }
        }
    }
    guesses
}

impl Missing {
    /// The places near a guess, and further away, that look most like a finder pattern whose sides lie along and across a
    /// direction.
    pub fn sought(&self, planes: &mut Planes<'_>) -> Vec<Finder> {
        let guess = &self.guess;
        let quick = planes.quick;
        let Some(plane) = planes.of(guess.module, guess.inverted) else {
            return Vec::new();
        };
        let module = guess.module / plane.scale();
        let middle = plane.to_plane(guess.middle);
        let best = |reach: f32, step: f32| {
            let steps = (reach / step) as i32;
            let places = (-steps..=steps).flat_map(|v| (-steps..=steps).map(move |u| (u, v)));
            let side = step * module;
            places
                .map(|(u, v)| {
                    let place = middle.moved(u as f32 * side, v as f32 * side);
                    let clear = template(place, module, self.along, |p| plane.level_at(p));
                    (clear, place)
                })
                .max_by(|a, b| a.0.total_cmp(&b.0))
        };
        let near = best(SEEK, SEEK_STEP);
        let reach = self.reach.filter(|&reach| !quick && reach > SEEK);
        let further = reach.and_then(|reach| best(reach, FAR_STEP));
        near.into_iter()
            .chain(further)
            .map(|(clear, place)| Finder {
                middle: plane.to_frame(place),
                clear,
                ..*guess
            })
            .collect()
    }
}
