//! The parameters of a Key URI.

use zeroize::Zeroizing;

use super::decode::decode;
use super::{UriError, UriField};
use crate::Warning;

/// The parameters, decoded. An empty one, or one that says `null`, is absent.
#[derive(Default)]
pub(super) struct Query {
    pub(super) secret: Option<Zeroizing<String>>,
    /// Raw: how its plus signs are read is decided in [`Query::issuer`].
    raw_issuer: Option<String>,
    pub(super) algorithm: Option<String>,
    pub(super) digits: Option<String>,
    pub(super) period: Option<String>,
    pub(super) counter: Option<String>,
    /// `encoder=steam`, as KeePassXC and Bitwarden write it; in capitals nobody reads it.
    pub(super) steam_encoder: bool,
    pub(super) extra: Vec<(String, String)>,
}

impl Query {
    pub(super) fn read(text: &str, notes: &mut Vec<Warning>) -> Result<Query, UriError> {
        let mut query = Query::default();
        for piece in text.split('&') {
            let piece = match piece.strip_prefix("amp;") {
                Some(rest) => {
                    notes.push(Warning::HtmlAmpersand);
                    rest
                }
                None => piece,
            };
            if !piece.is_empty() {
                let (name, value) = piece.split_once('=').unwrap_or((piece, ""));
                query.take(name, value, notes)?;
            }
        }
        query.unglue(notes);
        Ok(query)
    }

    fn take(
        &mut self,
        raw_name: &str,
        raw: &str,
        notes: &mut Vec<Warning>,
    ) -> Result<(), UriError> {
        let name = decode(raw_name, notes);
        let known = name.to_ascii_lowercase();
        let (slot, field) = match known.as_str() {
            "secret" => return self.take_secret(raw, notes),
            "issuer" if self.raw_issuer.is_some() => {
                notes.push(Warning::DuplicateParameter { name: known });
                return Ok(());
            }
            "issuer" => {
                self.raw_issuer = Some(raw.to_owned());
                return Ok(());
            }
            "algorithm" => (&mut self.algorithm, UriField::Algorithm),
            "digits" => (&mut self.digits, UriField::Digits),
            "period" => (&mut self.period, UriField::Period),
            "counter" => (&mut self.counter, UriField::Counter),
            "encoder" if decode(raw, &mut Vec::new()) == "steam" => {
                self.steam_encoder = true;
                return Ok(());
            }
            _ => {
                if self.extra.iter().any(|(other, _)| *other == name) {
                    notes.push(Warning::DuplicateParameter { name: known });
                }
                let value = decode(raw, notes);
                self.extra.push((name, value));
                return Ok(());
            }
        };
        let value = decode(raw, notes);
        if value.trim().is_empty() || value.trim() == "null" {
            notes.push(Warning::EmptyParameter { name: known });
            return Ok(());
        }
        match slot {
            Some(first) if *first == value => {
                notes.push(Warning::DuplicateParameter { name: known })
            }
            Some(_) => return Err(UriError::Ambiguous(field)),
            None => *slot = Some(value),
        }
        Ok(())
    }

    fn take_secret(&mut self, raw: &str, notes: &mut Vec<Warning>) -> Result<(), UriError> {
        let spaced = Zeroizing::new(raw.replace('+', " "));
        let value = Zeroizing::new(decode(&spaced, notes));
        if value.trim() == "null" {
            return Ok(()); // Said to be nothing: it counts as absent, and that is refused.
        }
        match &self.secret {
            Some(first) if **first == *value => {
                notes.push(Warning::DuplicateParameter {
                    name: "secret".to_owned(),
                });
            }
            Some(_) => return Err(UriError::Ambiguous(UriField::Secret)),
            None => self.secret = Some(value),
        }
        Ok(())
    }

    /// The issuer, or nothing. A plus inside it is a space, as HTML forms write it; at an end it is a plus.
    pub(super) fn issuer(&self, notes: &mut Vec<Warning>) -> String {
        let raw = self.raw_issuer.as_deref().unwrap_or("");
        let core = raw.trim_matches('+');
        let (before, after) = raw.split_at(raw.find(core).unwrap_or(0));
        let spaced = [before, &core.replace('+', " "), &after[core.len()..]].concat();
        decode(&spaced, notes).trim().to_owned()
    }

    /// `issuer=Fooperiod=30`, which a widely copied snippet prints, lacks an ampersand. The raw equals sign in the
    /// issuer gives it away; it is read only where the parameter is not there otherwise.
    fn unglue(&mut self, notes: &mut Vec<Warning>) {
        let Some(raw) = &self.raw_issuer else { return };
        let glued = [
            ("period", &mut self.period),
            ("digits", &mut self.digits),
            ("algorithm", &mut self.algorithm),
        ];
        for (name, slot) in glued {
            let Some((issuer, value)) = raw.split_once(&format!("{name}=")) else {
                continue;
            };
            if slot.is_some()
                || value.is_empty()
                || !value.bytes().all(|byte| byte.is_ascii_alphanumeric())
            {
                continue;
            }
            *slot = Some(value.to_owned());
            notes.push(Warning::GluedParameter {
                name: name.to_owned(),
            });
            self.raw_issuer = Some(issuer.to_owned());
            return;
        }
    }
}
