//! Answers: text for people, or one JSON object a line for programs.

use app::wire::Fault;
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

    /// Says on standard error, to people only.
    pub fn aside(self, text: &str) {
        if !self.json {
            eprintln!("{text}");
        }
    }

    /// Says what went wrong and what to do.
    pub fn fault(self, fault: &Fault) {
        let words = app::texts().fault(fault);
        if self.json {
            println!(
                "{}",
                json!({ "fault": fault, "what": words.what, "do": words.do_next })
            );
        } else {
            eprintln!("{}\n{}", words.what, words.do_next);
        }
    }
}
