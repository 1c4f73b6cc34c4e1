//! What a page is asked for: a report, its years, its division, what it is compared with.

use std::fmt::Display;
use std::str::FromStr;

use finsam_core::regel::Text;
use finsam_core::statistik::{Indelning, Rapportnamn, Urval};

use crate::extract::{Fragor, FromFraga};

/// What people may be divided by on the pages.
pub(super) const INDELNINGAR: [Indelning; 2] = [Indelning::Kon, Indelning::Aldersgrupp];

/// What a place is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Jamforelse {
    /// The country.
    Landet,
    /// Its förbund.
    Forbundet,
}

/// What the map of the country shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Kartval {
    /// How many take part.
    #[default]
    Deltagare,
    /// How many of the closed are in work or studies.
    Arbete,
}

/// What a page is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sidval {
    pub(super) rapport: Rapportnamn,
    pub(super) fran: Option<i32>,
    pub(super) till: Option<i32>,
    pub(super) indelning: Option<Indelning>,
    pub(super) jamfor: Option<Jamforelse>,
    pub(super) karta: Kartval,
}

/// A word that names nothing here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("unknown")]
pub(super) struct Okant;

impl Jamforelse {
    pub(super) const ALLA: [Self; 2] = [Self::Landet, Self::Forbundet];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Landet => "landet",
            Self::Forbundet => "forbundet",
        }
    }

    pub(super) const fn text(self) -> Text {
        match self {
            Self::Landet => Text { sv: "Hela landet", en: "The whole country" },
            Self::Forbundet => Text { sv: "Hela förbundet", en: "The whole förbund" },
        }
    }
}

impl Kartval {
    pub(super) const ALLA: [Self; 2] = [Self::Deltagare, Self::Arbete];

    pub(super) const fn code(self) -> &'static str {
        match self {
            Self::Deltagare => "deltagare",
            Self::Arbete => "arbete",
        }
    }

    pub(super) const fn text(self) -> Text {
        match self {
            Self::Deltagare => Text { sv: "Antal deltagare", en: "Number of participants" },
            Self::Arbete => {
                Text { sv: "Andel i arbete eller studier efter", en: "Share in work or studies afterwards" }
            }
        }
    }
}

impl FromStr for Jamforelse {
    type Err = Okant;

    fn from_str(text: &str) -> Result<Self, Okant> {
        Self::ALLA.into_iter().find(|one| one.code() == text).ok_or(Okant)
    }
}

impl FromStr for Kartval {
    type Err = Okant;

    fn from_str(text: &str) -> Result<Self, Okant> {
        Self::ALLA.into_iter().find(|one| one.code() == text).ok_or(Okant)
    }
}

/// Takes a choice of a form: what is empty is not chosen.
pub(super) fn choice<T: FromStr<Err: Display>>(
    fragor: &mut Fragor,
    name: &'static str,
    expected: &'static str,
) -> Option<T> {
    let mut chosen = fragor.list(name, expected);
    if chosen.len() > 1 {
        fragor.fault(name, "one choice");
    }
    chosen.pop()
}

/// Takes a calendar year.
pub(super) fn year(fragor: &mut Fragor, name: &'static str) -> Option<i32> {
    let year = choice::<i32>(fragor, name, "a calendar year")?;
    if !(1990..=2200).contains(&year) {
        fragor.fault(name, "a calendar year");
    }
    Some(year)
}

impl FromFraga for Sidval {
    fn from_fraga(fragor: &mut Fragor) -> Self {
        const DIVISION: &str = "kon or aldersgrupp";
        let indelning = choice(fragor, "indelning", DIVISION);
        if indelning.is_some_and(|one| !INDELNINGAR.contains(&one)) {
            fragor.fault("indelning", DIVISION);
        }
        Self {
            rapport: choice(fragor, "rapport", "the name of a report").unwrap_or(Rapportnamn::ForsorjningForeEfter),
            fran: year(fragor, "fran"),
            till: year(fragor, "till"),
            indelning,
            jamfor: choice(fragor, "jamfor", "landet or forbundet"),
            karta: choice(fragor, "karta", "deltagare or arbete").unwrap_or_default(),
        }
    }
}

/// A selection as the parameters of a report.
pub(super) fn parameters(urval: &Urval) -> Vec<(&'static str, String)> {
    let joined = |all: Vec<String>| Some(all.join(",")).filter(|text| !text.is_empty());
    let years = match (urval.ar.first(), urval.ar.last()) {
        (Some(first), Some(last)) if last - first + 1 == urval.ar.len() as i32 && first != last => {
            Some(format!("{first}..{last}"))
        }
        _ => joined(urval.ar.iter().map(ToString::to_string).collect()),
    };
    let period = Some(urval.period).filter(|period| *period != Default::default());
    let all = [
        ("ar", years),
        ("period", period.map(|period| period.to_string())),
        ("forbund", joined(urval.forbund.iter().map(ToString::to_string).collect())),
        ("insats", joined(urval.insats.iter().map(ToString::to_string).collect())),
        ("indelning", joined(urval.indelning.iter().map(ToString::to_string).collect())),
    ];
    all.into_iter().filter_map(|(name, value)| Some((name, value?))).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn asked(query: &str) -> Result<Sidval, usize> {
        let mut fragor = Fragor::parse(query);
        let val = Sidval::from_fraga(&mut fragor);
        fragor.finish().map(|()| val).map_err(|found| found.len())
    }

    #[test]
    fn what_a_form_leaves_empty_is_not_chosen() {
        let val = asked("rapport=unga&fran=&till=2014&indelning=&jamfor=landet&karta=").unwrap();
        assert_eq!((val.rapport, val.fran, val.till), (Rapportnamn::Unga, None, Some(2014)));
        assert_eq!((val.indelning, val.jamfor, val.karta), (None, Some(Jamforelse::Landet), Kartval::Deltagare));
        assert_eq!(asked("").unwrap().rapport, Rapportnamn::ForsorjningForeEfter);
    }

    #[test]
    fn what_is_not_offered_is_refused() {
        for query in ["indelning=kommun", "indelning=kon,aldersgrupp", "till=14", "rapport=allt", "jamfor=x", "x=1"] {
            assert_eq!(asked(query), Err(1), "{query}");
        }
    }

    #[test]
    fn a_selection_is_written_as_the_api_reads_it() {
        let urval = Urval { indelning: vec![Indelning::Kon], ..Urval::of_years(2013..=2014) };
        assert_eq!(parameters(&urval), [("ar", "2013..2014".to_owned()), ("indelning", "kon".to_owned())]);
        assert_eq!(parameters(&Urval::of_years([2011, 2014])), [("ar", "2011,2014".to_owned())]);
    }
}
