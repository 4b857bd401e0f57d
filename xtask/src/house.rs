//! The house's own rules, read from the sources: what neither the compiler nor clippy knows.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};

use crate::metadata::Graph;
use crate::{edges, licences, paths, promises, supply};

/// A file that is longer has two jobs.
const LINES: usize = 400;

/// Fails with every rule that is broken.
pub fn check() -> Result<()> {
    let graph = Graph::load()?;
    let mut faults = edges::faults(&graph);
    faults.extend(licences::faults(&graph));
    faults.extend(supply::faults(&graph));
    let root = std::fs::read_to_string("Cargo.toml")?;
    faults.extend(
        without_reason(&root)
            .iter()
            .map(|name| format!("Cargo.toml: {name} has no reason above it")),
    );
    let mut texts = HashMap::new();
    for file in sources()? {
        let text = std::fs::read_to_string(&file)?;
        // One spelling of paths on all systems.
        let name = file.to_string_lossy().replace('\\', "/");
        faults.extend(
            of_file(&name, &text)
                .into_iter()
                .map(|fault| format!("{name}: {fault}")),
        );
        texts.insert(name, text);
    }
    faults.extend(promises::faults(&texts)?);
    for fault in &faults {
        println!("    {fault}");
    }
    if !faults.is_empty() {
        bail!("{} rules of the house are broken, see above", faults.len());
    }
    println!(
        "    edges, licences, sources, reasons, documentation, unsafe code, lengths, named tests: all hold"
    );
    Ok(())
}

fn sources() -> Result<Vec<PathBuf>> {
    let mut all = Vec::new();
    for folder in ["benches", "crates", "src-tauri", "tests", "xtask", "ui/src"] {
        all.extend(paths::files(Path::new(folder))?);
    }
    let read = ["rs", "toml", "ts", "svelte"];
    all.retain(|file| {
        file.extension()
            .is_some_and(|e| read.iter().any(|r| e == *r))
    });
    Ok(all)
}

/// The entries of `[workspace.dependencies]` that stand in a group without a comment.
fn without_reason(manifest: &str) -> Vec<&str> {
    let (mut inside, mut reason) = (false, false);
    let mut names = Vec::new();
    for line in manifest.lines() {
        if line.starts_with('[') {
            inside = line == "[workspace.dependencies]";
        } else if line.is_empty() {
            reason = false;
        } else if line.starts_with('#') {
            reason = true;
        } else if inside
            && !reason
            && let Some((name, _)) = line.split_once('=')
        {
            names.push(name.trim());
        }
    }
    names
}

fn of_file(name: &str, text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    let lines = text.lines().count();
    if lines > LINES && !generated(text) {
        faults.push(format!("{lines} lines; past {LINES} a file has two jobs"));
    }
    if name.ends_with("Cargo.toml") {
        faults.extend(of_manifest(text));
    }
    if !name.ends_with(".rs") {
        return faults;
    }
    let in_platform = name.starts_with("crates/platform/");
    let is_root = |root: &str| {
        name.starts_with("crates/") && name.ends_with(root) && name.matches('/').count() == 3
    };
    if is_root("/src/lib.rs") && !denies(text, "missing_docs") {
        faults.push("#![deny(missing_docs)] is missing".to_owned());
    }
    if (is_root("/src/lib.rs") || is_root("/src/main.rs"))
        && !in_platform
        && !text.contains("#![forbid(unsafe_code)]")
    {
        faults.push("#![forbid(unsafe_code)] is missing".to_owned());
    }
    // The workspace denies unsafe code, so it needs an exemption first.
    let exempt = ["allow(unsafe_code", "expect(unsafe_code"];
    if !in_platform
        && name != "xtask/src/house.rs"
        && exempt.iter().any(|words| text.contains(words))
    {
        faults.push("unsafe code belongs to crates/platform alone".to_owned());
    }
    faults.extend(
        unexplained(name, text)
            .iter()
            .map(|n| format!("line {n}: expose() without `// EXPOSE: why`")),
    );
    faults
}

/// Says its first line that it was written by a program?
fn generated(text: &str) -> bool {
    text.lines()
        .next()
        .is_some_and(|line| line.starts_with("//") && line.contains("enerated"))
}

fn denies(text: &str, lint: &str) -> bool {
    ["deny", "forbid"]
        .iter()
        .any(|level| text.contains(&format!("#![{level}({lint})]")))
}

/// Members inherit the lints, and versions stand in the root alone.
fn of_manifest(text: &str) -> Vec<String> {
    let mut faults = Vec::new();
    if !text.contains("[lints]\nworkspace = true") {
        faults.push("[lints] workspace = true is missing".to_owned());
    }
    let unreasoned = without_reason(text).into_iter();
    faults.extend(unreasoned.map(|name| format!("{name} has no reason above it")));
    let mut inside = false;
    for line in text.lines() {
        if line.starts_with('[') {
            // A workspace of its own names its versions there, as the root does.
            inside = line.ends_with("dependencies]") && line != "[workspace.dependencies]";
        } else if inside
            && line.contains('=')
            && !line.starts_with('#')
            && !line.contains("workspace = true")
        {
            faults.push(format!(
                "`{line}`: versions stand in the workspace's Cargo.toml"
            ));
        }
    }
    faults
}

/// The lines (from 1) outside of tests that expose a secret and do not say why within the four lines above.
fn unexplained(name: &str, text: &str) -> Vec<usize> {
    let shipped = name.starts_with("crates/") || name.starts_with("src-tauri/src/");
    if !shipped || name.contains("/tests") || name.ends_with("tests.rs") {
        return Vec::new();
    }
    let lines: Vec<&str> = text
        .lines()
        .take_while(|line| line.trim() != "#[cfg(test)]")
        .collect();
    let exposes = |line: &str| line.contains(".expose()") && !line.trim_start().starts_with("//");
    let bare = |n: &usize| {
        !lines[n.saturating_sub(4)..=*n]
            .iter()
            .any(|line| line.contains("EXPOSE: "))
    };
    (0..lines.len())
        .filter(|n| exposes(lines[*n]))
        .filter(bare)
        .map(|n| n + 1)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIB: &str = "//! A room.\n#![forbid(unsafe_code)]\n#![deny(missing_docs)]\n";

    #[test]
    fn a_room_that_keeps_the_rules_passes() {
        assert!(of_file("crates/otp/src/lib.rs", LIB).is_empty());
        assert!(
            of_file(
                "crates/platform/src/lib.rs",
                "#![deny(missing_docs)]\n#![allow(unsafe_code)]"
            )
            .is_empty()
        );
        assert!(of_file("src-tauri/src/main.rs", "fn main() {}").is_empty());
    }

    #[test]
    fn undocumented_and_unsafe_rooms_are_named() {
        assert_eq!(of_file("crates/otp/src/lib.rs", "//! A room.").len(), 2);
        assert_eq!(of_file("crates/cli/src/main.rs", "fn main() {}").len(), 1);
        assert_eq!(
            of_file(
                "crates/vault/src/save.rs",
                "#[allow(unsafe_code)]\nfn f() {}"
            )
            .len(),
            1
        );
    }

    #[test]
    fn a_long_file_has_two_jobs() {
        assert_eq!(of_file("tests/src/lib.rs", &"\n".repeat(401)).len(), 1);
        assert!(of_file("tests/src/lib.rs", &"\n".repeat(400)).is_empty());
    }

    #[test]
    fn what_is_generated_may_be_long() {
        let text = format!("// Generated from the wire table.{}", "\n".repeat(500));
        assert!(of_file("ui/src/host/wire.ts", &text).is_empty());
    }

    #[test]
    fn a_dependency_without_reason_is_named() {
        let text = "[workspace.dependencies]\n# why\na = \"1\"\nb = \"1\"\n\nc = { version = \"1\" }\n\n[profile.dev]\nd = 1\n";
        assert_eq!(without_reason(text), ["c"]);
    }

    #[test]
    fn versions_stand_in_the_root() {
        let good = "[lints]\nworkspace = true\n\n[dependencies]\nserde.workspace = true\n";
        assert!(of_manifest(good).is_empty());
        assert_eq!(
            of_manifest("[lints]\nworkspace = true\n[dev-dependencies]\nserde = \"1\"\n").len(),
            1
        );
        assert_eq!(of_manifest("[package]\nname = \"x\"\n").len(), 1);
        let apart = "[workspace]\n[workspace.dependencies]\na = \"1\"\n[lints]\nworkspace = true\n";
        assert_eq!(of_manifest(apart), ["a has no reason above it"]);
    }

    #[test]
    fn every_exposure_says_why() {
        let explained =
            "fn f() {\n    // EXPOSE: the MAC needs the bytes\n    mac(secret.expose());\n}\n";
        assert!(unexplained("crates/otp/src/code.rs", explained).is_empty());
        let bare = "fn f() {\n    mac(secret.expose());\n}\n";
        assert_eq!(unexplained("crates/otp/src/code.rs", bare), [2]);
        let test = format!("#[cfg(test)]\nmod tests {{\n{bare}}}\n");
        assert!(unexplained("crates/otp/src/code.rs", &test).is_empty());
        assert!(unexplained("crates/otp/tests/kat.rs", bare).is_empty());
    }
}
