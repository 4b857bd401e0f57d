//! Stages run one after the other; a failing one does not stop those that do not need it; a table at the end.

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use anyhow::Result;

use crate::counts::Counts;

/// One stage.
pub struct Step {
    pub name: &'static str,
    /// The stages without which this one has no meaning, where they are part of the plan.
    pub needs: &'static [&'static str],
    pub run: Box<dyn Fn() -> Result<Counts>>,
}

impl Step {
    /// A stage that runs tests.
    pub fn tests(
        name: &'static str,
        needs: &'static [&'static str],
        run: impl Fn() -> Result<Counts> + 'static,
    ) -> Self {
        Self {
            name,
            needs,
            run: Box::new(run),
        }
    }

    /// A stage that holds or fails.
    pub fn work(
        name: &'static str,
        needs: &'static [&'static str],
        run: impl Fn() -> Result<()> + 'static,
    ) -> Self {
        Self::tests(name, needs, move || run().map(|()| Counts::default()))
    }
}

/// How a stage ended.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Outcome {
    Held,
    Failed(String),
    NotRun(String),
}

/// What became of the plan.
#[derive(Debug, Default)]
pub struct Report {
    rows: Vec<Row>,
}

#[derive(Debug)]
struct Row {
    name: &'static str,
    outcome: Outcome,
    counts: Counts,
    took: Duration,
}

/// Runs the stages in their order.
pub fn run(steps: &[Step]) -> Report {
    let mut report = Report::default();
    for (n, step) in steps.iter().enumerate() {
        println!("\n[{}/{}] {}", n + 1, steps.len(), step.name);
        let start = Instant::now();
        let missing = step.needs.iter().find(|need| report.lacks(need));
        let (outcome, counts) = match missing {
            Some(need) => (
                Outcome::NotRun(format!("it needs \"{need}\"")),
                Counts::default(),
            ),
            None => ended((step.run)()),
        };
        let took = start.elapsed();
        match &outcome {
            Outcome::Held => println!("    done in {}", time(took)),
            Outcome::Failed(why) => println!("    FAILED after {}: {why}", time(took)),
            Outcome::NotRun(why) => println!("    not run: {why}"),
        }
        report.rows.push(Row {
            name: step.name,
            outcome,
            counts,
            took,
        });
    }
    report
}

fn ended(result: Result<Counts>) -> (Outcome, Counts) {
    match result {
        Ok(counts) if counts.failed > 0 => (
            Outcome::Failed(format!("{} failed, see above", counts.failed)),
            counts,
        ),
        Ok(counts) => (Outcome::Held, counts),
        // A stage that could not finish counts as one failure, so that the closing line never hides it.
        Err(error) => (
            Outcome::Failed(format!("{error:#}")),
            Counts {
                failed: 1,
                ..Counts::default()
            },
        ),
    }
}

impl Report {
    /// Did every stage hold?
    pub fn held(&self) -> bool {
        self.rows.iter().all(|row| row.outcome == Outcome::Held)
    }

    fn lacks(&self, name: &str) -> bool {
        self.rows
            .iter()
            .any(|row| row.name == name && row.outcome != Outcome::Held)
    }

    /// What failed and what was not run, a line each.
    pub fn faults(&self) -> Vec<String> {
        let faults = self.rows.iter().filter_map(|row| match &row.outcome {
            Outcome::Held => None,
            Outcome::Failed(why) => Some(format!("  {} failed: {why}", row.name)),
            Outcome::NotRun(why) => Some(format!("  {} was not run: {why}", row.name)),
        });
        faults.collect()
    }

    /// The table of the stages, what was skipped and why, what failed, and the closing line.
    pub fn text(&self) -> String {
        let mut lines = vec![format!(
            "{:<28}{:<9}{:>7}{:>8}{:>9}{:>9}",
            "Stage", "", "passed", "failed", "skipped", "time"
        )];
        let mut sum = Counts::default();
        for row in &self.rows {
            sum.add(&row.counts);
            lines.push(row.line());
        }
        let mut reasons = BTreeMap::<&str, u32>::new();
        for reason in &sum.reasons {
            *reasons.entry(reason).or_default() += 1;
        }
        if !reasons.is_empty() {
            lines.push("\nSkipped:".to_owned());
            lines.extend(
                reasons
                    .iter()
                    .map(|(reason, n)| format!("  {n} × {reason}")),
            );
        }
        let faults = self.faults();
        if !faults.is_empty() {
            lines.push("\nFaults:".to_owned());
            lines.extend(faults);
        }
        lines.push(format!(
            "\n{} passed, {} failed, {} skipped",
            sum.passed, sum.failed, sum.skipped
        ));
        lines.join("\n")
    }
}

impl Row {
    fn line(&self) -> String {
        let outcome = match self.outcome {
            Outcome::Held => "ok",
            Outcome::Failed(_) => "FAILED",
            Outcome::NotRun(_) => "not run",
        };
        let figure = |n: u32| {
            if self.counts.is_empty() {
                String::new()
            } else {
                n.to_string()
            }
        };
        let Counts {
            passed,
            failed,
            skipped,
            ..
        } = self.counts;
        let (passed, failed, skipped) = (figure(passed), figure(failed), figure(skipped));
        format!(
            "{:<28}{outcome:<9}{passed:>7}{failed:>8}{skipped:>9}{:>9}",
            self.name,
            time(self.took)
        )
    }
}

/// `4 s`, `3m07s`
fn time(took: Duration) -> String {
    match took.as_secs() {
        s @ 0..60 => format!("{s} s"),
        s => format!("{}m{:02}s", s / 60, s % 60),
    }
}

#[cfg(test)]
mod tests {
    use anyhow::bail;

    use super::*;

    fn counts(passed: u32, failed: u32, skipped: u32) -> Counts {
        Counts {
            passed,
            failed,
            skipped,
            reasons: vec!["no camera".to_owned(); skipped as usize],
        }
    }

    #[test]
    fn the_last_line_is_the_sum_of_all_stages() {
        let report = run(&[
            Step::work("Format", &[], || Ok(())),
            Step::tests("Rust", &[], || Ok(counts(10, 0, 2))),
            Step::tests("Page", &[], || Ok(counts(5, 0, 1))),
        ]);
        let text = report.text();
        assert!(report.held());
        assert_eq!(text.lines().last(), Some("15 passed, 0 failed, 3 skipped"));
        assert!(text.contains("3 × no camera"), "{text}");
        assert!(!text.contains("Faults"), "{text}");
    }

    #[test]
    fn a_failing_stage_stops_only_those_that_need_it() {
        let report = run(&[
            Step::work("Build", &[], || bail!("it does not compile")),
            Step::tests("Window", &["Build"], || Ok(counts(1, 0, 0))),
            Step::tests("Page", &["Not in the plan"], || Ok(counts(5, 0, 0))),
        ]);
        let text = report.text();
        assert!(!report.held());
        assert!(text.contains("Build failed: it does not compile"), "{text}");
        assert!(
            text.contains("Window was not run: it needs \"Build\""),
            "{text}"
        );
        assert_eq!(text.lines().last(), Some("5 passed, 1 failed, 0 skipped"));
    }

    #[test]
    fn one_failed_test_fails_the_stage() {
        let report = run(&[Step::tests("Rust", &[], || Ok(counts(10, 1, 0)))]);
        assert!(!report.held());
        assert_eq!(
            report.text().lines().last(),
            Some("10 passed, 1 failed, 0 skipped")
        );
    }

    #[test]
    fn times_are_short() {
        assert_eq!(time(Duration::from_millis(4900)), "4 s");
        assert_eq!(time(Duration::from_secs(187)), "3m07s");
    }
}
