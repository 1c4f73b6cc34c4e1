//! Persons, wherever they stand in one's own part.

use finsam_core::deltagande::Personuppgift;
use finsam_core::protokoll::{Personatgard, Personatgardssvar, Personfraga, Personsvar, Registerutdrag, Villkor};

use crate::anrop::Anrop;
use crate::{Client, Fel};

/// Persons.
#[derive(Debug, Clone, Copy)]
pub struct Personrum<'a> {
    pub(crate) client: &'a Client,
}

impl Personrum<'_> {
    /// One's own participations of a person, and those of others that the person lets one's own part see. The access log
    /// keeps purpose and legal ground, also when nothing is found.
    ///
    /// # Errors
    /// 422 with every rule that the question breaks; else see [`Fel`].
    pub async fn search(&self, fraga: &Personfraga) -> Result<Personsvar, Fel> {
        self.client.send(Anrop::ask(&["personer", "sok"]).json(fraga)).await?.json()
    }

    /// Everything that one's own part has registered about a person, and who has seen it.
    ///
    /// # Errors
    /// 403 for those who do not reach all of the part's participations, 422 for a number that is none; else see [`Fel`].
    pub async fn extract(&self, person: &Personuppgift) -> Result<Registerutdrag, Fel> {
        self.client.send(Anrop::ask(&["personer", "registerutdrag"]).json(person)).await?.json()
    }

    /// Makes one's own participations of persons anonymous for good, since they have withdrawn their consent.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client) -> Result<(), finsam_client::Fel> {
    /// use finsam_core::deltagande::Nummertext;
    /// use finsam_core::protokoll::Personatgard;
    ///
    /// let personnummer = Some(Nummertext::from("19900312-2380".to_owned()));
    /// let atgard = Personatgard { personnummer, ..Personatgard::default() };
    /// for one in client.personer().withdraw_consent(&atgard).await?.deltaganden {
    ///     println!("{} {}", one.nyckel.kallsystem, one.nyckel.nyckel);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 422 with every rule that it breaks; else see [`Fel`].
    pub async fn withdraw_consent(&self, atgard: &Personatgard) -> Result<Personatgardssvar, Fel> {
        self.client.send(Anrop::act(&["personer", "aterkalla-samtycke"], Villkor::Inget).json(atgard)).await?.json()
    }

    /// The same, when persons have come to have protected identity.
    ///
    /// # Errors
    /// 422 with every rule that it breaks; else see [`Fel`].
    pub async fn protect(&self, atgard: &Personatgard) -> Result<Personatgardssvar, Fel> {
        self.client.send(Anrop::act(&["personer", "skydda"], Villkor::Inget).json(atgard)).await?.json()
    }
}
