use super::*;

fn request(id: &str) -> GenerationRequest {
    GenerationRequest { id: id.to_owned() }
}

fn labels(world: &World) -> Vec<String> {
    let accounts = world.app.codes().unwrap().accounts;
    accounts.into_iter().map(|account| account.label).collect()
}

#[test]
fn an_earlier_state_is_seen_gone_back_to_and_undone() {
    let world = unlocked();
    let alice = add(&world, ALICE);
    world.app.remove(account(&alice)).unwrap();
    add(&world, BOB);
    // The newest is the state without both, the one before it that with alice.
    let kept = world.app.generations().unwrap().generations;
    let with_alice = &kept[1].id;
    let before = std::fs::read(&world.vault).unwrap();
    let seen = world.app.generation_preview(request(with_alice)).unwrap();
    assert_eq!(std::fs::read(&world.vault).unwrap(), before);
    let (back, gone) = (&seen.back, &seen.gone);
    assert_eq!((back.len(), back[0].label.as_str()), (1, "alice"));
    assert_eq!((gone.len(), gone[0].label.as_str()), (1, "bob"));
    assert_eq!((seen.accounts, seen.renamed.len()), (1, 0));

    let undo = world
        .app
        .go_back(request(with_alice))
        .unwrap()
        .undo
        .unwrap();
    assert_eq!(labels(&world), ["alice"]);
    assert_eq!(world.app.trash().unwrap().accounts[0].label, "bob");
    world.app.go_back(request(&undo)).unwrap();
    assert_eq!(labels(&world), ["bob"]);
    // Also after a restart.
    let world = world.restarted();
    world
        .app
        .unlock(password(PASSWORD, Purpose::Session))
        .unwrap();
    assert_eq!(labels(&world), ["bob"]);
    let none = world.app.generation_preview(request("../../etc/passwd"));
    assert!(none.is_err());
}

#[test]
fn entries_that_are_not_understood_are_listed_and_taken_elsewhere_after_a_proof() {
    let world = World::new();
    let fixture = "../vault/tests/fixtures/v1/odd-entries-are-quarantined.countersign";
    let fixture = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(fixture);
    std::fs::copy(fixture, &world.vault).unwrap();
    let world = world.second();
    let recovery = |purpose| UnlockRequest {
        way: Way::Recovery,
        secret: typed("006H-M9SM-8575-PT3N-GA7S-SADP-RF8D-VTQQ-NDFP"),
        purpose,
    };
    world.clock.advance(Duration::from_secs(1));
    world.app.unlock(recovery(Purpose::Session)).unwrap();
    let seen = world.app.quarantine().unwrap().entries;
    assert_eq!(seen.len(), world.app.codes().unwrap().quarantined as usize);
    assert!(seen.iter().any(|entry| entry.reason == OddView::Algorithm));
    let path = world.vault.with_file_name("odd.json");
    let refused = world.app.quarantine_save(&path).unwrap_err();
    assert_eq!(refused.code, FaultCode::RevealNeeded);
    assert!(!path.exists());
    world.app.unlock(recovery(Purpose::Reveal)).unwrap();
    world.app.quarantine_save(&path).unwrap();
    let taken: serde_json::Value = serde_json::from_slice(&std::fs::read(&path).unwrap()).unwrap();
    assert_eq!(taken.as_array().unwrap().len(), seen.len());
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = std::fs::metadata(&path).unwrap().permissions().mode();
        assert_eq!(mode & 0o777, 0o600);
    }
}
