//! Counts as CSV: one row each under the documented header (`docs/CSV.md`).

use std::borrow::Cow;
use std::io::BufRead;
use std::str::FromStr;

use chrono::NaiveDate;
use finsam_core::insats::{Avslutade, Enhet, Insatsnyckel, PerKon, PerKonEllerTotalt};
use finsam_core::protokoll::Antalspost;
use finsam_core::regel::format::{FMT_02, FMT_04, FMT_05, FMT_06, FMT_10, FMT_11};
use finsam_core::regel::{Avvikelse, Regel};
use finsam_core::tid::parse_datum;

use super::super::{Lasfel, citat, schema};
use super::falt::Fields;
use super::rubrik::{missing_column, order, separator_of};
use super::{fields, first_line, is_blank, name_column_in, next_row, teckenkod, without_end};

macro_rules! kolumner {
    ($($kol:ident = $namn:literal, $pekare:literal;)+) => {
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        enum Kol { $($kol),+ }

        /// Every column of a file of counts, in order: its name and the JSON pointer of what it holds.
        pub const ANTALSKOLUMNER: &[(&str, &str)] = &[$(($namn, $pekare)),+];
    };
}

kolumner! {
    InsatsId = "insatsId", "/insatsId";
    InsatsPart = "insatsPart", "/insatsNyckel/part";
    InsatsKallsystem = "insatsKallsystem", "/insatsNyckel/kallsystem";
    InsatsNyckel = "insatsNyckel", "/insatsNyckel/nyckel";
    Fran = "fran", "/fran";
    Till = "till", "/till";
    Enhet = "enhet", "/enhet";
    Kvinnor = "kvinnor", "/kvinnor";
    Man = "man", "/man";
    NyaKvinnor = "nyaKvinnor", "/nya/kvinnor";
    NyaMan = "nyaMan", "/nya/man";
    PagaendeKvinnor = "pagaendeKvinnor", "/pagaende/kvinnor";
    PagaendeMan = "pagaendeMan", "/pagaende/man";
    ArbeteKvinnor = "arbeteStudierJobreadyKvinnor", "/avslutade/arbeteStudierJobready/kvinnor";
    ArbeteMan = "arbeteStudierJobreadyMan", "/avslutade/arbeteStudierJobready/man";
    RehabKvinnor = "fortsattRehabKvinnor", "/avslutade/fortsattRehab/kvinnor";
    RehabMan = "fortsattRehabMan", "/avslutade/fortsattRehab/man";
    OvrigtKvinnor = "ovrigtKvinnor", "/avslutade/ovrigt/kvinnor";
    OvrigtMan = "ovrigtMan", "/avslutade/ovrigt/man";
    Ovrigt = "ovrigt", "/avslutade/ovrigt";
}

impl Kol {
    const fn pekare(self) -> &'static str {
        ANTALSKOLUMNER[self as usize].1
    }
}

/// What a row says, or why it says nothing.
pub type Antalsrad = Result<Antalspost, Vec<Avvikelse>>;

/// Reads the rows of a file of counts, at most one more than `most`.
///
/// # Errors
/// When there is no header, it is not UTF-8 (`FMT-08`) or names wrong columns (`FMT-11`).
pub fn read(mut body: &[u8], post_bytes: usize, most: usize) -> Result<Vec<Antalsrad>, Lasfel> {
    let reader: &mut dyn BufRead = &mut body;
    let line = first_line(reader)?;
    let raw = line.strip_prefix(super::super::BOM).unwrap_or(&line);
    let (separator, order) = header(raw).map_err(Lasfel::Innehall)?;
    let (mut rows, mut row) = (Vec::new(), Vec::new());
    while let Some(over) = next_row(reader, post_bytes, separator, &mut row)? {
        let raw = without_end(&row);
        if !over && is_blank(raw, separator) {
            continue;
        }
        let over = over || raw.len() > post_bytes;
        let read = if over {
            Err(vec![FMT_10.at("").expected(format!("at most {post_bytes} bytes"))])
        } else {
            post(raw, separator, &order)
        };
        rows.push(read);
        if rows.len() > most {
            break;
        }
    }
    Ok(rows)
}

/// The separator, and for each column of the file its place in [`ANTALSKOLUMNER`].
fn header(raw: &[u8]) -> Result<(u8, Vec<usize>), Vec<Avvikelse>> {
    let text = teckenkod::header(raw)?;
    let separator = separator_of(raw);
    let names: Result<Vec<_>, _> = Fields::of(text, separator).collect();
    let names = names.map_err(|_| vec![FMT_11.at("").expected("a closing quote")])?;
    let mut found = Vec::new();
    let order = order(&names, ANTALSKOLUMNER, &mut found);
    let has = |kol: Kol| order.contains(&(kol as usize));
    let needed = [
        ("fran", has(Kol::Fran)),
        ("till", has(Kol::Till)),
        ("insatsId or insatsNyckel", has(Kol::InsatsId) || has(Kol::InsatsNyckel)),
    ];
    found.extend(needed.into_iter().filter(|(_, there)| !there).map(|(name, _)| missing_column(name)));
    if found.is_empty() { Ok((separator, order)) } else { Err(found) }
}

fn post(raw: &[u8], separator: u8, order: &[usize]) -> Result<Antalspost, Vec<Avvikelse>> {
    let text = teckenkod::row(raw, separator, |index| ANTALSKOLUMNER.get(*order.get(index)?).copied())?;
    let fields = fields(text, separator, order.len())?;
    let mut cells = vec![Cow::Borrowed(""); ANTALSKOLUMNER.len()];
    for (field, place) in fields.into_iter().zip(order) {
        if let Some(cell) = cells.get_mut(*place) {
            *cell = field;
        }
    }
    let mut row = Row { cells: &cells, found: Vec::new() };
    let post = row.post();
    match post {
        Some(post) if row.found.is_empty() => Ok(post),
        _ => {
            row.found.iter_mut().for_each(|finding| name_column_in(ANTALSKOLUMNER, finding));
            Err(row.found)
        }
    }
}

struct Row<'a> {
    cells: &'a [Cow<'a, str>],
    found: Vec<Avvikelse>,
}

impl<'a> Row<'a> {
    fn word(&self, kol: Kol) -> Option<&'a str> {
        self.cells.get(kol as usize).map(|cell| cell.trim()).filter(|word| !word.is_empty())
    }

    fn fault(&mut self, regel: &'static Regel, kol: Kol, expected: &'static str) {
        let mut finding = regel.at(kol.pekare()).expected(expected);
        finding.varde = self.word(kol).and_then(|text| citat::text(kol.pekare(), text));
        self.found.push(finding);
    }

    fn parsed<T: FromStr>(&mut self, regel: &'static Regel, kol: Kol, expected: &'static str) -> Option<T> {
        let word = self.word(kol)?;
        word.parse().map_err(|_| self.fault(regel, kol, expected)).ok()
    }

    fn number(&mut self, kol: Kol) -> Option<i32> {
        self.parsed(&FMT_02, kol, "integer")
    }

    fn day(&mut self, kol: Kol) -> Option<NaiveDate> {
        let Some(word) = self.word(kol) else {
            self.found.push(FMT_04.at(kol.pekare()));
            return None;
        };
        let day = parse_datum(word);
        if day.is_none() {
            self.fault(&FMT_06, kol, "a date YYYY-MM-DD");
        }
        day
    }

    /// Women and men; `None` when neither is stated, a fault when only one is.
    fn per_kon(&mut self, kvinnor: Kol, man: Kol) -> Option<PerKon> {
        for (one, other) in [(kvinnor, man), (man, kvinnor)] {
            if self.word(one).is_none() && self.word(other).is_some() {
                self.found.push(FMT_04.at(one.pekare()));
            }
        }
        let (kvinnor, man) = (self.number(kvinnor), self.number(man));
        Some(PerKon { kvinnor: kvinnor?, man: man? })
    }

    fn insats_nyckel(&mut self) -> Option<Insatsnyckel> {
        let columns = [Kol::InsatsPart, Kol::InsatsKallsystem, Kol::InsatsNyckel];
        if columns.iter().all(|kol| self.word(*kol).is_none()) {
            return None;
        }
        for kol in columns {
            if self.word(kol).is_none() {
                self.found.push(FMT_04.at(kol.pekare()));
            }
        }
        let rule = self.word(Kol::InsatsPart).map_or(&FMT_06, schema::part_rule);
        let part = self.parsed(rule, Kol::InsatsPart, "a part, as kommun:2280");
        let text = |kol| self.word(kol).map(str::to_owned);
        let (kallsystem, nyckel) = (text(Kol::InsatsKallsystem), text(Kol::InsatsNyckel));
        Some(Insatsnyckel { part: part?, kallsystem: kallsystem?, nyckel: nyckel? })
    }

    fn avslutade(&mut self) -> Option<Avslutade> {
        let arbete = self.per_kon(Kol::ArbeteKvinnor, Kol::ArbeteMan);
        let rehab = self.per_kon(Kol::RehabKvinnor, Kol::RehabMan);
        let per_kon = self.per_kon(Kol::OvrigtKvinnor, Kol::OvrigtMan).map(PerKonEllerTotalt::PerKon);
        let totalt = self.number(Kol::Ovrigt).map(PerKonEllerTotalt::Totalt);
        if per_kon.is_some() && totalt.is_some() {
            self.fault(&FMT_02, Kol::Ovrigt, "either ovrigt, or ovrigtKvinnor and ovrigtMan");
        }
        let ovrigt = per_kon.or(totalt);
        (arbete.is_some() || rehab.is_some() || ovrigt.is_some()).then(|| Avslutade {
            arbete_studier_jobready: arbete.unwrap_or_default(),
            fortsatt_rehab: rehab.unwrap_or_default(),
            ovrigt: ovrigt.unwrap_or_default(),
        })
    }

    fn post(&mut self) -> Option<Antalspost> {
        let insats_id = self.parsed(&FMT_06, Kol::InsatsId, "a UUID, as 0190a5c0-7c00-7000-8000-000000000001");
        let insats_nyckel = self.insats_nyckel();
        let (fran, till) = (self.day(Kol::Fran), self.day(Kol::Till));
        let enhet: Option<Enhet> = self.parsed(&FMT_05, Kol::Enhet, "personer, konsultationer, besok, tillfallen");
        Some(Antalspost {
            insats_id,
            insats_nyckel,
            enhet: enhet.unwrap_or_default(),
            kvinnor: self.number(Kol::Kvinnor),
            man: self.number(Kol::Man),
            nya: self.per_kon(Kol::NyaKvinnor, Kol::NyaMan),
            pagaende: self.per_kon(Kol::PagaendeKvinnor, Kol::PagaendeMan),
            avslutade: self.avslutade(),
            fran: fran?,
            till: till?,
        })
    }
}
