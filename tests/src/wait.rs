//! Waiting for what happens elsewhere.

use std::time::{Duration, Instant};

use anyhow::{Result, bail};

/// How long a test waits for something before it calls it a failure. Generous: the machine may be busy.
pub const PATIENCE: Duration = Duration::from_secs(20);

/// Asks again and again until there is an answer, at most [`PATIENCE`].
pub fn until<T>(what: &str, ask: impl FnMut() -> Result<Option<T>>) -> Result<T> {
    until_within(PATIENCE, what, ask)
}

/// The same with a limit of its own. An error counts as "not yet" and is told when the time is over.
pub fn until_within<T>(
    limit: Duration,
    what: &str,
    mut ask: impl FnMut() -> Result<Option<T>>,
) -> Result<T> {
    let end = Instant::now() + limit;
    loop {
        let last = match ask() {
            Ok(Some(answer)) => return Ok(answer),
            Ok(None) => None,
            Err(error) => Some(error),
        };
        if Instant::now() > end {
            match last {
                Some(error) => bail!("waited {} s for {what}: {error:#}", limit.as_secs()),
                None => bail!("waited {} s for {what}, in vain", limit.as_secs()),
            }
        }
        std::thread::sleep(Duration::from_millis(50));
    }
}

/// `Some(())` for true: makes a condition fit [`until`].
pub fn yes(condition: bool) -> Result<Option<()>> {
    Ok(condition.then_some(()))
}
