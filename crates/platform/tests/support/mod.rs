//! What the tests of the real desktop share: private sessions, and running a test again inside one.
#![allow(dead_code)]

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

const INSIDE: &str = "COUNTERSIGN_TEST_INSIDE";

/// Whether this process was started by [`again`], and for what.
pub fn inside() -> Option<String> {
    std::env::var(INSIDE).ok()
}

/// Whether a program can be found; says that the test is skipped if not.
pub fn has(programs: &[&str]) -> bool {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let missing = programs
        .iter()
        .find(|program| !std::env::split_paths(&path).any(|folder| folder.join(program).is_file()));
    if let Some(missing) = missing {
        println!("skipped: {missing} is not installed");
    }
    missing.is_none()
}

/// A home of its own, so that nothing of the user is touched.
pub struct Home(tempfile::TempDir);

impl Home {
    pub fn new() -> Home {
        let home = tempfile::tempdir().unwrap();
        for folder in ["config", "data", "cache", "run"] {
            std::fs::create_dir(home.path().join(folder)).unwrap();
        }
        #[cfg(unix)]
        {
            use std::os::unix::fs::PermissionsExt;
            std::fs::set_permissions(home.path().join("run"), PermissionsExt::from_mode(0o700))
                .unwrap();
        }
        Home(home)
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    /// Puts a program into this home, without display and without session bus.
    pub fn dress(&self, command: &mut Command) {
        command
            .env("HOME", self.path())
            .env("XDG_CONFIG_HOME", self.path().join("config"))
            .env("XDG_DATA_HOME", self.path().join("data"))
            .env("XDG_CACHE_HOME", self.path().join("cache"))
            .env("XDG_RUNTIME_DIR", self.path().join("run"))
            .env("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent")
            .env_remove("DISPLAY")
            .env_remove("WAYLAND_DISPLAY");
    }
}

/// The command that runs the named test of this file again, with [`inside`] saying `role`.
pub fn again(test: &str, role: &str, home: &Home) -> Command {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command
        .args(["--exact", test, "--nocapture"])
        .env(INSIDE, role);
    home.dress(&mut command);
    command
}

/// The same on a private session bus, after `before` (a shell's words). `services`: whether the bus may start services.
pub fn again_on_bus(test: &str, role: &str, home: &Home, before: &str, services: bool) -> Command {
    let mut command = Command::new("dbus-run-session");
    home.dress(&mut command);
    if !services {
        let config = home.path().join("bus.conf");
        std::fs::write(&config, BARE_BUS).unwrap();
        command.arg("--config-file").arg(config);
    }
    let exe = std::env::current_exe().unwrap();
    command.args(["--", "sh", "-c", &format!("{before}\nexec \"$0\" \"$@\"")]);
    command
        .arg(exe)
        .args(["--exact", test, "--nocapture"])
        .env(INSIDE, role);
    command
}

const BARE_BUS: &str = r#"<!DOCTYPE busconfig PUBLIC "-//freedesktop//DTD D-Bus Bus Configuration 1.0//EN"
 "http://www.freedesktop.org/standards/dbus/1.0/busconfig.dtd">
<busconfig><type>session</type><listen>unix:tmpdir=/tmp</listen><auth>EXTERNAL</auth>
<policy context="default"><allow send_destination="*" eavesdrop="true"/><allow eavesdrop="true"/><allow own="*"/></policy>
</busconfig>"#;

/// Runs it to its end and wants success, and that the test inside said `word`: an empty run must not pass.
pub fn passes(mut command: Command, word: &str) {
    let output = command.stdin(Stdio::null()).output().unwrap();
    let (out, err) = (
        String::from_utf8_lossy(&output.stdout),
        String::from_utf8_lossy(&output.stderr),
    );
    assert!(output.status.success(), "{}\n{out}\n{err}", output.status);
    assert!(
        out.contains(word),
        "the test inside did not run:\n{out}\n{err}"
    );
}

/// An example of this crate; built by `cargo test`.
pub fn example(name: &str) -> Option<PathBuf> {
    let exe = std::env::current_exe().unwrap();
    let path = exe.parent()?.parent()?.join("examples").join(name);
    if !path.is_file() {
        println!("skipped: the example {name} is not built");
        return None;
    }
    Some(path)
}

/// Killed when dropped.
pub struct Running(pub Child);

impl Drop for Running {
    fn drop(&mut self) {
        let _ = self.0.kill();
        let _ = self.0.wait();
    }
}

/// A private X server; its number comes first.
pub fn x_server() -> (String, Running) {
    use std::io::{BufRead, BufReader};
    let mut child = Command::new("Xvfb")
        .args([
            "-displayfd",
            "1",
            "-screen",
            "0",
            "640x480x24",
            "-noreset",
            "-nolisten",
            "tcp",
        ])
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut number = String::new();
    BufReader::new(child.stdout.take().unwrap())
        .read_line(&mut number)
        .unwrap();
    (format!(":{}", number.trim()), Running(child))
}

/// The output of a program, whatever its end.
pub fn output<I: AsRef<OsStr>>(program: &str, arguments: &[I]) -> Vec<u8> {
    Command::new(program)
        .args(arguments)
        .stdin(Stdio::null())
        .output()
        .unwrap()
        .stdout
}
