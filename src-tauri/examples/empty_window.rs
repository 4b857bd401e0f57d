//! A Tauri window with nothing in it: the yardstick for how long Countersign takes to start and how much memory it needs.
//! Like ours it is made hidden and shown when its page is there.
#![forbid(unsafe_code)]

use tauri::webview::PageLoadEvent;
use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() {
    let Ok(blank) = "data:text/html,<!doctype html><title>Empty</title>".parse::<tauri::Url>()
    else {
        return;
    };
    let built = tauri::Builder::default()
        .setup(move |tauri| {
            WebviewWindowBuilder::new(tauri, "empty", WebviewUrl::External(blank))
                .title("Empty")
                .inner_size(440.0, 700.0)
                .visible(false)
                .on_page_load(|window, page| {
                    if page.event() == PageLoadEvent::Finished {
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
