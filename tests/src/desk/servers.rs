//! What a desk is made of: its environment, its display and its session bus.

use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};
use tempfile::TempDir;

use super::MARK;
use crate::process::Process;
use crate::wait;

/// A command that sees the desk's folders and nothing of the person's own environment.
pub(super) fn base(folder: &TempDir, program: impl AsRef<std::ffi::OsStr>) -> Command {
    let at = |name: &str| folder.path().join(name);
    let mut command = Command::new(program);
    command.env_clear().stdin(Stdio::null());
    for kept in ["PATH", "RUST_BACKTRACE", "COUNTERSIGN_LOG"] {
        if let Some(value) = std::env::var_os(kept) {
            command.env(kept, value);
        }
    }
    command
        .env(MARK, folder.path())
        .env("LANG", "C.UTF-8")
        .env("HOME", at("home"))
        .env("TMPDIR", at("tmp"))
        .env("XDG_CONFIG_HOME", at("config"))
        .env("XDG_DATA_HOME", at("data"))
        .env("XDG_CACHE_HOME", at("cache"))
        .env("XDG_RUNTIME_DIR", at("run"))
        .env("XDG_SESSION_TYPE", "x11")
        .current_dir(at("home"));
    command
}

/// Xvfb on the first free number.
pub(super) fn display(folder: &TempDir) -> Result<(Process, String)> {
    let mut command = base(folder, "Xvfb");
    command.args([
        "-displayfd",
        "1",
        "-screen",
        "0",
        "1280x900x24",
        "-noreset",
        "-nolisten",
        "tcp",
        "-dpi",
        "96",
    ]);
    first_line(&mut command, "xvfb", folder)
}

/// Openbox, once it manages windows. A display that has just come up may turn its first client away: it is tried again.
pub(super) fn window_manager(
    folder: &TempDir,
    display: &str,
    bus_address: &str,
) -> Result<Process> {
    let logs = folder.path().join("logs");
    let on_display = |program: &str| {
        let mut command = base(folder, program);
        command
            .env("DISPLAY", display)
            .env("DBUS_SESSION_BUS_ADDRESS", bus_address);
        command
    };
    let mut openbox = Process::start(&mut on_display("openbox"), "openbox", &logs)?;
    wait::until("the window manager", || {
        if !openbox.runs() {
            openbox = Process::start(&mut on_display("openbox"), "openbox", &logs)?;
        }
        let output = on_display("wmctrl").arg("-m").output()?;
        wait::yes(output.status.success())
    })?;
    Ok(openbox)
}

/// A session bus that starts nothing but the accessibility bus: a keyring that is gone stays gone.
pub(super) fn bus(folder: &TempDir) -> Result<(Process, String)> {
    let services = folder.path().join("services");
    std::fs::create_dir(&services)?;
    let a11y = "/usr/share/dbus-1/services/org.a11y.Bus.service";
    if let Ok(text) = std::fs::read_to_string(a11y) {
        let text: String = text
            .lines()
            .filter(|line| !line.starts_with("SystemdService"))
            .map(|line| format!("{line}\n"))
            .collect();
        std::fs::write(services.join("org.a11y.Bus.service"), text)?;
    }
    let listen = format!("unix:dir={}", folder.path().join("run").display());
    daemon(folder, "bus", &listen, &services)
}

/// A system bus that starts nothing.
pub(super) fn system_bus(folder: &TempDir, address: &str) -> Result<Process> {
    let services = folder.path().join("system-services");
    std::fs::create_dir(&services)?;
    Ok(daemon(folder, "system-bus", address, &services)?.0)
}

/// A bus that lets everybody do everything, as each desk is one user's.
fn daemon(
    folder: &TempDir,
    name: &str,
    listen: &str,
    services: &Path,
) -> Result<(Process, String)> {
    let config = folder.path().join(format!("{name}.conf"));
    std::fs::write(
        &config,
        format!(
            r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig>
  <type>session</type>
  <listen>{listen}</listen>
  <auth>EXTERNAL</auth>
  <servicedir>{}</servicedir>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>
"#,
            services.display()
        ),
    )?;
    let mut command = base(folder, "dbus-daemon");
    command
        .arg(format!("--config-file={}", config.display()))
        .args(["--nofork", "--print-address"]);
    first_line(&mut command, name, folder)
}

/// Starts a program that says on its first line where it can be reached.
fn first_line(command: &mut Command, name: &str, folder: &TempDir) -> Result<(Process, String)> {
    let logs = folder.path().join("logs");
    let mut process = Process::spawn(command, name, &logs, Some(Stdio::piped()))?;
    let stdout = process.child().stdout.take().context("standard output")?;
    let mut line = String::new();
    BufReader::new(stdout).read_line(&mut line)?;
    let line = line.trim().to_owned();
    if line.is_empty() {
        bail!(
            "{name} did not start; `cargo xtask test` installs what is needed\n{}",
            process.log()
        );
    }
    Ok((process, line))
}

pub(super) fn private(folder: &Path) -> Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::set_permissions(folder, std::fs::Permissions::from_mode(0o700))?;
    Ok(())
}
