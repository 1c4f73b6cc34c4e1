//! Statistics.

use std::fmt::Display;

use bytes::Bytes;
use finsam_core::id::FaststallelseId;
use finsam_core::protokoll::{
    Faststallelse, Faststallelselista, Faststallelseuppgift, Rapportlista, Rapportpost, Skillnadsrapport,
};
use finsam_core::statistik::{Periodslag, Rapport, Rapportenhet, Rapportnamn, Urval};
use reqwest::header::ACCEPT;

use super::XLSX;
use crate::anrop::Anrop;
use crate::{Client, Fel, Idempotensnyckel};

/// Statistics.
#[derive(Debug, Clone, Copy)]
pub struct Rapportrum<'a> {
    pub(crate) client: &'a Client,
    /// Of which state; the register as it is now when nothing is said.
    pub(crate) dataversion: Option<i64>,
}

impl Rapportrum<'_> {
    /// The same of a frozen state, by its dataversion.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), finsam_client::Fel> {
    /// use finsam_core::statistik::{Rapportnamn, Urval};
    ///
    /// let rapporter = client.rapporter();
    /// for state in rapporter.frozen().await? {
    ///     let urval = Urval::of_years([state.ar]);
    ///     let then = rapporter.at(state.dataversion).get(Rapportnamn::Aldersgrupper, &urval).await?;
    ///     println!("{} utgåva {}: {} rows", state.ar, state.utgava, then.rader.len());
    /// }
    /// # Ok(())
    /// # }
    /// ```
    #[must_use]
    pub const fn at(self, dataversion: i64) -> Self {
        Self { dataversion: Some(dataversion), ..self }
    }

    /// The frozen states, by year and utgåva.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn frozen(&self) -> Result<Vec<Faststallelse>, Fel> {
        let anrop = Anrop::get(&["rapporter", "faststallda"]);
        Ok(self.client.send(anrop).await?.json::<Faststallelselista>()?.faststallda)
    }

    /// A frozen state: how far it has come.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn frozen_state(&self, id: FaststallelseId) -> Result<Faststallelse, Fel> {
        self.client.send(Anrop::get(&["rapporter", "faststallda", &id.to_string()])).await?.json()
    }

    /// Freezes a year as it is now. It answers when its status is `klar`, which can take minutes.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn freeze<'k>(
        &self,
        uppgift: &Faststallelseuppgift,
        key: impl Into<Option<&'k Idempotensnyckel>>,
    ) -> Result<Faststallelse, Fel> {
        self.client.send(Anrop::create(&["rapporter", "faststallda"], key.into()).json(uppgift)).await?.json()
    }

    /// How a report differs between two states; without `till` from the register as it is now.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn differences(
        &self,
        namn: Rapportnamn,
        urval: &Urval,
        fran: i64,
        till: Option<i64>,
    ) -> Result<Skillnadsrapport, Fel> {
        let states = [("fran", Some(fran)), ("till", till)];
        let states = states.into_iter().filter_map(|(name, version)| Some((name, version?.to_string())));
        let anrop = Anrop::get(&["rapporter", namn.code(), "skillnader"]).query(query(urval, None).chain(states));
        self.client.send(anrop).await?.json()
    }

    /// The reports there are and what they can be divided by.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn list(&self) -> Result<Vec<Rapportpost>, Fel> {
        Ok(self.client.send(Anrop::get(&["rapporter"])).await?.json::<Rapportlista>()?.rapporter)
    }

    /// A report, counted over the register as it is now, or a [frozen state](Self::at).
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
        self.client.send(Anrop::get(&["rapporter", namn.code()]).query(query(urval, self.dataversion))).await?.json()
    }

    /// The same as CSV (RFC 4180).
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn csv(&self, namn: Rapportnamn, urval: &Urval) -> Result<String, Fel> {
        let anrop = Anrop::get(&["rapporter", namn.code()]).query(query(urval, self.dataversion));
        self.client.send(anrop.header(ACCEPT, "text/csv, application/problem+json;q=0.1")).await?.text()
    }

    /// The same as a workbook (`.xlsx`), with source and caveats.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn xlsx(&self, namn: Rapportnamn, urval: &Urval) -> Result<Bytes, Fel> {
        let anrop = Anrop::get(&["rapporter", namn.code()]).query(query(urval, self.dataversion));
        Ok(self.client.send(anrop.header(ACCEPT, XLSX)).await?.bytes())
    }

    /// The same as a chart (SVG).
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn svg(&self, namn: Rapportnamn, urval: &Urval) -> Result<String, Fel> {
        let anrop = Anrop::get(&["rapporter", namn.code()]).query(query(urval, self.dataversion));
        self.client.send(anrop.header(ACCEPT, "image/svg+xml, application/problem+json;q=0.1")).await?.text()
    }
}

/// What is asked for, as query parameters; what is left empty is not sent.
fn query(urval: &Urval, dataversion: Option<i64>) -> impl Iterator<Item = (&'static str, String)> {
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
        dataversion.map(|version| ("dataversion", version.to_string())),
    ];
    all.into_iter().flatten()
}
