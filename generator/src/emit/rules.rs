//! Rules for values, as words in the table of an operation or a model.

use proc_macro2::Literal;

use super::doc::quoted;
use crate::ir::{Bound, GroupCount, Groups};
use crate::plan::{Count, Rule, Rules};
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
    let words: Vec<String> = rules.0.iter().map(word).collect();
    words.join(" ")
}

fn word(rule: &Rule) -> String {
    match rule {
        Rule::Range(least, greatest) => format!("range({}, {})", number(*least), number(*greatest)),
        Rule::Minimum(bound, exclusive) => one_bound("minimum", *bound, *exclusive),
        Rule::Maximum(bound, exclusive) => one_bound("maximum", *bound, *exclusive),
        Rule::Sensitive => "sensitive()".to_owned(),
        Rule::MultipleOf(divisor @ Bound::Integer(_)) => {
            format!("multiple_of({})", number(*divisor))
        }
        Rule::MultipleOf(divisor @ Bound::Number(_)) => {
            format!("multiple_of_number({})", number(*divisor))
        }
        Rule::Length(count) => counts("length", *count),
        Rule::Items(count) => counts("items", *count),
        Rule::Properties(count) => counts("properties", *count),
        Rule::Groups(groups) => group(groups),
        Rule::Also(rules) => format!("also({})", constant(rules)),
        Rule::UniqueItems => "unique_items()".to_owned(),
        Rule::Each(rules) => format!("each({})", constant(rules)),
    }
}

fn group(Groups { count, names }: &Groups) -> String {
    let word = match count {
        GroupCount::Some => "any_of",
        GroupCount::One => "one_of",
        GroupCount::AtMostOne => "at_most_one_of",
        GroupCount::None => "none_of",
    };
    let list = |names: &Vec<String>| {
        let names: Vec<String> = names.iter().map(|name| quoted(name).to_string()).collect();
        format!("&[{}]", names.join(", "))
    };
    let groups: Vec<String> = names.iter().map(list).collect();
    format!("{word}(&[{}])", groups.join(", "))
}

fn one_bound(name: &str, bound: Bound, exclusive: bool) -> String {
    let value = number(bound);
    match bound {
        Bound::Integer(bound) if bound > i64::MAX.into() => {
            format!("{name}_unsigned({value}, {exclusive})")
        }
        Bound::Integer(_) if exclusive => format!("exclusive_{name}({value})"),
        Bound::Integer(_) => format!("{name}({value})"),
        Bound::Number(_) => format!("{name}_number({value}, {exclusive})"),
    }
}

fn number(bound: Bound) -> Literal {
    match bound {
        Bound::Integer(bound) => Literal::i128_unsuffixed(bound),
        Bound::Number(bound) => Literal::f64_unsuffixed(bound),
    }
}

fn counts(name: &str, Count { least, greatest }: Count) -> String {
    let greatest =
        greatest.map_or_else(|| "usize::MAX".to_owned(), |greatest| greatest.to_string());
    format!("{name}({least}, {greatest})")
}
