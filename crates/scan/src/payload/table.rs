//! One row a kind: its name, what may be shown of it, and how it is told. The first that fits names the text, so that
//! what is special stands above what is general. A new kind is a row here, its words in `texts.en.json` and a fixture
//! in `tests/payloads`.
//!
//! Sources: public code, documentation and issue threads of authenticators and of the services themselves.

use super::text::Text;

/// What may be shown of a text of a kind. Codes, tokens and numbers never are.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// Nothing but the kind.
    Nothing,
    /// The scheme.
    Scheme,
    /// The scheme, and the host where it has the form of one.
    SchemeAndHost,
    /// The host that it points to.
    Host,
    /// The host and Microsoft's account type.
    AccountType,
    /// The host of the organisation's server in the parameter `s`.
    Server,
    /// The name of the network, never its password.
    NetworkName,
}

/// How one kind is told.
pub(super) struct Row {
    pub kind: ForeignKind,
    pub shows: Shows,
    pub fits: fn(&Text<'_>) -> bool,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $code:literal, $shows:ident, $fits:expr;)+) => {
        /// What a text is that is not an account.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ForeignKind {
            $($(#[$doc])* $kind,)+
        }

        impl ForeignKind {
            /// Every kind.
            pub const ALL: &[ForeignKind] = &[$(ForeignKind::$kind,)+];

            /// Its name in the texts: stable, snake_case.
            #[must_use]
            pub fn code(self) -> &'static str {
                match self {
                    $(ForeignKind::$kind => $code,)+
                }
            }
        }

        pub(super) const TABLE: &[Row] = &[
            $(Row { kind: ForeignKind::$kind, shows: Shows::$shows, fits: $fits },)+
        ];
    };
}

kinds! {
    /// `phonefactor://activate_account`: Microsoft push, the older form, work or school.
    MicrosoftPushWorkOld = "microsoft_push_work_old", Scheme, |t| t.scheme(&["phonefactor"]);
    /// `https://login.microsoftonline.com/authenticatorApp/activateAccount` with `accountType=msa`.
    MicrosoftPushPersonal = "microsoft_push_personal", AccountType, |t| microsoft(t) && account_type(t) == Some("msa");
    /// The same with `accountType=mfa`, or with the server of a work account.
    MicrosoftPushWork = "microsoft_push_work", AccountType, |t| microsoft(t) && account_type(t) == Some("mfa");
    /// The same without a known account type or with both, and `microsoft-authenticator://activatemfa`.
    MicrosoftPush = "microsoft_push", AccountType, |t| {
        microsoft(t) || (t.scheme(&["microsoft-authenticator"]) && t.first(&["activatemfa"]))
    };
    /// `oktaverify://`, or a Key URI of Okta's without a key (`t`, `f` and `s` instead).
    OktaVerify = "okta_verify", Server, |t| {
        t.scheme(&["oktaverify", "com-okta-authenticator", "okta-verify"]) || okta_classic(t)
    };
    /// `duo://`, 20 characters, a hyphen and the base64 of a host of Duo's, or an activation link.
    Duo = "duo", Nothing, |t| {
        t.scheme(&["duo"])
            || t.web(&[".duosecurity.com"], &["activate"])
            || t.web(&[".duosecurity.com"], &["android"])
            || t.web(&[".duosecurity.com"], &["iphone"])
            || t.web(&[".duosecurity.com"], &["frame", "qr"])
            || duo_activation(t.all)
    };
    /// `pushauth://`, `mfauth://` (ForgeRock, Ping), `otpauth://pipush/` (privacyIDEA): push, named by its server.
    OtherPush = "other_push", Scheme, |t| {
        t.scheme(&["pushauth", "mfauth"]) || (t.scheme(&["otpauth"]) && t.host(&["pipush"]))
    };
    /// `FIDO:/` and digits: a passkey on another device.
    FidoPasskey = "fido_passkey", Nothing, |t| t.scheme(&["fido"]);
    /// `https://s.team/q/`
    SteamSignIn = "steam_sign_in", Host, |t| t.web(&["s.team"], &["q"]);
    /// `igmobileotp://`
    Entrust = "entrust", Scheme, |t| t.scheme(&["igmobileotp"]);
    /// RSA SecurID: a seed in a link, or where to fetch one (CT-KIP).
    RsaSecurid = "rsa_securid", Nothing, |t| {
        t.scheme(&["com.rsa.securid", "com.rsa.securid.iphone", "securidauthenticator"])
            || t.web(&["127.0.0.1", "localhost"], &["securid"])
    };
    /// `tiqrauth://`, `tiqrenroll://`, those of eduID, and the same as web links.
    Tiqr = "tiqr", Scheme, |t| {
        t.scheme(&["tiqrauth", "tiqrenroll", "eduidauth", "eduidenroll"])
            || t.web(&[""], &["tiqrauth"])
            || t.web(&[""], &["tiqrenroll"])
    };
    /// A SafeNet MobilePASS enrolment: a link, or base64 of `EnrollmentURL=…`.
    SafenetMobilepass = "safenet_mobilepass", Nothing, |t| {
        t.scheme(&["mobilepass", "mobilepassplus"])
            || t.begins(&["SafeNet MobilePASS", "EnrollmentURL="])
            || mobilepass(t.all)
    };
    /// `twofas_c://`
    TwofasPairing = "twofas_pairing", Scheme, |t| t.scheme(&["twofas_c"]);
    /// `tg://login`
    TelegramSignIn = "telegram_sign_in", Nothing, |t| t.scheme(&["tg"]) && t.first(&["login"]);
    /// `https://discord.com/ra/`
    DiscordSignIn = "discord_sign_in", Host, |t| {
        t.web(&["discord.com", "discordapp.com", ".discord.com", ".discordapp.com"], &["ra"])
    };
    /// `sgnl://linkdevice`
    SignalLink = "signal_link", Nothing, |t| {
        (t.scheme(&["sgnl"]) && t.first(&["linkdevice"])) || t.scheme(&["tsdevice"])
    };
    /// `2@…`, or the same behind `https://wa.me/settings/linked_devices`.
    WhatsappLink = "whatsapp_link", Nothing, |t| {
        t.begins(&["2@"]) || t.web(&["wa.me"], &["settings", "linked_devices"])
    };
    // From here on it is neither an enrolment nor a sign-in: `is_special` ends above this row.
    /// `WIFI:`
    Wifi = "wifi", NetworkName, |t| t.scheme(&["wifi"]);
    /// `mailto:`, `MATMSG:`
    Email = "email", Nothing, |t| t.scheme(&["mailto", "matmsg", "smtp"]);
    /// `tel:`, `sms:`, `smsto:`
    Phone = "phone", Nothing, |t| t.scheme(&["tel", "sms", "smsto", "mms", "mmsto", "facetime"]);
    /// `BEGIN:VCARD`, `MECARD:`
    Contact = "contact", Nothing, |t| t.begins(&["BEGIN:VCARD", "MECARD:", "BIZCARD:"]);
    /// `BEGIN:VEVENT`, `BEGIN:VCALENDAR`
    CalendarEvent = "calendar_event", Nothing, |t| t.begins(&["BEGIN:VEVENT", "BEGIN:VCALENDAR"]);
    /// `geo:`
    Place = "place", Nothing, |t| t.scheme(&["geo"]);
    /// `bitcoin:` and its kin.
    CryptoPayment = "crypto_payment", Scheme, |t| {
        t.scheme(&["bitcoin", "bitcoincash", "ethereum", "litecoin", "dogecoin", "monero", "solana", "lightning"])
    };
    /// `http://` or `https://`
    WebLink = "web_link", Host, |t| t.is_web();
    /// Another scheme.
    AppLink = "app_link", SchemeAndHost, |t| t.is_app();
    /// Nothing at all.
    Empty = "empty", Nothing, |t| t.all.is_empty();
    /// Text without a form that is known.
    OtherText = "other_text", Nothing, |_| true;
}

impl ForeignKind {
    /// Does somebody who meant to add an account meet it by mistake? Those are told also where they stand within
    /// other text; a web link or a telephone number is not.
    #[must_use]
    pub fn is_special(self) -> bool {
        TABLE
            .iter()
            .take_while(|row| row.kind != ForeignKind::Wifi)
            .any(|row| row.kind == self)
    }
}

/// The sign-in hosts of Microsoft's clouds (world, US government, China before and now), and the path that its own
/// client libraries compare without case.
fn microsoft(t: &Text<'_>) -> bool {
    let hosts = [
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.chinacloudapi.cn",
        "login.partner.microsoftonline.cn",
    ];
    t.web(&hosts, &["authenticatorApp", "activateAccount"])
}

/// `msa` or `mfa`, where the link says one of them. Microsoft's own tests have links that say both.
fn account_type(t: &Text<'_>) -> Option<&'static str> {
    let said = t.parameters("accountType");
    let says = |kind: &str| {
        said.iter()
            .any(|said| said.trim().eq_ignore_ascii_case(kind))
    };
    match (says("msa"), says("mfa")) {
        (true, false) => Some("msa"),
        (false, true) => Some("mfa"),
        (true, true) => None,
        // Only work accounts name their server.
        (false, false) => (!t.parameters("url").is_empty()).then_some("mfa"),
    }
}

/// Okta's Classic Engine prints a Key URI for its own app: where to fetch the key instead of a key.
fn okta_classic(t: &Text<'_>) -> bool {
    t.scheme(&["otpauth"])
        && t.parameters("secret")
            .iter()
            .all(|key| key.trim().is_empty())
        && ["t", "f", "s"]
            .iter()
            .all(|name| !t.parameters(name).is_empty())
}

/// 20 letters and digits, a hyphen, and a host of Duo's in base64.
fn duo_activation(text: &str) -> bool {
    let Some((code, host)) = text.split_once('-') else {
        return false;
    };
    code.len() == 20
        && code.bytes().all(|b| b.is_ascii_alphanumeric())
        && base64(host).is_some_and(|h| h.to_ascii_lowercase().ends_with(b".duosecurity.com"))
}

fn mobilepass(text: &str) -> bool {
    base64(text).is_some_and(|decoded| decoded.starts_with(b"EnrollmentURL="))
}

/// What stands in base64 of a length that occurs; white space and padding do not matter.
fn base64(text: &str) -> Option<Vec<u8>> {
    if text.len() > 4096 {
        return None;
    }
    let letters: String = text
        .trim_end_matches("%3D")
        .chars()
        .filter(|c| !c.is_ascii_whitespace() && *c != '=')
        .map(|c| match c {
            '-' => '+',
            '_' => '/',
            other => other,
        })
        .collect();
    data_encoding::BASE64_NOPAD.decode(letters.as_bytes()).ok()
}
