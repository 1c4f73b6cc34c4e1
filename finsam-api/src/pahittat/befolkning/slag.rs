//! How those who took part in insatser for individuals are registered (table 3): with personal data, anonymously, or as
//! counts.

use finsam_core::belopp::fordela;

use super::marginaler::{Marginaler, Plats};
use crate::pahittat::PahittatFel;

/// How many are registered in each way in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slag {
    pub(super) person: i64,
    pub(super) anonym: i64,
    pub(super) volym: i64,
}

impl Slag {
    /// Those of 2013 or 2014. How many there are in each way is printed for 2014; the others of 2013, whose sum alone is,
    /// are divided likewise.
    pub(super) fn of_year(m: &Marginaler, ar: i32) -> Result<Self, PahittatFel> {
        let person = m.antal(Plats::new("9", ar, "deltagare"), "registrerade")?;
        let printed = |kategori| m.antal(Plats::new("text", 2014, "deltagare"), kategori);
        let (anonym, volym) = (printed("anonym")?, printed("volym")?);
        if ar == 2014 {
            return Ok(Self { person, anonym, volym });
        }
        let others = m.hundratal(Plats::new("3", ar, "summa"), "individ")? - person;
        match fordela(others, &[anonym.unsigned_abs(), volym.unsigned_abs()])[..] {
            [anonym, volym] if others >= 0 => Ok(Self { person, anonym, volym }),
            _ => Err(PahittatFel::Olosligt(format!(
                "{} took part in {ar}, {person} with personal data",
                others + person
            ))),
        }
    }

    /// Whether the so manieth insats of a förbund is followed by counts, so that about the share of the participants who are
    /// counted is that of the insatser too. The first one is followed by persons. How many there are is not printed.
    pub(super) fn counts(self, nth: i64) -> bool {
        let until = |n: i64| n * self.volym / (self.person + self.anonym + self.volym).max(1);
        until(nth) > until(nth - 1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_ways_of_a_year_sum_to_what_table_3_prints() {
        let m = Marginaler::printed().unwrap();
        let [first, second] = [2013, 2014].map(|ar| Slag::of_year(&m, ar).unwrap());
        assert_eq!(first, Slag { person: 17_629, anonym: 2_795, volym: 16_476 });
        assert_eq!(second, Slag { person: 17_079, anonym: 3_181, volym: 18_749 });
        assert_eq!(first.person + first.anonym + first.volym, 36_900);
    }

    #[test]
    fn a_share_of_the_insatser_is_followed_by_counts() {
        let slag = Slag { person: 5, anonym: 1, volym: 4 };
        let counted: Vec<i64> = (1..=10).filter(|&nth| slag.counts(nth)).collect();
        assert_eq!(counted, [3, 5, 8, 10]);
    }
}
