//! Making persons anonymous: what they take part in, and what imports keep of them.

use axum::Json;
use chrono::NaiveDate;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Anonymiserad, Handelsetyp, Personatgard, Personatgardssvar};
use finsam_store::UnitOfWork;
use finsam_store::rum::{Anonymisering, Atkomstmal, Personsok};

use super::reached;
use crate::app::App;
use crate::extract::{Anropare, MAX_LIMIT, too_large};
use crate::fel::{ApiError, Svar};
use crate::import::end_plan;

/// Makes everything that is asked for anonymous, all of it or nothing.
pub(super) async fn anonymise(
    app: &App,
    anropare: &Anropare,
    atgard: Personatgard,
    typ: Handelsetyp,
) -> Svar<Json<Personatgardssvar>> {
    let part = anropare.part()?;
    let dag = atgard.datum.unwrap_or_else(|| app.klocka.today());
    let persons = find(app, atgard)?;
    let mut unit = app.store.begin(anropare.aktor(app)).await?;
    let mut deltaganden = Vec::new();
    for person in &persons {
        deltaganden.extend(one(unit.as_mut(), anropare, part, (*person, dag, typ)).await?);
        forget(app, unit.as_mut(), part, *person).await?;
    }
    unit.atkomst().log(&[Atkomstmal::Sokning(deltaganden.len() as u64)]).await?;
    unit.commit().await?;
    Ok(Json(Personatgardssvar { deltaganden }))
}

/// What the persons are found by.
fn find(app: &App, atgard: Personatgard) -> Svar<Vec<Personsok>> {
    let idag = app.klocka.today();
    if atgard.personer.len() > MAX_LIMIT as usize {
        return Err(too_large(0).saying(
            format!("Högst {MAX_LIMIT} personer per anrop. Dela upp dem."),
            format!("At most {MAX_LIMIT} persons a request. Split them."),
        ));
    }
    let (mut found, mut persons) = (atgard.faults(idag), Vec::new());
    for (place, person) in atgard.persons() {
        match person.identify(idag, &app.installning.numrering) {
            Ok(person) => persons.push(person),
            Err(fault) => found.push(fault.below(&place)),
        }
    }
    if !found.is_empty() {
        return Err(ApiError::rules(found));
    }
    persons.iter().map(|person| Ok(app.store.person_key(person)?)).collect()
}

/// One person's participations, as far as the caller reaches.
async fn one(
    unit: &mut dyn UnitOfWork,
    anropare: &Anropare,
    part: PartKod,
    (person, dag, typ): (Personsok, NaiveDate, Handelsetyp),
) -> Svar<Vec<Anonymiserad>> {
    let insatser = if anropare.is_narrowed() {
        let own = unit.personer().own(part, person).await?;
        reached(&mut *unit.insatser(), anropare, own.iter().map(|post| post.post.insats_id)).await?
    } else {
        None
    };
    let done = unit.personer().anonymise(part, Anonymisering { person, insatser, dag, typ }).await?;
    Ok(done.into_iter().map(|one| Anonymiserad { id: one.id, version: one.version, nyckel: one.nyckel }).collect())
}

/// Removes what imports keep of a person. A plan with such a record cannot be carried out as it was made, and ends.
async fn forget(app: &App, unit: &mut dyn UnitOfWork, part: PartKod, person: Personsok) -> Svar<()> {
    let ids = unit.personer().remove_posts(part, person).await?;
    for id in ids {
        let cause =
            "En person i planen är anonym nu; gör en ny plan. / A person of the plan is anonymous now; make a new one.";
        end_plan(app, unit, part, id, cause).await?;
    }
    Ok(())
}
