//! Access tokens. Making one writes a line in the access log and no event.

use async_trait::async_trait;
use finsam_core::id::TokenId;

use super::fel::is_unique;
use super::session::{Rum, Session};
use super::sql::{TOKEN_FIND, TOKEN_GET, TOKEN_INSERT, Varden};
use crate::rad::{micros, to_json};
use crate::rum::{Token, TokenRead, TokenWrite};
use crate::{StoreError, avkoda, koder};

async fn find(session: &Session, hash: &[u8; 32]) -> Result<Option<Token>, StoreError> {
    TOKEN_FIND.first(&session.conn, &[&hash.as_slice()], avkoda::token).await
}

async fn insert(session: &mut Session, token: &Token) -> Result<(), StoreError> {
    if find(session, &token.hash).await?.is_some() {
        return Err(StoreError::Conflict("token"));
    }
    let (id, hash) = (token.id.0.as_bytes().as_slice(), token.hash.as_slice());
    let part = token.part.map(|part| part.to_string());
    let forbund = token.forbund.map(|id| id.0.as_bytes().to_vec());
    let insatser = to_json(&token.insatser)?;
    let (skapad, giltig_till) = (micros(token.skapad), token.giltig_till.map(micros));
    let roll = token.roll.code();
    let values: Varden<'_> = &[&id, &hash, &token.namn, &roll, &part, &forbund, &insatser, &skapad, &giltig_till];
    TOKEN_INSERT.execute(&session.conn, values).await?;
    session.logg.line(koder::TOKEN, Some(token.id.0), None);
    Ok(())
}

#[async_trait]
impl TokenRead for Rum<'_> {
    async fn find(&mut self, hash: &[u8; 32]) -> Result<Option<Token>, StoreError> {
        let session = self.session.enter()?;
        let answer = find(session, hash).await;
        session.leave(answer)
    }

    async fn get(&mut self, id: TokenId) -> Result<Option<Token>, StoreError> {
        let session = self.session.enter()?;
        let answer = TOKEN_GET.first(&session.conn, &[&id.0.as_bytes().as_slice()], avkoda::token).await;
        session.leave(answer)
    }
}

#[async_trait]
impl TokenWrite for Rum<'_> {
    async fn insert(&mut self, token: &Token) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let answer = insert(session, token).await;
        // Another transaction was faster; this one cannot go on.
        session.leave(answer).map_err(|fel| if is_unique(&fel) { StoreError::Conflict("token") } else { fel })
    }
}
