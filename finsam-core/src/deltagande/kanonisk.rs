//! The canonical form of a participation: what is equal in meaning is equal in form.
//!
//! One form decides whether a save changes anything and is what checksums are taken over. A value is put into it once,
//! when it is judged ([`Deltagandepost::normalize`]); written out ([`Kanonisk`]) it is JSON by RFC 8785: members in the
//! order of their names, no white space, absent members left out. `docs/AVSTAMNING.md` describes it for those who write
//! it in another language.

use std::fmt;

use chrono::{Datelike, NaiveDate};

use super::regler::kommun;
use super::{Deltagande, Deltagandepost, Deltagandeuppgift, Godkand, Nyckel, Registrering, Samtycke, person};
use crate::forsorjning::Lage;
use crate::geografi::KommunKod;
use crate::id::InsatsId;
use crate::identitet::{Identitet, Kon, Reservnummeruppgift};
use crate::part::PartKod;
use crate::regel::Avvikelse;
use crate::regel::register::REG_21;

/// The kept form of what was sent.
pub(super) fn canonical(
    uppgift: Deltagandeuppgift,
    insats_id: InsatsId,
    kon: Kon,
    kommun: Option<KommunKod>,
) -> Deltagandepost {
    let mut post = Deltagandepost {
        insats_id,
        registrering: uppgift.registrering,
        kon,
        kommun,
        samtycke: uppgift.samtycke,
        startdatum: uppgift.startdatum,
        slutdatum: uppgift.slutdatum,
        remitterande: uppgift.remitterande,
        utbildningsniva: uppgift.utbildningsniva,
        tid_i_offentlig_forsorjning: uppgift.tid_i_offentlig_forsorjning,
        fore: uppgift.fore,
        efter: uppgift.efter,
        avslutsanledning: uppgift.avslutsanledning,
    };
    post.normalize();
    post
}

impl Deltagandepost {
    /// Puts it in canonical form: entries of a situation in the order of the code lists, parts in the order of their
    /// codes, no white space around the version of the text that was agreed to.
    pub fn normalize(&mut self) {
        for lage in [&mut self.fore, &mut self.efter].into_iter().flatten() {
            lage.normalize();
        }
        if let Some(samtycke) = &mut self.samtycke {
            samtycke.normalize();
        }
    }
}

impl Samtycke {
    fn normalize(&mut self) {
        if let Some(registrering) = &mut self.registrering {
            let text = registrering.textversion.trim();
            if text.len() < registrering.textversion.len() {
                registrering.textversion = text.to_owned();
            }
        }
        if let Some(sekretess) = &mut self.sekretess {
            sekretess.parter.sort_by_cached_key(PartKod::to_string);
        }
    }
}

/// A participation with its key and identity number, written out in canonical form. **It reveals the number**; Debug
/// shows nothing of it.
#[derive(Clone, PartialEq, Eq)]
pub struct Kanonisk(String);

/// A participation in canonical form, and the year that it belongs to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Kanoniskpost {
    /// Its canonical form.
    pub kanonisk: Kanonisk,
    /// The calendar year of its first day.
    pub ar: i32,
}

impl Kanonisk {
    /// That of a participation as the register gives it.
    #[must_use]
    pub fn of_kept(deltagande: &Deltagande) -> Self {
        let mut post = deltagande.post.clone();
        post.normalize();
        let personnummer = deltagande.personnummer.as_ref().map(|text| text.reveal().to_owned());
        Self(written(&deltagande.nyckel, personnummer.as_deref(), deltagande.reservnummer.as_ref(), &post))
    }

    /// That of a participation that passed the rules.
    #[must_use]
    pub fn of_approved(nyckel: &Nyckel, godkand: &Godkand) -> Self {
        Self::of_person(nyckel, godkand.identitet.as_ref(), &godkand.post)
    }

    /// That of a participation as it is sent to the insats with this identity, and its year. Only what its form hangs
    /// on is judged; `idag` decides the century of a number of ten digits.
    ///
    /// # Errors
    /// Without a sound number where one is needed, without kön, or with a kommun that does not exist: it has no
    /// canonical form, and the register would not keep it.
    pub fn of_sent(
        nyckel: &Nyckel,
        uppgift: Deltagandeuppgift,
        insats_id: InsatsId,
        idag: NaiveDate,
    ) -> Result<Kanoniskpost, Vec<Avvikelse>> {
        let mut found = Vec::new();
        let kommun = kommun(&uppgift, &mut found);
        let identitet = match uppgift.registrering {
            Registrering::Anonym => None,
            Registrering::Person => {
                let number = person::number(&uppgift, idag).map_err(|fel| found.push(*fel));
                number.ok().map(|(_, identitet)| identitet)
            }
        };
        let kon = identitet.as_ref().map(Identitet::kon).or(uppgift.kon);
        if kon.is_none() && found.is_empty() {
            found.push(REG_21.at("/kon").expected("kvinna or man"));
        }
        match kon {
            Some(kon) if found.is_empty() => {
                let post = canonical(uppgift, insats_id, kon, kommun);
                let kanonisk = Self::of_person(nyckel, identitet.as_ref(), &post);
                Ok(Kanoniskpost { kanonisk, ar: post.startdatum.year() })
            }
            _ => Err(found),
        }
    }

    fn of_person(nyckel: &Nyckel, identitet: Option<&Identitet>, post: &Deltagandepost) -> Self {
        let (personnummer, reservnummer) = match identitet {
            None => (None, None),
            Some(Identitet::Personnummer(nummer)) => (Some(nummer.digits()), None),
            Some(Identitet::Samordningsnummer(nummer)) => (Some(nummer.digits()), None),
            Some(Identitet::Reservnummer(nummer)) => (None, Some(nummer.uppgift())),
        };
        Self(written(nyckel, personnummer.as_deref(), reservnummer.as_ref(), post))
    }

    /// Its bytes. They must not reach a log, an error or a file.
    #[must_use]
    pub fn reveal(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

impl fmt::Debug for Kanonisk {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Kanonisk(…)")
    }
}

/// The whole object. The order of its members is that of their names.
fn written(
    nyckel: &Nyckel,
    personnummer: Option<&str>,
    reservnummer: Option<&Reservnummeruppgift>,
    post: &Deltagandepost,
) -> String {
    let mut text = String::with_capacity(1024);
    Objekt::write(&mut text, |o| {
        o.maybe("avslutsanledning", post.avslutsanledning);
        o.situation("efter", post.efter.as_ref());
        o.situation("fore", post.fore.as_ref());
        o.text("insatsId", post.insats_id);
        o.text("kallsystem", &nyckel.kallsystem);
        o.maybe("kommun", post.kommun);
        o.text("kon", post.kon);
        o.text("nyckel", &nyckel.nyckel);
        o.maybe("personnummer", personnummer);
        o.text("registrering", post.registrering);
        o.maybe("remitterande", post.remitterande);
        if let Some(reservnummer) = reservnummer {
            o.object("reservnummer", |o| reserve_number(o, reservnummer));
        }
        if let Some(samtycke) = &post.samtycke {
            o.object("samtycke", |o| consents(o, samtycke));
        }
        o.maybe("slutdatum", post.slutdatum);
        o.text("startdatum", post.startdatum);
        o.maybe("tidIOffentligForsorjning", post.tid_i_offentlig_forsorjning);
        o.maybe("utbildningsniva", post.utbildningsniva);
    });
    text
}

fn reserve_number(o: &mut Objekt<'_>, reservnummer: &Reservnummeruppgift) {
    o.text("fodelsedatum", reservnummer.fodelsedatum);
    o.text("kon", reservnummer.kon);
    o.text("nummer", &reservnummer.nummer);
    o.text("utfardare", &reservnummer.utfardare);
}

fn consents(o: &mut Objekt<'_>, samtycke: &Samtycke) {
    if let Some(registrering) = &samtycke.registrering {
        o.object("registrering", |o| {
            o.text("datum", registrering.datum);
            o.text("textversion", &registrering.textversion);
        });
    }
    if let Some(sekretess) = &samtycke.sekretess {
        o.object("sekretess", |o| {
            o.text("datum", sekretess.datum);
            o.list("parter", &sekretess.parter, |text, part| string(text, &part.to_string()));
        });
    }
}

/// Writes the members of a JSON object, one after the other.
struct Objekt<'a> {
    text: &'a mut String,
    first: bool,
}

impl<'a> Objekt<'a> {
    fn write(text: &'a mut String, members: impl FnOnce(&mut Objekt<'_>)) {
        text.push('{');
        members(&mut Objekt { text, first: true });
        text.push('}');
    }

    fn name(&mut self, name: &str) -> &mut String {
        if !std::mem::take(&mut self.first) {
            self.text.push(',');
        }
        string(self.text, name);
        self.text.push(':');
        self.text
    }

    fn text(&mut self, name: &str, value: impl fmt::Display) {
        string(self.name(name), &value.to_string());
    }

    fn maybe(&mut self, name: &str, value: Option<impl fmt::Display>) {
        if let Some(value) = value {
            self.text(name, value);
        }
    }

    fn number(&mut self, name: &str, value: i32) {
        let digits = value.to_string();
        self.name(name).push_str(&digits);
    }

    fn object(&mut self, name: &str, members: impl FnOnce(&mut Objekt<'_>)) {
        Objekt::write(self.name(name), members);
    }

    fn list<T>(&mut self, name: &str, entries: &[T], write: impl Fn(&mut String, &T)) {
        let text = self.name(name);
        text.push('[');
        for (i, entry) in entries.iter().enumerate() {
            if i > 0 {
                text.push(',');
            }
            write(text, entry);
        }
        text.push(']');
    }

    fn situation(&mut self, name: &str, lage: Option<&Lage>) {
        let Some(lage) = lage else { return };
        self.object(name, |o| {
            o.list("forsorjning", &lage.forsorjning, |text, post| {
                Objekt::write(text, |o| {
                    o.text("form", post.form);
                    o.number("omfattning", post.omfattning);
                });
            });
            o.list("sysselsattning", &lage.sysselsattning, |text, post| {
                Objekt::write(text, |o| {
                    if let Some(omfattning) = post.omfattning {
                        o.number("omfattning", omfattning);
                    }
                    o.text("slag", post.slag);
                });
            });
        });
    }
}

/// A JSON string as RFC 8785 has it: only what must be escaped is, and in its shortest form.
fn string(text: &mut String, value: &str) {
    text.push('"');
    for c in value.chars() {
        match c {
            '"' => text.push_str("\\\""),
            '\\' => text.push_str("\\\\"),
            '\u{8}' => text.push_str("\\b"),
            '\t' => text.push_str("\\t"),
            '\n' => text.push_str("\\n"),
            '\u{c}' => text.push_str("\\f"),
            '\r' => text.push_str("\\r"),
            c if c < ' ' => text.push_str(&format!("\\u{:04x}", u32::from(c))),
            c => text.push(c),
        }
    }
    text.push('"');
}
