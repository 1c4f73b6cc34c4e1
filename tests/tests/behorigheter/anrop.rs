//! A request for each operation, which changes nothing: whom the table lets through meets a condition that does not hold
//! (412), a rule (422), or an import of nothing (200).

use finsam_core::atkomst::{Operation, Sak};
use finsam_tests::exakt::{insats, nummer, person, uppfoljning};
use serde_json::{Value, json};

use super::mal::{Mal, Relation, bakgrundstal, budget, counts, reached, revision, styrelse, tilldelning, utfall};

/// A request, and what it comes to for those who may.
#[derive(Debug)]
pub struct Anrop {
    pub method: &'static str,
    pub path: String,
    pub version: Option<&'static str>,
    pub body: Value,
    pub status: u16,
}

fn read(path: impl Into<String>) -> Anrop {
    Anrop { method: "GET", path: path.into(), version: None, body: Value::Null, status: 200 }
}

fn send(method: &'static str, path: impl Into<String>, body: Value, status: u16) -> Anrop {
    Anrop { method, path: path.into(), version: (status == 412).then_some("\"99\""), body, status }
}

/// The request of an operation.
pub fn anrop(operation: Operation, mal: &Mal) -> Anrop {
    let Mal { forbund: f, insats: i, raknad: r, nyckel, import, webhook, faststalld, dataversion } = mal;
    use Operation as O;
    let nameless = || {
        let mut uppgift = insats(*f, "", "antal");
        uppgift["nycklar"] = json!([]);
        uppgift
    };
    match operation {
        O::HamtaApiInfo => read("/api-info"),
        O::HamtaBegransningar => read("/begransningar"),
        O::ListaKodlistor => read("/kodlistor"),
        O::HamtaKodlista => read("/kodlistor/roll"),
        O::ListaRegler => read("/regler"),
        O::ListaParter => read("/parter"),
        O::HamtaPart => read("/parter/kommun:2280"),
        O::ListaForbund => read("/forbund"),
        O::HamtaForbund => read(format!("/forbund/{f}")),
        O::HamtaStyrelse => read(format!("/forbund/{f}/styrelse")),
        O::HamtaRevisorer => read(format!("/forbund/{f}/revisorer")),
        O::HamtaBudget => read(format!("/forbund/{f}/budgetar/2016")),
        O::HamtaUtfall => read(format!("/forbund/{f}/utfall/2015")),
        O::HamtaArsredovisning => read(format!("/forbund/{f}/arsredovisningar/2016")),
        O::KontrolleraRegler => read(format!("/forbund/{f}/regelkontroll?datum=2015-06-01")),
        O::SkapaForbund => send("POST", "/forbund", nothing(), 422),
        O::SlaSammanForbund => {
            let body = json!({"forbund": [f], "datum": "2015-01-01"});
            send("POST", format!("/forbund/{f}/sammanslagning"), body, 412)
        }
        O::AndraForbund => send("PUT", format!("/forbund/{f}"), nothing(), 412),
        O::SattStyrelse => send("PUT", format!("/forbund/{f}/styrelse"), styrelse(), 412),
        O::SattRevisorer => send("PUT", format!("/forbund/{f}/revisorer"), revision(), 412),
        O::SattBudget => send("PUT", format!("/forbund/{f}/budgetar/2016"), budget(), 412),
        O::FaststallBudget => {
            let body = json!({"datum": "2015-11-27"});
            send("POST", format!("/forbund/{f}/budgetar/2016/faststallande"), body, 412)
        }
        O::SattUtfall => send("PUT", format!("/forbund/{f}/utfall/2015"), utfall(), 412),
        O::RegistreraUttrade => {
            let body = json!({"part": "kommun:2280", "uppsagd": "2015-01-01"});
            send("POST", format!("/forbund/{f}/uttrade"), body, 412)
        }
        O::ListaInsatser => read("/insatser"),
        O::HamtaInsats => read(format!("/insatser/{i}")),
        O::HamtaArbetslage => read(format!("/insatser/{i}/arbetslistor")),
        O::ListaArbetsposter => read(format!("/insatser/{i}/arbetslistor/uppfoljning_6")),
        O::SkapaInsats => send("POST", "/insatser", nameless(), 422),
        O::AndraInsats => send("PUT", format!("/insatser/{i}"), nameless(), 412),
        O::ListaAntal => read(format!("/insatser/{r}/antal")),
        O::HamtaAntal => read(format!("/insatser/{r}/antal/2014-01-01")),
        O::SattAntal => send("PUT", format!("/insatser/{r}/antal/2014-01-01"), counts(), 412),
        O::ImporteraAntal => send("POST", "/importer/antal", json!([]), 200),
        O::ListaStrukturdeltagande => read(format!("/insatser/{r}/strukturdeltagande")),
        O::HamtaStrukturdeltagande => read(format!("/insatser/{r}/strukturdeltagande/2014-01-01")),
        O::SattStrukturdeltagande => {
            send("PUT", format!("/insatser/{r}/strukturdeltagande/2014-01-01"), reached(), 412)
        }
        O::RaderaStrukturdeltagande => {
            send("DELETE", format!("/insatser/{r}/strukturdeltagande/2014-01-01"), Value::Null, 412)
        }
        O::ListaDeltaganden => read(format!("/deltaganden?insats={i}")),
        O::HamtaDeltagande => read(format!("/deltaganden/treserva/{nyckel}")),
        O::HamtaDeltaganden => {
            let body = json!({"nycklar": [{"kallsystem": "treserva", "nyckel": nyckel}]});
            send("POST", "/deltaganden/hamta", body, 200)
        }
        O::HamtaKontrollsummor => read(format!("/kontrollsummor?insats={i}")),
        O::ListaKontrollsummor => read(format!("/kontrollsummor/poster?kallsystem=treserva&insats={i}&ar=2014")),
        O::SparaDeltagande => {
            send("PUT", format!("/deltaganden/treserva/{nyckel}"), person(*i, &nummer("1991-01-01", 238)), 412)
        }
        O::RaderaDeltagande => send("DELETE", format!("/deltaganden/treserva/{nyckel}"), Value::Null, 412),
        O::HamtaUppfoljning => read(format!("/deltaganden/treserva/{nyckel}/uppfoljningar/3")),
        O::SparaUppfoljning => {
            send("PUT", format!("/deltaganden/treserva/{nyckel}/uppfoljningar/3"), uppfoljning(), 412)
        }
        O::RaderaUppfoljning => {
            send("DELETE", format!("/deltaganden/treserva/{nyckel}/uppfoljningar/3"), Value::Null, 412)
        }
        O::ValideraDeltaganden => send("POST", "/validera/deltaganden", json!([]), 200),
        O::SokPerson => {
            let body =
                json!({"personnummer": nummer("1991-01-01", 238), "andamal": "prov", "rattsligGrund": "samtycke"});
            send("POST", "/personer/sok", body, 200)
        }
        O::AterkallaSamtycke => send("POST", "/personer/aterkalla-samtycke", nobody(), 422),
        O::SkyddaPersoner => send("POST", "/personer/skydda", nobody(), 422),
        O::HamtaRegisterutdrag => {
            send("POST", "/personer/registerutdrag", json!({"personnummer": nummer("1991-01-01", 238)}), 200)
        }
        O::SkapaImport => send("POST", "/importer", json!([]), 200),
        O::HamtaImport => read(format!("/importer/{import}")),
        O::ListaImportresultat => read(format!("/importer/{import}/resultat")),
        O::HamtaAvvisade => read(format!("/importer/{import}/avvisade")),
        O::VerkstallImport => send("POST", format!("/importer/{import}/verkstall"), Value::Null, 412),
        O::AvbrytImport => send("DELETE", format!("/importer/{import}"), Value::Null, 409),
        O::ListaRapporter => read("/rapporter"),
        O::HamtaRapport => read("/rapporter/registrerade-och-avslutade?ar=2014"),
        O::HamtaSkillnader => read(format!("/rapporter/aldersgrupper/skillnader?ar=2014&fran={dataversion}")),
        O::ListaFaststallda => read("/rapporter/faststallda"),
        O::HamtaFaststalld => read(format!("/rapporter/faststallda/{faststalld}")),
        O::FaststallStatistik => send("POST", "/rapporter/faststallda", json!({"ar": 1999}), 422),
        O::HamtaTilldelning => read("/tilldelningar/2016"),
        O::HamtaBakgrundstal => read("/bakgrundstal/2016"),
        O::SattBakgrundstal => send("PUT", "/bakgrundstal/2016", bakgrundstal(), 412),
        O::SattTilldelning => send("PUT", "/tilldelningar/2016", tilldelning(), 412),
        O::LasAndringar => read("/andringar"),
        O::LasAtkomstlogg => read("/atkomstlogg"),
        O::ListaWebhookar => read("/webhookar"),
        O::SkapaWebhook => send("POST", "/webhookar", json!({"url": "https://10.0.0.1/"}), 422),
        O::HamtaWebhook => read(format!("/webhookar/{webhook}")),
        O::AndraWebhook => send("PUT", format!("/webhookar/{webhook}"), json!({"url": "https://m.example.org/"}), 412),
        O::RaderaWebhook => send("DELETE", format!("/webhookar/{webhook}"), Value::Null, 412),
        O::BytHemlighet => send("POST", format!("/webhookar/{webhook}/hemlighet"), Value::Null, 412),
        O::HamtaLeverans => read(format!("/webhookar/{webhook}/leverans")),
    }
}

/// A förbund that the rules refuse.
fn nothing() -> Value {
    json!({"namn": "", "sate": "2283", "bildat": null, "medlemmar": [], "omrade": []})
}

/// Nobody, in a year that has not come.
fn nobody() -> Value {
    json!({"datum": "2999-01-01"})
}

/// In which ways what an operation is done to can be another's. What names nothing, or only what is the caller's by
/// being named by it, is its own.
pub fn relations(operation: Operation) -> &'static [Relation] {
    use Relation::{AnnanInsats, AnnanPart, AnnatForbund, Egen};
    match operation {
        Operation::SkapaInsats => &[Egen, AnnatForbund],
        Operation::SkapaForbund
        | Operation::ListaForbund
        | Operation::ListaInsatser
        | Operation::ImporteraAntal
        | Operation::HamtaDeltaganden
        | Operation::ValideraDeltaganden
        | Operation::HamtaRegisterutdrag
        | Operation::SkapaImport
        | Operation::ListaWebhookar
        | Operation::SkapaWebhook => &[Egen],
        Operation::HamtaDeltagande
        | Operation::RaderaDeltagande
        | Operation::HamtaUppfoljning
        | Operation::SparaUppfoljning
        | Operation::RaderaUppfoljning => &[Egen, AnnanInsats, AnnatForbund, AnnanPart],
        _ => match operation.sak() {
            Sak::Oppet
            | Sak::Person
            | Sak::Rapport
            | Sak::Faststallelse
            | Sak::Tilldelning
            | Sak::Bakgrundstal
            | Sak::Andring
            | Sak::Atkomstlogg => &[Egen],
            Sak::Forbund => &[Egen, AnnatForbund],
            Sak::Insats | Sak::Antal | Sak::Deltagande => &[Egen, AnnanInsats, AnnatForbund],
            Sak::Import => &[Egen, AnnanInsats, AnnanPart],
            Sak::Webhook => &[Egen, AnnanPart],
        },
    }
}
