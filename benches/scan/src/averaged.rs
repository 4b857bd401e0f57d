//! Many previews of one code, added up: what somebody has who keeps what the page was shown.

use anyhow::Result;
use scan::Frame;
use scan::preview::Look;
use serde::{Deserialize, Serialize};

use crate::common::shake::{MANY, RESTLESS, STILL_HAND, added_up};
use crate::common::{Drawing, URI, code, draw};
use crate::decoders::Decoder;
use crate::kept::Kept;
use crate::peer::Peer;
use crate::pictures::Extent;
use crate::report::Table;

/// A preview as the page gets it, but for the JPEG and the mirror.
const LOOK: Look = Look {
    max_width: 640,
    mirrored: false,
};

/// Which decoders read a sum, in the order of `Decoder::ALL`.
#[derive(Clone, Serialize, Deserialize)]
struct Sums {
    plain: Vec<bool>,
    placed: Vec<bool>,
    control: Vec<bool>,
}

/// A row of the table, and what of the sums it counts.
type Row = (&'static str, fn(&Sums) -> &[bool]);

/// Codes before a shaking hand, each with its previews.
pub fn run(kept: &Kept, extent: Extent) -> Result<String> {
    let records = kept.records::<Sums>("averaged")?;
    let mut peers = Decoder::ALL
        .map(Peer::start)
        .into_iter()
        .collect::<Result<Vec<_>>>()?;
    let mut all = Vec::new();
    let modules: &[f32] = if extent.quick {
        &[8.0]
    } else {
        &[5.0, 8.0, 12.0]
    };
    for &module in modules {
        for (turn, tilt) in [(0.0, 0.0), (15.0, 0.1), (45.0, 0.0)] {
            for (hand, unrest) in [("still", STILL_HAND), ("restless", RESTLESS)] {
                let drawing = Drawing {
                    turn,
                    tilt,
                    ..Drawing::plain(1280, 720, module)
                };
                let key = format!("{module} px, {turn}°, {hand}");
                all.push(records.of(&key, || {
                    let (picture, _) = draw(&code(URI), &drawing);
                    let [plain, placed] = added_up(&picture, &unrest, LOOK, true);
                    let [_, control] = added_up(&picture, &unrest, LOOK, false);
                    let mut ask = |sum: &Frame| {
                        let answers = peers.iter_mut().map(|p| Ok(!p.read(sum)?.texts.is_empty()));
                        answers.collect::<Result<Vec<bool>>>()
                    };
                    Ok(Sums {
                        plain: ask(&plain)?,
                        placed: ask(&placed)?,
                        control: ask(&control)?,
                    })
                })?);
            }
        }
    }
    let mut table = Table::new(&["the sum", "ours", "rqrr", "rxing", "zxing-cpp"]);
    let rows: [Row; 3] = [
        ("of frosted previews", |s| &s.plain),
        ("of frosted previews, each put back in its place", |s| {
            &s.placed
        }),
        ("of previews without frost (control)", |s| &s.control),
    ];
    for (name, of) in rows {
        let read = |nth: usize| all.iter().filter(|s| of(s)[nth]).count();
        let cells: Vec<String> = (0..Decoder::ALL.len())
            .map(|n| read(n).to_string())
            .collect();
        table.row(name, &cells);
    }
    Ok(format!(
        "### {MANY} previews of one code, averaged\n\n\
         A drawn code of 1280×720 before a hand that shakes, {} cases; the {MANY} previews that the page would get are added \
         up, and the sum is shown with all of its contrast. So many of the sums are read:\n\n{}",
        all.len(),
        table.text()
    ))
}
