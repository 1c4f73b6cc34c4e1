//! Lists, page by page, while others write.

use finsam_client::{Deltagandefraga, Sidval, TryStreamExt, Villkor};
use finsam_tests::poster::{avslutad, nyckel, person, uppgift};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::Value;

on_each_database!(pages_are_numbered, a_marker_neither_skips_nor_repeats, selections_select);

async fn fill(varld: &Varld, numbers: impl IntoIterator<Item = u32>) {
    let client = varld.client(Vem::Part);
    for n in numbers {
        client.deltaganden().put(&nyckel(n), Villkor::Inget, &uppgift(&person(n))).await.unwrap();
    }
}

async fn pages_are_numbered(server: Server) {
    let varld = Varld::new(server).await;
    fill(&varld, 1..=7).await;
    let client = varld.client(Vem::Part);
    let page = async |n| client.deltaganden().list(Deltagandefraga::default(), Sidval::page(n).limit(3)).await.unwrap();
    let second = page(2).await;
    let keys: Vec<_> = second.poster.iter().map(|post| post.nyckel.nyckel.as_str()).collect();
    assert_eq!(keys, ["d-4", "d-5", "d-6"]);
    assert_eq!((second.meta.total_records, second.meta.page, second.meta.total_pages), (7, Some(2), Some(3)));
    assert!(second.lankar.prev.is_some() && second.lankar.next.is_some());
    let last = page(3).await;
    assert_eq!((last.poster.len(), last.lankar.next, last.meta.markor), (1, None, None));
    let past = page(4).await;
    assert!(past.poster.is_empty() && past.lankar.next.is_none());

    let raw = varld.raw(Vem::Part);
    let mut path = "/deltaganden?avslutad=false&limit=2".to_owned();
    let mut seen = Vec::new();
    loop {
        let answer = raw.get(&path).await.json();
        seen.extend(answer["poster"].as_array().unwrap().iter().map(|post| post["nyckel"].clone()));
        assert!(answer["_links"]["self"]["href"].as_str().unwrap().contains("avslutad=false"));
        let Value::String(next) = &answer["_links"]["next"]["href"] else { break };
        path = next.strip_prefix("/finsam/v1").unwrap().to_owned();
        assert!(path.contains("avslutad=false") && path.contains("limit=2"), "{path}");
    }
    assert_eq!(seen, ["d-1", "d-2", "d-3", "d-4", "d-5", "d-6", "d-7"]);
    for odd in ["limit=0", "limit=1001", "limit=x", "page=0", "page=1&markor=AAAAAAAAACo", "markor=spam", "spam=1"] {
        let answer = raw.get(&format!("/deltaganden?{odd}")).await;
        assert_eq!((answer.status, answer.json()["avvikelser"][0]["kod"].as_str()), (400, Some("FMT-13")), "{odd}");
    }
}

async fn a_marker_neither_skips_nor_repeats(server: Server) {
    let varld = Varld::new(server).await;
    fill(&varld, 1..=6).await;
    let client = varld.client(Vem::Part);
    let all = client.deltaganden();
    let mut seen = Vec::new();
    let mut sidval = Sidval::default().limit(2);
    let mut others = 7;
    loop {
        let page = all.list(Deltagandefraga::default(), sidval).await.unwrap();
        seen.extend(page.poster.iter().map(|post| post.nyckel.nyckel.clone()));
        let Some(place) = page.meta.markor else { break };
        sidval = Sidval::markor(place).limit(2);
        // Between two pages one is deleted that has been seen, one is changed and two are added.
        if others < 11 {
            let gone: u32 = seen[seen.len() - 2].strip_prefix("d-").unwrap().parse().unwrap();
            all.delete(&nyckel(gone), 1).await.unwrap();
            all.put(&nyckel(6), Villkor::Inget, &uppgift(&avslutad(6))).await.unwrap();
            fill(&varld, [others, others + 1]).await;
            others += 2;
        }
    }
    assert_eq!(seen, (1..others).map(|n| format!("d-{n}")).collect::<Vec<_>>());

    let left: Vec<_> = all.stream(Deltagandefraga::default()).try_collect().await.unwrap();
    assert_eq!(left.len(), usize::try_from(others).unwrap() - 3);
}

async fn selections_select(server: Server) {
    let varld = Varld::new(server).await;
    fill(&varld, 1..=3).await;
    let client = varld.client(Vem::Part);
    client.deltaganden().put(&nyckel(1), Villkor::Inget, &uppgift(&avslutad(1))).await.unwrap();
    let count = async |fraga| client.deltaganden().list(fraga, Sidval::default()).await.unwrap().meta.total_records;
    let all = Deltagandefraga::default();
    assert_eq!(count(Deltagandefraga { avslutad: Some(true), ..all }).await, 1);
    assert_eq!(count(Deltagandefraga { avslutad: Some(false), ..all }).await, 2);
    assert_eq!(count(Deltagandefraga { ar: Some(2013), ..all }).await, 0);
    assert_eq!(count(Deltagandefraga { ar: Some(2014), ..all }).await, 3);
    assert_eq!(count(Deltagandefraga { ar: Some(2015), ..all }).await, 2, "the closed one ended in 2014");
    assert_eq!(count(Deltagandefraga { insats: Some(varld.insats.id), ..all }).await, 3);
    assert_eq!(count(Deltagandefraga { insats: Some(varld.antalsinsats.id), ..all }).await, 0);
}
