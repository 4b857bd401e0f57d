//! Where a vault lies, and the names of what lies around it.

use std::{
    ffi::OsString,
    path::{Path, PathBuf},
};

/// The path of a vault file. Beside it lie `<name>.lock` and `<name>.generations/`.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Location {
    /// The vault file itself.
    pub path: PathBuf,
}

/// How many links are followed before a loop is assumed.
const MAX_LINKS: usize = 16;
/// What the names of generations folders end with.
const GENERATIONS: &str = ".generations";

impl Location {
    /// The location of a vault file. A link is followed, so that saving replaces the file and not
    /// the link.
    #[must_use]
    pub fn new(path: &Path) -> Self {
        let mut path = path.to_owned();
        for _ in 0..MAX_LINKS {
            let Ok(target) = path.read_link() else { break };
            // A target that is absolute replaces the whole path.
            path = path.parent().unwrap_or(Path::new("")).join(target);
        }
        Self { path }
    }

    /// The folder of the vault.
    pub(crate) fn folder(&self) -> &Path {
        match self.path.parent() {
            Some(folder) if !folder.as_os_str().is_empty() => folder,
            _ => Path::new("."),
        }
    }

    /// The lock file. It stays when the lock is let go: removing it would let two processes hold
    /// two different files of one name.
    pub(crate) fn lock(&self) -> PathBuf {
        self.beside(".lock")
    }

    /// The folder of the generations.
    #[must_use]
    pub fn generations(&self) -> PathBuf {
        self.beside(GENERATIONS)
    }

    /// The file that keeps a damaged vault aside.
    pub(crate) fn damaged(&self, number: u32) -> PathBuf {
        self.beside(&format!(".damaged-{number}"))
    }

    /// The start of the names of files that are being written.
    pub(crate) fn temp_prefix(&self) -> OsString {
        let mut name = OsString::from(".");
        name.push(self.path.file_name().unwrap_or_default());
        name.push(".new-");
        name
    }

    /// Does the file itself lie in a generations folder?
    pub(crate) fn is_generation(&self) -> bool {
        let folder = self.path.parent().and_then(Path::file_name);
        folder.is_some_and(|name| name.to_string_lossy().ends_with(GENERATIONS))
    }

    fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.path.file_name().unwrap_or_default().to_owned();
        name.push(ending);
        self.path.with_file_name(name)
    }
}
