//! One entry in the system's store, through `keyring`.

use app::ports::KeyringError;
use keyring::{Entry, Error};
use zeroize::{Zeroize, Zeroizing};

use super::{Progress, SERVICE};

/// The most of a store's own words that is passed on, characters.
const WORDS: usize = 200;

pub(super) fn provider() -> Result<String, KeyringError> {
    #[cfg(target_os = "linux")]
    return super::secret_service::provider();
    #[cfg(target_os = "macos")]
    return Ok("Keychain".to_owned());
    #[cfg(windows)]
    return Ok("Credential Manager".to_owned());
}

pub(super) fn read(
    progress: &Progress,
    vault: &str,
) -> Result<Option<Zeroizing<String>>, KeyringError> {
    prepare(progress, vault)?;
    match entry(vault)?.get_password() {
        Ok(text) => Ok(Some(Zeroizing::new(text))),
        Err(Error::NoEntry) => certainly_absent().map(|()| None),
        Err(error) => Err(refusal(error)),
    }
}

pub(super) fn write(progress: &Progress, vault: &str, text: &str) -> Result<(), KeyringError> {
    prepare(progress, vault)?;
    prepare_to_create(progress)?;
    let entry = entry(vault)?;
    entry.set_password(text).map_err(refusal)?;
    let kept = entry.get_password().map(Zeroizing::new).map_err(refusal)?;
    if kept.as_str() != text {
        return Err(KeyringError::Denied(
            "it gives back another text than it was given".to_owned(),
        ));
    }
    Ok(())
}

pub(super) fn delete(progress: &Progress, vault: &str) -> Result<(), KeyringError> {
    prepare(progress, vault)?;
    match entry(vault)?.delete_credential() {
        Ok(()) => Ok(()),
        Err(Error::NoEntry) => certainly_absent(),
        Err(error) => Err(refusal(error)),
    }
}

/// A store is opened for each call: a service that was started late, or again, is found.
#[cfg(target_os = "linux")]
fn entry(vault: &str) -> Result<Entry, KeyringError> {
    use keyring_core::api::CredentialStoreApi as _;
    let store = zbus_secret_service_keyring_store::Store::new().map_err(refusal)?;
    let label = format!("Countersign: key of the vault {vault}");
    let modifiers = std::collections::HashMap::from([("label", label.as_str())]);
    let inner = store
        .build(SERVICE, vault, Some(&modifiers))
        .map_err(refusal)?;
    Ok(Entry { inner })
}

/// These systems' stores are always there.
#[cfg(not(target_os = "linux"))]
fn entry(vault: &str) -> Result<Entry, KeyringError> {
    Entry::new(SERVICE, vault).map_err(refusal)
}

#[cfg(target_os = "linux")]
use super::secret_service::{certainly_absent, prepare, prepare_to_create};

#[cfg(not(target_os = "linux"))]
fn prepare(_: &Progress, _: &str) -> Result<(), KeyringError> {
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn prepare_to_create(_: &Progress) -> Result<(), KeyringError> {
    Ok(())
}

#[cfg(not(target_os = "linux"))]
fn certainly_absent() -> Result<(), KeyringError> {
    Ok(())
}

/// Says what a store's error is to us. Never absence: callers have taken that out before.
fn refusal(error: Error) -> KeyringError {
    match error {
        Error::NoStorageAccess(_) => KeyringError::Locked,
        Error::NoDefaultStore => KeyringError::Missing,
        Error::Ambiguous(_) => {
            KeyringError::Denied("it holds several entries for this vault".to_owned())
        }
        // These carry what was read.
        Error::BadEncoding(mut bytes) | Error::BadDataFormat(mut bytes, _) => {
            bytes.zeroize();
            KeyringError::Denied("its entry for this vault is not text".to_owned())
        }
        other => from_words(&other.to_string()),
    }
}

/// The stores tell some cases apart in their words only: the names of D-Bus errors, which do not change.
pub(super) fn from_words(words: &str) -> KeyringError {
    let says = |needles: &[&str]| needles.iter().any(|needle| words.contains(needle));
    if says(&["IsLocked", "is locked", "interaction is not allowed"]) {
        KeyringError::Locked
    } else if says(&["DBus.Error.NoReply", "DBus.Error.Timeout", "timed out"]) {
        KeyringError::Silent
    } else if says(&[
        "ServiceUnknown",
        "NameHasNoOwner",
        "Spawn.",
        "NoServer",
        "Disconnected",
        "no secret service",
    ]) {
        KeyringError::Missing
    } else {
        KeyringError::Denied(
            words
                .chars()
                .filter(|c| !c.is_control())
                .take(WORDS)
                .collect(),
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_are_told_apart_by_their_kind_and_their_names() {
        let boxed = |words: &str| Error::PlatformFailure(words.into());
        assert_eq!(
            refusal(Error::NoStorageAccess("prompt dismissed".into())),
            KeyringError::Locked
        );
        assert_eq!(
            refusal(boxed("org.freedesktop.Secret.Error.IsLocked: x")),
            KeyringError::Locked
        );
        assert_eq!(
            refusal(boxed("org.freedesktop.DBus.Error.ServiceUnknown: x")),
            KeyringError::Missing
        );
        assert_eq!(
            refusal(boxed("org.freedesktop.DBus.Error.NoReply: x")),
            KeyringError::Silent
        );
        assert!(matches!(
            refusal(boxed("org.freedesktop.DBus.Error.AccessDenied")),
            KeyringError::Denied(_)
        ));
    }

    #[test]
    fn an_entry_that_is_no_text_is_refused_without_its_content() {
        let Err(error) = Err::<(), _>(refusal(Error::BadEncoding(b"\xffSECRET".to_vec()))) else {
            unreachable!()
        };
        assert!(matches!(&error, KeyringError::Denied(words) if !words.contains("SECRET")));
        assert!(!error.to_string().contains("255"));
    }
}
