//! A process that saves is killed, at any instant, again and again: the old vault or the new one is
//! there, whole.
#![allow(clippy::unwrap_used, reason = "tests stop at what they do not expect")]
#![cfg(unix)]

mod kit;

use std::{
    io::{BufRead as _, BufReader, Write as _},
    path::PathBuf,
    process::{Command, Stdio},
    thread,
    time::Duration,
};

use kit::*;
use vault::*;

/// The example that saves in a loop. A run of this test alone does not build it.
fn save_loop() -> PathBuf {
    let exe = std::env::current_exe().unwrap();
    let built = exe
        .parent()
        .unwrap()
        .with_file_name("examples")
        .join("save_loop");
    if !built.exists() {
        let status = Command::new(env!("CARGO"))
            .args([
                "build",
                "--quiet",
                "-p",
                "countersign-vault",
                "--example",
                "save_loop",
            ])
            .status()
            .unwrap();
        assert!(status.success());
    }
    built
}

#[test]
fn killed_while_saving() {
    let program = save_loop();
    let (world, vault) = World::new();
    drop(vault);
    let mut certain = 0;
    for round in 0..80_u64 {
        let mut child = Command::new(&program)
            .arg(&world.path)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(world.keyring.to_text().as_bytes())
            .unwrap();
        let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
        // Sometimes before the first save, else after one, and a different while into the next.
        if round % 8 > 0 {
            let line = lines.next().unwrap().unwrap();
            certain = line.strip_prefix("saved ").unwrap().parse().unwrap();
        }
        thread::sleep(Duration::from_micros(round * 397 % 9000));
        child.kill().unwrap();
        child.wait().unwrap();
        for line in lines.map_while(Result::ok) {
            if let Some(count) = line
                .strip_prefix("saved ")
                .and_then(|text| text.parse().ok())
            {
                certain = count;
            }
        }
        let count = world.open().entries().count();
        assert!(
            count == certain || count == certain + 1,
            "round {round}: {certain} were saved, {count} are there"
        );
        certain = count;
        for kept in generations(&world.path).unwrap() {
            Locked::open(kept.path())
                .unwrap()
                .unlock(&world.key(), NOW)
                .unwrap();
        }
    }
    assert!(certain >= 70, "{certain}");
    // What the dead left behind is gone with the next save.
    world.open().save(NOW).unwrap();
    assert_eq!(
        names(world.folder.path()),
        [
            "vault.countersign",
            "vault.countersign.generations",
            "vault.countersign.lock"
        ]
    );
}
