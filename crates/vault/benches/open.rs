//! Opening a large vault by its recovery key: everything but the derivation that a password costs on purpose.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at what it does not expect"
)]

use std::hint::black_box;

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use otp::{Account, AccountParts, Secret};
use vault::{Key, KeyringKey, Locked, RecoveryKey, Unlocked, Ways};

const ACCOUNTS: usize = 10_000;
const NOW: u64 = 1_800_000_000;

fn large(c: &mut Criterion) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("vault.countersign");
    let (keyring, recovery) = (KeyringKey::make().unwrap(), RecoveryKey::make().unwrap());
    let ways = Ways::KeyringAndRecovery {
        keyring: &keyring,
        recovery: &recovery,
    };
    let mut vault = Unlocked::create(&path, &ways, NOW).unwrap();
    let accounts: Vec<Account> = (0..ACCOUNTS)
        .map(|n| {
            let secret = Secret::new(n.to_le_bytes().repeat(3)).unwrap();
            Account::new(AccountParts::totp("Issuer", format!("account {n}"), secret)).unwrap()
        })
        .collect();
    vault.add_all(accounts, NOW).unwrap();
    vault.save(NOW).unwrap();

    c.bench_function("vault: open 10,000 accounts, without the KDF", |b| {
        b.iter(|| {
            let opened = Locked::open(&path)
                .unwrap()
                .unlock(&Key::Recovery(&recovery), NOW);
            black_box(opened.unwrap())
        });
    });
    c.bench_function("vault: save 10,000 accounts, flushed and read back", |b| {
        b.iter_batched(
            || (),
            |()| black_box(vault.save(NOW).unwrap()),
            BatchSize::PerIteration,
        );
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = large
}
criterion_main!(benches);
