//! No licence but permissive ones, over the whole dependency graph of all systems.

use crate::metadata::Graph;

/// SPDX identifiers that ask for a notice at most.
const PERMISSIVE: &[&str] = &[
    "0BSD",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "BSL-1.0",
    "CC0-1.0",
    "CDLA-Permissive-2.0",
    "IJG",
    "ISC",
    "MIT",
    "MIT-0",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "Unlicense",
    "Zlib",
];

/// MPL-2.0 asks for the source of these files only, which we use unchanged; Tauri and `directories` bring them in.
const EXCEPTIONS: &[(&str, &str)] = &[
    ("cssparser", "MPL-2.0"),
    ("cssparser-macros", "MPL-2.0"),
    ("dtoa-short", "MPL-2.0"),
    ("option-ext", "MPL-2.0"),
    ("selectors", "MPL-2.0"),
];

/// Each package whose licence we do not accept, as a sentence.
pub fn faults(graph: &Graph) -> Vec<String> {
    let packages = graph.packages.values().filter(|p| {
        let licence = p.licence.as_deref().unwrap_or_default();
        !EXCEPTIONS.contains(&(p.name.as_str(), licence)) && !accepted(licence)
    });
    let sentence = |licence: Option<&str>| {
        licence.map_or("no licence".to_owned(), |l| format!("the licence `{l}`"))
    };
    packages
        .map(|p| {
            format!(
                "{} {} has {}, which is not permissive",
                p.name,
                p.version,
                sentence(p.licence.as_deref())
            )
        })
        .collect()
}

/// Can the SPDX expression be met with permissive licences alone?
fn accepted(expression: &str) -> bool {
    let spaced = expression
        .replace('/', " OR ")
        .replace('(', " ( ")
        .replace(')', " ) ");
    let words: Vec<&str> = spaced.split_whitespace().collect();
    let mut rest = words.as_slice();
    any(&mut rest) == Some(true) && rest.is_empty()
}

/// `a OR b`: one of them is enough. None where the expression is malformed.
fn any(rest: &mut &[&str]) -> Option<bool> {
    let mut met = all(rest)?;
    while let ["OR", tail @ ..] = rest {
        *rest = tail;
        met |= all(rest)?;
    }
    Some(met)
}

/// `a AND b`: binds closer than OR.
fn all(rest: &mut &[&str]) -> Option<bool> {
    let mut met = one(rest)?;
    while let ["AND", tail @ ..] = rest {
        *rest = tail;
        met &= one(rest)?;
    }
    Some(met)
}

fn one(rest: &mut &[&str]) -> Option<bool> {
    match *rest {
        ["(", tail @ ..] => {
            *rest = tail;
            let met = any(rest)?;
            let [")", tail @ ..] = *rest else { return None };
            *rest = tail;
            Some(met)
        }
        [id, "WITH", exception, tail @ ..] => {
            *rest = tail;
            Some(PERMISSIVE.contains(&format!("{id} WITH {exception}").as_str()))
        }
        [")" | "OR" | "AND" | "WITH", ..] | [] => None,
        [id, tail @ ..] => {
            *rest = tail;
            Some(PERMISSIVE.contains(id))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn permissive_ones_pass() {
        for expression in [
            "MIT",
            "MIT/Apache-2.0",
            "Apache-2.0 WITH LLVM-exception OR Apache-2.0 OR MIT",
            "(MIT OR Apache-2.0) AND Unicode-3.0",
            "MIT OR Apache-2.0 OR LGPL-2.1-or-later",
        ] {
            assert!(accepted(expression), "{expression}");
        }
    }

    #[test]
    fn others_do_not() {
        for expression in [
            "GPL-3.0-only",
            "MIT AND GPL-3.0-only",
            "GPL-2.0-only WITH Classpath-exception-2.0",
            "(GPL-3.0-only OR LGPL-3.0-only) AND MIT",
            "MPL-2.0",
            "",
            "MIT OR",
            "(MIT",
            "MIT Apache-2.0",
        ] {
            assert!(!accepted(expression), "{expression}");
        }
    }
}
