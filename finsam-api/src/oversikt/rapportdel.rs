//! A report on a page: what is chosen, its chart and its table side by side, and the same as files.

use std::collections::BTreeSet;

use finsam_core::regel::Avvikelse;
use finsam_core::statistik::{Rapport, Rapportnamn, Urval};
use maud::{Markup, html};

use super::besok::Sidbesok;
use super::fel::findings;
use super::fraga::{INDELNINGAR, Jamforelse, Kartval, Sidval, parameters};
use super::granser::Aren;
use super::insyn::{Insyn, tells_of_the_country};
use super::jamforelse::beside;
use super::ram::{language_field, link};
use crate::dokument::{Del, cell_text, table};
use crate::rapportbild::{Namnbok, to_document};
use crate::sprak::Sprak;
use crate::statistik::Lage;

/// What a page shows reports of.
#[derive(Clone, Copy)]
pub(super) struct Sammanhang<'a> {
    pub(super) lage: Lage<'a>,
    pub(super) besok: &'a Sidbesok,
    pub(super) val: &'a Sidval,
    pub(super) aren: Aren,
    pub(super) insyn: Insyn,
}

/// Reports that tell of the country alone.
const NATIONELLA: [Rapportnamn; 2] = [Rapportnamn::StatligaMedel, Rapportnamn::ForbundOchKommuner];

/// A choice of a form: its name, its words, and its options with the one that is chosen.
struct Val {
    namn: &'static str,
    text: &'static str,
    alternativ: Vec<(String, String, bool)>,
}

impl Sammanhang<'_> {
    /// The selection of a place: the years and the division that are chosen.
    pub(super) fn selection(&self, plats: &Urval) -> Urval {
        let (fran, till) = self.aren.visas;
        let indelning = self.val.indelning.into_iter().collect();
        Urval { ar: (fran..=till).collect(), indelning, ..plats.clone() }.normalized()
    }

    fn names(&self) -> &Namnbok {
        &self.lage.forteckning.namnbok
    }

    /// The form that chooses; `jamfor` is what the place can be compared with, the country instead has a map.
    pub(super) fn form(&self, jamfor: &[Jamforelse]) -> Markup {
        let besok = self.besok;
        html! {
            form.urval method="get" action=(besok.vag) {
                @for val in self.choices(jamfor) {
                    div {
                        label for=(val.namn) { (val.text) }
                        select id=(val.namn) name=(val.namn) {
                            @for (value, words, chosen) in &val.alternativ {
                                option value=(value) selected[*chosen] { (words) }
                            }
                        }
                    }
                }
                (language_field(besok))
                div { button { (besok.sprak.pick("Visa", "Show")) } }
            }
        }
    }

    fn choices(&self, jamfor: &[Jamforelse]) -> Vec<Val> {
        let (sprak, val) = (self.besok.sprak, self.val);
        let (is_place, is_anybody) = (!jamfor.is_empty(), self.insyn.oppen);
        let rapporter = Rapportnamn::ALL.iter().filter(|namn| !is_place || !NATIONELLA.contains(namn));
        let rapporter = rapporter.filter(|namn| !is_anybody || tells_of_the_country(**namn));
        let rapporter = rapporter.map(|one| (one.to_string(), sprak.of(one.text()).to_owned(), *one == val.rapport));
        let (first, last) = self.aren.finns;
        let years = |chosen| (first..=last).rev().map(|ar| (ar.to_string(), ar.to_string(), ar == chosen)).collect();
        let (fran, till) = self.aren.visas;
        let none = (String::new(), sprak.pick("Inget", "Nothing").to_owned(), val.indelning.is_none());
        let division = INDELNINGAR
            .iter()
            .map(|one| (one.to_string(), sprak.of(one.text()).to_owned(), val.indelning == Some(*one)));
        let mut all = vec![
            Val { namn: "rapport", text: sprak.pick("Rapport", "Report"), alternativ: rapporter.collect() },
            Val { namn: "fran", text: sprak.pick("Från år", "From year"), alternativ: years(fran) },
            Val { namn: "till", text: sprak.pick("Till år", "To year"), alternativ: years(till) },
        ];
        if !is_anybody {
            all.push(Val {
                namn: "indelning",
                text: sprak.pick("Uppdelat på", "Divided by"),
                alternativ: std::iter::once(none).chain(division).collect(),
            });
        }
        all.push(if is_place { self.comparisons(jamfor) } else { self.maps() });
        all
    }

    fn comparisons(&self, jamfor: &[Jamforelse]) -> Val {
        let (sprak, chosen) = (self.besok.sprak, self.val.jamfor);
        let none = (String::new(), sprak.pick("Inget", "Nothing").to_owned(), chosen.is_none());
        let each =
            jamfor.iter().map(|one| (one.code().to_owned(), sprak.of(one.text()).to_owned(), chosen == Some(*one)));
        Val {
            namn: "jamfor",
            text: sprak.pick("Jämför med", "Compare with"),
            alternativ: std::iter::once(none).chain(each).collect(),
        }
    }

    fn maps(&self) -> Val {
        let (sprak, chosen) = (self.besok.sprak, self.val.karta);
        let each =
            Kartval::ALLA.iter().map(|one| (one.code().to_owned(), sprak.of(one.text()).to_owned(), chosen == *one));
        Val { namn: "karta", text: sprak.pick("Kartan visar", "The map shows"), alternativ: each.collect() }
    }

    /// The chosen report of a place, beside the same of another where one is named.
    pub(super) fn section(&self, plats: &Urval, other: Option<(&Urval, Jamforelse)>) -> Markup {
        let (sprak, namn) = (self.besok.sprak, self.val.rapport);
        let urval = self.selection(plats);
        let shown = match self.insyn.rapport(self.lage, namn, &urval) {
            Ok(rapport) => self.shown(&rapport, other),
            Err(found) => self.refused(&found),
        };
        html! {
            section aria-labelledby="rapporten" {
                h2 id="rapporten" { (sprak.of(namn.text())) }
                p { (sprak.of(namn.definition())) }
                (shown)
            }
        }
    }

    fn refused(&self, found: &[Avvikelse]) -> Markup {
        let sprak = self.besok.sprak;
        html! {
            div.varning {
                p {
                    (sprak.pick(
                        "Rapporten kan inte visas med den uppdelningen. Välj en annan.",
                        "The report cannot be shown with that division. Choose another one.",
                    ))
                }
                (findings(found, sprak))
            }
        }
    }

    fn shown(&self, rapport: &Rapport, other: Option<(&Urval, Jamforelse)>) -> Markup {
        let (sprak, names) = (self.besok.sprak, self.names());
        let document = to_document(rapport, names, sprak);
        let compared = other.and_then(|(plats, which)| {
            let theirs = self.insyn.rapport(self.lage, rapport.rapport, &self.selection(plats)).ok()?;
            let del = beside(&document.delar[0], &to_document(&theirs, names, sprak).delar[0], sprak.of(which.text()));
            Some((theirs, del, which))
        });
        html! {
            @match &compared {
                None => div.sida-vid-sida {
                    (self.figure(rapport, None))
                    div { (self.table("tabellen", &document.delar[0])) }
                },
                // Two charts beside each other, and a table that has the figures of both; or one of each.
                Some((theirs, del, which)) => {
                    div.sida-vid-sida.lika {
                        (self.figure(rapport, None))
                        (self.figure(theirs, Some((*which, del.as_ref().is_some_and(|beside| beside.shares)))))
                    }
                    @match del {
                        Some(beside) => (self.table("tabellen", &beside.del)),
                        None => {
                            (self.table("tabellen", &document.delar[0]))
                            (self.table("tabellen-jamfor", &to_document(theirs, names, sprak).delar[0]))
                        }
                    }
                }
            }
            (self.downloads(rapport))
            (caveats(&document.kalla, &document.forbehall))
        }
    }

    /// A table.
    pub(super) fn table(&self, id: &str, del: &Del) -> Markup {
        let sprak = self.besok.sprak;
        table(id, &without_period(del, sprak), sprak)
    }

    /// The chart of a report, which is a picture of its own; `whose` it is where it is compared with, and whether the table
    /// has its shares alone.
    pub(super) fn figure(&self, rapport: &Rapport, whose: Option<(Jamforelse, bool)>) -> Markup {
        let sprak = self.besok.sprak;
        let document = to_document(rapport, self.names(), sprak);
        let chart = sprak.pick("Diagram", "Chart");
        let table = match whose {
            Some((_, true)) => sprak.pick("Andelarna står i tabellen.", "The shares are in the table."),
            _ => sprak.pick("Samma tal står i tabellen.", "The same figures are in the table."),
        };
        let alt = format!("{chart}: {}, {}. {table}", document.titel, document.underrubrik);
        let address = self.file(rapport, "svg");
        html! {
            figure {
                a.bild href=(address) { img src=(address) alt=(alt) width="960" loading="lazy"; }
                figcaption {
                    @if let Some((whose, _)) = whose { strong { (sprak.of(whose.text())) ". " } }
                    (sprak.pick("Välj diagrammet för att se det i full storlek.", "Choose the chart to see it in full size.")) }
            }
        }
    }

    fn file(&self, rapport: &Rapport, ending: &str) -> String {
        let parameters = parameters(&rapport.urval);
        let parameters: Vec<(&str, &str)> = parameters.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let path = format!("/oversikt/rapporter/{}.{ending}", rapport.rapport);
        let plain = link(&path, self.besok, &parameters);
        // The picture is of the page's language, also where nobody chose it.
        if self.besok.valt_sprak { plain } else { format!("{plain}&sprak={}", self.besok.sprak.tag()) }
    }

    /// The report as files.
    pub(super) fn downloads(&self, rapport: &Rapport) -> Markup {
        let sprak = self.besok.sprak;
        let files = [
            ("csv", "CSV"),
            ("xlsx", sprak.pick("Arbetsbok (.xlsx)", "Workbook (.xlsx)")),
            ("svg", sprak.pick("Diagram (SVG)", "Chart (SVG)")),
            ("json", "JSON"),
        ];
        let title = sprak.of(rapport.rapport.text());
        html! {
            ul.hamta {
                li { (sprak.pick("Hämta", "Download")) }
                @for (ending, words) in files {
                    li { a href=(self.file(rapport, ending)) download aria-label={ (words) ": " (title) } { (words) } }
                }
            }
        }
    }
}

/// The table of a report without its period, where that is the same in every row: the caption says it.
pub(super) fn without_period(del: &Del, sprak: Sprak) -> Del {
    let mut del = del.clone();
    let rows = del.grupper.iter().flat_map(|grupp| &grupp.rader);
    let periods: BTreeSet<_> = rows.map(|rad| cell_text(&rad.rutor[0], false, sprak)).collect();
    if periods.len() == 1 && del.kolumner.len() > 2 {
        del.kolumner.remove(0);
        del.grupper.iter_mut().flat_map(|grupp| &mut grupp.rader).for_each(|rad| drop(rad.rutor.remove(0)));
    }
    del
}

/// Where figures come from, and what must be said with them.
pub(super) fn caveats(source: &str, forbehall: &[String]) -> Markup {
    html! {
        div.forbehall {
            p { (source) }
            @if !forbehall.is_empty() { ul { @for said in forbehall { li { (said) } } } }
        }
    }
}
