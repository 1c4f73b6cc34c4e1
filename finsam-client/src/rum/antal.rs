//! Counts: an insats followed without personal data, period by period.

use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Antal, Antalsuppgift, Enhet};
use finsam_core::protokoll::{Antalssvar, Villkor};

use crate::anrop::Anrop;
use crate::{Client, Fel};

/// Counts of insatser.
#[derive(Debug, Clone, Copy)]
pub struct Antalsrum<'a> {
    pub(crate) client: &'a Client,
}

impl Antalsrum<'_> {
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
