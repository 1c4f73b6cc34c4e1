//! Rows of the access log and its chain as what they stand for.

use crate::kedja::{Forra, Start};
use crate::rad::Rad;
use crate::rum::{Atkomstpost, Loggande, Loggarende, Logghuvud, Loggled, Loggrad, Loggsegment};
use crate::{StoreError, koder};

pub(crate) fn start(rad: Rad<'_>) -> Result<Start, StoreError> {
    Ok(Start { arende: rad.get(1, "arende_till")?, atkomst: rad.get(2, "atkomst_till")? })
}

/// The newest segment, and how far it has come.
pub(crate) fn forra(rad: Rad<'_>) -> Result<Forra, StoreError> {
    Ok(Forra { segment: rad.get(0, "nummer")?, led: rad.get(1, "led")?, hash: rad.bytes(2, "hash")? })
}

pub(crate) fn ande(rad: Rad<'_>) -> Result<Loggande, StoreError> {
    Ok(Loggande { segment: rad.get(0, "segment")?, led: rad.get(1, "nummer")?, hash: rad.bytes(2, "hash")? })
}

pub(crate) fn huvud(rad: Rad<'_>) -> Result<Logghuvud, StoreError> {
    Ok(Logghuvud {
        ande: ande(rad)?,
        tid: rad.moment(3, "tid")?,
        beslut: rad.get(4, "beslut")?,
        signatur: rad.get(5, "signatur")?,
    })
}

pub(crate) fn segment(rad: Rad<'_>) -> Result<Loggsegment, StoreError> {
    let forra =
        Forra { segment: rad.get(3, "forra")?, led: rad.get(4, "forra_led")?, hash: rad.bytes(5, "forra_hash")? };
    let (nummer, tid) = (rad.get(0, "nummer")?, rad.get(1, "tid")?);
    Ok(Loggsegment { nummer, tid, anrop: rad.get(2, "anrop")?, forra, hash: rad.bytes(6, "hash")? })
}

pub(crate) fn led(rad: Rad<'_>) -> Result<Loggled, StoreError> {
    let vem = if rad.is_null(6) { None } else { Some(arende(rad.joined("arende", 6))?) };
    Ok(Loggled {
        nummer: rad.get(0, "nummer")?,
        arende: rad.get(1, "arende")?,
        fran: rad.get(2, "fran")?,
        till: rad.get(3, "till")?,
        antal: rad.get(4, "antal")?,
        hash: rad.bytes(5, "hash")?,
        vem,
    })
}

fn arende(rad: Rad<'_>) -> Result<Loggarende, StoreError> {
    Ok(Loggarende {
        tid: rad.get(1, "tid")?,
        texter: [rad.get(2, "vem")?, rad.get(3, "roll")?, rad.get(4, "handling")?, rad.get(5, "anrop")?],
        varfor: rad.opt(6, "varfor")?,
        varifran: rad.opt(7, "varifran")?,
    })
}

pub(crate) fn rad(rad: Rad<'_>) -> Result<Loggrad, StoreError> {
    Ok(Loggrad {
        nummer: rad.get(0, "nummer")?,
        led: rad.get(1, "led")?,
        resurs: rad.get(2, "resurs")?,
        id: rad.opt(3, "id")?,
        antal: rad.opt(4, "antal")?,
    })
}

/// How many units of work and lines there are after the part that is not chained, and how many lines in it.
pub(crate) fn mangd(rad: Rad<'_>) -> Result<(u64, u64, u64), StoreError> {
    Ok((rad.count(1, "arenden")?, rad.count(2, "rader")?, rad.count(3, "fore")?))
}

pub(crate) fn post(rad: Rad<'_>) -> Result<(i64, Atkomstpost), StoreError> {
    let resurs = koder::namn(rad.get(6, "resurs")?).ok_or_else(|| rad.undecodable("resurs", "unknown code"))?;
    let nummer = rad.get(0, "nummer")?;
    let post = Atkomstpost {
        nummer,
        tid: rad.moment(1, "arende.tid")?,
        vem: rad.get(2, "arende.vem")?,
        roll: rad.get(3, "arende.roll")?,
        handling: rad.get(4, "arende.handling")?,
        anrop: rad.get(5, "arende.anrop")?,
        resurs,
        id: if rad.is_null(7) { None } else { Some(rad.uuid(7, "id")?) },
        antal: if rad.is_null(8) { None } else { Some(rad.count(8, "antal")?) },
        varfor: rad.opt(9, "arende.varfor")?,
        varifran: rad.opt(10, "arende.varifran")?,
    };
    Ok((nummer, post))
}
