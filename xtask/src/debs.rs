//! Debian's packages, unpacked into a folder without installing anything.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{install, paths, stream};

/// Any kernel of Debian's.
const KERNEL: &str = "linux-image-amd64";

/// Unpacks a kernel, busybox and, unless it is installed, QEMU below `root` in this folder; says which kernel.
pub fn fetch(folder: &Path) -> Result<String> {
    let deb = folder.join("deb");
    fs::create_dir_all(deb.join("partial"))?;
    if download(&deb, &["busybox-static"]).is_err() {
        install::refresh();
        download(&deb, &["busybox-static"])?;
    }
    let depends = stream::output(Command::new("apt-cache").args(["depends", KERNEL]))
        .context("the virtual machine's kernel comes from Debian's packages")?;
    let image = image(&depends).context("Debian's packages name no kernel")?;
    download(&deb, &[image])?;
    if !stream::succeeds(Command::new("qemu-system-x86_64").arg("--version")) {
        let mut qemu = Command::new("apt-get");
        qemu.args(["-q", "-y", "--no-install-recommends", "--download-only"])
            // Nothing is installed, so nobody else has to wait.
            .args(["-o", "Debug::NoLocking=1", "-o"])
            .arg(format!("Dir::Cache::archives={}", deb.display()))
            .args(["install", "qemu-system-x86"]);
        stream::output(&mut qemu)?;
    }
    for file in paths::files(&deb)? {
        let mut unpack = Command::new("dpkg-deb");
        stream::output(unpack.arg("-x").arg(file).arg(folder.join("root")))?;
    }
    fs::remove_dir_all(&deb)?;
    Ok(image.trim_start_matches("linux-image-").to_owned())
}

fn download(deb: &Path, names: &[&str]) -> Result<()> {
    let mut apt = Command::new("apt-get");
    apt.args(["-q", "download"]).args(names).current_dir(deb);
    stream::output(&mut apt).map(drop)
}

/// The package that the name for any kernel stands for.
fn image(depends: &str) -> Option<&str> {
    let names = depends
        .lines()
        .filter_map(|line| line.trim().strip_prefix("Depends: "));
    names
        .into_iter()
        .find(|name| name.starts_with("linux-image-"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_kernel_is_named_by_what_stands_for_any() {
        let said = "linux-image-amd64\n  Depends: linux-image-6.1.0-56-amd64\n  Suggests: debian-kernel-handbook\n";
        assert_eq!(image(said), Some("linux-image-6.1.0-56-amd64"));
        assert_eq!(image("linux-image-amd64\n"), None);
    }
}
