//! Checks a request against the rules of the document.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::error::Violation;
use crate::message::parameter_values::{Broken, ParameterValues};
use crate::model::check::{broken_fields, broken_rules};
use crate::model::pattern_text::wrong_count;
use crate::model::rules::Rules;
use crate::operation::check::broken;
use crate::operation::parameter::{Location, Parameter};
use crate::operation::style;
use crate::operation::table::{BodyKind, Operation};

/// The rules that the request violates.
pub(crate) fn check(operation: &Operation, given: &ParameterValues) -> Vec<Violation> {
    let mut violations = Vec::new();
    for parameter in operation.parameters() {
        match given.value(parameter.location, parameter.name) {
            Some(value) => {
                let torn = style::torn_by(&parameter, value).map(|delimiter| {
                    format!("an item contains {delimiter}, which would split it in two")
                });
                let problems = broken(&parameter, value).into_iter().chain(torn);
                violations.extend(problems.map(|problem| violation(&parameter, problem)));
            }
            None if given.file(parameter.name).is_some() => {
                violations.extend(check_files(&parameter, given));
            }
            None if parameter.required => {
                violations.push(violation(&parameter, "required, but missing".to_owned()));
            }
            None => {}
        }
    }
    violations.extend(written_twice(operation, given));
    violations.extend(given.broken.iter().map(of_part));
    match operation.body {
        BodyKind::Form | BodyKind::Multipart => check_form(operation, given, &mut violations),
        _ if operation.body_required && given.content.is_none() => {
            violations.push(about_body("required, but missing"));
        }
        _ => {}
    }
    violations
}

/// The number of files in a list.
fn check_files(parameter: &Parameter, given: &ParameterValues) -> Option<Violation> {
    let count = given
        .files
        .iter()
        .filter(|(name, _)| *name == parameter.name);
    let items = parameter.rules.and_then(|rules| rules.items);
    let problem = wrong_count(items, count.count(), ("file", "files"))?;
    Some(violation(parameter, format!("it {problem}")))
}

pub(crate) fn violation(parameter: &Parameter, problem: String) -> Violation {
    Violation {
        location: Some(parameter.location),
        parameter: parameter.name.to_owned(),
        problem,
    }
}

fn about_body(problem: impl Into<String>) -> Violation {
    about_part("body", problem)
}

fn about_part(part: &str, problem: impl Into<String>) -> Violation {
    Violation {
        location: None,
        parameter: part.to_owned(),
        problem: problem.into(),
    }
}

/// The violation for a part of a value, with the path to it.
fn of_part(broken: &Broken) -> Violation {
    Violation {
        location: broken.of.map(|(location, _)| location),
        parameter: match (broken.of, broken.path.as_str()) {
            (None, "") => "body".to_owned(),
            (None, path) => path.to_owned(),
            (Some((_, name)), "") => name.to_owned(),
            (Some((_, name)), path) if path.starts_with('[') => format!("{name}{path}"),
            (Some((_, name)), path) => format!("{name}.{path}"),
        },
        problem: broken.problem.clone(),
    }
}

/// Names that would be written twice: those of parameters, and those of the members of an object whose style
/// writes only the names of its members (OpenAPI 3.0, Style Values, `form` with `explode: true`).
fn written_twice(operation: &Operation, given: &ParameterValues) -> Vec<Violation> {
    let mut known = BTreeSet::new();
    let mut violations = Vec::new();
    for parameter in operation.parameters().filter(Parameter::spreads) {
        let Some(Value::Object(members)) = given.value(parameter.location, parameter.name) else {
            continue;
        };
        for name in members.keys() {
            // An exploded object does not write its own name.
            let is_spread = |other: &str, value: &Value| {
                let other = operation.parameter(parameter.location, other);
                value.is_object() && other.is_some_and(|other| other.spreads())
            };
            let other = given.value(parameter.location, name);
            let is_parameter = other.is_some_and(|value| !is_spread(name, value));
            if is_parameter || !known.insert((parameter.location, name)) {
                let problem = match parameter.sensitive && !is_parameter {
                    true => "a name in it would be written twice".to_owned(),
                    false => twice(name),
                };
                violations.push(violation(&parameter, problem));
            }
        }
    }
    let is_told = |violation: &Violation| {
        let mut broken = given.broken.iter().map(of_part);
        broken.any(|other| {
            other.parameter == violation.parameter && other.problem == violation.problem
        })
    };
    violations.retain(|violation| !is_told(violation));
    violations
}

/// The message for a name that would be written twice.
pub(crate) fn twice(name: &str) -> String {
    format!(
        "its property `{name}` has the name of another parameter, so the name would be written twice"
    )
}

/// Checks the form as a whole, its undeclared fields, and the headers of its parts.
fn check_form(operation: &Operation, given: &ParameterValues, violations: &mut Vec<Violation>) {
    if operation.body_required && !given.has_fields() {
        violations.push(about_body("required, but missing"));
    }
    let declared = |name: &str| operation.parameter(Location::Form, name).is_some();
    let extra = given.extra.iter().map(|(name, _)| name);
    if extra.chain(given.extra_files()).any(|name| declared(name)) {
        violations.push(about_body(
            "a declared field is also added as an additional field",
        ));
    }
    let problems = given.files.iter().filter_map(|(_, file)| file.problem());
    violations.extend(problems.map(about_body));
    if let Some(rules) = operation.facts().body_rules.filter(|_| given.has_fields()) {
        check_fields(rules, given, violations);
    }
    check_part_headers(operation, given, violations);
}

fn check_fields(rules: &Rules, given: &ParameterValues, violations: &mut Vec<Violation>) {
    let names = given.field_names();
    let has = |name: &str| names.contains(name);
    let whole = broken_fields(rules, names.len(), &has).into_iter();
    violations.extend(whole.map(about_body));
    let Some(each) = rules.each else {
        return;
    };
    for (name, value) in &given.extra {
        let problems = broken_rules(each, rules.sensitive, value).into_iter();
        violations.extend(problems.map(|problem| about_part(name, problem)));
    }
}

/// Checks the headers that the document declares for parts (OpenAPI 3.0, Encoding Object, `headers`).
fn check_part_headers(
    operation: &Operation,
    given: &ParameterValues,
    violations: &mut Vec<Violation>,
) {
    for header in &given.part_headers {
        let is_there = given.value(Location::Form, header.part).is_some();
        if !is_there && given.file(header.part).is_none() {
            let path = format!("{}.{}", header.part, header.name);
            violations.push(about_part(&path, "set, but its part is missing"));
        }
    }
    for header in operation.facts().part_headers {
        let path = || format!("{}.{}", header.part, header.name);
        let found = given.part_header(header.part, header.name);
        if let (Some(given), Some(rules)) = (found, header.rules) {
            let problems = broken_rules(rules, false, &given.value).into_iter();
            violations.extend(problems.map(|problem| about_part(&path(), problem)));
        }
        if header.required && found.is_none() && given.lacks_header(header.part, header.name) {
            violations.push(about_part(&path(), "required, but missing"));
        }
    }
}
