//! Which properties the samples of an object have.

use std::collections::BTreeSet;

use bindery::ir::{Access, GroupCount, Object, Property, Rules};

use super::depths::Depths;

/// The fewest properties that an object must have, of several choices the shallowest, in the order of the document.
pub(super) fn least<'a>(
    object: &'a Object,
    rules: &Rules,
    depths: &Depths<'_>,
) -> Vec<&'a Property> {
    chosen(object, rules, depths, false)
}

/// As many properties as an object may have, in the order of the document.
pub(super) fn most<'a>(
    object: &'a Object,
    rules: &Rules,
    depths: &Depths<'_>,
) -> Vec<&'a Property> {
    chosen(object, rules, depths, true)
}

fn chosen<'a>(
    object: &'a Object,
    rules: &Rules,
    depths: &Depths<'_>,
    optional: bool,
) -> Vec<&'a Property> {
    let all = &object.properties;
    let required: Vec<&str> = all
        .iter()
        .filter(|it| it.required)
        .map(|it| &*it.name)
        .collect();
    let (needed, excluded) = of_groups(rules, &required);
    let is_needed = |it: &Property| it.required || needed.contains(&*it.name);
    // What a request leaves out does not count in it.
    let counts = |it: &Property| it.access != Access::Read;
    let wanted = all.iter().filter(|it| is_needed(it) && counts(it)).count();
    let size = |size: u64| usize::try_from(size).unwrap_or(usize::MAX);
    let missing = size(rules.min_properties.unwrap_or(0)).saturating_sub(wanted);
    let room = size(rules.max_properties.unwrap_or(u64::MAX)).saturating_sub(wanted);
    let mut others: Vec<(usize, &Property)> = all
        .iter()
        .filter(|it| !is_needed(it) && !excluded.contains(&*it.name))
        .filter_map(|it| Some((depths.of(&it.schema)?, it)))
        .collect();
    if !optional || room < others.len() {
        others.retain(|(_, it)| counts(it));
        others.sort_by_key(|(depth, _)| *depth);
        others.truncate(if optional { room } else { missing });
    }
    let is_other = |it: &Property| others.iter().any(|(_, other)| std::ptr::eq(*other, it));
    all.iter()
        .filter(|it| is_needed(it) || is_other(it))
        .collect()
}

/// The properties that an object has, and those that it has not, because of the groups of its rules: of several groups
/// it has the first one.
fn of_groups<'r>(rules: &'r Rules, required: &[&str]) -> (BTreeSet<&'r str>, BTreeSet<&'r str>) {
    let (mut needed, mut excluded) = (BTreeSet::new(), BTreeSet::new());
    for groups in &rules.groups {
        let all = || groups.names.iter().flatten().map(String::as_str);
        let is_there = |group: &&Vec<String>| group.iter().all(|it| required.contains(&&**it));
        let chosen = groups.names.iter().find(is_there).or(groups.names.first());
        let chosen = chosen.into_iter().flatten().map(String::as_str);
        match groups.count {
            GroupCount::Some => needed.extend(chosen),
            GroupCount::One => {
                needed.extend(chosen);
                excluded.extend(all());
            }
            GroupCount::AtMostOne | GroupCount::None => excluded.extend(all()),
        }
    }
    (needed, excluded)
}
