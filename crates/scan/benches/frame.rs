//! One frame of a live camera, 1280×720, with an easy code and without any; and the preview that the page gets of it.
#![allow(
    clippy::unwrap_used,
    missing_docs,
    reason = "a benchmark stops at what it does not expect"
)]

use std::hint::black_box;

use criterion::{Criterion, criterion_group, criterion_main};
use qrcode::{Color, QrCode};
use scan::preview::{Look, frosted, jpeg};
use scan::{Effort, Frame, read};

const WIDTH: usize = 1280;
const HEIGHT: usize = 720;
const URI: &str =
    "otpauth://totp/Example:alice?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&issuer=Example";

/// A wall, lighter towards one side, with the noise of a cheap sensor.
fn wall() -> Vec<u8> {
    let mut noise = 0x5eed_u64;
    (0..WIDTH * HEIGHT)
        .map(|at| {
            noise = noise
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1);
            let shake = u8::try_from((noise >> 40) % 13).unwrap();
            90 + u8::try_from(at % WIDTH / 24).unwrap() + shake
        })
        .collect()
}

/// The wall with a code on it, seven pixels a module.
fn with_code() -> Vec<u8> {
    let code = QrCode::new(URI).unwrap();
    let mut luma = wall();
    for y in 0..(code.width() + 8) * 7 {
        for x in 0..(code.width() + 8) * 7 {
            let at = (y + 150) * WIDTH + x + 400;
            let (u, v) = ((x / 7).wrapping_sub(4), (y / 7).wrapping_sub(4));
            let dark = u < code.width() && v < code.width() && code[(u, v)] == Color::Dark;
            luma[at] = luma[at] / 8 + if dark { 25 } else { 190 };
        }
    }
    luma
}

fn frames(c: &mut Criterion) {
    let frame = |luma| Frame::new(WIDTH as u32, HEIGHT as u32, luma).unwrap();
    let (empty, coded) = (frame(wall()), frame(with_code()));
    assert!(read(&empty, Effort::Live { turn: 0 }).symbols.is_empty());
    assert_eq!(read(&coded, Effort::Live { turn: 0 }).symbols.len(), 1);
    c.bench_function("scan: a live frame without a code", |b| {
        b.iter(|| black_box(read(&empty, Effort::Live { turn: 0 })));
    });
    c.bench_function("scan: a live frame with an easy code", |b| {
        b.iter(|| black_box(read(&coded, Effort::Live { turn: 0 })));
    });
    let regions = read(&coded, Effort::Live { turn: 0 }).regions;
    c.bench_function("scan: the frosted preview of a frame, as JPEG", |b| {
        let look = Look {
            max_width: 640,
            mirrored: true,
        };
        b.iter(|| black_box(jpeg(&frosted(&coded, &regions, look))));
    });
}

criterion_group! {
    name = benches;
    config = Criterion::default().sample_size(20);
    targets = frames
}
criterion_main!(benches);
