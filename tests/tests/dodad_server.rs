//! A server that is killed in the middle of its work: nothing acknowledged is lost, nothing half done is seen, and when
//! it has been started again jobs go on and those who send again see no error.
//!
//! The real binary runs as a process and is killed with SIGKILL at moments chosen by a seed, while participations are
//! put one by one, imported row by row, and imported all or nothing; then it is started again on the same register and
//! asked. `FINSAM_RUNDOR` sets the number of rounds (3), `FINSAM_FRO` the seed (1).
#![expect(clippy::print_stdout, reason = "tells of each round")]

use std::time::{Duration, Instant};

use finsam_tests::avbrott::{
    ALLT, Arbete, Klienter, Runda, Rundinsatser, Slump, Vakt, judge, judge_chain, judge_kept, judge_log, rounds,
    sokning,
};
use finsam_tests::process::Finsam;
use finsam_tests::{Plats, on_each_database};

/// The time for being of service again.
const TID: Duration = Duration::from_secs(10);

on_each_database!(what_was_acknowledged_stays_and_nothing_is_halved);
async fn what_was_acknowledged_stays_and_nothing_is_halved(plats: Plats) {
    let mut slump = Slump::default();
    let mut finsam = Finsam::new(&plats.address(), plats.folder(), &ALLT).await;
    let (mut all, mut longest) = (Vec::new(), Duration::ZERO);
    for round in 0..rounds() {
        let insatser = Rundinsatser::new(&mut finsam, round).await;
        let vakt = Vakt::start(&finsam, &insatser).await;
        let (arbete, klienter) = (Arbete::start(&finsam, &insatser), Klienter::start(&finsam, &insatser));
        let moment = 150 + slump.below(2_350);
        tokio::time::sleep(Duration::from_millis(moment)).await;
        finsam.kill();
        let en_gang = arbete.ended().await;
        let from = Instant::now();
        finsam.run(&ALLT, &[]).await;
        let took = finsam.resumed(from, TID).await;
        let igen = klienter.ended().await;
        let runda = Runda { insatser, en_gang, igen };
        let done = judge(&finsam, &runda).await;
        let seen = vakt.ended().await;
        let (first, second) = (runda.en_gang.summary(), runda.igen.summary());
        println!("runda {round}: dödad efter {moment} ms, i tjänst efter {} ms", took.as_millis());
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
    plats.judge().await;
    judge_chain(&plats.address());
    judge_log(&finsam, &[]);
    sokning().judge(plats.everything());
}
