//! From what was sampled of each module to light or dark, by several rules.

use zeroize::Zeroizing;

use super::plane::boxed;
use super::symbol::Soft;

/// Modules each way over which light and dark are compared.
const AROUND: usize = 3;
/// Rounds of the equaliser.
const ROUNDS: usize = 4;

/// Against the middle between the lightest and the darkest module around.
pub(super) fn between(grey: &[f32], size: usize) -> Soft {
    let low = spread_out(grey, size, f32::min);
    let high = spread_out(grey, size, f32::max);
    let whole = high.iter().zip(&low).map(|(h, l)| h - l).sum::<f32>() / grey.len() as f32;
    Zeroizing::new(
        grey.iter()
            .zip(low.iter().zip(&high))
            .map(|(g, (l, h))| {
                (g - f32::midpoint(*l, *h)) * 2.0 / (h - l).max(whole * 0.4).max(1.0)
            })
            .collect(),
    )
}

/// The extreme of the neighbourhood, smoothed.
fn spread_out(grey: &[f32], size: usize, pick: fn(f32, f32) -> f32) -> Vec<f32> {
    let along = |values: &[f32], step: usize| -> Vec<f32> {
        (0..size * size)
            .map(|at| {
                let place = at / step % size;
                let base = at - place * step;
                (place.saturating_sub(AROUND)..=(place + AROUND).min(size - 1))
                    .map(|p| values[base + p * step])
                    .reduce(pick)
                    .unwrap_or_default()
            })
            .collect()
    };
    let across = along(grey, 1);
    let both = along(&across, size);
    boxed(&both, size, size, AROUND - 1)
}

/// Against the mean of the modules closest by, in the mean deviation of the whole symbol: what glare or shadow washed
/// out stays weak.
pub(super) fn fine(grey: &[f32], size: usize) -> Soft {
    let mean = boxed(grey, size, size, 2);
    let whole = grey
        .iter()
        .zip(&mean)
        .map(|(g, m)| (g - m).abs())
        .sum::<f32>()
        / grey.len() as f32;
    let whole = whole.max(0.5);
    Zeroizing::new(
        grey.iter()
            .zip(&mean)
            .map(|(g, m)| (g - m) / whole)
            .collect(),
    )
}

/// Takes out of each module what its eight neighbours shine into it: the blur's weights are estimated from what is
/// decided so far, then each module is decided anew (decision feedback).
pub(super) fn equalised(soft: &Soft, size: usize) -> Soft {
    let mut bits: Vec<f32> = soft.iter().map(|&s| sign(s)).collect();
    let mut out = soft.clone();
    for _ in 0..ROUNDS {
        let Some(weights) = weights(soft, &bits, size) else {
            return out;
        };
        if weights[4] < 0.05 {
            return out;
        }
        for v in 0..size {
            for u in 0..size {
                let around = neighbours(&bits, size, u, v);
                let mut rest = soft[v * size + u] - weights[9];
                for (i, (w, b)) in weights.iter().zip(around).enumerate() {
                    if i != 4 {
                        rest -= w * b;
                    }
                }
                out[v * size + u] = rest / weights[4];
            }
        }
        let next: Vec<f32> = out.iter().map(|&s| sign(s)).collect();
        if next == bits {
            break;
        }
        bits = next;
    }
    out
}

fn sign(s: f32) -> f32 {
    if s < 0.0 { -1.0 } else { 1.0 }
}

/// The nine modules around one, light outside of the symbol.
fn neighbours(bits: &[f32], size: usize, u: usize, v: usize) -> [f32; 9] {
    std::array::from_fn(|i| {
        let (x, y) = ((u + i % 3).wrapping_sub(1), (v + i / 3).wrapping_sub(1));
        if x < size && y < size {
            bits[y * size + x]
        } else {
            1.0
        }
    })
}

/// Least squares for nine weights and a constant.
fn weights(soft: &Soft, bits: &[f32], size: usize) -> Option<[f32; 10]> {
    let mut normal = [[0f64; 11]; 10];
    for v in 0..size {
        for u in 0..size {
            let around = neighbours(bits, size, u, v);
            let x: [f64; 10] =
                std::array::from_fn(|i| if i < 9 { f64::from(around[i]) } else { 1.0 });
            let y = f64::from(soft[v * size + u]);
            for i in 0..10 {
                for j in 0..10 {
                    normal[i][j] += x[i] * x[j];
                }
                normal[i][10] += x[i] * y;
            }
        }
    }
    // Gauss with pivots; a little on the diagonal keeps it solvable.
    let ridge = (size * size) as f64 * 1e-3;
    for (i, row) in normal.iter_mut().enumerate() {
        row[i] += ridge;
    }
    for i in 0..10 {
        let pivot = (i..10).max_by(|&a, &b| normal[a][i].abs().total_cmp(&normal[b][i].abs()))?;
        normal.swap(i, pivot);
        if normal[i][i].abs() < 1e-9 {
            return None;
        }
        for j in 0..10 {
            if j != i {
                let factor = normal[j][i] / normal[i][i];
                let from = normal[i];
                for (to, from) in normal[j].iter_mut().zip(from).skip(i) {
                    *to -= factor * from;
                }
            }
        }
    }
    Some(std::array::from_fn(|i| {
        (normal[i][10] / normal[i][i]) as f32
    }))
}

/// Against the middle between the light and the dark modules around, each a smooth field through what is held for light
/// and for dark so far: glare and shadows are smooth, modules are not. Where both fields meet, nothing is sure.
pub(super) fn separated(start: &Soft, grey: &[f32], size: usize) -> Soft {
    let mut out = start.clone();
    for _ in 0..ROUNDS {
        let field = |light: bool| -> Vec<f32> {
            let mut weights = vec![0f32; grey.len()];
            let mut values = vec![0f32; grey.len()];
            for (at, (&soft, &g)) in out.iter().zip(grey).enumerate() {
                if (soft >= 0.0) == light {
                    let weight = 0.1 + soft.abs().min(1.0);
                    weights[at] = weight;
                    values[at] = weight * g;
                }
            }
            let smooth = |v: &[f32]| {
                let once = boxed(v, size, size, 2);
                boxed(&once, size, size, 1)
            };
            let far = |v: &[f32]| boxed(v, size, size, 6);
            let (near_v, near_w) = (smooth(&values), smooth(&weights));
            let (far_v, far_w) = (far(&values), far(&weights));
            // Where there are none nearby, those further away.
            (0..grey.len())
                .map(|at| {
                    (near_v[at] + 0.05 * far_v[at]) / (near_w[at] + 0.05 * far_w[at]).max(1e-6)
                })
                .collect()
        };
        let (light, dark) = (field(true), field(false));
        let whole = light
            .iter()
            .zip(&dark)
            .map(|(l, d)| (l - d).max(0.0))
            .sum::<f32>()
            / grey.len() as f32;
        for (at, o) in out.iter_mut().enumerate() {
            let apart = (light[at] - dark[at]).max(whole * 0.35).max(1.0);
            *o = (grey[at] - f32::midpoint(light[at], dark[at])) * 2.0 / apart;
        }
    }
    out
}
