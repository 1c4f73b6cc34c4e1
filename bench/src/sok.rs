//! Whether the time or the size of an answer tells one part that another knows a person: searches for persons whom only
//! another part has registered, beside searches for persons whom nobody has, in turns on the same connection.

use std::time::Instant;

use finsam_core::protokoll::Personfraga;

use crate::Outcome;
use crate::figures::{head, line, ms, quantile, row};
use crate::http::Klient;
use crate::import::import;
use crate::register::{Mall, Slag};
use crate::server::Server;

/// How many persons each part has registered.
const RECORDS: usize = 20_000;
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
    // The generator gives other persons the further it goes; those after what was sent are in no register.
    let known = bodies(fixture.records_of_another(RECORDS))?;
    let unknown = bodies(fixture.records_of_another(2 * RECORDS).skip(RECORDS))?;
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

/// A question for each record that has a number.
fn bodies(records: impl Iterator<Item = finsam_core::protokoll::Importpost>) -> Outcome<Vec<Vec<u8>>> {
    let question = |personnummer| Personfraga {
        personnummer: Some(personnummer),
        reservnummer: None,
        andamal: "mätning".to_owned(),
        rattslig_grund: "samtycke".to_owned(),
        arende: None,
    };
    let numbers = records.filter_map(|record| record.uppgift.personnummer);
    let bodies = numbers.map(|number| Ok(serde_json::to_vec(&question(number))?)).collect::<Outcome<Vec<_>>>()?;
    if bodies.is_empty() { Err("no record has a number".into()) } else { Ok(bodies) }
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
