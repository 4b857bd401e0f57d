//! Secrets at rest in memory are encrypted, so that a look at memory between two codes finds none.
//!
//! The key lies in the same memory, in one place. That is no defence against who can read all of it and knows where to
//! look; it is one against copies that get about: pages that are swapped out, dumps that are searched for what looks
//! like a key, memory that is handed out again. OpenSSH shields its keys for the same reason.

use std::hash::{BuildHasher as _, Hasher as _, RandomState};
use std::sync::LazyLock;
use std::sync::atomic::{AtomicU64, Ordering};

use chacha20::ChaCha20;
use chacha20::cipher::{KeyIvInit as _, StreamCipher as _};
use zeroize::Zeroizing;

/// The key of this process, in one place.
static KEY: LazyLock<[u8; 32]> = LazyLock::new(make_key);
/// What the next secret is sealed under: no two share a nonce.
static NEXT: AtomicU64 = AtomicU64::new(0);

fn make_key() -> [u8; 32] {
    let mut key = [0; 32];
    if getrandom::fill(&mut key).is_err() {
        // Without random numbers of the system nothing is ever saved either; what is held is still not legible.
        for (word, number) in key.chunks_exact_mut(8).zip(0_u64..) {
            let mut hasher = RandomState::new().build_hasher();
            hasher.write_u64(number);
            word.copy_from_slice(&hasher.finish().to_le_bytes());
        }
    }
    key
}

/// Bytes under the key of this process.
pub(crate) struct Shielded {
    bytes: Zeroizing<Vec<u8>>,
    nonce: u64,
}

impl Shielded {
    /// Shields bytes where they lie.
    pub(crate) fn new(mut bytes: Zeroizing<Vec<u8>>) -> Shielded {
        let nonce = NEXT.fetch_add(1, Ordering::Relaxed);
        apply(nonce, &mut bytes);
        Shielded { bytes, nonce }
    }

    /// The bytes, in a copy that is wiped.
    pub(crate) fn open(&self) -> Zeroizing<Vec<u8>> {
        let mut bytes = self.bytes.clone();
        apply(self.nonce, &mut bytes);
        bytes
    }

    pub(crate) fn len(&self) -> usize {
        self.bytes.len()
    }
}

fn apply(nonce: u64, bytes: &mut [u8]) {
    let mut iv = [0; 12];
    iv[..8].copy_from_slice(&nonce.to_le_bytes());
    ChaCha20::new(&(*KEY).into(), &iv.into()).apply_keystream(bytes);
}

/// How much of the stack [`swept`] wipes: more than an HMAC with its blocks takes, also in a debug build.
const SWEEP: usize = 16 * 1024;

/// Does what handles a bare secret, and wipes the stack that it used.
pub(crate) fn swept<T>(work: impl FnOnce() -> T) -> T {
    let done = deeper(work);
    sweep();
    done
}

#[inline(never)]
fn deeper<T>(work: impl FnOnce() -> T) -> T {
    work()
}

/// Lies where the frames of [`deeper`] lay.
#[inline(never)]
fn sweep() {
    let mut frame = [0_u8; SWEEP];
    std::hint::black_box(&mut frame);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_held_is_not_what_was_given_and_opens_to_it() {
        let given = b"12345678901234567890".to_vec();
        let (one, other) = (
            Shielded::new(Zeroizing::new(given.clone())),
            Shielded::new(Zeroizing::new(given.clone())),
        );
        assert_ne!(*one.bytes, given);
        assert_ne!(*one.bytes, *other.bytes, "no two are sealed alike");
        assert_eq!(*one.open(), given);
        assert_eq!(*other.open(), given);
        assert_eq!(one.len(), given.len());
    }
}
