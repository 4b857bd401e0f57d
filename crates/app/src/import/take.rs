//! A preview, taken over.

use otp::Account;

use super::{Preview, Taken};
use crate::App;
use crate::enrol::duplicate;
use crate::sync::held;
use crate::wire::{DuplicateView, Same};

/// What of a preview is wanted.
#[derive(Debug, Clone, Copy, Default)]
pub struct Wanted {
    /// Also what is in the trash or the archive there.
    pub set_aside: bool,
    /// Also what is here already.
    pub again: bool,
}

/// What became of each account of a preview, by its place in it, counted from 0.
#[derive(Default)]
pub struct Takeover {
    /// Added, with its new id.
    pub added: Vec<(usize, String)>,
    /// Left out: the same key is here already.
    pub known: Vec<(usize, DuplicateView)>,
    /// Added although an account of the same name, with another key, is here.
    pub namesakes: Vec<(usize, DuplicateView)>,
    /// Left out: it is in the trash or the archive there.
    pub set_aside: Vec<usize>,
}

impl App {
    /// Adds the accounts of a preview, all of the wanted ones or none.
    ///
    /// # Errors
    /// `locked`, and those of saving.
    pub fn import_take(&self, preview: &Preview, wanted: Wanted) -> Taken {
        self.touch_activity();
        let mut done = Takeover::default();
        let mut accounts: Vec<(usize, Account, bool)> = Vec::new();
        {
            let vault = held(&self.vault);
            for (at, entry) in preview.import.entries.iter().enumerate() {
                let account = &entry.draft.account;
                if entry.set_aside && !wanted.set_aside {
                    done.set_aside.push(at);
                    continue;
                }
                match duplicate(&vault, &entry.draft) {
                    Some(same) if same.same == Same::Secret && !same.trashed && !wanted.again => {
                        done.known.push((at, same));
                        continue;
                    }
                    Some(same) if same.same == Same::Name => done.namesakes.push((at, same)),
                    _ => {}
                }
                // Two files of one export may hold the same account.
                let twin = accounts
                    .iter()
                    .find(|(_, other, _)| other.same_as(account))
                    .map(|(first, ..)| *first);
                match twin {
                    Some(_) if !wanted.again => done.known.push((
                        at,
                        DuplicateView {
                            id: String::new(),
                            same: Same::Secret,
                            issuer: account.issuer.clone(),
                            label: account.label.clone(),
                            trashed: false,
                        },
                    )),
                    _ => accounts.push((at, account.duplicate(), entry.pinned)),
                }
            }
        }
        if accounts.is_empty() {
            // Locked, or no vault: said even where there is nothing to add.
            self.with_open(|_| Ok(()))?;
            return Ok(done);
        }
        let places: Vec<usize> = accounts.iter().map(|(at, ..)| *at).collect();
        let pinned: Vec<bool> = accounts.iter().map(|(.., pinned)| *pinned).collect();
        let now = self.ports.clock.now();
        let ids = self.change(|vault| {
            let accounts = accounts.into_iter().map(|(_, account, _)| account);
            let ids = vault.add_all(accounts, now)?;
            for (id, _) in ids.iter().zip(&pinned).filter(|(_, pinned)| **pinned) {
                vault.set_pinned(*id, true)?;
            }
            Ok(ids)
        })?;
        done.added = places
            .into_iter()
            .zip(ids.iter().map(ToString::to_string))
            .collect();
        self.events.codes_changed();
        Ok(done)
    }
}
