//! What a token says: for whom, for how long, and what its holder may do.

use chrono::{DateTime, TimeDelta, Utc};
use finsam_core::atkomst::{Roll, Synfalt};
use finsam_core::identitet::looks_like_identity_number;
use serde::Deserialize;
use serde_json::{Map, Value};

use super::bunden::{self, Fingeravtryck};
use super::fel::Tokenfel;
use super::fil::Uppgift;

/// The claims of RFC 9068 that are judged, and all others as they stand.
#[derive(Deserialize)]
pub(super) struct Ansprak {
    pub(super) iss: String,
    pub(super) sub: Option<String>,
    aud: Option<EnEllerFlera>,
    exp: Option<f64>,
    nbf: Option<f64>,
    iat: Option<f64>,
    jti: Option<String>,
    client_id: Option<String>,
    scope: Option<String>,
    cnf: Option<Bindning>,
    #[serde(flatten)]
    ovriga: Map<String, Value>,
}

/// What its holder has to show beside it (RFC 7800).
#[derive(Deserialize)]
struct Bindning {
    /// A certificate (RFC 8705).
    #[serde(rename = "x5t#S256")]
    x5t: Option<String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum EnEllerFlera {
    En(String),
    Flera(Vec<String>),
}

impl EnEllerFlera {
    fn all(&self) -> &[String] {
        match self {
            Self::En(one) => std::slice::from_ref(one),
            Self::Flera(all) => all,
        }
    }
}

impl Ansprak {
    /// # Errors
    /// When it is no set of claims.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, Tokenfel> {
        serde_json::from_slice(bytes).map_err(|_| Tokenfel::Form)
    }

    /// Whether it is for this server and for now. Nothing of it is believed before its signature is.
    ///
    /// # Errors
    /// The first thing that is not so.
    pub(super) fn hold(&self, uppgift: &Uppgift, now: DateTime<Utc>) -> Result<(), Tokenfel> {
        if !self.aud.as_ref().is_some_and(|aud| aud.all().contains(&uppgift.audience)) {
            return Err(Tokenfel::Mottagare);
        }
        let skew = uppgift.klockskillnad();
        let exp = moment(self.exp.ok_or_else(|| lacks("exp"))?)?;
        if exp + skew <= now {
            return Err(Tokenfel::Utgangen);
        }
        for begins in [self.nbf, self.iat].into_iter().flatten() {
            if moment(begins)? > now + skew {
                return Err(Tokenfel::ForTidig);
            }
        }
        let named = [("iat", self.iat.is_some()), ("jti", is_said(&self.jti)), ("sub", is_said(&self.sub))];
        let named = named.into_iter().chain([("client_id", is_said(&self.client_id))]);
        if let Some((name, _)) = named.into_iter().find(|(_, is_there)| !is_there) {
            return Err(lacks(name));
        }
        // It is kept nowhere, but what logs have instead of it could be found again by trying all numbers.
        if self.sub.as_deref().is_some_and(|sub| looks_like_identity_number(sub, now.date_naive())) {
            let sv = "Anspråket sub är ett identitetsnummer. Utfärdaren ska kalla innehavaren något annat.";
            let en = "The claim sub is an identity number. The issuer must call the holder something else.";
            return Err(Tokenfel::Ansprak(sv.to_owned(), en.to_owned()));
        }
        let scopes = self.scope.as_deref().unwrap_or_default();
        if scopes.split(' ').any(|scope| scope == uppgift.scope) {
            Ok(())
        } else {
            Err(Tokenfel::Omfang(uppgift.scope.clone()))
        }
    }

    /// Whether whoever it is bound to has sent it, if it is bound at all. What it may be bound to that is not known here
    /// nobody has shown.
    ///
    /// # Errors
    /// When it is bound to another certificate than this one.
    pub(super) fn is_sent_by(&self, certifikat: Option<Fingeravtryck>) -> Result<(), Tokenfel> {
        let Some(bindning) = &self.cnf else { return Ok(()) };
        if bindning.x5t.as_deref().is_some_and(|x5t| bunden::names(x5t, certifikat)) {
            return Ok(());
        }
        let sv = "Tokenet är bundet till ett klientcertifikat eller en nyckel (cnf) som inte visades. Anslut med det \
                  certifikat som det begärdes med; servern får det av proxyn, om den är inställd för det.";
        let en = "The token is bound to a client certificate or a key (cnf) that was not shown. Connect with the \
                  certificate that it was asked for with; the server gets it from the proxy, where it is set up so.";
        Err(Tokenfel::Ansprak(sv.to_owned(), en.to_owned()))
    }

    /// What the holder reaches, as far as the issuer may give it.
    ///
    /// # Errors
    /// When it says too little, too much, or what this issuer may not say.
    pub(super) fn synfalt(&self, uppgift: &Uppgift) -> Result<Synfalt, Tokenfel> {
        let names = &uppgift.ansprak;
        let synfalt = Synfalt {
            roll: self.roll(uppgift)?,
            part: self.one(&names.part)?,
            forbund: self.one(&names.forbund)?,
            insatser: self.many(&names.insatser)?,
        };
        if let Some(fel) = synfalt.faults().first() {
            return Err(unfit(fel.text().sv, fel.text().en));
        }
        uppgift.tillat.check(&synfalt).map_err(|what| {
            let sv = format!("Utfärdaren får inte intyga {what}. Den som driver servern bestämmer vad den får.");
            Tokenfel::Ansprak(sv, format!("The issuer may not vouch for {what}. Whoever runs the server decides."))
        })?;
        Ok(synfalt)
    }

    /// Its one role. What is no role here is passed over: issuers have roles of other systems too.
    fn roll(&self, uppgift: &Uppgift) -> Result<Roll, Tokenfel> {
        let name = &uppgift.ansprak.roll;
        let texts = self.texts(name)?;
        let of = |text: &String| uppgift.roller.get(text).copied().or_else(|| text.parse().ok());
        let mut roller: Vec<Roll> = texts.iter().filter_map(of).collect();
        roller.sort_unstable();
        roller.dedup();
        if let Some(oforenliga) = Roll::kept_apart(&roller) {
            return Err(unfit(&oforenliga.sv(), &oforenliga.en()));
        }
        match roller[..] {
            [roll] => Ok(roll),
            [] => Err(lacks(name)),
            _ => {
                let sv = format!("Anspråket {name} anger flera roller. Begär ett token för var och en.");
                Err(Tokenfel::Ansprak(sv, format!("The claim {name} names several roles. Ask for a token for each.")))
            }
        }
    }

    fn one<T: std::str::FromStr>(&self, name: &str) -> Result<Option<T>, Tokenfel> {
        let mut all = self.many(name)?;
        let one = all.pop();
        if all.is_empty() { Ok(one) } else { Err(malformed(name)) }
    }

    fn many<T: std::str::FromStr>(&self, name: &str) -> Result<Vec<T>, Tokenfel> {
        self.texts(name)?.iter().map(|text| text.parse().map_err(|_| malformed(name))).collect()
    }

    /// The texts of a claim: one, several or none.
    fn texts(&self, name: &str) -> Result<Vec<String>, Tokenfel> {
        match self.ovriga.get(name) {
            None | Some(Value::Null) => Ok(Vec::new()),
            Some(Value::String(one)) => Ok(vec![one.clone()]),
            Some(Value::Array(all)) => {
                let texts = all.iter().map(|one| one.as_str().map(ToOwned::to_owned));
                texts.collect::<Option<_>>().ok_or_else(|| malformed(name))
            }
            Some(_) => Err(malformed(name)),
        }
    }
}

fn is_said(text: &Option<String>) -> bool {
    text.as_ref().is_some_and(|text| !text.is_empty())
}

/// A time in seconds since 1970 (RFC 7519, NumericDate); fractions of one do not count.
fn moment(seconds: f64) -> Result<DateTime<Utc>, Tokenfel> {
    // Far beyond every time there is, so that a wild number is no moment and not another one.
    const FAR: f64 = 1e11;
    let within = Some(seconds).filter(|seconds| seconds.is_finite() && (0.0..FAR).contains(seconds));
    #[expect(clippy::cast_possible_truncation, reason = "within the range of moments, and fractions do not count")]
    let moment = within.and_then(|seconds| DateTime::from_timestamp(seconds as i64, 0));
    moment.ok_or(Tokenfel::Form)
}

fn lacks(name: &str) -> Tokenfel {
    let sv = format!("Tokenet saknar anspråket {name}. Utfärdaren ska lägga till det.");
    Tokenfel::Ansprak(sv, format!("The token lacks the claim {name}. The issuer must add it."))
}

fn malformed(name: &str) -> Tokenfel {
    let sv = format!("Anspråket {name} går inte att läsa. Utfärdaren ska rätta det.");
    Tokenfel::Ansprak(sv, format!("The claim {name} cannot be read. The issuer must mend it."))
}

/// What does not go together.
fn unfit(sv: &str, en: &str) -> Tokenfel {
    let sv = format!("Tokenets roll och räckvidd går inte ihop: {sv}.");
    Tokenfel::Ansprak(sv, format!("The role and the reach of the token do not go together: {en}."))
}

/// How far clocks may differ where nothing is said.
pub(super) const KLOCKSKILLNAD: TimeDelta = TimeDelta::seconds(60);
