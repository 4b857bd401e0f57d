//! Screens and picture files in memory.

use std::sync::Mutex;

use scan::Frame;
use scan::picture::PictureError;

use crate::ports::{Pictures, Screen, ScreenError};
use crate::sync::held;

/// Screens.
#[derive(Default)]
pub struct FakeScreen {
    /// What the next look sees.
    pub shots: Mutex<Vec<Frame>>,
    /// How every look fails.
    pub fails: Mutex<Option<ScreenError>>,
}

impl Screen for FakeScreen {
    fn shots(&self, _: &dyn Fn() -> bool) -> Result<Vec<Frame>, ScreenError> {
        if let Some(error) = held(&self.fails).clone() {
            return Err(error);
        }
        Ok(std::mem::take(&mut *held(&self.shots)))
    }
}

/// Decodes pictures here and now.
pub(super) struct NearPictures;

impl Pictures for NearPictures {
    fn decode(&self, bytes: &[u8]) -> Result<Frame, PictureError> {
        scan::picture::read(bytes)
    }
}
