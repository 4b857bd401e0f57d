//! The desktop's portal (`org.freedesktop.portal.Screenshot`): it may ask the person, and answers with a file of all
//! screens. The file shows a secret, so that it is deleted as soon as it is read.

use std::fs::{self, File};
use std::io::Read;
use std::os::unix::ffi::OsStrExt;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::mpsc::{RecvTimeoutError, sync_channel};
use std::time::{Duration, Instant, SystemTime};
use std::{collections::HashMap, thread};

use app::ports::ScreenError;
use scan::{Frame, picture};
use zbus::MatchRule;
use zbus::blocking::fdo::DBusProxy;
use zbus::blocking::{Connection, MessageIterator, connection};
use zbus::message::Type;
use zbus::names::BusName;
use zbus::zvariant::{OwnedObjectPath, OwnedValue, Value};
use zeroize::Zeroizing;

const PORTAL: &str = "org.freedesktop.portal.Desktop";
const DESKTOP: &str = "/org/freedesktop/portal/desktop";
const SCREENSHOT: &str = "org.freedesktop.portal.Screenshot";
const REQUEST: &str = "org.freedesktop.portal.Request";

/// How long a person may think about the portal's question.
const LIMIT: Duration = Duration::from_secs(90);
/// How long the bus may take for anything else.
const CALL: Duration = Duration::from_secs(5);
/// Clocks of file systems are coarse.
const SLACK: Duration = Duration::from_secs(2);

/// One picture of all screens.
pub(super) fn shots(wanted: &dyn Fn() -> bool) -> Result<Vec<Frame>, ScreenError> {
    let bus = connection::Builder::session()
        .and_then(|builder| builder.method_timeout(CALL).build())
        .map_err(|error| {
            log::debug!("no session bus: {error}");
            ScreenError::Missing
        })?;
    let began = SystemTime::now();
    let asked = Asked::ask(&bus)?;
    let path = asked.answer(wanted)?;
    taken(&path, began)
}

/// A request under way.
struct Asked {
    bus: Connection,
    /// Who answers at the portal's name: nobody else's answer counts, as it names a file to delete.
    portal: String,
    request: OwnedObjectPath,
    answers: MessageIterator,
}

impl Asked {
    fn ask(bus: &Connection) -> Result<Asked, ScreenError> {
        static COUNT: AtomicU32 = AtomicU32::new(0);
        let token = format!(
            "countersign{}_{}",
            std::process::id(),
            COUNT.fetch_add(1, Ordering::Relaxed)
        );
        // Heard before it is asked: an answer may come at once.
        let rule = MatchRule::builder()
            .msg_type(Type::Signal)
            .interface(REQUEST)
            .and_then(|rule| rule.member("Response"))
            .map_err(failed)?
            .build();
        let answers = MessageIterator::for_match_rule(rule, bus, Some(8)).map_err(failed)?;
        let options = HashMap::from([
            ("handle_token", Value::from(token.as_str())),
            ("modal", Value::from(false)),
            ("interactive", Value::from(false)),
        ]);
        let arguments = ("", options);
        let reply = bus
            .call_method(
                Some(PORTAL),
                DESKTOP,
                Some(SCREENSHOT),
                "Screenshot",
                &arguments,
            )
            .map_err(of_call)?;
        let request = reply.body().deserialize().map_err(failed)?;
        let name = BusName::try_from(PORTAL).map_err(|error| failed(error.into()))?;
        let owner = DBusProxy::new(bus)
            .and_then(|proxy| proxy.get_name_owner(name).map_err(Into::into))
            .map_err(failed)?;
        Ok(Asked {
            bus: bus.clone(),
            portal: owner.to_string(),
            request,
            answers,
        })
    }

    /// The file, once the person has agreed.
    fn answer(self, wanted: &dyn Fn() -> bool) -> Result<PathBuf, ScreenError> {
        let Asked {
            bus,
            portal,
            request,
            answers,
        } = self;
        let (sender, receiver) = sync_channel(1);
        let path = request.clone();
        thread::Builder::new()
            .name("portal".to_owned())
            .spawn(move || {
                let answer = answers
                    .filter_map(Result::ok)
                    .find(|message| {
                        let header = message.header();
                        header.path().is_some_and(|at| at.as_str() == path.as_str())
                            && header.sender().is_some_and(|from| from.as_str() == portal)
                    })
                    .map(|message| message.body().deserialize::<Response>());
                // Nobody waits any more when it was not wanted; the bus was closed then.
                let _ = sender.send(answer);
            })
            .map_err(|error| ScreenError::Failed(error.to_string()))?;
        let until = Instant::now() + LIMIT;
        loop {
            match receiver.recv_timeout(Duration::from_millis(100)) {
                Ok(Some(Ok(response))) => return file(response),
                Ok(Some(Err(error))) => return Err(failed(error)),
                Ok(None) | Err(RecvTimeoutError::Disconnected) => return Err(ScreenError::Silent),
                Err(RecvTimeoutError::Timeout) if wanted() && Instant::now() < until => {}
                Err(RecvTimeoutError::Timeout) => {
                    // Its question goes away, and no picture is taken that nobody would delete.
                    let _ = bus.call_method(
                        Some(PORTAL),
                        request.as_str(),
                        Some(REQUEST),
                        "Close",
                        &(),
                    );
                    let _ = bus.close();
                    return Err(ScreenError::Silent);
                }
            }
        }
    }
}

/// 0 for a picture, 1 when the person said no, 2 for anything else; and what there is to say.
type Response = (u32, HashMap<String, OwnedValue>);

fn file((outcome, results): Response) -> Result<PathBuf, ScreenError> {
    match outcome {
        0 => {}
        1 => return Err(ScreenError::Refused),
        _ => {
            return Err(ScreenError::Failed(
                "the desktop took no picture".to_owned(),
            ));
        }
    }
    results
        .get("uri")
        .and_then(|uri| <&str>::try_from(uri).ok())
        .and_then(of_uri)
        .ok_or_else(|| ScreenError::Failed("the desktop names no file".to_owned()))
}

/// The path of `file:///…` on this machine.
fn of_uri(uri: &str) -> Option<PathBuf> {
    let rest = uri.strip_prefix("file://")?;
    let path = rest.strip_prefix("localhost").unwrap_or(rest);
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(path).collect();
    let path = PathBuf::from(std::ffi::OsStr::from_bytes(&bytes));
    path.is_absolute().then_some(path)
}

/// Reads the picture and deletes it, whether it can be read or not. A file that was there before is none of ours to
/// delete.
fn taken(path: &Path, began: SystemTime) -> Result<Vec<Frame>, ScreenError> {
    let unreadable = |error: std::io::Error| ScreenError::Failed(error.kind().to_string());
    let about = fs::symlink_metadata(path).map_err(unreadable)?;
    let is_new = about.modified().is_ok_and(|time| time + SLACK >= began);
    if !about.is_file() || !is_new {
        return Err(ScreenError::Failed(
            "the desktop names an old file".to_owned(),
        ));
    }
    let opened = File::open(path);
    // It can be read while it is open, also without a name.
    if let Err(error) = fs::remove_file(path) {
        log::warn!(
            "the desktop's picture of the screen could not be deleted: {}",
            error.kind()
        );
    }
    let room = usize::try_from(about.len().min(picture::MAX_FILE_BYTES)).unwrap_or(0) + 1;
    let mut bytes = Zeroizing::new(Vec::with_capacity(room));
    opened
        .map_err(unreadable)?
        .take(picture::MAX_FILE_BYTES)
        .read_to_end(&mut bytes)
        .map_err(unreadable)?;
    picture::read_whole(&bytes)
        .map(|frame| vec![frame])
        .map_err(|error| ScreenError::Failed(error.to_string()))
}

fn failed(error: zbus::Error) -> ScreenError {
    ScreenError::Failed(error.to_string())
}

/// No portal at all, or one that cannot take pictures, is something that the person can install.
fn of_call(error: zbus::Error) -> ScreenError {
    let missing = [
        "org.freedesktop.DBus.Error.ServiceUnknown",
        "org.freedesktop.DBus.Error.NameHasNoOwner",
        "org.freedesktop.DBus.Error.UnknownMethod",
        "org.freedesktop.DBus.Error.UnknownInterface",
        "org.freedesktop.DBus.Error.UnknownObject",
    ];
    match &error {
        zbus::Error::MethodError(name, ..) if missing.contains(&name.as_str()) => {
            ScreenError::Missing
        }
        zbus::Error::InputOutput(io) if io.kind() == std::io::ErrorKind::TimedOut => {
            ScreenError::Silent
        }
        _ => failed(error),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_uri_names_a_file_of_this_machine_or_none() {
        let path = |uri| of_uri(uri);
        assert_eq!(
            path("file:///home/a/Pictures/Screenshot%20from%20%C3%A9.png"),
            Some(PathBuf::from("/home/a/Pictures/Screenshot from é.png"))
        );
        assert_eq!(path("file://elsewhere/x.png"), None);
        assert_eq!(path("https://example.com/x.png"), None);
    }

    #[test]
    fn a_file_that_was_there_before_is_not_deleted() {
        let folder = tempfile::tempdir().unwrap();
        let old = folder.path().join("holiday.png");
        fs::write(&old, "precious").unwrap();
        let later = SystemTime::now() + Duration::from_secs(60);
        assert!(matches!(taken(&old, later), Err(ScreenError::Failed(_))));
        assert!(old.exists());
        assert!(matches!(
            taken(folder.path(), SystemTime::UNIX_EPOCH),
            Err(ScreenError::Failed(_))
        ));
        assert!(folder.path().exists());
    }

    #[test]
    fn what_cannot_be_read_is_deleted_all_the_same() {
        let folder = tempfile::tempdir().unwrap();
        let shot = folder.path().join("shot.png");
        fs::write(&shot, "no picture").unwrap();
        assert!(taken(&shot, SystemTime::now()).is_err());
        assert!(!shot.exists());
    }
}
