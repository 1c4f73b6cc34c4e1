//! Time and chance: the only place that asks the machine for either.

use chrono::{DateTime, NaiveDate, Utc};
use finsam_store::StoreError;
use uuid::{ContextV7, Timestamp, Uuid};

/// Tells the time.
pub trait Klocka: Send + Sync + std::fmt::Debug {
    /// The time now.
    fn now(&self) -> DateTime<Utc>;

    /// The day in Sweden now, by which records are judged.
    fn today(&self) -> NaiveDate {
        swedish_day(self.now())
    }
}

/// The clock of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Systemklocka;

impl Klocka for Systemklocka {
    #[expect(clippy::disallowed_methods, reason = "the one place that asks the machine for the time")]
    fn now(&self) -> DateTime<Utc> {
        Utc::now()
    }
}

/// A clock that stands still, for tests.
#[derive(Debug, Clone, Copy)]
pub struct Stillastaende(pub DateTime<Utc>);

impl Klocka for Stillastaende {
    fn now(&self) -> DateTime<Utc> {
        self.0
    }
}

/// The day in Sweden: CET, or CEST from the last Sunday of March 01:00 UTC to the last Sunday of October 01:00 UTC.
#[must_use]
pub fn swedish_day(tid: DateTime<Utc>) -> NaiveDate {
    use chrono::{Datelike, Duration};
    let last_sunday_at_one = |month: u32, days: u32| {
        let last = NaiveDate::from_ymd_opt(tid.year(), month, days)?;
        let sunday = last - Duration::days(i64::from(last.weekday().num_days_from_sunday()));
        Some(sunday.and_hms_opt(1, 0, 0)?.and_utc())
    };
    let summer = match (last_sunday_at_one(3, 31), last_sunday_at_one(10, 31)) {
        (Some(from), Some(to)) => from <= tid && tid < to,
        _ => false,
    };
    (tid + Duration::hours(if summer { 2 } else { 1 })).date_naive()
}

/// Throws dice, for secrets and for spreading things in time.
pub trait Slump: Send + Sync + std::fmt::Debug {
    /// Bytes of chance, good enough for a key.
    ///
    /// # Errors
    /// When the machine has none to give.
    fn bytes(&self) -> Result<[u8; 32], StoreError>;

    /// A share of the whole, from 0 up to but not including 1.
    ///
    /// # Errors
    /// When the machine has no chance to give.
    fn share(&self) -> Result<f64, StoreError> {
        let [a, b, c, d, ..] = self.bytes()?;
        Ok(f64::from(u32::from_be_bytes([a, b, c, d])) / (f64::from(u32::MAX) + 1.0))
    }
}

/// The randomness of the machine.
#[derive(Debug, Clone, Copy, Default)]
pub struct Systemslump;

impl Slump for Systemslump {
    fn bytes(&self) -> Result<[u8; 32], StoreError> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes).map_err(|fel| StoreError::Unavailable(format!("getrandom: {fel}")))?;
        Ok(bytes)
    }
}

/// Makes identities: UUIDs of version 7, from a time and the randomness of the machine, growing within a process.
#[derive(Debug, Default)]
pub struct Idkalla {
    context: std::sync::Mutex<ContextV7>,
}

impl Idkalla {
    /// A new identity.
    #[must_use]
    pub fn next(&self, tid: DateTime<Utc>) -> Uuid {
        let seconds = u64::try_from(tid.timestamp()).unwrap_or_default();
        let context = self.context.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        Uuid::new_v7(Timestamp::from_unix(&*context, seconds, tid.timestamp_subsec_nanos()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_day_turns_at_midnight_in_sweden() {
        let day = |text: &str| swedish_day(text.parse().unwrap()).to_string();
        assert_eq!(day("2026-01-01T22:59:59Z"), "2026-01-01");
        assert_eq!(day("2026-01-01T23:00:00Z"), "2026-01-02");
        assert_eq!(day("2026-07-01T21:59:59Z"), "2026-07-01");
        assert_eq!(day("2026-07-01T22:00:00Z"), "2026-07-02");
        assert_eq!(day("2026-03-28T22:30:00Z"), "2026-03-28", "CET until the 29th");
        assert_eq!(day("2026-03-29T22:30:00Z"), "2026-03-30", "CEST from the 29th at 01:00 UTC");
    }

    #[test]
    fn shares_are_spread_over_the_whole() {
        #[derive(Debug)]
        struct Given([u8; 32]);
        impl Slump for Given {
            fn bytes(&self) -> Result<[u8; 32], StoreError> {
                Ok(self.0)
            }
        }
        assert!(Given([0; 32]).share().is_ok_and(|share| share == 0.0));
        assert!(Given([255; 32]).share().is_ok_and(|share| (0.999..1.0).contains(&share)));
        assert_ne!(Systemslump.bytes().unwrap(), Systemslump.bytes().unwrap());
    }

    #[test]
    fn identities_grow() {
        let ids = Idkalla::default();
        let tid = "2026-01-01T00:00:00Z".parse().unwrap();
        let made: Vec<Uuid> = (0..10_000).map(|_| ids.next(tid)).collect();
        assert!(made.windows(2).all(|pair| pair[0] < pair[1]));
        assert_eq!(made[0].get_version_num(), 7);
    }
}
