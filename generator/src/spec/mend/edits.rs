//! Changes of a document.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use crate::pointer::Pointer;

use super::super::dialect::Origins;
use super::super::edit::{self, node};

/// The items of lists that are taken out at the end of a round: until then, pointers hold.
#[derive(Default)]
pub(super) struct Edits(BTreeMap<Pointer, BTreeSet<usize>>);

impl Edits {
    /// Removes the node at a pointer from its parent; returns whether it existed.
    pub(super) fn remove(&mut self, root: &mut Value, at: &Pointer) -> bool {
        let (Some(above), Some(token)) = (at.parent(), at.last()) else {
            return false;
        };
        match node(root, &above) {
            Some(Value::Sequence(items)) => match token.parse() {
                Ok(index) if index < items.len() => self.0.entry(above).or_default().insert(index),
                _ => false,
            },
            _ => edit::remove(root, at),
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
