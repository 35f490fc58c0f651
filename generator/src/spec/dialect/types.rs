//! Types: lists of them, and null among them (JSON Schema Validation, section 6.1.1).

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;

use super::Stage;

/// The JSON types, each with the keywords that apply only to its values.
const TYPES: &[(&str, &[&str])] = &[
    ("string", &["minLength", "maxLength", "pattern"]),
    ("number", NUMERIC),
    ("integer", NUMERIC),
    ("boolean", &[]),
    ("array", &["items", "minItems", "maxItems", "uniqueItems"]),
    (
        "object",
        &[
            "properties",
            "required",
            "additionalProperties",
            "minProperties",
            "maxProperties",
            "discriminator",
        ],
    ),
];

const NUMERIC: &[&str] = &[
    "multipleOf",
    "minimum",
    "maximum",
    "exclusiveMinimum",
    "exclusiveMaximum",
];

/// Formats of numbers (OpenAPI Format Registry); all others are formats of strings.
const NUMERIC_FORMATS: &[&str] = &[
    "int8",
    "int16",
    "int32",
    "int64",
    "uint8",
    "uint16",
    "uint32",
    "uint64",
    "float",
    "double",
    "double-int",
    "decimal128",
    "single-byte",
];

impl Stage {
    pub(super) fn types(&mut self, entries: &mut Mapping) {
        let mut types = match entries.get("type") {
            Some(Value::String(name)) if name == "null" => Vec::new(),
            Some(Value::Sequence(names)) if names.iter().all(Value::is_string) => names
                .iter()
                .filter_map(Value::as_str)
                .map(str::to_owned)
                .collect(),
            _ => return self.nullable_values(entries),
        };
        let written = types.clone();
        types.retain(|name| name != "null");
        let has_null = types.len() < written.len() || written.is_empty();
        let mut seen = Vec::new();
        types.retain(|name| {
            !seen.contains(name) && {
                seen.push(name.clone());
                true
            }
        });
        if types.iter().any(|name| name == "number") {
            types.retain(|name| name != "integer");
        }
        if has_null {
            entries.insert("nullable".into(), Value::Bool(true));
            self.moved(["nullable"], ["type"]);
        }
        match types.as_slice() {
            [] => self.only_null(entries),
            [one] => drop(entries.insert("type".into(), one.as_str().into())),
            _ => self.several(entries, &types, &written),
        }
    }

    /// `type: null`.
    fn only_null(&mut self, entries: &mut Mapping) {
        entries.shift_remove("type");
        entries.insert("enum".into(), Value::Sequence(vec![Value::Null]));
        self.derived(["enum"], ["type"]);
    }

    /// An `enum` without a type that lists null.
    fn nullable_values(&mut self, entries: &mut Mapping) {
        if let Some(Value::Bool(true)) = entries.get("nullable") {
            self.note_left_over(self.origin.join("nullable"));
        }
        let values = entries.get("enum").and_then(Value::as_sequence);
        let lists_null = values.is_some_and(|values| values.contains(&Value::Null));
        if lists_null && !entries.contains_key("type") {
            entries.insert("nullable".into(), Value::Bool(true));
            self.derived(["nullable"], ["enum"]);
        }
    }

    /// Several types are a choice between schemas of one type each.
    fn several(&mut self, entries: &mut Mapping, types: &[String], written: &[String]) {
        let is_any = TYPES
            .iter()
            .all(|(name, _)| types.iter().any(|ty| ty == name) || *name == "integer");
        if is_any {
            entries.shift_remove("type");
            return;
        }
        if ["anyOf", "oneOf", "$ref"]
            .iter()
            .any(|key| entries.contains_key(*key))
        {
            self.told.note(
                Code::MixedComposition,
                self.origin.join("type"),
                "several types next to a composition are not checked: only the composition applies",
                "list the types in the members of the composition",
            );
            entries.shift_remove("type");
            return;
        }
        let values = match entries.get("enum") {
            Some(Value::Sequence(values)) => Some(values.clone()),
            _ => None,
        };
        let fits = |ty: &str| {
            let values = values.iter().flatten();
            values
                .filter(|value| is_of(ty, value))
                .cloned()
                .collect::<Vec<_>>()
        };
        let types: Vec<&String> = match &values {
            Some(_) => types.iter().filter(|ty| !fits(ty).is_empty()).collect(),
            None => types.iter().collect(),
        };
        if let [one] = types[..] {
            entries.insert("type".into(), one.as_str().into());
            return;
        }
        entries.shift_remove("type");
        entries.shift_remove("enum");
        let format = entries.shift_remove("format");
        let mut members = Vec::new();
        for ty in types {
            let index = members.len().to_string();
            self.derived(["anyOf", &index], [] as [&str; 0]);
            if let Some(place) = written.iter().position(|name| name == ty) {
                self.derived(["anyOf", &index, "type"], ["type", &place.to_string()]);
            }
            let mut member = Mapping::new();
            member.insert("type".into(), ty.as_str().into());
            if values.is_some() {
                member.insert("enum".into(), Value::Sequence(fits(ty)));
            }
            if let Some(format) = &format
                && is_format_of(ty, format.as_str().unwrap_or_default())
            {
                member.insert("format".into(), format.clone());
            }
            let keywords = TYPES.iter().find(|(name, _)| name == ty);
            for keyword in keywords.into_iter().flat_map(|(_, keywords)| *keywords) {
                if let Some(value) = entries.shift_remove(*keyword) {
                    self.moved(["anyOf", &index, keyword], [*keyword]);
                    member.insert((*keyword).into(), value);
                }
            }
            members.push(Value::Mapping(member));
        }
        self.derived(["anyOf"], ["type"]);
        entries.insert("anyOf".into(), Value::Sequence(members));
    }
}

fn is_of(ty: &str, value: &Value) -> bool {
    match ty {
        "string" => value.is_string(),
        "number" => value.is_number(),
        "integer" => value.as_f64().is_some_and(|number| number.fract() == 0.0),
        "boolean" => value.is_bool(),
        "array" => value.is_sequence(),
        "object" => value.is_mapping(),
        _ => false,
    }
}

fn is_format_of(ty: &str, format: &str) -> bool {
    let is_numeric = NUMERIC_FORMATS.contains(&format);
    match ty {
        "number" | "integer" => is_numeric,
        "string" => !is_numeric,
        _ => false,
    }
}
