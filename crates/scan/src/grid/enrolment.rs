//! What can be known of a code before it is read: most that matter here are Key URIs, and those begin alike, hold no
//! byte above 127 and are padded as the standard says (ISO/IEC 18004, 7.4.10). Bits that are known need not be seen.

use rxing::qrcode::common::VersionRef;

/// How a Key URI for an account begins.
const BEGINNINGS: [&[u8]; 2] = [b"otpauth://totp/", b"otpauth://hotp/"];
/// The indicator of bytes, after that of UTF-8 where an encoder says so (ECI 26).
const HEADERS: [&[(u32, usize)]; 2] = [&[(0b0100, 4)], &[(0b0111, 4), (26, 8), (0b0100, 4)]];
/// Fewer bytes are not worth a guess.
const SHORTEST: usize = 24;
/// Logarithm of how much likelier what is seen must be for a Key URI than for any other text.
const LEAST: f32 = 12.0;
/// The same for what stands before the account: every text of the same length would have the rest.
const LEAST_BEGINNING: f32 = 5.0;
/// Guesses that are tried.
const MOST: usize = 3;
/// From what was seen of a bit to the logarithm of its odds.
const SLOPE: f32 = 2.0;
/// How clear a known bit is.
const KNOWN: f32 = 4.0;

/// A guess at the bits of a symbol.
pub(super) struct Guess {
    /// Which bits are known, and whether each is a one.
    known: Vec<(usize, bool)>,
}

impl Guess {
    /// Writes what is known over what was seen.
    pub fn write(&self, seen: &mut [f32]) {
        for &(at, one) in &self.known {
            seen[at] = if one { -KNOWN } else { KNOWN };
        }
    }
}

/// The likeliest guesses, the best first: `seen` are the bits in the order of the symbol, `stream` the codewords of data
/// in the order of the text.
pub(super) fn guesses(seen: &[f32], stream: &[usize], version: VersionRef) -> Vec<Guess> {
    let count_bits = if version.getVersionNumber() < 10 {
        8
    } else {
        16
    };
    let place = |at: usize| stream[at / 8] * 8 + at % 8;
    let worth = |at: usize, one: bool| odds(seen[place(at)], one);
    let pads = Pads::of(stream.len(), worth);
    let mut best = Vec::new();
    for (header, beginning) in HEADERS.into_iter().flat_map(|h| BEGINNINGS.map(|b| (h, b))) {
        let count = header.iter().map(|(_, bits)| bits).sum::<usize>();
        let text = count + count_bits;
        let room = (stream.len() * 8).saturating_sub(text) / 8;
        if room < SHORTEST {
            continue;
        }
        let shape =
            |length, last| bits(header, count_bits, beginning, (length, last), stream.len());
        // The header and the beginning stand there whatever the length.
        let fixed: f32 = shape(beginning.len(), false)
            .filter(|(at, _)| !(count..text).contains(at))
            .map(|(at, one)| worth(at, one))
            .sum();
        if fixed < LEAST_BEGINNING {
            continue;
        }
        let mut sum = fixed;
        for length in beginning.len() + 1..=room {
            sum += worth(text + (length - 1) * 8, false);
            let counted = (0..count_bits).map(|bit| {
                let one = length >> (count_bits - 1 - bit) & 1 != 0;
                worth(count + bit, one)
            });
            let sum = sum + counted.sum::<f32>();
            let after = pads.after(text + length * 8, worth);
            for (likelihood, last) in [(sum, false), (sum + after, true)] {
                if likelihood > LEAST && length >= SHORTEST {
                    best.push((likelihood, header, beginning, length, last));
                }
            }
        }
    }
    best.sort_by(|a, b| b.0.total_cmp(&a.0));
    best.into_iter()
        .take(MOST)
        .map(|(_, header, beginning, length, last)| {
            let known = bits(header, count_bits, beginning, (length, last), stream.len());
            Guess {
                known: known.map(|(at, one)| (place(at), one)).collect(),
            }
        })
        .collect()
}

/// What speaks for padding from each codeword on to the last.
struct Pads(Vec<f32>);

impl Pads {
    fn of(codewords: usize, worth: impl Fn(usize, bool) -> f32) -> Pads {
        let pad = |word: usize, pad: u8| -> f32 {
            (0..8)
                .map(|bit| worth(word * 8 + bit, pad >> (7 - bit) & 1 != 0))
                .sum()
        };
        // The pads alternate, whichever is the first.
        let mut from = vec![[0.0; 2]; codewords + 1];
        for word in (0..codewords).rev() {
            for (nth, &byte) in PADS.iter().enumerate() {
                from[word][nth] = pad(word, byte) + from[word + 1][1 - nth];
            }
        }
        Pads(from.into_iter().map(|from| from[0]).collect())
    }

    /// What speaks for a text that ends before a bit: the terminator, zeros and pads after it.
    fn after(&self, end: usize, worth: impl Fn(usize, bool) -> f32) -> f32 {
        let pads = first_pad(end, self.0.len() - 1);
        let zeros: f32 = (end..pads * 8).map(|at| worth(at, false)).sum();
        zeros + self.0[pads]
    }
}

/// The pads of ISO/IEC 18004, 7.4.10.
const PADS: [u8; 2] = [0xec, 0x11];

/// The first codeword of padding after a text that ends before a bit.
fn first_pad(end: usize, codewords: usize) -> usize {
    (end + 4).min(codewords * 8).div_ceil(8)
}

/// How much likelier a bit is to be seen so when it is known than when it may be either.
fn odds(seen: f32, one: bool) -> f32 {
    let towards = if one { -seen } else { seen };
    std::f32::consts::LN_2 - (-SLOPE * towards).exp().ln_1p()
}

/// The known bits of a stream of `codewords`, each with its place. If the bytes are not the `last` segment of the symbol
/// (some encoders change to a denser mode for a key in capitals), nothing is known of what follows.
fn bits(
    header: &[(u32, usize)],
    count_bits: usize,
    beginning: &[u8],
    (length, last): (usize, bool),
    codewords: usize,
) -> impl Iterator<Item = (usize, bool)> {
    let fields = header
        .iter()
        .copied()
        .chain([(length as u32, count_bits)])
        .chain(beginning.iter().map(|&byte| (u32::from(byte), 8)));
    let first =
        fields.flat_map(|(value, bits)| (0..bits).rev().map(move |bit| value >> bit & 1 != 0));
    let first: Vec<(usize, bool)> = first.enumerate().collect();
    let text = first.len() - beginning.len() * 8;
    // The highest bit of each byte after that.
    let ascii = (beginning.len()..length).map(move |nth| (text + nth * 8, false));
    let end = text + length * 8;
    let pads = first_pad(end, codewords);
    let zeros = (end..pads * 8).map(|at| (at, false));
    let padded = (pads..codewords).enumerate().flat_map(|(nth, word)| {
        let pad = PADS[nth % 2];
        (0..8).map(move |bit| (word * 8 + bit, pad >> (7 - bit) & 1 != 0))
    });
    let after = last.then(|| zeros.chain(padded)).into_iter().flatten();
    first.into_iter().chain(ascii).chain(after)
}

#[cfg(test)]
mod tests {
    use rxing::qrcode::common::Version;

    use super::*;

    /// The bits of a stream of 108 codewords (version 5-L) that holds a text, a one as -1, with noise.
    fn stream(text: &[u8], noise: f32) -> Vec<f32> {
        let mut bytes = vec![0x40 | (text.len() as u8 >> 4), (text.len() as u8) << 4];
        for byte in text {
            *bytes.last_mut().unwrap() |= byte >> 4;
            bytes.push(byte << 4);
        }
        bytes.extend([0xec, 0x11].into_iter().cycle().take(108 - bytes.len()));
        let mut random = 7u32;
        let mut values = Vec::new();
        for byte in bytes {
            for bit in (0..8).rev() {
                random = random.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                let off = (random >> 8) as f32 / (1 << 24) as f32 - 0.5;
                let sign = if byte >> bit & 1 != 0 { -1.0 } else { 1.0 };
                values.push(sign + noise * off);
            }
        }
        values
    }

    #[test]
    fn the_known_bits_of_a_key_uri_are_found_in_noise() {
        let uri = b"otpauth://hotp/Example:alice?secret=JBSWY3DPEHPK3PXP&issuer=Example";
        let version = Version::getVersionForNumber(5).unwrap();
        let places: Vec<usize> = (0..108).collect();
        let clean = stream(uri, 0.0);
        let mut seen = stream(uri, 3.6);
        let wrong = |seen: &[f32]| {
            seen.iter()
                .zip(&clean)
                .filter(|(s, c)| *s * *c < 0.0)
                .count()
        };
        let before = wrong(&seen);
        assert!(before > 100);
        let best = &guesses(&seen, &places, version)[0];
        best.write(&mut seen);
        // The beginning, one bit of each byte after it, and all of what follows the text.
        assert!(best.known.len() > 450);
        assert!(wrong(&seen) < before * 6 / 10);
        for &(at, one) in &best.known {
            assert_eq!(one, clean[at] < 0.0);
        }
    }

    #[test]
    fn a_symbol_without_room_for_a_key_uri_is_no_guess() {
        let version = Version::getVersionForNumber(1).unwrap();
        for codewords in 1..26 {
            let places: Vec<usize> = (0..codewords).collect();
            assert!(guesses(&vec![-1.0; 26 * 8], &places, version).is_empty());
        }
    }

    #[test]
    fn nothing_is_guessed_of_another_text() {
        let version = Version::getVersionForNumber(5).unwrap();
        let places: Vec<usize> = (0..108).collect();
        let text = b"https://example.org/enrol?ticket=7f3k29d8w1&issuer=Example&account=alice";
        assert!(guesses(&stream(text, 1.0), &places, version).is_empty());
    }
}
