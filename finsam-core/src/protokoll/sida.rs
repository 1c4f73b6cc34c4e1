//! Lists, page by page.

/// A link to a page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Lank {
    /// Where it is.
    #[cfg_attr(feature = "utoipa", schema(example = "/finsam/v1/forbund?limit=20&page=1"))]
    pub href: String,
}

/// The links of a page; they keep all query parameters.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Lankar {
    /// This page.
    #[cfg_attr(feature = "serde", serde(rename = "self"))]
    pub sjalv: Lank,
    /// The first page.
    pub first: Lank,
    /// The page before, when pages are numbered and there is one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub prev: Option<Lank>,
    /// The next page, when there may be one.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub next: Option<Lank>,
}

/// What is said of a page.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize), serde(rename_all = "camelCase"))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Sidmeta {
    /// How many were asked for at most.
    #[cfg_attr(feature = "utoipa", schema(example = 20))]
    pub limit: u32,
    /// How many are here.
    #[cfg_attr(feature = "utoipa", schema(example = 20))]
    pub count: u32,
    /// How many there are in all.
    #[cfg_attr(feature = "utoipa", schema(example = 80))]
    pub total_records: u64,
    /// The number of this page, when pages are numbered.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub page: Option<u64>,
    /// How many pages there are, when pages are numbered.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub total_pages: Option<u64>,
    /// Opaque place after the last one here, when more may follow: `?markor=`.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub markor: Option<String>,
}

/// A page of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Sida<T> {
    /// What is on it.
    pub poster: Vec<T>,
    /// What is said of it.
    #[cfg_attr(feature = "serde", serde(rename = "_meta"))]
    pub meta: Sidmeta,
    /// Links to itself and its neighbours.
    #[cfg_attr(feature = "serde", serde(rename = "_links"))]
    pub lankar: Lankar,
}
