//! What handlers take from a request: who calls, the body, the query, conditions.

mod accept;
mod anrop;
mod anropare;
mod bitar;
mod fraga;
mod kropp;
mod operationer;
mod sida;
mod vag;
mod villkor;

pub use accept::accepted;
pub use anrop::Anrop;
pub(crate) use anrop::{Anropsid, Varifran, operation};
pub use anropare::Anropare;
pub(crate) use anropare::look_up_hash;
pub(crate) use bitar::{Bitar, too_large};
pub use fraga::{Fraga, Fragor, FromFraga};
pub(crate) use kropp::not_encoded;
pub use kropp::{Kropp, MAX_KROPP};
pub(crate) use operationer::Operationer;
pub(crate) use sida::{DEFAULT_LIMIT, MAX_LIMIT, with_place};
pub use sida::{Sidfraga, page};
pub use vag::Vag;
pub use villkor::{Villkorshuvud, etag, not_modified};
