//! Debian's packages, unpacked into a folder without installing anything.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result};

use crate::{install, paths, stream};

/// Any kernel of Debian's.
const KERNEL: &str = "linux-image-amd64";

/// What lies over the guest's file system: the camera portal and what it stands on.
pub const EXTRA: &str = "extra";
const PORTAL: &[&str] = &["pipewire", "wireplumber", "xdg-desktop-portal"];

/// Unpacks a kernel, busybox and, unless it is installed, QEMU below `root` in this folder, and the portal below
/// [`EXTRA`]; says which kernel.
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
        with_all(&deb, &["qemu-system-x86"])?;
    }
    unpack(&deb, &folder.join("root"))?;

    let extra = folder.join(EXTRA);
    fs::create_dir_all(&extra)?;
    fs::create_dir_all(deb.join("partial"))?;
    // Without it, its tests say that they are left out.
    if with_all(&deb, PORTAL).is_ok() {
        unpack(&deb, &extra)?;
        for old in ["lib", "bin", "sbin"].map(|old| extra.join(old)) {
            // These are links into /usr in the file system below, and must not be hidden.
            if old.is_dir() {
                let new = extra.join("usr").join(old.file_name().unwrap_or_default());
                fs::create_dir_all(&new)?;
                stream::output(Command::new("cp").arg("-a").arg(old.join(".")).arg(&new))?;
                fs::remove_dir_all(old)?;
            }
        }
    }
    Ok(image.trim_start_matches("linux-image-").to_owned())
}

/// Downloads packages and whatever of theirs is not installed.
fn with_all(deb: &Path, names: &[&str]) -> Result<()> {
    let mut apt = Command::new("apt-get");
    apt.args(["-q", "-y", "--no-install-recommends", "--download-only"])
        // Nothing is installed, so nobody else has to wait.
        .args(["-o", "Debug::NoLocking=1", "-o"])
        .arg(format!("Dir::Cache::archives={}", deb.display()))
        .arg("install")
        .args(names);
    stream::output(&mut apt).map(drop)
}

fn unpack(deb: &Path, to: &Path) -> Result<()> {
    for file in paths::files(deb)? {
        let mut unpack = Command::new("dpkg-deb");
        stream::output(unpack.arg("-x").arg(file).arg(to))?;
    }
    Ok(fs::remove_dir_all(deb)?)
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
