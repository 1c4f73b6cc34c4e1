//! How often a caller may ask: so many requests at once, and then evenly (the generic cell rate algorithm).

use std::collections::HashMap;
use std::sync::Mutex;
use std::time::Duration;

use axum::http::{HeaderValue, header};
use finsam_core::protokoll::Felkod;
use tokio::time::Instant;

use crate::fel::ApiError;

const MINUT: Duration = Duration::from_secs(60);
/// When so many callers are known, those who have been quiet are forgotten.
const STADNING: usize = 1_024;

/// How often the callers of this process ask.
#[derive(Debug)]
pub struct Takt {
    /// How much of a minute each request takes, where there is a limit.
    steg: Option<Duration>,
    /// For each caller, until when what it has asked for has used up its time.
    till: Mutex<HashMap<String, Instant>>,
}

impl Takt {
    /// At most so many requests a minute and caller; without a number, as many as they like.
    #[must_use]
    pub fn new(anrop_per_minut: Option<u32>) -> Self {
        let steg = anrop_per_minut.filter(|antal| *antal > 0).map(|antal| MINUT / antal);
        Self { steg, till: Mutex::default() }
    }

    /// Counts a request.
    ///
    /// # Errors
    /// How long the caller has to wait, when it has asked too often. Then it is not counted.
    pub fn take(&self, vem: &str, now: Instant) -> Result<(), Duration> {
        let Some(steg) = self.steg else { return Ok(()) };
        let mut all = self.till.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
        if all.len() >= STADNING {
            all.retain(|_, till| *till > now);
        }
        let till = all.get(vem).copied().unwrap_or(now).max(now) + steg;
        let ahead = till - now;
        if ahead > MINUT {
            return Err(ahead - MINUT);
        }
        all.insert(vem.to_owned(), till);
        Ok(())
    }
}

/// What one who has asked too often is told.
pub(crate) fn too_often(wait: Duration) -> ApiError {
    let seconds = wait.as_secs() + 1;
    ApiError::new(
        Felkod::ForOfta,
        format!("Nyckeln har använts för ofta. Vänta {seconds} s; gränsen står i /finsam/v1/begransningar."),
        format!("The key has been used too often. Wait {seconds} s; the limit stands in /finsam/v1/begransningar."),
    )
    .header(header::RETRY_AFTER, HeaderValue::from(seconds))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_caller_has_a_minutes_requests_at_once_and_then_evenly() {
        let takt = Takt::new(Some(6));
        let start = Instant::now();
        for _ in 0..6 {
            assert_eq!(takt.take("a", start), Ok(()));
        }
        assert_eq!(takt.take("a", start), Err(Duration::from_secs(10)));
        assert_eq!(takt.take("b", start), Ok(()), "another caller has its own");
        let later = start + Duration::from_secs(10);
        assert_eq!(takt.take("a", later), Ok(()), "a refused request has not been counted");
        assert_eq!(takt.take("a", later), Err(Duration::from_secs(10)));
        let rested = start + Duration::from_secs(600);
        assert_eq!((0..7).filter(|_| takt.take("a", rested).is_ok()).count(), 6, "rest is not saved up");
    }

    #[test]
    fn without_a_limit_nobody_waits_and_nobody_is_remembered() {
        for takt in [Takt::new(None), Takt::new(Some(0))] {
            assert!((0..10_000).all(|_| takt.take("a", Instant::now()).is_ok()));
            assert!(takt.till.lock().unwrap().is_empty());
        }
    }

    #[test]
    fn those_who_are_quiet_are_forgotten() {
        let (takt, start) = (Takt::new(Some(60)), Instant::now());
        for n in 0..STADNING {
            takt.take(&n.to_string(), start).unwrap();
        }
        takt.take("late", start + Duration::from_secs(2)).unwrap();
        assert_eq!(takt.till.lock().unwrap().len(), 1);
    }
}
