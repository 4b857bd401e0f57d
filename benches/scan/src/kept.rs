//! What a run has measured, line by line in files, so that one that was ended goes on where it was.

use std::cell::RefCell;
use std::collections::HashMap;
use std::fs::{File, OpenOptions};
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::time::UNIX_EPOCH;

use anyhow::{Context as _, Result};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::pictures::Extent;

/// The folder of one build and one set of pictures.
pub struct Kept {
    folder: PathBuf,
}

/// The records of one part.
pub struct Records<T> {
    known: RefCell<HashMap<String, T>>,
    file: RefCell<File>,
}

#[derive(Serialize, Deserialize)]
struct Line<T> {
    key: String,
    value: T,
}

impl Kept {
    /// Opens the folder; what another build or set measured is put away.
    pub fn open(folder: &Path, extent: Extent, fresh: bool) -> Result<Self> {
        let set = if extent.drawn { "drawn" } else { "corpus" };
        let folder = folder.join(format!(
            "{set}-{}",
            if extent.quick { "quick" } else { "whole" }
        ));
        let build = build()?;
        let stamp = folder.join("build");
        if fresh || std::fs::read_to_string(&stamp).ok().as_deref() != Some(&build) {
            if folder.exists() {
                std::fs::remove_dir_all(&folder)?;
            }
            std::fs::create_dir_all(&folder)?;
            std::fs::write(&stamp, &build)?;
        }
        Ok(Self { folder })
    }

    pub fn records<T: DeserializeOwned + Clone>(&self, name: &str) -> Result<Records<T>> {
        let path = self.folder.join(format!("{name}.jsonl"));
        let text = std::fs::read_to_string(&path).unwrap_or_default();
        // The last line may have been cut off.
        let lines = text
            .lines()
            .filter_map(|l| serde_json::from_str::<Line<T>>(l).ok());
        let known = lines.map(|line| (line.key, line.value)).collect();
        let mut file = OpenOptions::new().create(true).append(true).open(&path)?;
        if !text.is_empty() && !text.ends_with('\n') {
            writeln!(file)?;
        }
        Ok(Records {
            known: RefCell::new(known),
            file: RefCell::new(file),
        })
    }
}

impl<T: Serialize + Clone> Records<T> {
    /// What was measured, or is now.
    pub fn of(&self, key: &str, measure: impl FnOnce() -> Result<T>) -> Result<T> {
        if let Some(known) = self.known.borrow().get(key) {
            return Ok(known.clone());
        }
        let value = measure()?;
        let line = Line {
            key: key.to_owned(),
            value: &value,
        };
        writeln!(self.file.borrow_mut(), "{}", serde_json::to_string(&line)?)?;
        self.known
            .borrow_mut()
            .insert(key.to_owned(), value.clone());
        Ok(value)
    }
}

/// Tells builds apart.
fn build() -> Result<String> {
    let this = std::env::current_exe()?.metadata()?;
    let written = this
        .modified()?
        .duration_since(UNIX_EPOCH)
        .context("no time")?;
    Ok(format!("{} {}", this.len(), written.as_nanos()))
}
