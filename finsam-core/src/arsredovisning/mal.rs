//! The goals of an insats beside what it came to, where that can be judged from what is registered.

use crate::insats::{Inriktning, Insatsuppgift, Mal, Malmatt, Uppfoljningsmetod};
use crate::statistik::{Cell, share};

use super::resultat::Matt;

crate::kodlista! {
    /// Whether a goal was reached.
    pub enum Malbedomning = "malbedomning", "Om ett mål nåddes", "Whether a goal was reached" {
        Uppnatt = "uppnatt", "Uppnått", "Reached";
        EjUppnatt = "ej_uppnatt", "Inte uppnått", "Not reached";
        Skyddat = "skyddat", "Visas inte: för få personer", "Not shown: too few people";
        UtanAvslut = "utan_avslut", "Inga avslut är kända för året", "No closing is known for the year";
        KraverUppfoljning = "kraver_uppfoljning", "Kan inte bedömas: målet gäller en tid efter avslut", "Cannot be judged: the goal is about a time after closing";
        GruppEjKand = "grupp_ej_kand", "Kan inte bedömas: målgruppen registreras inte per deltagare", "Cannot be judged: the target group is not registered of participants";
        MattEjKant = "matt_ej_kant", "Kan inte bedömas: måttet följs inte i registret", "Cannot be judged: the register does not follow the measure";
    }
}

/// A goal and what it came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Malutfall {
    /// The goal.
    #[cfg_attr(feature = "serde", serde(flatten))]
    pub mal: Mal,
    /// What was reached, in whole per cent of those who closed in the year; `null` where it cannot be told.
    #[cfg_attr(feature = "serde", serde(default))]
    #[cfg_attr(feature = "utoipa", schema(minimum = 0, maximum = 100, example = 34))]
    pub utfall: Option<i64>,
    /// Whether that reaches the goal, judged by the numbers and not by the rounded share; `null` when the reader may not
    /// see statistics.
    #[cfg_attr(feature = "serde", serde(default))]
    pub bedomning: Option<Malbedomning>,
}

/// Judges a goal of an insats by what it came to. Nothing is told that the protected numbers do not tell.
pub(super) fn judge(mal: Mal, insats: &Insatsuppgift, matt: Option<&Matt>) -> Malutfall {
    let Some(matt) = matt else { return Malutfall { mal, utfall: None, bedomning: None } };
    let (utfall, bedomning) = match cannot(mal, insats) {
        Some(reason) => (None, reason),
        None => measured(mal.matt, matt).map_or((None, Malbedomning::UtanAvslut), |one| one.against(mal.andel)),
    };
    Malutfall { mal, utfall, bedomning: Some(bedomning) }
}

/// Why the register cannot tell, if it cannot.
fn cannot(mal: Mal, insats: &Insatsuppgift) -> Option<Malbedomning> {
    let is_followed = insats.inriktning == Inriktning::Individ
        && match mal.matt {
            Malmatt::ArbeteEllerStudier | Malmatt::Stegforflyttning => true,
            Malmatt::EgenForsorjning => insats.uppfoljningsmetod == Uppfoljningsmetod::Personuppgifter,
            Malmatt::BattreHalsa | Malmatt::Fullfoljd | Malmatt::Annat => false,
        };
    if !is_followed {
        Some(Malbedomning::MattEjKant)
    } else if mal.inom_manader.is_some() {
        Some(Malbedomning::KraverUppfoljning)
    } else {
        mal.grupp.map(|_| Malbedomning::GruppEjKand)
    }
}

/// Those who reached what is measured, of those who closed.
struct Uppmatt {
    antal: Vec<Cell>,
    underlag: Cell,
}

/// `None` where no closing is known.
fn measured(slag: Malmatt, matt: &Matt) -> Option<Uppmatt> {
    let of = |antal: Vec<Cell>, underlag| Some(Uppmatt { antal, underlag });
    match slag {
        Malmatt::ArbeteEllerStudier => matt.avslut.and_then(|one| of(vec![one.arbete_studier_jobready], one.underlag)),
        Malmatt::Stegforflyttning => {
            matt.avslut.and_then(|one| of(vec![one.arbete_studier_jobready, one.fortsatt_rehab], one.underlag))
        }
        Malmatt::EgenForsorjning => matt.egen_forsorjning.and_then(|(antal, underlag)| of(vec![antal], underlag)),
        Malmatt::BattreHalsa | Malmatt::Fullfoljd | Malmatt::Annat => None,
    }
}

impl Uppmatt {
    fn against(&self, andel: i32) -> (Option<i64>, Malbedomning) {
        if self.underlag.skyddad || self.antal.iter().any(|cell| cell.skyddad) {
            return (None, Malbedomning::Skyddat);
        }
        let antal: Option<i64> = self.antal.iter().map(|cell| cell.antal).sum();
        let known = antal.zip(self.underlag.antal).filter(|(_, underlag)| *underlag > 0);
        let Some((antal, underlag)) = known else { return (None, Malbedomning::UtanAvslut) };
        let is_reached = 100 * antal >= i64::from(andel) * underlag;
        (share(antal, underlag), if is_reached { Malbedomning::Uppnatt } else { Malbedomning::EjUppnatt })
    }
}
