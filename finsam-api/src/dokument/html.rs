//! A document as one page that needs nothing else: no script, no network, no file beside it.

use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::tal::text;
use super::{Del, Dokument, Grupp, Kolumn, Kolumnslag, Rad, Radslag, Ruta};
use crate::sprak::Sprak;

const CSS: &str = include_str!("html.css");
/// How tables look, here and on every other page that has them.
pub(crate) const TABLE_CSS: &str = include_str!("tabell.css");

/// The page. Everything that comes from the register is escaped where it is put in.
#[must_use]
pub fn to_html(dokument: &Dokument) -> String {
    let page = html! {
        (DOCTYPE)
        html lang=(dokument.sprak.tag()) {
            head {
                meta charset="utf-8";
                meta name="viewport" content="width=device-width, initial-scale=1";
                title { (dokument.titel) " – " (dokument.underrubrik) }
                style { (PreEscaped(CSS)) (PreEscaped(TABLE_CSS)) }
            }
            body {
                (heading(dokument))
                main { @for (i, del) in dokument.delar.iter().enumerate() { (section(i, del, dokument.sprak)) } }
                (said(dokument))
            }
        }
    };
    page.into_string()
}

fn heading(dokument: &Dokument) -> Markup {
    html! {
        header {
            h1 { (dokument.titel) }
            p.underrubrik { (dokument.underrubrik) }
            dl {
                @for (label, ruta) in &dokument.fakta {
                    dt { (label) }
                    dd { (text(ruta, false, dokument.sprak)) }
                }
            }
            nav aria-label=(dokument.sprak.pick("Innehåll", "Contents")) {
                ul { @for (i, del) in dokument.delar.iter().enumerate() { li { a href={ "#del-" (i) } { (del.namn) } } } }
            }
        }
    }
}

fn section(i: usize, del: &Del, sprak: Sprak) -> Markup {
    let id = format!("del-{i}");
    html! {
        section.bred[del.bred] id=(id) aria-labelledby={ (id) "-namn" } {
            h2 id={ (id) "-namn" } { (del.namn) }
            (table(&format!("{id}-tabell"), del, sprak))
        }
    }
}

/// The table of a part, in a region that can be scrolled by keys; `id` is that of its caption.
pub(crate) fn table(id: &str, del: &Del, sprak: Sprak) -> Markup {
    html! {
        @if del.rows().next().is_none() {
            p { (del.tomt) }
        } @else {
            div.tabell role="region" tabindex="0" aria-labelledby=(id) {
                table {
                    caption id=(id) { (del.rubrik) }
                    thead { tr { @for kolumn in &del.kolumner { th.tal[is_number(kolumn)] scope="col" { (kolumn.rubrik) } } } }
                    @for grupp in &del.grupper { (group(del, grupp, sprak)) }
                }
            }
        }
    }
}

fn group(del: &Del, grupp: &Grupp, sprak: Sprak) -> Markup {
    html! {
        tbody {
            @if let Some(rubrik) = &grupp.rubrik {
                tr { th scope="rowgroup" colspan=(del.kolumner.len()) { (rubrik) } }
            }
            @for rad in &grupp.rader { (row(del, rad, sprak)) }
        }
    }
}

/// How many columns head the rows: all words before the first number, or the first alone where there is none.
fn headings(del: &Del) -> usize {
    del.kolumner.iter().position(is_number).map_or(1, |words| words.max(1))
}

fn row(del: &Del, rad: &Rad, sprak: Sprak) -> Markup {
    let (hundredths, headings) = (del.has_hundredths(), headings(del));
    html! {
        tr.underpost[rad.slag == Radslag::Underpost].summa[rad.slag == Radslag::Summa] {
            @for (i, (ruta, kolumn)) in rad.rutor.iter().zip(&del.kolumner).enumerate() {
                @if i < headings {
                    th scope="row" { (text(ruta, hundredths, sprak)) }
                } @else {
                    td.tal[is_number(kolumn)].skyddad[*ruta == Ruta::Skyddad] { (text(ruta, hundredths, sprak)) }
                }
            }
        }
    }
}

fn is_number(kolumn: &Kolumn) -> bool {
    kolumn.slag == Kolumnslag::Tal
}

fn said(dokument: &Dokument) -> Markup {
    html! {
        footer {
            h2 { (dokument.sprak.pick("Källa och förbehåll", "Source and caveats")) }
            p { (dokument.kalla) }
            ul { @for said in &dokument.forbehall { li { (said) } } }
        }
    }
}
