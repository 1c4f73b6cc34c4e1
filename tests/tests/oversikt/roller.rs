//! Each page as each role: the table of roles decides.

use finsam_core::atkomst::{Operation, Relation, Roll};
use finsam_tests::{Server, Varld, Vem, on_each_database};

use crate::{Webblasare, people};

on_each_database!(each_page_as_each_role, what_is_left_to_do_is_shown_to_those_who_may_see_it);

const fn roll(vem: Vem) -> Roll {
    match vem {
        Vem::System => Roll::Systemadministrator,
        Vem::Forbund => Roll::Forbundsadministrator,
        Vem::Insats => Roll::Insatsansvarig,
        Vem::Deltagar => Roll::Deltagaransvarig,
        Vem::Part | Vem::Timra | Vem::Utanfor => Roll::Partssystem,
        Vem::Nationell => Roll::Nationell,
        Vem::Logg => Roll::Loggranskare,
    }
}

fn pages(varld: &Varld) -> Vec<String> {
    vec![
        "/".to_owned(),
        "/oversikt/forbund".to_owned(),
        format!("/oversikt/forbund/{}", varld.forbund.id),
        format!("/oversikt/forbund/{}", varld.annat.id),
        format!("/oversikt/insatser/{}", varld.insats.id),
        format!("/oversikt/insatser/{}", varld.annan_insats.id),
        "/oversikt/rapporter/unga.csv?ar=2014".to_owned(),
    ]
}

async fn each_page_as_each_role(server: Server) {
    let varld = Varld::new(server).await;
    people(&varld).await;
    let nobody = Webblasare::new(&varld.server.address());
    for path in pages(&varld) {
        let sida = nobody.get(&path).await;
        assert_eq!(sida.status, 303, "{path}");
        assert!(sida.header("location").starts_with("/oversikt/inloggning?till=%2F"), "{}", sida.header("location"));
    }
    for path in ["/oversikt/inloggning", "/oversikt/tillganglighet", "/oversikt/stil.css"] {
        assert_eq!(nobody.get(path).await.status, 200, "{path}");
    }
    for vem in Vem::ALLA {
        let may = Operation::HamtaRapport.relation(roll(vem)) != Relation::Ingen;
        let answer = nobody.log_in(varld.key(vem), "/oversikt/forbund").await;
        assert_eq!((answer.status, answer.kaka().is_some()), if may { (303, true) } else { (403, false) }, "{vem:?}");
        if !may {
            continue;
        }
        assert_eq!(answer.header("location"), "/oversikt/forbund");
        let browser = Webblasare { kaka: answer.kaka(), ..Webblasare::new(&varld.server.address()) };
        for path in pages(&varld) {
            assert_eq!(browser.get(&path).await.status, 200, "{vem:?} {path}");
        }
        let unknown = uuid::Uuid::from_u128(7);
        for path in [
            format!("/oversikt/forbund/{unknown}"),
            format!("/oversikt/insatser/{unknown}"),
            "/oversikt/forbund/x".to_owned(),
            "/oversikt/rapporter/unga.pdf?ar=2014".to_owned(),
            "/oversikt/rapporter/allt.csv?ar=2014".to_owned(),
        ] {
            let sida = browser.get(&path).await;
            assert_eq!((sida.status, sida.header("content-type")), (404, "text/html; charset=utf-8"), "{vem:?} {path}");
            assert!(sida.text().contains("<h1>"), "an error is a page");
        }
    }
}

/// What stands in the section of what is left to do; nothing where there is none.
fn to_do(page: &str) -> Option<&str> {
    page.split_once("id=\"att-gora\"").map(|(_, after)| after.split_once("</section>").unwrap().0)
}

async fn what_is_left_to_do_is_shown_to_those_who_may_see_it(server: Server) {
    let varld = Varld::new(server).await;
    people(&varld).await;
    let own = format!("/oversikt/insatser/{}", varld.insats.id);
    let other = format!("/oversikt/insatser/{}", varld.annan_insats.id);
    let forbund = format!("/oversikt/forbund/{}", varld.forbund.id);
    for vem in Vem::ALLA {
        if Operation::HamtaRapport.relation(roll(vem)) == Relation::Ingen {
            continue;
        }
        let browser = Webblasare::logged_in(&varld.server.address(), varld.key(vem)).await;
        let api = varld.raw(vem);
        for (page, insats) in [(&own, varld.insats.id), (&other, varld.annan_insats.id)] {
            let answered = api.get(&format!("/insatser/{insats}/arbetslistor")).await;
            let shown = browser.get(page).await;
            let section = to_do(shown.text());
            assert_eq!(section.is_some(), answered.status == 200, "{vem:?} {page}: {}", answered.status);
            let Some(section) = section else { continue };
            let counts = answered.json()["listor"]
                .as_array()
                .unwrap()
                .iter()
                .map(|rad| rad["deltaganden"]["antal"].as_i64().unwrap())
                .collect::<Vec<_>>();
            for n in counts {
                assert!(section.contains(&format!("<td class=\"tal\">{n}</td>")), "{vem:?} {page} {n}: {section}");
            }
        }
        let shown = browser.get(&forbund).await;
        let reaches = matches!(
            vem,
            Vem::Forbund | Vem::Insats | Vem::Deltagar | Vem::Part | Vem::Timra | Vem::Utanfor | Vem::Nationell
        );
        assert_eq!(to_do(shown.text()).is_some(), reaches, "{vem:?}");
        // One who answers for one insats is told of that one alone.
        let named = to_do(shown.text()).is_some_and(|section| section.contains(&varld.antalsinsats.uppgift.namn));
        assert_eq!(named, reaches && vem != Vem::Deltagar, "{vem:?}");
    }
}
