//! `docs/BEHORIGHET.md`: who may do what, from the table of the core and the document of the API.

use std::fmt::Write;

use finsam_api::openapi;
use finsam_core::atkomst::{Operation, Relation, Roll};

use crate::Fel;

/// Where it stands.
pub(crate) const FILE: &str = "docs/BEHORIGHET.md";

const HEAD: &str = "\
# Who may do what

Made by `cargo run -p xtask -- behorighet` from the one table that the server decides by
(`finsam-core/src/atkomst/tabell.rs`); CI compares, and a test asks the server about every cell.

- What a caller may do nowhere answers 403. What it may do, but not to this: 404 where it may not see it, 403 where it
  may.
- A key reaches its part, its förbund and its insatser; a key of a part that is narrowed to a förbund or to insatser
  reaches nothing outside them.
- Roles that see persons (`deltagaransvarig`, `partssystem`) are never given together with those that do not, and
  `loggranskare` with no other.
- Without a key only what stands as open is answered.

";

/// The page.
pub(crate) fn text() -> Result<String, Fel> {
    let mut page = HEAD.to_owned();
    page.push_str("## Reach\n\n| | svenska | English |\n|---|---|---|\n");
    for relation in Relation::ALL {
        writeln!(page, "| {} | {} | {} |", mark(*relation), relation.text().sv, relation.text().en)?;
    }
    page.push_str("\n## Operations\n\n| operation | |");
    for roll in Roll::ALL {
        write!(page, " {roll} |")?;
    }
    page.push_str("\n|---|---|");
    page.push_str(&"---|".repeat(Roll::ALL.len()));
    page.push('\n');
    let document = openapi::document();
    for operation in Operation::ALL {
        row(&mut page, *operation, openapi::named(&document))?;
    }
    page.push_str("\n## Roles that are kept apart\n\n| | | svenska | English |\n|---|---|---|---|\n");
    for (i, roll) in Roll::ALL.iter().enumerate() {
        for med in &Roll::ALL[i + 1..] {
            if let Some(oforenliga) = Roll::kept_apart(&[*roll, *med]) {
                writeln!(page, "| {roll} | {med} | {} | {} |", oforenliga.why().sv, oforenliga.why().en)?;
            }
        }
    }
    Ok(page)
}

fn row<'a>(page: &mut String, operation: Operation, named: impl Iterator<Item = (String, &'a str)>) -> Result<(), Fel> {
    let mut named = named.filter(|(_, id)| *id == operation.code());
    let (handling, id) = named.next().ok_or_else(|| format!("{} is no operation of the API", operation.code()))?;
    write!(page, "| `{id}` | `{handling}` |")?;
    for roll in Roll::ALL {
        let cell = if operation.is_open() { "open" } else { mark(operation.relation(*roll)) };
        write!(page, " {cell} |")?;
    }
    page.push('\n');
    Ok(())
}

const fn mark(relation: Relation) -> &'static str {
    match relation {
        Relation::Ingen => "–",
        other => other.code(),
    }
}
