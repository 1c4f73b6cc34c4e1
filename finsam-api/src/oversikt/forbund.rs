//! `GET /oversikt/forbund/{id}`: a förbund.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use chrono::{Datelike, NaiveDate};
use finsam_core::atkomst::Operation;
use finsam_core::forbund::Forbund;
use finsam_core::id::ForbundId;
use finsam_core::insats::Insats;
use finsam_core::statistik::Urval;
use maud::{Markup, html};

use super::arbetslistor::{Arbetsinsats, of_forbund};
use super::besok::Sidbesok;
use super::fel::{Hinder, missing};
use super::fraga::{Jamforelse, Sidval};
use super::granser::Aren;
use super::nyckeltal;
use super::ram::{self, link};
use super::rapportdel::Sammanhang;
use crate::app::App;
use crate::extract::Vag;
use crate::fel::{ApiError, Svar};
use crate::sprak::{Sprak, in_order};

/// What a page says of a förbund, before it is known how much there is to do.
struct Innehall {
    namn: String,
    content: Markup,
    arbete: Vec<Arbetsinsats>,
}

pub(super) async fn sida(State(app): State<App>, besok: Sidbesok, id: Svar<Vag<String>>) -> Response {
    let besok = Arc::new(besok);
    let page = show(&app, &besok, id).await;
    besok.answer(&app, page)
}

async fn show(app: &App, besok: &Arc<Sidbesok>, id: Svar<Vag<String>>) -> Result<Response, Hinder> {
    besok.must(&[Operation::HamtaForbund, Operation::ListaInsatser, Operation::HamtaRapport])?;
    let id: ForbundId = id?.0.parse().map_err(|_| ApiError::not_found())?;
    let val: Sidval = besok.asked()?;
    let (visitor, insyn, today) = (Arc::clone(besok), besok.insyn(app), app.klocka.today());
    let seen = app.statistik.look_protected(insyn.troskel, move |lage| {
        let forbund = lage.forteckning.forbund(id)?;
        let aren = Aren::of(lage.kolumner, &val, today.year());
        Some(content(&Sammanhang { lage, besok: &visitor, val: &val, aren, insyn }, forbund, today))
    });
    let Some(seen) = seen.await? else {
        return Err(missing(app, move |all| all.forbund(id).is_some()).await?);
    };
    let work = of_forbund(app, besok, &seen.arbete).await?;
    Ok(ram::page(app, besok, &seen.namn, &html! { (seen.content) (work) }))
}

fn content(of: &Sammanhang<'_>, forbund: &Forbund, today: NaiveDate) -> Innehall {
    let plats = Urval { forbund: vec![forbund.id], ..Urval::default() };
    let landet = Urval::default();
    let other = of.val.jamfor.is_some().then_some((&landet, Jamforelse::Landet));
    let mut insatser: Vec<&Insats> = of.lage.forteckning.insatser_of(forbund.id).collect();
    insatser.sort_by_key(|one| in_order(&one.uppgift.namn));
    let work = insatser.iter().filter(|insats| of.besok.may_see_work(insats));
    let arbete = work.map(|insats| Arbetsinsats { id: insats.id, namn: insats.uppgift.namn.clone() }).collect();
    let content = html! {
        h1 { (forbund.uppgift.namn) }
        (facts(forbund, today, of.besok.sprak))
        (nyckeltal::figures(of, &plats))
        (of.form(&[Jamforelse::Landet]))
        (of.section(&plats, other))
        (insatserna(of, &insatser))
    };
    Innehall { namn: forbund.uppgift.namn.clone(), content, arbete }
}

fn facts(forbund: &Forbund, today: NaiveDate, sprak: Sprak) -> Markup {
    let uppgift = &forbund.uppgift;
    let life = uppgift.life();
    let day = uppgift.upphort.filter(|last| *last < today).unwrap_or(today);
    let members: Vec<_> = uppgift.members_on(day).iter().map(|part| part.name().into_owned()).collect();
    let area: Vec<_> = uppgift.omrade.iter().map(|one| one.kommunkod.kommun().namn).collect();
    let rows = [
        (
            sprak.pick("Organisationsnummer", "Registration number"),
            uppgift.organisationsnummer.as_ref().map(ToString::to_string),
        ),
        (sprak.pick("Säte", "Seat"), Some(uppgift.sate.kommun().namn.to_owned())),
        (sprak.pick("Bildat", "Formed"), uppgift.bildat.map(|day| day.to_string())),
        (sprak.pick("Upphört", "Ended"), uppgift.upphort.filter(|_| !life.contains(today)).map(|day| day.to_string())),
        (sprak.pick("Medlemmar", "Members"), Some(members.join(", ")).filter(|text| !text.is_empty())),
        (sprak.pick("Område", "Area"), Some(area.join(", ")).filter(|text| !text.is_empty())),
    ];
    html! {
        dl.fakta { @for (name, value) in rows { @if let Some(value) = value { dt { (name) } dd { (value) } } } }
    }
}

fn insatserna(of: &Sammanhang<'_>, insatser: &[&Insats]) -> Markup {
    let sprak = of.besok.sprak;
    let (fran, till) = of.aren.visas;
    let shown = insatser.iter().filter(|one| (fran..=till).any(|ar| one.uppgift.life().touches_year(ar)));
    let heading = match sprak {
        Sprak::Svenska => format!("Insatser {}", of.aren.text()),
        Sprak::Engelska => format!("Insatser, {}", of.aren.text()),
    };
    let shown: Vec<&&Insats> = shown.collect();
    html! {
        section aria-labelledby="insatser" {
            h2 id="insatser" { (heading) }
            @if shown.is_empty() { p { (sprak.pick("Inga insatser är registrerade för tiden.", "No insatser are registered for the time.")) } }
            ul.spalter { @for one in &shown {
                li { a href=(link(&format!("/oversikt/insatser/{}", one.id), of.besok, &[])) { (one.uppgift.namn) } }
            } }
        }
    }
}
