//! The commands of the wire, one line each: every one calls the method of its name on [`app::App`],
//! off the main thread. Those that need the desktop call the shell.

use std::sync::Arc;

use app::App;
use app::wire::*;
use tauri::ipc::{Invoke, Response};
use tauri::{AppHandle, State};

use crate::desk::Desk;
use crate::{dialogs, window};

async fn on_worker<T: Send + 'static>(
    desk: &Desk,
    work: impl FnOnce(Arc<App>) -> Result<T, Fault> + Send + 'static,
) -> Result<T, Fault> {
    let app = desk.app.clone();
    match tauri::async_runtime::spawn_blocking(move || work(app)).await {
        Ok(result) => result,
        // A panic inside; its text could hold anything, so only the fact is told.
        Err(_) => Err(Fault::new(FaultCode::Internal).with("reason", "a task ended early")),
    }
}

macro_rules! commands {
    (
        plain { $($plain:ident($($preq:ident: $ptype:ty)?) -> $pout:ty;)* }
        raw { $($raw:ident($($rreq:ident: $rtype:ty)?);)* }
        shell { $($shell:ident,)* }
    ) => {
        $(
            #[tauri::command]
            async fn $plain(desk: State<'_, Desk>, $($preq: $ptype)?) -> Result<$pout, Fault> {
                on_worker(&desk, move |app| app.$plain($($preq)?)).await
            }
        )*
        $(
            #[tauri::command]
            async fn $raw(desk: State<'_, Desk>, $($rreq: $rtype)?) -> Result<Response, Fault> {
                on_worker(&desk, move |app| app.$raw($($rreq)?)).await.map(Response::new)
            }
        )*

        /// Tauri's handler of all commands.
        pub fn handler() -> impl Fn(Invoke) -> bool + Send + Sync + 'static {
            tauri::generate_handler![$($plain,)* $($raw,)* $($shell,)*]
        }

        #[cfg(test)]
        const NAMES: &[&str] = &[$(stringify!($plain),)* $(stringify!($raw),)* $(stringify!($shell),)*];
    };
}

commands! {
    plain {
        remember(request: RememberRequest) -> ();
        dismiss_notice(request: NoticeRequest) -> ();
        create_with_keyring() -> ();
        unlock(request: UnlockRequest) -> ();
        unlock_with_keyring() -> ();
        set_password(request: SetPasswordRequest) -> ();
        lock() -> ();
        recovery_done() -> ();
        recovery_renew() -> ();
        codes() -> CodesView;
        copy(request: CopyRequest) -> CopiedView;
        advance(request: AccountRequest) -> ();
        edit(request: EditRequest) -> ();
        pin(request: PinRequest) -> ();
        remove(request: AccountRequest) -> ();
        restore(request: AccountRequest) -> ();
        trash() -> TrashView;
        cameras() -> CamerasView;
        camera_start(request: CameraRequest) -> ();
        camera_stop() -> ();
        paste() -> FindingsView;
        enrol_typed(request: TypedRequest) -> FindingsView;
        handed() -> Option<FindingsView>;
        confirm(request: ConfirmRequest) -> EnrolledView;
        discard(request: DiscardRequest) -> ();
        copy_help(request: HelpRequest) -> ();
        copy_text(request: TextRequest) -> ();
        export_take(request: ExportRequest) -> FindingsView;
        export_forget(request: ExportRequest) -> ();
        set_settings(request: SettingsView) -> SettingsView;
        generations() -> GenerationsView;
        restore_generation(request: GenerationRequest) -> ();
        generation_preview(request: GenerationRequest) -> PreviewView;
        go_back(request: GenerationRequest) -> WentBackView;
        put_off_check() -> ();
        backup_now() -> SavedView;
        backup_stop() -> ();
        quarantine() -> QuarantineView;
    }
    raw {
        recovery_picture();
        qr_picture(request: AccountRequest);
        camera_frame(request: CameraFrameRequest);
    }
    shell {
        state, page_ready, quit, recovery_save, recovery_print, screen_scan, picture_pick, backup_choose,
        quarantine_save,
    }
}

#[tauri::command]
async fn state(desk: State<'_, Desk>) -> Result<StateView, Fault> {
    let tray = desk.has_tray();
    on_worker(&desk, move |app| {
        app.state().map(|state| StateView { tray, ..state })
    })
    .await
}

#[tauri::command]
async fn page_ready(handle: AppHandle, desk: State<'_, Desk>) -> Result<(), Fault> {
    // The benchmark reads it.
    log::info!("painted: {:?}", desk.app.phase());
    window::painted(&handle);
    Ok(())
}

#[tauri::command]
async fn quit(handle: AppHandle) -> Result<(), Fault> {
    handle.exit(0);
    Ok(())
}

#[tauri::command]
async fn recovery_save(
    handle: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<SavedView>, Fault> {
    match dialogs::save_recovery_sheet(&handle).await {
        Some(path) => on_worker(&desk, move |app| app.recovery_save(&path))
            .await
            .map(Some),
        None => Ok(None),
    }
}

#[tauri::command]
async fn recovery_print(window: tauri::WebviewWindow) -> Result<(), Fault> {
    window
        .print()
        .map_err(|error| Fault::new(FaultCode::Internal).with("reason", error))
}

#[tauri::command]
async fn screen_scan(handle: AppHandle, desk: State<'_, Desk>) -> Result<FindingsView, Fault> {
    on_worker(&desk, move |app| app.screen_scan(|| window::aside(&handle))).await
}

#[tauri::command]
async fn picture_pick(
    handle: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<FindingsView>, Fault> {
    match dialogs::pick_pictures(&handle).await {
        Some(paths) => on_worker(&desk, move |app| app.pictures(Source::Picture, &paths))
            .await
            .map(Some),
        None => Ok(None),
    }
}

#[tauri::command]
async fn backup_choose(
    handle: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<SavedView>, Fault> {
    match dialogs::pick_backup_folder(&handle).await {
        Some(path) => on_worker(&desk, move |app| app.backup_to(&path))
            .await
            .map(Some),
        None => Ok(None),
    }
}

#[tauri::command]
async fn quarantine_save(
    handle: AppHandle,
    desk: State<'_, Desk>,
) -> Result<Option<SavedView>, Fault> {
    match dialogs::save_odd_entries(&handle).await {
        Some(path) => on_worker(&desk, move |app| app.quarantine_save(&path))
            .await
            .map(Some),
        None => Ok(None),
    }
}

#[cfg(test)]
mod tests {
    use super::NAMES;

    #[test]
    fn every_command_of_the_table_is_here_and_no_other() {
        let mut table: Vec<_> = app::wire::COMMANDS
            .iter()
            .map(|command| command.name)
            .collect();
        let mut here = NAMES.to_vec();
        table.sort_unstable();
        here.sort_unstable();
        assert_eq!(table, here);
    }
}
