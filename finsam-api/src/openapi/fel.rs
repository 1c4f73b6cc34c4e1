//! The errors that operations can give, as they stand in the document.

use std::collections::BTreeMap;

use finsam_core::protokoll::Problem;
use utoipa::openapi::{ContentBuilder, RefOr, Response, ResponseBuilder};
use utoipa::{IntoResponses, ToSchema};

fn problem(description: &str) -> RefOr<Response> {
    let schema = utoipa::openapi::Ref::from_schema_name(Problem::name());
    let content = ContentBuilder::new().schema(Some(schema)).build();
    ResponseBuilder::new().description(description).content("application/problem+json", content).build().into()
}

macro_rules! answers {
    ($($(#[$meta:meta])* $name:ident { $($status:literal = $text:literal),+ $(,)? })+) => {$(
        $(#[$meta])*
        #[derive(Debug, Clone, Copy)]
        pub struct $name;

        impl IntoResponses for $name {
            fn responses() -> BTreeMap<String, RefOr<Response>> {
                BTreeMap::from([$(($status.to_owned(), problem($text))),+])
            }
        }
    )+};
}

answers! {
    /// Every operation.
    Alla {
        "400" = "Anropet går inte att läsa (FORMAT) / The request cannot be read",
        "405" = "Metoden används inte här (METOD) / The method is not used here",
        "500" = "Något gick fel hos oss (INTERNT) / Something went wrong on our side",
        "503" = "Tillfälligt otillgänglig (OTILLGANGLIG, NYCKEL_SAKNAS) / Unavailable for now",
    }
    /// Every operation that needs a token.
    MedNyckel {
        "401" = "Nyckel eller token saknas eller gäller inte (OBEHORIG, TOKEN_…) / The key or token is missing or not valid",
        "403" = "Rollen får inte göra detta (FORBJUDET, TOKEN_OMFANG) / The role may not do this",
        "429" = "För många anrop (FOR_OFTA) / Too many requests",
    }
    /// Reading one thing.
    Hamta {
        "404" = "Finns inte, eller inte din att se (SAKNAS) / Not there, or not yours to see",
    }
    /// Creating a thing.
    Skapa {
        "404" = "Det som nämns finns inte, eller inte ditt att se (SAKNAS) / What is named is not there",
        "409" = "Tillståndet hindrar, eller samma Idempotency-Key används just nu (KONFLIKT) / The state forbids it",
        "413" = "För stort (FOR_STORT) / Too large",
        "415" = "Innehållstypen stöds inte (INNEHALLSTYP) / The content type is not supported",
        "422" = "Regler bröts (REGLER), eller nyckeln har använts för något annat (IDEMPOTENS) / Rules were broken",
    }
    /// Changing a thing that has a version.
    Andra {
        "404" = "Finns inte, eller inte din att se (SAKNAS) / Not there, or not yours to see",
        "409" = "Tillståndet hindrar (KONFLIKT) / The state forbids it",
        "412" = "Posten är inte i den version som If-Match anger (VILLKOR_BRUTET) / Not at the version named",
        "413" = "För stort (FOR_STORT) / Too large",
        "415" = "Innehållstypen stöds inte (INNEHALLSTYP) / The content type is not supported",
        "422" = "Regler bröts (REGLER) / Rules were broken",
        "428" = "If-Match krävs (VILLKOR_KRAVS) / If-Match is required",
    }
    /// Changing a thing by a POST, which may name its version.
    Villkorad {
        "404" = "Finns inte, eller inte din att se (SAKNAS) / Not there, or not yours to see",
        "409" = "Tillståndet hindrar (KONFLIKT) / The state forbids it",
        "412" = "Posten är inte i den version som If-Match anger (VILLKOR_BRUTET) / Not at the version named",
        "413" = "För stort (FOR_STORT) / Too large",
        "415" = "Innehållstypen stöds inte (INNEHALLSTYP) / The content type is not supported",
        "422" = "Regler bröts (REGLER) / Rules were broken",
    }
    /// Naming a year in the address.
    Ar {
        "422" = "Året är inget år (REGLER) / The year is not one",
    }
    /// Deleting a thing, or changing it without a body.
    Radera {
        "404" = "Finns inte, eller inte din att se (SAKNAS) / Not there, or not yours to see",
        "412" = "Posten är inte i den version som If-Match anger (VILLKOR_BRUTET) / Not at the version named",
        "428" = "If-Match krävs (VILLKOR_KRAVS) / If-Match is required",
    }
    /// Following the change feed.
    Flode {
        "410" = "Det som hänt efter markören finns inte kvar; fortsätt från `markor` (UTGANGEN) / The marker has expired",
        "429" = "För många väntar (FOR_MANGA), eller för många anrop (FOR_OFTA) / Too many are waiting, or too many requests",
    }
    /// Asking for a document about a year.
    Dokument {
        "404" = "Finns inte, eller inget är registrerat för året (SAKNAS) / Not there, or nothing is registered of the year",
        "406" = "Formatet kan inte ges (INTE_ACCEPTABELT) / The format cannot be given",
        "422" = "Året är inget år (REGLER) / The year is not one",
    }
    /// Asking for statistics.
    Rapport {
        "404" = "Rapporten finns inte (SAKNAS), eller tillståndet (OKAND_DATAVERSION) / There is no such report, or state",
        "406" = "Formatet kan inte ges (INTE_ACCEPTABELT) / The format cannot be given",
        "409" = "Tillståndet fastställs ännu (FASTSTALLELSE_PAGAR), eller räknas med andra definitioner (ANNAN_REGELVERSION) / The state is still being frozen, or counted by other definitions",
        "422" = "Urvalet får inte ställas (REGLER) / The selection may not be asked",
        "500" = "Något gick fel hos oss (INTERNT), eller tillståndet går inte att läsa (OLASLIGT_TILLSTAND) / Something went wrong on our side, or the state cannot be read",
    }
    /// Asking how states differ.
    Skillnader {
        "404" = "Rapporten finns inte (SAKNAS), eller tillståndet (OKAND_DATAVERSION) / There is no such report, or state",
        "409" = "Tillståndet fastställs ännu (FASTSTALLELSE_PAGAR), eller räknas med andra definitioner (ANNAN_REGELVERSION) / The state is still being frozen, or counted by other definitions",
        "422" = "Urvalet får inte ställas (REGLER) / The selection may not be asked",
        "500" = "Något gick fel hos oss (INTERNT), eller tillståndet går inte att läsa (OLASLIGT_TILLSTAND) / Something went wrong on our side, or the state cannot be read",
    }
}
