//! The OpenAPI document: generated from the handlers, completed in one place, checked in and compared by CI.

mod exempel;
pub mod fel;

use axum::Router;
use utoipa::openapi::path::Operation;
use utoipa::openapi::security::{Http, HttpAuthScheme, SecurityScheme};
use utoipa::openapi::{
    ContactBuilder, Info, InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, PathItem, RefOr, SecurityRequirement,
    ServerBuilder, extensions::ExtensionsBuilder, external_docs::ExternalDocsBuilder, tag::TagBuilder,
};
use utoipa::{IntoResponses, PartialSchema, ToSchema};
use utoipa_axum::router::OpenApiRouter;

use crate::app::App;
use crate::{rutter, statistik};

/// The tag of operations that need no token.
pub const OPPEN: &str = "öppet";

const BESKRIVNING: &str = "\
Register och regelmotor för finansiell samordning: samordningsförbund, insatser, deltaganden, import och statistik. \
Datum är `YYYY-MM-DD`, tider RFC 3339 i UTC, belopp decimaltal i kronor som text. Fel är `application/problem+json` \
(RFC 9457) på svenska, eller engelska med `Accept-Language: en`. Okända fält och frågeparametrar avvisas.\n\n\
Register and rule engine for Swedish financial coordination: samordningsförbund, insatser, participations, import and \
statistics. Dates are `YYYY-MM-DD`, times RFC 3339 in UTC, money decimal strings in kronor. Errors are \
`application/problem+json` (RFC 9457) in Swedish, or English with `Accept-Language: en`. Unknown fields and query \
parameters are refused.";

/// The rooms of the API.
const TAGGAR: [(&str, &str); 12] = [
    (OPPEN, "Om API:et, kodlistor, regler och parter; utan nyckel / About the API, code lists, rules and parties"),
    ("forbund", "Samordningsförbund / Samordningsförbund"),
    ("insatser", "Insatser, deras antal och strukturdeltagande / Insatser, their counts and people reached"),
    ("deltaganden", "Deltaganden under avsändarens nyckel / Participations under their sender's key"),
    (
        "personer",
        "En person, var den än står: sökning, samtycke och skydd / A person wherever it stands: search, consent, protection",
    ),
    ("importer", "Import av många deltaganden / Import of many participations"),
    ("rapporter", "Statistik / Statistics"),
    ("tilldelningar", "Tilldelning av statliga medel / Allocation of state money"),
    ("bakgrundstal", "Bakgrundstal om kommuner / Background figures of kommuner"),
    ("andringar", "Ändringsflödet / The change feed"),
    (
        "webhookar",
        "Anrop till en mottagare när ändringsflödet har något nytt / Calls to a receiver when the change feed has something new",
    ),
    ("atkomstlogg", "Åtkomstloggen / The access log"),
];

/// The routes and the finished document.
pub(crate) fn split(router: OpenApiRouter<App>) -> (Router<App>, OpenApi) {
    let (router, generated) = router.split_for_parts();
    (router, complete(generated))
}

/// The document.
#[must_use]
pub fn document() -> OpenApi {
    split(rutter::api()).1
}

/// The document as it is checked in: indented, with a line end.
#[must_use]
pub fn to_text(document: &OpenApi) -> String {
    let mut text = document.to_pretty_json().unwrap_or_default();
    text.push('\n');
    text
}

fn info() -> Info {
    let licence = LicenseBuilder::new().name("MIT OR Apache-2.0").url(Some("https://spdx.org/licenses/MIT.html"));
    InfoBuilder::new()
        .title("Finsam")
        .version(env!("CARGO_PKG_VERSION"))
        .description(Some(BESKRIVNING))
        .terms_of_service(Some("https://finsam.example.org/villkor"))
        .contact(Some(ContactBuilder::new().name(Some("Finsam")).url(Some("https://finsam.example.org")).build()))
        .license(Some(licence.build()))
        .extensions(Some(
            ExtensionsBuilder::new()
                .add("x-sla", "Sätts av den som driver servern / Set by whoever runs the server")
                .build(),
        ))
        .build()
}

fn complete(generated: OpenApi) -> OpenApi {
    let mut components = generated.components.unwrap_or_default();
    components
        .security_schemes
        .insert("nyckel".to_owned(), RefOr::T(SecurityScheme::Http(Http::new(HttpAuthScheme::Bearer))));
    let mut schemas = Vec::new();
    finsam_core::protokoll::Problem::schemas(&mut schemas);
    schemas.push((finsam_core::protokoll::Problem::name().into_owned(), finsam_core::protokoll::Problem::schema()));
    statistik::schemas(&mut schemas);
    for (name, schema) in schemas {
        components.schemas.entry(name).or_insert(schema);
    }
    exempel::in_components(&mut components);
    let mut document = OpenApiBuilder::new()
        .info(info())
        .servers(Some([ServerBuilder::new().url("https://finsam.example.org").build()]))
        .paths(generated.paths)
        .components(Some(components))
        .tags(Some(TAGGAR.map(|(name, text)| TagBuilder::new().name(name).description(Some(text)).build())))
        .external_docs(Some(
            ExternalDocsBuilder::new()
                .url("https://finsam.example.org/docs/")
                .description(Some("Referens / Reference"))
                .build(),
        ))
        .build();
    for item in document.paths.paths.values_mut() {
        for operation in operations(item) {
            common_answers(operation);
            exempel::in_operation(operation);
        }
    }
    document
}

/// Every operation of a document: its method and route, as `GET /finsam/v1/forbund/{id}`, and its id.
pub fn named(document: &OpenApi) -> impl Iterator<Item = (String, &str)> {
    document.paths.paths.iter().flat_map(|(route, item)| {
        let methods = [("GET", &item.get), ("PUT", &item.put), ("POST", &item.post), ("DELETE", &item.delete)];
        methods.into_iter().filter_map(move |(method, operation)| {
            let id = operation.as_ref()?.operation_id.as_deref()?;
            Some((format!("{method} {route}"), id))
        })
    })
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [&mut item.get, &mut item.put, &mut item.post, &mut item.delete].into_iter().flatten()
}

/// What every operation can answer is said in one place: that it needs a token, and the errors that come of that.
fn common_answers(operation: &mut Operation) {
    let open = operation.tags.as_ref().is_some_and(|tags| tags.iter().any(|tag| tag == OPPEN));
    let mut common = fel::Alla::responses();
    if open {
        operation.security = Some(vec![SecurityRequirement::default()]);
    } else {
        operation.security = Some(vec![SecurityRequirement::new("nyckel", Vec::<String>::new())]);
        common.extend(fel::MedNyckel::responses());
    }
    for (status, response) in common {
        operation.responses.responses.entry(status).or_insert(response);
    }
}
