//! What is in each fixture. An entry: kind, issuer|label, algorithm, digits, period or counter, secret, and what is
//! beside it.

use countersign_exchange::import::Format;

/// The files of one export, and what must be read of them.
pub struct Case {
    /// Below `fixtures/files`.
    pub files: &'static [&'static str],
    /// Whether the password opens it.
    pub sealed: bool,
    /// Whose files they are.
    pub format: Format,
    /// The entries, in their order.
    pub entries: &'static [&'static str],
    /// What is left out: its position and the code of the reason.
    pub skipped: &'static [(usize, &'static str)],
}

const KEEPASS: &[&str] = &[
    "totp Acme|alice SHA1 6 30 acme-secret-new [Work/Deep & wide]",
    "totp No user| SHA1 6 30 no-user-secret",
    "totp KeeOtp|kim SHA256 8 60 keeotp-secret",
    "hotp KeeOtp counter|kim SHA1 6 9 keeotp-counter",
    "totp Tray|tom SHA1 8 45 tray-secret",
    "steam Steam|sam SHA1 5 30 steam-secret",
    "totp Clock and counter|uma SHA512 8 30 time-secret",
    "hotp Clock and counter|uma SHA1 6 3 hmac-secret",
    "totp Gone|gil SHA1 6 30 gone-secret [Recycle Bin] set aside",
];

const fn keepass(files: &'static [&'static str]) -> Case {
    Case {
        files,
        sealed: true,
        format: Format::KeePass,
        entries: KEEPASS,
        skipped: &[(8, "secret")],
    }
}

const PLUS: &[&str] = &[
    "totp Acme|alice SHA1 6 30 acme-secret [Work]",
    "hotp Cord|carol SHA1 6 7 cord-secret",
    "totp Battle.net|US-1234 SHA1 8 30 bliz-secret",
];

const LIST: &[&str] = &[
    "totp Acme|alice SHA256 8 30 acme-secret",
    "totp Bolt|bob SHA1 6 30 bolt-secret",
];

const fn list(files: &'static [&'static str], format: Format) -> Case {
    Case {
        files,
        sealed: true,
        format,
        entries: LIST,
        skipped: &[(5, "not_otpauth")],
    }
}

const AUTHY: &[&str] = &[
    "totp Acme|alice SHA1 6 30 acme-secret",
    "totp Bolt|bob SHA1 6 30 bolt-secret",
    "totp Cloudy| SHA1 7 10 cloudy-secret",
];

const LIST_OF_AUTHY: &[&str] = &[
    "totp Acme|alice SHA1 6 30 acme-secret",
    "totp Bolt|bob SHA1 6 30 bolt-secret",
];

const TOTP_AUTHENTICATOR: &[&str] = &[
    "totp Acme|alice SHA1 8 60 acme-secret pinned",
    "totp |bob SHA1 6 30 bolt-secret",
    "totp Cord|carol SHA1 6 30 cord-secret",
];

const fn totp_authenticator(files: &'static [&'static str], sealed: bool) -> Case {
    Case {
        files,
        sealed,
        format: Format::TotpAuthenticator,
        entries: TOTP_AUTHENTICATOR,
        skipped: &[(4, "damaged")],
    }
}

const STEAM: &[&str] = &["steam Steam|sam SHA1 5 30 steam-secret"];

const OTPCLIENT: &[&str] = &[
    "totp Acme|alice SHA256 8 60 acme-secret [Work]",
    "hotp Cord|carol SHA1 6 7 cord-secret",
    "steam Steam|sam SHA1 5 30 steam-secret",
];

const fn whole(
    files: &'static [&'static str],
    sealed: bool,
    format: Format,
    entries: &'static [&'static str],
) -> Case {
    Case {
        files,
        sealed,
        format,
        entries,
        skipped: &[],
    }
}

/// All of them.
pub const CASES: &[Case] = &[
    keepass(&["keepass/aes-argon2id.kdbx"]),
    keepass(&["keepass/chacha20-argon2d.kdbx"]),
    keepass(&["keepass/twofish-argon2d.kdbx"]),
    whole(
        &["keepass/v3-aes.kdbx"],
        true,
        Format::KeePass,
        &[
            "totp R&D|rita SHA1 8 30 v3-secret",
            "totp Gone| SHA1 6 30 v3-gone [Bin/Inner] set aside",
        ],
    ),
    whole(
        &["keepass/plain.xml"],
        false,
        Format::KeePass,
        &[
            "totp Acme|alice SHA1 6 30 acme-secret",
            "totp Gone|gil SHA1 6 30 gone-secret [Bin] set aside",
        ],
    ),
    Case {
        files: &["sqlite/google.db"],
        sealed: false,
        format: Format::Google,
        entries: &[
            "totp Acme|alice SHA1 6 30 acme-secret",
            "totp Bolt|bob SHA1 6 30 bolt-secret",
            "hotp |carol SHA1 6 7 cord-secret",
        ],
        skipped: &[(4, "type"), (5, "damaged"), (6, "sealed")],
    },
    whole(
        &["sqlite/google-utf16.db"],
        false,
        Format::Google,
        &[
            "totp Acme|alice SHA1 6 30 acme-secret",
            "totp Bolt|bob SHA1 6 30 bolt-secret",
            "hotp |carol SHA1 6 7 cord-secret",
            "totp Ünïcode|🙂 SHA1 6 30 utf16-secret",
        ],
    ),
    whole(
        &["sqlite/google-open.db", "sqlite/google-open.db-wal"],
        false,
        Format::Google,
        &[
            "totp Acme|alice SHA1 6 30 acme-secret",
            "totp Bolt|bob SHA1 6 30 bolt-secret",
        ],
    ),
    Case {
        files: &["sqlite/microsoft.db"],
        sealed: false,
        format: Format::Microsoft,
        entries: &[
            "totp Acme|alice SHA1 6 30 acme-secret",
            "totp Microsoft|bob@example.com SHA1 8 30 msa-secret",
        ],
        skipped: &[(3, "no_codes"), (4, "sealed")],
    },
    Case {
        files: &["sqlite/stratum.db"],
        sealed: false,
        format: Format::Stratum,
        entries: &[
            "totp Acme|alice SHA256 8 60 acme-secret [Work]",
            "hotp Cord| SHA1 6 7 cord-secret",
            "steam Steam|sam SHA1 5 30 steam-secret",
            "motp Motp|max MD5 6 10 0123456789abcdef with PIN",
        ],
        skipped: &[(5, "algorithm")],
    },
    whole(
        &["authenticator_plus/authplus.db"],
        true,
        Format::AuthenticatorPlus,
        PLUS,
    ),
    whole(
        &["authenticator_plus/authplus-4.db"],
        true,
        Format::AuthenticatorPlus,
        PLUS,
    ),
    list(&["authenticator_plus/old.zip"], Format::AuthenticatorPlus),
    list(&["authenticator_plus/aes.zip"], Format::AuthenticatorPlus),
    list(&["winauth/winauth.zip"], Format::WinAuth),
    Case {
        files: &["winauth/winauth.txt"],
        sealed: false,
        format: Format::WinAuth,
        entries: &[
            "steam Steam|sam SHA1 5 30 steam-secret",
            "totp Two words|ann lee SHA1 6 30 two-words",
        ],
        skipped: &[(4, "damaged")],
    },
    whole(
        &["raivo/raivo.zip"],
        true,
        Format::Raivo,
        &[
            "totp Acme|alice SHA256 8 60 acme-secret pinned",
            "hotp Cord|carol SHA1 6 7 cord-secret",
        ],
    ),
    Case {
        files: &["onepassword/export.1pux"],
        sealed: false,
        format: Format::OnePassword,
        entries: &[
            "totp Acme|alice SHA1 6 30 acme-secret [Personal] [tag]",
            "totp Other|ann SHA1 6 30 other-secret [Personal] [tag]",
            "totp Old|olga SHA1 6 30 old-secret [Personal] [tag] set aside",
        ],
        skipped: &[(3, "secret")],
    },
    Case {
        files: &["proton_pass/pass.zip"],
        sealed: false,
        format: Format::ProtonPass,
        entries: &[
            "totp |Acme SHA1 6 30 acme-secret [Personal]",
            "totp Other|ann SHA1 6 30 other-secret [Personal]",
            "totp |Gone SHA1 6 30 gone-secret [Personal] set aside",
        ],
        skipped: &[(3, "missing_secret")],
    },
    whole(&["authy/plain.xml"], false, Format::Authy, AUTHY),
    whole(&["authy/sealed.xml"], true, Format::Authy, AUTHY),
    whole(
        &["authy/authenticator_tokens.json"],
        true,
        Format::Authy,
        LIST_OF_AUTHY,
    ),
    whole(
        &["authy/decrypted_tokens.json"],
        false,
        Format::Authy,
        LIST_OF_AUTHY,
    ),
    whole(
        &["authy/script.json"],
        false,
        Format::Authy,
        &["totp Acme|alice SHA1 7 30 acme-secret"],
    ),
    whole(
        &["battlenet/settings.xml"],
        false,
        Format::BattleNet,
        &["totp Battle.net|EU-1234-5678 SHA1 8 30 bliz-secret"],
    ),
    totp_authenticator(&["totp_authenticator/settings.xml"], false),
    totp_authenticator(&["totp_authenticator/no-password.bin"], false),
    totp_authenticator(&["totp_authenticator/sealed.bin"], true),
    Case {
        files: &["freeotp/tokens.xml"],
        sealed: false,
        format: Format::FreeOtp,
        entries: &[
            "totp Acme|alice SHA256 8 60 acme-secret",
            "hotp Cord|carol SHA1 6 7 cord-secret",
            "steam Steam|sam SHA1 5 30 steam-secret",
        ],
        skipped: &[(4, "damaged")],
    },
    Case {
        files: &["freeotp/backup.xml"],
        sealed: true,
        format: Format::FreeOtp,
        entries: &[
            "totp Acme|alice 🙂 SHA256 8 60 acme-secret",
            "steam Steam|sam SHA1 5 30 steam-secret",
            "hotp Cord|carol SHA1 6 7 cord-secret",
        ],
        skipped: &[(2, "damaged")],
    },
    Case {
        files: &["freeotp/tokenBackup.xml"],
        sealed: true,
        format: Format::FreeOtp,
        entries: &[
            "totp Acme|alice 🙂 SHA256 8 60 acme-secret",
            "hotp Cord|carol SHA1 6 7 cord-secret",
            "steam Steam|sam SHA1 5 30 steam-secret",
        ],
        skipped: &[(4, "damaged")],
    },
    whole(
        &["bitwarden/bitwarden.zip"],
        false,
        Format::Bitwarden,
        &["totp Acme|alice SHA1 6 30 acme-secret [Work]"],
    ),
    Case {
        files: &["steam/mobile.json"],
        sealed: false,
        format: Format::Steam,
        entries: &[
            "steam Steam|sam SHA1 5 30 steam-secret",
            "steam Steam|sue SHA1 5 30 steam-two",
        ],
        skipped: &[(3, "damaged")],
    },
    whole(&["steam/plain.maFile"], false, Format::Steam, STEAM),
    whole(
        &["steam/sda/1.maFile", "steam/sda/manifest.json"],
        true,
        Format::Steam,
        STEAM,
    ),
    whole(
        &["steam/cli/1.maFile", "steam/cli/manifest.json"],
        true,
        Format::Steam,
        STEAM,
    ),
    whole(
        &["cotp/db.cotp"],
        true,
        Format::Cotp,
        &["totp Acme|alice SHA256 8 60 acme-secret"],
    ),
    whole(&["otpclient/v2.enc"], true, Format::OtpClient, OTPCLIENT),
    whole(&["otpclient/v3.enc"], true, Format::OtpClient, OTPCLIENT),
];
