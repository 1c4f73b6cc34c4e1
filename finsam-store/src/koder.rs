//! The numbers that stand for codes in the change feed and the access log. They are never given another meaning.

use crate::rum::{Gallringsmal, Handelsetyp, Resurs};

pub(crate) const fn typ(typ: Handelsetyp) -> i64 {
    match typ {
        Handelsetyp::Skapad => 1,
        Handelsetyp::Andrad => 2,
        Handelsetyp::Avslutad => 3,
        Handelsetyp::Raderad => 4,
        Handelsetyp::Anonymiserad => 5,
        Handelsetyp::SamtyckeAterkallat => 6,
        Handelsetyp::Sammanslagen => 7,
    }
}

pub(crate) const fn resurs(resurs: Resurs) -> i64 {
    match resurs {
        Resurs::Forbund => 1,
        Resurs::Insats => 2,
        Resurs::Deltagande => 3,
        Resurs::Antal => 4,
        Resurs::Styrelse => 21,
        Resurs::Revision => 22,
        Resurs::Budget => 23,
        Resurs::Utfall => 24,
        Resurs::Tilldelning => 25,
        Resurs::Bakgrundstal => 27,
        Resurs::Strukturdeltagande => 28,
    }
}

/// In the access log only: an access token.
pub(crate) const TOKEN: i64 = 5;
/// In the access log only: records judged without being stored.
pub(crate) const VALIDERING: i64 = 6;
/// In the access log only: a webhook.
pub(crate) const WEBHOOK: i64 = 7;
/// In the access log only: checksums taken over records.
pub(crate) const KONTROLLSUMMA: i64 = 8;

/// In the access log only: lines of the access log itself.
pub(crate) const ATKOMSTLOGG: i64 = 9;
/// In the access log only: a search for a person, and how many participations it found.
pub(crate) const SOKNING: i64 = 10;
/// In the access log only: a frozen state of the statistics.
pub(crate) const FASTSTALLELSE: i64 = 11;
/// In the access log only: the columns of the statistics, written to a file.
pub(crate) const STATISTIKFIL: i64 = 12;

/// What stands in the access log only, by the names that its view has for it.
const BARA_LOGG: [(i64, &str); 8] = [
    (TOKEN, "token"),
    (VALIDERING, "validering"),
    (WEBHOOK, "webhook"),
    (KONTROLLSUMMA, "kontrollsumma"),
    (ATKOMSTLOGG, "atkomstlogg"),
    (SOKNING, "sokning"),
    (FASTSTALLELSE, "faststallelse"),
    (STATISTIKFIL, "statistikfil"),
];

/// The name of a kind of thing in the access log.
pub(crate) fn namn(nummer: i64) -> Option<&'static str> {
    let own = BARA_LOGG.iter().find(|(kod, _)| *kod == nummer).map(|(_, namn)| *namn);
    own.or_else(|| resurs_of(nummer).map(Resurs::code))
}

/// The kind of thing in the access log that has a name.
pub(crate) fn named(namn: &str) -> Option<i64> {
    let own = BARA_LOGG.iter().find(|(_, text)| *text == namn).map(|(kod, _)| *kod);
    own.or_else(|| namn.parse().ok().map(resurs))
}

/// What kind of thing a hold is of.
pub(crate) const fn gallringsmal(mal: Gallringsmal) -> i64 {
    resurs(match mal {
        Gallringsmal::Insats(_) => Resurs::Insats,
        Gallringsmal::Deltagande(_) => Resurs::Deltagande,
    })
}

pub(crate) fn typ_of(nummer: i64) -> Option<Handelsetyp> {
    Handelsetyp::ALL.iter().copied().find(|&kod| typ(kod) == nummer)
}

pub(crate) fn resurs_of(nummer: i64) -> Option<Resurs> {
    Resurs::ALL.iter().copied().find(|&kod| resurs(kod) == nummer)
}

/// In the stretches of the change feed: what belongs to no part.
pub(crate) const INGEN_PART: i64 = 0;
