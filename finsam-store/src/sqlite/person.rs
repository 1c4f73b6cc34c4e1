//! Persons.

use async_trait::async_trait;
use finsam_core::deltagande::Deltagande;
use finsam_core::id::ImportId;
use finsam_core::part::PartKod;

use super::lank::{Agare, Plats, Sak};
use super::session::Rum;
use super::sql::{
    DELTAGANDE_PART, PERSON_ANONYMISERA, PERSON_DELADE, PERSON_EGNA, PERSON_GLOM_POSTER, PERSON_IMPORTER,
};
use crate::rad::{Rad, days, to_json};
use crate::rum::{Anonymisering, Omfattad, PersonRead, PersonWrite, Personsok, Resurs, shown_to};
use crate::{StoreError, avkoda};

fn own(plats: &Plats<'_>, part: PartKod, person: Personsok) -> Result<Vec<(i64, Deltagande)>, StoreError> {
    let read = |rad: Rad<'_>| avkoda::deltagande(plats.known_ring(), rad);
    PERSON_EGNA.all(plats.conn, (part.to_string(), person.0.as_slice()), read)
}

fn anonymise(plats: &mut Plats<'_>, part: PartKod, asked: &Anonymisering) -> Result<Vec<Omfattad>, StoreError> {
    let kod = part.to_string();
    let found = own(plats, part, asked.person)?.into_iter().filter(|(_, deltagande)| asked.covers(deltagande));
    found
        .map(|(nummer, Deltagande { id, version, nyckel, post, .. })| {
            let version = version + 1;
            let left = to_json(&post.anonymised())?;
            PERSON_ANONYMISERA.execute(plats.conn, (nummer, version, left, days(asked.dag)))?;
            let agare = Agare { part: DELTAGANDE_PART.number(plats.conn, (&kod,))?, insats_fore: None };
            plats.happened(asked.typ, Resurs::Deltagande, Sak { nummer, id: id.0, version }, agare)?;
            Ok(Omfattad { nummer, id, nyckel, version })
        })
        .collect()
}

fn remove_posts(plats: &Plats<'_>, part: PartKod, person: Personsok) -> Result<Vec<ImportId>, StoreError> {
    let values = (person.0.as_slice(), part.to_string());
    let found = PERSON_IMPORTER.all(plats.conn, values.clone(), |rad| Ok(ImportId(rad.uuid(1, "id")?)))?;
    PERSON_GLOM_POSTER.execute(plats.conn, values)?;
    Ok(found)
}

#[async_trait]
impl PersonRead for Rum<'_> {
    async fn own(&mut self, part: PartKod, person: Personsok) -> Result<Vec<Deltagande>, StoreError> {
        let found = self.lank.read(move |plats| own(plats, part, person)).await?;
        Ok(found.into_iter().map(|(_, deltagande)| deltagande).collect())
    }

    async fn shared(&mut self, part: PartKod, person: Personsok) -> Result<Vec<(PartKod, Deltagande)>, StoreError> {
        self.lank
            .read(move |plats| {
                let read = |rad: Rad<'_>| avkoda::delad(plats.known_ring(), rad);
                let found = PERSON_DELADE.all(plats.conn, (person.0.as_slice(), part.to_string()), read)?;
                Ok(shown_to(part, found).collect())
            })
            .await
    }
}

#[async_trait]
impl PersonWrite for Rum<'_> {
    async fn anonymise(&mut self, part: PartKod, anonymisering: Anonymisering) -> Result<Vec<Omfattad>, StoreError> {
        self.lank.write(move |plats| anonymise(plats, part, &anonymisering)).await
    }

    async fn remove_posts(&mut self, part: PartKod, person: Personsok) -> Result<Vec<ImportId>, StoreError> {
        self.lank.write(move |plats| remove_posts(plats, part, person)).await
    }
}
