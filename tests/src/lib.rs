//! What the journeys stand on: a real server over a real database, keys for every role, and records to send.
//!
//! A journey is an `async fn(Server)`; [`for_each_database!`] makes a test of it for each kind of database.
#![expect(clippy::unwrap_used, reason = "what only tests use fails by panicking")]

pub mod exakt;
mod mottagare;
pub mod poster;
mod ra;
mod server;
pub mod varld;

pub use mottagare::Mottagare;
pub use ra::{Ra, Rasvar};
pub use server::{Databas, Server, Stallbar, VANTANDE};
pub use varld::{Varld, Vem};

/// Makes tests of journeys, one for each kind of database there is.
#[macro_export]
macro_rules! for_each_database {
    ($($journey:ident),+ $(,)?) => {
        mod sqlite {
            $(
                #[tokio::test(flavor = "multi_thread", worker_threads = 2)]
                async fn $journey() {
                    super::$journey($crate::Server::start($crate::Databas::sqlite()).await).await;
                }
            )+
        }
    };
}
