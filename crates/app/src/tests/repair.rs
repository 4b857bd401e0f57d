use super::*;

#[test]
fn a_damaged_vault_says_so_and_an_older_generation_opens() {
    let world = unlocked();
    add(&world, ALICE);
    world.clock.advance(Duration::from_secs(100));
    add(&world, BOB);
    world.app.shutdown();
    let mut bytes = std::fs::read(&world.vault).unwrap();
    bytes.truncate(bytes.len() / 2);
    std::fs::write(&world.vault, &bytes).unwrap();

    let world = world.second();
    let state = world.app.state().unwrap();
    assert_eq!(
        (state.phase, state.fault.unwrap().code),
        (Phase::Damaged, FaultCode::VaultDamaged)
    );
    assert_eq!(world.app.codes().unwrap_err().code, FaultCode::VaultDamaged);
    assert_eq!(std::fs::read(&world.vault).unwrap(), bytes);
    let set = SetPasswordRequest {
        password: typed(PASSWORD),
        keyring: false,
    };
    assert_eq!(
        world.app.set_password(set).unwrap_err().code,
        FaultCode::VaultDamaged
    );

    let generations = world.app.generations().unwrap().generations;
    assert!(!generations.is_empty());
    let bogus = world.app.restore_generation(GenerationRequest {
        id: "../../etc/passwd".to_owned(),
    });
    assert!(bogus.is_err());
    world
        .app
        .restore_generation(GenerationRequest {
            id: generations[0].id.clone(),
        })
        .unwrap();
    let state = world.app.state().unwrap();
    assert_eq!(
        (state.phase, state.notices[0].code.as_str()),
        (Phase::Locked, crate::notices::GENERATION_RESTORED)
    );
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert!(!world.app.codes().unwrap().accounts.is_empty());
}

#[test]
fn a_vault_file_that_is_gone_while_its_generations_are_there_is_no_fresh_start() {
    let world = unlocked();
    add(&world, ALICE);
    world.app.shutdown();
    std::fs::remove_file(&world.vault).unwrap();
    let world = world.second();
    assert_eq!(world.app.phase(), Phase::Damaged);
    let create = world.app.create_with_keyring();
    assert_eq!(create.unwrap_err().code, FaultCode::VaultDamaged);
    let newest = world.app.generations().unwrap().generations.remove(0);
    world
        .app
        .restore_generation(GenerationRequest { id: newest.id })
        .unwrap();
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
}

#[test]
fn a_whole_vault_is_not_replaced_by_a_generation() {
    let world = unlocked();
    add(&world, ALICE);
    let id = world
        .app
        .generations()
        .unwrap()
        .generations
        .first()
        .map(|newest| newest.id.clone())
        .unwrap_or_default();
    let replaced = world.app.restore_generation(GenerationRequest { id });
    assert_eq!(replaced.unwrap_err().code, FaultCode::VaultExists);
}

#[test]
fn a_file_that_is_no_vault_is_left_alone() {
    let world = World::new();
    std::fs::write(&world.vault, "my diary").unwrap();
    let world = world.second();
    assert_eq!(world.app.phase(), Phase::Damaged);
    let set = SetPasswordRequest {
        password: typed(PASSWORD),
        keyring: false,
    };
    assert!(world.app.set_password(set).is_err());
    assert!(world.app.create_with_keyring().is_err());
    assert_eq!(std::fs::read_to_string(&world.vault).unwrap(), "my diary");
}

#[test]
fn a_folder_in_the_vaults_place_is_not_a_fresh_start() {
    let world = World::new();
    std::fs::create_dir(&world.vault).unwrap();
    assert_eq!(world.second().app.phase(), Phase::Damaged);
}

/// Flips a bit of the sealed body and makes the digest fit: only opening it shows the damage.
fn damage_the_body(vault: &std::path::Path) {
    use sha2::{Digest as _, Sha256};
    let mut bytes = std::fs::read(vault).unwrap();
    let content = bytes.len() - 32;
    bytes[content - 100] ^= 1;
    let digest = Sha256::digest(&bytes[..content]);
    bytes[content..].copy_from_slice(&digest);
    std::fs::write(vault, &bytes).unwrap();
}

#[test]
fn damage_that_shows_only_when_it_is_opened_offers_the_generations() {
    let world = World::new();
    let set = SetPasswordRequest {
        password: typed(PASSWORD),
        keyring: true,
    };
    world.app.set_password(set).unwrap();
    add(&world, ALICE);
    world.clock.advance(Duration::from_secs(100));
    add(&world, BOB);
    world.app.shutdown();
    damage_the_body(&world.vault);

    // By either key.
    let other = world.second();
    assert_eq!(other.app.phase(), Phase::Locked);
    assert_eq!(
        code(other.app.unlock_with_keyring()),
        FaultCode::VaultDamaged
    );
    assert_eq!(other.app.phase(), Phase::Damaged);
    let world = world.second();
    let opened = world.app.unlock(password(PASSWORD, Purpose::Session));
    assert_eq!(code(opened), FaultCode::VaultDamaged);
    assert_eq!(world.app.phase(), Phase::Damaged);

    let id = world.app.generations().unwrap().generations[0].id.clone();
    world
        .app
        .restore_generation(GenerationRequest { id })
        .unwrap();
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(world.app.codes().unwrap().accounts.len(), 1);
}

#[test]
fn a_vault_that_could_not_be_read_is_looked_at_again() {
    let world = unlocked();
    world.app.shutdown();
    let away = world.vault.with_file_name("away");
    std::fs::rename(&world.vault, &away).unwrap();
    std::fs::create_dir(&world.vault).unwrap();
    let world = world.second();
    let state = world.app.state().unwrap();
    assert_eq!(state.fault.unwrap().code, FaultCode::VaultUnreadable);
    std::fs::remove_dir(&world.vault).unwrap();
    std::fs::rename(&away, &world.vault).unwrap();
    assert_eq!(world.app.state().unwrap().phase, Phase::Locked);
}
