//! X11: what the root window shows, monitor by monitor. The server counts in the monitors' own pixels.

use std::borrow::Cow;
use std::time::Duration;

use app::ports::ScreenError;
use scan::Frame;
use x11rb::connection::Connection;
use x11rb::image::{BitsPerPixel, Image, ImageOrder, PixelLayout, ScanlinePad};
use x11rb::protocol::randr::ConnectionExt as _;
use x11rb::protocol::xproto::{ConnectionExt as _, ImageFormat, Screen, Setup};
use x11rb::rust_connection::RustConnection;
use zeroize::Zeroizing;

use crate::limit::{NoAnswer, within};

const LIMIT: Duration = Duration::from_secs(15);

/// A part of the root window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Area {
    x: i32,
    y: i32,
    width: i32,
    height: i32,
}

/// One picture per monitor.
pub(super) fn shots() -> Result<Vec<Frame>, ScreenError> {
    within("screen", LIMIT, all).unwrap_or_else(|why| {
        Err(match why {
            NoAnswer::Late => ScreenError::Silent,
            NoAnswer::Broken => ScreenError::Failed("it failed".to_owned()),
        })
    })
}

fn all() -> Result<Vec<Frame>, ScreenError> {
    // Without a name, or with nobody behind it, there is no X11 here.
    let (server, number) = x11rb::connect(None).map_err(|error| {
        log::debug!("no X server: {error}");
        ScreenError::Missing
    })?;
    let setup = server.setup();
    let screen = setup.roots.get(number).ok_or(ScreenError::Missing)?;
    let layout = layout(screen)?;
    let mut areas = monitors(&server, screen);
    if areas.is_empty() {
        // A server that knows of no monitors still has a screen.
        areas.push(whole(screen));
    }
    let shots = areas
        .into_iter()
        .map(|area| shot(&server, screen, layout, area))
        .collect::<Result<Vec<_>, _>>()?;
    Ok(shots)
}

fn whole(screen: &Screen) -> Area {
    Area {
        x: 0,
        y: 0,
        width: i32::from(screen.width_in_pixels),
        height: i32::from(screen.height_in_pixels),
    }
}

/// Those parts of the root window that are shown somewhere, each once: mirrored monitors show the same.
fn monitors(server: &RustConnection, screen: &Screen) -> Vec<Area> {
    let asked = server.randr_get_monitors(screen.root, true);
    let Ok(Ok(answer)) = asked.map(|cookie| cookie.reply()) else {
        return Vec::new();
    };
    let mut areas: Vec<Area> = Vec::new();
    for monitor in answer.monitors {
        let area = Area {
            x: i32::from(monitor.x),
            y: i32::from(monitor.y),
            width: i32::from(monitor.width),
            height: i32::from(monitor.height),
        };
        if let Some(area) = within_screen(area, whole(screen))
            && !areas.contains(&area)
        {
            areas.push(area);
        }
    }
    areas
}

/// The server refuses to read beyond the root window.
fn within_screen(area: Area, whole: Area) -> Option<Area> {
    let (left, top) = (area.x.max(0), area.y.max(0));
    let right = (area.x + area.width).min(whole.width);
    let bottom = (area.y + area.height).min(whole.height);
    (left < right && top < bottom).then_some(Area {
        x: left,
        y: top,
        width: right - left,
        height: bottom - top,
    })
}

fn shot(
    server: &RustConnection,
    screen: &Screen,
    layout: PixelLayout,
    area: Area,
) -> Result<Frame, ScreenError> {
    let failed = |what: &dyn ToString| ScreenError::Failed(what.to_string());
    let small = |side: i32| u16::try_from(side).map_err(|error| failed(&error));
    let place = |at: i32| i16::try_from(at).map_err(|error| failed(&error));
    let (width, height) = (small(area.width)?, small(area.height)?);
    let picture = server
        .get_image(
            ImageFormat::Z_PIXMAP,
            screen.root,
            place(area.x)?,
            place(area.y)?,
            width,
            height,
            !0,
        )
        .map_err(|error| failed(&error))?
        .reply()
        .map_err(|error| failed(&error))?;
    let bytes = Zeroizing::new(picture.data);
    let image = described(server.setup(), picture.depth, width, height, &bytes)
        .ok_or_else(|| failed(&"its pixels are of an unknown kind"))?;
    let mut luma = Vec::with_capacity(usize::from(width) * usize::from(height));
    for y in 0..height {
        for x in 0..width {
            let (r, g, b) = layout.decode(image.get_pixel(x, y));
            luma.push(super::luma(high(r), high(g), high(b)));
        }
    }
    Frame::new(u32::from(width), u32::from(height), luma).map_err(|error| failed(&error))
}

/// The eight high bits of sixteen.
fn high(value: u16) -> u8 {
    value.to_be_bytes()[0]
}

fn layout(screen: &Screen) -> Result<PixelLayout, ScreenError> {
    let visual = screen
        .allowed_depths
        .iter()
        .flat_map(|depth| &depth.visuals)
        .find(|visual| visual.visual_id == screen.root_visual);
    visual
        .and_then(|visual| PixelLayout::from_visual_type(*visual).ok())
        .ok_or_else(|| ScreenError::Failed("it has a palette".to_owned()))
}

fn described<'a>(
    setup: &Setup,
    depth: u8,
    width: u16,
    height: u16,
    bytes: &'a [u8],
) -> Option<Image<'a>> {
    let format = setup.pixmap_formats.iter().find(|f| f.depth == depth)?;
    Image::new(
        width,
        height,
        ScanlinePad::try_from(format.scanline_pad).ok()?,
        depth,
        BitsPerPixel::try_from(format.bits_per_pixel).ok()?,
        ImageOrder::try_from(setup.image_byte_order).ok()?,
        Cow::Borrowed(bytes),
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_is_on_the_screen_is_asked_for() {
        let area = |x, y, width, height| Area {
            x,
            y,
            width,
            height,
        };
        let screen = area(0, 0, 1000, 800);
        assert_eq!(
            within_screen(area(500, 0, 500, 800), screen),
            Some(area(500, 0, 500, 800))
        );
        assert_eq!(
            within_screen(area(900, -10, 500, 100), screen),
            Some(area(900, 0, 100, 90))
        );
        assert_eq!(within_screen(area(1000, 0, 500, 800), screen), None);
    }
}
