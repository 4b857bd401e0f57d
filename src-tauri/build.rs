//! Tells Tauri the commands of the wire table, so that each needs a permission.

#[path = "../crates/app/src/wire/table.rs"]
#[allow(dead_code, missing_docs)]
mod table;

fn main() {
    println!("cargo:rerun-if-changed=../crates/app/src/wire/table.rs");
    // The page is part of the binary; Tauri itself watches its configuration only.
    println!("cargo:rerun-if-changed=../ui/dist");
    let names: &'static [&'static str] = table::COMMANDS
        .iter()
        .map(|command| command.name)
        .collect::<Vec<_>>()
        .leak();
    let manifest = tauri_build::AppManifest::new().commands(names);
    if let Err(error) =
        tauri_build::try_build(tauri_build::Attributes::new().app_manifest(manifest))
    {
        println!("cargo:warning={error:#}");
        std::process::exit(1);
    }
}
