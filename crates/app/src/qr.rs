//! An account's QR code again, for another device: as a picture, and only while presence counts as proven.

use exchange::qr;

use crate::App;
use crate::accounts::entry_id;
use crate::faults::{fault, internal};
use crate::wire::{AccountRequest, Fault, FaultCode};

/// The side of the picture, px: every module is whole, and a phone reads it off any screen.
const SIDE: u32 = 720;

impl App {
    /// The QR code of an account as a PNG.
    ///
    /// # Errors
    /// `reveal_needed`, `account_gone`, `internal` when the account does not fit a QR code.
    pub fn qr_picture(&self, request: AccountRequest) -> Result<Vec<u8>, Fault> {
        self.touch_activity();
        self.with_uri(&request.id, |uri| {
            Ok(qr::draw(uri, SIDE).map_err(internal)?.bytes.to_vec())
        })
    }

    /// The modules of the same code, row by row, true for dark, without a quiet zone: for a terminal. No command of
    /// the wire gives them.
    ///
    /// # Errors
    /// As [`App::qr_picture`].
    pub fn qr_modules(&self, id: &str) -> Result<Vec<Vec<bool>>, Fault> {
        self.touch_activity();
        self.with_uri(id, |uri| qr::modules(uri).map_err(internal))
    }

    fn with_uri<T>(
        &self,
        id: &str,
        work: impl FnOnce(&str) -> Result<T, Fault>,
    ) -> Result<T, Fault> {
        let id = entry_id(id)?;
        self.with_presence(|open| {
            let entry = open.vault.entries().find(|entry| entry.id() == id);
            let entry = entry.ok_or_else(|| fault(FaultCode::AccountGone))?;
            work(&otp::uri::print(entry.account()))
        })
    }
}
