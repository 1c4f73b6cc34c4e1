//! Boards, audits, budgets and outcomes of förbund.

use async_trait::async_trait;
use chrono::NaiveDate;
use finsam_core::id::ForbundId;

use super::forbund;
use super::lank::{Plats, Sak};
use super::session::Rum;
use super::sql::{FORBUNDSAKT_EKONOMI, FORBUNDSAKT_GET, FORBUNDSAKT_INSERT, FORBUNDSAKT_LISTA, FORBUNDSAKT_UPDATE};
use crate::rad::days;
use crate::rum::{Akt, AktRead, AktWrite, Aktnamn, Aktuppgift, Dagar, Handelsetyp};
use crate::{StoreError, avkoda, beslut};

fn get(plats: &Plats<'_>, forbund: ForbundId, namn: Aktnamn) -> Result<Option<(i64, Akt)>, StoreError> {
    FORBUNDSAKT_GET.first(plats.conn, (forbund.0.as_bytes(), namn.resurs().code(), namn.ar()), avkoda::akt)
}

fn insert(plats: &mut Plats<'_>, id: ForbundId, uppgift: Aktuppgift) -> Result<Akt, StoreError> {
    let namn = uppgift.namn();
    let values = (forbund::number(plats, id)?, namn.resurs().code(), namn.ar(), uppgift.to_json()?);
    let nummer = FORBUNDSAKT_INSERT.number(plats.conn, values)?;
    plats.changed(Handelsetyp::Skapad, namn.resurs(), Sak { nummer, id: id.0, version: 1 })?;
    Ok(uppgift.kept(id, 1, Dagar::default()))
}

fn update(plats: &mut Plats<'_>, id: ForbundId, (nummer, known): (i64, Akt), now: Akt) -> Result<Akt, StoreError> {
    let (namn, dagar, version) = (now.uppgift().namn(), now.dagar(), now.version());
    if now == known {
        plats.unchanged(namn.resurs(), id.0)?;
        return Ok(known);
    }
    let values = (nummer, version, dagar.forst.map(days), dagar.nu.map(days), now.uppgift().to_json()?);
    FORBUNDSAKT_UPDATE.execute(plats.conn, values)?;
    plats.changed(Handelsetyp::Andrad, namn.resurs(), Sak { nummer, id: id.0, version })?;
    Ok(now)
}

#[async_trait]
impl AktRead for Rum<'_> {
    async fn get(&mut self, forbund: ForbundId, namn: Aktnamn) -> Result<Option<Akt>, StoreError> {
        self.lank.read(move |plats| Ok(get(plats, forbund, namn)?.map(|(_, akt)| akt))).await
    }

    async fn list(&mut self, forbund: ForbundId) -> Result<Vec<Akt>, StoreError> {
        self.lank
            .read(move |plats| {
                FORBUNDSAKT_LISTA.all(plats.conn, (forbund.0.as_bytes(),), |rad| Ok(avkoda::akt(rad)?.1))
            })
            .await
    }

    async fn economy(&mut self) -> Result<Vec<Akt>, StoreError> {
        self.lank.read(|plats| FORBUNDSAKT_EKONOMI.all(plats.conn, (), |rad| Ok(avkoda::akt(rad)?.1))).await
    }
}

#[async_trait]
impl AktWrite for Rum<'_> {
    async fn put(
        &mut self,
        forbund: ForbundId,
        version: Option<i64>,
        uppgift: Aktuppgift,
    ) -> Result<Option<Akt>, StoreError> {
        self.lank
            .write(move |plats| match get(plats, forbund, uppgift.namn())? {
                None if version.is_none() => insert(plats, forbund, uppgift).map(Some),
                Some(known) if version == Some(known.1.version()) => {
                    let now = beslut::replaced(forbund, &known.1, uppgift);
                    update(plats, forbund, known, now).map(Some)
                }
                _ => Ok(None),
            })
            .await
    }

    async fn set(
        &mut self,
        forbund: ForbundId,
        ar: i32,
        version: i64,
        datum: NaiveDate,
    ) -> Result<Option<Akt>, StoreError> {
        self.lank
            .write(move |plats| match get(plats, forbund, Aktnamn::Budget(ar))? {
                Some(known) if version == known.1.version() => {
                    let now = beslut::set(forbund, &known.1, datum);
                    update(plats, forbund, known, now).map(Some)
                }
                _ => Ok(None),
            })
            .await
    }
}
