//! Text that is typed or pasted into the field.

use super::*;

fn typed_with(
    text: &str,
    issuer: &str,
    label: &str,
    options: Option<TypedOptions>,
) -> TypedRequest {
    TypedRequest {
        text: typed(text),
        issuer: issuer.to_owned(),
        label: label.to_owned(),
        options,
    }
}

fn options(kind: KindView) -> TypedOptions {
    TypedOptions {
        kind,
        algorithm: "SHA256".to_owned(),
        digits: 8,
        period: 60,
        counter: 0,
    }
}

fn refused(world: &World, text: &str) -> Fault {
    world.app.enrol_typed(enrol_request(text)).unwrap_err()
}

#[test]
fn a_typed_key_takes_names_and_options() {
    let world = unlocked();
    let request = typed_with(
        "jbsw y3dp ehpk 3pxp",
        "Site",
        "me",
        Some(options(KindView::Totp)),
    );
    let findings = world.app.enrol_typed(request).unwrap();
    let draft = &findings.accounts[0];
    assert_eq!(
        (draft.issuer.as_str(), draft.label.as_str()),
        ("Site", "me")
    );
    assert_eq!(
        (draft.digits, draft.period, draft.algorithm.as_str()),
        (8, 60, "SHA256")
    );
    let steam = typed_with(
        "JBSWY3DPEHPK3PXP",
        "Steam",
        "me",
        Some(options(KindView::Steam)),
    );
    let draft = world.app.enrol_typed(steam).unwrap().accounts.remove(0);
    assert_eq!(
        (draft.kind, draft.digits, draft.period),
        (KindView::Steam, 5, 30)
    );
    let hotp = typed_with(
        "JBSWY3DPEHPK3PXP",
        "Count",
        "me",
        Some(options(KindView::Hotp)),
    );
    assert_eq!(world.app.enrol_typed(hotp).unwrap().accounts[0].period, 0);
}

#[test]
fn options_out_of_bounds_are_refused_by_name() {
    let world = unlocked();
    let try_with = |change: &dyn Fn(&mut TypedOptions)| {
        let mut options = options(KindView::Totp);
        change(&mut options);
        let fault = world
            .app
            .enrol_typed(typed_with("JBSWY3DPEHPK3PXP", "S", "", Some(options)))
            .unwrap_err();
        (fault.code, fault.args["reason"].clone())
    };
    let refused = |reason: &str| (FaultCode::KeyRefused, reason.to_owned());
    assert_eq!(try_with(&|options| options.digits = 0), refused("digits"));
    assert_eq!(try_with(&|options| options.digits = 11), refused("digits"));
    assert_eq!(try_with(&|options| options.period = 0), refused("period"));
    assert_eq!(
        try_with(&|options| options.period = 86_401),
        refused("period")
    );
    assert_eq!(
        try_with(&|options| options.algorithm = "SHA3".to_owned()),
        refused("algorithm")
    );
}

#[test]
fn a_slip_in_a_typed_key_is_told_with_its_place() {
    let world = unlocked();
    let fault = refused(&world, "JBSWY3DPEHPK3PX1");
    assert_eq!(fault.code, FaultCode::KeyRefused);
    assert_eq!(
        (
            fault.args["reason"].as_str(),
            fault.args["position"].as_str()
        ),
        ("character", "16")
    );
}

#[test]
fn a_uri_that_breaks_the_rules_is_refused_naming_the_field() {
    let world = unlocked();
    for (uri, field) in [
        ("otpauth://totp/a?secret=J!BSWY3DP", "secret"),
        ("otpauth://totp/a", "secret"),
        (
            "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&digits=0",
            "digits",
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&period=0",
            "period",
        ),
        (
            "otpauth://totp/a?secret=JBSWY3DPEHPK3PXP&algorithm=SHA3",
            "algorithm",
        ),
        ("otpauth://potp/a?secret=JBSWY3DPEHPK3PXP", "type"),
        (
            "otpauth://hotp/a?secret=JBSWY3DPEHPK3PXP&counter=-1",
            "counter",
        ),
    ] {
        let fault = refused(&world, uri);
        assert_eq!(
            (fault.code, fault.args["field"].as_str()),
            (FaultCode::UriRefused, field),
            "{uri}"
        );
        assert!(
            crate::texts()
                .uri_reasons
                .contains_key(&fault.args["reason"]),
            "{fault:?}"
        );
    }
    assert!(world.app.codes().unwrap().accounts.is_empty());
}

#[test]
fn text_that_holds_nothing_is_told() {
    let world = unlocked();
    for text in ["", "  \n ", "please scan the code", "Hello!\nHow are you?"] {
        assert_eq!(
            refused(&world, text).code,
            FaultCode::TextNotUnderstood,
            "{text:?}"
        );
    }
}

#[test]
fn a_page_with_uris_or_a_key_in_it_is_read() {
    let world = unlocked();
    let page = format!("Scan this: <a href=\"{ALICE}\">alice</a>\n\n{BOB}\nor type it.");
    assert_eq!(
        world
            .app
            .enrol_typed(enrol_request(&page))
            .unwrap()
            .accounts
            .len(),
        2
    );
    let page = "Can't scan? Your key is\n\n   JBSW Y3DP EHPK 3PXP\n\nKeep it safe!";
    assert_eq!(
        world
            .app
            .enrol_typed(enrol_request(page))
            .unwrap()
            .accounts
            .len(),
        1
    );
}
