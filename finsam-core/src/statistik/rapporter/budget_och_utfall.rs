//! Budget beside outcome: of insatser by inriktning, and of the förbund themselves.
//!
//! The money of insatser is what the förbund gives, without ESF. What is not registered is absent, never zero.

use crate::belopp::Belopp;
use crate::id::ForbundId;
use crate::insats::Inriktning;
use crate::regel::Text;
use crate::statistik::Raknat;
use crate::statistik::definition::empty_row;
use crate::statistik::ekonomi::Arssumma;
use crate::statistik::forbehall::Forbehall;
use crate::statistik::grupp::{Grupp, Platsgrupper};
use crate::statistik::kolumner::Kolumner;
use crate::statistik::period::{Periodslag, Rapportperiod};
use crate::statistik::rad::{Matt, Mattnamn};
use crate::statistik::urval::Urval;

crate::kodlista! {
    /// The categories of the report on budget and outcome.
    pub enum Ekonomikategori = "ekonomikategori", "Budget och utfall", "Budget and outcome" {
        Individ = "insatser_individ", "Individinriktade insatser", "Insatser for individuals";
        Struktur = "insatser_struktur", "Strukturinriktade insatser", "Structural insatser";
        Intakter = "intakter", "Förbundets intäkter", "Income of the förbund";
        Kostnader = "kostnader", "Förbundets kostnader", "Costs of the förbund";
        Administration = "administration", "Varav administration", "Of them administration";
    }
}

const TACKNING: Text = Text {
    sv: "Bara registrerade budgetar och utfall ingår; budget och utfall kan därför gälla olika många insatser och förbund.",
    en: "Only registered budgets and outcomes are included; budget and outcome may therefore be of different numbers of insatser and förbund.",
};

/// Budget and outcome.
type Par = [Option<Belopp>; 2];

pub(in crate::statistik) fn count(kolumner: &Kolumner, urval: &Urval) -> Raknat {
    let plats = Platsgrupper::of(kolumner, urval);
    let mut rader = Vec::new();
    for period in Rapportperiod::of_years(&urval.ar, Periodslag::Ar) {
        let insatser: Vec<_> =
            Inriktning::ALL.iter().map(|one| of_insatser(kolumner, urval, period.ar, &plats, *one)).collect();
        for (n, grupp) in plats.grupper.iter().enumerate() {
            let forbund = |of: fn(&Arssumma) -> Belopp| of_forbund(kolumner, urval, period.ar, grupp, of);
            let par = [
                (Ekonomikategori::Individ, insatser[0][n]),
                (Ekonomikategori::Struktur, insatser[1][n]),
                (Ekonomikategori::Intakter, forbund(|summa| summa.intakter)),
                (Ekonomikategori::Kostnader, forbund(|summa| summa.kostnader)),
                (Ekonomikategori::Administration, forbund(|summa| summa.administration)),
            ];
            rader.extend(par.map(|(kategori, [budget, utfall])| {
                let matt = |namn, belopp| (namn, Matt::Belopp { belopp, skyddad: false });
                let matt = vec![matt(Mattnamn::Budget, budget), matt(Mattnamn::Utfall, utfall)];
                empty_row(period, *grupp, kategori.code(), matt)
            }));
        }
    }
    (rader, vec![Forbehall::plain(TACKNING)])
}

fn plus(sum: Option<Belopp>, more: Option<Belopp>) -> Option<Belopp> {
    match (sum, more) {
        (Some(sum), Some(more)) => Some(sum + more),
        (sum, more) => sum.or(more),
    }
}

/// What the selected insatser of an inriktning were given and used in a year, by group.
pub(super) fn of_insatser(
    kolumner: &Kolumner,
    urval: &Urval,
    ar: i32,
    plats: &Platsgrupper,
    inriktning: Inriktning,
) -> Vec<Par> {
    let valda = kolumner.dimensioner.selected(urval, inriktning);
    let mut sums = vec![[None; 2]; plats.grupper.len()];
    for (index, _, insats) in kolumner.dimensioner.insatser().filter(|(index, ..)| valda[*index as usize]) {
        let budget = insats.budget.iter().filter(|one| one.ar == ar).map(|one| Some(one.belopp)).fold(None, plus);
        let utfall = insats.utfall.iter().filter(|one| one.ar == ar).map(|one| Some(one.belopp)).fold(None, plus);
        for place in plats.places_of_counts(index).unwrap_or_default() {
            let [b, u] = &mut sums[*place as usize];
            (*b, *u) = (plus(*b, budget), plus(*u, utfall));
        }
    }
    sums
}

/// The sums of the selected förbund of a group; nothing where the group is less than a förbund.
fn of_forbund(kolumner: &Kolumner, urval: &Urval, ar: i32, grupp: &Grupp, of: fn(&Arssumma) -> Belopp) -> Par {
    let places = Grupp { lan: None, forbund: None, ..*grupp };
    let whole = urval.insats.is_empty() && urval.malgrupp.is_empty() && urval.kommun.is_empty();
    if places != Grupp::default() || !whole {
        return [None; 2];
    }
    let dimensioner = &kolumner.dimensioner;
    let fits = |id: ForbundId| {
        dimensioner.is_selected_forbund(id, urval)
            && grupp.forbund.is_none_or(|asked| asked == id)
            && grupp.lan.is_none_or(|asked| dimensioner.lan(id).contains(&asked))
    };
    let ids = || dimensioner.forbund.keys().copied().filter(|id| fits(*id));
    let sum = |all: &std::collections::BTreeMap<(ForbundId, i32), Arssumma>| {
        ids().map(|id| all.get(&(id, ar)).map(of)).fold(None, plus)
    };
    [sum(&dimensioner.budget), sum(&dimensioner.utfall)]
}
