//! The policy of the page, frozen: whoever changes what a page may do changes this file too.

use serde_json::{Value, json};

/// What counts in `tauri.conf.json`.
fn security() -> Value {
    json!({
        "csp": {
            "default-src": "'none'",
            "script-src": "'self'",
            "style-src": "'self'",
            "img-src": "'self' blob:",
            "connect-src": "ipc: http://ipc.localhost",
            "base-uri": "'none'",
            "form-action": "'none'",
            "frame-ancestors": "'none'"
        },
        "dangerousDisableAssetCspModification": false,
        "freezePrototype": true,
        "capabilities": ["main"]
    })
}

/// Everything that the one window may call: Tauri's own two first.
const MAY: &str = "\
    core:event:allow-listen core:event:allow-unlisten allow-state allow-page-ready allow-remember \
    allow-dismiss-notice allow-create-with-keyring allow-unlock allow-unlock-with-keyring allow-set-password \
    allow-lock allow-quit allow-recovery-picture allow-recovery-save allow-recovery-print allow-recovery-done \
    allow-recovery-renew allow-codes allow-copy allow-advance allow-edit allow-pin allow-remove allow-restore \
    allow-trash allow-qr-picture allow-cameras allow-camera-start allow-camera-frame allow-camera-stop \
    allow-screen-scan allow-picture-pick allow-paste allow-enrol-typed allow-handed allow-confirm allow-discard \
    allow-copy-help allow-copy-text allow-export-take allow-export-forget allow-set-settings allow-generations \
    allow-restore-generation allow-generation-preview allow-go-back allow-put-off-check allow-backup-choose \
    allow-backup-now allow-backup-stop allow-quarantine allow-quarantine-save";

#[test]
fn the_policy_of_the_page_is_frozen() {
    let config: Value = serde_json::from_str(include_str!("../tauri.conf.json")).unwrap();
    assert_eq!(config["app"]["security"], security());
    assert_eq!(config["app"]["withGlobalTauri"], false);
    assert_eq!(
        config["app"]["windows"],
        json!([]),
        "windows are made in window.rs"
    );
    assert_eq!(config["build"], json!({ "frontendDist": "../ui/dist" }));
    // What opens links with the program; no other plugin is configured.
    let plugins = config["plugins"].as_object().unwrap();
    assert_eq!(plugins.keys().collect::<Vec<_>>(), ["deep-link"]);
}

#[test]
fn each_window_may_call_what_is_written_here() {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/capabilities");
    let files: Vec<_> = std::fs::read_dir(folder).unwrap().flatten().collect();
    assert_eq!(files.len(), 1, "one window, one capability");
    let main: Value = serde_json::from_slice(&std::fs::read(files[0].path()).unwrap()).unwrap();
    assert_eq!(main["windows"], json!(["main"]));
    assert!(main.get("remote").is_none() && main.get("webviews").is_none());
    let may: Vec<&str> = main["permissions"]
        .as_array()
        .unwrap()
        .iter()
        .map(|p| p.as_str().unwrap())
        .collect();
    assert_eq!(
        may.join("\n"),
        MAY.split_whitespace().collect::<Vec<_>>().join("\n")
    );
}

#[test]
fn no_plugin_gives_the_page_files_network_shell_or_clipboard() {
    let lock = include_str!("../../Cargo.lock");
    let plugins: Vec<&str> = lock
        .lines()
        .filter_map(|line| line.strip_prefix("name = \"tauri-plugin-"))
        .collect();
    // A second start raises the first (macOS, Windows); it gives the page nothing.
    assert_eq!(plugins, ["single-instance\""]);
}
