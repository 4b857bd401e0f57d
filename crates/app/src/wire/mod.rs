//! The wire: every command, request, view, event and fault, and which window may call it.
//!
//! From [`COMMANDS`] and [`EVENTS`] come Tauri's command permissions, the TypeScript types and
//! client, and the test that no secret crosses outwards.

#[cfg(test)]
mod bindings;
mod fault;
mod requests;
mod settings;
mod table;
mod views;

pub use fault::*;
pub use requests::*;
pub use settings::*;
pub use table::*;
pub use views::*;
