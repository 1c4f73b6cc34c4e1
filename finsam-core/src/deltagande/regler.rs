//! Every rule of a participation (`REG-nn`, `ID-nn`); all faults at once.

use chrono::NaiveDate;

use crate::forbund::Forbundsuppgift;
use crate::geografi::KommunKod;
use crate::identitet::{Numrering, looks_like_identity_number};
use crate::insats::{Inriktning, Insats, Uppfoljningsmetod};
use crate::part::PartKod;
use crate::regel::register::{ID_06, REG_01, REG_02, REG_05, REG_06, REG_11, REG_18, REG_19, REG_20, REG_21, REG_27};
use crate::regel::{Avvikelse, any_blocks};
use crate::tid::Period;

use super::kanonisk::canonical;
use super::{Deltagandeuppgift, Godkand, Nyckel, Registrering, person};

/// What a participation is judged against.
#[derive(Debug, Clone, Copy)]
pub struct Sammanhang<'a> {
    /// The part that registers.
    pub part: PartKod,
    /// The day of registration.
    pub idag: NaiveDate,
    /// Which identity numbers the register takes.
    pub numrering: &'a Numrering,
    /// The insats that the record names and its förbund, when the register has them.
    pub insats: Option<(&'a Insats, &'a Forbundsuppgift)>,
}

/// Judges a participation by every rule.
///
/// # Errors
/// All findings, those that only warn among them, when at least one blocks.
pub fn validate(uppgift: Deltagandeuppgift, sammanhang: &Sammanhang<'_>) -> Result<Godkand, Vec<Avvikelse>> {
    let mut found = Vec::new();
    common(&uppgift, sammanhang, &mut found);
    let kommun = kommun(&uppgift, &mut found);
    let who = match uppgift.registrering {
        Registrering::Person => person::validate(&uppgift, sammanhang, &mut found),
        Registrering::Anonym => {
            anonymous(&uppgift, &mut found);
            uppgift.kon.map(|kon| person::Vem { identitet: None, kon, alder: None })
        }
    };
    match (who, sammanhang.insats) {
        (Some(who), Some((insats, _))) if !any_blocks(&found) => Ok(Godkand {
            post: canonical(uppgift, insats.id, who.kon, kommun),
            identitet: who.identitet,
            alder: who.alder,
            varningar: found,
        }),
        _ => Err(found),
    }
}

/// What holds for persons and anonymous alike: REG-01, REG-02, REG-06, REG-18, REG-20.
fn common(uppgift: &Deltagandeuppgift, sammanhang: &Sammanhang<'_>, found: &mut Vec<Avvikelse>) {
    if let Some(slut) = uppgift.slutdatum
        && slut < uppgift.startdatum
    {
        found.push(REG_01.at("/slutdatum").value(slut).expected(format!("no earlier than {}", uppgift.startdatum)));
    }
    match (uppgift.insats_id, &uppgift.insats_nyckel, sammanhang.insats) {
        (Some(_), Some(_), _) => found.push(REG_20.at("/insatsNyckel").expected("only one of the two")),
        (None, None, _) => found.push(REG_20.at("/insatsId").expected("insatsId or insatsNyckel")),
        (Some(id), None, None) => found.push(unknown_insats("/insatsId").value(id.to_string())),
        (None, Some(nyckel), None) => {
            let finding = unknown_insats("/insatsNyckel");
            found.push(if may_be_quoted(nyckel) { finding.value(nyckel.as_str()) } else { finding });
        }
        (_, _, Some((insats, forbund))) => within(uppgift, sammanhang.part, insats, forbund, found),
    }
}

fn unknown_insats(place: &str) -> Avvikelse {
    REG_20.at(place).saying("Insatsen finns inte i registret.", "The insats does not exist in the register.")
}

/// Whether a text of the sender's own is short and holds too few digits for an identity number, whatever else it holds.
fn may_be_quoted(text: &str) -> bool {
    let digits = text.chars().filter(|c| c.is_numeric()).count();
    text.len() <= 64 && digits < 6 && !text.chars().any(char::is_control)
}

fn within(
    uppgift: &Deltagandeuppgift,
    part: PartKod,
    insats: &Insats,
    forbund: &Forbundsuppgift,
    found: &mut Vec<Avvikelse>,
) {
    let start = uppgift.startdatum;
    if !insats.uppgift.life().contains(start) {
        let life = insats.uppgift.life();
        let till = life.till.map_or_else(String::new, |till| till.to_string());
        found.push(REG_02.at("/startdatum").value(start).expected(format!("within {}/{till}", life.fran)));
    } else if !forbund.life().contains(start) {
        found.push(REG_02.at("/startdatum").value(start).expected("within the life of the förbund"));
    }
    if insats.uppgift.uppfoljningsmetod != Uppfoljningsmetod::Personuppgifter
        || insats.uppgift.inriktning != Inriktning::Individ
    {
        found.push(REG_06.at("/registrering").value(uppgift.registrering.code()).saying(
            "Insatsen följs med antal och tar inte emot deltaganden.",
            "The insats is followed by counts and takes no participations.",
        ));
    }
    if !forbund.has_member_on(part, start) {
        found.push(REG_18.at("/startdatum").value(start).expected(format!("a day on which {part} is a member")));
    }
}

/// ID-06: the kommun exists on the first day.
pub(super) fn kommun(uppgift: &Deltagandeuppgift, found: &mut Vec<Avvikelse>) -> Option<KommunKod> {
    let text = uppgift.kommun.as_deref()?;
    let kod = text.parse::<KommunKod>().ok().filter(|kod| kod.kommun_on(uppgift.startdatum).is_some());
    if kod.is_none() {
        let finding = ID_06.at("/kommun").expected("a kommunkod of four digits, as 2280");
        found.push(if text.len() <= 4 { finding.value(text) } else { finding });
    }
    kod
}

/// REG-05: an anonymous participation carries insats, kön and dates, nothing more; REG-21: it states kön.
fn anonymous(uppgift: &Deltagandeuppgift, found: &mut Vec<Avvikelse>) {
    let more = [
        ("/personnummer", uppgift.personnummer.is_some()),
        ("/reservnummer", uppgift.reservnummer.is_some()),
        ("/kommun", uppgift.kommun.is_some()),
        ("/samtycke", uppgift.samtycke.is_some()),
        ("/remitterande", uppgift.remitterande.is_some()),
        ("/utbildningsniva", uppgift.utbildningsniva.is_some()),
        ("/tidIOffentligForsorjning", uppgift.tid_i_offentlig_forsorjning.is_some()),
        ("/fore", uppgift.fore.is_some()),
        ("/efter", uppgift.efter.is_some()),
        ("/avslutsanledning", uppgift.avslutsanledning.is_some()),
    ];
    found.extend(more.into_iter().filter(|(_, there)| *there).map(|(place, _)| REG_05.at(place)));
    if uppgift.kon.is_none() {
        found.push(REG_21.at("/kon").expected("kvinna or man"));
    }
}

/// REG-11: the periods of the same person in the same insats within one part share no day.
#[must_use]
pub fn overlap(period: Period, others: &[Period]) -> Option<Avvikelse> {
    let other = others.iter().find(|other| other.overlaps(period))?;
    let till = other.till.map_or_else(String::new, |till| till.to_string());
    Some(REG_11.at("/startdatum").value(period.fran).expected(format!("no day in {}/{till}", other.fran)))
}

/// REG-19 and REG-27: a key has 1-255 characters, its system 1-100, and neither is an identity number.
///
/// `idag` decides the century of a number of ten digits.
#[must_use]
pub fn validate_key(nyckel: &Nyckel, idag: NaiveDate) -> Vec<Avvikelse> {
    let mut found = Vec::new();
    for (place, text, longest) in [("/kallsystem", &nyckel.kallsystem, 100), ("/nyckel", &nyckel.nyckel, 255)] {
        let sound = (1..=longest).contains(&text.len()) && !text.chars().any(char::is_control) && text.trim() == text;
        if !sound {
            found.push(REG_27.at(place).expected(format!("1-{longest} bytes, no control characters or outer spaces")));
        }
        if looks_like_identity_number(text, idag) {
            found.push(REG_19.at(place).expected("a key of the sender's own"));
        }
    }
    found
}
