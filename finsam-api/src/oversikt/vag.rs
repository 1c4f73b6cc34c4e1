//! Addresses of the pages: of what a visitor asked for, what may be repeated in links and forms.
//!
//! An address that came from outside can say anything, an identity number too. What is repeated is one of the pages, and
//! of its parameters those that the pages know, with values of their kind.

use std::str::FromStr;

use finsam_core::statistik::Rapportnamn;
use uuid::Uuid;

use crate::sprak::Sprak;

/// The form that exchanges a key for a cookie; its `till` is where the visitor is to come back to.
pub(super) const INLOGGNING: &str = "/oversikt/inloggning";
/// The pages that have one address each.
const SIDOR: [&str; 6] = [
    "/",
    "/oversikt/forbund",
    "/oversikt/aterrapport",
    "/oversikt/aterrapport.xlsx",
    "/oversikt/tillganglighet",
    INLOGGNING,
];
/// So many digits a word of a parameter has at most; an identity number has ten.
const SIFFROR: usize = 4;

/// One of the pages; the first of them where it is none.
pub(super) fn own_path(path: &str) -> String {
    let is_id = |rest: &str| Uuid::from_str(rest).is_ok_and(|id| id.to_string() == rest);
    let is_file = |rest: &str| {
        rest.rsplit_once('.').is_some_and(|(namn, ending)| {
            namn.parse::<Rapportnamn>().is_ok() && matches!(ending, "json" | "csv" | "xlsx" | "svg")
        })
    };
    let is_own = SIDOR.contains(&path)
        || path.strip_prefix("/oversikt/forbund/").is_some_and(is_id)
        || path.strip_prefix("/oversikt/insatser/").is_some_and(is_id)
        || path.strip_prefix("/oversikt/rapporter/").is_some_and(is_file);
    if is_own { path.to_owned() } else { "/".to_owned() }
}

/// The parameters of a page that may be repeated, without its language.
pub(super) fn carried(path: &str, query: &str) -> Vec<(String, String)> {
    let pairs = form_urlencoded::parse(query.as_bytes());
    let known = |name: &str, value: &str| {
        if path == INLOGGNING {
            return (name == "till").then(|| own_page(value));
        }
        is_known(name, value).then(|| value.to_owned())
    };
    pairs.filter_map(|(name, value)| Some((name.to_string(), known(&name, &value)?))).collect()
}

/// One of the pages with what may be repeated of its parameters, its language too; the first of them where it is none.
pub(super) fn own_page(address: &str) -> String {
    let (path, query) = address.split_once('?').unwrap_or((address, ""));
    let path = own_path(path);
    if path == INLOGGNING {
        return "/".to_owned();
    }
    page(&path, query)
}

/// A page of these with what may be repeated of its parameters, its language too.
pub(super) fn page(path: &str, query: &str) -> String {
    with(path, &carried(path, query), language(query))
}

/// A page in another language.
pub(super) fn in_language(page: &str, sprak: Sprak) -> String {
    let (path, query) = page.split_once('?').unwrap_or((page, ""));
    with(path, &carried(path, query), Some(sprak))
}

/// The language that is chosen in a query, if any.
pub(super) fn language(query: &str) -> Option<Sprak> {
    form_urlencoded::parse(query.as_bytes()).find(|(name, _)| name == "sprak")?.1.parse().ok()
}

fn with(path: &str, parameters: &[(String, String)], sprak: Option<Sprak>) -> String {
    let mut query = form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(parameters);
    if let Some(sprak) = sprak {
        query.append_pair("sprak", sprak.tag());
    }
    let query = query.finish();
    if query.is_empty() { path.to_owned() } else { format!("{path}?{query}") }
}

/// Whether a parameter is one of the pages and its value such as it may have.
fn is_known(name: &str, value: &str) -> bool {
    let digits = |text: &str| text.bytes().filter(u8::is_ascii_digit).count();
    let is_word = |word: &str| {
        word.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_')) && digits(word) <= SIFFROR
    };
    match name {
        "fran" | "till" | "halvar" => is_word(value),
        "ar" => value.split(',').flat_map(|part| part.split("..")).all(is_word),
        "forbund" | "insats" => value.split(',').all(|id| Uuid::from_str(id).is_ok_and(|uuid| uuid.to_string() == id)),
        "rapport" | "indelning" | "jamfor" | "karta" | "period" | "enhet" | "lan" | "kommun" | "malgrupp"
        | "samverkansform" => value.split(',').all(is_word),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const ID: &str = "0190b6a2-1111-7000-8000-000000000001";

    #[test]
    fn nobody_is_sent_elsewhere() {
        let forbund = format!("/oversikt/forbund/{ID}?fran=2013");
        for own in ["/", "/?till=2014&sprak=en", &forbund, "/oversikt/aterrapport?ar=2014&halvar=1"] {
            assert_eq!(own_page(own), own);
        }
        for other in [
            "",
            "//evil.example",
            "https://evil.example",
            "/\\evil.example",
            "/finsam/v1/forbund",
            "/oversikt/\r\nx: y",
            "/docs/",
            "/oversikt/forbund/199003122380",
            "/oversikt/inloggning?till=%2F",
        ] {
            assert_eq!(own_page(other), "/", "{other}");
        }
    }

    #[test]
    fn what_is_not_known_is_not_repeated() {
        for query in [
            "personnummer=199003122380",
            "rapport=199003122380",
            "fran=19900312-2380",
            "forbund=199003122380",
            "kommun=9003122380",
            "till=199003122380",
            "x=1",
        ] {
            assert_eq!(own_page(&format!("/?{query}")), "/", "{query}");
            let back =
                form_urlencoded::Serializer::new(String::new()).append_pair("till", &format!("/?{query}")).finish();
            assert_eq!(carried(INLOGGNING, &back), [("till".to_owned(), "/".to_owned())], "{query}");
        }
        let files = format!("/oversikt/rapporter/unga.csv?ar=2013..2014&forbund={ID}&indelning=kon%2Caldersgrupp");
        assert_eq!(own_page(&files.replace("..2014", "..2014&id=9003122380")), files);
    }

    #[test]
    fn a_page_is_kept_in_another_language() {
        assert_eq!(in_language("/?till=2014&sprak=sv", Sprak::Engelska), "/?till=2014&sprak=en");
        assert_eq!(in_language("/oversikt/forbund", Sprak::Svenska), "/oversikt/forbund?sprak=sv");
    }
}
