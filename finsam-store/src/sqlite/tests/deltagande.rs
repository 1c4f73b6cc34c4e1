//! Participations.

use super::{ANNA, Prov, nyckel, part, skrivning};
use crate::Store;
use crate::rum::Skrivutfall;

#[tokio::test]
async fn what_is_saved_is_read_back() {
    let prov = Prov::new().await;
    let ny = skrivning("d-1", Some(ANNA), "2014-01-01", None);
    assert_eq!(prov.save(vec![ny.clone()]).await, [Skrivutfall::Skapad { id: ny.nytt_id, version: 1 }]);

    let mut las = prov.store.read().await.unwrap();
    let read = las.deltaganden().get(part("kommun:2280"), &nyckel("d-1")).await.unwrap().unwrap();
    assert_eq!((read.id, read.version), (ny.nytt_id, 1));
    assert_eq!(read.post, ny.godkand.post);
    assert_eq!(read.personnummer.unwrap().reveal(), ANNA);
    assert!(las.deltaganden().get(part("kommun:2262"), &nyckel("d-1")).await.unwrap().is_none(), "another part");
}
