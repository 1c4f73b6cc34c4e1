//! Nothing of what is kept gets into a log: the driver writes the values of its statements at debug.

use std::sync::Mutex;

use crate::rum::Strategi;
use crate::tests::{ANNA, Databas, Prov, part, skrivning};

/// Keeps everything that is logged.
struct Samlare(Mutex<Vec<String>>);

impl log::Log for Samlare {
    fn enabled(&self, _: &log::Metadata<'_>) -> bool {
        true
    }

    fn log(&self, record: &log::Record<'_>) {
        self.0.lock().unwrap().push(format!("{} {} {}", record.level(), record.target(), record.args()));
    }

    fn flush(&self) {}
}

static SAMLARE: Samlare = Samlare(Mutex::new(Vec::new()));

#[tokio::test(flavor = "multi_thread")]
async fn values_are_not_logged_however_much_is_asked_for() {
    assert!(log::STATIC_MAX_LEVEL <= log::LevelFilter::Info, "records below info are not compiled in");
    let Some(databas) = Databas::postgres() else { return };
    log::set_logger(&SAMLARE).unwrap();
    log::set_max_level(log::LevelFilter::Trace);
    let prov = Prov::new(databas).await;
    let mut enhet = prov.begin().await;
    let one = vec![skrivning("leta-efter-mig", Some(ANNA), "2014-01-01", None)];
    enhet.deltaganden().save(part("kommun:2280"), Strategi::Upsert, one).await.unwrap();
    enhet.commit().await.unwrap();
    log::info!("a record of info is kept");
    let kept = SAMLARE.0.lock().unwrap();
    assert!(kept.iter().any(|line| line.contains("a record of info is kept")));
    for text in [ANNA, &ANNA[2..], "leta-efter-mig", "startdatum", "parameters"] {
        assert!(!kept.iter().any(|line| line.contains(text)), "{text}");
    }
}
