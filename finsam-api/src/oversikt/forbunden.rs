//! `GET /oversikt/forbund`: every förbund.

use axum::extract::State;
use axum::response::Response;
use finsam_core::atkomst::Operation;
use finsam_core::forbund::Forbund;
use maud::html;

use super::besok::Sidbesok;
use super::fel::Hinder;
use super::ram::{self, link};
use crate::app::App;
use crate::sprak::{Sprak, in_order};

pub(super) async fn sida(State(app): State<App>, besok: Sidbesok) -> Response {
    let page = show(&app, &besok).await;
    besok.answer(&app, page)
}

async fn show(app: &App, besok: &Sidbesok) -> Result<Response, Hinder> {
    besok.must(&[Operation::ListaForbund])?;
    besok.asked::<()>()?;
    let today = app.klocka.today();
    let mut all: Vec<Forbund> = app.statistik.look(|lage| lage.forteckning.bilaga.forbund.clone()).await?;
    all.sort_by_key(|one| in_order(&one.uppgift.namn));
    let (now, then): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.uppgift.life().contains(today));
    let sprak = besok.sprak;
    let list = |forbund: &[Forbund]| {
        html! { ul.spalter { @for one in forbund {
            li { a href=(link(&format!("/oversikt/forbund/{}", one.id), besok, &[])) { (one.uppgift.namn) } }
        } } }
    };
    let titel = sprak.pick("Samordningsförbunden", "The samordningsförbund");
    let there_are = match sprak {
        Sprak::Svenska => format!("{} förbund finns i dag.", now.len()),
        Sprak::Engelska => format!("There are {} förbund today.", now.len()),
    };
    let content = html! {
        h1 { (titel) }
        p.ingress { (there_are) }
        (list(&now))
        @if !then.is_empty() {
            section {
                h2 { (sprak.pick("Förbund som upphört eller inte bildats än", "Förbund that have ended or are not yet formed")) }
                (list(&then))
            }
        }
    };
    Ok(ram::page(app, besok, titel, &content))
}
