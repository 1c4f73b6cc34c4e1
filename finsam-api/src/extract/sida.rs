//! Lists page by page: `limit` with either `page` or `markor`.

use axum::http::Uri;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use finsam_core::protokoll::{Lank, Lankar, Sida, Sidmeta};
use finsam_store::rum::{Fran, Sida as Lagersida, Sidval};
use utoipa::IntoParams;
use utoipa::openapi::Required;
use utoipa::openapi::path::{Parameter, ParameterBuilder, ParameterIn};
use utoipa::openapi::schema::{ObjectBuilder, Type};

use super::{Fragor, FromFraga};

/// How many entries a list gives when nobody says.
pub(crate) const DEFAULT_LIMIT: u32 = 20;
/// How many entries a list gives at most.
pub(crate) const MAX_LIMIT: u32 = 1_000;

/// Which page of a list is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Sidfraga {
    limit: u32,
    from: From,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum From {
    Page(u64),
    Marker(i64),
}

impl FromFraga for Sidfraga {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        let limit = fragor.one("limit", "1-1000").unwrap_or(DEFAULT_LIMIT);
        if !(1..=MAX_LIMIT).contains(&limit) {
            fragor.fault("limit", "1-1000");
        }
        let page: Option<u64> = fragor.one("page", "1 or more");
        if page == Some(0) {
            fragor.fault("page", "1 or more");
        }
        let marker: Option<Markor> = fragor.one("markor", "a marker as the last answer gave it");
        if page.is_some() && marker.is_some() {
            fragor.fault("markor", "either page or markor");
        }
        let from = marker.map_or(From::Page(page.unwrap_or(1)), |markor| From::Marker(markor.0));
        Self { limit: limit.clamp(1, MAX_LIMIT), from }
    }
}

impl IntoParams for Sidfraga {
    fn into_params(_: impl Fn() -> Option<ParameterIn>) -> Vec<Parameter> {
        let of = |name: &str, kind: Type, example: serde_json::Value, text: &str| {
            let schema = ObjectBuilder::new().schema_type(kind).build();
            ParameterBuilder::new()
                .name(name)
                .parameter_in(ParameterIn::Query)
                .required(Required::False)
                .description(Some(text))
                .example(Some(example))
                .schema(Some(schema))
                .build()
        };
        vec![
            of("limit", Type::Integer, 20.into(), "Högst så många, 1-1000 / At most so many"),
            of("page", Type::Integer, 1.into(), "Sidans nummer från 1 / Number of the page from 1"),
            of(
                "markor",
                Type::String,
                "AAAAAAAAACo".into(),
                "Platsen som förra svaret gav / The place that the last answer gave",
            ),
        ]
    }
}

impl Sidfraga {
    /// The same for the store.
    #[must_use]
    pub fn sidval(self) -> Sidval {
        let fran = match self.from {
            From::Page(page) => Fran::Hopp((page.max(1) - 1).saturating_mul(u64::from(self.limit))),
            From::Marker(after) => Fran::Efter(after),
        };
        Sidval { limit: self.limit, fran }
    }
}

/// An opaque place in a list.
struct Markor(i64);

impl std::str::FromStr for Markor {
    type Err = &'static str;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let bytes = URL_SAFE_NO_PAD.decode(text).map_err(|_| "not a marker")?;
        let bytes: [u8; 8] = bytes.try_into().map_err(|_| "not a marker")?;
        Ok(Self(i64::from_be_bytes(bytes)))
    }
}

fn marker(after: i64) -> String {
    URL_SAFE_NO_PAD.encode(after.to_be_bytes())
}

/// The answer to a list: entries, what is said of them, and links that keep every query parameter.
#[must_use]
pub fn page<A, B>(uri: &Uri, fraga: Sidfraga, found: Lagersida<A>, map: impl FnMut(A) -> B) -> Sida<B> {
    let link = |name: &str, value: &str| Lank { href: with_place(uri, &["page", "markor"], name, value) };
    let next_marker = found.sista.map(marker);
    let (page, total_pages, prev, next) = match fraga.from {
        From::Page(page) => {
            let pages = found.totalt.div_ceil(u64::from(fraga.limit));
            let prev = (page > 1).then(|| link("page", &(page - 1).to_string()));
            let next = (page < pages).then(|| link("page", &(page + 1).to_string()));
            (Some(page), Some(pages), prev, next)
        }
        From::Marker(_) => (None, None, None, next_marker.as_deref().map(|place| link("markor", place))),
    };
    let poster: Vec<B> = found.poster.into_iter().map(map).collect();
    Sida {
        meta: Sidmeta {
            limit: fraga.limit,
            count: u32::try_from(poster.len()).unwrap_or(u32::MAX),
            total_records: found.totalt,
            page,
            total_pages,
            markor: next_marker,
        },
        lankar: Lankar { sjalv: Lank { href: uri.to_string() }, first: link("page", "1"), prev, next },
        poster,
    }
}

/// The address with its place in the list, however it was `named`, replaced and everything else kept.
pub(crate) fn with_place(uri: &Uri, named: &[&str], name: &str, value: &str) -> String {
    let kept = form_urlencoded::parse(uri.query().unwrap_or_default().as_bytes())
        .filter(|(key, _)| !named.contains(&key.as_ref()));
    let query = form_urlencoded::Serializer::new(String::new()).extend_pairs(kept).append_pair(name, value).finish();
    format!("{}?{query}", uri.path())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fraga(query: &str) -> Sidfraga {
        Sidfraga::from_fraga(&mut Fragor::parse(query))
    }

    #[test]
    fn links_keep_the_other_parameters() {
        let uri: Uri = "/finsam/v1/forbund?lan=14&page=2&limit=20".parse().unwrap();
        let found = Lagersida { poster: vec![1, 2], totalt: 80, sista: Some(42) };
        let sida = page(&uri, fraga("page=2&limit=20"), found, |n| n);
        assert_eq!(sida.lankar.next.unwrap().href, "/finsam/v1/forbund?lan=14&limit=20&page=3");
        assert_eq!(sida.lankar.prev.unwrap().href, "/finsam/v1/forbund?lan=14&limit=20&page=1");
        assert_eq!(sida.meta.total_pages, Some(4));
        let place: Markor = sida.meta.markor.unwrap().parse().unwrap_or(Markor(0));
        assert_eq!(place.0, 42);
    }

    #[test]
    fn page_and_marker_do_not_go_together() {
        let mut fragor = Fragor::parse("page=1&markor=AAAAAAAAACo&limit=0");
        Sidfraga::from_fraga(&mut fragor);
        assert_eq!(fragor.finish().unwrap_err().len(), 2);
    }
}
