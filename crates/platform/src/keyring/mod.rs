//! The OS keyring: Secret Service on Linux, Keychain on macOS, Credential Manager on Windows.
//!
//! An entry has the service `countersign` and the vault's id as its user, and holds text (KWallet and others spoil raw
//! bytes). *Invariant:* `Ok(None)` is only said when the store answered that there is no such entry and nothing that
//! could hold one is locked. (Held by `tests/keyring.rs`.)

#[cfg(target_os = "linux")]
mod secret_service;
mod store;

use std::fmt;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use app::ports::{Keyring, KeyringError};
use zeroize::Zeroizing;

use crate::limit::{NoAnswer, within};

/// The service under which entries are kept.
pub const SERVICE: &str = "countersign";

/// No call takes longer: the store may ask the person to unlock it, and that has no end.
const LIMIT: Duration = Duration::from_secs(5);
/// A call that is still open after so long will never end, and no longer stands in the way of others.
const GIVEN_UP: Duration = Duration::from_secs(120);

/// The system's keyring.
///
/// One call at a time, each on a thread of its own. Where the collection is locked, the system's own prompt appears
/// and the call answers [`KeyringError::Locked`] after its limit, while the prompt stays; further calls answer the same
/// at once and show no second prompt. When the person has unlocked it, the next call succeeds.
#[derive(Default)]
pub struct SystemKeyring {
    open: Mutex<Option<OpenCall>>,
}

struct OpenCall {
    since: Instant,
    progress: Arc<Progress>,
}

/// What a call says about itself while it runs.
#[derive(Default)]
pub(crate) struct Progress {
    prompting: AtomicBool,
    ended: AtomicBool,
}

impl Progress {
    /// From now on the person may be asked to unlock something.
    #[cfg_attr(
        not(target_os = "linux"),
        allow(dead_code, reason = "the other systems do not tell beforehand")
    )]
    pub(crate) fn may_prompt(&self) {
        self.prompting.store(true, Ordering::SeqCst);
    }

    fn unanswered(&self) -> KeyringError {
        if self.prompting.load(Ordering::SeqCst) {
            KeyringError::Locked
        } else {
            KeyringError::Silent
        }
    }
}

/// Says that a call has ended, also when it panics.
struct Ending(Arc<Progress>);

impl Drop for Ending {
    fn drop(&mut self) {
        self.0.ended.store(true, Ordering::SeqCst);
    }
}

impl fmt::Debug for SystemKeyring {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("SystemKeyring").finish_non_exhaustive()
    }
}

impl SystemKeyring {
    /// The keyring, not yet opened.
    #[must_use]
    pub fn new() -> SystemKeyring {
        SystemKeyring::default()
    }

    fn call<T, F>(&self, work: F) -> Result<T, KeyringError>
    where
        T: Send + 'static,
        F: FnOnce(&Progress) -> Result<T, KeyringError> + Send + 'static,
    {
        // Held during the call: a second one waits its turn, at most the first one's limit.
        let mut open = self.open.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(call) = open.as_ref()
            && !call.progress.ended.load(Ordering::SeqCst)
            && call.since.elapsed() < GIVEN_UP
        {
            return Err(call.progress.unanswered());
        }
        let progress = Arc::new(Progress::default());
        *open = Some(OpenCall {
            since: Instant::now(),
            progress: Arc::clone(&progress),
        });
        let ending = Ending(Arc::clone(&progress));
        let answer = within("keyring", LIMIT, move || {
            let ending = ending;
            work(&ending.0)
        });
        match answer {
            Ok(answer) => answer,
            Err(NoAnswer::Late) => Err(progress.unanswered()),
            Err(NoAnswer::Broken) => Err(KeyringError::Denied("the call failed".to_owned())),
        }
    }
}

impl Keyring for SystemKeyring {
    fn provider(&self) -> Result<String, KeyringError> {
        self.call(|_| store::provider())
    }

    fn read(&self, vault: &str) -> Result<Option<Zeroizing<String>>, KeyringError> {
        let vault = vault.to_owned();
        self.call(move |progress| store::read(progress, &vault))
    }

    fn write(&self, vault: &str, text: &str) -> Result<(), KeyringError> {
        let (vault, text) = (vault.to_owned(), Zeroizing::new(text.to_owned()));
        self.call(move |progress| store::write(progress, &vault, &text))
    }

    fn delete(&self, vault: &str) -> Result<(), KeyringError> {
        let vault = vault.to_owned();
        self.call(move |progress| store::delete(progress, &vault))
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn a_prompt_that_stays_open_reads_as_locked_and_a_second_call_does_not_stack_up() {
        let keyring = SystemKeyring::new();
        let progress = Arc::new(Progress::default());
        progress.may_prompt();
        *keyring.open.lock().unwrap() = Some(OpenCall {
            since: Instant::now(),
            progress: Arc::clone(&progress),
        });
        assert_eq!(keyring.call(|_| Ok(())), Err(KeyringError::Locked));
        drop(Ending(progress));
        assert_eq!(keyring.call(|_| Ok(1)), Ok(1));
    }

    #[test]
    fn a_call_that_hangs_is_silent_and_one_that_panics_is_denied() {
        let keyring = SystemKeyring::new();
        let (_keep, never) = channel::<()>();
        *keyring.open.lock().unwrap() = Some(OpenCall {
            since: Instant::now(),
            progress: Arc::new(Progress::default()),
        });
        assert_eq!(
            keyring.call(move |_| Ok(never.recv().is_ok())),
            Err(KeyringError::Silent)
        );
        *keyring.open.lock().unwrap() = None;
        let panicked: Result<(), _> = keyring.call(|_| panic!("on purpose"));
        assert!(matches!(panicked, Err(KeyringError::Denied(_))));
        assert_eq!(keyring.call(|_| Ok(2)), Ok(2));
    }
}
