//! Checks the values of parameters against the document's rules.

use serde_json::Value;

use crate::model::check::broken_rules;
use crate::operation::parameter::{Location, Parameter};
use crate::operation::style::path;

/// Messages for the rules that a value violates.
pub(crate) fn broken(parameter: &Parameter, value: &Value) -> Vec<String> {
    let mut problems = match parameter.rules {
        Some(rules) => broken_rules(rules, parameter.sensitive, value),
        None => Vec::new(),
    };
    if parameter.location == Location::Path
        && value.as_str().is_none_or(|text| text.len() <= "..".len())
        && matches!(&*path(parameter, value), "" | "." | "..")
    {
        problems.push("a path segment must not be empty, `.` or `..`".to_owned());
    }
    problems
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;
    use crate::model::rules::Rules;
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
        assert_eq!(broken(&open, &json!(0)), ["0 is not greater than 0"]);
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
            ["it has 0 items, but must have 1 to 3"]
        );
        assert_eq!(
            broken(&names, &json!(["a", "a"])),
            ["items must be unique, but two are equal"]
        );
        assert_eq!(
            broken(&names, &json!(["äö", "abc"])),
            ["item 1: \"abc\" has 3 characters, but must have 1 to 2"]
        );
        assert_eq!(
            broken(&sensitive(names), &json!(["abc"])),
            ["item 0: it has 3 characters, but must have 1 to 2"]
        );
    }

    /// JSON Schema Validation, draft 5, section 5.5: `anyOf` requires one or more, `oneOf` exactly one, `not`
    /// none.
    #[test]
    fn groups_of_properties() {
        let of = |rules, value| broken(&query("n", rules), &value);
        let any = crate::rules![any_of(&[&["a"], &["b", "c"]])];
        assert_eq!(
            of(any, json!({"b": 1})),
            ["`a` or `b` with `c`: required, but missing"]
        );
        assert!(of(any, json!({"a": null, "b": 1, "c": 1})).is_empty());
        assert!(of(any, json!("a")).is_empty());
        let one = crate::rules![one_of(&[&["a"], &["b"]]) also(crate::rules![none_of(&[&["c"]])])];
        assert_eq!(
            of(one, json!({"a": 1, "b": 1, "c": 1})),
            [
                "`a` or `b`: only one is allowed, but several are present",
                "`c`: not allowed"
            ]
        );
        assert!(of(one, json!({"b": 1})).is_empty());
    }

    /// JSON Schema Validation, draft 5: a keyword does not apply to values of other kinds.
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
                "item 1: it has 0 items, but must have 1 to 2",
                "item 2: item 1: -1 is below the minimum 0"
            ]
        );
        assert_eq!(
            broken(&grid, &json!({"a": [-1]})),
            ["a: item 0: -1 is below the minimum 0"]
        );
        assert_eq!(
            broken(&sensitive(grid), &json!({"a": [-1]})),
            ["a value: item 0: it is below the minimum 0"]
        );
    }
}
