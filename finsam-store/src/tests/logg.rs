//! The chain of the access log: whatever is done to it afterwards is found.

use std::sync::Arc;

use super::{ANNA, Databas, INSATS, Prov, aktor, insats, moment, on_each_database, part, skrivning};
use crate::logg::{Loggfel, Loggkontroll, verify};
use crate::rum::{Atkomstmal, Fran, Loggande, Logghuvud, Loggurval, Sidval, Strategi};

async fn check(prov: &Prov, punkter: &[Loggande]) -> Loggkontroll {
    verify(prov.store.read().await.unwrap().as_mut(), punkter).await.unwrap()
}

/// A register with a few units of work, and batches among them.
async fn filled(databas: Databas) -> Prov {
    let prov = Prov::new(databas).await;
    for n in 0..3 {
        let many = (0..=n * 20).map(|i| skrivning(&format!("d-{n}-{i}"), None, "2014-01-01", None)).collect();
        prov.save(many).await;
    }
    let mut enhet = prov.begin().await;
    enhet.atkomst().log(&[Atkomstmal::Validering(7), Atkomstmal::Deltagande(super::new_id("d-0-0"))]).await.unwrap();
    enhet.commit().await.unwrap();
    prov
}

/// Lets anything be done to the log, as whoever owns the database can.
fn unguarded(prov: &Prov) {
    for (table, triggers) in [
        ("arende", &["arende_andras_inte", "arende_raderas_inte"][..]),
        ("atkomst", &["atkomst_andras_inte", "atkomst_raderas_inte"]),
        ("loggled", &["loggled_andras_inte", "loggled_raderas_inte"]),
        ("loggsegment", &["loggsegment_andras_inte", "loggsegment_raderas_inte"]),
    ] {
        for trigger in triggers {
            let sql = if prov.address().starts_with("sqlite:") {
                format!("DROP TRIGGER {trigger}")
            } else {
                format!("DROP TRIGGER IF EXISTS {trigger} ON {table}")
            };
            assert_eq!(prov.refusal(&sql), None, "{sql}");
        }
    }
}

fn must(prov: &Prov, sql: &str) {
    assert_eq!(prov.refusal(sql), None, "{sql}");
}

on_each_database!(an_untouched_log_is_whole);
async fn an_untouched_log_is_whole(databas: Databas) {
    let prov = filled(databas).await;
    let kontroll = check(&prov, &[]).await;
    assert_eq!(kontroll.fel, []);
    assert_eq!((kontroll.segment, kontroll.led, kontroll.fore), (1, 5, 0));
    assert_eq!(kontroll.rader, u64::try_from(prov.count("SELECT count(*) FROM atkomst")).unwrap());
}

on_each_database!(what_is_rolled_back_leaves_the_chain_whole);
async fn what_is_rolled_back_leaves_the_chain_whole(databas: Databas) {
    let prov = filled(databas).await;
    for round in 0..6 {
        let mut enhet = prov.begin().await;
        enhet.atkomst().log(&[Atkomstmal::Validering(round)]).await.unwrap();
        if round % 2 == 0 {
            // A step that fails leaves nothing, and the unit of work goes on.
            let mut uppgift = insats("Fel");
            uppgift.forbund_id = finsam_core::id::ForbundId(uuid::Uuid::nil());
            assert!(enhet.insatser().update(INSATS, 1, uppgift).await.is_err());
        }
        enhet.atkomst().log(&[Atkomstmal::Validering(round)]).await.unwrap();
        if round % 3 != 0 {
            enhet.commit().await.unwrap();
        }
    }
    let kontroll = check(&prov, &[]).await;
    assert_eq!(kontroll.fel, []);
    assert_eq!((kontroll.segment, kontroll.led), (1, 9));
}

on_each_database!(writers_side_by_side_keep_it_whole);
async fn writers_side_by_side_keep_it_whole(databas: Databas) {
    let prov = Arc::new(filled(databas).await);
    let other: Arc<dyn crate::Store> = prov.open(Some(super::ring())).await.unwrap().into();
    let tasks: Vec<_> = (0..8)
        .map(|task| {
            let (prov, other) = (Arc::clone(&prov), Arc::clone(&other));
            tokio::spawn(async move {
                for n in 0..12 {
                    let store = if task % 2 == 0 { prov.store.as_ref() } else { other.as_ref() };
                    let mut enhet = store.begin(aktor(&format!("{task}-{n}"))).await.unwrap();
                    let one = vec![skrivning(&format!("s-{task}-{n}"), None, "2014-01-01", None)];
                    enhet.deltaganden().save(part("kommun:2280"), Strategi::Upsert, one).await.unwrap();
                    enhet.atkomst().log(&[Atkomstmal::Validering(n)]).await.unwrap();
                    if n % 5 != 4 {
                        enhet.commit().await.unwrap();
                    }
                }
            })
        })
        .collect();
    for task in tasks {
        task.await.unwrap();
    }
    let kontroll = check(&prov, &[]).await;
    assert_eq!(kontroll.fel, []);
    assert_eq!(kontroll.led, 5 + 8 * 10);
    assert!((2..=9).contains(&kontroll.segment), "{}", kontroll.segment);
}

on_each_database!(any_altered_value_is_found);
async fn any_altered_value_is_found(databas: Databas) {
    let prov = filled(databas).await;
    // A second process goes on in a segment of its own, from where the first had come.
    let other = prov.open(Some(super::ring())).await.unwrap();
    let mut enhet = other.begin(aktor("annan")).await.unwrap();
    enhet.atkomst().log(&[Atkomstmal::Validering(1)]).await.unwrap();
    enhet.commit().await.unwrap();
    unguarded(&prov);
    assert_eq!(check(&prov, &[]).await.fel, []);
    let sqlite = prov.address().starts_with("sqlite:");
    let flipped = if sqlite { "CAST(x'00' || substr(#, 2) AS BLOB)" } else { "'\\x00'::bytea || substring(# from 2)" };
    let (text, number) = ("# || 'x'", "# + 1");
    let columns: &[(&str, &str, &str, &str)] = &[
        ("arende", "nummer", "# + 100000", "nummer = 3"),
        ("arende", "tid", number, "nummer = 3"),
        ("arende", "vem", text, "nummer = 3"),
        ("arende", "roll", text, "nummer = 3"),
        ("arende", "handling", text, "nummer = 3"),
        ("arende", "anrop", text, "nummer = 3"),
        ("arende", "varfor", text, "nummer = 3"),
        ("arende", "varfor", "NULL", "nummer = 3"),
        ("arende", "varifran", "'x'", "nummer = 3"),
        ("arende", "varifran", "''", "nummer = 3"),
        ("atkomst", "nummer", "# + 100000", "nummer = 10"),
        ("atkomst", "arende", number, "nummer = 10"),
        ("atkomst", "resurs", "1", "nummer = 10"),
        ("atkomst", "id", flipped, "nummer = 10"),
        ("atkomst", "id", "NULL", "nummer = 10"),
        ("atkomst", "antal", "0", "nummer = 10"),
        ("atkomst", "antal", number, "nummer = 67"),
        ("loggled", "segment", number, "segment = 1 AND nummer = 3"),
        ("loggled", "nummer", "# + 100", "segment = 1 AND nummer = 5"),
        ("loggled", "arende", "# + 100000", "segment = 1 AND nummer = 3"),
        ("loggled", "fran", number, "segment = 1 AND nummer = 3"),
        ("loggled", "till", number, "segment = 1 AND nummer = 3"),
        ("loggled", "antal", number, "segment = 1 AND nummer = 3"),
        ("loggled", "hash", flipped, "segment = 1 AND nummer = 3"),
        ("loggled", "hash", flipped, "segment = 1 AND nummer = 5"),
        ("loggsegment", "tid", number, "nummer = 1"),
        ("loggsegment", "anrop", text, "nummer = 1"),
        ("loggsegment", "forra", number, "nummer = 2"),
        ("loggsegment", "forra_led", "# - 1", "nummer = 2"),
        ("loggsegment", "forra_hash", flipped, "nummer = 2"),
        ("loggsegment", "hash", flipped, "nummer = 2"),
        ("loggstart", "arende_till", number, "nummer = 1"),
        ("loggstart", "atkomst_till", number, "nummer = 1"),
    ];
    for (table, column, value, place) in columns {
        let value = value.replace('#', column);
        must(&prov, &format!("CREATE TABLE kvar AS SELECT * FROM {table} WHERE {place}"));
        assert_eq!(prov.count("SELECT count(*) FROM kvar"), 1, "{table} {place}");
        // A file does not even let it be done.
        if sqlite && (*table, *column) == ("arende", "nummer") {
            must(&prov, "DROP TABLE kvar");
            continue;
        }
        must(&prov, &format!("UPDATE {table} SET {column} = {value} WHERE {place}"));
        let kontroll = check(&prov, &[]).await;
        assert!(!kontroll.fel.is_empty(), "{table}.{column} = {value} where {place}");
        let key = match (*table, *column) {
            (_, "hash") => (*place).to_owned(),
            ("loggled", _) => "hash = (SELECT hash FROM kvar)".to_owned(),
            ("arende" | "atkomst", "nummer") => "nummer = (SELECT nummer + 100000 FROM kvar)".to_owned(),
            _ => (*place).to_owned(),
        };
        must(&prov, &format!("UPDATE {table} SET {column} = (SELECT {column} FROM kvar) WHERE {key}"));
        must(&prov, "DROP TABLE kvar");
        assert_eq!(check(&prov, &[]).await.fel, [], "{table}.{column} put back");
    }
}

on_each_database!(what_is_removed_or_put_in_is_found);
async fn what_is_removed_or_put_in_is_found(databas: Databas) {
    let prov = filled(databas).await;
    unguarded(&prov);
    let ends = prov.store.read().await.unwrap().logg().ends().await.unwrap();
    assert_eq!(ends.len(), 1);
    assert_eq!(check(&prov, &ends).await.fel, []);
    // A line in the midst: its unit of work is named.
    must(&prov, "CREATE TABLE kvar AS SELECT * FROM atkomst WHERE nummer = 10");
    must(&prov, "DELETE FROM atkomst WHERE nummer = 10");
    let fel = check(&prov, &[]).await.fel;
    assert!(
        matches!(
            fel[..],
            [Loggfel::Led { segment: 1, led: 3, rader: Some((5, 25)) }, Loggfel::Utanfor { rader: 0, .. }]
                | [Loggfel::Led { segment: 1, led: 3, rader: Some((5, 25)) }]
        ),
        "{fel:?}"
    );
    must(&prov, "INSERT INTO atkomst SELECT * FROM kvar");
    assert_eq!(check(&prov, &[]).await.fel, []);
    // A line put in after all others.
    must(&prov, "INSERT INTO atkomst (nummer, arende, resurs) VALUES (1000, 4, 3)");
    assert_eq!(check(&prov, &[]).await.fel, [Loggfel::Utanfor { rader: 1, arenden: 0 }]);
    must(&prov, "DELETE FROM atkomst WHERE nummer = 1000");
    // The last unit of work with everything that tells of it: only a checkpoint remembers it.
    must(&prov, "DELETE FROM atkomst WHERE arende = 5");
    must(&prov, "DELETE FROM arende WHERE nummer = 5");
    must(&prov, "DELETE FROM loggled WHERE arende = 5");
    assert_eq!(check(&prov, &[]).await.fel, []);
    assert_eq!(check(&prov, &ends).await.fel, [Loggfel::Kontrollpunkt { segment: 1, led: 5 }]);
}

on_each_database!(a_segment_does_not_go_without_a_trace);
async fn a_segment_does_not_go_without_a_trace(databas: Databas) {
    let prov = filled(databas).await;
    for _ in 0..2 {
        let other = prov.open(Some(super::ring())).await.unwrap();
        let mut enhet = other.begin(aktor("annan")).await.unwrap();
        enhet.atkomst().log(&[Atkomstmal::Validering(1)]).await.unwrap();
        enhet.commit().await.unwrap();
    }
    assert_eq!(prov.count("SELECT count(*) FROM loggsegment"), 3);
    unguarded(&prov);
    let arende = prov.count("SELECT arende FROM loggled WHERE segment = 2");
    for sql in [
        "DELETE FROM atkomst WHERE arende = #",
        "DELETE FROM arende WHERE nummer = #",
        "DELETE FROM loggled WHERE arende = #",
        "DELETE FROM loggsegment WHERE nummer = 2",
    ] {
        must(&prov, &sql.replace('#', &arende.to_string()));
    }
    let fel = check(&prov, &[]).await.fel;
    assert!(fel.contains(&Loggfel::Segment { segment: 3 }), "{fel:?}");
    assert!(fel.contains(&Loggfel::Kontrollpunkt { segment: 2, led: 1 }), "{fel:?}");
}

on_each_database!(lines_from_before_the_chain_are_told_of);
async fn lines_from_before_the_chain_are_told_of(databas: Databas) {
    let filled = "INSERT INTO arende (tid, vem, roll, handling, anrop) VALUES (0, 'v', 'r', 'h', 'a');\
                  INSERT INTO atkomst (arende, resurs) VALUES (1, 3), (1, 3);";
    let prov = Prov::grown(databas, filled).await;
    let mut enhet = prov.begin().await;
    enhet.atkomst().log(&[Atkomstmal::Validering(1)]).await.unwrap();
    enhet.commit().await.unwrap();
    let kontroll = check(&prov, &[]).await;
    assert_eq!(kontroll.fel, []);
    assert_eq!((kontroll.fore, kontroll.led, kontroll.rader), (2, 1, 1));
}

on_each_database!(lines_are_found_by_what_they_say);
async fn lines_are_found_by_what_they_say(databas: Databas) {
    let prov = filled(databas).await;
    prov.save(vec![skrivning("p", Some(ANNA), "2014-01-01", None)]).await;
    let sida = Sidval { limit: 3, fran: Fran::Hopp(0) };
    let mut las = prov.store.read().await.unwrap();
    let all = las.logg().list(Loggurval::default(), sida).await.unwrap();
    assert_eq!(all.totalt, u64::try_from(prov.count("SELECT count(*) FROM atkomst")).unwrap());
    assert_eq!(all.poster.iter().map(|post| post.nummer).collect::<Vec<_>>(), [1, 2, 3]);
    assert_eq!((all.poster[0].resurs, all.poster[0].tid), ("forbund", moment()));
    let next = Sidval { fran: Fran::Efter(all.sista.unwrap()), ..sida };
    assert_eq!(las.logg().list(Loggurval::default(), next).await.unwrap().poster[0].nummer, 4);
    for (urval, expected) in [
        (Loggurval { id: Some(super::new_id("d-0-0").0), ..Loggurval::default() }, 2),
        (Loggurval { resurs: Some("validering".to_owned()), ..Loggurval::default() }, 1),
        (Loggurval { resurs: Some("okand".to_owned()), ..Loggurval::default() }, 0),
        (Loggurval { vem: Some("någon annan".to_owned()), ..Loggurval::default() }, 0),
        (Loggurval { handling: Some("a\0b".to_owned()), ..Loggurval::default() }, 0),
        (Loggurval { fran: Some(moment() + chrono::TimeDelta::seconds(1)), ..Loggurval::default() }, 0),
        (Loggurval { till: Some(moment()), ..Loggurval::default() }, 0),
    ] {
        let found = las.logg().list(urval.clone(), Sidval { limit: 100, ..sida }).await.unwrap();
        assert_eq!((found.totalt, found.poster.len()), (expected, usize::try_from(expected).unwrap()), "{urval:?}");
    }
}

on_each_database!(what_is_pruned_leaves_a_head_and_the_chain_whole);
async fn what_is_pruned_leaves_a_head_and_the_chain_whole(databas: Databas) {
    let prov = filled(databas).await;
    let ends = prov.store.read().await.unwrap().logg().ends().await.unwrap();
    let later = moment() + chrono::TimeDelta::days(1);
    let prunable = async |fore| prov.store.read().await.unwrap().logg().prunable(fore).await.unwrap();
    assert_eq!(prunable(later).await, [], "the change feed names them");
    let mut enhet = prov.begin().await;
    enhet.handelser().prune(later, 1_000).await.unwrap();
    enhet.atkomst().log(&[Atkomstmal::Validering(2)]).await.unwrap();
    enhet.commit().await.unwrap();
    assert_eq!(prunable(moment()).await, [], "none is older");
    // The newest event stays, and with it the unit of work that made it: the fourth.
    let found = prunable(later).await;
    assert_eq!(found.iter().map(|ande| (ande.segment, ande.led)).collect::<Vec<_>>(), [(1, 3)]);
    for table in ["atkomst", "arende", "loggled"] {
        assert!(
            prov.refusal(&format!("DELETE FROM {table}")).is_some_and(|fel| fel.contains("append-only")),
            "{table}"
        );
    }
    let lines = prov.count("SELECT count(*) FROM atkomst");
    let huvud = Logghuvud { ande: found[0], tid: later, beslut: "dnr 2026/1".to_owned(), signatur: vec![1; 64] };
    let removed = prov.store.prune_log(&huvud).await.unwrap();
    assert_eq!(lines - prov.count("SELECT count(*) FROM atkomst"), i64::try_from(removed).unwrap());
    assert_eq!(removed, 3 + 1 + 21);
    prov.save(vec![skrivning("efter", None, "2014-01-01", None)]).await;
    let kontroll = check(&prov, &ends).await;
    assert_eq!((kontroll.fel, kontroll.huvuden), (vec![], vec![huvud.clone()]));
    assert_eq!((kontroll.led, kontroll.segment), (4, 1));
    assert!(prov.store.prune_log(&huvud).await.is_err(), "it is pruned already");
    for table in ["atkomst", "arende", "loggled", "logghuvud", "loggsegment"] {
        assert!(
            prov.refusal(&format!("DELETE FROM {table}")).is_some_and(|fel| fel.contains("append-only")),
            "{table}"
        );
    }
    // A head that says another hash does not let the chain hold.
    assert_eq!(
        check(&prov, &[Loggande { hash: [3; 32], ..huvud.ande }]).await.fel,
        [Loggfel::Kontrollpunkt { segment: 1, led: 3 }]
    );
    prov.judge().await;
}

/// The columns of the log whose every byte counts, by what they hold.
const BYTE: [(&str, &str, char); 13] = [
    ("arende", "tid", 'n'),
    ("arende", "vem", 't'),
    ("arende", "roll", 't'),
    ("arende", "handling", 't'),
    ("arende", "anrop", 't'),
    ("arende", "varfor", 't'),
    ("atkomst", "resurs", 'n'),
    ("atkomst", "id", 'b'),
    ("loggled", "fran", 'n'),
    ("loggled", "hash", 'b'),
    ("loggsegment", "tid", 'n'),
    ("loggsegment", "anrop", 't'),
    ("loggsegment", "hash", 'b'),
];

on_each_database!(any_byte_of_any_row_is_found);
/// Any byte of any row: chosen by a seed, one after another, and each put back.
async fn any_byte_of_any_row_is_found(databas: Databas) {
    let prov = filled(databas).await;
    unguarded(&prov);
    let sqlite = prov.address().starts_with("sqlite:");
    let mut seed = 7_u64;
    let mut below = |limit: i64| {
        seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        i64::try_from(seed >> 33).unwrap() % limit
    };
    for round in 0..104 {
        let (table, column, kind) = BYTE[round % BYTE.len()];
        let rows = prov.count(&format!("SELECT count(*) FROM {table} WHERE {column} IS NOT NULL"));
        let row = below(rows);
        let nummer = prov.count(&format!(
            "SELECT nummer FROM {table} WHERE {column} IS NOT NULL ORDER BY nummer LIMIT 1 OFFSET {row}"
        ));
        let place = format!("nummer = {nummer}");
        let length = if kind == 'n' {
            1
        } else {
            prov.count(&format!("SELECT CAST(length({column}) AS bigint) FROM {table} WHERE {place}"))
        };
        let at = below(length) + 1;
        let value = match (kind, sqlite) {
            ('n', _) => format!("{column} + {}", 1 << below(14)),
            ('t', _) => format!("substr({column}, 1, {at} - 1) || chr(1) || substr({column}, {at} + 1)")
                .replace("chr(1)", if sqlite { "char(1)" } else { "chr(1)" }),
            (_, true) => {
                let byte = format!("substr({column}, {at}, 1)");
                let other = format!("CASE {byte} WHEN x'00' THEN x'01' ELSE x'00' END");
                format!("CAST(substr({column}, 1, {at} - 1) || {other} || substr({column}, {at} + 1) AS BLOB)")
            }
            (_, false) => format!("set_byte({column}, {0}, get_byte({column}, {0}) # {1})", at - 1, 1 << below(8)),
        };
        must(&prov, &format!("CREATE TABLE kvar AS SELECT {column} FROM {table} WHERE {place}"));
        must(&prov, &format!("UPDATE {table} SET {column} = {value} WHERE {place}"));
        let unlike = format!("SELECT count(*) FROM {table} WHERE {place} AND {column} <> (SELECT {column} FROM kvar)");
        assert_eq!(prov.count(&unlike), 1, "{table}.{column} = {value}");
        assert!(!check(&prov, &[]).await.fel.is_empty(), "{table}.{column} = {value} where {place}");
        must(&prov, &format!("UPDATE {table} SET {column} = (SELECT {column} FROM kvar) WHERE {place}"));
        must(&prov, "DROP TABLE kvar");
    }
    assert_eq!(check(&prov, &[]).await.fel, []);
}
