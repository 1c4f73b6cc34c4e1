//! What must be said with an annual report.

use crate::belopp::Belopp;
use crate::ekonomi::{Kostnadsslag, Penningenhet, Rakning, Utfall};
use crate::regel::{Meddelande, Text};

use super::resultat::Insatsresultat;
use super::{Arets, Arsredovisning};

const SUMMOR: Text = Text {
    sv: "Summor är räknade från posterna. En summa som angetts till något annat står bland det en revisor kan fråga om.",
    en: "Sums are counted from the items. A sum that was stated otherwise is among what an auditor may ask about.",
};
const UTAN_UTFALL: Text = Text {
    sv: "Utfallet för året är inte registrerat. Dokumentet visar bara budgeten.",
    en: "The outcome of the year is not registered. The document shows the budget alone.",
};
const UTAN_BUDGET: Text = Text {
    sv: "Budgeten för året är inte registrerad. Dokumentet visar bara utfallet.",
    en: "The budget of the year is not registered. The document shows the outcome alone.",
};
const OLIKA_ENHET: Text = Text {
    sv: "Budget och utfall är registrerade i olika enheter. Här står båda i kronor.",
    en: "Budget and outcome are registered in different units. Here both stand in kronor.",
};
const FOREGAENDE_I_KRONOR: Text = Text {
    sv: "Föregående års utfall är registrerat i kronor och visas inte bredvid belopp i tusental kronor.",
    en: "The outcome of the year before is registered in kronor and is not shown beside amounts in thousands.",
};
const INSATSER_I_KRONOR: Text = Text {
    sv: "Belopp för enskilda insatser är i kronor, som de är registrerade.",
    en: "Amounts of single insatser are in kronor, as they are registered.",
};
const DELTAGARE: Text = Text {
    sv: "Deltagare är de som deltog någon dag under året: i insatser som följs med personuppgifter de registrerade personerna, anonyma inte inräknade.",
    en: "Participants are those who took part on any day of the year: in insatser followed by persons those registered, anonymous ones not included.",
};
const MAL: Text = Text {
    sv: "Mål jämförs med dem som avslutades under året. Egen försörjning är att inte ha någon offentlig försörjning efter insatsen, ett steg närmare arbete är arbete, studier, jobready eller fortsatt rehabilitering.",
    en: "Goals are compared with those who closed in the year. Own support is to have no public support after the insats, a step closer to work is work, studies, jobready or continued rehabilitation.",
};
const UTAN_STATISTIK: Text = Text {
    sv: "Din roll läser inte statistik. Deltagare och resultat visas därför inte.",
    en: "Your role does not read statistics. Participants and results are therefore not shown.",
};
const REGISTRERAT: Text = Text {
    sv: "Det som inte är registrerat prövas inte. Att inget står här om till exempel styrelsen kan bero på att den inte är registrerad.",
    en: "What is not registered is not judged. That nothing is said of the board, for one, may be because it is not registered.",
};

/// Everything that must be said, in the order of the parts.
pub(super) fn of(report: &Arsredovisning, arets: &Arets<'_>, resultat: Option<&Insatsresultat>) -> Vec<Meddelande> {
    let units_differ = arets.budget.zip(arets.utfall).is_some_and(|(b, u)| b.uppgift.enhet != u.uppgift.enhet);
    let has_left_out = |utfall: &Utfall| super::factor(utfall.uppgift.enhet, report.enhet).is_none();
    let has_insatser = !report.insatser.is_empty();
    let said = [
        (true, SUMMOR),
        (arets.utfall.is_none(), UTAN_UTFALL),
        (arets.budget.is_none(), UTAN_BUDGET),
        (units_differ, OLIKA_ENHET),
        (arets.foregaende.is_some_and(has_left_out), FOREGAENDE_I_KRONOR),
        (has_insatser, INSATSER_I_KRONOR),
        (resultat.is_none() && has_insatser, UTAN_STATISTIK),
        (resultat.is_some() && has_insatser, DELTAGARE),
        (report.insatser.iter().any(|insats| !insats.mal.is_empty()), MAL),
        (true, REGISTRERAT),
    ];
    let mut all: Vec<Meddelande> = said.into_iter().filter(|(holds, _)| *holds).map(|(_, text)| plain(text)).collect();
    all.extend(costs_of_insatser(report, arets));
    let counted = resultat.into_iter().flat_map(|resultat| &resultat.forbehall);
    all.extend(counted.map(|one| Meddelande { sv: one.sv.clone().into(), en: one.en.clone().into() }));
    all
}

fn plain(text: Text) -> Meddelande {
    Meddelande { sv: text.sv.into(), en: text.en.into() }
}

/// Where every insats of the year has an outcome, whether they sum to what the income statement says of them.
fn costs_of_insatser(report: &Arsredovisning, arets: &Arets<'_>) -> Option<Meddelande> {
    let utfall = &arets.utfall?.uppgift;
    let all_told = report.insatser.iter().all(|insats| insats.utfall.is_some());
    let stated = utfall.enhet.in_kronor(for_insatser(&utfall.rakning));
    let rounding = match utfall.enhet {
        Penningenhet::Kr => Belopp::ZERO,
        Penningenhet::Tkr => Belopp::from_kronor(1000),
    };
    let summed = report.insatssumma.utfall;
    let differs = all_told && !report.insatser.is_empty() && (summed - stated).abs() > rounding;
    differs.then(|| Meddelande {
        sv: format!(
            "Insatsernas utfall är tillsammans {summed} kr, resultaträkningens kostnader för insatser {stated} kr."
        )
        .into(),
        en: format!("The insatser come to {summed} kr together, their costs in the income statement to {stated} kr.")
            .into(),
    })
}

/// What the income statement says that insatser cost.
fn for_insatser(rakning: &Rakning) -> Belopp {
    let is_insats = |slag| matches!(slag, Kostnadsslag::Individ | Kostnadsslag::Struktur);
    rakning.kostnader.iter().filter(|one| is_insats(one.slag)).map(|one| one.belopp).sum()
}
