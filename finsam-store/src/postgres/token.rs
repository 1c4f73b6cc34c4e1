//! Access tokens. Making one writes a line in the access log and no event.

use async_trait::async_trait;
use chrono::{DateTime, NaiveDate, Utc};
use finsam_core::id::TokenId;

use super::fel::is_unique;
use super::session::{Rum, Session};
use super::sql::{
    Sats, TOKEN_ANVAND, TOKEN_ATERKALLA, TOKEN_BYT, TOKEN_FIND, TOKEN_GET, TOKEN_INSERT, TOKEN_LISTA, Varden,
};
use crate::rad::{first_moment, micros, to_json};
use crate::rum::{Token, TokenRead, TokenWrite, Tokenlage};
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

/// Changes a token by its identity, and says in the access log that it was.
async fn change(session: &mut Session, sats: Sats, id: TokenId, values: Varden<'_>) -> Result<bool, StoreError> {
    let changed = sats.execute(&session.conn, values).await? > 0;
    if changed {
        session.logg.line(koder::TOKEN, Some(id.0), None);
    }
    Ok(changed)
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

    async fn list(&mut self) -> Result<Vec<Tokenlage>, StoreError> {
        let session = self.session.enter()?;
        let answer = TOKEN_LISTA.all(&session.conn, &[], avkoda::tokenlage).await;
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

    async fn revoke(&mut self, id: TokenId, tid: DateTime<Utc>) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let values: Varden<'_> = &[&id.0.as_bytes().as_slice(), &micros(tid)];
        let answer = change(session, TOKEN_ATERKALLA, id, values).await;
        session.leave(answer)
    }

    async fn rotate(&mut self, id: TokenId, hash: [u8; 32], forra_till: DateTime<Utc>) -> Result<bool, StoreError> {
        let session = self.session.enter()?;
        let values: Varden<'_> = &[&id.0.as_bytes().as_slice(), &hash.as_slice(), &micros(forra_till)];
        let answer = change(session, TOKEN_BYT, id, values).await;
        session.leave(answer)
    }

    async fn used(&mut self, id: TokenId, dag: NaiveDate) -> Result<(), StoreError> {
        let session = self.session.enter()?;
        let values: Varden<'_> = &[&id.0.as_bytes().as_slice(), &first_moment(dag)];
        let answer = TOKEN_ANVAND.execute(&session.conn, values).await.map(drop);
        session.leave(answer)
    }
}
