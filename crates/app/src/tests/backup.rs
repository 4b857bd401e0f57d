use super::*;
use vault::{Key, Locked, Passphrase};

const DAY: u64 = 86_400;

fn files(folder: &std::path::Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect();
    names.sort();
    names
}

fn backup(world: &World) -> BackupView {
    world.app.state().unwrap().backup
}

#[test]
fn a_backup_opens_with_the_password_and_its_age_is_shown() {
    let world = unlocked();
    add(&world, ALICE);
    let folder = tempfile::tempdir().unwrap();
    assert_eq!(backup(&world).folder, None);
    let saved = world.app.backup_to(folder.path()).unwrap();
    let typed = Passphrase::new(PASSWORD.to_owned());
    let copy = Locked::open(std::path::Path::new(&saved.path)).unwrap();
    let opened = copy
        .unlock(&Key::Password(&typed), crate::testing::BEGIN)
        .unwrap();
    assert_eq!(opened.entries().count(), 1);
    let seen = backup(&world);
    assert_eq!(seen.folder.as_deref(), folder.path().to_str());
    assert_eq!(
        (seen.newest_at, seen.old, seen.fault),
        (Some(crate::testing::BEGIN), false, None)
    );
    // It is remembered, over a restart.
    let world = world.restarted();
    assert_eq!(backup(&world).folder.as_deref(), folder.path().to_str());
}

#[test]
fn once_a_day_when_something_changed_a_backup_is_made() {
    let world = unlocked();
    let folder = tempfile::tempdir().unwrap();
    world.app.backup_to(folder.path()).unwrap();
    assert_eq!(files(folder.path()).len(), 1);
    // Nothing changed: nothing is due.
    world
        .app
        .unlock(password(PASSWORD, Purpose::Check))
        .unwrap();
    assert!(!world.app.timers.is_set(crate::timers::Due::BackUp));
    // Two changes on one day are one backup, a day after the one before it.
    add(&world, ALICE);
    add(&world, BOB);
    world.app.lock().unwrap();
    world.clock.advance(Duration::from_secs(DAY));
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    world.pass(4);
    assert_eq!(files(folder.path()).len(), 1);
    world.pass(2);
    until("the backup", || {
        files(folder.path()).len() == 2 && backup(&world).newest_at > Some(crate::testing::BEGIN)
    });
    assert!(!backup(&world).old);
    world.app.backup_stop().unwrap();
    assert_eq!(files(folder.path()).len(), 2);
    assert_eq!(backup(&world).folder, None);
}

#[test]
fn a_folder_that_is_gone_is_said_and_tried_again_and_grows_old() {
    let world = unlocked();
    let disk = tempfile::tempdir().unwrap();
    let folder = disk.path().join("stick");
    std::fs::create_dir(&folder).unwrap();
    world.app.backup_to(&folder).unwrap();
    add(&world, ALICE);
    std::fs::remove_dir_all(&folder).unwrap();
    assert_eq!(
        world.app.backup_now().unwrap_err().code,
        FaultCode::BackupFolderGone
    );
    assert!(
        !folder.exists(),
        "a folder that is gone is not made anew: its disk may be away"
    );
    let seen = backup(&world);
    assert_eq!(seen.fault.unwrap().code, FaultCode::BackupFolderGone);
    assert!(!seen.old);
    world.clock.advance(Duration::from_secs(8 * DAY));
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert!(backup(&world).old);
    std::fs::create_dir(&folder).unwrap();
    world.app.backup_now().unwrap();
    let seen = backup(&world);
    assert_eq!((seen.old, seen.fault), (false, None));
}

#[test]
fn a_folder_that_is_no_place_for_backups_is_not_remembered() {
    let world = unlocked();
    let own = world.vault.parent().unwrap().to_owned();
    let refused = world.app.backup_to(&own).unwrap_err();
    assert_eq!(refused.code, FaultCode::BackupSameFolder);
    let refused = world.app.backup_to(&own.join("none")).unwrap_err();
    assert_eq!(refused.code, FaultCode::BackupFolderGone);
    let refused = world.app.backup_to(&world.vault).unwrap_err();
    assert_eq!(refused.code, FaultCode::BackupFolderGone);
    assert_eq!(backup(&world).folder, None);
    assert_eq!(backup(&world).fault, None);
    assert!(world.app.backup_now().is_err());
    world.app.lock().unwrap();
    let refused = world.app.backup_to(tempfile::tempdir().unwrap().path());
    assert_eq!(refused.unwrap_err().code, FaultCode::Locked);
}

#[test]
fn what_the_command_line_saved_meanwhile_is_in_the_backup() {
    let world = unlocked();
    let folder = tempfile::tempdir().unwrap();
    let other = world.second();
    other
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    add(&other, BOB);
    let saved = world.app.backup_to(folder.path()).unwrap();
    assert_eq!(
        std::fs::read(saved.path).unwrap(),
        std::fs::read(&world.vault).unwrap()
    );
    assert_eq!(world.app.codes().unwrap().accounts.len(), 1);
}
