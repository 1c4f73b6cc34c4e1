//! A small country for populations that are made by chance.

use super::summor::Person;
use super::*;
use crate::insats::{Mal, Malgrupp, Malmatt};

/// Four insatser of three förbund: one in two län, one insats for two target groups, one that has ended.
pub(super) fn varld() -> (Vec<Forbund>, Vec<Insats>) {
    let forbund = vec![forbund(1, &["2280", "0180"]), forbund(2, &["0180"]), forbund(3, &["1480"])];
    let mut insatser: Vec<_> = (1..=4).map(insats).collect();
    insatser[1].uppgift.forbund_id = forbund_id(2);
    insatser[2].uppgift.forbund_id = forbund_id(3);
    insatser[3].uppgift.forbund_id = forbund_id(3);
    insatser[1].uppgift.typ = Insatstyp::Forberedande;
    insatser[0].uppgift.malgrupper = vec![Malgrupp::Smarta, Malgrupp::UngaVuxna];
    insatser[2].uppgift.malgrupper = vec![Malgrupp::Smarta];
    insatser[2].uppgift.slutdatum = Some(day("2013-12-31"));
    let mal = |matt, inom_manader| Mal { matt, andel: 30, inom_manader, grupp: None };
    insatser[0].uppgift.mal = vec![mal(Malmatt::ArbeteEllerStudier, None), mal(Malmatt::BattreHalsa, None)];
    insatser[1].uppgift.mal = vec![mal(Malmatt::ArbeteEllerStudier, Some(6)), mal(Malmatt::Fullfoljd, None)];
    insatser[2].uppgift.mal = vec![mal(Malmatt::EgenForsorjning, None), mal(Malmatt::Stegforflyttning, None)];
    (forbund, insatser)
}

pub(in crate::statistik) fn put_all(people: &[Person]) -> Kolumner {
    let mut kolumner = Kolumner::new();
    let (forbund, insatser) = varld();
    forbund.iter().for_each(|one| kolumner.put_forbund(one));
    insatser.iter().for_each(|one| kolumner.put_insats(one));
    for (nummer, person) in (1..).zip(people) {
        kolumner.put(nummer, person.alder, &person.post);
        kolumner.put_individ(nummer, person.individ);
        kolumner.put_uppfoljningar(nummer, &person.uppfoljningar);
    }
    kolumner
}
