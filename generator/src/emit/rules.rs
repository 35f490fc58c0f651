//! Rules for values: calls in an operation's table, words in a model's.

use proc_macro2::{Literal, TokenStream};
use quote::{format_ident, quote};

use crate::ir::{Bound, Rules};

/// `.rules(rt::rules![length(1, 20)])`; nothing without a rule.
pub(super) fn table(rules: &Rules) -> Option<TokenStream> {
    (!rules.is_empty()).then(|| {
        let rules = constant(rules);
        quote! { .rules(#rules) }
    })
}

/// ` [length(1, 20) unique_items()]`; nothing without a rule.
pub(super) fn words(rules: &Rules) -> String {
    if rules.is_empty() {
        String::new()
    } else {
        format!(" [{}]", sequence(rules))
    }
}

/// `length(1, 20) unique_items()`.
fn sequence(rules: &Rules) -> String {
    let mut words: Vec<String> = scalars(rules)
        .iter()
        .map(|Rule { name, arguments }| {
            let arguments: Vec<String> = arguments.iter().map(compact).collect();
            format!("{name}({})", arguments.join(", "))
        })
        .collect();
    let each = rules.each.as_deref().map(sequence);
    words.extend(each.map(|each| format!("each(rt::rules![{each}])")));
    words.join(" ")
}

fn compact(argument: &TokenStream) -> String {
    argument.to_string().replace(' ', "")
}

/// `rt::rules![length(1, 20) unique_items()]`.
pub(super) fn constant(rules: &Rules) -> TokenStream {
    let list = list(rules).into_iter();
    let list = list.map(|Rule { name, arguments }| {
        let name = format_ident!("{name}");
        quote! { #name(#(#arguments),*) }
    });
    quote! { rt::rules![#(#list)*] }
}

/// A rule, as the runtime calls it.
struct Rule {
    name: String,
    arguments: Vec<TokenStream>,
}

fn list(rules: &Rules) -> Vec<Rule> {
    let mut list = scalars(rules);
    list.extend(rules.each.as_deref().map(|each| Rule {
        name: "each".to_owned(),
        arguments: vec![constant(each)],
    }));
    list
}

fn scalars(rules: &Rules) -> Vec<Rule> {
    let mut list = bounds(rules);
    list.extend(rules.personal.then(|| Rule {
        name: "personal".to_owned(),
        arguments: Vec::new(),
    }));
    list.extend(rules.multiple_of.map(|divisor| {
        let suffix = if matches!(divisor, Bound::Integer(_)) {
            ""
        } else {
            "_number"
        };
        Rule {
            name: format!("multiple_of{suffix}"),
            arguments: vec![number(divisor)],
        }
    }));
    list.extend(counts("length", rules.min_length, rules.max_length));
    list.extend(counts("items", rules.min_items, rules.max_items));
    if rules.unique_items {
        list.push(Rule {
            name: "unique_items".to_owned(),
            arguments: Vec::new(),
        });
    }
    list
}

fn bounds(rules: &Rules) -> Vec<Rule> {
    if let (Some((least @ Bound::Integer(_), false)), Some((greatest @ Bound::Integer(_), false))) =
        (rules.minimum, rules.maximum)
    {
        let arguments = vec![number(least), number(greatest)];
        return vec![Rule {
            name: "range".to_owned(),
            arguments,
        }];
    }
    let bounds = [("minimum", rules.minimum), ("maximum", rules.maximum)];
    bounds
        .into_iter()
        .filter_map(|(name, bound)| bound.map(|bound| one_bound(name, bound)))
        .collect()
}

fn one_bound(name: &str, (bound, exclusive): (Bound, bool)) -> Rule {
    match bound {
        Bound::Integer(_) => {
            let prefix = if exclusive { "exclusive_" } else { "" };
            Rule {
                name: format!("{prefix}{name}"),
                arguments: vec![number(bound)],
            }
        }
        Bound::Number(_) => {
            let arguments = vec![number(bound), quote! { #exclusive }];
            Rule {
                name: format!("{name}_number"),
                arguments,
            }
        }
    }
}

fn number(bound: Bound) -> TokenStream {
    match bound {
        Bound::Integer(bound) => {
            let bound = Literal::i64_unsuffixed(bound);
            quote! { #bound }
        }
        Bound::Number(bound) => {
            let bound = Literal::f64_unsuffixed(bound);
            quote! { #bound }
        }
    }
}

fn counts(name: &str, least: Option<u64>, greatest: Option<u64>) -> Option<Rule> {
    if least.is_none() && greatest.is_none() {
        return None;
    }
    let least = Literal::u64_unsuffixed(least.unwrap_or_default());
    let greatest = match greatest {
        Some(greatest) => {
            let greatest = Literal::u64_unsuffixed(greatest);
            quote! { #greatest }
        }
        None => quote! { usize::MAX },
    };
    Some(Rule {
        name: name.to_owned(),
        arguments: vec![quote! { #least }, greatest],
    })
}
