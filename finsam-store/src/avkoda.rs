//! Rows as what they stand for: the same columns, in the same order, from every database.

mod faststallelse;
mod import;
mod skyddstillstand;

use chrono::{DateTime, Utc};
use finsam_core::atkomst::{Handelsesak, Plats};
use finsam_core::deltagande::{Arbetspost, Arbetstal, Deltagande, Deltagandepost, Nummertext, Nyckel, Uppfoljningar};
use finsam_core::forbund::Forbund;
use finsam_core::id::{DeltagandeId, ForbundId, InsatsId, TokenId, WebhookId};
use finsam_core::identitet::Identitet;
use finsam_core::insats::Insats;
use finsam_core::part::PartKod;
use finsam_core::protokoll::Webhookuppgift;

use finsam_nyckel::KeyError;

use crate::koder;
use crate::rad::Rad;
use crate::rum::{
    Akt, Aktuppgift, Arsvis, Dagar, Flode, Gallringsbar, Gallringsmal, Gallringsstopp, Handelse, Hemligheter, Kvitto,
    Leveranstillstand, Omfattad, Periodvis, Personsok, Registrerande, Resurs, Skedd, Statistikrad, Token, Tokenlage,
    Webhook,
};
use crate::{Nyckelring, StoreError};
pub(crate) use faststallelse::faststallelse;
pub(crate) use import::{import, importinnehall};
pub(crate) use skyddstillstand::skyddstillstand;

pub(crate) fn forbund(rad: Rad<'_>) -> Result<(i64, Forbund), StoreError> {
    let forbund = Forbund {
        id: ForbundId(rad.uuid(1, "id")?),
        version: rad.get(2, "version")?,
        ersatt_av: rad.json(3, "ersatt_av")?,
        uppgift: rad.json(4, "uppgift")?,
    };
    Ok((rad.get(0, "nummer")?, forbund))
}

pub(crate) fn insats(rad: Rad<'_>) -> Result<(i64, Insats), StoreError> {
    let insats =
        Insats { id: InsatsId(rad.uuid(1, "id")?), version: rad.get(2, "version")?, uppgift: rad.json(3, "uppgift")? };
    Ok((rad.get(0, "nummer")?, insats))
}

/// An insats and after it its förbund.
pub(crate) fn insats_med_forbund(rad: Rad<'_>) -> Result<(Insats, Forbund), StoreError> {
    Ok((insats(rad)?.1, forbund(rad.joined("forbund", 4))?.1))
}

/// What is told of a period with its internal number, and whether it has been deleted.
pub(crate) struct Periodrad<T> {
    pub(crate) nummer: i64,
    pub(crate) post: T,
    pub(crate) raderad: bool,
}

impl<T> Periodrad<T> {
    /// What is told, unless it has been deleted.
    pub(crate) fn kept(self) -> Option<T> {
        (!self.raderad).then_some(self.post)
    }
}

pub(crate) fn periodvis<T: Periodvis>(rad: Rad<'_>) -> Result<Periodrad<T>, StoreError> {
    let version = rad.get(2, "version")?;
    let post = T::new(InsatsId(rad.uuid(1, "insats")?), version, rad.json(3, "uppgift")?);
    // Deleted for as long as nothing has been put in its place.
    let raderad = rad.opt::<i64>(4, "raderad")? == Some(version);
    Ok(Periodrad { nummer: rad.get(0, "nummer")?, post, raderad })
}

/// A board, an audit, a budget or an outcome, as its kind says.
pub(crate) fn akt(rad: Rad<'_>) -> Result<(i64, Akt), StoreError> {
    let (forbund, ar) = (ForbundId(rad.uuid(1, "forbund")?), rad.get(3, "ar")?);
    let uppgift = match rad.parse(2, "slag")? {
        Resurs::Styrelse => Aktuppgift::Styrelse(rad.json(7, "uppgift")?),
        Resurs::Revision => Aktuppgift::Revision(rad.json(7, "uppgift")?),
        Resurs::Budget => Aktuppgift::Budget(ar, rad.json(7, "uppgift")?),
        Resurs::Utfall => Aktuppgift::Utfall(ar, rad.json(7, "uppgift")?),
        _ => return Err(rad.undecodable("slag", "nothing that a förbund keeps beside itself")),
    };
    let dagar = Dagar { forst: rad.day_or_none(5, "forst_faststalld")?, nu: rad.day_or_none(6, "faststalld")? };
    Ok((rad.get(0, "nummer")?, uppgift.kept(forbund, rad.get(4, "version")?, dagar)))
}

/// What is registered once for each year, with its internal number.
pub(crate) fn arsvis<T: Arsvis>(rad: Rad<'_>) -> Result<(i64, T), StoreError> {
    let one = T::new(T::id(rad.uuid(1, "id")?), rad.get(2, "ar")?, rad.get(3, "version")?, rad.json(4, "uppgift")?);
    Ok((rad.get(0, "nummer")?, one))
}

pub(crate) fn handelse(rad: Rad<'_>) -> Result<Handelse, StoreError> {
    Ok(Handelse {
        nummer: rad.get(0, "nummer")?,
        tid: rad.moment(1, "arende.tid")?,
        typ: koder::typ_of(rad.get(2, "typ")?).ok_or_else(|| rad.undecodable("typ", "unknown code"))?,
        resurs: koder::resurs_of(rad.get(3, "resurs")?).ok_or_else(|| rad.undecodable("resurs", "unknown code"))?,
        id: rad.uuid(4, "id")?,
        version: rad.get(5, "version")?,
    })
}

/// Who wrote first, and when, as one text.
pub(crate) fn borjan(rad: Rad<'_>) -> Result<String, StoreError> {
    let (nummer, tid): (i64, i64) = (rad.get(0, "nummer")?, rad.get(1, "tid")?);
    let texts = [rad.text(2, "vem")?, rad.text(3, "roll")?, rad.text(4, "handling")?, rad.text(5, "anrop")?];
    Ok(format!("{nummer}\0{tid}\0{}", texts.join("\0")))
}

/// An event about a participation of this part.
pub(crate) fn skedd_av_part(part: PartKod, rad: Rad<'_>) -> Result<Skedd, StoreError> {
    let nyckel = Nyckel { kallsystem: rad.get(6, "kalla.kallsystem")?, nyckel: rad.get(7, "deltagande.nyckel")? };
    let sak = Handelsesak::Deltagande { part, nu: plats(rad, 8)?, fore: plats(rad, 10)? };
    Ok(Skedd { handelse: handelse(rad)?, nyckel: Some(nyckel), sak })
}

/// An event about what belongs to no part.
pub(crate) fn skedd_av_registret(rad: Rad<'_>) -> Result<Skedd, StoreError> {
    let handelse = handelse(rad)?;
    let sak = match handelse.resurs {
        // Whoever may read förbund may read what they keep beside themselves, allocations and background figures.
        Resurs::Forbund
        | Resurs::Styrelse
        | Resurs::Revision
        | Resurs::Budget
        | Resurs::Utfall
        | Resurs::Tilldelning
        | Resurs::Bakgrundstal => Handelsesak::Forbund,
        Resurs::Insats => Handelsesak::Insats,
        Resurs::Antal | Resurs::Strukturdeltagande => {
            Handelsesak::Antal(plats(rad, 6)?.ok_or_else(|| rad.undecodable("rad", "no such counts"))?)
        }
        Resurs::Deltagande => return Err(rad.undecodable("resurs", "belongs to a part")),
    };
    Ok(Skedd { handelse, nyckel: None, sak })
}

/// An insats and its förbund, side by side, if they are there.
fn plats(rad: Rad<'_>, index: usize) -> Result<Option<Plats>, StoreError> {
    if rad.is_null(index) {
        return Ok(None);
    }
    let insats = InsatsId(rad.uuid(index, "insats.id")?);
    Ok(Some(Plats { insats, forbund: ForbundId(rad.uuid(index + 1, "forbund.id")?) }))
}

/// How far there are events about the participations of a part, or about what belongs to none.
pub(crate) fn rord(rad: Rad<'_>) -> Result<(i64, Option<PartKod>), StoreError> {
    let part = if rad.is_null(1) { None } else { Some(rad.parse(1, "part.kod")?) };
    Ok((rad.get(0, "till")?, part))
}

/// An event and when it happened.
pub(crate) fn aldsta(rad: Rad<'_>) -> Result<(i64, DateTime<Utc>), StoreError> {
    Ok((rad.get(0, "nummer")?, rad.moment(1, "arende.tid")?))
}

pub(crate) fn flode(rad: Rad<'_>) -> Result<Flode, StoreError> {
    let hemlighet = if rad.is_null(2) { None } else { Some(rad.bytes(2, "hemlighet")?) };
    Ok(Flode { gallrad_till: rad.get(1, "gallrad_till")?, hemlighet })
}

pub(crate) fn webhook(rad: Rad<'_>) -> Result<(i64, Webhook), StoreError> {
    let present = |index: usize| !rad.is_null(index);
    let misslyckade = u32::try_from(rad.count(12, "forsok")?).unwrap_or(u32::MAX);
    let leverans = Leveranstillstand {
        levererad: rad.get(9, "levererad")?,
        sedd: rad.get(10, "sedd")?,
        meddelande: present(11).then(|| rad.uuid(11, "meddelande")).transpose()?,
        misslyckade,
        fran: rad.moment_or_none(13, "fran")?,
        nasta: rad.moment_or_none(14, "nasta")?,
        uppgiven: rad.get::<i64>(15, "uppgiven")? == 1,
        fel: present(16).then(|| rad.parse(16, "fel")).transpose()?,
        status: rad.opt(17, "status")?,
        senast: rad.moment_or_none(18, "senast")?,
        lanad_till: rad.moment_or_none(19, "lan_till")?,
    };
    let webhook = Webhook {
        id: WebhookId(rad.uuid(1, "id")?),
        version: rad.get(2, "version")?,
        roll: rad.parse(3, "roll")?,
        hyresgast: rad.parse(4, "hyresgast")?,
        forbund: present(5).then(|| rad.uuid(5, "forbund").map(ForbundId)).transpose()?,
        uppgift: Webhookuppgift { url: rad.get(6, "url")?, aktiv: rad.get::<i64>(7, "aktiv")? == 1 },
        skapad: rad.moment(8, "skapad")?,
        leverans,
    };
    Ok((rad.get(0, "nummer")?, webhook))
}

pub(crate) fn hemligheter(ring: Option<&Nyckelring>, id: WebhookId, rad: Rad<'_>) -> Result<Hemligheter, StoreError> {
    let open = |sealed: &[u8], column| {
        let opened = ring.ok_or(StoreError::NoKey)?.open_secret(id.0, sealed);
        opened.map_err(|fel| unopened(&fel, &rad, column, "it does not open for this webhook"))
    };
    let forra = rad.opt::<Vec<u8>>(2, "forra")?.zip(rad.moment_or_none(3, "forra_till")?);
    Ok(Hemligheter {
        hemlighet: open(&rad.get::<Vec<u8>>(1, "hemlighet")?, "hemlighet")?,
        forra: forra.map(|(forra, till)| Ok::<_, StoreError>((open(&forra, "forra")?, till))).transpose()?,
    })
}

pub(crate) fn kvitto(rad: Rad<'_>) -> Result<Kvitto, StoreError> {
    Ok(Kvitto {
        anropare: rad.get(0, "anropare")?,
        handling: rad.get(1, "handling")?,
        nyckel: rad.get(2, "nyckel")?,
        kropp: rad.bytes(3, "kropp")?,
        status: rad.get(4, "status")?,
        plats: rad.opt(5, "plats")?,
        svar: rad.get(6, "svar")?,
        skapat: rad.moment(7, "skapat")?,
    })
}

pub(crate) fn token(rad: Rad<'_>) -> Result<Token, StoreError> {
    let (part, forbund) = (!rad.is_null(5), !rad.is_null(6));
    Ok(Token {
        id: TokenId(rad.uuid(1, "id")?),
        hash: rad.bytes(2, "hash")?,
        namn: rad.get(3, "namn")?,
        roll: rad.parse(4, "roll")?,
        part: part.then(|| rad.parse(5, "part")).transpose()?,
        forbund: forbund.then(|| rad.uuid(6, "forbund").map(ForbundId)).transpose()?,
        insatser: rad.json(7, "insatser")?,
        skapad: rad.moment(8, "skapad")?,
        giltig_till: rad.moment_or_none(9, "giltig_till")?,
    })
}

pub(crate) fn tokenlage(rad: Rad<'_>) -> Result<Tokenlage, StoreError> {
    Ok(Tokenlage {
        forra_till: rad.moment_or_none(10, "forra_till")?,
        aterkallad: rad.moment_or_none(11, "aterkallad")?,
        senast_anvand: rad.moment_or_none(12, "senast_anvand")?.map(|tid| tid.date_naive()),
        token: token(rad)?,
    })
}

/// A row for the statistics; a tombstone has nothing left.
pub(crate) fn statistikrad(rad: Rad<'_>) -> Result<Statistikrad, StoreError> {
    Ok(Statistikrad {
        nummer: rad.get(0, "nummer")?,
        alder: rad.opt(1, "alder")?,
        post: if rad.is_null(2) { None } else { Some(rad.json(2, "post")?) },
        person: if rad.is_null(3) { None } else { Some(Personsok(rad.bytes(3, "sok")?)) },
        uppfoljningar: if rad.is_null(3) { Uppfoljningar::new() } else { follow_ups(rad, 4)? },
    })
}

/// A part that has something registered.
pub(crate) fn registrerande(rad: Rad<'_>) -> Result<Registrerande, StoreError> {
    let is = |index, column| Ok::<_, StoreError>(rad.get::<i64>(index, column)? > 0);
    Ok(Registrerande { part: rad.parse(0, "kod")?, personer: is(1, "personer")?, anonyma: is(2, "anonyma")? })
}

/// Without keys, a record that has an identity number does not decode.
pub(crate) fn deltagande(ring: Option<&Nyckelring>, rad: Rad<'_>) -> Result<(i64, Deltagande), StoreError> {
    let id = DeltagandeId(rad.uuid(1, "id")?);
    let identitet = identity(ring, rad, id)?;
    let (personnummer, reservnummer) = match &identitet {
        None => (None, None),
        Some(Identitet::Personnummer(nummer)) => (Some(nummer.digits()), None),
        Some(Identitet::Samordningsnummer(nummer)) => (Some(nummer.digits()), None),
        Some(Identitet::Reservnummer(nummer)) => (None, Some(nummer.uppgift())),
    };
    let deltagande = Deltagande {
        id,
        version: rad.get(2, "version")?,
        nyckel: Nyckel { kallsystem: rad.get(3, "kalla.kallsystem")?, nyckel: rad.get(4, "nyckel")? },
        personnummer: personnummer.map(Nummertext::from),
        reservnummer,
        post: rad.json::<Deltagandepost>(6, "post")?,
        uppfoljningar: if identitet.is_some() { follow_ups(rad, 7)? } else { Uppfoljningar::new() },
    };
    Ok((rad.get(0, "nummer")?, deltagande))
}

/// The follow-ups of a participation.
fn follow_ups(rad: Rad<'_>, index: usize) -> Result<Uppfoljningar, StoreError> {
    if rad.is_null(index) { Ok(Uppfoljningar::new()) } else { rad.json(index, "uppfoljningar") }
}

/// A participation of another part, and which part that is.
pub(crate) fn delad(ring: Option<&Nyckelring>, rad: Rad<'_>) -> Result<(PartKod, Deltagande), StoreError> {
    let part = rad.parse(8, "part.kod")?;
    Ok((part, deltagande(ring, rad)?.1))
}

/// How much there is to do in an insats.
pub(crate) fn arbetstal(rad: Rad<'_>) -> Result<Arbetstal, StoreError> {
    let n = |index| rad.get(index, "antal");
    Ok(Arbetstal {
        alla: n(0)?,
        utan_samtycke: n(1)?,
        oppna: n(2)?,
        ororda: n(3)?,
        efter_slut: n(4)?,
        forfallna: [n(5)?, n(6)?, n(7)?],
        saknas: [n(8)?, n(9)?, n(10)?],
    })
}

/// One that stands on a work list, and its internal number.
pub(crate) fn arbetspost(rad: Rad<'_>) -> Result<(i64, Arbetspost), StoreError> {
    let post = Arbetspost {
        id: DeltagandeId(rad.uuid(1, "id")?),
        version: rad.get(2, "version")?,
        nyckel: Nyckel { kallsystem: rad.get(3, "kalla.kallsystem")?, nyckel: rad.get(4, "nyckel")? },
        startdatum: rad.day_or_none(5, "start")?.ok_or_else(|| rad.undecodable("start", "absent"))?,
        slutdatum: rad.day_or_none(6, "slut")?,
        andrad: rad.day_or_none(7, "andrad")?,
    };
    Ok((rad.get(0, "nummer")?, post))
}

/// A participation that may be pruned.
pub(crate) fn gallringsbar(rad: Rad<'_>) -> Result<Gallringsbar, StoreError> {
    Ok(Gallringsbar {
        nummer: rad.get(0, "nummer")?,
        part: rad.parse(6, "part.kod")?,
        id: DeltagandeId(rad.uuid(1, "id")?),
        version: rad.get(2, "version")?,
        nyckel: Nyckel { kallsystem: rad.get(3, "kalla.kallsystem")?, nyckel: rad.get(4, "nyckel")? },
        post: rad.json(5, "post")?,
        uppfoljningar: follow_ups(rad, 7)?,
    })
}

/// A hold.
pub(crate) fn gallringsstopp(rad: Rad<'_>) -> Result<Gallringsstopp, StoreError> {
    let id = rad.uuid(2, "id")?;
    let mal = match koder::resurs_of(rad.get(1, "resurs")?) {
        Some(Resurs::Insats) => Gallringsmal::Insats(InsatsId(id)),
        Some(Resurs::Deltagande) => Gallringsmal::Deltagande(DeltagandeId(id)),
        _ => return Err(rad.undecodable("resurs", "unknown")),
    };
    Ok(Gallringsstopp {
        mal,
        anledning: rad.get(3, "anledning")?,
        vem: rad.get(4, "vem")?,
        tid: rad.moment(5, "tid")?,
        havd: rad
            .moment_or_none(6, "havd")?
            .map(|tid| Ok::<_, StoreError>((tid, rad.get(7, "havd_av")?)))
            .transpose()?,
    })
}

/// One of what stands in a scope.
pub(crate) fn omfattad(rad: Rad<'_>) -> Result<Omfattad, StoreError> {
    Ok(Omfattad {
        nummer: rad.get(0, "nummer")?,
        id: DeltagandeId(rad.uuid(1, "id")?),
        version: rad.get(2, "version")?,
        nyckel: Nyckel { kallsystem: rad.get(3, "kalla.kallsystem")?, nyckel: rad.get(4, "nyckel")? },
    })
}

fn identity(ring: Option<&Nyckelring>, rad: Rad<'_>, id: DeltagandeId) -> Result<Option<Identitet>, StoreError> {
    let Some(sealed) = rad.opt::<Vec<u8>>(5, "identitet")? else { return Ok(None) };
    let opened = ring.ok_or(StoreError::NoKey)?.open(id.0, &sealed);
    let opened = opened.map_err(|fel| unopened(&fel, &rad, "identitet", "it does not open for this record"))?;
    let read = std::str::from_utf8(&opened).ok().and_then(Identitet::from_canonical);
    read.map(Some).ok_or_else(|| rad.undecodable("identitet", "no identity in canonical form"))
}

/// The keys of the register are known to be these: what does not open has been altered or belongs elsewhere, unless another
/// process has begun to seal with a newer key.
fn unopened(fel: &KeyError, rad: &Rad<'_>, column: &'static str, reason: &str) -> StoreError {
    match fel {
        KeyError::Unknown(nyckel) => StoreError::UnknownKey(*nyckel),
        _ => rad.undecodable(column, reason),
    }
}
