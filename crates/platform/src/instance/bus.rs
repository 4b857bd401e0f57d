//! The program's name on the session bus.

use std::collections::HashMap;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Mutex, PoisonError};
use std::thread;
use std::time::Duration;

use zbus::blocking::{Connection, connection};
use zbus::interface;
use zbus::zvariant::OwnedValue;

use super::{Asked, Claim, Instance, Link, links_of};

/// As the desktop file is named.
const NAME: &str = "org.countersign.Countersign";
const PATH: &str = "/org/countersign/Countersign";
const INTERFACE: &str = "org.freedesktop.Application";
/// How long the other one may take to hear.
const CALL: Duration = Duration::from_secs(5);

/// The name, held; what is asked waits until somebody listens.
pub(super) struct Held {
    bus: Connection,
    asked: Receiver<Asked>,
}

impl Held {
    pub(super) fn listen<F: Fn(Asked) + Send + 'static>(self, asked: F) {
        let listening = thread::Builder::new()
            .name("instance".to_owned())
            .spawn(move || {
                while let Ok(what) = self.asked.recv() {
                    asked(what);
                }
                drop(self.bus);
            });
        if let Err(error) = listening {
            log::warn!("later starts will not be heard: {error}");
        }
    }
}

/// What answers at [`PATH`]; the methods are those of the Desktop Entry Specification.
struct Application {
    asked: Mutex<Sender<Asked>>,
}

impl Application {
    fn tell(&self, asked: Asked) {
        let sender = self.asked.lock().unwrap_or_else(PoisonError::into_inner);
        // Nobody listens any more at the end of the program.
        let _ = sender.send(asked);
    }
}

#[interface(name = "org.freedesktop.Application")]
impl Application {
    fn activate(&self, _platform_data: HashMap<String, OwnedValue>) {
        self.tell(Asked::Raise);
    }

    fn open(&self, uris: Vec<String>, _platform_data: HashMap<String, OwnedValue>) {
        let links = links_of(uris);
        self.tell(if links.is_empty() {
            Asked::Raise
        } else {
            Asked::Open(links)
        });
    }

    fn activate_action(
        &self,
        _action: String,
        _parameter: Vec<OwnedValue>,
        _platform_data: HashMap<String, OwnedValue>,
    ) {
        self.tell(Asked::Raise);
    }
}

pub(super) fn claim(links: &[Link]) -> Claim {
    let alone = || Claim::First(Instance { bus: None });
    // Twice: the one that had the name may be at its end.
    for _ in 0..2 {
        match take_name() {
            Ok(held) => return Claim::First(Instance { bus: Some(held) }),
            Err(zbus::Error::NameTaken) => match tell_the_other(links) {
                Ok(()) => return Claim::Second,
                Err(error) => log::warn!("the program that runs does not answer: {error}"),
            },
            Err(error) => {
                // Without a session bus nobody else can be found.
                log::warn!("no session bus: {error}");
                return alone();
            }
        }
    }
    alone()
}

fn take_name() -> zbus::Result<Held> {
    let (sender, asked) = channel();
    let application = Application {
        asked: Mutex::new(sender),
    };
    let bus = connection::Builder::session()?
        .serve_at(PATH, application)?
        .name(NAME)?
        .replace_existing_names(false)
        .allow_name_replacements(false)
        .build()?;
    Ok(Held { bus, asked })
}

fn tell_the_other(links: &[Link]) -> zbus::Result<()> {
    let bus = connection::Builder::session()?
        .method_timeout(CALL)
        .build()?;
    let nothing: HashMap<&str, OwnedValue> = HashMap::new();
    if links.is_empty() {
        bus.call_method(Some(NAME), PATH, Some(INTERFACE), "Activate", &(nothing,))?;
    } else {
        let texts: Vec<&str> = links.iter().map(|link| link.as_str()).collect();
        bus.call_method(Some(NAME), PATH, Some(INTERFACE), "Open", &(texts, nothing))?;
    }
    Ok(())
}
