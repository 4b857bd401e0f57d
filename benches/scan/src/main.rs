//! `cargo xtask bench scan`: how much is read, what a live frame costs, how soon the first code is read, and whether
//! previews that are averaged give anything away. Ours beside rqrr, rxing and zxing-cpp, on the same pictures in the same
//! run, picture by picture in turn: other work of the machine meets all of them alike, and ratios are what counts.
//!
//! A run that was ended goes on where it was: what is measured is kept in a folder, for the same build and the same set.

mod averaged;
mod dear;
mod decoders;
mod drawn;
mod kept;
mod live;
mod machine;
mod peer;
mod pictures;
mod rates;
mod report;
mod stream;
mod work;

// The drawings, and the pictures of the corpus with their truth, as the tests have them.
#[path = "../../../crates/scan/tests/common/mod.rs"]
mod common;

use std::path::PathBuf;

use anyhow::Result;
use clap::{Parser, ValueEnum};

use decoders::Decoder;
use kept::Kept;
use pictures::Extent;

/// Measures the reader of QR codes beside others.
#[derive(Debug, Parser)]
struct Call {
    /// Every fourth picture, fewer rounds; printed and not written.
    #[arg(long)]
    quick: bool,
    /// Drawn pictures instead of the corpus; printed and not written.
    #[arg(long)]
    drawn: bool,
    /// Forget what an earlier run measured.
    #[arg(long)]
    fresh: bool,
    /// Only this part, printed and not written.
    #[arg(long, value_enum)]
    only: Option<Part>,
    /// Where the report is written.
    #[arg(long, default_value = "docs/benchmarks/scan.md")]
    out: PathBuf,
    /// Where a run keeps what it has measured.
    #[arg(long, default_value = "target/bench-scan")]
    kept: PathBuf,
    /// Read the frames that come on standard input (how the program starts itself).
    #[arg(long, hide = true)]
    decoder: Option<Decoder>,
}

/// A part of the report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
enum Part {
    /// How much is read of single pictures.
    Rates,
    /// What a live frame costs.
    Live,
    /// What a frame costs in which something is seen and not read.
    Dear,
    /// How soon a stream is read.
    First,
    /// Many previews of one code, averaged.
    Averaged,
}

/// A part's name in the store, its text, and how it is made.
type Made = (Part, fn(&Kept, Extent) -> Result<String>);

const PARTS: [Made; 5] = [
    (Part::Rates, rates::run),
    (Part::Live, live::run),
    (Part::Dear, dear::run),
    (Part::First, stream::run),
    (Part::Averaged, averaged::run),
];

fn main() -> Result<()> {
    let call = Call::parse();
    if let Some(decoder) = call.decoder {
        return peer::serve(decoder);
    }
    // Decoders panic on some pictures; each panic is counted where it is caught.
    std::panic::set_hook(Box::new(|_| {}));
    let extent = Extent {
        quick: call.quick,
        drawn: call.drawn,
    };
    let kept = Kept::open(&call.kept, extent, call.fresh)?;
    let mut sections = Vec::new();
    for (part, run) in PARTS {
        if call.only.is_none_or(|only| only == part) {
            eprintln!("{part:?}");
            sections.push(run(&kept, extent)?);
        }
    }
    let text = report::whole(&sections, call.quick)?;
    println!("{text}");
    if call.only.is_none() && !call.quick && !call.drawn {
        report::write(&call.out, &text)?;
    }
    Ok(())
}
