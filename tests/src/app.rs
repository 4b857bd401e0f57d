//! The program under test, running on a desk.

use std::ffi::OsString;
use std::net::TcpListener;
use std::path::Path;
use std::process::ExitStatus;
use std::time::Duration;

use anyhow::{Context, Result};

use crate::process::Process;
use crate::{Desk, Window, programs, wait};

/// How the program is to be started.
pub struct Start<'a> {
    desk: &'a Desk,
    camera: Option<OsString>,
    args: Vec<OsString>,
    watched: bool,
    traced: bool,
    wayland: bool,
    environment: Vec<(&'static str, String)>,
    calls: Option<std::path::PathBuf>,
}

/// The program, running. Dropping it kills it.
pub struct App {
    process: Process,
    inspector: Option<u16>,
}

impl<'a> Start<'a> {
    /// Plays a folder of pictures as the camera, or has a fault such as `fault:busy`.
    #[must_use]
    pub fn camera(mut self, what: impl AsRef<Path>) -> Self {
        self.camera = Some(what.as_ref().into());
        self
    }

    /// Starts to the tray.
    #[must_use]
    pub fn hidden(mut self) -> Self {
        self.args.push("--hidden".into());
        self
    }

    /// As a desktop starts it to open a link.
    #[must_use]
    pub fn opening(mut self, link: &str) -> Self {
        self.args.push(link.into());
        self
    }

    /// Without the switch that lets WebDriver in: the page is as people have it, and a closed window's
    /// webview is not held by the inspector.
    #[must_use]
    pub fn unwatched(mut self) -> Self {
        self.watched = false;
        self
    }

    /// As on a desktop that lets nobody but its portal look at the screen.
    #[must_use]
    pub fn wayland(mut self) -> Self {
        self.wayland = true;
        self
    }

    /// With everything logged that any part of it has to say.
    #[must_use]
    pub fn traced(mut self) -> Self {
        self.traced = true;
        self
    }

    /// With these variables in its environment.
    #[must_use]
    pub fn with(mut self, environment: Vec<(&'static str, String)>) -> Self {
        self.environment = environment;
        self
    }

    /// Under strace, which writes each call about a socket, and each program that is started, to a file.
    #[must_use]
    pub fn calls_to(mut self, file: &Path) -> Self {
        self.calls = Some(file.to_owned());
        self
    }

    /// Starts it.
    pub fn app(self) -> Result<App> {
        let program = programs::countersign()?;
        let mut command = match &self.calls {
            None => self.desk.command(program),
            Some(file) => {
                let mut command = self.desk.command("strace");
                command
                    .args(["-f", "-qq", "-e", "trace=%network,execve", "-o"])
                    .args([file, &program]);
                command
            }
        };
        command.args(&self.args).envs(self.environment);
        if self.wayland {
            command.env("XDG_SESSION_TYPE", "wayland");
        }
        if self.traced {
            command.env("COUNTERSIGN_LOG", "trace");
        }
        // No test may reach for a camera of this machine.
        command.env(
            "COUNTERSIGN_CAMERA",
            self.camera.unwrap_or_else(|| "fault:none".into()),
        );
        let inspector = if self.watched {
            Some(free_port()?)
        } else {
            None
        };
        if let Some(port) = inspector {
            // What tauri-driver sets, and where WebKit listens for WebKitWebDriver.
            command
                .env("TAURI_AUTOMATION", "true")
                .env("TAURI_WEBVIEW_AUTOMATION", "true")
                .env("WEBKIT_INSPECTOR_SERVER", format!("127.0.0.1:{port}"));
        }
        let process = self.desk.start_program(&mut command, "countersign")?;
        Ok(App { process, inspector })
    }

    /// Starts it and takes hold of its window.
    pub fn window(self) -> Result<(App, Window)> {
        let desk = self.desk;
        let app = self.app()?;
        let window = app.window(desk)?;
        Ok((app, window))
    }
}

impl App {
    /// Starts the program on a desk, once the answer is told how.
    pub fn on(desk: &Desk) -> Start<'_> {
        Start {
            desk,
            camera: None,
            args: Vec::new(),
            watched: true,
            traced: false,
            wayland: false,
            environment: Vec::new(),
            calls: None,
        }
    }

    /// Takes hold of the first window that the program opened.
    pub fn window(&self, desk: &Desk) -> Result<Window> {
        let port = self
            .inspector
            .context("an unwatched program lets no WebDriver in")?;
        let window = Window::attach(desk, port)?;
        // It is made hidden, and shown once it has painted.
        wait::until("the window to be shown", || {
            wait::yes(desk.windows()?.iter().any(|title| title == "Countersign"))
        })?;
        Ok(window)
    }

    /// The process id.
    pub fn pid(&self) -> u32 {
        self.process.pid()
    }

    /// Whether it still runs.
    pub fn runs(&mut self) -> bool {
        self.process.runs()
    }

    /// What it printed.
    pub fn log(&self) -> String {
        self.process.log()
    }

    /// Pulls the plug: SIGKILL.
    pub fn kill(mut self) {
        self.process.kill();
    }

    /// Ends it as a session manager does, and waits for its end.
    pub fn terminate(mut self) -> Result<ExitStatus> {
        self.process.terminate();
        self.end()
    }

    /// Waits until it ended by itself.
    pub fn ended(mut self) -> Result<ExitStatus> {
        self.end()
    }

    fn end(&mut self) -> Result<ExitStatus> {
        self.process
            .wait(wait::PATIENCE)?
            .context("the program still runs")
    }

    /// Waits until the program has so many processes that draw web pages.
    pub fn await_web_processes(&self, count: usize) -> Result<()> {
        wait::until(&format!("{count} web processes"), || {
            wait::yes(crate::proc::web_processes(self.pid()) == count)
        })
    }
}

/// A port that nobody listens on just now.
pub(crate) fn free_port() -> Result<u16> {
    let listener = TcpListener::bind(("127.0.0.1", 0))?;
    Ok(listener.local_addr()?.port())
}

/// Waits until something listens on a port.
pub(crate) fn await_port(port: u16, what: &str) -> Result<()> {
    wait::until(what, || {
        std::net::TcpStream::connect_timeout(
            &([127, 0, 0, 1], port).into(),
            Duration::from_secs(1),
        )?;
        Ok(Some(()))
    })
}
