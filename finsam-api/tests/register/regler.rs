//! `finsam kontrollera`: what stands in a register is held against every rule.

use chrono::NaiveDate;
use finsam_core::deltagande::{Deltagande, Deltagandeuppgift, Nyckel, Sammanhang, validate};
use finsam_core::id::DeltagandeId;
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_store::Store;
use finsam_store::rum::{Fran, Jamforelseurval, Sidval, Skrivning, Villkor};
use uuid::Uuid;

use super::process::{Demo, aktor, expect};

const NUMMER: &str = "199003122380";

fn change(demo: &Demo, sql: &str) {
    let conn = rusqlite::Connection::open(demo.path("finsam.db")).unwrap();
    assert_eq!(conn.execute(sql, ()).unwrap(), 1, "{sql}");
}

/// Registers the first person of the demo's register once more in the same insats, from the day after; the day and the key.
async fn register_again(demo: &Demo) -> String {
    let app = demo.app().await;
    let store: &dyn Store = app.store.as_ref();
    let mut session = store.read().await.unwrap();
    let part = session.deltaganden().parts().await.unwrap().into_iter().find(|one| one.personer).unwrap().part;
    let urval = Jamforelseurval { part, kallsystem: None, insats: None, ar: None };
    let sida = Sidval { limit: 100, fran: Fran::Efter(0) };
    let all = session.deltaganden().to_compare(urval, sida).await.unwrap();
    let insatser = session.insatser().all().await.unwrap();
    let forbunden = session.forbund().all().await.unwrap();
    drop(session);
    let new_year: NaiveDate = "2014-01-01".parse().unwrap();
    let kept: Deltagande = all
        .into_iter()
        .map(|(_, one)| one)
        .find(|one| one.personnummer.is_some() && one.post.slutdatum.is_some_and(|day| day < new_year))
        .unwrap();
    let insats = insatser.iter().find(|one| one.id == kept.post.insats_id).unwrap();
    let forbund = forbunden.iter().find(|one| one.id == insats.uppgift.forbund_id).unwrap();
    let start = kept.post.slutdatum.unwrap().succ_opt().unwrap();
    let uppgift = Deltagandeuppgift {
        startdatum: start,
        slutdatum: None,
        efter: None,
        avslutsanledning: None,
        ..Deltagandeuppgift::from(kept)
    };
    let (numrering, idag) = (Numrering::sandlada(Testnummer::default()), "2015-06-01".parse().unwrap());
    let sammanhang = Sammanhang { part, idag, numrering: &numrering, insats: Some((insats, &forbund.uppgift)) };
    let godkand = validate(uppgift, &sammanhang).unwrap();
    let mut unit = store.begin(aktor("igen")).await.unwrap();
    let skrivning = Skrivning {
        nyckel: Nyckel { kallsystem: "prov".to_owned(), nyckel: "igen".to_owned() },
        godkand,
        nytt_id: DeltagandeId(Uuid::from_u128(7)),
        villkor: Villkor::Inget,
    };
    unit.deltaganden().save(part, finsam_store::rum::Strategi::Upsert, vec![skrivning]).await.unwrap();
    unit.commit().await.unwrap();
    app.store.close().await;
    start.to_string()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_stands_is_held_against_every_rule() {
    let demo = Demo::new().await;
    let (database, key) = (demo.database(), demo.key_file());
    let start = register_again(&demo).await;
    let check = ["kontrollera", "--database", &database, "--nyckel", &key, "--sandlada"];
    let sound = expect(0, &["80 förbund", "0 fel / faults"], &check);
    assert!(!sound.contains("REG-") && !sound.contains("ID-"), "{sound}");
    expect(1, &["fel ID-10"], &check[..5]);
    expect(2, &["--nyckel"], &check[..3]);

    // What another program could have written.
    let id = format!("/deltaganden/{}", Uuid::from_u128(7));
    change(
        &demo,
        &format!("UPDATE deltagande SET post = replace(post, '{start}', '2013-01-01') WHERE nyckel = 'igen'"),
    );
    expect(1, &[&format!("{id}/startdatum fel REG-11")], &check);
    change(
        &demo,
        "UPDATE deltagande SET post = replace(post, '\"textversion\":\"demo-1\"', '\"textversion\":\"\"') WHERE nyckel = 'igen'",
    );
    change(&demo, &format!("UPDATE deltagande SET nyckel = '{NUMMER}' WHERE nyckel = 'igen'"));
    change(
        &demo,
        "UPDATE antal SET uppgift = replace(uppgift, '\"kvinnor\":7', '\"kvinnor\":-7') \
         WHERE nummer = (SELECT min(nummer) FROM antal WHERE uppgift LIKE '%\"kvinnor\":7,%')",
    );
    change(&demo, "UPDATE strukturdeltagande SET uppgift = json_set(uppgift, '$.antal', -1) WHERE nummer = 1");
    change(
        &demo,
        "UPDATE forbund SET uppgift = json_set(uppgift, '$.namn', '') WHERE nummer = (SELECT min(nummer) FROM forbund)",
    );
    let found =
        expect(1, &[&format!("{id}/nyckel fel REG-19"), "/antal/", "/namn fel REG-27", "registret har fel"], &check);
    assert!(found.contains("/antal fel REG-27") && found.contains("/strukturdeltagande/"), "{found}");
    assert!(!found.contains(NUMMER), "a number is quoted");
    expect(2, &["--kontrollpunkter"], &[&check[..3], &["--kontrollpunkter", "fil"]].concat());
    expect(2, &["--logg"], &[&check[..], &["--logg"]].concat());
}
