//! `finsam gallra --deltaganden` and `finsam gallringsstopp` beside a running server.
#![expect(clippy::unwrap_used, reason = "tests")]

use std::path::Path;

use finsam_tests::exakt::person;
use finsam_tests::process::{Finsam, finsam, told};
use finsam_tests::{Databas, Plats, on_each_database};
use serde_json::{Value, json};

const REGLER: &str = r#"
[[regel]]
slag = "deltaganden"
part = "kommun:2280"
ar = 5
beslut = "SN 2020/12"
datum = "2020-03-01"
beslutatAv = "Socialnämnden"

[[regel]]
slag = "anonyma"
ar = 3
beslut = "SN 2020/13"
datum = "2020-03-01"
beslutatAv = "Socialnämnden"

[[regel]]
slag = "antal"
ar = 5
beslut = "SN 2020/14"
datum = "2020-03-01"
beslutatAv = "Socialnämnden"
"#;

/// What a command says about the register, with its exit code.
fn command(server: &Finsam, args: &[&str]) -> (i32, String) {
    let mut command = finsam(args);
    let command = command.env("FINSAM_DATABASE", &server.database).env("FINSAM_NYCKEL", server.folder.join("nyckel"));
    told(&command.output().unwrap())
}

fn done(server: &Finsam, args: &[&str]) -> String {
    let (code, said) = command(server, args);
    assert_eq!(code, 0, "{args:?}: {said}");
    said
}

fn anonym(insats: &str, slut: Option<&str>) -> Value {
    let mut post = json!({"insatsId": insats, "registrering": "anonym", "kon": "man", "startdatum": "2014-01-01"});
    if let Some(slut) = slut {
        post["slutdatum"] = slut.into();
    }
    post
}

async fn put(server: &Finsam, namn: &str, post: &Value) -> String {
    let svar = server.json("PUT", &format!("/deltaganden/treserva/{namn}"), post).await;
    assert_eq!(svar.status, 201, "{namn}: {}", svar.text());
    svar.json()["id"].as_str().unwrap().to_owned()
}

async fn left(server: &Finsam) -> Vec<&'static str> {
    let mut left = Vec::new();
    for namn in ["p-1", "a-1", "a-2", "a-3", "oppen"] {
        match server.get(&format!("/deltaganden/treserva/{namn}")).await.status {
            200 => left.push(namn),
            status => assert_eq!(status, 404, "{namn}"),
        }
    }
    left
}

fn records(text: &str) -> Vec<Value> {
    text.lines().filter(|line| line.starts_with('{')).map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn file(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

on_each_database!(what_is_old_goes_to_the_archive_and_what_is_held_stays);
async fn what_is_old_goes_to_the_archive_and_what_is_held_stays(databas: Databas) {
    let plats = Plats::new(databas);
    let server = Finsam::new(&plats.address(), plats.folder(), &[]).await;
    let mut whole = person(server.insats.parse().unwrap(), "");
    whole.as_object_mut().unwrap().remove("personnummer");
    whole["reservnummer"] =
        json!({"utfardare": "region:22", "nummer": "R-4711", "fodelsedatum": "1990-03-12", "kon": "kvinna"});
    whole["slutdatum"] = "2014-09-01".into();
    whole["avslutsanledning"] = "fullfoljd".into();
    whole["efter"] = json!({"forsorjning": [{"form": "forsorjningsstod", "omfattning": 100}],
        "sysselsattning": [{"slag": "ingen"}]});
    put(&server, "p-1", &whole).await;
    let followed = json!({"datum": "2014-12-01", "lage": whole["efter"]});
    let made = server.json("PUT", "/deltaganden/treserva/p-1/uppfoljningar/3", &followed).await;
    assert_eq!(made.status, 201, "{}", made.text());
    put(&server, "a-1", &anonym(&server.insats, Some("2014-09-01"))).await;
    let held = put(&server, "a-2", &anonym(&server.insats, Some("2014-09-01"))).await;
    let other = server.another_insats("Stigen").await;
    put(&server, "a-3", &anonym(&other, Some("2014-09-01"))).await;
    put(&server, "oppen", &anonym(&server.insats, None)).await;
    let feed = server.get("/andringar?limit=1000").await.json();
    let marker = feed["_meta"]["markor"].as_str().unwrap().to_owned();

    let regler = file(plats.folder(), "regler.toml", REGLER);
    let said = done(&server, &["gallra", "--deltaganden", &regler]);
    assert!(said.contains("4 skulle gallras") && said.contains("regel / rule 1  deltaganden"), "{said}");
    assert_eq!(left(&server).await.len(), 5, "nothing is removed");
    let (code, said) = command(&server, &["gallra", "--deltaganden", &regler, "--verkstall"]);
    assert!(code == 2 && said.contains("--arkiv"), "{said}");

    let stopp = |handling, extra: &[&str]| command(&server, &[&["gallringsstopp", handling], extra].concat());
    let why = ["--anledning", "mål 123-20", "--vem", "Stadsjuristen"];
    assert_eq!(stopp("satt", &[&["--deltagande", &held], &why[..]].concat()).0, 0);
    assert_eq!(stopp("satt", &[&["--insats", &other], &why[..]].concat()).0, 0);
    let unknown = ["--insats", "0190a5c0-7c00-7000-8000-0000000000ff"];
    assert_eq!(stopp("satt", &[&unknown, &why[..]].concat()).0, 1);
    let unknown = ["--deltagande", "0190a5c0-7c00-7000-8000-0000000000ff"];
    assert_eq!(stopp("satt", &[&unknown, &why[..]].concat()).0, 1, "what is not there cannot be held");
    let arkiv = plats.folder().join("arkiv.ndjson");
    let prune = ["gallra", "--deltaganden", &regler, "--verkstall", "--arkiv", arkiv.to_str().unwrap()];
    for other in ["hemligt utan radslut", "en rad\nen halv", ""] {
        let path = file(plats.folder(), "annat", other);
        let (code, said) = command(&server, &["gallra", "--deltaganden", &regler, "--verkstall", "--arkiv", &path]);
        if other.is_empty() {
            assert!(code == 0 && said.contains("2 gallrade / pruned"), "{said}");
        } else {
            assert!(code == 3 && said.contains("inget gallringsarkiv"), "{said}");
            assert_eq!(std::fs::read_to_string(&path).unwrap(), other, "what is no archive is left as it is");
        }
    }
    std::fs::rename(plats.folder().join("annat"), &arkiv).unwrap();
    assert_eq!(left(&server).await, ["a-2", "a-3", "oppen"]);
    let busy = std::fs::File::open(&arkiv).unwrap();
    busy.lock().unwrap();
    let (code, said) = command(&server, &prune);
    assert!(code == 3 && said.contains("en annan gallring"), "{said}");
    drop(busy);
    assert!(done(&server, &prune).contains("0 gallrade / pruned"), "once more there is nothing to do");
    let text = std::fs::read_to_string(&arkiv).unwrap();
    assert!(!text.contains("4711") && !text.contains("1990-03-12"), "no number is in it: {text}");
    let archived = records(&text);
    assert_eq!(archived.len(), 3, "{text}");
    assert_eq!(archived[0]["form"], "finsam/gallringsarkiv/1");
    let first = &archived[1];
    assert_eq!(
        (&first["slag"], &first["part"], &first["nyckel"]),
        (&json!("deltaganden"), &json!("kommun:2280"), &json!("p-1"))
    );
    assert_eq!(
        (&first["beslut"], &first["slutdatum"]),
        (&json!("SN 2020/12 2020-03-01, Socialnämnden"), &json!("2014-09-01"))
    );
    assert_eq!(first["uppfoljningar"]["3"]["datum"], "2014-12-01");

    let feed = server.get(&format!("/andringar?efter={marker}")).await.json();
    let gone = feed["poster"].as_array().unwrap().iter().filter(|post| post["typ"] == "raderad").count();
    assert_eq!(gone, 2, "{feed}");
    done(&server, &["kontrollera", "--logg"]);

    // Lifted, and into an archive that is sealed.
    assert_eq!(stopp("hav", &["--insats", &other, "--vem", "Stadsjuristen"]).0, 0);
    assert_eq!(stopp("hav", &["--insats", &other, "--vem", "Stadsjuristen"]).0, 1, "it has been lifted");
    let said = stopp("lista", &[]).1;
    assert!(said.contains("hävt / lifted") && said.contains("hålls / held") && said.contains("mål 123-20"), "{said}");
    let sealed = plats.folder().join("forseglat");
    let sealed = sealed.to_str().unwrap();
    let said = done(&server, &["gallra", "--deltaganden", &regler, "--verkstall", "--arkiv", sealed, "--forseglat"]);
    assert!(said.contains("1 gallrade / pruned"), "{said}");
    assert_eq!(left(&server).await, ["a-2", "oppen"]);
    assert!(!std::fs::read_to_string(sealed).unwrap().contains("a-3"));
    let shown = records(&done(&server, &["gallra", "--visa-arkiv", sealed]));
    assert!(shown.len() == 1 && shown[0]["nyckel"] == "a-3", "{shown:?}");
    let (code, said) = command(&server, &["gallra", "--deltaganden", &regler, "--verkstall", "--arkiv", sealed]);
    assert!(code == 3 && said.contains("--forseglat"), "{said}");
}

#[tokio::test]
async fn rules_with_faults_prune_nothing() {
    let plats = Plats::new(Databas::Sqlite);
    let server = Finsam::new(&plats.address(), plats.folder(), &[]).await;
    for (from, to, why) in [
        ("ar = 5", "ar = 0", "regel 1: ar: ange 1-200 år"),
        ("2020-03-01", "2999-01-01", "regel 1: datum"),
        ("SN 2020/12", " ", "regel 1: beslut"),
        ("slag = \"antal\"", "slag = \"antal\"\npart = \"kommun:2280\"", "regel 3: part"),
        ("beslutatAv", "beslutad", "unknown field"),
        ("kommun:2280", "kommun:1", "regler.toml"),
    ] {
        let regler = file(plats.folder(), "regler.toml", &REGLER.replacen(from, to, 1));
        let (code, said) = command(&server, &["gallra", "--deltaganden", &regler]);
        assert!(code == 1 && said.contains(why), "{to}: {said}");
    }
    let regler = file(plats.folder(), "regler.toml", "regel = []");
    assert!(command(&server, &["gallra", "--deltaganden", &regler]).1.contains("ingen regel"));
}
