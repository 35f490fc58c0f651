//! What docs say where the document says nothing: what nobody sees from the name and the type in Rust. And the limits
//! that are checked, which descriptions leave out.

use super::{Count, Rule, Rules, Sink, docs};
use crate::ir::{Alternative, BodyContent, Bound};
use crate::name::Ident;

/// A value: what it is, its name if that differs in Rust, and the limits that are checked.
pub(super) fn value(what: &str, wire: &str, ident: &Ident, rules: &Rules) -> String {
    let mut words = vec![format!("{what}{}", name(wire, ident))];
    words.extend(rules.0.iter().filter_map(limit));
    format!("{}.", words.join(", "))
}

/// The limits that are checked, for a value that has a description.
pub(super) fn limits(rules: &Rules) -> Option<String> {
    let limits: Vec<String> = rules.0.iter().filter_map(limit).collect();
    (!limits.is_empty()).then(|| format!("Allowed: {}.", limits.join(", ")))
}

/// A body: its media types, and the limits that are checked of the first.
pub(super) fn body(content: Option<&BodyContent>, others: &[Alternative]) -> String {
    let first = content.and_then(|content| match content {
        BodyContent::Json { media_type, .. }
        | BodyContent::Text { media_type, .. }
        | BodyContent::Bytes { media_type } => Some(media_type),
        BodyContent::Form(_) | BodyContent::Multipart(_) => None,
    });
    let others = others.iter().map(|other| &other.media_type);
    let types: Vec<String> = first
        .into_iter()
        .chain(others)
        .map(|it| docs::code(it))
        .collect();
    let rules = super::requests::body_rules(content);
    let named = match types.is_empty() {
        true => Vec::new(),
        false => vec![types.join(" or ")],
    };
    let words: Vec<String> = named
        .into_iter()
        .chain(rules.0.iter().filter_map(limit))
        .collect();
    match words.is_empty() {
        true => "The fields of the form.".to_owned(),
        false => format!("The body: {}.", words.join(", ")),
    }
}

/// A type: what it is, and its name in the document if that differs in Rust.
pub(super) fn definition(what: &str, wire: &str, ident: &Ident) -> String {
    match wire == ident.bare() {
        true => format!("{what}."),
        false => format!("{what}, called {} in the document.", docs::code(wire)),
    }
}

/// An object. How many properties it has is not said: one more would change the line.
pub(super) const OBJECT: &str = "Object";

/// An enum.
pub(super) const ENUM: &str = "One of a set of values";

/// A union.
pub(super) const UNION: &str = "One of several schemas";

impl Sink {
    /// What a value is that goes there.
    pub(super) fn what(&self) -> String {
        let what = match self {
            Self::Path(_) => "Path parameter",
            Self::Query(_) => "Query parameter",
            Self::Header(_) => "Header",
            Self::Cookie(_) => "Cookie",
            Self::Form(_) => "Form field",
            Self::File(_) => "File in the form field",
            Self::Files(_) => "Files in the form field",
            Self::ExtraField | Self::ExtraFile => "An additional form field",
            Self::PartHeader { part, .. } => {
                return format!("For each part {}: header", docs::code(part));
            }
            Self::Fields => "The form",
            Self::Body | Self::NullableBody | Self::Text | Self::Bytes | Self::Content => {
                "The body"
            }
        };
        what.to_owned()
    }
}

/// The wire name, where the Rust name is another.
fn name(wire: &str, ident: &Ident) -> String {
    match wire == ident.bare() {
        true => String::new(),
        false => format!(" {}", docs::code(wire)),
    }
}

fn limit(rule: &Rule) -> Option<String> {
    Some(match rule {
        Rule::Range(least, greatest) => format!("{} to {}", number(*least), number(*greatest)),
        Rule::Minimum(bound, false) => format!("at least {}", number(*bound)),
        Rule::Minimum(bound, true) => format!("above {}", number(*bound)),
        Rule::Maximum(bound, false) => format!("at most {}", number(*bound)),
        Rule::Maximum(bound, true) => format!("below {}", number(*bound)),
        Rule::MultipleOf(bound) => format!("a multiple of {}", number(*bound)),
        Rule::Length(length) => counted(*length, "character"),
        Rule::Items(length) => counted(*length, "item"),
        Rule::Properties(length) => counted(*length, "property"),
        Rule::UniqueItems => "no two items equal".to_owned(),
        Rule::Sensitive | Rule::Groups(_) | Rule::Also(_) | Rule::Each(_) => return None,
    })
}

fn number(bound: Bound) -> String {
    match bound {
        Bound::Integer(bound) => bound.to_string(),
        Bound::Number(bound) => bound.to_string(),
    }
}

fn counted(Count { least, greatest }: Count, thing: &str) -> String {
    let things = |count: u64| match count {
        1 => thing.to_owned(),
        _ => plural(thing),
    };
    match greatest {
        None => format!("at least {least} {}", things(least)),
        Some(greatest) if greatest == least => format!("{least} {}", things(least)),
        Some(greatest) if least == 0 => format!("at most {greatest} {}", things(greatest)),
        Some(greatest) => format!("{least} to {greatest} {}", things(greatest)),
    }
}

fn plural(thing: &str) -> String {
    match thing.strip_suffix('y') {
        Some(stem) => format!("{stem}ies"),
        None => format!("{thing}s"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::name::{self, Scope};

    fn said(wire: &str, rules: Vec<Rule>) -> String {
        let ident = Scope::new(&[]).claim(&[name::field_name(wire)]).ident;
        value("Query parameter", wire, &ident, &Rules(rules))
    }

    #[test]
    fn a_description_is_followed_by_the_limits() {
        let range = Rule::Range(Bound::Integer(1), Bound::Integer(100));
        let words = limits(&Rules(vec![Rule::Sensitive, range, Rule::UniqueItems]));
        assert_eq!(
            words.as_deref(),
            Some("Allowed: 1 to 100, no two items equal.")
        );
        assert_eq!(limits(&Rules(vec![Rule::Sensitive])), None);
    }

    #[test]
    fn a_value_has_its_name_if_that_differs_and_its_limits() {
        let length = |least, greatest| Rule::Length(Count { least, greatest });
        for (wire, rules, expected) in [
            ("page", vec![], "Query parameter."),
            // `r#type` is called `type`.
            ("type", vec![Rule::Sensitive], "Query parameter."),
            (
                "PageSize",
                vec![Rule::Range(Bound::Integer(1), Bound::Integer(100))],
                "Query parameter `PageSize`, 1 to 100.",
            ),
            (
                "ratio",
                vec![
                    Rule::Minimum(Bound::Number(0.5), true),
                    Rule::Maximum(Bound::Integer(2), false),
                    Rule::MultipleOf(Bound::Number(0.25)),
                ],
                "Query parameter, above 0.5, at most 2, a multiple of 0.25.",
            ),
            (
                "a",
                vec![length(1, None)],
                "Query parameter, at least 1 character.",
            ),
            (
                "a",
                vec![length(0, Some(64))],
                "Query parameter, at most 64 characters.",
            ),
            (
                "a",
                vec![length(34, Some(34))],
                "Query parameter, 34 characters.",
            ),
            (
                "tags",
                vec![
                    Rule::Items(Count {
                        least: 2,
                        greatest: Some(5),
                    }),
                    Rule::UniqueItems,
                ],
                "Query parameter, 2 to 5 items, no two items equal.",
            ),
        ] {
            assert_eq!(said(wire, rules), expected);
        }
    }
}
