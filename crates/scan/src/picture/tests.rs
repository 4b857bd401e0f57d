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

/// A chunk of a PNG: length, name, data, checksum.
fn chunk(name: &[u8; 4], data: &[u8]) -> Vec<u8> {
    let named = [name.as_slice(), data].concat();
    let crc = named.iter().fold(!0u32, |mut crc, &b| {
        crc ^= u32::from(b);
        for _ in 0..8 {
            crc = (crc >> 1) ^ (0xedb8_8320 & (crc & 1).wrapping_neg());
        }
        crc
    });
    let length = u32::try_from(data.len()).unwrap().to_be_bytes();
    [&length[..], &named, &(!crc).to_be_bytes()].concat()
}

/// Signature and header of a PNG of this colour type.
fn png_start(width: u32, height: u32, depth: u8, colour: u8) -> Vec<u8> {
    let mut header = [width.to_be_bytes(), height.to_be_bytes()].concat();
    header.extend([depth, colour, 0, 0, 0]);
    [b"\x89PNG\r\n\x1a\n".as_slice(), &chunk(b"IHDR", &header)].concat()
}

/// A PNG that says how large it is, and then hardly anything.
fn png_header(width: u32, height: u32) -> Vec<u8> {
    let mut out = png_start(width, height, 8, 2);
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
    for text in [
        "otpauth://totp/x?secret=AAAA",
        "<html><body>svg</body></html>",
        "MZ",
    ] {
        assert_eq!(
            read(text.as_bytes()).err(),
            Some(PictureError::NotAPicture),
            "{text}"
        );
    }
}

#[test]
fn known_kinds_that_are_not_read_are_named() {
    let kinds: [(&[u8], &str); 8] = [
        (b"%PDF-1.7 and so on", "PDF"),
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "HEIC"),
        (b"\0\0\0\x1cftypavif\0\0\0\0avifmif1", "AVIF"),
        (b"\0\0\0\x18ftypmp42\0\0\0\0", "video"),
        (b"\xff\x0a\xfa\x7f", "JPEG XL"),
        (b"8BPS\0\x01", "Photoshop"),
        (b"\0\0\x01\0\x01\0", "icon"),
        (b"PK\x03\x04", "zip archive or office document"),
    ];
    for (bytes, kind) in kinds {
        let kind = kind.to_owned();
        assert_eq!(read(bytes).err(), Some(PictureError::OtherKind { kind }));
    }
}

#[test]
fn a_file_beyond_the_limit_is_refused_unread() {
    let bytes = vec![0u8; MAX_FILE_BYTES as usize + 1];
    assert_eq!(read(&bytes).err(), Some(PictureError::FileTooLarge));
}

#[test]
fn a_line_of_a_hundred_thousand_pixels_is_refused_by_the_header() {
    for (width, height) in [(1, 100_000), (100_000, 1)] {
        let whole = png(&vec![255; 100_000], width, height, ExtendedColorType::L8);
        assert_eq!(
            read(&whole).err(),
            Some(PictureError::TooManyPixels { width, height })
        );
    }
}

/// Sixty thousand by sixty thousand in some bytes of each format that says its size first.
#[test]
fn bombs_of_other_formats_are_refused_by_the_header() {
    let side = 60_000u16;
    let mut gif = b"GIF89a".to_vec();
    gif.extend(side.to_le_bytes());
    gif.extend(side.to_le_bytes());
    gif.extend([0x80, 0, 0, 0, 0, 0, 255, 255, 255]);
    gif.extend([0x2c, 0, 0, 0, 0]);
    gif.extend([side.to_le_bytes(), side.to_le_bytes()].concat());
    gif.extend([0, 2, 2, 0x4c, 1, 0, 0x3b]);
    let mut bmp = written(ImageFormat::Bmp);
    bmp[18..22].copy_from_slice(&i32::from(side as i16 & 0x7fff).to_le_bytes());
    bmp[22..26].copy_from_slice(&30_000i32.to_le_bytes());
    for (bytes, name) in [(gif, "gif"), (bmp, "bmp")] {
        assert!(
            matches!(
                read(&bytes).err(),
                Some(PictureError::TooManyPixels { .. } | PictureError::TooMuchMemory)
            ),
            "{name}"
        );
    }
}

#[test]
fn of_an_animation_the_first_picture_is_read() {
    use image::codecs::gif::GifEncoder;
    use image::{Delay, Frame as Shown};
    let one = |grey: u8| {
        Shown::from_parts(
            image::RgbaImage::from_pixel(30, 20, image::Rgba([grey, grey, grey, 255])),
            0,
            0,
            Delay::from_numer_denom_ms(50, 1),
        )
    };
    let mut gif = Vec::new();
    GifEncoder::new(&mut gif)
        .encode_frames([one(10), one(200)])
        .unwrap();
    let frame = read(&gif).unwrap();
    assert_eq!((frame.width(), frame.height()), (30, 20));
    assert!(frame.luma().iter().all(|v| v.abs_diff(10) < 4));
}

/// Colours by number, as old screenshots have them.
#[test]
fn paletted_pictures_are_read() {
    let mut bytes = png_start(4, 1, 2, 3);
    bytes.extend(chunk(b"PLTE", &[0, 0, 0, 255, 255, 255, 255, 0, 0]));
    // One row as zlib stores it uncompressed: filter, four pixels of two bits; Adler-32 of both.
    let row = [0, 0b00_01_10_00u8];
    let (one, two) = row.iter().fold((1u32, 0u32), |(one, two), &b| {
        (one + u32::from(b), two + one + u32::from(b))
    });
    let mut packed = vec![0x78, 1, 1, 2, 0, !2, !0, row[0], row[1]];
    packed.extend(((two << 16) | one).to_be_bytes());
    bytes.extend(chunk(b"IDAT", &packed));
    bytes.extend(chunk(b"IEND", &[]));
    let frame = read(&bytes).unwrap();
    assert_eq!(frame.luma(), [0, 255, 54, 0]);
}

/// What printers and some photo programs write; its inks are inverted, as Adobe does it.
#[test]
fn four_inks_are_read() {
    let frame = read(include_bytes!("../../tests/pictures/cmyk.jpg")).unwrap();
    let (left, right) = (frame.row(16)[4], frame.row(16)[28]);
    assert!(left < 40 && right > 215, "{left} {right}");
}

#[test]
fn sixteen_bits_of_every_colour_are_read() {
    let samples = |values: &[u16]| {
        values
            .iter()
            .flat_map(|v| v.to_ne_bytes())
            .collect::<Vec<_>>()
    };
    let grey_alpha = samples(&[0, 0xffff, 0x1234, 0]);
    let frame = read(&png(&grey_alpha, 2, 1, ExtendedColorType::La16)).unwrap();
    assert_eq!(frame.luma(), [0, 255]);
    let colours = samples(&[0xffff, 0xffff, 0xffff, 0, 0, 0]);
    let frame = read(&png(&colours, 2, 1, ExtendedColorType::Rgb16)).unwrap();
    assert_eq!(frame.luma(), [255, 0]);
    let with_alpha = samples(&[0, 0, 0, 0xffff, 0, 0, 0, 0]);
    let frame = read(&png(&with_alpha, 2, 1, ExtendedColorType::Rgba16)).unwrap();
    assert_eq!(frame.luma(), [0, 255]);
}

/// A photo that the camera says to turn.
#[test]
fn photos_are_turned_as_their_exif_says() {
    let wide =
        image::GrayImage::from_fn(40, 20, |x, _| image::Luma([if x < 20 { 0 } else { 255 }]));
    let mut jpeg = Vec::new();
    image::codecs::jpeg::JpegEncoder::new_with_quality(&mut jpeg, 95)
        .write_image(wide.as_raw(), 40, 20, ExtendedColorType::L8)
        .unwrap();
    // Orientation 6: what is stored left is up.
    let exif = b"Exif\0\0MM\0\x2a\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0";
    let mut turned = jpeg[..2].to_vec();
    turned.extend([0xff, 0xe1]);
    turned.extend(u16::try_from(exif.len() + 2).unwrap().to_be_bytes());
    turned.extend(exif);
    turned.extend(&jpeg[2..]);
    let frame = read(&turned).unwrap();
    assert_eq!((frame.width(), frame.height()), (20, 40));
    assert!(frame.row(2)[10] < 12 && frame.row(38)[10] > 243);
}

#[test]
fn a_picture_of_screens_is_not_scaled_down() {
    let (width, height) = (6000, 4000);
    let bytes = png(&vec![200; 24_000_000], width, height, ExtendedColorType::L8);
    let frame = read_whole(&bytes).unwrap();
    assert_eq!((frame.width(), frame.height()), (width, height));
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
