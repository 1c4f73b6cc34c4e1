//! The frame of every page: what stands above and below its content, and what browsers are told of it.

use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Response};
use maud::{DOCTYPE, Markup, html};

use super::besok::Sidbesok;
use super::is_protected;
use super::vag::{INLOGGNING, in_language};
use crate::app::App;
use crate::sprak::Sprak;

/// A page loads its own styles and pictures, sends its forms here, and does nothing else.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; base-uri 'none'; \
                      frame-ancestors 'none'";

/// An address of the pages with these parameters; the language goes along where it was chosen.
pub(super) fn link(path: &str, besok: &Sidbesok, parameters: &[(&str, &str)]) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    if besok.valt_sprak {
        query.append_pair("sprak", besok.sprak.tag());
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// The language as a part of a form, where it was chosen.
pub(super) fn language_field(besok: &Sidbesok) -> Markup {
    html! { @if besok.valt_sprak { input type="hidden" name="sprak" value=(besok.sprak.tag()); } }
}

/// A whole page; `content` begins with its heading.
pub(super) fn page(app: &App, besok: &Sidbesok, titel: &str, content: &Markup) -> Response {
    let sprak = besok.sprak;
    let page = html! {
        (DOCTYPE)
        html lang=(sprak.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (titel) " – Finsam" }
                link rel="stylesheet" href=(concat!("/oversikt/stil.css?v=", env!("CARGO_PKG_VERSION")));
            }
            body {
                a.hopp href="#innehall" { (sprak.pick("Hoppa till innehållet", "Skip to the content")) }
                (header_of(besok))
                main id="innehall" tabindex="-1" { (content) }
                (footer_of(app, besok))
            }
        }
    };
    let headers = [
        (header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")),
        (header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY)),
        (header::CONTENT_LANGUAGE, HeaderValue::from_static(sprak.tag())),
        (header::VARY, HeaderValue::from_static("accept-language, cookie")),
    ];
    (headers, page.into_string()).into_response()
}

fn header_of(besok: &Sidbesok) -> Markup {
    let sprak = besok.sprak;
    let places = [
        ("/", sprak.pick("Landet", "The country")),
        ("/oversikt/forbund", "Förbund"),
        ("/oversikt/aterrapport", sprak.pick("Återrapport", "Report back")),
    ];
    html! {
        header.topp {
            div.rad {
                a.namn href=(link("/", besok, &[])) {
                    strong { "Finsam" }
                    span { (sprak.pick("Finansiell samordning i siffror", "Finansiell samordning in figures")) }
                }
                div.val { (other_language(besok)) (visitor(besok)) }
            }
            nav.rad aria-label=(sprak.pick("Huvudmeny", "Main menu")) {
                ul { @for (path, words) in places {
                    li { a href=(link(path, besok, &[])) aria-current=[(besok.vag == path).then_some("page")] { (words) } }
                } }
            }
        }
    }
}

/// The way to the same page in the other language.
fn other_language(besok: &Sidbesok) -> Markup {
    let (other, words) = match besok.sprak {
        Sprak::Svenska => (Sprak::Engelska, "In English"),
        Sprak::Engelska => (Sprak::Svenska, "På svenska"),
    };
    html! {
        a href=(in_language(&besok.here(), other)) lang=(other.tag()) hreflang=(other.tag()) { (words) }
    }
}

fn visitor(besok: &Sidbesok) -> Markup {
    let sprak = besok.sprak;
    html! {
        @if let Some(synfalt) = &besok.synfalt {
            form method="post" action=(link("/oversikt/utloggning", besok, &[])) {
                span { (sprak.of(synfalt.roll.text())) }
                button.stilla { (sprak.pick("Logga ut", "Log out")) }
            }
        } @else {
            @let till = if besok.vag == INLOGGNING { "/".to_owned() } else { besok.here() };
            a href=(link(INLOGGNING, besok, &[("till", &till)])) { (sprak.pick("Logga in", "Log in")) }
        }
    }
}

fn footer_of(app: &App, besok: &Sidbesok) -> Markup {
    let sprak = besok.sprak;
    let statement = sprak.pick("Tillgänglighetsredogörelse", "Accessibility statement");
    html! {
        footer.botten {
            div.rad {
                p {
                    (sprak.pick(
                        "Siffrorna räknas ur registret när sidan visas.",
                        "The figures are counted over the register as the page is shown.",
                    ))
                    @if is_protected(app.installning.rojandeskydd) {
                        " " (sprak.pick("Små tal om människor är skyddade.", "Small numbers about people are protected."))
                    }
                }
                @if let Some(ansvarig) = &app.installning.oversikt.kontakt.ansvarig {
                    p { (sprak.pick("Ansvarig: ", "Responsible: ")) (ansvarig) }
                }
                ul {
                    li { a href=(link("/oversikt/tillganglighet", besok, &[])) { (statement) } }
                    li { a href="/docs/" { (sprak.pick("API:ets referens", "Reference of the API")) } }
                }
            }
        }
    }
}
