//! Handles: operations grouped by the path that they share, and what the groups may be called.

use std::collections::BTreeMap;

use crate::ir::{Ir, Operation, Segment};
use crate::name;

/// Operations below one path, not yet named.
pub(super) struct Group<'a> {
    /// The segments of the path; the last has no parameter unless it is the only one.
    pub(super) segments: &'a [Segment],
    pub(super) operations: Vec<&'a Operation>,
}

/// Groups operations by their path without the parameter at its end. An operation that has a path
/// to itself, without a parameter and with nothing below it, has no parent: it stands alone.
pub(super) fn groups(ir: &Ir) -> (Vec<Group<'_>>, Vec<&Operation>) {
    let mut index: BTreeMap<Vec<&str>, usize> = BTreeMap::new();
    let mut groups: Vec<Group<'_>> = Vec::new();
    for operation in &ir.operations {
        let segments = handle_segments(&operation.path.segments);
        let key: Vec<&str> = segments.iter().map(Segment::stem).collect();
        let position = *index.entry(key).or_insert(groups.len());
        match groups.get_mut(position) {
            Some(group) => group.operations.push(operation),
            None => groups.push(Group {
                segments,
                operations: vec![operation],
            }),
        }
    }
    let is_alone = |group: &Group<'_>| {
        let key: Vec<&str> = group.segments.iter().map(Segment::stem).collect();
        let below = index
            .range(key.clone()..)
            .nth(1)
            .is_some_and(|(next, _)| next.starts_with(&key));
        let parameters = group
            .operations
            .iter()
            .flat_map(|operation| &operation.path.segments);
        let is_custom = |operation: &&Operation| operation.path.custom_method().is_some();
        group.operations.len() == 1
            && !group.operations.iter().any(is_custom)
            && !below
            && parameters
                .into_iter()
                .all(|segment| segment.parameters.is_empty())
    };
    let (alone, groups): (Vec<_>, Vec<_>) = groups.into_iter().partition(is_alone);
    (
        groups,
        alone
            .into_iter()
            .flat_map(|group| group.operations)
            .collect(),
    )
}

fn handle_segments(segments: &[Segment]) -> &[Segment] {
    match segments {
        [before @ .., last] if !last.parameters.is_empty() && is_named(before) => before,
        _ => segments,
    }
}

fn is_named(segments: &[Segment]) -> bool {
    segments.iter().any(|segment| segment.parameters.is_empty())
}

/// The names that a handle may have as words, plainest first: the segments since the last
/// parameter, then those qualified by what stands before them.
pub(super) fn handle_names(group: &Group<'_>) -> Vec<Vec<String>> {
    let named = group
        .segments
        .iter()
        .enumerate()
        .filter(|(index, segment)| {
            let stem = segment.stem();
            !stem.is_empty() && (*index > 0 || group.segments.len() == 1 || !is_version(stem))
        });
    let mut parts: Vec<Vec<Vec<String>>> = vec![Vec::new()];
    for (_, segment) in named {
        if segment.parameters.is_empty() {
            let part = parts.last_mut().expect("there is always a part");
            part.push(name::words(segment.stem()));
        } else if parts.last().is_some_and(|part| !part.is_empty()) {
            parts.push(Vec::new());
        }
    }
    parts.retain(|part| !part.is_empty());
    let mut names: Vec<Vec<String>> = Vec::new();
    for part in parts.iter().rev() {
        let last = names.last().cloned();
        let mut words = qualified(part, last.is_some());
        words.extend(last.into_iter().flatten());
        names.push(words);
    }
    if names.is_empty() {
        names.push(vec!["root".to_owned()]);
    }
    names
}

/// Segments as one name: all but the last in the singular, and the last too where it qualifies.
fn qualified(part: &[Vec<String>], qualifies: bool) -> Vec<String> {
    let mut words = Vec::new();
    for (index, segment) in part.iter().enumerate() {
        let mut segment = segment.clone();
        if (qualifies || index + 1 < part.len())
            && let Some(last) = segment.last_mut()
        {
            *last = name::singular(last);
        }
        words.extend(segment);
    }
    words
}

/// `v1`, `2010-04-01` and the like do not name anything.
fn is_version(segment: &str) -> bool {
    let digits = segment.strip_prefix(['v', 'V']).unwrap_or(segment);
    digits.starts_with(|c: char| c.is_ascii_digit())
}
