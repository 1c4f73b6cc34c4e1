//! The time that a request may take: while its body comes, and from then on until its answer.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::task::{Context, Poll, ready};

use axum::BoxError;
use axum::body::{Body, Bytes, HttpBody};
use axum::extract::Request;
use finsam_core::protokoll::Felkod;
use http_body::{Frame, SizeHint};
use tokio::time::{Instant, Sleep, sleep_until};

use super::Tider;
use crate::fel::ApiError;

/// Why a body is waited for no longer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Forsening {
    /// Nothing came.
    #[error("the sender fell silent")]
    Tystnad,
    /// It came, but not to its end.
    #[error("the body took too long")]
    Langsam,
}

/// Watches the time of one request.
#[derive(Debug)]
pub(super) struct Vakt {
    tider: Tider,
    since: Instant,
    framme: Arc<Framme>,
}

/// How far a body has come.
#[derive(Debug, Default)]
struct Framme {
    /// When the last of it came, in milliseconds from the start.
    came: AtomicU64,
    /// Whether it has been read to its end.
    whole: AtomicBool,
}

impl Vakt {
    /// Starts watching; the body of the request keeps the limits.
    pub(super) fn over(request: Request, tider: Tider) -> (Self, Request) {
        let since = Instant::now();
        let framme = Arc::new(Framme::default());
        let vakt = Self { tider, since, framme: Arc::clone(&framme) };
        let request = request.map(|body| {
            framme.whole.store(body.is_end_stream(), Ordering::Relaxed);
            if body.is_end_stream() { body } else { Tidskropp::of(body, tider, framme) }
        });
        (vakt, request)
    }

    /// Whether the body has been read to its end, so that another request can follow it.
    pub(super) fn is_whole(&self) -> bool {
        self.framme.whole.load(Ordering::Relaxed)
    }

    /// Ends when there ought to have been an answer.
    pub(super) async fn out(&self) {
        loop {
            let came = std::time::Duration::from_millis(self.framme.came.load(Ordering::Relaxed));
            let due = self.since + came + self.tider.anrop;
            if due <= Instant::now() {
                return;
            }
            sleep_until(due).await;
        }
    }
}

/// The answer to a request whose time is out. What it asked for may have been done at the last moment.
pub(super) fn out_of_time() -> ApiError {
    let sv =
        "Det tog för lång tid. Det kan ändå ha hunnit göras: läs först, eller skicka igen med samma Idempotency-Key.";
    let en = "It took too long. It may have been done all the same: read first, or send again with the same Idempotency-Key.";
    ApiError::new(Felkod::Otillganglig, sv, en)
        .header(axum::http::header::RETRY_AFTER, axum::http::HeaderValue::from_static("30"))
}

/// A body whose sender may neither fall silent nor go on for ever.
struct Tidskropp {
    body: Body,
    tider: Tider,
    since: Instant,
    framme: Arc<Framme>,
    limit: Pin<Box<Sleep>>,
    /// Whether the limit stands for a piece that is waited for now.
    waits: bool,
}

impl Tidskropp {
    fn of(body: Body, tider: Tider, framme: Arc<Framme>) -> Body {
        let since = Instant::now();
        Body::new(Self { body, tider, since, framme, limit: Box::pin(sleep_until(since)), waits: false })
    }

    /// When it must have come to its end.
    fn end(&self) -> Instant {
        self.since + self.tider.kropp
    }
}

impl HttpBody for Tidskropp {
    type Data = Bytes;
    type Error = BoxError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BoxError>>> {
        let now = Instant::now();
        if let Poll::Ready(frame) = Pin::new(&mut self.body).poll_frame(cx) {
            self.waits = false;
            let elapsed = u64::try_from(now.duration_since(self.since).as_millis()).unwrap_or(u64::MAX);
            self.framme.came.store(elapsed, Ordering::Relaxed);
            self.framme.whole.store(frame.is_none() || self.body.is_end_stream(), Ordering::Relaxed);
            return Poll::Ready(match frame {
                Some(_) if now > self.end() => Some(Err(Forsening::Langsam.into())),
                frame => frame.map(|frame| frame.map_err(Into::into)),
            });
        }
        if !self.waits {
            let limit = (now + self.tider.tystnad).min(self.end());
            self.limit.as_mut().reset(limit);
            self.waits = true;
        }
        ready!(self.limit.as_mut().poll(cx));
        let late = if Instant::now() >= self.end() { Forsening::Langsam } else { Forsening::Tystnad };
        Poll::Ready(Some(Err(late.into())))
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use futures_util::{StreamExt, stream};

    use super::*;
    use crate::extract::Bitar;

    const TIDER: Tider = Tider {
        huvud: Duration::from_secs(1),
        tystnad: Duration::from_millis(300),
        kropp: Duration::from_millis(1_500),
        anrop: Duration::from_millis(200),
    };

    /// A body that sends a piece, and another each time that so many milliseconds have passed.
    fn each(millis: u64, pieces: usize) -> Body {
        let pieces = stream::iter(0..pieces).then(move |n| async move {
            tokio::time::sleep(Duration::from_millis(if n == 0 { 0 } else { millis })).await;
            Ok::<_, std::io::Error>("x")
        });
        Body::from_stream(pieces)
    }

    async fn collected(body: Body) -> Result<usize, String> {
        let (_vakt, request) = Vakt::over(Request::new(body), TIDER);
        let collected = Bitar::new(request.into_body(), 1_000).unwrap().collect().await;
        collected.map(|bytes| bytes.len()).map_err(|error| format!("{error:?}"))
    }

    #[tokio::test]
    async fn a_slow_sender_may_go_on_and_a_silent_one_not() {
        assert_eq!(collected(Body::empty()).await, Ok(0));
        assert_eq!(collected(Body::from("12345")).await, Ok(5));
        assert_eq!(collected(each(60, 11)).await, Ok(11), "longer in all than it may be silent");
        let started = Instant::now();
        let silent = Body::from_stream(stream::iter([Ok::<_, std::io::Error>("12")]).chain(stream::pending()));
        assert!(collected(silent).await.unwrap_err().contains("helhet"));
        assert!((300..1_400).contains(&started.elapsed().as_millis()));
    }

    #[tokio::test]
    async fn nobody_may_go_on_for_ever() {
        // The next piece is on its way when the time is out, or has just come.
        for pause in [200, 5] {
            let started = Instant::now();
            let said = collected(each(pause, 1_000)).await.unwrap_err();
            assert!(said.contains("för lång tid"), "{said}");
            assert!((1_500..3_000).contains(&started.elapsed().as_millis()));
        }
    }

    #[tokio::test]
    async fn the_time_for_the_answer_begins_when_the_body_has_come() {
        let started = Instant::now();
        let (vakt, request) = Vakt::over(Request::new(each(60, 11)), TIDER);
        let handling = async {
            Bitar::new(request.into_body(), 1_000).unwrap().collect().await.unwrap();
            std::future::pending::<()>().await;
        };
        tokio::select! { () = handling => {}, () = vakt.out() => {} }
        assert!((800..2_500).contains(&started.elapsed().as_millis()));
    }
}
