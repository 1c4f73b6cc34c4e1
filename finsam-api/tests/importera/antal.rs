//! `finsam importera --antal` and `finsam exportera --uppfoljning-finsam`.

use std::fs;

use finsam_core::id::InsatsId;
use finsam_store::on_each_database;
use serde_json::json;
use uuid::Uuid;

use super::{Mapp, aktor, command, finsam, told};

on_each_database!(counts_go_into_a_register_and_out_to_the_follow_up);

impl Mapp {
    /// An insats that is followed by counts, in the förbund that is there.
    async fn counted(&self) -> (InsatsId, String) {
        let store = self.store().await;
        let forbund = store.read().await.unwrap().forbund().all().await.unwrap()[0].id;
        let id = InsatsId(Uuid::now_v7());
        let insats = json!({"forbundId": forbund, "namn": "Öppna; dörren", "inriktning": "individ",
            "typ": "forberedande", "uppfoljningsmetod": "antal", "startdatum": "2013-01-01", "status": "pagaende"});
        let mut unit = store.begin(aktor()).await.unwrap();
        unit.insatser().insert(id, serde_json::from_value(insats).unwrap()).await.unwrap();
        unit.commit().await.unwrap();
        store.close().await;
        (id, forbund.to_string())
    }
}

async fn counts_go_into_a_register_and_out_to_the_follow_up(mapp: Mapp) {
    let (id, forbund) = mapp.counted().await;
    let file = mapp.path("antal.csv");
    let header = "insatsId;fran;till;kvinnor;man;nyaKvinnor;nyaMan;pagaendeKvinnor;pagaendeMan;\
        arbeteStudierJobreadyKvinnor;arbeteStudierJobreadyMan;ovrigt";
    let first = format!("{id};2014-01-01;2014-06-30;9;8;4;3;5;6;2;1;3");
    let second = format!("{id};2014-07-01;2014-12-31;7;8;2;2;4;5;1;1;0");
    let write = |rows: &[&str]| fs::write(&file, format!("{header}\r\n{}\r\n", rows.join("\r\n"))).unwrap();
    let database = mapp.plats.address();
    let run = |more: &[&str]| {
        let file = file.display().to_string();
        let args = ["importera", &file, "--antal", "--database", &database, "--forbund", &forbund, "--sandlada"];
        told(&command(&[&args, more].concat()).current_dir(mapp.plats.folder()).output().unwrap())
    };
    write(&[&first, &second]);
    let (code, text) = run(&["--importlage", "plan"]);
    assert!(code == 0 && text.contains("2 mottagna: 2 skapade"), "{code} {text}");
    let plan = text.split("--plan ").nth(1).unwrap().trim().to_owned();
    let (code, text) = run(&["--plan", "1"]);
    assert!(code == 3 && text.contains("KONFLIKT"), "{code} {text}");
    let (code, text) = run(&["--plan", &plan]);
    assert!(code == 0 && text.contains("2 mottagna: 2 skapade"), "{code} {text}");
    assert!(run(&[]).1.contains("2 oförändrade"));

    write(&[&first]);
    let (code, text) = run(&["--avstamning"]);
    assert!(code == 1 && text.contains("maxRaderade=1") && text.contains("ingenting skrevs"), "{code} {text}");
    let (code, text) = run(&["--avstamning", "--max-raderade", "1", "--importlage", "plan"]);
    assert!(code == 0 && text.contains("1 borttagna vid avstämning"), "{code} {text}");
    let faulty = first.replace(";9;", ";-9;");
    write(&[&faulty, &second]);
    let (code, text) = run(&["--atomicitet", "allt"]);
    assert!(code == 1 && text.contains("rad 1 fel REG-27 /kvinnor") && text.contains("1 avvisade"), "{code} {text}");

    let export = |more: &[&str]| {
        let args = ["exportera", "--uppfoljning-finsam", "--ar", "2014", "--database", &database];
        let output = finsam(&[&args, more].concat());
        assert_eq!(output.status.code(), Some(0), "{:?}", output.stderr);
        String::from_utf8(output.stdout).unwrap()
    };
    let persons = mapp.insats;
    let expected = format!(
        "\u{feff}forbund;ar;insatsId;insats;inriktning;uppfoljningsmetod;kon;nya;pagaende;avslutade;\
         avslutadeArbeteStudierJobready;avslutadeFortsattRehab;avslutadeOvrigt\n\
         F;2014;{persons};I;individ;personuppgifter;kvinna;0;0;0;0;0;0\n\
         F;2014;{persons};I;individ;personuppgifter;man;0;0;0;0;0;0\n\
         F;2014;{id};\"Öppna; dörren\";individ;antal;kvinna;6;4;;3;0;\n\
         F;2014;{id};\"Öppna; dörren\";individ;antal;man;5;5;;2;0;\n\
         F;2014;{id};\"Öppna; dörren\";individ;antal;okant;;;;;;3\n"
    );
    assert_eq!(export(&[]), expected);
    assert_eq!(export(&["--forbund", &forbund]), expected);
    assert_eq!(export(&["--forbund", &Uuid::nil().to_string()]).lines().count(), 1);

    // With people in the other insats, who are counted one by one.
    let made = mapp.records(40);
    assert_eq!(mapp.import_here(&made, &[]).0, 0);
    let sum = |text: &str, kon: &str| -> i64 {
        let own = text.lines().filter(|line| line.contains(&persons.to_string()) && line.contains(kon));
        own.map(|line| line.split(';').nth(7).unwrap().parse::<i64>().unwrap()).sum()
    };
    let lines: Vec<serde_json::Value> =
        fs::read_to_string(&made).unwrap().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let began = lines.iter().filter(|post| post["startdatum"].as_str().unwrap().starts_with("2014")).count();
    assert!(began > 0, "the made-up records begin in other years");
    let text = export(&[]);
    assert_eq!(sum(&text, ";kvinna;") + sum(&text, ";man;"), i64::try_from(began).unwrap());
}

#[test]
fn arguments_go_together() {
    let code = |args: &[&str]| told(&finsam(args)).0;
    assert_eq!(code(&["exportera", "--ar", "2014", "--database", "sqlite:x"]), 2, "what to write out");
    assert_eq!(code(&["exportera", "--uppfoljning-finsam", "--ar", "1900", "--database", "sqlite:x"]), 2);
    assert_eq!(code(&["exportera", "--uppfoljning-finsam", "--ar", "2014", "--database", "sqlite:there-is-none"]), 3);
    assert_eq!(
        code(&["importera", "antal.csv", "--plan", "1", "--mot", "http://h", "--token-fil", "t"]),
        2,
        "of counts"
    );
}
