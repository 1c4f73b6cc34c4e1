//! `GET /oversikt/tillganglighet`: the statement that the law on access to digital public service (2018:1937) asks for.

use axum::extract::State;
use axum::response::Response;
use maud::{Markup, html};

use super::besok::Sidbesok;
use super::fel::Hinder;
use super::{Kontakt, ram};
use crate::app::App;
use crate::sprak::Sprak;

/// The day on which what the statement says was last held against the pages.
const BEDOMD: &str = "2026-11-27";

pub(super) async fn sida(State(app): State<App>, besok: Sidbesok) -> Response {
    let page = show(&app, &besok);
    besok.answer(&app, page)
}

fn show(app: &App, besok: &Sidbesok) -> Result<Response, Hinder> {
    besok.asked::<()>()?;
    let kontakt = &app.installning.oversikt.kontakt;
    let (titel, content) = match besok.sprak {
        Sprak::Svenska => ("Tillgänglighetsredogörelse", swedish(kontakt)),
        Sprak::Engelska => ("Accessibility statement", english(kontakt)),
    };
    let content = html! { h1 { (titel) } (content) };
    Ok(ram::page(app, besok, titel, &content))
}

fn swedish(kontakt: &Kontakt) -> Markup {
    let ansvarig = kontakt.ansvarig.as_deref().unwrap_or("Den som driver tjänsten");
    html! {
        p.ingress { (ansvarig) " står bakom de här sidorna. De ska kunna användas av alla, och här står hur väl de uppfyller lagen om tillgänglighet till digital offentlig service." }
        h2 { "Hur tillgängliga sidorna är" }
        p { "Sidorna är delvis förenliga med lagens krav, det vill säga WCAG 2.1 på nivå AA; undantagen står nedan. De fungerar utan skript och är byggda för tangentbord, skärmläsare, 400 procents förstoring och utskrift." }
        h2 { "Vad som inte är fullt tillgängligt" }
        ul {
            li { "Diagram och kartor är bilder vars text blir liten på smala skärmar. De kan rullas i sidled och öppnas i full storlek. Samma tal står i tabellen på sidan." }
            li { "Breda tabeller rullas i sidled på smala skärmar." }
            li { "Namn på förbund och insatser är skrivna av dem som registrerat dem, också på de engelska sidorna." }
            li { "Referensen till programgränssnittet (API) är en vara från en annan leverantör, kräver skript och omfattas inte av den här redogörelsen." }
        }
        h2 { "Hur sidorna har prövats" }
        p { "Med automatisk granskning (axe-core) i webbläsare vid 320 och 1280 bildpunkters bredd. Den hittar inte alla brister. Sidorna har inte prövats av användare med hjälpmedel. Redogörelsen bedömdes senast den " time datetime=(BEDOMD) { (BEDOMD) } "." }
        h2 { "Kontakta oss om du hittar brister" }
        p { "Säg till om något hindrar dig, eller om du behöver innehållet på ett annat sätt." }
        (contact(kontakt, Sprak::Svenska))
        h2 { "Tillsyn" }
        p { "Myndigheten för digital förvaltning (Digg) har ansvar för tillsyn över lagen. Du kan anmäla brister till Digg: " a href="https://www.digg.se/tdosanmalan" { "digg.se/tdosanmalan" } "." }
    }
}

fn english(kontakt: &Kontakt) -> Markup {
    let ansvarig = kontakt.ansvarig.as_deref().unwrap_or("Whoever runs the service");
    html! {
        p.ingress { (ansvarig) " is behind these pages. Everybody is to be able to use them, and here it is told how well they meet the Swedish act on access to digital public service." }
        h2 { "How accessible the pages are" }
        p { "The pages partly meet what the act asks for, which is WCAG 2.1 at level AA; the exceptions stand below. They work without scripts and are built for keyboard, screen reader, magnification to 400 per cent and print." }
        h2 { "What is not fully accessible" }
        ul {
            li { "Charts and maps are pictures whose text is small on narrow screens. They can be scrolled sideways and opened in full size. The same figures are in the table of the page." }
            li { "Wide tables are scrolled sideways on narrow screens." }
            li { "Names of förbund and insatser are as those who registered them wrote them, on the English pages too." }
            li { "The reference of the programming interface (API) comes from another supplier, needs scripts and is not covered by this statement." }
        }
        h2 { "How the pages have been tested" }
        p { "By automatic review (axe-core) in a browser, 320 and 1280 pixels wide. It does not find every fault. The pages have not been tried by users with assistive technology. The statement was last reviewed on " time datetime=(BEDOMD) { (BEDOMD) } "." }
        h2 { "Tell us if you find faults" }
        p { "Say so if anything stands in your way, or if you need the content in another way." }
        (contact(kontakt, Sprak::Engelska))
        h2 { "Supervision" }
        p { "The Agency for Digital Government (Digg) supervises the act. You can report faults to Digg: " a href="https://www.digg.se/tdosanmalan" hreflang="sv" { "digg.se/tdosanmalan" } "." }
    }
}

fn contact(kontakt: &Kontakt, sprak: Sprak) -> Markup {
    let Kontakt { epost, telefon, .. } = kontakt;
    html! {
        @if epost.is_none() && telefon.is_none() {
            p { (sprak.pick("Kontaktuppgifter har inte angivits av den som driver tjänsten.", "Whoever runs the service has given no contact details.")) }
        } @else {
            dl.fakta {
                @if let Some(epost) = epost {
                    dt { (sprak.pick("E-post", "E-mail")) }
                    dd { a href={ "mailto:" (epost) } { (epost) } }
                }
                @if let Some(telefon) = telefon {
                    dt { (sprak.pick("Telefon", "Telephone")) }
                    dd { (telefon) }
                }
            }
        }
    }
}
