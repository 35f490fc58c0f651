//! Whether values keep the document's rules.

use std::collections::BTreeSet;

use serde_json::{Number, Value};

use crate::model::pattern_text::allowed;
use crate::model::rules::Rules;
use crate::model::text::excerpt;
use crate::operation::compare::{above, equal, is_multiple};
use crate::operation::parameter::{Location, Parameter};
use crate::operation::style::path;

/// The rules that a value breaks, in words.
pub(crate) fn broken(parameter: &Parameter, value: &Value) -> Vec<String> {
    let mut problems = match parameter.rules {
        Some(rules) => broken_rules(rules, parameter.sensitive, value),
        None => Vec::new(),
    };
    if parameter.location == Location::Path
        && value.as_str().is_none_or(|text| text.len() <= "..".len())
        && matches!(&*path(parameter, value), "" | "." | "..")
    {
        problems.push("a part of a path is not empty, `.` or `..`".to_owned());
    }
    problems
}

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
            problems.extend(count_broken(rules.properties, members.len(), "properties"));
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
    problems
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

fn count_broken(bounds: Option<(usize, usize)>, count: usize, of: &str) -> Option<String> {
    let (least, greatest) = bounds?;
    let is_broken = count < least || count > greatest;
    is_broken.then(|| {
        let allowed = allowed((least, greatest));
        format!("{count} {of}, but {allowed} are allowed")
    })
}

fn items_broken(rules: &Rules, items: &[Value], problems: &mut Vec<String>) {
    problems.extend(count_broken(rules.items, items.len(), "items"));
    if rules.unique_items {
        // By their texts, because a list may be long.
        let mut seen = BTreeSet::new();
        if items.iter().all(|item| seen.insert(item.to_string())) {
            return;
        }
        problems.push("an item is there twice".to_owned());
    }
}

fn scalar_broken(rules: &Rules, sensitive: bool, value: &Value, problems: &mut Vec<String>) {
    match value {
        Value::Number(number) => number_broken(rules, sensitive, number, problems),
        Value::String(string) => {
            let Some((least, greatest)) = rules.length else {
                return;
            };
            let length = string.chars().count();
            if length < least || length > greatest {
                let shown = shown(sensitive, &format!("{:?} has ", excerpt(string)));
                problems.push(format!(
                    "{shown}{length} characters, but {} are allowed",
                    allowed((least, greatest))
                ));
            }
        }
        _ => {}
    }
}

fn number_broken(rules: &Rules, sensitive: bool, number: &Number, problems: &mut Vec<String>) {
    let shown = shown(sensitive, &format!("{number} is "));
    if let Some((limit, exclusive)) = rules.minimum
        && !(above(number, limit) || !exclusive && equal(number, limit))
    {
        problems.push(format!(
            "{shown}below the minimum {limit}{}",
            if exclusive { ", which is excluded" } else { "" }
        ));
    }
    if let Some((limit, exclusive)) = rules.maximum
        && (above(number, limit) || exclusive && equal(number, limit))
    {
        problems.push(format!(
            "{shown}above the maximum {limit}{}",
            if exclusive { ", which is excluded" } else { "" }
        ));
    }
    if let Some(divisor) = rules.multiple_of
        && !is_multiple(number, divisor)
    {
        problems.push(format!("{shown}not a multiple of {divisor}"));
    }
}

fn shown(sensitive: bool, value: &str) -> String {
    if sensitive {
        String::new()
    } else {
        value.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::operation::parameter::Row;

    fn query(name: &'static str, rules: &'static Rules) -> Parameter {
        Row::query(name).rules(rules).parameter(name)
    }

    fn sensitive(parameter: Parameter) -> Parameter {
        Parameter {
            sensitive: true,
            ..parameter
        }
    }

    #[test]
    fn bounds() {
        let page_size = query("PageSize", crate::rules![range(1, 100)]);
        assert_eq!(broken(&page_size, &json!(0)), ["0 is below the minimum 1"]);
        assert_eq!(
            broken(&page_size, &json!(101)),
            ["101 is above the maximum 100"]
        );
        assert!(
            broken(&page_size, &json!(1)).is_empty() && broken(&page_size, &json!(100)).is_empty()
        );
        let open = query(
            "x",
            crate::rules![
                exclusive_minimum(0) maximum_number(0.5, false) multiple_of_number(0.1)
            ],
        );
        assert_eq!(
            broken(&open, &json!(0)),
            ["0 is below the minimum 0, which is excluded"]
        );
        assert!(broken(&open, &json!(0.3)).is_empty());
        assert_eq!(
            broken(&open, &json!(0.35)),
            ["0.35 is not a multiple of 0.1"]
        );
    }

    #[test]
    fn lengths_and_items() {
        let names = query(
            "n",
            crate::rules![
                items(1, 3) unique_items() each(crate::rules![length(1, 2)])
            ],
        );
        assert_eq!(
            broken(&names, &json!([])),
            ["0 items, but 1 to 3 are allowed"]
        );
        assert_eq!(
            broken(&names, &json!(["a", "a"])),
            ["an item is there twice"]
        );
        assert_eq!(
            broken(&names, &json!(["äö", "abc"])),
            ["item 1: \"abc\" has 3 characters, but 1 to 2 are allowed"]
        );
        assert_eq!(
            broken(&sensitive(names), &json!(["abc"])),
            ["item 0: 3 characters, but 1 to 2 are allowed"]
        );
    }

    /// JSON Schema Validation, draft 5: a keyword says nothing of values of other kinds.
    #[test]
    fn rules_are_about_their_kind_at_their_depth() {
        let texts = query("n", crate::rules![length(2, 3) minimum(5)]);
        assert!(broken(&texts, &json!(["a", 1, {"b": 2}])).is_empty());
        let grid = query(
            "n",
            crate::rules![each(
                crate::rules![items(1, 2) each(crate::rules![minimum(0)])]
            )],
        );
        assert_eq!(
            broken(&grid, &json!([[1], [], [0, -1]])),
            [
                "item 1: 0 items, but 1 to 2 are allowed",
                "item 2: item 1: -1 is below the minimum 0"
            ]
        );
        assert_eq!(
            broken(&grid, &json!({"a": [-1]})),
            ["a: item 0: -1 is below the minimum 0"]
        );
        assert_eq!(
            broken(&sensitive(grid), &json!({"a": [-1]})),
            ["a value: item 0: below the minimum 0"]
        );
    }
}
