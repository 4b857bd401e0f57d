//! A Tauri window with nothing in it: the yardstick for how long Countersign takes to start and
//! how much memory it needs.
#![forbid(unsafe_code)]

use tauri::{WebviewUrl, WebviewWindowBuilder};

fn main() {
    let blank: tauri::Url = match "about:blank".parse() {
        Ok(url) => url,
        Err(_) => return,
    };
    let built = tauri::Builder::default()
        .setup(move |tauri| {
            WebviewWindowBuilder::new(tauri, "empty", WebviewUrl::External(blank))
                .title("Empty")
                .inner_size(440.0, 700.0)
                .build()?;
            Ok(())
        })
        .build(tauri::generate_context!());
    if let Ok(tauri) = built {
        tauri.run(|_, _| {});
    }
}
