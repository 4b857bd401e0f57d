//! What went wrong, by code. The words live in `texts/en.json`, once, for page and command line.

use std::collections::BTreeMap;

use serde::Serialize;

macro_rules! fault_codes {
    ($($(#[$meta:meta])* $variant:ident,)*) => {
        /// Every way in which a command can fail.
        #[derive(Serialize, Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
        #[cfg_attr(test, derive(ts_rs::TS))]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum FaultCode { $($(#[$meta])* $variant,)* }

        impl FaultCode {
            /// All codes, for the tests of the texts.
            pub const ALL: &[FaultCode] = &[$(FaultCode::$variant,)*];

            /// Its name on the wire, in snake case: the key of its text.
            #[must_use]
            pub fn name(self) -> String {
                let mut name = String::new();
                for c in match self { $(FaultCode::$variant => stringify!($variant),)* }.chars() {
                    if c.is_ascii_uppercase() && !name.is_empty() {
                        name.push('_');
                    }
                    name.push(c.to_ascii_lowercase());
                }
                name
            }
        }
    };
}

fault_codes! {
    /// There is no code without a PIN that nobody has said.
    PinMissing,
    /// There is no vault yet.
    NoVault,
    /// There is a vault already.
    VaultExists,
    /// The vault is locked.
    Locked,
    /// A text is longer than what is looked through; `limit`.
    TextTooLong,
    /// A text holds more keys than anybody can choose from; `most`.
    SeveralKeys,
    /// The export is not held any more.
    ExportGone,
    /// The password does not open the vault.
    WrongPassword,
    /// The vault has no way in of this kind; `way`.
    NoSuchWay,
    /// No password was given; `reason`.
    NoPassword,
    /// The recovery key is well formed and does not open the vault.
    WrongRecoveryKey,
    /// The recovery key has a typing error.
    RecoveryKeyTypo,
    /// The password is too short; `least`.
    PasswordTooShort,
    /// No keyring service answers.
    KeyringMissing,
    /// The keyring is locked; `provider`.
    KeyringLocked,
    /// The keyring refused; `provider`, `reason`.
    KeyringDenied,
    /// The keyring has no key for this vault; `provider`.
    KeyringEmpty,
    /// The keyring's key does not open this vault; `provider`.
    KeyringWrong,
    /// The keyring did not answer in time; `provider`.
    KeyringSilent,
    /// Removing this would leave fewer than two ways in.
    TooFewWays,
    /// The vault file is damaged; `what`.
    VaultDamaged,
    /// The vault file was written by a newer version; `found`, `known`.
    VaultNewer,
    /// Another copy of the program holds the vault.
    VaultBusy,
    /// Another copy changed the vault meanwhile.
    VaultChanged,
    /// The vault is larger than any may be; `limit`.
    VaultTooLarge,
    /// There is not enough memory to turn the password into a key; `needed`.
    OutOfMemory,
    /// The vault file cannot be read; `path`, `reason`.
    VaultUnreadable,
    /// The disk is full; nothing was lost.
    DiskFull,
    /// The disk or folder is read-only; nothing was lost; `path`.
    ReadOnly,
    /// Saving failed; the old file is whole; `reason`.
    SaveFailed,
    /// The account is not here any more.
    AccountGone,
    /// No account has this in its names; `query`.
    NoSuchAccount,
    /// Several accounts have this in their names; `query`, `accounts`.
    SeveralAccounts,
    /// Two passwords that were to be the same are not.
    PasswordsDiffer,
    /// One name was given for several accounts.
    OneNameForSeveral,
    /// The names are empty.
    NameEmpty,
    /// A name is too long; `most`, in bytes.
    NameTooLong,
    /// The file is no picture; `name`.
    NotAPicture,
    /// The file is of a kind that is known and not read; `name`, `kind`.
    PictureKind,
    /// The picture takes too long to decode; `name`.
    PictureSlow,
    /// The picture ends too early or is broken; `name`.
    PictureDamaged,
    /// The picture on the clipboard is too large or broken.
    ClipboardPicture,
    /// The picture has too many pixels; `name`, `limit`.
    PictureTooLarge,
    /// The file is too big; `name`, `limit`.
    FileTooLarge,
    /// A folder was given; `name`.
    IsAFolder,
    /// The file cannot be read; `name`, `reason`.
    FileUnreadable,
    /// No QR code was found in the picture; `name`, and perhaps `hint`, the code of a hint.
    NoCodeInPicture,
    /// There is a symbol of another kind in the picture, and no QR code; `name`, `reason` (the code of a hint).
    OtherSymbol,
    /// The clipboard is empty or holds nothing usable.
    ClipboardEmpty,
    /// The clipboard does not answer.
    ClipboardUnavailable,
    /// The text is neither a URI nor a key.
    TextNotUnderstood,
    /// An otpauth URI is refused; `field`, `reason` (a code of the texts), and perhaps `position`.
    UriRefused,
    /// A typed key is refused; `reason` (a code of the texts), and perhaps `position`.
    KeyRefused,
    /// A Google export, or one entry of it, is refused; `reason` (a code of the texts), and perhaps `name`.
    GoogleRefused,
    /// There is no camera.
    CameraNone,
    /// Another program uses the camera; `name`.
    CameraBusy,
    /// The system does not let us use the camera; `name`.
    CameraForbidden,
    /// The camera was unplugged; `name`.
    CameraUnplugged,
    /// The camera is there and sends no picture; `name`.
    CameraSilent,
    /// The camera failed otherwise; `name`, `reason`.
    CameraFailed,
    /// Nothing here takes pictures of the screens.
    ScreenMissing,
    /// The person or the system did not allow a picture of the screens.
    ScreenRefused,
    /// No picture of the screens could be had otherwise; `reason`.
    ScreenFailed,
    /// No QR code was found on the screens.
    NoCodeOnScreen,
    /// What was found is not held any more.
    FindingsGone,
    /// Presence must be proven first.
    RevealNeeded,
    /// The recovery key is not held any more.
    RecoveryGone,
    /// The folder of the backups is not there; `path`.
    BackupFolderGone,
    /// The folder of the backups is the vault's own; `path`.
    BackupSameFolder,
    /// A backup did not open when it was tried; `path`.
    BackupUnproven,
    /// An earlier state was saved under keys that were all replaced since.
    GenerationKeysGone,
    /// A file could not be written; `path`, `reason`.
    WriteFailed,
    /// Starting at login could not be set; `reason`.
    AutostartFailed,
    /// The settings could not be saved; `reason`.
    SettingsNotSaved,
    /// Something that should not happen; `reason`.
    Internal,
}

/// What went wrong: a code and the arguments of its text.
#[derive(Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Fault {
    /// The code.
    pub code: FaultCode,
    /// The arguments of its text, by name. Never a secret.
    pub args: BTreeMap<String, String>,
}

impl Fault {
    /// A fault without arguments.
    pub fn new(code: FaultCode) -> Self {
        Self {
            code,
            args: BTreeMap::new(),
        }
    }

    /// The same with an argument more.
    #[must_use]
    pub fn with(mut self, name: &str, value: impl ToString) -> Self {
        self.args.insert(name.to_owned(), value.to_string());
        self
    }
}

/// Something to say that is no failure: a code and the arguments of its text.
#[derive(Serialize, Clone, Debug, PartialEq)]
#[cfg_attr(test, derive(ts_rs::TS))]
pub struct Notice {
    /// The code.
    pub code: String,
    /// The arguments of its text, by name. Never a secret.
    pub args: BTreeMap<String, String>,
}
