//! Linux: a file in `$XDG_CONFIG_HOME/autostart`
//! (<https://specifications.freedesktop.org/autostart-spec/latest/>). `auto-launch` looks only below `~/.config` and
//! does not quote the program's path.

use std::io;
use std::path::PathBuf;

use directories::BaseDirs;

use super::HIDDEN_ARG;

fn file() -> Result<PathBuf, String> {
    let folders = BaseDirs::new().ok_or("there is no home folder")?;
    Ok(folders
        .config_dir()
        .join("autostart")
        .join("countersign.desktop"))
}

pub(super) fn is_set() -> Result<bool, String> {
    match std::fs::read_to_string(file()?) {
        // Desktops switch an entry off in one of these ways.
        Ok(entry) => Ok(!entry.lines().any(|line| {
            matches!(
                line.trim(),
                "Hidden=true" | "X-GNOME-Autostart-enabled=false"
            )
        })),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error.to_string()),
    }
}

pub(super) fn set(on: bool) -> Result<(), String> {
    let file = file()?;
    let done = if on {
        let folder = file.parent().ok_or("there is no folder for it")?;
        let entry = entry(&program()?);
        std::fs::create_dir_all(folder).and_then(|()| std::fs::write(&file, entry))
    } else {
        match std::fs::remove_file(&file) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(()),
            other => other,
        }
    };
    done.map_err(|error| error.to_string())
}

/// An AppImage is mounted elsewhere at each start: its file is the one to start again.
fn program() -> Result<String, String> {
    let path = match std::env::var_os("APPIMAGE") {
        Some(image) => image.into(),
        None => std::env::current_exe().map_err(|error| error.to_string())?,
    };
    let path = path
        .into_os_string()
        .into_string()
        .map_err(|_| "the program's path is not Unicode")?;
    if path.contains(char::is_control) {
        return Err("the program's path has control characters".to_owned());
    }
    Ok(path)
}

fn entry(program: &str) -> String {
    let (name, exec) = (crate::APP_NAME, quoted(program));
    format!(
        "[Desktop Entry]\nType=Application\nVersion=1.0\nName={name}\nComment=Codes in the tray\n\
         Exec={exec} {HIDDEN_ARG}\nTerminal=false\nStartupNotify=false\n"
    )
}

/// As the Desktop Entry Specification quotes an argument of `Exec`, and then a value of the type string.
fn quoted(program: &str) -> String {
    let mut quoted = String::from("\"");
    for c in program.chars() {
        match c {
            '\\' => quoted.push_str(r"\\\\"),
            '"' | '`' | '$' => quoted.extend([r"\\", c.encode_utf8(&mut [0; 4])]),
            '%' => quoted.push_str("%%"),
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn odd_paths_are_quoted_as_the_specification_says() {
        assert_eq!(quoted("/usr/bin/countersign"), r#""/usr/bin/countersign""#);
        assert_eq!(quoted("/home/a b/100%/$x"), r#""/home/a b/100%%/\\$x""#);
        assert_eq!(quoted(r"/a\b"), r#""/a\\\\b""#);
    }
}
