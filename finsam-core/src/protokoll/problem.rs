//! Problems: every error of the API has this shape.

use crate::regel::Avvikelse;

use super::Import;

crate::kodlista! {
    /// The kinds of errors.
    pub enum Felkod = "felkod", "Felkoder", "Error codes" {
        Format = "FORMAT", "Anropet går inte att läsa", "The request cannot be read";
        Obehorig = "OBEHORIG", "Behörighet saknas eller gäller inte", "Credentials are missing or not valid";
        TokenForm = "TOKEN_FORM", "Tokenet går inte att läsa", "The token cannot be read";
        TokenAlgoritm = "TOKEN_ALGORITM", "Tokenets algoritm godtas inte", "The algorithm of the token is not taken";
        TokenTyp = "TOKEN_TYP", "Tokenet är ingen åtkomsttoken", "The token is no access token";
        TokenUtfardare = "TOKEN_UTFARDARE", "Tokenets utfärdare är okänd", "The issuer of the token is not known";
        TokenNyckel = "TOKEN_NYCKEL", "Tokenets nyckel är okänd", "The key of the token is not known";
        TokenSignatur = "TOKEN_SIGNATUR", "Tokenets signatur stämmer inte", "The signature of the token does not hold";
        TokenMottagare = "TOKEN_MOTTAGARE", "Tokenet är för någon annan", "The token is for somebody else";
        TokenUtgangen = "TOKEN_UTGANGEN", "Tokenet har gått ut", "The token has expired";
        TokenForTidig = "TOKEN_FOR_TIDIG", "Tokenet gäller inte än", "The token does not hold yet";
        TokenAnsprak = "TOKEN_ANSPRAK", "Tokenets anspråk ger ingen åtkomst", "The claims of the token give no access";
        TokenOmfang = "TOKEN_OMFANG", "Tokenet saknar rätt omfång", "The token lacks the scope";
        Forbjudet = "FORBJUDET", "Rollen får inte göra detta", "The role may not do this";
        Saknas = "SAKNAS", "Finns inte", "Not there";
        Metod = "METOD", "Metoden används inte här", "The method is not used here";
        InteAcceptabelt = "INTE_ACCEPTABELT", "Formatet kan inte ges", "The format cannot be given";
        Konflikt = "KONFLIKT", "Tillståndet hindrar", "The state forbids it";
        OkandDataversion = "OKAND_DATAVERSION", "Inget tillstånd av den versionen finns", "No state of that version is kept";
        FaststallelsePagar = "FASTSTALLELSE_PAGAR", "Tillståndet fastställs ännu", "The state is still being frozen";
        AnnanRegelversion = "ANNAN_REGELVERSION", "Tillståndet räknas med andra definitioner", "The state is counted by other definitions";
        OlasligtTillstand = "OLASLIGT_TILLSTAND", "Det fastställda tillståndet går inte att läsa", "The frozen state cannot be read";
        Utgangen = "UTGANGEN", "Markören har gått ut", "The marker has expired";
        VillkorBrutet = "VILLKOR_BRUTET", "Posten har ändrats", "The record has changed";
        ForStort = "FOR_STORT", "För stort", "Too large";
        Innehallstyp = "INNEHALLSTYP", "Innehållstypen stöds inte", "The content type is not supported";
        Regler = "REGLER", "Regler bröts", "Rules were broken";
        Avstamning = "AVSTAMNING", "Avstämningen stannade", "The reconciliation stopped";
        Idempotens = "IDEMPOTENS", "Nyckeln har använts för något annat", "The key was used for something else";
        VillkorKravs = "VILLKOR_KRAVS", "If-Match krävs", "If-Match is required";
        ForManga = "FOR_MANGA", "För många samtidigt", "Too many at the same time";
        ForOfta = "FOR_OFTA", "För många anrop", "Too many requests";
        Internt = "INTERNT", "Något gick fel hos oss", "Something went wrong on our side";
        Otillganglig = "OTILLGANGLIG", "Tillfälligt otillgänglig", "Unavailable for now";
        NyckelSaknas = "NYCKEL_SAKNAS", "Krypteringsnyckel saknas", "No encryption key";
    }
}

impl Felkod {
    /// The HTTP status that goes with it.
    #[must_use]
    pub const fn status(self) -> u16 {
        match self {
            Self::Format => 400,
            Self::Obehorig
            | Self::TokenForm
            | Self::TokenAlgoritm
            | Self::TokenTyp
            | Self::TokenUtfardare
            | Self::TokenNyckel
            | Self::TokenSignatur
            | Self::TokenMottagare
            | Self::TokenUtgangen
            | Self::TokenForTidig
            | Self::TokenAnsprak => 401,
            Self::Forbjudet | Self::TokenOmfang => 403,
            Self::Saknas | Self::OkandDataversion => 404,
            Self::Metod => 405,
            Self::InteAcceptabelt => 406,
            Self::Konflikt | Self::FaststallelsePagar | Self::AnnanRegelversion => 409,
            Self::Utgangen => 410,
            Self::VillkorBrutet => 412,
            Self::ForStort => 413,
            Self::Innehallstyp => 415,
            Self::Regler | Self::Avstamning | Self::Idempotens => 422,
            Self::VillkorKravs => 428,
            Self::ForManga | Self::ForOfta => 429,
            Self::Internt | Self::OlasligtTillstand => 500,
            Self::Otillganglig | Self::NyckelSaknas => 503,
        }
    }
}

/// An error, RFC 9457 (`application/problem+json`).
#[derive(Debug, Clone, PartialEq, Eq)]
#[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
#[cfg_attr(feature = "utoipa", derive(utoipa::ToSchema))]
pub struct Problem {
    /// What kind of problem, a URI reference.
    #[cfg_attr(feature = "serde", serde(rename = "type"))]
    #[cfg_attr(feature = "utoipa", schema(example = "urn:finsam:fel:regler"))]
    pub typ: String,
    /// Its name in the language asked for.
    #[cfg_attr(feature = "utoipa", schema(example = "Regler bröts"))]
    pub title: String,
    /// The HTTP status.
    #[cfg_attr(feature = "utoipa", schema(example = 422))]
    pub status: u16,
    /// What is wrong this time and what to do.
    pub detail: String,
    /// The id of this occurrence; the server's log has it too.
    #[cfg_attr(feature = "utoipa", schema(example = "urn:uuid:0190a5c0-7c00-7000-8000-000000000001"))]
    pub instance: String,
    /// A stable code.
    #[cfg_attr(feature = "utoipa", schema(example = "REGLER"))]
    pub kod: String,
    /// What the rules found, all of it.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Vec::is_empty"))]
    pub avvikelser: Vec<Avvikelse>,
    /// What became of an import of which nothing was carried out.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub import: Option<Box<Import>>,
    /// Where the change feed can be gone on from, once everything has been read anew.
    #[cfg_attr(feature = "serde", serde(default, skip_serializing_if = "Option::is_none"))]
    pub markor: Option<String>,
}
