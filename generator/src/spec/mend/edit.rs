//! Changes of a document.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use crate::pointer::Pointer;

use super::super::dialect::Origins;
pub(super) use super::super::reference::at_mut as node;

/// The items of lists that are taken out at the end of a round: until then, pointers hold.
#[derive(Default)]
pub(super) struct Edits(BTreeMap<Pointer, BTreeSet<usize>>);

impl Edits {
    /// Takes the node at a pointer out of what holds it; says whether it was there.
    pub(super) fn remove(&mut self, root: &mut Value, at: &Pointer) -> bool {
        let (Some(above), Some(token)) = (at.parent(), at.last()) else {
            return false;
        };
        match node(root, &above) {
            Some(Value::Mapping(entries)) => entries.shift_remove(token).is_some(),
            Some(Value::Sequence(items)) => match token.parse() {
                Ok(index) if index < items.len() => self.0.entry(above).or_default().insert(index),
                _ => false,
            },
            _ => false,
        }
    }

    /// Takes out the items, and keeps where those behind them were written.
    pub(super) fn sweep(self, root: &mut Value, origins: &mut Origins) {
        for (list, removed) in self.0 {
            let Some(Value::Sequence(items)) = node(root, &list) else {
                continue;
            };
            let count = items.len();
            let kept = (0..count).filter(|index| !removed.contains(index));
            let written: Vec<_> = kept
                .clone()
                .map(|index| origins.written(&list.index(index)))
                .collect();
            let kept: Vec<_> = kept.collect();
            let mut old = std::mem::take(items)
                .into_iter()
                .map(Some)
                .collect::<Vec<_>>();
            items.extend(kept.iter().filter_map(|index| old[*index].take()));
            for (new, (old, written)) in kept.into_iter().zip(written).enumerate() {
                if new != old {
                    origins.derived(list.index(new), written);
                }
            }
        }
    }
}

/// The mapping at a pointer.
pub(super) fn mapping<'v>(root: &'v mut Value, at: &Pointer) -> Option<&'v mut Mapping> {
    node(root, at)?.as_mapping_mut()
}

/// Gives a key of a mapping another name, at the same position.
pub(super) fn rename(entries: &mut Mapping, from: &str, to: &str) -> bool {
    if entries.contains_key(to) || !entries.contains_key(from) {
        return false;
    }
    let old = std::mem::take(entries);
    for (key, value) in old {
        match key.as_str() == Some(from) {
            true => entries.insert(to.into(), value),
            false => entries.insert(key, value),
        };
    }
    true
}
