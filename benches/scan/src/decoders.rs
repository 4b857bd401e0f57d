//! The decoders, each as its own documentation says to call it.

use clap::ValueEnum;
use rxing::common::HybridBinarizer;
use rxing::multi::MultipleBarcodeReader as _;
use rxing::qrcode::cpp_port::QrReader;
use rxing::{BarcodeFormat, BinaryBitmap, DecodeHints, Luma8LuminanceSource};
use scan::{Effort, Frame, read_until};

use crate::work;

/// How long ours may take for one picture, s of work.
const PATIENCE: u64 = 20;

/// Who reads a picture.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Decoder {
    /// `scan::read` with the effort of a single picture.
    Ours,
    Rqrr,
    Rxing,
    ZxingCpp,
}

impl Decoder {
    pub const ALL: [Self; 4] = [Self::Ours, Self::Rqrr, Self::Rxing, Self::ZxingCpp];

    pub fn name(self) -> &'static str {
        match self {
            Self::Ours => "ours",
            Self::Rqrr => "rqrr",
            Self::Rxing => "rxing",
            Self::ZxingCpp => "zxing-cpp",
        }
    }

    /// The texts of a picture.
    pub fn read(self, frame: &Frame) -> Vec<String> {
        match self {
            Self::Ours => ours(frame),
            Self::Rqrr => rqrr(frame),
            Self::Rxing => rxing(frame),
            Self::ZxingCpp => zxing_cpp(frame),
        }
    }
}

fn ours(frame: &Frame) -> Vec<String> {
    let began = work::now();
    let expired = || (work::now() - began).as_secs() >= PATIENCE;
    let reading = read_until(frame, Effort::Still, &expired);
    let texts = reading.symbols.iter().map(|s| s.text.expose().to_owned());
    texts.collect()
}

fn rqrr(frame: &Frame) -> Vec<String> {
    let Some(picture) =
        image::GrayImage::from_raw(frame.width(), frame.height(), frame.luma().to_vec())
    else {
        return Vec::new();
    };
    let mut prepared = rqrr::PreparedImage::prepare(picture);
    let grids = prepared.detect_grids();
    let texts = grids.iter().filter_map(|grid| {
        let mut bytes = Vec::new();
        grid.decode_to(&mut bytes).ok()?;
        // Bytes that are no UTF-8 are Latin-1, the symbol's default: as for ours.
        Some(
            String::from_utf8(bytes)
                .unwrap_or_else(|e| e.into_bytes().into_iter().map(char::from).collect()),
        )
    });
    texts.collect()
}

fn rxing(frame: &Frame) -> Vec<String> {
    let luma = frame.luma().to_vec();
    let Ok(source) = Luma8LuminanceSource::new(luma, frame.width(), frame.height()) else {
        return Vec::new();
    };
    let mut bitmap = BinaryBitmap::new(HybridBinarizer::new(source));
    let hints = DecodeHints {
        TryHarder: Some(true),
        PossibleFormats: Some([BarcodeFormat::QR_CODE].into()),
        ..DecodeHints::default()
    };
    let read = QrReader.decode_multiple_with_hints(&mut bitmap, &hints);
    let texts = read.unwrap_or_default();
    texts.iter().map(|r| r.getText().to_owned()).collect()
}

/// With its defaults, told to look for QR codes alone.
pub fn zxing_cpp(frame: &Frame) -> Vec<String> {
    let reader = zxingcpp::read().formats(zxingcpp::BarcodeFormat::QRCode);
    let format = zxingcpp::ImageFormat::Lum;
    let view = zxingcpp::ImageView::from_slice(frame.luma(), frame.width(), frame.height(), format);
    let read = view.and_then(|view| reader.from(&view)).unwrap_or_default();
    let valid = read.iter().filter(|code| code.is_valid());
    valid.map(|code| code.text()).collect()
}
