//! A client that sends exactly the bytes it is told to, well formed or not.

use std::net::SocketAddr;

use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

/// An answer.
#[derive(Debug, Clone)]
pub struct Svar {
    /// Its status; 0 when the connection ended without one.
    pub status: u16,
    /// The status line and the headers.
    pub head: String,
    /// The body.
    pub body: Vec<u8>,
}

impl Svar {
    /// A header.
    #[must_use]
    pub fn header(&self, name: &str) -> Option<&str> {
        let line = self
            .head
            .lines()
            .skip(1)
            .find(|line| line.split_once(':').is_some_and(|(found, _)| found.trim().eq_ignore_ascii_case(name)))?;
        line.split_once(':').map(|(_, value)| value.trim())
    }

    /// The body as JSON; null when it is something else.
    #[must_use]
    pub fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or(Value::Null)
    }

    /// The body as text.
    #[must_use]
    pub fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// The code of the problem.
    #[must_use]
    pub fn kod(&self) -> String {
        self.json()["kod"].as_str().unwrap_or_default().to_owned()
    }

    /// The findings, as code and place.
    #[must_use]
    pub fn found(&self) -> Vec<(String, String)> {
        let json = self.json();
        let list = json["avvikelser"].as_array().cloned().unwrap_or_default();
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        list.iter().map(|one| (text(&one["kod"]), text(&one["pekare"]))).collect()
    }
}

pub(super) fn head(method: &str, path: &str, key: Option<&str>, headers: &[(&str, &str)], length: &str) -> String {
    let mut head = format!("{method} {path} HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n{length}");
    if let Some(key) = key {
        head.push_str(&format!("Authorization: Bearer {key}\r\n"));
    }
    for (name, value) in headers {
        head.push_str(&format!("{name}: {value}\r\n"));
    }
    head + "\r\n"
}

/// How what is sent ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Slut {
    /// It just ends; the connection stays open.
    Oppet,
    /// Each piece is a chunk; a last one says that it ends.
    Bitar,
    /// The sender closes its half of the connection.
    Stangt,
}

/// Sends a head and pieces, and reads the answer; reading goes on when the other end stops listening.
pub async fn exchange(addr: SocketAddr, head: &[u8], pieces: impl Iterator<Item = Vec<u8>>, slut: Slut) -> Svar {
    let chunked = slut == Slut::Bitar;
    let stream = TcpStream::connect(addr).await.unwrap();
    let (mut reader, mut writer) = stream.into_split();
    let answer = tokio::spawn(async move {
        let mut read = Vec::new();
        let mut buffer = vec![0; 64 * 1024];
        while let Ok(count @ 1..) = reader.read(&mut buffer).await {
            read.extend_from_slice(&buffer[..count]);
        }
        read
    });
    let mut sound = writer.write_all(head).await.is_ok();
    for piece in pieces {
        if !sound {
            break;
        }
        if chunked {
            sound = writer.write_all(format!("{:x}\r\n", piece.len()).as_bytes()).await.is_ok();
        }
        sound = sound && writer.write_all(&piece).await.is_ok();
        if chunked {
            sound = sound && writer.write_all(b"\r\n").await.is_ok();
        }
    }
    if chunked && sound {
        drop(writer.write_all(b"0\r\n\r\n").await);
    }
    if slut == Slut::Stangt {
        drop(writer.shutdown().await);
    }
    let read = answer.await.unwrap();
    drop(writer);
    parse(&read)
}

fn parse(read: &[u8]) -> Svar {
    let Some(end) = read.windows(4).position(|window| window == b"\r\n\r\n") else {
        return Svar { status: 0, head: String::from_utf8_lossy(read).into_owned(), body: vec![] };
    };
    let head = String::from_utf8_lossy(&read[..end]).into_owned();
    let status = head.split(' ').nth(1).and_then(|text| text.parse().ok()).unwrap_or(0);
    let mut svar = Svar { status, head, body: read[end + 4..].to_vec() };
    if svar.header("transfer-encoding") == Some("chunked") {
        svar.body = unchunked(&svar.body);
    }
    svar
}

fn unchunked(mut rest: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(end) = rest.windows(2).position(|window| window == b"\r\n") {
        let size = std::str::from_utf8(&rest[..end]).ok().and_then(|text| usize::from_str_radix(text, 16).ok());
        let Some(size @ 1..) = size else { break };
        let piece = rest.get(end + 2..end + 2 + size).unwrap_or_default();
        body.extend_from_slice(piece);
        rest = rest.get(end + 4 + size..).unwrap_or_default();
    }
    body
}
