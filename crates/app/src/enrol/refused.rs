//! Why something of a Google export is refused.

use exchange::google::GoogleError;
use exchange::{SkipReason, Skipped};

use crate::faults::fault;
use crate::wire::{Fault, FaultCode};

/// Why a code of an export is refused.
pub(crate) fn of_google(error: GoogleError) -> Fault {
    fault(FaultCode::GoogleRefused).with(
        "reason",
        match error {
            GoogleError::NotAnExport => "not_an_export",
            GoogleError::TooLong => "too_long",
            GoogleError::NoData => "no_data",
            GoogleError::Base64 | GoogleError::Damaged => "damaged",
            GoogleError::Part { .. } => "part",
            GoogleError::Empty => "empty",
            _ => "otherwise",
        },
    )
}

/// Why an entry of an export is refused.
pub(super) fn of_skipped(skipped: &Skipped) -> Fault {
    let name = match skipped.name.as_str() {
        "" => format!("number {}", skipped.position),
        name => format!("“{name}”"),
    };
    let code = match skipped.reason {
        SkipReason::Damaged => "entry_damaged",
        SkipReason::Secret(_) => "entry_secret",
        SkipReason::Algorithm => "entry_algorithm",
        SkipReason::Digits => "entry_digits",
        SkipReason::Type => "entry_type",
        SkipReason::Counter => "entry_counter",
        _ => "entry_otherwise",
    };
    fault(FaultCode::GoogleRefused)
        .with("reason", code)
        .with("name", name)
}
