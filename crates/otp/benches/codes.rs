//! One round of codes: what the window asks for at the turn of a period.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at what it does not expect"
)]

use std::hint::black_box;

use countersign_otp::{Account, AccountParts, Secret, code_at};
use criterion::{Criterion, criterion_group, criterion_main};

const ACCOUNTS: usize = 10_000;

fn round(c: &mut Criterion) {
    let accounts: Vec<Account> = (0..ACCOUNTS)
        .map(|n| {
            let secret = Secret::new(n.to_le_bytes().repeat(3)).unwrap();
            Account::new(AccountParts::totp("Issuer", format!("account {n}"), secret)).unwrap()
        })
        .collect();
    c.bench_function(
        "codes: one round of 10,000 accounts, current and next",
        |b| {
            let mut now = 1_800_000_000;
            b.iter(|| {
                now += 30;
                for account in &accounts {
                    black_box(code_at(account, now));
                }
            });
        },
    );
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = round
}
criterion_main!(benches);
