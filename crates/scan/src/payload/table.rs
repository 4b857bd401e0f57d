//! One row a kind: the first that fits names the text. Sources: public code and issue threads of authenticators.

use super::foreign::ForeignKind as Kind;
use super::link::Link;

/// A way to recognise one kind of text.
pub(super) struct Row {
    pub kind: Kind,
    /// Is it this kind? Texts without a scheme have no link.
    pub fits: fn(text: &str, link: Option<&Link<'_>>) -> bool,
    /// What may be shown of it.
    pub shows: Shows,
}

/// What may be shown of a text of a kind.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Shows {
    /// Nothing but the kind.
    Nothing,
    /// The scheme.
    Scheme,
    /// The host that it points to.
    Host,
    /// The host and Microsoft's account type.
    AccountType,
    /// The host of the organisation's server in the parameter `s`.
    Server,
    /// The name of the network, never its password.
    NetworkName,
}

/// `fits` for a scheme.
macro_rules! scheme {
    ($($name:literal)|+) => {
        |_, link| link.is_some_and(|l| $(l.is($name))||+)
    };
}

/// `fits` for a web address under a host and a path.
macro_rules! web {
    ($host:literal, $path:literal) => {
        |_, link| link.is_some_and(|l| l.is_web() && l.on($host) && l.under($path))
    };
}

/// `fits` for what a text begins with.
macro_rules! begins {
    ($($start:literal)|+) => {
        |text, _| $(starts(text, $start))||+
    };
}

const fn row(kind: Kind, shows: Shows, fits: fn(&str, Option<&Link<'_>>) -> bool) -> Row {
    Row { kind, fits, shows }
}

pub(super) const TABLE: &[Row] = &[
    row(
        Kind::MicrosoftPushWorkOld,
        Shows::Scheme,
        scheme!("phonefactor"),
    ),
    row(
        Kind::MicrosoftPushPersonal,
        Shows::AccountType,
        |_, link| link.is_some_and(|l| microsoft(l) && account_type(l, "msa")),
    ),
    row(Kind::MicrosoftPushWork, Shows::AccountType, |_, link| {
        link.is_some_and(microsoft)
    }),
    row(
        Kind::OktaVerify,
        Shows::Server,
        scheme!("oktaverify" | "com-okta-authenticator"),
    ),
    row(Kind::Duo, Shows::Nothing, |text, link| {
        link.is_some_and(|l| l.is("duo")) || duo_activation(text)
    }),
    row(Kind::FidoPasskey, Shows::Nothing, scheme!("fido")),
    row(Kind::SteamSignIn, Shows::Host, web!("s.team", "/q/")),
    row(Kind::Entrust, Shows::Scheme, scheme!("igmobileotp")),
    row(
        Kind::RsaSecurid,
        Shows::Nothing,
        scheme!("com.rsa.securid" | "securidauthenticator"),
    ),
    row(
        Kind::RsaSecurid,
        Shows::Nothing,
        web!("127.0.0.1", "/securid/ctf"),
    ),
    row(
        Kind::Tiqr,
        Shows::Scheme,
        scheme!("tiqrauth" | "tiqrenroll"),
    ),
    row(Kind::SafenetMobilepass, Shows::Nothing, |text, link| {
        link.is_some_and(|l| l.is("mobilepass") || l.is("mobilepassplus"))
            || starts(text, "SafeNet MobilePASS")
    }),
    row(Kind::TwofasPairing, Shows::Scheme, scheme!("twofas_c")),
    row(Kind::TelegramSignIn, Shows::Nothing, |_, link| {
        link.is_some_and(|l| l.is("tg") && l.on("login"))
    }),
    row(Kind::DiscordSignIn, Shows::Host, |_, link| {
        link.is_some_and(|l| {
            l.is_web() && (l.on("discord.com") || l.on("discordapp.com")) && l.under("/ra/")
        })
    }),
    row(Kind::SignalLink, Shows::Nothing, |_, link| {
        link.is_some_and(|l| (l.is("sgnl") && l.on("linkdevice")) || (l.is("tsdevice")))
    }),
    row(Kind::WhatsappLink, Shows::Nothing, begins!("2@")),
    row(Kind::Wifi, Shows::NetworkName, scheme!("wifi")),
    row(Kind::Email, Shows::Nothing, scheme!("mailto" | "matmsg")),
    row(
        Kind::Phone,
        Shows::Nothing,
        scheme!("tel" | "sms" | "smsto"),
    ),
    row(
        Kind::Contact,
        Shows::Nothing,
        begins!("BEGIN:VCARD" | "MECARD:" | "BIZCARD:"),
    ),
    row(
        Kind::CalendarEvent,
        Shows::Nothing,
        begins!("BEGIN:VEVENT" | "BEGIN:VCALENDAR"),
    ),
    row(Kind::Place, Shows::Nothing, scheme!("geo")),
    row(
        Kind::CryptoPayment,
        Shows::Scheme,
        scheme!("bitcoin" | "ethereum" | "litecoin" | "monero" | "lightning"),
    ),
    row(Kind::WebLink, Shows::Host, |_, link| {
        link.is_some_and(Link::is_web)
    }),
    row(Kind::AppLink, Shows::Scheme, |text, link| {
        link.is_some() && text.contains("://")
    }),
    row(Kind::Empty, Shows::Nothing, |text, _| text.is_empty()),
];

fn starts(text: &str, with: &str) -> bool {
    text.get(..with.len())
        .is_some_and(|s| s.eq_ignore_ascii_case(with))
}

/// The sign-in hosts of Microsoft's clouds, and the path that its own client libraries compare without case.
fn microsoft(link: &Link<'_>) -> bool {
    let hosts = [
        "login.microsoftonline.com",
        "login.microsoftonline.us",
        "login.chinacloudapi.cn",
    ];
    link.is("https")
        && hosts.iter().any(|h| link.on(h))
        && link.under("/authenticatorApp/activateAccount")
}

fn account_type(link: &Link<'_>, expected: &str) -> bool {
    link.parameter("accountType")
        .is_some_and(|t| t.eq_ignore_ascii_case(expected))
}

/// 20 letters and digits, a hyphen, and a host of Duo's in base64.
fn duo_activation(text: &str) -> bool {
    let Some((code, host)) = text.split_once('-') else {
        return false;
    };
    if code.len() != 20 || !code.bytes().all(|b| b.is_ascii_alphanumeric()) {
        return false;
    }
    let decoded = data_encoding::BASE64_NOPAD.decode(host.trim_end_matches('=').as_bytes());
    decoded.is_ok_and(|h| h.to_ascii_lowercase().ends_with(b".duosecurity.com"))
}
