//! `finsam kontrollera --logg` and `finsam gallra --logg`.

use finsam_api::kontrollpunkt::Vakt;
use finsam_store::Store;

use super::process::{Demo, expect};

/// Does to the file what whoever owns it can.
fn tamper(demo: &Demo, sql: &str) {
    let conn = rusqlite::Connection::open(demo.path("finsam.db")).unwrap();
    conn.pragma_update(None, "foreign_keys", false).unwrap();
    conn.execute_batch(sql).unwrap();
}

const UNGUARDED: &str =
    "DROP TRIGGER atkomst_andras_inte; DROP TRIGGER atkomst_raderas_inte; DROP TRIGGER arende_raderas_inte;
    DROP TRIGGER loggled_raderas_inte; DROP TRIGGER arende_andras_inte;";

#[tokio::test(flavor = "multi_thread")]
async fn what_is_done_to_the_log_is_found() {
    let demo = Demo::new().await;
    let database = demo.database();
    let punkter = demo.path("kontrollpunkter");
    let file = punkter.display().to_string();
    let plain = ["kontrollera", "--logg", "--database", &database];
    expect(0, &["Loggen står som den skrevs", "The log stands as it was written"], &plain);
    let app = demo.app().await;
    let vakt = Vakt::open(&punkter, &demo.ring(), std::time::Duration::from_secs(60)).unwrap();
    assert!(vakt.write(&app).await.unwrap());
    assert!(!vakt.write(&app).await.unwrap(), "nothing has come since");
    demo.write(app.store.as_ref(), "sist").await;
    assert!(vakt.write(&app).await.unwrap());
    let publik = vakt.kontrollnyckel().to_string();
    app.store.close().await;
    let with = [&plain[..], &["--kontrollpunkter", &file, "--kontrollnyckel", &publik]].concat();
    expect(0, &["2 kontrollpunkter", &publik], &with);
    let key = demo.key_file();
    let ring = [&plain[..], &["--kontrollpunkter", &file, "--nyckel", &key]].concat();
    expect(0, &[&publik], &ring);
    let another = "11".repeat(32);
    let wrong = [&plain[..], &["--kontrollpunkter", &file, "--kontrollnyckel", &another]].concat();
    expect(1, &["rad / line 1"], &wrong);
    expect(2, &["64 hexadecimala siffror"], &[&plain[..], &["--kontrollnyckel", "x"]].concat());
    expect(3, &["ingen"], &[&plain[..], &["--kontrollpunkter", "ingen"]].concat());
    expect(2, &["--logg"], &["kontrollera", "--database", &database, "--kontrollnyckel", &another]);

    // The last unit of work goes with all that tells of it.
    tamper(
        &demo,
        &format!(
            "{UNGUARDED} DELETE FROM atkomst WHERE arende = (SELECT max(nummer) FROM arende);
             DELETE FROM loggled WHERE arende = (SELECT max(nummer) FROM arende);
             DELETE FROM arende WHERE nummer = (SELECT max(nummer) FROM arende);"
        ),
    );
    expect(0, &[], &plain);
    expect(1, &["fanns och saknas", "was there and is missing", "åtkomstloggen är ändrad"], &with);
    // And a line is another's.
    tamper(&demo, "UPDATE arende SET vem = 'någon annan' WHERE nummer = 1");
    expect(1, &["segment 1, 1: ändrad", "altered, the lines 1-"], &plain);
}

#[tokio::test(flavor = "multi_thread")]
async fn what_is_pruned_leaves_a_signed_head() {
    let demo = Demo::new().await;
    let (database, key) = (demo.database(), demo.key_file());
    let plain = ["gallra", "--logg", "--database", &database];
    expect(0, &["ingenting att gallra", "nothing to prune"], &plain);
    let carry_out = [&plain[..], &["--verkstall", "--beslut", "dnr 2031/12"]].concat();
    expect(2, &["--verkstall", "--beslut"], &[&plain[..], &["--verkstall"]].concat());
    // In a register without events every line of 2015 is old enough.
    let store = demo.store();
    demo.write(&store, "2015").await;
    store.close().await;
    tamper(
        &demo,
        "DROP TRIGGER handelse_sista_stannar; DELETE FROM handelse;
        DROP TRIGGER arende_andras_inte; DROP TRIGGER loggled_andras_inte",
    );
    expect(0, &["inget är borttaget", "nothing is removed", "segment 2"], &plain);
    expect(2, &["--nyckel"], &carry_out);
    let signed = [&carry_out[..], &["--nyckel", &key]].concat();
    expect(0, &["1 rader gallrade"], &signed);
    let check = ["kontrollera", "--logg", "--database", &database, "--nyckel", &key];
    expect(0, &["segment 2 är gallrat", "dnr 2031/12", "The log stands as it was written"], &check);
    tamper(&demo, "DROP TRIGGER logghuvud_andras_inte; UPDATE logghuvud SET beslut = 'dnr 2031/13'");
    expect(1, &["gallringens signatur stämmer inte"], &check);
}
