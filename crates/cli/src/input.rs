//! Secrets from a prompt or a file descriptor; bytes from standard input, bounded.

use std::io::{BufReader, Read};

use app::wire::{Fault, FaultCode};
use zeroize::Zeroizing;

/// A typed secret is at most this long, bytes.
const MOST: u64 = 4096;

/// One line from a file descriptor that the caller opened for us. What follows the line stays unread in a pipe, or not:
/// it is read once.
pub fn secret_from_fd(fd: u32) -> Result<Zeroizing<String>, Fault> {
    let path = if cfg!(target_os = "linux") {
        format!("/proc/self/fd/{fd}")
    } else {
        format!("/dev/fd/{fd}")
    };
    let not_given = |error: std::io::Error| no_password(&format!("file descriptor {fd}: {error}"));
    let file = std::fs::File::open(&path).map_err(not_given)?;
    // Reserved at once: growing would leave copies behind.
    let mut line = Zeroizing::new(Vec::with_capacity(MOST as usize));
    for byte in BufReader::with_capacity(1, file.take(MOST)).bytes() {
        match byte.map_err(not_given)? {
            b'\n' => break,
            byte => line.push(byte),
        }
    }
    if line.len() as u64 == MOST {
        return Err(no_password(&format!("it is longer than {MOST} bytes")));
    }
    if line.ends_with(b"\r") {
        line.pop();
    }
    let text = std::str::from_utf8(&line).map_err(|_| no_password("it is not text in UTF-8"))?;
    Ok(Zeroizing::new(text.to_owned()))
}

/// Asks on the terminal, without echo.
pub fn ask(prompt: &str) -> Result<Zeroizing<String>, Fault> {
    rpassword::prompt_password(prompt)
        .map(Zeroizing::new)
        .map_err(|error| no_password(&format!("there is no terminal to ask on ({error})")))
}

fn no_password(reason: &str) -> Fault {
    Fault::new(FaultCode::NoPassword).with("reason", reason)
}

/// All of standard input, up to `most` bytes.
pub fn stdin(most: u64) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let mut bytes = Zeroizing::new(Vec::new());
    std::io::stdin()
        .take(most + 1)
        .read_to_end(&mut bytes)
        .map_err(|error| unreadable("standard input", &error))?;
    if bytes.len() as u64 > most {
        return Err(Fault::new(FaultCode::FileTooLarge)
            .with("name", "standard input")
            .with("limit", format!("{} MiB", most >> 20)));
    }
    Ok(bytes)
}

/// Bytes as text, if they are: UTF-8, or UTF-16 with its byte order mark, as editors of Windows write it.
pub fn text(bytes: &[u8]) -> Option<Zeroizing<String>> {
    let units = |from: fn([u8; 2]) -> u16| {
        let pairs = bytes.get(2..)?.chunks_exact(2);
        let units = Zeroizing::new(
            pairs
                .map(|pair| from([pair[0], pair[1]]))
                .collect::<Vec<u16>>(),
        );
        String::from_utf16(&units).ok()
    };
    let text = match bytes {
        [0xff, 0xfe, ..] => units(u16::from_le_bytes),
        [0xfe, 0xff, ..] => units(u16::from_be_bytes),
        _ => std::str::from_utf8(bytes).ok().map(str::to_owned),
    };
    text.map(Zeroizing::new)
}

fn unreadable(name: &str, error: &std::io::Error) -> Fault {
    Fault::new(FaultCode::FileUnreadable)
        .with("name", name)
        .with("reason", error)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn texts_of_other_editors_are_texts_and_pictures_are_none() {
        let said = |bytes: &[u8]| text(bytes).map(|text| text.to_string());
        assert_eq!(said(b"otpauth://").as_deref(), Some("otpauth://"));
        assert_eq!(said(&[0xff, 0xfe, b'a', 0, 0xe9, 0]).as_deref(), Some("aé"));
        assert_eq!(said(&[0xfe, 0xff, 0, b'a']).as_deref(), Some("a"));
        assert_eq!(said(b"\x89PNG\r\n"), None);
        assert_eq!(said(b"\xff\xd8\xff\xe0"), None);
    }
}
