//! Förbund.

use super::{Databas, FORBUND, Prov, day, first, forbund, on_each_database, page};
use crate::StoreError;
use crate::rum::{Forbundsurval, Fran};
use finsam_core::forbund::Forbund;
use finsam_core::id::ForbundId;
use uuid::Uuid;

on_each_database!(it_is_kept_changed_and_read_back);
async fn it_is_kept_changed_and_read_back(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let mut enhet = prov.begin().await;
    let one = enhet.forbund().insert(FORBUND, forbund("Ett")).await.unwrap();
    assert_eq!(one, Forbund { id: FORBUND, version: 1, ersatt_av: Vec::new(), uppgift: forbund("Ett") });
    assert_eq!(enhet.forbund().get(FORBUND).await.unwrap(), Some(one.clone()), "seen before it is committed");
    let fel = enhet.forbund().insert(FORBUND, forbund("Två")).await.unwrap_err();
    assert!(matches!(fel, StoreError::Conflict("forbund.id")));
    assert_eq!(enhet.forbund().update(FORBUND, 1, forbund("Ett")).await.unwrap(), Some(one), "unchanged");
    assert_eq!(enhet.forbund().update(FORBUND, 2, forbund("Två")).await.unwrap(), None, "stale");
    assert_eq!(enhet.forbund().update(ForbundId(Uuid::nil()), 1, forbund("Två")).await.unwrap(), None, "unknown");
    let two = enhet.forbund().update(FORBUND, 1, forbund("Två")).await.unwrap().unwrap();
    assert_eq!((two.version, &two.uppgift.namn[..]), (2, "Två"));
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    assert_eq!(las.forbund().get(FORBUND).await.unwrap(), Some(two.clone()));
    assert_eq!(las.forbund().all().await.unwrap(), [two]);
    assert_eq!(las.forbund().get(ForbundId(Uuid::nil())).await.unwrap(), None);
    assert_eq!(prov.count("SELECT count(*) FROM handelser WHERE resurs = 'forbund'"), 2);
    assert_eq!(prov.count("SELECT count(*) FROM atkomstlogg WHERE resurs = 'forbund'"), 3);
}

on_each_database!(lists_select_by_day_lan_and_kommun);
async fn lists_select_by_day_lan_and_kommun(databas: Databas) {
    let prov = Prov::empty(databas).await;
    let mut enhet = prov.begin().await;
    for (n, namn, upphort, kommun) in
        [(1, "a", None, "2280"), (2, "b", Some("2010-12-31"), "2262"), (3, "c", None, "0114"), (4, "d", None, "2280")]
    {
        let mut uppgift = forbund(namn);
        uppgift.upphort = upphort.map(day);
        uppgift.omrade[0].kommunkod = kommun.parse().unwrap();
        enhet.forbund().insert(ForbundId(Uuid::from_u128(n)), uppgift).await.unwrap();
    }
    enhet.commit().await.unwrap();
    let mut las = prov.store.read().await.unwrap();
    let (lan, kommun) = (Some("22".parse().unwrap()), Some("2262".parse().unwrap()));
    for (urval, expected) in [
        (Forbundsurval::default(), "a b c d"),
        (Forbundsurval { datum: Some(day("2010-12-31")), ..Default::default() }, "a b c d"),
        (Forbundsurval { datum: Some(day("2011-01-01")), ..Default::default() }, "a c d"),
        (Forbundsurval { datum: Some(day("2004-12-31")), ..Default::default() }, ""),
        (Forbundsurval { lan, ..Default::default() }, "a b d"),
        (Forbundsurval { kommun, ..Default::default() }, "b"),
        (Forbundsurval { kommun, datum: Some(day("2011-01-01")), ..Default::default() }, ""),
    ] {
        let sida = las.forbund().list(urval, first(10)).await.unwrap();
        let names: Vec<_> = sida.poster.iter().map(|one| one.uppgift.namn.as_str()).collect();
        assert_eq!(names.join(" "), expected, "{urval:?}");
        assert_eq!((sida.totalt, sida.sista), (names.len() as u64, None));
    }
    let urval = Forbundsurval { lan, ..Default::default() };
    let sida = las.forbund().list(urval, first(2)).await.unwrap();
    let next = las.forbund().list(urval, page(2, Fran::Efter(sida.sista.unwrap()))).await.unwrap();
    assert_eq!((next.poster[0].uppgift.namn.as_str(), next.poster.len(), next.totalt, next.sista), ("d", 1, 3, None));
}
