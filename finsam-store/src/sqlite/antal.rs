//! Counts.

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Antalsuppgift, Enhet};

use super::insats;
use super::lank::{Plats, Sak};
use super::session::Rum;
use super::sql::{ANTAL_ALLA, ANTAL_GET, ANTAL_INSERT, ANTAL_LISTA, ANTAL_RADERA, ANTAL_UPDATE};
use crate::avkoda::Antalsrad;
use crate::rad::{days, to_json};
use crate::rum::{AntalRead, AntalWrite, Handelsetyp, Resurs};
use crate::{StoreError, avkoda};

fn get(plats: &Plats<'_>, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<Option<Antalsrad>, StoreError> {
    ANTAL_GET.first(plats.conn, (insats.0.as_bytes(), days(fran), enhet.code()), avkoda::antal)
}

/// An event about counts names their insats.
fn put(plats: &mut Plats<'_>, insats: InsatsId, uppgift: Antalsuppgift, json: &str) -> Result<Antal, StoreError> {
    let Some(Antalsrad { nummer, antal: known, raderad }) = get(plats, insats, uppgift.fran, uppgift.enhet)? else {
        let values = (insats::number(plats.conn, insats)?, days(uppgift.fran), uppgift.enhet.code(), json);
        let nummer = ANTAL_INSERT.number(plats.conn, values)?;
        plats.changed(Handelsetyp::Skapad, Resurs::Antal, Sak { nummer, id: insats.0, version: 1 })?;
        return Ok(Antal { insats_id: insats, version: 1, uppgift });
    };
    if known.uppgift == uppgift && !raderad {
        plats.unchanged(Resurs::Antal, insats.0)?;
        return Ok(known);
    }
    let version = known.version + 1;
    ANTAL_UPDATE.execute(plats.conn, (nummer, version, json))?;
    let typ = if raderad { Handelsetyp::Skapad } else { Handelsetyp::Andrad };
    plats.changed(typ, Resurs::Antal, Sak { nummer, id: insats.0, version })?;
    Ok(Antal { version, uppgift, ..known })
}

fn remove(plats: &mut Plats<'_>, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<bool, StoreError> {
    let Some(Antalsrad { nummer, antal, raderad: false }) = get(plats, insats, fran, enhet)? else { return Ok(false) };
    let version = antal.version + 1;
    ANTAL_RADERA.execute(plats.conn, (nummer, version, to_json(&antal.uppgift.emptied())?))?;
    plats.changed(Handelsetyp::Raderad, Resurs::Antal, Sak { nummer, id: insats.0, version })?;
    Ok(true)
}

#[async_trait]
impl AntalRead for Rum<'_> {
    async fn get(&mut self, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<Option<Antal>, StoreError> {
        self.lank.read(move |plats| Ok(get(plats, insats, fran, enhet)?.and_then(Antalsrad::kept))).await
    }

    async fn list(&mut self, insats: InsatsId) -> Result<Vec<Antal>, StoreError> {
        self.lank
            .read(move |plats| ANTAL_LISTA.all(plats.conn, (insats.0.as_bytes(),), |rad| Ok(avkoda::antal(rad)?.antal)))
            .await
    }

    async fn all(&mut self) -> Result<Vec<Antal>, StoreError> {
        self.lank.read(|plats| ANTAL_ALLA.all(plats.conn, (), |rad| Ok(avkoda::antal(rad)?.antal))).await
    }
}

#[async_trait]
impl AntalWrite for Rum<'_> {
    async fn put(&mut self, insats: InsatsId, uppgift: Antalsuppgift) -> Result<Antal, StoreError> {
        let json = to_json(&uppgift)?;
        self.lank.write(move |plats| put(plats, insats, uppgift, &json)).await
    }

    /// There is one unit of work at a time.
    async fn hold(&mut self, _: &[InsatsId]) -> Result<(), StoreError> {
        Ok(())
    }

    async fn remove(&mut self, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<bool, StoreError> {
        self.lank.write(move |plats| remove(plats, insats, fran, enhet)).await
    }
}
