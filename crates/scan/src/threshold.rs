//! Darker or lighter than the neighbourhood.

use crate::Frame;

/// Calls `each` with a pixel, the sum of the square of `2 * radius + 1` pixels around it (cut at the frame's edge) and
/// the number of pixels in that sum, row by row.
fn with_neighbourhood(frame: &Frame, radius: u32, mut each: impl FnMut(u32, u32, u32)) {
    let (w, h) = (frame.width() as usize, frame.height() as usize);
    let radius = radius as usize;
    // One sum a column over the rows of the window, moved down row by row.
    let mut columns = vec![0u32; w];
    let mut rows_in = 0u32;
    let mut next = 0;
    for y in 0..h {
        while next < h && next <= y + radius {
            columns
                .iter_mut()
                .zip(frame.row(next as u32))
                .for_each(|(c, &v)| *c += u32::from(v));
            next += 1;
            rows_in += 1;
        }
        if y > radius {
            columns
                .iter_mut()
                .zip(frame.row((y - radius - 1) as u32))
                .for_each(|(c, &v)| *c -= u32::from(v));
            rows_in -= 1;
        }
        let row = frame.row(y as u32);
        let mut sum: u32 = columns[..radius.min(w)].iter().sum();
        let mut wide = radius.min(w) as u32;
        for x in 0..w {
            if x + radius < w {
                sum += columns[x + radius];
                wide += 1;
            }
            if x > radius {
                sum -= columns[x - radius - 1];
                wide -= 1;
            }
            each(u32::from(row[x]), sum, wide * rows_in);
        }
    }
}

/// 1 where a pixel is more than `margin` darker than the mean of its neighbourhood, else 0.
pub(crate) fn darker(frame: &Frame, radius: u32, margin: u32) -> Vec<u8> {
    let mut bits = Vec::with_capacity(frame.luma().len());
    with_neighbourhood(frame, radius, |v, sum, count| {
        bits.push(u8::from((v + margin) * count < sum))
    });
    bits
}

/// -1 where a pixel is more than `margin` darker than the mean of its neighbourhood, 1 where it is that much lighter,
/// else 0.
pub(crate) fn signs(frame: &Frame, radius: u32, margin: u32) -> Vec<i8> {
    let mut signs = Vec::with_capacity(frame.luma().len());
    with_neighbourhood(frame, radius, |v, sum, count| {
        signs.push(
            i8::from(v * count > sum + margin * count) - i8::from((v + margin) * count < sum),
        );
    });
    signs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_the_definition() {
        let (w, h, r, margin) = (23usize, 17usize, 4usize, 6u32);
        let luma: Vec<u8> = (0..w * h).map(|i| ((i * 7919) % 251) as u8).collect();
        let frame = Frame::trusted(w as u32, h as u32, luma.clone());
        let bits = darker(&frame, r as u32, margin);
        let signs = signs(&frame, r as u32, margin);
        for y in 0..h {
            for x in 0..w {
                let (mut sum, mut count) = (0u32, 0u32);
                for v in y.saturating_sub(r)..(y + r + 1).min(h) {
                    for u in x.saturating_sub(r)..(x + r + 1).min(w) {
                        sum += u32::from(luma[v * w + u]);
                        count += 1;
                    }
                }
                let value = u32::from(luma[y * w + x]);
                let dark = (value + margin) * count < sum;
                let light = value * count > sum + margin * count;
                assert_eq!(bits[y * w + x] == 1, dark, "at {x},{y}");
                assert_eq!(
                    signs[y * w + x],
                    i8::from(light) - i8::from(dark),
                    "at {x},{y}"
                );
            }
        }
    }
}
