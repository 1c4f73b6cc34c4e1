//! Access tokens. Making one writes a line in the access log and no event.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use finsam_core::id::TokenId;

use super::lank::Plats;
use super::session::Rum;
use super::sql::{TOKEN_ANVAND, TOKEN_ATERKALLA, TOKEN_BYT, TOKEN_FIND, TOKEN_GET, TOKEN_INSERT, TOKEN_LISTA};
use crate::koder;
use crate::rad::{first_moment, micros, to_json};
use crate::rum::{Token, TokenRead, TokenWrite, Tokenlage};
use crate::{StoreError, avkoda};

#[async_trait]
impl TokenRead for Rum<'_> {
    async fn find(&mut self, hash: &[u8; 32]) -> Result<Option<Token>, StoreError> {
        let hash = *hash;
        self.lank.read(move |plats| TOKEN_FIND.first(plats.conn, (hash,), avkoda::token)).await
    }

    async fn get(&mut self, id: TokenId) -> Result<Option<Token>, StoreError> {
        self.lank.read(move |plats| TOKEN_GET.first(plats.conn, (id.0.as_bytes(),), avkoda::token)).await
    }

    async fn list(&mut self) -> Result<Vec<Tokenlage>, StoreError> {
        self.lank.read(|plats| TOKEN_LISTA.all(plats.conn, (), avkoda::tokenlage)).await
    }
}

#[async_trait]
impl TokenWrite for Rum<'_> {
    async fn insert(&mut self, token: &Token) -> Result<(), StoreError> {
        let token = token.clone();
        self.lank
            .write(move |plats| {
                if TOKEN_FIND.first(plats.conn, (token.hash,), avkoda::token)?.is_some() {
                    return Err(StoreError::Conflict("token"));
                }
                let forbund = token.forbund.map(|id| id.0.into_bytes());
                let values = (
                    token.id.0.as_bytes(),
                    token.hash,
                    &token.namn,
                    token.roll.code(),
                    token.part.map(|part| part.to_string()),
                    forbund,
                    to_json(&token.insatser)?,
                    micros(token.skapad),
                    token.giltig_till.map(micros),
                );
                TOKEN_INSERT.execute(plats.conn, values)?;
                plats.log(koder::TOKEN, Some(token.id.0), None)
            })
            .await
    }

    async fn revoke(&mut self, id: TokenId, tid: DateTime<Utc>) -> Result<bool, StoreError> {
        self.lank
            .write(move |plats| {
                let changed = TOKEN_ATERKALLA.execute(plats.conn, (id.0.as_bytes(), micros(tid)))?;
                logged(plats, id, changed)
            })
            .await
    }

    async fn rotate(&mut self, id: TokenId, hash: [u8; 32], forra_till: DateTime<Utc>) -> Result<bool, StoreError> {
        self.lank
            .write(move |plats| {
                let changed = TOKEN_BYT.execute(plats.conn, (id.0.as_bytes(), hash, micros(forra_till)))?;
                logged(plats, id, changed)
            })
            .await
    }

    async fn used(&mut self, id: TokenId, dag: NaiveDate) -> Result<(), StoreError> {
        let values = (id.0.into_bytes(), first_moment(dag));
        self.lank.write(move |plats| TOKEN_ANVAND.execute(plats.conn, values).map(drop)).await
    }
}

fn logged(plats: &mut Plats<'_>, id: TokenId, changed: usize) -> Result<bool, StoreError> {
    if changed > 0 {
        plats.log(koder::TOKEN, Some(id.0), None)?;
    }
    Ok(changed > 0)
}
