//! A förbund with its board, audit, budget and outcome is registered whatever the act says, and judged by it.

use finsam_client::{Fel, Idempotensnyckel, Villkor};
use finsam_core::bakgrund::Bakgrundsuppgift;
use finsam_core::ekonomi::tilldelning::Tilldelningsuppgift;
use finsam_core::ekonomi::{Budgetstatus, Budgetuppgift, Utfallsuppgift};
use finsam_core::forbund::livscykel::{Sammanslagning, Uttrade};
use finsam_core::forbund::revision::Revisionsuppgift;
use finsam_core::forbund::styrelse::Styrelseuppgift;
use finsam_core::protokoll::{Felkod, Handelsetyp, Regelkontroll, Resurs};
use finsam_core::statistik::{Indelning, Rapportnamn, Urval};
use finsam_tests::varld::forbund;
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::{Value, json};

const BUDGET: &str = include_str!("../../../finsam-core/src/ekonomi/tests/harnosand-timra-2016.json");

on_each_database!(
    the_board_of_bad_esa_is_registered_and_judged,
    the_real_budget_comes_out_equal_and_is_set,
    an_audit_and_an_outcome_are_judged_together,
    members_leave_and_forbund_become_one,
    the_money_of_a_year_is_allocated,
    background_figures_are_registered_and_counted_with,
    what_is_malformed_is_named_and_not_stored,
    only_those_who_may_change_a_forbund_do
);

fn day(text: &str) -> chrono::NaiveDate {
    text.parse().unwrap()
}

fn kod(fel: &Fel) -> Felkod {
    fel.kod().unwrap_or_else(|| panic!("a problem, not {fel}"))
}

/// What is found beside the recommendation of two parties, which the world's own insatser do not follow.
fn codes(kontroll: &Regelkontroll) -> Vec<String> {
    let all = kontroll.avvikelser.iter().filter(|a| a.kod != "REK-01");
    all.map(|a| format!("{} {}", a.kod, a.pekare)).collect()
}

fn seats(parts: &[&str], prefix: &str) -> Vec<Value> {
    let seat = |(i, part)| json!({"person": format!("{prefix}{i}"), "utseddAv": part, "fran": "2015-04-01"});
    parts.iter().enumerate().map(seat).collect()
}

async fn the_board_of_bad_esa_is_registered_and_judged(server: Server) {
    let varld = Varld::new(server).await;
    let system = varld.client(Vem::System);
    let mut uppgift = forbund("BÅD-ESÅ", &["1785", "1765", "1438", "1460", "1492"]);
    uppgift.bildat = None;
    uppgift.medlemmar.retain(|medlem| medlem.part.to_string() != "region:22");
    for part in ["region:14", "region:17"] {
        uppgift.medlemmar.push(serde_json::from_value(json!({"part": part})).unwrap());
    }
    uppgift.medlemmar.iter_mut().for_each(|medlem| medlem.fran = None);
    let id = system.forbund().create(&uppgift, &Idempotensnyckel::generate()).await.unwrap().id;
    let ledamoter = ["kommun:1492", "region:17", "forsakringskassan", "arbetsformedlingen"];
    let ersattare = [
        "kommun:1460",
        "kommun:1438",
        "kommun:1785",
        "kommun:1765",
        "region:14",
        "forsakringskassan",
        "arbetsformedlingen",
    ];
    let board: Styrelseuppgift =
        serde_json::from_value(json!({"ledamoter": seats(&ledamoter, "l"), "ersattare": seats(&ersattare, "e")}))
            .unwrap();
    let forbundsrum = system.forbund();
    let akter = forbundsrum.akter(id);
    assert_eq!(akter.put_styrelse(Villkor::Inget, &board).await.unwrap().version, 1);
    assert_eq!(akter.styrelse().await.unwrap().uppgift, board);
    assert_eq!(kod(&akter.put_styrelse(Villkor::Inget, &board).await.unwrap_err()), Felkod::VillkorKravs);
    assert_eq!(akter.put_styrelse(Villkor::Version(1), &board).await.unwrap().version, 1, "unchanged");

    let found = akter.regelkontroll(Some(day("2015-04-30"))).await.unwrap();
    let count = |kod: &str| found.avvikelser.iter().filter(|a| a.kod == kod).count();
    assert_eq!((count("LAG-10-1"), count("LAG-10-2"), count("LAG-10-3")), (5, 2, 1));
    assert_eq!(found.avvikelser.len(), 8);
    assert!(found.avvikelser.iter().all(|a| a.pekare.as_str().starts_with("/styrelse/") && !a.blocks()));
    let then = akter.regelkontroll(Some(day("2009-12-31"))).await.unwrap();
    assert_eq!(codes(&then), ["LAG-3-7 /medlemmar"], "only one landsting could take part, and no board is known");
    let today = finsam_api::klocka::swedish_day(varld.server.app.klocka.now());
    assert_eq!(akter.regelkontroll(None).await.unwrap().datum, today);
}

async fn the_real_budget_comes_out_equal_and_is_set(server: Server) {
    let varld = Varld::new(server).await;
    let own = varld.client(Vem::Forbund);
    let (raw, path) = (varld.raw(Vem::Forbund), format!("/forbund/{}/budgetar/2016", varld.forbund.id));
    let sent: Value = serde_json::from_str(BUDGET).unwrap();
    let made = raw.json("PUT", &path, &[], &sent).await;
    assert_eq!(
        (made.status, made.header("etag"), made.header("location")),
        (201, "\"1\"", &*format!("/finsam/v1{path}"))
    );
    let mut out = raw.get(&path).await.json();
    for (member, value) in [("status", json!("samradd")), ("version", json!(1)), ("ar", json!(2016))] {
        assert_eq!(out.as_object_mut().unwrap().remove(member), Some(value));
    }
    for member in ["forbundId", "forstFaststalld", "faststalld"] {
        out.as_object_mut().unwrap().remove(member).unwrap();
    }
    assert_eq!(out, sent, "tkr are kept as tkr");

    let forbundsrum = own.forbund();
    let akter = forbundsrum.akter(varld.forbund.id);
    assert_eq!(codes(&akter.regelkontroll(Some(day("2015-11-30"))).await.unwrap()), [""; 0]);
    let late = akter.regelkontroll(Some(day("2015-12-01"))).await.unwrap();
    assert_eq!(codes(&late), ["LAG-23-1 /budgetar/2016/forstFaststalld"]);
    assert_eq!(kod(&akter.set_budget(2017, Villkor::Inget, day("2016-11-25")).await.unwrap_err()), Felkod::Saknas);
    let stale = akter.set_budget(2016, Villkor::Version(9), day("2015-11-27")).await.unwrap_err();
    assert_eq!(kod(&stale), Felkod::VillkorBrutet);
    let set = akter.set_budget(2016, Villkor::Version(1), day("2015-11-27")).await.unwrap();
    assert_eq!((set.version, set.status, set.faststalld), (2, Budgetstatus::Faststalld, Some(day("2015-11-27"))));
    assert_eq!(akter.budget(2016).await.unwrap(), set);

    let mut more: Budgetuppgift = set.uppgift.clone();
    more.rakning.bidrag[0].belopp = "1820".parse().unwrap();
    let changed = akter.put_budget(2016, Villkor::Version(2), &more).await.unwrap();
    assert_eq!((changed.status, changed.forst_faststalld), (Budgetstatus::Samradd, Some(day("2015-11-27"))));
    let found = codes(&akter.regelkontroll(Some(day("2016-02-01"))).await.unwrap());
    assert!(found.contains(&"LAG-5-1 /budgetar/2016/rakning/bidrag".to_owned()), "{found:?}");
}

async fn an_audit_and_an_outcome_are_judged_together(server: Server) {
    let varld = Varld::new(server).await;
    let own = varld.client(Vem::Forbund);
    let forbundsrum = own.forbund();
    let akter = forbundsrum.akter(varld.forbund.id);
    let auditor = json!({"utseddAv": "forsakringskassan", "raknarFor": ["forsakringskassan", "arbetsformedlingen"],
        "fran": "2014-01-01"});
    let audit: Revisionsuppgift = serde_json::from_value(json!({"revisorer": [auditor]})).unwrap();
    assert_eq!(akter.put_revisorer(Villkor::Saknas, &audit).await.unwrap().uppgift, audit);
    assert_eq!(akter.revisorer().await.unwrap().version, 1);
    let utfall: Utfallsuppgift = serde_json::from_value(json!({"enhet": "kr", "arsredovisning": "2016-04-01",
        "rakning": {"bidrag": [{"part": "forsakringskassan", "belopp": "100"}], "resultat": "1"}}))
    .unwrap();
    assert_eq!(akter.put_utfall(2015, Villkor::Inget, &utfall).await.unwrap().uppgift, utfall);
    assert_eq!(akter.utfall(2015).await.unwrap().ar, 2015);
    assert_eq!(kod(&akter.utfall(2014).await.unwrap_err()), Felkod::Saknas);
    let found = akter.regelkontroll(Some(day("2016-05-01"))).await.unwrap();
    let expected = [
        "LAG-25-1 /revisorer/revisorer",
        "LAG-25-1 /revisorer/revisorer",
        "LAG-25-1 /revisorer/revisorer",
        "LAG-5-1 /utfall/2015/rakning/bidrag",
        "LAG-5-2 /utfall/2015/rakning/bidrag",
        "LAG-5-3 /utfall/2015/rakning/bidrag",
        "EKO-02 /utfall/2015/rakning/resultat",
        "LAG-24-1 /utfall/2015/arsredovisning",
    ];
    assert_eq!(codes(&found), expected);
    let alone = found.avvikelser.iter().filter(|a| a.kod == "REK-01" && a.pekare.as_str().starts_with("/insatser/"));
    assert_eq!(alone.count(), 2, "one party each");
}

async fn members_leave_and_forbund_become_one(server: Server) {
    let varld = Varld::new(server).await;
    let (system, own) = (varld.client(Vem::System), varld.client(Vem::Forbund));
    let id = varld.forbund.id;
    let leaving = Uttrade { part: "kommun:2262".parse().unwrap(), uppsagd: day("2016-06-01"), sista_dag: None };
    let (rum, system_rum) = (own.forbund(), system.forbund());
    let left = rum.akter(id).leave(Villkor::Version(1), &leaving).await.unwrap();
    assert_eq!((left.version, left.uppgift.medlemmar[4].till), (2, Some(day("2019-05-31"))));
    assert_eq!(kod(&rum.akter(id).leave(Villkor::Inget, &leaving).await.unwrap_err()), Felkod::Regler);

    let utfall: Utfallsuppgift = serde_json::from_value(json!({"enhet": "tkr", "rakning": {"balans": {
        "omsattningstillgangar": "1225", "egetKapital": "984", "aretsResultat": "-259", "kortfristigaSkulder": "500"}}}))
    .unwrap();
    rum.akter(id).put_utfall(2016, Villkor::Inget, &utfall).await.unwrap();
    let mut one = forbund("Samordningsförbundet Y", &["2282"]);
    one.bildat = Some(day("2018-01-01"));
    one.medlemmar.iter_mut().for_each(|medlem| medlem.fran = Some(day("2018-01-01")));
    let one = system.forbund().create(&one, None).await.unwrap();
    let merger = Sammanslagning { forbund: vec![id, varld.annat.id], datum: day("2018-01-01") };
    assert_eq!(kod(&rum.akter(id).merge(Villkor::Inget, &merger).await.unwrap_err()), Felkod::Forbjudet);
    let merged = system_rum.akter(one.id).merge(Villkor::Version(1), &merger).await.unwrap();
    assert_eq!(merged.forbund.uppgift.omrade.len(), 4);
    assert!(
        merged
            .uppgangna
            .iter()
            .all(|old| { old.ersatt_av == [one.id] && old.uppgift.upphort == Some(day("2017-12-31")) })
    );
    let kapital = &merged.overfort_kapital;
    assert_eq!((kapital[0].ar, kapital[0].belopp), (Some(2016), Some("725000".parse().unwrap())));
    assert_eq!((kapital[1].ar, kapital[1].belopp), (None, None));
    assert_eq!(system.forbund().get(id).await.unwrap(), merged.uppgangna[0]);
    let again = system_rum.akter(one.id).merge(Villkor::Inget, &merger).await.unwrap_err();
    assert_eq!(kod(&again), Felkod::Regler, "they do not exist on the day before any more");
    let judged = system_rum.akter(one.id).regelkontroll(Some(day("2018-01-01"))).await.unwrap();
    assert_eq!(codes(&judged), [""; 0]);

    let feed = varld.raw(Vem::Forbund).get("/andringar?limit=1000").await.json();
    let events: Vec<_> =
        feed["poster"].as_array().unwrap().iter().map(|one| [&one["typ"], &one["resurs"], &one["id"]]).collect();
    for (typ, resurs, id) in [
        (Handelsetyp::Skapad, Resurs::Utfall, id),
        (Handelsetyp::Sammanslagen, Resurs::Forbund, id),
        (Handelsetyp::Andrad, Resurs::Forbund, one.id),
    ] {
        assert!(events.contains(&[&json!(typ), &json!(resurs), &json!(id)]), "{typ} {resurs}");
    }
}

async fn the_money_of_a_year_is_allocated(server: Server) {
    let varld = Varld::new(server).await;
    let (nationell, own) = (varld.client(Vem::Nationell), varld.client(Vem::Forbund));
    let ansokan = |nyckel: &str, matt, foregaende: &str| {
        json!({"nyckel": nyckel, "forsorjningsmatt": matt, "befolkning": 500, "foregaende": foregaende,
            "askande": "99000000"})
    };
    let body = json!({"parametrar": {"medel": "10000000"}, "ansokningar":
        [ansokan("A", 100, "5000000"), ansokan("B", 300, "5000000")]});
    let uppgift: Tilldelningsuppgift = serde_json::from_value(body).unwrap();
    let refused = own.tilldelningar().put(2016, Villkor::Inget, &uppgift).await.unwrap_err();
    assert_eq!(kod(&refused), Felkod::Forbjudet);
    let made = nationell.tilldelningar().put(2016, Villkor::Inget, &uppgift).await.unwrap();
    let amounts: Vec<String> = made.resultat.rader.iter().map(|rad| rad.tilldelat.to_string()).collect();
    assert_eq!(amounts, ["4500000.00", "5500000.00"]);
    assert_eq!(made.resultat.rader[0].steg.len(), 6);
    assert_eq!(own.tilldelningar().get(2016).await.unwrap(), made);
    assert_eq!(kod(&own.tilldelningar().get(2017).await.unwrap_err()), Felkod::Saknas);
    let unnamed = nationell.tilldelningar().put(2016, Villkor::Inget, &uppgift).await.unwrap_err();
    assert_eq!(kod(&unnamed), Felkod::VillkorKravs);
    let mut other = uppgift.clone();
    other.parametrar.broms_procent = 100;
    let changed = nationell.tilldelningar().put(2016, Villkor::Version(1), &other).await.unwrap();
    assert_eq!((changed.tilldelning.version, changed.tilldelning.id), (2, made.tilldelning.id));
}

async fn background_figures_are_registered_and_counted_with(server: Server) {
    let varld = Varld::new(server).await;
    let (nationell, own) = (varld.client(Vem::Nationell), varld.client(Vem::Forbund));
    let of = |people: u32, days: &str| -> Bakgrundsuppgift {
        let rad =
            json!({"kommun": "2280", "befolkning": people, "arbetslosa": 10, "arbetskraft": 90, "ohalsotal": days});
        serde_json::from_value(json!({"rader": [rad]})).unwrap()
    };
    let refused = own.bakgrundstal().put(2014, Villkor::Inget, &of(15_010, "40.2")).await.unwrap_err();
    assert_eq!(kod(&refused), Felkod::Forbjudet);
    assert_eq!(kod(&own.bakgrundstal().get(2014).await.unwrap_err()), Felkod::Saknas);
    let made = nationell.bakgrundstal().put(2014, Villkor::Inget, &of(15_010, "40.2")).await.unwrap();
    assert_eq!((made.ar, made.version), (2014, 1));
    assert_eq!(own.bakgrundstal().get(2014).await.unwrap(), made);
    let unnamed = nationell.bakgrundstal().put(2014, Villkor::Inget, &of(1, "1")).await.unwrap_err();
    assert_eq!(kod(&unnamed), Felkod::VillkorKravs);
    let faulty = nationell.bakgrundstal().put(2014, Villkor::Version(1), &of(100_000_001, "400")).await.unwrap_err();
    let found = faulty.problem().unwrap().avvikelser.iter().map(|one| format!("{} {}", one.kod, one.pekare));
    assert_eq!(found.collect::<Vec<_>>(), ["REG-27 /rader/0/befolkning", "REG-27 /rader/0/ohalsotal"]);
    let changed = nationell.bakgrundstal().put(2014, Villkor::Version(1), &of(15_030, "40.2")).await.unwrap();
    assert_eq!((changed.version, changed.id), (2, made.id));

    let urval = Urval { indelning: vec![Indelning::Kommun], ..Urval::of_years([2014]) };
    let rapport = own.rapporter().get(Rapportnamn::BehovOchRackvidd, &urval).await.unwrap();
    let rad = &rapport.rader[0];
    assert_eq!((rad.grupp.kommun, rad.underlag), (Some("2280".parse().unwrap()), Some(752)), "half up");
}

async fn what_is_malformed_is_named_and_not_stored(server: Server) {
    let varld = Varld::new(server).await;
    let raw = varld.raw(Vem::Forbund);
    let base = format!("/forbund/{}", varld.forbund.id);
    let bidrag =
        |part: &str, belopp: &str| json!({"enhet": "kr", "rakning": {"bidrag": [{"part": part, "belopp": belopp}]}});
    for (path, body, status, kod, pekare) in [
        ("/budgetar/2016", bidrag("forsakringskassan", "-1"), 422, "REG-27", "/rakning/bidrag/0/belopp"),
        ("/budgetar/2016", bidrag("forsakringskassan", "1.005"), 400, "FMT-06", "/rakning/bidrag/0/belopp"),
        ("/budgetar/2016", bidrag("kommun:9999", "1"), 422, "ID-06", "/rakning/bidrag/0/part"),
        ("/budgetar/2016", bidrag("staten", "1"), 400, "FMT-05", "/rakning/bidrag/0/part"),
        ("/budgetar/20160", bidrag("forsakringskassan", "1"), 422, "REG-27", "/ar"),
        ("/budgetar/1999", bidrag("forsakringskassan", "1"), 422, "REG-27", "/ar"),
        ("/utfall/x", bidrag("forsakringskassan", "1"), 422, "REG-27", "/ar"),
        (
            "/styrelse",
            json!({"ledamoter": [{"person": "a", "utseddAv": "kommun:2280", "fran": "2015-04-01", "till": "2015-03-31"}]}),
            422,
            "REG-01",
            "/ledamoter/0/till",
        ),
        ("/styrelse", json!({"ledamot": []}), 400, "FMT-03", "/ledamot"),
        ("/revisorer", json!({"revisorer": [{"utseddAv": "kommun:2280"}]}), 400, "FMT-04", "/revisorer/0/raknarFor"),
    ] {
        let svar = raw.json("PUT", &format!("{base}{path}"), &[], &body).await;
        assert_eq!(svar.status, status, "{path} {body}: {}", svar.text);
        let found = svar.json()["avvikelser"].as_array().unwrap().clone();
        let told: Vec<_> = found.iter().map(|a| (a["kod"].as_str().unwrap(), a["pekare"].as_str().unwrap())).collect();
        assert!(told.contains(&(kod, pekare)), "{path} {body}: {told:?}");
        for path in ["/budgetar/2016", "/styrelse", "/revisorer"] {
            assert_eq!(raw.get(&format!("{base}{path}")).await.status, 404, "nothing is stored");
        }
    }
}

async fn only_those_who_may_change_a_forbund_do(server: Server) {
    let varld = Varld::new(server).await;
    let board = Styrelseuppgift::default();
    for (vem, expected) in
        [(Vem::Part, Felkod::Forbjudet), (Vem::Nationell, Felkod::Forbjudet), (Vem::Insats, Felkod::Forbjudet)]
    {
        let client = varld.client(vem);
        let fel = client.forbund().akter(varld.forbund.id).put_styrelse(Villkor::Inget, &board).await.unwrap_err();
        assert_eq!(kod(&fel), expected, "{vem:?}");
    }
    let own = varld.client(Vem::Forbund);
    let rum = own.forbund();
    let other = rum.akter(varld.annat.id).put_styrelse(Villkor::Inget, &board).await.unwrap_err();
    assert_eq!(kod(&other), Felkod::Forbjudet, "another förbund");
    rum.akter(varld.forbund.id).put_styrelse(Villkor::Inget, &board).await.unwrap();
    assert!(
        varld.client(Vem::Part).forbund().akter(varld.forbund.id).styrelse().await.is_ok(),
        "who reads förbund reads it"
    );
    let log = varld.client(Vem::Logg).forbund().akter(varld.forbund.id).regelkontroll(None).await.unwrap_err();
    assert_eq!(kod(&log), Felkod::Forbjudet);
    let nobody =
        rum.akter("0190a5c0-7c00-7000-8000-000000000001".parse().unwrap()).regelkontroll(None).await.unwrap_err();
    assert_eq!(kod(&nobody), Felkod::Saknas);
}
