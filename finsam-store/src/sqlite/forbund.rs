//! Samordningsförbund. There are some eighty: lists are selected from all of them here instead of in SQL.

use async_trait::async_trait;
use finsam_core::forbund::{Forbund, Forbundsuppgift};
use finsam_core::id::ForbundId;

use super::lank::{Plats, Sak};
use super::session::Rum;
use super::sql::{FORBUND_ALLA, FORBUND_GET, FORBUND_INSERT, FORBUND_NUMMER, FORBUND_UPDATE, FORBUND_UPPGA};
use crate::rad::to_json;
use crate::rum::{ForbundRead, ForbundWrite, Forbundsurval, Handelsetyp, Resurs, Sida, Sidval};
use crate::{StoreError, avkoda, beslut};

fn get(plats: &Plats<'_>, id: ForbundId) -> Result<Option<(i64, Forbund)>, StoreError> {
    FORBUND_GET.first(plats.conn, (id.0.as_bytes(),), avkoda::forbund)
}

fn all(plats: &Plats<'_>) -> Result<Vec<(i64, Forbund)>, StoreError> {
    FORBUND_ALLA.all(plats.conn, (), avkoda::forbund)
}

/// The internal number of a förbund, that other tables name it by.
pub(super) fn number(plats: &Plats<'_>, id: ForbundId) -> Result<i64, StoreError> {
    let found = FORBUND_NUMMER.first(plats.conn, (id.0.as_bytes(),), |rad| rad.get(0, "nummer"))?;
    found.ok_or(StoreError::Conflict("forbund"))
}

#[async_trait]
impl ForbundRead for Rum<'_> {
    async fn get(&mut self, id: ForbundId) -> Result<Option<Forbund>, StoreError> {
        self.lank.read(move |plats| Ok(get(plats, id)?.map(|(_, forbund)| forbund))).await
    }

    async fn list(&mut self, urval: Forbundsurval, sida: Sidval) -> Result<Sida<Forbund>, StoreError> {
        let all = self.lank.read(|plats| all(plats)).await?;
        Ok(beslut::page(
            all.into_iter().filter(|(_, forbund)| beslut::selects(urval, &forbund.uppgift)).collect(),
            sida,
        ))
    }

    async fn all(&mut self) -> Result<Vec<Forbund>, StoreError> {
        self.lank.read(|plats| Ok(all(plats)?.into_iter().map(|(_, forbund)| forbund).collect())).await
    }
}

#[async_trait]
impl ForbundWrite for Rum<'_> {
    async fn insert(&mut self, id: ForbundId, uppgift: Forbundsuppgift) -> Result<Forbund, StoreError> {
        let json = to_json(&uppgift)?;
        self.lank
            .write(move |plats| {
                if get(plats, id)?.is_some() {
                    return Err(StoreError::Conflict("forbund.id"));
                }
                let nummer = FORBUND_INSERT.number(plats.conn, (id.0.as_bytes(), json))?;
                plats.changed(Handelsetyp::Skapad, Resurs::Forbund, Sak { nummer, id: id.0, version: 1 })?;
                Ok(Forbund { id, version: 1, ersatt_av: Vec::new(), uppgift })
            })
            .await
    }

    async fn update(
        &mut self,
        id: ForbundId,
        version: i64,
        uppgift: Forbundsuppgift,
    ) -> Result<Option<Forbund>, StoreError> {
        let json = to_json(&uppgift)?;
        self.lank
            .write(move |plats| {
                let Some((nummer, known)) = get(plats, id)?.filter(|(_, known)| known.version == version) else {
                    return Ok(None);
                };
                if known.uppgift == uppgift {
                    plats.unchanged(Resurs::Forbund, id.0)?;
                    return Ok(Some(known));
                }
                let version = version + 1;
                FORBUND_UPDATE.execute(plats.conn, (nummer, version, json))?;
                plats.changed(Handelsetyp::Andrad, Resurs::Forbund, Sak { nummer, id: id.0, version })?;
                Ok(Some(Forbund { version, uppgift, ..known }))
            })
            .await
    }

    async fn merge_into(
        &mut self,
        id: ForbundId,
        version: i64,
        uppgift: Forbundsuppgift,
        ersatt_av: ForbundId,
    ) -> Result<Option<Forbund>, StoreError> {
        let json = to_json(&uppgift)?;
        self.lank
            .write(move |plats| {
                let Some((nummer, mut known)) = get(plats, id)?.filter(|(_, known)| known.version == version) else {
                    return Ok(None);
                };
                let version = version + 1;
                known.ersatt_av.push(ersatt_av);
                FORBUND_UPPGA.execute(plats.conn, (nummer, version, to_json(&known.ersatt_av)?, json))?;
                plats.changed(Handelsetyp::Sammanslagen, Resurs::Forbund, Sak { nummer, id: id.0, version })?;
                Ok(Some(Forbund { version, uppgift, ..known }))
            })
            .await
    }
}
