//! `finsam flytta`.

use std::path::PathBuf;

use clap::Args;
use finsam_store::StoreError;
use finsam_store::flytt::{Flyttfel, Flyttning, Framsteg, Plats, Tabellsumma, move_register};
use indicatif::ProgressBar;

use super::installningar::Adress;
use super::lager::{Adressat, Databas};
use super::lagerfel::explain;
use super::{Kommandofel, Utfall, visa};

/// Flytta ett register med dess historik till en annan databas / Move a register with its history to another database
///
/// Källan läses som den var när flytten började och ändras inte; det som skrivs i den därefter följer inte med, så stoppa
/// servern först. Målet ska vara tomt. Allt flyttas eller inget, med nummer och händelser; antal och kontrollsummor
/// jämförs. Kör igen för att jämföra, eller efter ett avbrott. Nyckelfilen flyttas inte, och behövs inte.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam flytta sqlite:finsam.db postgres://finsam@localhost/finsam\n  finsam flytta postgres://finsam@localhost/finsam sqlite:kopia.db --nyckel finsam.nyckel"
)]
pub struct Flytta {
    /// Varifrån: sqlite:FIL, postgres://…, eller fil:FIL med adressen i / From where; fil:FILE holds the address
    #[arg(value_name = "FRÅN")]
    fran: Adress,
    /// Vart: på samma sätt / To where: the same way
    #[arg(value_name = "TILL")]
    till: Adress,
    /// Fil med inställningar, se docs/DRIFT.md / File with settings
    #[arg(long, env = "FINSAM_CONFIG", value_name = "FIL")]
    config: Option<PathBuf>,
    /// Kontrollera först att registret är gjort med nyckeln i filen / Check first that the register was made with this key
    #[arg(long, env = "FINSAM_NYCKEL", value_name = "FIL")]
    nyckel: Option<PathBuf>,
}

impl Flytta {
    pub(super) async fn run(self) -> Utfall {
        let (fran, till) = (self.end(&self.fran), self.end(&self.till));
        if fran.address()? == till.address()? {
            return Err(Kommandofel::Bruk("FRÅN och TILL är samma / FROM and TO are the same".to_owned()));
        }
        let ring = fran.ring()?;
        let bar = visa::spinner();
        let mut last = "";
        let mut progress = |framsteg: Framsteg| tell(&bar, &mut last, framsteg);
        let moved = move_register(&place(&fran)?, &place(&till)?, ring.as_ref(), &mut progress).await;
        bar.finish_and_clear();
        judge(&moved.map_err(stopped)?)
    }

    /// One end of the move.
    fn end(&self, adress: &Adress) -> Databas {
        let (config, nyckel) = (self.config.clone(), self.nyckel.clone());
        match adress.0.strip_prefix("fil:") {
            Some(file) => Databas::of(config, None, Some(file.into()), nyckel),
            None => Databas::of(config, Some(adress.0.clone()), None, nyckel),
        }
    }
}

pub(super) fn place(end: &Databas) -> Result<Plats, Kommandofel> {
    Ok(match end.address()? {
        Adressat::Sqlite(file) => Plats::Sqlite(file),
        Adressat::Postgres(url) => Plats::Postgres(url, end.postgres()?),
    })
}

/// Where it is: on a terminal all the time, elsewhere once for each table.
fn tell(bar: &ProgressBar, last: &mut &'static str, framsteg: Framsteg) {
    let Framsteg { jamfor, tabell, rader } = framsteg;
    let what = if jamfor { "jämför / comparing" } else { "flyttar / moving" };
    if bar.is_hidden() && *last != tabell {
        visa::note(&format!("{what}: {tabell}"));
    }
    *last = tabell;
    bar.set_message(format!("{what}: {tabell}, {rader} rader / rows"));
}

/// Every table, and whether both sides have the same.
fn judge(moved: &Flyttning) -> Utfall {
    visa::line(&format!("{:<16} {:>12}  {}", "tabell / table", "rader / rows", "SHA-256"))?;
    moved.tabeller.iter().try_for_each(|tabell| visa::bytes(describe(tabell).as_bytes()))?;
    match (moved.redan, moved.is_equal()) {
        (false, true) => visa::line("Registret är flyttat. / The register has been moved."),
        (true, true) => visa::line(
            "Registret var redan flyttat, och allt är lika. / The register had been moved already, and all is equal.",
        ),
        (true, false) => Err(Kommandofel::Data(format!(
            "registret var redan flyttat, och något har skrivits efteråt; dessa tabeller skiljer: {0} / \
             the register had been moved already, and something has been written since; these tables differ: {0}",
            differing(moved)
        ))),
        (false, false) => Err(Kommandofel::Data(format!(
            "målet återgav inte det som skrevs, så inget behölls; dessa tabeller skiljer: {0} / \
             the target did not give back what was written, so nothing was kept; these tables differ: {0}",
            differing(moved)
        ))),
    }
}

fn describe(tabell: &Tabellsumma) -> String {
    let row =
        |namn: &str, summa: finsam_store::flytt::Summa| format!("{namn:<16} {:>12}  {}\n", summa.antal, summa.hex());
    if tabell.is_equal() {
        return row(tabell.tabell, tabell.fran);
    }
    format!(
        "{}{}",
        row(&format!("{} <", tabell.tabell), tabell.fran),
        row(&format!("{} >", tabell.tabell), tabell.till)
    )
}

fn differing(moved: &Flyttning) -> String {
    let names = moved.tabeller.iter().filter(|tabell| !tabell.is_equal()).map(|tabell| tabell.tabell);
    names.collect::<Vec<_>>().join(", ")
}

fn stopped(fel: Flyttfel) -> Kommandofel {
    match fel {
        Flyttfel::AnnatRegister => Kommandofel::Bruk(
            "i TILL står ett annat register, som är orört; ange en tom databas / \
             another register stands at TO and has not been touched; name an empty database"
                .to_owned(),
        ),
        Flyttfel::AnnanNyckel => Kommandofel::Bruk(
            "TILL är tom men har öppnats med en annan nyckel än registret; ange en ny databas / \
             TO is empty but has been opened with another key than the register; name a new database"
                .to_owned(),
        ),
        Flyttfel::Kalla(StoreError::HalfMoved) => Kommandofel::Bruk(
            "FRÅN är målet för en flytt som inte blev klar; flytta från dess källa / \
             FROM is the target of a move that was not finished; move from its source"
                .to_owned(),
        ),
        Flyttfel::Kalla(fel) => at("FRÅN / FROM", &fel),
        Flyttfel::Mal(fel) => at("TILL / TO", &fel),
    }
}

fn at(end: &str, fel: &StoreError) -> Kommandofel {
    Kommandofel::reach(end, explain(fel).unwrap_or_else(|| fel.to_string()))
}
