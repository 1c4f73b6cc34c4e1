//! When a request is sent again, and after how long.

use std::time::Duration;

use reqwest::StatusCode;
use reqwest::header::{HeaderMap, RETRY_AFTER};

/// How a request that may be sent again is sent again: after each delay in turn, until they are used up.
///
/// A request is sent again when the connection fails, on 429 and 503, on 502 and 504, and on 409 with `Retry-After`
/// (its own first attempt is still under way). Only reading, PUT, DELETE and POST with an `Idempotency-Key` are; a PUT
/// or DELETE with a condition only when the first attempt cannot have been carried out, since its success would make
/// the second one fail.
///
/// ```
/// use std::time::Duration;
/// use finsam_client::Retry;
///
/// assert_eq!(Retry::default().delays[..2], [Duration::from_millis(100), Duration::from_millis(200)]);
/// assert!(Retry::never().delays.is_empty());
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Retry {
    /// How long to wait before the second attempt, the third and so on; 100 ms doubling six times unless changed: a server
    /// that is started again within ten seconds is waited for.
    pub delays: Vec<Duration>,
    /// The longest `Retry-After` that is waited for; beyond it the refusal is given to the caller. 30 s unless changed.
    pub longest: Duration,
}

impl Default for Retry {
    fn default() -> Self {
        let delays = (0..7).map(|n| Duration::from_millis(100 << n)).collect();
        Self { delays, longest: Duration::from_secs(30) }
    }
}

impl Retry {
    /// Every request once.
    #[must_use]
    pub const fn never() -> Self {
        Self { delays: Vec::new(), longest: Duration::ZERO }
    }

    /// How long to wait before attempt number `sent + 1`, `None` when there is to be none. `asked` is what the server
    /// said in `Retry-After`.
    pub(crate) fn wait(&self, sent: usize, asked: Option<Duration>) -> Option<Duration> {
        let delay = *self.delays.get(sent.checked_sub(1)?)?;
        match asked {
            Some(asked) if asked > self.longest => None,
            Some(asked) => Some(asked.max(delay)),
            None => Some(delay),
        }
    }
}

/// Which failures a request is sent again after.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Repeatable {
    /// Any: carried out twice it comes to the same, and so does its answer.
    Always,
    /// Those that say that it was not carried out.
    WhenUntouched,
}

impl Repeatable {
    /// After an answer.
    pub(crate) fn after_answer(self, status: StatusCode, headers: &HeaderMap) -> bool {
        match status {
            StatusCode::TOO_MANY_REQUESTS | StatusCode::SERVICE_UNAVAILABLE => true,
            StatusCode::BAD_GATEWAY | StatusCode::GATEWAY_TIMEOUT => self == Self::Always,
            StatusCode::CONFLICT => self == Self::Always && headers.contains_key(RETRY_AFTER),
            _ => false,
        }
    }

    /// After a failed connection.
    pub(crate) fn after_failure(self, error: &reqwest::Error) -> bool {
        self == Self::Always && !error.is_builder() && !error.is_redirect() || error.is_connect()
    }
}

/// `Retry-After` in seconds; a date is passed over, since that would take a clock.
pub(crate) fn asked(headers: &HeaderMap) -> Option<Duration> {
    headers.get(RETRY_AFTER)?.to_str().ok()?.trim().parse().ok().map(Duration::from_secs)
}
