//! The languages of what people read.

use std::str::FromStr;

use axum::http::HeaderValue;
use finsam_core::regel::Text;

/// The language of texts to users.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sprak {
    /// Swedish, by default.
    #[default]
    Svenska,
    /// English, with `Accept-Language: en`.
    Engelska,
}

impl Sprak {
    /// The language that an `Accept-Language` header prefers; Swedish when it names neither.
    #[must_use]
    pub fn from_header(value: Option<&HeaderValue>) -> Self {
        let Some(text) = value.and_then(|value| value.to_str().ok()) else { return Self::default() };
        let best = |tag: &str| {
            let qualities = text.split(',').filter_map(|part| {
                let mut pieces = part.split(';').map(str::trim);
                let language = pieces.next()?.split('-').next()?;
                let q = pieces.find_map(|p| p.strip_prefix("q=")).and_then(|q| q.parse::<f32>().ok()).unwrap_or(1.0);
                language.eq_ignore_ascii_case(tag).then_some(q)
            });
            qualities.fold(0.0_f32, f32::max)
        };
        if best("en") > best("sv") { Self::Engelska } else { Self::Svenska }
    }

    /// The text in this language.
    #[must_use]
    pub const fn of(self, text: Text) -> &'static str {
        self.pick(text.sv, text.en)
    }

    /// One of two, by the language.
    #[must_use]
    pub const fn pick<'t>(self, sv: &'t str, en: &'t str) -> &'t str {
        match self {
            Self::Svenska => sv,
            Self::Engelska => en,
        }
    }

    /// Its tag.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Svenska => "sv",
            Self::Engelska => "en",
        }
    }
}

/// What is no language that texts are given in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("sv eller en / sv or en")]
pub struct OkantSprak;

impl FromStr for Sprak {
    type Err = OkantSprak;

    fn from_str(text: &str) -> Result<Self, OkantSprak> {
        match text {
            "sv" => Ok(Self::Svenska),
            "en" => Ok(Self::Engelska),
            _ => Err(OkantSprak),
        }
    }
}

/// What a name is put in order by: å, ä and ö stand last, in that order.
#[must_use]
pub fn in_order(namn: &str) -> String {
    let last = |letter| match letter {
        'å' => '{',
        'ä' => '|',
        'ö' => '}',
        other => other,
    };
    namn.to_lowercase().chars().map(last).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn language_is_swedish_unless_english_is_preferred() {
        let sprak = |text: &'static str| Sprak::from_header(Some(&HeaderValue::from_static(text)));
        assert_eq!(Sprak::from_header(None), Sprak::Svenska);
        assert_eq!(sprak("en"), Sprak::Engelska);
        assert_eq!(sprak("en-GB,en;q=0.9"), Sprak::Engelska);
        assert_eq!(sprak("sv,en;q=0.8"), Sprak::Svenska);
        assert_eq!(sprak("sv;q=0.1, en;q=0.8"), Sprak::Engelska);
        assert_eq!(sprak("de"), Sprak::Svenska);
    }

    #[test]
    fn swedish_letters_stand_last() {
        let mut all = ["Östra", "Ärlig", "Åre", "Zinkgruvan", "arbete"];
        all.sort_by_key(|one| in_order(one));
        assert_eq!(all, ["arbete", "Zinkgruvan", "Åre", "Ärlig", "Östra"]);
    }

    #[test]
    fn a_tag_names_its_language() {
        for sprak in [Sprak::Svenska, Sprak::Engelska] {
            assert_eq!(sprak.tag().parse(), Ok(sprak));
        }
        assert_eq!("de".parse::<Sprak>(), Err(OkantSprak));
    }
}
