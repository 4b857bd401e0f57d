//! The system fails at each call of a step, one after the other: the old vault or the new one is there, whole, and
//! "done" is said only when it is certain.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]
#![cfg(target_os = "linux")]

mod kit;

use std::fs;

use kit::{
    strace::{Before, CALLS, Ran, created_path, may_trace},
    *,
};
use vault::*;

/// Looks after a step.
trait After {
    fn now_there(&self) -> Vec<u8>;
    fn labels(&self) -> Vec<String>;
}

impl After for Before {
    fn now_there(&self) -> Vec<u8> {
        self.world.bytes()
    }

    fn labels(&self) -> Vec<String> {
        labels(&self.world.open())
    }
}

/// The vault that was to be made, if there is one. One that cannot be read stops the test.
fn created(before: &Before) -> Option<Locked> {
    match Locked::open(&created_path(before)) {
        Err(VaultError::Missing { .. }) => None,
        opened => Some(opened.unwrap()),
    }
}

fn opens(locked: &Locked, before: &Before) -> bool {
    locked.unlock(&before.world.key(), NOW).is_ok()
}

/// What is there after a step that was not done, or may not have been.
fn is_old_or_new(before: &Before, step: &str) -> bool {
    match step {
        "save" => before.labels() == ["old"] || before.labels() == ["old", "new"],
        "go_back" => before.labels() == ["old"] || before.labels().is_empty(),
        "restore" => [&before.bytes, &before.oldest].contains(&&before.now_there()),
        "back_up" => before.now_there() == before.bytes && backups_open(before),
        "create" => created(before).is_none_or(|locked| opens(&locked, before)),
        _ => unreachable!(),
    }
}

/// What is there after a step that said that it is done.
fn is_new(before: &Before, step: &str) -> bool {
    match step {
        "save" => before.labels() == ["old", "new"],
        "go_back" => before.labels().is_empty() && before.world.open().trash().count() == 1,
        "restore" => before.now_there() == before.oldest,
        "back_up" => is_old_or_new(before, step) && names(&before.backups).len() == 1,
        "create" => created(before).is_some_and(|locked| opens(&locked, before)),
        _ => unreachable!(),
    }
}

/// No file that has the name of a backup is anything but the whole vault.
fn backups_open(before: &Before) -> bool {
    names(&before.backups)
        .iter()
        .filter(|name| name.starts_with("countersign-"))
        .all(|name| fs::read(before.backups.join(name)).unwrap() == before.bytes)
}

/// Not even a killed step leaves more behind than the next one clears away, or less than can be opened.
fn goes_on(before: &Before) {
    for kept in generations(&before.world.path).unwrap() {
        Locked::open(kept.path())
            .unwrap()
            .unlock(&before.world.key(), NOW)
            .unwrap();
    }
    let mut vault = before.world.open();
    vault.save(NOW).unwrap();
    vault.back_up(&before.backups, "2027-01-16", 3).unwrap();
    let all = names(before.world.folder.path());
    let inside = names(
        &before
            .world
            .path
            .with_file_name("vault.countersign.generations"),
    );
    let kept = names(&before.backups);
    for name in all.iter().chain(&inside).chain(&kept) {
        assert!(!name.ends_with(".tmp"), "{name} was left behind");
    }
}

/// Runs a step with a fault at the first call of a kind, at the second, and so on until it meets none. Gives what
/// each run said, and how many there were.
fn at_each_call(step: &str, call: &str, fault: &str, check: impl Fn(&Before, &Ran, &str)) -> usize {
    for number in 1..200 {
        let before = Before::new();
        let what = format!("{call}:{fault}:when={number}");
        let ran = before.run(step, Some(&what));
        if !ran.hit() {
            assert!(ran.done, "{step} without a fault: {ran:?}");
            return number - 1;
        }
        check(&before, &ran, &format!("{step} with {what}: {}", ran.said));
        if step != "create" {
            goes_on(&before);
        }
    }
    panic!("{step} makes no end of calls of {call}");
}

/// Did the fault meet what the step says, and nothing that it does?
fn only_the_words(ran: &Ran) -> bool {
    let words = |line: &str| line.contains("write(1<") || line.contains("write(2<");
    ran.trace
        .iter()
        .filter(|line| line.contains("(INJECTED)"))
        .all(|line| words(line))
}

/// A plain name of each call, for `--inject`.
fn calls() -> impl Iterator<Item = &'static str> {
    CALLS.iter().map(|call| call.trim_start_matches('?'))
}

fn killed_at_each_call(step: &str) {
    if !may_trace() {
        return;
    }
    let mut kills = 0;
    for call in calls() {
        kills += at_each_call(step, call, "signal=KILL", |before, ran, what| {
            assert!(ran.killed, "{what}");
            assert!(is_old_or_new(before, step), "{what}");
            if ran.done {
                assert!(is_new(before, step), "{what}");
            }
        });
    }
    // Fewer would mean that the faults met nothing.
    assert!(kills >= 8, "only {kills} kills in {step}");
}

fn refused_at_each_call(step: &str) {
    if !may_trace() {
        return;
    }
    let (mut faults, mut told) = (0, 0);
    let count = std::cell::Cell::new(0);
    for call in calls() {
        for error in ["EIO", "ENOSPC", "EROFS"] {
            faults += at_each_call(
                step,
                call,
                &format!("error={error}"),
                |before, ran, what| {
                    assert!(!ran.killed, "{what}");
                    if ran.done {
                        assert!(is_new(before, step), "{what}");
                    } else if !only_the_words(ran) {
                        // Not only old or new: what failed has changed nothing.
                        assert!(!ran.said.is_empty(), "{what}");
                        assert_eq!(before.now_there(), before.bytes, "{what}");
                        assert!(is_old_or_new(before, step), "{what}");
                        assert!(step != "create" || created(before).is_none(), "{what}");
                        count.set(
                            count.get() + u32::from(ran.said.starts_with("failed: could not ")),
                        );
                    }
                },
            );
        }
        told += count.take();
    }
    assert!(
        faults >= 24 && told >= 12,
        "{faults} faults, {told} told, in {step}"
    );
}

/// From one call on, nothing of its kind works any more: also what would put things right again fails.
fn dead_from_each_call_on(step: &str) {
    if !may_trace() {
        return;
    }
    for call in [
        "write",
        "fsync",
        "rename",
        "renameat",
        "renameat2",
        "unlink",
        "unlinkat",
        "linkat",
    ] {
        for error in ["EIO", "ENOSPC"] {
            for number in 1..60 {
                let before = Before::new();
                let what = format!("{call}:error={error}:when={number}+");
                let ran = before.run(step, Some(&what));
                if !ran.hit() {
                    break;
                }
                assert!(
                    is_old_or_new(&before, step),
                    "{step} with {what}: {}",
                    ran.said
                );
                if ran.done {
                    assert!(is_new(&before, step), "{step} with {what}");
                }
                if step != "create" {
                    goes_on(&before);
                }
            }
        }
    }
}

/// A disk that says that it has written, and has not: what is read back tells.
fn lied_to_at_each_call(step: &str) {
    if !may_trace() {
        return;
    }
    let size = Before::new().bytes.len();
    for (call, answer) in [
        ("write", size),
        ("renameat", 0),
        ("rename", 0),
        ("renameat2", 0),
        ("linkat", 0),
    ] {
        for number in 1..20 {
            let before = Before::new();
            let what = format!("{call}:retval={answer}:when={number}");
            let ran = before.run(step, Some(&what));
            if !ran.hit() || only_the_words(&ran) {
                break;
            }
            if ran.done {
                // It got there another way, and what lay there has its other name.
                let aside = before
                    .world
                    .path
                    .with_file_name("vault.countersign.damaged-1");
                assert!(
                    call == "linkat" && is_new(&before, step),
                    "{step} with {what}"
                );
                assert_eq!(fs::read(aside).unwrap(), before.bytes, "{step} with {what}");
                continue;
            }
            let said = &ran.said;
            assert!(said.starts_with("failed: "), "{step} with {what}: {said}");
            assert!(is_old_or_new(&before, step), "{step} with {what}: {said}");
            assert_eq!(before.now_there(), before.bytes, "{step} with {what}");
        }
    }
}

macro_rules! steps {
    ($($name:ident $step:literal)*) => {$(
        mod $name {
            #[test]
            fn killed_at_each_call_leaves_old_or_new() {
                super::killed_at_each_call($step);
            }

            #[test]
            fn refused_at_each_call_changes_nothing_and_says_so() {
                super::refused_at_each_call($step);
            }

            #[test]
            fn a_disk_that_dies_leaves_old_or_new() {
                super::dead_from_each_call_on($step);
            }

            #[test]
            fn a_disk_that_lies_is_not_believed() {
                super::lied_to_at_each_call($step);
            }
        }
    )*};
}

steps! {
    save "save"
    going_back "go_back"
    restoring "restore"
    backing_up "back_up"
    creating "create"
}

/// The control: a program that writes the vault where it lies loses it to these very faults, and they show it.
#[test]
fn a_careless_save_would_be_noticed() {
    if !may_trace() {
        return;
    }
    for fault in [
        "write:signal=KILL:when=1",
        "write:error=ENOSPC:when=1",
        "write:retval=4543:when=1",
    ] {
        let before = Before::new();
        let ran = before.run("careless", Some(fault));
        assert!(ran.hit(), "{ran:?}");
        assert!(
            Locked::open(&before.world.path).is_err(),
            "{fault} did no harm"
        );
    }
}
