//! Work lists: what there is to do for the statistics to be true.

use chrono::TimeDelta;

use finsam_client::{Client, Sidval, Villkor};
use finsam_core::deltagande::{Arbetslista, Uppfoljningsmanad, Uppfoljningsuppgift};
use finsam_core::forsorjning::Lage;
use finsam_core::protokoll::{Arbetslage, Felkod};
use finsam_tests::poster::{anonym, avslutad, nyckel, person, uppgift, with};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(what_is_late_is_told, lists_are_read_page_by_page_by_the_part_alone);

const DAY: TimeDelta = TimeDelta::days(1);

/// Three open, one anonymous, two closed of whom one has been followed up, and two who cannot be.
async fn filled(server: Server) -> Varld {
    let varld = Varld::new(server).await;
    let client = varld.client(Vem::Part);
    let all = client.deltaganden();
    let because = |n, anledning: &str| with(avslutad(n), json!({"avslutsanledning": anledning, "efter": null}));
    let records = [
        (1, person(1)),
        (2, person(2)),
        (3, person(3)),
        (4, anonym()),
        (5, avslutad(5)),
        (6, avslutad(6)),
        (7, because(7, "avliden")),
        (8, because(8, "felregistrering")),
    ];
    for (n, record) in records {
        all.put(&nyckel(n), Villkor::Inget, &uppgift(&record)).await.unwrap();
    }
    let told = Uppfoljningsuppgift { datum: "2015-01-10".parse().unwrap(), lage: Lage::default() };
    all.put_follow_up(&nyckel(5), Uppfoljningsmanad::Tre, Villkor::Inget, &told).await.unwrap();
    varld
}

/// How many stand on each list, and of how many.
fn told(lage: &Arbetslage) -> Vec<(Option<i64>, Option<i64>)> {
    lage.listor.iter().map(|rad| (rad.deltaganden.antal, rad.underlag)).collect()
}

async fn of(client: &Client, varld: &Varld, manader: u32) -> Vec<(Option<i64>, Option<i64>)> {
    told(&client.insatser().work(varld.insats.id, manader).await.unwrap())
}

async fn what_is_late_is_told(server: Server) {
    let varld = filled(server).await;
    let client = varld.client(Vem::Part);
    let n = |antal, underlag| (Some(antal), Some(underlag));
    // 2015-06-01: everything was written today, and eight months have passed since the end.
    let now = client.insatser().work(varld.insats.id, 6).await.unwrap();
    assert_eq!(told(&now), [n(0, 4), n(0, 4), n(1, 2), n(2, 2), n(0, 0), n(1, 8)]);
    assert_eq!((now.per.to_string().as_str(), now.manader), ("2015-06-01", 6));
    assert_eq!(now.part.map(|part| part.to_string()).as_deref(), Some("kommun:2280"));
    assert_eq!(now.listor[2].deltaganden.andel, Some(50));

    varld.server.klocka.forward(DAY * 184);
    assert_eq!(of(&client, &varld, 6).await[..2], [n(4, 4), n(0, 4)], "2015-12-02");
    assert_eq!(of(&client, &varld, 7).await[0], n(0, 4));
    assert_eq!(of(&client, &varld, 6).await[4], n(2, 2), "a year has passed");
    let changed = with(person(1), json!({"utbildningsniva": "eftergymnasial"}));
    client.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&changed)).await.unwrap();
    client.deltaganden().put(&nyckel(2), Villkor::Inget, &uppgift(&person(2))).await.unwrap();
    assert_eq!(of(&client, &varld, 6).await[0], n(3, 4), "sending the same again changes nothing");

    let mut insats = varld.insats.uppgift.clone();
    insats.slutdatum = "2015-12-01".parse().ok();
    varld.client(Vem::System).insatser().put(varld.insats.id, Villkor::Version(1), &insats).await.unwrap();
    assert_eq!(of(&client, &varld, 6).await[1], n(4, 4));
    assert_eq!(of(&varld.client(Vem::Deltagar), &varld, 6).await[1], n(4, 4));
    assert_eq!(of(&varld.client(Vem::Timra), &varld, 6).await[1], n(0, 0), "each part its own");
    for vem in [Vem::Forbund, Vem::Insats, Vem::Nationell] {
        let all = varld.client(vem).insatser().work(varld.insats.id, 6).await.unwrap();
        assert_eq!((told(&all)[1], all.part), ((Some(4), None), None), "{vem:?}: of all parts");
    }
}

async fn lists_are_read_page_by_page_by_the_part_alone(server: Server) {
    let varld = filled(server).await;
    varld.server.klocka.forward(DAY * 184);
    let client = varld.client(Vem::Part);
    let id = varld.insats.id;
    let list = async |lista, sidval| client.insatser().work_list(id, lista, 6, sidval).await.unwrap();
    let keys = async |lista| {
        let page = list(lista, Sidval::default()).await;
        assert_eq!(page.meta.total_records, page.poster.len() as u64);
        page.poster.iter().map(|post| post.nyckel.nyckel.clone()).collect::<Vec<_>>()
    };
    assert_eq!(keys(Arbetslista::Ororda).await, ["d-1", "d-2", "d-3", "d-4"]);
    assert_eq!(keys(Arbetslista::EfterSlut).await, [""; 0]);
    assert_eq!(keys(Arbetslista::Uppfoljning3).await, ["d-6"]);
    assert_eq!(keys(Arbetslista::Uppfoljning6).await, ["d-5", "d-6"]);
    assert_eq!(keys(Arbetslista::Uppfoljning12).await, ["d-5", "d-6"]);
    assert_eq!(keys(Arbetslista::UtanSamtycke).await, ["d-4"]);
    let second = list(Arbetslista::Ororda, Sidval::page(2).limit(3)).await;
    assert_eq!((second.poster.len(), second.meta.total_records), (1, 4));
    assert_eq!(second.poster[0].nyckel, nyckel(4));
    assert_eq!(second.poster[0].andrad, "2015-06-01".parse().ok());

    let log = |n: i64| {
        let lines = varld.server.plats().count(
            "SELECT count(*) FROM atkomst l JOIN arende a ON a.nummer = l.arende WHERE a.handling LIKE '%arbetslistor/%'",
        );
        assert_eq!(lines, n, "each record shown is logged");
    };
    log(4 + 1 + 2 + 2 + 1 + 1);
    let timra = varld.client(Vem::Timra).insatser().work_list(id, Arbetslista::Ororda, 6, Sidval::default()).await;
    assert!(timra.unwrap().poster.is_empty());
    for vem in [Vem::Forbund, Vem::Insats, Vem::Nationell, Vem::System] {
        let refused = varld.client(vem).insatser().work_list(id, Arbetslista::Ororda, 6, Sidval::default()).await;
        assert_eq!(refused.unwrap_err().kod(), Some(Felkod::Forbjudet), "{vem:?}");
    }
    let raw = varld.raw(Vem::Part);
    assert_eq!(raw.get(&format!("/insatser/{id}/arbetslistor/annat")).await.status, 404);
    for odd in ["manader=0", "manader=61", "manader=x", "spam=1"] {
        for path in [format!("/insatser/{id}/arbetslistor?{odd}"), format!("/insatser/{id}/arbetslistor/ororda?{odd}")]
        {
            assert_eq!(raw.get(&path).await.status, 400, "{path}");
        }
    }
}
