//! One picture in grey.

use zeroize::Zeroizing;

/// The longest side of a frame, px.
pub const MAX_SIDE: u32 = 16_384;
/// The most pixels of a frame.
pub const MAX_PIXELS: u64 = 40_000_000;

/// One picture in grey, a byte a pixel (0 black, 255 white), row by row without padding.
///
/// A frame with a code on it is as secret as the code: it is wiped when dropped and has no `Debug`.
pub struct Frame {
    luma: Zeroizing<Vec<u8>>,
    width: u32,
    height: u32,
}

/// Why some bytes are not a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[non_exhaustive]
pub enum FrameError {
    /// A side is zero.
    #[error("a picture needs at least one pixel each way")]
    Empty,
    /// A side is longer than [`MAX_SIDE`], or there are more than [`MAX_PIXELS`].
    #[error("{width} × {height} pixels are more than a frame may have")]
    TooLarge {
        /// px
        width: u32,
        /// px
        height: u32,
    },
    /// There are not `width * height` bytes.
    #[error("{found} bytes of luma where {expected} belong")]
    WrongLength {
        /// `width * height`
        expected: u64,
        /// What came.
        found: u64,
    },
}

impl Frame {
    /// A frame of `width * height` bytes of luma.
    ///
    /// # Errors
    /// See [`FrameError`]; the sides are checked before the length.
    pub fn new(width: u32, height: u32, luma: Vec<u8>) -> Result<Frame, FrameError> {
        let luma = Zeroizing::new(luma);
        let pixels = u64::from(width) * u64::from(height);
        if pixels == 0 {
            return Err(FrameError::Empty);
        }
        if width > MAX_SIDE || height > MAX_SIDE || pixels > MAX_PIXELS {
            return Err(FrameError::TooLarge { width, height });
        }
        if luma.len() as u64 != pixels {
            return Err(FrameError::WrongLength {
                expected: pixels,
                found: luma.len() as u64,
            });
        }
        Ok(Frame {
            luma,
            width,
            height,
        })
    }

    /// A frame whose size is known to be good: made from another frame's sides.
    pub(crate) fn trusted(width: u32, height: u32, luma: Vec<u8>) -> Frame {
        debug_assert_eq!(luma.len(), width as usize * height as usize);
        Frame {
            luma: Zeroizing::new(luma),
            width,
            height,
        }
    }

    /// px
    #[must_use]
    pub fn width(&self) -> u32 {
        self.width
    }

    /// px
    #[must_use]
    pub fn height(&self) -> u32 {
        self.height
    }

    /// The pixels, row by row.
    #[must_use]
    pub fn luma(&self) -> &[u8] {
        &self.luma
    }

    pub(crate) fn row(&self, y: u32) -> &[u8] {
        let w = self.width as usize;
        &self.luma[y as usize * w..][..w]
    }

    pub(crate) fn pixels(&self) -> u64 {
        self.luma.len() as u64
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sides_and_length_are_checked() {
        assert!(Frame::new(2, 3, vec![0; 6]).is_ok());
        assert_eq!(Frame::new(0, 3, vec![]).err(), Some(FrameError::Empty));
        assert_eq!(
            Frame::new(2, 3, vec![0; 5]).err(),
            Some(FrameError::WrongLength {
                expected: 6,
                found: 5
            })
        );
        let (width, height) = (MAX_SIDE + 1, 1);
        assert_eq!(
            Frame::new(width, height, vec![]).err(),
            Some(FrameError::TooLarge { width, height })
        );
        let (width, height) = (10_000, 10_000);
        assert_eq!(
            Frame::new(width, height, vec![]).err(),
            Some(FrameError::TooLarge { width, height })
        );
    }
}
