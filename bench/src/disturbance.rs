//! How others fare beside a sender who is slow or breaks off, and beside large imports: a caller of another part reads
//! and one writes, each resting a little between an answer and its next question.

use std::io::Write;
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

use finsam_core::protokoll::Importpost;

use crate::Outcome;
use crate::figures::{head, line, ms, quantile, row};
use crate::fixture::Fixture;
use crate::import::{import, import_as};
use crate::register::{Mall, Slag};
use crate::server::Server;

/// How long each kind of trouble goes on, at least.
const TIME: Duration = Duration::from_secs(10);
/// How long a caller rests between an answer and its next question.
const REST: Duration = Duration::from_millis(5);
/// How many records the others have to send, at most.
const RECORDS: usize = 60_000;
/// How many senders are slow at the same time, and how many bytes a second each of them sends.
const SLOW: usize = 8;
const BYTES: usize = 1_024;
/// How many connections are broken off at a time.
const BROKEN: usize = 50;
/// How many records the large imports have: row by row, and all or nothing.
const RAD: usize = 200_000;
const ALLT: usize = 50_000;
/// How often an import of all or nothing is sent.
const EACH: Duration = Duration::from_secs(5);
/// The most that 99 of 100 answers may take, times what they take when it is quiet.
const WANTED: f64 = 5.0;

/// What two callers met: each answer's time in milliseconds, reading and writing.
type Met = [Vec<f64>; 2];

/// The others: records of theirs that have not been sent yet, and the last one that has.
struct Andra {
    left: Mutex<Vec<Importpost>>,
    last: Mutex<String>,
}

/// Measures every kind of trouble, one after the other on the same register.
///
/// # Errors
/// When something does not work as it should; then there is no figure.
pub async fn measure(slag: Slag) -> Outcome {
    let mall = Mall::new(slag).await?;
    let (register, fixture, folder) = (mall.copy("server").await?, &mall.fixture, mall.folder());
    for (file, count, changed) in [("rad0", RAD, 0), ("rad1", RAD, 10), ("allt0", ALLT, 0), ("allt1", ALLT, 10)] {
        fixture.write_ndjson(&folder.join(file), count, changed)?;
    }
    let server = Server::serve(&register, folder)?;
    let andra = Andra { left: Mutex::new(fixture.records_of_another(RECORDS).collect()), last: Mutex::default() };
    put(&server, fixture, &andra)?;
    let stage = Stage { server: &server, fixture, andra: &andra, folder };
    let quiet = stage.beside(|_| rest())?;
    let troubles = [
        ("senders of 1 kB/s", stage.beside(|_| stage.slow_senders())?),
        ("connections that are broken off", stage.beside(|_| stage.broken_off())?),
        ("an import of 200 000, row by row", stage.beside(|_| stage.row_by_row())?),
        ("imports of 50 000, all or nothing", stage.beside(|_| stage.all_or_nothing())?),
        ("quiet again", stage.beside(|_| rest())?),
    ];
    let peak = server.peak_mib()?;
    server.stop()?;
    mall.remove().await?;
    show(&quiet, &troubles);
    line(&format!("\nPeak memory of the server (VmHWM): {peak:.0} MiB"));
    Ok(())
}

fn rest() -> Outcome {
    std::thread::sleep(TIME);
    Ok(())
}

/// Puts the next record of the others; how long its answer took.
fn put(server: &Server, fixture: &Fixture, andra: &Andra) -> Outcome<Duration> {
    Skribent { klient: server.klient(&fixture.annan)?, andra }.put()
}

/// One who writes.
struct Skribent<'a> {
    klient: crate::http::Klient,
    andra: &'a Andra,
}

impl Skribent<'_> {
    fn put(&mut self) -> Outcome<Duration> {
        let next = self.andra.left.lock().map_err(|_| "a caller failed")?.pop().ok_or("too few records")?;
        let path = format!("/finsam/v1/deltaganden/{}/{}", next.nyckel.kallsystem, next.nyckel.nyckel);
        let body = serde_json::to_vec(&next.uppgift)?;
        let asked = Instant::now();
        let answer = self.klient.send("PUT", &path, "application/json", &body)?;
        let took = asked.elapsed();
        if answer.status != 201 {
            return Err(format!("PUT gave {}", answer.status).into());
        }
        *self.andra.last.lock().map_err(|_| "a caller failed")? = path;
        Ok(took)
    }
}

/// What happens beside the others.
struct Stage<'a> {
    server: &'a Server,
    fixture: &'a Fixture,
    andra: &'a Andra,
    folder: &'a Path,
}

impl Stage<'_> {
    /// Lets the others ask and write for as long as the trouble lasts.
    fn beside(&self, trouble: impl FnOnce(&Self) -> Outcome) -> Outcome<Met> {
        let over = AtomicBool::new(false);
        std::thread::scope(|scope| {
            let (reads, writes) = (scope.spawn(|| self.read_until(&over)), scope.spawn(|| self.write_until(&over)));
            let ended = trouble(self);
            over.store(true, Ordering::Relaxed);
            let met = [reads, writes].map(|caller| caller.join().unwrap_or_else(|_| Err("a caller failed".into())));
            ended?;
            let [reads, writes] = met;
            Ok([reads?, writes?])
        })
    }

    fn read_until(&self, over: &AtomicBool) -> Outcome<Vec<f64>> {
        let mut klient = self.server.klient(&self.fixture.annan)?;
        let mut met = Vec::new();
        while !over.load(Ordering::Relaxed) {
            let path = self.andra.last.lock().map_err(|_| "a caller failed")?.clone();
            let asked = Instant::now();
            let answer = klient.get(&path)?;
            met.push(ms(asked.elapsed()));
            answer.json()?;
            std::thread::sleep(REST);
        }
        Ok(met)
    }

    fn write_until(&self, over: &AtomicBool) -> Outcome<Vec<f64>> {
        let mut skribent = Skribent { klient: self.server.klient(&self.fixture.annan)?, andra: self.andra };
        let mut met = Vec::new();
        while !over.load(Ordering::Relaxed) {
            met.push(ms(skribent.put()?));
            std::thread::sleep(REST);
        }
        Ok(met)
    }

    /// The head of an import that is said to have so many bytes.
    fn begun(&self, length: usize) -> Outcome<TcpStream> {
        let mut stream = TcpStream::connect(self.server.address)?;
        let token = &self.fixture.token;
        let head = format!(
            "POST /finsam/v1/importer HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             Content-Type: application/x-ndjson\r\nContent-Length: {length}\r\n\r\n"
        );
        stream.write_all(head.as_bytes())?;
        Ok(stream)
    }

    fn slow_senders(&self) -> Outcome {
        let mut senders = (0..SLOW).map(|_| self.begun(1_000_000)).collect::<Outcome<Vec<_>>>()?;
        let started = Instant::now();
        while started.elapsed() < TIME {
            for sender in &mut senders {
                sender.write_all(&[b' '; BYTES / 8])?;
            }
            std::thread::sleep(Duration::from_millis(125));
        }
        Ok(())
    }

    /// Half of each body comes; then every other sender closes its half of the connection and the rest are gone.
    fn broken_off(&self) -> Outcome {
        let started = Instant::now();
        while started.elapsed() < TIME {
            let mut senders = (0..BROKEN).map(|_| self.begun(100_000)).collect::<Outcome<Vec<_>>>()?;
            for (n, sender) in senders.iter_mut().enumerate() {
                sender.write_all(&[b' '; 50_000])?;
                if n % 2 == 0 {
                    sender.shutdown(Shutdown::Write)?;
                }
            }
            std::thread::sleep(Duration::from_millis(200));
        }
        Ok(())
    }

    /// New records first, then all of them changed, again and again.
    fn row_by_row(&self) -> Outcome {
        let mut klient = self.server.klient(&self.fixture.token)?;
        let started = Instant::now();
        for file in ["rad0", "rad1"].into_iter().cycle() {
            import(&mut klient, &self.folder.join(file))?;
            if started.elapsed() > TIME {
                break;
            }
        }
        Ok(())
    }

    /// Each changes all of its records.
    fn all_or_nothing(&self) -> Outcome {
        let mut klient = self.server.klient(&self.fixture.token)?;
        for (n, file) in ["allt0", "allt1", "allt0"].into_iter().enumerate() {
            let started = Instant::now();
            let done = import_as(&mut klient, "/finsam/v1/importer?atomicitet=allt", &self.folder.join(file))?;
            line(&format!("all or nothing {}: {:.1} s, {}", n + 1, done.took.as_secs_f64(), done.antal));
            std::thread::sleep(EACH.saturating_sub(started.elapsed()));
        }
        Ok(())
    }
}

fn show(quiet: &Met, troubles: &[(&str, Met)]) {
    line("\nOthers beside it, each resting 5 ms between an answer and its next question; ms\n");
    head(&["", "asked", "median", "99 % within", "longest", "99 %, times quiet"]);
    for (i, what) in ["GET", "PUT"].into_iter().enumerate() {
        let still = quantile(&quiet[i], 0.99);
        for (name, met) in std::iter::once(("quiet", quiet)).chain(troubles.iter().map(|(name, met)| (*name, met))) {
            let times = &met[i];
            let ratio = quantile(times, 0.99) / still;
            let mark = if ratio > WANTED { " (!)" } else { "" };
            row(&[
                &format!("{what}, {name}"),
                &times.len().to_string(),
                &format!("{:.2}", quantile(times, 0.5)),
                &format!("{:.2}", quantile(times, 0.99)),
                &format!("{:.1}", quantile(times, 1.0)),
                &format!("{ratio:.1}{mark}"),
            ]);
        }
    }
}
