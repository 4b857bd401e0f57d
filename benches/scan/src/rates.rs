//! How much is read of single pictures, and in which time.

use std::collections::BTreeMap;

use anyhow::Result;

use crate::decoders::Decoder;
use crate::kept::{Kept, Records};
use crate::peer::{Answer, Peer};
use crate::pictures::{self, Extent, Picture};
use crate::report::{Table, at, median};

/// What each decoder did with the pictures of a group.
#[derive(Default)]
struct Group {
    pictures: usize,
    share: [f64; 4],
    ms: [Vec<f64>; 4],
}

/// What is counted over all pictures.
#[derive(Default)]
struct Counts {
    without: usize,
    read_nothing: [usize; 4],
    made_up: [usize; 4],
    failed: [usize; 4],
    without_ms: [Vec<f64>; 4],
    /// Who said something beyond the truth, and of which picture.
    beyond: Vec<String>,
}

/// The store of answers, and the name of one in it.
pub fn answers(kept: &Kept) -> Result<Records<Answer>> {
    kept.records("rates")
}

pub fn key(decoder: Decoder, picture: &Picture) -> String {
    format!("{} {}", decoder.name(), picture.name)
}

/// Every picture by every decoder, picture by picture.
pub fn run(kept: &Kept, extent: Extent) -> Result<String> {
    let records = answers(kept)?;
    let mut peers = Decoder::ALL
        .map(Peer::start)
        .into_iter()
        .collect::<Result<Vec<_>>>()?;
    let set = pictures::set(extent);
    let mut groups: BTreeMap<String, Group> = BTreeMap::new();
    let mut counts = Counts::default();
    let mut ratios = Vec::new();
    for picture in &set.pictures {
        let frame = picture.frame()?;
        let mut all = Vec::new();
        for peer in &mut peers {
            all.push(records.of(&key(peer.decoder, picture), || peer.read(&frame))?);
        }
        counts.add(picture, &all);
        if picture.expected.is_empty() {
            continue;
        }
        ratios.push(all[0].ms / all[3].ms);
        let series = picture.category.split('/').next().unwrap_or_default();
        for name in [
            "**all**",
            &format!("**{series}**"),
            picture.category.as_str(),
        ] {
            groups
                .entry(name.to_owned())
                .or_default()
                .add(picture, &all);
        }
    }
    let whose = if set.drawn {
        "These pictures were drawn by the benchmark, without the corpus that lies beside some checkouts."
    } else {
        "The corpus of test pictures of other decoders, of screenshots, and of webcam pictures with one trouble each."
    };
    Ok(format!(
        "### Single pictures\n\n\
         {whose} Ours is the whole cascade, as for a picture that somebody chose; the others get the grey picture once, as \
         their documentation says (rxing with `TryHarder`, zxing-cpp with its defaults). Share of the codes that are read, \
         in per cent, and ms in the median and at the 95th percentile. Ours takes {:.1} times as long as zxing-cpp in the median over \
         the pictures with codes.\n\n{}\n{}",
        median(&ratios),
        shares(&groups),
        counts.table()
    ))
}

fn shares(groups: &BTreeMap<String, Group>) -> String {
    let mut heads = vec!["pictures".to_owned(), "number".to_owned()];
    heads.extend(Decoder::ALL.map(|d| format!("{} %", d.name())));
    heads.extend(Decoder::ALL.map(|d| format!("{} ms", d.name())));
    let heads: Vec<&str> = heads.iter().map(String::as_str).collect();
    let mut table = Table::new(&heads);
    for (name, group) in groups {
        let share = |nth: usize| format!("{:.1}", group.share[nth] / group.pictures as f64 * 100.0);
        let ms = |nth: usize| {
            let all = &group.ms[nth];
            format!("{:.1} / {:.0}", median(all), at(all, 0.95))
        };
        let mut cells = vec![group.pictures.to_string()];
        cells.extend((0..4).map(share).chain((0..4).map(ms)));
        table.row(name, &cells);
    }
    table.text().to_owned()
}

impl Group {
    fn add(&mut self, picture: &Picture, all: &[Answer]) {
        self.pictures += 1;
        for (nth, answer) in all.iter().enumerate() {
            self.share[nth] += picture.share(&answer.texts);
            self.ms[nth].push(answer.ms);
        }
    }
}

impl Counts {
    fn add(&mut self, picture: &Picture, all: &[Answer]) {
        let without = picture.expected.is_empty() && picture.unknown == 0;
        self.without += usize::from(without);
        for (nth, answer) in all.iter().enumerate() {
            let made_up = picture.made_up(&answer.texts);
            self.made_up[nth] += made_up;
            if made_up > 0 {
                let name = Decoder::ALL[nth].name();
                self.beyond.push(format!("{name} in {}", picture.name));
            }
            self.failed[nth] += usize::from(answer.failed);
            if without {
                self.read_nothing[nth] += usize::from(answer.texts.is_empty());
                self.without_ms[nth].push(answer.ms);
            }
        }
    }

    fn table(&self) -> String {
        let mut heads = vec![""];
        heads.extend(Decoder::ALL.map(Decoder::name));
        let mut table = Table::new(&heads);
        let told = |counts: &[usize; 4]| counts.map(|n| n.to_string());
        let name = format!("{} pictures without a code: nothing read", self.without);
        table.row(&name, &told(&self.read_nothing));
        let ms = |all: &Vec<f64>| format!("{:.1} / {:.0}", median(all), at(all, 0.95));
        table.row("the same: ms", &self.without_ms.each_ref().map(ms));
        table.row("texts that are not in the truth", &told(&self.made_up));
        table.row("panics and runs of a minute", &told(&self.failed));
        let beyond = if self.beyond.is_empty() {
            String::new()
        } else {
            format!("\nNot in the truth: {}.\n", self.beyond.join("; "))
        };
        format!("{}{beyond}", table.text())
    }
}
