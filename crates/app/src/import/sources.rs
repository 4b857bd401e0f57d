//! Files on their way into an import: bounded, and pictures read for the codes on them.

use std::path::Path;

use exchange::import::{Refusal, Source};
use zeroize::Zeroizing;

use super::Refused;
use crate::App;
use crate::pictures::{name_of, read_file};

impl App {
    pub(super) fn source_of_file(&self, path: &Path) -> Result<Source, Refused> {
        let name = name_of(path);
        let bytes = read_file(path).map_err(|fault| Refused::of_fault(&fault))?;
        self.source_of_bytes(name, bytes)
    }

    /// The bytes themselves, or the texts of the codes where they are a picture, one a line.
    pub(super) fn source_of_bytes(
        &self,
        name: String,
        bytes: Zeroizing<Vec<u8>>,
    ) -> Result<Source, Refused> {
        let bytes = if is_picture(&bytes) {
            let unknown = |_| Refused::of(&Refusal::Unrecognised { resembles: None }).about(&name);
            let texts = self.codes_of(&name, &bytes).map_err(unknown)?;
            let mut lines = Zeroizing::new(Vec::new());
            for text in &texts {
                // EXPOSE: it is read as an export; drafts hold the secrets in their own type.
                lines.extend_from_slice(text.expose().as_bytes());
                lines.push(b'\n');
            }
            lines
        } else {
            bytes
        };
        Ok(Source {
            name: Some(name),
            bytes,
        })
    }
}

/// Whether the bytes begin as those of a picture do that is read here.
fn is_picture(bytes: &[u8]) -> bool {
    const STARTS: [&[u8]; 7] = [
        b"\x89PNG",
        b"\xff\xd8\xff",
        b"GIF8",
        b"BM",
        b"II*\0",
        b"MM\0*",
        b"RIFF",
    ];
    STARTS.iter().any(|start| bytes.starts_with(start)) || scan::picture::is_drawing(bytes)
}
