//! The change feed.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::part::PartKod;

use super::lank::Plats;
use super::session::Rum;
use super::sql::{
    FLODE_GALLRAD, FLODE_GET, FLODE_HEMLIGHET, HANDELSE_ALDSTA, HANDELSE_AV_PART, HANDELSE_AV_REGISTRET,
    HANDELSE_EFTER, HANDELSE_GALLRA, HANDELSE_GALLRA_SPANN, HANDELSE_RORDA, HANDELSE_SISTA,
};
use crate::rum::{Flode, Handelse, HandelseRead, HandelseWrite, Rorda, Skedd};
use crate::{StoreError, avkoda, beslut};

fn feed(plats: &Plats<'_>) -> Result<Flode, StoreError> {
    Ok(FLODE_GET.first(plats.conn, (), avkoda::flode)?.unwrap_or_default())
}

fn prune(plats: &Plats<'_>, fore: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
    let oldest = HANDELSE_ALDSTA.all(plats.conn, (limit,), avkoda::aldsta)?;
    let Some(till) = beslut::prunable(&oldest, fore) else { return Ok(0) };
    let removed = HANDELSE_GALLRA.execute(plats.conn, (till,))?;
    HANDELSE_GALLRA_SPANN.execute(plats.conn, (till,))?;
    FLODE_GALLRAD.execute(plats.conn, (till,))?;
    Ok(removed as u64)
}

#[async_trait]
impl HandelseRead for Rum<'_> {
    async fn after(&mut self, nummer: i64, limit: u32) -> Result<Vec<Handelse>, StoreError> {
        self.lank.read(move |plats| HANDELSE_EFTER.all(plats.conn, (nummer, limit), avkoda::handelse)).await
    }

    async fn last(&mut self) -> Result<i64, StoreError> {
        self.lank.read(|plats| HANDELSE_SISTA.number(plats.conn, ())).await
    }

    async fn of_part(&mut self, part: PartKod, nummer: i64, limit: u32) -> Result<Vec<Skedd>, StoreError> {
        let values = (part.to_string(), nummer, limit);
        self.lank
            .read(move |plats| HANDELSE_AV_PART.all(plats.conn, values, |rad| avkoda::skedd_av_part(part, rad)))
            .await
    }

    async fn of_register(&mut self, nummer: i64, limit: u32) -> Result<Vec<Skedd>, StoreError> {
        self.lank
            .read(move |plats| HANDELSE_AV_REGISTRET.all(plats.conn, (nummer, limit), avkoda::skedd_av_registret))
            .await
    }

    async fn touched(&mut self, nummer: i64) -> Result<Rorda, StoreError> {
        self.lank
            .read(move |plats| {
                let sista = HANDELSE_SISTA.number(plats.conn, ())?;
                let rorda = HANDELSE_RORDA.all(plats.conn, (nummer,), avkoda::rord)?;
                Ok(Rorda::new(sista, &rorda))
            })
            .await
    }

    async fn feed(&mut self) -> Result<Flode, StoreError> {
        self.lank.read(|plats| feed(plats)).await
    }
}

#[async_trait]
impl HandelseWrite for Rum<'_> {
    async fn prune(&mut self, fore: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
        self.lank.write(move |plats| prune(plats, fore, limit)).await
    }

    async fn secret(&mut self, ny: [u8; 32]) -> Result<[u8; 32], StoreError> {
        self.lank
            .write(move |plats| {
                FLODE_HEMLIGHET.execute(plats.conn, (ny,))?;
                feed(plats)?.hemlighet.ok_or(StoreError::Conflict("flode"))
            })
            .await
    }
}
