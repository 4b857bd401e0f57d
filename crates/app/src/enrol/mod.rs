//! Enrolment: what was found is held here, shown as drafts, and added when the person confirms.

mod confirm;
mod export;
mod found;
mod picture_text;
mod refused;
mod store;
mod text;
mod typed;
mod view;

pub(crate) use found::Found;
pub(crate) use store::{Enrolment, HELD};
pub(crate) use view::duplicate;
