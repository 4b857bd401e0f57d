//! Cameras through nokhwa. Runs in the helper only.

use app::ports::CameraError;
use nokhwa::Camera;
use nokhwa::utils::{CameraFormat, CameraIndex, FrameFormat, RequestedFormat, RequestedFormatType};
use scan::Frame;

use super::fault;
use super::format::{Offer, Pixels};
use super::luma::{self, Shape};

/// An open camera.
pub(super) trait Source {
    /// The next frame; waits for it, without a limit. `None` for a damaged one.
    fn frame(&mut self) -> Result<Option<Frame>, CameraError>;
}

/// Linux: the nodes of cameras, and the portal where there are none, or none that may be opened.
#[cfg(target_os = "linux")]
mod linux {
    use super::super::{portal, v4l2};
    use super::*;
    use crate::helper::protocol::Listed;

    /// The portal's camera, when it has to serve: in a sandbox, where what /dev shows is not what the person allowed;
    /// where there is at most an infrared camera, as new laptops show the other one to PipeWire only; where the nodes
    /// may not be opened.
    fn instead() -> Option<Listed> {
        let needed = portal::is_sandboxed()
            || match v4l2::only_infrared() {
                Ok(only) => only,
                Err(error) => matches!(error, CameraError::None | CameraError::Forbidden),
            };
        needed.then(portal::list).flatten()
    }

    pub(in super::super) fn list() -> Result<Vec<Listed>, CameraError> {
        match instead() {
            Some(listed) => Ok(vec![listed]),
            None => v4l2::list(),
        }
    }

    /// `asking` is called before a person is asked.
    pub(in super::super) fn open(
        id: &str,
        asking: &mut dyn FnMut(),
    ) -> Result<(Listed, Box<dyn Source>), CameraError> {
        match instead() {
            Some(listed) => {
                asking();
                Ok((listed, portal::open()?))
            }
            None => v4l2::open(id),
        }
    }
}

#[cfg(target_os = "linux")]
pub(super) use linux::{list, open};

pub(super) fn fault_of(error: &nokhwa::NokhwaError) -> CameraError {
    fault::of_words(&error.to_string())
}

fn frame_format(pixels: Pixels) -> FrameFormat {
    match pixels {
        Pixels::Nv12 => FrameFormat::NV12,
        Pixels::Yuyv => FrameFormat::YUYV,
        Pixels::Mjpeg => FrameFormat::MJPEG,
        Pixels::Rgb => FrameFormat::RAWRGB,
        Pixels::Bgr => FrameFormat::RAWBGR,
        Pixels::Grey => FrameFormat::GRAY,
    }
}

fn pixels(format: FrameFormat) -> Pixels {
    match format {
        FrameFormat::NV12 => Pixels::Nv12,
        FrameFormat::YUYV => Pixels::Yuyv,
        FrameFormat::MJPEG => Pixels::Mjpeg,
        FrameFormat::RAWRGB => Pixels::Rgb,
        FrameFormat::RAWBGR => Pixels::Bgr,
        FrameFormat::GRAY => Pixels::Grey,
    }
}

/// A camera that nokhwa has opened.
pub(super) struct NokhwaSource {
    camera: Camera,
    /// As the system said, where nokhwa does not.
    stride: Option<u32>,
}

#[cfg(target_os = "linux")]
impl NokhwaSource {
    /// Opens a camera in exactly this format.
    pub(super) fn open(
        index: CameraIndex,
        offer: Offer,
        stride: Option<u32>,
    ) -> Result<NokhwaSource, CameraError> {
        let format = frame_format(offer.pixels);
        let exact = CameraFormat::new_from(offer.width, offer.height, format, offer.fps());
        let formats = [format];
        let request = RequestedFormat::with_formats(RequestedFormatType::Exact(exact), &formats);
        let mut camera = Camera::new(index, request).map_err(|error| fault_of(&error))?;
        camera.open_stream().map_err(|error| fault_of(&error))?;
        Ok(NokhwaSource { camera, stride })
    }
}

impl Source for NokhwaSource {
    fn frame(&mut self) -> Result<Option<Frame>, CameraError> {
        let buffer = self.camera.frame().map_err(|error| fault_of(&error))?;
        let (size, pixels) = (buffer.resolution(), pixels(buffer.source_frame_format()));
        let shape = Shape {
            pixels,
            width: size.width(),
            height: size.height(),
            stride: self.stride,
        };
        Ok(luma::grey(shape, buffer.buffer()))
    }
}

#[cfg(not(target_os = "linux"))]
mod native {
    use nokhwa::utils::CameraInfo;

    use super::super::format;
    use super::*;
    use crate::helper::protocol::Listed;

    /// Asks for permission where the system wants that (macOS); the answer may take as long as a person does.
    fn permitted() -> Result<(), CameraError> {
        #[cfg(target_os = "macos")]
        {
            let (answer, answered) = std::sync::mpsc::channel();
            nokhwa::nokhwa_initialize(move |granted| {
                let _ = answer.send(granted);
            });
            if !answered.recv().unwrap_or(false) {
                return Err(CameraError::Forbidden);
            }
        }
        Ok(())
    }

    fn cameras() -> Result<Vec<(Listed, CameraIndex)>, CameraError> {
        permitted()?;
        let backend = nokhwa::native_api_backend().ok_or(CameraError::None)?;
        let found: Vec<CameraInfo> = nokhwa::query(backend).map_err(|error| fault_of(&error))?;
        if found.is_empty() {
            return Err(CameraError::None);
        }
        let listed = |info: CameraInfo| {
            // The system's own lasting name (unique ID, symbolic link), where there is one.
            let lasting = if info.misc().is_empty() {
                info.description().to_owned()
            } else {
                info.misc()
            };
            let id = format!("{lasting} {}", info.human_name());
            (
                Listed {
                    id,
                    name: info.human_name(),
                },
                info.index().clone(),
            )
        };
        Ok(found.into_iter().map(listed).collect())
    }

    pub(in super::super) fn list() -> Result<Vec<Listed>, CameraError> {
        Ok(cameras()?.into_iter().map(|(listed, _)| listed).collect())
    }

    pub(in super::super) fn open(
        id: &str,
        _: &mut dyn FnMut(),
    ) -> Result<(Listed, Box<dyn Source>), CameraError> {
        let cameras = cameras()?;
        let chosen = cameras
            .iter()
            .find(|(listed, _)| listed.id == id)
            .or(cameras.first());
        let (listed, index) = chosen.cloned().ok_or(CameraError::None)?;
        let known = nokhwa::utils::frame_formats();
        let any =
            RequestedFormat::with_formats(RequestedFormatType::AbsoluteHighestFrameRate, known);
        let mut camera = Camera::new(index, any).map_err(|error| fault_of(&error))?;
        let offers: Vec<Offer> = camera
            .compatible_camera_formats()
            .unwrap_or_default()
            .into_iter()
            .map(|format| Offer {
                pixels: pixels(format.format()),
                width: format.width(),
                height: format.height(),
                interval: (1, format.frame_rate()),
            })
            .collect();
        if let Some(offer) = format::best(&offers) {
            let format = frame_format(offer.pixels);
            let exact = CameraFormat::new_from(offer.width, offer.height, format, offer.fps());
            let formats = [format];
            let request =
                RequestedFormat::with_formats(RequestedFormatType::Exact(exact), &formats);
            // What it has is better than nothing.
            if let Err(error) = camera.set_camera_requset(request) {
                log::debug!("the format {exact} was refused: {error}");
            }
        }
        camera.open_stream().map_err(|error| fault_of(&error))?;
        Ok((
            listed,
            Box::new(NokhwaSource {
                camera,
                stride: None,
            }),
        ))
    }
}

#[cfg(not(target_os = "linux"))]
pub(super) use native::{list, open};
