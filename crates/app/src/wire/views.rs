//! What the page gets to see. No type here can hold a secret.

use serde::{Deserialize, Serialize};

use super::{BackupView, CheckView, Fault, Notice, SettingsView};

words! {
    /// What the vault is doing.
    Phase {
        /// There is none yet.
        Fresh,
        /// There is one, closed.
        Locked,
        /// It is open.
        Unlocked,
        /// It cannot be read; older generations may open.
        Damaged,
        /// It was written by a newer version; it is left alone.
        Newer,
    }
    /// A view of the page.
    Show {
        /// The list of codes.
        Codes,
        /// Add: camera.
        AddCamera,
        /// Add: screen.
        AddScreen,
        /// Add: picture.
        AddPicture,
        /// Add: text.
        AddText,
        /// Add: type.
        AddType,
        /// Settings.
        Settings,
        /// The 30-day trash.
        Trash,
    }
    /// Which code of an account.
    Which {
        /// Valid now.
        Current,
        /// Valid next.
        Next,
    }
    /// How codes are made.
    KindView {
        /// By time (RFC 6238).
        Totp,
        /// By counter (RFC 4226).
        Hotp,
        /// Steam's five letters.
        Steam,
        /// Mobile-OTP: by time and a PIN.
        Motp,
        /// Yandex Key: by time and a PIN.
        Yandex,
    }
    /// Light or dark.
    Theme {
        /// As the system.
        System,
        /// Always light.
        Light,
        /// Always dark.
        Dark,
    }
    /// Where findings came from.
    Source {
        /// The camera.
        Camera,
        /// The screens.
        Screen,
        /// A picture file.
        Picture,
        /// The clipboard.
        Paste,
        /// Typed by a person.
        Typed,
        /// A link opened from elsewhere.
        Link,
    }
    /// Why a draft may be here already.
    Same {
        /// The same secret: it is this very account.
        Secret,
        /// The same names with another secret.
        Name,
    }
}

views! {
    /// All that the page needs to choose what to show.
    StateView {
        /// The vault.
        phase: Phase,
        /// What is wrong with it, when it is damaged or newer.
        fault: Option<Fault>,
        /// Which ways in the vault has.
        ways: WaysView,
        /// The OS keyring.
        keyring: KeyringView,
        /// The recovery key was not yet saved, printed or written down.
        recovery_pending: bool,
        /// Its picture can be shown now (it is held only until it was saved or the vault locks).
        recovery_at_hand: bool,
        /// When it was last typed or tried, Unix seconds.
        #[cfg_attr(test, ts(type = "number | null"))]
        recovery_tried_at: Option<u64>,
        /// A way in was not used for so long that it may be forgotten: trying it is offered, and can be put off.
        check: Option<CheckView>,
        /// Backups.
        backup: BackupView,
        /// Presence was proven within the last 60 s.
        revealing: bool,
        /// Settings.
        settings: SettingsView,
        /// Things to say once.
        notices: Vec<Notice>,
        /// What the page asked to remember.
        remembered: Option<RememberedView>,
        /// Google exports of which codes are missing, the one that was last gone on with first.
        exports: Vec<BatchView>,
        /// Whether a tray host shows the icon.
        tray: bool,
        /// Which signals that lock the vault come on this system.
        lock_sources: LockSourcesView,
        /// Something was handed to the program from elsewhere: ask for `handed` once the vault is open.
        handed: bool,
        /// Version of the program.
        version: String,
        /// `linux`, `macos` or `windows`.
        system: String,
        /// Where the vault lies.
        vault_path: String,
    }
    /// Which signals that lock the vault come on this system.
    LockSourcesView {
        /// A screen saver tells when it starts.
        screensaver: bool,
        /// The session tells when it is locked.
        session: bool,
        /// The system tells before it sleeps, and waits.
        sleep: bool,
    }
    /// Ways into the vault.
    WaysView {
        /// A password slot is there.
        password: bool,
        /// A recovery-key slot is there.
        recovery: bool,
        /// A keyring slot is there.
        keyring: bool,
    }
    /// The OS keyring.
    KeyringView {
        /// It answers and can be used.
        usable: bool,
        /// The name of the provider that answered.
        provider: String,
        /// Why it cannot be used.
        fault: Option<Fault>,
    }
    /// What the page asked to remember.
    RememberedView {
        /// The view.
        show: Show,
        /// The text in the search field.
        search: String,
        /// Scroll position, CSS px.
        scroll: u32,
    }
    /// Every account with its code.
    CodesView {
        /// Now, in Unix milliseconds: the page goes by this clock, not its own.
        #[cfg_attr(test, ts(type = "number"))]
        now_ms: u64,
        /// Pinned first, then by issuer and label.
        accounts: Vec<AccountView>,
        /// Entries that this version does not understand; kept, not shown.
        quarantined: u32,
    }
    /// One account.
    AccountView {
        /// 32 hex digits.
        id: String,
        /// Issuer.
        issuer: String,
        /// The issuer in the label, when it is another one.
        issuer_in_label: Option<String>,
        /// Label.
        label: String,
        /// Pinned to the top.
        pinned: bool,
        /// How codes are made.
        kind: KindView,
        /// Length of a code.
        digits: u8,
        /// `SHA1`, `SHA256` or `SHA512`.
        algorithm: String,
        /// Seconds that a code is valid; 0 for HOTP.
        period: u32,
        /// The code.
        code: String,
        /// The one after it; absent for HOTP.
        next: Option<String>,
        /// Unix seconds from which the code is valid.
        #[cfg_attr(test, ts(type = "number"))]
        valid_from: u64,
        /// Unix seconds at which the code ends; 0 for HOTP.
        #[cfg_attr(test, ts(type = "number"))]
        valid_until: u64,
        /// When it was added, Unix seconds.
        #[cfg_attr(test, ts(type = "number"))]
        created_at: u64,
    }
    /// A code was copied.
    CopiedView {
        /// Seconds until the clipboard is cleared; 0 when it is not.
        clear_after: u32,
        /// Seconds that the code stays valid; 0 for HOTP.
        valid_for: u32,
    }
    /// The trash.
    TrashView {
        /// Newest first.
        accounts: Vec<TrashedView>,
    }
    /// An account in the trash.
    TrashedView {
        /// 32 hex digits.
        id: String,
        /// Issuer.
        issuer: String,
        /// Label.
        label: String,
        /// When it was deleted, Unix seconds.
        #[cfg_attr(test, ts(type = "number"))]
        deleted_at: u64,
        /// When it goes for good, Unix seconds.
        #[cfg_attr(test, ts(type = "number"))]
        gone_at: u64,
    }
    /// What was found in a picture, a text or before the camera.
    FindingsView {
        /// Names these findings; empty when there is nothing in them to add.
        id: String,
        /// Where from.
        source: Source,
        /// How many pictures were read, when they were several.
        pictures: Option<PicturesView>,
        /// Accounts that can be added.
        accounts: Vec<DraftView>,
        /// The accounts are keys of one text, and not all of them need be meant: the person chooses by their places.
        choose: bool,
        /// A Google export in several codes, when one is under way.
        batch: Option<BatchView>,
        /// Codes that are something else.
        foreign: Vec<ForeignView>,
        /// Codes that were meant to be accounts and cannot be.
        refused: Vec<Fault>,
    }
    /// Several pictures.
    PicturesView {
        /// How many had a code on them.
        with_codes: u32,
        /// Of how many.
        of: u32,
    }
    /// An account not yet added.
    DraftView {
        /// Its number in the findings.
        draft: u32,
        /// Issuer.
        issuer: String,
        /// The issuer in the label, when it is another one.
        issuer_in_label: Option<String>,
        /// Label.
        label: String,
        /// How codes are made.
        kind: KindView,
        /// Length of a code.
        digits: u8,
        /// `SHA1`, `SHA256` or `SHA512`.
        algorithm: String,
        /// Seconds that a code is valid; 0 for HOTP.
        period: u32,
        /// One per oddity.
        warnings: Vec<Notice>,
        /// It may be here already.
        duplicate: Option<DuplicateView>,
        /// Where in a text its key was found.
        place: Option<PlaceView>,
    }
    /// Where in a text a key was found.
    PlaceView {
        /// The line, from 1.
        line: u32,
        /// The words before it, without anything of a key; may be empty.
        before: String,
        /// How many letters the key has.
        letters: u32,
    }
    /// The account that a draft resembles.
    DuplicateView {
        /// Its id.
        id: String,
        /// What is the same.
        same: Same,
        /// Its issuer.
        issuer: String,
        /// Its label.
        label: String,
        /// It lies in the trash.
        trashed: bool,
    }
    /// Progress through a Google export.
    BatchView {
        /// Names the export.
        id: String,
        /// Codes read so far.
        have: u32,
        /// Codes in all.
        size: u32,
        /// The numbers of the codes that are missing, from 1.
        missing: Vec<u32>,
        /// Accounts in the codes read so far.
        accounts: u32,
        /// The number of the code that was read last, from 1.
        last: u32,
        /// It had been read before.
        again: bool,
    }
    /// A code that is no account. Its help texts go by `kind`.
    ForeignView {
        /// Code of the kind.
        kind: String,
        /// Harmless facts, such as a host: name and value.
        shown: Vec<(String, String)>,
        /// The text itself can be copied: it is nothing that signs anybody in.
        copyable: bool,
    }
    /// Accounts were added.
    EnrolledView {
        /// Their ids, in the order asked.
        ids: Vec<String>,
    }
    /// A file was written.
    SavedView {
        /// Where.
        path: String,
    }
    /// Older generations of the vault.
    GenerationsView {
        /// Newest first.
        generations: Vec<GenerationView>,
    }
    /// One older generation.
    GenerationView {
        /// Names it.
        id: String,
        /// When it was saved, Unix seconds.
        #[cfg_attr(test, ts(type = "number"))]
        saved_at: u64,
        /// Bytes.
        #[cfg_attr(test, ts(type = "number"))]
        size: u64,
    }
}
