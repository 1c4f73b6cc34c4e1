//! The change feed.

use async_trait::async_trait;
use chrono::{DateTime, Utc};
use finsam_core::part::PartKod;

use super::anslut::Anslutning;
use super::las;
use super::session::Rum;
use super::sql::{
    FLODE_GALLRAD, FLODE_GET, FLODE_HEMLIGHET, HANDELSE_ALDSTA, HANDELSE_AV_PART, HANDELSE_AV_REGISTRET,
    HANDELSE_EFTER, HANDELSE_GALLRA, HANDELSE_GALLRA_SPANN, HANDELSE_RORDA, HANDELSE_SISTA,
};
use crate::rum::{Flode, Handelse, HandelseRead, HandelseWrite, Rorda, Skedd};
use crate::{StoreError, avkoda, beslut};

async fn feed(conn: &Anslutning) -> Result<Flode, StoreError> {
    Ok(FLODE_GET.first(conn, &[], avkoda::flode).await?.unwrap_or_default())
}

async fn touched(conn: &Anslutning, nummer: i64) -> Result<Rorda, StoreError> {
    let sista = HANDELSE_SISTA.number(conn, &[]).await?;
    Ok(Rorda::new(sista, &HANDELSE_RORDA.all(conn, &[&nummer], avkoda::rord).await?))
}

/// One at a time: two would each find the other's events gone.
async fn prune(conn: &Anslutning, fore: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
    las::lock(conn, &[b"gallring"]).await?;
    let oldest = HANDELSE_ALDSTA.all(conn, &[&i64::from(limit)], avkoda::aldsta).await?;
    let Some(till) = beslut::prunable(&oldest, fore) else { return Ok(0) };
    let removed = HANDELSE_GALLRA.execute(conn, &[&till]).await?;
    HANDELSE_GALLRA_SPANN.execute(conn, &[&till]).await?;
    FLODE_GALLRAD.execute(conn, &[&till]).await?;
    Ok(removed)
}

async fn secret(conn: &Anslutning, ny: [u8; 32]) -> Result<[u8; 32], StoreError> {
    FLODE_HEMLIGHET.execute(conn, &[&ny.as_slice()]).await?;
    feed(conn).await?.hemlighet.ok_or(StoreError::Conflict("flode"))
}

#[async_trait]
impl HandelseRead for Rum<'_> {
    async fn after(&mut self, nummer: i64, limit: u32) -> Result<Vec<Handelse>, StoreError> {
        let session = self.session.enter()?;
        let answer = HANDELSE_EFTER.all(&session.conn, &[&nummer, &i64::from(limit)], avkoda::handelse).await;
        session.leave(answer)
    }

    async fn last(&mut self) -> Result<i64, StoreError> {
        let session = self.session.enter()?;
        let answer = HANDELSE_SISTA.number(&session.conn, &[]).await;
        session.leave(answer)
    }

    async fn of_part(&mut self, part: PartKod, nummer: i64, limit: u32) -> Result<Vec<Skedd>, StoreError> {
        let session = self.session.enter()?;
        let (kod, limit) = (part.to_string(), i64::from(limit));
        let read = |rad: crate::rad::Rad<'_>| avkoda::skedd_av_part(part, rad);
        let answer = HANDELSE_AV_PART.all(&session.conn, &[&kod, &nummer, &limit], read).await;
        session.leave(answer)
    }

    async fn of_register(&mut self, nummer: i64, limit: u32) -> Result<Vec<Skedd>, StoreError> {
        let session = self.session.enter()?;
        let limit = i64::from(limit);
        let answer = HANDELSE_AV_REGISTRET.all(&session.conn, &[&nummer, &limit], avkoda::skedd_av_registret).await;
        session.leave(answer)
    }

    async fn touched(&mut self, nummer: i64) -> Result<Rorda, StoreError> {
        let session = self.session.enter()?;
        let answer = touched(&session.conn, nummer).await;
        session.leave(answer)
    }

    async fn feed(&mut self) -> Result<Flode, StoreError> {
        let session = self.session.enter()?;
        let answer = feed(&session.conn).await;
        session.leave(answer)
    }
}

#[async_trait]
impl HandelseWrite for Rum<'_> {
    async fn prune(&mut self, fore: DateTime<Utc>, limit: u32) -> Result<u64, StoreError> {
        let session = self.session.enter()?;
        let answer = prune(&session.conn, fore, limit).await;
        session.leave(answer)
    }

    /// Another transaction that keeps one is waited for.
    async fn secret(&mut self, ny: [u8; 32]) -> Result<[u8; 32], StoreError> {
        let session = self.session.enter()?;
        let answer = secret(&session.conn, ny).await;
        session.leave(answer)
    }
}
