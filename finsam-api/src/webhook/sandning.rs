//! One call of a receiver.

use std::net::{IpAddr, SocketAddr, ToSocketAddrs};
use std::sync::Arc;
use std::time::Duration;

use finsam_core::protokoll::Leveransfel;
use reqwest::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use reqwest::redirect::Policy;
use rustls::ClientConfig;
use tokio::sync::Semaphore;

use super::adress::{Mottagare, parse};
use super::{Installning, nat};
use crate::tls;

/// How long a call may take in all, once it is known where it goes.
const TIDSGRANS: Duration = Duration::from_secs(10);
/// How long it may take to be connected, and how long to learn where a name leads.
const ANSLUTNING: Duration = Duration::from_secs(5);
/// How many names are looked up at the same time: each takes a thread for as long as the machine's resolver likes.
const UPPSLAG: usize = 4;

/// What became of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Utfall {
    /// The receiver has it.
    Mottagen,
    /// The receiver wants no more calls (410).
    Avbojd,
    /// It failed: why, and the status that the receiver answered with.
    Fel(Leveransfel, Option<u16>),
}

/// A call.
#[derive(Debug, Clone)]
pub(super) struct Anrop {
    pub(super) url: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

/// Makes calls.
#[derive(Debug, Clone)]
pub(super) struct Sandare {
    installning: Installning,
    tls: ClientConfig,
    uppslag: Arc<Semaphore>,
}

impl Sandare {
    /// # Errors
    /// When TLS cannot be set up.
    pub(super) fn new(installning: Installning) -> Result<Self, rustls::Error> {
        Ok(Self { installning, tls: tls::client()?, uppslag: Arc::new(Semaphore::new(UPPSLAG)) })
    }

    /// Calls a receiver once. It is not followed elsewhere, and what it says beside its status is not read.
    pub(super) async fn send(&self, anrop: Anrop) -> Utfall {
        let Some(mottagare) = parse(&anrop.url).filter(|to| to.scheme_is_allowed(&self.installning)) else {
            return Utfall::Fel(Leveransfel::Adress, None);
        };
        let addresses = match self.addresses(&mottagare).await {
            Ok(addresses) => addresses,
            Err(fel) => return Utfall::Fel(fel, None),
        };
        match self.call(&mottagare, &addresses, anrop).await {
            Ok(status) if (200..300).contains(&status) => Utfall::Mottagen,
            Ok(410) => Utfall::Avbojd,
            Ok(status) => Utfall::Fel(Leveransfel::Svar, Some(status)),
            Err(fel) if fel.is_timeout() => Utfall::Fel(Leveransfel::Tidsgrans, None),
            Err(_) => Utfall::Fel(Leveransfel::Anslutning, None),
        }
    }

    /// The addresses that a receiver has now; if any of them may not be called, none is.
    async fn addresses(&self, mottagare: &Mottagare) -> Result<Vec<SocketAddr>, Leveransfel> {
        let found = match mottagare.literal {
            Some(address) => vec![address],
            None => self.lookup(mottagare).await.filter(|found| !found.is_empty()).ok_or(Leveransfel::Namn)?,
        };
        let own = nat::own().map_err(|cause| {
            tracing::error!(%cause, "the networks of this machine are not known, so no webhook is called");
            Leveransfel::Adress
        })?;
        if found.iter().all(|address| mottagare.may_be_at(*address, &self.installning, &own)) {
            Ok(found.into_iter().map(|address| SocketAddr::new(address, mottagare.port)).collect())
        } else {
            Err(Leveransfel::Adress)
        }
    }

    async fn lookup(&self, mottagare: &Mottagare) -> Option<Vec<IpAddr>> {
        let name = (mottagare.host.clone(), mottagare.port);
        let work = async {
            let turn = Arc::clone(&self.uppslag).acquire_owned().await.ok()?;
            let found = tokio::task::spawn_blocking(move || {
                let found = name.to_socket_addrs().ok().map(|all| all.map(|one| one.ip()).collect::<Vec<_>>());
                drop(turn);
                found
            });
            found.await.ok()?
        };
        tokio::time::timeout(ANSLUTNING, work).await.ok()?
    }

    /// Connects to these addresses and no other, and gives the status of the answer.
    async fn call(&self, to: &Mottagare, addresses: &[SocketAddr], anrop: Anrop) -> Result<u16, reqwest::Error> {
        let client = reqwest::Client::builder()
            .user_agent(concat!("finsam/", env!("CARGO_PKG_VERSION")))
            .no_proxy()
            .redirect(Policy::none())
            .retry(reqwest::retry::never())
            .timeout(TIDSGRANS)
            .connect_timeout(ANSLUTNING)
            .pool_max_idle_per_host(0)
            .tls_backend_preconfigured(self.tls.clone())
            .resolve_to_addrs(&to.host, addresses)
            .build()?;
        let request = client.post(to.url.clone()).headers(anrop.headers);
        let request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json")).body(anrop.body);
        Ok(request.send().await?.status().as_u16())
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Mutex;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::net::TcpListener;

    use super::*;

    /// A receiver on this machine that gives one answer after the other and keeps what it was sent.
    async fn receiver(answers: Vec<&'static str>) -> (SocketAddr, Arc<Mutex<Vec<String>>>) {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let (address, seen) = (listener.local_addr().unwrap(), Arc::new(Mutex::new(Vec::new())));
        let kept = Arc::clone(&seen);
        tokio::spawn(async move {
            for answer in answers {
                let (mut stream, _) = listener.accept().await.unwrap();
                let mut bytes = vec![0; 4_096];
                let mut got = 0;
                while !bytes[..got].ends_with(b"{}") {
                    got += stream.read(&mut bytes[got..]).await.unwrap();
                }
                kept.lock().unwrap().push(String::from_utf8_lossy(&bytes[..got]).into_owned());
                stream.write_all(answer.as_bytes()).await.unwrap();
            }
        });
        (address, seen)
    }

    fn anrop(url: &str) -> Anrop {
        let headers = HeaderMap::from_iter([("webhook-id".parse().unwrap(), HeaderValue::from_static("msg_1"))]);
        Anrop { url: url.to_owned(), headers, body: b"{}".to_vec() }
    }

    fn sandare(tillat: &[&str]) -> Sandare {
        let tillat = tillat.iter().map(|text| text.parse().unwrap()).collect();
        Sandare::new(Installning { tillat, http: true }).unwrap()
    }

    #[tokio::test]
    async fn a_receiver_of_ones_own_is_called_only_if_it_is_named() {
        let (address, seen) = receiver(vec!["HTTP/1.1 204 No Content\r\n\r\n"; 3]).await;
        let (literal, named) = (format!("http://{address}/in?a=b"), format!("http://localhost:{}/", address.port()));
        for url in [&literal, &named] {
            for tillat in [vec![], vec!["10.0.0.0/8"], vec!["127.0.0.1:1"], vec!["fd00::/8"]] {
                let outcome = sandare(&tillat).send(anrop(url)).await;
                assert_eq!(outcome, Utfall::Fel(Leveransfel::Adress, None), "{url} {tillat:?}");
            }
        }
        assert!(seen.lock().unwrap().is_empty(), "nobody was called");
        assert_eq!(sandare(&["127.0.0.0/8"]).send(anrop(&literal)).await, Utfall::Mottagen);
        assert_eq!(sandare(&[&address.to_string()]).send(anrop(&literal)).await, Utfall::Mottagen);
        let here = format!("localhost:{}", address.port());
        assert_eq!(sandare(&[&here]).send(anrop(&named)).await, Utfall::Mottagen);
        let seen = seen.lock().unwrap();
        assert!(seen[0].starts_with("POST /in?a=b HTTP/1.1\r\n"), "{}", seen[0]);
        assert!(seen[0].contains("webhook-id: msg_1\r\n") && seen[0].contains("content-type: application/json\r\n"));
        assert!(seen[2].contains(&format!("host: {here}\r\n")), "{}", seen[2]);
    }

    #[tokio::test]
    async fn answers_are_judged_and_never_followed() {
        let answers = vec![
            "HTTP/1.1 200 OK\r\ncontent-length: 1000000000\r\n\r\nx",
            "HTTP/1.1 302 Found\r\nlocation: http://169.254.169.254/\r\n\r\n",
            "HTTP/1.1 410 Gone\r\n\r\n",
            "HTTP/1.1 503 Service Unavailable\r\n\r\n",
            "what is this\r\n\r\n",
        ];
        let (address, _) = receiver(answers).await;
        let (sandare, url) = (sandare(&["127.0.0.0/8"]), format!("http://{address}/"));
        for expected in [
            Utfall::Mottagen,
            Utfall::Fel(Leveransfel::Svar, Some(302)),
            Utfall::Avbojd,
            Utfall::Fel(Leveransfel::Svar, Some(503)),
            Utfall::Fel(Leveransfel::Anslutning, None),
        ] {
            assert_eq!(sandare.send(anrop(&url)).await, expected);
        }
        let gone = sandare.send(anrop("http://127.0.0.1:1/")).await;
        assert_eq!(gone, Utfall::Fel(Leveransfel::Anslutning, None));
        let unknown = sandare.send(anrop("http://finns-inte.invalid/")).await;
        assert_eq!(unknown, Utfall::Fel(Leveransfel::Namn, None));
    }

    #[tokio::test]
    async fn without_leave_there_is_no_call_in_clear() {
        let installning = Installning { tillat: vec!["127.0.0.0/8".parse().unwrap()], http: false };
        let outcome = Sandare::new(installning).unwrap().send(anrop("http://127.0.0.1:1/")).await;
        assert_eq!(outcome, Utfall::Fel(Leveransfel::Adress, None));
    }
}
