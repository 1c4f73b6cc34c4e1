//! Rows of imports.

use finsam_core::id::ImportId;

use crate::rad::Rad;
use crate::rum::{Import, Importinnehall, Personsok};
use crate::{Nyckelring, StoreError, nyckel};

pub(crate) fn import(rad: Rad<'_>) -> Result<Import, StoreError> {
    Ok(Import {
        id: ImportId(rad.uuid(1, "id")?),
        part: rad.parse(2, "part")?,
        status: rad.parse(3, "status")?,
        installning: rad.get(4, "installning")?,
        antal: rad.json(5, "antal")?,
        lasta: rad.count(6, "lasta")?,
        skrivna: rad.count(7, "skrivna")?,
        orsak: rad.opt(8, "orsak")?,
        skapad: rad.moment(9, "skapad")?,
        andrad: rad.moment(10, "andrad")?,
        vem: rad.get(11, "vem")?,
        version: rad.get(12, "version")?,
        agare: if rad.is_null(13) { None } else { Some(rad.uuid(13, "agare")?) },
        lan_till: rad.moment_or_none(14, "lan_till")?,
        nyckel: nyckel::number_or_none(&rad, 15)?,
    })
}

/// A kept record of an import, opened.
pub(crate) fn importinnehall(
    ring: Option<&Nyckelring>,
    id: ImportId,
    rad: &Rad<'_>,
) -> Result<Importinnehall, StoreError> {
    let nummer = rad.count(0, "rad")?;
    let sealed = rad.blob_or_none(1).ok_or_else(|| rad.undecodable("post", "absent"))?;
    let post = ring.ok_or(StoreError::NoKey)?.open_post(id.0, nummer, sealed)?;
    let person = if rad.is_null(3) { None } else { Some(Personsok(rad.bytes(3, "sok")?)) };
    Ok(Importinnehall { rad: nummer, post, person })
}
