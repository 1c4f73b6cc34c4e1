//! The raw ceiling: the driver of the database alone, storing the same rows in the same tables.

pub mod postgres;
pub mod sqlite;

/// A participation as it is kept, and nothing that it does not need.
#[derive(Debug, Clone)]
pub struct Row {
    id: Vec<u8>,
    kalla: i64,
    nyckel: String,
    part: i64,
    insats: i64,
    start: i64,
    slut: Option<i64>,
    alder: Option<i64>,
    sok: Option<Vec<u8>>,
    identitet: Option<Vec<u8>>,
    post: String,
}

#[cfg(test)]
mod tests {
    use super::{Row, postgres, sqlite};
    use crate::Outcome;
    use crate::register::{Mall, Register, Slag};

    /// A new record, the same again, changed, and moved.
    fn rows() -> [Row; 4] {
        let row = Row {
            id: vec![7; 16],
            kalla: 1,
            nyckel: "d-1".to_owned(),
            part: 1,
            insats: 1,
            start: 16_071,
            slut: None,
            alder: Some(30),
            sok: Some(vec![1; 32]),
            identitet: Some(vec![2; 40]),
            post: "{}".to_owned(),
        };
        let changed = Row { post: "{\"slut\":null}".to_owned(), ..row.clone() };
        let moved = Row { insats: 2, post: "{\"insats\":2}".to_owned(), ..changed.clone() };
        [row.clone(), row, changed, moved]
    }

    #[tokio::test]
    async fn the_statements_are_those_of_the_tables() -> Outcome {
        let mall = Mall::new(Slag::Sqlite).await?;
        let Register::Sqlite(file) = mall.copy("tak").await? else { return Err("another database".into()) };
        sqlite::store(&sqlite::open(&file, "kommun:2280", "generera")?, &rows(), 2)?;
        let kept = sqlite::rows(&file)?;
        assert_eq!((kept.len(), kept[0].insats, kept[0].post.as_str()), (1, 2, "{\"insats\":2}"));
        Ok(())
    }

    #[tokio::test]
    async fn the_statements_are_those_of_the_tables_in_postgresql() -> Outcome {
        let mall = match Mall::new(Slag::Postgres).await {
            Ok(mall) => mall,
            Err(fel) if std::env::var_os("CI").is_none() => {
                return std::io::Write::write_all(&mut std::io::stderr(), format!("skipped: {fel}\n").as_bytes())
                    .map_err(Into::into);
            }
            Err(fel) => return Err(fel),
        };
        let Register::Postgres(url) = mall.copy("tak").await? else { return Err("another database".into()) };
        for wide in [postgres::Wide::Deltaganden, postgres::Wide::Alla] {
            for row in rows() {
                postgres::store(&url, &[row], 1, wide).await?;
            }
        }
        postgres::one_by_one(&url, &rows()).await?;
        let kept = postgres::rows(&url).await?;
        assert_eq!((kept.len(), kept[0].insats, kept[0].post.as_str()), (1, 2, "{\"insats\":2}"));
        mall.remove().await
    }
}
