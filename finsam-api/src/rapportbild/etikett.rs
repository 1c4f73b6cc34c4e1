//! What a report says in words: its rows, its measures, where it comes from.

use std::collections::BTreeMap;

use finsam_core::geografi::KommunKod;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::regel::Text;
use finsam_core::statistik::{Grupp, Indelning, Kolumner, Mattnamn, Rad, Rapport, Skyddsmetod};

use crate::sprak::Sprak;

/// The names of what reports tell by identity, and the areas of förbund.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Namnbok {
    forbund: BTreeMap<ForbundId, (String, Vec<KommunKod>)>,
    insatser: BTreeMap<InsatsId, String>,
}

/// A name without what no XML may hold, however it is written (XML 1.0, 2.2).
fn plain(namn: &str) -> String {
    namn.chars().filter(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}')).collect()
}

impl Namnbok {
    /// Of the förbund and insatser of a state.
    #[must_use]
    pub fn of(kolumner: &Kolumner) -> Self {
        Self {
            forbund: kolumner.forbund().map(|(id, namn, area)| (id, (plain(namn), area.to_vec()))).collect(),
            insatser: kolumner.insatser().map(|(id, insats)| (id, plain(&insats.namn))).collect(),
        }
    }

    /// The kommuner of a förbund.
    pub(super) fn area(&self, id: ForbundId) -> &[KommunKod] {
        self.forbund.get(&id).map_or(&[], |(_, kommuner)| kommuner)
    }

    /// What a förbund is called.
    #[must_use]
    pub fn forbund(&self, id: ForbundId) -> String {
        self.forbund.get(&id).map_or_else(|| id.to_string(), |(namn, _)| namn.clone())
    }

    /// What an insats is called.
    #[must_use]
    pub fn insats(&self, id: InsatsId) -> String {
        self.insatser.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }
}

/// A report in the words of a language.
#[derive(Debug, Clone, Copy)]
pub(super) struct Etiketter<'a> {
    pub(super) rapport: &'a Rapport,
    pub(super) namn: &'a Namnbok,
    pub(super) sprak: Sprak,
}

impl Etiketter<'_> {
    /// What the report is.
    pub(super) fn title(&self) -> &'static str {
        self.sprak.of(self.rapport.rapport.text())
    }

    /// What a measure is.
    pub(super) fn measure(&self, matt: Mattnamn) -> &'static str {
        self.sprak.of(matt.text())
    }

    /// What a group is, by one of the things that the report is divided by.
    pub(super) fn group(&self, grupp: &Grupp, indelning: Indelning) -> String {
        let said = |text: Text| self.sprak.of(text).to_owned();
        let text = match indelning {
            Indelning::Kon => grupp.kon.map(|it| said(it.text())),
            Indelning::Aldersgrupp => grupp.aldersgrupp.map(|it| said(it.text())),
            Indelning::Utbildningsniva => grupp.utbildningsniva.map(|it| said(it.text())),
            Indelning::Tid => grupp.tid.map(|it| said(it.text())),
            Indelning::Insatstyp => grupp.insatstyp.map(|it| said(it.text())),
            Indelning::Malgrupp => grupp.malgrupp.map(|it| said(it.text())),
            Indelning::Lan => grupp.lan.map(|it| it.lan().namn.to_owned()),
            Indelning::Forbund => grupp.forbund.map(|id| self.namn.forbund(id)),
            Indelning::Kommun => grupp.kommun.map(|kod| kod.kommun().namn.to_owned()),
            Indelning::Insats => grupp.insats.map(|id| self.namn.insats(id)),
        };
        text.unwrap_or_default()
    }

    /// All that the group of a row is; nothing where the report is not divided.
    pub(super) fn groups(&self, rad: &Rad) -> String {
        let each = self.divisions().map(|one| self.group(&rad.grupp, one));
        each.collect::<Vec<_>>().join(", ")
    }

    /// What it is divided by: places first, as in its table.
    pub(super) fn divisions(&self) -> impl Iterator<Item = Indelning> + '_ {
        let of = |place| self.rapport.urval.indelning.iter().copied().filter(move |one| one.is_place() == place);
        of(true).chain(of(false))
    }

    /// What was asked for, in one line.
    pub(super) fn selection(&self) -> String {
        let urval = &self.rapport.urval;
        let (and, by) = (self.sprak.pick(" och ", " and "), self.sprak.pick("efter", "by"));
        let mut said = vec![years(&urval.ar)];
        said.extend(urval.forbund.iter().map(|id| self.namn.forbund(*id)));
        said.extend(urval.lan.iter().map(|lan| lan.lan().namn.to_owned()));
        let from = self.sprak.pick("deltagare från", "participants from");
        said.extend(urval.kommun.iter().map(|kod| format!("{from} {}", kod.kommun().namn)));
        said.extend(urval.insats.iter().map(|id| self.namn.insats(*id)));
        let group = self.sprak.pick("målgrupp", "target group");
        said.extend(urval.malgrupp.iter().map(|it| format!("{group} {}", self.sprak.of(it.text()).to_lowercase())));
        let forms: Vec<_> = urval.samverkansform.iter().map(|it| self.sprak.of(it.text())).collect();
        said.push(forms.join(and));
        let divided: Vec<_> = self.divisions().map(|one| self.sprak.of(one.text()).to_lowercase()).collect();
        if !divided.is_empty() {
            said.push(format!("{by} {}", divided.join(and)));
        }
        said.join("; ")
    }

    /// The period of a row: `2014`, `2014, halvår 1`, `2014-03`.
    pub(super) fn period(&self, rad: &Rad) -> String {
        match (rad.halvar, rad.manad) {
            (Some(del), _) => format!("{}, {} {del}", rad.ar, self.sprak.pick("halvår", "half-year")),
            (_, Some(manad)) => format!("{}-{manad:02}", rad.ar),
            _ => rad.ar.to_string(),
        }
    }

    /// What the category of a row means: in words, or the name of its insats.
    pub(super) fn category(&self, rad: &Rad) -> String {
        let meaning = || self.rapport.rapport.category_text(&rad.kategori).map(|text| self.sprak.of(text).to_owned());
        rad.namn.clone().or_else(meaning).unwrap_or_else(|| rad.kategori.clone())
    }

    /// What a row is, as far as it differs from others of the report.
    pub(super) fn label(&self, rad: &Rad) -> String {
        let rader = &self.rapport.rader;
        let periods = rader.first().zip(rader.last()).is_some_and(|(a, b)| self.period(a) != self.period(b));
        let mut said = vec![self.groups(rad), self.category(rad)];
        if periods {
            said.insert(0, self.period(rad));
        }
        said.retain(|one| !one.is_empty());
        said.join(", ")
    }

    /// Where the figures come from.
    pub(super) fn source(&self) -> String {
        let Rapport { skydd, regelversion, dataversion, .. } = self.rapport;
        let troskel = skydd.troskel;
        match (self.sprak, skydd.metod) {
            (Sprak::Svenska, metod) => {
                let protection = match metod {
                    Skyddsmetod::Ingen => "Utan röjandeskydd".to_owned(),
                    _ => format!("Antal om människor under {troskel} visas som skyddad"),
                };
                format!("Källa: Finsam, regelversion {regelversion}, dataversion {dataversion}. {protection}.")
            }
            (Sprak::Engelska, metod) => {
                let protection = match metod {
                    Skyddsmetod::Ingen => "Without disclosure control".to_owned(),
                    _ => format!("Counts about people below {troskel} are shown as protected"),
                };
                format!("Source: Finsam, rule version {regelversion}, data version {dataversion}. {protection}.")
            }
        }
    }

    /// What must be said with it.
    pub(super) fn caveats(&self) -> Vec<String> {
        let said = self.rapport.forbehall.iter();
        said.map(|one| self.sprak.pick(&one.sv, &one.en).to_owned()).collect()
    }
}

/// Years in words: those in a row as a range.
fn years(ar: &[i32]) -> String {
    match (ar.first(), ar.last()) {
        (Some(first), Some(last)) if last - first + 1 == ar.len() as i32 && first != last => format!("{first}–{last}"),
        _ => ar.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
    }
}
