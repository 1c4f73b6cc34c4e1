//! The settings: each is given on the command line, in the environment or in a file, read in that order.
//!
//! A setting has one name in three forms: `--postgres-vanta`, `FINSAM_POSTGRES_VANTA` and, in the file,
//! `postgres_vanta`. All of them stand in `deploy/finsam.toml` and in `docs/DRIFT.md`, which tests compare with this.

mod fil;
#[cfg(test)]
mod tests;
mod varden;

use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::time::Duration;

use clap::Args;
use clap::builder::BoolishValueParser;
use finsam_store::{Nyckelring, postgres, sqlite};
use serde::Deserialize;

use super::Kommandofel;
use super::logg::Loggform;
use super::serve::TROSKEL_U32;
use super::server::Tlsfiler;
use crate::app::Tider;
use crate::kontrollpunkt::Vakt;
use crate::skydd::Skydd;
use crate::utfardare::Utfardare;
use crate::{flode, oversikt, webhook};
pub use varden::{Adress, Antal, Tid, Tillatna, Ursprungen};

/// Enough for fifteen gigabytes from a quick disk.
const GRANSKNING: Duration = Duration::from_secs(30);
/// A key is withdrawn by hand: the command and the one who sees to it take as long.
const TOKENMINNE: Duration = Duration::from_secs(5);

/// How often a checkpoint is written.
const KONTROLLPUNKTSTID: Duration = Duration::from_secs(60);

/// Makes the groups of settings, and the file that may hold all of them.
macro_rules! installningar {
    ($($(#[$group_attr:meta])* $group:ident { $($(#[$attr:meta])* $namn:ident: $typ:ty,)+ })+) => {
        $(
            $(#[$group_attr])*
            #[derive(Debug, Clone, Default, Args)]
            pub struct $group { $($(#[$attr])* pub $namn: Option<$typ>,)+ }

            impl $group {
                /// Takes from the file what is not said otherwise.
                #[must_use]
                pub fn or(self, fil: &Fil) -> Self {
                    Self { $($namn: self.$namn.or_else(|| fil.$namn.clone()),)+ }
                }
            }
        )+

        /// The settings of a file.
        #[derive(Debug, Clone, Default, PartialEq, Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct Fil { $($(pub $namn: Option<$typ>,)+)+ }

        /// The names of all settings.
        #[cfg(test)]
        const NAMN: &[&str] = &[$($(stringify!($namn)),+),+];
    };
}

installningar! {
    /// How the register is reached.
    Registerval {
        /// Registret: sqlite:FIL eller postgres://ANVÄNDARE@VÄRD/DATABAS / The register: sqlite:FILE or postgres://USER@HOST/DATABASE
        #[arg(long, env = "FINSAM_DATABASE", value_name = "URL", hide_env_values = true)]
        database: Adress,
        /// Fil med registrets adress, så att lösenordet inte syns / File with the address of the register, so that its password is not seen
        #[arg(long, env = "FINSAM_DATABASE_FIL", value_name = "FIL")]
        database_fil: PathBuf,
        /// Fil med registrets nycklar, se finsam nycklar / File with the keys of the register, see finsam nycklar
        #[arg(long, env = "FINSAM_NYCKEL", value_name = "FIL")]
        nyckel: PathBuf,
        /// Anslutningar till PostgreSQL [16] / Connections to PostgreSQL
        #[arg(long, env = "FINSAM_POSTGRES_ANSLUTNINGAR", value_name = "N", help_heading = "PostgreSQL", hide_short_help = true)]
        postgres_anslutningar: Antal<1, 1_000>,
        /// Hur länge en ledig anslutning väntas på [10s] / How long a free connection is waited for
        #[arg(long, env = "FINSAM_POSTGRES_VANTA", value_name = "TID", help_heading = "PostgreSQL", hide_short_help = true)]
        postgres_vanta: Tid<1>,
        /// Hur länge det får ta att ansluta [5s] / How long connecting may take
        #[arg(long, env = "FINSAM_POSTGRES_ANSLUT", value_name = "TID", help_heading = "PostgreSQL", hide_short_help = true)]
        postgres_anslut: Tid<1>,
        /// Hur länge ett lås väntas på [10s] / How long a lock is waited for
        #[arg(long, env = "FINSAM_POSTGRES_LAS", value_name = "TID", help_heading = "PostgreSQL", hide_short_help = true)]
        postgres_las: Tid<1>,
        /// Hur länge en sats får ta [2m] / How long a statement may take
        #[arg(long, env = "FINSAM_POSTGRES_SATS", value_name = "TID", help_heading = "PostgreSQL", hide_short_help = true)]
        postgres_sats: Tid<1>,
        /// Hur länge en session får vara tyst [30s] / How long a session may be silent
        #[arg(long, env = "FINSAM_POSTGRES_VILA", value_name = "TID", help_heading = "PostgreSQL", hide_short_help = true)]
        postgres_vila: Tid<1>,
        /// Förberedda satser; false genom PgBouncer före 1.21 [true] / Prepared statements; false through PgBouncer before 1.21
        #[arg(long, env = "FINSAM_POSTGRES_FORBEREDDA", value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new(), help_heading = "PostgreSQL", hide_short_help = true)]
        postgres_forberedda: bool,
        /// Certifikat som får intyga servern, PEM [operativsystemets] / Certificates that may vouch for the server
        #[arg(long, env = "FINSAM_POSTGRES_CA", value_name = "FIL", help_heading = "PostgreSQL", hide_short_help = true)]
        postgres_ca: PathBuf,
        /// Läsare [4] / Readers
        #[arg(long, env = "FINSAM_SQLITE_LASARE", value_name = "N", help_heading = "SQLite", hide_short_help = true)]
        sqlite_lasare: Antal<1, 64>,
        /// Hur många som får vänta på att läsa, och på att skriva [1024] / How many may wait to read, and to write
        #[arg(long, env = "FINSAM_SQLITE_KO", value_name = "N", help_heading = "SQLite", hide_short_help = true)]
        sqlite_ko: Antal<1, 1_000_000>,
        /// Hur länge en annan process som skriver väntas på [10s] / How long another process that writes is waited for
        #[arg(long, env = "FINSAM_SQLITE_VANTA", value_name = "TID", help_heading = "SQLite", hide_short_help = true)]
        sqlite_vanta: Tid<1>,
        /// Hur länge en session får vara tyst [30s] / How long a session may be silent
        #[arg(long, env = "FINSAM_SQLITE_VILA", value_name = "TID", help_heading = "SQLite", hide_short_help = true)]
        sqlite_vila: Tid<1>,
        /// Hur länge den som är klar kan få vänta på andra, för en gemensam skrivning till disken [5ms] / How long one that is done may have to wait for others, to be committed together
        #[arg(long, env = "FINSAM_SQLITE_GRUPP", value_name = "TID", help_heading = "SQLite", hide_short_help = true)]
        sqlite_grupp: Tid<0>,
        /// Minne för filens sidor, MiB för skrivaren och en fjärdedel för varje läsare [64] / Memory for pages of the file, MiB for the writer and a quarter for each reader
        #[arg(long, env = "FINSAM_SQLITE_CACHE", value_name = "MIB", help_heading = "SQLite", hide_short_help = true)]
        sqlite_cache: Antal<1, 1_048_576>,
        /// Sök igenom filen efter skador innan servern startar [true] / Look through the file for damage before the server starts
        #[arg(long, env = "FINSAM_SQLITE_KONTROLL", value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new(), help_heading = "SQLite", hide_short_help = true)]
        sqlite_kontroll: bool,
    }
    /// How the server works.
    Serverval {
        /// Adress att lyssna på [127.0.0.1:8080] / Address to listen on
        #[arg(long, env = "FINSAM_LISTEN", value_name = "ADRESS")]
        listen: SocketAddr,
        /// Adress för mätvärden (Prometheus, /metrics) [ingen] / Address for metrics
        #[arg(long, env = "FINSAM_MATVARDEN", value_name = "ADRESS")]
        matvarden: SocketAddr,
        /// Ta bara emot testnummer och reservnummer [false] / Take only test numbers and reservnummer
        #[arg(long, env = "FINSAM_SANDLADA", value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
        sandlada: bool,
        /// Fil med fler testnummer, ett per rad / File with more test numbers, one a line
        #[arg(long, env = "FINSAM_TESTNUMMER", value_name = "FIL")]
        testnummer: PathBuf,
        /// Under detta döljs antal om människor, 0 döljer inget [5] / Below this counts about people are hidden
        #[arg(long, env = "FINSAM_ROJANDESKYDD", value_name = "N")]
        rojandeskydd: u32,
        /// Mapp där stora importer väntar, krypterade; en för varje process [bredvid registret] / Folder where large imports wait, sealed; one for each process
        #[arg(long, env = "FINSAM_SPOLE", value_name = "MAPP")]
        spole: PathBuf,
        /// Så många dagar finns ändringar kvar i ändringsflödet, 0 för alltid [90] / So many days changes are kept in the change feed, 0 for ever
        #[arg(long, env = "FINSAM_ANDRINGAR_DAGAR", value_name = "N")]
        andringar_dagar: Antal<0, 36_500>,
        /// Hur många som får vänta på ändringsflödet samtidigt [500] / How many may wait for the change feed at the same time
        #[arg(long, env = "FINSAM_ANDRINGAR_VANTANDE", value_name = "N", hide_short_help = true)]
        andringar_vantande: Antal<0, 1_000_000>,
        /// Nät (10.20.0.0/16) och värdar (namn:port) som webhookar får gå till fast de hör till serverns eget nät, med komma emellan / Networks and hosts that webhooks may go to though they are on the server's own network
        #[arg(long, env = "FINSAM_WEBHOOK_TILLAT", value_name = "LISTA")]
        webhook_tillat: Tillatna,
        /// Låt webhookar gå utan TLS; bara i sandlådan [false] / Let webhooks go without TLS; in the sandbox only
        #[arg(long, env = "FINSAM_WEBHOOK_HTTP", value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new(), hide_short_help = true)]
        webhook_http: bool,
        /// Fil med servercertifikatet och dess kedja, PEM: servern talar TLS [ingen] / File with the server's certificate and its chain: the server speaks TLS
        #[arg(long, env = "FINSAM_TLS_CERT", value_name = "FIL")]
        tls_cert: PathBuf,
        /// Fil med certifikatets privata nyckel, PEM / File with the private key of the certificate
        #[arg(long, env = "FINSAM_TLS_NYCKEL", value_name = "FIL")]
        tls_nyckel: PathBuf,
        /// Fil med utfärdare av token (OAuth 2.0), TOML [ingen] / File with issuers of tokens
        #[arg(long, env = "FINSAM_UTFARDARE", value_name = "FIL")]
        utfardare: PathBuf,
        /// Hur många sekunder en nyckel gäller utan att registret frågas igen, så länge som högst efter att den återkallats [5] / For how many seconds a key holds without asking the register again
        #[arg(long, env = "FINSAM_TOKEN_MINNE", value_name = "N", hide_short_help = true)]
        token_minne: Antal<0, 60>,
        /// Hur många anrop i minuten en nyckel får göra, 0 hur många som helst [0] / How many requests a minute a key may make
        #[arg(long, env = "FINSAM_ANROP_PER_MINUT", value_name = "N")]
        anrop_per_minut: Antal<0, 1_000_000>,
        /// Webbplatser (https://namn) vars sidor får anropa API:et, med komma emellan [inga] / Sites whose pages may call the API
        #[arg(long, env = "FINSAM_CORS", value_name = "LISTA", hide_short_help = true)]
        cors: Ursprungen,
        /// Visa landets siffror på översiktssidorna för vem som helst [false] / Show the country's figures on the overview pages to anybody
        #[arg(long, env = "FINSAM_OPPEN_OVERSIKT", value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new())]
        oppen_oversikt: bool,
        /// Översiktssidornas kaka skickas bara över TLS [false]; true där listen nås utifrån / The cookie of the overview pages is sent over TLS alone
        #[arg(long, env = "FINSAM_SAKER_KAKA", value_name = "true|false", num_args = 0..=1, require_equals = true, default_missing_value = "true", value_parser = BoolishValueParser::new(), hide_short_help = true)]
        saker_kaka: bool,
        /// Vem som ansvarar för översiktssidorna [ingen] / Who answers for the overview pages
        #[arg(long, env = "FINSAM_ANSVARIG", value_name = "NAMN", hide_short_help = true)]
        ansvarig: String,
        /// E-post till den som ansvarar för översiktssidorna [ingen] / Its address for mail
        #[arg(long, env = "FINSAM_KONTAKT_EPOST", value_name = "ADRESS", hide_short_help = true)]
        kontakt_epost: String,
        /// Telefon till den som ansvarar för översiktssidorna [ingen] / Its telephone
        #[arg(long, env = "FINSAM_KONTAKT_TELEFON", value_name = "NUMMER", hide_short_help = true)]
        kontakt_telefon: String,
        /// Fil som åtkomstloggens kontrollpunkter läggs till i; en för varje process [ingen] / File that checkpoints of the access log are added to; one for each process
        #[arg(long, env = "FINSAM_KONTROLLPUNKTER", value_name = "FIL")]
        kontrollpunkter: PathBuf,
        /// Hur ofta en kontrollpunkt skrivs [1m] / How often a checkpoint is written
        #[arg(long, env = "FINSAM_KONTROLLPUNKTSTID", value_name = "TID", hide_short_help = true)]
        kontrollpunktstid: Tid<10>,
        /// Vad som loggas: error, warn, info, debug, trace, eller ett filter [info] / What is logged
        #[arg(long, env = "FINSAM_LOGG", value_name = "FILTER")]
        logg: String,
        /// Loggens form: text eller json [text] / The form of the log
        #[arg(long, env = "FINSAM_LOGGFORM", value_name = "FORM")]
        loggform: Loggform,
        /// Hur länge en anslutning väntar på hela huvudet till nästa anrop [30s] / How long a connection waits for the whole head of the next request
        #[arg(long, env = "FINSAM_TID_HUVUD", value_name = "TID", help_heading = "Tider", hide_short_help = true)]
        tid_huvud: Tid<10>,
        /// Hur länge den andra änden får vara tyst mitt i ett innehåll eller ett svar [30s] / How long the other end may be silent in the midst of a body or an answer
        #[arg(long, env = "FINSAM_TID_TYSTNAD", value_name = "TID", help_heading = "Tider", hide_short_help = true)]
        tid_tystnad: Tid<10>,
        /// Hur länge ett innehåll får ta på sig att komma [1h] / How long a body may take to come
        #[arg(long, env = "FINSAM_TID_KROPP", value_name = "TID", help_heading = "Tider", hide_short_help = true)]
        tid_kropp: Tid<10>,
        /// Från anropets slut till svaret [5m] / From the end of a request to its answer
        #[arg(long, env = "FINSAM_TID_ANROP", value_name = "TID", help_heading = "Tider", hide_short_help = true)]
        tid_anrop: Tid<10>,
        /// Hur länge /readyz svarar 503 innan servern slutar lyssna [0s] / How long /readyz answers 503 before the server stops listening
        #[arg(long, env = "FINSAM_DRAIN_VANTA", value_name = "TID", help_heading = "Tider", hide_short_help = true)]
        drain_vanta: Tid<0>,
        /// Hur länge det som pågår får på sig att bli klart därefter [30s] / How long what is under way has to end after that
        #[arg(long, env = "FINSAM_AVSLUT", value_name = "TID", help_heading = "Tider", hide_short_help = true)]
        avslut: Tid<10>,
    }
}

impl Registerval {
    /// How PostgreSQL is reached.
    #[must_use]
    pub fn postgres(&self) -> postgres::Settings {
        let standard = postgres::Settings::default();
        let time = |set: Option<Tid<1>>, standard| set.map_or(standard, |time| time.0);
        postgres::Settings {
            connections: self.postgres_anslutningar.map_or(standard.connections, |number| number.0 as usize),
            wait: time(self.postgres_vanta, standard.wait),
            connect: time(self.postgres_anslut, standard.connect),
            lock: time(self.postgres_las, standard.lock),
            statement: time(self.postgres_sats, standard.statement),
            idle: time(self.postgres_vila, standard.idle),
            prepared: self.postgres_forberedda.unwrap_or(standard.prepared),
            ca: self.postgres_ca.clone().or(standard.ca),
        }
    }

    /// How a SQLite file is opened.
    #[must_use]
    pub fn sqlite(&self) -> sqlite::Settings {
        let standard = sqlite::Settings::default();
        sqlite::Settings {
            readers: self.sqlite_lasare.map_or(standard.readers, |number| number.0 as usize),
            queue: self.sqlite_ko.map_or(standard.queue, |number| number.0 as usize),
            idle: self.sqlite_vila.map_or(standard.idle, |time| time.0),
            group: self.sqlite_grupp.map_or(standard.group, |time| time.0),
            busy: self.sqlite_vanta.map_or(standard.busy, |time| time.0),
            cache_kib: self.sqlite_cache.map_or(standard.cache_kib, |mib| mib.0 * 1_024),
            check: None,
        }
    }

    /// How long a SQLite file is looked through before it is served.
    #[must_use]
    pub fn granskning(&self) -> Option<Duration> {
        self.sqlite_kontroll.unwrap_or(true).then_some(GRANSKNING)
    }
}

impl Serverval {
    /// Where it listens.
    #[must_use]
    pub fn listen(&self) -> SocketAddr {
        self.listen.unwrap_or_else(|| SocketAddr::from(([127, 0, 0, 1], 8080)))
    }

    /// Below what counts about people are hidden.
    #[must_use]
    pub fn rojandeskydd(&self) -> u32 {
        self.rojandeskydd.unwrap_or(TROSKEL_U32)
    }

    /// How the change feed is kept and told of.
    ///
    /// # Errors
    /// When webhooks are to go without TLS outside a sandbox.
    pub fn andringar(&self) -> Result<flode::Installning, Kommandofel> {
        let standard = flode::Installning::default();
        let http = self.webhook_http.unwrap_or_default();
        if http && !self.sandlada.unwrap_or_default() {
            let fel = "webhook_http finns bara i sandlådan (--sandlada) / is for sandboxes only";
            return Err(Kommandofel::Bruk(fel.to_owned()));
        }
        let tillat = self.webhook_tillat.clone().map_or_else(Vec::new, |tillatna| tillatna.0);
        Ok(flode::Installning {
            vantande: self.andringar_vantande.map_or(standard.vantande, |number| number.0),
            dagar: self.andringar_dagar.map_or(standard.dagar, |number| Some(number.0).filter(|dagar| *dagar > 0)),
            webhook: webhook::Installning { tillat, http },
        })
    }

    /// Who is let in, how often, and from which pages.
    ///
    /// # Errors
    /// When the file of issuers cannot be read or has faults.
    pub fn skydd(&self) -> Result<Skydd, Kommandofel> {
        let utfardare = match &self.utfardare {
            Some(file) => {
                let told = |fel| Kommandofel::Bruk(format!("{}: {fel}", file.display()));
                Utfardare::read(file).map_err(told)?
            }
            None => Utfardare::default(),
        };
        Ok(Skydd {
            utfardare: Arc::new(utfardare),
            token_minne: self.token_minne.map_or(TOKENMINNE, |seconds| Duration::from_secs(seconds.0.into())),
            anrop_per_minut: self.anrop_per_minut.map(|antal| antal.0).filter(|antal| *antal > 0),
            ursprung: self.cors.clone().map_or_else(Vec::new, |cors| cors.0),
            tls: self.tls_cert.is_some(),
        })
    }

    /// The overview pages.
    #[must_use]
    pub fn oversikt(&self) -> oversikt::Installning {
        oversikt::Installning {
            oppen: self.oppen_oversikt.unwrap_or_default(),
            saker_kaka: self.saker_kaka.unwrap_or_else(|| !self.listen().ip().is_loopback()),
            kontakt: oversikt::Kontakt {
                ansvarig: self.ansvarig.clone(),
                epost: self.kontakt_epost.clone(),
                telefon: self.kontakt_telefon.clone(),
            },
        }
    }

    /// The files of the certificate and its key, where the server speaks TLS itself.
    ///
    /// # Errors
    /// When only one of them is named.
    pub fn tls(&self) -> Result<Option<Tlsfiler>, Kommandofel> {
        match (&self.tls_cert, &self.tls_nyckel) {
            (Some(cert), Some(nyckel)) => Ok(Some(Tlsfiler { cert: cert.clone(), nyckel: nyckel.clone() })),
            (None, None) => Ok(None),
            _ => Err(Kommandofel::Bruk(
                "tls_cert och tls_nyckel hör ihop: ange båda / tls_cert and tls_nyckel belong together: name both"
                    .to_owned(),
            )),
        }
    }

    /// Whoever writes checkpoints of the access log, where a file for them is named.
    ///
    /// # Errors
    /// When there is no key to sign them with, or the file cannot be written or has been altered.
    pub fn vakt(&self, ring: Option<&Nyckelring>) -> Result<Option<Vakt>, Kommandofel> {
        let Some(file) = &self.kontrollpunkter else { return Ok(None) };
        let ring = ring.ok_or_else(|| {
            Kommandofel::Bruk(
                "kontrollpunkter signeras med registrets nyckel: ange nyckel / \
                 checkpoints are signed with the key of the register: name nyckel"
                    .to_owned(),
            )
        })?;
        let takt = self.kontrollpunktstid.map_or(KONTROLLPUNKTSTID, |time| time.0);
        Vakt::open(file, ring, takt).map(Some).map_err(|fel| Kommandofel::reach("kontrollpunkter", fel))
    }

    /// How long things may take.
    #[must_use]
    pub fn tider(&self) -> Tider {
        let standard = Tider::default();
        let time = |set: Option<Tid<10>>, standard| set.map_or(standard, |time| time.0);
        Tider {
            huvud: time(self.tid_huvud, standard.huvud),
            tystnad: time(self.tid_tystnad, standard.tystnad),
            kropp: time(self.tid_kropp, standard.kropp),
            anrop: time(self.tid_anrop, standard.anrop),
        }
    }

    /// How it ends.
    #[must_use]
    pub fn avslut(&self) -> super::server::Avslut {
        let standard = super::server::Avslut::default();
        super::server::Avslut {
            vanta: self.drain_vanta.map_or(standard.vanta, |time| time.0),
            tid: self.avslut.map_or(standard.tid, |time| time.0),
        }
    }
}
