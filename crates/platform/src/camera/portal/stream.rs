//! A camera's frames out of PipeWire.

use std::ffi::{CStr, c_char, c_int, c_void};
use std::os::fd::{IntoRawFd, OwnedFd};
use std::ptr;
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::thread;

use app::ports::CameraError;
use scan::Frame;

use super::super::capture::Source;
use super::super::format::Pixels;
use super::super::luma::{self, Shape};
use super::library::{self, Events, FAILED, Functions, Hook, PARAM_FORMAT, STREAMING};
use super::pod::{self, Agreed};

/// Connect to what fits, have buffers mapped, and do not go over to another camera when this one goes.
const FLAGS: c_int = 1 | 1 << 2 | 1 << 7;
const INPUT: c_int = 0;
const ANY: u32 = u32::MAX;
const WHAT: &CStr = c"media.type=Video media.category=Capture media.role=Camera";

type News = Result<Option<Frame>, CameraError>;

/// The camera behind the portal.
pub(super) struct PipeWireSource {
    news: Receiver<News>,
}

impl PipeWireSource {
    /// Connects to the PipeWire of the portal.
    pub(super) fn open(remote: OwnedFd) -> Result<PipeWireSource, CameraError> {
        let functions =
            Functions::load().map_err(|error| CameraError::Failed(error.to_string()))?;
        let (sender, news) = sync_channel(1);
        let reports = sender.clone();
        thread::Builder::new()
            .name("pipewire".to_owned())
            .spawn(move || {
                // It runs for as long as the process; a failure is told and ends it.
                if let Err(why) = run(functions, remote, sender) {
                    let _ = reports.send(Err(CameraError::Failed(why.to_owned())));
                }
            })
            .map_err(|error| CameraError::Failed(error.to_string()))?;
        Ok(PipeWireSource { news })
    }
}

impl Source for PipeWireSource {
    fn frame(&mut self) -> Result<Option<Frame>, CameraError> {
        self.news.recv().unwrap_or(Err(CameraError::Unplugged))
    }
}

/// What the callbacks share; PipeWire calls them on the thread of its loop, one after the other.
struct Shared {
    functions: Functions,
    stream: *mut c_void,
    news: SyncSender<News>,
    agreed: Option<Agreed>,
}

impl Shared {
    /// A frame that nobody takes is dropped for a newer one, a fault never is.
    fn tell(&self, news: News) {
        if let Err(TrySendError::Full(Err(fault))) = self.news.try_send(news) {
            let _ = self.news.send(Err(fault));
        }
    }
}

static EVENTS: Events = Events {
    version: 0,
    destroy: None,
    state_changed: Some(state_changed),
    control_info: None,
    io_changed: None,
    param_changed: Some(param_changed),
    add_buffer: None,
    remove_buffer: None,
    process: Some(process),
    drained: None,
};

/// Runs PipeWire's loop; returns when it cannot be begun.
#[expect(unsafe_code, reason = "calls of a C library")]
fn run(functions: Functions, remote: OwnedFd, news: SyncSender<News>) -> Result<(), &'static str> {
    let given = |pointer: *mut c_void, why| {
        if pointer.is_null() {
            Err(why)
        } else {
            Ok(pointer)
        }
    };
    // Never freed: the process ends with the camera.
    let shared = Box::leak(Box::new(Shared {
        functions,
        stream: ptr::null_mut(),
        news,
        agreed: None,
    }));
    let hook = Box::leak(Box::new(Hook::new()));
    let f = &shared.functions;
    // SAFETY: the order and the arguments are those of PipeWire's documentation; everything given to it lives as long as
    // the process, but the offers, which it copies.
    unsafe {
        (f.pw_init)(ptr::null_mut(), ptr::null_mut());
        let main = given(
            (f.pw_main_loop_new)(ptr::null()),
            "PipeWire gives no main loop",
        )?;
        let inner = (f.pw_main_loop_get_loop)(main);
        let context = given(
            (f.pw_context_new)(inner, ptr::null_mut(), 0),
            "PipeWire gives no context",
        )?;
        // It owns the descriptor from here on.
        let remote = remote.into_raw_fd();
        let core = given(
            (f.pw_context_connect_fd)(context, remote, ptr::null_mut(), 0),
            "PipeWire cannot be reached",
        )?;
        let properties = (f.pw_properties_new_string)(WHAT.as_ptr());
        let stream = given(
            (f.pw_stream_new)(core, c"Countersign".as_ptr(), properties),
            "PipeWire gives no stream",
        )?;
        shared.stream = stream;
        let offers = pod::offers();
        let offers = [offers[0].as_ptr(), offers[1].as_ptr()];
        let (add_listener, connect, go) = (
            shared.functions.pw_stream_add_listener,
            shared.functions.pw_stream_connect,
            shared.functions.pw_main_loop_run,
        );
        let data = ptr::from_mut(shared).cast();
        add_listener(stream, hook, &raw const EVENTS, data);
        if connect(stream, INPUT, ANY, FLAGS, offers.as_ptr(), 2) < 0 {
            return Err("PipeWire does not connect the camera");
        }
        go(main);
    }
    Err("PipeWire has ended")
}

#[expect(unsafe_code, reason = "called by a C library")]
unsafe extern "C" fn state_changed(
    data: *mut c_void,
    old: c_int,
    new: c_int,
    error: *const c_char,
) {
    // SAFETY: `data` is what was given to `pw_stream_add_listener`; texts are C strings or nothing.
    let (shared, words) = unsafe {
        let words = if error.is_null() {
            c""
        } else {
            CStr::from_ptr(error)
        };
        (&*data.cast::<Shared>(), words.to_string_lossy())
    };
    log::debug!("the portal's camera: state {old}, then {new} {words}");
    match (old, new) {
        // How WirePlumber and PipeWire's own session manager say that there is nothing to connect to.
        (_, FAILED) if words.contains("available") || words.contains("no target") => {
            shared.tell(Err(CameraError::None));
        }
        (STREAMING, _) => shared.tell(Err(CameraError::Unplugged)),
        (_, FAILED) => shared.tell(Err(CameraError::Failed(words.into_owned()))),
        _ => {}
    }
}

#[expect(unsafe_code, reason = "called by a C library")]
unsafe extern "C" fn param_changed(data: *mut c_void, id: u32, param: *const u32) {
    if id != PARAM_FORMAT || param.is_null() {
        return;
    }
    // SAFETY: as above; a pod says its own length in its first word.
    let (shared, bytes) = unsafe {
        let length = 8 + param.read() as usize;
        let bytes = std::slice::from_raw_parts(param.cast::<u8>(), length);
        (&mut *data.cast::<Shared>(), bytes)
    };
    shared.agreed = pod::agreed(bytes);
    log::info!("the portal's camera sends {:?}", shared.agreed);
    if shared.agreed.is_none() {
        let words = "it has no format that can be read".to_owned();
        shared.tell(Err(CameraError::Failed(words)));
    }
}

#[expect(unsafe_code, reason = "called by a C library")]
unsafe extern "C" fn process(data: *mut c_void) {
    // SAFETY: as above.
    let shared = unsafe { &*data.cast::<Shared>() };
    let f = &shared.functions;
    loop {
        // SAFETY: the stream is that of this callback; what is taken is given back below.
        let buffer = unsafe { (f.pw_stream_dequeue_buffer)(shared.stream) };
        if buffer.is_null() {
            return;
        }
        // SAFETY: the bytes are copied before the buffer is given back.
        let frame = unsafe { library::first_plane(buffer) }.zip(shared.agreed);
        let frame = frame.and_then(|((bytes, stride), agreed)| grey(agreed, bytes, stride));
        shared.tell(Ok(frame));
        // SAFETY: it was dequeued above.
        unsafe { (f.pw_stream_queue_buffer)(shared.stream, buffer) };
    }
}

/// Planes come apart here, so the stride is never guessed from the number of bytes.
fn grey(agreed: Agreed, bytes: &[u8], stride: u32) -> Option<Frame> {
    let each = match agreed.pixels {
        Pixels::Yuyv => 2,
        Pixels::Rgb | Pixels::Bgr => 3,
        Pixels::Nv12 | Pixels::Grey | Pixels::Mjpeg => 1,
    };
    let shape = Shape {
        pixels: agreed.pixels,
        width: agreed.width,
        height: agreed.height,
        stride: Some(stride.max(agreed.width * each)),
    };
    luma::grey(shape, bytes)
}
