//! The table of the formats that are archives, databases, XML and other containers.

use crate::import::Reader;

/// One row each.
pub(crate) static READERS: [Reader; 0] = [];
