//! Child processes: announced, streamed to the terminal, and read line by line while they run.

use std::ffi::OsStr;
use std::io::{self, BufRead as _, BufReader, IsTerminal as _, Read, Write as _};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{self, RecvTimeoutError, Sender};
use std::time::{Duration, Instant};

use anyhow::{Context as _, Result, bail};

/// How long the output of a finished command may go on: what it leaves behind (a keyring daemon, say) may hold the
/// pipe open for ever.
const LINGER: Duration = Duration::from_secs(2);

/// The command as one would type it.
pub fn shown(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words.map(quoted).collect::<Vec<_>>().join(" ")
}

fn quoted(word: &OsStr) -> String {
    let word = word.to_string_lossy();
    let plain = |c: char| c.is_ascii_alphanumeric() || "-_./=:,+@%".contains(c);
    if !word.is_empty() && word.chars().all(plain) {
        word.into_owned()
    } else {
        format!("'{}'", word.replace('\'', r"'\''"))
    }
}

/// Announces the command, runs it on the terminal, and fails unless it succeeds.
pub fn run(command: &mut Command) -> Result<()> {
    let text = shown(command);
    println!("$ {text}");
    let status = command
        .status()
        .with_context(|| format!("cannot start `{text}`"))?;
    if !status.success() {
        bail!("`{text}` ended with {status}");
    }
    Ok(())
}

/// Runs the command silently and returns what it prints; fails unless it succeeds.
pub fn output(command: &mut Command) -> Result<String> {
    let text = shown(command);
    let output = command
        .stderr(Stdio::piped())
        .output()
        .with_context(|| format!("cannot start `{text}`"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("`{text}` ended with {}: {}", output.status, said.trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// Does the command start and succeed? Silent.
pub fn succeeds(command: &mut Command) -> bool {
    let quiet = command
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null());
    quiet.status().is_ok_and(|status| status.success())
}

/// Announces the command and runs it; each line of its output (without colours) goes to `keep`, and to the terminal
/// where `keep` says true.
pub fn watch(command: &mut Command, mut keep: impl FnMut(&str) -> bool) -> Result<ExitStatus> {
    let text = shown(command);
    println!("$ {text}");
    if coloured() {
        command
            .env("CARGO_TERM_COLOR", "always")
            .env("FORCE_COLOR", "1");
    }
    let mut child = command
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .with_context(|| format!("cannot start `{text}`"))?;
    let (lines, heard) = mpsc::channel();
    listen(child.stdout.take(), lines.clone());
    listen(child.stderr.take(), lines);

    let mut ended: Option<(ExitStatus, Instant)> = None;
    loop {
        match heard.recv_timeout(Duration::from_millis(200)) {
            Ok(line) => {
                if keep(plain(&String::from_utf8_lossy(&line)).trim_end()) {
                    let mut terminal = io::stdout().lock();
                    terminal.write_all(&line)?;
                    terminal.flush()?;
                }
            }
            Err(RecvTimeoutError::Disconnected) => break,
            Err(RecvTimeoutError::Timeout) => match ended {
                Some((_, since)) if since.elapsed() > LINGER => break,
                Some(_) => {}
                None => ended = finished(&mut child)?,
            },
        }
    }
    match ended {
        Some((status, _)) => Ok(status),
        None => Ok(child.wait()?),
    }
}

fn finished(child: &mut Child) -> Result<Option<(ExitStatus, Instant)>> {
    Ok(child.try_wait()?.map(|status| (status, Instant::now())))
}

fn listen(pipe: Option<impl Read + Send + 'static>, lines: Sender<Vec<u8>>) {
    let Some(pipe) = pipe else { return };
    std::thread::spawn(move || {
        let mut pipe = BufReader::new(pipe);
        let mut line = Vec::new();
        while pipe.read_until(b'\n', &mut line).is_ok_and(|n| n > 0) {
            if lines.send(std::mem::take(&mut line)).is_err() {
                return;
            }
        }
    });
}

fn coloured() -> bool {
    io::stdout().is_terminal() && std::env::var_os("NO_COLOR").is_none_or(|v| v.is_empty())
}

/// The text without ANSI escape sequences (ECMA-48 CSI).
pub fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            out.push(c);
        } else if chars.next() == Some('[') {
            // Parameters and intermediates, up to the final byte.
            for c in chars.by_ref() {
                if ('@'..='~').contains(&c) {
                    break;
                }
            }
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn colours_are_taken_off() {
        assert_eq!(
            plain("\u{1b}[32;1m 12 passed\u{1b}[39m (3)"),
            " 12 passed (3)"
        );
        assert_eq!(plain("no colours, a [bracket]"), "no colours, a [bracket]");
    }

    #[test]
    fn commands_are_shown_as_one_would_type_them() {
        let mut command = Command::new("npm");
        command.args(["run", "test", "--", "-t", "two words", "it's"]);
        assert_eq!(shown(&command), r"npm run test -- -t 'two words' 'it'\''s'");
    }

    #[cfg(unix)]
    #[test]
    fn what_a_command_leaves_behind_does_not_hold_us() {
        let mut lines = Vec::new();
        let mut command = Command::new("sh");
        command.args(["-c", "sleep 30 & echo said; exit 3"]);
        let status = watch(&mut command, |line| {
            lines.push(line.to_owned());
            true
        })
        .unwrap();
        assert_eq!(status.code(), Some(3));
        assert_eq!(lines, ["said"]);
    }

    #[cfg(unix)]
    #[test]
    fn a_command_that_fails_says_which_and_why() {
        let error = output(Command::new("sh").args(["-c", "echo because >&2; exit 4"]))
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("because") && error.contains("sh -c"),
            "{error}"
        );
    }
}
