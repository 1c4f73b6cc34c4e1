//! The files of a page are those of the API.

use finsam_tests::{Server, Varld, Vem, on_each_database};

use crate::{Webblasare, people};

on_each_database!(a_file_of_a_page_is_byte_for_byte_what_the_api_gives);

const FORMATS: [(&str, &str); 4] = [
    ("json", "application/json"),
    ("csv", "text/csv"),
    ("xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
    ("svg", "image/svg+xml"),
];

async fn a_file_of_a_page_is_byte_for_byte_what_the_api_gives(server: Server) {
    let varld = Varld::new(server).await;
    people(&varld).await;
    let (address, key) = (varld.server.address(), varld.key(Vem::Nationell));
    let browser = Webblasare::logged_in(&address, key).await;
    let forbund = format!("forbund={}&", varld.forbund.id);
    for (place, namn) in [("", "forsorjning-fore-efter"), ("", "avslut-per-insats"), (&*forbund, "unga")] {
        for (ending, kind) in FORMATS {
            for language in ["sv", "en"] {
                let query = format!("{place}ar=2013..2014&indelning=kon");
                let there = browser.http.get(format!("{address}/finsam/v1/rapporter/{namn}?{query}"));
                let there = there.bearer_auth(key).header("accept", kind).header("accept-language", language);
                let there = there.send().await.unwrap();
                assert_eq!(there.status(), 200, "{namn} {ending}");
                let kind = there.headers()["content-type"].clone();
                let theirs = there.bytes().await.unwrap();
                let file = browser.get(&format!("/oversikt/rapporter/{namn}.{ending}?{query}&sprak={language}")).await;
                assert_eq!(
                    (file.status, file.header("content-type")),
                    (200, kind.to_str().unwrap()),
                    "{namn} {ending}"
                );
                assert!(file.bytes == theirs, "{namn} {ending} {language}");
            }
        }
    }
    let refused = browser.get("/oversikt/rapporter/unga.csv?ar=2014&limit=5").await;
    assert_eq!(refused.status, 400, "what is not known is refused, as by the API");
}
