//! The newest state of the statistics of which it is known what is hidden.

use async_trait::async_trait;
use chrono::{DateTime, Utc};

use super::lank::Plats;
use super::session::Rum;
use super::sql::{SKYDDSTILLSTAND_GALLRA, SKYDDSTILLSTAND_GET, SKYDDSTILLSTAND_PUT};
use crate::nyckel::{open_protected, seal_protected, unasked};
use crate::rad::micros;
use crate::rum::{Skyddstillstand, SkyddstillstandRead, SkyddstillstandWrite};
use crate::{StoreError, avkoda};

fn put(plats: &Plats<'_>, sealed: &Skyddstillstand, tid: DateTime<Utc>) -> Result<bool, StoreError> {
    let values = (sealed.troskel, sealed.dataversion, &sealed.regelversion, micros(tid), &sealed.innehall);
    let kept = SKYDDSTILLSTAND_PUT.execute(plats.conn, values)? > 0;
    SKYDDSTILLSTAND_GALLRA.execute(plats.conn, (unasked(tid),))?;
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
        let values = (troskel, regelversion.to_owned(), fran);
        let get = move |plats: &mut Plats<'_>| {
            let found = SKYDDSTILLSTAND_GET.first(plats.conn, values, avkoda::skyddstillstand)?;
            found.map(|sealed| open_protected(plats.ring()?, sealed)).transpose()
        };
        self.lank.read(get).await
    }
}

#[async_trait]
impl SkyddstillstandWrite for Rum<'_> {
    async fn put(&mut self, ny: Skyddstillstand, tid: DateTime<Utc>) -> Result<bool, StoreError> {
        // The one who writes does not wait for the sealing.
        let sealed = seal_protected(self.ring.ok_or(StoreError::NoKey)?, ny);
        self.lank.write(move |plats| put(plats, &sealed, tid)).await
    }
}
