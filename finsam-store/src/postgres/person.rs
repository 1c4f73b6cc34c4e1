//! Persons.

use async_trait::async_trait;
use finsam_core::deltagande::Deltagande;
use finsam_core::id::ImportId;
use finsam_core::part::PartKod;

use super::las;
use super::logg::{Agare, Sak};
use super::session::{Rum, Session};
use super::sql::{
    DELTAGANDE_PART, PERSON_ANONYMISERA, PERSON_DELADE, PERSON_EGNA, PERSON_GLOM_POSTER, PERSON_IMPORTER,
    TRANSAKTION_LAS_RUM, Varden,
};
use crate::rad::{Rad, days, to_json};
use crate::rum::{Anonymisering, Omfattad, PersonRead, PersonWrite, Personsok, Resurs, shown_to};
use crate::{StoreError, avkoda};

async fn own(session: &Session, part: PartKod, person: Personsok) -> Result<Vec<(i64, Deltagande)>, StoreError> {
    let (part, sok) = (part.to_string(), person.0.as_slice());
    let values: Varden<'_> = &[&part, &sok];
    PERSON_EGNA.all(&session.conn, values, |rad| avkoda::deltagande(session.ring(), rad)).await
}

async fn shared(session: &Session, part: PartKod, person: Personsok) -> Result<Vec<(PartKod, Deltagande)>, StoreError> {
    let (kod, sok) = (part.to_string(), person.0.as_slice());
    let values: Varden<'_> = &[&sok, &kod];
    let found = PERSON_DELADE.all(&session.conn, values, |rad| avkoda::delad(session.ring(), rad)).await?;
    Ok(shown_to(part, found).collect())
}

/// Nobody else writes to the part meanwhile.
async fn anonymise(session: &mut Session, part: PartKod, asked: &Anonymisering) -> Result<Vec<Omfattad>, StoreError> {
    TRANSAKTION_LAS_RUM.execute(&session.conn, &[&las::PART, &las::of_part(part)]).await?;
    let found = own(session, part, asked.person).await?.into_iter().filter(|(_, deltagande)| asked.covers(deltagande));
    let (kod, mut all) = (part.to_string(), Vec::new());
    for (nummer, Deltagande { id, version, nyckel, post, .. }) in found {
        let (version, left, dag) = (version + 1, to_json(&post.anonymised())?, i64::from(days(asked.dag)));
        let values: Varden<'_> = &[&nummer, &version, &left, &dag];
        PERSON_ANONYMISERA.execute(&session.conn, values).await?;
        let part = DELTAGANDE_PART.number(&session.conn, &[&kod]).await?;
        let agare = Agare { part, insats_fore: None };
        session.logg.happened(asked.typ, Resurs::Deltagande, Sak { nummer, id: id.0, version }, agare);
        all.push(Omfattad { nummer, id, nyckel, version });
    }
    Ok(all)
}

async fn remove_posts(session: &Session, part: PartKod, person: Personsok) -> Result<Vec<ImportId>, StoreError> {
    let (part, sok) = (part.to_string(), person.0.as_slice());
    let values: Varden<'_> = &[&sok, &part];
    let found = PERSON_IMPORTER.all(&session.conn, values, |rad: Rad<'_>| Ok(ImportId(rad.uuid(1, "id")?))).await?;
    PERSON_GLOM_POSTER.execute(&session.conn, values).await?;
    Ok(found)
}

#[async_trait]
impl PersonRead for Rum<'_> {
    async fn own(&mut self, part: PartKod, person: Personsok) -> Result<Vec<Deltagande>, StoreError> {
        let session = self.session.enter()?;
        let answer = own(session, part, person).await;
        Ok(session.leave(answer)?.into_iter().map(|(_, deltagande)| deltagande).collect())
    }

    async fn shared(&mut self, part: PartKod, person: Personsok) -> Result<Vec<(PartKod, Deltagande)>, StoreError> {
        let session = self.session.enter()?;
        let answer = shared(session, part, person).await;
        session.leave(answer)
    }
}

#[async_trait]
impl PersonWrite for Rum<'_> {
    async fn anonymise(&mut self, part: PartKod, anonymisering: Anonymisering) -> Result<Vec<Omfattad>, StoreError> {
        let session = self.session.enter()?;
        let answer = anonymise(session, part, &anonymisering).await;
        session.leave(answer)
    }

    async fn remove_posts(&mut self, part: PartKod, person: Personsok) -> Result<Vec<ImportId>, StoreError> {
        let session = self.session.enter()?;
        let answer = remove_posts(session, part, person).await;
        session.leave(answer)
    }
}
