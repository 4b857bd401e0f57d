//! What is in each fixture. An entry: kind, issuer|label, algorithm, digits, period or counter, secret, and what is
//! beside it.

use countersign_exchange::import::Format;

/// One file, and what must be read of it.
pub struct Case {
    /// Below `fixtures/texts`.
    pub file: &'static str,
    /// Whether the password opens it.
    pub sealed: bool,
    /// Whose file it is.
    pub format: Format,
    /// The entries, in their order.
    pub entries: &'static [&'static str],
    /// What is left out: its position and the code of the reason.
    pub skipped: &'static [(usize, &'static str)],
}

const fn plain(
    file: &'static str,
    format: Format,
    entries: &'static [&'static str],
    skipped: &'static [(usize, &'static str)],
) -> Case {
    Case {
        file,
        sealed: false,
        format,
        entries,
        skipped,
    }
}

const fn sealed(
    file: &'static str,
    format: Format,
    entries: &'static [&'static str],
    skipped: &'static [(usize, &'static str)],
) -> Case {
    Case {
        sealed: true,
        ..plain(file, format, entries, skipped)
    }
}

const ACME: &str = "totp Acme|alice SHA256 8 60 acme-secret";
const CORD: &str = "hotp Cord|carol SHA1 6 7 cord-secret";
const NO_ISSUER: &str = "hotp |carol SHA1 6 7 cord-secret";
const STEAM: &str = "steam Steam|sam SHA1 5 30 steam-secret";
const VPN: &str = "motp Vpn|dave MD5 6 10 7ac61d4736f51a2b";
const VPN_PIN: &str = "motp Vpn|dave MD5 6 10 7ac61d4736f51a2b with PIN";
const YANDEX: &str = "yandex Yandex|yan SHA256 8 30 yandex-secret-16 with PIN";

const AEGIS: &[&str] = &[
    "totp Acme|alice SHA256 8 60 acme-secret [Work] pinned noted",
    NO_ISSUER,
    STEAM,
    VPN_PIN,
    YANDEX,
    "totp Old|md5 SHA1 6 30 md5-secret",
];
const AEGIS_SKIPPED: &[(usize, &str)] = &[(7, "secret"), (8, "type"), (9, "account")];
const TWOFAS: &[&str] = &[
    "totp Acme Inc|alice SHA256 8 60 acme-secret [Work]",
    CORD,
    STEAM,
    "totp Bolt|bob SHA1 6 30 bolt-secret",
    "totp Rare|r SHA384 8 30 rare-secret",
];
const TWOFAS_SKIPPED: &[(usize, &str)] = &[(6, "type"), (7, "secret")];
const ANDOTP: &[&str] = &[
    "totp Acme|alice SHA256 8 60 acme-secret [Work]",
    CORD,
    "totp Bolt|bob SHA1 6 30 bolt-secret",
];
const STRATUM: &[&str] = &[
    "totp Acme|alice SHA256 8 60 acme-secret [Work]",
    "hotp Cord| SHA1 6 7 cord-secret",
    "motp Vpn|dave MD5 6 10 any text of 16 letters or more with PIN",
    STEAM,
    YANDEX,
];
const STRATUM_SKIPPED: &[(usize, &str)] = &[(6, "type"), (7, "algorithm")];
const LIST: &[&str] = &[
    ACME,
    NO_ISSUER,
    "steam Steam| SHA1 5 30 steam-secret-of-20-b",
    VPN,
];
const ENTE: &[&str] = &[
    "totp Acme|alice SHA256 8 60 acme-secret [Work] pinned noted",
    "hotp |carol SHA1 6 7 cord-secret set aside",
    "totp Bolt|bob SHA1 6 30 bolt-secret",
];
const GOOGLE: &[&str] = &[
    "totp Acme|alice SHA1 6 30 acme-secret",
    CORD,
    "totp Bolt|bob SHA1 6 30 bolt-secret",
];
const PROTON: &[&str] = &[
    "totp Acme|alice SHA256 8 60 acme-secret noted",
    "steam Steam|sam SHA1 5 30 short",
];
const BITWARDEN: &[&str] = &[
    "totp Acme|alice SHA256 8 60 acme-secret [Work] pinned noted",
    "totp Bolt|bob SHA1 6 30 volt bolt-secret",
    "steam Valve|sam SHA1 5 30 steam-secret",
    "totp Gone|gil SHA1 6 30 gone-secret set aside",
];
const EXTENSION: &[&str] = &[
    CORD,
    "totp Acme|alice SHA256 8 60 acme-secret pinned",
    "totp |bliz SHA1 8 30 bliz-secret",
    "steam |sam SHA1 5 30 steam-secret",
];

/// All of them.
pub const CASES: &[Case] = &[
    plain("aegis-plain.json", Format::Aegis, AEGIS, AEGIS_SKIPPED),
    plain(
        "aegis-v1.json",
        Format::Aegis,
        &[
            "totp Acme|alice SHA256 8 60 acme-secret [Work] pinned noted",
            NO_ISSUER,
        ],
        &[],
    ),
    sealed("aegis-sealed.json", Format::Aegis, AEGIS, AEGIS_SKIPPED),
    plain("2fas-plain.2fas", Format::TwoFas, TWOFAS, TWOFAS_SKIPPED),
    sealed("2fas-sealed.2fas", Format::TwoFas, TWOFAS, TWOFAS_SKIPPED),
    plain(
        "andotp-plain.json",
        Format::AndOtp,
        ANDOTP,
        &[(4, "counter")],
    ),
    sealed(
        "andotp-new.json.aes",
        Format::AndOtp,
        ANDOTP,
        &[(4, "counter")],
    ),
    sealed(
        "andotp-old.json.aes",
        Format::AndOtp,
        ANDOTP,
        &[(4, "counter")],
    ),
    plain(
        "gnome.json",
        Format::Gnome,
        &[
            "totp Acme|alice SHA1 6 30 acme-secret [Acme] [x]",
            "hotp Cord|carol SHA1 6 7 cord-secret [Cord]",
        ],
        &[],
    ),
    plain(
        "stratum-plain.authpro",
        Format::Stratum,
        STRATUM,
        STRATUM_SKIPPED,
    ),
    sealed(
        "stratum-strong.authpro",
        Format::Stratum,
        STRATUM,
        STRATUM_SKIPPED,
    ),
    sealed(
        "stratum-legacy.authpro",
        Format::Stratum,
        STRATUM,
        STRATUM_SKIPPED,
    ),
    plain(
        "list.txt",
        Format::UriList,
        LIST,
        &[(7, "missing_secret"), (8, "not_otpauth")],
    ),
    plain("list-utf16.txt", Format::UriList, LIST, &[]),
    plain(
        "list-latin1.txt",
        Format::UriList,
        &[ACME],
        &[(1, "damaged")],
    ),
    plain("list.html", Format::UriList, LIST, &[]),
    plain("list.json", Format::UriList, &[ACME, NO_ISSUER], &[]),
    plain("ente-plain.txt", Format::Ente, ENTE, &[]),
    sealed("ente-sealed.txt", Format::Ente, ENTE, &[]),
    sealed("ente-final.txt", Format::Ente, ENTE, &[]),
    plain("google-shuffled.txt", Format::Google, GOOGLE, &[]),
    plain("google-missing.txt", Format::Google, &[CORD], &[]),
    plain(
        "proton-plain.json",
        Format::Proton,
        PROTON,
        &[(3, "secret")],
    ),
    sealed(
        "proton-sealed.json",
        Format::Proton,
        PROTON,
        &[(3, "secret")],
    ),
    plain(
        "bitwarden.json",
        Format::Bitwarden,
        BITWARDEN,
        &[(6, "secret")],
    ),
    plain(
        "bitwarden.csv",
        Format::Bitwarden,
        &[
            "totp Acme|alice SHA256 8 60 acme-secret [Work] pinned noted",
            "totp Bolt, Inc|bob SHA1 6 30 bolt-secret",
        ],
        &[],
    ),
    sealed(
        "bitwarden-pbkdf2.json",
        Format::Bitwarden,
        BITWARDEN,
        &[(6, "secret")],
    ),
    sealed(
        "bitwarden-defaults.json",
        Format::Bitwarden,
        BITWARDEN,
        &[(6, "secret")],
    ),
    sealed(
        "bitwarden-argon2.json",
        Format::Bitwarden,
        BITWARDEN,
        &[(6, "secret")],
    ),
    plain(
        "extension-plain.json",
        Format::AuthenticatorExtension,
        EXTENSION,
        &[],
    ),
    sealed(
        "extension-v1.json",
        Format::AuthenticatorExtension,
        EXTENSION,
        &[],
    ),
    sealed(
        "extension-v2.json",
        Format::AuthenticatorExtension,
        EXTENSION,
        &[],
    ),
    sealed(
        "extension-v3.json",
        Format::AuthenticatorExtension,
        EXTENSION,
        &[],
    ),
    plain(
        "2fauth.json",
        Format::TwoFAuth,
        &[ACME, STEAM, NO_ISSUER],
        &[],
    ),
    plain(
        "lastpass.json",
        Format::LastPass,
        &["totp Acme|alice SHA256 8 60 acme-secret [Work] pinned"],
        &[(2, "account")],
    ),
    plain(
        "duo.json",
        Format::Duo,
        &[
            "totp |Acme SHA1 6 30 acme-secret",
            "hotp |Cord SHA1 6 7 cord-secret",
        ],
        &[(3, "no_codes")],
    ),
    plain(
        "yandex.json",
        Format::Yandex,
        &["yandex |yan SHA256 8 30 yandex-secret-16", ACME],
        &[],
    ),
    plain(
        "raivo.json",
        Format::Raivo,
        &["totp Acme|alice SHA256 8 60 acme-secret pinned", CORD],
        &[],
    ),
    plain("cotp.json", Format::Cotp, &[ACME, VPN_PIN], &[]),
    plain(
        "freeotp_plus.json",
        Format::FreeOtpPlus,
        &["totp Acme|alice SHA256 8 60 acme-sécret", CORD],
        &[],
    ),
];
