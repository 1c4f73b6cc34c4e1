//! The access log.

use async_trait::async_trait;

use super::session::Rum;
use crate::rad::signed;
use crate::rum::{AtkomstWrite, Atkomstmal, Resurs};
use crate::{StoreError, koder};

#[async_trait]
impl AtkomstWrite for Rum<'_> {
    /// The lines are written with everything else, before the commit.
    async fn log(&mut self, mal: &[Atkomstmal]) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        for mal in mal {
            match mal {
                Atkomstmal::Deltagande(id) => session.logg.line(koder::resurs(Resurs::Deltagande), Some(id.0), None),
                Atkomstmal::Validering(antal) => session.logg.line(koder::VALIDERING, None, Some(signed(*antal))),
                Atkomstmal::Kontrollsumma(antal) => session.logg.line(koder::KONTROLLSUMMA, None, Some(signed(*antal))),
                Atkomstmal::Sokning(antal) => session.logg.line(koder::SOKNING, None, Some(signed(*antal))),
            }
        }
        session.leave(Ok(()))
    }
}
