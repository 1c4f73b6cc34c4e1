//! A table beside another one: the same rows, and the shares of the other in columns of their own.

use crate::dokument::{Del, Grupp, Kolumn, Kolumnslag, Ruta};

/// A table and another in one.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Bredvid {
    /// The table.
    pub(super) del: Del,
    /// Whether it has the shares of the other alone.
    pub(super) shares: bool,
}

/// The table with the shares of another beside its own, or the numbers where it has no shares; `None` where their rows are
/// not of the same kind.
pub(super) fn beside(own: &Del, other: &Del, whose: &str) -> Option<Bredvid> {
    let words = |del: &Del| del.kolumner.iter().take_while(|kolumn| kolumn.slag == Kolumnslag::Text).count();
    let n = words(own);
    let (own_rows, other_rows) = (rows(own), rows(other));
    let alike = own_rows.len() == other_rows.len()
        && own.kolumner == other.kolumner
        && own_rows.iter().zip(&other_rows).all(|(a, b)| a[..n] == b[..n]);
    if !alike || own_rows.is_empty() {
        return None;
    }
    let is_share = |i: &usize| other_rows.iter().chain(&own_rows).any(|row| matches!(row[*i], Ruta::Procent(_)));
    let mut chosen: Vec<usize> = (n..other.kolumner.len()).filter(is_share).collect();
    let shares = !chosen.is_empty();
    if !shares {
        chosen = (n..other.kolumner.len()).collect();
    }
    let headings = chosen.iter().map(|i| Kolumn::tal(format!("{whose}: {}", other.kolumner[*i].rubrik)));
    let mut del = own.clone();
    del.kolumner.extend(headings);
    let rader = del.grupper.iter_mut().flat_map(|Grupp { rader, .. }| rader);
    for (rad, theirs) in rader.zip(&other_rows) {
        rad.rutor.extend(chosen.iter().map(|i| theirs[*i].clone()));
    }
    Some(Bredvid { del, shares })
}

fn rows(del: &Del) -> Vec<&[Ruta]> {
    del.grupper.iter().flat_map(|grupp| &grupp.rader).map(|rad| &rad.rutor[..]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dokument::{Rad, Radslag};

    fn del(rader: &[(&str, i64, Ruta)]) -> Del {
        let row = |(namn, n, share): &(&str, i64, Ruta)| {
            Rad::new(Radslag::Post, vec![Ruta::text(*namn), Ruta::Antal(*n), share.clone()])
        };
        Del {
            namn: "Tabell",
            rubrik: String::new(),
            kolumner: vec![Kolumn::text("Kategori"), Kolumn::tal("Antal"), Kolumn::tal("Andel")],
            grupper: vec![Grupp { rubrik: None, rader: rader.iter().map(row).collect() }],
            tomt: "",
            bred: false,
        }
    }

    #[test]
    fn shares_stand_beside_each_other() {
        let own = del(&[("a", 10, Ruta::Procent(50)), ("b", 0, Ruta::Skyddad)]);
        let other = del(&[("a", 900, Ruta::Procent(30)), ("b", 2_100, Ruta::Procent(70))]);
        let Bredvid { del: both, shares } = beside(&own, &other, "Landet").unwrap();
        assert!(shares);
        assert_eq!(both.kolumner.last(), Some(&Kolumn::tal("Landet: Andel")));
        let rutor: Vec<_> = rows(&both).iter().map(|row| row[3].clone()).collect();
        assert_eq!(rutor, [Ruta::Procent(30), Ruta::Procent(70)]);
        assert_eq!(rows(&both)[1][2], Ruta::Skyddad, "what is hidden stays so");
    }

    #[test]
    fn tables_of_other_rows_are_not_compared() {
        let own = del(&[("a", 10, Ruta::Tom)]);
        assert_eq!(beside(&own, &del(&[("b", 10, Ruta::Tom)]), "Landet"), None);
        assert_eq!(beside(&own, &del(&[]), "Landet"), None);
        let numbers = beside(&own, &del(&[("a", 20, Ruta::Tom)]), "Landet").unwrap();
        assert_eq!((numbers.del.kolumner.len(), numbers.shares), (5, false), "without shares the numbers");
    }
}
