//! A PostgreSQL that is ended at once and started again in the middle of the work: nothing acknowledged is lost, the
//! server resumes by itself, jobs come to their end, and those who send again see no error.
//!
//! The real binary runs as a process on a PostgreSQL server of the test's own. `FINSAM_RUNDOR` sets the number of rounds
//! (3), `FINSAM_FRO` the seed (1).
#![cfg(unix)]

use std::time::{Duration, Instant};

use finsam_store::provdatabas::{Kluster, files};
use finsam_tests::avbrott::{
    ALLT, Arbete, Klienter, Runda, Rundinsatser, Slump, Vakt, judge, judge_chain, judge_kept, judge_log, rounds,
    sokning,
};
use finsam_tests::process::Finsam;

/// The time for being of service again.
const TID: Duration = Duration::from_secs(10);

#[tokio::test(flavor = "multi_thread")]
async fn the_server_resumes_by_itself_and_nothing_acknowledged_is_lost() {
    let Some(kluster) = Kluster::start("", |_| ()) else { return };
    let folder = tempfile::tempdir().unwrap();
    let mut slump = Slump::default();
    let mut finsam = Finsam::new(&kluster.address(), folder.path(), &ALLT).await;
    let (mut all, mut longest) = (Vec::new(), Duration::ZERO);
    for round in 0..rounds() {
        let insatser = Rundinsatser::new(&mut finsam, round).await;
        let vakt = Vakt::start(&finsam, &insatser).await;
        let (arbete, klienter) = (Arbete::start(&finsam, &insatser), Klienter::start(&finsam, &insatser));
        let (moment, away) = (150 + slump.below(2_350), slump.below(2_000));
        tokio::time::sleep(Duration::from_millis(moment)).await;
        kluster.stop_at_once();
        let en_gang = arbete.ended().await;
        tokio::time::sleep(Duration::from_millis(away)).await;
        kluster.start_again();
        let took = finsam.resumed(Instant::now(), TID).await;
        let igen = klienter.ended().await;
        let runda = Runda { insatser, en_gang, igen };
        let done = judge(&finsam, &runda).await;
        let seen = vakt.ended().await;
        let (first, second) = (runda.en_gang.summary(), runda.igen.summary());
        println!("runda {round}: borta efter {moment} ms i {away} ms, i tjänst efter {} ms", took.as_millis());
        println!("  en gång: {first}; med omsändning: {second}; {done} jobb klara");
        println!("  vakten: {seen}");
        longest = longest.max(took);
        all.push(runda);
    }
    println!("i tjänst igen efter högst {} ms", longest.as_millis());
    for runda in &all {
        judge_kept(&finsam, runda).await;
    }
    finsam.kill();
    judge_log(&finsam, &["status=503"]);
    judge_chain(&kluster.address());
    kluster.stop_at_once();
    // Whatever PostgreSQL keeps: tables, write-ahead log, its own log.
    let sokning = sokning();
    sokning.judge(files(folder.path()));
    sokning.judge(files(kluster.mapp.path()));
}
