//! A Tauri window with nothing in it: the yardstick for how long Countersign takes to start and how much memory it needs.
//! Like ours it is made hidden, and shown when its page is there.
#![forbid(unsafe_code)]

use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};

const PAGE: &[u8] = b"<!doctype html><title>Empty</title>";

fn main() {
    let Ok(page) = "empty://localhost/".parse::<tauri::Url>() else {
        return;
    };
    let built = tauri::Builder::default()
        .register_uri_scheme_protocol("empty", |_, _| {
            let mut answer = tauri::http::Response::new(PAGE.to_vec());
            let html = tauri::http::HeaderValue::from_static("text/html");
            answer.headers_mut().insert("Content-Type", html);
            answer
        })
        .setup(move |tauri| {
            WebviewWindowBuilder::new(tauri, "empty", WebviewUrl::CustomProtocol(page))
                .title("Empty")
                .inner_size(440.0, 700.0)
                .visible(false)
                .on_page_load(|window, load| {
                    if load.event() == PageLoadEvent::Finished {
                        let _ = window.show();
                    }
                })
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!());
    if let Ok(tauri) = built {
        tauri.run(|_, _| {});
    }
}
