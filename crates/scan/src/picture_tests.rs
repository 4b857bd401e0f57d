use image::{ExtendedColorType, ImageEncoder};

use super::*;

/// A PNG of one colour type.
fn png(bytes: &[u8], width: u32, height: u32, color: ExtendedColorType) -> Vec<u8> {
    let mut out = Vec::new();
    image::codecs::png::PngEncoder::new(&mut out)
        .write_image(bytes, width, height, color)
        .unwrap();
    out
}

/// The same picture in each format that can be written.
fn written(format: ImageFormat) -> Vec<u8> {
    let image = image::RgbImage::from_fn(40, 30, |x, _| {
        image::Rgb(if x < 20 { [0; 3] } else { [255; 3] })
    });
    let mut out = Cursor::new(Vec::new());
    image.write_to(&mut out, format).unwrap();
    out.into_inner()
}

/// The first chunk of a PNG that says how large it is, with its checksum, and then nothing.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut chunk = b"IHDR".to_vec();
    chunk.extend(width.to_be_bytes());
    chunk.extend(height.to_be_bytes());
    chunk.extend([8, 2, 0, 0, 0]);
    let crc = chunk.iter().fold(!0u32, |mut crc, &b| {
        crc ^= u32::from(b);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
        crc
    });
    let mut out = b"\x89PNG\r\n\x1a\n\0\0\0\x0d".to_vec();
    out.extend(chunk);
    out.extend((!crc).to_be_bytes());
    // An IDAT chunk follows, so that the header is complete.
    out.extend(b"\0\0\0\x10IDAT");
    out.extend([0; 20]);
    out
}

#[test]
fn every_format_is_read_by_content() {
    use ImageFormat as F;
    for format in [F::Png, F::Jpeg, F::WebP, F::Gif, F::Bmp, F::Tiff] {
        let frame = read(&written(format)).unwrap_or_else(|e| panic!("{format:?}: {e}"));
        assert_eq!((frame.width(), frame.height()), (40, 30), "{format:?}");
        assert!(
            frame.row(15)[5] < 12 && frame.row(15)[35] > 243,
            "{format:?}"
        );
    }
}

#[test]
fn cut_off_pictures_of_every_format_are_refused() {
    use ImageFormat as F;
    for format in [F::Png, F::WebP, F::Gif, F::Bmp, F::Tiff] {
        let whole = written(format);
        for share in [3, 2] {
            let error = read(&whole[..whole.len() / share]).err();
            assert!(error.is_some(), "{format:?} cut to 1/{share}");
        }
    }
    let whole = written(F::Png);
    assert_eq!(
        read(&whole[..whole.len() / 2]).err(),
        Some(PictureError::Truncated)
    );
}

#[test]
fn twenty_thousand_pixels_each_way_are_refused_by_the_header() {
    let error = read(&png_header(20_000, 20_000)).err();
    assert_eq!(
        error,
        Some(PictureError::TooManyPixels {
            width: 20_000,
            height: 20_000
        })
    );
}

#[test]
fn a_bomb_within_the_sides_is_refused_by_the_header() {
    let error = read(&png_header(16_000, 16_000)).err();
    assert_eq!(
        error,
        Some(PictureError::TooManyPixels {
            width: 16_000,
            height: 16_000
        })
    );
}

#[test]
fn what_is_no_picture_is_said_to_be_none() {
    assert_eq!(read(b"").err(), Some(PictureError::Empty));
    assert_eq!(
        read(b"%PDF-1.7 and so on").err(),
        Some(PictureError::NotAPicture)
    );
    assert_eq!(
        read(b"otpauth://totp/x?secret=AAAA").err(),
        Some(PictureError::NotAPicture)
    );
    assert_eq!(
        read(b"<svg xmlns='http://www.w3.org/2000/svg'/>").err(),
        Some(PictureError::NotAPicture)
    );
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    let bytes = vec![0u8; MAX_FILE_BYTES as usize + 1];
    assert_eq!(read(&bytes).err(), Some(PictureError::FileTooLarge));
}

#[test]
fn transparent_parts_are_white() {
    let pixels: Vec<u8> = [[0u8, 255], [0, 0], [255, 255], [0, 128]].concat();
    let frame = read(&png(&pixels, 4, 1, ExtendedColorType::La8)).unwrap();
    assert_eq!(frame.luma(), [0, 255, 255, 127]);
}

#[test]
fn white_on_transparent_is_laid_on_black() {
    let pixels: Vec<u8> = [[255u8, 255], [255, 0], [255, 255]].concat();
    let frame = read(&png(&pixels, 3, 1, ExtendedColorType::La8)).unwrap();
    assert_eq!(frame.luma(), [255, 0, 255]);
}

#[test]
fn sixteen_bits_become_eight() {
    let pixels: Vec<u8> = [0u16, 0x8000, 0xffff]
        .iter()
        .flat_map(|v| v.to_ne_bytes())
        .collect();
    let frame = read(&png(&pixels, 3, 1, ExtendedColorType::L16)).unwrap();
    assert_eq!(frame.luma(), [0, 128, 255]);
}

#[test]
fn large_pictures_are_scaled_down() {
    let frame = read(&png(
        &vec![200; 6000 * 4000],
        6000,
        4000,
        ExtendedColorType::L8,
    ))
    .unwrap();
    assert_eq!((frame.width(), frame.height()), (3000, 2000));
    assert!(frame.luma().iter().all(|&v| v == 200));
}

#[test]
fn orientations_are_what_image_makes_of_them() {
    let luma: Vec<u8> = (0..6).collect();
    let image = image::GrayImage::from_raw(3, 2, luma.clone()).unwrap();
    for exif in 1..=8 {
        let orientation = Orientation::from_exif(exif).unwrap();
        let mut expected = DynamicImage::ImageLuma8(image.clone());
        expected.apply_orientation(orientation);
        let ours = turned(Frame::new(3, 2, luma.clone()).unwrap(), orientation);
        assert_eq!(
            (ours.width(), ours.height()),
            (expected.width(), expected.height()),
            "EXIF {exif}"
        );
        assert_eq!(ours.luma(), expected.as_bytes(), "EXIF {exif}");
    }
}
