//! The wire: every command, request, view, event and fault, and which window may call it.
//!
//! From [`COMMANDS`] and [`EVENTS`] come Tauri's command permissions, the TypeScript types and
//! client, and the test that no secret crosses outwards.

#[macro_use]
mod macros;

#[cfg(test)]
mod bindings;
mod camera;
mod fault;
mod requests;
mod safety;
mod settings;
mod table;
mod views;

pub use camera::*;
pub use fault::*;
pub use requests::*;
pub use safety::*;
pub use settings::*;
pub use table::*;
pub use views::*;
