//! What must hold for any figures.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::ekonomi::{Balans, Bidrag, Intakt, Intaktsslag, Kostnad, Kostnadsslag};

fn amount() -> impl Strategy<Value = Belopp> {
    (-1_000_000_000_i64..1_000_000_000).prop_map(Belopp::from_ore)
}

fn name() -> impl Strategy<Value = Option<String>> {
    prop::option::of(select(vec!["A".to_owned(), "B".to_owned()]))
}

fn figures() -> impl Strategy<Value = Rakning> {
    let parter = vec!["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280", "kommun:2262"];
    let bidrag = (select(parter), amount())
        .prop_map(|(part, belopp)| Bidrag { part: part.parse().unwrap(), belopp: belopp.abs() });
    let intakt = (select(Intaktsslag::ALL), name(), amount()).prop_map(|(slag, benamning, belopp)| Intakt {
        slag,
        benamning,
        belopp,
    });
    let kostnad = (select(Kostnadsslag::ALL), name(), amount()).prop_map(|(slag, benamning, belopp)| Kostnad {
        slag,
        benamning,
        belopp,
    });
    let balans = (amount(), amount(), amount(), amount()).prop_map(|(a, b, c, d)| Balans {
        omsattningstillgangar: a,
        eget_kapital: b,
        arets_resultat: c,
        kortfristiga_skulder: d,
        ..Balans::default()
    });
    (vec(bidrag, 0..6), vec(intakt, 0..6), vec(kostnad, 0..12), prop::option::of(balans)).prop_map(
        |(bidrag, ovriga_intakter, kostnader, balans)| Rakning {
            bidrag,
            ovriga_intakter,
            kostnader,
            balans,
            ..Rakning::default()
        },
    )
}

fn unit() -> impl Strategy<Value = Penningenhet> {
    select(Penningenhet::ALL)
}

/// One column of what is compared.
type Column = fn(&Jamforelse) -> Option<Belopp>;

const COLUMNS: [Column; 4] = [|one| one.foregaende, |one| one.budget, |one| one.utfall, |one| one.avvikelse];

/// That items sum to what stands as their sum, in every column.
fn sums<'a>(items: &(impl Iterator<Item = &'a Jamforelse> + Clone), sum: &Jamforelse) -> Result<(), TestCaseError> {
    for column in COLUMNS {
        let Some(stated) = column(sum) else {
            prop_assert!(items.clone().all(|one| column(one).is_none()));
            continue;
        };
        prop_assert_eq!(items.clone().map(|one| column(one).unwrap()).sum::<Belopp>(), stated);
    }
    Ok(())
}

fn register(
    planned: Option<(Penningenhet, Rakning)>,
    came_to: Option<(Penningenhet, Rakning)>,
    before: Option<(Penningenhet, Rakning)>,
) -> Register {
    let of = |ar, one: Option<(Penningenhet, Rakning)>| one.map(|(enhet, rakning)| utfall(ar, enhet, rakning));
    let planned =
        planned.map(|(enhet, rakning)| budget(2016, Budgetuppgift { enhet, rakning, ..Budgetuppgift::default() }));
    Register {
        budgetar: planned.into_iter().collect(),
        utfall: of(2016, came_to).into_iter().chain(of(2015, before)).collect(),
        ..Register::default()
    }
}

proptest! {
    #[test]
    fn every_sum_is_that_of_its_items_in_every_column(
        planned in prop::option::of((unit(), figures())),
        came_to in prop::option::of((unit(), figures())),
        before in prop::option::of((unit(), figures())),
    ) {
        prop_assume!(planned.is_some() || came_to.is_some());
        let report = register(planned.clone(), came_to.clone(), before).draw_up(2016, "2017-05-01");
        let statement = &report.resultatrakning;
        sums(&statement.bidrag.iter().map(|rad| &rad.belopp), &statement.summa_bidrag)?;
        let income = statement.ovriga_intakter.iter().map(|grupp| &grupp.summa);
        sums(&income.chain([&statement.summa_bidrag]), &statement.summa_intakter)?;
        sums(&statement.kostnader.iter().map(|grupp| &grupp.summa), &statement.summa_kostnader)?;
        for grupp in &statement.ovriga_intakter {
            sums(&grupp.poster.iter().map(|post| &post.belopp), &grupp.summa)?;
        }
        for grupp in &statement.kostnader {
            sums(&grupp.poster.iter().map(|post| &post.belopp), &grupp.summa)?;
        }
        for column in COLUMNS {
            let less = column(&statement.summa_intakter).zip(column(&statement.summa_kostnader));
            prop_assert_eq!(column(&statement.resultat), less.map(|(income, costs)| income - costs));
        }
        let in_kronor = |one: &Option<(Penningenhet, Rakning)>, amount: fn(&Rakning) -> Belopp| {
            one.as_ref().map(|(enhet, rakning)| enhet.in_kronor(amount(rakning)))
        };
        let told = |amount: Option<Belopp>| amount.map(|amount| report.enhet.in_kronor(amount));
        prop_assert_eq!(told(statement.summa_kostnader.budget), in_kronor(&planned, Rakning::costs));
        prop_assert_eq!(told(statement.summa_intakter.utfall), in_kronor(&came_to, Rakning::income));
    }

    #[test]
    fn both_sides_of_a_sheet_differ_by_what_it_says(came_to in figures(), enhet in unit()) {
        let report = register(None, Some((enhet, came_to.clone())), None).draw_up(2016, "2017-05-01");
        prop_assert_eq!(report.balansrakning.utfall.is_some(), came_to.balans.is_some());
        if let Some(sheet) = report.balansrakning.utfall {
            prop_assert_eq!(sheet.summa_eget_kapital_och_skulder, sheet.utgaende_eget_kapital + sheet.summa_skulder);
            prop_assert_eq!(sheet.summa_tillgangar - sheet.summa_eget_kapital_och_skulder, sheet.differens);
            let unbalanced = codes(&report).contains(&"EKO-04 /utfall/2016/rakning/balans".to_owned());
            prop_assert_eq!(unbalanced, sheet.differens != Belopp::ZERO);
        }
    }

    #[test]
    fn contributions_are_found_where_they_are_shown_not_to_follow_the_act(came_to in figures(), enhet in unit()) {
        let report = register(None, Some((enhet, came_to)), None).draw_up(2016, "2017-05-01");
        let broken: Vec<_> = report.bidrag.utfall.iter().filter(|andel| !andel.foljer).map(|andel| &*andel.regel).collect();
        let found: Vec<_> = report
            .avvikelser
            .iter()
            .filter(|a| a.pekare.as_str() == "/utfall/2016/rakning/bidrag" && a.kod != "LAG-5-4")
            .map(|a| a.kod.as_ref())
            .collect();
        prop_assert_eq!(broken, found);
    }
}
