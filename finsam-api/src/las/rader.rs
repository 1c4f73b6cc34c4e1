//! Lines of a stream, never more of one in memory than is asked for.

use std::io::{BufRead, Read, Result};

/// What was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Line {
    /// A whole line.
    Whole,
    /// The beginning of a line that goes on.
    Part,
    /// Nothing: the stream has ended.
    End,
}

/// Appends the rest of a line to `line`, with its line end, but no more than `most` bytes.
pub(super) fn append_line(reader: &mut dyn BufRead, most: usize, line: &mut Vec<u8>) -> Result<Line> {
    let most = u64::try_from(most).unwrap_or(u64::MAX);
    let read = reader.take(most).read_until(b'\n', line)?;
    Ok(match line.last() {
        _ if read == 0 => Line::End,
        Some(b'\n') => Line::Whole,
        _ if u64::try_from(read).is_ok_and(|read| read < most) => Line::Whole,
        _ => Line::Part,
    })
}

/// The line without its end, `\n` or `\r\n`.
pub(super) fn without_end(line: &[u8]) -> &[u8] {
    let line = line.strip_suffix(b"\n").unwrap_or(line);
    line.strip_suffix(b"\r").unwrap_or(line)
}
