//! Records kept as they came: refused ones, so that they can be mended and sent again, and those of a plan.

use std::collections::BTreeSet;
use std::io::BufRead;
use std::ops::ControlFlow;

use chrono::NaiveDate;
use finsam_core::deltagande::identify;
use finsam_core::id::ImportId;
use finsam_core::identitet::Identitet;
use finsam_core::protokoll::{Radresultat, Radutfall};
use finsam_core::regel::register::REG_34;
use finsam_store::rum::{Importinnehall, Personsok};
use finsam_store::{Store, StoreError};

use crate::app::App;
use crate::las::{Format, Lasfel, Limits, Post, for_each};

/// How much of them is held at a time, in bytes and in rows.
const BYTE: usize = 1024 * 1024;
const RADER: usize = 1_000;
/// How many rows of results are read at a time.
const SIDA: u32 = 1_000;

/// Gives the records of the rows that are wanted to `each`, some at a time, until it breaks off; before them, as row 0, what has to
/// stand there when they are sent again. One that is larger than a record may be was not read whole, and is not given.
///
/// # Errors
/// When the body cannot be read to its end.
pub(super) fn gather(
    body: impl BufRead,
    format: Format,
    limits: &Limits,
    wanted: &dyn Fn(u64) -> bool,
    who: &dyn Fn(&Post<'_>) -> Option<Personsok>,
    each: &mut dyn FnMut(Vec<Importinnehall>) -> bool,
) -> Result<(), Lasfel> {
    let (mut round, mut bytes, mut goes_on) = (Vec::new(), 0, true);
    for_each(format, body, limits, &mut |post| {
        if post.rad == 1 && !post.lasare().header().is_empty() {
            round.push(Importinnehall { rad: 0, post: post.lasare().header().to_vec(), person: None });
        }
        if post.over.is_none() && wanted(post.rad) {
            bytes += post.raw.len();
            round.push(Importinnehall { rad: post.rad, post: post.raw.to_vec(), person: who(&post) });
        }
        if round.len() >= RADER || bytes >= BYTE {
            bytes = 0;
            goes_on = each(std::mem::take(&mut round));
        }
        if goes_on { ControlFlow::Continue(()) } else { ControlFlow::Break(()) }
    })?;
    if goes_on && !round.is_empty() {
        each(round);
    }
    Ok(())
}

/// Whom a record is about: the first identity number in it, where it cannot be read as a record.
pub(super) fn person_in(app: &App, post: &Post<'_>) -> Option<Personsok> {
    let idag = app.klocka.today();
    let person = match post.parse() {
        Ok(read) => identify(read.uppgift.personnummer.as_ref(), read.uppgift.reservnummer.as_ref(), idag).ok()?.1,
        Err(_) => number_in(post.raw, idag)?,
    };
    app.store.person_key(&person).ok()
}

/// The first identity number in a text.
fn number_in(text: &[u8], idag: NaiveDate) -> Option<Identitet> {
    let words = text.split(|byte| !matches!(byte, b'0'..=b'9' | b'-' | b'+'));
    let mut words = words.filter_map(|word| std::str::from_utf8(word).ok());
    words.find_map(|word| Identitet::parse_nummer(word, idag).ok())
}

/// Whether a refused record is kept, to be mended and sent again: not one of somebody whose consent has been withdrawn.
pub(crate) fn is_kept(rad: &Radresultat) -> bool {
    rad.utfall == Radutfall::Avvisad && !rad.avvikelser.iter().any(|avvikelse| avvikelse.kod == REG_34.kod)
}

/// Which refused rows of an import are kept.
///
/// # Errors
/// What the store says.
pub async fn refused(store: &dyn Store, id: ImportId) -> Result<BTreeSet<u64>, StoreError> {
    let (mut refused, mut after) = (BTreeSet::new(), 0);
    loop {
        let rader = store.read().await?.importer().rows(id, after, SIDA).await?;
        let Some(last) = rader.last() else { return Ok(refused) };
        after = last.rad;
        refused.extend(rader.iter().filter(|rad| is_kept(rad)).map(|rad| rad.rad));
    }
}

/// What stands before all records, between two of them and after them when they are sent.
#[must_use]
pub const fn around(format: Format) -> (&'static [u8], &'static [u8], &'static [u8]) {
    match format {
        Format::Ndjson | Format::Csv => (b"", b"\n", b"\n"),
        Format::Json => (b"[\n", b",\n", b"\n]\n"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gathered(format: Format, body: &str, refused: &[u64]) -> Vec<(u64, String)> {
        let mut all = Vec::new();
        let limits = Limits { post_bytes: 40, only_keys: true };
        gather(body.as_bytes(), format, &limits, &|rad| refused.contains(&rad), &|_| None, &mut |round| {
            all.extend(round.into_iter().map(|one| (one.rad, String::from_utf8(one.post).unwrap())));
            true
        })
        .unwrap();
        all
    }

    #[test]
    fn the_refused_are_given_as_they_came() {
        let long = "x".repeat(41);
        let of = |rad, text: &str| (rad, text.to_owned());
        let body = format!("{{\"a\":1}}\n\n{{\"a\":2 }}\r\nspam\n{long}\n");
        assert_eq!(gathered(Format::Ndjson, &body, &[2, 3, 4]), [of(2, "{\"a\":2 }"), of(3, "spam")]);
        let body = "[{\"a\":1}, {\"a\": [2]} ,3]";
        assert_eq!(gathered(Format::Json, body, &[2, 3]), [of(2, "{\"a\": [2]}"), of(3, "3")]);
        let body = "kallsystem;nyckel\r\nt;1\r\nt;\"2\n2\"\r\n";
        assert_eq!(gathered(Format::Csv, body, &[2]), [of(0, "kallsystem;nyckel"), of(2, "t;\"2\n2\"")]);
        assert_eq!(gathered(Format::Ndjson, "1\n2\n", &[]), []);
    }

    #[test]
    fn many_come_some_at_a_time_and_no_more_than_are_wanted() {
        let body = "{}\n".repeat(2_500);
        let mut rounds = Vec::new();
        let mut take = |round: Vec<Importinnehall>| {
            rounds.push(round.len());
            rounds.len() < 2
        };
        gather(body.as_bytes(), Format::Ndjson, &Limits::default(), &|_| true, &|_| None, &mut take).unwrap();
        assert_eq!(rounds, [1_000, 1_000]);
    }
}
