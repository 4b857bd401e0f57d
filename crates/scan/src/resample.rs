//! Frames made smaller, larger and inverted.

use crate::frame::Frame;

/// The frame at 1/`factor` of its size, each pixel the mean of a square; `None` if nothing would be left.
pub(crate) fn shrunk(frame: &Frame, factor: u32) -> Option<Frame> {
    let (w, h) = (frame.width() / factor, frame.height() / factor);
    if w == 0 || h == 0 {
        return None;
    }
    if factor == 2 {
        return Some(halved(frame, w, h));
    }
    let mut out = Vec::with_capacity(w as usize * h as usize);
    let mut sums = vec![0u32; w as usize];
    let area = factor * factor;
    for y in 0..h {
        sums.fill(0);
        for dy in 0..factor {
            let row = frame.row(y * factor + dy);
            for (sum, part) in sums.iter_mut().zip(row.chunks_exact(factor as usize)) {
                *sum += part.iter().map(|&v| u32::from(v)).sum::<u32>();
            }
        }
        out.extend(sums.iter().map(|s| (s / area) as u8));
    }
    Some(Frame::trusted(w, h, out))
}

/// By two, the usual case, row by row in 16 bits.
fn halved(frame: &Frame, w: u32, h: u32) -> Frame {
    let mut out = vec![0u8; w as usize * h as usize];
    for (y, row) in out.chunks_exact_mut(w as usize).enumerate() {
        let (a, b) = (frame.row(2 * y as u32), frame.row(2 * y as u32 + 1));
        let pairs = a.as_chunks::<2>().0.iter().zip(b.as_chunks::<2>().0);
        for (o, (a, b)) in row.iter_mut().zip(pairs) {
            *o =
                ((u16::from(a[0]) + u16::from(a[1]) + u16::from(b[0]) + u16::from(b[1])) / 4) as u8;
        }
    }
    Frame::trusted(w, h, out)
}

/// The frame at a size that is not larger either way, each pixel the mean of what it covers in whole pixels.
pub(crate) fn fitted(frame: &Frame, width: u32, height: u32) -> Frame {
    let edge =
        |i: u32, from: u32, to: u32| (u64::from(i) * u64::from(from) / u64::from(to)) as usize;
    let columns: Vec<usize> = (0..=width).map(|x| edge(x, frame.width(), width)).collect();
    let mut out = Vec::with_capacity(width as usize * height as usize);
    for y in 0..height {
        let rows = edge(y, frame.height(), height)..edge(y + 1, frame.height(), height);
        for span in columns.windows(2) {
            let mut sum = 0u64;
            for row in rows.clone() {
                sum += frame.row(row as u32)[span[0]..span[1]]
                    .iter()
                    .map(|&v| u64::from(v))
                    .sum::<u64>();
            }
            out.push((sum / ((span[1] - span[0]) * rows.len()).max(1) as u64) as u8);
        }
    }
    Frame::trusted(width, height, out)
}

/// A part of the frame, which must lie within it.
pub(crate) fn cropped(frame: &Frame, left: u32, top: u32, width: u32, height: u32) -> Frame {
    let columns = left as usize..(left + width) as usize;
    let mut out = Vec::with_capacity(width as usize * height as usize);
    for y in top..top + height {
        out.extend_from_slice(&frame.row(y)[columns.clone()]);
    }
    Frame::trusted(width, height, out)
}

/// The frame at twice its size, bilinear.
pub(crate) fn doubled(frame: &Frame) -> Frame {
    let (w, h) = (frame.width(), frame.height());
    let mut out = Vec::with_capacity(w as usize * h as usize * 4);
    for y in 0..h * 2 {
        // Pixel centres: an output row lies a quarter of a pixel above or below its source row.
        let near = y / 2;
        let far = if y % 2 == 0 {
            near.saturating_sub(1)
        } else {
            (near + 1).min(h - 1)
        };
        let (a, b) = (frame.row(near), frame.row(far));
        let mix = |x: usize| u32::from(a[x]) * 3 + u32::from(b[x]);
        for x in 0..w as usize {
            let here = mix(x);
            let left = mix(x.saturating_sub(1));
            let right = mix((x + 1).min(w as usize - 1));
            out.push(((here * 3 + left + 8) / 16) as u8);
            out.push(((here * 3 + right + 8) / 16) as u8);
        }
    }
    Frame::trusted(w * 2, h * 2, out)
}

/// The frame at twice its width, each pixel twice.
pub(crate) fn widened(frame: &Frame) -> Frame {
    let luma = frame.luma().iter().flat_map(|&v| [v, v]).collect();
    Frame::trusted(frame.width() * 2, frame.height(), luma)
}

/// The frame at twice its height, each row twice.
pub(crate) fn heightened(frame: &Frame) -> Frame {
    let rows = (0..frame.height()).flat_map(|y| [frame.row(y), frame.row(y)]);
    let luma = rows.flatten().copied().collect();
    Frame::trusted(frame.width(), frame.height() * 2, luma)
}

/// Black for white.
pub(crate) fn inverted(frame: &Frame) -> Frame {
    Frame::trusted(
        frame.width(),
        frame.height(),
        frame.luma().iter().map(|v| 255 - v).collect(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shrinking_takes_means_and_drops_the_rest() {
        let f = Frame::trusted(5, 2, vec![0, 100, 10, 20, 9, 50, 50, 30, 40, 9]);
        let s = shrunk(&f, 2).unwrap();
        assert_eq!((s.width(), s.height(), s.luma()), (2, 1, &[50u8, 25][..]));
        assert!(shrunk(&f, 3).is_none());
    }

    #[test]
    fn doubling_keeps_flat_flat() {
        let f = Frame::trusted(3, 2, vec![77; 6]);
        let d = doubled(&f);
        assert_eq!((d.width(), d.height()), (6, 4));
        assert!(d.luma().iter().all(|&v| v == 77));
    }
}
