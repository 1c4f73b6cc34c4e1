//! `GET /oversikt/aterrapport`: what is reported back to the government, as a page and as a workbook.

use axum::extract::State;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use chrono::Datelike;
use finsam_core::atkomst::Operation;
use maud::{Markup, html};

use super::besok::Sidbesok;
use super::fel::Hinder;
use super::fraga::{choice, year};
use super::granser::Aren;
use super::ram::{self, language_field, link};
use super::rapportdel::{caveats, without_period};
use crate::app::App;
use crate::aterrapport::{Rapporttid, to_report};
use crate::dokument::{Dokument, XLSX, table, to_xlsx};
use crate::extract::{Fragor, FromFraga};
use crate::fel::ApiError;

/// Which time is asked for.
#[derive(Debug, Clone, Copy)]
struct Tidval {
    ar: Option<i32>,
    halvar: Option<u8>,
}

impl FromFraga for Tidval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let (ar, halvar) = (year(fragor, "ar"), choice(fragor, "halvar", "1 or 2"));
        if halvar.is_some_and(|halvar| !matches!(halvar, 1 | 2)) {
            fragor.fault("halvar", "1 or 2");
        }
        Self { ar, halvar }
    }
}

pub(super) async fn sida(State(app): State<App>, besok: Sidbesok) -> Response {
    let page = show(&app, &besok).await;
    besok.answer(&app, page)
}

pub(super) async fn arbetsbok(State(app): State<App>, besok: Sidbesok) -> Response {
    let file = send(&app, &besok).await;
    besok.answer(&app, file)
}

/// What `made` makes of the report that is asked for, where it may take its time.
async fn draw_up<T: Send + 'static>(
    app: &App,
    besok: &Sidbesok,
    made: impl FnOnce(Dokument, Rapporttid, Aren) -> T + Send + 'static,
) -> Result<T, Hinder> {
    besok.must(&[Operation::HamtaRapport])?;
    let Tidval { ar, halvar } = besok.asked()?;
    let (sprak, troskel, i_ar) = (besok.sprak, app.installning.rojandeskydd, app.klocka.today().year());
    let seen = app.statistik.look_protected(troskel, move |lage| {
        let aren = Aren::one(lage.kolumner, ar, i_ar);
        let tid = Rapporttid { ar: aren.last(), halvar };
        match ar {
            Some(ar) if ar != tid.ar => Err(not_there(ar, aren)),
            _ => Ok(made(to_report(lage, tid, troskel, sprak), tid, aren)),
        }
    });
    Ok(seen.await??)
}

/// The register knows nothing of a year: what is reported back is never of another one than was asked for.
fn not_there(ar: i32, aren: Aren) -> ApiError {
    let (first, last) = aren.finns;
    ApiError::not_found().saying(
        format!("Registret har inga uppgifter om {ar}. Välj ett år från {first} till {last}."),
        format!("The register knows nothing of {ar}. Choose a year from {first} to {last}."),
    )
}

async fn send(app: &App, besok: &Sidbesok) -> Result<Response, Hinder> {
    let file = draw_up(app, besok, |document, _, _| to_xlsx(&document)).await?.map_err(ApiError::internal)?;
    Ok(([(header::CONTENT_TYPE, HeaderValue::from_static(XLSX))], file).into_response())
}

async fn show(app: &App, besok: &Sidbesok) -> Result<Response, Hinder> {
    let (document, tid, aren) = draw_up(app, besok, |document, tid, aren| (document, tid, aren)).await?;
    let sprak = besok.sprak;
    let content = html! {
        h1 { (document.titel) ", " (document.underrubrik) }
        p.ingress {
            (sprak.pick(
                "Underlag för det som Försäkringskassan återrapporterar till regeringen, för ett halvår eller ett år.",
                "What Försäkringskassan reports back to the government, of half a year or a year.",
            ))
        }
        (form(besok, tid, aren))
        (downloads(besok, tid))
        @for (n, del) in document.delar.iter().enumerate() {
            section aria-labelledby={ "del-" (n) } {
                h2 id={ "del-" (n) } { (del.namn) }
                (table(&format!("tabell-{n}"), &without_period(del, sprak), sprak))
            }
        }
        section aria-labelledby="forbehall" {
            h2 id="forbehall" { (sprak.pick("Källa och förbehåll", "Source and caveats")) }
            (caveats(&document.kalla, &document.forbehall))
        }
    };
    let titel = format!("{}, {}", document.titel, document.underrubrik);
    Ok(ram::page(app, besok, &titel, &content))
}

fn form(besok: &Sidbesok, tid: Rapporttid, aren: Aren) -> Markup {
    let sprak = besok.sprak;
    let (first, last) = aren.finns;
    let periods = [
        ("", sprak.pick("Hela året", "The whole year"), None),
        ("1", sprak.pick("Första halvåret", "First half"), Some(1)),
        ("2", sprak.pick("Andra halvåret", "Second half"), Some(2)),
    ];
    html! {
        form.urval method="get" action=(besok.vag) {
            div {
                label for="ar" { (sprak.pick("År", "Year")) }
                select id="ar" name="ar" {
                    @for ar in (first..=last).rev() { option value=(ar) selected[ar == tid.ar] { (ar) } }
                }
            }
            div {
                label for="halvar" { (sprak.pick("Period", "Period")) }
                select id="halvar" name="halvar" {
                    @for (value, words, halvar) in periods {
                        option value=(value) selected[halvar == tid.halvar] { (words) }
                    }
                }
            }
            (language_field(besok))
            div { button { (sprak.pick("Visa", "Show")) } }
        }
    }
}

fn downloads(besok: &Sidbesok, tid: Rapporttid) -> Markup {
    let sprak = besok.sprak;
    let (ar, halvar) = (tid.ar.to_string(), tid.halvar.map(|halvar| halvar.to_string()).unwrap_or_default());
    let address = link("/oversikt/aterrapport.xlsx", besok, &[("ar", &ar), ("halvar", &halvar)]);
    html! {
        ul.hamta {
            li { (sprak.pick("Hämta", "Download")) }
            li { a href=(address) download { (sprak.pick("Arbetsbok (.xlsx)", "Workbook (.xlsx)")) } }
        }
    }
}
