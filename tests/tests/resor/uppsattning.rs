//! A förbund is registered, with an insats and its counts.

use finsam_client::{Fel, Forbundsfraga, Idempotensnyckel, Insatsfraga, Sidval, TryStreamExt, Villkor};
use finsam_core::insats::{Antalsuppgift, Enhet};
use finsam_core::protokoll::Felkod;
use finsam_tests::varld::{forbund, insats};
use finsam_tests::{Server, Varld, Vem, on_each_database};
use serde_json::json;

on_each_database!(
    a_forbund_is_registered_and_changed,
    an_insats_is_registered_and_changed,
    counts_are_set,
    the_api_tells_of_itself
);

fn year(fran: &str, till: &str, kvinnor: i32, man: i32) -> Antalsuppgift {
    serde_json::from_value(json!({"fran": fran, "till": till, "kvinnor": kvinnor, "man": man})).unwrap()
}

fn kod(fel: &Fel) -> Felkod {
    fel.kod().unwrap_or_else(|| panic!("a problem, not {fel}"))
}

async fn a_forbund_is_registered_and_changed(server: Server) {
    let varld = Varld::new(server).await;
    let (system, own) = (varld.client(Vem::System), varld.client(Vem::Forbund));
    let made = varld.forbund.clone();
    assert_eq!((made.version, made.uppgift.medlemmar.len()), (1, 5));
    assert_eq!(own.forbund().get(made.id).await.unwrap(), made);
    assert_eq!(own.forbund().get_if_changed(made.id, 1).await.unwrap(), None);

    let mut uppgift = made.uppgift.clone();
    uppgift.namn = "Samordningsförbundet Y".to_owned();
    let put = own.forbund();
    assert_eq!(kod(&put.put(made.id, Villkor::Inget, &uppgift).await.unwrap_err()), Felkod::VillkorKravs);
    assert_eq!(kod(&put.put(made.id, Villkor::Version(9), &uppgift).await.unwrap_err()), Felkod::VillkorBrutet);
    assert_eq!(kod(&put.put(made.id, Villkor::Saknas, &uppgift).await.unwrap_err()), Felkod::VillkorBrutet);
    let changed = put.put(made.id, Villkor::Version(1), &uppgift).await.unwrap();
    assert_eq!((changed.version, changed.uppgift.namn.as_str()), (2, "Samordningsförbundet Y"));
    assert_eq!(own.forbund().get_if_changed(made.id, 1).await.unwrap(), Some(changed));

    let id = varld.server.app.new_id().to_string().parse().unwrap();
    let third = forbund("Samordningsförbundet Kramfors", &["2282"]);
    assert_eq!(kod(&own.forbund().put(id, Villkor::Inget, &third).await.unwrap_err()), Felkod::Forbjudet);
    assert_eq!(system.forbund().put(id, Villkor::Inget, &third).await.unwrap().id, id);
    let fraga = Forbundsfraga { kommun: Some("2282".parse().unwrap()), ..Forbundsfraga::default() };
    let found = system.forbund().list(fraga, Sidval::default()).await.unwrap();
    assert_eq!(found.poster.iter().map(|forbund| forbund.id).collect::<Vec<_>>(), [id]);
    let none = Forbundsfraga { datum: Some("2013-12-31".parse().unwrap()), ..Forbundsfraga::default() };
    assert!(system.forbund().stream(none).try_next().await.unwrap().is_none(), "none existed before 2014");
}

async fn an_insats_is_registered_and_changed(server: Server) {
    let varld = Varld::new(server).await;
    let own = varld.client(Vem::Forbund);
    let key = Idempotensnyckel::generate();
    let uppgift = insats(varld.forbund.id, "Nya steg", "personuppgifter");
    let made = own.insatser().create(&uppgift, &key).await.unwrap();
    assert_eq!(own.insatser().create(&uppgift, &key).await.unwrap(), made, "the same key makes nothing new");

    let mut faulty = uppgift.clone();
    faulty.namn = String::new();
    faulty.slutdatum = Some("2013-01-01".parse().unwrap());
    let fel = own.insatser().create(&faulty, None).await.unwrap_err();
    let mut koder: Vec<_> = fel.problem().unwrap().avvikelser.iter().map(|a| a.kod.to_string()).collect();
    koder.sort_unstable();
    assert_eq!(koder, ["REG-01", "REG-27"], "all faults at once");

    let mut counted = made.uppgift.clone();
    counted.uppfoljningsmetod = "antal".parse().unwrap();
    let fel = own.insatser().put(made.id, Villkor::Version(1), &counted).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].kod, "REG-25");
    let mut renamed = made.uppgift.clone();
    renamed.namn = "Nästa steg".to_owned();
    assert_eq!(own.insatser().put(made.id, Villkor::Version(1), &renamed).await.unwrap().version, 2);

    let fraga = Insatsfraga { forbund: vec![varld.forbund.id], ar: Some(2014), ..Insatsfraga::default() };
    let found: Vec<_> = own.insatser().stream(fraga).try_collect().await.unwrap();
    assert_eq!(found.len(), 3);
    let before = Insatsfraga { ar: Some(2013), ..Insatsfraga::default() };
    assert!(own.insatser().list(&before, Sidval::default()).await.unwrap().poster.is_empty());
}

async fn counts_are_set(server: Server) {
    let varld = Varld::new(server).await;
    let (own, id) = (varld.client(Vem::Insats), varld.antalsinsats.id);
    let antal = own.antal();
    let spring = antal.put(id, Villkor::Inget, &year("2014-01-01", "2014-06-30", 7, 8)).await.unwrap();
    assert_eq!(spring.version, 1);
    let autumn = antal.put(id, Villkor::Saknas, &year("2014-07-01", "2014-12-31", 5, 6)).await.unwrap();
    assert_eq!(antal.list(id).await.unwrap(), [spring, autumn]);
    assert_eq!(antal.get(id, spring.uppgift.fran, Enhet::Personer).await.unwrap(), spring);

    let wider = year("2014-01-01", "2014-07-01", 7, 8);
    let fel = antal.put(id, Villkor::Version(1), &wider).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].kod, "REG-23", "periods do not overlap");
    let more = year("2014-01-01", "2014-06-30", 9, 8);
    assert_eq!(kod(&antal.put(id, Villkor::Inget, &more).await.unwrap_err()), Felkod::VillkorKravs);
    assert_eq!(antal.put(id, Villkor::Version(1), &more).await.unwrap().version, 2);
    let fel = antal.put(varld.insats.id, Villkor::Inget, &more).await.unwrap_err();
    assert_eq!(fel.problem().unwrap().avvikelser[0].kod, "REG-06", "an insats is followed in one way");
}

async fn the_api_tells_of_itself(server: Server) {
    let open = server.client(None);
    assert_eq!(open.om().api_info().await.unwrap().api_name, "Finsam");
    let limits = open.om().begransningar().await.unwrap();
    assert_eq!((limits.import_direkt_poster, limits.rojandeskydd_troskel), (1_000, 0));
    let lists = open.om().kodlistor().await.unwrap().kodlistor;
    let kon = open.om().kodlista("kon").await.unwrap();
    assert!(lists.contains(&kon));
    assert_eq!(kod(&open.om().kodlista("spam").await.unwrap_err()), Felkod::Saknas);
    let all = open.om().regler(None).await.unwrap();
    let then = open.om().regler(Some("2020-01-01".parse().unwrap())).await.unwrap();
    assert!(all.len() > then.len());
    // Of that day, so that one whose paragraph had several wordings names the one of then.
    assert!(then.iter().all(|then| all.iter().any(|one| (&one.kod, one.galler) == (&then.kod, then.galler))));
    let parties: Vec<_> = open.om().stream_parter(None).try_collect().await.unwrap();
    assert_eq!(parties.len(), 312, "two agencies, 20 regions, 290 kommuner");
    let own = open.om().part("kommun:2280".parse().unwrap()).await.unwrap();
    assert!(own.namn == "Härnösand" && parties.contains(&own));
    assert_eq!(
        kod(&open.forbund().list(Forbundsfraga::default(), Sidval::default()).await.unwrap_err()),
        Felkod::Obehorig
    );
}
