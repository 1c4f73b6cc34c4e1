//! What is read, and every way in which it is refused.

mod json;

use finsam_core::regel::Avvikelse;

/// A whole person with everything that can stand in a record.
const PERSON: &str = r#"{"kallsystem":"treserva","nyckel":"d-1",
"insatsId":"0190a5c0-7c00-7000-8000-000000000001","registrering":"person","personnummer":"19900312-2380",
"skyddadIdentitet":false,"kon":"kvinna","kommun":"2280",
"samtycke":{"registrering":{"datum":"2014-02-01","textversion":"2014-1"},
"sekretess":{"datum":"2014-02-01","parter":["forsakringskassan","kommun:2280"]}},
"startdatum":"2014-02-03","slutdatum":"2014-11-30","remitterande":"kommun","utbildningsniva":"gymnasium",
"tidIOffentligForsorjning":"upp_till_1_ar",
"fore":{"forsorjning":[{"form":"forsorjningsstod","omfattning":100}],"sysselsattning":[{"slag":"ingen"}]},
"efter":{"forsorjning":[{"form":"studiestod","omfattning":100}],
"sysselsattning":[{"slag":"studier","omfattning":100}]},"avslutsanledning":"fullfoljd"}"#;

/// The code and place of each finding, in order.
fn places(found: &[Avvikelse]) -> Vec<(&str, &str)> {
    found.iter().map(|a| (a.kod.as_ref(), a.pekare.as_str())).collect()
}

/// Everything that a finding says, as it goes over the wire.
fn words(found: &[Avvikelse]) -> String {
    serde_json::to_string(found).unwrap()
}
