//! An orderly end: what is under way is finished, nobody else is waited for, and what was cut short goes on at the next start.

use std::io::Write;
use std::net::{SocketAddr, TcpStream};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use finsam_tests::exakt::Svar;

use crate::matvarden::{metrics, value};
use crate::process::{Finsam, finsam, free};
use crate::strom::Strom;
use finsam_tests::{Databas, Plats, on_each_database, spooled};

on_each_database!(
    what_is_under_way_is_finished_and_nobody_else_is_waited_for,
    a_job_stops_after_its_round_and_goes_on_at_the_next_start,
    a_job_whose_last_rounds_wait_to_be_written_is_not_done,
);

async fn what_is_under_way_is_finished_and_nobody_else_is_waited_for(databas: Databas) {
    let mut finsam = Finsam::start(databas, &["--drain-vanta", "2s"]).await;
    // Idle, begun and not yet begun.
    let mut idle = Strom::open(finsam.addr).await;
    idle.write(&finsam.head("GET", "/kodlistor/kon", "")).await;
    assert!(idle.answer().await.starts_with("HTTP/1.1 200"));
    let mut begun = Strom::open(finsam.addr).await;
    begun.write("GET /finsam/v1/api-info HTTP/1.1\r\nHost: x\r\nX-Lange: ").await;
    let _silent = Strom::open(finsam.addr).await;
    // An upload that goes on while the server ends.
    let body = finsam.records("u", 40);
    let mut upload = Strom::open(finsam.addr).await;
    upload.write(&finsam.head("POST", "/importer", &format!("Content-Length: {}\r\n", body.len()))).await;
    let (first, last) = body.split_at(body.len() / 2);
    upload.write(first).await;
    tokio::time::sleep(Duration::from_millis(200)).await;

    finsam.signal("TERM");
    let svar = until(&finsam, "/readyz", 503).await;
    let told = svar.json();
    assert_eq!((svar.status, svar.header("retry-after")), (503, Some("5")), "{told}");
    assert_eq!((&told["redo"], &told["avslutar"], &told["databasSvarar"]), (&false.into(), &true.into(), &true.into()));
    assert_eq!(finsam.get("/kodlistor/kon").await.status, 200, "others are served until the balancer has heard");
    // Nobody new is let in.
    until(&finsam, "/livez", 0).await;
    assert_eq!(idle.rest().await.0, "");
    begun.rest().await;

    tokio::time::sleep(Duration::from_millis(600)).await;
    upload.write(last).await;
    let (answer, _) = upload.rest().await;
    assert!(answer.starts_with("HTTP/1.1 200") && answer.contains("\"skapade\":40"), "{answer}");
    assert!(answer.contains("connection: close"), "{answer}");
    let (status, took) = finsam.ended().await;
    assert!(status.success() && took < Duration::from_secs(5), "{status} {took:?} {}", finsam.log());
    finsam.run(&[], &[]).await;
    assert_eq!(finsam.count().await, 40);
}

/// Asks until it is answered so; 0 is no answer.
async fn until(finsam: &Finsam, path: &str, status: u16) -> Svar {
    for _ in 0..400 {
        let svar = finsam.probe(path).await;
        if svar.status == status {
            return svar;
        }
        tokio::time::sleep(Duration::from_millis(10)).await;
    }
    panic!("{path} is never answered with {status}: {}", finsam.log());
}

async fn a_job_stops_after_its_round_and_goes_on_at_the_next_start(databas: Databas) {
    let mut finsam = Finsam::start(databas, &[]).await;
    let running = finsam.job("r", 30_000).await;
    let waiting = finsam.job("w", 1_500).await;
    loop {
        let import = finsam.json(&running).await;
        assert_ne!(import["status"], "klar", "too fast to be stopped: {import}");
        if import["framsteg"]["skrivna"].as_u64().unwrap() > 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    finsam.signal("TERM");
    let (status, took) = finsam.ended().await;
    assert!(status.success() && took < Duration::from_secs(10), "{status} {took:?} {}", finsam.log());
    assert_eq!(spooled(&finsam.folder.join("spole")), 2, "both wait on disk");
    finsam.run(&[], &[]).await;
    let going_on = finsam.json(&running).await;
    assert!(going_on["orsak"].is_null() && going_on["framsteg"]["skrivna"].as_u64().unwrap() > 0, "{going_on}");
    for (job, rows) in [(&running, 30_000), (&waiting, 1_500)] {
        let import = ended(&finsam, job).await;
        assert_eq!((&import["status"], &import["antal"]["skapade"]), (&"klar".into(), &rows.into()), "{import}");
    }
    assert_eq!((finsam.count().await, spooled(&finsam.folder.join("spole"))), (31_500, 0));
}

/// A job when it has ended.
async fn ended(finsam: &Finsam, job: &str) -> serde_json::Value {
    loop {
        let import = finsam.json(job).await;
        if ["klar", "misslyckad", "avbruten"].contains(&import["status"].as_str().unwrap()) {
            return import;
        }
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
}

/// All of it has been read and judged when the first round is written.
async fn a_job_whose_last_rounds_wait_to_be_written_is_not_done(databas: Databas) {
    let mut finsam = Finsam::start(databas, &[]).await;
    let mut sum = 0;
    for prefix in ["a", "b", "c"] {
        let job = finsam.job(prefix, 5_900).await;
        while finsam.json(&job).await["framsteg"]["skrivna"] == 0 {
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        finsam.signal("TERM");
        assert!(finsam.ended().await.0.success(), "{}", finsam.log());
        finsam.run(&[], &[]).await;
        let import = ended(&finsam, &job).await;
        sum += 5_900;
        assert_eq!((&import["status"], &import["antal"]["skapade"]), (&"klar".into(), &5_900.into()), "{import}");
        assert_eq!(finsam.count().await, sum, "{import}");
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_time_for_ending_is_kept_and_a_second_signal_ends_at_once() {
    let mut finsam = Finsam::start(Databas::Sqlite, &[]).await;
    for (signals, args, least, most) in [
        (&["TERM"][..], &["--avslut", "1s"][..], 900, 4_000),
        (&["INT", "TERM"], &["--avslut", "60s", "--drain-vanta", "60s"], 0, 3_000),
        (&["TERM", "TERM"], &["--avslut", "60s"], 0, 3_000),
    ] {
        finsam.kill();
        let counted = free();
        finsam.run(&[args, &["--matvarden", &counted.to_string()]].concat(), &[]).await;
        let mut upload = Strom::open(finsam.addr).await;
        upload.write(&finsam.head("POST", "/importer", "Content-Length: 1000\r\n")).await;
        while value(&metrics(counted).await, "finsam_requests_under_way") < 1.0 {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        for signal in signals {
            finsam.signal(signal);
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
        let (status, took) = finsam.ended().await;
        let within = Duration::from_millis(least)..Duration::from_millis(most);
        assert!(status.code() == Some(3) && within.contains(&(took + Duration::from_millis(200))), "{status} {took:?}");
        let log = finsam.log();
        let said = log.lines().last().unwrap();
        assert!(said.contains("1 requests and 0 imports were under way"), "{said}");
    }
}

/// Unheard, the signal that asks for keys to be read anew would end the process.
#[tokio::test]
async fn one_without_a_key_file_goes_on_when_it_is_asked_to_read_it_anew() {
    let plats = Plats::new(Databas::Sqlite);
    let address = free();
    let mut child = Igang::start(address, &["serve", "--database", &plats.address()]);
    child.answers().await;
    child.goes_on().await;
    child.ends();
}

#[tokio::test]
async fn the_demo_goes_on_when_it_is_asked_to_read_its_keys_anew() {
    let folder = tempfile::tempdir().unwrap();
    let address = free();
    let mut child = Igang::start(address, &["demo", "--data", folder.path().to_str().unwrap()]);
    child.answers().await;
    child.goes_on().await;
    child.ends();
}

/// Asked while it waits for its key file, before the register is open, it does what it was asked to when it is.
#[cfg(target_os = "linux")]
#[tokio::test]
async fn what_is_asked_before_the_register_is_open_is_heard() {
    let plats = Plats::new(Databas::Sqlite);
    let address = free();
    let file = plats.folder().join("nyckel");
    assert!(Command::new("mkfifo").arg(&file).status().unwrap().success());
    let (database, key) = (plats.address(), file.to_str().unwrap());
    let mut child = Igang::start(address, &["serve", "--database", &database, "--nyckel", key]);
    let status = format!("/proc/{}/status", child.child.id());
    let hears = || {
        let status = std::fs::read_to_string(&status).unwrap();
        let caught = status.lines().find_map(|line| line.strip_prefix("SigCgt:")).unwrap().trim();
        // The first signal is SIGHUP.
        u64::from_str_radix(caught, 16).unwrap() & 1 == 1
    };
    for _ in 0..500 {
        if hears() {
            break;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
    assert!(hears(), "it listens before it has its keys");
    child.signal("HUP");
    // Who opens the file waits until the key is put there, once: when it starts, and as it was asked.
    let put = || {
        let file = file.clone();
        tokio::task::spawn_blocking(move || std::fs::write(&file, "2a".repeat(32)))
    };
    put().await.unwrap().unwrap();
    child.answers().await;
    tokio::time::timeout(Duration::from_secs(10), put()).await.expect("it reads its keys anew").unwrap().unwrap();
    child.ends();
}

/// A process that answers at an address.
struct Igang {
    child: Child,
    address: SocketAddr,
}

impl Igang {
    fn start(address: SocketAddr, args: &[&str]) -> Self {
        let mut command = finsam(args);
        let child = command.args(["--listen", &address.to_string()]).stdout(Stdio::null()).stderr(Stdio::null());
        Self { child: child.spawn().unwrap(), address }
    }

    fn signal(&self, name: &str) {
        assert!(Command::new("kill").args(["-s", name, &self.child.id().to_string()]).status().unwrap().success());
    }

    fn is_alive(&self) -> bool {
        let answer = || {
            let mut stream = TcpStream::connect(self.address).ok()?;
            stream.write_all(b"GET /livez HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n").ok()?;
            std::io::read_to_string(stream).ok().filter(|answer| answer.starts_with("HTTP/1.1 200"))
        };
        answer().is_some()
    }

    async fn answers(&mut self) {
        while !self.is_alive() {
            assert_eq!(self.child.try_wait().unwrap(), None, "it has ended");
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }

    async fn goes_on(&self) {
        self.signal("HUP");
        tokio::time::sleep(Duration::from_millis(300)).await;
        assert!(self.is_alive(), "it still answers");
    }

    fn ends(&mut self) {
        self.signal("TERM");
        assert_eq!(self.child.wait().unwrap().code(), Some(0));
    }
}

impl Drop for Igang {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}
