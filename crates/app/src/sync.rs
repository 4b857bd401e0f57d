//! Locks that a panic elsewhere does not close for ever.

use std::sync::{Mutex, MutexGuard, PoisonError};

/// Takes a lock. Whoever panicked while holding it left the value whole: every change here is one
/// assignment, or is undone by the vault's own transaction.
pub(crate) fn held<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
