//! Reads the rows of a body, in any of its formats.

use std::ops::ControlFlow;

use finsam_core::protokoll::Antalspost;
use finsam_core::regel::Avvikelse;

use super::{RAD_BYTE, RADER};
use crate::extract::too_large;
use crate::fel::Svar;
use crate::las::{Format, Lasfel, Limits, csv, for_each, json, too_large as row_too_large};

/// The rows of a body, each as what it says or as its faults.
///
/// # Errors
/// 400 when the body as a whole cannot be read, 413 when it has too many rows.
pub fn read(format: Format, body: &[u8]) -> Svar<Vec<Result<Antalspost, Vec<Avvikelse>>>> {
    let rader = if format == Format::Csv { csv::antal(body, RAD_BYTE, RADER)? } else { from_json(format, body)? };
    if rader.len() > RADER {
        return Err(too_large(0).saying(
            format!("Importen har fler än {RADER} rader. Dela upp den."),
            format!("The import has more than {RADER} rows. Split it."),
        ));
    }
    Ok(rader)
}

fn from_json(format: Format, body: &[u8]) -> Result<Vec<Result<Antalspost, Vec<Avvikelse>>>, Lasfel> {
    let mut rader = Vec::new();
    let limits = Limits { post_bytes: RAD_BYTE, ..Limits::default() };
    for_each(format, body, &limits, &mut |post| {
        rader.push(match post.over {
            Some(limit) => Err(vec![row_too_large(limit)]),
            None => json::parse(post.raw),
        });
        if rader.len() > RADER { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })?;
    Ok(rader)
}
