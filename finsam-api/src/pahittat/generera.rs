//! Any number of sound made-up records, one at a time.

use chrono::{Days, Months, NaiveDate};
use finsam_core::deltagande::{
    Avslutsanledning, Deltagandeuppgift, Nyckel, Registrering, Registreringssamtycke, Remitterande, Samtycke,
    TidIOffentligForsorjning, Utbildningsniva,
};
use finsam_core::forsorjning::{Forsorjningsform, Lage, Sysselsattning};
use finsam_core::id::InsatsId;
use finsam_core::identitet::{Kon, Reservnummeruppgift};
use finsam_core::part::PartKod;
use finsam_core::protokoll::Importpost;
use finsam_core::tid::{Period, age_on};
use rand::seq::IndexedRandom;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::lage::lage;
use super::testpersoner::{FIRST_YEAR, test_number};

/// How many days the participations of one person in one insats have each for themselves.
const SLOT: i64 = 90;

/// `antal` sound made-up records, the same ones for the same arguments, made one at a time as they are asked for.
///
/// Every record is of a person with test personnummer or reservnummer, begins in `period` (two years when it has no
/// end) and is registered by `part`, which must be a member of the förbund of the `insatser` all that time. No person
/// has two overlapping participations in one insats: where the test numbers (two for each birth date) are used up for
/// every insats and every 90 days, the rest are reservnummer. Without insatser there are no records.
///
/// ```
/// use finsam_api::pahittat::generera;
/// use finsam_core::{id::InsatsId, tid::Period};
///
/// let period = Period::new("2014-01-01".parse()?, Some("2014-12-31".parse()?));
/// let insatser = ["0190a5c0-7c00-7000-8000-000000000001".parse::<InsatsId>()?];
/// let mut poster = generera(1_000, 7, &insatser, "kommun:2280".parse()?, period);
/// assert_eq!(poster.next().unwrap().nyckel.nyckel, "g-7-1");
/// assert_eq!(poster.count(), 999);
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn generera(
    antal: u64,
    fro: u64,
    insatser: &[InsatsId],
    part: PartKod,
    period: Period,
) -> impl Iterator<Item = Importpost> + use<> {
    let antal = if insatser.is_empty() { 0 } else { antal };
    let mut generator = Generator::new(fro, insatser.to_vec(), part, period);
    (1..=antal).map(move |n| generator.post(n))
}

struct Generator {
    fro: u64,
    rng: ChaCha8Rng,
    insatser: Vec<InsatsId>,
    part: PartKod,
    fran: NaiveDate,
    /// How many slots the period has, at least one.
    slots: u64,
    /// The length of a slot in days.
    slot: u64,
    /// The first birth date that has a test number and is not too old.
    born_from: NaiveDate,
    /// How many birth dates follow, that one among them.
    births: u64,
    /// The next place among all (person, insats, slot), and the step to the one after.
    place: u64,
    step: u64,
    /// How many places are left.
    left: u64,
}

/// Who, where and when.
struct Plats {
    fodd: NaiveDate,
    kon: Kon,
    insats: usize,
    slot: u64,
    test: bool,
}

impl Generator {
    fn new(fro: u64, insatser: Vec<InsatsId>, part: PartKod, period: Period) -> Self {
        let till = period.till.filter(|till| *till >= period.fran).unwrap_or(period.fran + Days::new(729));
        let days = (till - period.fran).num_days() + 1;
        let slot = days.min(SLOT);
        let oldest = till.checked_sub_months(Months::new(64 * 12)).unwrap_or(till);
        let first = NaiveDate::from_yo_opt(FIRST_YEAR, 1).unwrap_or(oldest);
        let born_from = first.max(oldest);
        let youngest = period.fran.checked_sub_months(Months::new(16 * 12 + 1)).unwrap_or(period.fran);
        let births = u64::try_from((youngest - born_from).num_days() + 1).unwrap_or_default();
        let slots = (days / slot).unsigned_abs();
        let left = births * 2 * slots * insatser.len() as u64;
        let mut rng = ChaCha8Rng::seed_from_u64(fro);
        let step = if left == 0 { 0 } else { coprime(rng.random_range(0..left), left) };
        let place = if left == 0 { 0 } else { rng.random_range(0..left) };
        let slot = slot.unsigned_abs();
        Self { fro, rng, insatser, part, fran: period.fran, slots, slot, born_from, births, place, step, left }
    }

    fn post(&mut self, n: u64) -> Importpost {
        let plats = self.place();
        let start = self.fran + Days::new(plats.slot * self.slot + self.rng.random_range(0..self.slot.div_ceil(3)));
        let slot_end = self.fran + Days::new((plats.slot + 1) * self.slot - 1);
        let open = plats.slot + 1 == self.slots && self.rng.random_ratio(1, 3);
        let room = (slot_end - start).num_days().unsigned_abs();
        let slut = (!open).then(|| start + Days::new(self.rng.random_range(room / 3..=room)));
        Importpost {
            nyckel: Nyckel { kallsystem: "generera".to_owned(), nyckel: format!("g-{}-{n}", self.fro) },
            uppgift: self.uppgift(n, &plats, start, slut),
        }
    }

    /// A place that no earlier record has, or somebody new.
    fn place(&mut self) -> Plats {
        let test = self.left > 0 && self.rng.random_ratio(9, 10);
        if !test {
            let age = self.rng.random_range(18..60);
            let fodd = self.fran - Months::new(age * 12) - Days::new(self.rng.random_range(0..365));
            let kon = if self.rng.random() { Kon::Kvinna } else { Kon::Man };
            let insats = self.rng.random_range(0..self.insatser.len());
            return Plats { fodd, kon, insats, slot: self.rng.random_range(0..self.slots), test };
        }
        let here = self.place;
        self.place = (here + self.step) % (self.births * 2 * self.slots * self.insatser.len() as u64);
        self.left -= 1;
        let (person, rest) = (here % (self.births * 2), here / (self.births * 2));
        let insats = usize::try_from(rest % self.insatser.len() as u64).unwrap_or_default();
        Plats {
            fodd: self.born_from + Days::new(person / 2),
            kon: if person.is_multiple_of(2) { Kon::Kvinna } else { Kon::Man },
            insats,
            slot: rest / self.insatser.len() as u64,
            test,
        }
    }

    fn uppgift(&mut self, n: u64, plats: &Plats, start: NaiveDate, slut: Option<NaiveDate>) -> Deltagandeuppgift {
        let rng = &mut self.rng;
        let fore = situation(rng, age_on(plats.fodd, start));
        let efter = slut.map(|slut| situation(rng, age_on(plats.fodd, slut)));
        let public = fore.forsorjning.iter().all(|post| post.form != Forsorjningsform::IngenOffentlig);
        Deltagandeuppgift {
            insats_id: Some(self.insatser[plats.insats]),
            insats_nyckel: None,
            registrering: Registrering::Person,
            personnummer: plats.test.then(|| test_number(plats.fodd, plats.kon)),
            reservnummer: (!plats.test).then(|| Reservnummeruppgift {
                utfardare: self.part.to_string(),
                nummer: format!("G-{}-{n}", self.fro),
                fodelsedatum: plats.fodd,
                kon: plats.kon,
            }),
            skyddad_identitet: None,
            kon: Some(plats.kon),
            kommun: kommun(self.part),
            samtycke: Some(consent(start)),
            startdatum: start,
            slutdatum: slut,
            remitterande: pick(rng, &[Remitterande::Kommun, Remitterande::Forsakringskassan, Remitterande::Annan]),
            utbildningsniva: pick(rng, Utbildningsniva::ALL),
            tid_i_offentlig_forsorjning: if public {
                pick(rng, &TidIOffentligForsorjning::ALL[..5])
            } else {
                Some(TidIOffentligForsorjning::EjTillampligt)
            },
            fore: Some(fore),
            avslutsanledning: efter.is_some().then(|| reason(rng)),
            efter,
        }
    }
}

/// The smallest number from `from` (and at least 1) that shares no factor with `of`.
fn coprime(from: u64, of: u64) -> u64 {
    let gcd = |mut a: u64, mut b: u64| {
        while b > 0 {
            (a, b) = (b, a % b);
        }
        a
    };
    (from.max(1)..).find(|&n| gcd(n, of) == 1).unwrap_or(1)
}

pub(super) fn consent(datum: NaiveDate) -> Samtycke {
    let registrering = Registreringssamtycke { datum, textversion: "demo-1".to_owned() };
    Samtycke { registrering: Some(registrering), sekretess: None }
}

/// The kommun of a part that is one.
pub(super) fn kommun(part: PartKod) -> Option<String> {
    match part {
        PartKod::Kommun(kod) => Some(kod.to_string()),
        _ => None,
    }
}

pub(super) fn pick<T: Copy>(rng: &mut ChaCha8Rng, of: &[T]) -> Option<T> {
    of.choose(rng).copied()
}

fn reason(rng: &mut ChaCha8Rng) -> Avslutsanledning {
    let reasons = [Avslutsanledning::Fullfoljd, Avslutsanledning::AnnanRehabilitering, Avslutsanledning::Annan];
    pick(rng, &reasons).unwrap_or(Avslutsanledning::Fullfoljd)
}

/// Forms that may be had at the age, and an occupation.
fn situation(rng: &mut ChaCha8Rng, age: i32) -> Lage {
    use Forsorjningsform as F;
    use Sysselsattning as S;
    let pension = if age <= 28 { F::Aktivitetsersattning } else { F::Aktivitetsstod };
    let forms: &[&[F]] = &[
        &[F::Forsorjningsstod],
        &[F::Forsorjningsstod, F::Sjukpenning],
        &[F::Aktivitetsstod],
        &[F::Sjukpenning],
        &[F::Rehabiliteringspenning],
        &[F::AKassa],
        &[F::IngenOffentlig],
        &[pension],
    ];
    let occupations = [S::ArbeteIckeSubventionerat, S::ArbeteSubventionerat, S::Studier, S::ArbetssokandeAf, S::Ingen];
    let occupation = pick(rng, &occupations).unwrap_or(S::Ingen);
    let forms = forms.choose(rng).copied().unwrap_or_default();
    lage(rng, forms, occupation)
}
