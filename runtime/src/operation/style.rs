//! Serialization of parameters (OpenAPI 3.0, Style Values; RFC 6570).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use serde_json::Value;

use crate::model::number::number_text;
use crate::operation::parameter::{Parameter, Style};

/// All characters except RFC 3986's unreserved ones.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// All characters except unreserved and reserved ones. `#`, `&` and `+` are encoded nevertheless: they would
/// end the query or the value, or be read as a space.
const RESERVED: &AsciiSet = &VALUE
    .remove(b':')
    .remove(b'/')
    .remove(b'?')
    .remove(b'[')
    .remove(b']')
    .remove(b'@')
    .remove(b'!')
    .remove(b'$')
    .remove(b'\'')
    .remove(b'(')
    .remove(b')')
    .remove(b'*')
    .remove(b',')
    .remove(b';')
    .remove(b'=');

/// The text of a value: a string itself, an array or object as JSON.
pub(crate) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => "".into(),
        Value::String(text) => text.into(),
        Value::Number(number) => number_text(number).into(),
        other => other.to_string().into(),
    }
}

/// How the characters of a text are encoded.
type Encoder = fn(&str) -> Cow<'_, str>;

/// Percent-encodes all characters except unreserved ones.
pub(crate) fn encoded(text: &str) -> Cow<'_, str> {
    // Most values are names and numbers: one check of the whole text is faster.
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if text.bytes().all(unreserved) {
        return text.into();
    }
    utf8_percent_encode(text, VALUE).into()
}

fn reserved(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// An item of a comma-separated list.
fn reserved_item(text: &str) -> Cow<'_, str> {
    match reserved(text) {
        text if text.contains(',') => text.replace(',', "%2C").into(),
        text => text,
    }
}

fn plain(text: &str) -> Cow<'_, str> {
    text.into()
}

/// Serializes a value in a path.
pub(crate) fn path<'v>(parameter: &Parameter, value: &'v Value) -> Cow<'v, str> {
    let name = parameter.name;
    if parameter.json {
        return encoded(&value.to_string()).into_owned().into();
    }
    let written = match parameter.style {
        Style::Label => {
            let separator = if parameter.explode { "." } else { "," };
            format!(".{}", joined(parameter, value, separator, encoded))
        }
        Style::Matrix => match value {
            Value::Array(items) if parameter.explode => items
                .iter()
                .map(|item| matrix_pair(name, &text(item)))
                .collect(),
            Value::Object(members) if parameter.explode => members
                .iter()
                .map(|(key, value)| matrix_pair(key, &text(value)))
                .collect(),
            Value::Array(_) | Value::Object(_) => format!(
                ";{}={}",
                encoded(name),
                joined(parameter, value, ",", encoded)
            ),
            scalar => matrix_pair(name, &text(scalar)),
        },
        _ => match value {
            Value::String(text) => return encoded(text),
            value => joined(parameter, value, ",", encoded),
        },
    };
    written.into()
}

fn matrix_pair(name: &str, value: &str) -> String {
    if value.is_empty() {
        format!(";{}", encoded(name))
    } else {
        format!(";{}={}", encoded(name), encoded(value))
    }
}

/// Items with separators; members as `key,value`, or as `key=value` if exploded.
fn joined(parameter: &Parameter, value: &Value, separator: &str, encoder: Encoder) -> String {
    let parts: Vec<String> = match value {
        Value::Array(items) => items
            .iter()
            .map(|item| encoder(&text(item)).into_owned())
            .collect(),
        Value::Object(members) => {
            let between = if parameter.explode { "=" } else { separator };
            let pair = |(key, value): (&String, &Value)| {
                format!("{}{between}{}", encoder(key), encoder(&text(value)))
            };
            members.iter().map(pair).collect()
        }
        scalar => return encoder(&text(scalar)).into_owned(),
    };
    parts.join(separator)
}

/// Serializes a value in a header.
///
/// # Errors
///
/// An error if an item contains a delimiter: headers cannot encode one (OpenAPI 3.0, Style Values, `simple`).
pub(crate) fn header(parameter: &Parameter, value: &Value) -> Result<String, &'static str> {
    if parameter.json {
        return Ok(value.to_string());
    }
    let torn = |text: &str, delimiters: &[char]| text.chars().find(|it| delimiters.contains(it));
    let delimiters: &[char] = if parameter.explode {
        &[',', '=']
    } else {
        &[',']
    };
    let delimiter = match value {
        Value::Array(items) => items.iter().find_map(|item| torn(&text(item), &[','])),
        Value::Object(members) => members
            .iter()
            .find_map(|(key, value)| torn(key, delimiters).or_else(|| torn(&text(value), &[',']))),
        _ => None,
    };
    match delimiter {
        Some('=') => Err("a name contains `=`, which would end the name"),
        Some(_) => Err("an item contains a comma, which would split it in two"),
        None => Ok(joined(parameter, value, ",", plain)),
    }
}

/// The delimiter that an item of a list in a query or a path contains: these styles cannot encode their own delimiter
/// in an item (OpenAPI 3.0.4, Style Values, `spaceDelimited` and `pipeDelimited`; RFC 6570, section 3.2.5: a dot is
/// not encoded).
pub(crate) fn torn_by(parameter: &Parameter, value: &Value) -> Option<&'static str> {
    let (delimiter, name) = match (parameter.style, parameter.explode) {
        _ if parameter.json => return None,
        (Style::SpaceDelimited, false) => (' ', "a space"),
        (Style::PipeDelimited, false) => ('|', "a `|`"),
        (Style::Label, true) => ('.', "a `.`"),
        _ => return None,
    };
    let torn = |item: &Value| text(item).contains(delimiter);
    let is_torn = match value {
        Value::Array(items) => items.iter().any(torn),
        Value::Object(members) => members
            .iter()
            .any(|(key, value)| key.contains(delimiter) || torn(value)),
        _ => false,
    };
    is_torn.then_some(name)
}

/// Serializes a value in a query or a cookie as encoded `name=value` pairs.
pub(crate) fn pairs(parameter: &Parameter, value: &Value) -> Vec<String> {
    let joins = !parameter.explode && matches!(value, Value::Array(_) | Value::Object(_));
    let encoder: Encoder = match (parameter.allow_reserved, joins) {
        (true, true) => reserved_item,
        (true, false) => reserved,
        (false, _) => encoded,
    };
    let name = encoded(parameter.name);
    let pair = |name: &str, value: &Value| format!("{name}={}", encoder(&text(value)));
    if parameter.json {
        return vec![format!("{name}={}", encoder(&value.to_string()))];
    }
    if let (Some(prefix), Value::Object(_)) = (parameter.collapse, value) {
        let mut written = Vec::new();
        collapse((*prefix).to_owned(), value, &mut written);
        let encode =
            |(name, value): &(String, String)| format!("{}={}", encoded(name), encoder(value));
        return written.iter().map(encode).collect();
    }
    match (value, parameter.style) {
        (Value::Array(items), _) if items.is_empty() => Vec::new(),
        (Value::Object(members), _) if members.is_empty() => Vec::new(),
        (Value::Object(_) | Value::Array(_), Style::DeepObject) => {
            let mut written = Vec::new();
            deep(name.into_owned(), value, encoder, &mut written);
            written
        }
        (Value::Array(items), _) if parameter.explode => {
            items.iter().map(|item| pair(&name, item)).collect()
        }
        (Value::Object(members), Style::Form) if parameter.explode => members
            .iter()
            .map(|(key, value)| pair(&encoded(key), value))
            .collect(),
        (Value::Array(_) | Value::Object(_), style) => {
            let separator = match style {
                Style::SpaceDelimited => "%20",
                Style::PipeDelimited => "%7C",
                _ => ",",
            };
            vec![format!(
                "{name}={}",
                joined(parameter, value, separator, encoder)
            )]
        }
        (scalar, _) => vec![pair(&name, scalar)],
    }
}

/// A value of a part of a multipart body that has a style: the pairs of a query, in which nothing is encoded.
pub(crate) fn decoded_pairs(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    let decoded = |text: &str| percent_decode_str(text).decode_utf8_lossy().into_owned();
    let pairs = pairs(parameter, value).into_iter();
    pairs
        .map(|pair| match pair.split_once('=') {
            Some((name, text)) => (decoded(name), decoded(text)),
            None => (decoded(&pair), String::new()),
        })
        .collect()
}

/// `name[key]=value`; nested objects and arrays add a key or an index.
///
/// The specification does not define nested arrays and objects. They are serialized as services that support
/// this style expect: `items[0][price]=5`.
fn deep(name: String, value: &Value, encoder: Encoder, written: &mut Vec<String>) {
    let below = |key: &str| format!("{name}%5B{key}%5D");
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, value) in members {
                deep(below(&encoded(key)), value, encoder, written);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                deep(below(&index.to_string()), item, encoder, written);
            }
        }
        scalar => written.push(format!("{name}={}", encoder(&text(scalar)))),
    }
}

/// Serializes and encodes a form field: in its style if it has one, otherwise as in [`fields`].
pub(crate) fn form(parameter: &Parameter, value: &Value) -> Vec<String> {
    if parameter.styled {
        return pairs(parameter, value);
    }
    let fields = fields(parameter, value);
    let pairs = fields.iter().map(|(name, text)| form_pair(name, text));
    pairs.collect()
}

/// `name=text` in form encoding (URL Standard, section 5.2).
pub(crate) fn form_pair(name: &str, text: &str) -> String {
    let mut pair = url::form_urlencoded::Serializer::new(String::new());
    pair.append_pair(name, text).finish()
}

/// A form field as names and values, not encoded. Arrays repeat the name, objects are JSON.
pub(crate) fn fields(parameter: &Parameter, value: &Value) -> Vec<(String, String)> {
    let name = parameter.name.to_owned();
    if let (Some(prefix), Value::Object(_)) = (parameter.collapse, value) {
        let mut written = Vec::new();
        collapse((*prefix).to_owned(), value, &mut written);
        return written;
    }
    match value {
        _ if parameter.json => vec![(name, value.to_string())],
        Value::Array(items) if parameter.explode => items
            .iter()
            .map(|item| (name.clone(), text(item).into_owned()))
            .collect(),
        Value::Array(_) => vec![(name, joined(parameter, value, ",", plain))],
        value => vec![(name, text(value).into_owned())],
    }
}

/// `{"a": {"b": 1}}` becomes `name.a.b=1`.
fn collapse(name: String, value: &Value, written: &mut Vec<(String, String)>) {
    match value {
        Value::Null => {}
        Value::Object(members) => {
            for (key, value) in members {
                collapse(format!("{name}.{key}"), value, written);
            }
        }
        Value::Array(items) => written.extend(
            items
                .iter()
                .map(|item| (name.clone(), text(item).into_owned())),
        ),
        scalar => written.push((name, text(scalar).into_owned())),
    }
}

#[cfg(test)]
#[path = "style_tests.rs"]
mod tests;
