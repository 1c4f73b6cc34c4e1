//! What is reported back to the government: the figures of the reports, of half a year and a year.

use finsam_tests::{Server, Varld, Vem, on_each_database};

use crate::{Webblasare, people};

on_each_database!(the_report_back_says_what_the_reports_say);

/// A section of a page by its heading.
fn section<'p>(page: &'p str, heading: &str) -> &'p str {
    let (_, after) = page.split_once(&format!(">{heading}</h2>")).unwrap();
    after.split_once("</section>").unwrap().0
}

async fn the_report_back_says_what_the_reports_say(server: Server) {
    let varld = Varld::new(server).await;
    people(&varld).await;
    let (address, key) = (varld.server.address(), varld.key(Vem::Nationell));
    let nobody = Webblasare::new(&address);
    assert_eq!(nobody.get("/oversikt/aterrapport").await.status, 303);
    assert_eq!(nobody.get("/oversikt/aterrapport.xlsx").await.status, 303);
    let browser = Webblasare::logged_in(&address, key).await;
    let whole = browser.get("/oversikt/aterrapport?ar=2014").await;
    let reporting = section(whole.text(), "Förbunden");
    assert!(reporting.contains("Förbund vid periodens slut</th><td class=\"tal\">2</td>"), "{reporting}");
    assert!(reporting.contains("Förbund som registrerat deltagare</th><td class=\"tal\">1</td>"), "{reporting}");

    let halves = varld.raw(Vem::Nationell).get("/rapporter/registrerade-och-avslutade?ar=2014&period=halvar").await;
    for halvar in [1, 2] {
        let page = browser.get(&format!("/oversikt/aterrapport?ar=2014&halvar={halvar}")).await;
        assert_eq!(page.status, 200);
        let shown = section(page.text(), "Deltagare");
        assert_eq!(shown.matches("<tr class").count(), 3, "{shown}");
        let json = halves.json();
        let rows = json["rader"].as_array().unwrap().iter().filter(|rad| rad["halvar"] == halvar);
        for rad in rows {
            let antal = &rad["deltagare"]["antal"];
            assert!(shown.contains(&format!("<td class=\"tal\">{antal}</td>")), "{halvar} {rad}: {shown}");
        }
        for heading in ["Kvinnor och män", "Alla sätt att delta", "Arbete eller studier", "Försörjning", "Pengar"] {
            assert!(section(page.text(), heading).contains("<table>"), "{heading}");
        }
        let caption =
            format!("Registrerade och avslutade deltagare, 2014, halvår {halvar}; Finansiell samordning</caption>");
        assert!(shown.contains(&caption), "{shown}");
        assert!(section(page.text(), "Pengar").contains("Budget och utfall, 2014; "), "money is of the year");
        let other = format!("Halvår {} 2014", 3 - halvar);
        assert!(!page.text().contains(&other), "nothing is said of the other half");
    }
    let english = browser.get("/oversikt/aterrapport?ar=2014&halvar=2&sprak=en").await;
    assert!(english.text().contains("<h1>Report back on finansiell samordning, second half of 2014</h1>"));
    let file = browser.get("/oversikt/aterrapport.xlsx?ar=2014&halvar=1").await;
    assert_eq!((file.status, &file.bytes[..2]), (200, &b"PK"[..]));
    for query in ["halvar=3", "ar=14", "x=1"] {
        assert_eq!(browser.get(&format!("/oversikt/aterrapport?{query}")).await.status, 400, "{query}");
    }
    for path in ["/oversikt/aterrapport?ar=1999", "/oversikt/aterrapport.xlsx?ar=2099&halvar=1"] {
        let none = browser.get(path).await;
        assert_eq!((none.status, none.text().contains("Registret har inga uppgifter om")), (404, true), "{path}");
    }
}
