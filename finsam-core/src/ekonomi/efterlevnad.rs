//! Whether a budget and an outcome add up and follow the act as of a day.

use chrono::NaiveDate;

use crate::belopp::{Belopp, andel_procent};
use crate::forbund::Forbundsuppgift;
use crate::part::PartKod;
use crate::regel::ekonomi::{EKO_01, EKO_02, EKO_03, EKO_04, EKO_05, EKO_06, EKO_07};
use crate::regel::lag::{LAG_21_1, LAG_21_2, LAG_22_1, LAG_23_1, LAG_23_2, LAG_24_1};
use crate::regel::{Avvikelse, Provning, Regel};
use crate::tid::Period;

use super::{Balans, Budget, Ekonomimal, Penningenhet, Rakning, Utfall, bidrag, excess, niva, shortage};

/// What is found in a budget as of a day. Pointers go into the budget.
#[must_use]
pub fn judge_budget(budget: &Budget, forbund: &Forbundsuppgift, datum: NaiveDate) -> Vec<Avvikelse> {
    let mut provning = Provning::new(datum);
    let uppgift = &budget.uppgift;
    let mut before = uppgift.foregaende;
    for (offset, (place, rakning)) in (0..).zip(uppgift.years()) {
        let year = Year::new(place, rakning, budget.ar + offset, uppgift.enhet, uppgift.mal.as_ref(), forbund);
        year.judge(before.as_ref(), &mut provning);
        before = rakning.balans;
    }
    niva::judge(&uppgift.bud, &uppgift.rakning.bidrag, uppgift.enhet, first_day(budget.ar), &mut provning);
    set_in_time(budget, forbund, &mut provning);
    provning.into_found()
}

/// What is found in the outcome of a year as of a day. Pointers go into the outcome.
#[must_use]
pub fn judge_utfall(utfall: &Utfall, forbund: &Forbundsuppgift, datum: NaiveDate) -> Vec<Avvikelse> {
    let mut provning = Provning::new(datum);
    let uppgift = &utfall.uppgift;
    let year =
        Year::new("/rakning".to_owned(), &uppgift.rakning, utfall.ar, uppgift.enhet, uppgift.mal.as_ref(), forbund);
    year.judge(uppgift.foregaende.as_ref(), &mut provning);
    reported_in_time(utfall, &mut provning);
    provning.into_found()
}

fn first_day(ar: i32) -> NaiveDate {
    NaiveDate::from_yo_opt(ar, 1).unwrap_or(NaiveDate::MAX)
}

/// 23 §. A budget is set once; what changes it later is set anew, and does not make the first late.
fn set_in_time(budget: &Budget, forbund: &Forbundsuppgift, provning: &mut Provning) {
    let Some(november) = NaiveDate::from_ymd_opt(budget.ar - 1, 11, 30) else { return };
    let is_new = forbund.bildat.is_some_and(|formed| formed > november);
    let deadline = forbund.bildat.filter(|_| is_new).unwrap_or(november);
    let late = budget.forst_faststalld.map_or(provning.datum() > deadline, |set| set > deadline);
    if late {
        provning.note_on(deadline, &LAG_23_1, "/forstFaststalld", |found| {
            let found = found.expected(format!("no later than {deadline}"));
            match budget.forst_faststalld {
                Some(set) => found.value(set),
                None => found,
            }
        });
    }
    let Some(set) = budget.forst_faststalld.filter(|_| !is_new) else { return };
    if budget.uppgift.samradd.is_none_or(|consulted| consulted > set) {
        provning.note_on(set, &LAG_23_2, "/samradd", |found| found.expected(format!("no later than {set}")));
    }
}

/// 24 §.
fn reported_in_time(utfall: &Utfall, provning: &mut Provning) {
    let Some(deadline) = NaiveDate::from_ymd_opt(utfall.ar + 1, 3, 31) else { return };
    let drawn_up = utfall.uppgift.arsredovisning;
    if drawn_up.map_or(provning.datum() > deadline, |day| day > deadline) {
        provning.note_on(deadline, &LAG_24_1, "/arsredovisning", |found| {
            let found = found.expected(format!("no later than {deadline}"));
            match drawn_up {
                Some(day) => found.value(day),
                None => found,
            }
        });
    }
}

/// One year of figures, and what they are held against.
struct Year<'a> {
    place: String,
    rakning: &'a Rakning,
    enhet: Penningenhet,
    mal: Option<&'a Ekonomimal>,
    medlemmar: Vec<PartKod>,
    first_day: NaiveDate,
}

impl<'a> Year<'a> {
    fn new(
        place: String,
        rakning: &'a Rakning,
        ar: i32,
        enhet: Penningenhet,
        mal: Option<&'a Ekonomimal>,
        forbund: &Forbundsuppgift,
    ) -> Self {
        let first_day = first_day(ar);
        let year = Period::new(first_day, NaiveDate::from_ymd_opt(ar, 12, 31));
        let member_in_it =
            |fran: Option<NaiveDate>, till| Period::new(fran.unwrap_or(NaiveDate::MIN), till).overlaps(year);
        let medlemmar =
            forbund.medlemmar.iter().filter(|one| member_in_it(one.fran, one.till)).map(|one| one.part).collect();
        Self { place, rakning, enhet, mal, medlemmar, first_day }
    }

    fn judge(&self, before: Option<&Balans>, provning: &mut Provning) {
        let place = format!("{}/bidrag", self.place);
        bidrag::judge(&place, &self.rakning.bidrag, self.enhet, &self.medlemmar, self.first_day, provning);
        self.sums(provning);
        self.capital_used(before, provning);
        if let Some(balans) = &self.rakning.balans {
            self.balance(balans, before, provning);
            self.debts(balans, provning);
            self.ladder(balans, provning);
        }
        self.administration(provning);
    }

    fn note(
        &self,
        regel: &'static Regel,
        member: &str,
        provning: &mut Provning,
        say: impl FnOnce(Avvikelse) -> Avvikelse,
    ) {
        provning.note_on(self.first_day, regel, format!("{}/{member}", self.place), say);
    }

    /// A stated amount against what it must be.
    fn agrees(
        &self,
        regel: &'static Regel,
        member: &str,
        stated: Option<Belopp>,
        must: Belopp,
        provning: &mut Provning,
    ) {
        if let Some(stated) = stated.filter(|stated| *stated != must) {
            self.note(regel, member, provning, |found| found.value(stated).expected(must.to_string()));
        }
    }

    fn sums(&self, provning: &mut Provning) {
        let Rakning { summa_intakter, summa_kostnader, resultat, balans, .. } = self.rakning;
        self.agrees(&EKO_01, "summaIntakter", *summa_intakter, self.rakning.income(), provning);
        self.agrees(&EKO_01, "summaKostnader", *summa_kostnader, self.rakning.costs(), provning);
        self.agrees(&EKO_02, "resultat", *resultat, self.rakning.result(), provning);
        let in_balance = balans.map(|balans| balans.arets_resultat);
        self.agrees(&EKO_02, "balans/aretsResultat", in_balance, self.rakning.result(), provning);
    }

    /// Used own capital covers the deficit, and cannot be more than the year began with.
    fn capital_used(&self, before: Option<&Balans>, provning: &mut Provning) {
        let deficit = (-self.rakning.result()).max(Belopp::ZERO);
        self.agrees(&EKO_07, "ianspraktagetKapital", self.rakning.ianspraktaget_kapital, deficit, provning);
        let at_hand = self.rakning.balans.map(|balans| balans.eget_kapital).or(before.map(Balans::closing_capital));
        if let (Some(used), Some(at_hand)) = (self.rakning.ianspraktaget_kapital, at_hand)
            && used > at_hand.max(Belopp::ZERO)
        {
            self.note(&EKO_07, "ianspraktagetKapital", provning, |found| {
                found.value(used).expected(format!("at most {at_hand}"))
            });
        }
    }

    fn balance(&self, balans: &Balans, before: Option<&Balans>, provning: &mut Provning) {
        let rolled = before.map(Balans::closing_capital);
        if let Some(rolled) = rolled {
            self.agrees(&EKO_03, "balans/egetKapital", Some(balans.eget_kapital), rolled, provning);
        }
        let financed = balans.closing_capital() + balans.debts();
        self.agrees(&EKO_04, "balans", Some(balans.assets()), financed, provning);
    }

    /// 21 and 22 §§.
    fn debts(&self, balans: &Balans, provning: &mut Provning) {
        for (regel, member, belopp) in [
            (&LAG_21_1, "balans/borgen", balans.borgen),
            (&LAG_21_2, "balans/langfristigaSkulder", balans.langfristiga_skulder),
        ] {
            if belopp > Belopp::ZERO {
                self.note(regel, member, provning, |found| found.value(belopp).expected(Belopp::ZERO.to_string()));
            }
        }
        let brist = balans.debts() - balans.assets();
        if brist > Belopp::ZERO {
            let shares = shortage(brist, &self.rakning.bidrag);
            let each: Vec<String> = shares.iter().map(|one| format!("{} {}", one.part, one.belopp)).collect();
            self.note(&LAG_22_1, "balans", provning, |found| found.value(brist).expected(each.join(", ")));
        }
    }

    fn ladder(&self, balans: &Balans, provning: &mut Provning) {
        let Some(mal) = self.mal else { return };
        let in_kronor = |belopp| self.enhet.in_kronor(belopp);
        let capital = in_kronor(balans.closing_capital());
        let over = excess(&mal.kapitaltrappa, in_kronor(self.rakning.contributions()), capital);
        if over > Belopp::ZERO {
            self.note(&EKO_06, "balans", provning, |found| {
                found.value(capital).expected(format!("at most {} kr", capital - over))
            });
        }
    }

    fn administration(&self, provning: &mut Provning) {
        let Some(level) = self.mal.and_then(|mal| mal.administration_procent) else { return };
        let (administration, costs) = (self.rakning.administration(), self.rakning.costs());
        let ore = |belopp: Belopp| belopp.ore().and_then(|ore| u64::try_from(ore).ok());
        let share = ore(administration).zip(ore(costs)).and_then(|(part, whole)| andel_procent(part, whole));
        if administration.times(100) > costs.times(level.into())
            && let Some(share) = share
        {
            self.note(&EKO_05, "kostnader", provning, |found| {
                found.value(format!("{share} %")).expected(format!("at most {level} %"))
            });
        }
    }
}
