//! Codes that are no accounts hold one-time codes and tokens: those are nobody's business.

use super::every_command::all_frames;
use super::*;

/// A token that stands in every place of a code that is no account where a service puts one.
const TOKEN: &str = "Zq7TokenNeedle42";
/// Every kind of code that holds one, `~` for the token.
const FOREIGN: &[&str] = &[
    "phonefactor://activate_account?code=~&url=https%3A%2F%2Fexample.org%2F~",
    "https://login.microsoftonline.com/authenticatorApp/activateAccount?accountType=msa&code=~&uaid=~",
    "HTTPS://LOGIN.MICROSOFTONLINE.US/AUTHENTICATORAPP/ACTIVATEACCOUNT?ACCOUNTTYPE=MFA&CODE=~&URL=~",
    "https://~:~@login.chinacloudapi.cn/authenticatorApp/activateAccount?accountType=~#~",
    "microsoft-authenticator://activatemfa/?code=~",
    "oktaverify://alice@example.org/?t=~&f=~&s=https://~:~@org.okta.com/~",
    "otpauth://totp/x?issuer=y&t=~&f=~&s=https%3A%2F%2Forg.okta.com",
    "duo://~-YXBpLTEyMzQuZHVvc2VjdXJpdHkuY29t",
    "https://m-1.duosecurity.com/activate/~",
    "pushauth://push/a:b?a=~&r=~&s=~",
    "otpauth://pipush/x?enrollment_credential=~",
    "FIDO:/~",
    "https://s.team/q/1/~",
    "igmobileotp://?action=secactivate&enc=~&mac=~",
    "http://127.0.0.1/securid/ctf?ctfData=~",
    "com.rsa.securid://ctf?ctfData=~",
    "tiqrenroll://https://example.org/~",
    "mobilepass://~",
    "EnrollmentURL=https://example.org/?sc=~\nUserID=~\nPassphrase=~",
    "twofas_c://~",
    "tg://login?token=~",
    "https://discord.com/ra/~",
    "sgnl://linkdevice?uuid=~&pub_key=~",
    "2@~,~,~",
    "WIFI:T:WPA;S:net;P:~;;",
    "mailto:~@example.org",
    "tel:~",
    "bitcoin:~",
    "https://~@example.org:1/~?~#~",
    "someapp://~/~?~",
    "someapp:~",
    "Some words, then ~",
];

/// What is shown, said and logged of a code that is no account has no code and no token of it, whichever way it came.
#[test]
fn no_token_of_a_foreign_code_crosses_outwards() {
    let _ = log::set_logger(&Log);
    log::set_max_level(log::LevelFilter::Trace);
    log::trace!("the log is captured");
    let world = unlocked();
    let mut said = Vec::new();
    for template in FOREIGN {
        let text = template.replace('~', TOKEN);
        *held(&world.clipboard.text) = Some(text.clone());
        let picture = exchange::qr::draw(&text, 900).unwrap();
        held(&world.cameras.script).push_back(Ok(scan::picture::read(&picture.bytes).unwrap()));
        for answer in [
            world.app.paste(),
            world.app.enrol_typed(enrol_request(&text)),
            world.app.enrol_typed(enrol_request(&format!(
                "Dear all,\nplease use {text} today."
            ))),
            world.app.picture_bytes("a.png", &picture.bytes),
        ] {
            if let Ok(found) = &answer {
                assert!(found.accounts.is_empty(), "{text}");
            }
            said.push(format!("{answer:?}"));
            said.push(serde_json::to_string(&answer.map_err(|fault| fault.code.name())).unwrap());
        }
        world
            .app
            .camera_start(CameraRequest { camera: None })
            .unwrap();
        let mut out = Outwards::default();
        all_frames(&world, &mut out);
        said.extend(
            out.said
                .iter()
                .map(|(_, bytes)| String::from_utf8_lossy(bytes).into_owned()),
        );
    }
    said.push(format!("{:?}", world.app.state()));
    said.extend(held(&LINES).iter().cloned());
    assert!(
        said.iter()
            .any(|line| line.contains("a code that is no account")),
        "the log is captured"
    );
    for line in said {
        assert!(
            !line.to_lowercase().contains(&TOKEN.to_lowercase()),
            "{line}"
        );
    }
}
