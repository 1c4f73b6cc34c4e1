//! `docs/REGLER.md`: the act with its wordings over time, and every rule of compliance, from the core.

use std::fmt::{Display, Write};

use finsam_core::regel::{Bestammelse, Regel, Slag, bestammelse, register};

use crate::Fel;

/// Where it stands.
pub(crate) const FILE: &str = "docs/REGLER.md";

const HEAD: &str = "\
# The law and the economy as rules

Made by `cargo run -p xtask -- regler` from the code; CI compares. `GET /finsam/v1/regler?datum=` tells the same.

What is found by these rules is reported and never refuses a write, since real förbund break them. Rules that refuse
stand in [errors.md](errors.md).

- Everything is judged *as of a day*: by the members, the board and the paragraphs of that day. What has a day of its
  own, such as an appointment or a budget, is judged by that day.
- Where the wording of the day is not reproduced here (`saknas`), a finding is a notice (`upplysning`) that says so.
- What is not registered is not judged: no board, no findings about the board. Nothing is registered of who was biased
  in a matter (jäv, 19 § with kommunallagen), so jäv is never judged.
- A paragraph without rules holds nothing that the register could tell from what is registered.

## The act (2003:1210)

| § | svenska | English | wordings | rules |
|---|---|---|---|---|
";

/// The page.
pub(crate) fn text() -> Result<String, Fel> {
    let mut page = HEAD.to_owned();
    for bestammelse in bestammelse::ALL {
        provision(&mut page, bestammelse)?;
    }
    page.push_str("\n## Rules\n\n| kod | allvar | holds | källa | svenska | English |\n|---|---|---|---|---|---|\n");
    for regel in register::all().filter(|regel| regel.slag == Slag::Efterlevnad) {
        let Regel { kod, allvar, rattskalla, text, .. } = regel;
        let holds = period(regel.fran, regel.till);
        writeln!(page, "| `{kod}` | {allvar} | {holds} | {rattskalla} | {} | {} |", text.sv, text.en)?;
    }
    Ok(page)
}

fn provision(page: &mut String, bestammelse: &Bestammelse) -> Result<(), Fel> {
    let wordings = bestammelse
        .lydelser
        .iter()
        .map(|lydelse| format!("{} ({}): {}", lydelse.sfs, period(lydelse.fran, lydelse.till), lydelse.atergivning));
    let rules = register::all().filter(|regel| regel.paragraf == Some(bestammelse.paragraf));
    let rules: Vec<String> = rules.map(|regel| format!("`{}`", regel.kod)).collect();
    writeln!(
        page,
        "| {} | {} | {} | {} | {} |",
        bestammelse.paragraf,
        bestammelse.text.sv,
        bestammelse.text.en,
        wordings.collect::<Vec<_>>().join("<br>"),
        if rules.is_empty() { "–".to_owned() } else { rules.join(", ") }
    )?;
    Ok(())
}

fn period(fran: impl Display, till: Option<impl Display>) -> String {
    till.map_or_else(|| format!("{fran}–"), |till| format!("{fran}–{till}"))
}
