//! What to do, decided without a database: the same for every kind of store.

use chrono::{DateTime, NaiveDate, Utc};
use finsam_core::deltagande::{Registrering, may_follow};
use finsam_core::forbund::Forbundsuppgift;
use finsam_core::protokoll::{Strategi, Webhookuppgift};
use finsam_core::tid::Period;

use crate::StoreError;
use crate::rum::{Forbundsurval, Fran, Handelsetyp, Sida, Sidval, Villkor, Webhook};

mod akt;
#[cfg(test)]
mod tests;

pub(crate) use akt::{replaced, set};

/// What is known of the participation that stands under a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Befintlig {
    /// Its version.
    pub(crate) version: i64,
    /// Whether only a tombstone is left.
    pub(crate) raderad: bool,
    /// Whether it has a last day.
    pub(crate) avslutad: bool,
    /// Whether what is to be written is what stands there: the same record of the same person.
    pub(crate) lika: bool,
    /// The day on which consent to what stood there was withdrawn.
    pub(crate) aterkallat: Option<NaiveDate>,
}

/// What decides about a participation that is to be written, besides what stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Nytt {
    /// Whether it has a last day.
    pub(crate) avslutad: bool,
    /// As a person or anonymously.
    pub(crate) registrering: Registrering,
    /// The day of the consent to registration.
    pub(crate) samtycke: Option<NaiveDate>,
}

/// What a write of a participation comes to, if no other participation is in its way.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Beslut {
    /// It is new; the event is [`Handelsetyp::Skapad`].
    Skapa,
    /// Where a tombstone stood it is again; the event is [`Handelsetyp::Skapad`].
    Aterskapa,
    /// It changes, with this event.
    Andra(Handelsetyp),
    /// It stands there already.
    Oforandrad,
    /// What was demanded does not hold; the version that stands there.
    Brutet(Option<i64>),
    /// Consent was withdrawn on this day, and none has been given since.
    Aterkallat(NaiveDate),
}

/// What a write comes to.
///
/// What is demanded is judged first: a stale version is refused even where nothing would change.
///
/// # Errors
/// [`StoreError::Conflict`] `"strategi"` for [`Strategi::Radera`], which is no write.
pub(crate) fn decide(
    strategi: Strategi,
    villkor: Villkor,
    known: Option<Befintlig>,
    nytt: Nytt,
) -> Result<Beslut, StoreError> {
    let withdrawn = known.and_then(|known| known.aterkallat);
    let withdrawn = withdrawn.filter(|dag| !may_follow(nytt.registrering, nytt.samtycke, *dag));
    let tombstone = known.filter(|known| known.raderad);
    let Some(known) = known.filter(|known| !known.raderad) else {
        return match (strategi, villkor) {
            (Strategi::Radera, _) => Err(StoreError::Conflict("strategi")),
            (Strategi::Uppdatera, _) | (_, Villkor::Version(_)) => Ok(Beslut::Brutet(None)),
            _ => Ok(match (withdrawn, tombstone) {
                (Some(dag), _) => Beslut::Aterkallat(dag),
                (None, Some(_)) => Beslut::Aterskapa,
                (None, None) => Beslut::Skapa,
            }),
        };
    };
    let demanded = match villkor {
        Villkor::Inget => true,
        Villkor::Saknas => false,
        Villkor::Version(version) => version == known.version,
    };
    Ok(match strategi {
        Strategi::Radera => return Err(StoreError::Conflict("strategi")),
        Strategi::Skapa => Beslut::Brutet(Some(known.version)),
        Strategi::Upsert | Strategi::Uppdatera if !demanded => Beslut::Brutet(Some(known.version)),
        Strategi::Upsert | Strategi::Uppdatera => match withdrawn {
            Some(dag) => Beslut::Aterkallat(dag),
            None if known.lika => Beslut::Oforandrad,
            None if nytt.avslutad && !known.avslutad => Beslut::Andra(Handelsetyp::Avslutad),
            None => Beslut::Andra(Handelsetyp::Andrad),
        },
    })
}

/// What a deletion comes to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Radering {
    /// It goes, and leaves a tombstone of this version.
    Radera(i64),
    /// Only a tombstone stands there.
    Redan,
    /// There never was one.
    Saknas,
    /// What was demanded does not hold; the version that stands there.
    Brutet(i64),
}

/// What a deletion comes to.
pub(crate) const fn decide_deletion(villkor: Villkor, known: Option<Befintlig>) -> Radering {
    match (known, villkor) {
        (None, _) => Radering::Saknas,
        (Some(Befintlig { raderad: true, .. }), _) => Radering::Redan,
        (Some(known), Villkor::Saknas) => Radering::Brutet(known.version),
        (Some(known), Villkor::Version(version)) if version != known.version => Radering::Brutet(known.version),
        (Some(known), _) => Radering::Radera(known.version + 1),
    }
}

/// The first of the other periods of the same person in the same insats that shares a day with this one (REG-11).
pub(crate) fn in_the_way(period: Period, others: &[Period]) -> Option<Period> {
    others.iter().copied().find(|other| other.overlaps(period))
}

/// Up to which of the oldest events of the change feed can be removed: those before the first that is not older than
/// `fore`. Times follow the order of commits only nearly, so a later one may be older and stays.
pub(crate) fn prunable(oldest: &[(i64, DateTime<Utc>)], fore: DateTime<Utc>) -> Option<i64> {
    oldest.iter().take_while(|(_, tid)| *tid < fore).last().map(|(nummer, _)| *nummer)
}

/// Whether what is said of a webhook changes nothing: the same stands there, and its calls are not failing.
pub(crate) fn webhook_stands(known: &Webhook, uppgift: &Webhookuppgift) -> bool {
    known.uppgift == *uppgift && known.leverans.misslyckade == 0
}

/// Whether a förbund is asked for.
pub(crate) fn selects(urval: Forbundsurval, forbund: &Forbundsuppgift) -> bool {
    urval.datum.is_none_or(|datum| forbund.life().contains(datum))
        && urval.lan.is_none_or(|lan| forbund.lan().contains(&lan))
        && urval.kommun.is_none_or(|kommun| forbund.omrade.iter().any(|omrade| omrade.kommunkod == kommun))
}

/// After which number, past how many and at most how many.
pub(crate) fn bounds(sida: Sidval) -> (i64, u64, u32) {
    let (after, skip) = match sida.fran {
        Fran::Hopp(skip) => (0, skip),
        Fran::Efter(after) => (after, 0),
    };
    (after, skip, sida.limit.clamp(1, 1_000))
}

/// The page that was asked for, of those found from its beginning on: one more than its limit, if there are so many.
pub(crate) fn cut<T>(mut found: Vec<(i64, T)>, sida: Sidval, totalt: u64) -> Sida<T> {
    let (_, _, limit) = bounds(sida);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let more = found.len() > limit;
    found.truncate(limit);
    let sista = found.last().filter(|_| more).map(|(nummer, _)| *nummer);
    Sida { poster: found.into_iter().map(|(_, post)| post).collect(), totalt, sista }
}

/// The page that was asked for, of everything that was selected.
pub(crate) fn page<T>(all: Vec<(i64, T)>, sida: Sidval) -> Sida<T> {
    let (after, skip, limit) = bounds(sida);
    let totalt = u64::try_from(all.len()).unwrap_or(u64::MAX);
    let skip = usize::try_from(skip).unwrap_or(usize::MAX);
    let limit = usize::try_from(limit).unwrap_or(usize::MAX);
    let from = all.into_iter().filter(|(nummer, _)| *nummer > after).skip(skip);
    cut(from.take(limit.saturating_add(1)).collect(), sida, totalt)
}
