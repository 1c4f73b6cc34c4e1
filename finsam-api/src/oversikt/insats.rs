//! `GET /oversikt/insatser/{id}`: an insats.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use chrono::Datelike;
use finsam_core::atkomst::Operation;
use finsam_core::id::InsatsId;
use finsam_core::insats::Insats;
use finsam_core::statistik::Urval;
use maud::{Markup, html};

use super::arbetslistor::{Arbetsinsats, of_insats};
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

pub(super) async fn sida(State(app): State<App>, besok: Sidbesok, id: Svar<Vag<String>>) -> Response {
    let besok = Arc::new(besok);
    let page = show(&app, &besok, id).await;
    besok.answer(&app, page)
}

async fn show(app: &App, besok: &Arc<Sidbesok>, id: Svar<Vag<String>>) -> Result<Response, Hinder> {
    besok.must(&[Operation::HamtaInsats, Operation::HamtaRapport])?;
    let id: InsatsId = id?.0.parse().map_err(|_| ApiError::not_found())?;
    let val: Sidval = besok.asked()?;
    let (visitor, insyn, i_ar) = (Arc::clone(besok), besok.insyn(app), app.klocka.today().year());
    let seen = app.statistik.look_protected(insyn.troskel, move |lage| {
        let insats = lage.forteckning.insats(id)?;
        let aren = Aren::of(lage.kolumner, &val, i_ar);
        let content = content(&Sammanhang { lage, besok: &visitor, val: &val, aren, insyn }, insats);
        let work = visitor.may_see_work(insats).then(|| Arbetsinsats { id, namn: insats.uppgift.namn.clone() });
        Some((insats.uppgift.namn.clone(), content, work))
    });
    let Some((namn, content, work)) = seen.await? else {
        return Err(missing(app, move |all| all.insats(id).is_some()).await?);
    };
    let work = match work {
        Some(insats) => of_insats(app, besok, &insats).await?,
        None => html! {},
    };
    Ok(ram::page(app, besok, &namn, &html! { (content) (work) }))
}

fn content(of: &Sammanhang<'_>, insats: &Insats) -> Markup {
    let plats = Urval { insats: vec![insats.id], ..Urval::default() };
    let (landet, forbundet) =
        (Urval::default(), Urval { forbund: vec![insats.uppgift.forbund_id], ..Urval::default() });
    let other = of.val.jamfor.map(|which| match which {
        Jamforelse::Landet => (&landet, which),
        Jamforelse::Forbundet => (&forbundet, which),
    });
    html! {
        h1 { (insats.uppgift.namn) }
        (facts(of, insats))
        (nyckeltal::figures(of, &plats))
        (of.form(&Jamforelse::ALLA))
        (of.section(&plats, other))
    }
}

fn facts(of: &Sammanhang<'_>, insats: &Insats) -> Markup {
    let (sprak, uppgift) = (of.besok.sprak, &insats.uppgift);
    let groups: Vec<_> = uppgift.malgrupper.iter().map(|one| sprak.of(one.text())).collect();
    let parter: Vec<_> = uppgift.parter.iter().map(|part| part.name().into_owned()).collect();
    let last = uppgift.slutdatum.map_or_else(String::new, |day| day.to_string());
    let rows = [
        (sprak.pick("Inriktning", "Aimed at"), sprak.of(uppgift.inriktning.text()).to_owned()),
        (sprak.pick("Typ", "Kind"), sprak.of(uppgift.typ.text()).to_owned()),
        (sprak.pick("Status", "Status"), sprak.of(uppgift.status.text()).to_owned()),
        (sprak.pick("Tid", "Time"), format!("{} – {last}", uppgift.startdatum)),
        (sprak.pick("Målgrupper", "Target groups"), groups.join(", ")),
        (sprak.pick("Parter", "Parties"), parter.join(", ")),
    ];
    let forbund = &uppgift.forbund_id;
    html! {
        dl.fakta {
            dt { "Förbund" }
            dd { a href=(link(&format!("/oversikt/forbund/{forbund}"), of.besok, &[])) { (of.lage.forteckning.namnbok.forbund(*forbund)) } }
            @for (name, value) in rows { @if !value.is_empty() { dt { (name) } dd { (value) } } }
        }
    }
}
