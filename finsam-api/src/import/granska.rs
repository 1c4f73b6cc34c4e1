//! Judges the records of an import, one by one, by every rule that needs no look into the register's participations.

use std::sync::Arc;

use chrono::NaiveDate;
use finsam_core::deltagande::{Nyckel, Sammanhang, validate, validate_key};
use finsam_core::id::DeltagandeId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Radresultat, Radutfall, Strategi};
use finsam_core::regel::Avvikelse;
use finsam_store::StoreError;
use finsam_store::rum::{Radering, Skrivning, Villkor};

use super::{Avsandare, Bedomda, Importfraga, Register, Skannat};
use crate::app::App;
use crate::extract::Anropare;
use crate::las::{Limits, Post};

/// How many findings of one record are kept: a hostile one must not fill the memory with them.
const MAX_FOUND: usize = 100;

/// Judges the records of one import.
#[derive(Debug)]
pub struct Granskare {
    app: App,
    anropare: Anropare,
    part: PartKod,
    idag: NaiveDate,
    strategi: Strategi,
    register: Register,
    skannat: Arc<Skannat>,
}

impl Granskare {
    /// A judge for the records of a sender, with what the register knows now.
    ///
    /// # Errors
    /// What the store says.
    pub async fn new(
        app: App,
        avsandare: Avsandare<'_>,
        strategi: Strategi,
        skannat: Arc<Skannat>,
    ) -> Result<Self, StoreError> {
        let (anropare, part) = (avsandare.anropare.clone(), avsandare.part);
        let register = Register::load(app.store.read().await?.as_mut()).await?;
        Ok(Self { idag: app.klocka.today(), app, anropare, part, strategi, register, skannat })
    }

    /// What the first pass over the body found.
    #[must_use]
    pub fn skannat(&self) -> &Skannat {
        &self.skannat
    }

    /// What the records may be.
    #[must_use]
    pub fn limits(&self) -> Limits {
        Importfraga { strategi: self.strategi, ..Importfraga::default() }.limits()
    }

    /// Judges one record and puts it last among the judged ones.
    pub fn judge(&self, post: &Post<'_>, bedomda: &mut Bedomda) {
        self.judge_when(post, Villkor::Inget, bedomda);
    }

    /// Judges one record that is to be carried out only where this holds of what stands there.
    pub(super) fn judge_when(&self, post: &Post<'_>, villkor: Villkor, bedomda: &mut Bedomda) {
        let judged = if self.strategi == Strategi::Radera {
            let deletion = self.deletion(post);
            deletion.map(|nyckel| bedomda.push_deletion(post.rad, Radering { nyckel, villkor }))
        } else {
            let write = |skrivning| Skrivning { villkor, ..skrivning };
            self.sound(post).map(write).map(|one| bedomda.push_sound(post.rad, one, self.app.store.as_ref()))
        };
        if let Err(mut avvikelser) = judged {
            avvikelser.truncate(MAX_FOUND);
            avvikelser.shrink_to_fit();
            post.lasare().name_columns(&mut avvikelser);
            let (rad, nyckel) = (post.rad, self.key_to_show(post));
            bedomda.push_refused(Radresultat { nyckel, avvikelser, ..Radresultat::new(rad, Radutfall::Avvisad) });
        }
    }

    fn deletion(&self, post: &Post<'_>) -> Result<Nyckel, Vec<Avvikelse>> {
        let nyckel = post.parse_deletion()?.nyckel;
        let mut found = validate_key(&nyckel, self.idag);
        found.extend(self.skannat.duplicate(post.rad));
        if found.is_empty() { Ok(nyckel) } else { Err(found) }
    }

    fn sound(&self, post: &Post<'_>) -> Result<Skrivning, Vec<Avvikelse>> {
        let importpost = post.parse()?;
        let nyckel = importpost.nyckel;
        let mut found = validate_key(&nyckel, self.idag);
        found.extend(self.skannat.duplicate(post.rad));
        let lage = self.register.find(self.part, &nyckel, &importpost.uppgift);
        let lage = lage.filter(|lage| self.anropare.covers_insats(&lage.insats));
        let sammanhang = Sammanhang {
            part: self.part,
            idag: self.idag,
            numrering: &self.app.installning.numrering,
            insats: lage.map(|lage| (&lage.insats, &lage.forbund.uppgift)),
        };
        match validate(importpost.uppgift, &sammanhang) {
            Ok(mut godkand) if found.is_empty() => {
                post.lasare().name_columns(&mut godkand.varningar);
                let nytt_id = DeltagandeId(self.app.new_id());
                Ok(Skrivning { nyckel, godkand, nytt_id, villkor: Villkor::Inget })
            }
            Ok(godkand) => Err([found, godkand.varningar].concat()),
            Err(more) => {
                found.extend(more);
                Err(found)
            }
        }
    }

    /// The key of a refused record, unless it could be read as an identity number or is too long to be a key.
    fn key_to_show(&self, post: &Post<'_>) -> Option<Nyckel> {
        let (kallsystem, nyckel) = post.key()?;
        let nyckel = Nyckel { kallsystem: kallsystem.into_owned(), nyckel: nyckel.into_owned() };
        validate_key(&nyckel, self.idag).is_empty().then_some(nyckel)
    }
}
