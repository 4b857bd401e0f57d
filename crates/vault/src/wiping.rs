//! A growing buffer that leaves no copy behind.

use std::io;

use zeroize::Zeroizing;

/// Bytes that are wiped when dropped, and also where they lay before the buffer grew: a plain
/// `Vec` frees its old allocation as it is.
pub(crate) struct WipingBuffer(Zeroizing<Vec<u8>>);

impl WipingBuffer {
    pub(crate) fn new() -> Self {
        Self(Zeroizing::new(Vec::with_capacity(8192)))
    }

    pub(crate) fn len(&self) -> usize {
        self.0.len()
    }

    pub(crate) fn as_slice(&self) -> &[u8] {
        &self.0
    }

    pub(crate) fn as_mut_slice(&mut self) -> &mut [u8] {
        &mut self.0
    }

    /// Appends `filler` up to `size` bytes.
    pub(crate) fn pad_to(&mut self, size: usize, filler: u8) {
        if size > self.0.len() {
            self.reserve(size - self.0.len());
            self.0.resize(size, filler);
        }
    }

    fn reserve(&mut self, more: usize) {
        let needed = self.0.len() + more;
        if needed > self.0.capacity() {
            let mut larger = Vec::with_capacity(needed.max(self.0.capacity() * 2));
            larger.extend_from_slice(&self.0);
            // The old vector is wiped as it is dropped here.
            self.0 = Zeroizing::new(larger);
        }
    }
}

impl io::Write for WipingBuffer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.reserve(bytes.len());
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
