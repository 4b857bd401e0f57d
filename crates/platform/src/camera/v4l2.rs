//! Linux: which nodes are cameras, the format set before nokhwa looks, and a source of our own for what it refuses.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use app::ports::CameraError;
use nokhwa::utils::CameraIndex;
use scan::Frame;
use v4l::buffer::{Flags, Type};
use v4l::frameinterval::FrameIntervalEnum;
use v4l::framesize::FrameSizeEnum;
use v4l::io::traits::CaptureStream;
use v4l::prelude::MmapStream;
use v4l::video::Capture;
use v4l::video::capture::Parameters;
use v4l::{Device, Format, FourCC, Fraction};

use super::capture::{NokhwaSource, Source};
use super::fault;
use super::format::{self, Offer, Pixels};
use super::luma::{self, Shape};
use crate::helper::protocol::Listed;

const FORMATS: [(&[u8; 4], Pixels); 6] = [
    (b"MJPG", Pixels::Mjpeg),
    (b"YUYV", Pixels::Yuyv),
    (b"NV12", Pixels::Nv12),
    (b"GREY", Pixels::Grey),
    (b"RGB3", Pixels::Rgb),
    (b"BGR3", Pixels::Bgr),
];

fn pixels(fourcc: FourCC) -> Option<Pixels> {
    FORMATS
        .iter()
        .find(|(code, _)| **code == fourcc.repr)
        .map(|(_, pixels)| *pixels)
}

fn fourcc(pixels: Pixels) -> Option<FourCC> {
    FORMATS
        .iter()
        .find(|(_, kind)| *kind == pixels)
        .map(|(code, _)| FourCC::new(code))
}

/// A node that sends pictures.
struct Node {
    index: usize,
    listed: Listed,
    offers: Vec<Offer>,
}

impl Node {
    /// A sensor for faces in the dark, as laptops have beside the camera: it is grey, or says so. It reads hardly any
    /// code and blinks at people.
    fn is_infrared(&self) -> bool {
        let mut words = self.listed.name.split(|c: char| !c.is_alphanumeric());
        let says_so = words.any(|word| {
            ["ir", "infrared"]
                .iter()
                .any(|known| word.eq_ignore_ascii_case(known))
        });
        says_so || self.offers.iter().all(|offer| offer.pixels == Pixels::Grey)
    }
}

/// All cameras, infrared ones last, each by its number. Nodes of metadata offer no format of pictures, and
/// raw sensors none that can be read. With none, says why.
fn nodes() -> Result<Vec<Node>, CameraError> {
    let names = std::fs::read_dir("/dev").map_err(|error| fault::of_io(&error))?;
    let mut indices: Vec<usize> = names
        .flatten()
        .filter_map(|entry| {
            entry
                .file_name()
                .to_str()?
                .strip_prefix("video")?
                .parse()
                .ok()
        })
        .collect();
    indices.sort_unstable();
    indices.dedup();
    let mut why = CameraError::None;
    let mut nodes: Vec<Node> = Vec::new();
    for index in indices {
        match node(index) {
            Ok(Some((id, name, offers))) => nodes.push(Node {
                index,
                listed: Listed { id, name },
                offers,
            }),
            Ok(None) => {}
            Err(error) => {
                log::debug!("/dev/video{index}: {error}");
                let fault = fault::of_io(&error);
                if matches!(fault, CameraError::Forbidden | CameraError::Busy) {
                    why = fault;
                }
            }
        }
    }
    nodes.sort_by_key(|node| (node.is_infrared(), node.index));
    number_doubles(nodes.iter_mut().map(|node| &mut node.listed));
    if nodes.is_empty() {
        Err(why)
    } else {
        Ok(nodes)
    }
}

/// Two nodes of one device, or two devices without a number of their own, are told apart by their order.
fn number_doubles<'a>(listed: impl Iterator<Item = &'a mut Listed>) {
    let mut seen: Vec<(String, String)> = Vec::new();
    for one in listed {
        let ids = 1 + seen.iter().filter(|(id, _)| *id == one.id).count();
        let names = 1 + seen.iter().filter(|(_, name)| *name == one.name).count();
        seen.push((one.id.clone(), one.name.clone()));
        if ids > 1 {
            one.id = format!("{} #{ids}", one.id);
        }
        if names > 1 {
            one.name = format!("{} ({names})", one.name);
        }
    }
}

fn node(index: usize) -> io::Result<Option<(String, String, Vec<Offer>)>> {
    let device = Device::new(index)?;
    let about = device.query_caps()?;
    let offers = offers(&device);
    if offers.is_empty() {
        return Ok(None);
    }
    // "Integrated Camera: Integrated C": uvcvideo adds the interface's name, cut off.
    let name = about
        .card
        .split(": ")
        .next()
        .unwrap_or_default()
        .trim()
        .to_owned();
    let name = if name.is_empty() {
        format!("video{index}")
    } else {
        name
    };
    Ok(Some((
        format!("{} {}", about.bus, about.card),
        name,
        offers,
    )))
}

/// What a device offers that we can read. Steps of sizes and rates are not walked: what we aim at is tried.
fn offers(device: &Device) -> Vec<Offer> {
    let mut offers = Vec::new();
    for described in device.enum_formats().unwrap_or_default() {
        let Some(pixels) = pixels(described.fourcc) else {
            continue;
        };
        for size in device.enum_framesizes(described.fourcc).unwrap_or_default() {
            let sizes = match size.size {
                FrameSizeEnum::Discrete(size) => vec![(size.width, size.height)],
                FrameSizeEnum::Stepwise(range) => [(1280, 720), (640, 480)]
                    .map(|(width, height)| {
                        (
                            step(width, range.min_width, range.max_width, range.step_width),
                            step(
                                height,
                                range.min_height,
                                range.max_height,
                                range.step_height,
                            ),
                        )
                    })
                    .to_vec(),
            };
            for (width, height) in sizes {
                let rates = rates(device, described.fourcc, width, height);
                offers.extend(rates.into_iter().map(|interval| Offer {
                    pixels,
                    width,
                    height,
                    interval,
                }));
            }
        }
    }
    offers
}

fn rates(device: &Device, fourcc: FourCC, width: u32, height: u32) -> Vec<(u32, u32)> {
    let listed = device
        .enum_frameintervals(fourcc, width, height)
        .unwrap_or_default();
    // A driver that tells no rate has one of its own.
    if listed.is_empty() {
        return vec![(1, 30)];
    }
    listed
        .into_iter()
        .map(|interval| match interval.interval {
            FrameIntervalEnum::Discrete(fraction) => (fraction.numerator, fraction.denominator),
            FrameIntervalEnum::Stepwise(range) => {
                // `min` is the shortest interval, the fastest rate.
                let fastest = (range.min.numerator, range.min.denominator);
                if u64::from(fastest.0) * 30 <= u64::from(fastest.1) {
                    (1, 30)
                } else {
                    fastest
                }
            }
        })
        .collect()
}

/// The value nearest below `wanted` that a range allows.
fn step(wanted: u32, min: u32, max: u32, step: u32) -> u32 {
    let within = wanted.min(max).max(min);
    within - (within - min) % step.max(1)
}

/// Whether no camera shows colours.
pub(super) fn only_infrared() -> Result<bool, CameraError> {
    Ok(nodes()?.first().is_some_and(Node::is_infrared))
}

/// The cameras to choose from: infrared ones only where there is nothing else.
pub(super) fn list() -> Result<Vec<Listed>, CameraError> {
    let nodes = nodes()?;
    let infrared = nodes.first().is_some_and(Node::is_infrared);
    let offered = nodes
        .into_iter()
        .filter(|node| node.is_infrared() == infrared);
    Ok(offered.map(|node| node.listed).collect())
}

/// Opens a camera: nokhwa first, V4L2 itself where nokhwa cannot.
pub(super) fn open(id: &str) -> Result<(Listed, Box<dyn Source>), CameraError> {
    let mut nodes = nodes()?;
    let chosen = nodes
        .iter()
        .position(|node| node.listed.id == id)
        .unwrap_or(0);
    let node = nodes.swap_remove(chosen);
    let offer = format::best(&node.offers)
        .ok_or_else(|| CameraError::Failed("it has no format that can be read".to_owned()))?;
    let (device, shape, interval) = set(node.index, offer).map_err(|error| fault::of_io(&error))?;
    log::info!("{} sends {shape:?} each {interval:?} s", node.listed.name);
    // nokhwa refuses grey cameras and rates that are no whole number, also if they are only what another program left.
    if interval.0 == 1 && shape.pixels != Pixels::Grey {
        let exact = Offer {
            pixels: shape.pixels,
            width: shape.width,
            height: shape.height,
            interval,
        };
        drop(device);
        let index = CameraIndex::Index(u32::try_from(node.index).unwrap_or(u32::MAX));
        match catch_unwind(AssertUnwindSafe(|| {
            NokhwaSource::open(index, exact, shape.stride)
        })) {
            Ok(Ok(source)) => return Ok((node.listed, Box::new(source))),
            Ok(Err(CameraError::Failed(words))) => {
                log::info!("nokhwa refuses {}: {words}", node.listed.name)
            }
            Ok(Err(fault)) => return Err(fault),
            Err(_) => log::info!("nokhwa panicked at {}", node.listed.name),
        }
        let (device, shape, _) = set(node.index, offer).map_err(|error| fault::of_io(&error))?;
        return Ok((node.listed, Box::new(V4l2Source::open(&device, shape)?)));
    }
    Ok((node.listed, Box::new(V4l2Source::open(&device, shape)?)))
}

/// Sets the format and says what the driver made of it.
fn set(index: usize, offer: Offer) -> io::Result<(Device, Shape, (u32, u32))> {
    let device = Device::new(index)?;
    let code = fourcc(offer.pixels).ok_or(io::ErrorKind::Unsupported)?;
    let format = device.set_format(&Format::new(offer.width, offer.height, code))?;
    let wanted = Parameters::new(Fraction::new(offer.interval.0, offer.interval.1));
    // A driver without rates refuses; its pictures are as good.
    let interval = match device.set_params(&wanted).or_else(|_| device.params()) {
        Ok(parameters) => (
            parameters.interval.numerator,
            parameters.interval.denominator,
        ),
        Err(_) => (0, 0),
    };
    let pixels = pixels(format.fourcc).ok_or(io::ErrorKind::Unsupported)?;
    let stride = (pixels != Pixels::Mjpeg)
        .then_some(format.stride)
        .filter(|&stride| stride > 0);
    Ok((
        device,
        Shape {
            pixels,
            width: format.width,
            height: format.height,
            stride,
        },
        interval,
    ))
}

/// A camera through V4L2 itself.
struct V4l2Source {
    stream: MmapStream<'static>,
    shape: Shape,
}

impl V4l2Source {
    fn open(device: &Device, shape: Shape) -> Result<V4l2Source, CameraError> {
        let stream = MmapStream::with_buffers(device, Type::VideoCapture, 4)
            .map_err(|error| fault::of_io(&error))?;
        Ok(V4l2Source { stream, shape })
    }
}

impl Source for V4l2Source {
    fn frame(&mut self) -> Result<Option<Frame>, CameraError> {
        let (bytes, about) = self.stream.next().map_err(|error| fault::of_io(&error))?;
        if about.flags.contains(Flags::ERROR) {
            return Ok(None);
        }
        let used = bytes
            .get(..about.bytesused as usize)
            .filter(|used| !used.is_empty())
            .unwrap_or(bytes);
        Ok(luma::grey(self.shape, used))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stepwise_sizes_meet_the_range_and_its_steps() {
        assert_eq!(step(1280, 16, 4096, 16), 1280);
        assert_eq!(step(1280, 2, 1000, 8), 994);
        assert_eq!(step(640, 800, 1600, 0), 800);
    }

    #[test]
    fn doubles_are_numbered() {
        let one = || Listed {
            id: "usb-1 Cam".into(),
            name: "Cam".into(),
        };
        let other = Listed {
            id: "usb-2 Cam".into(),
            name: "Cam".into(),
        };
        let mut list = [one(), one(), other];
        number_doubles(list.iter_mut());
        let ids: Vec<&str> = list.iter().map(|listed| listed.id.as_str()).collect();
        let names: Vec<&str> = list.iter().map(|listed| listed.name.as_str()).collect();
        assert_eq!(ids, ["usb-1 Cam", "usb-1 Cam #2", "usb-2 Cam"]);
        assert_eq!(names, ["Cam", "Cam (2)", "Cam (3)"]);
    }
}
