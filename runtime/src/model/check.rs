//! Whether values keep the document's rules.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::{Number, Value};

use crate::model::compare::{above, below, is_multiple};
use crate::model::pattern_text::wrong_count;
use crate::model::rules::{Groups, Rules};
use crate::model::text::excerpt;

/// The rules that a value breaks; what it is stays out of the words if it is sensitive.
pub(crate) fn broken_rules(rules: &Rules, sensitive: bool, value: &Value) -> Vec<String> {
    let sensitive = sensitive || rules.sensitive;
    let mut problems = Vec::new();
    match value {
        Value::Array(items) => {
            items_broken(rules, items, &mut problems);
            for (index, item) in items.iter().enumerate() {
                each_broken(
                    rules,
                    sensitive,
                    item,
                    &format!("item {index}"),
                    &mut problems,
                );
            }
        }
        Value::Object(members) => {
            let has = |name: &str| members.contains_key(name);
            problems.extend(members_broken(rules, members.len(), &has));
            for (name, value) in members {
                let name = if sensitive {
                    "a value"
                } else {
                    &*excerpt(name)
                };
                each_broken(rules, sensitive, value, name, &mut problems);
            }
        }
        value => scalar_broken(rules, sensitive, value, &mut problems),
    }
    if let Some(also) = rules.also {
        problems.extend(broken_rules(also, sensitive, value));
    }
    problems
}

/// The rules about how many properties there are, and which of them, that an object breaks; of rules that are
/// nested in these, none.
fn members_broken(rules: &Rules, count: usize, has: &dyn Fn(&str) -> bool) -> Vec<String> {
    let counted = wrong_count(rules.properties, count, ("property", "properties"));
    let counted = counted.map(|problem| format!("it {problem}"));
    let grouped = rules.groups.and_then(|groups| groups_broken(groups, has));
    counted.into_iter().chain(grouped).collect()
}

/// The rules that the fields of a form break together: each is given alone, so that there is no object of them.
pub(crate) fn broken_fields(
    rules: &Rules,
    count: usize,
    has: &dyn Fn(&str) -> bool,
) -> Vec<String> {
    let mut problems = members_broken(rules, count, has);
    if let Some(also) = rules.also {
        problems.extend(broken_fields(also, count, has));
    }
    problems
}

fn groups_broken(groups: Groups, has: &dyn Fn(&str) -> bool) -> Option<String> {
    let is_there = |names: &&&[&str]| names.iter().all(|name| has(name));
    let count = groups.names.iter().filter(is_there).count();
    let (least, greatest) = groups.count;
    let rule = if count < least {
        "required, but missing"
    } else if count <= greatest {
        return None;
    } else if greatest == 0 {
        "not allowed"
    } else {
        "only one is allowed, but several are present"
    };
    let shown = groups.names.iter().map(|names| {
        let names: Vec<_> = names.iter().map(|name| format!("`{name}`")).collect();
        names.join(" with ")
    });
    Some(format!(
        "{}: {rule}",
        shown.collect::<Vec<_>>().join(" or ")
    ))
}

fn each_broken(
    rules: &Rules,
    sensitive: bool,
    value: &Value,
    called: &str,
    problems: &mut Vec<String>,
) {
    if let Some(rules) = rules.each {
        let broken = broken_rules(rules, sensitive, value).into_iter();
        problems.extend(broken.map(|problem| format!("{called}: {problem}")));
    }
}

fn items_broken(rules: &Rules, items: &[Value], problems: &mut Vec<String>) {
    let count = wrong_count(rules.items, items.len(), ("item", "items"));
    problems.extend(count.map(|problem| format!("it {problem}")));
    if rules.unique_items {
        // By their texts, because a list may be long.
        let mut seen = BTreeSet::new();
        let mut texts = items.iter().map(|item| canonical(item).to_string());
        if texts.all(|text| seen.insert(text)) {
            return;
        }
        problems.push("items must be unique, but two are equal".to_owned());
    }
}

/// A value in the one form that all equal ones have: `1.0` is 1, and members of objects have no order (JSON Schema
/// Core, section 4.2.2).
fn canonical(value: &Value) -> Value {
    match value {
        Value::Number(number) => match number.as_f64().filter(|_| number.is_f64()) {
            // The cast is exact: it does not saturate.
            Some(float) if float.fract() == 0.0 && float.abs() < 1e18 => (float as i64).into(),
            _ => value.clone(),
        },
        Value::Array(items) => items.iter().map(canonical).collect(),
        Value::Object(members) => {
            let members = members.iter().map(|(name, value)| (name, canonical(value)));
            let sorted: BTreeMap<_, _> = members.collect();
            sorted.into_iter().collect()
        }
        other => other.clone(),
    }
}

fn scalar_broken(rules: &Rules, sensitive: bool, value: &Value, problems: &mut Vec<String>) {
    match value {
        Value::Number(number) => number_broken(rules, sensitive, number, problems),
        Value::String(string) => {
            if rules.length.is_none() {
                return;
            }
            let length = string.chars().count();
            let problem = wrong_count(rules.length, length, ("character", "characters"));
            let subject = subject(sensitive, || format!("{:?}", excerpt(string)));
            problems.extend(problem.map(|problem| format!("{subject} {problem}")));
        }
        _ => {}
    }
}

fn number_broken(rules: &Rules, sensitive: bool, number: &Number, problems: &mut Vec<String>) {
    let subject = subject(sensitive, || number.to_string());
    let mut breaks = |rule: String| problems.push(format!("{subject} is {rule}"));
    match rules.minimum {
        Some((limit, true)) if !above(number, limit) => breaks(format!("not greater than {limit}")),
        Some((limit, false)) if below(number, limit) => {
            breaks(format!("below the minimum {limit}"))
        }
        _ => {}
    }
    match rules.maximum {
        Some((limit, true)) if !below(number, limit) => breaks(format!("not less than {limit}")),
        Some((limit, false)) if above(number, limit) => {
            breaks(format!("above the maximum {limit}"))
        }
        _ => {}
    }
    if let Some(divisor) = rules.multiple_of
        && !is_multiple(number, divisor)
    {
        breaks(format!("not a multiple of {divisor}"));
    }
}

/// What a sentence about a value begins with.
fn subject(sensitive: bool, value: impl FnOnce() -> String) -> String {
    match sensitive {
        true => "it".to_owned(),
        false => value(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    /// JSON Schema Core, section 4.2.2: numbers are equal by value, and members of objects have no order.
    #[test]
    fn equal_items_are_found_whatever_their_form() {
        const UNIQUE: Rules = Rules::NONE.unique_items();
        let parsed = |text| serde_json::from_str(text).expect("JSON");
        for (text, is_unique) in [
            ("[1, 1.0]", false),
            ("[0.0, -0.0]", false),
            (r#"[{"a": 1, "b": [2.0]}, {"b": [2], "a": 1.0}]"#, false),
            ("[1, true, \"1\", [1], {\"1\": 1}]", true),
            ("[1.5, 1.25]", true),
            ("[9007199254740992, 9007199254740993]", true),
            ("[1e300, 1e301]", true),
        ] {
            let broken = broken_rules(&UNIQUE, false, &parsed(text));
            assert_eq!(broken.is_empty(), is_unique, "{text}");
        }
        assert_eq!(broken_rules(&UNIQUE, false, &json!("no list")), [""; 0]);
    }
}
