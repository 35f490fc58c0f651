//! Schemas of JSON Schema 2020-12, keyword by keyword.

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;
use crate::media_type::essence;
use crate::pointer::Pointer;

use super::super::edit;
use super::super::validate::text_keys;
use super::{Hoisted, Stage};

impl Stage {
    pub(super) fn schema(&mut self, value: &mut Value) {
        if let Value::Bool(any) = value {
            *value = match any {
                true => Value::Mapping(Mapping::new()),
                false => nothing(),
            };
        }
        let Value::Mapping(entries) = value else {
            return;
        };
        self.definitions(entries);
        self.annotated(entries);
        self.constant(entries);
        self.exclusives(entries);
        self.examples(entries);
        self.content(entries);
        self.prefix_items(entries);
        self.pattern_properties(entries);
        self.unevaluated_properties(entries);
        self.types(entries);
        self.left_over(entries);
        self.reference(entries);
    }

    /// `$defs`: schemas to refer to (JSON Schema Core, section 8.2.4).
    pub(super) fn definitions(&mut self, entries: &mut Mapping) {
        for key in ["$defs", "definitions"] {
            let Some(Value::Mapping(definitions)) = entries.shift_remove(key) else {
                continue;
            };
            for (name, schema) in definitions {
                if let Value::String(name) = name {
                    self.hoisted.push(Hoisted {
                        origin: self.origin.join(key).join(&name),
                        name,
                        schema,
                    });
                }
            }
        }
    }

    /// `const` is an `enum` with one value (JSON Schema Validation, section 6.1.3).
    pub(super) fn constant(&mut self, entries: &mut Mapping) {
        let Some(value) = entries.shift_remove("const") else {
            return;
        };
        entries.insert("enum".into(), Value::Sequence(vec![value]));
        self.moved(["enum", "0"], ["const"]);
        self.derived(["enum"], ["const"]);
    }

    /// Bounds that are excluded (JSON Schema Validation, sections 6.2.3 and 6.2.5).
    pub(super) fn exclusives(&mut self, entries: &mut Mapping) {
        self.exclusive(entries, "exclusiveMinimum", "minimum", |new, old| {
            new >= old
        });
        self.exclusive(entries, "exclusiveMaximum", "maximum", |new, old| {
            new <= old
        });
    }

    /// A number excludes itself (JSON Schema Validation, sections 6.2.3 and 6.2.5).
    fn exclusive(
        &mut self,
        entries: &mut Mapping,
        key: &'static str,
        bound: &'static str,
        is_stricter: fn(f64, f64) -> bool,
    ) {
        let Some(Value::Number(number)) = entries.get(key) else {
            return;
        };
        let number = number.clone();
        let other = entries.get(bound).and_then(Value::as_f64);
        let is_stricter = number
            .as_f64()
            .zip(other)
            .is_none_or(|(new, old)| is_stricter(new, old));
        if is_stricter {
            entries.insert(bound.into(), Value::Number(number));
            entries.insert(key.into(), Value::Bool(true));
            self.moved([bound], [key]);
        } else {
            entries.shift_remove(key);
        }
    }

    /// The canonical form has one `example`.
    fn examples(&mut self, entries: &mut Mapping) {
        let Some(examples) = entries.shift_remove("examples") else {
            return;
        };
        if let Value::Sequence(examples) = examples
            && let Some(first) = examples.into_iter().next()
            && !entries.contains_key("example")
        {
            entries.insert("example".into(), first);
            self.moved(["example"], ["examples", "0"]);
        }
    }

    /// Binary data in a string (OpenAPI 3.1, "Considerations for File Uploads"; JSON Schema Validation,
    /// section 8).
    fn content(&mut self, entries: &mut Mapping) {
        let encoding = entries.shift_remove("contentEncoding");
        let media_type = entries.shift_remove("contentMediaType");
        let lower = |value: &Option<Value>| {
            let text = value.as_ref().and_then(Value::as_str);
            text.map(str::to_ascii_lowercase)
        };
        let format = match (lower(&encoding).as_deref(), lower(&media_type).as_deref()) {
            (Some("base64"), _) => "byte",
            (Some("base64url"), _) => "base64url",
            (Some("binary"), _) => "binary",
            (Some("7bit" | "8bit" | "identity"), _) | (None, None) => return,
            (Some(_), _) => {
                self.told.note(
                    Code::UncheckedKeyword,
                    self.origin.join("contentEncoding"),
                    "this `contentEncoding` is not supported: the value is the encoded string",
                    "encode and decode these values in your program",
                );
                return;
            }
            (None, Some(media_type)) if is_text(media_type) => return,
            (None, Some(_)) => "binary",
        };
        let key = match encoding {
            Some(_) => "contentEncoding",
            None => "contentMediaType",
        };
        if !entries.contains_key("format") {
            entries.insert("format".into(), format.into());
            self.moved(["format"], [key]);
        }
        if !entries.contains_key("type") && !entries.contains_key("$ref") {
            entries.insert("type".into(), "string".into());
        }
    }

    /// Properties by pattern (JSON Schema Core, section 10.3.2.2): a map, if there are no others.
    fn pattern_properties(&mut self, entries: &mut Mapping) {
        let Some(Value::Mapping(patterns)) = entries.shift_remove("patternProperties") else {
            return;
        };
        let is_closed = match entries.get("additionalProperties") {
            None => !entries.contains_key("properties"),
            Some(additional) => *additional == Value::Bool(false),
        };
        let message = match is_closed {
            true => {
                "names are not checked against `patternProperties`: each property may match any of the schemas"
            }
            false => {
                "`patternProperties` is not supported: such properties are additional properties"
            }
        };
        let place = self.origin.join("patternProperties");
        self.told.note(
            Code::UncheckedKeyword,
            place,
            message,
            "check these values in your program if it matters",
        );
        if !is_closed || patterns.is_empty() {
            return;
        }
        let mut members = Vec::new();
        let only = patterns.len() == 1;
        for (pattern, schema) in patterns {
            let pattern = pattern.as_str().unwrap_or_default().to_owned();
            let index = members.len().to_string();
            match only {
                true => self.moved(["additionalProperties"], ["patternProperties", &pattern]),
                false => self.moved(
                    ["additionalProperties", "anyOf", &index],
                    ["patternProperties", &pattern],
                ),
            }
            members.push(schema);
        }
        let schema = match only {
            true => members.remove(0),
            false => {
                self.derived(["additionalProperties"], ["patternProperties"]);
                edit::only("anyOf", Value::Sequence(members))
            }
        };
        entries.insert("additionalProperties".into(), schema);
    }

    /// Beside no composition this is `additionalProperties` (JSON Schema Core, section 11.3).
    fn unevaluated_properties(&mut self, entries: &mut Mapping) {
        let Some(schema) = entries.shift_remove("unevaluatedProperties") else {
            return;
        };
        const COMPOSITIONS: &[&str] = &["allOf", "anyOf", "oneOf", "$ref", "additionalProperties"];
        let stands_alone = !COMPOSITIONS.iter().any(|key| entries.contains_key(*key));
        if stands_alone {
            entries.insert("additionalProperties".into(), schema);
            self.moved(["additionalProperties"], ["unevaluatedProperties"]);
        } else if schema != Value::Bool(true) {
            self.told.note(
                Code::UncheckedKeyword,
                self.origin.join("unevaluatedProperties"),
                "`unevaluatedProperties` is not checked next to a composition",
                "check these values in your program if it matters",
            );
        }
    }

    /// Keywords of OpenAPI 3.0 that many documents still have.
    fn left_over(&mut self, entries: &Mapping) {
        for key in ["exclusiveMinimum", "exclusiveMaximum"] {
            let written = matches!(entries.get(key), Some(Value::Bool(_)))
                && self.origins.exact(&self.at.join(bound_of(key))).is_none();
            if written {
                self.note_left_over(self.origin.join(key));
            }
        }
    }

    pub(super) fn note_left_over(&mut self, place: Pointer) {
        self.told.note(
            Code::EarlierKeyword,
            place,
            "this keyword is from OpenAPI 3.0: it is read as in 3.0",
            "",
        );
    }

    /// Notes that a node below stands for what was written elsewhere, where it still is.
    pub(super) fn derived<'t>(
        &mut self,
        to: impl IntoIterator<Item = &'t str>,
        from: impl IntoIterator<Item = &'t str>,
    ) {
        let (to, from) = (self.at.join_all(to), self.origin.join_all(from));
        self.origins.derived(to, from);
    }
}

fn bound_of(key: &str) -> &'static str {
    match key {
        "exclusiveMinimum" => "minimum",
        _ => "maximum",
    }
}

/// The schema that no value fits.
fn nothing() -> Value {
    edit::only("not", Value::Mapping(Mapping::new()))
}

/// Whether the content of a string is text.
fn is_text(media_type: &str) -> bool {
    let essence = essence(media_type);
    essence.starts_with("text/")
        || [
            "json",
            "xml",
            "yaml",
            "x-www-form-urlencoded",
            "javascript",
            "jwt",
        ]
        .iter()
        .any(|end| essence.ends_with(end))
}

/// The keys of a mapping without the extensions.
pub(super) fn declared(entries: &Mapping) -> impl Iterator<Item = &str> {
    text_keys(entries)
        .map(|(key, _)| key)
        .filter(|key| !key.starts_with("x-"))
}
