//! How much there is to do, to those who may see it.

use finsam_core::deltagande::Arbetslista;
use finsam_core::id::InsatsId;
use finsam_core::protokoll::Arbetslage;
use maud::{Markup, html};

use super::besok::Sidbesok;
use super::fel::Hinder;
use crate::app::App;
use crate::dokument::{Del, Grupp, Kolumn, Rad, Radslag, Ruta, table};
use crate::rutter::insatser::arbetslistor::{MANADER, state};
use crate::sprak::Sprak;

/// An insats whose work lists the visitor may see.
pub(super) struct Arbetsinsats {
    pub(super) id: InsatsId,
    pub(super) namn: String,
}

/// Those of some insatser, in order.
async fn read(app: &App, besok: &Sidbesok, insatser: &[Arbetsinsats]) -> Result<Vec<Arbetslage>, Hinder> {
    let part = besok.synfalt.as_ref().and_then(|synfalt| synfalt.part);
    let mut session = app.store.read().await?;
    let mut all = Vec::with_capacity(insatser.len());
    for insats in insatser {
        all.push(state(app, session.as_mut(), insats.id, part, MANADER).await?);
    }
    Ok(all)
}

/// A row for each insats of a förbund, a column for each list; nothing where none may be seen.
pub(super) async fn of_forbund(app: &App, besok: &Sidbesok, insatser: &[Arbetsinsats]) -> Result<Markup, Hinder> {
    if insatser.is_empty() {
        return Ok(html! {});
    }
    let sprak = besok.sprak;
    let lagen = read(app, besok, insatser).await?;
    let row = |(insats, lage): (&Arbetsinsats, &Arbetslage)| {
        let counts = lage.listor.iter().map(|rad| Ruta::count(rad.deltaganden));
        Rad::new(Radslag::Post, std::iter::once(Ruta::text(&insats.namn)).chain(counts).collect())
    };
    let lists = Arbetslista::ALL.iter().map(|lista| Kolumn::tal(sprak.of(lista.text())));
    let kolumner = std::iter::once(Kolumn::text("Insats")).chain(lists).collect();
    Ok(section(sprak, kolumner, insatser.iter().zip(&lagen).map(row).collect()))
}

/// A row for each list of an insats; a part is told the share too.
pub(super) async fn of_insats(app: &App, besok: &Sidbesok, insats: &Arbetsinsats) -> Result<Markup, Hinder> {
    let sprak = besok.sprak;
    let lagen = read(app, besok, std::slice::from_ref(insats)).await?;
    let is_part = lagen.iter().any(|lage| lage.part.is_some());
    let mut kolumner =
        vec![Kolumn::text(sprak.pick("Lista", "List")), Kolumn::tal(sprak.pick("Deltaganden", "Participations"))];
    if is_part {
        kolumner.push(Kolumn::tal(sprak.pick("Av", "Of")));
        kolumner.push(Kolumn::tal(sprak.pick("Andel", "Share")));
    }
    let rader = lagen.iter().flat_map(|lage| &lage.listor).map(|rad| {
        let mut rutor = vec![Ruta::text(sprak.of(rad.lista.text())), Ruta::count(rad.deltaganden)];
        if is_part {
            rutor.push(Ruta::of(rad.underlag, Ruta::Antal));
            rutor.push(Ruta::share(rad.deltaganden));
        }
        Rad::new(Radslag::Post, rutor)
    });
    Ok(section(sprak, kolumner, rader.collect()))
}

fn section(sprak: Sprak, kolumner: Vec<Kolumn>, rader: Vec<Rad>) -> Markup {
    let namn = sprak.pick("Att göra", "To do");
    let del = Del {
        namn,
        rubrik: sprak.pick("Vad som återstår att registrera", "What is left to register").to_owned(),
        kolumner,
        grupper: vec![Grupp { rubrik: None, rader }],
        tomt: "",
        bred: false,
    };
    html! {
        section aria-labelledby="att-gora" {
            h2 id="att-gora" { (namn) }
            p {
                (sprak.pick(
                    "Det som hindrar siffrorna från att vara sanna: deltaganden som inte ändrats på sex månader, är öppna fast insatsen är slut eller inte följts upp.",
                    "What keeps the figures from being true: participations that have not been changed for six months, are open although the insats has ended, or have not been followed up.",
                ))
            }
            (table("arbetslistor", &del, sprak))
        }
    }
}
