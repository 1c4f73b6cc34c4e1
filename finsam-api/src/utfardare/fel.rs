//! Why a signed token gives no access: a code and words for each cause, and what RFC 6750 tells the caller's library.

use axum::http::{HeaderValue, header};
use finsam_core::protokoll::Felkod;

use crate::fel::ApiError;

/// Why a signed token gives no access.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Tokenfel {
    /// It cannot be read.
    Form,
    /// By an algorithm that is not taken.
    Algoritm,
    /// No access token.
    Typ,
    /// By an issuer that is not known here.
    Utfardare,
    /// By a key that the issuer does not show.
    Nyckel,
    /// Not by the key that it names.
    Signatur,
    /// For somebody else.
    Mottagare,
    /// Its time is out.
    Utgangen,
    /// Its time has not come.
    ForTidig,
    /// What it says of its holder gives no access: what is wrong, in Swedish and English.
    Ansprak(String, String),
    /// It was not given for this.
    Omfang(String),
    /// The keys of the issuer cannot be had.
    Onabar,
}

impl Tokenfel {
    const fn kod(&self) -> Felkod {
        match self {
            Self::Form => Felkod::TokenForm,
            Self::Algoritm => Felkod::TokenAlgoritm,
            Self::Typ => Felkod::TokenTyp,
            Self::Utfardare => Felkod::TokenUtfardare,
            Self::Nyckel => Felkod::TokenNyckel,
            Self::Signatur => Felkod::TokenSignatur,
            Self::Mottagare => Felkod::TokenMottagare,
            Self::Utgangen => Felkod::TokenUtgangen,
            Self::ForTidig => Felkod::TokenForTidig,
            Self::Ansprak(..) => Felkod::TokenAnsprak,
            Self::Omfang(_) => Felkod::TokenOmfang,
            Self::Onabar => Felkod::Otillganglig,
        }
    }

    fn words(&self) -> (String, String) {
        let (sv, en) = match self {
            Self::Form => (
                "Tokenet går inte att läsa som en signerad JWT. Hämta ett nytt hos utfärdaren.",
                "The token cannot be read as a signed JWT. Get a new one from the issuer.",
            ),
            Self::Algoritm => (
                "Tokenets algoritm godtas inte. Utfärdaren ska signera med RS256 eller ES256.",
                "The algorithm of the token is not taken. The issuer must sign with RS256 or ES256.",
            ),
            Self::Typ => (
                "Tokenet är ingen åtkomsttoken. Dess typ ska vara at+jwt (RFC 9068).",
                "The token is no access token. Its type must be at+jwt (RFC 9068).",
            ),
            Self::Utfardare => (
                "Tokenets utfärdare är inte känd här. Kontrollera iss med den som driver servern.",
                "The issuer of the token is not known here. Check iss with whoever runs the server.",
            ),
            Self::Nyckel => (
                "Tokenet är signerat med en nyckel som utfärdaren inte visar. Hämta ett nytt.",
                "The token is signed with a key that the issuer does not show. Get a new one.",
            ),
            Self::Signatur => ("Tokenets signatur stämmer inte.", "The signature of the token does not hold."),
            Self::Mottagare => (
                "Tokenet är utfärdat för någon annan. Begär det för den här serverns aud.",
                "The token was issued for somebody else. Ask for it with the aud of this server.",
            ),
            Self::Utgangen => ("Tokenet har gått ut. Hämta ett nytt.", "The token has expired. Get a new one."),
            Self::ForTidig => (
                "Tokenet gäller inte än. Kontrollera klockan hos den som utfärdar.",
                "The token does not hold yet. Check the clock of the issuer.",
            ),
            Self::Ansprak(sv, en) => return (sv.clone(), en.clone()),
            Self::Omfang(scope) => {
                let sv = format!("Tokenet saknar omfånget {scope}. Begär det hos utfärdaren.");
                return (sv, format!("The token lacks the scope {scope}. Ask the issuer for it."));
            }
            Self::Onabar => (
                "Utfärdarens nycklar går inte att hämta just nu. Försök igen om en stund.",
                "The keys of the issuer cannot be had right now. Try again in a while.",
            ),
        };
        (sv.to_owned(), en.to_owned())
    }
}

impl From<Tokenfel> for ApiError {
    fn from(fel: Tokenfel) -> Self {
        let (sv, en) = fel.words();
        let error = Self::new(fel.kod(), sv, en);
        match fel {
            Tokenfel::Onabar => error.header(header::RETRY_AFTER, HeaderValue::from_static("5")),
            Tokenfel::Omfang(scope) => {
                let text = format!("Bearer realm=\"finsam\", error=\"insufficient_scope\", scope=\"{scope}\"");
                let plain = HeaderValue::from_static("Bearer realm=\"finsam\", error=\"insufficient_scope\"");
                error.header(header::WWW_AUTHENTICATE, HeaderValue::from_str(&text).unwrap_or(plain))
            }
            _ => {
                let challenge = HeaderValue::from_static("Bearer realm=\"finsam\", error=\"invalid_token\"");
                error.header(header::WWW_AUTHENTICATE, challenge)
            }
        }
    }
}
