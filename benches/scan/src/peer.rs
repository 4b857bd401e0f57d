//! A decoder in a process of its own: one of them walks for minutes on some pictures, and another may not come back at
//! all. The process is this program again; it gets frames and gives texts and its time.

use std::io::{BufRead as _, BufReader, Read as _, Write as _, stdin, stdout};
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, channel};
use std::time::Duration;

use anyhow::{Context as _, Result};
use scan::Frame;
use serde::{Deserialize, Serialize};

use crate::decoders::Decoder;
use crate::work;

/// Nobody waits longer for a picture.
const LIMIT: Duration = Duration::from_secs(60);
/// What takes less is measured three times, and the best counts, ms.
const AGAIN: f64 = 150.0;

/// What a decoder made of a picture.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct Answer {
    pub texts: Vec<String>,
    pub ms: f64,
    /// It panicked, or it did not come back.
    pub failed: bool,
}

/// The other side: reads frames until there are none.
pub fn serve(decoder: Decoder) -> Result<()> {
    std::panic::set_hook(Box::new(|_| {}));
    let mut input = stdin().lock();
    let mut size = [0; 8];
    while input.read_exact(&mut size).is_ok() {
        let [a, b, c, d, e, f, g, h] = size;
        let (width, height) = (
            u32::from_le_bytes([a, b, c, d]),
            u32::from_le_bytes([e, f, g, h]),
        );
        let mut luma = vec![0; width as usize * height as usize];
        input.read_exact(&mut luma)?;
        let frame = Frame::new(width, height, luma)?;
        let answer = answer(decoder, &frame);
        let mut out = stdout().lock();
        writeln!(out, "{}", serde_json::to_string(&answer)?)?;
        out.flush()?;
    }
    Ok(())
}

fn answer(decoder: Decoder, frame: &Frame) -> Answer {
    let mut best: Option<Answer> = None;
    for _ in 0..3 {
        let read = || catch_unwind(AssertUnwindSafe(|| decoder.read(frame)));
        let (read, ms) = work::measured(read);
        let failed = read.is_err();
        let texts = read.unwrap_or_default();
        if best.as_ref().is_none_or(|b| ms < b.ms) {
            best = Some(Answer { texts, ms, failed });
        }
        if ms > AGAIN {
            break;
        }
    }
    best.unwrap_or(GONE)
}

const GONE: Answer = Answer {
    texts: Vec::new(),
    ms: LIMIT.as_millis() as f64,
    failed: true,
};

/// This side of it.
pub struct Peer {
    pub decoder: Decoder,
    process: Process,
}

struct Process {
    child: Child,
    input: ChildStdin,
    answers: Receiver<String>,
}

impl Peer {
    pub fn start(decoder: Decoder) -> Result<Self> {
        let process = Process::start(decoder)?;
        Ok(Self { decoder, process })
    }

    /// Has a picture read. A process that does not answer is ended, and the next picture meets another.
    pub fn read(&mut self, frame: &Frame) -> Result<Answer> {
        let line = self.process.ask(frame);
        if let Some(line) = line {
            return Ok(serde_json::from_str(&line)?);
        }
        self.process = Process::start(self.decoder)?;
        Ok(GONE)
    }
}

impl Process {
    fn start(decoder: Decoder) -> Result<Self> {
        let name = clap::ValueEnum::to_possible_value(&decoder).context("a decoder has a name")?;
        let mut child = Command::new(std::env::current_exe()?)
            .args(["--decoder", name.get_name()])
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let input = child.stdin.take().context("no pipe")?;
        let output = child.stdout.take().context("no pipe")?;
        let (told, answers) = channel();
        std::thread::spawn(move || {
            for line in BufReader::new(output).lines().map_while(Result::ok) {
                if told.send(line).is_err() {
                    return;
                }
            }
        });
        Ok(Self {
            child,
            input,
            answers,
        })
    }

    fn ask(&mut self, frame: &Frame) -> Option<String> {
        let mut send = || {
            self.input.write_all(&frame.width().to_le_bytes())?;
            self.input.write_all(&frame.height().to_le_bytes())?;
            self.input.write_all(frame.luma())?;
            self.input.flush()
        };
        send().ok()?;
        self.answers.recv_timeout(LIMIT).ok()
    }
}

impl Drop for Process {
    fn drop(&mut self) {
        // It may be in the middle of a picture.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}
