//! Statistics.

use std::fmt::Display;

use bytes::Bytes;
use finsam_core::protokoll::{Rapportlista, Rapportpost};
use finsam_core::statistik::{Periodslag, Rapport, Rapportenhet, Rapportnamn, Urval};
use reqwest::header::ACCEPT;

use super::XLSX;
use crate::anrop::Anrop;
use crate::{Client, Fel};

/// Statistics.
#[derive(Debug, Clone, Copy)]
pub struct Rapportrum<'a> {
    pub(crate) client: &'a Client,
}

impl Rapportrum<'_> {
    /// The reports there are and what they can be divided by.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn list(&self) -> Result<Vec<Rapportpost>, Fel> {
        Ok(self.client.send(Anrop::get(&["rapporter"])).await?.json::<Rapportlista>()?.rapporter)
    }

    /// A report, counted over the register as it is now.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), finsam_client::Fel> {
    /// use finsam_core::statistik::{Rapportnamn, Urval};
    ///
    /// let rapport = client.rapporter().get(Rapportnamn::ForsorjningForeEfter, &Urval::of_years([2013, 2014])).await?;
    /// println!("{} rows, state {}", rapport.rader.len(), rapport.dataversion);
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn get(&self, namn: Rapportnamn, urval: &Urval) -> Result<Rapport, Fel> {
        self.client.send(Anrop::get(&["rapporter", namn.code()]).query(query(urval))).await?.json()
    }

    /// The same as CSV (RFC 4180).
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn csv(&self, namn: Rapportnamn, urval: &Urval) -> Result<String, Fel> {
        let anrop = Anrop::get(&["rapporter", namn.code()]).query(query(urval));
        self.client.send(anrop.header(ACCEPT, "text/csv, application/problem+json;q=0.1")).await?.text()
    }

    /// The same as a workbook (`.xlsx`), with source and caveats.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn xlsx(&self, namn: Rapportnamn, urval: &Urval) -> Result<Bytes, Fel> {
        let anrop = Anrop::get(&["rapporter", namn.code()]).query(query(urval));
        Ok(self.client.send(anrop.header(ACCEPT, XLSX)).await?.bytes())
    }

    /// The same as a chart (SVG).
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn svg(&self, namn: Rapportnamn, urval: &Urval) -> Result<String, Fel> {
        let anrop = Anrop::get(&["rapporter", namn.code()]).query(query(urval));
        self.client.send(anrop.header(ACCEPT, "image/svg+xml, application/problem+json;q=0.1")).await?.text()
    }
}

/// What is asked for, as query parameters; what is left empty is not sent.
fn query(urval: &Urval) -> impl Iterator<Item = (&'static str, String)> {
    fn list<T: Display>(name: &'static str, values: &[T]) -> Option<(&'static str, String)> {
        let text = values.iter().map(ToString::to_string).collect::<Vec<_>>().join(",");
        (!text.is_empty()).then_some((name, text))
    }
    let period = (urval.period != Periodslag::default()).then_some(("period", urval.period.to_string()));
    let enhet = (urval.enhet != Rapportenhet::default()).then_some(("enhet", urval.enhet.to_string()));
    let all = [
        list("ar", &urval.ar),
        period,
        enhet,
        list("forbund", &urval.forbund),
        list("lan", &urval.lan),
        list("kommun", &urval.kommun),
        list("insats", &urval.insats),
        list("malgrupp", &urval.malgrupp),
        list("samverkansform", &urval.samverkansform),
        list("indelning", &urval.indelning),
    ];
    all.into_iter().flatten()
}
