//! How many people a structural insats reached: set, told of, counted.

use finsam_client::{Andringsfraga, Client, Efter, Villkor};
use finsam_core::insats::{Inriktning, Insats, Insatstyp, Strukturuppgift};
use finsam_core::protokoll::{Felkod, Handelsetyp, Resurs};
use finsam_core::statistik::{Mattnamn, Rapportnamn, Urval};
use finsam_tests::varld::insats;
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(it_is_set_changed_and_removed, it_is_counted_from_the_feed_and_after_a_restart);

fn reached(fran: &str, till: &str, antal: i32) -> Strukturuppgift {
    serde_json::from_value(json!({"fran": fran, "till": till, "antal": antal})).unwrap()
}

async fn structural(varld: &Varld, typ: Insatstyp) -> Insats {
    let mut uppgift = insats(varld.forbund.id, &format!("Dialog {typ}"), "antal");
    (uppgift.inriktning, uppgift.typ, uppgift.nycklar) = (Inriktning::Struktur, typ, Vec::new());
    varld.client(Vem::Forbund).insatser().create(&uppgift, None).await.unwrap()
}

/// What happened since the insats was created, as it sees who asks.
async fn told(client: &Client, insats: &Insats) -> Vec<(Handelsetyp, i64)> {
    let fraga = Andringsfraga { efter: Efter::Borjan, limit: Some(1_000), ..Andringsfraga::default() };
    let poster = client.andringar().list(&fraga).await.unwrap().poster;
    let own = poster.into_iter().filter(|one| one.resurs == Resurs::Strukturdeltagande);
    own.filter(|one| one.id == insats.id.0).map(|one| (one.typ, one.version)).collect()
}

async fn it_is_set_changed_and_removed(server: Server) {
    let varld = Varld::new(server).await;
    let (insats, client) = (structural(&varld, Insatstyp::Utbildning).await, varld.client(Vem::Forbund));
    let (id, rum) = (insats.id, client.strukturdeltagande());
    let spring = rum.put(id, Villkor::Inget, &reached("2014-01-01", "2014-06-30", 45)).await.unwrap();
    let autumn = rum.put(id, Villkor::Saknas, &reached("2014-07-01", "2014-12-31", 30)).await.unwrap();
    assert_eq!((spring.version, spring.uppgift.antal), (1, 45));
    assert_eq!(rum.list(id).await.unwrap(), [spring, autumn]);
    assert_eq!(rum.get(id, spring.uppgift.fran).await.unwrap(), spring);
    assert!(client.antal().list(id).await.unwrap().is_empty(), "they are no counts");

    let refused = async |insats, villkor, uppgift: Strukturuppgift| {
        let fel = client.strukturdeltagande().put(insats, villkor, &uppgift).await.unwrap_err();
        let found: Vec<String> = fel.problem().unwrap().avvikelser.iter().map(|one| one.kod.to_string()).collect();
        (fel.kod().unwrap(), found.join(" "))
    };
    let rules = |codes: &str| (Felkod::Regler, codes.to_owned());
    let none = |kod| (kod, String::new());
    let year = reached("2014-01-01", "2014-12-31", 45);
    assert_eq!(refused(id, Villkor::Version(1), year).await, rules("REG-23"), "periods do not overlap");
    assert_eq!(refused(id, Villkor::Inget, year).await, none(Felkod::VillkorKravs));
    assert_eq!(refused(id, Villkor::Version(7), year).await, none(Felkod::VillkorBrutet));
    assert_eq!(refused(varld.antalsinsats.id, Villkor::Inget, year).await, rules("REG-35"));
    let impossible = reached("2015-01-01", "2016-01-01", -1);
    assert_eq!(refused(id, Villkor::Inget, impossible).await, rules("REG-23 REG-27"), "all faults at once");

    let more = reached("2014-01-01", "2014-06-30", 46);
    assert_eq!(rum.put(id, Villkor::Version(1), &more).await.unwrap().version, 2);
    assert_eq!(rum.put(id, Villkor::Version(2), &more).await.unwrap().version, 2, "unchanged");
    assert_eq!(rum.delete(id, more.fran, 1).await.unwrap_err().kod(), Some(Felkod::VillkorBrutet));
    rum.delete(id, more.fran, 2).await.unwrap();
    assert_eq!(rum.delete(id, more.fran, 2).await.unwrap_err().status(), Some(404));
    assert_eq!(rum.get(id, more.fran).await.unwrap_err().status(), Some(404));
    assert_eq!(rum.list(id).await.unwrap(), [autumn]);
    assert_eq!(rum.put(id, Villkor::Inget, &more).await.unwrap().version, 4, "set again");

    use Handelsetyp::{Andrad, Raderad, Skapad};
    let expected = [(Skapad, 1), (Skapad, 1), (Andrad, 2), (Raderad, 3), (Skapad, 4)];
    assert_eq!(told(&client, &insats).await, expected);
    for vem in [Vem::Part, Vem::Nationell, Vem::System, Vem::Insats] {
        assert_eq!(told(&varld.client(vem), &insats).await, [], "{vem:?} may not read them");
    }
}

async fn it_is_counted_from_the_feed_and_after_a_restart(server: Server) {
    let varld = Varld::new(server).await;
    let typer = [Insatstyp::Utbildning, Insatstyp::DialogKommunikation];
    let (first, second) = (structural(&varld, typer[0]).await, structural(&varld, typer[1]).await);
    let nation = varld.client(Vem::Nationell);
    let urval = Urval::of_years([2014]);
    let counted = async |client: &Client| {
        let of_typ = client.rapporter().get(Rapportnamn::StrukturdeltagarePerTyp, &urval).await.unwrap();
        let by_typ = typer.map(|typ| {
            let row = of_typ.rader.iter().find(|rad| rad.kategori == typ.code()).unwrap();
            (row.underlag, row.matt.cell(Mattnamn::Deltagare).unwrap().andel)
        });
        let all = client.rapporter().get(Rapportnamn::DeltagarePerInriktning, &urval).await.unwrap();
        let sums: Vec<String> = all.records().map(|record| record.last().unwrap().clone()).collect();
        (by_typ, sums[1..].join(" "))
    };
    let before = counted(&nation).await;
    assert_eq!(before, ([(Some(0), None); 2], "0 0".to_owned()));
    let client = varld.client(Vem::Forbund);
    let rum = client.strukturdeltagande();
    rum.put(first.id, Villkor::Inget, &reached("2014-01-01", "2014-06-30", 45)).await.unwrap();
    rum.put(first.id, Villkor::Inget, &reached("2014-07-01", "2014-12-31", 30)).await.unwrap();
    rum.put(second.id, Villkor::Inget, &reached("2014-01-01", "2014-12-31", 25)).await.unwrap();
    rum.put(second.id, Villkor::Inget, &reached("2015-01-01", "2015-12-31", 1_000)).await.unwrap();
    let expected = ([(Some(100), Some(75)), (Some(100), Some(25))], "100 100".to_owned());
    assert_eq!(counted(&nation).await, expected);
    rum.put(first.id, Villkor::Version(1), &reached("2014-07-01", "2014-12-31", 55)).await.unwrap();
    rum.delete(second.id, "2014-01-01".parse().unwrap(), 1).await.unwrap();
    let expected = ([(Some(100), Some(100)), (Some(100), Some(0))], "100 100".to_owned());
    assert_eq!(counted(&nation).await, expected, "what was changed and removed");
    let varld = varld.restart().await;
    assert_eq!(counted(&varld.client(Vem::Nationell)).await, expected, "loaded as it was moved forward");
}
