//! Rows in the binary form of `COPY`, in pieces as large as a socket takes at once: the driver's own writer hands over a few
//! kilobytes at a time, and waits each time.

use std::pin::pin;

use bytes::{BufMut, Bytes, BytesMut};
use futures_util::SinkExt;

use super::anslut::Anslutning;
use super::fel::database;
use super::sql::Sats;
use crate::StoreError;

/// The signature, no flags, and no extension of the header.
const HUVUD: &[u8] = b"PGCOPY\n\xff\r\n\0\0\0\0\0\0\0\0\0";
/// How large a piece is.
const BIT: usize = 128 * 1024;

/// Copies rows that have been put into [`pieces`]. It takes a statement that is kept on the connection.
pub(super) async fn copy(
    conn: &Anslutning,
    sats: Sats,
    pieces: impl IntoIterator<Item = Bytes>,
) -> Result<(), StoreError> {
    let failed = || database(sats.namn);
    let statement = conn.client.prepare_cached(sats.text).await.map_err(failed())?;
    let mut sink = pin!(conn.client.copy_in(&statement).await.map_err(failed())?);
    for piece in pieces {
        sink.send(piece).await.map_err(failed())?;
    }
    sink.finish().await.map(drop).map_err(failed())
}

/// Rows as they are sent, whose columns are in the order of the statement that copies them.
pub(super) fn pieces<'f, const N: usize>(mut rows: impl Iterator<Item = [Falt<'f>; N]>) -> impl Iterator<Item = Bytes> {
    let mut kopia = Some(Kopia::new());
    std::iter::from_fn(move || {
        let under_way = kopia.as_mut()?;
        for row in rows.by_ref() {
            under_way.row(row);
            if let Some(piece) = under_way.full() {
                return Some(piece);
            }
        }
        kopia.take().map(Kopia::end)
    })
}

/// A copy under way.
struct Kopia {
    buf: BytesMut,
}

/// A value of a row: its bytes as the type is sent, or nothing.
pub(super) enum Falt<'f> {
    Tal8(Option<i64>),
    /// Kept as two bytes.
    Tal2(i64),
    Tal4(Option<i32>),
    Byte(Option<&'f [u8]>),
}

impl Kopia {
    fn new() -> Self {
        let mut buf = BytesMut::with_capacity(BIT + BIT / 8);
        buf.put_slice(HUVUD);
        Self { buf }
    }

    /// Puts a row last.
    fn row<const N: usize>(&mut self, falt: [Falt<'_>; N]) {
        self.buf.put_i16(i16::try_from(N).unwrap_or(i16::MAX));
        for one in falt {
            match one {
                Falt::Tal8(Some(value)) => {
                    self.buf.put_i32(8);
                    self.buf.put_i64(value);
                }
                // What is too large for the column is refused by the server, since the field is too long then.
                Falt::Tal2(value) => match i16::try_from(value) {
                    Ok(value) => {
                        self.buf.put_i32(2);
                        self.buf.put_i16(value);
                    }
                    Err(_) => {
                        self.buf.put_i32(8);
                        self.buf.put_i64(value);
                    }
                },
                Falt::Tal4(Some(value)) => {
                    self.buf.put_i32(4);
                    self.buf.put_i32(value);
                }
                // What is too long for the form is refused by the server, since the row does not add up then.
                Falt::Byte(Some(bytes)) => {
                    self.buf.put_i32(i32::try_from(bytes.len()).unwrap_or(i32::MAX));
                    self.buf.put_slice(bytes);
                }
                Falt::Tal8(None) | Falt::Tal4(None) | Falt::Byte(None) => self.buf.put_i32(-1),
            }
        }
    }

    /// The next piece, if it is full.
    fn full(&mut self) -> Option<Bytes> {
        (self.buf.len() >= BIT).then(|| {
            let piece = self.buf.split().freeze();
            self.buf.reserve(BIT + BIT / 8);
            piece
        })
    }

    /// What is left, with the end of the copy.
    fn end(mut self) -> Bytes {
        self.buf.put_i16(-1);
        self.buf.freeze()
    }
}
