//! Writes what is generated from the wire: the page's TypeScript and the window's permissions.
//!
//! `UPDATE_BINDINGS=1 cargo test -p countersign-app bindings` writes them; without it the test
//! fails where a checked-in file is not what the wire says.

use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use ts_rs::{Config, TS};

use super::*;

/// `export type X = …;` with its documentation, for each type of the wire.
macro_rules! declarations {
    ($($name:ty),* $(,)?) => {{
        let config = Config::new().with_large_int("number");
        let mut text = String::new();
        $(
            if let Some(docs) = <$name as TS>::docs() {
                text.push_str(docs.trim_end());
                text.push('\n');
            }
            text.push_str("export ");
            for line in <$name as TS>::decl(&config).lines() {
                text.push_str(line.trim_end());
                text.push('\n');
            }
            text.push('\n');
        )*
        text
    }};
}

fn types() -> String {
    declarations![
        FaultCode,
        Fault,
        Notice,
        Phase,
        Show,
        Which,
        KindView,
        Theme,
        Source,
        Same,
        CameraStatus,
        LockSourcesView,
        WaysView,
        KeyringView,
        RememberedView,
        SettingsView,
        StateView,
        AccountView,
        CodesView,
        CopiedView,
        TrashedView,
        TrashView,
        DuplicateView,
        PicturesView,
        DraftView,
        BatchView,
        PlaceView,
        ForeignView,
        FindingsView,
        EnrolledView,
        CameraInfoView,
        CamerasView,
        CameraView,
        SavedView,
        GenerationView,
        GenerationsView,
        CheckView,
        OddView,
        BackupView,
        NamesView,
        PreviewView,
        WentBackView,
        QuarantinedView,
        QuarantineView,
        Typed,
        Way,
        Purpose,
        UnlockRequest,
        SetPasswordRequest,
        AccountRequest,
        CopyRequest,
        EditRequest,
        PinRequest,
        CameraRequest,
        CameraFrameRequest,
        TypedOptions,
        TypedRequest,
        ConfirmedDraft,
        ConfirmRequest,
        DiscardRequest,
        HelpRequest,
        TextRequest,
        ExportRequest,
        NoticeRequest,
        GenerationRequest,
        RememberRequest,
    ]
}

fn typescript() -> String {
    let mut text = String::from(
        "// Generated from crates/app/src/wire. Do not edit.\n\
         // UPDATE_BINDINGS=1 cargo test -p countersign-app bindings\n\n",
    );
    text.push_str(&types());

    text.push_str(
        "/** Every command, with its argument and its answer. */\nexport interface Commands {\n",
    );
    for command in COMMANDS {
        let argument = match command.request {
            "" => String::new(),
            request => format!("request: {request}"),
        };
        // Writing to a String does not fail.
        let _ = writeln!(
            text,
            "  {}({argument}): Promise<{}>;",
            command.name, command.response
        );
    }
    text.push_str(
        "}\n\n/** The same as data: a host makes its client of it. */\nexport const COMMANDS = [\n",
    );
    for command in COMMANDS {
        let _ = writeln!(
            text,
            "  {{ name: \"{}\", request: {}, raw: {} }},",
            command.name,
            !command.request.is_empty(),
            command.response == "ArrayBuffer",
        );
    }
    text.push_str(
        "] as const satisfies readonly { name: keyof Commands; request: boolean; raw: boolean }[];\n\n\
         /** Every event that the shell sends, with its payload. */\nexport interface Events {\n",
    );
    for event in EVENTS {
        let _ = writeln!(text, "  {}: {};", event.name, event.payload);
    }
    text.push_str("}\n\n/** Names of the events. */\nexport const EVENTS = [\n");
    for event in EVENTS {
        let _ = writeln!(text, "  \"{}\",", event.name);
    }
    text.push_str("] as const satisfies readonly (keyof Events)[];\n");
    text
}

fn capability(window: &str) -> String {
    let mut permissions = vec![
        "core:event:allow-listen".to_owned(),
        "core:event:allow-unlisten".to_owned(),
    ];
    for command in COMMANDS
        .iter()
        .filter(|command| command.windows.contains(&window))
    {
        permissions.push(format!("allow-{}", command.name.replace('_', "-")));
    }
    let capability = serde_json::json!({
        "$schema": "../gen/schemas/desktop-schema.json",
        "identifier": window,
        "description": "What the window may ask of the program: the commands of the wire, nothing else. Generated; do not edit.",
        "windows": [window],
        "permissions": permissions,
    });
    let mut text = serde_json::to_string_pretty(&capability).unwrap();
    text.push('\n');
    text
}

/// The files that are generated, with what they should hold.
fn files() -> Vec<(PathBuf, String)> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../..");
    vec![
        (root.join("ui/src/host/wire.ts"), typescript()),
        (
            root.join("src-tauri/capabilities/main.json"),
            capability("main"),
        ),
    ]
}

#[test]
fn bindings_are_up_to_date() {
    for (path, wanted) in files() {
        if std::env::var_os("UPDATE_BINDINGS").is_some() {
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(&path, &wanted).unwrap();
        }
        let found = std::fs::read_to_string(&path)
            .unwrap_or_default()
            .replace("\r\n", "\n");
        assert!(
            found == wanted,
            "{} is not what the wire says; run UPDATE_BINDINGS=1 cargo test -p countersign-app bindings",
            path.display(),
        );
    }
}

/// Each name in the table is the name of a type that is generated, so that a typing error in the
/// table fails here and not in the page.
#[test]
fn the_table_names_types_that_exist() {
    let types = types();
    let known = |name: &str| {
        matches!(name, "void" | "null" | "boolean" | "ArrayBuffer")
            || types.contains(&format!("export type {name} ="))
    };
    for command in COMMANDS {
        for name in command
            .request
            .split(" | ")
            .chain(command.response.split(" | "))
        {
            assert!(name.is_empty() || known(name), "{}: {name}", command.name);
        }
    }
    for event in EVENTS {
        assert!(known(event.payload), "{}: {}", event.name, event.payload);
    }
}

#[test]
fn exactly_three_commands_carry_a_secret_inwards() {
    let inwards: Vec<_> = COMMANDS
        .iter()
        .filter(|command| command.secret_in)
        .map(|command| command.name)
        .collect();
    assert_eq!(inwards, ["unlock", "set_password", "enrol_typed"]);
    // And the types agree: `Typed` stands in no other request.
    let types = types();
    let with_secret: Vec<_> = types
        .split("export type ")
        .filter(|declaration| declaration.contains(": Typed,"))
        .filter_map(|declaration| declaration.split_whitespace().next())
        .collect();
    assert_eq!(
        with_secret,
        ["UnlockRequest", "SetPasswordRequest", "TypedRequest"]
    );
}
