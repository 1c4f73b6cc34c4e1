//! A client of HTTP/1.1 that does nothing but ask and wait, so that as little as possible of the measured time is its
//! own.

use std::fs::File;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpStream};
use std::path::Path;

use crate::Outcome;

/// A connection that is kept open.
#[derive(Debug)]
pub struct Klient {
    stream: BufReader<TcpStream>,
    token: String,
}

/// An answer.
#[derive(Debug)]
pub struct Answer {
    /// Its status.
    pub status: u16,
    /// Where what was made is.
    pub location: Option<String>,
    /// Its body.
    pub body: Vec<u8>,
}

impl Answer {
    /// The body as JSON, if the status is one of success.
    ///
    /// # Errors
    /// The status and the body otherwise.
    pub fn json(&self) -> Outcome<serde_json::Value> {
        if !(200..300).contains(&self.status) {
            return Err(format!("status {}: {}", self.status, String::from_utf8_lossy(&self.body)).into());
        }
        Ok(serde_json::from_slice(&self.body)?)
    }
}

impl Klient {
    /// Connects.
    ///
    /// # Errors
    /// When nobody answers.
    pub fn connect(address: SocketAddr, token: &str) -> io::Result<Self> {
        let stream = TcpStream::connect(address)?;
        stream.set_nodelay(true)?;
        Ok(Self { stream: BufReader::new(stream), token: token.to_owned() })
    }

    /// Asks for something.
    ///
    /// # Errors
    /// When the connection breaks.
    pub fn get(&mut self, path: &str) -> Outcome<Answer> {
        self.send("GET", path, "application/json", b"")
    }

    /// Sends a body that is in memory.
    ///
    /// # Errors
    /// When the connection breaks.
    pub fn send(&mut self, method: &str, path: &str, format: &str, body: &[u8]) -> Outcome<Answer> {
        let mut request = self.head(method, path, &format!("Content-Type: {format}"), body.len() as u64);
        request.extend_from_slice(body);
        self.stream.get_mut().write_all(&request)?;
        self.answer()
    }

    /// Does something to a thing that is at this version.
    ///
    /// # Errors
    /// When the connection breaks.
    pub fn act(&mut self, path: &str, version: &str) -> Outcome<Answer> {
        let request = self.head("POST", path, &format!("If-Match: \"{version}\""), 0);
        self.stream.get_mut().write_all(&request)?;
        self.answer()
    }

    /// Sends a file of ndjson as it lies on disk.
    ///
    /// # Errors
    /// When the file cannot be read or the connection breaks.
    pub fn post_file(&mut self, path: &str, file: &Path) -> Outcome<Answer> {
        let mut file = File::open(file)?;
        let head = self.head("POST", path, "Content-Type: application/x-ndjson", file.metadata()?.len());
        let stream = self.stream.get_mut();
        stream.write_all(&head)?;
        io::copy(&mut file, stream)?;
        self.answer()
    }

    fn head(&self, method: &str, path: &str, header: &str, length: u64) -> Vec<u8> {
        let token = &self.token;
        format!(
            "{method} {path} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {token}\r\n\
             {header}\r\nContent-Length: {length}\r\n\r\n"
        )
        .into_bytes()
    }

    fn answer(&mut self) -> Outcome<Answer> {
        let mut line = String::new();
        self.stream.read_line(&mut line)?;
        let status = line.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or("no answer")?;
        let (mut length, mut location) = (0, None);
        loop {
            line.clear();
            self.stream.read_line(&mut line)?;
            let Some((name, value)) = line.trim_end().split_once(": ") else { break };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.parse()?,
                "location" => location = Some(value.to_owned()),
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body)?;
        Ok(Answer { status, location, body })
    }
}
