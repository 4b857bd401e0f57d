//! A virtual machine with Debian's own kernel, for tests that need a driver of the kernel.
//!
//! QEMU and the kernel come from Debian's packages. They are unpacked below `target` and never installed: a kernel
//! is no part of a container, and installing QEMU can remove what a person has. QEMU emulates the processor, so no
//! right of the machine is needed. The guest sees this machine's file system, read-only below a throw-away layer.

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context as _, Result, bail};

use crate::{debs, paths, stream};

/// What the guest's kernel needs beyond what is built into it.
const MODULES: &[&str] = &[
    "virtio_pci",
    "9pnet_virtio",
    "9p",
    "overlay",
    "vhci_hcd",
    "uvcvideo",
];
/// A guest that runs for longer is ended, seconds.
const LIMIT: &str = "420";
/// What the first process says last.
const STATUS: &str = "guest: status ";

/// Everything that a guest is started with.
pub struct Machine {
    folder: PathBuf,
    /// `6.1.0-56-amd64`
    kernel: String,
}

impl Machine {
    /// Fetches what is not there yet. The error is the reason why it cannot be had.
    pub fn ready() -> Result<Machine> {
        if !cfg!(all(target_os = "linux", target_arch = "x86_64")) {
            bail!(
                "the virtual machine is a PC with Debian's kernel, and so far made on such PCs only"
            );
        }
        let folder = paths::target().join("camera-vm");
        let named = folder.join("kernel");
        if let Ok(kernel) = fs::read_to_string(&named) {
            let machine = Machine { folder, kernel };
            // The first process may have changed since.
            machine.make_initramfs()?;
            return Ok(machine);
        }
        // What an interrupted run left.
        let _ = fs::remove_dir_all(&folder);
        println!(
            "    Fetching a kernel and QEMU from Debian, about 90 MB, into {}; nothing is installed.",
            folder.display()
        );
        let kernel = debs::fetch(&folder)?;
        let machine = Machine { folder, kernel };
        machine.take_modules()?;
        machine.make_initramfs()?;
        for used in ["lib/modules", "usr/lib/modules"] {
            let _ = fs::remove_dir_all(machine.root().join(used));
        }
        fs::write(named, &machine.kernel)?;
        Ok(machine)
    }

    fn root(&self) -> PathBuf {
        self.folder.join("root")
    }

    fn first(&self) -> PathBuf {
        self.folder.join("initramfs")
    }

    /// Copies the modules, numbered in the order in which they are loaded.
    fn take_modules(&self) -> Result<()> {
        let place = Path::new("lib/modules").join(&self.kernel);
        let places = [
            self.root().join(&place),
            self.root().join("usr").join(&place),
        ];
        let from = places
            .iter()
            .find(|place| place.is_dir())
            .context("the kernel has no modules")?;
        let files = paths::files(from)?;
        let mut order = Vec::new();
        for name in MODULES {
            add_module(name, &files, &mut order)?;
        }
        let to = self.first().join("modules");
        fs::create_dir_all(&to)?;
        for (number, (name, bytes)) in order.iter().enumerate() {
            fs::write(to.join(format!("{number:03}-{name}.ko")), bytes)?;
        }
        Ok(())
    }

    /// What the kernel starts with: busybox, the modules, the first process.
    fn make_initramfs(&self) -> Result<()> {
        let all = self.first();
        fs::create_dir_all(all.join("bin"))?;
        fs::copy(self.unpacked("bin/busybox")?, all.join("bin/busybox"))?;
        fs::copy(paths::root().join("tests/camera/init"), all.join("init"))?;
        let archive = fs::File::create(self.folder.join("initramfs.cpio"))?;
        let mut pack = Command::new(all.join("bin/busybox"))
            .args(["cpio", "-o", "-H", "newc"])
            .current_dir(&all)
            .stdin(Stdio::piped())
            .stdout(archive)
            .stderr(Stdio::null())
            .spawn()
            .context("cannot start busybox")?;
        let mut names = "bin\nmodules\n".to_owned();
        for file in paths::files(&all)? {
            names.push_str(&format!("{}\n", file.strip_prefix(&all)?.display()));
        }
        pack.stdin
            .take()
            .context("stdin")?
            .write_all(names.as_bytes())?;
        if !pack.wait()?.success() {
            bail!("busybox cannot pack the first file system");
        }
        Ok(())
    }

    /// A file of the packages; newer ones have it below `usr`.
    fn unpacked(&self, name: &str) -> Result<PathBuf> {
        let places = [self.root().join(name), self.root().join("usr").join(name)];
        let found = places.into_iter().find(|place| place.is_file());
        found.with_context(|| format!("no {name} in Debian's packages"))
    }

    fn qemu(&self) -> Command {
        let mut command = Command::new("timeout");
        // In our process group, so that Ctrl-C ends it, too.
        command.args(["--foreground", "-k", "5", LIMIT]);
        let Ok(own) = self.unpacked("bin/qemu-system-x86_64") else {
            command.arg("qemu-system-x86_64");
            return command;
        };
        command.arg(own);
        for firmware in ["share/qemu", "share/seabios", "lib/ipxe/qemu"] {
            command
                .arg("-L")
                .arg(self.root().join("usr").join(firmware));
        }
        let libraries = ["usr/lib/x86_64-linux-gnu", "lib/x86_64-linux-gnu"];
        let libraries = libraries.map(|folder| self.root().join(folder));
        command.env(
            "LD_LIBRARY_PATH",
            std::env::join_paths(libraries).unwrap_or_default(),
        );
        command
    }

    /// Runs a shell script in the guest as root, and hands on each line of what it prints. Fails when the guest does not
    /// get as far as its end.
    pub fn run(&self, script: &str, mut line: impl FnMut(&str) -> bool) -> Result<bool> {
        let job = self.folder.join("job");
        fs::create_dir_all(&job)?;
        fs::write(job.join("run"), script)?;
        let console = self.folder.join("console.log");
        let share = |folder: &Path, tag: &str| {
            let folder = folder.display();
            format!(
                "local,path={folder},mount_tag={tag},security_model=none,multidevs=remap,readonly=on"
            )
        };
        let mut qemu = self.qemu();
        qemu.args("-machine q35 -accel tcg,thread=multi -cpu max -smp 2 -m 1024".split(' '))
            .args("-nodefaults -no-user-config -no-reboot -display none".split(' '))
            .arg("-kernel")
            .arg(
                self.root()
                    .join("boot")
                    .join(format!("vmlinuz-{}", self.kernel)),
            )
            .arg("-initrd")
            .arg(self.folder.join("initramfs.cpio"))
            .args([
                "-append",
                "console=ttyS0 quiet loglevel=4 panic=-1 mitigations=off audit=0",
            ])
            .args(["-virtfs", &share(Path::new("/"), "host")])
            .args(["-virtfs", &share(&self.folder.join(debs::EXTRA), "extra")])
            .args(["-virtfs", &share(&job, "job")])
            .args(["-serial", &format!("file:{}", console.display())])
            .args(["-serial", "stdio"])
            .stdin(Stdio::null());
        let (mut status, mut last) = (None, String::new());
        stream::watch(&mut qemu, |said| {
            if let Some(number) = said.strip_prefix(STATUS) {
                status = Some(number == "0");
                return false;
            }
            if !said.is_empty() {
                said.clone_into(&mut last);
            }
            line(said)
        })?;
        status.with_context(|| {
            let console = fs::read_to_string(&console).unwrap_or_default();
            let console = console.trim().lines().next_back().unwrap_or_default();
            format!("the virtual machine does not come to its end here ({last}; {console})")
        })
    }
}

/// A module after those that it needs, each once. One that is not among the files is built into the kernel.
fn add_module(name: &str, files: &[PathBuf], order: &mut Vec<(String, Vec<u8>)>) -> Result<()> {
    let plain = |name: &str| name.replace('-', "_");
    let is_it = |file: &&PathBuf| {
        let file = file.file_name().unwrap_or_default().to_string_lossy();
        file.split_once(".ko")
            .is_some_and(|(stem, _)| plain(stem) == plain(name))
    };
    let known = order.iter().any(|(known, _)| *known == plain(name));
    let Some(file) = files.iter().find(is_it).filter(|_| !known) else {
        return Ok(());
    };
    let bytes = if file.extension().is_some_and(|kind| kind == "xz") {
        let unpacked = Command::new("xz").arg("-dc").arg(file).output();
        unpacked
            .context("cannot start xz, which the kernel's modules need")?
            .stdout
    } else {
        fs::read(file)?
    };
    for needed in needs(&bytes) {
        add_module(&needed, files, order)?;
    }
    order.push((plain(name), bytes));
    Ok(())
}

/// Which modules a module needs: it says so in itself, `depends=a,b`.
fn needs(module: &[u8]) -> Vec<String> {
    let mark = b"\0depends=";
    let Some(at) = module.windows(mark.len()).position(|part| part == mark) else {
        return Vec::new();
    };
    let rest = &module[at + mark.len()..];
    let end = rest
        .iter()
        .position(|byte| *byte == 0)
        .unwrap_or(rest.len());
    let names = String::from_utf8_lossy(&rest[..end]);
    names
        .split(',')
        .filter(|name| !name.is_empty())
        .map(str::to_owned)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn modules_come_after_those_that_they_need_and_once() {
        let folder = tempfile();
        let module = |name: &str, needs: &str| {
            let path = folder.join(format!("{name}.ko"));
            fs::write(
                &path,
                format!("x\0license=GPL\0depends={needs}\0name={name}\0"),
            )
            .unwrap();
            path
        };
        let files = [
            module("usb-core", ""),
            module("video", "usb-core"),
            module("uvc", "video,usb-core,built_in"),
        ];
        let mut order = Vec::new();
        add_module("uvc", &files, &mut order).unwrap();
        add_module("video", &files, &mut order).unwrap();
        let names: Vec<&str> = order.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(names, ["usb_core", "video", "uvc"]);
        fs::remove_dir_all(folder).unwrap();
    }

    fn tempfile() -> PathBuf {
        let folder =
            std::env::temp_dir().join(format!("countersign-modules-{}", std::process::id()));
        fs::create_dir_all(&folder).unwrap();
        folder
    }
}
