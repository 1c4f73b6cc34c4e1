//! Participations by their sender's own key.

use finsam_core::deltagande::{Deltagande, Deltagandeuppgift, Nyckel, Uppfoljningsmanad, Uppfoljningsuppgift};
use finsam_core::id::InsatsId;
use finsam_core::protokoll::{Deltagandekvitto, Hamtfraga, Hamtsvar, Importpost, Sida, Valideringsrapport, Villkor};

use crate::anrop::Anrop;
use crate::sidor::{self, Strom};
use crate::{Client, Fel, Sidval};

/// Which of one's own participations are asked for; all of them when nothing is said.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Deltagandefraga {
    /// Those in this insats.
    pub insats: Option<InsatsId>,
    /// Those under way in this calendar year.
    pub ar: Option<i32>,
    /// Closed ones, or open ones.
    pub avslutad: Option<bool>,
}

impl Deltagandefraga {
    fn query(self) -> impl Iterator<Item = (&'static str, String)> {
        let insats = self.insats.map(|id| ("insats", id.to_string()));
        let ar = self.ar.map(|ar| ("ar", ar.to_string()));
        insats.into_iter().chain(ar).chain(self.avslutad.map(|avslutad| ("avslutad", avslutad.to_string())))
    }
}

/// Participations.
#[derive(Debug, Clone, Copy)]
pub struct Deltaganderum<'a> {
    pub(crate) client: &'a Client,
}

impl Deltaganderum<'_> {
    /// Saves a participation under the sender's own key: new, changed or unchanged, as `utfall` of the receipt tells.
    ///
    /// With [`Villkor::Inget`] the last write wins; [`Villkor::Saknas`] only creates, [`Villkor::Version`] only changes
    /// what is at that version.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client, uppgift: finsam_core::deltagande::Deltagandeuppgift)
    /// # -> Result<(), finsam_client::Fel> {
    /// use finsam_client::{Fel, Villkor};
    /// use finsam_core::deltagande::Nyckel;
    ///
    /// let nyckel = Nyckel { kallsystem: "socialsystem".to_owned(), nyckel: "D-1001".to_owned() };
    /// match client.deltaganden().put(&nyckel, Villkor::Inget, &uppgift).await {
    ///     Ok(kvitto) => println!("{}", kvitto.utfall),
    ///     Err(Fel::Problem(problem)) => println!("{:?}", problem.avvikelser),
    ///     Err(other) => return Err(other),
    /// }
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 422 with every rule that it breaks, 412 when the condition does not hold; else see [`Fel`].
    pub async fn put(
        &self,
        nyckel: &Nyckel,
        villkor: Villkor,
        uppgift: &Deltagandeuppgift,
    ) -> Result<Deltagandekvitto, Fel> {
        self.client.send(Anrop::put(&path(nyckel), villkor).json(uppgift)).await?.json()
    }

    /// One's own participation.
    ///
    /// # Errors
    /// 404 when there is none; else see [`Fel`].
    pub async fn get(&self, nyckel: &Nyckel) -> Result<Deltagande, Fel> {
        self.client.send(Anrop::get(&path(nyckel))).await?.json()
    }

    /// One's own participation, `None` when it still is at the version that the caller has.
    ///
    /// # Errors
    /// 404 when there is none; else see [`Fel`].
    pub async fn get_if_changed(&self, nyckel: &Nyckel, version: i64) -> Result<Option<Deltagande>, Fel> {
        self.client.send(Anrop::get(&path(nyckel)).unless(version)).await?.json_if_changed()
    }

    /// Many of one's own at once; at most 1 000 keys. Those that name nothing stand in `saknas`.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client, nycklar: Vec<finsam_core::deltagande::Nyckel>)
    /// # -> Result<(), finsam_client::Fel> {
    /// let svar = client.deltaganden().get_many(nycklar).await?;
    /// println!("{} there, {} not", svar.poster.len(), svar.saknas.len());
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 413 when there are too many; else see [`Fel`].
    pub async fn get_many(&self, nycklar: Vec<Nyckel>) -> Result<Hamtsvar, Fel> {
        self.client.send(Anrop::ask(&["deltaganden", "hamta"]).json(&Hamtfraga { nycklar })).await?.json()
    }

    /// Deletes one's own participation that is at this version; what stays is a tombstone without personal data.
    ///
    /// # Errors
    /// 412 when it is at another version, 404 when there is none; else see [`Fel`].
    pub async fn delete(&self, nyckel: &Nyckel, version: i64) -> Result<(), Fel> {
        self.client.send(Anrop::delete(&path(nyckel), version)).await.map(drop)
    }

    /// Saves how it went some months after the end; what stood is replaced. [`Villkor::Version`] is that of the
    /// participation, [`Villkor::Saknas`] only creates.
    ///
    /// ```no_run
    /// # async fn example(client: finsam_client::Client, nyckel: finsam_core::deltagande::Nyckel)
    /// # -> Result<(), Box<dyn std::error::Error>> {
    /// use finsam_client::Villkor;
    /// use finsam_core::deltagande::{Uppfoljningsmanad, Uppfoljningsuppgift};
    /// use finsam_core::forsorjning::Lage;
    ///
    /// let uppgift = Uppfoljningsuppgift { datum: "2015-01-02".parse()?, lage: Lage::default() };
    /// client.deltaganden().put_follow_up(&nyckel, Uppfoljningsmanad::Tre, Villkor::Inget, &uppgift).await?;
    /// # Ok(())
    /// # }
    /// ```
    ///
    /// # Errors
    /// 422 with every rule that it breaks (before its months have passed: `REG-16`), 404 when there is no such
    /// participation, 412 when the condition does not hold; else see [`Fel`].
    pub async fn put_follow_up(
        &self,
        nyckel: &Nyckel,
        manad: Uppfoljningsmanad,
        villkor: Villkor,
        uppgift: &Uppfoljningsuppgift,
    ) -> Result<Uppfoljningsuppgift, Fel> {
        self.client.send(Anrop::put(&follow_up(nyckel, manad), villkor).json(uppgift)).await?.json()
    }

    /// How it went some months after the end.
    ///
    /// # Errors
    /// 404 when it has not been followed up then, or there is no such participation; else see [`Fel`].
    pub async fn follow_up(&self, nyckel: &Nyckel, manad: Uppfoljningsmanad) -> Result<Uppfoljningsuppgift, Fel> {
        self.client.send(Anrop::get(&follow_up(nyckel, manad))).await?.json()
    }

    /// Removes a follow-up of a participation that is at this version.
    ///
    /// # Errors
    /// 412 when it is at another version, 404 when there is none; else see [`Fel`].
    pub async fn delete_follow_up(&self, nyckel: &Nyckel, manad: Uppfoljningsmanad, version: i64) -> Result<(), Fel> {
        self.client.send(Anrop::delete(&follow_up(nyckel, manad), version)).await.map(drop)
    }

    /// A page of one's own, in the order in which they were registered.
    ///
    /// # Errors
    /// See [`Fel`].
    pub async fn list(&self, fraga: Deltagandefraga, sidval: Sidval) -> Result<Sida<Deltagande>, Fel> {
        self.client.send(Anrop::get(&["deltaganden"]).query(fraga.query()).query(sidval.query())).await?.json()
    }

    /// All of one's own that are asked for.
    #[must_use]
    pub fn stream(&self, fraga: Deltagandefraga) -> Strom<Deltagande> {
        sidor::all(self.client, move |client, sidval| async move { client.deltaganden().list(fraga, sidval).await })
    }

    /// Judges records as an import would, without storing anything; at most as many as an import answers at once.
    ///
    /// # Errors
    /// 413 when there are too many; else see [`Fel`].
    pub async fn validate(&self, poster: &[Importpost]) -> Result<Valideringsrapport, Fel> {
        self.client.send(Anrop::ask(&["validera", "deltaganden"]).json(&poster)).await?.json()
    }
}

fn path(nyckel: &Nyckel) -> [&str; 3] {
    ["deltaganden", &nyckel.kallsystem, &nyckel.nyckel]
}

fn follow_up(nyckel: &Nyckel, manad: Uppfoljningsmanad) -> [&str; 5] {
    ["deltaganden", &nyckel.kallsystem, &nyckel.nyckel, "uppfoljningar", manad.code()]
}
