//! Readers that are like bad lines: in small pieces, endless, or broken.

use std::io::{BufRead, Error, Read, Result};

/// Gives a body a few bytes at a time.
pub(super) struct Pieces<'a> {
    pub(super) rest: &'a [u8],
    pub(super) size: usize,
}

impl Read for Pieces<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        let read = self.fill_buf()?.read(buffer)?;
        self.consume(read);
        Ok(read)
    }
}

impl BufRead for Pieces<'_> {
    fn fill_buf(&mut self) -> Result<&[u8]> {
        Ok(&self.rest[..self.size.min(self.rest.len())])
    }

    fn consume(&mut self, read: usize) {
        self.rest = &self.rest[read..];
    }
}

/// A beginning, then the same bytes over and over, then an end: made as it is read.
pub(super) struct Long {
    pub(super) before: &'static [u8],
    pub(super) filler: u8,
    pub(super) times: usize,
    pub(super) after: &'static [u8],
}

impl Read for Long {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if !self.before.is_empty() {
            return self.before.read(buffer);
        }
        if self.times > 0 {
            let count = self.times.min(buffer.len());
            buffer[..count].fill(self.filler);
            self.times -= count;
            return Ok(count);
        }
        self.after.read(buffer)
    }
}

/// A line that is cut after its first bytes.
pub(super) struct Broken(pub(super) &'static [u8]);

impl Read for Broken {
    fn read(&mut self, buffer: &mut [u8]) -> Result<usize> {
        if self.0.is_empty() { Err(Error::other("cut")) } else { self.0.read(buffer) }
    }
}
