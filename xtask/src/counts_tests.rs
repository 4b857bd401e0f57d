use super::*;

fn read(runner: Runner, filtered: bool, success: bool, text: &str) -> (Counts, Vec<String>) {
    let mut reader = Reader::new(runner, filtered);
    let mut seen = Vec::new();
    for line in text.lines() {
        if reader.line(line) {
            seen.push(line.trim().to_owned());
        }
    }
    (reader.finish(success), seen)
}

fn figures(runner: Runner, success: bool, text: &str) -> (u32, u32, u32) {
    let (counts, _) = read(runner, false, success, text);
    (counts.passed, counts.failed, counts.skipped)
}

const NEXTEST: &str = "
    Starting 5 tests across 2 binaries (1 test skipped)
        PASS [   0.007s] (1/5) countersign-otp hotp::passes
  stdout ───

    running 1 test
    skipped: no corpus
    test passes ... ok

    test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 3 filtered out; finished in 0.00s

  stderr ───
    skipped: no oathtool

        PASS [   0.004s] (2/5) countersign-otp quiet
  stdout ───

    running 1 test
    test quiet ... ok

        FAIL [   0.079s] (3/5) countersign-vault fails
  stdout ───

    running 1 test
    skipped: half

  stderr ───
    thread 'fails' (17920) panicked at src/lib.rs:7:48:

 TERMINATING [> 60.000s] (4/5) countersign-vault hangs
     TIMEOUT [  60.000s] (4/5) countersign-vault hangs
────────────
     Summary [  60.080s] 5/6 tests run: 3 passed (1 slow, 1 flaky), 1 failed, 1 timed out, 1 skipped
        FAIL [   0.079s] (3/5) countersign-vault fails
error: test run failed
";

#[test]
fn nextest_is_counted_and_its_chatter_hidden() {
    let (counts, seen) = read(Runner::Nextest, false, false, NEXTEST);
    assert_eq!((counts.passed, counts.failed, counts.skipped), (2, 2, 2));
    assert_eq!(counts.reasons, ["no corpus", "no oathtool"]);
    assert!(!seen.iter().any(|l| l == "test quiet ... ok"), "{seen:?}");
    assert!(seen.iter().any(|l| l == "skipped: no corpus"));
    assert!(seen.iter().any(|l| l.contains("panicked at")));
}

#[test]
fn nextest_with_a_filter_does_not_count_what_the_filter_left_out() {
    let text = "     Summary [   0.080s] 1 test run: 1 passed, 400 skipped\n";
    let (counts, _) = read(Runner::Nextest, true, true, text);
    assert_eq!((counts.passed, counts.skipped), (1, 0));
}

#[test]
fn libtest_is_counted_over_all_binaries() {
    let text = "
running 4 tests
test ignored ... ignored, slow

successes:

---- passes stdout ----
skipped: no corpus
skipped: no oathtool

---- also stdout ----
skipped: no corpus

successes:
    passes
    quiet

failures:

---- fails stdout ----
skipped: half

failures:
    fails

test result: FAILED. 3 passed; 1 failed; 1 ignored; 0 measured; 7 filtered out; finished in 0.06s

error: test failed, to rerun pass `--lib`
   Doc-tests nx

running 1 test
test src/lib.rs - a (line 1) ... ok

test result: ok. 1 passed; 0 failed; 0 ignored; 0 measured; 0 filtered out; finished in 0.07s
";
    let (counts, _) = read(Runner::Libtest, false, false, text);
    assert_eq!((counts.passed, counts.failed, counts.skipped), (2, 1, 3));
    assert_eq!(counts.reasons, ["no corpus", "no oathtool", "no corpus"]);
}

#[test]
fn vitest_is_counted() {
    let text = "
 Test Files  1 failed | 3 passed (4)
      Tests  2 failed | 11 passed | 3 skipped | 1 todo (17)
   Start at  10:00:00
";
    assert_eq!(figures(Runner::Vitest, false, text), (11, 2, 4));
    assert_eq!(
        figures(Runner::Vitest, true, "      Tests  12 passed (12)"),
        (12, 0, 0)
    );
    // A file that cannot be loaded has no tests to fail.
    let broken = " Test Files  1 failed (1)\n      Tests  no tests\n";
    assert_eq!(figures(Runner::Vitest, false, broken), (0, 1, 0));
}

#[test]
fn playwright_is_counted() {
    let text = "
  ✓  1 [chromium] › add.spec.ts:3:1 › 12 passed tests are not counted here (1.2s)
    12 passed inside an error text
  2 failed
    [chromium] › add.spec.ts:9:1 › types a key ──────
  1 flaky
  3 skipped
  1 did not run
  10 passed (5.2s)
";
    assert_eq!(figures(Runner::Playwright, false, text), (11, 2, 4));
}

#[test]
fn what_did_not_compile_is_one_failure() {
    let text = "error[E0425]: cannot find value `x`\nerror: could not compile `nx`\n";
    for runner in [
        Runner::Nextest,
        Runner::Libtest,
        Runner::Vitest,
        Runner::Playwright,
    ] {
        assert_eq!(figures(runner, false, text), (0, 1, 0));
    }
}

#[test]
fn figures_and_reasons_add_up() {
    let mut sum = Counts::default();
    assert!(sum.is_empty());
    let part = Counts {
        passed: 2,
        failed: 1,
        skipped: 3,
        reasons: vec!["why".to_owned()],
    };
    sum.add(&part);
    sum.add(&part);
    assert_eq!(
        (sum.passed, sum.failed, sum.skipped, sum.reasons.len()),
        (4, 2, 6, 2)
    );
}
