//! The runtime against a server whose answers are written down beforehand.

mod andringar;
mod webhook;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use finsam_core::deltagande::Nyckel;
use finsam_core::protokoll::{Import, Importpost, Villkor};
use futures_util::stream;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpListener;

use crate::{Client, Fel, Forbundsfraga, Idempotensnyckel, Importformat, Importval, Retry, Token, TryStreamExt};

/// What the server does with a request: answers with these bytes, or hangs up.
type Manus = &'static [Option<&'static str>];

/// The requests as they came: head and body in one text.
type Sett = Arc<Mutex<Vec<String>>>;

async fn server(manus: Manus) -> (String, Sett) {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    let seen = Sett::default();
    let sett = Arc::clone(&seen);
    tokio::spawn(async move {
        for answer in manus {
            let (mut stream, _) = listener.accept().await.unwrap();
            let mut request = Vec::new();
            while !is_whole(&request) {
                if stream.read_buf(&mut request).await.unwrap_or(0) == 0 {
                    break;
                }
            }
            sett.lock().unwrap().push(String::from_utf8(request).unwrap());
            if let Some(answer) = answer {
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        }
    });
    (address, seen)
}

fn is_whole(request: &[u8]) -> bool {
    let text = String::from_utf8_lossy(request).to_lowercase();
    let Some((head, body)) = text.split_once("\r\n\r\n") else { return false };
    if head.contains("transfer-encoding: chunked") {
        return body.ends_with("0\r\n\r\n");
    }
    let length = head.split("content-length: ").nth(1).and_then(|rest| rest.lines().next()).map_or("0", str::trim);
    body.len() >= length.parse().unwrap_or(0)
}

fn client(address: &str) -> Client {
    let retry = Retry { delays: vec![Duration::from_millis(1); 3], longest: Duration::from_secs(1) };
    Client::builder(address).token(Token::new("finsam_hemlig").unwrap()).direct().retry(retry).build().unwrap()
}

fn header(request: &str, name: &str) -> Option<String> {
    let line = request.lines().find(|line| line.to_lowercase().starts_with(&format!("{name}: ")))?;
    line.split_once(": ").map(|(_, value)| value.to_owned())
}

const INFO: &str = "HTTP/1.1 200 OK\r\nconnection: close\r\n\r\n\
    {\"apiName\":\"Finsam\",\"apiVersion\":\"0.1.0\",\"apiReleased\":\"2026-11-21\",\"apiDocumentation\":\"/docs/\",\
    \"apiStatus\":\"beta\",\"x\":1}";
const BUSY: &str =
    "HTTP/1.1 503 Service Unavailable\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const LONG: &str = "HTTP/1.1 429 Too Many\r\nretry-after: 3600\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const GATEWAY: &str = "HTTP/1.1 502 Bad Gateway\r\nconnection: close\r\n\r\nspam";
const RUNNING: &str = "HTTP/1.1 409 Conflict\r\nretry-after: 0\r\ncontent-length: 0\r\nconnection: close\r\n\r\n";
const NO_CONTENT: &str = "HTTP/1.1 204 No Content\r\nconnection: close\r\n\r\n";
const IMPORT: &str = "HTTP/1.1 202 Accepted\r\nconnection: close\r\n\r\n\
    {\"id\":\"0190a5c0-7c00-7000-8000-000000000001\",\"status\":\"koad\",\"importlage\":\"verkstall\",\
    \"strategi\":\"upsert\",\"atomicitet\":\"rad\",\"antal\":{\"mottagna\":0,\"skapade\":0,\"uppdaterade\":0,\
    \"oforandrade\":0,\"raderade\":0,\"avvisade\":0,\"ejVerkstallda\":0,\"varningar\":0,\"raderadeUtanfor\":0},\
    \"framsteg\":{\"lasta\":0,\"skrivna\":0}}";

fn nyckel(text: &str) -> Nyckel {
    Nyckel { kallsystem: "treserva".into(), nyckel: text.into() }
}

fn post() -> Importpost {
    serde_json::from_str(
        r#"{"kallsystem":"t","nyckel":"d-1","insatsNyckel":"i","registrering":"anonym","kon":"man","startdatum":"2014-05-01"}"#,
    )
    .unwrap()
}

#[tokio::test]
async fn reading_is_sent_again_until_it_goes_well() {
    let (address, seen) = server(&[Some(BUSY), None, Some(GATEWAY), Some(INFO)]).await;
    assert_eq!(client(&address).om().api_info().await.unwrap().api_name, "Finsam");
    let seen = seen.lock().unwrap();
    assert_eq!(seen.len(), 4);
    assert!(seen[0].starts_with("GET /finsam/v1/api-info HTTP/1.1"));
    assert_eq!(header(&seen[0], "authorization").unwrap(), "Bearer finsam_hemlig");
    assert_eq!(header(&seen[0], "accept-language").unwrap(), "sv");
}

#[tokio::test]
async fn attempts_come_to_an_end() {
    let (address, seen) = server(&[Some(BUSY); 5]).await;
    let fel = client(&address).om().api_info().await.unwrap_err();
    assert_eq!((fel.status(), seen.lock().unwrap().len()), (Some(503), 4));
}

#[tokio::test]
async fn a_long_wait_is_for_the_caller_to_decide() {
    let (address, seen) = server(&[Some(LONG), Some(INFO)]).await;
    assert_eq!(client(&address).om().api_info().await.unwrap_err().status(), Some(429));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn creating_is_sent_again_with_the_same_key() {
    let (address, seen) = server(&[None, Some(RUNNING), Some(IMPORT)]).await;
    let import: Import =
        client(&address).importer().import(Importformat::Ndjson, "{}\n", &Importval::default()).await.unwrap();
    assert!(!import.status.is_final());
    let seen = seen.lock().unwrap();
    let keys: Vec<_> = seen.iter().map(|request| header(request, "idempotency-key").unwrap()).collect();
    assert!(keys.len() == 3 && keys.iter().all(|key| *key == keys[0]), "{keys:?}");
    assert!(seen.iter().all(|request| request.ends_with("\r\n\r\n{}\n")));
    let query = "POST /finsam/v1/importer?importlage=verkstall&strategi=upsert&atomicitet=rad HTTP/1.1";
    assert!(seen[0].starts_with(query), "{}", seen[0]);
}

#[tokio::test]
async fn the_callers_own_key_is_the_one_sent() {
    let (address, seen) = server(&[Some(IMPORT)]).await;
    let nyckel = Some(Idempotensnyckel::new("order-17").unwrap());
    let val = Importval { nyckel, jobb: true, ..Importval::default() };
    client(&address).importer().import(Importformat::Csv, "", &val).await.unwrap();
    let seen = seen.lock().unwrap();
    assert_eq!(header(&seen[0], "idempotency-key").unwrap(), "order-17");
    assert_eq!(header(&seen[0], "prefer").unwrap(), "respond-async");
}

#[tokio::test]
async fn a_stream_is_made_anew_for_each_attempt() {
    let (address, seen) = server(&[Some(BUSY), Some(IMPORT)]).await;
    let make = || stream::iter([Ok::<_, std::io::Error>(Bytes::from_static(b"{}\n"))]);
    client(&address).importer().import_stream(Importformat::Ndjson, make, &Importval::default()).await.unwrap();
    assert!(seen.lock().unwrap().iter().all(|request| request.contains("{}\n")));
}

#[tokio::test]
async fn records_made_once_are_not_sent_again() {
    let (address, seen) = server(&[Some(BUSY), Some(IMPORT)]).await;
    let sent = client(&address).importer().import_posts([post(), post()], &Importval::default()).await;
    assert_eq!(sent.unwrap_err().status(), Some(503));
    let seen = seen.lock().unwrap();
    assert_eq!((seen.len(), seen[0].matches("\"nyckel\":\"d-1\"").count()), (1, 2));
}

#[tokio::test]
async fn a_stream_that_fails_ends_the_request() {
    let (address, seen) = server(&[Some(IMPORT)]).await;
    let poster = stream::iter([Ok(post()), Err(std::io::Error::other("the cursor was lost"))]);
    let sent = client(&address).importer().import_post_stream(poster, &Importval::default()).await;
    let fel = sent.unwrap_err();
    assert!(matches!(fel, Fel::Transport(_)), "{fel:?}");
    assert!(
        seen.lock().unwrap().iter().all(|request| !request.ends_with("0\r\n\r\n")),
        "it was not told that it ended"
    );
}

/// Each time with the tag of the last answer; where nothing is new nobody is told of anything.
#[tokio::test]
async fn following_asks_only_for_what_is_new() {
    const WAITING: &str = "HTTP/1.1 200 OK\r\netag: \"4294967297\"\r\nconnection: close\r\n\r\n";
    const SAME: &str = "HTTP/1.1 304 Not Modified\r\netag: \"4294967297\"\r\nconnection: close\r\n\r\n";
    let (_, body) = IMPORT.split_once("\r\n\r\n").unwrap();
    let waiting: &'static str = format!("{WAITING}{body}").leak();
    let done: &'static str = waiting.replace("koad", "klar").replace("4294967297", "9").leak();
    let manus: &'static [_] = vec![Some(waiting), Some(SAME), Some(SAME), Some(done)].leak();
    let (address, seen) = server(manus).await;
    let mut told = Vec::new();
    let import: Import = serde_json::from_str(body).unwrap();
    client(&address).importer().follow_with(import, |import| told.push(import.status.to_string())).await.unwrap();
    assert_eq!(told, ["koad", "koad", "klar"]);
    let asked: Vec<_> = seen.lock().unwrap().iter().map(|request| header(request, "if-none-match")).collect();
    let tag = Some("\"4294967297\"".to_owned());
    assert_eq!(asked, [None, tag.clone(), tag.clone(), tag]);
}

#[tokio::test]
async fn a_conditional_write_is_sent_again_only_when_it_was_not_carried_out() {
    let (address, seen) = server(&[Some(BUSY), Some(NO_CONTENT)]).await;
    client(&address).deltaganden().delete(&nyckel("a/b å"), 7).await.unwrap();
    assert!(seen.lock().unwrap()[1].starts_with("DELETE /finsam/v1/deltaganden/treserva/a%2Fb%20%C3%A5 HTTP/1.1"));
    assert_eq!(header(&seen.lock().unwrap()[1], "if-match").unwrap(), "\"7\"");

    let (address, seen) = server(&[None, Some(NO_CONTENT)]).await;
    let lost = client(&address).deltaganden().delete(&nyckel("d-1"), 7).await;
    assert!(matches!(lost, Err(Fel::Transport(_))));
    assert_eq!(seen.lock().unwrap().len(), 1);
}

#[tokio::test]
async fn names_that_would_lead_elsewhere_are_not_sent() {
    let client = client("http://127.0.0.1:1");
    for name in ["", ".", ".."] {
        assert!(matches!(client.deltaganden().get(&nyckel(name)).await, Err(Fel::Bruk(_))), "{name}");
    }
}

#[tokio::test]
async fn errors_keep_their_source_and_show_no_secret() {
    let gone = client("http://127.0.0.1:1").deltaganden().get(&nyckel("hemlig-nyckel")).await.unwrap_err();
    assert!(matches!(&gone, Fel::Transport(_)) && std::error::Error::source(&gone).is_some());
    let (address, _) = server(&[Some("HTTP/1.1 200 OK\r\ncontent-length: 17\r\n\r\n{\"apiName\":\"spam\"")]).await;
    let odd = client(&address).om().api_info().await.unwrap_err();
    assert_eq!(std::error::Error::source(&odd).unwrap().to_string(), "JSON that ends too early at line 1 column 17");
    let shown = format!("{gone} {gone:?} {odd} {odd:?} {:?}", client(&address));
    assert!(!shown.contains("hemlig") && !shown.contains("spam"), "{shown}");
}

#[tokio::test]
async fn the_first_error_ends_a_stream() {
    let (address, _) = server(&[Some(GATEWAY); 9]).await;
    let mut all = client(&address).forbund().stream(Forbundsfraga::default());
    assert_eq!(all.try_next().await.unwrap_err().status(), Some(502));
    assert!(all.try_next().await.unwrap().is_none());
}

#[test]
fn addresses_are_of_one_kind() {
    for sound in ["http://127.0.0.1:8080", "http://h/", "http://h/folder/", " http://h "] {
        assert!(Client::new(sound, None).is_ok(), "{sound}");
    }
    for odd in ["127.0.0.1:8080", "ftp://h", "http://u:p@h", "http://h?x=1", "http://h#x", "data:,x", ""] {
        assert!(matches!(Client::new(odd, None), Err(Fel::Bruk(_))), "{odd}");
    }
}

#[test]
fn conditions_and_waits_follow_the_schedule() {
    let retry = Retry::default();
    assert_eq!(retry.wait(1, None), Some(Duration::from_millis(100)));
    assert_eq!(retry.wait(2, Some(Duration::from_secs(3))), Some(Duration::from_secs(3)));
    assert_eq!(retry.wait(7, None), Some(Duration::from_millis(6400)));
    assert_eq!((retry.wait(8, None), retry.wait(1, Some(Duration::from_secs(31)))), (None, None));
    assert!(retry.delays.iter().sum::<Duration>() > Duration::from_secs(10), "as long as a server may be away");
    assert_eq!(Villkor::default(), Villkor::Inget);
}
