//! The file that names the issuers: whose tokens are taken, for what, and how far.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;
use std::path::{Path, PathBuf};

use chrono::TimeDelta;
use finsam_core::atkomst::{Roll, Synfalt};
use finsam_core::id::ForbundId;
use finsam_core::part::PartKod;
use serde::Deserialize;

use super::ansprak::KLOCKSKILLNAD;

/// The most that clocks may differ.
const STORST_SKILLNAD: u32 = 600;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Fil {
    utfardare: Vec<Uppgift>,
}

/// An issuer.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Uppgift {
    /// What it is called in logs: a-z, 0-9 and -.
    pub namn: String,
    /// Its `iss`.
    pub issuer: String,
    /// The `aud` that a token for this server has.
    pub audience: String,
    /// Where its keys are: a URL,
    pub jwks_url: Option<String>,
    /// or a file.
    pub jwks_fil: Option<PathBuf>,
    /// The scope that a token must have.
    #[serde(default = "scope")]
    pub scope: String,
    /// In which header the proxy puts the certificate of the client (RFC 9440, or percent-encoded PEM), for tokens that are
    /// bound to one. Without it no such token is taken.
    pub klientcertifikat_huvud: Option<String>,
    /// How far clocks may differ, in seconds.
    pub klockskillnad: Option<u32>,
    /// In which claims it says what the holder reaches.
    #[serde(default)]
    pub ansprak: Anspraksnamn,
    /// What it calls the roles, where that is not what they are called here.
    #[serde(default)]
    pub roller: BTreeMap<String, Roll>,
    /// What it may vouch for.
    pub tillat: Tillat,
}

fn scope() -> String {
    "finsam".to_owned()
}

/// In which claims an issuer says what the holder reaches.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Anspraksnamn {
    /// The role.
    pub roll: String,
    /// The part.
    pub part: String,
    /// The förbund.
    pub forbund: String,
    /// The insatser.
    pub insatser: String,
}

impl Default for Anspraksnamn {
    fn default() -> Self {
        let [roll, part, forbund, insatser] =
            ["finsam_roll", "finsam_part", "finsam_forbund", "finsam_insatser"].map(ToOwned::to_owned);
        Self { roll, part, forbund, insatser }
    }
}

/// What an issuer may vouch for: a kommun's does not speak for another kommun.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tillat {
    /// These roles.
    pub roller: BTreeSet<Roll>,
    /// These parts.
    #[serde(default)]
    pub parter: Vilka<PartKod>,
    /// These förbund.
    #[serde(default)]
    pub forbund: Vilka<ForbundId>,
}

/// Some, or all.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(untagged)]
pub enum Vilka<T> {
    /// Those named.
    Dessa(Vec<T>),
    /// The word `alla`.
    Alla(Alla),
}

/// The word `alla`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum Alla {
    /// It.
    #[serde(rename = "alla")]
    Alla,
}

impl<T> Default for Vilka<T> {
    fn default() -> Self {
        Self::Dessa(Vec::new())
    }
}

impl<T: PartialEq> Vilka<T> {
    fn has(&self, one: &T) -> bool {
        match self {
            Self::Dessa(all) => all.contains(one),
            Self::Alla(Alla::Alla) => true,
        }
    }

    fn is_none(&self) -> bool {
        matches!(self, Self::Dessa(all) if all.is_empty())
    }
}

impl Tillat {
    /// Whether the issuer may vouch for it; what it may not.
    pub(super) fn check(&self, synfalt: &Synfalt) -> Result<(), &'static str> {
        if !self.roller.contains(&synfalt.roll) {
            return Err("roll");
        }
        if synfalt.part.is_some_and(|part| !self.parter.has(&part)) {
            return Err("part");
        }
        // Of a förbund the insatser are; without one they could be anybody's.
        let forbund = match synfalt.forbund {
            Some(forbund) => self.forbund.has(&forbund),
            None => !synfalt.roll.acts_for_forbund() || matches!(self.forbund, Vilka::Alla(_)),
        };
        if synfalt.roll.acts_for_forbund() && !forbund { Err("forbund") } else { Ok(()) }
    }
}

/// Reads the file.
///
/// # Errors
/// What is wrong with it, all of it, in Swedish and English.
pub(super) fn read(path: &Path) -> Result<Vec<Uppgift>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    let fil: Fil = toml::from_str(&text).map_err(|error| error.to_string())?;
    let folder = path.parent().unwrap_or(Path::new(""));
    let mut faults = Vec::new();
    let mut named: BTreeSet<&str> = BTreeSet::new();
    for uppgift in &fil.utfardare {
        faults.extend(uppgift.faults().iter().map(|fault| format!("{}: {fault}", uppgift.namn)));
        for name in [&uppgift.namn, &uppgift.issuer] {
            if !named.insert(name) {
                faults.push(format!("{name}: står två gånger / stands twice"));
            }
        }
    }
    if fil.utfardare.is_empty() {
        faults.push("utfardare: ingen / none".to_owned());
    }
    if !faults.is_empty() {
        return Err(faults.join("\n        "));
    }
    let beside = |uppgift: Uppgift| Uppgift { jwks_fil: uppgift.jwks_fil.map(|file| folder.join(file)), ..uppgift };
    Ok(fil.utfardare.into_iter().map(beside).collect())
}

impl Uppgift {
    /// How far clocks may differ.
    pub(super) fn klockskillnad(&self) -> TimeDelta {
        self.klockskillnad.map_or(KLOCKSKILLNAD, |seconds| TimeDelta::seconds(seconds.into()))
    }

    fn faults(&self) -> Vec<String> {
        let named = |text: &str| text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-');
        let printed = |text: &str| !text.is_empty() && text.bytes().all(|b| b.is_ascii_graphic() && b != b'"');
        let of_part = self.tillat.roller.iter().any(|roll| roll.acts_for_part());
        let of_forbund = self.tillat.roller.iter().any(|roll| roll.acts_for_forbund());
        let checks = [
            (self.namn.is_empty() || !named(&self.namn), "namn: a-z, 0-9, -"),
            (!printed(&self.scope), "scope: ett ord / one word"),
            (self.issuer.is_empty(), "issuer: saknas / is missing"),
            (self.audience.is_empty(), "audience: saknas / is missing"),
            (
                self.jwks_url.is_some() == self.jwks_fil.is_some(),
                "ange en av jwks_url och jwks_fil / name one of jwks_url and jwks_fil",
            ),
            (
                self.jwks_url.as_deref().is_some_and(|url| !is_safe(url)),
                "jwks_url: https, utom till den egna maskinen / https, except to this machine",
            ),
            (self.klockskillnad.is_some_and(|skew| skew > STORST_SKILLNAD), "klockskillnad: 0-600"),
            (self.tillat.roller.is_empty(), "tillat.roller: minst en / at least one"),
            (
                of_part && self.tillat.parter.is_none(),
                "tillat.parter: de parter som den får intyga, eller \"alla\" / the parts that it may vouch for, or \"alla\"",
            ),
            (
                of_forbund && self.tillat.forbund.is_none(),
                "tillat.forbund: de förbund som den får intyga, eller \"alla\" / the förbund that it may vouch for, or \"alla\"",
            ),
        ];
        checks.into_iter().filter(|(is_wrong, _)| *is_wrong).map(|(_, fault)| fault.to_owned()).collect()
    }
}

/// Whether keys that come from there are the issuer's: over TLS, or without leaving this machine.
fn is_safe(url: &str) -> bool {
    let Ok(url) = reqwest::Url::parse(url) else { return false };
    url.scheme() == "https" || (url.scheme() == "http" && is_here(&url))
}

/// Whether a URL leads to this machine by the name of its address.
pub(super) fn is_here(url: &reqwest::Url) -> bool {
    let host = url.host_str().unwrap_or_default().trim_matches(['[', ']']);
    host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback())
}
