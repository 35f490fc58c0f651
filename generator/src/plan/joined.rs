//! Enums that stay one: what had one enum by the lock keeps it when the values are no longer the same everywhere.
//!
//! An enum keeps unknown values, so more variants than a use needs are harmless; but splitting an enum in two
//! would rename the type of some uses.

use std::collections::BTreeMap;

use super::locked::ByLock;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Enumeration, Ir, TypeDef, TypeShape};
use crate::lock::Key;

/// Types that are replaced by another.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// What each of them has become a part of.
    pub(super) into: BTreeMap<usize, usize>,
    /// What the others have become.
    pub(super) definitions: BTreeMap<usize, TypeDef>,
}

impl Joined {
    /// Joins enums of those that wait for a name, if they had the name of another. Of each group the first by its key
    /// has the name and what is said of it, whoever had it before.
    pub(super) fn of(
        ir: &Ir,
        keys: &[Vec<Key>],
        by_lock: &mut ByLock,
        waiting: &[usize],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut groups: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for (index, keeper) in &by_lock.without {
            let can_join =
                kind(&ir.types[*index]).is_some_and(|own| kind(&ir.types[*keeper]) == Some(own));
            if can_join && waiting.contains(index) {
                groups.entry(*keeper).or_default().push(*index);
            }
        }
        let mut joined = Self::default();
        for (keeper, mut members) in groups {
            let Some(name) = by_lock.names.remove(&keeper) else {
                continue;
            };
            members.push(keeper);
            members.sort_by_key(|index| &keys[*index]);
            let first = match waiting.contains(&keeper) {
                true => members[0],
                // The manifest has named it.
                false => keeper,
            };
            let mut whole = ir.types[first].clone();
            for index in members.into_iter().filter(|index| *index != first) {
                let own = &ir.types[index];
                let differs = add(&mut whole, own);
                if differs {
                    note(own, &name, diagnostics);
                }
                joined.into.insert(index, first);
            }
            joined.definitions.insert(first, whole);
            by_lock.names.insert(first, name);
        }
        joined
    }
}

fn note(own: &TypeDef, name: &str, diagnostics: &mut Diagnostics) {
    let place = own.uses.first();
    let place = place.map_or(String::new(), |it| format!(" of `{}`", it.name));
    let message = format!(
        "the values{place} differ from the other schemas with the enum `{name}`: the enum has the values of all"
    );
    let help = format!("`bindery codegen --refresh-names {name}` generates separate enums");
    let place = Place::key(own.pointer.clone());
    diagnostics.push(Diagnostic::new(Code::EnumShared, place, message).help(help));
}

/// Whether an enum has strings; none for other types.
fn kind(definition: &TypeDef) -> Option<bool> {
    match &definition.shape {
        TypeShape::Enumeration(values) => Some(matches!(values, Enumeration::Strings(_))),
        _ => None,
    }
}

/// Adds the values, their labels and the places of another enum, and says whether its values were others.
fn add(whole: &mut TypeDef, own: &TypeDef) -> bool {
    let differs = match (&mut whole.shape, &own.shape) {
        (
            TypeShape::Enumeration(Enumeration::Strings(all)),
            TypeShape::Enumeration(Enumeration::Strings(some)),
        ) => add_values(all, some),
        (
            TypeShape::Enumeration(Enumeration::Integers(all)),
            TypeShape::Enumeration(Enumeration::Integers(some)),
        ) => add_values(all, some),
        _ => false,
    };
    whole.uses.extend(own.uses.iter().cloned());
    for (value, label) in &own.labels {
        if let Err(at) = whole.labels.binary_search_by(|(known, _)| known.cmp(value)) {
            whole.labels.insert(at, (value.clone(), label.clone()));
        }
    }
    differs
}

fn add_values<T: Clone + PartialEq>(all: &mut Vec<T>, some: &[T]) -> bool {
    let count = all.len();
    for value in some {
        if !all.contains(value) {
            all.push(value.clone());
        }
    }
    all.len() > count || some.len() < count
}
