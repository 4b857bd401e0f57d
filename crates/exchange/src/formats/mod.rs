//! The formats: one file each, and their table.

mod aegis;
mod andotp;
mod authenticator_plus;
mod authy;
mod battlenet;
mod bitwarden;
mod cotp_sealed;
mod ente;
mod extension;
mod files;
mod freeotp;
mod freeotp_plus;
mod google_db;
mod keepass;
mod lines;
mod microsoft;
mod onepassword;
mod otpclient;
mod proton;
mod proton_pass;
mod simple;
mod steam;
mod stratum;
mod stratum_db;
mod totp_authenticator;
mod twofas;
mod winauth;
mod wrapped;

pub(crate) use files::diagnosis;

use crate::import::Reader;

/// Whose file it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Files of several programs.
    Several,
    /// A list of Key URIs, whoever wrote it.
    UriList,
    /// Aegis.
    Aegis,
    /// 2FAS.
    TwoFas,
    /// 2FAuth.
    TwoFAuth,
    /// andOTP.
    AndOtp,
    /// Stratum, before Authenticator Pro.
    Stratum,
    /// Ente Auth.
    Ente,
    /// Proton Authenticator.
    Proton,
    /// Proton Pass.
    ProtonPass,
    /// Bitwarden and Bitwarden Authenticator.
    Bitwarden,
    /// FreeOTP.
    FreeOtp,
    /// FreeOTP+.
    FreeOtpPlus,
    /// Google Authenticator.
    Google,
    /// Microsoft Authenticator.
    Microsoft,
    /// Authy.
    Authy,
    /// Authenticator Plus.
    AuthenticatorPlus,
    /// The browser extension Authenticator.
    AuthenticatorExtension,
    /// Battle.net.
    BattleNet,
    /// cotp.
    Cotp,
    /// Duo Mobile.
    Duo,
    /// GNOME Authenticator.
    Gnome,
    /// KeePass, KeePassXC and others.
    KeePass,
    /// LastPass Authenticator.
    LastPass,
    /// 1Password.
    OnePassword,
    /// OTPClient.
    OtpClient,
    /// Raivo.
    Raivo,
    /// Steam, and the programs that keep Steam Guard on a desktop.
    Steam,
    /// TOTP Authenticator.
    TotpAuthenticator,
    /// WinAuth.
    WinAuth,
    /// Yandex Key.
    Yandex,
}

impl Format {
    /// A stable name for programs, and what people call it.
    const fn names(self) -> (&'static str, &'static str) {
        match self {
            Format::Several => ("several", "several programs"),
            Format::UriList => ("uri_list", "a list of otpauth:// links"),
            Format::Aegis => ("aegis", "Aegis"),
            Format::TwoFas => ("2fas", "2FAS"),
            Format::TwoFAuth => ("2fauth", "2FAuth"),
            Format::AndOtp => ("andotp", "andOTP"),
            Format::Stratum => ("stratum", "Stratum"),
            Format::Ente => ("ente", "Ente Auth"),
            Format::Proton => ("proton", "Proton Authenticator"),
            Format::ProtonPass => ("proton_pass", "Proton Pass"),
            Format::Bitwarden => ("bitwarden", "Bitwarden"),
            Format::FreeOtp => ("freeotp", "FreeOTP"),
            Format::FreeOtpPlus => ("freeotp_plus", "FreeOTP+"),
            Format::Google => ("google_authenticator", "Google Authenticator"),
            Format::Microsoft => ("microsoft_authenticator", "Microsoft Authenticator"),
            Format::Authy => ("authy", "Authy"),
            Format::AuthenticatorPlus => ("authenticator_plus", "Authenticator Plus"),
            Format::AuthenticatorExtension => (
                "authenticator_extension",
                "the browser extension Authenticator",
            ),
            Format::BattleNet => ("battlenet", "Battle.net"),
            Format::Cotp => ("cotp", "cotp"),
            Format::Duo => ("duo", "Duo Mobile"),
            Format::Gnome => ("gnome_authenticator", "GNOME Authenticator"),
            Format::KeePass => ("keepass", "KeePass"),
            Format::LastPass => ("lastpass", "LastPass Authenticator"),
            Format::OnePassword => ("onepassword", "1Password"),
            Format::OtpClient => ("otpclient", "OTPClient"),
            Format::Raivo => ("raivo", "Raivo"),
            Format::Steam => ("steam", "Steam"),
            Format::TotpAuthenticator => ("totp_authenticator", "TOTP Authenticator"),
            Format::WinAuth => ("winauth", "WinAuth"),
            Format::Yandex => ("yandex", "Yandex Key"),
        }
    }

    /// A stable name, for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        self.names().0
    }

    /// What people call it.
    #[must_use]
    pub const fn title(self) -> &'static str {
        self.names().1
    }

    /// The format of a stable name.
    #[must_use]
    pub fn of_code(code: &str) -> Option<Format> {
        let formats = READERS.iter().flat_map(|readers| readers.iter());
        formats
            .map(|reader| reader.format)
            .find(|format| format.code() == code)
    }
}

/// All readers: those of texts and JSON here, those of archives, databases and the like in [`files`]. The order
/// decides only between equals.
pub(crate) static READERS: [&[Reader]; 3] = [&TEXTS, &simple::READERS, &files::READERS];

static TEXTS: [Reader; 13] = [
    aegis::READER,
    twofas::READER,
    ente::READER,
    proton::READER,
    bitwarden::READER,
    stratum::READER,
    extension::READER,
    freeotp_plus::READER,
    andotp::GNOME,
    andotp::READER,
    lines::ENTE,
    lines::GOOGLE,
    lines::URI_LIST,
];
