//! Every rule of a participation, by its code: one record that fails and one that passes.

mod lage;
mod nummer;
mod regler;
mod samlat;

use super::*;
use crate::forbund::{Forbundsuppgift, Medlemskap, Omrade};
use crate::forsorjning::{Forsorjningsform, Forsorjningspost, Sysselsattningspost};
use crate::id::ForbundId;
use crate::identitet::{Numrering, Testnummer};
use crate::insats::{Aldersspann, Insats, Insatstyp, Insatsuppgift, Uppfoljningsmetod};

fn day(text: &str) -> NaiveDate {
    text.parse().unwrap()
}

/// The surroundings of a participation, each open to change by a test.
struct Varld {
    part: PartKod,
    idag: NaiveDate,
    numrering: Numrering,
    insats: Insats,
    forbund: Forbundsuppgift,
}

impl Varld {
    fn new() -> Self {
        let medlem = |part: &str| Medlemskap::new(part.parse().unwrap(), None);
        Self {
            part: "kommun:2280".parse().unwrap(),
            idag: day("2015-06-01"),
            numrering: Numrering::sandlada(Testnummer::default()),
            insats: Insats {
                id: InsatsId(uuid::Uuid::from_u128(1)),
                version: 1,
                uppgift: Insatsuppgift {
                    nycklar: vec![],
                    typ: Insatstyp::Forberedande,
                    samverkansform: crate::insats::Samverkansform::Finsam,
                    malgrupper: vec![],
                    slutdatum: Some(day("2015-12-31")),
                    parter: vec![],
                    utforare: vec![],
                    budget: vec![],
                    utfall: vec![],
                    mal: vec![],
                    ..Insatsuppgift::starting(
                        ForbundId(uuid::Uuid::from_u128(2)),
                        "Ungdomscentrum".into(),
                        day("2012-01-01"),
                    )
                },
            },
            forbund: Forbundsuppgift {
                namn: "Samordningsförbundet Härnösand-Timrå".into(),
                organisationsnummer: None,
                sate: "2280".parse().unwrap(),
                bildat: Some(day("2005-11-01")),
                upphort: None,
                medlemmar: ["forsakringskassan", "arbetsformedlingen", "region:22", "kommun:2280"].map(medlem).into(),
                omrade: vec![Omrade { kommunkod: "2280".parse().unwrap(), kommundel: None }],
                forbundsordning: None,
            },
        }
    }

    fn validate(&self, uppgift: Deltagandeuppgift) -> Result<Godkand, Vec<Avvikelse>> {
        let insats = Some((&self.insats, &self.forbund));
        validate(uppgift, &Sammanhang { part: self.part, idag: self.idag, numrering: &self.numrering, insats })
    }

    /// Every finding as (code, pointer), the blocking and the warning ones.
    fn found(&self, uppgift: Deltagandeuppgift) -> Vec<(String, String)> {
        let found = match self.validate(uppgift) {
            Ok(godkand) => godkand.varningar,
            Err(found) => found,
        };
        found.iter().map(|a| (a.kod.to_string(), a.pekare.to_string())).collect()
    }
}

fn form(form: Forsorjningsform, omfattning: i32) -> Forsorjningspost {
    Forsorjningspost { form, omfattning }
}

fn lage(forsorjning: &[Forsorjningspost]) -> Lage {
    let ingen = Sysselsattningspost { slag: Sysselsattning::Ingen, omfattning: None };
    Lage { forsorjning: forsorjning.to_vec(), sysselsattning: vec![ingen] }
}

/// A woman of 24, closed.
fn person() -> Deltagandeuppgift {
    Deltagandeuppgift {
        insats_id: Some(InsatsId(uuid::Uuid::from_u128(1))),
        insats_nyckel: None,
        registrering: Registrering::Person,
        personnummer: Some(Nummertext::from("19900312-2380".to_owned())),
        reservnummer: None,
        skyddad_identitet: None,
        kon: None,
        kommun: Some("2280".into()),
        samtycke: Some(Samtycke {
            registrering: Some(Registreringssamtycke { datum: day("2014-02-01"), textversion: "1".into() }),
            sekretess: None,
        }),
        startdatum: day("2014-02-03"),
        slutdatum: Some(day("2014-11-30")),
        remitterande: Some(Remitterande::Kommun),
        utbildningsniva: Some(Utbildningsniva::Gymnasium),
        tid_i_offentlig_forsorjning: Some(TidIOffentligForsorjning::UppTill1Ar),
        fore: Some(lage(&[form(Forsorjningsform::Forsorjningsstod, 100)])),
        efter: Some(lage(&[form(Forsorjningsform::Studiestod, 100)])),
        avslutsanledning: Some(Avslutsanledning::Fullfoljd),
    }
}

fn anonym() -> Deltagandeuppgift {
    Deltagandeuppgift {
        registrering: Registrering::Anonym,
        personnummer: None,
        kon: Some(Kon::Man),
        kommun: None,
        samtycke: None,
        remitterande: None,
        utbildningsniva: None,
        tid_i_offentlig_forsorjning: None,
        fore: None,
        efter: None,
        avslutsanledning: None,
        ..person()
    }
}

/// Changes a sound record and expects exactly these findings.
#[track_caller]
fn expect(varld: &Varld, change: impl FnOnce(&mut Deltagandeuppgift), expected: &[(&str, &str)]) {
    let mut uppgift = person();
    change(&mut uppgift);
    let expected: Vec<(String, String)> = expected.iter().map(|(k, p)| ((*k).into(), (*p).into())).collect();
    assert_eq!(varld.found(uppgift), expected);
}
