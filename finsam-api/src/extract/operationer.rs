//! Which operation a request asks for: the `operationId` that the document gives its method and route.

use std::collections::BTreeMap;

use finsam_core::atkomst::Operation;
use utoipa::openapi::OpenApi;

use crate::openapi::named;

/// The operations by method and route, as `GET /finsam/v1/forbund/{id}`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Operationer(BTreeMap<String, Operation>);

impl Operationer {
    /// Those of a document. One that stands in no row of the core's table is left out, and so refused to everybody.
    pub(crate) fn of(document: &OpenApi) -> Self {
        let known = named(document).filter_map(|(handling, id)| Some((handling, Operation::from_code(id)?)));
        Self(known.collect())
    }

    /// The operation of a request. HEAD is GET without its body.
    pub(crate) fn find(&self, handling: &str) -> Option<Operation> {
        match handling.strip_prefix("HEAD ") {
            Some(route) => self.0.get(&format!("GET {route}")).copied(),
            None => self.0.get(handling).copied(),
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::openapi::{OPPEN, document};

    #[test]
    fn every_operation_of_the_document_has_a_row_and_every_row_an_operation() {
        let document = document();
        let documented: Vec<&str> = named(&document).map(|(_, id)| id).collect();
        let rows: BTreeSet<&str> = Operation::ALL.iter().map(|operation| operation.code()).collect();
        assert_eq!(documented.iter().copied().collect::<BTreeSet<_>>(), rows);
        assert_eq!(documented.len(), rows.len(), "an id stands twice");
        let all = document.paths.paths.values().flat_map(|item| {
            [&item.get, &item.put, &item.post, &item.delete, &item.patch, &item.head, &item.options, &item.trace]
        });
        assert_eq!(all.flatten().count(), rows.len(), "one has no id, or another method");
    }

    #[test]
    fn the_document_asks_for_a_key_exactly_where_the_table_does() {
        let document = document();
        for item in document.paths.paths.values() {
            for operation in [&item.get, &item.put, &item.post, &item.delete].into_iter().flatten() {
                let id = operation.operation_id.as_deref().unwrap();
                let tagged = operation.tags.iter().flatten().any(|tag| tag == OPPEN);
                assert_eq!(Operation::from_code(id).unwrap().is_open(), tagged, "{id}");
            }
        }
    }

    #[test]
    fn a_request_is_known_by_its_method_and_route() {
        let operationer = Operationer::of(&document());
        let find = |handling: &str| operationer.find(handling);
        assert_eq!(find("GET /finsam/v1/forbund/{id}"), Some(Operation::HamtaForbund));
        assert_eq!(find("HEAD /finsam/v1/forbund/{id}"), Some(Operation::HamtaForbund));
        assert_eq!(find("PUT /finsam/v1/forbund/{id}"), Some(Operation::AndraForbund));
        assert_eq!(find("PATCH /finsam/v1/forbund/{id}"), None);
        assert_eq!(find("GET -"), None);
    }
}
