//! Which system packages each step needs, by family of systems.

use std::collections::BTreeMap;

/// The systems that we know how to serve.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum System {
    /// Debian and what descends from it: the distribution's id and version (`ubuntu`, `24.04`).
    Debian {
        id: String,
        version: String,
    },
    /// Fedora and what descends from it.
    Fedora,
    /// Arch and what descends from it.
    Arch,
    MacOs,
    Windows,
    /// Anything else, by its name.
    Other(String),
}

/// What the packages are for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Need {
    /// Compile the program.
    Build,
    /// A virtual display with a session bus, a keyring and WebDriver.
    Virtual,
    /// Whatever the tests need beyond that.
    Test,
    /// The decoders that ours is measured beside: C++.
    Peers,
    /// The reference program of Argon2, to be measured beside ours.
    Reference,
}

impl System {
    /// The system that this program runs on.
    pub fn here() -> Self {
        match std::env::consts::OS {
            "macos" => Self::MacOs,
            "windows" => Self::Windows,
            "linux" => Self::from_os_release(
                &std::fs::read_to_string("/etc/os-release")
                    .or_else(|_| std::fs::read_to_string("/usr/lib/os-release"))
                    .unwrap_or_default(),
            ),
            other => Self::Other(other.to_owned()),
        }
    }

    /// Reads os-release(5): `ID`, `ID_LIKE`, `VERSION_ID`.
    fn from_os_release(text: &str) -> Self {
        let fields: BTreeMap<&str, &str> = text
            .lines()
            .filter_map(|line| line.split_once('='))
            .map(|(key, value)| (key.trim(), value.trim().trim_matches(['"', '\''])))
            .collect();
        let field = |key| fields.get(key).copied().unwrap_or_default();
        let id = field("ID");
        let mut family = std::iter::once(id).chain(field("ID_LIKE").split_whitespace());
        family
            .find_map(|name| match name {
                "debian" | "ubuntu" => Some(Self::Debian {
                    id: id.to_owned(),
                    version: field("VERSION_ID").to_owned(),
                }),
                "fedora" => Some(Self::Fedora),
                "arch" => Some(Self::Arch),
                _ => None,
            })
            .unwrap_or_else(|| {
                Self::Other(if id.is_empty() { "this system" } else { id }.to_owned())
            })
    }

    /// The packages, by their names on this system. Empty where a package manager cannot help.
    pub fn packages(&self, need: Need) -> Vec<&'static str> {
        match self {
            Self::Debian { id, version } => debian(id, version, need),
            Self::Fedora => fedora(need).split_whitespace().collect(),
            Self::Arch => arch(need).split_whitespace().collect(),
            Self::MacOs | Self::Windows | Self::Other(_) => Vec::new(),
        }
    }
}

fn debian(id: &str, version: &str, need: Need) -> Vec<&'static str> {
    let common = match need {
        Need::Build => {
            "build-essential pkg-config libwebkit2gtk-4.1-dev libgtk-3-dev libayatana-appindicator3-dev \
             librsvg2-dev libssl-dev libxdo-dev"
        }
        Need::Virtual => {
            "xvfb xauth x11-utils x11-xserver-utils xdotool wmctrl xclip openbox webkit2gtk-driver gnome-keyring \
             libsecret-tools dbus dbus-x11 at-spi2-core fonts-dejavu-core imagemagick"
        }
        Need::Test => {
            "oathtool strace python3-dbusmock python3-venv libglib2.0-bin libfaketime sway weston wl-clipboard iproute2"
        }
        Need::Peers => "cmake build-essential",
        Need::Reference => "argon2",
    };
    let mut packages: Vec<&str> = common.split_whitespace().collect();
    match need {
        // The headers of clang's own version; nokhwa's V4L2 bindings are made with them.
        Need::Build => packages.extend_from_slice(match (id, version) {
            ("debian", "12") | ("ubuntu", "22.04") => &["libclang1-14", "libclang-common-14-dev"],
            ("debian", "13") => &["libclang1-19", "libclang-common-19-dev"],
            ("ubuntu", "24.04") => &["libclang1-18", "libclang-common-18-dev"],
            _ => &["libclang-dev"],
        }),
        // Ubuntu's is only a pointer to a snap; Playwright brings its own there.
        Need::Test if id != "ubuntu" => packages.push("chromium"),
        Need::Test | Need::Virtual | Need::Peers | Need::Reference => {}
    }
    packages
}

fn fedora(need: Need) -> &'static str {
    match need {
        Need::Build => {
            "gcc gcc-c++ make pkgconf-pkg-config webkit2gtk4.1-devel gtk3-devel libappindicator-gtk3-devel \
             librsvg2-devel openssl-devel libxdo-devel clang"
        }
        // Which package has WebKit's driver differs between releases, so it is asked for by its file.
        Need::Virtual => {
            "xorg-x11-server-Xvfb xorg-x11-xauth xdpyinfo xprop xwininfo xrandr xset xdotool wmctrl xclip openbox \
             /usr/bin/WebKitWebDriver gnome-keyring libsecret dbus-daemon dbus-x11 at-spi2-core dejavu-sans-fonts \
             ImageMagick"
        }
        Need::Test => {
            "oathtool strace python3-dbusmock python3 chromium glib2 libfaketime sway weston wl-clipboard iproute"
        }
        Need::Peers => "cmake gcc-c++ make",
        Need::Reference => "argon2",
    }
}

fn arch(need: Need) -> &'static str {
    match need {
        Need::Build => {
            "base-devel webkit2gtk-4.1 gtk3 libayatana-appindicator librsvg openssl xdotool clang"
        }
        Need::Virtual => {
            "xorg-server-xvfb xorg-xauth xorg-xdpyinfo xorg-xprop xorg-xwininfo xorg-xrandr xorg-xset wmctrl \
             xclip openbox gnome-keyring libsecret dbus at-spi2-core ttf-dejavu imagemagick"
        }
        Need::Test => {
            "oath-toolkit strace python-dbusmock python chromium glib2 libfaketime sway weston wl-clipboard iproute2"
        }
        Need::Peers => "cmake base-devel",
        Need::Reference => "argon2",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn system(text: &str) -> System {
        System::from_os_release(text)
    }

    #[test]
    fn families_are_told_apart() {
        let debian = |id: &str, version: &str| System::Debian {
            id: id.to_owned(),
            version: version.to_owned(),
        };
        assert_eq!(
            system("ID=debian\nVERSION_ID=\"12\"\n"),
            debian("debian", "12")
        );
        assert_eq!(
            system("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=\"24.04\""),
            debian("ubuntu", "24.04")
        );
        assert_eq!(
            system("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nVERSION_ID=22"),
            debian("linuxmint", "22")
        );
        assert_eq!(system("ID=fedora\nVERSION_ID=43"), System::Fedora);
        assert_eq!(system("ID=manjaro\nID_LIKE=arch"), System::Arch);
        assert_eq!(system("ID=alpine"), System::Other("alpine".to_owned()));
        assert_eq!(system(""), System::Other("this system".to_owned()));
    }

    #[test]
    fn clang_comes_in_the_version_of_the_release() {
        let bookworm = system("ID=debian\nVERSION_ID=12").packages(Need::Build);
        assert!(
            bookworm.contains(&"libclang-common-14-dev")
                && bookworm.contains(&"libwebkit2gtk-4.1-dev")
        );
        let noble = system("ID=ubuntu\nID_LIKE=debian\nVERSION_ID=24.04").packages(Need::Build);
        assert!(noble.contains(&"libclang1-18"));
        let unknown =
            system("ID=linuxmint\nID_LIKE=\"ubuntu debian\"\nVERSION_ID=22").packages(Need::Build);
        assert!(unknown.contains(&"libclang-dev"));
    }

    #[test]
    fn ubuntu_has_no_chromium_package() {
        assert!(
            system("ID=debian\nVERSION_ID=12")
                .packages(Need::Test)
                .contains(&"chromium")
        );
        assert!(
            !system("ID=ubuntu\nVERSION_ID=24.04")
                .packages(Need::Test)
                .contains(&"chromium")
        );
    }

    #[test]
    fn no_list_names_a_package_twice() {
        let systems = [
            "ID=debian\nVERSION_ID=12",
            "ID=ubuntu\nVERSION_ID=24.04",
            "ID=fedora",
            "ID=arch",
        ];
        for text in systems {
            let needs = [Need::Build, Need::Virtual, Need::Test, Need::Reference];
            let mut all: Vec<_> = needs
                .iter()
                .flat_map(|need| system(text).packages(*need))
                .collect();
            let listed = all.len();
            all.sort_unstable();
            all.dedup();
            assert_eq!(all.len(), listed, "{text}");
            assert!(listed > 20, "{text}");
        }
    }
}
