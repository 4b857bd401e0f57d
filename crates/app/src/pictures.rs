//! Pictures in: a bounded read of a file, and what the codes on it say.

use std::fs::{self, File};
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use scan::picture::{self, PictureError};
use scan::{Effort, Frame, Hint, SymbolText};
use zeroize::Zeroizing;

use crate::App;
use crate::enrol::Found;
use crate::faults::fault;
use crate::wire::{Fault, FaultCode, FindingsView, PicturesView, Source};

impl App {
    /// Reads picture files. One that cannot be used does not keep the others back: its fault is among the
    /// refused ones. Works while the vault is locked, too; nothing is added.
    ///
    /// # Errors
    /// The fault, when there was one picture and it held no code.
    pub fn pictures(&self, source: Source, paths: &[PathBuf]) -> Result<FindingsView, Fault> {
        self.touch_activity();
        let mut found = Found::default();
        let mut with_codes = 0;
        for path in paths {
            let texts = read_file(path)
                .and_then(|bytes| self.decoded(&name_of(path), &bytes))
                .and_then(|frame| codes(&name_of(path), &frame));
            match texts {
                Ok(texts) => {
                    with_codes += 1;
                    self.sort_texts(&texts, &mut found);
                }
                Err(fault) => found.refused.push(fault),
            }
        }
        if paths.len() > 1 {
            let of = u32::try_from(paths.len()).unwrap_or(u32::MAX);
            found.pictures = Some(PicturesView { with_codes, of });
        }
        self.keep_found(source, found)
    }

    /// Reads the bytes of a picture that is not a file; `name` is for people.
    ///
    /// # Errors
    /// As [`App::pictures`].
    pub fn picture_bytes(&self, name: &str, bytes: &[u8]) -> Result<FindingsView, Fault> {
        self.touch_activity();
        let texts = self.codes_of(name, bytes)?;
        self.findings_of(Source::Picture, &texts)
    }

    /// The pixels of a picture file.
    ///
    /// # Errors
    /// Those of a file or picture that cannot be used, as in [`App::pictures`].
    pub fn frame_of(&self, path: &Path) -> Result<Frame, Fault> {
        read_file(path).and_then(|bytes| self.decoded(&name_of(path), &bytes))
    }

    /// All codes of a picture, out of its bytes.
    pub(crate) fn codes_of(&self, name: &str, bytes: &[u8]) -> Result<Vec<SymbolText>, Fault> {
        codes(name, &self.decoded(name, bytes)?)
    }

    /// A picture that came as a text.
    pub(crate) fn picture_in_text(
        &self,
        source: Source,
        bytes: &[u8],
    ) -> Result<FindingsView, Fault> {
        let name = "the picture in this text";
        let texts = self.codes_of(name, bytes)?;
        self.findings_of(source, &texts)
    }

    /// What a picture that is already in memory says.
    pub(crate) fn frame_findings(
        &self,
        source: Source,
        name: &str,
        frame: &Frame,
    ) -> Result<FindingsView, Fault> {
        let texts = codes(name, frame)?;
        self.findings_of(source, &texts)
    }

    /// The grey pixels of a picture.
    fn decoded(&self, name: &str, bytes: &[u8]) -> Result<Frame, Fault> {
        let decoded = self.ports.pictures.decode(bytes);
        decoded.map_err(|error| of_picture(name, &error))
    }

    /// Pictures were dropped on the window: the answer goes out as an event.
    pub fn dropped(&self, paths: &[PathBuf]) {
        let answer = self
            .with_open(|_| Ok(()))
            .and_then(|()| self.pictures(Source::Picture, paths));
        match answer {
            Ok(findings) => self.events.found(findings),
            Err(fault) => self.events.failed(fault),
        }
    }
}

/// The name of a file, for people.
pub(crate) fn name_of(path: &Path) -> String {
    path.file_name()
        .unwrap_or(path.as_os_str())
        .to_string_lossy()
        .into_owned()
}

/// The bytes of a regular file of bounded size. The file is asked what it is before it is opened, so that a pipe
/// or a device is never waited for.
pub(crate) fn read_file(path: &Path) -> Result<Zeroizing<Vec<u8>>, Fault> {
    let name = name_of(path);
    let unreadable = |reason: &dyn ToString| {
        fault(FaultCode::FileUnreadable)
            .with("name", &name)
            .with("reason", reason.to_string())
    };
    let told = |error: io::Error| unreadable(&error.kind());
    let too_large = || {
        fault(FaultCode::FileTooLarge)
            .with("name", &name)
            .with("limit", format!("{} MiB", picture::MAX_FILE_BYTES >> 20))
    };
    let about = fs::metadata(path).map_err(told)?;
    if about.is_dir() {
        return Err(fault(FaultCode::IsAFolder).with("name", &name));
    }
    if !about.is_file() {
        return Err(unreadable(&"it is not a file with content"));
    }
    if about.len() > picture::MAX_FILE_BYTES {
        return Err(too_large());
    }
    let file = File::open(path).map_err(told)?;
    // Reserved once, so that growing leaves no copies of the picture behind.
    let room = usize::try_from(about.len()).unwrap_or(0).saturating_add(1);
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    file.take(picture::MAX_FILE_BYTES + 1)
        .read_to_end(&mut bytes)
        .map_err(told)?;
    if bytes.len() as u64 > picture::MAX_FILE_BYTES {
        return Err(too_large());
    }
    Ok(bytes)
}

/// Why a picture is refused.
fn of_picture(name: &str, error: &PictureError) -> Fault {
    let named = |code| fault(code).with("name", name);
    match error {
        PictureError::FileTooLarge => named(FaultCode::FileTooLarge)
            .with("limit", format!("{} MiB", picture::MAX_FILE_BYTES >> 20)),
        PictureError::TooManyPixels { width, height } if *width.max(height) > picture::MAX_SIDE => {
            named(FaultCode::PictureTooLarge)
                .with("limit", format!("{} pixels a side", picture::MAX_SIDE))
        }
        PictureError::TooManyPixels { .. } => named(FaultCode::PictureTooLarge).with(
            "limit",
            format!("{} megapixels", picture::MAX_PIXELS / 1_000_000),
        ),
        PictureError::TooMuchMemory => {
            named(FaultCode::PictureTooLarge).with("limit", "512 MiB of memory")
        }
        PictureError::TooSlow => named(FaultCode::PictureSlow),
        PictureError::OtherKind { kind } => named(FaultCode::PictureKind).with("kind", kind),
        PictureError::Truncated | PictureError::Damaged => named(FaultCode::PictureDamaged),
        _ => named(FaultCode::NotAPicture),
    }
}

/// There is something to be read, but it is no QR code.
pub(crate) fn other_symbol(name: &str, hint: Hint) -> Fault {
    fault(FaultCode::OtherSymbol)
        .with("name", name)
        .with("reason", hint.code())
}

/// All codes of a picture, with every effort.
fn codes(name: &str, frame: &Frame) -> Result<Vec<SymbolText>, Fault> {
    let reading = scan::read(frame, Effort::Still);
    if reading.symbols.is_empty() {
        let none = fault(FaultCode::NoCodeInPicture).with("name", name);
        return Err(match reading.hint {
            Some(hint @ Hint::OtherSymbol { .. }) => other_symbol(name, hint),
            Some(hint) => none.with("hint", hint.code()),
            None => none,
        });
    }
    Ok(reading
        .symbols
        .into_iter()
        .map(|symbol| symbol.text)
        .collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn code_of(result: Result<Zeroizing<Vec<u8>>, Fault>) -> FaultCode {
        result.err().unwrap().code
    }

    #[test]
    fn a_folder_is_told_apart() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(code_of(read_file(folder.path())), FaultCode::IsAFolder);
    }

    #[test]
    fn a_file_that_is_gone_is_unreadable() {
        let folder = tempfile::tempdir().unwrap();
        assert_eq!(
            code_of(read_file(&folder.path().join("gone.png"))),
            FaultCode::FileUnreadable
        );
    }

    /// A sparse file of 2 GB is refused by its size, without reading it.
    #[test]
    fn a_huge_file_is_refused_before_it_is_read() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("huge.png");
        File::create(&path).unwrap().set_len(2 << 30).unwrap();
        assert_eq!(code_of(read_file(&path)), FaultCode::FileTooLarge);
    }

    #[cfg(unix)]
    #[test]
    fn a_device_is_not_waited_for() {
        assert_eq!(
            code_of(read_file(Path::new("/dev/zero"))),
            FaultCode::FileUnreadable
        );
    }

    #[test]
    fn each_way_of_being_no_picture_is_told_apart() {
        let code = |bytes: &[u8]| {
            let error = picture::read(bytes).err().unwrap();
            of_picture("a", &error)
        };
        assert_eq!(code(b"hello, this is text").code, FaultCode::NotAPicture);
        let whole = exchange::qr::draw("otpauth://totp/a?secret=JBSWY3DPEHPK3PXP", 300).unwrap();
        let half = &whole.bytes[..whole.bytes.len() / 2];
        assert_eq!(code(half).code, FaultCode::PictureDamaged);
        let pdf = code(b"%PDF-1.7");
        assert_eq!(
            (pdf.code, pdf.args["kind"].as_str()),
            (FaultCode::PictureKind, "PDF")
        );
        let (width, height) = (1, 100_000);
        let line = of_picture("a", &PictureError::TooManyPixels { width, height });
        assert_eq!(line.args["limit"], "16384 pixels a side");
    }
}
