//! What a script in the page could do if it were not ours: ask for what the table has, and nothing else.

use std::net::TcpListener;

use anyhow::Result;
use countersign_tests::{App, Plan, steps};
use serde_json::json;

#[test]
fn a_script_in_the_page_reaches_nothing_but_the_table() -> Result<()> {
    Plan::default().without_keyring().run(|desk| {
        let (_app, window) = App::on(desk).window()?;
        steps::make_with_password(&window, false)?;
        let listener = TcpListener::bind(("127.0.0.1", 0))?;
        listener.set_nonblocking(true)?;
        let there = format!("http://{}/", listener.local_addr()?);

        let invoke = |command: &str| {
            window.script(
                "return window.__TAURI_INTERNALS__.invoke(arguments[0], {}).then(() => 'done', error => 'refused: ' + JSON.stringify(error))",
                vec![json!(command)],
            )
        };
        assert_eq!(invoke("state")?, "done", "the control");
        for command in [
            "plugin:fs|read_text_file",
            "plugin:shell|open",
            "plugin:http|fetch",
            "plugin:clipboard-manager|read_text",
            "plugin:webview|create_webview_window",
            "plugin:window|close",
            "plugin:event|emit",
            "plugin:path|resolve_directory",
            "plugin:app|version",
            "no_such_command",
        ] {
            let answer = invoke(command)?;
            let answer = answer.as_str().unwrap_or_default();
            assert!(answer.starts_with("refused"), "{command}: {answer}");
        }

        let tried = window.script(
            "const there = arguments[0];
             const tries = {
               fetch: () => fetch(there).then(() => 'reached'),
               navigation: async () => { location.href = there },
               opening: async () => { if (window.open(there)) return 'reached' },
               picture: () => new Promise((yes, no) => { const i = new Image(); i.onload = () => yes('reached'); i.onerror = no; i.src = there }),
               frame: async () => { const f = document.createElement('iframe'); f.src = there; document.body.append(f); },
               socket: async () => { new WebSocket(there.replace('http', 'ws')); },
               beacon: async () => { navigator.sendBeacon(there, 'x') },
               form: async () => { const f = document.createElement('form'); f.action = there; document.body.append(f); f.submit(); f.remove() },
               script: async () => { const s = document.createElement('script'); s.textContent = 'window.ran = true'; document.body.append(s); s.remove(); if (window.ran) return 'reached' },
               evaluation: async () => { return (0, eval)('\"reached\"') },
               global: async () => window.__TAURI__ ? 'reached' : 'no',
               prototype: async () => { 'use strict'; try { Object.prototype.evil = 1 } catch {}; return ({}).evil ? 'reached' : 'no' },
             };
             const answers = Object.entries(tries).map(async ([name, attempt]) => {
               try { return [name, await attempt() ?? 'no'] } catch { return [name, 'refused'] }
             });
             return Promise.all(answers)",
            vec![json!(there)],
        )?;
        std::thread::sleep(std::time::Duration::from_secs(1));
        let tried = tried.to_string();
        assert!(!tried.contains("reached") && tried.contains("prototype"), "{tried}");
        assert!(listener.accept().is_err(), "somebody called at {there}");
        // The page is where it was.
        window.see("codes")
    })
}
