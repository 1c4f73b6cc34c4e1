//! Judges a JSON document by the published schema of what was expected, and says all that is wrong with it.

use std::any::TypeId;
use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::str::FromStr;
use std::sync::{Arc, OnceLock, PoisonError, RwLock};

use finsam_core::belopp::Belopp;
use finsam_core::geografi::{KommunKod, LanKod};
use finsam_core::identitet::Organisationsnummer;
use finsam_core::part::PartKod;
use finsam_core::regel::format::{FMT_02, FMT_03, FMT_04, FMT_05, FMT_06, FMT_07};
use finsam_core::regel::register::{ID_05, ID_06, ID_07};
use finsam_core::regel::{Avvikelse, Regel};
use jsonschema::error::{TypeKind, ValidationErrorKind as Kind};
use jsonschema::{JsonType, ValidationError, Validator};
use serde_json::{Value, json};
use utoipa::ToSchema;

use super::citat;

/// Whether a text is what a parser takes.
type Parses = fn(&str) -> bool;

type Cache = RwLock<HashMap<TypeId, Option<Arc<Validator>>>>;

/// Every fault that the schema of `T` finds.
pub(super) fn faults<T: ToSchema + 'static>(value: &Value) -> Vec<Avvikelse> {
    let mut found = Found(Vec::new());
    if let Some(validator) = validator::<T>() {
        for error in validator.iter_errors(value) {
            found.add(&error);
        }
    }
    found.finish()
}

/// The compiled schema of `T`, compiled once; `None` when it cannot be, and then the caller's own reader speaks.
fn validator<T: ToSchema + 'static>() -> Option<Arc<Validator>> {
    static CACHE: OnceLock<Cache> = OnceLock::new();
    let cache = CACHE.get_or_init(Cache::default);
    let id = TypeId::of::<T>();
    if let Some(known) = cache.read().unwrap_or_else(PoisonError::into_inner).get(&id) {
        return known.clone();
    }
    let compiled = compile::<T>().map(Arc::new);
    cache.write().unwrap_or_else(PoisonError::into_inner).insert(id, compiled.clone());
    compiled
}

/// Types whose pattern says how they look and not which of them there are, by the names of their schemas: their own
/// parser is asked instead, as a format.
const PARSED: [(&str, Parses); 5] = [
    ("PartKod", parses::<PartKod>),
    ("KommunKod", parses::<KommunKod>),
    ("LanKod", parses::<LanKod>),
    ("Organisationsnummer", parses::<Organisationsnummer>),
    ("Belopp", parses::<Belopp>),
];

fn parses<T: FromStr>(text: &str) -> bool {
    text.parse::<T>().is_ok()
}

/// Compiles the schema of `T`.
pub(super) fn compile<T: ToSchema>() -> Option<Validator> {
    let options = jsonschema::draft202012::options().should_validate_formats(true);
    let options = PARSED.into_iter().fold(options, |options, (name, check)| options.with_format(name, check));
    options.build(&document::<T>()?).ok()
}

/// The schema of `T` with all that it refers to, one document.
fn document<T: ToSchema>() -> Option<Value> {
    let mut named = vec![];
    T::schemas(&mut named);
    let mut named = json!(BTreeMap::from_iter(named));
    for (name, _) in PARSED {
        if let Some(schema) = named.get_mut(name).and_then(Value::as_object_mut) {
            schema.remove("pattern");
            schema.insert("format".to_owned(), name.into());
        }
    }
    let mut document = serde_json::to_value(T::schema()).ok()?;
    document.as_object_mut()?.insert("components".to_owned(), json!({ "schemas": named }));
    Some(document)
}

struct Found(Vec<Avvikelse>);

impl Found {
    fn add(&mut self, error: &ValidationError<'_>) {
        let place = error.instance_path().as_str();
        match error.kind() {
            Kind::AdditionalProperties { unexpected } | Kind::UnevaluatedProperties { unexpected } => {
                for name in unexpected {
                    self.unknown(place, name);
                }
            }
            Kind::Required { property } => {
                let place = citat::place(place).join(property.as_str().unwrap_or_default());
                self.0.push(FMT_04.at(place));
            }
            Kind::AnyOf { context } | Kind::OneOfNotValid { context } => self.best_branch(error, context),
            Kind::Format { format } if format == "PartKod" => {
                let text = error.instance().as_str().unwrap_or_default();
                self.push(part_rule(text), error, format_example(format));
            }
            kind => {
                let (regel, expected) = rule(kind);
                self.push(regel, error, expected);
            }
        }
    }

    fn push(&mut self, regel: &'static Regel, error: &ValidationError<'_>, expected: impl Into<Cow<'static, str>>) {
        let place = error.instance_path().as_str();
        let mut finding = regel.at(citat::place(place)).expected(expected);
        finding.varde = citat::value(place, error.instance());
        self.0.push(finding);
    }

    fn unknown(&mut self, place: &str, name: &str) {
        let parent = citat::place(place);
        self.0.push(if citat::is_harmless(name) {
            FMT_03.at(parent.join(name))
        } else {
            FMT_03.at(parent).saying("Ett fält här är okänt.", "A field here is unknown.")
        });
    }

    /// Of several schemas of which one should fit, speaks for the one that was most likely meant: not the one for
    /// null, and among the rest the one with the fewest faults.
    fn best_branch(&mut self, error: &ValidationError<'_>, branches: &[Vec<ValidationError<'static>>]) {
        let place = error.instance_path().as_str();
        let meant = branches.iter().filter(|branch| !is_null_branch(branch, place)).min_by_key(|branch| branch.len());
        match meant {
            Some(branch) => branch.iter().for_each(|error| self.add(error)),
            None => self.push(&FMT_02, error, "another type"),
        }
    }

    /// In order of place; at a place where the type is wrong nothing else is said, and nothing is said twice.
    fn finish(mut self) -> Vec<Avvikelse> {
        self.0.sort_by(|a, b| (&a.pekare, &a.kod).cmp(&(&b.pekare, &b.kod)));
        self.0.dedup_by(|later, first| {
            later.pekare == first.pekare && (first.kod == FMT_02.kod || later.kod == first.kod)
        });
        self.0
    }
}

fn is_null_branch(branch: &[ValidationError<'_>], place: &str) -> bool {
    branch.iter().any(|error| {
        error.instance_path().as_str() == place
            && matches!(error.kind(), Kind::Type { kind: TypeKind::Single(JsonType::Null) })
    })
}

/// The rule that a broken keyword stands for, and what was expected.
fn rule(kind: &Kind) -> (&'static Regel, Cow<'static, str>) {
    match kind {
        Kind::Type { kind } => (&FMT_02, types(kind).into()),
        Kind::Enum { options } => (&FMT_05, codes(options).into()),
        Kind::Constant { expected_value } => (&FMT_05, codes(expected_value).into()),
        Kind::Format { format } => (format_rule(format), format_example(format)),
        Kind::Pattern { pattern } => (&FMT_06, format!("text that matches {pattern}").into()),
        Kind::Minimum { limit } => (&FMT_07, format!("at least {limit}").into()),
        Kind::Maximum { limit } => (&FMT_07, format!("at most {limit}").into()),
        Kind::ExclusiveMinimum { limit } => (&FMT_07, format!("more than {limit}").into()),
        Kind::ExclusiveMaximum { limit } => (&FMT_07, format!("less than {limit}").into()),
        Kind::MinLength { limit } => (&FMT_07, format!("at least {limit} characters").into()),
        Kind::MaxLength { limit } => (&FMT_07, format!("at most {limit} characters").into()),
        Kind::MinItems { limit } => (&FMT_07, format!("at least {limit} elements").into()),
        Kind::MaxItems { limit } => (&FMT_07, format!("at most {limit} elements").into()),
        Kind::UniqueItems => (&FMT_07, "each element once".into()),
        other => (&FMT_02, format!("what the schema says: {}", other.keyword()).into()),
    }
}

/// The rule that a text breaks that is not of a format.
fn format_rule(format: &str) -> &'static Regel {
    match format {
        "KommunKod" => &ID_06,
        "LanKod" => &ID_07,
        "Organisationsnummer" => &ID_05,
        _ => &FMT_06,
    }
}

/// The rule that a text breaks that names no part: of a region or a kommun its code, of anything else the code list.
pub(super) fn part_rule(text: &str) -> &'static Regel {
    match text.split_once(':') {
        Some(("kommun", _)) => &ID_06,
        Some(("region" | "forsakringskassa" | "lansarbetsnamnd", _)) => &ID_07,
        _ => &FMT_05,
    }
}

fn types(kind: &TypeKind) -> String {
    match kind {
        TypeKind::Single(one) => one.to_string(),
        TypeKind::Multiple(several) => {
            let names = several.into_iter().filter(|one| *one != JsonType::Null);
            names.map(JsonType::as_str).collect::<Vec<_>>().join(" or ")
        }
    }
}

fn codes(options: &Value) -> String {
    let one = |value: &Value| value.as_str().map_or_else(|| value.to_string(), str::to_owned);
    let all = options.as_array().map_or(std::slice::from_ref(options), Vec::as_slice);
    all.iter().filter(|value| !value.is_null()).map(one).collect::<Vec<_>>().join(", ")
}

fn format_example(format: &str) -> Cow<'static, str> {
    match format {
        "date" => "a date YYYY-MM-DD".into(),
        "date-time" => "a time of RFC 3339, as 2014-05-01T12:00:00Z".into(),
        "uuid" => "a UUID, as 0190a5c0-7c00-7000-8000-000000000001".into(),
        "PartKod" => "the code of a part, as kommun:2280".into(),
        "KommunKod" => "a kommunkod of four digits, as 2280".into(),
        "LanKod" => "a länskod of two digits, as 22".into(),
        "Organisationsnummer" => "an organisationsnummer, as 802005-1952".into(),
        "Belopp" => "kronor as text, as 453000.00".into(),
        other => other.to_owned().into(),
    }
}
