//! Answers: text for people, or one JSON object a line for programs.

use app::wire::{Fault, Notice};
use serde_json::{Value, json};

/// How answers are printed.
#[derive(Clone, Copy)]
pub struct Say {
    /// JSON instead of text.
    pub json: bool,
}

impl Say {
    /// Says one thing, in the form that was asked for.
    pub fn say(self, text: impl FnOnce() -> String, value: impl FnOnce() -> Value) {
        if self.json {
            println!("{}", value());
        } else {
            let text = text();
            if !text.is_empty() {
                println!("{}", text.trim_end());
            }
        }
    }

    /// Says what there is to say once.
    pub fn notice(self, notice: &Notice) {
        let words = app::texts().notice(notice);
        if self.json {
            println!(
                "{}",
                json!({ "notice": notice, "what": words.what, "do": words.do_next })
            );
        } else {
            eprintln!("{} {}", words.what, words.do_next);
        }
    }

    /// Says on standard error, to people only.
    pub fn aside(self, text: &str) {
        if !self.json {
            eprintln!("{text}");
        }
    }

    /// Says what went wrong and what to do.
    pub fn fault(self, fault: &Fault) {
        self.fault_about(None, fault);
    }

    /// The same, about the file at a path: in JSON it is among what is said.
    pub fn fault_about(self, path: Option<&str>, fault: &Fault) {
        let words = app::texts().fault(fault);
        if self.json {
            let mut said = json!({ "fault": fault, "what": words.what, "do": words.do_next });
            if let Some(path) = path {
                said["path"] = path.into();
            }
            println!("{said}");
        } else {
            eprintln!("{}\n{}", words.what, words.do_next);
        }
    }
}
