//! A receiver of webhooks on this machine: it keeps what it is sent and answers as it is told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use tokio::net::TcpListener;

/// A call.
#[derive(Debug, Clone)]
pub struct Anrop {
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl Anrop {
    /// A header, empty when it is not there.
    #[must_use]
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |value| value.to_str().unwrap())
    }
}

/// A receiver; it ends with the runtime that it was started in.
#[derive(Debug, Clone)]
pub struct Mottagare {
    url: String,
    inre: Arc<Mutex<Inre>>,
}

#[derive(Debug, Default)]
struct Inre {
    calls: Vec<Anrop>,
    answers: VecDeque<u16>,
}

impl Mottagare {
    /// A receiver that takes everything (204).
    pub async fn start() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/webhook", listener.local_addr().unwrap());
        let inre = Arc::<Mutex<Inre>>::default();
        let routes = Router::new().route("/webhook", post(take)).with_state(Arc::clone(&inre));
        tokio::spawn(async move { axum::serve(listener, routes).await });
        Self { url, inre }
    }

    /// Where it receives.
    #[must_use]
    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// Answers with these statuses next, and then takes everything again.
    pub fn answers(&self, statuses: impl IntoIterator<Item = u16>) {
        self.inre.lock().unwrap().answers.extend(statuses);
    }

    /// What it has been sent so far.
    #[must_use]
    pub fn calls(&self) -> Vec<Anrop> {
        self.inre.lock().unwrap().calls.clone()
    }

    /// Waits for so many calls in all, and a little longer, so that one too many is seen too.
    ///
    /// # Panics
    /// When they do not come, or more do.
    pub async fn has_been_called(&self, times: usize) -> Vec<Anrop> {
        for _ in 0..200 {
            if self.calls().len() >= times {
                break;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        tokio::time::sleep(Duration::from_millis(300)).await;
        let calls = self.calls();
        assert_eq!(calls.len(), times, "{calls:?}");
        calls
    }
}

async fn take(State(inre): State<Arc<Mutex<Inre>>>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let mut inre = inre.lock().unwrap();
    inre.calls.push(Anrop { headers, body });
    inre.answers.pop_front().map_or(StatusCode::NO_CONTENT, |status| StatusCode::from_u16(status).unwrap())
}
