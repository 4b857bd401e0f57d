//! Changed and saved, or neither.

use otp::UnixTime;

use crate::{Unlocked, VaultError, body::Body};

impl Unlocked {
    /// Makes changes and saves them. When another process saved meanwhile, its changes are merged
    /// in first. On every error, of the changes or of saving, memory is as it was before.
    ///
    /// # Errors
    /// Those of `change`, of [`Unlocked::save`] and of [`Unlocked::reload`].
    pub fn transaction<T>(
        &mut self,
        now: UnixTime,
        change: impl FnOnce(&mut Self) -> Result<T, VaultError>,
    ) -> Result<T, VaultError> {
        let body = self.body.write(&self.ways, |_| true)?;
        let ways: Vec<_> = self.ways.iter().map(crate::body::Way::duplicate).collect();
        let (key, last, dirty) = (
            self.vault_key.duplicate(),
            self.last.duplicate(),
            self.dirty,
        );
        let done = change(self).and_then(|done| {
            match self.save(now) {
                Err(VaultError::ChangedOnDisk) => {
                    self.reload(now)?;
                    self.save(now)?;
                }
                saved => {
                    saved?;
                }
            }
            Ok(done)
        });
        if done.is_err() {
            // It was written from memory a moment ago, so it can be read.
            let specs = ways.iter().map(|way| way.spec.clone());
            (self.body, _) = Body::read(body.as_slice(), specs)?;
            (self.ways, self.vault_key, self.last, self.dirty) = (ways, key, last, dirty);
        }
        done
    }
}
