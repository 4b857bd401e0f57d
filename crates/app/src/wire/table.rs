//! The table of commands: what the page may ask, from which window, and what crosses.
//!
//! It depends on nothing, so that the shell's build script can include this file and give
//! Tauri one permission per command. The TypeScript client is generated from it too.

/// One command of the wire.
#[derive(Debug, Clone, Copy)]
pub struct Command {
    /// Name on the wire and of the shell's function.
    pub name: &'static str,
    /// Type of the single argument `request`; empty when there is none.
    pub request: &'static str,
    /// Type of the answer; `void`, a view, `View | null`, or `ArrayBuffer` for raw bytes.
    pub response: &'static str,
    /// Labels of the windows that may call it.
    pub windows: &'static [&'static str],
    /// Whether the request carries a typed secret inwards. Three commands do.
    pub secret_in: bool,
}

const MAIN: &[&str] = &["main"];

const fn ask(name: &'static str, response: &'static str) -> Command {
    Command {
        name,
        request: "",
        response,
        windows: MAIN,
        secret_in: false,
    }
}

const fn tell(name: &'static str, request: &'static str, response: &'static str) -> Command {
    Command {
        name,
        request,
        response,
        windows: MAIN,
        secret_in: false,
    }
}

const fn secret(name: &'static str, request: &'static str, response: &'static str) -> Command {
    Command {
        name,
        request,
        response,
        windows: MAIN,
        secret_in: true,
    }
}

/// Every command there is.
pub const COMMANDS: &[Command] = &[
    // The session.
    ask("state", "StateView"),
    ask("page_ready", "void"),
    tell("remember", "RememberRequest", "void"),
    tell("dismiss_notice", "NoticeRequest", "void"),
    ask("create_with_keyring", "void"),
    secret("unlock", "UnlockRequest", "void"),
    ask("unlock_with_keyring", "void"),
    secret("set_password", "SetPasswordRequest", "void"),
    ask("lock", "void"),
    ask("quit", "void"),
    // The recovery key: always a picture or a file, never text in the page.
    ask("recovery_picture", "ArrayBuffer"),
    ask("recovery_save", "SavedView | null"),
    ask("recovery_print", "void"),
    ask("recovery_done", "void"),
    ask("recovery_renew", "void"),
    // Codes.
    ask("codes", "CodesView"),
    tell("copy", "CopyRequest", "CopiedView"),
    tell("advance", "AccountRequest", "void"),
    // Accounts.
    tell("edit", "EditRequest", "void"),
    tell("pin", "PinRequest", "void"),
    tell("remove", "AccountRequest", "void"),
    tell("restore", "AccountRequest", "void"),
    ask("trash", "TrashView"),
    tell("qr_picture", "AccountRequest", "ArrayBuffer"),
    // Ways in.
    ask("cameras", "CamerasView"),
    tell("camera_start", "CameraRequest", "void"),
    tell("camera_frame", "CameraFrameRequest", "ArrayBuffer"),
    ask("camera_stop", "void"),
    ask("screen_scan", "FindingsView"),
    ask("picture_pick", "FindingsView | null"),
    ask("paste", "FindingsView"),
    secret("enrol_typed", "TypedRequest", "FindingsView"),
    ask("handed", "FindingsView | null"),
    tell("confirm", "ConfirmRequest", "EnrolledView"),
    tell("discard", "DiscardRequest", "void"),
    tell("copy_help", "HelpRequest", "void"),
    tell("copy_text", "TextRequest", "void"),
    // A Google export of which codes are missing.
    tell("export_take", "ExportRequest", "FindingsView"),
    tell("export_forget", "ExportRequest", "void"),
    // Settings and repair.
    tell("set_settings", "SettingsView", "SettingsView"),
    ask("generations", "GenerationsView"),
    tell("restore_generation", "GenerationRequest", "void"),
    tell("generation_preview", "GenerationRequest", "PreviewView"),
    tell("go_back", "GenerationRequest", "WentBackView"),
    ask("put_off_check", "void"),
    // Backups; a dialog asks where to.
    ask("backup_choose", "SavedView | null"),
    ask("backup_now", "SavedView"),
    ask("backup_stop", "void"),
    // Entries that this version does not understand; the file is chosen in a dialog and needs a proof of presence.
    ask("quarantine", "QuarantineView"),
    ask("quarantine_save", "SavedView | null"),
];

/// One event that the shell sends to the page.
#[derive(Debug, Clone, Copy)]
pub struct Event {
    /// Name on the wire.
    pub name: &'static str,
    /// Type of the payload; `null` when there is none.
    pub payload: &'static str,
}

/// Every event there is.
pub const EVENTS: &[Event] = &[
    // Phase, settings or notices changed: ask for `state` again.
    Event {
        name: "state_changed",
        payload: "null",
    },
    // Accounts changed: ask for `codes` again.
    Event {
        name: "codes_changed",
        payload: "null",
    },
    // Something was dropped on the window, and read.
    Event {
        name: "found",
        payload: "FindingsView",
    },
    // Something was dropped and could not be used.
    Event {
        name: "failed",
        payload: "Fault",
    },
    // The tray asks for a view.
    Event {
        name: "show",
        payload: "Show",
    },
    // A file hovers over the window (true) or left it (false).
    Event {
        name: "hover",
        payload: "boolean",
    },
];
