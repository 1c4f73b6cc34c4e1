//! The cookie: what it is, what it is good for, and when it ends.

use finsam_api::app::router;
use finsam_api::oversikt::Installning;
use finsam_tests::{Databas, Plats, Server, Varld, Vem, on_each_database};

use crate::Webblasare;

on_each_database!(
    a_cookie_reads_the_pages_and_nothing_else,
    a_cookie_ends_with_its_time_with_the_visit_and_with_its_key,
    a_cookie_holds_in_every_process_on_the_register,
);

async fn a_cookie_reads_the_pages_and_nothing_else(server: Server) {
    let varld = Varld::new(server).await;
    let (address, key) = (varld.server.address(), varld.key(Vem::Nationell));
    let answer = Webblasare::new(&address).log_in(key, "/").await;
    let set = answer.header("set-cookie").to_owned();
    for attribute in ["; Path=/", "; HttpOnly", "; SameSite=Strict", "; Max-Age=3600"] {
        assert!(set.contains(attribute), "{set}");
    }
    assert!(!set.contains("Secure") && !set.contains("Domain"), "{set}");
    assert!(!set.contains(key) && !set.contains(&key["finsam_".len()..]), "the key is not in it");
    let again = Webblasare::new(&address).log_in(key, "/").await;
    assert_ne!(again.kaka(), answer.kaka(), "each visit has its own");

    let browser = Webblasare { kaka: answer.kaka(), ..Webblasare::new(&address) };
    assert_eq!(browser.get("/").await.status, 200);
    for path in ["/finsam/v1/rapporter", "/finsam/v1/forbund", "/finsam/v1/rapporter/unga?ar=2014"] {
        assert_eq!(browser.get(path).await.status, 401, "{path}");
    }
    for path in ["/", "/oversikt/forbund", "/oversikt/tillganglighet"] {
        assert_eq!(browser.post(path, &[], &[]).await.status, 405, "{path}");
    }
    let value = answer.kaka().unwrap();
    for n in ["finsam_oversikt=".len() + 3, value.len() - 5] {
        let mut altered = value.clone().into_bytes();
        altered[n] = if altered[n] == b'A' { b'B' } else { b'A' };
        let altered = Webblasare { kaka: String::from_utf8(altered).ok(), ..Webblasare::new(&address) };
        assert_eq!(altered.get("/").await.status, 303, "one letter changed");
    }
}

async fn a_cookie_ends_with_its_time_with_the_visit_and_with_its_key(server: Server) {
    let varld = Varld::new(server).await;
    let (address, key) = (varld.server.address(), varld.key(Vem::Nationell));
    let browser = Webblasare::logged_in(&address, key).await;
    varld.server.klocka.forward(chrono::Duration::minutes(59));
    assert_eq!(browser.get("/").await.status, 200);
    varld.server.klocka.forward(chrono::Duration::minutes(1));
    assert_eq!(browser.get("/").await.status, 303, "after an hour");

    let (one, other) = (Webblasare::logged_in(&address, key).await, Webblasare::logged_in(&address, key).await);
    let answer = one.post("/oversikt/utloggning", &[], &[]).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"));
    assert!(answer.header("set-cookie").contains("Max-Age=0"), "{}", answer.header("set-cookie"));
    assert_eq!(one.get("/").await.status, 303, "a copy of the cookie is worth nothing");
    assert_eq!(other.get("/").await.status, 200, "another visit goes on");

    let mut session = varld.server.app.store.read().await.unwrap();
    let id = session.tokens().find(&finsam_api::token::hash(key)).await.unwrap().unwrap().id;
    drop(session);
    let mut unit = varld.server.app.store.begin(varld.server.aktor()).await.unwrap();
    assert!(unit.tokens().revoke(id, "2015-06-01T12:00:00Z".parse().unwrap()).await.unwrap());
    unit.commit().await.unwrap();
    assert_eq!(other.get("/").await.status, 303, "its key is withdrawn");
}

async fn a_cookie_holds_in_every_process_on_the_register(server: Server) {
    let varld = Varld::new(server).await;
    let browser = Webblasare::logged_in(&varld.server.address(), varld.key(Vem::Forbund)).await;
    let beside = varld.server.beside().await;
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = format!("http://{}", listener.local_addr().unwrap());
    tokio::spawn(async move { axum::serve(listener, router(beside)).await });
    let there = Webblasare { kaka: browser.kaka, ..Webblasare::new(&address) };
    assert_eq!(there.get("/oversikt/forbund").await.status, 200);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn without_a_key_of_the_register_a_visit_is_this_process_own() {
    let varld = Varld::new(Server::without_key(Plats::new(Databas::Sqlite)).await).await;
    let browser = Webblasare::logged_in(&varld.server.address(), varld.key(Vem::Nationell)).await;
    assert_eq!(browser.get("/").await.status, 200);
    let varld = varld.restart().await;
    let again = Webblasare { kaka: browser.kaka, ..Webblasare::new(&varld.server.address()) };
    assert_eq!(again.get("/").await.status, 303);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn behind_a_proxy_with_tls_the_cookie_is_for_tls_alone() {
    let installning = Installning { saker_kaka: true, ..Installning::default() };
    let varld = Varld::new(Server::start_pages(Plats::new(Databas::Sqlite), installning).await).await;
    let answer = Webblasare::new(&varld.server.address()).log_in(varld.key(Vem::Nationell), "/").await;
    let set = answer.header("set-cookie");
    assert!(set.starts_with("__Host-finsam_oversikt=") && set.ends_with("; Secure"), "{set}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_language_goes_along_through_the_form() {
    let varld = Varld::new(Server::start(Plats::new(Databas::Sqlite)).await).await;
    let browser = Webblasare::new(&varld.server.address());
    let first = browser.get("/oversikt/tillganglighet?sprak=en").await;
    let form = "/oversikt/inloggning?till=%2Foversikt%2Ftillganglighet%3Fsprak%3Den&amp;sprak=en";
    assert!(first.text().contains(&format!("href=\"{form}\"")), "{}", first.text());
    let shown = browser.get(&form.replace("&amp;", "&")).await;
    assert!(shown.text().contains("<html lang=\"en\">"), "{}", shown.text());
    assert!(shown.text().contains("name=\"till\" value=\"/oversikt/tillganglighet?sprak=en\""), "{}", shown.text());
    let other = "/oversikt/inloggning?till=%2Foversikt%2Ftillganglighet%3Fsprak%3Den&amp;sprak=sv";
    assert!(shown.text().contains(&format!("href=\"{other}\" lang=\"sv\"")), "{}", shown.text());
    let fields = [("nyckel", varld.key(Vem::Nationell)), ("till", "/?till=2014")];
    let answer = browser.post("/oversikt/inloggning?sprak=en", &[], &fields).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/?till=2014&sprak=en"));
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_key_that_does_not_hold_is_refused_in_words_and_tried_only_so_often() {
    let varld = Varld::new(Server::start(Plats::new(Databas::Sqlite)).await).await;
    let browser = Webblasare::new(&varld.server.address());
    let wrong = "finsam_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    let answer = browser.log_in(wrong, "/oversikt/forbund?sprak=en").await;
    assert_eq!((answer.status, answer.kaka()), (401, None));
    assert_eq!(answer.header("www-authenticate"), "Bearer realm=\"finsam\"");
    assert!(answer.text().contains("role=\"alert\"") && !answer.text().contains(wrong), "{}", answer.text());
    assert!(answer.text().contains("value=\"/oversikt/forbund?sprak=en\""), "the way back is kept");
    let signed = browser.log_in("eyJhbGciOiJub25lIn0.e30.", "/").await;
    assert_eq!((signed.status, signed.kaka()), (401, None));

    let key = varld.key(Vem::Nationell);
    let fields = [("nyckel", key), ("till", "//evil.example/")];
    let elsewhere = browser.post("/oversikt/inloggning", &[("sec-fetch-site", "cross-site")], &fields).await;
    assert_eq!((elsewhere.status, elsewhere.kaka()), (403, None), "sent from a page of another site");
    let json = browser.post("/oversikt/inloggning", &[("content-type", "application/json")], &fields).await;
    assert_eq!((json.status, json.kaka()), (415, None));
    let answer = browser.post("/oversikt/inloggning", &[("sec-fetch-site", "same-origin")], &fields).await;
    assert_eq!((answer.status, answer.header("location")), (303, "/"), "nobody is sent elsewhere");
    let long = "x".repeat(10_000);
    assert_eq!(browser.log_in(&long, "/").await.status, 413);

    let mut tries = 0;
    let refused = loop {
        let answer = browser.log_in(wrong, "/").await;
        tries += 1;
        if answer.status != 401 {
            break answer;
        }
        assert!(tries < 40, "keys can be tried as often as one likes");
    };
    assert_eq!((refused.status, refused.header("content-type")), (429, "text/html; charset=utf-8"));
    assert!(refused.header("retry-after").parse::<u64>().unwrap() > 0);
    assert!(refused.text().contains("inte heller den här gäller"), "{}", refused.text());
    let let_in = browser.log_in(key, "/").await;
    assert_eq!((let_in.status, let_in.kaka().is_some()), (303, true), "a key that holds is not kept out by others");
    assert_eq!(browser.log_in(varld.key(Vem::Logg), "/").await.status, 403, "nor one whose role reads no statistics");
    assert_eq!(browser.log_in(wrong, "/").await.status, 429, "and others are kept out still");
}
