//! Paths, methods, languages and queries.

use finsam_tests::exakt::{BAS, Server, Slut, Svar, exchange};
use finsam_tests::on_each_database;

use crate::{assert_found, sound};

on_each_database!(keys_in_the_path);
async fn keys_in_the_path(server: Server) {
    let key = server.part_key().await;
    let body = sound(&server);
    let of = |kallsystem: &str, nyckel: &str| format!("{BAS}/deltaganden/{kallsystem}/{nyckel}");
    for (kallsystem, nyckel, status) in [
        ("treserva", "a%2Fb", 201),
        ("treserva", "..%2F..%2Fetc", 422),
        ("treserva", "%20", 422),
        ("treserva", "a%0D%0ALocation:%20x", 422),
        ("treserva", "%00", 422),
        ("treserva", &"x".repeat(256), 422),
        (&"x".repeat(101), "a", 422),
        ("treserva", "%FF", 400),
        ("%C3%28", "a", 400),
    ] {
        let svar = server.json("PUT", &of(kallsystem, nyckel), &key, &body).await;
        // The second one to be sound overlaps the first: that refuses it by another rule.
        let overlaps = svar.found() == [("REG-11".to_owned(), "/startdatum".to_owned())];
        assert!(svar.status == status || overlaps, "{kallsystem}/{nyckel}: {}", svar.text());
        let read = server.get(&of(kallsystem, nyckel), &key).await;
        assert_eq!(
            read.status,
            match status {
                201 => 200,
                422 => 404,
                other => other,
            },
            "{kallsystem}/{nyckel}"
        );
        if status == 201 {
            assert_eq!(svar.header("location"), Some(of(kallsystem, nyckel).as_str()));
            assert_eq!(read.json()["nyckel"], "a/b");
        }
    }
    for path in ["/deltaganden/treserva/", "/deltaganden/a/b/c", "/deltaganden/treserva"] {
        assert_eq!(server.json("PUT", &format!("{BAS}{path}"), &key, &body).await.status, 404, "{path}");
    }
    let long = format!("{BAS}/deltaganden/treserva/{}", "x".repeat(20_000));
    let svar = server.json("PUT", &long, &key, &body).await;
    assert_eq!(svar.status, 422, "{}", svar.text());
    assert!(svar.body.len() < 4_000);
}

on_each_database!(addresses_methods_and_languages);
async fn addresses_methods_and_languages(server: Server) {
    let key = server.part_key().await;
    for path in [
        "/",
        "/finsam",
        "/finsam/v1",
        "/finsam/v1/",
        "/finsam/v1/nothing",
        "/finsam/v2/forbund",
        "/docsx",
        "/%00",
        "/.env",
    ] {
        let svar = server.get(path, &key).await;
        // The first of the overview pages asks for a cookie; a key for the API is none.
        assert_eq!(svar.status, if path == "/" { 303 } else { 404 }, "{path}");
    }
    for (_, path) in server.operations() {
        let path = path.replace("{kallsystem}", "a").replace("{nyckel}", "b").replace("{fran}", "2013-01-01");
        let path = path.replace("{namn}", "kon").replace("{kod}", "kommun:2280");
        let path = path.replace("{id}", &server.varld.insats.to_string());
        // A path that is named whole comes before one with a place in it (OpenAPI, Paths Object).
        let operations = server.operations();
        let fitting = operations.iter().map(|(_, template)| template).filter(|template| fits(template, &path));
        let own = fitting.min_by_key(|template| template.matches('{').count()).unwrap();
        for method in ["PATCH", "TRACE", "OPTIONS", "PROPFIND", "DELETE", "PUT", "POST"] {
            let known = operations.iter().any(|(known, template)| known == method && template == own);
            let svar = server.call(method, &path, Some(&key), &[], b"").await;
            assert_eq!(svar.status == 405, !known, "{method} {path}: {}", svar.text());
            if !known {
                assert_eq!(svar.kod(), "METOD");
                assert!(!svar.header("allow").unwrap().is_empty());
            }
        }
        let head = server.call("HEAD", &path, Some(&key), &[], b"").await;
        assert!(head.body.is_empty());
    }
    let text = |svar: Svar| svar.json()["detail"].as_str().unwrap().to_owned();
    for (accept, wanted) in [
        ("en", "en"),
        ("EN-us;q=0.9, sv;q=0.1", "en"),
        ("sv, en", "sv"),
        ("de", "sv"),
        ("", "sv"),
        ("*", "sv"),
        ("en;q=NaN", "sv"),
        ("en;q=,,,;;=", "en"),
        ("\u{1F600}", "sv"),
    ] {
        let svar = server.call("GET", &format!("{BAS}/nothing"), None, &[("Accept-Language", accept)], b"").await;
        assert_eq!(svar.header("content-language"), Some(wanted), "{accept}");
        assert_eq!(text(svar).starts_with("There"), wanted == "en");
    }
}

fn fits(template: &str, path: &str) -> bool {
    let (template, path): (Vec<_>, Vec<_>) = (template.split('/').collect(), path.split('/').collect());
    template.len() == path.len() && template.iter().zip(&path).all(|(t, p)| t.starts_with('{') || t == p)
}

on_each_database!(query_parameters);
async fn query_parameters(server: Server) {
    let key = server.part_key().await;
    for (path, place) in [
        ("/forbund?x=1&y=2", "?y"),
        ("/forbund?limit=0", "?limit"),
        ("/forbund?limit=1001", "?limit"),
        ("/forbund?limit=-1", "?limit"),
        ("/forbund?limit=99999999999999999999", "?limit"),
        ("/forbund?page=0", "?page"),
        ("/forbund?page=1&page=2", "?page"),
        ("/forbund?markor=x", "?markor"),
        ("/forbund?datum=2014-5-1", "?datum"),
        ("/forbund?datum=%2B262142-12-31", "?datum"),
        ("/forbund?lan=99", "?lan"),
        ("/forbund?kommun=0000", "?kommun"),
        ("/forbund?%FF=%FF", "?"),
        ("/insatser?ar=x", "?ar"),
        ("/insatser?forbund=x", "?forbund"),
        ("/deltaganden?avslutad=ja", "?avslutad"),
        ("/rapporter/forsorjning-fore-efter", "?ar"),
        ("/rapporter/forsorjning-fore-efter?ar=0..99999", "?ar"),
        ("/rapporter/forsorjning-fore-efter?ar=2014&indelning=x", "?indelning"),
        ("/regler?datum=x", "?datum"),
        ("/andringar?efter=x", "?efter"),
        ("/andringar?vanta=31", "?vanta"),
        ("/andringar?limit=1001", "?limit"),
        ("/andringar?page=1", "?page"),
    ] {
        let svar = server.get(&format!("{BAS}{path}"), &key).await;
        assert_found(&svar, 400, &[("FMT-13", place)]);
    }
    for path in [
        "/forbund?page=18446744073709551615",
        "/forbund?markor=__________8",
        "/forbund?markor=f_________8",
        "/forbund?datum=9999-12-31",
        "/insatser?ar=2147483647",
        "/insatser?ar=-2147483648",
        "/deltaganden?ar=2147483647",
        "/deltaganden?ar=-2147483648",
        "/parter?page=18446744073709551615",
        "/parter?markor=f_________8",
        "/rapporter/forsorjning-fore-efter?ar=1990..2039",
        "/regler?datum=9999-12-31",
        "/andringar?efter=nu&limit=1&vanta=0",
    ] {
        assert_eq!(server.get(&format!("{BAS}{path}"), &key).await.status, 200, "{path}");
    }
    // An operation without parameters refuses them too.
    for path in ["/api-info?x=1", "/begransningar?x=1", "/kodlistor?x=1", "/rapporter?x=1", "/parter/kommun:2280?x=1"] {
        assert_eq!(server.get(&format!("{BAS}{path}"), &key).await.status, 400, "{path}");
    }
    let body = sound(&server);
    let put = format!("{BAS}/deltaganden/treserva/d-1?x=1");
    assert_eq!(server.json("PUT", &put, &key, &body).await.status, 400);
    assert_eq!(server.counts().await[2], 0);
}

on_each_database!(requests_that_are_hardly_http);
async fn requests_that_are_hardly_http(server: Server) {
    let before = server.counts().await;
    let key = server.part_key().await;
    for head in [
        "\r\n\r\n".to_owned(),
        "GET\r\n\r\n".to_owned(),
        "GET / HTTP/9.9\r\n\r\n".to_owned(),
        format!("GET /{} HTTP/1.1\r\nHost: x\r\n\r\n", "a".repeat(100_000)),
        format!("GET {BAS}/forbund HTTP/1.1\r\nHost: x\r\nX: {}\r\n\r\n", "a".repeat(500_000)),
        format!("PUT {BAS}/deltaganden/a/b HTTP/1.1\r\nHost: x\r\nContent-Length: -1\r\n\r\n"),
        format!(
            "PUT {BAS}/deltaganden/a/b HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n"
        ),
        format!("CONNECT {BAS} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n"),
        format!(
            "POST {BAS}/importer HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {key}\r\nContent-Type: application/x-ndjson\r\nTransfer-Encoding: chunked\r\n\r\nnothex\r\n"
        ),
    ] {
        let svar = exchange(server.addr, head.as_bytes(), std::iter::empty(), Slut::Stangt).await;
        assert!(
            svar.status == 0 || (400..500).contains(&svar.status) || svar.status == 505,
            "{}: {}",
            &head[..head.len().min(60)],
            svar.head
        );
    }
    assert_eq!(server.counts().await, before);
}
