//! The plans: which stages `check`, `test` and `run` are made of, and in which order.

use crate::packages::Need;
use crate::plan::Step;
use crate::{cameras, house, install, page, python, rust, tools};

const PACKAGES: &str = "Page: packages";
const PAGE: &str = "Page: build";
const BUILD: &str = "Rust: build";
const BUILD_END_TO_END: &str = "End to end: build";

/// What `cargo xtask test` was asked for.
#[derive(Debug, Clone, Default)]
pub struct Choice {
    /// No clippy, no browser, no window.
    pub fast: bool,
    /// Only tests whose name contains this; no checks.
    pub filter: Option<String>,
}

/// `cargo xtask test`.
pub fn test(choice: &Choice) -> Vec<Step> {
    let mut needs = vec![Need::Build];
    if !choice.fast {
        needs.extend([Need::Virtual, Need::Test]);
    }
    let mut steps = vec![system(needs), versions(), page_packages()];
    if choice.filter.is_none() {
        steps.extend(cheap_checks());
    }
    steps.push(page_build());
    let filtered = |run: fn(Option<&str>) -> anyhow::Result<crate::counts::Counts>| {
        let filter = choice.filter.clone();
        move || run(filter.as_deref())
    };
    steps.push(Step::tests(
        "Page: Vitest",
        &[PACKAGES],
        filtered(page::unit_tests),
    ));
    if !choice.fast {
        steps.push(Step::tests(
            "Page: Playwright",
            &[PACKAGES],
            filtered(page::browser_tests),
        ));
        if choice.filter.is_none() {
            steps.push(Step::work("Clippy", &[PAGE], rust::clippy));
        }
    }
    steps.push(Step::work("Python for decrypt.py", &[], || {
        python::make();
        Ok(())
    }));
    // The comparison of the generated files is one of these tests.
    steps.push(Step::work(BUILD, &[PAGE], || rust::build(true)));
    steps.push(Step::tests("Rust: tests", &[PAGE], filtered(rust::tests)));
    if !choice.fast {
        steps.push(Step::tests(
            "Rust: documentation",
            &[BUILD],
            filtered(rust::doc_tests),
        ));
        steps.push(Step::tests("Cameras", &[BUILD], filtered(cameras::tests)));
        steps.push(Step::work(BUILD_END_TO_END, &[], rust::build_end_to_end));
        steps.push(Step::tests(
            "End to end",
            &[BUILD, BUILD_END_TO_END],
            filtered(rust::end_to_end),
        ));
    }
    steps
}

/// `cargo xtask cameras`.
pub fn cameras(filter: Option<String>) -> Vec<Step> {
    vec![
        system(vec![Need::Build]),
        Step::work(BUILD, &[], cameras::build),
        Step::tests("Cameras", &[BUILD], move || {
            cameras::tests(filter.as_deref())
        }),
    ]
}

/// `cargo xtask check`.
pub fn check() -> Vec<Step> {
    let mut steps = vec![system(vec![Need::Build]), versions(), page_packages()];
    steps.extend(cheap_checks());
    steps.push(page_build());
    steps.push(Step::work("Clippy", &[PAGE], rust::clippy));
    steps.push(Step::work("Generated files", &[], || {
        rust::generated(false)
    }));
    steps
}

/// The stages before the window opens. `virtually`: on a display of its own, with the recorded camera.
pub fn run(release: bool, virtually: bool) -> Vec<Step> {
    let mut needs = vec![Need::Build];
    if virtually {
        needs.push(Need::Virtual);
    }
    let versions = Step::work("Rust and Node", &[], tools::versions);
    let mut steps = vec![system(needs), versions, page_packages(), page_build()];
    let build = move || {
        if release {
            rust::build_release()
        } else {
            rust::build(false)
        }
    };
    steps.push(Step::work(BUILD, &[PAGE], build));
    if virtually {
        steps.push(Step::work(
            BUILD_END_TO_END,
            &[BUILD],
            rust::build_end_to_end,
        ));
    }
    steps
}

fn cheap_checks() -> [Step; 3] {
    [
        Step::work("Format", &[], rust::format),
        Step::work("House: edges and rules", &[], house::check),
        Step::work("Page: types and lint", &[PACKAGES], page::check),
    ]
}

fn system(needs: Vec<Need>) -> Step {
    Step::work("System packages", &[], move || install::packages(&needs))
}

fn versions() -> Step {
    // Both are tried, so that one report names all that is missing.
    Step::work("Rust and Node", &[], || {
        let components = tools::components();
        tools::versions().and(components)
    })
}

fn page_packages() -> Step {
    Step::work(PACKAGES, &[], page::packages)
}

fn page_build() -> Step {
    Step::work(PAGE, &[PACKAGES], page::build)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn names(steps: &[Step]) -> Vec<&str> {
        steps.iter().map(|step| step.name).collect()
    }

    #[test]
    fn every_need_is_met_by_an_earlier_stage() {
        let plans = [
            test(&Choice::default()),
            check(),
            run(false, true),
            run(true, false),
        ];
        for plan in &plans {
            for (n, step) in plan.iter().enumerate() {
                for need in step.needs {
                    assert!(
                        names(&plan[..n]).contains(need),
                        "{} needs {need}",
                        step.name
                    );
                }
            }
        }
    }

    #[test]
    fn all_of_check_is_part_of_test() {
        let steps = test(&Choice::default());
        let all = names(&steps);
        for name in names(&check()) {
            assert!(all.contains(&name) || name == "Generated files", "{name}");
        }
    }

    #[test]
    fn a_filter_leaves_the_checks_out_and_fast_the_window() {
        let filtered = test(&Choice {
            filter: Some("totp".to_owned()),
            fast: false,
        });
        assert!(!names(&filtered).contains(&"Clippy") && names(&filtered).contains(&"End to end"));
        let fast = test(&Choice {
            filter: None,
            fast: true,
        });
        assert!(names(&fast).contains(&"Format") && !names(&fast).contains(&"End to end"));
    }
}
