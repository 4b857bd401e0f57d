//! The wire to the kernel: `vhci-hcd` takes a socket and believes that a USB device is behind it (USB/IP, see
//! "USB/IP protocol" in the kernel's documentation). So the kernel's own `uvcvideo` drives what is played here.

use std::collections::VecDeque;
use std::io::{self, Read, Write};
use std::net::Shutdown;
use std::os::fd::AsRawFd;
use std::os::unix::net::UnixStream;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::thread::{self, JoinHandle};
use std::time::{Duration, Instant};

use rustix::event::{PollFd, PollFlags, Timespec, poll};

use crate::fake::Shared;
use crate::uvc::{self, Agreed, Answer, Model, Setup};

const ATTACH: &str = "/sys/devices/platform/vhci_hcd.0/attach";
const HIGH_SPEED: u32 = 3;
/// How often commands of the test are looked for.
const STEP: Duration = Duration::from_millis(5);
const STALLED: i32 = -32;
const UNLINKED: i32 = -104;

/// A device in a port, until its end of the socket is closed.
pub struct Plugged {
    socket: UnixStream,
    thread: Option<JoinHandle<()>>,
}

impl Plugged {
    pub fn into(port: u32, model: Arc<Model>, shared: Arc<Shared>) -> Plugged {
        let (ours, theirs) = UnixStream::pair().unwrap();
        let line = format!(
            "{port} {} {} {HIGH_SPEED}",
            theirs.as_raw_fd(),
            0x1_0002 + port
        );
        // The port may still be busy with the end of what was in it.
        let end = Instant::now() + Duration::from_secs(10);
        while let Err(error) = std::fs::write(ATTACH, &line) {
            assert!(Instant::now() < end, "port {port}: {error}");
            thread::sleep(STEP);
        }
        let socket = ours.try_clone().unwrap();
        let device = Device {
            agreed: model.agree(1, 0),
            model,
            shared,
            socket: ours,
            waiting: VecDeque::new(),
            newest: 0,
            early: Vec::new(),
            payload: None,
            due: Instant::now(),
            count: 0,
        };
        let thread = thread::spawn(move || {
            // The end of the socket is how a device is unplugged.
            let _ = device.serve();
        });
        Plugged {
            socket,
            thread: Some(thread),
        }
    }
}

impl Drop for Plugged {
    fn drop(&mut self) {
        let _ = self.socket.shutdown(Shutdown::Both);
        if let Some(thread) = self.thread.take() {
            let _ = thread.join();
        }
    }
}

/// What the host asked for and has not got yet: sequence number and room, bytes.
type Waiting = (u32, usize);

struct Device {
    model: Arc<Model>,
    shared: Arc<Shared>,
    socket: UnixStream,
    agreed: Agreed,
    waiting: VecDeque<Waiting>,
    /// The number of the newest request; they come in order.
    newest: u32,
    /// Requests that were taken back before they came, as the kernel sends the two from different lists: request, and
    /// taking back.
    early: Vec<(u32, u32)>,
    /// The frame under way, and how much of it was sent.
    payload: Option<(Vec<u8>, usize)>,
    due: Instant,
    count: usize,
}

impl Device {
    fn serve(mut self) -> io::Result<()> {
        loop {
            let now = Instant::now();
            let sends = !self.waiting.is_empty() && self.shared.sends();
            let left = if sends {
                self.due.saturating_duration_since(now)
            } else {
                STEP
            };
            let wait = Timespec::try_from(left.min(STEP)).map_err(io::Error::other)?;
            let mut fds = [PollFd::new(&self.socket, PollFlags::IN)];
            poll(&mut fds, Some(&wait))?;
            if !fds[0].revents().is_empty() {
                self.request()?;
            }
            self.pump()?;
        }
    }

    fn request(&mut self) -> io::Result<()> {
        let mut head = [0; 48];
        self.socket.read_exact(&mut head)?;
        let word =
            |at: usize| u32::from_be_bytes([head[at], head[at + 1], head[at + 2], head[at + 3]]);
        let (command, number, inwards, endpoint) = (word(0), word(4), word(12) == 1, word(16));
        if command == 2 {
            if word(20) > self.newest {
                self.early.push((word(20), number));
                return Ok(());
            }
            let at = self
                .waiting
                .iter()
                .position(|(waiting, _)| *waiting == word(20));
            let status = at.map_or(0, |at| {
                self.waiting.remove(at);
                UNLINKED
            });
            return self.reply(4, number, status, 0, &[]);
        }
        self.newest = number;
        let room = word(24) as usize;
        if let Some(at) = self.early.iter().position(|(taken, _)| *taken == number) {
            let (_, taking_back) = self.early.remove(at);
            let sent = if endpoint == 0 && !inwards { room } else { 0 };
            self.socket.read_exact(&mut vec![0; sent])?;
            return self.reply(4, taking_back, UNLINKED, 0, &[]);
        }
        if endpoint != 0 {
            self.waiting.push_back((number, room));
            return Ok(());
        }
        let setup = Setup {
            kind: head[40],
            request: head[41],
            value: u16::from_le_bytes([head[42], head[43]]),
            index: u16::from_le_bytes([head[44], head[45]]),
        };
        let mut input = vec![0; if inwards { 0 } else { room }];
        self.socket.read_exact(&mut input)?;
        match uvc::answer(&self.model, &self.agreed, setup, &input) {
            Answer::Stall => return self.reply(3, number, STALLED, 0, &[]),
            Answer::Bytes(bytes) if inwards => {
                let bytes = &bytes[..bytes.len().min(room)];
                return self.reply(3, number, 0, bytes.len(), bytes);
            }
            Answer::Bytes(_) => {}
            Answer::Wanted {
                format,
                interval,
                begin,
            } => {
                self.agreed = self.model.agree(format, interval);
                if begin {
                    self.due = Instant::now();
                    self.shared.turn(true);
                }
            }
            Answer::Cleared => {
                self.payload = None;
                self.shared.turn(false);
            }
        }
        self.reply(3, number, 0, room, &[])
    }

    /// Sends what is due into the requests that wait.
    fn pump(&mut self) -> io::Result<()> {
        while self.shared.is_on() && !self.waiting.is_empty() {
            if self.payload.is_none() {
                if !self.shared.sends() || Instant::now() < self.due {
                    return Ok(());
                }
                self.due =
                    Instant::now() + Duration::from_nanos(u64::from(self.agreed.interval) * 100);
                self.payload = Some((self.next_payload(), 0));
            }
            let (Some((bytes, sent)), Some((number, room))) =
                (self.payload.take(), self.waiting.pop_front())
            else {
                return Ok(());
            };
            let end = bytes.len().min(sent + room);
            self.reply(3, number, 0, end - sent, &bytes[sent..end])?;
            // A payload ends with a request that is not filled, or at the length that was announced.
            let ended = end - sent < room
                || (end == bytes.len() && end as u64 == u64::from(self.agreed.payload()));
            if !ended {
                self.payload = Some((bytes, end));
            }
        }
        Ok(())
    }

    /// 2.4.3.2: two bytes of header, then the frame.
    fn next_payload(&mut self) -> Vec<u8> {
        let frames = &self.model.formats[self.agreed.index].frames;
        let damaged = self.shared.damaged();
        let frame = damaged
            .as_ref()
            .unwrap_or(&frames[self.count % frames.len()]);
        self.count += 1;
        self.shared.frames.fetch_add(1, Ordering::SeqCst);
        let toggle = u8::from(self.count.is_multiple_of(2));
        [&[2, 0x82 | toggle], frame.as_slice()].concat()
    }

    fn reply(
        &mut self,
        command: u32,
        number: u32,
        status: i32,
        actual: usize,
        bytes: &[u8],
    ) -> io::Result<()> {
        let mut out = Vec::with_capacity(48 + bytes.len());
        out.extend(command.to_be_bytes());
        out.extend(number.to_be_bytes());
        out.extend([0; 12]);
        out.extend(status.to_be_bytes());
        out.extend(u32::try_from(actual).unwrap_or(u32::MAX).to_be_bytes());
        out.resize(48, 0);
        out.extend(bytes);
        self.socket.write_all(&out)
    }
}
