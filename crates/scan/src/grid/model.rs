//! What is the same in every symbol of a version (ISO/IEC 18004, 6.3): finder, timing and alignment patterns.

use rxing::qrcode::common::{Version, VersionRef};

/// A module whose colour is known.
#[derive(Clone, Copy)]
pub(super) struct Known {
    pub u: u8,
    pub v: u8,
    /// 1 light, -1 dark.
    pub sign: f32,
    /// How much it says about the pose.
    pub weight: f32,
}

/// A version of the symbol.
pub(super) struct Model {
    pub version: VersionRef,
    /// Modules each way.
    pub size: usize,
    /// The modules whose colours are known.
    pub known: Vec<Known>,
    /// Some of them: enough to find the fourth corner by.
    pub coarse: Vec<Known>,
    /// How many of them are those of the finder patterns; they come first.
    pub finder_modules: usize,
    /// 1 where a module holds no data, row by row.
    pub function: Vec<u8>,
    /// Some modules that hold data, spread evenly.
    pub spread: Vec<(u8, u8)>,
}

/// Finder patterns are large and found already; timing and alignment patterns tell the size and the tilt.
const FINDER_WEIGHT: f32 = 0.5;
const TIMING_WEIGHT: f32 = 1.0;
const ALIGNMENT_WEIGHT: f32 = 1.0;
const LAST_ALIGNMENT_WEIGHT: f32 = 2.5;
/// How many modules with data take part in a fit.
const SPREAD: usize = 160;

impl Model {
    /// The model of a version from 1 to 40.
    pub fn of(number: usize) -> Option<Model> {
        let version = Version::getVersionForNumber(number as u32).ok()?;
        let size = 17 + 4 * number;
        let mut model = Model {
            version,
            size,
            known: Vec::new(),
            coarse: Vec::new(),
            finder_modules: 0,
            function: vec![0; size * size],
            spread: Vec::new(),
        };
        model.finders();
        model.finder_modules = model.known.len();
        model.alignments();
        for i in 8..size - 8 {
            let sign = if i % 2 == 0 { -1.0 } else { 1.0 };
            model.know(i, 6, sign, TIMING_WEIGHT);
            model.know(6, i, sign, TIMING_WEIGHT);
        }
        let (finders, rest) = model.known.split_at(model.finder_modules);
        model.coarse = finders
            .iter()
            .step_by(6)
            .chain(rest.iter().step_by(1 + rest.len() / 150))
            .copied()
            .collect();
        model.formats(number);
        model.spread();
        Some(model)
    }

    fn know(&mut self, u: usize, v: usize, sign: f32, weight: f32) {
        let taken = &mut self.function[v * self.size + u];
        if *taken == 0 {
            *taken = 1;
            self.known.push(Known {
                u: u as u8,
                v: v as u8,
                sign,
                weight,
            });
        }
    }

    fn finders(&mut self) {
        let far = self.size as i32 - 7;
        for (left, top) in [(0, 0), (far, 0), (0, far)] {
            for dv in -1..8i32 {
                for du in -1..8i32 {
                    let (u, v) = (left + du, top + dv);
                    let inside = 0..self.size as i32;
                    if !inside.contains(&u) || !inside.contains(&v) {
                        continue;
                    }
                    let ring = (du - 3).abs().max((dv - 3).abs());
                    let sign = if ring == 2 || ring == 4 { 1.0 } else { -1.0 };
                    self.know(u as usize, v as usize, sign, FINDER_WEIGHT);
                }
            }
        }
    }

    fn alignments(&mut self) {
        let centres = self.version.getAlignmentPatternCenters();
        let Some(&last) = centres.last() else { return };
        for &cv in centres {
            for &cu in centres {
                let corner = (cu == 6 && (cv == 6 || cv == last)) || (cu == last && cv == 6);
                if corner {
                    continue;
                }
                let weight = if cu == last && cv == last {
                    LAST_ALIGNMENT_WEIGHT
                } else {
                    ALIGNMENT_WEIGHT
                };
                for dv in 0..5usize {
                    for du in 0..5usize {
                        let ring = du.abs_diff(2).max(dv.abs_diff(2));
                        let sign = if ring == 1 { 1.0 } else { -1.0 };
                        self.know(cu as usize + du - 2, cv as usize + dv - 2, sign, weight);
                    }
                }
            }
        }
    }

    /// Format and version information: not data, and not known.
    fn formats(&mut self, number: usize) {
        let n = self.size;
        let mut take = |u: usize, v: usize| self.function[v * n + u] = 1;
        for i in 0..9 {
            take(i, 8);
            take(8, i);
        }
        for i in 0..8 {
            take(n - 1 - i, 8);
            take(8, n - 1 - i);
        }
        if number >= 7 {
            for i in 0..18 {
                take(n - 11 + i % 3, i / 3);
                take(i / 3, n - 11 + i % 3);
            }
        }
    }

    fn spread(&mut self) {
        let free: Vec<(u8, u8)> = (0..self.size * self.size)
            .filter(|&at| self.function[at] == 0)
            .map(|at| ((at % self.size) as u8, (at / self.size) as u8))
            .collect();
        let step = (free.len() / SPREAD).max(1) | 1;
        self.spread = free.into_iter().step_by(step).collect();
    }
}
