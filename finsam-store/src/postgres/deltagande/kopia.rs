//! Rows in the binary form of `COPY`, in pieces as large as a socket takes at once: the driver's own writer hands over a few
//! kilobytes at a time, and waits each time.

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::SinkExt;
use tokio_postgres::{CopyInSink, Error};

/// The signature, no flags, and no extension of the header.
const HUVUD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// How large a piece is.
const BIT: usize = 128 * 1024;

/// A copy under way.
pub(super) struct Kopia {
    buf: BytesMut,
}

/// A value of a row: its bytes as the type is sent, or nothing.
pub(super) enum Falt<'f> {
    Tal8(i64),
    Tal4(Option<i32>),
    Byte(Option<&'f [u8]>),
}

impl Kopia {
    pub(super) fn new() -> Self {
        let mut buf = BytesMut::with_capacity(BIT + BIT / 8);
        buf.put_slice(HUVUD);
        Self { buf }
    }

    /// Puts a row last.
    pub(super) fn row<const N: usize>(&mut self, falt: [Falt<'_>; N]) {
        self.buf.put_i16(i16::try_from(N).unwrap_or(i16::MAX));
        for one in falt {
            match one {
                Falt::Tal8(value) => {
                    self.buf.put_i32(8);
                    self.buf.put_i64(value);
                }
                Falt::Tal4(Some(value)) => {
                    self.buf.put_i32(4);
                    self.buf.put_i32(value);
                }
                // What is too long for the form is refused by the server, since the row does not add up then.
                Falt::Byte(Some(bytes)) => {
                    self.buf.put_i32(i32::try_from(bytes.len()).unwrap_or(i32::MAX));
                    self.buf.put_slice(bytes);
                }
                Falt::Tal4(None) | Falt::Byte(None) => self.buf.put_i32(-1),
            }
        }
    }

    /// The next piece, if it is full.
    pub(super) fn full(&mut self) -> Option<Bytes> {
        (self.buf.len() >= BIT).then(|| {
            let piece = self.buf.split().freeze();
            self.buf.reserve(BIT + BIT / 8);
            piece
        })
    }

    /// Sends what is left and ends the copy.
    pub(super) async fn finish(mut self, mut sink: std::pin::Pin<&mut CopyInSink<Bytes>>) -> Result<u64, Error> {
        self.buf.put_i16(-1);
        sink.send(self.buf.freeze()).await?;
        sink.finish().await
    }
}
