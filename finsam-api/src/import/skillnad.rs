//! What is different between two records, field by field.

use finsam_core::deltagande::Deltagande;
use finsam_core::protokoll::Faltandring;
use finsam_core::regel::{Pekare, Varde};
use finsam_store::rum::Beredd;
use serde_json::Value;

/// What a record changes of the one that stands there, if one does. Who it is about is never shown, only whether it is
/// somebody else than before.
///
/// # Errors
/// When a record has no JSON form.
pub(super) fn changes(standing: Option<&Deltagande>, new: &Beredd) -> serde_json::Result<Vec<Faltandring>> {
    let before = standing.map(|standing| serde_json::to_value(&standing.post)).transpose()?;
    let mut found = Vec::new();
    let same_person = standing.map_or_else(|| !new.has_person(), |standing| new.is_about(standing));
    if !same_person {
        found.push(hidden());
    }
    found.append(&mut differences(before.as_ref(), Some(&serde_json::from_str(new.post())?)));
    Ok(found)
}

/// What a deletion takes away.
///
/// # Errors
/// When the record has no JSON form.
pub(super) fn removes(standing: &Deltagande) -> serde_json::Result<Vec<Faltandring>> {
    let person = standing.personnummer.is_some() || standing.reservnummer.is_some();
    let mut found: Vec<_> = person.then(hidden).into_iter().collect();
    found.append(&mut differences(Some(&serde_json::to_value(&standing.post)?), None));
    Ok(found)
}

/// Every field that is not the same before and after; nothing stands where there is no value.
pub(crate) fn differences(before: Option<&Value>, after: Option<&Value>) -> Vec<Faltandring> {
    let mut found = Vec::new();
    compare(&Pekare::default(), before, after, &mut found);
    found
}

fn hidden() -> Faltandring {
    Faltandring { pekare: Pekare::from("/identitet"), fore: None, efter: None, dold: true }
}

/// Goes through both down to what has no parts.
fn compare(place: &Pekare, before: Option<&Value>, after: Option<&Value>, found: &mut Vec<Faltandring>) {
    if before == after {
        return;
    }
    let mut members: Vec<String> = Vec::new();
    for value in [before, after].into_iter().flatten() {
        for member in names(value) {
            if !members.contains(&member) {
                members.push(member);
            }
        }
    }
    for member in &members {
        compare(&place.join(member), part(before, member), part(after, member), found);
    }
    let (fore, efter) = (before.and_then(leaf), after.and_then(leaf));
    if fore != efter {
        found.push(Faltandring { pekare: place.clone(), fore, efter, dold: false });
    }
}

/// What a value has parts under.
fn names(value: &Value) -> Vec<String> {
    match value {
        Value::Object(members) => members.keys().cloned().collect(),
        Value::Array(elements) => (0..elements.len()).map(|index| index.to_string()).collect(),
        _ => Vec::new(),
    }
}

fn part<'v>(value: Option<&'v Value>, name: &str) -> Option<&'v Value> {
    match value? {
        Value::Object(members) => members.get(name),
        Value::Array(elements) => elements.get(name.parse::<usize>().ok()?),
        _ => None,
    }
}

/// What has no parts.
fn leaf(value: &Value) -> Option<Varde> {
    match value {
        Value::Null | Value::Object(_) | Value::Array(_) => None,
        Value::Bool(value) => Some(Varde::Sant(*value)),
        Value::String(text) => Some(Varde::Text(text.clone())),
        Value::Number(number) => Some(number.as_i64().map_or_else(|| Varde::Text(number.to_string()), Varde::Tal)),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use serde_json::json;

    use super::*;

    fn compared(before: Option<&Value>, after: Option<&Value>) -> Vec<(String, Option<Varde>, Option<Varde>)> {
        differences(before, after)
            .into_iter()
            .map(|one| (one.pekare.as_str().to_owned(), one.fore, one.efter))
            .collect()
    }

    #[test]
    fn each_field_that_differs_is_named() {
        let before = json!({"a": 1, "b": {"c": ["x", "y"], "d": true}, "same": [1]});
        let after = json!({"a": 2, "b": {"c": ["x"], "e": "ny"}, "same": [1]});
        let text = |text: &str| Some(Varde::Text(text.to_owned()));
        let mut found = compared(Some(&before), Some(&after));
        found.sort_by(|one, other| one.0.cmp(&other.0));
        let expected = [
            ("/a", Some(Varde::Tal(1)), Some(Varde::Tal(2))),
            ("/b/c/1", text("y"), None),
            ("/b/d", Some(Varde::Sant(true)), None),
            ("/b/e", None, text("ny")),
        ];
        assert_eq!(found, expected.map(|(place, fore, efter)| (place.to_owned(), fore, efter)));
        assert_eq!(compared(None, Some(&json!({"a": {"b": 1}}))), [("/a/b".to_owned(), None, Some(Varde::Tal(1)))]);
    }

    proptest! {
        #[test]
        fn nothing_differs_only_between_equals(one in prop::collection::vec(0_i64..3, 0..5), other in prop::collection::vec(0_i64..3, 0..5)) {
            let (before, after) = (json!({"a": one}), json!({"a": other}));
            prop_assert_eq!(compared(Some(&before), Some(&after)).is_empty(), one == other);
        }
    }
}
