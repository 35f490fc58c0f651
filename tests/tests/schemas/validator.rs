//! The independent judge: the same schema in the words of JSON Schema, draft 2020-12.

use serde_json::{Value, json};

/// The one meaning of each kind of OpenAPI 3.0 that differs from draft 2020-12, or that Bindery states for
/// itself. Each is written into the judge's schema, so that all the rest is compared as it is.
///
/// | Bindery | why |
/// |---|---|
/// | undeclared properties are refused | strict clients take what is declared (`from_slice_strict`); an object that takes others says so |
/// | integers have 64 bits, and 32 for `int32` | OpenAPI Format Registry; without a format the widest type |
/// | the values of an `enum` are open | services add values; one that is not listed is `Unknown`, and can be sent |
/// | integers that `f64` rounds are no `number` | they would be changed; of the values drawn these are the odd ones from 2^53 on |
/// | `date` and `date-time` are asserted | OpenAPI 3.0, "Data Types" |
pub(crate) fn validator(schema: &Value, enums: Enums) -> jsonschema::Validator {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .build(&translated(schema, enums))
        .expect("a schema")
}

/// What `enum` says.
#[derive(Clone, Copy, Eq, PartialEq)]
pub(crate) enum Enums {
    /// Nothing.
    Open,
    /// That a value is one of its values: a member of a union that knows a value is preferred to one that does not.
    Closed,
}

fn translated(schema: &Value, enums: Enums) -> Value {
    let Value::Object(members) = schema else {
        return schema.clone();
    };
    let mut schema = Value::Object(members.clone());
    let words = schema.as_object_mut().expect("it is an object");
    let nullable = words.remove("nullable").is_some();
    if enums == Enums::Open {
        words.remove("enum");
    }
    for (bound, exclusive) in [
        ("minimum", "exclusiveMinimum"),
        ("maximum", "exclusiveMaximum"),
    ] {
        if words.remove(exclusive).is_some()
            && let Some(limit) = words.remove(bound)
        {
            words.insert(exclusive.to_owned(), limit);
        }
    }
    for key in ["allOf", "oneOf", "anyOf"] {
        if let Some(Value::Array(members)) = words.get_mut(key) {
            for member in members {
                let mut open = translated(member, enums);
                // All members of an `allOf` together declare the properties.
                if key == "allOf" {
                    open.as_object_mut()
                        .expect("an object")
                        .remove("unevaluatedProperties");
                }
                *member = open;
            }
        }
    }
    for key in ["items", "additionalProperties"] {
        if let Some(inner) = words.get_mut(key) {
            *inner = translated(inner, enums);
        }
    }
    if let Some(Value::Object(properties)) = words.get_mut("properties") {
        properties
            .values_mut()
            .for_each(|property| *property = translated(property, enums));
    }
    if (words.contains_key("properties") || words.contains_key("allOf"))
        && !words.contains_key("additionalProperties")
    {
        words.insert("unevaluatedProperties".to_owned(), false.into());
    }
    let range = match (
        words.get("type").and_then(Value::as_str),
        words.get("format").and_then(Value::as_str),
    ) {
        (Some("integer"), Some("int32")) => Some((json!(i32::MIN), json!(i32::MAX))),
        (Some("integer"), _) => Some((json!(i64::MIN), json!(i64::MAX))),
        _ => None,
    };
    if words.get("type").and_then(Value::as_str) == Some("number") {
        words.insert(
            "not".to_owned(),
            json!({"type": "integer", "minimum": 9_007_199_254_740_993_u64, "not": {"multipleOf": 2}}),
        );
    }
    if let Some((least, greatest)) = range {
        schema = json!({"allOf": [schema, {"minimum": least, "maximum": greatest}]});
    }
    if nullable {
        schema = json!({"anyOf": [schema, {"type": "null"}]});
    }
    schema
}
