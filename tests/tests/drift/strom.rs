//! Connections that are written to and read from as one likes.

use std::net::SocketAddr;
use std::time::{Duration, Instant};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio::time::timeout;

/// A connection.
pub struct Strom(pub TcpStream);

impl Strom {
    pub async fn open(addr: SocketAddr) -> Self {
        Self(TcpStream::connect(addr).await.unwrap())
    }

    pub async fn write(&mut self, text: &str) {
        self.0.write_all(text.as_bytes()).await.unwrap();
    }

    /// What comes until the other end closes, and how long that took.
    pub async fn rest(&mut self) -> (String, Duration) {
        let started = Instant::now();
        let mut all = Vec::new();
        let mut buffer = [0; 16 * 1024];
        let reading = async {
            while let Ok(count @ 1..) = self.0.read(&mut buffer).await {
                all.extend_from_slice(&buffer[..count]);
            }
        };
        timeout(Duration::from_secs(30), reading).await.unwrap();
        (String::from_utf8_lossy(&all).into_owned(), started.elapsed())
    }

    /// An answer whose length stands in its head.
    pub async fn answer(&mut self) -> String {
        let mut all = Vec::new();
        loop {
            let mut byte = [0];
            assert_eq!(self.0.read(&mut byte).await.unwrap(), 1, "closed: {}", String::from_utf8_lossy(&all));
            all.push(byte[0]);
            if all.ends_with(b"\r\n\r\n") {
                break;
            }
        }
        let head = String::from_utf8(all).unwrap();
        let length = head.lines().find_map(|line| line.strip_prefix("content-length: ")).unwrap();
        let mut body = vec![0; length.parse().unwrap()];
        self.0.read_exact(&mut body).await.unwrap();
        head + &String::from_utf8_lossy(&body)
    }
}
