//! One JSON array of objects, split into its elements without understanding them.

use std::io::BufRead;
use std::ops::ControlFlow;

use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::{FMT_01, FMT_02, FMT_09};

use super::{BOM, Lasare, Lasfel, Limits, Mottagare, Post};

pub(super) fn for_each(reader: &mut dyn BufRead, limits: &Limits, f: &mut Mottagare<'_>) -> Result<(), Lasfel> {
    let mut splitter = Splitter::new(limits.post_bytes);
    loop {
        let chunk = reader.fill_buf()?;
        if chunk.is_empty() {
            return splitter.end();
        }
        let read = chunk.len();
        if splitter.take(chunk, f)?.is_break() {
            return Ok(());
        }
        reader.consume(read);
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum State {
    /// Before the array; this many bytes of a byte order mark have gone by.
    Start(usize),
    /// In an element, outside its strings.
    Element,
    /// In a string of an element.
    Text,
    /// After a backslash in a string.
    Escape,
    /// After the array.
    After,
}

struct Splitter {
    state: State,
    /// How many brackets of the element are open.
    depth: usize,
    element: Vec<u8>,
    over: bool,
    limit: usize,
    rad: u64,
    /// How many bytes stood before the chunk at hand.
    offset: u64,
}

impl Splitter {
    const fn new(limit: usize) -> Self {
        let element = Vec::new();
        Self { state: State::Start(0), depth: 0, element, over: false, limit, rad: 0, offset: 0 }
    }

    fn take(&mut self, chunk: &[u8], f: &mut Mottagare<'_>) -> Result<ControlFlow<()>, Lasfel> {
        let mut i = 0;
        while let Some(&byte) = chunk.get(i) {
            if matches!(self.state, State::Start(_) | State::After) {
                self.outside(i, byte)?;
                i += 1;
                continue;
            }
            let end = self.through_element(chunk, i);
            self.keep(chunk.get(i..end).unwrap_or_default());
            match chunk.get(end) {
                None => break,
                Some(b'}') => return Err(self.fault(end).into()),
                Some(&byte) => {
                    if self.finish(byte == b']', f).map_err(|()| self.fault(end))?.is_break() {
                        return Ok(ControlFlow::Break(()));
                    }
                }
            }
            i = end + 1;
        }
        self.offset += chunk.len() as u64;
        Ok(ControlFlow::Continue(()))
    }

    /// Goes through an element from `from` to the comma or bracket after it, or to the end of the chunk. Nearly all
    /// bytes mean nothing here, so the two inner searches are what takes time.
    fn through_element(&mut self, chunk: &[u8], from: usize) -> usize {
        let mut i = from;
        let next = |i: usize, wanted: fn(&u8) -> bool| -> Option<(usize, u8)> {
            let rest = chunk.get(i..)?;
            let found = rest.iter().position(wanted)?;
            Some((i + found, *rest.get(found)?))
        };
        let (mut state, mut depth) = (self.state, self.depth);
        let end = loop {
            let found = match state {
                State::Text => next(i, |byte| matches!(byte, b'"' | b'\\')),
                State::Escape => next(i, |_| true),
                _ => next(i, |byte| matches!(byte, b'"' | b',' | b'[' | b']' | b'{' | b'}')),
            };
            let Some((place, byte)) = found else { break chunk.len() };
            match (state, byte) {
                (State::Text, b'"') => state = State::Element,
                (State::Text, _) => state = State::Escape,
                (State::Escape, _) | (_, b'"') => state = State::Text,
                (_, b'{' | b'[') => depth += 1,
                (_, _) if depth == 0 => break place,
                (_, b'}' | b']') => depth -= 1,
                _ => {}
            }
            i = place + 1;
        };
        (self.state, self.depth) = (state, depth);
        end
    }

    /// A byte before or after the array.
    fn outside(&mut self, i: usize, byte: u8) -> Result<(), Lasfel> {
        match (self.state, byte) {
            (State::Start(n), mark) if BOM.get(n) == Some(&mark) => self.state = State::Start(n + 1),
            (State::Start(0 | 3), b'[') => self.state = State::Element,
            (_, b' ' | b'\t' | b'\r' | b'\n') => {}
            (State::Start(_), b'{' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
                return Err(FMT_02
                    .at("")
                    .expected("array")
                    .saying(
                        "Innehållet ska vara en JSON-array av poster; för en post per rad, ange application/x-ndjson.",
                        "The body must be a JSON array of records; for one record a line, state application/x-ndjson.",
                    )
                    .into());
            }
            _ => return Err(self.fault(i).into()),
        }
        Ok(())
    }

    fn keep(&mut self, part: &[u8]) {
        // White space between elements is no part of them, and may be as long as it likes.
        let part = if self.element.is_empty() { part.trim_ascii_start() } else { part };
        if self.over || self.element.len() + part.len() > self.limit {
            let trimmed = part.trim_ascii_end();
            self.over |= self.element.len() + trimmed.len() > self.limit;
            let room = self.limit.saturating_sub(self.element.len()).min(part.len());
            self.element.extend_from_slice(part.get(..room).unwrap_or_default());
        } else {
            self.element.extend_from_slice(part);
        }
    }

    /// An element ends, and with `last` the array: an array of none is sound, an element of nothing is not.
    fn finish(&mut self, last: bool, f: &mut Mottagare<'_>) -> Result<ControlFlow<()>, ()> {
        if last {
            self.state = State::After;
        }
        let raw = self.element.trim_ascii();
        let flow = match (raw.is_empty(), last && self.rad == 0) {
            (true, true) => ControlFlow::Continue(()),
            (true, false) => return Err(()),
            (false, _) => {
                self.rad += 1;
                let over = self.over.then_some(self.limit);
                f(Post { rad: self.rad, raw, over, lasare: &Lasare::JSON })
            }
        };
        self.element.clear();
        self.over = false;
        Ok(flow)
    }

    fn end(&self) -> Result<(), Lasfel> {
        match self.state {
            State::After => Ok(()),
            State::Start(_) => Err(FMT_09.at("").expected("a JSON array").into()),
            State::Element | State::Text | State::Escape => Err(FMT_01
                .at("")
                .expected("] at the end")
                .saying(
                    "Texten är inte giltig JSON: arrayen är inte avslutad.",
                    "The text is not valid JSON: the array does not end.",
                )
                .into()),
        }
    }

    fn fault(&self, i: usize) -> Avvikelse {
        let number = self.offset + i as u64 + 1;
        FMT_01.at("").expected(format!("JSON at byte {number}")).saying(
            format!("Texten är inte giltig JSON: fel vid byte {number}."),
            format!("The text is not valid JSON: fault at byte {number}."),
        )
    }
}
