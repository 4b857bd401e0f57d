//! Reed–Solomon codes of QR symbols (ISO/IEC 18004, 7.5.2): GF(256) modulo 0x11D, first root α⁰; errors and erasures.
//!
//! Known libraries correct errors only, or are not kept up; erasures correct twice as much, and a module under glare is
//! one: we know where, not what.

use std::sync::LazyLock;

struct Field {
    exp: [u8; 512],
    log: [u8; 256],
}

static FIELD: LazyLock<Field> = LazyLock::new(|| {
    let (mut exp, mut log) = ([0u8; 512], [0u8; 256]);
    let mut x = 1u16;
    for i in 0..255u8 {
        exp[usize::from(i)] = x as u8;
        exp[usize::from(i) + 255] = x as u8;
        log[usize::from(x)] = i;
        x <<= 1;
        if x & 0x100 != 0 {
            x ^= 0x11d;
        }
    }
    Field { exp, log }
});

fn mul(a: u8, b: u8) -> u8 {
    if a == 0 || b == 0 {
        return 0;
    }
    let f = &*FIELD;
    f.exp[usize::from(f.log[usize::from(a)]) + usize::from(f.log[usize::from(b)])]
}

fn inverse(a: u8) -> u8 {
    FIELD.exp[255 - usize::from(FIELD.log[usize::from(a)])]
}

fn alpha(power: usize) -> u8 {
    FIELD.exp[power % 255]
}

/// A polynomial, the lowest power first, at `x`.
fn evaluate(polynomial: &[u8], x: u8) -> u8 {
    polynomial.iter().rev().fold(0, |sum, &c| mul(sum, x) ^ c)
}

fn syndromes(word: &[u8], checks: usize) -> Vec<u8> {
    (0..checks)
        .map(|j| word.iter().fold(0, |sum, &c| mul(sum, alpha(j)) ^ c))
        .collect()
}

/// Corrects a block of data and check codewords in place: up to `(checks - erasures) / 2` errors beside the codewords at
/// the places `erasures`. The number of errors that were not erasures; `None` if it cannot be corrected.
pub(super) fn correct(word: &mut [u8], checks: usize, erasures: &[usize]) -> Option<usize> {
    let found = syndromes(word, checks);
    if found.iter().all(|&s| s == 0) {
        return Some(0);
    }
    if erasures.len() > checks || word.len() > 255 {
        return None;
    }
    let locator = locator(&found, word.len(), erasures)?;
    let degree = locator.len() - 1;
    // Where the locator has its roots.
    let mut places = Vec::with_capacity(degree);
    for place in 0..word.len() {
        let x = alpha(word.len() - 1 - place);
        if evaluate(&locator, inverse(x)) == 0 {
            places.push(place);
        }
    }
    if places.len() != degree {
        return None;
    }
    // Forney: Ω = S·Λ mod x^checks, magnitude = X · Ω(1/X) / Λ'(1/X).
    let mut omega = vec![0u8; checks];
    for (i, &s) in found.iter().enumerate() {
        for (j, &l) in locator.iter().enumerate().take(checks - i) {
            omega[i + j] ^= mul(s, l);
        }
    }
    let derived: Vec<u8> = (1..locator.len())
        .map(|i| if i % 2 == 1 { locator[i] } else { 0 })
        .collect();
    for &place in &places {
        let x = alpha(word.len() - 1 - place);
        let below = evaluate(&derived, inverse(x));
        if below == 0 {
            return None;
        }
        word[place] ^= mul(x, mul(evaluate(&omega, inverse(x)), inverse(below)));
    }
    let errors = places.iter().filter(|p| !erasures.contains(p)).count();
    (2 * errors + erasures.len() <= checks && syndromes(word, checks).iter().all(|&s| s == 0))
        .then_some(errors)
}

/// Berlekamp and Massey's algorithm, begun with the locator of the erasures (Blahut, "Algebraic Codes for Data
/// Transmission", 7.4).
fn locator(found: &[u8], length: usize, erasures: &[usize]) -> Option<Vec<u8>> {
    let mut lambda = vec![1u8];
    for &place in erasures {
        let x = alpha(length - 1 - place);
        lambda.push(0);
        for i in (1..lambda.len()).rev() {
            lambda[i] ^= mul(lambda[i - 1], x);
        }
    }
    let known = erasures.len();
    let mut before = lambda.clone();
    let mut long = known;
    for r in known + 1..=found.len() {
        let delta = lambda
            .iter()
            .enumerate()
            .take(r)
            .fold(0, |sum, (i, &l)| sum ^ mul(l, found[r - 1 - i]));
        before.insert(0, 0);
        if delta == 0 {
            continue;
        }
        let mut next = lambda.clone();
        next.resize(next.len().max(before.len()), 0);
        for (n, &b) in next.iter_mut().zip(&before) {
            *n ^= mul(delta, b);
        }
        if 2 * long < r + known {
            before = lambda.iter().map(|&l| mul(l, inverse(delta))).collect();
            long = r + known - long;
        }
        lambda = next;
    }
    while lambda.last() == Some(&0) {
        lambda.pop();
    }
    (!lambda.is_empty() && lambda.len() - 1 <= found.len()).then_some(lambda)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// The check codewords of ISO/IEC 18004, annex I.2: version 1-M, "01234567".
    #[test]
    fn the_standards_own_example() {
        let data = [
            0x10, 0x20, 0x0c, 0x56, 0x61, 0x80, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11, 0xec, 0x11,
            0xec, 0x11,
        ];
        let checks = [0xa5, 0x24, 0xd4, 0xc1, 0xed, 0x36, 0xc7, 0x87, 0x2c, 0x55];
        let mut word = [&data[..], &checks[..]].concat();
        assert_eq!(correct(&mut word, 10, &[]), Some(0));
        assert_eq!(word[..16], data);
    }

    fn encoded(data: &[u8], checks: usize) -> Vec<u8> {
        let mut generator = vec![1u8];
        for j in 0..checks {
            generator.push(0);
            for i in (1..generator.len()).rev() {
                generator[i] ^= mul(generator[i - 1], alpha(j));
            }
        }
        let mut rest = vec![0u8; checks];
        for &d in data {
            let lead = d ^ rest[0];
            rest.rotate_left(1);
            rest[checks - 1] = 0;
            for (r, &g) in rest.iter_mut().zip(&generator[1..]) {
                *r ^= mul(lead, g);
            }
        }
        [data, &rest].concat()
    }

    proptest! {
        #[test]
        fn as_many_errors_and_erasures_as_promised(
            data in prop::collection::vec(any::<u8>(), 1..120),
            checks in 2usize..31,
            seed in any::<u64>(),
        ) {
            let clean = encoded(&data, checks);
            let mut random = seed | 1;
            let mut next = |below: usize| {
                random = random.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
                (random >> 33) as usize % below
            };
            let erased = next(checks + 1).min(clean.len());
            let errors = (checks - erased) / 2;
            let mut places: Vec<usize> = (0..clean.len()).collect();
            for i in 0..places.len() {
                let j = i + next(places.len() - i);
                places.swap(i, j);
            }
            let wrong = (erased + errors).min(clean.len());
            let mut word = clean.clone();
            for &place in &places[..wrong] {
                word[place] ^= 1 + next(255) as u8;
            }
            prop_assert_eq!(correct(&mut word, checks, &places[..erased]), Some(wrong - erased));
            prop_assert_eq!(word, clean);
        }
    }
}
