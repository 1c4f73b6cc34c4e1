//! The change feed as a stream.

use std::time::Duration;

use finsam_core::protokoll::Felkod;
use futures_util::StreamExt;

use super::{client, server};
use crate::{Andringsfraga, Efter, Fel, Steg, TryStreamExt};

/// A stretch: the markers of its changes, where it ends, and whether that is the end of the feed.
macro_rules! stretch {
    ($poster:literal, $markor:literal, $ikapp:literal) => {
        Some(concat!(
            "HTTP/1.1 200 OK\r\ncontent-type: application/json\r\nconnection: close\r\n\r\n{\"poster\":[",
            $poster,
            "],\"_meta\":{\"limit\":1000,\"count\":0,\"markor\":\"",
            $markor,
            "\",\"ikapp\":",
            $ikapp,
            "},\"_links\":{\"self\":{\"href\":\"/\"},\"first\":{\"href\":\"/\"}}}"
        ))
    };
}

macro_rules! change {
    ($markor:literal) => {
        concat!(
            "{\"markor\":\"",
            $markor,
            "\",\"tid\":\"2015-06-01T08:00:00Z\",\"typ\":\"skapad\",\"resurs\":\"insats\",",
            "\"id\":\"0190a5c0-7c00-7000-8000-000000000001\",\"version\":1}"
        )
    };
}

macro_rules! problem {
    ($status:literal, $kod:literal, $more:literal) => {
        Some(concat!(
            "HTTP/1.1 ",
            $status,
            " X\r\ncontent-type: application/problem+json\r\nconnection: close\r\n\r\n",
            "{\"type\":\"x\",\"title\":\"x\",\"detail\":\"x\",\"instance\":\"x\",\"status\":",
            $status,
            ",\"kod\":\"",
            $kod,
            "\"",
            $more,
            "}"
        ))
    };
}

/// The query of a request.
fn query(request: &str) -> &str {
    let target = request.lines().next().unwrap().split(' ').nth(1).unwrap();
    target.split_once('?').map_or("", |(_, query)| query)
}

fn name(steg: &Steg) -> String {
    let kind = if matches!(steg, Steg::Ikapp { .. }) { "ikapp " } else { "" };
    format!("{kind}{}", steg.markor())
}

#[tokio::test]
async fn it_goes_on_from_each_answer_and_waits_once_it_has_caught_up() {
    let (address, seen) = server(&[
        stretch!("", "m0", "false"),
        Some(concat!(
            "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n{\"poster\":[",
            change!("m1"),
            ",",
            change!("m2"),
            "],\"_meta\":{\"limit\":1000,\"count\":2,\"markor\":\"m3\",\"ikapp\":true},",
            "\"_links\":{\"self\":{\"href\":\"/\"},\"first\":{\"href\":\"/\"}}}"
        )),
        stretch!("", "m4", "true"),
        None,
        stretch!("", "m5", "true"),
    ])
    .await;
    let steps = client(&address).andringar().stream(Efter::Borjan).take(5);
    let steps: Vec<String> = steps.map_ok(|steg| name(&steg)).try_collect().await.unwrap();
    assert_eq!(steps, ["m1", "m2", "ikapp m3", "ikapp m4", "ikapp m5"]);
    let seen = seen.lock().unwrap();
    let queries: Vec<&str> = seen.iter().map(|request| query(request)).collect();
    assert_eq!(
        queries,
        [
            "limit=1000",
            "efter=m0&limit=1000",
            "efter=m3&limit=1000&vanta=30",
            "efter=m4&limit=1000&vanta=30",
            "efter=m4&limit=1000&vanta=30",
        ],
        "sent again where the connection was lost"
    );
}

#[tokio::test]
async fn an_expired_marker_ends_it_and_says_where_to_go_on() {
    let (address, _) = server(&[problem!("410", "UTGANGEN", ",\"markor\":\"m9\"")]).await;
    let mut steps = client(&address).andringar().stream("m1".to_owned());
    let fel = steps.try_next().await.unwrap_err();
    assert!(matches!(&fel, Fel::Utgangen { markor, .. } if markor == "m9"), "{fel}");
    assert_eq!((fel.status(), fel.kod()), (Some(410), Some(Felkod::Utgangen)));
    assert!(steps.try_next().await.unwrap().is_none(), "it is over");
}

#[tokio::test]
async fn an_error_that_may_pass_does_not_end_it() {
    let (address, seen) =
        server(&[problem!("500", "INTERNT", ""), stretch!("", "m1", "true"), problem!("403", "FORBJUDET", "")]).await;
    let begun = std::time::Instant::now();
    let mut steps = client(&address).andringar().stream(Efter::Nu);
    assert_eq!(steps.next().await.unwrap().unwrap_err().status(), Some(500));
    assert_eq!(name(&steps.next().await.unwrap().unwrap()), "ikapp m1");
    assert!(begun.elapsed() >= Duration::from_secs(1), "after a pause");
    assert_eq!(steps.next().await.unwrap().unwrap_err().status(), Some(403));
    assert!(steps.next().await.is_none(), "one that does not pass ends it");
    assert_eq!(query(&seen.lock().unwrap()[1]), "efter=nu&limit=1000", "from where it was");
}

#[tokio::test]
async fn a_client_that_bears_little_silence_lets_the_server_be_silent_for_less() {
    let (address, seen) = server(&[stretch!("", "m1", "true"), stretch!("", "m2", "true")]).await;
    let client = crate::Client::builder(&address).direct().silence(Duration::from_secs(9)).build().unwrap();
    client.andringar().stream(None).take(2).try_collect::<Vec<_>>().await.unwrap();
    assert_eq!(query(&seen.lock().unwrap()[1]), "efter=m1&limit=1000&vanta=4");
}

#[tokio::test]
async fn a_stretch_is_asked_for_as_it_is_said() {
    let (address, seen) = server(&[stretch!("", "m1", "true")]).await;
    let fraga = Andringsfraga { efter: "m/0".to_owned().into(), limit: Some(5), vanta: Duration::from_millis(2_900) };
    client(&address).andringar().list(&fraga).await.unwrap();
    assert_eq!(query(&seen.lock().unwrap()[0]), "efter=m%2F0&limit=5&vanta=2");
}
