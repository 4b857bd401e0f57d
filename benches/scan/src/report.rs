//! Figures as Markdown.

use std::fmt::Write as _;
use std::path::Path;

use anyhow::Result;

use crate::machine;

/// A table: a name and its figures in each row.
pub struct Table {
    text: String,
}

impl Table {
    pub fn new(heads: &[&str]) -> Self {
        let lines = vec!["---"; heads.len()].join("|");
        Self {
            text: format!("| {} |\n|{lines}|\n", heads.join(" | ")),
        }
    }

    pub fn row(&mut self, name: &str, cells: &[String]) {
        let _ = writeln!(self.text, "| {name} | {} |", cells.join(" | "));
    }

    pub fn text(&self) -> &str {
        &self.text
    }
}

pub fn mean(values: &[f64]) -> f64 {
    values.iter().sum::<f64>() / values.len().max(1) as f64
}

pub fn median(values: &[f64]) -> f64 {
    at(values, 0.5)
}

/// The value that this share of them does not exceed; 0 where there are none.
pub fn at(values: &[f64], share: f64) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let last = sorted.len().saturating_sub(1);
    sorted
        .get((last as f64 * share).round() as usize)
        .copied()
        .unwrap_or_default()
}

/// The section with its head.
pub fn whole(parts: &[String], quick: bool) -> Result<String> {
    let extent = if quick {
        "A quick run: every fourth picture. "
    } else {
        ""
    };
    Ok(format!(
        "## Reading codes\n\n\
         {extent}Written by `cargo xtask bench scan` on {}. Times are processor time of one thread; the decoders take turns \
         picture by picture in one run, so compare them with each other and not with another machine's. Everything is built \
         with optimisation, ours without the link-time optimisation of what ships.\n\n{}",
        machine::described()?,
        parts.join("\n\n")
    ))
}

/// Writes the section.
pub fn write(path: &Path, text: &str) -> Result<()> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    Ok(std::fs::write(path, format!("{}\n", text.trim_end()))?)
}
