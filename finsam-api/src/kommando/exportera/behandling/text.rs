//! The processing of personal data as people read it.

use finsam_core::regel::Text;

use super::{Behandlingsregister, Textsprak};

/// Lines under headings.
struct Blad {
    sprak: Textsprak,
    text: String,
}

impl Blad {
    fn of(&self, text: Text) -> &'static str {
        match self.sprak {
            Textsprak::Sv => text.sv,
            Textsprak::En => text.en,
        }
    }

    fn heading(&mut self, sv: &'static str, en: &'static str) {
        let heading = self.of(Text { sv, en });
        self.text.push_str(&format!("\n{heading}\n{}\n", "-".repeat(heading.chars().count())));
    }

    fn line(&mut self, line: &str) {
        self.text.push_str(&format!("- {line}\n"));
    }

    fn each(&mut self, texts: &[Text]) {
        for text in texts {
            self.line(self.of(*text));
        }
    }

    fn or(&self, yes: bool, sv: &'static str, en: &'static str) -> &'static str {
        if yes { self.of(Text { sv, en }) } else { "" }
    }
}

/// All of it, in one language.
pub(super) fn readable(register: &Behandlingsregister, sprak: Textsprak) -> String {
    let mut blad = Blad { sprak, text: String::new() };
    let title = blad.of(Text {
        sv: "Register över behandling av personuppgifter, artikel",
        en: "Record of the processing of personal data, article",
    });
    let made = register.framtaget.format("%Y-%m-%d %H:%M UTC");
    blad.text.push_str(&format!("{title} {}\n{made}\n", register.artikel));
    controllers(&mut blad, register);
    blad.heading("Ändamål", "Purposes");
    blad.each(register.andamal);
    blad.line(blad.of(register.rattslig_grund));
    blad.heading("Registrerade", "Data subjects");
    blad.each(register.registrerade);
    blad.heading("Personuppgifter", "Personal data");
    for slag in register.uppgifter {
        let kanslig = blad.or(slag.kanslig, " [kan röra hälsa, artikel 9]", " [may concern health, article 9]");
        blad.line(&format!("{}{kanslig} ({})", blad.of(slag.uppgift), blad.of(slag.lagring)));
    }
    recipients(&mut blad, register);
    blad.heading("Överföring till tredje land", "Transfer to third countries");
    blad.line(blad.of(register.overforing));
    retention(&mut blad, register);
    measures(&mut blad, register);
    blad.heading("Att fylla i", "To be filled in");
    blad.each(register.fylls_i);
    blad.text
}

fn controllers(blad: &mut Blad, register: &Behandlingsregister) {
    blad.heading("Personuppgiftsansvariga", "Controllers");
    for one in &register.personuppgiftsansvariga {
        let only = blad.or(!one.personuppgifter, " (bara anonyma)", " (anonymous only)");
        blad.line(&format!("{} {}{only}", one.part, one.namn));
    }
    if register.personuppgiftsansvariga.is_empty() {
        blad.line(blad.of(Text { sv: "ingen har registrerat något", en: "nobody has registered anything" }));
    }
}

fn recipients(blad: &mut Blad, register: &Behandlingsregister) {
    blad.heading("Mottagare", "Recipients");
    for roll in &register.mottagare.roller {
        let keys = blad.of(Text { sv: "nycklar", en: "keys" });
        blad.line(&format!("{}: {} ({} {keys})", blad.of(roll.namn), blad.of(roll.far_se), roll.nycklar));
    }
    for webhook in &register.mottagare.webhookar {
        blad.line(&format!("webhook {}: {}", webhook.hyresgast, webhook.vard));
    }
    blad.each(register.mottagare.andra);
}

fn retention(blad: &mut Blad, register: &Behandlingsregister) {
    blad.heading("Gallring", "Retention");
    for frist in &register.gallring.inbyggd {
        let days = blad.of(Text { sv: "dygn", en: "days" });
        let after = frist.dygn.map(|dygn| format!("{dygn} {days}, ")).unwrap_or_default();
        blad.line(&format!("{}: {after}{}", blad.of(frist.vad), blad.of(frist.hur)));
    }
    for regel in register.gallring.beslut.iter().flatten() {
        let part = regel.part.map(|part| format!(" {part}")).unwrap_or_default();
        let years = blad.of(Text { sv: "år", en: "years" });
        blad.line(&format!("{}{part}: {} {years}, {}", regel.slag.code(), regel.ar, regel.decision()));
    }
    if register.gallring.beslut.is_none() {
        blad.line(blad.of(Text {
            sv: "gallringsbeslut: ange filen med --gallringsregler",
            en: "decisions of pruning: name their file with --gallringsregler",
        }));
    }
}

fn measures(blad: &mut Blad, register: &Behandlingsregister) {
    blad.heading("Skyddsåtgärder", "Security measures");
    for one in &register.skyddsatgarder {
        let state = blad.of(match one.tillampas {
            Some(true) => Text { sv: "ja", en: "yes" },
            Some(false) => Text { sv: "nej", en: "no" },
            None => Text { sv: "okänt, ange --config", en: "not known, name --config" },
        });
        let varde = one.varde.map(|varde| format!(" {varde}")).unwrap_or_default();
        blad.line(&format!("[{state}{varde}] {}", blad.of(one.atgard)));
    }
}
