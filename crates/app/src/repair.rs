//! When the vault is damaged or gone: its older generations.

use crate::App;
use crate::faults::{fault, of_vault};
use crate::notices;
use crate::session::Vault;
use crate::sync::held;
use crate::wire::{Fault, FaultCode, GenerationRequest, GenerationView, GenerationsView};

impl App {
    /// The generations that are kept, newest first.
    ///
    /// # Errors
    /// `vault_unreadable`.
    pub fn generations(&self) -> Result<GenerationsView, Fault> {
        self.touch_activity();
        let path = &self.ports.paths.vault;
        let generations = vault::generations(path).map_err(|error| of_vault(&error, path))?;
        Ok(GenerationsView {
            generations: generations
                .iter()
                .map(|generation| GenerationView {
                    id: generation.id(),
                    saved_at: generation.saved_at(),
                    size: generation.size(),
                })
                .collect(),
        })
    }

    /// Puts a generation in the vault's place. What lay there is kept beside it.
    ///
    /// # Errors
    /// `vault_exists` while a whole vault lies there, `vault_newer`, and those of saving.
    pub fn restore_generation(&self, request: GenerationRequest) -> Result<(), Fault> {
        self.touch_activity();
        let path = &self.ports.paths.vault;
        {
            let mut vault = held(&self.vault);
            match &*vault {
                Vault::Damaged(_) => {}
                Vault::Newer(fault) => return Err(fault.clone()),
                Vault::Fresh | Vault::Locked(_) | Vault::Unlocked(_) => {
                    return Err(fault(FaultCode::VaultExists));
                }
            }
            vault::restore_generation(path, &request.id).map_err(|error| of_vault(&error, path))?;
            *vault = crate::open::look(path);
        }
        self.say(notices::GENERATION_RESTORED, &[]);
        self.events.state_changed();
        Ok(())
    }
}
