//! The newest state of the statistics of which it is known what is hidden.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::session::{Rum, Session};
use super::sql::{SKYDDSTILLSTAND_GALLRA, SKYDDSTILLSTAND_GET, SKYDDSTILLSTAND_PUT, Varden};
use crate::nyckel::{open_protected, seal_protected, unasked};
use crate::rad::micros;
use crate::rum::{Skyddstillstand, SkyddstillstandRead, SkyddstillstandWrite};
use crate::{StoreError, avkoda};

async fn get(
    session: &Session,
    troskel: i64,
    regelversion: &str,
    fran: i64,
) -> Result<Option<Skyddstillstand>, StoreError> {
    let values: Varden<'_> = &[&troskel, &regelversion, &fran];
    let found = SKYDDSTILLSTAND_GET.first(&session.conn, values, avkoda::skyddstillstand).await?;
    found.map(|sealed| open_protected(session.ring().ok_or(StoreError::NoKey)?, sealed)).transpose()
}

async fn put(session: &Session, ny: Skyddstillstand, tid: DateTime<Utc>) -> Result<bool, StoreError> {
    let sealed = seal_protected(session.ring().ok_or(StoreError::NoKey)?, ny);
    let values: Varden<'_> =
        &[&sealed.troskel, &sealed.dataversion, &sealed.regelversion, &micros(tid), &sealed.innehall];
    let kept = SKYDDSTILLSTAND_PUT.execute(&session.conn, values).await? > 0;
    SKYDDSTILLSTAND_GALLRA.execute(&session.conn, &[&unasked(tid)]).await?;
    Ok(kept)
}

#[async_trait]
impl SkyddstillstandRead for Rum<'_> {
    async fn get(
        &mut self,
        troskel: i64,
        regelversion: &str,
        fran: i64,
    ) -> Result<Option<Skyddstillstand>, StoreError> {
        let session = self.session.enter()?;
        let answer = get(session, troskel, regelversion, fran).await;
        session.leave(answer)
    }
}

#[async_trait]
impl SkyddstillstandWrite for Rum<'_> {
    async fn put(&mut self, ny: Skyddstillstand, tid: DateTime<Utc>) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let answer = put(session, ny, tid).await;
        session.leave(answer)
    }
}
