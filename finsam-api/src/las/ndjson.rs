//! One JSON object a line.

use std::io::BufRead;

use finsam_core::regel::format::FMT_09;

use super::rader::{Line, append_line, without_end};
use super::{BOM, Lasare, Lasfel, Limits, Mottagare, Post};

pub(super) fn for_each(reader: &mut dyn BufRead, limits: &Limits, f: &mut Mottagare<'_>) -> Result<(), Lasfel> {
    let mut line = Vec::new();
    let mut rad = 0;
    let mut first = true;
    loop {
        line.clear();
        // Room for the line end beside the largest record, and for a byte order mark before the first.
        let got = append_line(reader, limits.post_bytes.saturating_add(2 + BOM.len()), &mut line)?;
        if got == Line::End {
            break;
        }
        if got == Line::Part {
            reader.skip_until(b'\n')?;
        }
        let raw = without_end(&line);
        let raw = if std::mem::take(&mut first) { raw.strip_prefix(BOM).unwrap_or(raw) } else { raw };
        if raw.trim_ascii().is_empty() && got == Line::Whole {
            continue;
        }
        rad += 1;
        let over = (got == Line::Part || raw.len() > limits.post_bytes).then_some(limits.post_bytes);
        if f(Post { rad, raw, over, lasare: &Lasare::JSON }).is_break() {
            return Ok(());
        }
    }
    if rad == 0 { Err(FMT_09.at("").expected("one JSON object a line").into()) } else { Ok(()) }
}
