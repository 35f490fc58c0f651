//! Which type of the one document is which of the other: by component, by pattern, or by a place that both have.

use std::collections::BTreeMap;

use crate::ir::{Ir, TypeDef, TypeShape};
use crate::name::Ident;

/// What joins two documents.
pub(super) struct Joined {
    /// The identity of each type of the older document, in its order.
    pub(super) old: Vec<String>,
    /// The same of the newer one.
    pub(super) new: Vec<String>,
    /// The newer names of types, by the older ones.
    pub(super) renamed: BTreeMap<String, String>,
}

/// A document's types with their names.
type Named<'a> = (&'a Ir, &'a [Ident]);

/// Joins two documents. What has no partner by what the document calls it has one by its Rust name: a type that moved
/// to a place of its own kept that.
pub(super) fn join((old, old_names): Named<'_>, (new, new_names): Named<'_>) -> Joined {
    let mut joined = Joined {
        old: old.types.iter().map(first).collect(),
        new: new.types.iter().map(first).collect(),
        renamed: BTreeMap::new(),
    };
    let places = places(new);
    let mut partners: BTreeMap<usize, usize> = BTreeMap::new();
    let mut taken = vec![false; new.types.len()];
    // Where a type has split or types are one now, the one that kept the name goes on.
    for must_keep_name in [true, false] {
        for (index, definition) in old.types.iter().enumerate() {
            let found = identities(definition);
            let found = found.iter().filter_map(|it| places.get(it));
            let mut free = found.flatten().copied().filter(|at| !taken[*at]);
            let fits = |at: &usize| !must_keep_name || new_names[*at] == old_names[index];
            if !partners.contains_key(&index)
                && let Some(partner) = free.find(fits)
            {
                taken[partner] = true;
                partners.insert(index, partner);
            }
        }
    }
    for (index, name) in old_names.iter().enumerate() {
        let same = |at: &usize| !taken[*at] && new_names[*at] == *name;
        if !partners.contains_key(&index)
            && let Some(partner) = (0..new.types.len()).find(same)
        {
            taken[partner] = true;
            partners.insert(index, partner);
        }
    }
    for (index, partner) in partners {
        joined.new[partner] = joined.old[index].clone();
        let (old, new) = (old_names[index].to_string(), new_names[partner].to_string());
        joined.renamed.insert(old, new);
    }
    joined
}

/// The types of a document by all that they are known by.
fn places(ir: &Ir) -> BTreeMap<String, Vec<usize>> {
    let mut places: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, definition) in ir.types.iter().enumerate() {
        for identity in identities(definition) {
            places.entry(identity).or_default().push(index);
        }
    }
    places
}

fn first(definition: &TypeDef) -> String {
    identities(definition)
        .into_iter()
        .next()
        .unwrap_or_default()
}

/// What a type is known by; never empty, the best first.
fn identities(definition: &TypeDef) -> Vec<String> {
    if let Some(component) = &definition.component {
        return vec![format!("component {component}")];
    }
    if let TypeShape::Text(text) = &definition.shape {
        return vec![format!("pattern {}", text.pattern)];
    }
    let mut sites: Vec<String> = definition
        .uses
        .iter()
        .map(|used| format!("site {}.{}", used.owner, used.name))
        .collect();
    sites.sort();
    sites.push(format!("place {}", definition.pointer));
    sites
}
