//! libpipewire, loaded when it is needed: the program starts and builds without it.
//!
//! Shapes and numbers are those of `pipewire/stream.h` and `spa/buffer/buffer.h` of PipeWire 0.3, which later versions
//! keep: structures only grow at their ends.

use std::ffi::{c_char, c_int, c_void};
use std::ptr;

use libloading::Library;

/// The name that every version since 0.3 has.
const NAME: &str = "libpipewire-0.3.so.0";

pub(super) const STREAMING: c_int = 3;
pub(super) const FAILED: c_int = -1;
/// `SPA_PARAM_Format`
pub(super) const PARAM_FORMAT: u32 = 4;
/// `SPA_CHUNK_FLAG_CORRUPTED`
const CORRUPTED: i32 = 1;

/// `struct pw_buffer`
#[repr(C)]
pub(super) struct PwBuffer {
    buffer: *mut SpaBuffer,
}

#[repr(C)]
struct SpaBuffer {
    metas: u32,
    count: u32,
    meta: *mut c_void,
    datas: *mut SpaData,
}

#[repr(C)]
struct SpaData {
    kind: u32,
    flags: u32,
    fd: i64,
    offset: u32,
    longest: u32,
    bytes: *mut u8,
    chunk: *mut SpaChunk,
}

#[repr(C)]
struct SpaChunk {
    offset: u32,
    size: u32,
    stride: i32,
    flags: i32,
}

/// `struct pw_stream_events`, version 0.
#[repr(C)]
pub(super) struct Events {
    pub(super) version: u32,
    pub(super) destroy: Option<unsafe extern "C" fn(*mut c_void)>,
    pub(super) state_changed:
        Option<unsafe extern "C" fn(*mut c_void, c_int, c_int, *const c_char)>,
    pub(super) control_info: Option<unsafe extern "C" fn()>,
    pub(super) io_changed: Option<unsafe extern "C" fn()>,
    pub(super) param_changed: Option<unsafe extern "C" fn(*mut c_void, u32, *const u32)>,
    pub(super) add_buffer: Option<unsafe extern "C" fn()>,
    pub(super) remove_buffer: Option<unsafe extern "C" fn()>,
    pub(super) process: Option<unsafe extern "C" fn(*mut c_void)>,
    pub(super) drained: Option<unsafe extern "C" fn()>,
}

/// `struct spa_hook`: six words that belong to the library.
#[repr(C)]
pub(super) struct Hook([*mut c_void; 6]);

impl Hook {
    pub(super) const fn new() -> Hook {
        Hook([ptr::null_mut(); 6])
    }
}

macro_rules! functions {
    ($($name:ident($($type:ty),*) $(-> $out:ty)?;)*) => {
        /// The functions that we call.
        pub(super) struct Functions {
            $(pub(super) $name: unsafe extern "C" fn($($type),*) $(-> $out)?,)*
        }

        impl Functions {
            /// Loads the library, for as long as the process lives. The error says why it cannot be had.
            #[expect(unsafe_code, reason = "functions of a C library, by their names")]
            pub(super) fn load() -> Result<Functions, libloading::Error> {
                // SAFETY: what the library does when it is loaded is PipeWire's own set-up.
                let library = Box::leak(Box::new(unsafe { Library::new(NAME) }?));
                // SAFETY: these are the signatures of PipeWire's headers.
                unsafe {
                    Ok(Functions {
                        $($name: *library.get(concat!(stringify!($name), "\0").as_bytes())?,)*
                    })
                }
            }
        }
    };
}

type Any = *mut c_void;

functions! {
    pw_init(*mut c_int, *mut *mut *mut c_char);
    pw_main_loop_new(*const c_void) -> Any;
    pw_main_loop_get_loop(Any) -> Any;
    pw_main_loop_run(Any) -> c_int;
    pw_context_new(Any, Any, usize) -> Any;
    pw_context_connect_fd(Any, c_int, Any, usize) -> Any;
    pw_properties_new_string(*const c_char) -> Any;
    pw_stream_new(Any, *const c_char, Any) -> Any;
    pw_stream_add_listener(Any, *mut Hook, *const Events, Any);
    pw_stream_connect(Any, c_int, u32, c_int, *const *const u8, u32) -> c_int;
    pw_stream_dequeue_buffer(Any) -> *mut PwBuffer;
    pw_stream_queue_buffer(Any, *mut PwBuffer) -> c_int;
}

/// The bytes of a buffer's first plane and their stride (0: not said); `None` for one that is damaged or not mapped.
///
/// # Safety
/// The buffer was dequeued from a stream that maps buffers, and is not queued again while the bytes are used.
#[expect(unsafe_code, reason = "a buffer that PipeWire has filled")]
pub(super) unsafe fn first_plane<'a>(buffer: *mut PwBuffer) -> Option<(&'a [u8], u32)> {
    // SAFETY: as the caller promises; each pointer is looked at before it is followed.
    unsafe {
        let buffer = buffer.as_ref()?.buffer.as_ref()?;
        if buffer.count == 0 {
            return None;
        }
        let data = buffer.datas.as_ref()?;
        let chunk = data.chunk.as_ref()?;
        if data.bytes.is_null() || data.longest == 0 || chunk.flags & CORRUPTED != 0 {
            return None;
        }
        // As the headers ask for: the offset modulo, the size clamped.
        let offset = chunk.offset % data.longest;
        let size = chunk.size.min(data.longest - offset);
        let bytes = std::slice::from_raw_parts(data.bytes.add(offset as usize), size as usize);
        Some((bytes, u32::try_from(chunk.stride).unwrap_or(0)))
    }
}
