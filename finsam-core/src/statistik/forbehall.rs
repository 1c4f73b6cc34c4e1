//! What must be said with a report.

use crate::regel::Text;

use super::period::{Periodslag, Rapportperiod};

/// What must be said with a report, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Forbehall {
    /// Swedish.
    pub sv: String,
    /// English.
    pub en: String,
    /// The number about people in it, which small numbers are protected by.
    #[cfg_attr(feature = "serde", serde(skip))]
    personer: Option<Personer>,
    /// The period that it is about, where it is about one.
    #[cfg_attr(feature = "serde", serde(skip))]
    period: Option<Rapportperiod>,
}

/// A sentence about a number of people, `{antal}` its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Personer {
    sv: String,
    en: String,
    period: Rapportperiod,
    antal: i64,
}

impl Forbehall {
    /// A sentence without numbers about people.
    pub(super) fn plain(text: Text) -> Self {
        Self { sv: text.sv.to_owned(), en: text.en.to_owned(), personer: None, period: None }
    }

    /// A sentence about people in a period; `{period}` and `{antal}` are filled in.
    fn of_people(mall: Text, period: Rapportperiod, antal: i64) -> Self {
        let (sv, en) = match period.slag {
            Periodslag::Ar => (period.ar.to_string(), period.ar.to_string()),
            Periodslag::Halvar => {
                (format!("Halvår {} {}", period.del, period.ar), format!("Half-year {} of {}", period.del, period.ar))
            }
            Periodslag::Manad => {
                (format!("{}-{:02}", period.ar, period.del), format!("{}-{:02}", period.ar, period.del))
            }
        };
        let personer =
            Personer { sv: mall.sv.replace("{period}", &sv), en: mall.en.replace("{period}", &en), period, antal };
        let n = antal.to_string();
        Self {
            sv: personer.sv.replace("{antal}", &n),
            en: personer.en.replace("{antal}", &n),
            personer: Some(personer),
            period: Some(period),
        }
    }

    /// Which half-year it is about, where it is about one.
    pub(super) fn halvar(&self) -> Option<u8> {
        self.period.and_then(Rapportperiod::halvar)
    }

    /// A sentence for each period that `people` gives anyone; it is asked by the place of the period.
    pub(super) fn of_periods(
        mall: Text,
        perioder: &[Rapportperiod],
        people: impl Fn(usize) -> i64,
    ) -> impl Iterator<Item = Self> {
        let counted = perioder.iter().enumerate().map(move |(place, period)| (*period, people(place)));
        counted.filter(|(_, antal)| *antal > 0).map(move |(period, antal)| Self::of_people(mall, period, antal))
    }

    /// The same with its number about people told only as below `troskel`, where it is 1 or more and below it, and not
    /// at all where `hidden` says so of its period.
    pub(super) fn protected(mut self, troskel: i64, hidden: impl Fn(Rapportperiod) -> bool) -> Self {
        let Some(personer) = self.personer.take() else { return self };
        let (sv, en) = if (1..troskel).contains(&personer.antal) {
            (format!("färre än {troskel}"), format!("fewer than {troskel}"))
        } else if hidden(personer.period) {
            ("ett skyddat antal".to_owned(), "a protected number of".to_owned())
        } else {
            self.personer = Some(personer);
            return self;
        };
        self.sv = personer.sv.replace("{antal}", &sv);
        self.en = personer.en.replace("{antal}", &en);
        self
    }
}

/// Said with every report that counts participations.
pub(super) const PER_DELTAGANDE: Text = Text {
    sv: "Den som har flera deltaganden räknas en gång för varje. Om källorna till de tryckta tabellerna gjorde så är inte känt.",
    en: "A person with several participations counts once for each of them. Whether the sources of the printed tables did so is not known.",
};

/// Said of those who closed without a situation after.
pub(super) const UTAN_EFTER: Text = Text {
    sv: "{period}: för {antal} avslutade är läget efter inte känt (bland andra avlidna och ej avhörda). De ingår i underlag men inte i någon kategori efter.",
    en: "{period}: for {antal} closed the situation after is not known (among them deceased and not heard from). They are in underlag but in no category after.",
};

/// Said where the parts need not sum to the whole.
pub(super) const FLERA_KATEGORIER: Text = Text {
    sv: "Den som hör till flera kategorier räknas i var och en av dem; andelarna kan summera till mer än 100 procent.",
    en: "A person in several categories counts in each of them; shares may sum to more than 100 per cent.",
};

/// Said where a number cannot be told of half-years and months, of ages or of kommuner, since counts do not know it.
pub(super) const ANTAL_SAKNAS: Text = Text {
    sv: "Insatser som följs med antal vet inte deltagarnas ålder, kommun eller bakgrund och redovisas per kalenderår; där rapporten är indelad efter det saknas deras tal och summan.",
    en: "Insatser followed by counts do not know the age, kommun or background of participants and are told by calendar year; where the report is divided by those, their numbers and the sum are absent.",
};
