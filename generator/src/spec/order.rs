//! The order of what has none: entries that a document can write in any order are kept in one, so that equal
//! documents make equal crates.
//!
//! Properties keep the order of the document, in which bodies mostly come, and media types keep the order in which
//! they are preferred.

use indexmap::IndexMap;
use openapiv3::{OpenAPI, PathItem, ReferenceOr, StatusCode};

/// Sorts paths, components and responses by their keys.
pub(super) fn sort(api: &mut OpenAPI) {
    api.paths.paths.sort_unstable_keys();
    for item in api.paths.paths.values_mut() {
        if let ReferenceOr::Item(item) = item {
            sort_answers(item);
        }
    }
    let Some(components) = &mut api.components else {
        return;
    };
    components.schemas.sort_unstable_keys();
    components.security_schemes.sort_unstable_keys();
    for response in components.responses.values_mut() {
        if let ReferenceOr::Item(response) = response {
            response.headers.sort_unstable_keys();
        }
    }
}

fn sort_answers(item: &mut PathItem) {
    let operations = [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.delete,
        &mut item.options,
        &mut item.head,
        &mut item.patch,
        &mut item.trace,
    ];
    for operation in operations.into_iter().flatten() {
        let responses: &mut IndexMap<StatusCode, _> = &mut operation.responses.responses;
        responses.sort_by(|one, _, other, _| rank(one).cmp(&rank(other)));
        for response in responses.values_mut() {
            if let ReferenceOr::Item(response) = response {
                response.headers.sort_unstable_keys();
            }
        }
    }
}

/// Each code stands before the range that it is in.
fn rank(status: &StatusCode) -> (u16, bool, u16) {
    match status {
        StatusCode::Code(code) => (code / 100, false, *code),
        StatusCode::Range(first) => (*first, true, 0),
    }
}
