//! Every way in which a vault can be wrong, as a person meets it: one sentence of what happened, one of what to do, the
//! file untouched, and the newest generation that opens offered.

use std::path::{Path, PathBuf};

use super::*;
use crate::texts::texts;

/// The recovery key of the fixtures.
const RECOVERY: &str = "006H-M9SM-8575-PT3N-GA7S-SADP-RF8D-VTQQ-NDFP";

fn fixtures() -> Vec<PathBuf> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../vault/tests/fixtures/v1");
    let mut files: Vec<PathBuf> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    files
}

fn by_recovery(purpose: Purpose) -> UnlockRequest {
    UnlockRequest {
        way: Way::Recovery,
        secret: typed(RECOVERY),
        purpose,
    }
}

/// What keeps this world's vault from opening, if anything does.
fn trouble(world: &World) -> Option<Fault> {
    match world.app.state().unwrap().fault {
        Some(fault) => Some(fault),
        None => world.app.unlock(by_recovery(Purpose::Session)).err(),
    }
}

#[test]
fn every_wrong_file_is_said_left_alone_and_repaired_from_the_newest_generation() {
    let good = fixtures()
        .into_iter()
        .find(|path| path.ends_with("opens-by-recovery-key.countersign"))
        .unwrap();
    let (mut opened, mut damaged, mut left_alone) = (0, 0, 0);
    for fixture in fixtures() {
        let name = fixture.file_name().unwrap().to_str().unwrap().to_owned();
        let world = World::new();
        let bytes = std::fs::read(&fixture).unwrap();
        std::fs::write(&world.vault, &bytes).unwrap();
        let kept = world.vault.with_file_name("vault.generations");
        std::fs::create_dir(&kept).unwrap();
        // A newer one that does not open is not offered.
        std::fs::write(
            kept.join("0000000009-1750000300-00000000.countersign"),
            b"torn",
        )
        .unwrap();
        std::fs::copy(
            &good,
            kept.join("0000000002-1750000100-11111111.countersign"),
        )
        .unwrap();

        let world = world.second();
        let Some(fault) = trouble(&world) else {
            opened += 1;
            continue;
        };
        let said = texts().fault(&fault);
        assert!(
            !said.what.is_empty() && !said.do_next.is_empty(),
            "{name}: {fault:?}"
        );
        assert!(
            !said.what.contains('{') && !said.do_next.contains('{'),
            "{name}: {}",
            said.what
        );
        assert_eq!(
            std::fs::read(&world.vault).unwrap(),
            bytes,
            "{name} was touched"
        );
        let set = SetPasswordRequest {
            password: typed(PASSWORD),
            keyring: false,
        };
        assert!(
            world.app.set_password(set).is_err(),
            "{name}: a new vault was made over it"
        );

        let offered = world.app.generations().unwrap().generations;
        assert_eq!(offered.len(), 1, "{name}");
        let restored = world.app.restore_generation(GenerationRequest {
            id: offered[0].id.clone(),
        });
        match world.app.phase() {
            Phase::Locked if restored.is_ok() => {
                assert_eq!(fault.code, FaultCode::VaultDamaged, "{name}");
                world.app.unlock(by_recovery(Purpose::Session)).unwrap();
                assert!(!world.app.codes().unwrap().accounts.is_empty(), "{name}");
                // What lay there is beside it, byte by byte.
                let aside = world.vault.with_file_name("vault.damaged-1");
                assert_eq!(std::fs::read(aside).unwrap(), bytes, "{name}");
                damaged += 1;
            }
            // A newer version's file, and one that only another key opens: nothing is put in their place.
            _ => {
                assert!(
                    matches!(
                        fault.code,
                        FaultCode::VaultNewer | FaultCode::WrongRecoveryKey | FaultCode::NoSuchWay
                    ),
                    "{name}: {fault:?}"
                );
                assert!(restored.is_err(), "{name}");
                assert_eq!(std::fs::read(&world.vault).unwrap(), bytes, "{name}");
                left_alone += 1;
            }
        }
    }
    assert!(
        opened >= 5 && damaged >= 40 && left_alone >= 2,
        "{opened} {damaged} {left_alone}"
    );
}
