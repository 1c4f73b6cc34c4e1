//! Counts: an insats followed without personal data, period by period.

use bytes::Bytes;
use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Antalsuppgift, Enhet};
use finsam_core::protokoll::{Antalssvar, Atomicitet, Avstamning, Import, Importlage, Strategi, Villkor};

use super::Importformat;
use crate::anrop::Anrop;
use crate::{Client, Fel, Idempotensnyckel};

/// How an import of counts is to be done.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Antalsimport {
    /// Carried out unless something else is said.
    pub importlage: Importlage,
    /// Create or update unless something else is said.
    pub strategi: Strategi,
    /// Row by row unless something else is said.
    pub atomicitet: Atomicitet,
    /// Whether the import is the whole truth of the insatser and years that it names.
    pub avstamning: Avstamning,
    /// More of those, that may have no row.
    pub omfang: Vec<(InsatsId, i32)>,
    /// How many counts reconciliation may remove; one in a hundred when nothing is said.
    pub max_raderade: Option<u32>,
    /// Whether every row is shown, not only the refused ones.
    pub alla_rader: bool,
    /// The plan that is to be carried out, and nothing else.
    pub plan: Option<i64>,
    /// The key under which it happens once; one is made where none is given.
    pub nyckel: Option<Idempotensnyckel>,
}

impl Antalsimport {
    fn anrop(&self, importlage: Importlage) -> Anrop {
        let query = [
            ("importlage", importlage.to_string()),
            ("strategi", self.strategi.to_string()),
            ("atomicitet", self.atomicitet.to_string()),
            ("avstamning", self.avstamning.to_string()),
        ];
        let omfang = self.omfang.iter().map(|(insats, ar)| ("omfang", format!("{insats}:{ar}")));
        let most = self.max_raderade.map(|most| ("maxRaderade", most.to_string()));
        let rader = self.alla_rader.then(|| ("rader", "alla".to_owned()));
        let anrop = Anrop::create(&["importer", "antal"], self.nyckel.as_ref()).only_at(self.plan);
        anrop.query(query).query(omfang).query(most).query(rader)
    }
}

/// Counts of insatser.
#[derive(Debug, Clone, Copy)]
pub struct Antalsrum<'a> {
    pub(crate) client: &'a Client,
}

impl Antalsrum<'_> {
    /// Imports counts: a row for each insats, period and unit, at most 10 000. It is done when the answer comes.
    ///
    /// # Errors
    /// 422 when nothing was written, with what became of each row in [`Fel::import`]; 409 when [`Antalsimport::plan`]
    /// no longer holds; else see [`Fel`].
    pub async fn import(
        &self,
        format: Importformat,
        body: impl Into<Bytes>,
        val: &Antalsimport,
    ) -> Result<Import, Fel> {
        self.client.send(val.anrop(val.importlage).bytes(format.content_type(), body.into())).await?.json()
    }

    /// What would become of each row, and the number of this plan: the same body with it in [`Antalsimport::plan`] comes
    /// to exactly that.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), Box<dyn std::error::Error>> {
    /// use finsam_client::{Antalsimport, Importformat};
    ///
    /// let body = std::fs::read("antal.csv")?;
    /// let (import, plan) = client.antal().plan(Importformat::Csv, body.clone(), &Antalsimport::default()).await?;
    /// if import.antal.uppdaterade == 0 {
    ///     let val = Antalsimport { plan: Some(plan), ..Antalsimport::default() };
    ///     client.antal().import(Importformat::Csv, body, &val).await?;
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// As [`import`](Self::import).
    pub async fn plan(
        &self,
        format: Importformat,
        body: impl Into<Bytes>,
        val: &Antalsimport,
    ) -> Result<(Import, i64), Fel> {
        let anrop = val.anrop(Importlage::Plan).bytes(format.content_type(), body.into());
        self.client.send(anrop).await?.numbered()
    }

    /// All counts of an insats, by first day and unit.
    ///
    /// # Errors
    /// 404 when there is no such insats of the caller's; else see [`Fel`].
    pub async fn list(&self, insats: InsatsId) -> Result<Vec<Antal>, Fel> {
        let path = ["insatser", &insats.to_string(), "antal"];
        Ok(self.client.send(Anrop::get(&path)).await?.json::<Antalssvar>()?.poster)
    }

    /// The counts of the period that begins on a day.
    ///
    /// # Errors
    /// 404 when there are none; else see [`Fel`].
    pub async fn get(&self, insats: InsatsId, fran: NaiveDate, enhet: Enhet) -> Result<Antal, Fel> {
        let path = ["insatser", &insats.to_string(), "antal", &fran.to_string()];
        self.client.send(Anrop::get(&path).query([("enhet", enhet.to_string())])).await?.json()
    }

    /// Sets the counts of a period, which its first day names; [`Villkor::Version`] where there are some already.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client, insats: finsam_core::id::InsatsId)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// use finsam_client::Villkor;
    /// use finsam_core::insats::Antalsuppgift;
    ///
    /// let year: Antalsuppgift = serde_json::from_str(
    ///     r#"{"fran":"2013-01-01","till":"2013-12-31","kvinnor":7,"man":7}"#,
    /// )?;
    /// client.antal().put(insats, Villkor::Inget, &year).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 412 when they are at another version, 428 when none is named, 422 with every rule that they break; else see
    /// [`Fel`].
    pub async fn put(&self, insats: InsatsId, villkor: Villkor, uppgift: &Antalsuppgift) -> Result<Antal, Fel> {
        let path = ["insatser", &insats.to_string(), "antal", &uppgift.fran.to_string()];
        self.client.send(Anrop::put(&path, villkor).json(uppgift)).await?.json()
    }
}
