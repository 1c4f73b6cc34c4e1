//! A small world: two förbund, three insatser, and someone in every role.

use std::collections::BTreeMap;

use finsam_client::{Client, Token};
use finsam_core::atkomst::Roll;
use finsam_core::forbund::{Forbund, Forbundsuppgift};
use finsam_core::id::ForbundId;
use finsam_core::insats::{Insats, Insatsuppgift};
use finsam_core::part::PartKod;
use serde_json::json;

use crate::{Ra, Server};

/// Who calls.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Vem {
    /// The system administrator.
    System,
    /// The administrator of Härnösand-Timrå.
    Forbund,
    /// One who answers for the insatser of Härnösand-Timrå.
    Insats,
    /// One who answers for participants of Härnösands kommun in the first insats.
    Deltagar,
    /// The system of Härnösands kommun.
    Part,
    /// The system of Timrå kommun, in the same förbund.
    Timra,
    /// The system of Göteborgs kommun, in neither förbund.
    Utanfor,
    /// One who sees national statistics.
    Nationell,
    /// One who reviews the access log.
    Logg,
}

impl Vem {
    /// Everyone.
    pub const ALLA: [Self; 9] = [
        Self::System,
        Self::Forbund,
        Self::Insats,
        Self::Deltagar,
        Self::Part,
        Self::Timra,
        Self::Utanfor,
        Self::Nationell,
        Self::Logg,
    ];
}

/// A server with something in it.
#[derive(Debug)]
pub struct Varld {
    /// The server.
    pub server: Server,
    /// Härnösand-Timrå, from 2014.
    pub forbund: Forbund,
    /// Another förbund, Sundsvall, from 2014.
    pub annat: Forbund,
    /// An insats of Härnösand-Timrå followed by persons, from 2014; Härnösand calls it `i-1`, Timrå too.
    pub insats: Insats,
    /// An insats of Härnösand-Timrå followed by counts, from 2014.
    pub antalsinsats: Insats,
    /// An insats of the other förbund, followed by persons.
    pub annan_insats: Insats,
    keys: BTreeMap<Vem, String>,
}

/// What is said of a förbund with both agencies, region 22 and these kommuner.
#[must_use]
pub fn forbund(namn: &str, kommuner: &[&str]) -> Forbundsuppgift {
    let mut medlemmar = vec!["forsakringskassan".to_owned(), "arbetsformedlingen".to_owned(), "region:22".to_owned()];
    medlemmar.extend(kommuner.iter().map(|kommun| format!("kommun:{kommun}")));
    let medlemmar: Vec<_> = medlemmar.iter().map(|part| json!({"part": part, "fran": "2014-01-01"})).collect();
    let omrade: Vec<_> = kommuner.iter().map(|kommun| json!({"kommunkod": kommun})).collect();
    let sate = kommuner.first().unwrap();
    let value = json!({"namn": namn, "sate": sate, "bildat": "2014-01-01", "medlemmar": medlemmar, "omrade": omrade});
    serde_json::from_value(value).unwrap()
}

/// What is said of an insats from 2014, followed by `personuppgifter` or by `antal`.
#[must_use]
pub fn insats(forbund: ForbundId, namn: &str, metod: &str) -> Insatsuppgift {
    let value = json!({
        "forbundId": forbund, "namn": namn, "inriktning": "individ", "typ": "rehabilitering_arbete_utbildning",
        "uppfoljningsmetod": metod, "startdatum": "2014-01-01", "parter": ["kommun:2280"], "status": "pagaende",
    });
    serde_json::from_value(value).unwrap()
}

impl Varld {
    /// Makes it through the API, as those in it would.
    pub async fn new(server: Server) -> Self {
        let part = |kod: &str| Some(kod.parse::<PartKod>().unwrap());
        let mut keys = BTreeMap::new();
        keys.insert(Vem::System, server.key(Roll::Systemadministrator, None, None, vec![]).await);
        let system = server.client(Some(Token::new(&keys[&Vem::System]).unwrap()));
        let own = forbund("Samordningsförbundet Härnösand-Timrå", &["2280", "2262"]);
        let own = system.forbund().create(&own, None).await.unwrap();
        let annat = system.forbund().create(&forbund("Samordningsförbundet Sundsvall", &["2281"]), None).await.unwrap();
        let mut uppgift = insats(own.id, "Vägen vidare", "personuppgifter");
        uppgift.nycklar = serde_json::from_value(json!([
            {"part": "kommun:2280", "kallsystem": "treserva", "nyckel": "i-1"},
            {"part": "kommun:2262", "kallsystem": "treserva", "nyckel": "i-1"},
        ]))
        .unwrap();
        let first = system.insatser().create(&uppgift, None).await.unwrap();
        let counted = system.insatser().create(&insats(own.id, "Öppna dörren", "antal"), None).await.unwrap();
        let other = insats(annat.id, "Sundsvall framåt", "personuppgifter");
        let other = system.insatser().create(&other, None).await.unwrap();
        let both = vec![first.id, counted.id];
        for (vem, key) in [
            (Vem::Forbund, server.key(Roll::Forbundsadministrator, None, Some(own.id), vec![]).await),
            (Vem::Insats, server.key(Roll::Insatsansvarig, None, Some(own.id), both).await),
            (Vem::Deltagar, server.key(Roll::Deltagaransvarig, part("kommun:2280"), None, vec![first.id]).await),
            (Vem::Part, server.key(Roll::Partssystem, part("kommun:2280"), None, vec![]).await),
            (Vem::Timra, server.key(Roll::Partssystem, part("kommun:2262"), None, vec![]).await),
            (Vem::Utanfor, server.key(Roll::Partssystem, part("kommun:1480"), None, vec![]).await),
            (Vem::Nationell, server.key(Roll::Nationell, None, None, vec![]).await),
            (Vem::Logg, server.key(Roll::Loggranskare, None, None, vec![]).await),
        ] {
            keys.insert(vem, key);
        }
        Self { server, forbund: own, annat, insats: first, antalsinsats: counted, annan_insats: other, keys }
    }

    /// The key of someone.
    #[must_use]
    pub fn key(&self, vem: Vem) -> &str {
        &self.keys[&vem]
    }

    /// The same as the client takes it.
    #[must_use]
    pub fn token(&self, vem: Vem) -> Token {
        Token::new(self.key(vem)).unwrap()
    }

    /// The client of someone.
    #[must_use]
    pub fn client(&self, vem: Vem) -> Client {
        self.server.client(Some(self.token(vem)))
    }

    /// Plain HTTP with the key of someone.
    #[must_use]
    pub fn raw(&self, vem: Vem) -> Ra {
        self.server.raw(Some(self.key(vem)))
    }

    /// The same world, its server ended in order and started again.
    pub async fn restart(self) -> Self {
        Self { server: self.server.restart().await, ..self }
    }

    /// The same world, its server killed and started again.
    pub async fn kill_and_restart(self) -> Self {
        Self { server: self.server.kill_and_restart().await, ..self }
    }
}
