//! The camera helper alone, for the tests: with other arguments it lists the cameras.

use std::process::ExitCode;

use countersign_platform as platform;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    match arguments.first() {
        Some(first) if first == platform::camera::HELPER_ARG => {
            platform::camera::helper_main(&arguments[1..])
        }
        _ => platform::camera::helper_main(&["list".to_owned()]),
    }
}
