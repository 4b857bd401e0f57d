//! The camera tests: webcams through the kernel's own driver, in a virtual machine (`tests/camera`).

use std::process::Command;

use anyhow::Result;

use crate::counts::{Counts, Reader, Runner};
use crate::vm::Machine;
use crate::{paths, stream};

/// Builds what runs in the guest, and nothing else.
pub fn build() -> Result<()> {
    let mut cargo = Command::new("cargo");
    cargo.args(["build", "-p", "countersign-platform", "--examples"]);
    stream::run(cargo.args(["-p", "countersign-cli", "--bins"]))
}

/// Runs them; where no machine can be had, they are skipped with the reason.
pub fn tests(filter: Option<&str>) -> Result<Counts> {
    let program = paths::target().join("debug/examples/camera_vm");
    if let Some(filter) = filter
        && !stream::output(Command::new(&program).arg("--list"))?.contains(filter)
    {
        return Ok(Counts::default());
    }
    let machine = match Machine::ready() {
        Ok(machine) => machine,
        Err(reason) => return Ok(skipped(&format!("{reason:#}"))),
    };
    let script = format!(
        "export PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin HOME=/tmp COUNTERSIGN_CAMERA_VM=1\n\
         cd /tmp\nexec '{}' '{}'\n",
        program.display(),
        filter.unwrap_or_default()
    );
    let mut reader = Reader::new(Runner::Libtest, filter.is_some());
    let mut began = false;
    let ended = machine.run(&script, |line| {
        began |= line.starts_with("running ");
        reader.line(line)
    });
    match ended {
        Ok(success) => Ok(reader.finish(success)),
        // It never came to the tests: this machine cannot do it. Later it is the tests that hang.
        Err(reason) if !began => Ok(skipped(&format!("{reason:#}"))),
        Err(reason) => Err(reason),
    }
}

fn skipped(reason: &str) -> Counts {
    Counts {
        skipped: 1,
        reasons: vec![format!("cameras through the kernel's driver: {reason}")],
        ..Counts::default()
    }
}
