// Generated from crates/app/src/wire. Do not edit.
// UPDATE_BINDINGS=1 cargo test -p countersign-app bindings

/**
 * Every way in which a command can fail.
 */
export type FaultCode = "pin_missing" | "no_vault" | "vault_exists" | "locked" | "text_too_long" | "several_keys" | "export_gone" | "wrong_password" | "no_such_way" | "no_password" | "wrong_recovery_key" | "recovery_key_typo" | "password_too_short" | "keyring_missing" | "keyring_locked" | "keyring_denied" | "keyring_empty" | "keyring_wrong" | "keyring_silent" | "too_few_ways" | "vault_damaged" | "vault_newer" | "vault_busy" | "vault_changed" | "vault_too_large" | "out_of_memory" | "vault_unreadable" | "disk_full" | "read_only" | "save_failed" | "account_gone" | "no_such_account" | "several_accounts" | "passwords_differ" | "one_name_for_several" | "name_empty" | "name_too_long" | "not_a_picture" | "picture_kind" | "picture_slow" | "picture_damaged" | "clipboard_picture" | "picture_too_large" | "file_too_large" | "is_a_folder" | "file_unreadable" | "no_code_in_picture" | "other_symbol" | "clipboard_empty" | "clipboard_unavailable" | "text_not_understood" | "uri_refused" | "key_refused" | "google_refused" | "camera_none" | "camera_busy" | "camera_forbidden" | "camera_unplugged" | "camera_silent" | "camera_failed" | "screen_missing" | "screen_refused" | "screen_failed" | "no_code_on_screen" | "findings_gone" | "reveal_needed" | "recovery_gone" | "backup_folder_gone" | "backup_same_folder" | "backup_unproven" | "generation_keys_gone" | "write_failed" | "autostart_failed" | "settings_not_saved" | "internal";

/**
 * What went wrong: a code and the arguments of its text.
 */
export type Fault = {
/**
 * The code.
 */
code: FaultCode,
/**
 * The arguments of its text, by name. Never a secret.
 */
args: { [key in string]: string }, };

/**
 * Something to say that is no failure: a code and the arguments of its text.
 */
export type Notice = {
/**
 * The code.
 */
code: string,
/**
 * The arguments of its text, by name. Never a secret.
 */
args: { [key in string]: string }, };

/**
 * What the vault is doing.
 */
export type Phase = "fresh" | "locked" | "unlocked" | "damaged" | "newer";

/**
 * A view of the page.
 */
export type Show = "codes" | "add_camera" | "add_screen" | "add_picture" | "add_text" | "add_type" | "settings" | "trash";

/**
 * Which code of an account.
 */
export type Which = "current" | "next";

/**
 * How codes are made.
 */
export type KindView = "totp" | "hotp" | "steam" | "motp" | "yandex";

/**
 * Light or dark.
 */
export type Theme = "system" | "light" | "dark";

/**
 * Where findings came from.
 */
export type Source = "camera" | "screen" | "picture" | "paste" | "typed" | "link";

/**
 * Why a draft may be here already.
 */
export type Same = "secret" | "name";

/**
 * What the camera is doing.
 */
export type CameraStatus = "opening" | "looking" | "found" | "failed" | "off";

/**
 * Which signals that lock the vault come on this system.
 */
export type LockSourcesView = {
/**
 * A screen saver tells when it starts.
 */
screensaver: boolean,
/**
 * The session tells when it is locked.
 */
session: boolean,
/**
 * The system tells before it sleeps, and waits.
 */
sleep: boolean, };

/**
 * Ways into the vault.
 */
export type WaysView = {
/**
 * A password slot is there.
 */
password: boolean,
/**
 * A recovery-key slot is there.
 */
recovery: boolean,
/**
 * A keyring slot is there.
 */
keyring: boolean, };

/**
 * The OS keyring.
 */
export type KeyringView = {
/**
 * It answers and can be used.
 */
usable: boolean,
/**
 * The name of the provider that answered.
 */
provider: string,
/**
 * Why it cannot be used.
 */
fault: Fault | null, };

/**
 * What the page asked to remember.
 */
export type RememberedView = {
/**
 * The view.
 */
show: Show,
/**
 * The text in the search field.
 */
search: string,
/**
 * Scroll position, CSS px.
 */
scroll: number, };

/**
 * What a person can choose.
 */
export type SettingsView = {
/**
 * Light or dark.
 */
theme: Theme,
/**
 * Seconds after which a copied code leaves the clipboard; 0 for never.
 */
clear_clipboard_after: number,
/**
 * Seconds without use after which the vault locks; 0 for never.
 */
lock_after: number,
/**
 * The vault locks when the screen saver starts.
 */
lock_on_screensaver: boolean,
/**
 * The vault locks when the session is locked.
 */
lock_on_session: boolean,
/**
 * The vault locks before the computer sleeps.
 */
lock_on_sleep: boolean,
/**
 * The vault locks when the window is minimised.
 */
lock_on_minimise: boolean,
/**
 * Closing the window keeps the tray icon.
 */
close_to_tray: boolean,
/**
 * Start with the session.
 */
start_at_login: boolean,
/**
 * Codes are hidden until the pointer or the focus is on them.
 */
hide_codes: boolean,
/**
 * The camera chosen last.
 */
camera: string | null, };

/**
 * All that the page needs to choose what to show.
 */
export type StateView = {
/**
 * The vault.
 */
phase: Phase,
/**
 * What is wrong with it, when it is damaged or newer.
 */
fault: Fault | null,
/**
 * Which ways in the vault has.
 */
ways: WaysView,
/**
 * The OS keyring.
 */
keyring: KeyringView,
/**
 * The recovery key was not yet saved, printed or written down.
 */
recovery_pending: boolean,
/**
 * Its picture can be shown now (it is held only until it was saved or the vault locks).
 */
recovery_at_hand: boolean,
/**
 * When it was last typed or tried, Unix seconds.
 */
recovery_tried_at: number | null,
/**
 * A way in was not used for so long that it may be forgotten: trying it is offered, and can be put off.
 */
check: CheckView | null,
/**
 * Backups.
 */
backup: BackupView,
/**
 * Presence was proven within the last 60 s.
 */
revealing: boolean,
/**
 * Settings.
 */
settings: SettingsView,
/**
 * Things to say once.
 */
notices: Array<Notice>,
/**
 * What the page asked to remember.
 */
remembered: RememberedView | null,
/**
 * Google exports of which codes are missing, the one that was last gone on with first.
 */
exports: Array<BatchView>,
/**
 * Whether a tray host shows the icon.
 */
tray: boolean,
/**
 * Which signals that lock the vault come on this system.
 */
lock_sources: LockSourcesView,
/**
 * Something was handed to the program from elsewhere: ask for `handed` once the vault is open.
 */
handed: boolean,
/**
 * Version of the program.
 */
version: string,
/**
 * `linux`, `macos` or `windows`.
 */
system: string,
/**
 * Where the vault lies.
 */
vault_path: string, };

/**
 * One account.
 */
export type AccountView = {
/**
 * 32 hex digits.
 */
id: string,
/**
 * Issuer.
 */
issuer: string,
/**
 * The issuer in the label, when it is another one.
 */
issuer_in_label: string | null,
/**
 * Label.
 */
label: string,
/**
 * Pinned to the top.
 */
pinned: boolean,
/**
 * How codes are made.
 */
kind: KindView,
/**
 * Length of a code.
 */
digits: number,
/**
 * `SHA1`, `SHA256` or `SHA512`.
 */
algorithm: string,
/**
 * Seconds that a code is valid; 0 for HOTP.
 */
period: number,
/**
 * The code.
 */
code: string,
/**
 * The one after it; absent for HOTP.
 */
next: string | null,
/**
 * Unix seconds from which the code is valid.
 */
valid_from: number,
/**
 * Unix seconds at which the code ends; 0 for HOTP.
 */
valid_until: number,
/**
 * When it was added, Unix seconds.
 */
created_at: number, };

/**
 * Every account with its code.
 */
export type CodesView = {
/**
 * Now, in Unix milliseconds: the page goes by this clock, not its own.
 */
now_ms: number,
/**
 * Pinned first, then by issuer and label.
 */
accounts: Array<AccountView>,
/**
 * Entries that this version does not understand; kept, not shown.
 */
quarantined: number, };

/**
 * A code was copied.
 */
export type CopiedView = {
/**
 * Seconds until the clipboard is cleared; 0 when it is not.
 */
clear_after: number,
/**
 * Seconds that the code stays valid; 0 for HOTP.
 */
valid_for: number, };

/**
 * An account in the trash.
 */
export type TrashedView = {
/**
 * 32 hex digits.
 */
id: string,
/**
 * Issuer.
 */
issuer: string,
/**
 * Label.
 */
label: string,
/**
 * When it was deleted, Unix seconds.
 */
deleted_at: number,
/**
 * When it goes for good, Unix seconds.
 */
gone_at: number, };

/**
 * The trash.
 */
export type TrashView = {
/**
 * Newest first.
 */
accounts: Array<TrashedView>, };

/**
 * The account that a draft resembles.
 */
export type DuplicateView = {
/**
 * Its id.
 */
id: string,
/**
 * What is the same.
 */
same: Same,
/**
 * Its issuer.
 */
issuer: string,
/**
 * Its label.
 */
label: string,
/**
 * It lies in the trash.
 */
trashed: boolean, };

/**
 * Several pictures.
 */
export type PicturesView = {
/**
 * How many had a code on them.
 */
with_codes: number,
/**
 * Of how many.
 */
of: number, };

/**
 * An account not yet added.
 */
export type DraftView = {
/**
 * Its number in the findings.
 */
draft: number,
/**
 * Issuer.
 */
issuer: string,
/**
 * The issuer in the label, when it is another one.
 */
issuer_in_label: string | null,
/**
 * Label.
 */
label: string,
/**
 * How codes are made.
 */
kind: KindView,
/**
 * Length of a code.
 */
digits: number,
/**
 * `SHA1`, `SHA256` or `SHA512`.
 */
algorithm: string,
/**
 * Seconds that a code is valid; 0 for HOTP.
 */
period: number,
/**
 * One per oddity.
 */
warnings: Array<Notice>,
/**
 * It may be here already.
 */
duplicate: DuplicateView | null,
/**
 * Where in a text its key was found.
 */
place: PlaceView | null, };

/**
 * Progress through a Google export.
 */
export type BatchView = {
/**
 * Names the export.
 */
id: string,
/**
 * Codes read so far.
 */
have: number,
/**
 * Codes in all.
 */
size: number,
/**
 * The numbers of the codes that are missing, from 1.
 */
missing: Array<number>,
/**
 * Accounts in the codes read so far.
 */
accounts: number,
/**
 * The number of the code that was read last, from 1.
 */
last: number,
/**
 * It had been read before.
 */
again: boolean, };

/**
 * Where in a text a key was found.
 */
export type PlaceView = {
/**
 * The line, from 1.
 */
line: number,
/**
 * The words before it, without anything of a key; may be empty.
 */
before: string,
/**
 * How many letters the key has.
 */
letters: number, };

/**
 * A code that is no account. Its help texts go by `kind`.
 */
export type ForeignView = {
/**
 * Code of the kind.
 */
kind: string,
/**
 * Harmless facts, such as a host: name and value.
 */
shown: Array<[string, string]>,
/**
 * The text itself can be copied: it is nothing that signs anybody in.
 */
copyable: boolean, };

/**
 * What was found in a picture, a text or before the camera.
 */
export type FindingsView = {
/**
 * Names these findings; empty when there is nothing in them to add.
 */
id: string,
/**
 * Where from.
 */
source: Source,
/**
 * How many pictures were read, when they were several.
 */
pictures: PicturesView | null,
/**
 * Accounts that can be added.
 */
accounts: Array<DraftView>,
/**
 * The accounts are keys of one text, and not all of them need be meant: the person chooses by their places.
 */
choose: boolean,
/**
 * A Google export in several codes, when one is under way.
 */
batch: BatchView | null,
/**
 * Codes that are something else.
 */
foreign: Array<ForeignView>,
/**
 * Codes that were meant to be accounts and cannot be.
 */
refused: Array<Fault>, };

/**
 * Accounts were added.
 */
export type EnrolledView = {
/**
 * Their ids, in the order asked.
 */
ids: Array<string>, };

/**
 * One camera.
 */
export type CameraInfoView = {
/**
 * Names it across restarts.
 */
id: string,
/**
 * For people.
 */
name: string, };

/**
 * The cameras.
 */
export type CamerasView = {
/**
 * All that can show a picture.
 */
cameras: Array<CameraInfoView>,
/**
 * The one that would be used.
 */
chosen: string | null, };

/**
 * Goes ahead of a preview frame: 4 bytes little-endian length of this JSON, the JSON, then a
 * JPEG (nothing when there is no new picture).
 */
export type CameraView = {
/**
 * Number of the frame.
 */
seq: number,
/**
 * What the camera is doing.
 */
status: CameraStatus,
/**
 * Why nothing was read yet: code of a hint.
 */
hint: string | null,
/**
 * Corners of each code seen, in fractions of the preview (0 to 1), in order round it.
 */
outlines: Array<Array<[number, number]>>,
/**
 * Width of the preview, px.
 */
width: number,
/**
 * Height of the preview, px.
 */
height: number,
/**
 * What was found; while the status is still `looking`, how far a Google export has come.
 */
findings: FindingsView | null,
/**
 * What went wrong.
 */
fault: Fault | null, };

/**
 * A file was written.
 */
export type SavedView = {
/**
 * Where.
 */
path: string, };

/**
 * One older generation.
 */
export type GenerationView = {
/**
 * Names it.
 */
id: string,
/**
 * When it was saved, Unix seconds.
 */
saved_at: number,
/**
 * Bytes.
 */
size: number, };

/**
 * Older generations of the vault.
 */
export type GenerationsView = {
/**
 * Newest first.
 */
generations: Array<GenerationView>, };

/**
 * Which way in was not used for so long that it may be forgotten.
 */
export type CheckView = "password" | "recovery";

/**
 * Why this version does not understand an entry.
 */
export type OddView = "shape" | "duplicate" | "kind" | "algorithm" | "secret" | "refused";

/**
 * Backups in a folder of the person's choice.
 */
export type BackupView = {
/**
 * The folder; none is chosen when absent.
 */
folder: string | null,
/**
 * When the newest backup was made and proven, Unix seconds.
 */
newest_at: number | null,
/**
 * There are changes that no backup has, and the newest is older than a week.
 */
old: boolean,
/**
 * Why the last try failed.
 */
fault: Fault | null, };

/**
 * The names of an account.
 */
export type NamesView = {
/**
 * Issuer.
 */
issuer: string,
/**
 * Label.
 */
label: string, };

/**
 * What going back to an earlier state would change.
 */
export type PreviewView = {
/**
 * Accounts that come back.
 */
back: Array<NamesView>,
/**
 * Accounts that go to the trash.
 */
gone: Array<NamesView>,
/**
 * Accounts that get their earlier names: as they are, as they were.
 */
renamed: Array<[NamesView, NamesView]>,
/**
 * How many accounts there are in that state.
 */
accounts: number, };

/**
 * The vault went back to an earlier state.
 */
export type WentBackView = {
/**
 * The generation that undoes it.
 */
undo: string | null, };

/**
 * One entry that this version does not understand.
 */
export type QuarantinedView = {
/**
 * Issuer, if there is one to be read.
 */
issuer: string | null,
/**
 * Label, if there is one to be read.
 */
label: string | null,
/**
 * Why it is not understood.
 */
reason: OddView, };

/**
 * Entries that this version does not understand.
 */
export type QuarantineView = {
/**
 * In their order.
 */
entries: Array<QuarantinedView>, };

/**
 * A secret that a person typed into the page; it only travels inwards.
 */
export type Typed = string;

/**
 * Which slot a typed secret belongs to.
 */
export type Way = "password" | "recovery";

/**
 * What an unlock is for.
 */
export type Purpose = "session" | "check" | "reveal";

/**
 * Unlocks the vault, or proves presence anew.
 */
export type UnlockRequest = {
/**
 * Which slot.
 */
way: Way,
/**
 * What was typed.
 */
secret: Typed,
/**
 * What for.
 */
purpose: Purpose, };

/**
 * Sets the first password (makes the vault when there is none) or a new one (after a reveal).
 */
export type SetPasswordRequest = {
/**
 * What was typed, at least 8 characters.
 */
password: Typed,
/**
 * Also keep a key in the OS keyring, for opening without typing.
 */
keyring: boolean, };

/**
 * Names an account.
 */
export type AccountRequest = {
/**
 * Its id, 32 hex digits.
 */
id: string, };

/**
 * Copies a code.
 */
export type CopyRequest = {
/**
 * The account's id.
 */
id: string,
/**
 * The code that is valid now or the one after it.
 */
which: Which,
/**
 * For the next one: when the code shown before it ends, Unix seconds. A period that turns while the person
 * clicks does not give another code than the one that was read.
 */
shown_until: number | null, };

/**
 * Renames an account.
 */
export type EditRequest = {
/**
 * The account's id.
 */
id: string,
/**
 * New issuer; may be empty.
 */
issuer: string,
/**
 * New label; may be empty when the issuer is not.
 */
label: string, };

/**
 * Pins an account to the top of list and tray.
 */
export type PinRequest = {
/**
 * The account's id.
 */
id: string,
/**
 * Pinned or not.
 */
pinned: boolean, };

/**
 * Starts the camera.
 */
export type CameraRequest = {
/**
 * Which; none for the one used last, or the first.
 */
camera: string | null, };

/**
 * Asks for the next preview frame. Answered when there is a newer one, at the latest after a second.
 */
export type CameraFrameRequest = {
/**
 * The number of the frame the page has.
 */
after: number, };

/**
 * What a bare key does not say by itself.
 */
export type TypedOptions = {
/**
 * `totp`, `hotp` or `steam`.
 */
kind: KindView,
/**
 * `SHA1`, `SHA256` or `SHA512`.
 */
algorithm: string,
/**
 * 6 to 10.
 */
digits: number,
/**
 * Seconds, 1 to 86,400.
 */
period: number,
/**
 * First counter, HOTP only.
 */
counter: number, };

/**
 * A key that was typed, or any text that was pasted into the field.
 */
export type TypedRequest = {
/**
 * An otpauth URI, a key in Base32, or a text that holds one.
 */
text: Typed,
/**
 * Issuer, for a bare key.
 */
issuer: string,
/**
 * Label, for a bare key.
 */
label: string,
/**
 * Options for a bare key; the usual ones when absent.
 */
options: TypedOptions | null, };

/**
 * One draft to add.
 */
export type ConfirmedDraft = {
/**
 * Its number in the findings.
 */
draft: number,
/**
 * Issuer.
 */
issuer: string,
/**
 * Label.
 */
label: string, };

/**
 * Adds what was found.
 */
export type ConfirmRequest = {
/**
 * The findings' id.
 */
findings: string,
/**
 * Those to add, with the names that the person chose.
 */
accounts: Array<ConfirmedDraft>, };

/**
 * Forgets what was found.
 */
export type DiscardRequest = {
/**
 * The findings' id.
 */
findings: string, };

/**
 * Copies the help text of a foreign code to the clipboard.
 */
export type HelpRequest = {
/**
 * The kind's code.
 */
kind: string, };

/**
 * Copies the text of a code that is no account.
 */
export type TextRequest = {
/**
 * The findings' id.
 */
findings: string,
/**
 * Its place among the foreign ones, from 0.
 */
foreign: number, };

/**
 * Names a Google export that is under way.
 */
export type ExportRequest = {
/**
 * Its id.
 */
export: string, };

/**
 * Names a notice.
 */
export type NoticeRequest = {
/**
 * Its code.
 */
code: string, };

/**
 * Names an older generation of the vault.
 */
export type GenerationRequest = {
/**
 * Its id.
 */
id: string, };

/**
 * What the page wants to find again after its window was closed and opened.
 */
export type RememberRequest = {
/**
 * The view.
 */
show: Show,
/**
 * The text in the search field.
 */
search: string,
/**
 * Scroll position of the list, CSS px.
 */
scroll: number, };

/** Every command, with its argument and its answer. */
export interface Commands {
  state(): Promise<StateView>;
  page_ready(): Promise<void>;
  remember(request: RememberRequest): Promise<void>;
  dismiss_notice(request: NoticeRequest): Promise<void>;
  create_with_keyring(): Promise<void>;
  unlock(request: UnlockRequest): Promise<void>;
  unlock_with_keyring(): Promise<void>;
  set_password(request: SetPasswordRequest): Promise<void>;
  lock(): Promise<void>;
  quit(): Promise<void>;
  recovery_picture(): Promise<ArrayBuffer>;
  recovery_save(): Promise<SavedView | null>;
  recovery_print(): Promise<void>;
  recovery_done(): Promise<void>;
  recovery_renew(): Promise<void>;
  codes(): Promise<CodesView>;
  copy(request: CopyRequest): Promise<CopiedView>;
  advance(request: AccountRequest): Promise<void>;
  edit(request: EditRequest): Promise<void>;
  pin(request: PinRequest): Promise<void>;
  remove(request: AccountRequest): Promise<void>;
  restore(request: AccountRequest): Promise<void>;
  trash(): Promise<TrashView>;
  qr_picture(request: AccountRequest): Promise<ArrayBuffer>;
  cameras(): Promise<CamerasView>;
  camera_start(request: CameraRequest): Promise<void>;
  camera_frame(request: CameraFrameRequest): Promise<ArrayBuffer>;
  camera_stop(): Promise<void>;
  screen_scan(): Promise<FindingsView>;
  picture_pick(): Promise<FindingsView | null>;
  paste(): Promise<FindingsView>;
  enrol_typed(request: TypedRequest): Promise<FindingsView>;
  handed(): Promise<FindingsView | null>;
  confirm(request: ConfirmRequest): Promise<EnrolledView>;
  discard(request: DiscardRequest): Promise<void>;
  copy_help(request: HelpRequest): Promise<void>;
  copy_text(request: TextRequest): Promise<void>;
  export_take(request: ExportRequest): Promise<FindingsView>;
  export_forget(request: ExportRequest): Promise<void>;
  set_settings(request: SettingsView): Promise<SettingsView>;
  generations(): Promise<GenerationsView>;
  restore_generation(request: GenerationRequest): Promise<void>;
  generation_preview(request: GenerationRequest): Promise<PreviewView>;
  go_back(request: GenerationRequest): Promise<WentBackView>;
  put_off_check(): Promise<void>;
  backup_choose(): Promise<SavedView | null>;
  backup_now(): Promise<SavedView>;
  backup_stop(): Promise<void>;
  quarantine(): Promise<QuarantineView>;
  quarantine_save(): Promise<SavedView | null>;
}

/** The same as data: a host makes its client of it. */
export const COMMANDS = [
  { name: "state", request: false, raw: false },
  { name: "page_ready", request: false, raw: false },
  { name: "remember", request: true, raw: false },
  { name: "dismiss_notice", request: true, raw: false },
  { name: "create_with_keyring", request: false, raw: false },
  { name: "unlock", request: true, raw: false },
  { name: "unlock_with_keyring", request: false, raw: false },
  { name: "set_password", request: true, raw: false },
  { name: "lock", request: false, raw: false },
  { name: "quit", request: false, raw: false },
  { name: "recovery_picture", request: false, raw: true },
  { name: "recovery_save", request: false, raw: false },
  { name: "recovery_print", request: false, raw: false },
  { name: "recovery_done", request: false, raw: false },
  { name: "recovery_renew", request: false, raw: false },
  { name: "codes", request: false, raw: false },
  { name: "copy", request: true, raw: false },
  { name: "advance", request: true, raw: false },
  { name: "edit", request: true, raw: false },
  { name: "pin", request: true, raw: false },
  { name: "remove", request: true, raw: false },
  { name: "restore", request: true, raw: false },
  { name: "trash", request: false, raw: false },
  { name: "qr_picture", request: true, raw: true },
  { name: "cameras", request: false, raw: false },
  { name: "camera_start", request: true, raw: false },
  { name: "camera_frame", request: true, raw: true },
  { name: "camera_stop", request: false, raw: false },
  { name: "screen_scan", request: false, raw: false },
  { name: "picture_pick", request: false, raw: false },
  { name: "paste", request: false, raw: false },
  { name: "enrol_typed", request: true, raw: false },
  { name: "handed", request: false, raw: false },
  { name: "confirm", request: true, raw: false },
  { name: "discard", request: true, raw: false },
  { name: "copy_help", request: true, raw: false },
  { name: "copy_text", request: true, raw: false },
  { name: "export_take", request: true, raw: false },
  { name: "export_forget", request: true, raw: false },
  { name: "set_settings", request: true, raw: false },
  { name: "generations", request: false, raw: false },
  { name: "restore_generation", request: true, raw: false },
  { name: "generation_preview", request: true, raw: false },
  { name: "go_back", request: true, raw: false },
  { name: "put_off_check", request: false, raw: false },
  { name: "backup_choose", request: false, raw: false },
  { name: "backup_now", request: false, raw: false },
  { name: "backup_stop", request: false, raw: false },
  { name: "quarantine", request: false, raw: false },
  { name: "quarantine_save", request: false, raw: false },
] as const satisfies readonly { name: keyof Commands; request: boolean; raw: boolean }[];

/** Every event that the shell sends, with its payload. */
export interface Events {
  state_changed: null;
  codes_changed: null;
  found: FindingsView;
  failed: Fault;
  show: Show;
  hover: boolean;
}

/** Names of the events. */
export const EVENTS = [
  "state_changed",
  "codes_changed",
  "found",
  "failed",
  "show",
  "hover",
] as const satisfies readonly (keyof Events)[];
