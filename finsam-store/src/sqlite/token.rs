//! Access tokens. Making one writes a line in the access log and no event.

use async_trait::async_trait;
use finsam_core::id::{ForbundId, TokenId};

use super::koder;
use super::rad::{Rad, micros, to_json};
use super::session::Rum;
use super::sql::{TOKEN_FIND, TOKEN_INSERT};
use crate::StoreError;
use crate::rum::{Token, TokenRead, TokenWrite};

fn read(rad: Rad<'_, '_>) -> Result<Token, StoreError> {
    let (part, forbund) = (!rad.is_null(5), !rad.is_null(6));
    Ok(Token {
        id: TokenId(rad.uuid(1, "id")?),
        hash: rad.bytes(2, "hash")?,
        namn: rad.get(3, "namn")?,
        roll: rad.parse(4, "roll")?,
        part: part.then(|| rad.parse(5, "part")).transpose()?,
        forbund: forbund.then(|| rad.uuid(6, "forbund").map(ForbundId)).transpose()?,
        insatser: rad.json(7, "insatser")?,
        skapad: rad.moment(8, "skapad")?,
        giltig_till: rad.moment_or_none(9, "giltig_till")?,
    })
}

#[async_trait]
impl TokenRead for Rum<'_> {
    async fn find(&mut self, hash: &[u8; 32]) -> Result<Option<Token>, StoreError> {
        let hash = *hash;
        self.lank.read(move |plats| TOKEN_FIND.first(plats.conn, (hash,), read)).await
    }
}

#[async_trait]
impl TokenWrite for Rum<'_> {
    async fn insert(&mut self, token: &Token) -> Result<(), StoreError> {
        let token = token.clone();
        self.lank
            .write(move |plats| {
                if TOKEN_FIND.first(plats.conn, (token.hash,), read)?.is_some() {
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
}
