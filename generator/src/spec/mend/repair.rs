//! Corrections for errors whose intended meaning is clear.

use std::collections::BTreeSet;

use serde_yaml::{Mapping, Number, Value};

use crate::diagnostic::{Code, Diagnostic, Part, Place, Told};
use crate::pointer::Pointer;

use super::super::dialect::{self, Version};
use super::super::edit::{mapping, node, rename};
use super::super::reference;
use super::super::shape::{Kind, Shape};
use super::edits::Edits;

/// Corrects an error, and says how; `None` if its meaning is not clear.
pub(super) fn plain(
    root: &mut Value,
    version: Version,
    edits: &mut Edits,
    told: &mut Told,
    error: &Diagnostic,
    at: &Pointer,
) -> Option<String> {
    let subject = error.subject();
    match error.code() {
        Code::UndeclaredPathParameter => declare(root, at, subject?),
        Code::UnusedPathParameter => {
            leave_item_out(root, edits, at, "parameters", "the parameter is left out")
        }
        Code::DuplicateParameter => {
            leave_item_out(root, edits, at, "parameters", "the first one is used")
        }
        Code::OptionalPathParameter => {
            mapping(root, &at.parent()?)?.insert("required".into(), Value::Bool(true));
            Some("the parameter is treated as required".to_owned())
        }
        Code::DuplicateOperationId => {
            mapping(root, &at.parent()?)?.shift_remove("operationId")?;
            Some("the name of this operation is derived from its method and path".to_owned())
        }
        Code::UndeclaredSecurityScheme => leave_item_out(
            root,
            edits,
            at,
            "security",
            "this alternative is left out; if it is the only one, no credentials are sent",
        ),
        Code::PathWithoutSlash => {
            let key = at.last()?;
            let slash = format!("/{key}");
            rename(mapping(root, &at.parent()?)?, key, &slash)
                .then(|| "a slash is added".to_owned())
        }
        Code::EmptyRange => empty_range(root, at),
        Code::InvalidPattern => {
            mapping(root, &at.parent()?)?.shift_remove("pattern")?;
            Some("values are not checked against the pattern".to_owned())
        }
        // `4xx` beside `4XX`.
        Code::DuplicateKey => edits
            .remove(root, at)
            .then(|| "the other one is used".to_owned()),
        Code::BadStatusCode => edits
            .remove(root, at)
            .then(|| "this response is left out".to_owned()),
        Code::UnresolvedReference | Code::ExternalReference | Code::ReferenceKind
            if is_in_mapping(at) =>
        {
            edits
                .remove(root, at)
                .then(|| "this entry of `mapping` is left out".to_owned())
        }
        Code::ReferenceKind => body_of_response(root, at),
        Code::ReferenceChain => shorten(root, at),
        Code::MissingKey => missing(root, error, at),
        Code::WrongType => wrong_type(root, version, edits, told, at),
        Code::UnknownValue => unknown_value(root, told, at),
        Code::Rejected => rejected(root, edits, at),
        _ => None,
    }
}

/// A path parameter that is not declared is a string (OpenAPI 3.0, "Path Templating").
fn declare(root: &mut Value, at: &Pointer, name: &str) -> Option<String> {
    let parameters = mapping(root, at)?
        .entry("parameters".into())
        .or_insert_with(|| Value::Sequence(Vec::new()));
    let schema: Mapping = [("type".into(), "string".into())].into_iter().collect();
    let parameter = [
        ("name".into(), name.into()),
        ("in".into(), "path".into()),
        ("required".into(), Value::Bool(true)),
        ("schema".into(), Value::Mapping(schema)),
    ];
    let parameter = Value::Mapping(parameter.into_iter().collect());
    parameters.as_sequence_mut()?.push(parameter);
    Some("it is treated as a required string".to_owned())
}

/// Leaves an item of the nearest list of a name out.
fn leave_item_out(
    root: &mut Value,
    edits: &mut Edits,
    at: &Pointer,
    list: &str,
    taken: &str,
) -> Option<String> {
    let tokens: Vec<_> = at.tokens().collect();
    let depth = tokens.iter().rposition(|token| *token == list)?;
    let mut item = at.clone();
    item.truncate(depth + 2);
    edits.remove(root, &item).then(|| taken.to_owned())
}

fn empty_range(root: &mut Value, at: &Pointer) -> Option<String> {
    let entries = mapping(root, &at.parent()?)?;
    let lower = at.last()?;
    let upper = lower.replacen("min", "max", 1);
    for key in [lower, &upper, "exclusiveMinimum", "exclusiveMaximum"] {
        let is_excluded = key.starts_with("exclusive");
        if !is_excluded || lower == "minimum" {
            entries.shift_remove(key);
        }
    }
    Some("neither bound is checked".to_owned())
}

fn is_in_mapping(at: &Pointer) -> bool {
    at.parent()
        .is_some_and(|above| above.last() == Some("mapping"))
}

/// A response that refers to a request body has the content of that.
fn body_of_response(root: &mut Value, at: &Pointer) -> Option<String> {
    let response = at.parent()?;
    let shape = Shape::at(&response).and_then(Shape::one)?;
    if shape.kind != Kind::Response {
        return None;
    }
    let target = Pointer::from_fragment(reference::at(root, at)?.as_str()?).ok()?;
    let content = reference::at(root, &target)?.get("content")?.clone();
    let read = [
        ("description".into(), "".into()),
        ("content".into(), content),
    ];
    *node(root, &response)? = Value::Mapping(read.into_iter().collect());
    Some("the response has the content of the request body".to_owned())
}

/// Lets each reference of a chain lead to its end.
fn shorten(root: &mut Value, at: &Pointer) -> Option<String> {
    let mut chain = vec![at.parent()?];
    let mut seen = BTreeSet::new();
    while let Some(target) = reference::at(root, chain.last()?)?.get("$ref") {
        let target = Pointer::from_fragment(target.as_str()?).ok()?;
        if !seen.insert(target.clone()) {
            return None;
        }
        chain.push(target);
    }
    let end = chain.pop()?.to_fragment();
    for link in chain {
        mapping(root, &link)?.insert("$ref".into(), end.as_str().into());
    }
    Some("each reference of the chain is resolved to its last target".to_owned())
}

/// Required keys, and their replacements.
fn missing(root: &mut Value, error: &Diagnostic, at: &Pointer) -> Option<String> {
    let key = error.subject()?;
    if let Place::Node {
        part: Part::Key, ..
    } = error.place()
    {
        let near = at.last()?;
        return rename(mapping(root, &at.parent()?)?, near, key)
            .then(|| format!("`{near}` is treated as `{key}`"));
    }
    let object = Shape::at(at).and_then(Shape::one)?;
    let entries = mapping(root, at)?;
    let (value, taken): (Value, String) = match (object.name, key) {
        ("a response", "description") => ("".into(), "it is treated as empty".to_owned()),
        ("an operation", "responses") | (_, "scopes" | "paths") => (
            Value::Mapping(Mapping::new()),
            "it is treated as empty".to_owned(),
        ),
        ("an OpenAPI document", "info") => (
            Value::Mapping(Mapping::new()),
            "the title is treated as `API`".to_owned(),
        ),
        ("`info`", "title") => ("API".into(), "the title is treated as `API`".to_owned()),
        ("`info`", "version") => ("0".into(), "the version is treated as `0`".to_owned()),
        ("a parameter" | "a header", "schema") => {
            let schema = inline_schema(entries);
            (
                schema,
                "the schema keywords next to it are used as the schema; without any, the type is `string`"
                    .to_owned(),
            )
        }
        _ => return None,
    };
    entries.insert(key.into(), value);
    Some(taken)
}

/// The schema of a parameter whose schema keywords are next to it, as in Swagger 2.0.
fn inline_schema(entries: &mut Mapping) -> Value {
    const KEYWORDS: &[&str] = &[
        "type",
        "format",
        "items",
        "enum",
        "default",
        "minimum",
        "maximum",
        "exclusiveMinimum",
        "exclusiveMaximum",
        "minLength",
        "maxLength",
        "pattern",
        "minItems",
        "maxItems",
        "uniqueItems",
        "multipleOf",
        "nullable",
    ];
    let mut schema = Mapping::new();
    for key in KEYWORDS {
        if let Some(value) = entries.shift_remove(*key) {
            schema.insert((*key).into(), value);
        }
    }
    if schema.is_empty() {
        schema.insert("type".into(), "string".into());
    }
    Value::Mapping(schema)
}

/// A value of another kind that can only mean one thing.
fn wrong_type(
    root: &mut Value,
    version: Version,
    edits: &mut Edits,
    told: &mut Told,
    at: &Pointer,
) -> Option<String> {
    let key = at.last()?.to_owned();
    let above = at.parent()?;
    if is_schema(&above) {
        if matches!(
            key.as_str(),
            "exclusiveMinimum" | "exclusiveMaximum" | "type"
        ) && version <= Version::V3_0
            && dialect::later_keywords(root, &above, told)
        {
            return Some("it is read as in OpenAPI 3.1".to_owned());
        }
        if key == "required" && node(root, at)?.is_bool() {
            return required(root, edits, at);
        }
    }
    if node(root, at)?.is_null()
        && above
            .parent()
            .is_some_and(|it| it.parent().is_some_and(|it| it.last() == Some("security")))
    {
        *node(root, at)? = Value::Sequence(Vec::new());
        return Some("no scopes are requested".to_owned());
    }
    let shape = Shape::at(at)?;
    let value = node(root, at)?;
    // As attributes of HTML are written.
    let names_itself = matches!(shape, Shape::Boolean) && value.as_str() == Some(&key);
    let taken = match names_itself {
        true => Value::Bool(true),
        false => coerced(shape, value)?,
    };
    let words = format!("it is read as {}", shown(&taken));
    *value = taken;
    Some(words)
}

fn is_schema(at: &Pointer) -> bool {
    Shape::at(at)
        .and_then(Shape::one)
        .is_some_and(|object| object.kind == Kind::Schema)
}

/// `required: true` in a property is meant for the list of the schema around it.
fn required(root: &mut Value, edits: &mut Edits, at: &Pointer) -> Option<String> {
    let property = at.parent()?;
    let is_required = node(root, at)?.as_bool()?;
    edits.remove(root, at);
    let name = property.last()?.to_owned();
    let properties = property.parent()?;
    if !is_required || properties.last() != Some("properties") {
        return Some("it has no effect".to_owned());
    }
    let list = mapping(root, &properties.parent()?)?
        .entry("required".into())
        .or_insert_with(|| Value::Sequence(Vec::new()));
    if let Value::Sequence(names) = list
        && !names.contains(&Value::from(name.as_str()))
    {
        names.push(name.into());
    }
    Some("the enclosing schema requires the property".to_owned())
}

/// The value of a shape that a scalar of another kind means.
fn coerced(shape: &Shape, value: &Value) -> Option<Value> {
    Some(match (shape, value) {
        (Shape::Text | Shape::Word(_), Value::Number(number)) => number.to_string().into(),
        (Shape::Text | Shape::Word(_), Value::Bool(value)) => value.to_string().into(),
        (Shape::Text, Value::Null) => "".into(),
        (Shape::Boolean, Value::String(text)) => match text.to_ascii_lowercase().as_str() {
            "true" | "yes" => true.into(),
            "false" | "no" => false.into(),
            _ => return None,
        },
        (Shape::Number | Shape::Count, Value::String(text)) => number(text.trim())?,
        (Shape::List(inner), Value::String(_) | Value::Number(_) | Value::Bool(_)) => {
            let item = match coerced(inner, value) {
                Some(item) => item,
                None if matches!(**inner, Shape::Text | Shape::Any) => value.clone(),
                None => return None,
            };
            Value::Sequence(vec![item])
        }
        (Shape::Map(_) | Shape::Object(_) | Shape::OrReference(_), Value::Null) => {
            Value::Mapping(Mapping::new())
        }
        (Shape::List(_), Value::Null) => Value::Sequence(Vec::new()),
        (Shape::BooleanOrSchema, Value::String(text)) => {
            coerced(&Shape::Boolean, &text.as_str().into())?
        }
        _ => return None,
    })
}

fn number(text: &str) -> Option<Value> {
    if let Ok(number) = text.parse::<i64>() {
        return Some(number.into());
    }
    let number = text
        .parse::<f64>()
        .ok()
        .filter(|number| number.is_finite())?;
    Some(Value::Number(Number::from(number)))
}

fn shown(value: &Value) -> String {
    match value {
        Value::String(text) => format!("the string \"{text}\""),
        Value::Number(number) => format!("the number {number}"),
        Value::Bool(value) => format!("`{value}`"),
        Value::Sequence(items) if items.is_empty() => "an empty list".to_owned(),
        Value::Sequence(_) => "a list with one item".to_owned(),
        _ => "empty".to_owned(),
    }
}

/// Names of types in other languages, and names with other capitals.
fn unknown_value(root: &mut Value, told: &mut Told, at: &Pointer) -> Option<String> {
    let word = node(root, at)?.as_str()?.to_owned();
    let above = at.parent()?;
    if at.last() == Some("type") && is_schema(&above) {
        return type_word(root, told, &above, &word);
    }
    let Some(Shape::Word(words)) = Shape::at(at) else {
        return None;
    };
    let known = words.iter().find(|known| known.eq_ignore_ascii_case(&word));
    match known {
        Some(known) => {
            *node(root, at)? = (*known).into();
            Some(format!("it is treated as `{known}`"))
        }
        // The default of the place is what remains.
        None if at.last() == Some("style") => {
            mapping(root, &above)?.shift_remove("style")?;
            Some("the default style is used".to_owned())
        }
        None => None,
    }
}

fn type_word(root: &mut Value, told: &mut Told, at: &Pointer, word: &str) -> Option<String> {
    let lower = word.to_ascii_lowercase();
    let (ty, format) = match lower.as_str() {
        "null" => {
            dialect::later_keywords(root, at, told);
            return Some("it is read as in OpenAPI 3.1".to_owned());
        }
        "string" | "number" | "integer" | "boolean" | "array" | "object" => (&*lower, None),
        "int" | "long" | "short" => ("integer", None),
        "int32" | "int64" => ("integer", Some(&*lower)),
        "float" | "double" => ("number", Some(&*lower)),
        "decimal" => ("number", None),
        "bool" => ("boolean", None),
        "list" | "tuple" | "set" => ("array", None),
        "map" | "dict" | "hash" => ("object", None),
        "str" | "text" => ("string", None),
        "uuid" | "date" | "date-time" | "uri" | "email" => ("string", Some(&*lower)),
        "datetime" => ("string", Some("date-time")),
        "file" | "binary" => ("string", Some("binary")),
        "any" => {
            mapping(root, at)?.shift_remove("type")?;
            return Some("it is treated as any value".to_owned());
        }
        _ => return None,
    };
    let schema = mapping(root, at)?;
    schema.insert("type".into(), ty.into());
    let Some(format) = format else {
        return Some(format!("it is treated as `type: {ty}`"));
    };
    schema
        .entry("format".into())
        .or_insert_with(|| format.into());
    Some(format!(
        "it is treated as `type: {ty}` with `format: {format}`"
    ))
}

/// Rules without a separate code.
fn rejected(root: &mut Value, edits: &mut Edits, at: &Pointer) -> Option<String> {
    let above = at.parent()?;
    let key = at.last()?.to_owned();
    if above.last() == Some("content") {
        return edits
            .remove(root, at)
            .then(|| format!("`{key}` is left out of `content`"));
    }
    if key != "content" {
        return None;
    }
    let entries = mapping(root, &above)?;
    if entries.contains_key("schema") {
        entries.shift_remove("content")?;
        return Some("`schema` is used".to_owned());
    }
    let content = entries.get_mut("content")?.as_mapping_mut()?;
    let is_json =
        |(name, _): &(Value, Value)| name.as_str().is_some_and(|name| name.contains("json"));
    let all: Vec<_> = std::mem::take(content).into_iter().collect();
    let kept = all.iter().position(is_json).unwrap_or_default();
    let (name, media_type) = all.into_iter().nth(kept)?;
    let words = format!("`{}` is used", name.as_str().unwrap_or_default());
    content.insert(name, media_type);
    Some(words)
}
