//! A body as it comes in, piece by piece, from a sender who may be slow, endless or gone.

use std::error::Error;

use axum::body::{Body, BodyDataStream, Bytes, HttpBody};
use finsam_core::protokoll::Felkod;
use futures_util::StreamExt;

use crate::app::Forsening;
use crate::fel::{ApiError, Svar};

/// The pieces of a body, no more of them than a limit allows.
#[derive(Debug)]
pub(crate) struct Bitar {
    stream: BodyDataStream,
    most: u64,
    got: u64,
}

impl Bitar {
    /// The pieces of a body of at most `most` bytes.
    ///
    /// # Errors
    /// 413 when the sender says beforehand that there are more.
    pub(crate) fn new(body: Body, most: u64) -> Svar<Self> {
        if body.size_hint().lower() > most {
            return Err(too_large(most));
        }
        Ok(Self { stream: body.into_data_stream(), most, got: 0 })
    }

    /// The next piece; `None` at the end.
    ///
    /// # Errors
    /// 413 beyond the limit, 400 when the sender breaks off, falls silent or takes too long.
    pub(crate) async fn next(&mut self) -> Svar<Option<Bytes>> {
        let piece = self.stream.next().await.transpose().map_err(|error| broken_off(&error))?;
        let Some(piece) = piece else { return Ok(None) };
        self.got = self.got.saturating_add(piece.len() as u64);
        if self.got > self.most { Err(too_large(self.most)) } else { Ok(Some(piece)) }
    }

    /// All that is left, in one piece.
    ///
    /// # Errors
    /// As [`Bitar::next`].
    pub(crate) async fn collect(mut self) -> Svar<Bytes> {
        let Some(first) = self.next().await? else { return Ok(Bytes::new()) };
        let Some(second) = self.next().await? else { return Ok(first) };
        let mut all = [first, second].concat();
        while let Some(piece) = self.next().await? {
            all.extend_from_slice(&piece);
        }
        Ok(all.into())
    }
}

/// The body may not be larger than `most` bytes.
pub(crate) fn too_large(most: u64) -> ApiError {
    ApiError::new(
        Felkod::ForStort,
        format!("Innehållet är större än {most} byte. Dela upp det."),
        format!("The body is larger than {most} bytes. Split it."),
    )
}

fn broken_off(error: &axum::Error) -> ApiError {
    if error.source().and_then(|source| source.downcast_ref()) == Some(&Forsening::Langsam) {
        let sv = "Innehållet tog för lång tid att skicka. Ingenting sparades; dela upp det och skicka det igen.";
        return ApiError::new(
            Felkod::Format,
            sv,
            "The body took too long to send. Nothing was saved; split it and send it again.",
        );
    }
    ApiError::new(
        Felkod::Format,
        "Innehållet kom inte fram i sin helhet. Ingenting sparades; skicka det igen.",
        "The body did not arrive whole. Nothing was saved; send it again.",
    )
}

#[cfg(test)]
mod tests {
    use futures_util::stream;

    use super::*;

    async fn collected(body: Body, most: u64) -> Result<Bytes, Felkod> {
        let bitar = Bitar::new(body, most).map_err(|error| error.kod())?;
        bitar.collect().await.map_err(|error| error.kod())
    }

    fn pieces(all: &[&'static str]) -> Body {
        Body::from_stream(stream::iter(all.iter().map(|piece| Ok::<_, std::io::Error>(*piece)).collect::<Vec<_>>()))
    }

    #[tokio::test]
    async fn a_body_comes_whole_or_not_at_all() {
        assert_eq!(collected(Body::empty(), 5).await, Ok(Bytes::new()));
        assert_eq!(collected(Body::from("12345"), 5).await, Ok(Bytes::from("12345")));
        assert_eq!(collected(pieces(&["12", "34", "5"]), 5).await, Ok(Bytes::from("12345")));
        assert_eq!(collected(Body::from("123456"), 5).await, Err(Felkod::ForStort));
        assert_eq!(collected(pieces(&["12", "34", "56"]), 5).await, Err(Felkod::ForStort));
        let broken = stream::iter([Ok("12"), Err(std::io::Error::other("gone"))]);
        assert_eq!(collected(Body::from_stream(broken), 5).await, Err(Felkod::Format));
    }
}
