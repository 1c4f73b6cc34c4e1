//! `finsam avstam`.

mod fil;

use std::collections::BTreeMap;
use std::path::PathBuf;

use clap::Args;
use finsam_client::{Client, Insatsfraga, Omfangsfraga, TryStreamExt};
use finsam_core::avstamning::{ALGORITM, Omfangsskillnad, Postskillnad, compare, differing};
use finsam_core::id::InsatsId;
use finsam_core::part::PartKod;
use finsam_core::protokoll::{Kontrollsumma, Omfang, Omfangssumma};

use super::mot::{Mal, failed};
use super::validera::format_of;
use super::{Kommandofel, Utfall, visa};
use crate::klocka::{Klocka, Systemklocka};
use fil::{Insatsnycklar, Postfil, Urval};

/// Jämför en fil med registret / Compare a file with the register
///
/// Räknar kontrollsummor över filens poster och jämför med registrets, omfång för omfång: källsystem, insats och
/// startdatums år. Där de skiljer sig jämförs nyckel för nyckel. Inga poster skickas. Slutar med 0 när allt är lika och 1
/// när något skiljer sig. Hur summorna räknas står i docs/AVSTAMNING.md.
///
/// Takes checksums over the records of the file and compares them with the register's, scope by scope. No record is sent.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam avstam poster.ndjson --mot https://finsam.example.org --token-fil partssystem.token\n  finsam avstam poster.csv --ar 2014 --database sqlite:finsam.db --part kommun:2280 --sandlada"
)]
pub struct Avstam {
    /// Filen: .ndjson, .json eller .csv / The file
    fil: PathBuf,
    /// Bara det källsystemet; annars de som står i filen / Only this system, else those that stand in the file
    #[arg(long, value_name = "NAMN")]
    kallsystem: Option<String>,
    /// Bara insatsen / Only this insats
    #[arg(long, value_name = "ID")]
    insats: Option<InsatsId>,
    /// Bara deltaganden som börjar det året / Only participations that begin in this calendar year
    #[arg(long)]
    ar: Option<i32>,
    #[command(flatten)]
    mal: Mal,
}

/// How many keys differ, and how.
#[derive(Default)]
struct Summa {
    saknas_dar: u64,
    saknas_har: u64,
    olika: u64,
}

impl Avstam {
    pub(super) async fn run(self) -> Utfall {
        self.mal.roll()?;
        let format = format_of(&self.fil)?;
        let urval = Urval { kallsystem: self.kallsystem, insats: self.insats, ar: self.ar };
        let mut fil = Postfil::open(self.fil, format, urval, Systemklocka.today())?;
        let anslutning = self.mal.connect().await?;
        let compared = compare_all(&anslutning.client, &mut fil).await;
        anslutning.stop().await;
        compared
    }
}

async fn compare_all(client: &Client, fil: &mut Postfil) -> Utfall {
    let Urval { kallsystem, insats, ar } = fil.urval.clone();
    let asked = Omfangsfraga { kallsystem, insats, ar };
    let svar = client.kontrollsummor().get(asked).await.map_err(failed)?;
    if svar.algoritm != ALGORITM {
        let text =
            format!("servern räknar som {}, programmet som {ALGORITM} / the server counts otherwise", svar.algoritm);
        return Err(Kommandofel::Bruk(text));
    }
    fil.nycklar = keys_of(client, svar.part).await?;
    let har = fil.sum_up()?;
    let dar: Vec<Omfangssumma> = svar.poster.into_iter().filter(|post| fil.concerns(&post.omfang)).collect();
    let skilda = differing(&har.poster(), &dar);
    let mut poster = fil.keys(skilda.iter().map(|skild| &skild.omfang))?;
    let mut summa = Summa::default();
    for skild in &skilda {
        show(client, skild, poster.remove(&skild.omfang).unwrap_or_default(), &mut summa).await?;
    }
    tell(skilda.len(), &summa, fil.felaktiga)
}

/// What the part's own systems call the insatser.
async fn keys_of(client: &Client, part: PartKod) -> Result<Insatsnycklar, Kommandofel> {
    let mut nycklar = BTreeMap::new();
    let mut insatser = client.insatser().stream(Insatsfraga::default());
    while let Some(insats) = insatser.try_next().await.map_err(failed)? {
        let own = insats.uppgift.nycklar.into_iter().filter(|nyckel| nyckel.part == part);
        nycklar.extend(own.map(|nyckel| ((nyckel.kallsystem, nyckel.nyckel), insats.id)));
    }
    Ok(nycklar)
}

/// Tells which keys of a scope differ.
async fn show(
    client: &Client,
    skild: &Omfangsskillnad,
    har: BTreeMap<String, Kontrollsumma>,
    summa: &mut Summa,
) -> Utfall {
    let Omfang { kallsystem, insats_id, ar } = &skild.omfang;
    visa::line(&format!("{kallsystem} {insats_id} {ar}: {} här, {} där", skild.har, skild.dar))?;
    let mut dar = BTreeMap::new();
    let mut keys = client.kontrollsummor().stream(skild.omfang.clone());
    while let Some(post) = keys.try_next().await.map_err(failed)? {
        dar.insert(post.nyckel, post.kontrollsumma);
    }
    for (nyckel, skillnad) in compare(&har, &dar) {
        let (word, count) = match skillnad {
            Postskillnad::SaknasDar => ("saknas där", &mut summa.saknas_dar),
            Postskillnad::SaknasHar => ("saknas här", &mut summa.saknas_har),
            Postskillnad::Olika => ("olika     ", &mut summa.olika),
        };
        *count += 1;
        visa::line(&format!("  {word}  {nyckel}"))?;
    }
    Ok(())
}

fn tell(omfang: usize, summa: &Summa, felaktiga: u64) -> Utfall {
    let Summa { saknas_dar, saknas_har, olika } = summa;
    let nycklar = saknas_dar + saknas_har + olika;
    visa::line(&format!(
        "{omfang} omfång skiljer sig, {nycklar} nycklar: {saknas_dar} saknas där, {saknas_har} saknas här, {olika} olika"
    ))?;
    if felaktiga > 0 {
        visa::line(&format!("{felaktiga} poster i filen går inte att jämföra"))?;
    }
    if omfang == 0 && felaktiga == 0 {
        return Ok(());
    }
    Err(Kommandofel::Data("filen och registret skiljer sig / the file and the register differ".to_owned()))
}
