//! Installs the system packages that are missing, after saying how.

use std::io::IsTerminal as _;
use std::process::Command;

use anyhow::{Result, bail};

use crate::packages::{Need, System};
use crate::stream;

/// Makes sure that the packages for these needs are there. Announces each command before it runs.
pub fn packages(needs: &[Need]) -> Result<()> {
    let system = System::here();
    match &system {
        System::MacOs => return mac(),
        System::Windows => {
            println!("{WINDOWS}");
            return Ok(());
        }
        System::Other(name) => {
            println!("No package list for {name}. {OTHER}");
            return Ok(());
        }
        System::Debian { .. } | System::Fedora | System::Arch => {}
    }
    let wanted: Vec<&str> = needs
        .iter()
        .flat_map(|need| system.packages(*need))
        .collect();
    let missing = missing(&system, &wanted);
    if missing.is_empty() {
        println!("All {} system packages are there.", wanted.len());
        return Ok(());
    }
    println!("Missing system packages: {}", missing.join(" "));
    let commands = commands(&system, &missing);
    let prefix = match root() {
        Root::Already => Vec::new(),
        Root::Sudo(words) => words,
        Root::None => {
            let texts: Vec<String> = commands
                .iter()
                .map(|words| format!("    sudo {}", words.join(" ")))
                .collect();
            bail!(
                "installing them needs root, and sudo does not work here. As root, run:\n{}",
                texts.join("\n")
            );
        }
    };
    for words in commands {
        let words: Vec<&str> = prefix.iter().copied().chain(words).collect();
        stream::run(Command::new(words[0]).args(&words[1..]))?;
    }
    Ok(())
}

/// The wanted packages that the system's own data base does not have.
fn missing<'a>(system: &System, wanted: &[&'a str]) -> Vec<&'a str> {
    let absent = |name: &&str| match system {
        System::Fedora => {
            !stream::succeeds(Command::new("rpm").args(["-q", "--whatprovides", name]))
        }
        System::Arch => !stream::succeeds(Command::new("pacman").args(["-T", name])),
        _ => false,
    };
    if let System::Debian { .. } = system {
        let mut query = Command::new("dpkg-query");
        query
            .args(["-W", "-f", "${Package} ${db:Status-Abbrev}\n"])
            .args(wanted);
        // It fails when one of them is unknown, and still prints the others.
        let known = query
            .output()
            .map(|o| String::from_utf8_lossy(&o.stdout).into_owned())
            .unwrap_or_default();
        return not_installed(wanted, &known);
    }
    wanted.iter().copied().filter(absent).collect()
}

fn not_installed<'a>(wanted: &[&'a str], dpkg: &str) -> Vec<&'a str> {
    let installed: Vec<&str> = dpkg
        .lines()
        .filter_map(|line| line.split_once(' '))
        .filter(|(_, status)| status.starts_with("ii"))
        .map(|(name, _)| name)
        .collect();
    wanted
        .iter()
        .copied()
        .filter(|name| !installed.contains(name))
        .collect()
}

/// The commands that install them, without sudo.
fn commands<'a>(system: &System, missing: &[&'a str]) -> Vec<Vec<&'a str>> {
    let quiet = ["env", "DEBIAN_FRONTEND=noninteractive"];
    let line = |head: &[&'a str]| head.iter().chain(missing).copied().collect::<Vec<_>>();
    match system {
        System::Debian { .. } => vec![
            vec!["apt-get", "update"],
            line(&[
                quiet[0],
                quiet[1],
                "apt-get",
                "install",
                "-y",
                "--no-install-recommends",
            ]),
        ],
        System::Fedora => vec![line(&["dnf", "install", "-y"])],
        System::Arch => vec![line(&["pacman", "-S", "--needed", "--noconfirm"])],
        System::MacOs | System::Windows | System::Other(_) => Vec::new(),
    }
}

/// Has apt read again which packages there are, where that can be done without asking.
pub fn refresh() {
    let words: &[&str] = match root() {
        Root::Already => &["apt-get", "-q", "update"],
        Root::Sudo(_) | Root::None => &["sudo", "-n", "apt-get", "-q", "update"],
    };
    // Without it, what is known may still do.
    let _ = stream::succeeds(Command::new(words[0]).args(&words[1..]));
}

/// How we can become root.
enum Root {
    Already,
    Sudo(Vec<&'static str>),
    None,
}

fn root() -> Root {
    let id = stream::output(Command::new("id").arg("-u")).unwrap_or_default();
    if id.trim() == "0" {
        Root::Already
    } else if stream::succeeds(Command::new("sudo").args(["-n", "true"])) {
        Root::Sudo(vec!["sudo", "-n"])
    } else if std::io::stdin().is_terminal()
        && stream::succeeds(Command::new("sudo").arg("--version"))
    {
        println!("sudo may ask for your password.");
        Root::Sudo(vec!["sudo"])
    } else {
        Root::None
    }
}

fn mac() -> Result<()> {
    if stream::succeeds(Command::new("xcode-select").arg("-p")) {
        println!("Xcode's command line tools are there; nothing else is needed.");
        return Ok(());
    }
    bail!("Xcode's command line tools are missing: run `xcode-select --install`")
}

const WINDOWS: &str = "Windows needs Microsoft's C++ build tools (`winget install \
    Microsoft.VisualStudio.2022.BuildTools`, workload \"Desktop development with C++\") and the WebView2 runtime, which \
    Windows 11 has (else `winget install Microsoft.EdgeWebView2Runtime`).";

const OTHER: &str = "The program needs a C compiler, pkg-config, libclang and the development files of WebKitGTK 4.1, \
    GTK 3, libayatana-appindicator, librsvg, OpenSSL and libxdo. Going on as if they were there.";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_removed_package_is_missing() {
        // `rc`: removed, its configuration is left behind.
        let dpkg = "xvfb ii \nopenbox rc \n";
        assert_eq!(
            not_installed(&["xvfb", "openbox", "xclip"], dpkg),
            ["openbox", "xclip"]
        );
    }

    #[test]
    fn the_index_is_refreshed_before_apt_installs() {
        let system = System::Debian {
            id: "debian".to_owned(),
            version: "12".to_owned(),
        };
        let commands: Vec<String> = commands(&system, &["xvfb", "xclip"])
            .iter()
            .map(|w| w.join(" "))
            .collect();
        assert_eq!(commands[0], "apt-get update");
        let install = "env DEBIAN_FRONTEND=noninteractive apt-get install -y --no-install-recommends xvfb xclip";
        assert_eq!(commands[1], install);
    }

    #[test]
    fn other_families_use_their_own_manager() {
        assert_eq!(
            commands(&System::Fedora, &["xclip"])[0].join(" "),
            "dnf install -y xclip"
        );
        assert_eq!(
            commands(&System::Arch, &["xclip"])[0].join(" "),
            "pacman -S --needed --noconfirm xclip"
        );
    }
}
