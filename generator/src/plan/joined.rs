//! Enums that stay one: places that had one enum by the lock keep it when some of them have more values than others.
//!
//! An enum keeps values that it does not know, so that more variants than a place has values do no harm; but two enums
//! in the place of one would rename the type of each place that leaves.

use std::collections::BTreeMap;

use super::locked::ByLock;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Enumeration, Ir, TypeDef, TypeShape};

/// Types that are no types of their own.
#[derive(Debug, Default)]
pub(super) struct Joined {
    /// What each of them has become a part of.
    pub(super) into: BTreeMap<usize, usize>,
    /// What the others have become.
    pub(super) definitions: BTreeMap<usize, TypeDef>,
}

impl Joined {
    /// Joins enums of those that wait for a name, if their places had the name of another, and the values of one are
    /// values of the other.
    pub(super) fn of(
        ir: &Ir,
        by_lock: &ByLock,
        waiting: &[usize],
        diagnostics: &mut Diagnostics,
    ) -> Self {
        let mut joined = Self::default();
        let without = by_lock.without.iter();
        for (index, keeper) in without.filter(|(index, _)| waiting.contains(index)) {
            let own = &ir.types[*index];
            let known = joined.definitions.get(keeper);
            let known = known.unwrap_or(&ir.types[*keeper]);
            let Some(whole) = together(known, own) else {
                continue;
            };
            joined.note(own, &by_lock.names[keeper], diagnostics);
            joined.into.insert(*index, *keeper);
            joined.definitions.insert(*keeper, whole);
        }
        joined
    }

    fn note(&self, own: &TypeDef, name: &str, diagnostics: &mut Diagnostics) {
        let place = own.uses.first();
        let place = place.map_or(String::new(), |it| format!(" of `{}`", it.name));
        let message = format!(
            "the values{place} differ from those of other places that have the enum `{name}`: it has the values of all"
        );
        let help = format!("`cargo xtask codegen --refresh-names {name}` makes enums of their own");
        let place = Place::key(own.pointer.clone());
        diagnostics.push(Diagnostic::new(Code::EnumShared, place, message).help(help));
    }
}

fn together(known: &TypeDef, own: &TypeDef) -> Option<TypeDef> {
    let (TypeShape::Enumeration(all), TypeShape::Enumeration(some)) = (&known.shape, &own.shape)
    else {
        return None;
    };
    let values = match (all, some) {
        (Enumeration::Strings(all), Enumeration::Strings(some)) => {
            Enumeration::Strings(union(all, some)?)
        }
        (Enumeration::Integers(all), Enumeration::Integers(some)) => {
            Enumeration::Integers(union(all, some)?)
        }
        _ => return None,
    };
    let mut whole = known.clone();
    whole.shape = TypeShape::Enumeration(values);
    whole.uses.extend(own.uses.iter().cloned());
    for (value, label) in &own.labels {
        if let Err(at) = whole.labels.binary_search_by(|(known, _)| known.cmp(value)) {
            whole.labels.insert(at, (value.clone(), label.clone()));
        }
    }
    Some(whole)
}

/// All values, if one list has those of the other.
fn union<T: Clone + PartialEq>(all: &[T], some: &[T]) -> Option<Vec<T>> {
    let is_within = |one: &[T], other: &[T]| one.iter().all(|value| other.contains(value));
    if !is_within(all, some) && !is_within(some, all) {
        return None;
    }
    let added = some.iter().filter(|value| !all.contains(value));
    Some(all.iter().chain(added).cloned().collect())
}
