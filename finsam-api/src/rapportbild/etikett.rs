//! What a report says, in Swedish words: its rows, its measures, where it comes from.

use std::collections::BTreeMap;

use finsam_core::forbund::Forbund;
use finsam_core::geografi::KommunKod;
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::Insats;
use finsam_core::statistik::{Grupp, Indelning, Rad, Rapport, Skyddsmetod, Urval};
use finsam_store::{Store, StoreError};

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
    /// Of these förbund and insatser.
    #[must_use]
    pub fn of(forbund: &[Forbund], insatser: &[Insats]) -> Self {
        let area = |one: &Forbund| one.uppgift.omrade.iter().map(|omrade| omrade.kommunkod).collect();
        Self {
            forbund: forbund.iter().map(|one| (one.id, (plain(&one.uppgift.namn), area(one)))).collect(),
            insatser: insatser.iter().map(|one| (one.id, plain(&one.uppgift.namn))).collect(),
        }
    }

    /// Of everything in the register.
    ///
    /// # Errors
    /// What the store says.
    pub async fn read(store: &dyn Store) -> Result<Self, StoreError> {
        let mut session = store.read().await?;
        let forbund = session.forbund().all().await?;
        let insatser = session.insatser().all().await?;
        Ok(Self::of(&forbund, &insatser))
    }

    /// The kommuner of a förbund.
    pub(super) fn area(&self, id: ForbundId) -> &[KommunKod] {
        self.forbund.get(&id).map_or(&[], |(_, kommuner)| kommuner)
    }

    fn forbund(&self, id: ForbundId) -> String {
        self.forbund.get(&id).map_or_else(|| id.to_string(), |(namn, _)| namn.clone())
    }

    fn insats(&self, id: InsatsId) -> String {
        self.insatser.get(&id).cloned().unwrap_or_else(|| id.to_string())
    }

    /// What a group is, by one of the things that the report is divided by.
    pub(super) fn group(&self, grupp: &Grupp, indelning: Indelning) -> String {
        let text = match indelning {
            Indelning::Kon => grupp.kon.map(|it| it.text().sv.to_owned()),
            Indelning::Aldersgrupp => grupp.aldersgrupp.map(|it| it.text().sv.to_owned()),
            Indelning::Utbildningsniva => grupp.utbildningsniva.map(|it| it.text().sv.to_owned()),
            Indelning::Tid => grupp.tid.map(|it| it.text().sv.to_owned()),
            Indelning::Insatstyp => grupp.insatstyp.map(|it| it.text().sv.to_owned()),
            Indelning::Malgrupp => grupp.malgrupp.map(|it| it.text().sv.to_owned()),
            Indelning::Lan => grupp.lan.map(|it| it.lan().namn.to_owned()),
            Indelning::Forbund => grupp.forbund.map(|id| self.forbund(id)),
            Indelning::Kommun => grupp.kommun.map(|kod| kod.kommun().namn.to_owned()),
            Indelning::Insats => grupp.insats.map(|id| self.insats(id)),
        };
        text.unwrap_or_default()
    }

    /// All that the group of a row is; nothing where the report is not divided.
    pub(super) fn groups(&self, rapport: &Rapport, rad: &Rad) -> String {
        let each = divisions(&rapport.urval).map(|one| self.group(&rad.grupp, one));
        each.collect::<Vec<_>>().join(", ")
    }

    /// What was asked for, in one line.
    pub(super) fn selection(&self, urval: &Urval) -> String {
        let years = match (urval.ar.first(), urval.ar.last()) {
            (Some(first), Some(last)) if last - first + 1 == urval.ar.len() as i32 && first != last => {
                format!("{first}–{last}")
            }
            _ => urval.ar.iter().map(ToString::to_string).collect::<Vec<_>>().join(", "),
        };
        let mut said = vec![years];
        said.extend(urval.forbund.iter().map(|id| self.forbund(*id)));
        said.extend(urval.lan.iter().map(|lan| lan.lan().namn.to_owned()));
        said.extend(urval.kommun.iter().map(|kod| format!("deltagare från {}", kod.kommun().namn)));
        said.extend(urval.insats.iter().map(|id| self.insats(*id)));
        said.extend(urval.malgrupp.iter().map(|it| format!("målgrupp {}", it.text().sv.to_lowercase())));
        let forms: Vec<_> = urval.samverkansform.iter().map(|it| it.text().sv).collect();
        said.push(forms.join(" och "));
        let divided: Vec<_> = divisions(urval).map(|one| one.text().sv.to_lowercase()).collect();
        if !divided.is_empty() {
            said.push(format!("efter {}", divided.join(" och ")));
        }
        said.join("; ")
    }
}

/// What a report is divided by: places first, as in its table.
pub(super) fn divisions(urval: &Urval) -> impl Iterator<Item = Indelning> + '_ {
    let of = |place| urval.indelning.iter().copied().filter(move |one| one.is_place() == place);
    of(true).chain(of(false))
}

/// The period of a row: `2014`, `2014, halvår 1`, `2014-03`.
pub(super) fn period(rad: &Rad) -> String {
    match (rad.halvar, rad.manad) {
        (Some(del), _) => format!("{}, halvår {del}", rad.ar),
        (_, Some(manad)) => format!("{}-{manad:02}", rad.ar),
        _ => rad.ar.to_string(),
    }
}

/// What the category of a row means: in words, or the name of its insats.
pub(super) fn category(rapport: &Rapport, rad: &Rad) -> String {
    let meaning = || rapport.rapport.category_text(&rad.kategori).map(|text| text.sv.to_owned());
    rad.namn.clone().or_else(meaning).unwrap_or_else(|| rad.kategori.clone())
}

/// Where the figures come from.
pub(super) fn source(rapport: &Rapport) -> String {
    let protection = match rapport.skydd.metod {
        Skyddsmetod::Ingen => "Utan röjandeskydd".to_owned(),
        _ => format!("Antal om människor under {} visas som skyddad", rapport.skydd.troskel),
    };
    format!("Källa: Finsam, regelversion {}, dataversion {}. {protection}.", rapport.regelversion, rapport.dataversion)
}
