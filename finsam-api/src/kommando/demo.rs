//! `finsam demo`: the real förbund, Göteborg Nordost's counts and the made-up people and money of 2013 and 2014, in a
//! sandbox.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::Args;
use finsam_core::atkomst::Roll;
use finsam_core::deltagande::{Sammanhang, validate};
use finsam_core::forbund::Forbund;
use finsam_core::id::{DeltagandeId, ForbundId, InsatsId, TilldelningId};
use finsam_core::identitet::{Numrering, Testnummer};
use finsam_core::insats::Insats;
use finsam_core::part::PartKod;
use finsam_core::protokoll::Strategi;
use finsam_store::rum::{Aktuppgift, Skrivning, Skrivutfall, Villkor};
use finsam_store::{Aktor, Nyckelring, Store, UnitOfWork};
use uuid::Uuid;

use super::lager::{open, sandbox_ring, write_secret};
use super::serve::TROSKEL_U32;
use super::token::create;
use super::{Kommandofel, Utfall, logg, server, visa};
use crate::app::{App, Installning};
use crate::import::Register;
use crate::klocka::{Idkalla, Klocka, Systemklocka};
use crate::pahittat::{self, Marginaler, NORDOST, Pahittad, Pengar};
use crate::skydd::Skydd;
use crate::token::Bestallning;
use crate::{flode, oversikt};

/// The seed of the made-up people: the same demo everywhere.
const FRO: u64 = 2014;
/// The förbund whose roles the demo has keys for.
const HARNOSAND_TIMRA: &str = "Samordningsförbundet Härnösand-Timrå";
/// How many records are written in one round.
const OMGANG: usize = 2_000;

/// Prova Finsam: riktiga förbund, påhittade människor / Try Finsam: real förbund, made-up people
///
/// De 80 förbunden 2015, Göteborg Nordosts antal 2013 och en påhittad befolkning för 2013 och 2014 med insatser och pengar,
/// ur vilka de tryckta tabellerna 2-14 och 17 kommer ut. En nyckel per roll i MAPP/tokens. Sandlåda: bara testnummer.
#[derive(Debug, Args)]
#[command(
    after_help = "Exempel:\n  finsam demo\n  finsam demo --listen 127.0.0.1:9090 --data annan-mapp --rojandeskydd 0"
)]
pub struct Demo {
    /// Adress att lyssna på / Address to listen on
    #[arg(long, default_value = "127.0.0.1:8080")]
    listen: SocketAddr,
    /// Mapp för registret och nycklarna / Folder for the register and the keys
    #[arg(long, value_name = "MAPP", default_value = "demo-data")]
    data: PathBuf,
    /// Under detta döljs antal om människor, 0 döljer inget / Below this counts about people are hidden
    #[arg(long, value_name = "N", default_value_t = TROSKEL_U32)]
    rojandeskydd: u32,
}

impl Demo {
    pub(super) async fn run(self) -> Utfall {
        let omlasning = server::Omlasning::listen()?;
        logg::start();
        let listener = server::bind(self.listen).await?;
        let app = prepare(&self.data, self.rojandeskydd).await?;
        let address = format!("http://{}", self.listen);
        let token = self.data.join("tokens").join("partssystem.token");
        visa::line(&format!(
            "Finsam demo - sandlåda med påhittade människor / sandbox with made-up people\n\
             Översikt   {address}/\n\
             API        {address}/finsam/v1/api-info\n\
             Referens   {address}/docs/\n\
             Nycklar    {folder}/\n\
             Prova      curl -H \"Authorization: Bearer $(cat {token})\" \
             '{address}/finsam/v1/rapporter/forsorjning-fore-efter?ar=2014'",
            folder = self.data.join("tokens").display(),
            token = token.display(),
        ))?;
        server::serve(app, server::Dorr::open(listener), None, server::Avslut::default(), omlasning).await
    }
}

/// The demo's application over a register in a file in the folder.
async fn prepare(folder: &Path, rojandeskydd: u32) -> Result<App, Kommandofel> {
    std::fs::create_dir_all(folder).map_err(|error| Kommandofel::reach(&folder.display().to_string(), error))?;
    let ring = sandbox_ring(&folder.join("finsam.nyckel"))?;
    let store = open(&folder.join("finsam.db"), Some(ring.clone()))?;
    prepare_in(store, ring, folder, rojandeskydd).await
}

/// The demo's application over any register, which is filled when it is empty: that takes a few seconds. The keys of its
/// roles are put into the folder.
///
/// # Errors
/// When the folder cannot be written in or the register not be filled.
pub async fn prepare_in(
    store: Arc<dyn Store>,
    ring: Nyckelring,
    folder: &Path,
    rojandeskydd: u32,
) -> Result<App, Kommandofel> {
    let tokens = folder.join("tokens");
    std::fs::create_dir_all(&tokens).map_err(|error| Kommandofel::reach(&tokens.display().to_string(), error))?;
    let installning = Installning {
        numrering: Numrering::sandlada(Testnummer::default()),
        rojandeskydd,
        spole: folder.join("spole"),
        andringar: flode::Installning::default(),
        skydd: Skydd::default(),
        oversikt: oversikt::Installning { oppen: true, ..oversikt::Installning::default() },
    };
    let app = App::new(store, Arc::new(Systemklocka), installning, Some(ring));
    let empty = app.store.read().await.map_err(reach)?.handelser().last().await.map_err(reach)? == 0;
    if empty {
        fill(&app, &tokens).await?;
    }
    Ok(app)
}

fn reach(fel: impl std::fmt::Display) -> Kommandofel {
    Kommandofel::reach("--data", fel)
}

/// Everything in one transaction: a demo that was cut off is made anew.
async fn fill(app: &App, tokens: &Path) -> Utfall {
    let tid = Systemklocka.now();
    let ids = Idkalla::default();
    let aktor = Aktor {
        vem: "<demo>".to_owned(),
        roll: Roll::Systemadministrator.code().to_owned(),
        handling: "demo".to_owned(),
        anrop: ids.next(tid).to_string(),
        varfor: None,
        varifran: None,
        tid,
    };
    let mut unit = app.store.begin(aktor).await.map_err(reach)?;
    let mut forbund = Vec::new();
    for uppgift in pahittat::forbunden().map_err(reach)? {
        forbund.push(unit.forbund().insert(ForbundId(ids.next(tid)), uppgift).await.map_err(reach)?);
    }
    let mut ovriga = Vec::new();
    let nordost = named(&forbund, NORDOST)?;
    for insats in pahittat::nordost(nordost.id).map_err(reach)? {
        let id = InsatsId(ids.next(tid));
        unit.insatser().insert(id, insats.insats.clone()).await.map_err(reach)?;
        unit.antal().put(id, insats.antal).await.map_err(reach)?;
        ovriga.push(insats.insats);
    }
    let marginaler = Marginaler::printed().map_err(reach)?;
    let mut next = || InsatsId(ids.next(tid));
    let befolkning = pahittat::befolkning(&marginaler, FRO, &forbund, &ovriga, &mut next).map_err(reach)?;
    let mut insatser = Vec::new();
    for insats in befolkning.insatser {
        insatser.push(unit.insatser().insert(insats.id, insats.uppgift).await.map_err(reach)?);
    }
    let people = People { app, register: Register::of(&forbund, &insatser), ids: &ids };
    people.save(unit.as_mut(), befolkning.deltaganden).await?;
    for (insats, antal) in befolkning.antal {
        unit.antal().put(insats, antal).await.map_err(reach)?;
    }
    for one in befolkning.struktur {
        insatser.push(unit.insatser().insert(one.insats.id, one.insats.uppgift).await.map_err(reach)?);
        for natt in one.natt {
            unit.strukturdeltagande().put(one.insats.id, natt).await.map_err(reach)?;
        }
    }
    money(unit.as_mut(), pahittat::pengar(&marginaler, &forbund).map_err(reach)?, &mut || ids.next(tid)).await?;
    unit.commit().await.map_err(reach)?;
    keys(app, tokens, &forbund, &insatser).await
}

async fn money(unit: &mut dyn UnitOfWork, pengar: Pengar, next: &mut (dyn FnMut() -> Uuid + Send)) -> Utfall {
    for (ar, uppgift) in pengar.tilldelningar {
        unit.tilldelningar().put(TilldelningId(next()), ar, None, uppgift).await.map_err(reach)?;
    }
    for one in pengar.budgetar {
        unit.akter().put(one.forbund, None, Aktuppgift::Budget(one.ar, one.uppgift)).await.map_err(reach)?;
        unit.akter().set(one.forbund, one.ar, 1, one.faststalld).await.map_err(reach)?;
    }
    for (forbund, ar, uppgift) in pengar.utfall {
        unit.akter().put(forbund, None, Aktuppgift::Utfall(ar, uppgift)).await.map_err(reach)?;
    }
    Ok(())
}

fn named<'a>(forbund: &'a [Forbund], namn: &str) -> Result<&'a Forbund, Kommandofel> {
    forbund.iter().find(|forbund| forbund.uppgift.namn == namn).ok_or_else(|| reach(format!("{namn} saknas")))
}

/// Saves made-up people by the same rules as everybody else's.
struct People<'a> {
    app: &'a App,
    register: Register,
    ids: &'a Idkalla,
}

impl People<'_> {
    async fn save(&self, unit: &mut dyn UnitOfWork, deltaganden: Vec<Pahittad>) -> Utfall {
        let mut by_part: std::collections::BTreeMap<PartKod, Vec<Skrivning>> = std::collections::BTreeMap::new();
        for pahittad in deltaganden {
            let part = pahittad.part;
            by_part.entry(part).or_default().push(self.judge(pahittad)?);
        }
        for (part, skrivningar) in by_part {
            for round in skrivningar.chunks(OMGANG) {
                let outcomes = unit.deltaganden().save(part, Strategi::Skapa, round.to_vec()).await.map_err(reach)?;
                if !outcomes.iter().all(|outcome| matches!(outcome, Skrivutfall::Skapad { .. })) {
                    return Err(reach("en påhittad post kunde inte sparas"));
                }
            }
        }
        Ok(())
    }

    fn judge(&self, pahittad: Pahittad) -> Result<Skrivning, Kommandofel> {
        let Pahittad { part, nyckel, uppgift } = pahittad;
        let lage = self.register.find(part, &nyckel, &uppgift);
        let sammanhang = Sammanhang {
            part,
            idag: self.app.klocka.today(),
            numrering: &self.app.installning.numrering,
            insats: lage.map(|lage| (&lage.insats, &lage.forbund.uppgift)),
        };
        let codes = |found: Vec<finsam_core::regel::Avvikelse>| {
            found.iter().map(|a| a.kod.to_string()).collect::<Vec<_>>().join(" ")
        };
        let godkand = validate(uppgift, &sammanhang).map_err(|found| reach(codes(found)))?;
        let nytt_id = DeltagandeId(self.ids.next(self.app.klocka.now()));
        Ok(Skrivning { nyckel, godkand, nytt_id, villkor: Villkor::Inget })
    }
}

/// One key for each role: those of a förbund for Härnösand-Timrå, those of a part for its kommun.
async fn keys(app: &App, tokens: &Path, forbund: &[Forbund], insatser: &[Insats]) -> Utfall {
    let own = named(forbund, HARNOSAND_TIMRA)?;
    let part = Some("kommun:2280".parse::<PartKod>().map_err(reach)?);
    let own_insatser: Vec<InsatsId> =
        insatser.iter().filter(|insats| insats.uppgift.forbund_id == own.id).map(|insats| insats.id).collect();
    for roll in Roll::ALL {
        let narrow = matches!(roll, Roll::Insatsansvarig | Roll::Deltagaransvarig);
        let of_forbund = matches!(roll, Roll::Forbundsadministrator | Roll::Insatsansvarig);
        let bestallning = Bestallning {
            namn: format!("demo {roll}"),
            roll: *roll,
            part: part.filter(|_| roll.acts_for_part()),
            forbund: of_forbund.then_some(own.id),
            insatser: if narrow { own_insatser.clone() } else { Vec::new() },
            giltig_till: None,
        };
        let text = create(app.store.as_ref(), bestallning).await?;
        write_secret(&tokens.join(format!("{roll}.token")), text.reveal())?;
    }
    Ok(())
}
