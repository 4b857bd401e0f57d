//! Changes to the entries. They are made in memory; saving keeps them.

use otp::{Account, AccountError, AccountParts, Kind, Pin, UnixTime};

use crate::{Entry, EntryId, Unlocked, VaultError};

impl Unlocked {
    /// Adds an account.
    ///
    /// # Errors
    /// [`VaultError::Random`]; [`VaultError::Account`] for one that would not be read again.
    pub fn add(&mut self, account: Account, now: UnixTime) -> Result<EntryId, VaultError> {
        let entry = Entry::make(account, now)?;
        let id = entry.id;
        self.body.entries.push(entry);
        self.dirty = true;
        Ok(id)
    }

    /// Adds accounts: all of them, or none on an error. Returns their names in the same order.
    ///
    /// # Errors
    /// [`VaultError::Random`]; [`VaultError::Account`] for one that would not be read again.
    pub fn add_all(
        &mut self,
        accounts: impl IntoIterator<Item = Account>,
        now: UnixTime,
    ) -> Result<Vec<EntryId>, VaultError> {
        let made = accounts
            .into_iter()
            .map(|account| Entry::make(account, now));
        let entries = made.collect::<Result<Vec<_>, _>>()?;
        let ids = entries.iter().map(Entry::id).collect();
        self.dirty |= !entries.is_empty();
        self.body.entries.extend(entries);
        Ok(ids)
    }

    /// Gives an account other names. An issuer that stood before the label goes with the issuer
    /// that it belonged to.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; [`VaultError::Account`] for names that are too long.
    pub fn rename(&mut self, id: EntryId, issuer: &str, label: &str) -> Result<(), VaultError> {
        let entry = self.entry(id)?;
        let old = &entry.account;
        let same_issuer = old.issuer == issuer.trim();
        let account = Account::new(AccountParts {
            issuer: issuer.to_owned(),
            issuer_in_label: old.issuer_in_label.clone().filter(|_| same_issuer),
            label: label.to_owned(),
            algorithm: old.algorithm,
            digits: old.digits,
            kind: old.kind,
            extra: old.extra.clone(),
            pin: old.pin().map(Pin::duplicate),
            secret: old.secret().duplicate(),
        })
        .map_err(refused)?;
        entry.account = account;
        self.dirty = true;
        Ok(())
    }

    /// Puts an entry first, or lets it go.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`].
    pub fn set_pinned(&mut self, id: EntryId, pinned: bool) -> Result<(), VaultError> {
        self.entry(id)?.pinned = pinned;
        self.dirty = true;
        Ok(())
    }

    /// A code of this entry was taken.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`].
    pub fn touch(&mut self, id: EntryId, now: UnixTime) -> Result<(), VaultError> {
        self.entry(id)?.last_used_at = Some(now);
        self.dirty = true;
        Ok(())
    }

    /// Sets the counter of the next code (RFC 4226).
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`]; [`VaultError::NoCounter`] for codes by time;
    /// [`VaultError::Account`] above [`Account::MAX_COUNTER`].
    pub fn set_counter(&mut self, id: EntryId, counter: u64) -> Result<(), VaultError> {
        let Kind::Hotp { counter: kept } = &mut self.entry(id)?.account.kind else {
            return Err(VaultError::NoCounter);
        };
        if counter > Account::MAX_COUNTER {
            return Err(refused(AccountError::Counter));
        }
        *kept = counter;
        self.dirty = true;
        Ok(())
    }

    /// Moves the counter on by one: the code was used.
    ///
    /// # Errors
    /// As [`Unlocked::set_counter`].
    pub fn advance(&mut self, id: EntryId) -> Result<(), VaultError> {
        match self.entry(id)?.account.kind {
            Kind::Hotp { counter } => self.set_counter(id, counter.saturating_add(1)),
            Kind::Totp { .. } | Kind::Steam | Kind::Motp | Kind::Yandex => {
                Err(VaultError::NoCounter)
            }
        }
    }

    /// Puts an entry in the trash, for 30 days. One that is there already keeps its day.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`].
    pub fn trash_entry(&mut self, id: EntryId, now: UnixTime) -> Result<(), VaultError> {
        self.entry(id)?.deleted_at.get_or_insert(now);
        self.dirty = true;
        Ok(())
    }

    /// Takes an entry out of the trash.
    ///
    /// # Errors
    /// [`VaultError::NoSuchEntry`].
    pub fn restore(&mut self, id: EntryId) -> Result<(), VaultError> {
        self.entry(id)?.deleted_at = None;
        self.dirty = true;
        Ok(())
    }

    fn entry(&mut self, id: EntryId) -> Result<&mut Entry, VaultError> {
        let found = self.body.entries.iter_mut().find(|entry| entry.id == id);
        found.ok_or(VaultError::NoSuchEntry)
    }
}

fn refused(error: AccountError) -> VaultError {
    VaultError::Account {
        reason: error.to_string(),
    }
}
