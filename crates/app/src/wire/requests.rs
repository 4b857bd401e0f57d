//! What the page may send.

use serde::Deserialize;
use zeroize::Zeroizing;

use super::{Show, Which};

/// A secret that a person typed into the page; it only travels inwards.
#[derive(Deserialize)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(transparent)]
pub struct Typed(#[cfg_attr(test, ts(type = "string"))] Zeroizing<String>);

impl Typed {
    /// Takes a secret that was typed elsewhere (the command line's prompt).
    pub fn new(text: Zeroizing<String>) -> Self {
        Self(text)
    }

    /// The text that was typed.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

macro_rules! requests {
    ($($(#[$meta:meta])* $name:ident { $($(#[$fmeta:meta])* $field:ident: $type:ty,)* })*) => {$(
        $(#[$meta])*
        #[derive(Deserialize)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(deny_unknown_fields)]
        pub struct $name { $($(#[$fmeta])* pub $field: $type,)* }
    )*};
}

/// Which slot a typed secret belongs to.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Way {
    /// The password.
    Password,
    /// The recovery key.
    Recovery,
}

/// What an unlock is for.
#[derive(Deserialize, Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(test, derive(ts_rs::TS))]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Open the vault.
    Session,
    /// Only find out whether it is right: nothing opens, and the vault stays as it is.
    Check,
    /// Prove presence again; opens `qr_picture`, `recovery_renew` and `set_password` for 60 s.
    Reveal,
}

requests! {
    /// Unlocks the vault, or proves presence anew.
    UnlockRequest {
        /// Which slot.
        way: Way,
        /// What was typed.
        secret: Typed,
        /// What for.
        purpose: Purpose,
    }
    /// Sets the first password (makes the vault when there is none) or a new one (after a reveal).
    SetPasswordRequest {
        /// What was typed, at least 8 characters.
        password: Typed,
        /// Also keep a key in the OS keyring, for opening without typing.
        keyring: bool,
    }
    /// Names an account.
    AccountRequest {
        /// Its id, 32 hex digits.
        id: String,
    }
    /// Copies a code.
    CopyRequest {
        /// The account's id.
        id: String,
        /// The code that is valid now or the one after it.
        which: Which,
        /// For the next one: when the code shown before it ends, Unix seconds. A period that turns while the person
        /// clicks does not give another code than the one that was read.
        #[cfg_attr(test, ts(type = "number | null"))]
        shown_until: Option<u64>,
    }
    /// Renames an account.
    EditRequest {
        /// The account's id.
        id: String,
        /// New issuer; may be empty.
        issuer: String,
        /// New label; may be empty when the issuer is not.
        label: String,
    }
    /// Pins an account to the top of list and tray.
    PinRequest {
        /// The account's id.
        id: String,
        /// Pinned or not.
        pinned: bool,
    }
    /// Starts the camera.
    CameraRequest {
        /// Which; none for the one used last, or the first.
        camera: Option<String>,
    }
    /// Asks for the next preview frame. Answered when there is a newer one, at the latest after a second.
    CameraFrameRequest {
        /// The number of the frame the page has.
        #[cfg_attr(test, ts(type = "number"))]
        after: u64,
    }
    /// A key that was typed, or any text that was pasted into the field.
    TypedRequest {
        /// An otpauth URI, a key in Base32, or a text that holds one.
        text: Typed,
        /// Issuer, for a bare key.
        issuer: String,
        /// Label, for a bare key.
        label: String,
        /// Options for a bare key; the usual ones when absent.
        options: Option<TypedOptions>,
    }
    /// What a bare key does not say by itself.
    TypedOptions {
        /// `totp`, `hotp` or `steam`.
        kind: super::KindView,
        /// `SHA1`, `SHA256` or `SHA512`.
        algorithm: String,
        /// 6 to 10.
        digits: u8,
        /// Seconds, 1 to 86,400.
        period: u32,
        /// First counter, HOTP only.
        #[cfg_attr(test, ts(type = "number"))]
        counter: u64,
    }
    /// Adds what was found.
    ConfirmRequest {
        /// The findings' id.
        findings: String,
        /// Those to add, with the names that the person chose.
        accounts: Vec<ConfirmedDraft>,
    }
    /// One draft to add.
    ConfirmedDraft {
        /// Its number in the findings.
        draft: u32,
        /// Issuer.
        issuer: String,
        /// Label.
        label: String,
    }
    /// Forgets what was found.
    DiscardRequest {
        /// The findings' id.
        findings: String,
    }
    /// Copies the help text of a foreign code to the clipboard.
    HelpRequest {
        /// The kind's code.
        kind: String,
    }
    /// Copies the text of a code that is no account.
    TextRequest {
        /// The findings' id.
        findings: String,
        /// Its place among the foreign ones, from 0.
        foreign: u32,
    }
    /// Names a Google export that is under way.
    ExportRequest {
        /// Its id.
        export: String,
    }
    /// Names a notice.
    NoticeRequest {
        /// Its code.
        code: String,
    }
    /// Names an older generation of the vault.
    GenerationRequest {
        /// Its id.
        id: String,
    }
    /// What the page wants to find again after its window was closed and opened.
    RememberRequest {
        /// The view.
        show: Show,
        /// The text in the search field.
        search: String,
        /// Scroll position of the list, CSS px.
        scroll: u32,
    }
}
