//! The tools that must be there before us: Rust with rustfmt and clippy, Node and npm.

use std::process::Command;

use anyhow::{Result, bail};

use crate::stream;

/// Vite's floor.
const NODE: (u32, u32) = (20, 19);
/// `rust-version` of the workspace.
const RUST: (u32, u32) = (1, 90);

/// Fails with how to get what is missing or too old.
pub fn versions() -> Result<()> {
    let rust = version(&mut Command::new("cargo"), "Rust")?;
    let node = version(&mut Command::new("node"), "Node")?;
    let npm = version(&mut npm(), "npm")?;
    if rust < RUST {
        bail!(
            "Rust {}.{} is too old, {}.{} is needed: `rustup update stable`",
            rust.0,
            rust.1,
            RUST.0,
            RUST.1
        );
    }
    if node < NODE {
        bail!(
            "Node {}.{} is too old, {}.{} or newer is needed. {GET_NODE}",
            node.0,
            node.1,
            NODE.0,
            NODE.1
        );
    }
    println!(
        "Rust {}.{}, Node {}.{}, npm {}.{}",
        rust.0, rust.1, node.0, node.1, npm.0, npm.1
    );
    Ok(())
}

/// Makes sure that rustfmt and clippy are there; rustup's minimal profile leaves them out.
pub fn components() -> Result<()> {
    for (tool, component) in [("fmt", "rustfmt"), ("clippy", "clippy")] {
        if stream::succeeds(Command::new("cargo").args([tool, "--version"])) {
            continue;
        }
        if !stream::succeeds(Command::new("rustup").arg("--version")) {
            bail!("`cargo {tool}` is missing: install {component} from where your Rust came from");
        }
        stream::run(Command::new("rustup").args(["component", "add", component]))?;
    }
    Ok(())
}

/// Is `cargo nextest` there? It ends tests that hang.
pub fn nextest() -> bool {
    stream::succeeds(Command::new("cargo").args(["nextest", "--version"]))
}

/// npm, which is a script of its own kind on Windows.
pub fn npm() -> Command {
    Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" })
}

const GET_NODE: &str = "See https://nodejs.org/en/download (nvm, fnm, NodeSource's packages, or an installer); Debian 12 \
    and Ubuntu 24.04 have only Node 18 in their own packages.";

fn version(command: &mut Command, name: &str) -> Result<(u32, u32)> {
    let Ok(text) = stream::output(command.arg("--version")) else {
        let how = if name == "Rust" {
            "See https://rustup.rs."
        } else {
            GET_NODE
        };
        bail!("{name} is missing. {how}");
    };
    match parse(&text) {
        Some(version) => Ok(version),
        None => bail!("{name} does not say its version but `{}`", text.trim()),
    }
}

/// `cargo 1.95.0 (f2d3ce0bd 2026-03-21)`, `v20.20.2`, `11.19.1` → major and minor
fn parse(text: &str) -> Option<(u32, u32)> {
    let word = text
        .split_whitespace()
        .map(|w| w.trim_start_matches('v'))
        .find(|w| w.contains('.'))?;
    let mut numbers = word.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_read() {
        assert_eq!(
            parse("cargo 1.95.0 (f2d3ce0bd 2026-03-21)\n"),
            Some((1, 95))
        );
        assert_eq!(parse("v20.20.2\n"), Some((20, 20)));
        assert_eq!(parse("11.19.1\n"), Some((11, 19)));
        assert_eq!(parse("command not found\n"), None);
    }

    #[test]
    fn a_missing_tool_is_named_with_the_way_to_get_it() {
        let error = version(&mut Command::new("no-such-program-here"), "Node")
            .unwrap_err()
            .to_string();
        assert!(
            error.contains("Node is missing") && error.contains("nodejs.org"),
            "{error}"
        );
    }
}
