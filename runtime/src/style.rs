//! How parameters are written (OpenAPI 3.0, Style Values; RFC 6570).

use std::borrow::Cow;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, utf8_percent_encode};
use serde_json::Value;

use crate::parameter::{Parameter, Style};
use crate::write::number_text;

/// All but RFC 3986's unreserved characters.
const VALUE: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// All but unreserved and reserved characters. `#`, `&` and `+` are written encoded all the same:
/// they would end the query or the value, or be read as a space.
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

/// The text of a value: of strings the string, of arrays and objects the JSON.
pub(crate) fn text(value: &Value) -> Cow<'_, str> {
    match value {
        Value::Null => "".into(),
        Value::String(text) => text.into(),
        Value::Number(number) => number_text(number).into(),
        other => other.to_string().into(),
    }
}

/// How the characters of a text are written.
type Encoder = fn(&str) -> Cow<'_, str>;

/// Percent-encoded but for unreserved characters.
pub(crate) fn encoded(text: &str) -> Cow<'_, str> {
    // Most values are names and numbers: looking once is quicker than looking for each next one.
    let unreserved = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
    if text.bytes().all(unreserved) {
        return text.into();
    }
    utf8_percent_encode(text, VALUE).into()
}

fn reserved(text: &str) -> Cow<'_, str> {
    utf8_percent_encode(text, RESERVED).into()
}

/// Of a list that commas separate.
fn reserved_item(text: &str) -> Cow<'_, str> {
    match reserved(text) {
        text if text.contains(',') => text.replace(',', "%2C").into(),
        text => text,
    }
}

fn plain(text: &str) -> Cow<'_, str> {
    text.into()
}

/// A value in a path.
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

/// Items separated; members as `key,value`, or as `key=value` when exploded.
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

/// A value in a header; none if the comma in one of its items would make two of it. Headers have no way
/// to write such a comma (OpenAPI 3.0, Style Values, `simple`).
pub(crate) fn header(parameter: &Parameter, value: &Value) -> Option<String> {
    if parameter.json {
        return Some(value.to_string());
    }
    let torn = |item: &Value| text(item).contains(',');
    let is_torn = match value {
        Value::Array(items) => items.iter().any(torn),
        Value::Object(members) => members
            .iter()
            .any(|(key, value)| key.contains([',', '=']) || torn(value)),
        _ => false,
    };
    (!is_torn).then(|| joined(parameter, value, ",", plain))
}

/// A value in a query or a cookie: encoded `name=value` pairs.
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

/// `name[key]=value`; what is inside of an object or an array adds its key or its index.
///
/// The specification says nothing of arrays and of objects inside of others. They are written as services
/// read them that have this style: `items[0][price]=5`.
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

/// A field of a form, encoded: in its style where it has one, else as [`fields`] says.
pub(crate) fn form(parameter: &Parameter, value: &Value) -> Vec<String> {
    if parameter.styled {
        return pairs(parameter, value);
    }
    let fields = fields(parameter, value);
    let pairs = fields.iter().map(|(name, text)| form_pair(name, text));
    pairs.collect()
}

/// `name=text` as forms are encoded (URL Standard, section 5.2).
pub(crate) fn form_pair(name: &str, text: &str) -> String {
    let mut pair = url::form_urlencoded::Serializer::new(String::new());
    pair.append_pair(name, text).finish()
}

/// A field of a form: names and values, not encoded. Arrays repeat the name, objects are JSON text.
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

/// `{"a": {"b": 1}}` is `name.a.b=1`.
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
mod tests {
    use serde_json::json;

    use super::*;
    use crate::parameter::Row;

    /// OpenAPI 3.0.4, Style Examples; RFC 6570, sections 3.2.2 to 3.2.8. Members come in the order of their names.
    #[test]
    fn paths() {
        let color = |style, explode| {
            let row = Row::path("color").style(style).explode(explode);
            row.parameter("color")
        };
        let (list, keys) = (
            json!(["blue", "black", "brown"]),
            json!({"B": 150, "G": 200, "R": 100}),
        );
        for (style, explode, value, expected) in [
            (Style::Simple, false, &list, "blue,black,brown"),
            (Style::Simple, false, &keys, "B,150,G,200,R,100"),
            (Style::Simple, true, &keys, "B=150,G=200,R=100"),
            (Style::Label, false, &list, ".blue,black,brown"),
            (Style::Label, true, &list, ".blue.black.brown"),
            (Style::Label, true, &keys, ".B=150.G=200.R=100"),
            (Style::Matrix, false, &list, ";color=blue,black,brown"),
            (
                Style::Matrix,
                true,
                &list,
                ";color=blue;color=black;color=brown",
            ),
            (Style::Matrix, false, &keys, ";color=B,150,G,200,R,100"),
            (Style::Matrix, true, &keys, ";B=150;G=200;R=100"),
            (Style::Matrix, false, &json!(""), ";color"),
            (
                Style::Simple,
                false,
                &json!("Hello World!/%"),
                "Hello%20World%21%2F%25",
            ),
        ] {
            assert_eq!(path(&color(style, explode), value), expected);
        }
    }

    const COLOR: Row = Row::query("color");

    #[test]
    fn queries() {
        let (list, keys) = (
            json!(["blue", "black", "brown"]),
            json!({"B": 150, "G": 200, "R": 100}),
        );
        for (style, explode, value, expected) in [
            (
                Style::Form,
                true,
                &list,
                "color=blue&color=black&color=brown",
            ),
            (Style::Form, false, &list, "color=blue,black,brown"),
            (Style::Form, true, &keys, "B=150&G=200&R=100"),
            (Style::Form, false, &keys, "color=B,150,G,200,R,100"),
            (
                Style::SpaceDelimited,
                false,
                &list,
                "color=blue%20black%20brown",
            ),
            (
                Style::PipeDelimited,
                false,
                &list,
                "color=blue%7Cblack%7Cbrown",
            ),
            (
                Style::DeepObject,
                true,
                &keys,
                "color%5BB%5D=150&color%5BG%5D=200&color%5BR%5D=100",
            ),
            (Style::Form, true, &json!(""), "color="),
            (Style::Form, true, &json!([]), ""),
            (
                Style::Form,
                true,
                &json!("a&b=c d+ä"),
                "color=a%26b%3Dc%20d%2B%C3%A4",
            ),
        ] {
            assert_eq!(
                pairs(
                    &COLOR.style(style).explode(explode).parameter("color"),
                    value
                )
                .join("&"),
                expected
            );
        }
        assert_eq!(
            pairs(
                &COLOR.allow_reserved().parameter("color"),
                &json!("/a?b#c&d e")
            ),
            ["color=/a?b%23c%26d%20e"]
        );
        assert_eq!(
            pairs(&COLOR.json().parameter("color"), &json!({"a": 1})),
            ["color=%7B%22a%22%3A1%7D"]
        );
    }

    /// A comma that separates is no comma of an item (RFC 6570, section 3.2.1).
    #[test]
    fn commas_of_items_are_told_from_those_between_them() {
        let list = json!(["a,b", "c"]);
        let row = COLOR.explode(false);
        assert_eq!(pairs(&row.parameter("color"), &list), ["color=a%2Cb,c"]);
        let open = row.allow_reserved().parameter("color");
        assert_eq!(pairs(&open, &list), ["color=a%2Cb,c"]);
        assert_eq!(pairs(&open, &json!("a,b")), ["color=a,b"]);
        let cookie = Row::cookie("color").explode(false).parameter("color");
        assert_eq!(pairs(&cookie, &list), ["color=a%2Cb,c"]);
        assert_eq!(
            path(&Row::path("color").parameter("color"), &list),
            "a%2Cb,c"
        );
        let simple = Row::header("color").parameter("color");
        assert_eq!(header(&simple, &list), None);
        assert_eq!(header(&simple, &json!({"a": "b,c"})), None);
        assert_eq!(header(&simple, &json!([["a", "b"]])), None);
        assert_eq!(header(&simple, &json!("a,b")).as_deref(), Some("a,b"));
        assert_eq!(header(&simple, &json!(["a", "b"])).as_deref(), Some("a,b"));
    }

    #[test]
    fn deep_objects_and_arrays() {
        let row = COLOR.style(Style::DeepObject);
        let value = json!({"a": [{"b": 1}, "c d"], "e": {"f": {"g": true}}, "h": null, "i": []});
        let expected = [
            "color%5Ba%5D%5B0%5D%5Bb%5D=1",
            "color%5Ba%5D%5B1%5D=c%20d",
            "color%5Be%5D%5Bf%5D%5Bg%5D=true",
        ];
        assert_eq!(pairs(&row.parameter("color"), &value), expected);
        let field = Row::form("color")
            .style(Style::DeepObject)
            .parameter("color");
        assert_eq!(form(&field, &value), expected);
        assert_eq!(form(&field, &json!(["a"])), ["color%5B0%5D=a"]);
    }

    #[test]
    fn forms() {
        let row = Row::form("AddOns");
        let field = row.parameter("AddOns");
        let owned = |pairs: &[(&str, &str)]| -> Vec<_> {
            pairs
                .iter()
                .map(|(a, b)| (a.to_string(), b.to_string()))
                .collect()
        };
        assert_eq!(
            fields(&field, &json!([true, 1.0])),
            owned(&[("AddOns", "true"), ("AddOns", "1")])
        );
        assert_eq!(
            fields(&field, &json!({"a": [1]})),
            owned(&[("AddOns", "{\"a\":[1]}")])
        );
        assert_eq!(form(&field, &json!("a b,&")), ["AddOns=a+b%2C%26"]);
        let map = json!({"lookup": {"key": "value", "deep": {"n": 1}}});
        assert_eq!(
            fields(&row.collapsible_map(&"AddOns").parameter("AddOns"), &map),
            owned(&[
                ("AddOns.lookup.deep.n", "1"),
                ("AddOns.lookup.key", "value")
            ])
        );
    }
}
