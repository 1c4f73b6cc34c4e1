//! From a record to the cells of a row.

use std::string::ToString;

use finsam_core::deltagande::Nummertext;
use finsam_core::forsorjning::Lage;
use finsam_core::protokoll::Importpost;

use super::kolumner::{ANTAL, EFTER, FORE, INGET, Kol, Lagekolumner};

/// The cells of a record, in the order of [`KOLUMNER`](super::KOLUMNER) and not yet quoted; reading them back gives
/// the same record. `None` when a row cannot hold it: more than four forms or two occupations, an empty text where
/// one is stated, or a `samtycke` that states nothing.
///
/// **The cells hold the identity number.**
#[must_use]
pub fn rad(post: &Importpost) -> Option<Vec<String>> {
    let mut row = Row { cells: vec![String::new(); ANTAL] };
    let uppgift = &post.uppgift;
    row.text(Kol::Kallsystem, Some(&post.nyckel.kallsystem))?;
    row.text(Kol::Nyckel, Some(&post.nyckel.nyckel))?;
    row.put(Kol::InsatsId, uppgift.insats_id);
    row.text(Kol::InsatsNyckel, uppgift.insats_nyckel.as_deref())?;
    row.put(Kol::Registrering, Some(uppgift.registrering));
    row.text(Kol::Personnummer, uppgift.personnummer.as_ref().map(Nummertext::reveal))?;
    row.put(Kol::SkyddadIdentitet, uppgift.skyddad_identitet);
    row.put(Kol::Kon, uppgift.kon);
    row.word(Kol::Kommun, uppgift.kommun.as_deref())?;
    row.put(Kol::Startdatum, Some(uppgift.startdatum));
    row.put(Kol::Slutdatum, uppgift.slutdatum);
    row.put(Kol::Remitterande, uppgift.remitterande);
    row.put(Kol::Utbildningsniva, uppgift.utbildningsniva);
    row.put(Kol::TidIOffentligForsorjning, uppgift.tid_i_offentlig_forsorjning);
    row.put(Kol::Avslutsanledning, uppgift.avslutsanledning);
    row.reservnummer(post)?;
    row.samtycke(post)?;
    row.lage(&FORE, uppgift.fore.as_ref())?;
    row.lage(&EFTER, uppgift.efter.as_ref())?;
    Some(row.cells)
}

struct Row {
    cells: Vec<String>,
}

impl Row {
    fn put(&mut self, kol: Kol, value: Option<impl ToString>) {
        if let (Some(cell), Some(value)) = (self.cells.get_mut(kol as usize), value) {
            *cell = value.to_string();
        }
    }

    /// A text that must not be empty, for an empty cell means that it is absent.
    fn text(&mut self, kol: Kol, value: Option<&str>) -> Option<()> {
        let fits = value.is_none_or(|text| !text.trim().is_empty());
        self.put(kol, value);
        fits.then_some(())
    }

    /// A text that is read without outer spaces.
    fn word(&mut self, kol: Kol, value: Option<&str>) -> Option<()> {
        self.text(kol, value)?;
        value.is_none_or(|text| text.trim() == text).then_some(())
    }

    fn reservnummer(&mut self, post: &Importpost) -> Option<()> {
        let Some(nummer) = &post.uppgift.reservnummer else { return Some(()) };
        self.put(Kol::ReservnummerFodelsedatum, Some(nummer.fodelsedatum));
        self.put(Kol::ReservnummerKon, Some(nummer.kon));
        self.text(Kol::ReservnummerUtfardare, Some(&nummer.utfardare))?;
        self.text(Kol::ReservnummerNummer, Some(&nummer.nummer))
    }

    fn samtycke(&mut self, post: &Importpost) -> Option<()> {
        let Some(samtycke) = &post.uppgift.samtycke else { return Some(()) };
        if let Some(registrering) = &samtycke.registrering {
            self.put(Kol::SamtyckeDatum, Some(registrering.datum));
            self.text(Kol::SamtyckeTextversion, Some(&registrering.textversion))?;
        }
        if let Some(sekretess) = &samtycke.sekretess {
            self.put(Kol::SekretessDatum, Some(sekretess.datum));
            let parter: Vec<_> = sekretess.parter.iter().map(ToString::to_string).collect();
            self.put(Kol::SekretessParter, Some(parter.join(" ")));
        }
        (samtycke.registrering.is_some() || samtycke.sekretess.is_some()).then_some(())
    }

    fn lage(&mut self, kolumner: &Lagekolumner, lage: Option<&Lage>) -> Option<()> {
        let Some(lage) = lage else { return Some(()) };
        let [(first, _), ..] = kolumner.forsorjning;
        if lage.forsorjning.is_empty() {
            self.put(first, Some(INGET));
        }
        for (i, post) in lage.forsorjning.iter().enumerate() {
            let (form, omfattning) = *kolumner.forsorjning.get(i)?;
            self.put(form, Some(post.form));
            self.put(omfattning, Some(post.omfattning));
        }
        for (i, post) in lage.sysselsattning.iter().enumerate() {
            let (slag, omfattning) = *kolumner.sysselsattning.get(i)?;
            self.put(slag, Some(post.slag));
            self.put(omfattning, post.omfattning);
        }
        Some(())
    }
}
