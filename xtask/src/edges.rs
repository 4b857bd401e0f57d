//! The one-way edges between the rooms of the house.

use crate::metadata::{Dependency, Graph, Kind, Package};

/// A room and the rooms that it may see: those below it, never beside or above.
const ROOMS: &[(&str, &[&str])] = &[
    ("countersign-otp", &[]),
    ("countersign-scan", &["otp"]),
    ("countersign-exchange", &["otp"]),
    ("countersign-vault", &["otp"]),
    ("countersign-app", &["otp", "scan", "exchange", "vault"]),
    // It fills the traits of app::ports; frames and secrets pass through it.
    ("countersign-platform", &["app", "otp", "scan"]),
    // The edge has no logic, so it needs nothing that `app` does not give.
    ("countersign", &["app", "platform"]),
    // It says what is in a picture without opening the vault.
    ("countersign-cli", &["app", "platform", "otp", "scan"]),
];

/// What everything may see in its tests: the pure rooms, to have inputs made and outputs read by another room.
const PURE: &[&str] = &["otp", "scan", "exchange"];

/// May see everything.
const OUTSIDE: &[&str] = &["countersign-tests", "xtask"];

/// Crates that only one place may name.
const PRIVATE: &[(&str, &[&str])] = &[
    ("tauri", &["countersign"]),
    ("tauri-build", &["countersign"]),
    ("rfd", &["countersign"]),
    ("webkit2gtk", &["countersign"]),
    ("gtk", &["countersign"]),
    ("nokhwa", &["countersign-platform"]),
    ("v4l", &["countersign-platform"]),
    ("ashpd", &["countersign-platform"]),
    ("libloading", &["countersign-platform"]),
    ("keyring", &["countersign-platform"]),
    ("keyring-core", &["countersign-platform"]),
    (
        "zbus-secret-service-keyring-store",
        &["countersign-platform"],
    ),
    ("zbus", &["countersign-platform", "countersign-tests"]),
    ("arboard", &["countersign-platform"]),
    ("x11rb", &["countersign-platform"]),
    ("xcap", &["countersign-platform"]),
    ("resvg", &["countersign-scan"]),
    ("anyhow", &["xtask", "countersign-tests"]),
];

/// What must not be linked into the command line tool: it starts no webview.
const NOT_IN_CLI: &[&str] = &["tauri", "wry", "tao", "webkit2gtk", "gtk"];

/// What is only measured beside ours, in a workspace of its own (`benches/scan`): C++ that would see secrets.
const NOT_IN_THE_HOUSE: &[&str] = &["zxing-cpp"];

/// Each edge that goes the wrong way, as a sentence.
pub fn faults(graph: &Graph) -> Vec<String> {
    let mut faults: Vec<String> = graph.members().iter().flat_map(of_package).collect();
    let linked = graph.closure("countersign-cli");
    let wrong = NOT_IN_CLI.iter().filter(|name| linked.contains(**name));
    faults.extend(
        wrong.map(|name| format!("countersign-cli links {name}: it must not start a webview")),
    );
    faults.extend(strangers(graph));
    faults
}

/// Packages that nothing of the house may need, not even its tests.
fn strangers(graph: &Graph) -> impl Iterator<Item = String> {
    let packages = graph.packages.values();
    let strange = packages.filter(|p| NOT_IN_THE_HOUSE.contains(&p.name.as_str()));
    strange.map(|p| {
        format!(
            "{} must stay out of the workspace: it is for benches/scan",
            p.name
        )
    })
}

fn of_package(package: &Package) -> Vec<String> {
    let name = package.name.as_str();
    let private = package.dependencies.iter().filter_map(|d| {
        let (_, places) = PRIVATE
            .iter()
            .find(|(crate_name, _)| *crate_name == d.name)?;
        let wrong = d.kind != Kind::Dev && !places.contains(&name);
        wrong.then(|| {
            format!(
                "{name} names {}, which belongs to {} alone",
                d.name,
                places.join(" and ")
            )
        })
    });
    let mut faults: Vec<String> = private.collect();
    if OUTSIDE.contains(&name) {
        return faults;
    }
    let Some((_, below)) = ROOMS.iter().find(|(room, _)| *room == name) else {
        faults.push(format!(
            "{name} is no room of the house: xtask/src/edges.rs must say what it may see"
        ));
        return faults;
    };
    faults.extend(
        package
            .dependencies
            .iter()
            .filter_map(|d| edge(name, below, d)),
    );
    faults
}

fn edge(from: &str, below: &[&str], to: &Dependency) -> Option<String> {
    let house =
        to.name == "countersign" || to.name.starts_with("countersign-") || to.name == "xtask";
    if !house {
        return None;
    }
    let room = to.name.strip_prefix("countersign-").unwrap_or(&to.name);
    let in_tests = to.kind == Kind::Dev && PURE.contains(&room) && from != "countersign-otp";
    if below.contains(&room) || in_tests {
        return None;
    }
    let below = if below.is_empty() {
        "none of the rooms".to_owned()
    } else {
        below.join(", ")
    };
    Some(format!(
        "{from} ▶ {} goes the wrong way: {from} may see {below}",
        to.name
    ))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn package(name: &str, dependencies: &[(&str, Kind)]) -> Package {
        let dependencies = dependencies.iter();
        Package {
            name: name.to_owned(),
            dependencies: dependencies
                .map(|(n, kind)| Dependency {
                    name: (*n).to_owned(),
                    kind: *kind,
                })
                .collect(),
            member: true,
            ..Package::default()
        }
    }

    #[test]
    fn the_arrows_of_the_house_hold() {
        let app = [
            ("countersign-vault", Kind::Normal),
            ("countersign-scan", Kind::Normal),
            ("serde", Kind::Normal),
        ];
        assert!(of_package(&package("countersign-app", &app)).is_empty());
        assert!(of_package(&package("countersign", &[("tauri", Kind::Normal)])).is_empty());
    }

    #[test]
    fn app_must_not_name_platform() {
        for kind in [Kind::Normal, Kind::Build, Kind::Dev] {
            let faults = of_package(&package(
                "countersign-app",
                &[("countersign-platform", kind)],
            ));
            assert_eq!(faults.len(), 1, "{kind:?}");
            assert!(
                faults[0].contains("countersign-app ▶ countersign-platform"),
                "{faults:?}"
            );
        }
    }

    #[test]
    fn rooms_must_not_see_their_neighbours() {
        assert_eq!(
            of_package(&package(
                "countersign-scan",
                &[("countersign-vault", Kind::Normal)]
            ))
            .len(),
            1
        );
        assert_eq!(
            of_package(&package(
                "countersign-otp",
                &[("countersign-scan", Kind::Build)]
            ))
            .len(),
            1
        );
        assert_eq!(
            of_package(&package(
                "countersign",
                &[("countersign-vault", Kind::Normal)]
            ))
            .len(),
            1
        );
    }

    #[test]
    fn tests_may_see_the_pure_rooms() {
        assert!(
            of_package(&package(
                "countersign-exchange",
                &[("countersign-scan", Kind::Dev)]
            ))
            .is_empty()
        );
        assert_eq!(
            of_package(&package(
                "countersign-otp",
                &[("countersign-scan", Kind::Dev)]
            ))
            .len(),
            1
        );
        assert_eq!(
            of_package(&package(
                "countersign-scan",
                &[("countersign-platform", Kind::Dev)]
            ))
            .len(),
            1
        );
    }

    #[test]
    fn tauri_is_touched_in_one_folder_only() {
        assert_eq!(
            of_package(&package("countersign-platform", &[("tauri", Kind::Normal)])).len(),
            1
        );
        assert_eq!(
            of_package(&package("countersign-otp", &[("anyhow", Kind::Normal)])).len(),
            1
        );
    }

    #[test]
    fn a_new_room_must_be_entered_in_the_table() {
        assert_eq!(of_package(&package("countersign-cloud", &[])).len(), 1);
    }

    #[test]
    fn what_is_only_measured_beside_ours_stays_out_of_the_workspace() {
        let mut graph = Graph::load().unwrap();
        assert_eq!(strangers(&graph).count(), 0);
        let id = "zxing-cpp 0.5.3".to_owned();
        graph.packages.insert(id, package("zxing-cpp", &[]));
        assert_eq!(strangers(&graph).count(), 1);
    }

    #[test]
    fn this_workspace_has_no_wrong_edge() {
        assert_eq!(faults(&Graph::load().unwrap()), Vec::<String>::new());
    }
}
