//! Folders of pictures and drawings, in a terminal; and links on its command line.

use anyhow::{Context, Result};
use countersign_tests::{Plan, camera, cli, oath, programs, steps, wait};

use crate::{ALICE, BOB};

/// A folder is read file by file, its folders too; photos without a code are counted, what cannot be read is named.
#[test]
fn a_folder_of_pictures_is_read_and_added() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let folder = desk.folder().join("codes");
        std::fs::create_dir_all(folder.join("more"))?;
        std::fs::create_dir_all(folder.join(".hidden"))?;
        let at = |name: &str| folder.join(name);
        camera::picture(&at("a.png"), &steps::uri("Example", "alice", ALICE))?;
        camera::picture(&at("more/b.PNG"), &steps::uri("Other", "bob", BOB))?;
        camera::picture(&at(".hidden/c.png"), &steps::uri("Hidden", "eve", BOB))?;
        image::GrayImage::from_pixel(90, 60, image::Luma([200])).save(at("wall.jpg"))?;
        std::fs::write(at("photo.heic"), b"\0\0\0\x18ftypheic\0\0\0\0mif1heic")?;
        std::fs::write(at("notes.txt"), "no picture at all")?;
        let path = folder.display().to_string();

        let scanned = cli::run(desk, &["scan", &path], None)?;
        let out = String::from_utf8_lossy(&scanned.stdout).into_owned();
        let err = String::from_utf8_lossy(&scanned.stderr).into_owned();
        assert!(out.contains("alice") && out.contains("bob"), "{out}");
        assert!(!out.contains("Hidden"), "{out}");
        assert!(
            err.contains("HEIC") && err.contains("one other picture"),
            "{err}"
        );
        assert!(!err.contains("notes.txt"), "{err}");
        assert_eq!(scanned.status.code(), Some(1), "one file could not be read");

        let added = cli::expect(desk, &["add", &path], Some(steps::PASSWORD))?;
        assert!(added.contains("alice") && added.contains("bob"), "{added}");
        let code = cli::expect(desk, &["code", "bob"], Some(steps::PASSWORD))?;
        assert!(oath::right_lately(BOB, code.trim(), 10)?);

        let empty = desk.folder().join("empty");
        std::fs::create_dir(&empty)?;
        let empty = cli::run(desk, &["scan", &empty.display().to_string()], None)?;
        assert!(!empty.status.success());
        assert!(String::from_utf8_lossy(&empty.stderr).contains("no picture"));
        Ok(())
    })
}

/// WebP, lossless: 16,000 by 7,400 pixels of one colour.
const BOMB: &[u8] =
    b"RIFF\x1e\x00\x00\x00WEBPVP8L\x11\x00\x00\x00/\x7f\xfe9\x07\x07P\x85\x22W\xa1\xff\x81\x88\xe8\x7f\x00\x00";

/// A site's drawing of its code, and one that would take for ever.
#[test]
fn a_drawing_is_read_and_a_hostile_one_is_refused_in_a_sentence() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let good = desk.folder().join("code.svg");
        let code = qrcode::QrCode::new(steps::uri("Example", "alice", ALICE))?;
        let (width, mut path) = (code.width(), String::new());
        for (at, colour) in code.to_colors().iter().enumerate() {
            if *colour == qrcode::Color::Dark {
                let (x, y) = (at % width + 4, at / width + 4);
                path += &format!("M{x} {y}h1v1h-1z");
            }
        }
        let side = width + 8;
        std::fs::write(&good, format!("<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 {side} {side}'><path d='{path}'/></svg>"))?;
        let said = cli::expect(desk, &["scan", &good.display().to_string()], None)?;
        assert!(said.contains("Example: alice"), "{said}");

        let mut bomb = String::from("<svg xmlns='http://www.w3.org/2000/svg' width='900' height='900'><defs><g id='l0'><rect width='9' height='9'/></g>");
        for level in 1..10 {
            let uses = format!("<use href='#l{}' opacity='.9'/>", level - 1).repeat(10);
            bomb += &format!("<g id='l{level}'>{uses}</g>");
        }
        bomb += "</defs><use href='#l9'/></svg>";
        let path = desk.folder().join("bomb.svg");
        std::fs::write(&path, bomb)?;
        let refused = cli::run(desk, &["scan", &path.display().to_string()], None)?;
        assert_eq!(refused.status.code(), Some(1));
        let err = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(err.contains("bomb.svg takes too long"), "{err}");
        assert_eq!(err.lines().count(), 3, "{err}");

        // 118 megapixels in 38 bytes: what decodes it ends, and says nothing by itself.
        let path = desk.folder().join("bomb.webp");
        std::fs::write(&path, BOMB)?;
        let refused = cli::run(desk, &["scan", &path.display().to_string()], None)?;
        assert_eq!(refused.status.code(), Some(1));
        let err = String::from_utf8_lossy(&refused.stderr).into_owned();
        assert!(err.contains("bomb.webp is larger"), "{err}");
        assert_eq!(err.lines().count(), 3, "{err}");
        Ok(())
    })
}

/// A link on the command line is not there for other programs to read while the password is asked for.
#[test]
fn a_link_is_not_seen_on_the_command_line() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        cli::init(desk)?;
        let uri = steps::uri("Example", "alice", ALICE);
        // Its password comes late.
        let mut child = desk
            .command(programs::cli()?)
            .args(["--password-fd", "0", "add", &uri])
            .stdin(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()?;
        let line = format!("/proc/{}/cmdline", child.id());
        wait::until("the link to be wiped", || {
            let seen = String::from_utf8_lossy(&std::fs::read(&line)?).into_owned();
            wait::yes(seen.contains("--password-fd") && !seen.contains(ALICE))
        })?;
        let mut stdin = child.stdin.take().context("stdin")?;
        let password = format!("{}\n", steps::PASSWORD);
        std::io::Write::write_all(&mut stdin, password.as_bytes())?;
        drop(stdin);
        assert!(child.wait()?.success());
        let code = cli::expect(desk, &["code", "Example"], Some(steps::PASSWORD))?;
        assert!(oath::right_lately(ALICE, code.trim(), 10)?);
        Ok(())
    })
}
