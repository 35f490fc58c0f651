//! Descriptions of the expected and the actual value.

use serde_yaml::Value;

use super::shape::Shape;

pub(super) fn list(words: &[&str]) -> String {
    let quoted: Vec<_> = words.iter().map(|word| format!("`{word}`")).collect();
    quoted.join(", ")
}

pub(super) fn expected(shape: &Shape) -> String {
    match shape {
        Shape::Any => "any value".into(),
        Shape::Text => "a string".into(),
        Shape::Boolean => "`true` or `false`".into(),
        Shape::Number => "a number".into(),
        Shape::Count => "a non-negative integer".into(),
        Shape::Word(words) => format!("one of {}", list(words)),
        Shape::List(_) => "a list".into(),
        Shape::Map(_) | Shape::Object(_) => "a mapping".into(),
        Shape::OrReference(_) => "a mapping".into(),
        Shape::BooleanOrSchema => "`true`, `false` or a schema".into(),
    }
}

pub(super) fn found(value: &Value) -> String {
    match value {
        Value::Null => "empty".into(),
        Value::Bool(value) => format!("`{value}`"),
        Value::Number(value) if !value.is_finite() => format!("the non-finite number {value}"),
        Value::Number(value) => format!("the number {value}"),
        Value::String(value) if value.chars().count() > 40 => "a string".into(),
        Value::String(value) => format!("the string \"{value}\""),
        Value::Sequence(_) => "a list".into(),
        Value::Mapping(_) => "a mapping".into(),
        Value::Tagged(_) => "a tagged value".into(),
    }
}

/// What to write instead; the mistakes that are made again and again come first.
pub(super) fn correction(key: &str, shape: &Shape, value: &Value) -> String {
    match (shape, value) {
        (Shape::Text, Value::Bool(value)) => format!("put the value in quotes: \"{value}\""),
        (Shape::Text, Value::Number(value)) => format!("put the value in quotes: \"{value}\""),
        (Shape::Word(_), Value::Sequence(_)) if key == "type" => {
            "lists of types were added in OpenAPI 3.1; in 3.0 write one type, and `nullable: true` for null".into()
        }
        (Shape::Boolean, Value::Number(_)) if key.starts_with("exclusive") => {
            "numeric exclusive bounds were added in OpenAPI 3.1; in 3.0 write the bound as `minimum` or `maximum`, and `true` here".into()
        }
        (Shape::Boolean, Value::String(text)) if text == "true" || text == "false" => {
            format!("remove the quotes: {text}")
        }
        (Shape::Number | Shape::Count, Value::String(text)) if text.parse::<f64>().is_ok() => {
            format!("remove the quotes: {text}")
        }
        (Shape::List(_), Value::Bool(_)) if key == "required" => {
            "in a schema, `required` is a list of property names and is next to `properties`".into()
        }
        (Shape::List(_), Value::String(text)) => format!("write it as a list: [{text}]"),
        (Shape::List(_), Value::Mapping(_)) => "begin each item with `- `".into(),
        (Shape::Object(_), Value::Sequence(_)) if key == "required" => {
            "this declares a property named `required`; move the list of names next to `properties`".into()
        }
        (Shape::Map(_) | Shape::Object(_) | Shape::OrReference(_), Value::Null) => {
            "indent its entries further than the key, or write `{}`".into()
        }
        (Shape::Map(_) | Shape::Object(_) | Shape::OrReference(_), _) => {
            "write one `key: value` per line".into()
        }
        _ => format!("write {} instead", expected(shape)),
    }
}
