//! Where the packages come from, and the list of them that ships beside the program (CycloneDX 1.5).

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use anyhow::{Context as _, Result};
use serde_json::{Value, json};

use crate::metadata::{Graph, Package};

/// What of the page's packages is in the bundle.
const OF_THE_PAGE: [&str; 3] = ["@lucide/svelte", "@tauri-apps/api", "svelte"];

/// Each package that comes from elsewhere than the one registry, as a sentence. A registry keeps what was published as
/// it was; a repository or a folder does not.
pub fn faults(graph: &Graph) -> Vec<String> {
    let strangers = || graph.packages.values().filter(|p| !p.member);
    let registries: BTreeSet<&str> = strangers()
        .filter_map(|p| p.source.as_deref())
        .filter(|source| source.starts_with("registry+"))
        .collect();
    let mut faults: Vec<String> = strangers()
        .filter(|p| {
            p.source
                .as_deref()
                .is_none_or(|s| !s.starts_with("registry+"))
        })
        .map(|p| {
            let from = p
                .source
                .as_deref()
                .unwrap_or("a folder outside of the workspace");
            format!(
                "{} {} comes from {from}, not from a registry",
                p.name, p.version
            )
        })
        .collect();
    if registries.len() > 1 {
        faults.push(format!(
            "packages come from {} registries, not from one",
            registries.len()
        ));
    }
    faults
}

/// Writes `NAME.cdx.json` for each program that ships.
pub fn write(graph: &Graph, folder: &Path) -> Result<()> {
    let lock = std::fs::read_to_string("Cargo.lock").context("Cargo.lock")?;
    let page = std::fs::read_to_string("ui/package-lock.json").context("ui/package-lock.json")?;
    let page: Value = serde_json::from_str(&page).context("ui/package-lock.json")?;
    for (name, page) in [("countersign", Some(&page)), ("countersign-cli", None)] {
        let path = folder.join(format!("{name}.cdx.json"));
        let list = bill(graph, name, &checksums(&lock), page);
        std::fs::write(&path, serde_json::to_vec_pretty(&list)?)
            .with_context(|| format!("cannot write {}", path.display()))?;
        println!("{}", path.display());
    }
    Ok(())
}

/// What is linked into a program, or builds it.
fn bill(
    graph: &Graph,
    program: &str,
    checksums: &BTreeMap<(String, String), String>,
    page: Option<&Value>,
) -> Value {
    let all = graph.closure_of(program);
    let version = all
        .iter()
        .find(|p| p.name == program)
        .map(|p| p.version.clone());
    let mut components: Vec<Value> = all
        .iter()
        .filter(|p| !p.member)
        .map(|p| component(p, checksums.get(&(p.name.clone(), p.version.clone()))))
        .collect();
    components.extend(page.into_iter().flat_map(of_the_page));
    json!({
        "bomFormat": "CycloneDX",
        "specVersion": "1.5",
        "version": 1,
        "metadata": { "component": { "type": "application", "name": program, "version": version } },
        "components": components,
    })
}

fn component(package: &Package, checksum: Option<&String>) -> Value {
    let mut component = json!({
        "type": "library",
        "name": package.name,
        "version": package.version,
        "purl": format!("pkg:cargo/{}@{}", package.name, package.version),
    });
    if let Some(licence) = &package.licence {
        let expression = licence.replace('/', " OR ");
        component["licenses"] = json!([{ "expression": expression }]);
    }
    if let Some(checksum) = checksum {
        component["hashes"] = json!([{ "alg": "SHA-256", "content": checksum }]);
    }
    component
}

fn of_the_page(lock: &Value) -> Vec<Value> {
    let found = OF_THE_PAGE.iter().filter_map(|name| {
        let package = &lock["packages"][format!("node_modules/{name}")];
        let version = package["version"].as_str()?;
        let purl = format!("pkg:npm/{}@{version}", name.replace('@', "%40"));
        Some(json!({ "type": "library", "name": name, "version": version, "purl": purl }))
    });
    found.collect()
}

/// SHA-256 of each package, by name and version, from Cargo.lock.
fn checksums(lock: &str) -> BTreeMap<(String, String), String> {
    let mut sums = BTreeMap::new();
    for package in lock.split("[[package]]") {
        let value = |key: &str| {
            let line = package.lines().find_map(|line| line.strip_prefix(key))?;
            Some(line.trim_start_matches(" = ").trim_matches('"').to_owned())
        };
        if let (Some(name), Some(version), Some(sum)) =
            (value("name"), value("version"), value("checksum"))
        {
            sums.insert((name, version), sum);
        }
    }
    sums
}

#[cfg(test)]
mod tests {
    use super::*;

    const REGISTRY: &str = "registry+https://registry.example/index";

    fn package(name: &str, source: Option<&str>) -> (String, Package) {
        let package = Package {
            name: name.to_owned(),
            version: "1.0.0".to_owned(),
            source: source.map(str::to_owned),
            ..Package::default()
        };
        (format!("{name} {source:?}"), package)
    }

    fn graph(packages: impl IntoIterator<Item = (String, Package)>) -> Graph {
        let mut graph = Graph::default();
        graph.packages.extend(packages);
        graph
    }

    #[test]
    fn what_comes_from_elsewhere_is_named() {
        let well = graph([package("a", Some(REGISTRY)), package("b", Some(REGISTRY))]);
        assert!(faults(&well).is_empty());
        let odd = graph([
            package("a", Some(REGISTRY)),
            package("forked", Some("git+https://code.example/forked#0123")),
            package("beside", None),
            package("other", Some("registry+https://elsewhere.example/index")),
        ]);
        let said = faults(&odd).join("\n");
        for part in ["forked", "beside", "2 registries"] {
            assert!(said.contains(part), "{said}");
        }
    }

    #[test]
    fn every_package_of_this_workspace_comes_from_the_registry() {
        let graph = Graph::load().unwrap();
        assert_eq!(faults(&graph), Vec::<String>::new());
    }

    #[test]
    fn the_list_has_what_is_linked_with_its_checksum_and_no_test_tool() {
        let graph = Graph::load().unwrap();
        let lock = std::fs::read_to_string(crate::paths::root().join("Cargo.lock")).unwrap();
        let list = bill(&graph, "countersign-cli", &checksums(&lock), None);
        let components = list["components"].as_array().unwrap();
        let named = |name: &str| components.iter().find(|c| c["name"] == name);
        let argon2 = named("argon2").unwrap();
        assert_eq!(argon2["hashes"][0]["content"].as_str().unwrap().len(), 64);
        assert_eq!(argon2["licenses"][0]["expression"], "MIT OR Apache-2.0");
        assert!(
            components
                .iter()
                .all(|c| c["hashes"][0]["content"].is_string())
        );
        for not_linked in ["proptest", "criterion", "tauri", "countersign-vault"] {
            assert!(named(not_linked).is_none(), "{not_linked}");
        }
    }
}
