//! Names that several want.

use std::collections::{BTreeMap, BTreeSet};

/// Which of its candidates each wish comes to: of the rivals for one name, one that has no other keeps it, else
/// the one that wants it most, else the first; the others move on to their next ones.
///
/// It goes in rounds; only a name that someone moved on to needs another look.
pub(super) fn settle(wishes: &[Vec<String>], taken: impl Fn(&str) -> bool) -> Vec<usize> {
    let mut levels = vec![0; wishes.len()];
    let mut wanted: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (index, candidates) in wishes.iter().enumerate() {
        wanted.entry(&candidates[0]).or_default().insert(index);
    }
    let mut names: BTreeSet<&str> = wanted.keys().copied().collect();
    while !names.is_empty() {
        let mut movers = Vec::new();
        for name in std::mem::take(&mut names) {
            let Some(rivals) = wanted.get_mut(name) else {
                continue;
            };
            let can_move = |index: &usize| levels[*index] + 1 < wishes[*index].len();
            let stays = |index: &usize| (can_move(index), levels[*index], *index);
            let staying = match taken(name) {
                true => None,
                false => rivals.iter().copied().min_by_key(stays),
            };
            let leaving = |index: &usize| Some(*index) != staying && can_move(index);
            movers.extend(rivals.iter().copied().filter(leaving));
            rivals.retain(|index| !leaving(index));
        }
        for index in movers {
            levels[index] += 1;
            let name = wishes[index][levels[index]].as_str();
            wanted.entry(name).or_default().insert(index);
            names.insert(name);
        }
    }
    levels
}
