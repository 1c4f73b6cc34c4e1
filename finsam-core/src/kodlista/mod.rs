//! Code lists: closed sets of values with a stable code and a text in two languages.
//!
//! Every code list of the domain is an enum made by [`kodlista!`](crate::kodlista!), so that its codes, its
//! texts, its parser, its JSON form and its entry in `/kodlistor` cannot drift apart.
//!
//! ```
//! use finsam_core::forsorjning::Forsorjningsform;
//!
//! let form: Forsorjningsform = "sjukpenning".parse()?;
//! assert_eq!(form.code(), "sjukpenning");
//! assert_eq!(form.text().en, "Sickness benefit");
//! assert!("sjukpeng".parse::<Forsorjningsform>().is_err());
//! # Ok::<(), finsam_core::kodlista::OkandKod>(())
//! ```

use crate::regel::Text;

/// One value of a code list.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kod {
    /// The code as it stands in JSON.
    pub kod: &'static str,
    /// What it means.
    pub text: Text,
}

/// A code list with all its values, in the order of the domain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kodlista {
    /// The name of the list, as in `/kodlistor/{namn}`.
    pub namn: &'static str,
    /// What the list is about.
    pub text: Text,
    /// Its values.
    pub koder: &'static [Kod],
}

/// A code that is in no such list.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("unknown code; expected one of: {}", codes(.lista))]
pub struct OkandKod {
    /// The list that was asked.
    pub lista: &'static Kodlista,
}

fn codes(lista: &Kodlista) -> String {
    lista.koder.iter().map(|k| k.kod).collect::<Vec<_>>().join(", ")
}

/// Defines a code list: an enum whose values have a code and a text in Swedish and English.
#[macro_export]
macro_rules! kodlista {
    (
        $(#[$meta:meta])*
        pub enum $typ:ident = $namn:literal, $lsv:literal, $len:literal {
            $( $(#[$vmeta:meta])* $var:ident = $kod:literal, $sv:literal, $en:literal; )+
        }
    ) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        pub enum $typ {
            $(
                #[doc = concat!($en, ".")]
                $(#[$vmeta])*
                #[cfg_attr(feature = "serde", serde(rename = $kod))]
                $var,
            )+
        }

        impl $typ {
            /// Every value, in the order of the domain.
            pub const ALL: &'static [Self] = &[$(Self::$var),+];
            /// The list itself: name, codes and texts.
            pub const LISTA: $crate::kodlista::Kodlista = $crate::kodlista::Kodlista {
                namn: $namn,
                text: $crate::regel::Text { sv: $lsv, en: $len },
                koder: &[$($crate::kodlista::Kod {
                    kod: $kod,
                    text: $crate::regel::Text { sv: $sv, en: $en },
                }),+],
            };

            /// The code as it stands in JSON.
            #[must_use]
            pub const fn code(self) -> &'static str {
                match self { $(Self::$var => $kod),+ }
            }

            /// What the code means.
            #[must_use]
            pub const fn text(self) -> $crate::regel::Text {
                match self { $(Self::$var => $crate::regel::Text { sv: $sv, en: $en }),+ }
            }
        }

        // Derived, the schema would name the variants: utoipa does not see a rename that came through a macro.
        #[cfg(feature = "utoipa")]
        impl utoipa::PartialSchema for $typ {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                utoipa::openapi::ObjectBuilder::new()
                    .schema_type(utoipa::openapi::schema::Type::String)
                    .description(Some(concat!($len, " / ", $lsv)))
                    .enum_values(Some([$($kod),+]))
                    .into()
            }
        }

        #[cfg(feature = "utoipa")]
        impl utoipa::ToSchema for $typ {}

        impl std::str::FromStr for $typ {
            type Err = $crate::kodlista::OkandKod;
            fn from_str(s: &str) -> Result<Self, Self::Err> {
                match s {
                    $($kod => Ok(Self::$var),)+
                    _ => Err($crate::kodlista::OkandKod { lista: &Self::LISTA }),
                }
            }
        }

        impl std::fmt::Display for $typ {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.code())
            }
        }
    };
}
