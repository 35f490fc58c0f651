//! Enumerations whose values are annotated: a choice between constants (JSON Schema, "Annotated Enumerations").

use serde_yaml::{Mapping, Value};

use super::Stage;
use super::schema::declared;

/// One value, with its description.
struct Member {
    value: Value,
    name: Value,
    description: Value,
    /// Where it stands in the choice.
    index: usize,
}

impl Stage {
    /// A choice between constants of one type becomes an `enum`; names and descriptions are stored next to
    /// it, in common extensions.
    pub(super) fn annotated(&mut self, entries: &mut Mapping) {
        if entries.contains_key("enum") || entries.contains_key("const") {
            return;
        }
        for key in ["oneOf", "anyOf"] {
            let Some(Value::Sequence(choice)) = entries.get(key) else {
                continue;
            };
            let has_null = choice.iter().any(is_null);
            let Some(members) = members(choice) else {
                continue;
            };
            let kind = match members.iter().all(|member| member.value.is_string()) {
                true => "string",
                false => "integer",
            };
            entries.shift_remove(key);
            self.derived(["enum"], [key]);
            for (made, member) in members.iter().enumerate() {
                let (made, written) = (made.to_string(), member.index.to_string());
                self.derived(["enum", &made], [key, &written, "const"]);
            }
            self.listed(entries, members);
            if has_null {
                entries.insert("nullable".into(), Value::Bool(true));
                self.derived(["nullable"], [key]);
            }
            entries.entry("type".into()).or_insert_with(|| kind.into());
            return;
        }
    }

    fn listed(&mut self, entries: &mut Mapping, members: Vec<Member>) {
        let has_names = members.iter().any(|member| !member.name.is_null());
        let has_descriptions = members.iter().any(|member| !member.description.is_null());
        let (mut values, mut names, mut descriptions) = (Vec::new(), Vec::new(), Vec::new());
        for member in members {
            values.push(member.value);
            names.push(member.name);
            descriptions.push(member.description);
        }
        entries.insert("enum".into(), Value::Sequence(values));
        if has_names {
            entries.insert("x-enum-varnames".into(), Value::Sequence(names));
        }
        if has_descriptions {
            entries.insert("x-enum-descriptions".into(), Value::Sequence(descriptions));
        }
    }
}

/// The constants of a choice that has nothing but constants of one type and null; `None` if it has.
fn members(choice: &[Value]) -> Option<Vec<Member>> {
    let is_value = |(_, member): &(usize, &Value)| !is_null(member) && !is_any_text(member);
    let others = choice.iter().enumerate().filter(is_value);
    let members: Option<Vec<_>> = others
        .map(|(index, member)| constant(index, member))
        .collect();
    let members = members.filter(|members| !members.is_empty())?;
    let values = || members.iter().map(|member| &member.value);
    let is_one_type = values().all(Value::is_string) || values().all(Value::is_i64);
    let is_open = choice.iter().any(is_any_text);
    (is_one_type && (!is_open || values().all(Value::is_string))).then_some(members)
}

/// Any string: an open enum accepts unlisted values.
fn is_any_text(member: &Value) -> bool {
    let entries = member.as_mapping();
    let is_text = member.get("type").and_then(Value::as_str) == Some("string");
    is_text && entries.is_some_and(|entries| entries.len() == 1)
}

fn constant(index: usize, member: &Value) -> Option<Member> {
    const ANNOTATIONS: &[&str] = &[
        "const",
        "type",
        "title",
        "description",
        "examples",
        "deprecated",
    ];
    let entries = member.as_mapping()?;
    let is_plain = declared(entries).all(|key| ANNOTATIONS.contains(&key));
    let kind = entries.get("type").and_then(Value::as_str);
    let value = entries.get("const")?;
    let fits = match kind {
        None => true,
        Some("string") => value.is_string(),
        Some("integer") => value.is_i64(),
        Some(_) => false,
    };
    let text = |key: &str| entries.get(key).filter(|text| text.is_string());
    (is_plain && fits).then(|| Member {
        value: value.clone(),
        name: text("title").cloned().unwrap_or(Value::Null),
        description: text("description").cloned().unwrap_or(Value::Null),
        index,
    })
}

fn is_null(member: &Value) -> bool {
    member.get("type").and_then(Value::as_str) == Some("null")
        || matches!(member.get("const"), Some(Value::Null))
}
