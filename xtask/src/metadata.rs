//! The little that the checks need of `cargo metadata`.

use std::collections::{BTreeMap, BTreeSet};
use std::process::Command;

use anyhow::{Context as _, Result};
use serde_json::Value;

/// One package of the dependency graph.
#[derive(Debug, Clone, Default)]
pub struct Package {
    pub name: String,
    pub version: String,
    /// SPDX expression; older packages write `/` for OR.
    pub licence: Option<String>,
    pub dependencies: Vec<Dependency>,
    /// Where it comes from; none for a folder.
    pub source: Option<String>,
    /// A member of this workspace.
    pub member: bool,
}

/// A dependency as the manifest declares it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Dependency {
    /// The package's own name, not what it is renamed to.
    pub name: String,
    pub kind: Kind,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    Normal,
    Build,
    Dev,
}

/// All packages by id, and which package needs which, without dev-dependencies.
#[derive(Debug, Default)]
pub struct Graph {
    pub packages: BTreeMap<String, Package>,
    needs: BTreeMap<String, Vec<String>>,
}

impl Graph {
    /// Asks cargo, for all systems. `--locked`: a Cargo.lock that is behind the manifests is an error.
    pub fn load() -> Result<Self> {
        let mut cargo = Command::new("cargo");
        cargo.args(["metadata", "--locked", "--format-version", "1"]);
        Self::parse(&crate::stream::output(&mut cargo)?)
    }

    fn parse(text: &str) -> Result<Self> {
        let value: Value = serde_json::from_str(text).context("cargo metadata")?;
        let members: BTreeSet<&str> = strings(&value["workspace_members"]).collect();
        let mut graph = Self::default();
        for package in list(&value["packages"]) {
            let id = text_of(&package["id"]);
            let dependencies = list(&package["dependencies"]).map(|d| Dependency {
                name: text_of(&d["name"]),
                kind: match d["kind"].as_str() {
                    Some("dev") => Kind::Dev,
                    Some("build") => Kind::Build,
                    _ => Kind::Normal,
                },
            });
            let package = Package {
                name: text_of(&package["name"]),
                version: text_of(&package["version"]),
                licence: package["license"].as_str().map(str::to_owned),
                dependencies: dependencies.collect(),
                source: package["source"].as_str().map(str::to_owned),
                member: members.contains(id.as_str()),
            };
            graph.packages.insert(id, package);
        }
        for node in list(&value["resolve"]["nodes"]) {
            let kept = list(&node["deps"])
                .filter(|dep| list(&dep["dep_kinds"]).any(|k| k["kind"].as_str() != Some("dev")))
                .map(|dep| text_of(&dep["pkg"]));
            graph.needs.insert(text_of(&node["id"]), kept.collect());
        }
        Ok(graph)
    }

    /// The packages of this workspace.
    pub fn members(&self) -> Vec<Package> {
        self.packages
            .values()
            .filter(|p| p.member)
            .cloned()
            .collect()
    }

    /// The names of all that is linked into (or builds) the member of that name, itself included.
    pub fn closure(&self, member: &str) -> BTreeSet<&str> {
        let all = self.closure_of(member);
        all.into_iter().map(|p| p.name.as_str()).collect()
    }

    /// All that is linked into (or builds) the member of that name, itself included.
    pub fn closure_of(&self, member: &str) -> Vec<&Package> {
        let start = self
            .packages
            .iter()
            .find(|(_, p)| p.member && p.name == member);
        let mut open: Vec<&String> = start.map(|(id, _)| id).into_iter().collect();
        let mut seen = BTreeSet::new();
        while let Some(id) = open.pop() {
            if seen.insert(id.as_str()) {
                open.extend(self.needs.get(id).into_iter().flatten());
            }
        }
        seen.into_iter()
            .filter_map(|id| self.packages.get(id))
            .collect()
    }
}

fn list(value: &Value) -> impl Iterator<Item = &Value> {
    value.as_array().into_iter().flatten()
}

fn strings(value: &Value) -> impl Iterator<Item = &str> {
    list(value).filter_map(Value::as_str)
}

fn text_of(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = r#"{
        "workspace_members": ["a"],
        "packages": [
            {"id": "a", "name": "countersign-cli", "version": "1.0.0", "license": "MIT", "dependencies": [
                {"name": "countersign-app", "rename": "app", "kind": null}, {"name": "tempfile", "kind": "dev"}]},
            {"id": "b", "name": "countersign-app", "version": "1.0.0", "license": null, "dependencies": []},
            {"id": "c", "name": "tempfile", "version": "3.0.0", "license": "MIT", "dependencies": []}],
        "resolve": {"nodes": [
            {"id": "a", "deps": [
                {"pkg": "b", "dep_kinds": [{"kind": null}]}, {"pkg": "c", "dep_kinds": [{"kind": "dev"}]}]},
            {"id": "b", "deps": []}, {"id": "c", "deps": []}]}}"#;

    #[test]
    fn names_kinds_and_members_are_read() {
        let graph = Graph::parse(TEXT).unwrap();
        let members = graph.members();
        assert_eq!(members.len(), 1);
        let app = Dependency {
            name: "countersign-app".to_owned(),
            kind: Kind::Normal,
        };
        assert_eq!(members[0].dependencies[0], app);
        assert_eq!(members[0].dependencies[1].kind, Kind::Dev);
    }

    #[test]
    fn what_only_tests_need_is_not_linked() {
        let graph = Graph::parse(TEXT).unwrap();
        let linked: Vec<_> = graph.closure("countersign-cli").into_iter().collect();
        assert_eq!(linked, ["countersign-app", "countersign-cli"]);
    }
}
