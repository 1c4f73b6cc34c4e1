//! Whether the time or the size of an answer tells one part that another knows a person: searches for persons whom only
//! another part has registered, beside searches for persons whom nobody has, in turns on the same connection.

use std::collections::BTreeSet;
use std::time::Instant;

use finsam_core::protokoll::{Importpost, Personfraga};

use crate::Outcome;
use crate::figures::{head, line, ms, quantile, row};
use crate::http::Klient;
use crate::import::import;
use crate::register::{Mall, Slag};
use crate::server::Server;

/// How many persons each part has registered.
const RECORDS: usize = 1_000;
/// How many searches come before those that are measured.
const WARM: usize = 200;

/// Answers of one kind: each one's time in milliseconds, and its size in bytes.
#[derive(Default)]
struct Met {
    times: Vec<f64>,
    sizes: Vec<usize>,
}

/// Measures so many searches of each kind.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(slag: Slag, searches: usize) -> Outcome {
    let mall = Mall::new(slag).await?;
    let (own, other) = (mall.folder().join("egna"), mall.folder().join("andras"));
    let fixture = &mall.fixture;
    fixture.write_ndjson(&own, RECORDS, 0)?;
    crate::fixture::write(&other, fixture.records_of_another(RECORDS))?;
    let register = mall.copy("server").await?;
    let server = Server::serve(&register, mall.folder())?;
    import(&mut server.klient(&fixture.token)?, &own)?;
    import(&mut server.klient(&fixture.annan)?, &other)?;
    // Made-up persons come again: those of oneself are left out, and of nobody's those of the other part too.
    let mut left_out: BTreeSet<String> = numbers(fixture.records(RECORDS)).collect();
    let known = bodies(fixture.records_of_another(RECORDS), &left_out)?;
    left_out.extend(numbers(fixture.records_of_another(RECORDS)));
    let unknown = bodies(fixture.records_of_another(4 * RECORDS).skip(RECORDS), &left_out)?;
    let mut klient = server.klient(&fixture.token)?;
    let [mut of_another, mut of_nobody] = [Met::default(), Met::default()];
    for (n, (known, unknown)) in known.iter().cycle().zip(unknown.iter().cycle()).take(WARM + searches).enumerate() {
        let (of_another, of_nobody) =
            if n < WARM { (&mut Met::default(), &mut Met::default()) } else { (&mut of_another, &mut of_nobody) };
        of_another.ask(&mut klient, known)?;
        of_nobody.ask(&mut klient, unknown)?;
    }
    server.stop()?;
    mall.remove().await?;
    show(&[("whom only another part knows", &of_another), ("whom nobody knows", &of_nobody)]);
    Ok(())
}

impl Met {
    fn ask(&mut self, klient: &mut Klient, body: &[u8]) -> Outcome {
        let asked = Instant::now();
        let answer = klient.send("POST", "/finsam/v1/personer/sok", "application/json", body)?;
        self.times.push(ms(asked.elapsed()));
        self.sizes.push(answer.body.len());
        let found = answer.json()?;
        if found["poster"].as_array().is_none_or(|poster| !poster.is_empty()) {
            return Err("a person that is not to be found was".into());
        }
        Ok(())
    }
}

fn numbers(records: impl Iterator<Item = Importpost>) -> impl Iterator<Item = String> {
    records.filter_map(|record| Some(record.uppgift.personnummer?.reveal().to_owned()))
}

/// A question for each number of the records, but those that are left out.
fn bodies(records: impl Iterator<Item = Importpost>, left_out: &BTreeSet<String>) -> Outcome<Vec<Vec<u8>>> {
    let question = |number: String| Personfraga {
        personnummer: Some(number.into()),
        reservnummer: None,
        andamal: "mätning".to_owned(),
        rattslig_grund: "samtycke".to_owned(),
        arende: None,
    };
    let asked = numbers(records).filter(|number| !left_out.contains(number));
    let bodies = asked.map(|number| Ok(serde_json::to_vec(&question(number))?)).collect::<Outcome<Vec<_>>>()?;
    if bodies.is_empty() { Err("every number is left out".into()) } else { Ok(bodies) }
}

fn show(met: &[(&str, &Met); 2]) {
    line("\nSearches for persons, in turns\n");
    head(&["person", "asked", "ms, a quarter within", "median", "three quarters within", "99 % within", "bytes"]);
    for (what, Met { times, sizes }) in met {
        let within = |share| format!("{:.3}", quantile(times, share));
        let (least, most) = (sizes.iter().min().unwrap_or(&0), sizes.iter().max().unwrap_or(&0));
        let sizes = format!("{least}-{most}");
        row(&[what, &times.len().to_string(), &within(0.25), &within(0.5), &within(0.75), &within(0.99), &sizes]);
    }
}
