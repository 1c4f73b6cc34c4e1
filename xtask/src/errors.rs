//! `docs/errors.md`: every error code and every rule, from the core.

use std::fmt::Write;

use finsam_core::protokoll::Felkod;
use finsam_core::regel::register;

use crate::Fel;

/// Where it stands.
pub(crate) const FILE: &str = "docs/errors.md";

const HEAD: &str = "\
# Errors and rules

Made by `cargo run -p xtask -- errors` from the code; CI compares.

Every error is `application/problem+json` (RFC 9457) with one of these codes in `kod`. What rules found stands in
`avvikelser`, each with the code of its rule, its place as a JSON pointer, what was expected, and its words in Swedish
and English. Only `integritet` with `allvar` `fel` refuses a write.

## Error codes

| kod | status | svenska | English |
|---|---|---|---|
";

/// The page.
pub(crate) fn text() -> Result<String, Fel> {
    let mut page = HEAD.to_owned();
    for kod in Felkod::ALL {
        writeln!(page, "| `{kod}` | {} | {} | {} |", kod.status(), kod.text().sv, kod.text().en)?;
    }
    page.push_str("\n## Rules\n\n| kod | slag | allvar | källa | svenska | English |\n|---|---|---|---|---|---|\n");
    for regel in register::all() {
        let till = regel.till.map(|till| format!(" (till {till})")).unwrap_or_default();
        writeln!(
            page,
            "| `{}` | {} | {} | {}{till} | {} | {} |",
            regel.kod, regel.slag, regel.allvar, regel.rattskalla, regel.text.sv, regel.text.en
        )?;
    }
    Ok(page)
}
