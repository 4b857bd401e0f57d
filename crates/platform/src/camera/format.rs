//! Which of a camera's formats to take.

use std::cmp::Reverse;

use scan::MAX_PIXELS;

/// How a camera sends its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Pixels {
    /// 12 bits a pixel, luma first.
    Nv12,
    /// 16 bits a pixel, luma in every other byte.
    Yuyv,
    /// A JPEG a frame.
    Mjpeg,
    /// 24 bits a pixel.
    Rgb,
    /// 24 bits a pixel.
    Bgr,
    /// A byte a pixel: mostly infrared cameras.
    Grey,
}

/// A format that a camera offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Offer {
    pub(super) pixels: Pixels,
    /// px
    pub(super) width: u32,
    /// px
    pub(super) height: u32,
    /// Seconds from frame to frame, as a fraction: `(1, 30)`.
    pub(super) interval: (u32, u32),
}

impl Offer {
    /// Frames a second, rounded down.
    pub(super) fn fps(&self) -> u32 {
        self.interval.1 / self.interval.0.max(1)
    }

    fn area(&self) -> u64 {
        u64::from(self.width) * u64::from(self.height)
    }
}

/// The best offer for reading codes: at least 640×480 at 15 frames a second if there is one, then the nearest to
/// 1280×720 (larger costs decoding time, smaller costs distance), then the nearest to 30 frames a second.
pub(super) fn best(offers: &[Offer]) -> Option<Offer> {
    const AIM: u64 = 1280 * 720;
    let key = |offer: &Offer| {
        (
            Reverse(offer.width >= 640 && offer.height >= 480),
            Reverse(offer.fps() >= 15),
            offer.area().abs_diff(AIM),
            offer.fps().abs_diff(30),
            offer.pixels,
        )
    };
    offers
        .iter()
        .filter(|offer| offer.area() > 0 && offer.area() <= MAX_PIXELS)
        .min_by_key(|offer| key(offer))
        .copied()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offer(pixels: Pixels, width: u32, height: u32, fps: u32) -> Offer {
        Offer {
            pixels,
            width,
            height,
            interval: (1, fps),
        }
    }

    #[test]
    fn a_usual_webcam_gives_720p_as_jpeg_because_raw_is_too_slow() {
        let offers = [
            offer(Pixels::Yuyv, 640, 480, 30),
            offer(Pixels::Yuyv, 1280, 720, 10),
            offer(Pixels::Mjpeg, 1280, 720, 30),
            offer(Pixels::Mjpeg, 1920, 1080, 30),
        ];
        assert_eq!(best(&offers), Some(offers[2]));
    }

    #[test]
    fn raw_beats_jpeg_when_both_are_fast_enough_and_a_small_size_is_the_last_resort() {
        let offers = [
            offer(Pixels::Mjpeg, 1280, 720, 30),
            offer(Pixels::Nv12, 1280, 720, 30),
        ];
        assert_eq!(best(&offers), Some(offers[1]));
        let offers = [
            offer(Pixels::Yuyv, 320, 240, 30),
            offer(Pixels::Yuyv, 640, 480, 5),
        ];
        assert_eq!(best(&offers), Some(offers[1]));
        assert_eq!(best(&offers[..1]), Some(offers[0]));
    }

    #[test]
    fn nonsense_is_never_taken() {
        let nothing = [
            offer(Pixels::Yuyv, 0, 480, 30),
            offer(Pixels::Yuyv, 60_000, 60_000, 30),
        ];
        assert_eq!(best(&nothing), None);
        let slow = [Offer {
            interval: (0, 0),
            ..offer(Pixels::Grey, 640, 480, 1)
        }];
        assert_eq!(best(&slow), Some(slow[0]));
    }
}
