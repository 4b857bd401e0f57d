//! How many tests passed, failed and were skipped, read from what the runners print.

/// The figures of one stage, or of several added up.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Counts {
    /// Tests that ran and held.
    pub passed: u32,
    /// Tests that failed, timed out or could not be started.
    pub failed: u32,
    /// Tests that did not run, or said that they could not check anything here.
    pub skipped: u32,
    /// Why: the text after `skipped: ` of each test that said so.
    pub reasons: Vec<String>,
}

impl Counts {
    /// Adds the other's figures and reasons.
    pub fn add(&mut self, other: &Self) {
        self.passed += other.passed;
        self.failed += other.failed;
        self.skipped += other.skipped;
        self.reasons.extend_from_slice(&other.reasons);
    }

    /// True when nothing was counted.
    pub fn is_empty(&self) -> bool {
        self.passed + self.failed + self.skipped == 0
    }
}

/// Whose output it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Runner {
    /// `cargo nextest run --success-output immediate`
    Nextest,
    /// `cargo test -- --show-output`
    Libtest,
    /// Vitest's default reporter
    Vitest,
    /// Playwright's list or line reporter
    Playwright,
}

/// Reads one run, line by line.
#[derive(Debug)]
pub struct Reader {
    runner: Runner,
    /// With a filter, nextest's "skipped" is what the filter left out, which nobody asked about.
    filtered: bool,
    counts: Counts,
    block: Block,
    /// The tests that passed but said `skipped: `.
    excused: u32,
}

/// What the lines belong to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Block {
    None,
    /// The output of a passing test that has not (yet) said that it skipped.
    Passing,
    /// The same, and it said so.
    Excused,
}

impl Reader {
    /// `filtered`: a filter was given to the runner.
    pub fn new(runner: Runner, filtered: bool) -> Self {
        let counts = Counts::default();
        Self {
            runner,
            filtered,
            counts,
            block: Block::None,
            excused: 0,
        }
    }

    /// Takes one line without colours; says whether a person wants to see it.
    pub fn line(&mut self, line: &str) -> bool {
        match self.runner {
            Runner::Nextest => self.nextest(line),
            Runner::Libtest => self.libtest(line),
            Runner::Vitest => self.vitest(line),
            Runner::Playwright => self.playwright(line),
        }
    }

    /// The figures. A run that failed without naming a test (it did not compile, say) counts as one failure.
    pub fn finish(mut self, success: bool) -> Counts {
        self.counts.passed = self.counts.passed.saturating_sub(self.excused);
        self.counts.skipped += self.excused;
        if !success && self.counts.failed == 0 {
            self.counts.failed = 1;
        }
        self.counts
    }

    fn nextest(&mut self, line: &str) -> bool {
        let words = line.trim_start();
        if let Some(rest) = words.strip_prefix("Summary [") {
            self.block = Block::None;
            if let Some((_, items)) = rest.split_once(" run: ") {
                for (n, word) in items_of(&without_parentheses(items)) {
                    match word {
                        "passed" => self.counts.passed += n,
                        "failed" | "timed out" | "exec failed" => self.counts.failed += n,
                        "skipped" if !self.filtered => self.counts.skipped += n,
                        _ => {}
                    }
                }
            }
            return true;
        }
        // Status lines have the word right-aligned in twelve columns; the tests' own output is indented by four.
        if let Some((status, _)) = words.split_once(" [")
            && line.len() > words.len() + 4
            && status.starts_with(|c: char| c.is_ascii_uppercase())
            && status.len() <= 12
        {
            let passed = status == "PASS" || status == "LEAK";
            self.block = if passed { Block::Passing } else { Block::None };
            return true;
        }
        // The harness's own chatter about each passing test is of no use to anyone.
        self.excuse(words) || self.block == Block::None
    }

    fn libtest(&mut self, line: &str) -> bool {
        if line == "failures:" || line.starts_with("running ") {
            self.block = Block::None;
        } else if line == "successes:"
            || (line.starts_with("---- ") && self.block == Block::Excused)
        {
            self.block = Block::Passing;
        } else if let Some(result) = line.strip_prefix("test result: ") {
            self.block = Block::None;
            let items = result.split_once(". ").map_or("", |(_, items)| items);
            for (n, word) in items.split(';').filter_map(item_of) {
                match word {
                    "passed" => self.counts.passed += n,
                    "failed" => self.counts.failed += n,
                    "ignored" => self.counts.skipped += n,
                    _ => {}
                }
            }
        } else {
            self.excuse(line);
        }
        true
    }

    fn excuse(&mut self, line: &str) -> bool {
        let Some(reason) = line.strip_prefix("skipped: ") else {
            return false;
        };
        if self.block == Block::None {
            return false;
        }
        if self.block == Block::Passing {
            self.excused += 1;
            self.block = Block::Excused;
        }
        self.counts.reasons.push(reason.trim().to_owned());
        true
    }

    fn vitest(&mut self, line: &str) -> bool {
        if let Some(items) = line.trim_start().strip_prefix("Tests  ") {
            for (n, word) in items.split('|').filter_map(|item| {
                item_of(&without_parentheses(item)).map(|(n, w)| (n, w.to_owned()))
            }) {
                match word.as_str() {
                    "passed" => self.counts.passed += n,
                    "failed" => self.counts.failed += n,
                    "skipped" if !self.filtered => self.counts.skipped += n,
                    "todo" => self.counts.skipped += n,
                    _ => {}
                }
            }
        }
        true
    }

    fn playwright(&mut self, line: &str) -> bool {
        let summary = line.strip_prefix("  ").filter(|l| !l.starts_with(' '));
        if let Some((n, word)) = summary
            .map(without_parentheses)
            .as_deref()
            .and_then(item_of)
        {
            match word {
                // A flaky test failed and then held: it is counted, and Playwright names it.
                "passed" | "flaky" => self.counts.passed += n,
                "failed" | "interrupted" => self.counts.failed += n,
                "skipped" | "did not run" => self.counts.skipped += n,
                _ => {}
            }
        }
        true
    }
}

fn items_of(items: &str) -> impl Iterator<Item = (u32, &str)> {
    items.split(',').filter_map(item_of)
}

/// `12 did not run` → (12, "did not run")
fn item_of(item: &str) -> Option<(u32, &str)> {
    let (n, word) = item.trim().split_once(' ')?;
    Some((n.parse().ok()?, word.trim()))
}

fn without_parentheses(text: &str) -> String {
    let mut depth = 0_u32;
    let mut out = String::new();
    for c in text.chars() {
        match c {
            '(' => depth += 1,
            ')' => depth = depth.saturating_sub(1),
            c if depth == 0 => out.push(c),
            _ => {}
        }
    }
    out
}

#[cfg(test)]
#[path = "counts_tests.rs"]
mod tests;
