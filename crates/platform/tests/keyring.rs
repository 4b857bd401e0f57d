//! The keyring against a real GNOME Keyring on a private bus, and against no keyring at all.
#![cfg(target_os = "linux")]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a test's panic is its report"
)]

mod support;

use app::ports::{Keyring, KeyringError};
use countersign_platform::keyring::{SERVICE, SystemKeyring};
use support::{Home, again, again_on_bus, has, inside, passes};
use zbus::zvariant::OwnedObjectPath;

const UNLOCKED: &str =
    "printf pw | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1 || exit 9";
/// The daemon goes to the background before it has its name.
fn wait_for_daemon() {
    let bus = zbus::blocking::Connection::session().unwrap();
    let bus = zbus::blocking::fdo::DBusProxy::new(&bus).unwrap();
    for _ in 0..1_000 {
        if bus
            .name_has_owner("org.freedesktop.secrets".try_into().unwrap())
            .unwrap()
        {
            return;
        }
        std::thread::sleep(std::time::Duration::from_millis(10));
    }
    panic!("the daemon does not come");
}

const VAULT: &str = "4f1c2b7e";

#[test]
fn entries_are_kept_read_back_and_forgotten() {
    if inside().is_none() {
        if !has(&["dbus-run-session", "gnome-keyring-daemon"]) {
            return;
        }
        let home = Home::new();
        let name = "entries_are_kept_read_back_and_forgotten";
        return passes(
            again_on_bus(name, "keyring", &home, UNLOCKED, false),
            "kept and forgotten",
        );
    }
    wait_for_daemon();
    let keyring = SystemKeyring::new();
    assert_eq!(keyring.provider(), Ok("GNOME Keyring".to_owned()));
    assert!(keyring.read(VAULT).unwrap().is_none());
    assert_eq!(keyring.delete(VAULT), Ok(()));
    keyring.write(VAULT, "AAECAwQFBgc=").unwrap();
    keyring.write("another", "x").unwrap();
    keyring.write(VAULT, "CAkKCwwNDg8=").unwrap();
    assert_eq!(
        keyring.read(VAULT).unwrap().unwrap().as_str(),
        "CAkKCwwNDg8="
    );
    assert_eq!(keyring.read("another").unwrap().unwrap().as_str(), "x");
    if has(&["secret-tool"]) {
        let seen = support::output(
            "secret-tool",
            &["lookup", "service", SERVICE, "username", VAULT],
        );
        assert_eq!(seen, b"CAkKCwwNDg8=");
    }
    assert_eq!(keyring.delete(VAULT), Ok(()));
    assert!(keyring.read(VAULT).unwrap().is_none());
    assert!(keyring.read("another").unwrap().is_some());
    println!("kept and forgotten");
}

#[test]
fn a_locked_keyring_is_never_an_absent_entry() {
    if inside().is_none() {
        if !has(&["dbus-run-session", "gnome-keyring-daemon"]) {
            return;
        }
        let home = Home::new();
        let name = "a_locked_keyring_is_never_an_absent_entry";
        return passes(
            again_on_bus(name, "keyring", &home, UNLOCKED, false),
            "locked, not absent",
        );
    }
    wait_for_daemon();
    let keyring = SystemKeyring::new();
    keyring.write(VAULT, "AAECAwQFBgc=").unwrap();
    let bus = zbus::blocking::Connection::session().unwrap();
    let service = zbus::blocking::Proxy::new(
        &bus,
        "org.freedesktop.secrets",
        "/org/freedesktop/secrets",
        "org.freedesktop.Secret.Service",
    )
    .unwrap();
    let collection: OwnedObjectPath = service.call("ReadAlias", &("default",)).unwrap();
    let (locked, _): (Vec<OwnedObjectPath>, OwnedObjectPath) =
        service.call("Lock", &(vec![collection],)).unwrap();
    assert_eq!(locked.len(), 1);
    // Nothing can show a prompt here; each call must end all the same.
    for vault in [VAULT, "never written"] {
        assert_eq!(
            keyring.read(vault).err(),
            Some(KeyringError::Locked),
            "{vault}"
        );
    }
    assert_eq!(keyring.write("new", "x"), Err(KeyringError::Locked));
    assert_eq!(keyring.provider(), Ok("GNOME Keyring".to_owned()));
    println!("locked, not absent");
}

#[test]
fn no_keyring_service_is_missing_and_one_that_comes_later_is_found() {
    if inside().is_none() {
        if !has(&["dbus-run-session", "gnome-keyring-daemon"]) {
            return;
        }
        let home = Home::new();
        let name = "no_keyring_service_is_missing_and_one_that_comes_later_is_found";
        return passes(
            again_on_bus(name, "keyring", &home, "", false),
            "missing, then found",
        );
    }
    let keyring = SystemKeyring::new();
    assert_eq!(keyring.provider(), Err(KeyringError::Missing));
    assert_eq!(keyring.read(VAULT).err(), Some(KeyringError::Missing));
    assert_eq!(keyring.write(VAULT, "x"), Err(KeyringError::Missing));
    assert_eq!(keyring.delete(VAULT), Err(KeyringError::Missing));
    let started = std::process::Command::new("sh")
        .args(["-c", UNLOCKED])
        .status()
        .unwrap();
    assert!(started.success());
    wait_for_daemon();
    assert!(keyring.read(VAULT).unwrap().is_none());
    println!("missing, then found");
}

#[test]
fn no_session_bus_is_a_missing_keyring() {
    if inside().is_none() {
        let home = Home::new();
        return passes(
            again("no_session_bus_is_a_missing_keyring", "keyring", &home),
            "no bus",
        );
    }
    let keyring = SystemKeyring::new();
    assert_eq!(keyring.provider(), Err(KeyringError::Missing));
    assert_eq!(keyring.read(VAULT).err(), Some(KeyringError::Missing));
    println!("no bus");
}
