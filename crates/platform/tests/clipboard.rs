//! The clipboard against a private X server, seen through xclip.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's panic is its report"
)]

mod support;

use std::io::Write;
use std::process::{Command, Stdio};

use app::ports::{Clip, Clipboard, ClipboardError};
use countersign_platform::clipboard::SystemClipboard;
use support::{Home, again, has, inside, output, passes, x_server};

/// Runs the named test inside a private X server; `false` when it runs inside already.
fn sent_inside(name: &str) -> bool {
    if inside().is_some() {
        return false;
    }
    if has(&["Xvfb", "xclip"]) {
        let (display, _server) = x_server();
        let mut command = again(name, "clipboard", &Home::new());
        command.env("DISPLAY", display);
        passes(command, "seen");
    }
    true
}

fn xclip(selection: &str, target: &str) -> Vec<u8> {
    output("xclip", &["-o", "-selection", selection, "-t", target])
}

/// Another program takes the clipboard.
fn another_puts(target: &str, content: &[u8]) {
    let mut child = Command::new("xclip")
        .args(["-i", "-selection", "clipboard", "-t", target])
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    child.stdin.take().unwrap().write_all(content).unwrap();
    assert!(child.wait().unwrap().success());
    // xclip goes to the background before the server knows of it.
    for _ in 0..1_000 {
        if xclip("clipboard", target) == content {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    panic!("xclip does not get the clipboard");
}

#[test]
fn a_code_is_put_with_the_hint_and_never_into_primary() {
    if sent_inside("a_code_is_put_with_the_hint_and_never_into_primary") {
        return;
    }
    let clipboard = SystemClipboard::new();
    clipboard.put_code("123456").unwrap();
    assert_eq!(xclip("clipboard", "UTF8_STRING"), b"123456");
    let targets = String::from_utf8(xclip("clipboard", "TARGETS")).unwrap();
    assert!(
        targets
            .lines()
            .any(|target| target == "x-kde-passwordManagerHint"),
        "{targets}"
    );
    assert_eq!(xclip("clipboard", "x-kde-passwordManagerHint"), b"secret");
    assert_eq!(xclip("primary", "UTF8_STRING"), b"");
    clipboard.put_text("harmless").unwrap();
    assert_eq!(xclip("clipboard", "UTF8_STRING"), b"harmless");
    assert!(
        !String::from_utf8(xclip("clipboard", "TARGETS"))
            .unwrap()
            .contains("passwordManagerHint")
    );
    println!("seen");
}

#[test]
fn only_our_own_code_is_cleared() {
    if sent_inside("only_our_own_code_is_cleared") {
        return;
    }
    let clipboard = SystemClipboard::new();
    assert_eq!(clipboard.clear_if_ours(), Ok(false));
    clipboard.put_code("123456").unwrap();
    assert_eq!(clipboard.clear_if_ours(), Ok(true));
    assert_eq!(xclip("clipboard", "UTF8_STRING"), b"");
    assert_eq!(clipboard.clear_if_ours(), Ok(false));
    clipboard.put_code("654321").unwrap();
    another_puts("UTF8_STRING", b"theirs");
    assert_eq!(clipboard.clear_if_ours(), Ok(false));
    assert_eq!(xclip("clipboard", "UTF8_STRING"), b"theirs");
    // A history that hands the same text back is as good as ours.
    clipboard.put_code("777777").unwrap();
    another_puts("UTF8_STRING", b"theirs");
    another_puts("UTF8_STRING", b"777777");
    assert_eq!(clipboard.clear_if_ours(), Ok(true));
    assert_eq!(xclip("clipboard", "UTF8_STRING"), b"");
    println!("seen");
}

#[test]
fn text_pictures_and_files_are_read() {
    if sent_inside("text_pictures_and_files_are_read") {
        return;
    }
    let Some(helper) = support::example("helper") else {
        return;
    };
    let helpless = SystemClipboard::with_program("/nonexistent/helper");
    let clipboard = SystemClipboard::with_program(helper);
    assert!(matches!(clipboard.read(), Err(ClipboardError::Empty)));
    another_puts("UTF8_STRING", "otpauth://totp/Zürich".as_bytes());
    match clipboard.read() {
        Ok(Clip::Text(text)) => assert_eq!(text.as_str(), "otpauth://totp/Zürich"),
        Ok(_) => panic!("not text"),
        Err(error) => panic!("{error}"),
    }
    assert!(
        matches!(helpless.read(), Ok(Clip::Text(_))),
        "texts need no helper"
    );
    let mut png = std::io::Cursor::new(Vec::new());
    let picture =
        image::GrayImage::from_fn(3, 2, |x, _| image::Luma([if x == 0 { 0 } else { 255 }]));
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    another_puts("image/png", png.get_ref());
    let Ok(Clip::Picture(frame)) = clipboard.read() else {
        panic!("no picture")
    };
    assert_eq!((frame.width(), frame.height()), (3, 2));
    assert_eq!(frame.luma(), [0, 255, 255, 0, 255, 255]);
    another_puts(
        "text/uri-list",
        b"file:///etc/hosts\r\nfile:///etc/passwd\r\n",
    );
    let Ok(Clip::Files(files)) = clipboard.read() else {
        panic!("no files")
    };
    assert_eq!(
        files,
        [
            std::path::Path::new("/etc/hosts"),
            std::path::Path::new("/etc/passwd")
        ]
    );
    println!("seen");
}

/// A hundred kilobytes become half a gigabyte of pixels: a helper with bounded memory decodes them, and ends.
#[test]
fn a_picture_that_is_too_large_costs_this_process_nothing() {
    if sent_inside("a_picture_that_is_too_large_costs_this_process_nothing") {
        return;
    }
    let Some(helper) = support::example("helper") else {
        return;
    };
    let clipboard = SystemClipboard::with_program(helper);
    let mut png = std::io::Cursor::new(Vec::new());
    let picture = image::GrayImage::new(11_000, 11_000);
    picture.write_to(&mut png, image::ImageFormat::Png).unwrap();
    drop(picture);
    another_puts("image/png", png.get_ref());
    // From here on, what this process holds at most is its own.
    std::fs::write("/proc/self/clear_refs", "5").unwrap();
    assert!(matches!(clipboard.read(), Err(ClipboardError::Picture)));
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let peak = status
        .lines()
        .find_map(|line| line.strip_prefix("VmHWM:"))
        .unwrap();
    let kib: u64 = peak.trim().trim_end_matches(" kB").parse().unwrap();
    assert!(kib < 200 * 1024, "{kib} KiB at its peak");
    println!("seen");
}

#[test]
fn without_a_display_the_clipboard_is_unavailable_and_nothing_panics() {
    if inside().is_none() {
        let name = "without_a_display_the_clipboard_is_unavailable_and_nothing_panics";
        return passes(again(name, "clipboard", &Home::new()), "unavailable");
    }
    let clipboard = SystemClipboard::new();
    assert!(matches!(
        clipboard.put_code("123456"),
        Err(ClipboardError::Unavailable(_))
    ));
    assert!(matches!(
        clipboard.read(),
        Err(ClipboardError::Unavailable(_))
    ));
    assert_eq!(clipboard.clear_if_ours(), Ok(false));
    println!("unavailable");
}
