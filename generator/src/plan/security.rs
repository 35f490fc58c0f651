//! What operations need to be authorized by.

use crate::ir::{Ir, Needed, Operation, SchemeKind};

/// The alternatives, each with the names of its schemes.
pub(super) fn alternatives(operation: &Operation) -> Vec<Vec<String>> {
    let names = |needed: &Vec<Needed>| needed.iter().map(|it| it.scheme.clone()).collect();
    operation.security.iter().map(names).collect()
}

/// What tokens are asked for with, for each scheme of each alternative; empty where the client asks
/// for no token, or for one without scopes.
pub(super) fn scopes(ir: &Ir, operation: &Operation) -> Vec<Vec<Vec<String>>> {
    let asks = |name: &str| {
        let mut schemes = ir.schemes.iter();
        schemes.any(|scheme| {
            scheme.name == name && matches!(scheme.kind, SchemeKind::ClientCredentials { .. })
        })
    };
    let of_scheme = |needed: &Needed| match asks(&needed.scheme) {
        true => needed.scopes.clone(),
        false => Vec::new(),
    };
    let all: Vec<Vec<Vec<String>>> = operation
        .security
        .iter()
        .map(|alternative| alternative.iter().map(of_scheme).collect())
        .collect();
    let none = all.iter().flatten().all(Vec::is_empty);
    if none { Vec::new() } else { all }
}
