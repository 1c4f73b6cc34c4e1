//! How a body is packed on its way: not at all, or with gzip, unpacked piece by piece so that little of it is held.

use std::io::Write;

use axum::body::Bytes;
use axum::http::{HeaderMap, header};
use finsam_core::protokoll::Felkod;
use finsam_core::regel::Avvikelse;
use finsam_core::regel::format::FMT_14;
use flate2::write::MultiGzDecoder;

use crate::fel::{ApiError, Svar};

/// So many bytes are unpacked at a time: at worst a thousand times as many come of them.
const BIT: usize = 1024;

/// How a body is packed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Packning {
    /// It comes as it is.
    #[default]
    Ingen,
    /// With gzip (RFC 1952), of one or more members.
    Gzip,
}

impl Packning {
    /// What `Content-Encoding` says.
    ///
    /// # Errors
    /// `FMT-14` for any other encoding, and for more than one.
    pub fn of(headers: &HeaderMap) -> Result<Self, Vec<Avvikelse>> {
        let mut found = Self::Ingen;
        for value in headers.get_all(header::CONTENT_ENCODING) {
            for name in value.to_str().unwrap_or("?").split(',').map(str::trim) {
                let gzip = ["gzip", "x-gzip"].iter().any(|known| known.eq_ignore_ascii_case(name));
                match (gzip, found) {
                    (true, Self::Ingen) => found = Self::Gzip,
                    (false, _) if name.eq_ignore_ascii_case("identity") => {}
                    _ => return Err(vec![FMT_14.at("").expected("Content-Encoding: gzip, once, or none")]),
                }
            }
        }
        Ok(found)
    }
}

/// Unpacks a body.
pub(super) enum Uppackare {
    Ingen,
    Gzip(Box<MultiGzDecoder<Vec<u8>>>),
}

impl Uppackare {
    pub(super) fn new(packning: Packning) -> Self {
        match packning {
            Packning::Ingen => Self::Ingen,
            Packning::Gzip => Self::Gzip(Box::new(MultiGzDecoder::new(Vec::new()))),
        }
    }

    /// What comes of the beginning of a piece, which is taken off it; `None` when all of it has been taken.
    ///
    /// # Errors
    /// 400 when it is not what it is said to be.
    pub(super) fn next(&mut self, piece: &mut Bytes) -> Svar<Option<Bytes>> {
        if piece.is_empty() {
            return Ok(None);
        }
        match self {
            Self::Ingen => Ok(Some(std::mem::take(piece))),
            Self::Gzip(decoder) => {
                let bit = piece.split_to(piece.len().min(BIT));
                decoder.write_all(&bit).and_then(|()| decoder.flush()).map_err(|_| broken())?;
                Ok(Some(std::mem::take(decoder.get_mut()).into()))
            }
        }
    }

    /// What is left when the body has come to its end.
    ///
    /// # Errors
    /// 400 when it was cut off, or its checksum is another.
    pub(super) fn finish(self) -> Svar<Bytes> {
        match self {
            Self::Ingen => Ok(Bytes::new()),
            Self::Gzip(decoder) => decoder.finish().map(Bytes::from).map_err(|_| broken()),
        }
    }
}

fn broken() -> ApiError {
    ApiError::new(
        Felkod::Format,
        "Innehållet är inte giltig gzip, eller är avklippt. Ingenting sparades; packa om det och skicka det igen.",
        "The body is not valid gzip, or it is cut off. Nothing was saved; pack it anew and send it again.",
    )
}

#[cfg(test)]
mod tests {
    use axum::http::HeaderValue;
    use flate2::Compression;
    use flate2::write::GzEncoder;
    use proptest::prelude::*;

    use super::*;

    fn packed(body: &[u8]) -> Vec<u8> {
        let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(body).unwrap();
        encoder.finish().unwrap()
    }

    /// What comes of pieces of so many bytes, and the longest that was held.
    fn unpacked(packning: Packning, body: &[u8], size: usize) -> Svar<(Vec<u8>, usize)> {
        let (mut uppackare, mut all, mut longest) = (Uppackare::new(packning), Vec::new(), 0);
        for piece in body.chunks(size) {
            let mut piece = Bytes::copy_from_slice(piece);
            while let Some(part) = uppackare.next(&mut piece)? {
                longest = longest.max(part.len());
                all.extend_from_slice(&part);
            }
        }
        all.extend_from_slice(&uppackare.finish()?);
        Ok((all, longest))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn what_was_packed_comes_out(body in prop::collection::vec(any::<u8>(), 0..5_000), size in 1_usize..3_000) {
            prop_assert_eq!(&unpacked(Packning::Gzip, &packed(&body), size).unwrap().0, &body);
            let (first, last) = body.split_at(body.len() / 2);
            let members = [packed(first), packed(last)].concat();
            prop_assert_eq!(&unpacked(Packning::Gzip, &members, size).unwrap().0, &body, "of two members");
            prop_assert_eq!(&unpacked(Packning::Ingen, &body, size).unwrap().0, &body);
        }

        #[test]
        fn what_was_cut_off_or_altered_is_refused(body in prop::collection::vec(any::<u8>(), 1..2_000), place: prop::sample::Index) {
            let packed = packed(&body);
            let cut = &packed[..place.index(packed.len())];
            prop_assert!(unpacked(Packning::Gzip, cut, 100).is_err());
            let mut altered = packed.clone();
            let checksum = packed.len() - 8 + place.index(4);
            altered[checksum] ^= 1;
            prop_assert!(unpacked(Packning::Gzip, &altered, 100).is_err());
        }
    }

    #[test]
    fn little_is_held_of_what_unpacks_to_much() {
        let bomb = packed(&vec![b' '; 50_000_000]);
        assert!(bomb.len() < 60_000);
        let (all, longest) = unpacked(Packning::Gzip, &bomb, bomb.len()).unwrap();
        assert!(all.len() == 50_000_000 && longest < 2_000_000, "{longest}");
    }

    #[test]
    fn the_header_names_gzip_once_or_nothing() {
        let of = |values: &[&'static str]| {
            let mut headers = HeaderMap::new();
            for value in values {
                headers.append(header::CONTENT_ENCODING, HeaderValue::from_static(value));
            }
            Packning::of(&headers).ok()
        };
        assert_eq!((of(&[]), of(&["identity"])), (Some(Packning::Ingen), Some(Packning::Ingen)));
        assert_eq!((of(&["GZIP"]), of(&["identity, x-gzip"])), (Some(Packning::Gzip), Some(Packning::Gzip)));
        for other in [&["br"][..], &["gzip, gzip"], &["gzip", "gzip"], &["gzip, br"], &["deflate"], &[""]] {
            assert_eq!(of(other), None, "{other:?}");
        }
    }
}
