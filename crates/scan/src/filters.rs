//! Frames made easier to read: blurred, sharpened, with more contrast.

use crate::Frame;

/// The mean of the square of `2 * radius + 1` px around each pixel.
pub(crate) fn blurred(frame: &Frame, radius: usize) -> Frame {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let n = (2 * radius + 1) as u32;
    let mut middle = vec![0u16; w * h];
    for y in 0..h {
        let row = frame.row(y as u32);
        let at = |x: isize| u32::from(row[x.clamp(0, w as isize - 1) as usize]);
        let mut sum: u32 = (-(radius as isize)..=radius as isize).map(at).sum();
        for x in 0..w {
            middle[y * w + x] = sum as u16;
            sum += at(x as isize + radius as isize + 1);
            sum -= at(x as isize - radius as isize);
        }
    }
    let mut out = vec![0u8; w * h];
    let row = |y: isize| &middle[y.clamp(0, h as isize - 1) as usize * w..][..w];
    let mut sums = vec![0u32; w];
    for y in -(radius as isize)..=radius as isize {
        sums.iter_mut()
            .zip(row(y))
            .for_each(|(s, &v)| *s += u32::from(v));
    }
    for y in 0..h {
        for (o, &s) in out[y * w..][..w].iter_mut().zip(&sums) {
            *o = (s / (n * n)) as u8;
        }
        let (enter, leave) = (
            row((y + radius + 1) as isize),
            row(y as isize - radius as isize),
        );
        for ((s, &e), &l) in sums.iter_mut().zip(enter).zip(leave) {
            *s = *s + u32::from(e) - u32::from(l);
        }
    }
    Frame::trusted(frame.width(), frame.height(), out)
}

/// The noise of a frame: the median step from one pixel to the next but one, grey levels.
pub(crate) fn noise(frame: &Frame) -> f32 {
    let mut steps = [0u32; 256];
    for y in (0..frame.height()).step_by(4) {
        for three in frame.row(y).windows(3).step_by(3) {
            let bend = i32::from(three[0]) + i32::from(three[2]) - 2 * i32::from(three[1]);
            steps[(bend.unsigned_abs() / 2).min(255) as usize] += 1;
        }
    }
    let half = steps.iter().sum::<u32>() / 2;
    let mut seen = 0;
    let median = steps.iter().position(|&n| {
        seen += n;
        seen > half
    });
    median.unwrap_or(0) as f32
}

/// What differs from the neighbourhood made `amount` times stronger: an unsharp mask.
pub(crate) fn sharpened(frame: &Frame, radius: usize, amount: f32) -> Frame {
    let soft = blurred(&blurred(frame, radius), radius);
    let luma = frame
        .luma()
        .iter()
        .zip(soft.luma())
        .map(|(&v, &s)| {
            let v = f32::from(v);
            (v + amount * (v - f32::from(s))).clamp(0.0, 255.0) as u8
        })
        .collect();
    Frame::trusted(frame.width(), frame.height(), luma)
}

/// Tiles each way of [`equalised`].
const TILES: usize = 8;
/// The most that one level of a tile counts, as a multiple of the mean.
const CLIP: u32 = 3;

/// Contrast-limited adaptive histogram equalisation (Zuiderveld 1994): 8 × 8 tiles, bilinear between them.
pub(crate) fn equalised(frame: &Frame) -> Frame {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    if w < TILES * 4 || h < TILES * 4 {
        return Frame::trusted(frame.width(), frame.height(), frame.luma().to_vec());
    }
    let edge = |i: usize, side: usize| i * side / TILES;
    let mut maps = vec![[0u8; 256]; TILES * TILES];
    for ty in 0..TILES {
        for tx in 0..TILES {
            let mut levels = [0u32; 256];
            for y in edge(ty, h)..edge(ty + 1, h) {
                for &v in &frame.row(y as u32)[edge(tx, w)..edge(tx + 1, w)] {
                    levels[usize::from(v)] += 1;
                }
            }
            let total: u32 = levels.iter().sum();
            let limit = (total * CLIP / 256).max(1);
            let mut over = 0;
            for n in &mut levels {
                over += n.saturating_sub(limit);
                *n = (*n).min(limit);
            }
            let each = over / 256;
            let mut sum = 0u32;
            for (level, n) in levels.iter().enumerate() {
                sum += n + each;
                maps[ty * TILES + tx][level] =
                    (u64::from(sum) * 255 / u64::from(total)).min(255) as u8;
            }
        }
    }
    let mut out = Vec::with_capacity(w * h);
    let place = |i: usize, side: usize| {
        let t = (i as f32 + 0.5) * TILES as f32 / side as f32 - 0.5;
        let low = t.floor().max(0.0) as usize;
        let high = (low + 1).min(TILES - 1);
        (
            low.min(TILES - 1),
            high,
            ((t - low as f32).clamp(0.0, 1.0) * 256.0) as u32,
        )
    };
    let columns: Vec<_> = (0..w).map(|x| place(x, w)).collect();
    for y in 0..h {
        let (top, bottom, fy) = place(y, h);
        for (&v, &(left, right, fx)) in frame.row(y as u32).iter().zip(&columns) {
            let v = usize::from(v);
            let at = |ty: usize, tx: usize| u32::from(maps[ty * TILES + tx][v]);
            let a = at(top, left) * (256 - fx) + at(top, right) * fx;
            let b = at(bottom, left) * (256 - fx) + at(bottom, right) * fx;
            out.push(((a * (256 - fy) + b * fy) >> 16) as u8);
        }
    }
    Frame::trusted(frame.width(), frame.height(), out)
}
