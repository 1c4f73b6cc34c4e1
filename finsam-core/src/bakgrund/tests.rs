//! Every fault is told at once, each at its place.

use super::*;
use crate::kommunkod;

#[test]
fn every_fault_is_told_at_once() {
    let timra = kommunkod!(2262);
    let sound = Bakgrundsrad {
        befolkning: Some(10_400),
        arbetslosa: Some(8_900),
        arbetskraft: Some(8_900),
        ohalsotal: Some("366.00".parse().unwrap()),
        ..Bakgrundsrad::of(timra)
    };
    assert_eq!(validate(2014, &Bakgrundsuppgift { rader: vec![sound.clone()] }), []);
    let faulty = Bakgrundsrad {
        befolkning: Some(100_000_001),
        arbetslosa: Some(11),
        arbetskraft: Some(10),
        ohalsotal: Some("1.005".parse().unwrap()),
        ..Bakgrundsrad::of(timra)
    };
    let moved = Bakgrundsrad { ohalsotal: Some("-1".parse().unwrap()), ..Bakgrundsrad::of(kommunkod!(1917)) };
    let found = validate(2014, &Bakgrundsuppgift { rader: vec![sound, faulty, moved] });
    let told: Vec<_> = found.iter().map(|one| format!("{} {}", one.kod, one.pekare)).collect();
    assert_eq!(
        told,
        [
            "REG-28 /rader/1/kommun",
            "REG-27 /rader/1/befolkning",
            "REG-27 /rader/1/arbetslosa",
            "REG-27 /rader/1/ohalsotal",
            "REG-27 /rader/2/kommun",
            "REG-27 /rader/2/ohalsotal",
        ],
        "Heby had its code 1917 until 2006"
    );
    let many = Bakgrundsuppgift { rader: vec![Bakgrundsrad::of(timra); 1_001] };
    assert_eq!(validate(2014, &many)[0].pekare.to_string(), "/rader");
}
