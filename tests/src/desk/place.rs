//! Where windows lie, and links as the desktop opens them.

use std::path::Path;

use anyhow::{Context, Result};

use crate::Desk;

impl Desk {
    /// Moves a window.
    pub fn put_window(&self, title: &str, x: i32, y: i32) -> Result<()> {
        let status = self
            .command("wmctrl")
            .args(["-F", "-r", title, "-e", &format!("0,{x},{y},-1,-1")])
            .status()?;
        anyhow::ensure!(status.success(), "the window {title} cannot be moved");
        Ok(())
    }

    /// Minimises a window.
    pub fn minimise(&self, title: &str) -> Result<()> {
        let name = format!("^{title}$");
        let status = self
            .command("xdotool")
            .args(["search", "--name", &name, "windowminimize", "%@"])
            .status()?;
        anyhow::ensure!(status.success(), "the window {title} cannot be minimised");
        crate::wait::until(&format!("{title} to be minimised"), || {
            crate::wait::yes(self.is_minimised(title)?)
        })
    }

    /// Whether it is minimised.
    pub fn is_minimised(&self, title: &str) -> Result<bool> {
        let output = self
            .command("xprop")
            .args(["-name", title, "WM_STATE"])
            .output()?;
        Ok(String::from_utf8_lossy(&output.stdout).contains("Iconic"))
    }

    /// Brings it back, in front.
    pub fn raise(&self, title: &str) -> Result<()> {
        let status = self.command("wmctrl").args(["-F", "-a", title]).status()?;
        anyhow::ensure!(status.success(), "no window is named {title}");
        crate::wait::until(&format!("{title} to be back"), || {
            crate::wait::yes(!self.is_minimised(title)?)
        })
    }

    /// The name of the display.
    pub fn display(&self) -> &str {
        &self.display_name
    }

    /// Left and top of a window that is shown.
    pub fn window_place(&self, title: &str) -> Result<(i32, i32)> {
        let output = self.command("wmctrl").arg("-lG").output()?;
        let text = String::from_utf8_lossy(&output.stdout).into_owned();
        // ID DESKTOP X Y WIDTH HEIGHT HOST TITLE
        let place = text
            .lines()
            .find(|line| line.ends_with(title))
            .and_then(|line| {
                let mut words = line.split_whitespace().skip(2);
                Some((words.next()?.parse().ok()?, words.next()?.parse().ok()?))
            });
        place.with_context(|| format!("no window is named {title}"))
    }

    /// Installs a desktop file made of the packages' template, so that this executable opens the links of a scheme.
    pub fn install_handler(&self, scheme: &str, executable: &Path) -> Result<()> {
        let template = include_str!("../../../src-tauri/countersign.desktop")
            .replace("{{exec}}", &executable.display().to_string())
            .replace("{{name}}", "Countersign")
            .replace("{{comment}}", "A desktop authenticator")
            .replace("{{icon}}", "countersign")
            .replace("{{categories}}", "Utility;");
        let folder = self.folder().join("data/applications");
        std::fs::create_dir_all(&folder)?;
        std::fs::write(folder.join("countersign.desktop"), template)?;
        let status = self
            .command("gio")
            .args([
                "mime",
                &format!("x-scheme-handler/{scheme}"),
                "countersign.desktop",
            ])
            .status()
            .context("gio is missing")?;
        anyhow::ensure!(
            status.success(),
            "the desktop file is not taken for {scheme}"
        );
        Ok(())
    }

    /// Opens a link as a browser does.
    pub fn open_link(&self, link: &str) -> Result<()> {
        let status = self.command("gio").args(["open", link]).status()?;
        anyhow::ensure!(status.success(), "the desktop does not open the link");
        Ok(())
    }
}
