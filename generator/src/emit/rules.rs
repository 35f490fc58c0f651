//! Rules for values, as words in the table of an operation or a model.

use proc_macro2::Literal;

use crate::ir::{Bound, Rules};
use crate::rt::RULES;

/// ` [length(1, 20) unique_items()]`; nothing without a rule.
pub(super) fn words(rules: &Rules) -> String {
    if rules.is_empty() {
        String::new()
    } else {
        format!(" [{}]", sequence(rules))
    }
}

/// `rules![length(1, 20) unique_items()]`.
pub(super) fn constant(rules: &Rules) -> String {
    format!("{RULES}![{}]", sequence(rules))
}

fn sequence(rules: &Rules) -> String {
    let mut words = bounds(rules);
    words.extend(rules.personal.then(|| "sensitive()".to_owned()));
    words.extend(rules.multiple_of.map(|divisor| match divisor {
        Bound::Integer(_) => format!("multiple_of({})", number(divisor)),
        Bound::Number(_) => format!("multiple_of_number({})", number(divisor)),
    }));
    words.extend(counts("length", rules.min_length, rules.max_length));
    words.extend(counts("items", rules.min_items, rules.max_items));
    words.extend(counts(
        "properties",
        rules.min_properties,
        rules.max_properties,
    ));
    words.extend(rules.unique_items.then(|| "unique_items()".to_owned()));
    let each = rules.each.as_deref().map(constant);
    words.extend(each.map(|each| format!("each({each})")));
    words.join(" ")
}

fn bounds(rules: &Rules) -> Vec<String> {
    if let (Some((least @ Bound::Integer(_), false)), Some((greatest @ Bound::Integer(_), false))) =
        (rules.minimum, rules.maximum)
    {
        return vec![format!("range({}, {})", number(least), number(greatest))];
    }
    let bounds = [("minimum", rules.minimum), ("maximum", rules.maximum)];
    bounds
        .into_iter()
        .filter_map(|(name, bound)| bound.map(|bound| one_bound(name, bound)))
        .collect()
}

fn one_bound(name: &str, (bound, exclusive): (Bound, bool)) -> String {
    let value = number(bound);
    match bound {
        Bound::Integer(_) if exclusive => format!("exclusive_{name}({value})"),
        Bound::Integer(_) => format!("{name}({value})"),
        Bound::Number(_) => format!("{name}_number({value}, {exclusive})"),
    }
}

fn number(bound: Bound) -> Literal {
    match bound {
        Bound::Integer(bound) => Literal::i64_unsuffixed(bound),
        Bound::Number(bound) => Literal::f64_unsuffixed(bound),
    }
}

fn counts(name: &str, least: Option<u64>, greatest: Option<u64>) -> Option<String> {
    if least.is_none() && greatest.is_none() {
        return None;
    }
    let least = least.unwrap_or_default();
    let greatest =
        greatest.map_or_else(|| "usize::MAX".to_owned(), |greatest| greatest.to_string());
    Some(format!("{name}({least}, {greatest})"))
}
