//! Whether rules for values became narrower or wider.

use std::collections::BTreeMap;

use super::Rule;
use crate::ir::Bound;
use crate::plan::{self, Count, Rules};

/// What a rule does not let pass.
enum Limit {
    /// Values below this one; and the value itself, if it is excluded.
    Least(f64, bool),
    /// Values above this one.
    Greatest(f64, bool),
    /// Values that do not satisfy something else, in words.
    Other(String),
}

/// The rule for a change of rules; none if they let the same values pass.
pub(super) fn change(old: &Rules, new: &Rules) -> Option<Rule> {
    let (old, new) = (limits(old), limits(new));
    let narrowed = new.iter().any(|(key, new)| match old.get(key) {
        Some(old) => is_narrower(new, old),
        None => true,
    });
    let widened = old.iter().any(|(key, old)| match new.get(key) {
        Some(new) => is_narrower(old, new),
        None => true,
    });
    match (narrowed, widened) {
        (true, _) => Some(Rule::ValuesNarrowed),
        (false, true) => Some(Rule::ValuesWidened),
        (false, false) => None,
    }
}

fn is_narrower(one: &Limit, other: &Limit) -> bool {
    match (one, other) {
        (Limit::Least(one, excluded), Limit::Least(other, not)) => {
            one > other || one == other && excluded > not
        }
        (Limit::Greatest(one, excluded), Limit::Greatest(other, not)) => {
            one < other || one == other && excluded > not
        }
        (Limit::Other(one), Limit::Other(other)) => one != other,
        _ => true,
    }
}

fn limits(rules: &Rules) -> BTreeMap<String, Limit> {
    let mut limits = BTreeMap::new();
    collect(rules, "", &mut limits);
    limits
}

fn collect(rules: &Rules, path: &str, limits: &mut BTreeMap<String, Limit>) {
    let mut add = |what: &str, limit| {
        limits.insert(format!("{path}{what}"), limit);
    };
    for rule in &rules.0 {
        match rule {
            plan::Rule::Range(least, greatest) => {
                add("minimum", Limit::Least(number(*least), false));
                add("maximum", Limit::Greatest(number(*greatest), false));
            }
            plan::Rule::Minimum(least, excluded) => {
                add("minimum", Limit::Least(number(*least), *excluded));
            }
            plan::Rule::Maximum(greatest, excluded) => {
                add("maximum", Limit::Greatest(number(*greatest), *excluded));
            }
            plan::Rule::MultipleOf(of) => add("multipleOf", Limit::Other(number(*of).to_string())),
            plan::Rule::Length(count) => counts(*count, "length", &mut add),
            plan::Rule::Items(count) => counts(*count, "items", &mut add),
            plan::Rule::Properties(count) => counts(*count, "properties", &mut add),
            plan::Rule::Groups(groups) => add("groups", Limit::Other(format!("{groups:?}"))),
            plan::Rule::UniqueItems => add("uniqueItems", Limit::Other(String::new())),
            plan::Rule::Sensitive | plan::Rule::Also(_) | plan::Rule::Each(_) => {}
        }
    }
    for rule in &rules.0 {
        match rule {
            plan::Rule::Also(rules) => collect(rules, &format!("{path}also "), limits),
            plan::Rule::Each(rules) => collect(rules, &format!("{path}each "), limits),
            _ => {}
        }
    }
}

fn counts(Count { least, greatest }: Count, what: &str, add: &mut dyn FnMut(&str, Limit)) {
    if least > 0 {
        add(&format!("least {what}"), Limit::Least(least as f64, false));
    }
    if let Some(greatest) = greatest {
        add(
            &format!("greatest {what}"),
            Limit::Greatest(greatest as f64, false),
        );
    }
}

fn number(bound: Bound) -> f64 {
    match bound {
        Bound::Integer(bound) => bound as f64,
        Bound::Number(bound) => bound,
    }
}
