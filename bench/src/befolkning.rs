//! A register of made-up participations as columns: förbund, insatser, kommuner and people in the proportions of the country,
//! the same every time.

use chrono::{Days, NaiveDate};
use finsam_core::deltagande::{
    Avslutsanledning, Deltagandepost, Registrering, TidIOffentligForsorjning, Utbildningsniva,
};
use finsam_core::forbund::{Forbund, Forbundsuppgift, Omrade};
use finsam_core::forsorjning::{Forsorjningsform, Forsorjningspost, Lage, Sysselsattning, Sysselsattningspost};
use finsam_core::geografi::{KOMMUNER, KommunKod};
use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::identitet::Kon;
use finsam_core::insats::{Inriktning, Insats, Insatstyp, Insatsuppgift, Malgrupp};
use finsam_core::statistik::{Bilaga, Kolumner};
use uuid::Uuid;

/// How many förbund there are.
const FORBUND: usize = 80;
/// How many kommuner the area of one has.
const AREA: usize = 3;

/// Numbers that look like chance and are the same every time (xorshift).
#[derive(Debug)]
pub struct Chance(pub u64);

impl Chance {
    /// From 0 to just below `n`.
    pub fn below(&mut self, n: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 >> 11) % n
    }

    /// One of these.
    pub fn of<T: Copy>(&mut self, all: &[T]) -> T {
        all[self.below(all.len() as u64) as usize]
    }

    /// One of these, the first ones more often.
    pub fn skewed<T: Copy>(&mut self, all: &[T]) -> T {
        let n = all.len() as u64;
        all[self.below(n).min(self.below(n)) as usize]
    }
}

/// How a register is made.
#[derive(Debug, Clone, Copy)]
pub struct Storlek {
    /// How many participations.
    pub deltaganden: u64,
    /// How many insatser, spread over the förbund.
    pub insatser: u64,
    /// Over how many years from 2008 they begin.
    pub ar: u64,
}

fn lage(chance: &mut Chance) -> Lage {
    let forms = 1 + chance.below(5) / 4;
    let forsorjning = (0..forms)
        .map(|_| Forsorjningspost {
            form: chance.skewed(Forsorjningsform::ALL),
            omfattning: 25 + 25 * chance.below(4) as i32,
        })
        .collect();
    let post = Sysselsattningspost { slag: chance.of(Sysselsattning::ALL), omfattning: Some(50) };
    Lage { forsorjning, sysselsattning: vec![post] }
}

/// A participation: four in five closed, one in twenty anonymous.
pub fn participation(chance: &mut Chance, storlek: Storlek) -> Deltagandepost {
    let first = NaiveDate::from_ymd_opt(2008, 1, 1).unwrap_or_default();
    let startdatum = first + Days::new(chance.below(storlek.ar * 365));
    let slutdatum = (chance.below(5) > 0).then(|| startdatum + Days::new(chance.below(700)));
    let closed = slutdatum.is_some();
    let known = closed && chance.below(20) > 0;
    let insats = chance.below(storlek.insatser);
    Deltagandepost {
        insats_id: insats_id(insats),
        registrering: if chance.below(20) > 0 { Registrering::Person } else { Registrering::Anonym },
        kon: chance.of(Kon::ALL),
        kommun: Some(chance.of(&area(insats as usize % FORBUND))),
        samtycke: None,
        startdatum,
        slutdatum,
        remitterande: None,
        utbildningsniva: Some(chance.of(Utbildningsniva::ALL)),
        tid_i_offentlig_forsorjning: Some(chance.of(TidIOffentligForsorjning::ALL)),
        fore: Some(lage(chance)),
        efter: known.then(|| lage(chance)),
        avslutsanledning: closed.then(|| chance.of(&Avslutsanledning::ALL[..11])),
    }
}

fn insats_id(n: u64) -> InsatsId {
    InsatsId(Uuid::from_u128(u128::from(n)))
}

fn forbund_id(n: usize) -> ForbundId {
    ForbundId(Uuid::from_u128(1 << 100 | n as u128))
}

/// The kommuner of a förbund; some lie in two län.
fn area(n: usize) -> [KommunKod; AREA] {
    std::array::from_fn(|i| KOMMUNER[(AREA * n + i) % KOMMUNER.len()].kod)
}

fn forbund(n: usize) -> Forbund {
    let omrade = area(n).map(|kommunkod| Omrade { kommunkod, kommundel: None });
    Forbund {
        id: forbund_id(n),
        version: 1,
        ersatt_av: Vec::new(),
        uppgift: Forbundsuppgift {
            namn: format!("Förbund {n}"),
            organisationsnummer: None,
            sate: area(n)[0],
            bildat: None,
            upphort: None,
            medlemmar: Vec::new(),
            omrade: omrade.to_vec(),
            forbundsordning: None,
        },
    }
}

fn insats(n: u64) -> Insats {
    let types: Vec<Insatstyp> =
        Insatstyp::ALL.iter().copied().filter(|typ| typ.belongs_to(Inriktning::Individ)).collect();
    let first = NaiveDate::from_ymd_opt(2004, 1, 1).unwrap_or_default();
    let mut uppgift = Insatsuppgift::starting(forbund_id(n as usize % FORBUND), format!("Insats {n}"), first);
    uppgift.typ = types[n as usize / FORBUND % types.len()];
    uppgift.malgrupper = vec![Malgrupp::ALL[n as usize % Malgrupp::ALL.len()]];
    Insats { id: insats_id(n), version: 1, uppgift }
}

/// What stands beside the participations of a register.
#[must_use]
pub fn bilaga(storlek: Storlek) -> Bilaga {
    let (forbund, insatser) = ((0..FORBUND).map(forbund).collect(), (0..storlek.insatser).map(insats).collect());
    Bilaga { forbund, insatser, ..Bilaga::default() }
}

/// The columns of a register; one in twenty has two participations.
#[must_use]
pub fn columns(storlek: Storlek) -> Kolumner {
    let mut chance = Chance(20_030_101);
    let mut kolumner = Kolumner::new();
    kolumner.put_bilaga(&bilaga(storlek));
    for nummer in 1..=storlek.deltaganden as i64 {
        let age = 16 + chance.below(50) as i32;
        kolumner.put(nummer, Some(age), &participation(&mut chance, storlek));
        kolumner.put_individ(nummer, Some((nummer - nummer % 20 / 19) as u32));
    }
    kolumner.arrange();
    kolumner.set_dataversion(1);
    kolumner
}
