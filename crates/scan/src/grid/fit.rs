//! Finds the pose in which the modules that every symbol has lie where they are seen.

use super::model::{Known, Model};
use super::plane::Plane;
use super::pose::{Bent, KNOTS, Pose};
use crate::geometry::{Point, Quad};

/// How much the contrast of modules with data counts beside the known modules.
const SPREAD_WEIGHT: f32 = 0.35;
/// How far the fourth corner may lie from where it would make a parallelogram, as a share of the side.
const TILT: f32 = 0.3;
/// The most steps each way of the search for it.
const MOST_STEPS: i32 = 7;
/// Steps each way around where the sizes of the modules say that it lies, and how long each is, modules.
const NEAR_STEPS: i32 = 4;
const NEAR_STEP: f32 = 1.25;
/// What a bend costs: the square of the difference of neighbours, modules.
const STIFFNESS: f32 = 0.25;

/// How well a pose agrees with what is seen: about 1 for a clean symbol, 0 for chance.
pub(super) fn agreement(model: &Model, plane: &Plane, pose: &Pose) -> f32 {
    agreement_of(&model.known, plane, pose)
}

fn agreement_of(known: &[Known], plane: &Plane, pose: &Pose) -> f32 {
    let (mut sum, mut all) = (0.0, 0.0);
    for k in known {
        let p = pose.at(f32::from(k.u) + 0.5, f32::from(k.v) + 0.5);
        sum += k.weight * k.sign * plane.level_at(p);
        all += k.weight;
    }
    sum / all
}

/// As [`agreement`], of the finder patterns alone.
pub(super) fn corners(model: &Model, plane: &Plane, pose: &Pose) -> f32 {
    let finders = &model.known[..model.finder_modules];
    let sum: f32 = finders
        .iter()
        .map(|k| k.sign * plane.level_at(pose.at(f32::from(k.u) + 0.5, f32::from(k.v) + 0.5)))
        .sum();
    sum / finders.len() as f32
}

fn worth(model: &Model, plane: &Plane, pose: &Pose) -> f32 {
    agreement(model, plane, pose) + SPREAD_WEIGHT * contrast(model, plane, pose, 1)
}

/// As [`worth`], from fewer modules.
fn roughly(model: &Model, plane: &Plane, pose: &Pose) -> f32 {
    agreement_of(&model.coarse, plane, pose) + SPREAD_WEIGHT * contrast(model, plane, pose, 2)
}

/// How far from neither light nor dark the modules with data are.
fn contrast(model: &Model, plane: &Plane, pose: &Pose, every: usize) -> f32 {
    let modules = model.spread.iter().step_by(every);
    let count = modules.len();
    let sum: f32 = modules
        .map(|&(u, v)| {
            plane
                .level_at(pose.at(f32::from(u) + 0.5, f32::from(v) + 0.5))
                .abs()
        })
        .sum();
    sum / count as f32
}

/// The best pose for a symbol on the plane, and its worth: `views` are the symbol as a parallelogram, and as it may be
/// tilted.
pub(super) fn pose(model: &Model, plane: &Plane, views: [[Point; 4]; 2]) -> (Pose, f32) {
    let [a, b, square, d] = views[0];
    let across = model.size as f32 - 7.0;
    // One module along each side.
    let along = |p: Point| Point {
        x: (p.x - a.x) / across,
        y: (p.y - a.y) / across,
    };
    let (eu, ev) = (along(b), along(d));
    let reach = TILT * across;
    let steps = ((reach / NEAR_STEP) as i32).clamp(1, MOST_STEPS);
    let step = reach / steps as f32;
    let mut best = (Pose::new(views[0], model.size), f32::MIN);
    let around = |middle: Point, steps: i32, step: f32| {
        (-steps..=steps).flat_map(move |i| {
            (-steps..=steps).map(move |j| {
                let (s, t) = (i as f32 * step, j as f32 * step);
                middle.moved(eu.x * s + ev.x * t, eu.y * s + ev.y * t)
            })
        })
    };
    let far = around(square, steps, step);
    for c in far.chain(around(views[1][2], NEAR_STEPS, NEAR_STEP)) {
        let corners = [a, b, c, d];
        if !(Quad { corners }).is_convex() {
            continue;
        }
        let pose = Pose::new(corners, model.size);
        let moved = ((c.x - square.x).abs() + (c.y - square.y).abs()) / (eu.x.hypot(eu.y) * across);
        let worth = roughly(model, plane, &pose) - 0.01 * moved;
        if worth > best.1 {
            best = (pose, worth);
        }
    }
    polished(model, plane, best, step.max(1.0))
}

/// Moves the corners as long as that helps, in smaller and smaller steps.
fn polished(model: &Model, plane: &Plane, start: (Pose, f32), first: f32) -> (Pose, f32) {
    let (mut best, mut most) = (start.0, worth(model, plane, &start.0));
    let across = model.size as f32 - 7.0;
    let c = best.corners;
    let module = ((c[1].x - c[0].x).hypot(c[1].y - c[0].y)
        + (c[3].x - c[0].x).hypot(c[3].y - c[0].y))
        / 2.0
        / across;
    let mut modules = first.min(2.0);
    while modules > 0.06 {
        let step = modules * module;
        for _ in 0..6 {
            let before = most;
            // The fourth corner is the least certain: first.
            for corner in [2, 0, 1, 3] {
                for (dx, dy) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
                    let mut corners = best.corners;
                    corners[corner].x += dx;
                    corners[corner].y += dy;
                    let pose = Pose::new(corners, model.size);
                    let worth = worth(model, plane, &pose);
                    if worth > most {
                        (best, most) = (pose, worth);
                    }
                }
            }
            if most - before < 1e-4 {
                break;
            }
        }
        modules /= 2.0;
    }
    (best, most)
}

/// Bends the symbol so that its modules are seen as clearly as can be.
pub(super) fn bent(model: &Model, plane: &Plane, pose: Pose) -> Bent {
    let mut bent = Bent::flat(pose, model.size);
    let span = model.size as f32 / (KNOTS - 1) as f32;
    let mut sign = vec![0f32; model.size * model.size];
    for k in &model.known {
        sign[usize::from(k.v) * model.size + usize::from(k.u)] = k.sign * (1.0 + k.weight);
    }
    for step in [1.0f32, 0.5, 0.25, 0.12] {
        for _ in 0..3 {
            let mut moved = false;
            for knot in 0..KNOTS * KNOTS {
                let middle = ((knot % KNOTS) as f32 * span, (knot / KNOTS) as f32 * span);
                let mut most =
                    local(model, plane, &bent, &sign, middle, span) - strain(&bent, knot);
                for (du, dv) in [(step, 0.0), (-step, 0.0), (0.0, step), (0.0, -step)] {
                    let old = bent.knots[knot];
                    bent.knots[knot] = (old.0 + du, old.1 + dv);
                    let worth =
                        local(model, plane, &bent, &sign, middle, span) - strain(&bent, knot);
                    if worth > most + 1e-5 {
                        most = worth;
                        moved = true;
                    } else {
                        bent.knots[knot] = old;
                    }
                }
            }
            if !moved {
                break;
            }
        }
    }
    bent
}

/// How clear the modules around a place are.
fn local(
    model: &Model,
    plane: &Plane,
    bent: &Bent,
    sign: &[f32],
    middle: (f32, f32),
    span: f32,
) -> f32 {
    let range = |m: f32| {
        let low = (m - span).max(0.0) as usize;
        low..((m + span).ceil() as usize).min(model.size)
    };
    let (mut sum, mut count) = (0.0, 0.0);
    for v in range(middle.1) {
        for u in range(middle.0) {
            let level = plane.level_at(bent.at(u as f32 + 0.5, v as f32 + 0.5));
            let known = sign[v * model.size + u];
            sum += if known == 0.0 {
                level.abs()
            } else {
                known * level
            };
            count += if known == 0.0 { 1.0 } else { known.abs() };
        }
    }
    sum / count
}

/// How far a control point is from the mean of its neighbours and from where it was.
fn strain(bent: &Bent, knot: usize) -> f32 {
    let (i, j) = ((knot % KNOTS) as i32, (knot / KNOTS) as i32);
    let here = bent.knots[knot];
    let (mut sum, mut count) = (0.0, 0.0);
    for (di, dj) in [(1, 0), (-1, 0), (0, 1), (0, -1)] {
        let (x, y) = (i + di, j + dj);
        if (0..KNOTS as i32).contains(&x) && (0..KNOTS as i32).contains(&y) {
            let there = bent.knots[(y * KNOTS as i32 + x) as usize];
            sum += (here.0 - there.0).powi(2) + (here.1 - there.1).powi(2);
            count += 1.0;
        }
    }
    STIFFNESS * sum / count * 0.25
}
