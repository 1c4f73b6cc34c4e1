//! `GET /`: the country.

use std::sync::Arc;

use axum::extract::State;
use axum::response::Response;
use chrono::Datelike;
use finsam_core::statistik::{Rapportnamn, Urval};
use maud::{Markup, html};

use super::besok::Sidbesok;
use super::fel::Hinder;
use super::fraga::Sidval;
use super::granser::Aren;
use super::rapportdel::Sammanhang;
use super::{karta, nyckeltal, ram};
use crate::app::App;
use crate::sprak::Sprak;

pub(super) async fn sida(State(app): State<App>, besok: Sidbesok) -> Response {
    let besok = Arc::new(besok);
    let page = show(&app, &besok).await;
    besok.answer(&app, page)
}

async fn show(app: &App, besok: &Arc<Sidbesok>) -> Result<Response, Hinder> {
    let asked = besok.asked::<Sidval>();
    // What cannot be read asks for nothing: whoever may see the country is told what is wrong.
    let (namn, indelning) =
        asked.as_ref().map_or((Rapportnamn::ForsorjningForeEfter, None), |val| (val.rapport, val.indelning));
    besok.must_see(app, namn, &Urval { indelning: indelning.into_iter().collect(), ..Urval::default() })?;
    let val = asked?;
    let (visitor, insyn, i_ar) = (Arc::clone(besok), besok.insyn(app), app.klocka.today().year());
    let turn = besok.turn(app).await;
    let content = app.statistik.look_protected(insyn.troskel, move |lage| {
        let _turn = turn;
        let aren = Aren::of(lage.kolumner, &val, i_ar);
        content(&Sammanhang { lage, besok: &visitor, val: &val, aren, insyn })
    });
    let titel = besok.sprak.pick("Finansiell samordning i Sverige", "Finansiell samordning in Sweden");
    Ok(ram::page(app, besok, titel, &content.await?))
}

fn content(of: &Sammanhang<'_>) -> Markup {
    let sprak = of.besok.sprak;
    let heading = match sprak {
        Sprak::Svenska => format!("Finansiell samordning i Sverige {}", of.aren.text()),
        Sprak::Engelska => format!("Finansiell samordning in Sweden, {}", of.aren.text()),
    };
    html! {
        h1 { (heading) }
        p.ingress {
            (sprak.pick(
                "Försäkringskassan, Arbetsförmedlingen, regioner och kommuner samordnar rehabilitering i samordningsförbund, så att människor kan försörja sig själva.",
                "The social insurance agency, the employment service, regions and kommuner coordinate rehabilitation in samordningsförbund, so that people can support themselves.",
            ))
        }
        (nyckeltal::figures(of, &Urval::default()))
        (of.form(&[]))
        (of.section(&Urval::default(), None))
        (karta::section(of))
    }
}
