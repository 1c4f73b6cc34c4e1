//! From the cells of a row to a record: every fault of the row at once.

use std::borrow::Cow;
use std::str::FromStr;

use chrono::NaiveDate;
use finsam_core::deltagande::{
    Deltagandeuppgift, Nummertext, Nyckel, Registreringssamtycke, Samtycke, Sekretesssamtycke,
};
use finsam_core::forsorjning::{Forsorjningspost, Lage, Sysselsattningspost};
use finsam_core::identitet::Reservnummeruppgift;
use finsam_core::kodlista::OkandKod;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Importpost, Raderingspost};
use finsam_core::regel::format::{FMT_02, FMT_04, FMT_05, FMT_06};
use finsam_core::regel::{Avvikelse, Regel};
use finsam_core::tid::parse_datum;

use super::super::{citat, schema};
use super::kolumner::{ANTAL, EFTER, FORE, INGET, Kol, Lagekolumner};
use super::name_column;

/// The record that a row describes.
pub(super) fn post(cells: &[Cow<'_, str>; ANTAL]) -> Result<Importpost, Vec<Avvikelse>> {
    let mut row = Row { cells, found: Vec::new() };
    let nyckel = row.nyckel();
    let uppgift = row.uppgift();
    match (nyckel, uppgift) {
        (Some(nyckel), Some(uppgift)) if row.found.is_empty() => Ok(Importpost { nyckel, uppgift }),
        _ => Err(row.faults()),
    }
}

/// The key of what a row deletes.
pub(super) fn radering(cells: &[Cow<'_, str>; ANTAL]) -> Result<Raderingspost, Vec<Avvikelse>> {
    let mut row = Row { cells, found: Vec::new() };
    row.nyckel().map(|nyckel| Raderingspost { nyckel }).ok_or_else(|| row.faults())
}

struct Row<'a> {
    cells: &'a [Cow<'a, str>; ANTAL],
    found: Vec<Avvikelse>,
}

impl<'a> Row<'a> {
    /// What stands in a cell, as it stands; empty means absent.
    fn text(&self, kol: Kol) -> Option<&'a str> {
        self.cells.get(kol as usize).map(AsRef::as_ref).filter(|text: &&str| !text.is_empty())
    }

    /// What stands in a cell without outer spaces, for what is not free text.
    fn word(&self, kol: Kol) -> Option<&'a str> {
        self.text(kol).map(str::trim).filter(|text| !text.is_empty())
    }

    fn fault(&mut self, regel: &'static Regel, kol: Kol, expected: impl Into<Cow<'static, str>>) {
        let mut finding = regel.at(kol.pekare()).expected(expected);
        finding.varde = self.text(kol).and_then(|text| citat::text(kol.pekare(), text));
        self.found.push(finding);
    }

    fn missing(&mut self, kol: Kol) {
        self.found.push(FMT_04.at(kol.pekare()));
    }

    fn required<T>(&mut self, kol: Kol, read: impl FnOnce(&mut Self, Kol) -> Option<T>) -> Option<T> {
        if self.word(kol).is_none() {
            self.missing(kol);
        }
        read(self, kol)
    }

    fn owned(&mut self, kol: Kol) -> Option<String> {
        self.text(kol).map(str::to_owned)
    }

    fn code<T: FromStr<Err = OkandKod>>(&mut self, kol: Kol) -> Option<T> {
        let word = self.word(kol)?;
        word.parse().map_err(|OkandKod { lista }| self.fault(&FMT_05, kol, codes(lista.koder))).ok()
    }

    fn date(&mut self, kol: Kol) -> Option<NaiveDate> {
        let read = parse_datum(self.word(kol)?);
        if read.is_none() {
            self.fault(&FMT_06, kol, "a date YYYY-MM-DD");
        }
        read
    }

    fn extent(&mut self, kol: Kol) -> Option<i32> {
        self.word(kol)?.parse().map_err(|_| self.fault(&FMT_02, kol, "integer")).ok()
    }

    fn truth(&mut self, kol: Kol) -> Option<bool> {
        let word = self.word(kol)?;
        let among = |words: [&str; 3]| words.iter().any(|known| known.eq_ignore_ascii_case(word));
        let truth = among(["true", "sant", "ja"]);
        if !truth && !among(["false", "falskt", "nej"]) {
            self.fault(&FMT_02, kol, "true or false");
            return None;
        }
        Some(truth)
    }

    fn nyckel(&mut self) -> Option<Nyckel> {
        let kallsystem = self.required(Kol::Kallsystem, Self::owned);
        let nyckel = self.required(Kol::Nyckel, Self::owned);
        Some(Nyckel { kallsystem: kallsystem?, nyckel: nyckel? })
    }

    fn uppgift(&mut self) -> Option<Deltagandeuppgift> {
        let insats_id = self.word(Kol::InsatsId).and_then(|word| {
            let expected = "a UUID, as 0190a5c0-7c00-7000-8000-000000000001";
            word.parse().map_err(|_| self.fault(&FMT_06, Kol::InsatsId, expected)).ok()
        });
        let registrering = self.required(Kol::Registrering, Self::code);
        let startdatum = self.required(Kol::Startdatum, Self::date);
        Some(Deltagandeuppgift {
            insats_id,
            insats_nyckel: self.owned(Kol::InsatsNyckel),
            personnummer: self.owned(Kol::Personnummer).map(Nummertext::from),
            reservnummer: self.reservnummer(),
            skyddad_identitet: self.truth(Kol::SkyddadIdentitet),
            kon: self.code(Kol::Kon),
            kommun: self.word(Kol::Kommun).map(str::to_owned),
            samtycke: self.samtycke(),
            slutdatum: self.date(Kol::Slutdatum),
            remitterande: self.code(Kol::Remitterande),
            utbildningsniva: self.code(Kol::Utbildningsniva),
            tid_i_offentlig_forsorjning: self.code(Kol::TidIOffentligForsorjning),
            fore: self.lage(&FORE),
            efter: self.lage(&EFTER),
            avslutsanledning: self.code(Kol::Avslutsanledning),
            registrering: registrering?,
            startdatum: startdatum?,
        })
    }

    fn any(&self, columns: &[Kol]) -> bool {
        columns.iter().any(|kol| self.text(*kol).is_some())
    }

    fn reservnummer(&mut self) -> Option<Reservnummeruppgift> {
        use Kol::{ReservnummerFodelsedatum, ReservnummerKon, ReservnummerNummer, ReservnummerUtfardare};
        if !self.any(&[ReservnummerUtfardare, ReservnummerNummer, ReservnummerFodelsedatum, ReservnummerKon]) {
            return None;
        }
        let utfardare = self.required(ReservnummerUtfardare, Self::owned);
        let nummer = self.required(ReservnummerNummer, Self::owned);
        let fodelsedatum = self.required(ReservnummerFodelsedatum, Self::date);
        let kon = self.required(ReservnummerKon, Self::code);
        Some(Reservnummeruppgift { utfardare: utfardare?, nummer: nummer?, fodelsedatum: fodelsedatum?, kon: kon? })
    }

    fn samtycke(&mut self) -> Option<Samtycke> {
        let registrering = self.any(&[Kol::SamtyckeDatum, Kol::SamtyckeTextversion]).then(|| {
            let datum = self.required(Kol::SamtyckeDatum, Self::date);
            let textversion = self.required(Kol::SamtyckeTextversion, Self::owned);
            Some(Registreringssamtycke { datum: datum?, textversion: textversion? })
        });
        let sekretess = self.any(&[Kol::SekretessDatum, Kol::SekretessParter]).then(|| {
            let datum = self.required(Kol::SekretessDatum, Self::date);
            let parter = self.parter();
            Some(Sekretesssamtycke { datum: datum?, parter })
        });
        let samtycke = Samtycke { registrering: registrering.flatten(), sekretess: sekretess.flatten() };
        (samtycke != Samtycke::default()).then_some(samtycke)
    }

    /// The parts, between spaces; a faulty one has its own place.
    fn parter(&mut self) -> Vec<PartKod> {
        let mut parter = Vec::new();
        let cell = self.text(Kol::SekretessParter).unwrap_or_default();
        // A number with a space in it would be said back in two halves.
        let harmless = citat::is_harmless(cell);
        for (i, word) in cell.split_whitespace().enumerate() {
            match word.parse() {
                Ok(part) => parter.push(part),
                Err(_) => {
                    let place = format!("{}/{i}", Kol::SekretessParter.pekare());
                    let mut finding = schema::part_rule(word).at(place.as_str()).expected("a part, as kommun:2280");
                    finding.varde = citat::text(&place, word).filter(|_| harmless);
                    self.found.push(finding);
                }
            }
        }
        parter
    }

    /// A situation; `None` when all its columns are empty. Its columns are filled from the first on, so that a
    /// column and a place in the record are the same thing.
    fn lage(&mut self, kolumner: &Lagekolumner) -> Option<Lage> {
        let [(first, _), ..] = kolumner.forsorjning;
        let nothing = self.word(first) == Some(INGET);
        let forsorjning = if nothing { Vec::new() } else { self.forsorjning(&kolumner.forsorjning) };
        let sysselsattning = self.sysselsattning(&kolumner.sysselsattning);
        let stated = nothing || !forsorjning.is_empty() || !sysselsattning.is_empty();
        stated.then_some(Lage { forsorjning, sysselsattning })
    }

    fn forsorjning(&mut self, pairs: &[(Kol, Kol)]) -> Vec<Forsorjningspost> {
        let mut poster = Vec::new();
        for (form, omfattning) in self.filled(pairs) {
            let form = self.required(form, Self::code);
            let omfattning = self.required(omfattning, Self::extent);
            poster.extend(form.zip(omfattning).map(|(form, omfattning)| Forsorjningspost { form, omfattning }));
        }
        poster
    }

    fn sysselsattning(&mut self, pairs: &[(Kol, Kol)]) -> Vec<Sysselsattningspost> {
        let mut poster = Vec::new();
        for (slag, omfattning) in self.filled(pairs) {
            let slag = self.required(slag, Self::code);
            let omfattning = self.extent(omfattning);
            poster.extend(slag.map(|slag| Sysselsattningspost { slag, omfattning }));
        }
        poster
    }

    /// The pairs up to the last that is not empty.
    fn filled<'p>(&self, pairs: &'p [(Kol, Kol)]) -> impl Iterator<Item = (Kol, Kol)> + use<'p> {
        let count = pairs.iter().rposition(|(one, other)| self.any(&[*one, *other])).map_or(0, |last| last + 1);
        pairs.iter().copied().take(count)
    }

    /// All that was found, each naming its column.
    fn faults(self) -> Vec<Avvikelse> {
        let mut found = self.found;
        found.iter_mut().for_each(name_column);
        found
    }
}

fn codes(koder: &[finsam_core::kodlista::Kod]) -> String {
    koder.iter().map(|kod| kod.kod).collect::<Vec<_>>().join(", ")
}
