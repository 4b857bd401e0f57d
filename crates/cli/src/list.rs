//! `list`, and finding an account by part of its names.

use app::App;
use app::wire::{AccountView, Fault, FaultCode};
use serde_json::json;

use crate::exit::Exit;
use crate::open::Face;
use crate::say::Say;

/// Lists the accounts, without codes.
pub fn run(face: &Face, say: Say) -> Result<Exit, Fault> {
    let view = face.open()?.codes()?;
    for account in &view.accounts {
        say.say(
            || format!("{}{}", if account.pinned { "* " } else { "  " }, title(account)),
            || {
                json!({
                    "id": account.id, "issuer": account.issuer, "label": account.label, "pinned": account.pinned,
                    "kind": account.kind, "algorithm": account.algorithm, "digits": account.digits, "period": account.period,
                })
            },
        );
    }
    if view.accounts.is_empty() {
        say.aside("There are no accounts yet. Add one: countersign-cli add PICTURE");
    }
    if view.quarantined > 0 {
        say.aside(&format!(
            "{} entries are of a kind that this version does not know. They are kept.",
            view.quarantined
        ));
    }
    Ok(Exit::Done)
}

/// "Issuer: label", or what there is of it.
pub fn title(account: &AccountView) -> String {
    app::sentences::title(&account.issuer, &account.label)
}

/// The one account that the query means: an exact title first, then a unique part of one.
pub fn find(app: &App, query: &str) -> Result<AccountView, Fault> {
    let accounts = app.codes()?.accounts;
    let query_lower = query.to_lowercase();
    let exact = |account: &&AccountView| {
        [
            title(account),
            account.label.clone(),
            account.issuer.clone(),
            account.id.clone(),
        ]
        .iter()
        .any(|text| text.to_lowercase() == query_lower)
    };
    let part = |account: &&AccountView| title(account).to_lowercase().contains(&query_lower);
    let mut hits: Vec<_> = accounts.iter().filter(exact).collect();
    if hits.is_empty() {
        hits = accounts.iter().filter(part).collect();
    }
    match hits.as_slice() {
        [one] => Ok((*one).clone()),
        [] => Err(Fault::new(FaultCode::NoSuchAccount).with("query", query)),
        several => {
            let titles: Vec<_> = several.iter().map(|account| title(account)).collect();
            Err(Fault::new(FaultCode::SeveralAccounts)
                .with("query", query)
                .with("accounts", titles.join("; ")))
        }
    }
}
