//! How many people structural insatser reached, period by period.

use chrono::NaiveDate;
use finsam_core::id::InsatsId;
use finsam_core::insats::{Strukturdeltagande, Strukturuppgift};
use finsam_core::protokoll::{Struktursvar, Villkor};

use crate::anrop::Anrop;
use crate::{Client, Fel};

/// People reached by structural insatser.
#[derive(Debug, Clone, Copy)]
pub struct Strukturrum<'a> {
    pub(crate) client: &'a Client,
}

impl Strukturrum<'_> {
    /// All periods of an insats, by first day.
    ///
    /// # Errors
    /// 404 when there is no such insats of the caller's; else see [`Fel`].
    pub async fn list(&self, insats: InsatsId) -> Result<Vec<Strukturdeltagande>, Fel> {
        let path = ["insatser", &insats.to_string(), "strukturdeltagande"];
        Ok(self.client.send(Anrop::get(&path)).await?.json::<Struktursvar>()?.poster)
    }

    /// How many were reached in the period that begins on a day.
    ///
    /// # Errors
    /// 404 when that is not told; else see [`Fel`].
    pub async fn get(&self, insats: InsatsId, fran: NaiveDate) -> Result<Strukturdeltagande, Fel> {
        let path = ["insatser", &insats.to_string(), "strukturdeltagande", &fran.to_string()];
        self.client.send(Anrop::get(&path)).await?.json()
    }

    /// Sets how many were reached in a period, which its first day names; [`Villkor::Version`] where it stands already.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client, insats: finsam_core::id::InsatsId)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// use finsam_client::Villkor;
    /// use finsam_core::insats::Strukturuppgift;
    ///
    /// let year: Strukturuppgift = serde_json::from_str(r#"{"fran":"2014-01-01","till":"2014-12-31","antal":45}"#)?;
    /// client.strukturdeltagande().put(insats, Villkor::Inget, &year).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 412 when it is at another version, 428 when none is named, 422 with every rule that it breaks; else see [`Fel`].
    pub async fn put(
        &self,
        insats: InsatsId,
        villkor: Villkor,
        uppgift: &Strukturuppgift,
    ) -> Result<Strukturdeltagande, Fel> {
        let path = ["insatser", &insats.to_string(), "strukturdeltagande", &uppgift.fran.to_string()];
        self.client.send(Anrop::put(&path, villkor).json(uppgift)).await?.json()
    }

    /// Removes a period at this version.
    ///
    /// # Errors
    /// 404 when it is not told, 412 when it is at another version; else see [`Fel`].
    pub async fn delete(&self, insats: InsatsId, fran: NaiveDate, version: i64) -> Result<(), Fel> {
        let path = ["insatser", &insats.to_string(), "strukturdeltagande", &fran.to_string()];
        self.client.send(Anrop::delete(&path, version)).await.map(drop)
    }
}
