//! `finsam exportera --behandlingsregister`: what the register knows of the processing of personal data, by article 30 of the
//! GDPR. Nothing of it is about a person.

mod skydd;
mod text;
mod texter;

use std::path::Path;

use chrono::{DateTime, Utc};
use finsam_core::atkomst::{Operation, Relation, Roll};
use finsam_core::gallring::Gallringsregel;
use finsam_core::part::PartKod;
use finsam_core::regel::Text;
use finsam_store::rum::{Registrerande, Tokenlage};
use finsam_store::{ReadSession, StoreError};
use serde::Serialize;

use super::Textsprak;
use crate::klocka::{Klocka, Systemklocka};
use crate::kommando::gallra::regler;
use crate::kommando::installningar::Serverval;
use crate::kommando::lager::Databas;
use crate::kommando::{Kommandofel, Utfall, visa};
use skydd::Atgard;
use texter::{ANDAMAL, ANDRA, FYLLS_I, Frist, GRUND, OVERFORING, REGISTRERADE, UPPGIFTER, Uppgiftsslag};

/// What the register knows of the processing.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Behandlingsregister {
    artikel: &'static str,
    framtaget: DateTime<Utc>,
    personuppgiftsansvariga: Vec<Ansvarig>,
    andamal: &'static [Text],
    rattslig_grund: Text,
    registrerade: &'static [Text],
    uppgifter: &'static [Uppgiftsslag],
    mottagare: Mottagare,
    overforing: Text,
    gallring: Gallring,
    skyddsatgarder: Vec<Atgard>,
    fylls_i: &'static [Text],
}

/// A part that has something registered.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Ansvarig {
    part: PartKod,
    namn: String,
    /// Whether of persons; otherwise what it registered is anonymous and no personal data.
    personuppgifter: bool,
    anonyma: bool,
}

/// Who may be shown something.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Mottagare {
    roller: Vec<Rollmottagare>,
    webhookar: Vec<Webhookmottagare>,
    andra: &'static [Text],
}

/// A role, and how many keys that hold have it.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Rollmottagare {
    roll: Roll,
    namn: Text,
    far_se: Text,
    nycklar: usize,
}

/// A place that is told of changes.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "camelCase")]
struct Webhookmottagare {
    hyresgast: String,
    vard: String,
}

/// For how long what is there.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Gallring {
    inbyggd: Vec<Frist>,
    /// The decisions, where their file is named.
    beslut: Option<Vec<Gallringsregel>>,
}

pub(super) async fn write_json(databas: &Databas, regler: Option<&Path>) -> Utfall {
    let gathered = gather(databas, regler).await?;
    visa::line(&serde_json::to_string_pretty(&gathered).map_err(|fel| Kommandofel::Data(fel.to_string()))?)
}

pub(super) async fn write_text(databas: &Databas, regler: Option<&Path>, sprak: Textsprak) -> Utfall {
    visa::bytes(text::readable(&gather(databas, regler).await?, sprak).as_bytes())
}

async fn gather(databas: &Databas, file: Option<&Path>) -> Result<Behandlingsregister, Kommandofel> {
    let beslut = file.map(regler::read).transpose()?.map(|regler| regler.regler);
    let val = databas.has_fil().then(|| databas.fil().map(|fil| Serverval::default().or(&fil))).transpose()?;
    let andringar = val.clone().unwrap_or_default().andringar()?.dagar;
    let skyddsatgarder = skydd::measures(val.as_ref(), databas.key_file()?.is_some())?;
    let nu = Systemklocka.now();
    // Opened without a key: no identity number is read.
    let store = databas.open_existing(None).await?;
    let read = match store.read().await {
        Ok(mut session) => parties(session.as_mut(), nu).await,
        Err(fel) => Err(fel),
    };
    store.close().await;
    let (personuppgiftsansvariga, mottagare) = read.map_err(|fel| Kommandofel::reach("--database", fel))?;
    Ok(Behandlingsregister {
        artikel: "30.1 (EU) 2016/679",
        framtaget: nu,
        personuppgiftsansvariga,
        andamal: &ANDAMAL,
        rattslig_grund: GRUND,
        registrerade: &REGISTRERADE,
        uppgifter: &UPPGIFTER,
        mottagare,
        overforing: OVERFORING,
        gallring: Gallring { inbyggd: texter::times(andringar).to_vec(), beslut },
        skyddsatgarder,
        fylls_i: &FYLLS_I,
    })
}

/// Who has registered something, and who may be shown it.
async fn parties(session: &mut dyn ReadSession, nu: DateTime<Utc>) -> Result<(Vec<Ansvarig>, Mottagare), StoreError> {
    let ansvariga = session.deltaganden().parts().await?.into_iter().map(responsible).collect();
    let tokens = session.tokens().list().await?;
    let holding: Vec<Roll> = tokens.iter().filter(|one| holds(one, nu)).map(|one| one.token.roll).collect();
    let roller = Roll::ALL.iter().map(|roll| Rollmottagare {
        roll: *roll,
        namn: roll.text(),
        far_se: shown_to(*roll),
        nycklar: holding.iter().filter(|held| *held == roll).count(),
    });
    let mut webhookar: Vec<Webhookmottagare> = session
        .webhookar()
        .active()
        .await?
        .into_iter()
        .filter_map(|one| {
            let vard = reqwest::Url::parse(&one.uppgift.url).ok()?.host_str()?.to_owned();
            Some(Webhookmottagare { hyresgast: one.hyresgast.to_string(), vard })
        })
        .collect();
    webhookar.sort();
    webhookar.dedup();
    Ok((ansvariga, Mottagare { roller: roller.collect(), webhookar, andra: &ANDRA }))
}

fn responsible(one: Registrerande) -> Ansvarig {
    let Registrerande { part, personer, anonyma } = one;
    Ansvarig {
        part,
        namn: finsam_core::protokoll::Part::from(part).namn.to_string(),
        personuppgifter: personer,
        anonyma,
    }
}

fn holds(lage: &Tokenlage, nu: DateTime<Utc>) -> bool {
    lage.aterkallad.is_none() && lage.token.giltig_till.is_none_or(|till| till > nu)
}

/// What a role may be shown, by the table of roles.
fn shown_to(roll: Roll) -> Text {
    let may = |operation: Operation| operation.relation(roll) != Relation::Ingen;
    match roll {
        _ if may(Operation::HamtaDeltagande) => Text {
            sv: "personuppgifter som den egna parten har registrerat, och statistik",
            en: "personal data that its own part has registered, and statistics",
        },
        _ if may(Operation::LasAtkomstlogg) => Text {
            sv: "åtkomstloggen: vem som har läst eller ändrat vilken post, inte vad som står i den",
            en: "the access log: who has read or changed which record, not what stands in it",
        },
        _ if may(Operation::HamtaRapport) => Text {
            sv: "statistik där små tal är dolda, inga personuppgifter",
            en: "statistics with small numbers hidden, no personal data",
        },
        _ => Text { sv: "varken personuppgifter eller statistik", en: "neither personal data nor statistics" },
    }
}
