//! `finsam exportera --behandlingsregister`.

use std::fs;

use chrono::TimeDelta;
use finsam_api::klocka::{Klocka, Systemklocka};
use finsam_api::kommando::random_bytes;
use finsam_api::token::Bestallning;
use finsam_core::atkomst::Roll;
use finsam_core::id::WebhookId;
use finsam_core::protokoll::Webhookuppgift;
use finsam_store::on_each_database;
use finsam_store::rum::{Leveranstillstand, Webhook};
use serde_json::Value;
use uuid::Uuid;

use super::{Mapp, aktor, command, finsam, told};

on_each_database!(the_processing_is_told_without_any_person);

const REGLER: &str = "[[regel]]\nslag = \"deltaganden\"\npart = \"kommun:2280\"\nar = 10\nbeslut = \"SN 2021/12\"\n\
    datum = \"2021-03-01\"\nbeslutatAv = \"Socialnämnden\"\n";
const INSTALLNINGAR: &str =
    "rojandeskydd = 7\nanrop_per_minut = 30\nandringar_dagar = 45\nnyckel = \"finsam.nyckel\"\n";

impl Mapp {
    fn processing(&self, more: &[&str]) -> (i32, String) {
        let database = self.plats.address();
        let args = ["exportera", "--behandlingsregister", "--database", &database];
        told(&command(&[&args, more].concat()).current_dir(self.plats.folder()).output().unwrap())
    }

    fn processing_json(&self, more: &[&str]) -> Value {
        let (code, said) = self.processing(&[&["--format", "json"], more].concat());
        assert_eq!(code, 0, "{said}");
        serde_json::from_str(&said).unwrap()
    }

    /// Two keys of a part's system that hold and one that has ended, and a webhook.
    async fn receivers(&self) {
        let (store, nu) = (self.store().await, Systemklocka.now());
        let mut unit = store.begin(aktor()).await.unwrap();
        for till in [None, Some(nu + TimeDelta::days(1)), Some(nu - TimeDelta::days(1))] {
            let part = Some("kommun:2280".parse().unwrap());
            let namn = "Anna Andersson".to_owned();
            let order =
                Bestallning { namn, roll: Roll::Partssystem, part, forbund: None, insatser: vec![], giltig_till: till };
            let (token, _) = order.make(Uuid::now_v7(), random_bytes().unwrap(), nu);
            unit.tokens().insert(&token).await.unwrap();
        }
        let url = "https://kommun.example.org/hemlig-adress?nyckel=1".to_owned();
        let webhook = Webhook {
            id: WebhookId(Uuid::now_v7()),
            version: 1,
            roll: Roll::Partssystem,
            hyresgast: "kommun:2280".parse().unwrap(),
            forbund: None,
            uppgift: Webhookuppgift { url, aktiv: true },
            skapad: nu,
            leverans: Leveranstillstand::default(),
        };
        unit.webhookar().insert(&webhook, b"hemligt").await.unwrap();
        unit.commit().await.unwrap();
        store.close().await;
    }
}

async fn the_processing_is_told_without_any_person(mapp: Mapp) {
    let empty = mapp.processing_json(&[]);
    assert_eq!(empty["personuppgiftsansvariga"], Value::Array(Vec::new()));
    assert_eq!((&empty["gallring"]["beslut"], &empty["mottagare"]["webhookar"]), (&Value::Null, &Value::Array(vec![])));
    let states = |told: &Value| {
        let all = told["skyddsatgarder"].as_array().unwrap();
        let state = |says: &str| {
            let one = all.iter().find(|one| one["atgard"]["sv"].as_str().unwrap().contains(says)).unwrap();
            (one["tillampas"].as_bool(), one["varde"].as_u64())
        };
        [state("tröskelvärde"), state("anrop i minuten"), state("kontrollpunkter"), state("AES-256-GCM")]
    };
    assert_eq!(states(&empty), [(None, None); 4], "without settings nobody knows");

    let file = mapp.records(20);
    assert_eq!(mapp.import_here(&file, &[]).0, 0);
    mapp.receivers().await;
    fs::write(mapp.path("regler.toml"), REGLER).unwrap();
    fs::write(mapp.path("finsam.toml"), INSTALLNINGAR).unwrap();
    let named = ["--gallringsregler", "regler.toml", "--config", "finsam.toml"];
    let told = mapp.processing_json(&named);
    let controllers = told["personuppgiftsansvariga"].as_array().unwrap();
    assert_eq!(controllers.len(), 1);
    assert_eq!((&controllers[0]["part"], &controllers[0]["namn"]), (&"kommun:2280".into(), &"Härnösand".into()));
    assert_eq!(controllers[0]["personuppgifter"], true);
    let roles = told["mottagare"]["roller"].as_array().unwrap();
    let of = |roll: Roll| roles.iter().find(|one| one["roll"] == roll.code()).unwrap();
    assert_eq!(
        (roles.len(), &of(Roll::Partssystem)["nycklar"]),
        (Roll::ALL.len(), &3.into()),
        "those that hold, the import's own too"
    );
    for roll in Roll::ALL {
        let shown = of(*roll)["farSe"]["sv"].as_str().unwrap();
        assert_eq!(shown.starts_with("personuppgifter"), roll.acts_for_part(), "{roll}: {shown}");
    }
    let webhook = &told["mottagare"]["webhookar"][0];
    assert_eq!((&webhook["hyresgast"], &webhook["vard"]), (&"kommun:2280".into(), &"kommun.example.org".into()));
    assert_eq!(told["gallring"]["beslut"][0]["beslut"], "SN 2021/12");
    let built_in = told["gallring"]["inbyggd"].as_array().unwrap();
    assert!(built_in.iter().any(|one| one["dygn"] == 45 && one["vad"]["en"].as_str().unwrap().contains("change feed")));
    assert_eq!(states(&told), [(Some(true), Some(7)), (Some(true), Some(30)), (Some(false), None), (Some(true), None)]);

    let swedish = mapp.processing(&named).1;
    let english = mapp.processing(&[&named[..], &["--sprak", "en"]].concat()).1;
    assert!(
        swedish.contains("Personuppgiftsansvariga\n") && swedish.contains("- kommun:2280 Härnösand\n"),
        "{swedish}"
    );
    assert!(swedish.contains("- deltaganden kommun:2280: 10 år, SN 2021/12 2021-03-01, Socialnämnden"), "{swedish}");
    assert!(english.contains("Controllers\n") && english.contains("[yes 7] Counts about people"), "{english}");
    let records = fs::read_to_string(&file).unwrap();
    let mut looked_for = 0;
    for record in records.lines().map(|line| serde_json::from_str::<Value>(line).unwrap()) {
        for field in ["personnummer", "nyckel", "startdatum"] {
            let Some(value) = record[field].as_str() else { continue };
            looked_for += 1;
            for text in [&told.to_string(), &swedish, &english] {
                assert!(!text.contains(value), "{field}");
            }
        }
    }
    assert!(looked_for >= 40);
    for text in [&told.to_string(), &swedish, &english] {
        assert!(
            !text.contains("Anna Andersson") && !text.contains("hemlig"),
            "neither names of keys nor whole addresses"
        );
    }
}

#[test]
fn arguments_go_together() {
    let code = |args: &[&str]| told(&finsam(&[&["exportera", "--database", "sqlite:there-is-none"], args].concat())).0;
    assert_eq!(code(&["--behandlingsregister", "--uppfoljning-finsam", "--ar", "2014"]), 2, "one at a time");
    assert_eq!(code(&["--behandlingsregister", "--ar", "2014"]), 2);
    assert_eq!(code(&["--behandlingsregister", "--format", "csv"]), 2);
    assert_eq!(code(&["--uppfoljning-finsam"]), 2, "of which year");
    assert_eq!(code(&["--uppfoljning-finsam", "--ar", "2014", "--format", "json"]), 2);
    assert_eq!(code(&["--uppfoljning-finsam", "--ar", "2014", "--sprak", "en"]), 2);
    assert_eq!(code(&["--behandlingsregister", "--gallringsregler", "there-is-none"]), 3);
    assert_eq!(code(&["--behandlingsregister"]), 3);
}
