//! The helper alone, for the tests: with other arguments it lists the cameras.

use std::process::ExitCode;

use countersign_platform::helper;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first() {
        Some(first) if first == helper::ARG => helper::main(&arguments[1..]),
        _ => helper::main(&["list".to_owned()]),
    }
}
