//! Recorded cameras, for tests of the whole program: debug builds only, never in what people run.
//!
//! `COUNTERSIGN_CAMERA` is
//! - a folder of pictures (or one picture): played in the order of their names, in a loop, 15 a second;
//! - `fault:none`, `fault:busy`, `fault:forbidden`: opening fails so; `fault:silent`, `fault:unplugged`: the camera
//!   opens and then is so;
//! - `unplugged:FOLDER`: unplugged after eight pictures.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::thread;
use std::time::Duration;

use app::ports::{CameraError, CameraInfo, CameraStream, Cameras, LightSwitch};
use scan::Frame;

use crate::helper::slot::Slot;

/// From picture to picture.
const INTERVAL: Duration = Duration::from_millis(66);
/// Pictures before the camera is unplugged.
const UNPLUGGED_AFTER: usize = 8;

/// One camera that plays pictures, or a fault.
#[derive(Debug, Clone)]
pub struct RecordedCameras {
    what: What,
}

#[derive(Debug, Clone)]
enum What {
    Play {
        from: PathBuf,
        pictures: Option<usize>,
    },
    FailsToOpen(CameraError),
    OpensSilent,
    OpensUnplugged,
}

impl RecordedCameras {
    /// From the text of the variable; see the module.
    #[must_use]
    pub fn new(text: &OsStr) -> RecordedCameras {
        let words = text.to_str().unwrap_or_default();
        let what = match words.split_once(':') {
            Some(("fault", "none")) => What::FailsToOpen(CameraError::None),
            Some(("fault", "busy")) => What::FailsToOpen(CameraError::Busy),
            Some(("fault", "forbidden")) => What::FailsToOpen(CameraError::Forbidden),
            Some(("fault", "silent")) => What::OpensSilent,
            Some(("fault", "unplugged")) => What::OpensUnplugged,
            Some(("fault", other)) => What::FailsToOpen(CameraError::Failed(other.to_owned())),
            Some(("unplugged", folder)) => What::Play {
                from: folder.into(),
                pictures: Some(UNPLUGGED_AFTER),
            },
            _ => What::Play {
                from: text.into(),
                pictures: None,
            },
        };
        RecordedCameras { what }
    }
}

fn info() -> CameraInfo {
    CameraInfo {
        id: "recorded".to_owned(),
        name: "Recorded camera".to_owned(),
    }
}

impl Cameras for RecordedCameras {
    fn list(&self) -> Result<Vec<CameraInfo>, CameraError> {
        match &self.what {
            What::FailsToOpen(CameraError::None) => Err(CameraError::None),
            _ => Ok(vec![info()]),
        }
    }

    fn open_while(
        &self,
        _: Option<&str>,
        _: &dyn Fn() -> bool,
    ) -> Result<Box<dyn CameraStream>, CameraError> {
        let stream = RecordedStream {
            info: info(),
            slot: Arc::new(Slot::new()),
            ended: Arc::default(),
        };
        match &self.what {
            What::FailsToOpen(fault) => return Err(fault.clone()),
            What::OpensSilent => {}
            What::OpensUnplugged => stream.slot.end(CameraError::Unplugged),
            What::Play { from, pictures } => {
                let failed = |error: std::io::Error| {
                    CameraError::Failed(format!("{}: {error}", from.display()))
                };
                let files = files(from).map_err(failed)?;
                let (slot, ended, pictures) = (
                    Arc::clone(&stream.slot),
                    Arc::clone(&stream.ended),
                    *pictures,
                );
                thread::Builder::new()
                    .name("recorded camera".to_owned())
                    .spawn(move || slot.end(play(&files, pictures, &slot, &ended)))
                    .map_err(failed)?;
            }
        }
        log::info!("the recorded camera is on");
        Ok(Box::new(stream))
    }
}

fn files(from: &Path) -> std::io::Result<Vec<PathBuf>> {
    if from.is_file() {
        return Ok(vec![from.to_path_buf()]);
    }
    let mut files: Vec<PathBuf> = std::fs::read_dir(from)?
        .flatten()
        .map(|entry| entry.path())
        .collect();
    files.retain(|path| {
        let kind = path
            .extension()
            .and_then(OsStr::to_str)
            .unwrap_or_default()
            .to_ascii_lowercase();
        matches!(kind.as_str(), "png" | "jpg" | "jpeg")
    });
    files.sort();
    if files.is_empty() {
        Err(std::io::Error::other("no pictures"))
    } else {
        Ok(files)
    }
}

/// Plays until the stream is dropped, the camera is unplugged, or no picture can be read.
fn play(
    files: &[PathBuf],
    pictures: Option<usize>,
    slot: &Slot,
    ended: &AtomicBool,
) -> CameraError {
    let mut shown = 0;
    loop {
        let before = shown;
        for file in files {
            if ended.load(Ordering::Relaxed) || pictures.is_some_and(|pictures| shown >= pictures) {
                return CameraError::Unplugged;
            }
            match picture(file) {
                Ok(frame) => {
                    slot.put(frame);
                    shown += 1;
                }
                Err(words) => log::warn!("{}: {words}", file.display()),
            }
            thread::sleep(INTERVAL);
        }
        if shown == before {
            return CameraError::Failed("no picture of the recording can be read".to_owned());
        }
    }
}

fn picture(file: &Path) -> Result<Frame, String> {
    let bytes = std::fs::read(file).map_err(|error| error.to_string())?;
    scan::picture::read(&bytes).map_err(|error| error.to_string())
}

struct RecordedStream {
    info: CameraInfo,
    slot: Arc<Slot>,
    ended: Arc<AtomicBool>,
}

impl Drop for RecordedStream {
    fn drop(&mut self) {
        put_out(&self.ended);
    }
}

/// Tests of the whole program read these lines: the light of a camera that is none.
fn put_out(ended: &AtomicBool) {
    if !ended.swap(true, Ordering::Relaxed) {
        log::info!("the recorded camera is off");
    }
}

impl CameraStream for RecordedStream {
    fn info(&self) -> &CameraInfo {
        &self.info
    }

    fn light(&self) -> LightSwitch {
        let ended = Arc::clone(&self.ended);
        Arc::new(move || put_out(&ended))
    }

    fn next(&mut self, wait: Duration) -> Result<Option<Frame>, CameraError> {
        self.slot.take(wait)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const LONG: Duration = Duration::from_secs(20);

    fn opened(text: &str) -> Result<Box<dyn CameraStream>, CameraError> {
        RecordedCameras::new(OsStr::new(text)).open(None)
    }

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, grey) in [("a.png", 10), ("b.png", 20)] {
            image::GrayImage::from_pixel(8, 4, image::Luma([grey]))
                .save(folder.path().join(name))
                .unwrap();
        }
        std::fs::write(folder.path().join("c.png"), "no picture").unwrap();
        std::fs::write(folder.path().join("notes.txt"), "x").unwrap();
        folder
    }

    #[test]
    fn pictures_are_played_in_a_loop_and_damaged_ones_left_out() {
        let folder = folder();
        let mut camera = opened(folder.path().to_str().unwrap()).unwrap();
        for _ in 0..5 {
            let frame = camera.next(LONG).unwrap().unwrap();
            assert_eq!((frame.width(), frame.height()), (8, 4));
            assert!([10, 20].contains(&frame.luma()[0]));
        }
    }

    #[test]
    fn a_camera_is_unplugged_after_some_pictures() {
        let folder = folder();
        let mut camera = opened(&format!("unplugged:{}", folder.path().display())).unwrap();
        let mut frames = 0;
        let fault = loop {
            match camera.next(LONG) {
                Ok(Some(_)) => frames += 1,
                Ok(None) => panic!("no picture in {LONG:?}"),
                Err(fault) => break fault,
            }
        };
        assert_eq!(fault, CameraError::Unplugged);
        assert!((1..=UNPLUGGED_AFTER).contains(&frames));
    }

    #[test]
    fn faults_can_be_played() {
        assert_eq!(opened("fault:none").err(), Some(CameraError::None));
        assert_eq!(opened("fault:busy").err(), Some(CameraError::Busy));
        assert_eq!(
            opened("fault:forbidden").err(),
            Some(CameraError::Forbidden)
        );
        assert_eq!(
            opened("fault:unplugged").unwrap().next(LONG).err(),
            Some(CameraError::Unplugged)
        );
        assert!(
            opened("fault:silent")
                .unwrap()
                .next(Duration::ZERO)
                .unwrap()
                .is_none()
        );
        assert!(matches!(
            opened("/nowhere/at/all"),
            Err(CameraError::Failed(_))
        ));
        assert_eq!(
            RecordedCameras::new(OsStr::new("fault:none")).list(),
            Err(CameraError::None)
        );
    }
}
