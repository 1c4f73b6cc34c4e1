//! `finsam token lista`.

use chrono::{DateTime, Utc};
use clap::Args;
use finsam_store::rum::{Token, Tokenlage};

use super::reach;
use crate::klocka::{Klocka, Systemklocka};
use crate::kommando::lager::Databas;
use crate::kommando::{Utfall, visa};

/// Visa nycklarna, aldrig deras text / Show the keys, never their text
///
/// En rad för varje nyckel: identitet, läge, roll, vad den når, när den skapades, går ut och senast användes (dag) och vem
/// som har den.
#[derive(Debug, Args)]
#[command(after_help = "Exempel:\n  finsam token lista --database sqlite:finsam.db")]
pub(super) struct Lista {
    #[command(flatten)]
    databas: Databas,
}

const RUBRIK: [&str; 8] = ["id", "läge", "roll", "når", "skapad", "giltig till", "senast använd", "namn"];

impl Lista {
    pub(super) async fn run(self) -> Utfall {
        let store = self.databas.open_existing(None).await?;
        let mut session = store.read().await.map_err(reach)?;
        let all = session.tokens().list().await.map_err(reach)?;
        drop(session);
        store.close().await;
        let now = Systemklocka.now();
        let mut rows = vec![RUBRIK.map(ToOwned::to_owned)];
        rows.extend(all.iter().map(|lage| row(lage, now)));
        let widths = widths(&rows);
        rows.iter().try_for_each(|row| visa::line(&aligned(row, &widths)))
    }
}

fn row(lage: &Tokenlage, now: DateTime<Utc>) -> [String; 8] {
    let token = &lage.token;
    [
        token.id.to_string(),
        state(lage, now),
        token.roll.to_string(),
        reaches(token),
        moment(token.skapad),
        token.giltig_till.map_or_else(|| "-".to_owned(), moment),
        lage.senast_anvand.map_or_else(|| "-".to_owned(), |dag| dag.to_string()),
        token.namn.clone(),
    ]
}

fn state(lage: &Tokenlage, now: DateTime<Utc>) -> String {
    if lage.aterkallad.is_some() {
        return "återkallad".to_owned();
    }
    if lage.token.giltig_till.is_some_and(|till| till <= now) {
        return "utgången".to_owned();
    }
    match lage.forra_till.filter(|till| *till > now) {
        Some(till) => format!("gäller, den förra till {}", moment(till)),
        None => "gäller".to_owned(),
    }
}

fn reaches(token: &Token) -> String {
    let insatser = Some(token.insatser.len()).filter(|antal| *antal > 0).map(|antal| format!("{antal} insatser"));
    let all = [token.part.map(|part| part.to_string()), token.forbund.map(|id| format!("forbund:{id}")), insatser];
    let all: Vec<String> = all.into_iter().flatten().collect();
    if all.is_empty() { "-".to_owned() } else { all.join(", ") }
}

fn moment(tid: DateTime<Utc>) -> String {
    tid.format("%Y-%m-%dT%H:%MZ").to_string()
}

fn widths(rows: &[[String; 8]]) -> [usize; 8] {
    std::array::from_fn(|i| rows.iter().map(|row| row[i].chars().count()).max().unwrap_or_default())
}

/// The cells below each other, the last one as it is.
fn aligned(row: &[String; 8], widths: &[usize; 8]) -> String {
    let cells = row.iter().zip(widths).map(|(cell, width)| format!("{cell:<width$}"));
    cells.collect::<Vec<_>>().join("  ").trim_end().to_owned()
}
