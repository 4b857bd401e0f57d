//! `countersign-cli scan --camera` with a real camera.

use std::io::{BufRead, BufReader};
use std::process::{Command, Output, Stdio};
use std::time::Instant;

use crate::Test;
use crate::fake::{Webcam, format, model};
use crate::pictures::Fourcc;
use crate::scene::built;

pub const TESTS: &[Test] = &[
    (
        "terminal::a_code_before_the_camera_is_said",
        a_code_before_the_camera_is_said,
    ),
    (
        "terminal::ctrl_c_puts_the_light_out",
        ctrl_c_puts_the_light_out,
    ),
    (
        "terminal::a_fault_has_its_sentence",
        a_fault_has_its_sentence,
    ),
];

fn scan(arguments: &[&str]) -> Output {
    Command::new(built("countersign-cli"))
        .args(["scan", "--camera"])
        .args(arguments)
        .output()
        .unwrap()
}

fn a_code_before_the_camera_is_said() {
    let webcam = Webcam::plug(0, model("Fake Webcam", vec![format(Fourcc::Mjpg)]));
    let said = scan(&["--first"]);
    let text = String::from_utf8(said.stdout).unwrap();
    assert!(
        said.status.success(),
        "{text}\n{}",
        String::from_utf8_lossy(&said.stderr)
    );
    assert!(text.contains("Example") && text.contains("alice"), "{text}");
    assert!(!text.contains("JBSWY3DPEHPK3PXP"), "{text}");
    webcam.await_light(false);

    let said = scan(&["--first", "--json"]);
    let text = String::from_utf8(said.stdout).unwrap();
    let lines: Vec<serde_json::Value> = text
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines[0]["cameras"][0]["name"], "Fake Webcam", "{text}");
    assert_eq!(lines[1]["found"]["accounts"][0]["label"], "alice", "{text}");
    webcam.await_light(false);
}

fn ctrl_c_puts_the_light_out() {
    let webcam = Webcam::plug(0, model("Fake Webcam", vec![format(Fourcc::Mjpg)]));
    let mut terminal = Command::new(built("countersign-cli"))
        .args(["scan", "--camera"])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let said = BufReader::new(terminal.stdout.take().unwrap()).lines();
    // It goes on after the first code.
    let found = said
        .map_while(Result::ok)
        .find(|line| line.contains("alice"));
    assert!(found.is_some() && webcam.is_on());
    let since = Instant::now();
    rustix::process::kill_process(
        rustix::process::Pid::from_child(&terminal),
        rustix::process::Signal::INT,
    )
    .unwrap();
    let took = webcam.await_light(false).saturating_duration_since(since);
    println!("    the light after Ctrl-C: {} ms", took.as_millis());
    assert!(!terminal.wait().unwrap().success());
}

fn a_fault_has_its_sentence() {
    let said = scan(&["--first"]);
    assert_eq!(said.status.code(), Some(1));
    let words = String::from_utf8(said.stderr).unwrap();
    assert!(words.contains("No camera was found."), "{words}");

    let webcam = Webcam::plug(0, model("Fake Webcam", vec![format(Fourcc::Mjpg)]));
    webcam.pause(true);
    let said = scan(&["--first"]);
    assert_eq!(said.status.code(), Some(1));
    let words = String::from_utf8(said.stderr).unwrap();
    assert!(
        words.contains("Fake Webcam is there but sends no picture."),
        "{words}"
    );
    webcam.await_light(false);
}
