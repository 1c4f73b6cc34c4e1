//! Insatser, their counts and whom they reached.

use finsam_core::id::{ForbundId, InsatsId};
use finsam_core::insats::{
    Antalsuppgift, Enhet, Inriktning, Insats, Insatsnyckel, Insatstyp, Strukturdeltagande, Strukturuppgift,
};
use uuid::Uuid;

use super::{ANNAN_INSATS, Databas, FORBUND, INSATS, Prov, day, first, forbund, insats, on_each_database, page, part};
use crate::StoreError;
use crate::rum::{Fran, Handelsetyp, Insatsurval, Insatsval, Resurs};

fn key(nyckel: &str) -> Insatsnyckel {
    Insatsnyckel { part: part("kommun:2280"), kallsystem: "treserva".to_owned(), nyckel: nyckel.to_owned() }
}

on_each_database!(it_is_kept_changed_and_read_back);
async fn it_is_kept_changed_and_read_back(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut enhet = prov.begin().await;
    let kept = enhet.insatser().get(INSATS).await.unwrap().unwrap();
    assert_eq!(kept, Insats { id: INSATS, version: 1, uppgift: insats("Ungdomscentrum") });
    let fel = enhet.insatser().insert(INSATS, insats("Annat")).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("insats.id")));
    let mut stray = insats("Vilse");
    stray.forbund_id = ForbundId(Uuid::nil());
    let fel = enhet.insatser().insert(InsatsId(Uuid::nil()), stray).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("forbund")));
    assert_eq!(enhet.insatser().update(INSATS, 1, insats("Ungdomscentrum")).await.unwrap(), Some(kept), "unchanged");
    assert_eq!(enhet.insatser().update(INSATS, 2, insats("Annat")).await.unwrap(), None, "stale");
    let changed = enhet.insatser().update(INSATS, 1, insats("Annat")).await.unwrap().unwrap();
    assert_eq!(changed, Insats { id: INSATS, version: 2, uppgift: insats("Annat") });
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.insatser().get(INSATS).await.unwrap(), Some(changed.clone()));
    assert_eq!(las.insatser().all().await.unwrap()[0], changed);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'insats'"), 3);
}

on_each_database!(keys_name_one_insats);
async fn keys_name_one_insats(databas: Databas) {
    let prov = Prov::new(databas).await;
    let mut enhet = prov.begin().await;
    let with = |nycklar: &[&str]| {
        let mut uppgift = insats("Med nycklar");
        uppgift.nycklar = nycklar.iter().map(|nyckel| key(nyckel)).collect();
        uppgift
    };
    enhet.insatser().update(INSATS, 1, with(&["a", "b", "a"])).await.unwrap().unwrap();
    assert_eq!(enhet.insatser().with_forbund(&Insatsval::Nyckel(key("b"))).await.unwrap().unwrap().0.id, INSATS);
    let fel = enhet.insatser().update(ANNAN_INSATS, 1, with(&["c", "b"])).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("insats.nyckel")));
    for (nyckel, why) in [("c", "nothing of what failed is left"), ("a\0", "no key has a null character")] {
        assert_eq!(enhet.insatser().with_forbund(&Insatsval::Nyckel(key(nyckel))).await.unwrap(), None, "{why}");
    }
    assert_eq!(enhet.insatser().get(ANNAN_INSATS).await.unwrap().unwrap().version, 1);
    let id = InsatsId(Uuid::from_u128(3));
    let fel = enhet.insatser().insert(id, with(&["a"])).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("insats.nyckel")));
    // Given up by one, a key is free for another.
    enhet.insatser().update(INSATS, 2, with(&["a"])).await.unwrap().unwrap();
    enhet.insatser().update(ANNAN_INSATS, 1, with(&["b"])).await.unwrap().unwrap();
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.insatser().with_forbund(&Insatsval::Nyckel(key("b"))).await.unwrap().unwrap().0.id, ANNAN_INSATS);
    let (insats, forbund) = las.insatser().with_forbund(&Insatsval::Id(INSATS)).await.unwrap().unwrap();
    assert_eq!((insats.id, forbund.id, insats.uppgift.forbund_id), (INSATS, FORBUND, FORBUND));
    let elsewhere = Insatsnyckel { part: part("kommun:2262"), ..key("b") };
    assert_eq!(las.insatser().with_forbund(&Insatsval::Nyckel(elsewhere)).await.unwrap(), None);
}

on_each_database!(lists_select_by_forbund_year_inriktning_and_typ);
async fn lists_select_by_forbund_year_inriktning_and_typ(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let other = ForbundId(Uuid::from_u128(0xe));
    let mut enhet = prov.begin().await;
    enhet.forbund().insert(FORBUND, forbund("Ett")).await.unwrap();
    enhet.forbund().insert(other, forbund("Annat")).await.unwrap();
    for (n, namn, forbund, slut, typ) in [
        (1, "a", FORBUND, None, Insatstyp::ALL[0]),
        (2, "b", FORBUND, Some("2013-12-31"), Insatstyp::ALL[1]),
        (3, "c", other, None, Insatstyp::ALL[0]),
    ] {
        let mut uppgift = insats(namn);
        (uppgift.forbund_id, uppgift.slutdatum, uppgift.typ) = (forbund, slut.map(day), typ);
        enhet.insatser().insert(InsatsId(Uuid::from_u128(n)), uppgift).await.unwrap();
    }
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    let of = |forbund: &[ForbundId]| Insatsurval { forbund: Some(forbund.to_vec()), ..Default::default() };
    for (urval, expected) in [
        (Insatsurval::default(), "a b c"),
        (of(&[FORBUND]), "a b"),
        (of(&[FORBUND, other]), "a b c"),
        (of(&[]), ""),
        (of(&[ForbundId(Uuid::nil())]), ""),
        (Insatsurval { ar: Some(2013), ..Default::default() }, "a b c"),
        (Insatsurval { ar: Some(2014), ..Default::default() }, "a c"),
        (Insatsurval { ar: Some(2011), ..Default::default() }, ""),
        (Insatsurval { typ: Some(Insatstyp::ALL[1]), ..Default::default() }, "b"),
        (Insatsurval { inriktning: Some(Inriktning::Individ), ..of(&[other]) }, "c"),
    ] {
        let sida = las.insatser().list(&urval, first(10)).await.unwrap();
        let names: Vec<_> = sida.poster.iter().map(|one| one.uppgift.namn.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{urval:?}");
        assert_eq!((sida.totalt, sida.sista), (names.len() as u64, None), "{urval:?}");
    }
    let sida = las.insatser().list(&Insatsurval::default(), first(2)).await.unwrap();
    let next = las.insatser().list(&Insatsurval::default(), page(2, Fran::Efter(sida.sista.unwrap()))).await.unwrap();
    assert_eq!((next.poster[0].uppgift.namn.as_str(), next.totalt, next.sista), ("c", 3, None));
}

on_each_database!(counts_are_one_row_a_period_and_unit);
async fn counts_are_one_row_a_period_and_unit(databas: Databas) {
    let prov = Prov::new(databas).await;
    let uppgift = |fran: &str, enhet, kvinnor| Antalsuppgift {
        fran: day(fran),
        till: day("2013-12-31"),
        enhet,
        kvinnor: Some(kvinnor),
        man: None,
        nya: None,
        pagaende: None,
        avslutade: None,
    };
    let mut enhet = prov.begin().await;
    let put = [
        (INSATS, uppgift("2013-07-01", Enhet::Personer, 7)),
        (INSATS, uppgift("2013-01-01", Enhet::Personer, 6)),
        (INSATS, uppgift("2013-01-01", Enhet::Besok, 60)),
        (ANNAN_INSATS, uppgift("2013-01-01", Enhet::Personer, 5)),
    ];
    for (insats, uppgift) in put {
        assert_eq!(enhet.antal().put(insats, uppgift).await.unwrap().version, 1);
    }
    let again = enhet.antal().put(INSATS, uppgift("2013-01-01", Enhet::Besok, 60)).await.unwrap();
    assert_eq!(again.version, 1, "unchanged");
    let changed = enhet.antal().put(INSATS, uppgift("2013-01-01", Enhet::Besok, 61)).await.unwrap();
    assert_eq!((changed.version, changed.uppgift.kvinnor), (2, Some(61)));
    let fel = enhet.antal().put(InsatsId(Uuid::nil()), put[0].1).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("insats")));
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.antal().get(INSATS, (day("2013-01-01"), Enhet::Besok)).await.unwrap(), Some(changed));
    assert_eq!(las.antal().get(INSATS, (day("2013-01-02"), Enhet::Besok)).await.unwrap(), None);
    let listed: Vec<_> = las.antal().list(INSATS).await.unwrap().iter().map(|one| one.uppgift.kvinnor).collect();
    assert_eq!(listed, [Some(61), Some(6), Some(7)]);
    assert_eq!(las.antal().all().await.unwrap().len(), 4);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'antal'"), 5);
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'antal'"), 6);
}

on_each_database!(removed_counts_are_gone_until_they_are_set_again);
async fn removed_counts_are_gone_until_they_are_set_again(databas: Databas) {
    let prov = Prov::new(databas).await;
    let counts = |kvinnor| Antalsuppgift {
        fran: day("2013-01-01"),
        till: day("2013-12-31"),
        enhet: Enhet::Personer,
        kvinnor: Some(kvinnor),
        man: None,
        nya: None,
        pagaende: None,
        avslutade: None,
    };
    let fran = day("2013-01-01");
    let mut enhet = prov.begin().await;
    enhet.antal().hold(&[INSATS, ANNAN_INSATS]).await.unwrap();
    enhet.antal().put(INSATS, counts(1)).await.unwrap();
    assert!(!enhet.antal().remove(ANNAN_INSATS, (fran, Enhet::Personer)).await.unwrap(), "there are none");
    assert!(enhet.antal().remove(INSATS, (fran, Enhet::Personer)).await.unwrap());
    assert!(!enhet.antal().remove(INSATS, (fran, Enhet::Personer)).await.unwrap(), "they are gone already");
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.antal().get(INSATS, (fran, Enhet::Personer)).await.unwrap(), None);
    assert!(las.antal().list(INSATS).await.unwrap().is_empty() && las.antal().all().await.unwrap().is_empty());
    assert_eq!(las.handelser().of_register(0, 100).await.unwrap().len(), 5, "with the förbund and two insatser");
    drop(las);

    let mut enhet = prov.begin().await;
    let again = enhet.antal().put(INSATS, counts(1)).await.unwrap();
    assert_eq!((again.version, again.uppgift), (3, counts(1)), "the same as before is not unchanged");
    assert_eq!(enhet.antal().put(INSATS, counts(2)).await.unwrap().version, 4);
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.antal().list(INSATS).await.unwrap().len(), 1);
    let typer: Vec<_> =
        las.handelser().of_register(0, 100).await.unwrap().into_iter().map(|one| one.handelse).collect();
    let typer: Vec<_> =
        typer.iter().filter(|one| one.resurs == Resurs::Antal).map(|one| (one.typ, one.version)).collect();
    use Handelsetyp::{Andrad, Raderad, Skapad};
    assert_eq!(typer, [(Skapad, 1), (Raderad, 2), (Skapad, 3), (Andrad, 4)]);
}

on_each_database!(people_reached_are_one_row_a_period);
async fn people_reached_are_one_row_a_period(databas: Databas) {
    let prov = Prov::new(databas).await;
    let reached = |fran, antal| Strukturuppgift { fran: day(fran), till: day("2013-12-31"), antal };
    let first_day = day("2013-01-01");
    let mut enhet = prov.begin().await;
    enhet.strukturdeltagande().hold(&[INSATS, ANNAN_INSATS]).await.unwrap();
    for (insats, uppgift) in [
        (INSATS, reached("2013-07-01", 7)),
        (INSATS, reached("2013-01-01", 6)),
        (ANNAN_INSATS, reached("2013-01-01", 5)),
    ] {
        assert_eq!(enhet.strukturdeltagande().put(insats, uppgift).await.unwrap().version, 1);
    }
    assert_eq!(enhet.strukturdeltagande().put(INSATS, reached("2013-01-01", 6)).await.unwrap().version, 1, "unchanged");
    let changed = enhet.strukturdeltagande().put(INSATS, reached("2013-01-01", 61)).await.unwrap();
    assert_eq!(changed, Strukturdeltagande { insats_id: INSATS, version: 2, uppgift: reached("2013-01-01", 61) });
    let fel = enhet.strukturdeltagande().put(InsatsId(Uuid::nil()), reached("2013-01-01", 1)).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("insats")));
    assert!(enhet.strukturdeltagande().remove(ANNAN_INSATS, first_day).await.unwrap());
    assert!(!enhet.strukturdeltagande().remove(ANNAN_INSATS, first_day).await.unwrap(), "it is gone already");
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.strukturdeltagande().get(INSATS, first_day).await.unwrap(), Some(changed));
    assert_eq!(las.strukturdeltagande().get(ANNAN_INSATS, first_day).await.unwrap(), None);
    let listed = las.strukturdeltagande().list(INSATS).await.unwrap();
    assert_eq!(listed.iter().map(|one| one.uppgift.antal).collect::<Vec<_>>(), [61, 7]);
    assert_eq!(las.strukturdeltagande().all().await.unwrap(), listed);
    assert!(las.antal().all().await.unwrap().is_empty(), "they are no counts");
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'strukturdeltagande'"), 5);
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'strukturdeltagande'"), 6);
    assert_eq!(prov.count("SELECT count(*) FROM strukturdeltagande WHERE raderad = version"), 1, "a tombstone");
}
