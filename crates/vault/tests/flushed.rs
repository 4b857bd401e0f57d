//! In which order things reach the disk: "done" is said only after file and folder are flushed.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]
#![cfg(target_os = "linux")]

mod kit;

use kit::strace::{Before, created_path, may_trace};

/// What of a trace matters for what is certain.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Event {
    Write(String),
    Flush(String),
    Rename(String, String),
    Done,
}

fn events(trace: &[String]) -> Vec<Event> {
    let between = |line: &str, from: &str, to: &str| {
        let rest = line.split_once(from)?.1;
        Some(rest.split_once(to)?.0.to_owned())
    };
    trace
        .iter()
        .filter(|line| !line.contains(" = -1 "))
        .filter_map(|line| {
            let call = line
                .split_once(' ')
                .map_or(line.as_str(), |(_, call)| call.trim_start());
            if call.starts_with("write(1<") {
                Some(Event::Done)
            } else if call.starts_with("write(") {
                Some(Event::Write(between(call, "<", ">")?))
            } else if call.starts_with("fsync(") {
                Some(Event::Flush(between(call, "<", ">")?))
            } else if call.starts_with("rename") || call.starts_with("link") {
                let mut quoted = call.split('"').skip(1).step_by(2);
                Some(Event::Rename(
                    quoted.next()?.to_owned(),
                    quoted.next()?.to_owned(),
                ))
            } else {
                None
            }
        })
        .collect()
}

/// Is all that was put in place on the disk when it was said to be done? A file is flushed after it was written and
/// before it gets its name; its folder after that, and before the word.
fn is_certain(events: &[Event], vault: &str) -> Result<(), String> {
    let done = events
        .iter()
        .position(|event| *event == Event::Done)
        .ok_or("nothing was said")?;
    let mut placed = false;
    for (at, event) in events.iter().enumerate() {
        let Event::Rename(from, to) = event else {
            continue;
        };
        if at > done {
            return Err(format!("{to} was put in place after the word"));
        }
        let written = events[..at]
            .iter()
            .rposition(|e| *e == Event::Write(from.clone()));
        let flushed = events[..at]
            .iter()
            .rposition(|e| *e == Event::Flush(from.clone()));
        if written.is_some() && flushed < written {
            return Err(format!("{from} got its name before it was flushed"));
        }
        let folder = to.rsplit_once('/').ok_or("no folder")?.0;
        if !events[at..done].contains(&Event::Flush(folder.to_owned())) {
            return Err(format!(
                "the folder of {to} was not flushed before the word"
            ));
        }
        placed |= to == vault;
    }
    if placed {
        Ok(())
    } else {
        Err("nothing was put in place".to_owned())
    }
}

#[test]
fn done_is_said_only_after_file_and_folder_are_flushed() {
    if !may_trace() {
        return;
    }
    for step in ["save", "go_back", "restore", "create"] {
        let before = Before::new();
        let ran = before.run(step, None);
        let events = events(&ran.trace);
        let vault = match step {
            "create" => created_path(&before),
            _ => before.world.path.clone(),
        };
        let vault = vault.to_str().unwrap();
        is_certain(&events, vault).unwrap_or_else(|why| panic!("{step}: {why}: {events:#?}"));
        // Without any one of the flushes, and with the word said before the last of them, this test would fail.
        let flushes: Vec<usize> = (0..events.len())
            .filter(|&at| matches!(events[at], Event::Flush(_)))
            .collect();
        for &at in &flushes {
            let mut fewer = events.clone();
            let gone = fewer.remove(at);
            // The folders above a new vault are flushed as well; they are looked at in the next test.
            let named = events.iter().any(|event| match (event, &gone) {
                (Event::Rename(from, to), Event::Flush(what)) => {
                    from == what
                        || to
                            .rsplit_once('/')
                            .is_some_and(|(folder, _)| folder == what)
                }
                _ => false,
            });
            assert!(
                !named || is_certain(&fewer, vault).is_err(),
                "{step}: without {gone:?}"
            );
        }
        let mut early = events.clone();
        early.retain(|event| *event != Event::Done);
        early.insert(*flushes.last().unwrap(), Event::Done);
        assert!(is_certain(&early, vault).is_err(), "{step}: said early");
    }
}

/// The control: a program that writes the vault where it lies is found out.
#[test]
fn a_careless_save_is_not_certain() {
    if !may_trace() {
        return;
    }
    let before = Before::new();
    let ran = before.run("careless", None);
    let path = before.world.path.to_str().unwrap();
    assert!(
        ran.done && is_certain(&events(&ran.trace), path).is_err(),
        "{ran:?}"
    );
}

/// A folder that was made for the vault is in its own folder for good, before the vault is said to be there.
#[test]
fn new_folders_are_flushed_into_theirs() {
    if !may_trace() {
        return;
    }
    let before = Before::new();
    let ran = before.run("create", None);
    let events = events(&ran.trace);
    let done = events
        .iter()
        .position(|event| *event == Event::Done)
        .unwrap();
    for above in ["", "/deep", "/deep/folder"] {
        let folder = format!("{}{above}", before.world.folder.path().to_str().unwrap());
        assert!(
            events[..done].contains(&Event::Flush(folder.clone())),
            "{folder}: {events:#?}"
        );
    }
}
