//! Everything that the register has about a förbund, read at once: what it is judged by and reported from.

use chrono::NaiveDate;
use finsam_core::arsredovisning::{self, Arsredovisning, Insatsresultat};
use finsam_core::ekonomi::{Budget, Utfall, validate_budget, validate_utfall};
use finsam_core::forbund::revision::{self, Revision};
use finsam_core::forbund::styrelse::{self, Styrelse};
use finsam_core::forbund::{Forbund, Forbundsuppgift};
use finsam_core::id::ForbundId;
use finsam_core::insats::Insats;
use finsam_core::regel::Avvikelse;
use finsam_core::regelkontroll::{self, Underlag};
use finsam_store::rum::Akt;
use finsam_store::{ReadSession, StoreError};

use crate::statistik::{Statistik, Tillstandsfel};

/// A förbund with what the register has about it.
#[derive(Debug)]
pub struct Forbundsbild {
    forbund: Forbund,
    others: Vec<Forbundsuppgift>,
    styrelse: Option<Styrelse>,
    revision: Option<Revision>,
    budgetar: Vec<Budget>,
    utfall: Vec<Utfall>,
    insatser: Vec<Insats>,
}

impl Forbundsbild {
    /// Reads it; `None` when there is no such förbund.
    ///
    /// # Errors
    /// What the store says.
    pub async fn read(session: &mut dyn ReadSession, id: ForbundId) -> Result<Option<Self>, StoreError> {
        let all = session.forbund().all().await?;
        let (own, others): (Vec<Forbund>, Vec<Forbund>) = all.into_iter().partition(|forbund| forbund.id == id);
        let Some(forbund) = own.into_iter().next() else { return Ok(None) };
        let akter = session.akter().list(id).await?;
        let mut insatser = session.insatser().all().await?;
        insatser.retain(|insats| insats.uppgift.forbund_id == id);
        let others = others.into_iter().map(|forbund| forbund.uppgift).collect();
        let (styrelse, revision) = (None, None);
        let mut bild = Self { forbund, others, styrelse, revision, budgetar: Vec::new(), utfall: Vec::new(), insatser };
        akter.into_iter().for_each(|akt| bild.add(akt));
        Ok(Some(bild))
    }

    fn add(&mut self, akt: Akt) {
        match akt {
            Akt::Styrelse(one) => self.styrelse = Some(one),
            Akt::Revision(one) => self.revision = Some(one),
            Akt::Budget(one) => self.budgetar.push(one),
            Akt::Utfall(one) => self.utfall.push(one),
        }
    }

    fn underlag(&self) -> Underlag<'_> {
        Underlag {
            forbund: &self.forbund.uppgift,
            others: &self.others,
            styrelse: self.styrelse.as_ref(),
            revision: self.revision.as_ref(),
            budgetar: &self.budgetar,
            utfall: &self.utfall,
            insatser: &self.insatser,
        }
    }

    /// Everything that would keep what belongs to it from being registered; what is said of the förbund itself not among it.
    #[must_use]
    pub fn validate(&self) -> Vec<Avvikelse> {
        let mut found = Vec::new();
        let mut add = |below: String, more: Vec<Avvikelse>| found.extend(more.into_iter().map(|one| one.below(&below)));
        if let Some(one) = &self.styrelse {
            add("/styrelse".to_owned(), styrelse::validate(&one.uppgift));
        }
        if let Some(one) = &self.revision {
            add("/revisorer".to_owned(), revision::validate(&one.uppgift));
        }
        self.budgetar.iter().for_each(|one| add(format!("/budgetar/{}", one.ar), validate_budget(&one.uppgift)));
        self.utfall.iter().for_each(|one| add(format!("/utfall/{}", one.ar), validate_utfall(one.ar, &one.uppgift)));
        found
    }

    /// What is found in it as of a day.
    #[must_use]
    pub fn judge(&self, datum: NaiveDate) -> Vec<Avvikelse> {
        regelkontroll::judge(&self.underlag(), datum)
    }

    /// What its insatser came to in a year, small numbers hidden below `troskel`.
    ///
    /// # Errors
    /// [`Tillstandsfel`].
    pub async fn results(&self, statistik: &Statistik, ar: i32, troskel: u32) -> Result<Insatsresultat, Tillstandsfel> {
        let insatser = self.insatser.clone();
        statistik.look_protected(troskel, move |lage| lage.insatsresultat(&insatser, ar, troskel)).await
    }

    /// Its annual report of a year, with what its insatser came to where that may be seen; `None` when neither budget nor
    /// outcome of the year is registered.
    #[must_use]
    pub fn draw_up(&self, ar: i32, resultat: Option<&Insatsresultat>, idag: NaiveDate) -> Option<Arsredovisning> {
        let underlag = arsredovisning::Underlag { forbund: &self.forbund, register: self.underlag(), resultat };
        arsredovisning::draw_up(&underlag, ar, idag)
    }
}
