//! What must be said with a report.

use crate::regel::Text;

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
}

/// A sentence about a number of people, `{antal}` its place.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Personer {
    sv: String,
    en: String,
    antal: i64,
}

impl Forbehall {
    /// A sentence without numbers about people.
    pub(super) fn plain(text: Text) -> Self {
        Self { sv: text.sv.to_owned(), en: text.en.to_owned(), personer: None }
    }

    /// A sentence about people in a year; `{ar}` and `{antal}` are filled in.
    fn of_people(mall: Text, ar: i32, antal: i64) -> Self {
        let of_year = |text: &str| text.replace("{ar}", &ar.to_string());
        let personer = Personer { sv: of_year(mall.sv), en: of_year(mall.en), antal };
        let n = antal.to_string();
        Self {
            sv: personer.sv.replace("{antal}", &n),
            en: personer.en.replace("{antal}", &n),
            personer: Some(personer),
        }
    }

    /// A sentence for each year that `people` gives anyone; it is asked by the place of the year.
    pub(super) fn of_years(mall: Text, ar: &[i32], people: impl Fn(usize) -> i64) -> impl Iterator<Item = Self> {
        let counted = ar.iter().enumerate().map(move |(place, ar)| (*ar, people(place)));
        counted.filter(|(_, antal)| *antal > 0).map(move |(ar, antal)| Self::of_people(mall, ar, antal))
    }

    /// The same with its number about people told only as below `troskel`, where it is 1 or more and below it.
    pub(super) fn protected(mut self, troskel: i64) -> Self {
        if let Some(personer) = self.personer.take_if(|personer| (1..troskel).contains(&personer.antal)) {
            self.sv = personer.sv.replace("{antal}", &format!("färre än {troskel}"));
            self.en = personer.en.replace("{antal}", &format!("fewer than {troskel}"));
        }
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
    sv: "{ar}: för {antal} avslutade är läget efter inte känt (bland andra avlidna och ej avhörda). De ingår i underlag men inte i någon kategori efter.",
    en: "{ar}: for {antal} closed the situation after is not known (among them deceased and not heard from). They are in underlag but in no category after.",
};

/// Said where the parts need not sum to the whole.
pub(super) const FLERA_KATEGORIER: Text = Text {
    sv: "Den som hör till flera kategorier räknas i var och en av dem; andelarna kan summera till mer än 100 procent.",
    en: "A person in several categories counts in each of them; shares may sum to more than 100 per cent.",
};
