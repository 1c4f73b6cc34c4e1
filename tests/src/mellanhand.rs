//! Someone between a server and its PostgreSQL who ends a connection at the worst of moments: when it commits.

use std::sync::{Arc, Mutex};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};

/// When a connection is ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Snitt {
    /// Before PostgreSQL is asked to commit: nothing is kept.
    Fore,
    /// After PostgreSQL has committed: everything is kept, and nobody is told.
    Efter,
}

/// What commits are waited for.
type Order = Arc<Mutex<Option<(Snitt, u32)>>>;

/// A port of this machine that leads to a PostgreSQL server.
#[derive(Debug, Clone)]
pub struct Mellanhand {
    /// The port.
    pub port: u16,
    order: Order,
}

impl Mellanhand {
    /// A way to the server at `host:port`.
    pub async fn new(server: String) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let order = Order::default();
        let own = Arc::clone(&order);
        tokio::spawn(async move {
            while let Ok((near, _)) = listener.accept().await {
                let (server, order) = (server.clone(), Arc::clone(&own));
                tokio::spawn(async move { between(near, TcpStream::connect(server).await.unwrap(), order).await });
            }
        });
        Self { port, order }
    }

    /// Ends the connection that commits next after so many others have.
    pub fn cut(&self, snitt: Snitt, after: u32) {
        *self.order.lock().unwrap() = Some((snitt, after));
    }

    /// Whether the one that was waited for has come.
    #[must_use]
    pub fn has_cut(&self) -> bool {
        self.order.lock().unwrap().is_none()
    }
}

/// The name under which the statement that commits by itself is prepared, if it is prepared here.
fn prepared(sent: &[u8]) -> Option<Vec<u8>> {
    let text = sent.windows(10).position(|window| window == b"finsam_ny(")?;
    // A Parse message: its kind, its length, the name, the text.
    let is_start = |i: &usize| {
        let length = sent.get(i + 1..i + 5).and_then(|bytes| bytes.try_into().ok()).map_or(0, u32::from_be_bytes);
        sent[*i] == b'P' && i + 1 + length as usize > text
    };
    let start = (0..text).rev().find(is_start)?;
    let name = sent[start + 5..text].split(|byte| *byte == 0).next()?;
    Some(name.to_vec())
}

/// Whether what is sent asks for a commit: in so many words, or by the statement of that name.
fn commits(sent: &[u8], by_itself: Option<&[u8]>) -> bool {
    // A simple query: its kind, its length, its text. A Bind message: its kind, its length, no name of a portal, the name.
    let in_words = sent.windows(11).any(|window| window[0] == b'Q' && &window[5..] == b"COMMIT");
    let bound = |name: &[u8]| {
        let named = [b"\0", name, b"\0"].concat();
        sent.windows(5 + named.len()).any(|window| window[0] == b'B' && window[5..] == named)
    };
    in_words || by_itself.is_some_and(bound)
}

/// Whether what is sent asks for the commit that is waited for.
fn is_awaited(sent: &[u8], by_itself: Option<&[u8]>, order: &Order) -> Option<Snitt> {
    if !commits(sent, by_itself) {
        return None;
    }
    let mut order = order.lock().unwrap();
    match order.as_mut()? {
        (snitt, 0) => {
            let snitt = *snitt;
            *order = None;
            Some(snitt)
        }
        (_, others) => {
            *others -= 1;
            None
        }
    }
}

async fn between(mut near: TcpStream, mut far: TcpStream, order: Order) {
    let (mut sent, mut said) = (vec![0; 1 << 16], vec![0; 1 << 16]);
    let mut by_itself = None;
    loop {
        tokio::select! {
            read = near.read(&mut sent) => {
                let Ok(count @ 1..) = read else { return };
                by_itself = prepared(&sent[..count]).or(by_itself);
                let cut = is_awaited(&sent[..count], by_itself.as_deref(), &order);
                if cut == Some(Snitt::Fore) || far.write_all(&sent[..count]).await.is_err() {
                    return;
                }
                if cut == Some(Snitt::Efter) {
                    return committed(&mut far, &mut said).await;
                }
            }
            read = far.read(&mut said) => {
                let Ok(count @ 1..) = read else { return };
                if near.write_all(&said[..count]).await.is_err() {
                    return;
                }
            }
        }
    }
}

/// Waits until PostgreSQL has said that it is done.
async fn committed(far: &mut TcpStream, said: &mut [u8]) {
    let mut all = Vec::new();
    while let Ok(count @ 1..) = far.read(said).await {
        all.extend_from_slice(&said[..count]);
        // Ready for another query, and in no transaction.
        if all.windows(6).any(|window| window == b"Z\0\0\0\x05I") {
            return;
        }
    }
}
