//! The columns as a file: every report of it is, byte for byte, what the register gives at the same state.

use std::path::PathBuf;

use finsam_api::aterrapport::{Rapporttid, to_report};
use finsam_api::dokument::to_html;
use finsam_api::rutter::rapporter::{Rapportformat, render};
use finsam_api::sprak::Sprak;
use finsam_api::statistik::Lage;
use finsam_api::statistikfil::{self, Statistikfilfel};
use finsam_client::{Importformat, Importval, Villkor};
use finsam_core::insats::{Antalsuppgift, Inriktning, Insatstyp};
use finsam_core::statistik::{Indelning, Periodslag, Rapportenhet, Rapportnamn, Urval};
use finsam_tests::poster::{avslutad, ndjson, nyckel, person, rad};
use finsam_tests::varld::insats;
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{from_value, json};

on_each_database!(a_file_gives_the_same_reports_as_the_register, what_is_no_such_file_is_refused);

/// Participations, follow-ups, counts, people reached, money and background figures.
async fn fill(varld: &Varld) {
    let (part, own, nation) = (varld.client(Vem::Part), varld.client(Vem::Forbund), varld.client(Vem::Nationell));
    let rader: Vec<_> = (1..=40).map(|n| rad(n, &if n % 3 == 0 { person(n) } else { avslutad(n) })).collect();
    part.importer().import(Importformat::Ndjson, ndjson(&rader), &Importval::default()).await.unwrap();
    let followed = json!({"datum": "2015-03-01", "lage": {"forsorjning": [], "sysselsattning": [{"slag": "studier", "omfattning": 50}]}});
    let month = "3".parse().unwrap();
    part.deltaganden().put_follow_up(&nyckel(1), month, Villkor::Saknas, &from_value(followed).unwrap()).await.unwrap();
    let year: Antalsuppgift = from_value(json!({"fran": "2014-01-01", "till": "2014-12-31", "kvinnor": 12, "man": 9,
        "avslutade": {"arbeteStudierJobready": {"kvinnor": 6, "man": 4}, "fortsattRehab": {"kvinnor": 5, "man": 5},
            "ovrigt": 20}}))
    .unwrap();
    own.antal().put(varld.antalsinsats.id, Villkor::Inget, &year).await.unwrap();
    let mut dialog = insats(varld.forbund.id, "Dialogdagar", "antal");
    (dialog.inriktning, dialog.typ, dialog.nycklar) = (Inriktning::Struktur, Insatstyp::Utbildning, Vec::new());
    let dialog = own.insatser().create(&dialog, None).await.unwrap();
    let reached = from_value(json!({"fran": "2014-01-01", "till": "2014-12-31", "antal": 4711})).unwrap();
    own.strukturdeltagande().put(dialog.id, Villkor::Inget, &reached).await.unwrap();
    let rakning = json!({"enhet": "tkr", "rakning": {"kostnader": [{"slag": "individ", "belopp": "3000"}],
        "bidrag": [{"part": "forsakringskassan", "belopp": "1811"}]}});
    let (rum, id) = (own.forbund(), varld.forbund.id);
    rum.akter(id).put_budget(2014, Villkor::Inget, &from_value(rakning.clone()).unwrap()).await.unwrap();
    rum.akter(id).put_utfall(2014, Villkor::Inget, &from_value(rakning).unwrap()).await.unwrap();
    let tilldelning = json!({"parametrar": {"medel": "280000000"}, "ansokningar": [
        {"nyckel": "A", "forsorjningsmatt": 100, "befolkning": 500, "askande": "99000000"}]});
    nation.tilldelningar().put(2014, Villkor::Inget, &from_value(tilldelning).unwrap()).await.unwrap();
    let tal = |kommun: &str, people: i32| json!({"kommun": kommun, "befolkning": people, "ohalsotal": "38.4"});
    let tal = json!({"rader": [tal("2280", 15010), tal("2262", 10400), tal("0180", 600_000)]});
    nation.bakgrundstal().put(2014, Villkor::Inget, &from_value(tal).unwrap()).await.unwrap();
}

/// Every selection that is tried of every report.
fn selections() -> Vec<Urval> {
    let divided = Indelning::ALL.iter().flat_map(|one| [vec![*one], vec![*one, Indelning::Kon]]).chain([Vec::new()]);
    let years = divided.map(|indelning| Urval { indelning, ..Urval::of_years([2013, 2014]) }.normalized());
    let half = Urval { period: Periodslag::Halvar, ..Urval::of_years([2014]) };
    let persons = Urval { enhet: Rapportenhet::Individ, ..Urval::of_years([2014]) };
    years.chain([half, persons]).collect()
}

/// All reports in all formats, and the report back to the government; refusals too.
fn everything(lage: Lage<'_>) -> Vec<(String, Vec<u8>)> {
    let formats = [Rapportformat::Json, Rapportformat::Csv, Rapportformat::Xlsx, Rapportformat::Svg];
    let mut all = Vec::new();
    for namn in Rapportnamn::ALL {
        for urval in selections() {
            for troskel in [0, 5] {
                let what = format!("{namn} {:?} {} {} {troskel}", urval.indelning, urval.period, urval.enhet);
                match lage.rapport(*namn, &urval, troskel) {
                    Err(found) => all.push((what, format!("{found:?}").into_bytes())),
                    Ok(rapport) => all.extend(formats.map(|format| {
                        let bytes = render(&rapport, format, &lage.forteckning.namnbok, Sprak::Svenska);
                        (format!("{what} {format:?}"), bytes.unwrap().1)
                    })),
                }
            }
        }
    }
    let document = to_report(lage, Rapporttid { ar: 2014, halvar: None }, 5, Sprak::Engelska);
    all.push(("aterrapport".to_owned(), to_html(&document).into_bytes()));
    all
}

/// The files that are written of a register.
fn files(server: &Server) -> [PathBuf; 2] {
    ["kolumner.parquet", "kolumner.csv"].map(|name| server.folder().join(name))
}

async fn a_file_gives_the_same_reports_as_the_register(server: Server) {
    let varld = Varld::new(server).await;
    fill(&varld).await;
    let files = files(&varld.server);
    let targets = files.clone();
    let write = move |lage: Lage<'_>| {
        targets.iter().for_each(|fil| statistikfil::write(fil, lage).unwrap());
        everything(lage)
    };
    let expected = varld.server.app.statistik.look(write).await.unwrap();
    let money = |what: &str| {
        let (_, bytes) = expected.iter().find(|(one, _)| one == what).unwrap_or_else(|| panic!("{what}"));
        String::from_utf8(bytes.clone()).unwrap()
    };
    let told = money("statliga-medel [] ar deltagande 0 Csv");
    assert!(told.contains("\n2014,tilldelat,,280\n2014,utfall,,1.811\n"), "{told}");
    let told = money("strukturdeltagare-per-typ [] ar deltagande 0 Csv");
    assert!(told.contains("\n2014,utbildning,4711,4711,100\n"), "{told}");
    let told = money("behov-och-rackvidd [Kommun] ar deltagande 0 Csv");
    assert!(told.contains("\n2014,2280,behov,751,"), "{told}");
    for fil in files {
        let read = statistikfil::read(&fil).unwrap();
        let counted = everything(read.lage());
        assert_eq!(counted.len(), expected.len());
        for ((what, bytes), (_, expected)) in counted.iter().zip(&expected) {
            assert!(bytes == expected, "{what} of {} is another", fil.display());
        }
        let text = String::from_utf8_lossy(&std::fs::read(&fil).unwrap()).into_owned();
        assert!(!text.contains("19900312") && !text.contains("treserva"), "neither numbers nor keys");
        let again = varld.server.app.statistik.look(move |lage| statistikfil::write(&fil, lage)).await.unwrap();
        assert!(matches!(again, Err(Statistikfilfel::Fil(..))), "a file that is there is not replaced");
    }
}

async fn what_is_no_such_file_is_refused(server: Server) {
    let varld = Varld::new(server).await;
    fill(&varld).await;
    let [parquet, csv] = files(&varld.server);
    let targets = [parquet.clone(), csv.clone()];
    let write = move |lage: Lage<'_>| targets.iter().for_each(|fil| statistikfil::write(fil, lage).unwrap());
    varld.server.app.statistik.look(write).await.unwrap();

    let refused = |fil: &PathBuf| statistikfil::read(fil).unwrap_err().to_string();
    let whole = std::fs::read_to_string(&csv).unwrap();
    std::fs::write(&csv, whole.replacen(";kvinna;", ";man;", 1)).unwrap();
    assert!(refused(&csv).contains("does not belong"), "changed");
    std::fs::write(&csv, whole.replacen(";kvinna;", ";okand;", 1)).unwrap();
    assert!(refused(&csv).contains("column kon: expected kod / code"), "{}", refused(&csv));
    std::fs::write(&csv, whole.replacen("startdatum", "start", 1)).unwrap();
    assert!(refused(&csv).contains("startdatum is missing"));
    let bytes = std::fs::read(&parquet).unwrap();
    std::fs::write(&parquet, &bytes[..bytes.len() / 2]).unwrap();
    assert!(!refused(&parquet).is_empty());
    assert!(refused(&varld.server.folder().join("kolumner.xlsx")).contains(".parquet"));
    assert!(refused(&varld.server.folder().join("annan.parquet")).contains("annan.parquet"));
}
