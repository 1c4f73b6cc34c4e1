//! Every date in the document without an example gets one, as the national profile asks.

use utoipa::openapi::RefOr;
use utoipa::openapi::path::Operation;
use utoipa::openapi::schema::{ArrayItems, Components, KnownFormat, Object, Schema, SchemaFormat};

/// Gives the dates of all schemas their example.
pub(super) fn in_components(components: &mut Components) {
    components.schemas.values_mut().for_each(in_schema);
}

/// Gives the dates among an operation's parameters their example.
pub(super) fn in_operation(operation: &mut Operation) {
    let parameters = operation.parameters.iter_mut().flatten();
    for parameter in parameters {
        if let RefOr::T(parameter) = parameter
            && let Some(schema) = &mut parameter.schema
        {
            in_schema(schema);
        }
    }
}

fn in_schema(schema: &mut RefOr<Schema>) {
    let RefOr::T(schema) = schema else { return };
    match schema {
        Schema::Object(object) => in_object(object),
        Schema::Array(array) => {
            if let ArrayItems::RefOrSchema(items) = &mut array.items {
                in_schema(items);
            }
        }
        Schema::OneOf(one_of) => one_of.items.iter_mut().for_each(in_schema),
        Schema::AllOf(all_of) => all_of.items.iter_mut().for_each(in_schema),
        Schema::AnyOf(any_of) => any_of.items.iter_mut().for_each(in_schema),
        _ => {}
    }
}

fn in_object(object: &mut Object) {
    let is_date = matches!(object.format, Some(SchemaFormat::KnownFormat(KnownFormat::Date)));
    if is_date && object.example.is_none() {
        object.example = Some("2014-02-03".into());
    }
    object.properties.values_mut().for_each(in_schema);
}
