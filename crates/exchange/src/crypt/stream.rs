//! The first chunk of libsodium's `crypto_secretstream_xchacha20poly1305`, which is all of an Ente export.

use chacha20::cipher::{KeyIvInit as _, StreamCipher as _};
use chacha20::{ChaCha20, R20, hchacha};
use poly1305::Poly1305;
use poly1305::universal_hash::{KeyInit as _, UniversalHash as _};
use subtle::ConstantTimeEq as _;
use zeroize::{Zeroize as _, Zeroizing};

use super::CryptError;

/// What a chunk has beside its text: a sealed tag before it and a MAC after it.
const OVERHEAD: usize = 1 + 16;

/// Opens a stream of one chunk. Its tag may be any: two of three real exports end without `FINAL`.
pub(crate) fn stream_open(
    key: &[u8; 32],
    header: &[u8],
    sealed: &[u8],
) -> Result<Zeroizing<Vec<u8>>, CryptError> {
    let header: &[u8; 24] = header.try_into().map_err(|_| CryptError::Parameters)?;
    if sealed.len() < OVERHEAD {
        return Err(CryptError::Parameters);
    }
    let (input, rest) = header.split_at(16);
    let input: [u8; 16] = input.try_into().map_err(|_| CryptError::Parameters)?;
    let mut subkey = hchacha::<R20>(&(*key).into(), &input.into());
    // The counter of chunks, from 1, before the rest of the header.
    let mut nonce = [0; 12];
    nonce[0] = 1;
    nonce[4..].copy_from_slice(rest);
    let mut cipher = ChaCha20::new(&subkey, &nonce.into());
    subkey.as_mut_slice().zeroize();

    // Block 0 is the key of the MAC, block 1 covers the tag and 63 zeros, the text begins with block 2.
    let mut first = Zeroizing::new([0_u8; 64]);
    cipher.apply_keystream(first.as_mut_slice());
    let mac_key: [u8; 32] = first[..32].try_into().map_err(|_| CryptError::Parameters)?;
    let mut mac = Poly1305::new(&mac_key.into());
    let mut tag = Zeroizing::new([0_u8; 64]);
    cipher.apply_keystream(tag.as_mut_slice());
    tag[0] = sealed[0];
    let (text, expected) = sealed[1..].split_at(sealed.len() - OVERHEAD);
    // libsodium pads by the length modulo 16, not up to 16: its way to count, kept for ever.
    let mut authentic = Zeroizing::new(Vec::with_capacity(64 + text.len() + 32));
    authentic.extend_from_slice(tag.as_slice());
    authentic.extend_from_slice(text);
    authentic.resize(64 + text.len() + (text.len() & 15), 0);
    authentic.extend_from_slice(&0_u64.to_le_bytes());
    authentic.extend_from_slice(&(64 + text.len() as u64).to_le_bytes());
    let computed = mac_of(&mut mac, &authentic);
    if !bool::from(computed.as_slice().ct_eq(expected)) {
        return Err(CryptError::Wrong);
    }
    let mut out = Zeroizing::new(text.to_vec());
    cipher.apply_keystream(&mut out);
    Ok(out)
}

/// Poly1305 of bytes of any length (RFC 8439 §2.5).
fn mac_of(mac: &mut Poly1305, bytes: &[u8]) -> [u8; 16] {
    let (blocks, rest) = bytes.split_at(bytes.len() / 16 * 16);
    for block in blocks.chunks_exact(16) {
        if let Ok(block) = <[u8; 16]>::try_from(block) {
            mac.update(&[block.into()]);
        }
    }
    mac.clone().compute_unpadded(rest).into()
}
