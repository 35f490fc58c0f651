//! Which type of the one document is which of the other: by component, by pattern, or by a place that both have.

use std::collections::BTreeMap;

use super::Side;
use crate::lock::Key;
use crate::plan::TypeKeys;

/// What joins two documents.
pub(super) struct Joined {
    /// The identity of each type of the older document, in its order.
    pub(super) old: Vec<String>,
    /// The same of the newer one.
    pub(super) new: Vec<String>,
    /// The newer names of types, by the older ones.
    pub(super) renamed: BTreeMap<String, String>,
}

/// Joins two documents. An item without a partner by its identity in the document is matched by its Rust
/// name: a type that moved into a separate schema keeps its name.
pub(super) fn join(old: &Side, new: &Side) -> Joined {
    let (old_keys, new_keys) = (
        TypeKeys::of_document(&old.ir),
        TypeKeys::of_document(&new.ir),
    );
    let (old_names, new_names) = (&old.names, &new.names);
    // The keys of their own are of no other type.
    let identity = |keys: &Vec<Key>| keys.first().map(Key::to_string).unwrap_or_default();
    let mut joined = Joined {
        old: old_keys.own.iter().map(identity).collect(),
        // What has no partner is no part of the older document, whatever it is called there.
        new: new_keys
            .own
            .iter()
            .map(|keys| format!("new {}", identity(keys)))
            .collect(),
        renamed: BTreeMap::new(),
    };
    let mut places: BTreeMap<&Key, Vec<usize>> = BTreeMap::new();
    for (index, keys) in new_keys.all.iter().enumerate() {
        for key in keys {
            places.entry(key).or_default().push(index);
        }
    }
    let mut partners: BTreeMap<usize, usize> = BTreeMap::new();
    let mut taken = vec![false; new_keys.all.len()];
    // If a type was split or several types were merged, the one that keeps the name is matched first.
    for must_keep_name in [true, false] {
        for (index, keys) in old_keys.all.iter().enumerate() {
            let found = keys.iter().filter_map(|it| places.get(it));
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
            && let Some(partner) = (0..taken.len()).find(same)
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
