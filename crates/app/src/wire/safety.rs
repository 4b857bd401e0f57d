//! What the page gets to see of backups, earlier states, and checks.

use serde::{Deserialize, Serialize};

use super::Fault;

words! {
    /// Which way in was not used for so long that it may be forgotten.
    CheckView {
        /// The password.
        Password,
        /// The recovery key.
        Recovery,
    }
    /// Why this version does not understand an entry.
    OddView {
        /// A field is missing or has another shape.
        Shape,
        /// Another entry has the same id.
        Duplicate,
        /// The type is not known.
        Kind,
        /// The hash algorithm is not known.
        Algorithm,
        /// The key is empty or not Base32.
        Secret,
        /// A value is out of bounds.
        Refused,
    }
}

views! {
    /// Backups in a folder of the person's choice.
    BackupView {
        /// The folder; none is chosen when absent.
        folder: Option<String>,
        /// When the newest backup was made and proven, Unix seconds.
        #[cfg_attr(test, ts(type = "number | null"))]
        newest_at: Option<u64>,
        /// There are changes that no backup has, and the newest is older than a week.
        old: bool,
        /// Why the last try failed.
        fault: Option<Fault>,
    }
    /// What going back to an earlier state would change.
    PreviewView {
        /// Accounts that come back.
        back: Vec<NamesView>,
        /// Accounts that go to the trash.
        gone: Vec<NamesView>,
        /// Accounts that get their earlier names: as they are, as they were.
        renamed: Vec<(NamesView, NamesView)>,
        /// How many accounts there are in that state.
        accounts: u32,
    }
    /// The names of an account.
    NamesView {
        /// Issuer.
        issuer: String,
        /// Label.
        label: String,
    }
    /// The vault went back to an earlier state.
    WentBackView {
        /// The generation that undoes it.
        undo: Option<String>,
    }
    /// Entries that this version does not understand.
    QuarantineView {
        /// In their order.
        entries: Vec<QuarantinedView>,
    }
    /// One entry that this version does not understand.
    QuarantinedView {
        /// Issuer, if there is one to be read.
        issuer: Option<String>,
        /// Label, if there is one to be read.
        label: Option<String>,
        /// Why it is not understood.
        reason: OddView,
    }
}
