//! The access log.

use async_trait::async_trait;

use super::session::Rum;
use crate::StoreError;
use crate::koder;
use crate::rad::signed;
use crate::rum::{AtkomstWrite, Atkomstmal, Resurs};

#[async_trait]
impl AtkomstWrite for Rum<'_> {
    async fn log(&mut self, mal: &[Atkomstmal]) -> Result<(), StoreError> {
        let mal = mal.to_vec();
        self.lank
            .write(move |plats| {
                mal.iter().try_for_each(|mal| match mal {
                    Atkomstmal::Deltagande(id) => plats.log(koder::resurs(Resurs::Deltagande), Some(id.0), None),
                    Atkomstmal::Validering(antal) => plats.log(koder::VALIDERING, None, Some(signed(*antal))),
                    Atkomstmal::Kontrollsumma(antal) => plats.log(koder::KONTROLLSUMMA, None, Some(signed(*antal))),
                    Atkomstmal::Sokning(antal) => plats.log(koder::SOKNING, None, Some(signed(*antal))),
                })
            })
            .await
    }
}
