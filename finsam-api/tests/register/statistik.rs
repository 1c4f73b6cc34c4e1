//! `finsam statistik` and `finsam rapport --dataversion`: a year is frozen and asked again.

use super::process::{Demo, expect, finsam};

#[tokio::test(flavor = "multi_thread")]
async fn a_year_is_frozen_and_asked_again_by_command() {
    let demo = Demo::new().await;
    let (database, key) = (demo.database(), demo.path("finsam.nyckel").display().to_string());
    let register = ["--database", &database, "--nyckel", &key];
    let freeze = ["statistik", "faststall", "--ar", "2014", "--rojandeskydd", "0"];
    let said = expect(0, &["2014 utgåva 1 dataversion "], &[&freeze[..], &register].concat());
    let version = said.split_whitespace().last().unwrap();
    expect(1, &["redan fastställt", version, "utgåva 1"], &[&freeze[..], &register].concat());
    expect(0, &["2014  utgåva 1", "regelversion 2  klar"], &["statistik", "lista", "--database", &database]);

    for namn in ["registrerade-och-avslutade", "forsorjning-fore-efter"] {
        for format in ["tabell", "csv", "json", "svg"] {
            let asked = ["rapport", namn, "--ar", "2014", "--rojandeskydd", "0", "--format", format];
            let live = finsam(&[&asked[..], &register].concat());
            let frozen = finsam(&[&asked[..], &["--dataversion", version], &register].concat());
            assert_eq!((frozen.0, frozen == live), (0, true), "{namn} {format}: {}", frozen.1);
        }
    }
    let ask = |version| ["rapport", "aldersgrupper", "--ar", "2014", "--dataversion", version];
    expect(3, &["dataversion 7 ", "/rapporter/faststallda"], &[&ask("7")[..], &register].concat());
    expect(2, &["--nyckel"], &[&ask(version)[..], &register[..2]].concat());
    expect(2, &["/anmarkning"], &[&freeze[..], &["--anmarkning", "19900312-2380"], &register].concat());
    expect(2, &["/ar", "2004-2100"], &[&["statistik", "faststall", "--ar", "1999"][..], &register].concat());
}
