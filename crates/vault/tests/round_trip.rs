//! What is done to a vault is in the file: any sequence of changes, saved and read again.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]

mod kit;

use std::collections::BTreeMap;

use kit::*;
use otp::{Account, AccountParts, Algorithm, Kind, Pin, Secret};
use proptest::{collection::vec, prelude::*};
use vault::*;

#[derive(Debug, Clone)]
enum Step {
    Add(Plain),
    Rename(usize, String, String),
    Pin(usize, bool),
    Touch(usize, u64),
    Advance(usize),
    Delete(usize, u64),
    Restore(usize),
    Save,
    Reopen,
}

/// An account that can be printed and cloned.
#[derive(Debug, Clone)]
struct Plain {
    issuer: String,
    inner: Option<String>,
    label: String,
    algorithm: Algorithm,
    digits: u8,
    kind: Kind,
    extra: Vec<(String, String)>,
    secret: Vec<u8>,
}

impl Plain {
    fn account(&self) -> Option<Account> {
        Account::new(AccountParts {
            issuer: self.issuer.clone(),
            issuer_in_label: self.inner.clone(),
            label: self.label.clone(),
            algorithm: self.algorithm,
            digits: self.digits,
            kind: self.kind,
            extra: self.extra.clone(),
            // Every second one has a PIN.
            pin: (self.kind.has_pin() && self.secret.len().is_multiple_of(2))
                .then(|| Pin::new("7586").unwrap()),
            secret: Secret::new(self.secret.clone()).ok()?,
        })
        .ok()
    }
}

fn plain() -> impl Strategy<Value = Plain> {
    let algorithm = prop_oneof![
        Just(Algorithm::Sha1),
        Just(Algorithm::Sha256),
        Just(Algorithm::Sha512),
        Just(Algorithm::Sha224),
        Just(Algorithm::Sha384),
        Just(Algorithm::Md5)
    ];
    let kind = prop_oneof![
        (1_u32..86_400).prop_map(|period| Kind::Totp { period }),
        (0..=Account::MAX_COUNTER).prop_map(|counter| Kind::Hotp { counter }),
        Just(Kind::Steam),
        Just(Kind::Motp),
        Just(Kind::Yandex),
    ];
    let inner = proptest::option::of("\\PC{0,12}");
    let extra = vec(("x[a-z]{1,6}", "\\PC{0,8}"), 0..3);
    let names = ("\\PC{0,20}", inner, "\\PC{0,20}");
    (
        names,
        algorithm,
        6_u8..=10,
        kind,
        extra,
        vec(any::<u8>(), 16..64),
    )
        .prop_map(
            |((issuer, inner, label), algorithm, digits, kind, extra, secret)| {
                let (algorithm, digits) = match kind {
                    Kind::Steam => (Algorithm::Sha1, 5),
                    Kind::Motp => (Algorithm::Md5, 6),
                    Kind::Yandex => (Algorithm::Sha256, 8),
                    _ => (algorithm, digits),
                };
                Plain {
                    issuer,
                    inner,
                    label,
                    algorithm,
                    digits,
                    kind,
                    extra,
                    secret,
                }
            },
        )
}

fn step() -> impl Strategy<Value = Step> {
    let at = 0_usize..12;
    prop_oneof![
        4 => plain().prop_map(Step::Add),
        2 => (at.clone(), "\\PC{0,20}", "\\PC{0,20}").prop_map(|(n, i, l)| Step::Rename(n, i, l)),
        1 => (at.clone(), any::<bool>()).prop_map(|(n, p)| Step::Pin(n, p)),
        1 => (at.clone(), any::<u64>()).prop_map(|(n, t)| Step::Touch(n, t)),
        1 => at.clone().prop_map(Step::Advance),
        1 => (at.clone(), NOW - DAY..NOW).prop_map(|(n, t)| Step::Delete(n, t)),
        1 => at.prop_map(Step::Restore),
        1 => Just(Step::Save),
        1 => Just(Step::Reopen),
    ]
}

/// All that can be seen of an entry.
type Seen = (Account, bool, u64, Option<u64>, Option<u64>);

fn seen(vault: &Unlocked) -> BTreeMap<String, Seen> {
    let all = vault.entries().chain(vault.trash());
    all.map(|entry| {
        let facts = (
            entry.account().duplicate(),
            entry.pinned(),
            entry.created_at(),
            entry.last_used_at(),
            entry.deleted_at(),
        );
        (entry.id().to_string(), facts)
    })
    .collect()
}

fn same(left: &BTreeMap<String, Seen>, right: &BTreeMap<String, Seen>) -> bool {
    left.len() == right.len()
        && left
            .iter()
            .zip(right)
            .all(|((left_id, left), (right_id, right))| {
                left_id == right_id
                    && left.0.same_as(&right.0)
                    && (left.1, left.2, left.3, left.4) == (right.1, right.2, right.3, right.4)
            })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn what_is_done_is_read_again(steps in vec(step(), 1..24)) {
        let (world, mut vault) = World::new();
        let mut ids = Vec::new();
        for step in steps {
            let id = |n: usize| (!ids.is_empty()).then(|| ids[n % ids.len()]);
            match step {
                Step::Add(plain) => {
                    if let Some(account) = plain.account() {
                        ids.push(vault.add(account, NOW).unwrap());
                    }
                }
                Step::Rename(n, issuer, label) => {
                    if let Some(id) = id(n) {
                        let _ = vault.rename(id, &issuer, &label);
                    }
                }
                Step::Pin(n, pinned) => {
                    if let Some(id) = id(n) {
                        vault.set_pinned(id, pinned).unwrap();
                    }
                }
                Step::Touch(n, at) => {
                    if let Some(id) = id(n) {
                        vault.touch(id, at).unwrap();
                    }
                }
                Step::Advance(n) => {
                    if let Some(id) = id(n) {
                        let _ = vault.advance(id);
                    }
                }
                Step::Delete(n, at) => {
                    if let Some(id) = id(n) {
                        vault.trash_entry(id, at).unwrap();
                    }
                }
                Step::Restore(n) => {
                    if let Some(id) = id(n) {
                        vault.restore(id).unwrap();
                    }
                }
                Step::Save => {
                    vault.save(NOW).unwrap();
                }
                Step::Reopen => {
                    let before = seen(&vault);
                    vault.save(NOW).unwrap();
                    vault = world.open();
                    prop_assert!(same(&before, &seen(&vault)));
                    prop_assert!(vault.quarantined().is_empty());
                }
            }
        }
        let before = seen(&vault);
        vault.save(NOW).unwrap();
        prop_assert!(!vault.is_dirty());
        prop_assert!(same(&before, &seen(&world.open())));
    }
}
