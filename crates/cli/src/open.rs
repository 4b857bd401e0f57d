//! The way into the vault from a terminal: keyring first, then file descriptor or prompt.

use std::cell::OnceCell;
use std::sync::Arc;

use app::App;
use app::wire::{Fault, FaultCode, FindingsView, Phase, Purpose, Typed, UnlockRequest, Way};
use serde_json::json;
use zeroize::Zeroizing;

use crate::args::{Unlock, Ways};
use crate::exit::Exit;
use crate::input;
use crate::say::Say;

/// The program as this terminal sees it.
pub struct Face {
    /// The program.
    pub app: Arc<App>,
    ways: Ways,
    /// What was given, read once: a pipe gives it once, and who typed it a moment ago is not asked again.
    given: OnceCell<(Way, Zeroizing<String>)>,
}

/// A terminal has no page to tell.
struct Nobody;

impl app::Events for Nobody {
    fn state_changed(&self) {}
    fn locked(&self) {}
    fn codes_changed(&self) {}
    fn found(&self, _: FindingsView) {}
    fn failed(&self, _: Fault) {}
}

impl Face {
    /// Opens nothing yet.
    pub fn new(ways: &Ways) -> Self {
        Self {
            app: App::new(platform::ports(), Arc::new(Nobody)),
            ways: ways.clone(),
            given: OnceCell::new(),
        }
    }

    /// Unlocks the vault, unless it is open already.
    pub fn open(&self) -> Result<&App, Fault> {
        match self.app.phase() {
            Phase::Unlocked => return Ok(&self.app),
            Phase::Fresh => return Err(Fault::new(FaultCode::NoVault)),
            _ => {}
        }
        let state = self.app.state()?;
        if let Some(fault) = state.fault {
            return Err(fault);
        }
        let given = self.ways.password_fd.is_some() || self.ways.recovery_fd.is_some();
        if state.ways.keyring
            && !given
            && !self.ways.no_keyring
            && self.app.unlock_with_keyring().is_ok()
        {
            return Ok(&self.app);
        }
        self.prove(Purpose::Session)?;
        Ok(&self.app)
    }

    /// Presents the password, or the recovery key where there is no password.
    pub fn prove(&self, purpose: Purpose) -> Result<(), Fault> {
        let (way, secret) = self.given(|| {
            if self.app.state()?.ways.password {
                Ok((Way::Password, input::ask("Password: ")?))
            } else {
                Ok((Way::Recovery, input::ask("Recovery key: ")?))
            }
        })?;
        self.app.unlock(UnlockRequest {
            way: *way,
            secret: Typed::new(secret.clone()),
            purpose,
        })
    }

    /// The secret of the file descriptor that was named, or what `ask` gets; the same one each time.
    fn given(
        &self,
        ask: impl FnOnce() -> Result<(Way, Zeroizing<String>), Fault>,
    ) -> Result<&(Way, Zeroizing<String>), Fault> {
        if let Some(given) = self.given.get() {
            return Ok(given);
        }
        let given = match (self.ways.recovery_fd, self.ways.password_fd) {
            (Some(fd), _) => (Way::Recovery, input::secret_from_fd(fd)?),
            (None, Some(fd)) => (Way::Password, input::secret_from_fd(fd)?),
            (None, None) => ask()?,
        };
        Ok(self.given.get_or_init(|| given))
    }

    /// A new password: from the file descriptor, or asked for twice.
    pub fn new_password(&self) -> Result<Typed, Fault> {
        if let Some(fd) = self.ways.password_fd {
            return input::secret_from_fd(fd).map(Typed::new);
        }
        let first = input::ask("New password: ")?;
        let second = input::ask("The same again: ")?;
        if first == second {
            Ok(Typed::new(first))
        } else {
            Err(Fault::new(FaultCode::PasswordsDiffer))
        }
    }
}

/// `unlock`: says whether one way in works.
pub fn check(face: &Face, say: Say, unlock: &Unlock) -> Result<Exit, Fault> {
    match face.app.phase() {
        Phase::Fresh => return Err(Fault::new(FaultCode::NoVault)),
        Phase::Damaged | Phase::Newer => {
            return Err(face
                .app
                .state()?
                .fault
                .unwrap_or_else(|| Fault::new(FaultCode::VaultDamaged)));
        }
        Phase::Locked | Phase::Unlocked => {}
    }
    let way = if unlock.keyring {
        face.app.unlock_with_keyring()?;
        "keyring"
    } else if unlock.recovery && face.ways.recovery_fd.is_none() {
        let secret = input::ask("Recovery key: ")?;
        face.app.unlock(UnlockRequest {
            way: Way::Recovery,
            secret: Typed::new(secret),
            purpose: Purpose::Session,
        })?;
        "recovery"
    } else {
        face.prove(Purpose::Session)?;
        if face.ways.recovery_fd.is_some() {
            "recovery"
        } else {
            "password"
        }
    };
    let accounts = face.app.codes()?.accounts.len();
    say.say(
        || format!("The vault opens by {way}: {accounts} accounts."),
        || json!({ "opens": true, "way": way, "accounts": accounts }),
    );
    Ok(Exit::Done)
}
