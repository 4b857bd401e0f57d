//! Texts that are no accounts.

use super::link::Link;
use super::table::{Shows, TABLE};

/// A text that is not an account: what it is, and what may be shown of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreigner {
    /// What it is.
    pub kind: ForeignKind,
    /// Harmless facts of it, by name: `host`, `scheme`, `account_type`, ... Tokens, codes and numbers are left out.
    pub shown: Vec<(&'static str, String)>,
}

macro_rules! kinds {
    ($($(#[$doc:meta])* $kind:ident = $code:literal,)+) => {
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
    };
}

kinds! {
    /// `phonefactor://activate_account`: Microsoft push, old form, work or school.
    MicrosoftPushWorkOld = "microsoft_push_work_old",
    /// `https://login.microsoftonline.com/authenticatorApp/activateAccount`, `accountType=msa`.
    MicrosoftPushPersonal = "microsoft_push_personal",
    /// The same with `accountType=mfa`, or without a known account type.
    MicrosoftPushWork = "microsoft_push_work",
    /// `oktaverify://`
    OktaVerify = "okta_verify",
    /// `duo://`, or 20 characters, a hyphen and the base64 of an `api-….duosecurity.com` host.
    Duo = "duo",
    /// `FIDO:/` and digits: a passkey on another device.
    FidoPasskey = "fido_passkey",
    /// `https://s.team/q/`
    SteamSignIn = "steam_sign_in",
    /// `igmobileotp://`
    Entrust = "entrust",
    /// RSA SecurID in its three forms.
    RsaSecurid = "rsa_securid",
    /// `tiqrauth://`, `tiqrenroll://`
    Tiqr = "tiqr",
    /// A SafeNet MobilePASS enrolment.
    SafenetMobilepass = "safenet_mobilepass",
    /// `twofas_c://`
    TwofasPairing = "twofas_pairing",
    /// `tg://login`
    TelegramSignIn = "telegram_sign_in",
    /// `https://discord.com/ra/`
    DiscordSignIn = "discord_sign_in",
    /// `sgnl://linkdevice`
    SignalLink = "signal_link",
    /// `2@…`
    WhatsappLink = "whatsapp_link",
    /// `WIFI:`
    Wifi = "wifi",
    /// `mailto:`, `MATMSG:`
    Email = "email",
    /// `tel:`, `sms:`, `smsto:`
    Phone = "phone",
    /// `BEGIN:VCARD`, `MECARD:`
    Contact = "contact",
    /// `BEGIN:VEVENT`, `BEGIN:VCALENDAR`
    CalendarEvent = "calendar_event",
    /// `geo:`
    Place = "place",
    /// `bitcoin:` and its kin.
    CryptoPayment = "crypto_payment",
    /// `http://` or `https://`
    WebLink = "web_link",
    /// Another scheme.
    AppLink = "app_link",
    /// Text without a form that is known.
    OtherText = "other_text",
    /// Nothing at all.
    Empty = "empty",
}

/// Names a text that is no account.
pub(super) fn name(text: &str) -> Foreigner {
    let link = Link::parse(text);
    let row = TABLE.iter().find(|r| (r.fits)(text, link.as_ref()));
    let Some(row) = row else {
        return Foreigner {
            kind: ForeignKind::OtherText,
            shown: Vec::new(),
        };
    };
    Foreigner {
        kind: row.kind,
        shown: link.map_or_else(Vec::new, |link| shown(row.shows, &link)),
    }
}

/// The longest fact that is shown, letters: a host or a network's name is shorter, a made-up one may not be.
const LONGEST: usize = 100;

fn shown(shows: Shows, link: &Link<'_>) -> Vec<(&'static str, String)> {
    let mut facts = Vec::new();
    match shows {
        Shows::Nothing => {}
        Shows::Scheme => facts.push(("scheme", link.scheme.to_ascii_lowercase())),
        Shows::Host => facts.push(("host", link.host.to_ascii_lowercase())),
        Shows::AccountType => {
            facts.push(("host", link.host.to_ascii_lowercase()));
            // Only the two known values: a made-up one could carry anything.
            if let Some(known) = link
                .parameter("accountType")
                .map(|t| t.to_ascii_lowercase())
            {
                facts.extend(
                    ["msa", "mfa"]
                        .iter()
                        .filter(|t| **t == known)
                        .map(|t| ("account_type", (*t).to_owned())),
                );
            }
        }
        Shows::Server => {
            let server = link.parameter("s").unwrap_or_default();
            facts.extend(Link::parse(&server).map(|s| ("host", s.host.to_ascii_lowercase())));
        }
        Shows::NetworkName => facts.extend(network_name(link.path).map(|name| ("network", name))),
    }
    for (_, fact) in &mut facts {
        *fact = fact
            .chars()
            .filter(|c| !c.is_control())
            .take(LONGEST)
            .collect();
    }
    facts.retain(|(_, fact)| !fact.is_empty());
    facts
}

/// `T:WPA;S:name;P:password;;`: the name, with its backslashes taken away.
fn network_name(fields: &str) -> Option<String> {
    let mut field = String::new();
    let mut letters = fields.chars();
    loop {
        match letters.next() {
            Some('\\') => field.extend(letters.next()),
            Some(';') | None if field.get(..2).is_some_and(|s| s.eq_ignore_ascii_case("S:")) => {
                return Some(field.split_off(2));
            }
            Some(';') => field.clear(),
            Some(c) => field.push(c),
            None => return None,
        }
    }
}
