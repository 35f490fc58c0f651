//! JSON with parts that [`Value`] cannot hold: numbers too large for any type, integers that would be rounded, lone
//! surrogates, strings that are not UTF-8, and names that stand more than once in an object.
//!
//! `serde_json` refuses a whole document for some of them, and changes the others in silence. Here such a value
//! becomes a string of its source text, and is remembered as lost. A name that is not valid Unicode becomes its source
//! text too. Of values with one name the last counts (RFC 8259, section 4). Such names are remembered. It takes one
//! pass.

use std::collections::BTreeMap;

use serde_json::map::{Entry, Map};
use serde_json::{Number, Value};

use crate::model::lenient::{self, Decimal, is_number};
use crate::model::mismatch::MismatchKind;
use crate::model::raw::is_inexact;

/// As of `serde_json`.
const DEPTH: usize = 128;

const NUMBER: &str = "a number that no type represents exactly";
const STRING: &str = "a string that is not valid Unicode";

/// What of a document could not be held.
#[derive(Default)]
pub(crate) struct Lost {
    /// The strings that stand for lost values, by where their text is, which stays there while they are moved;
    /// and what they are.
    texts: BTreeMap<usize, &'static str>,
    /// What stood under repeated names before. It is kept so that no other text comes to be in its place.
    replaced: Vec<Value>,
    /// The repeated names and those that are not valid Unicode, by where their text is in the object that holds
    /// them.
    names: BTreeMap<usize, MismatchKind>,
}

impl Lost {
    /// What a value is that could not be parsed; none if it could.
    pub(crate) fn reason(&self, value: &Value) -> Option<&'static str> {
        match value {
            Value::String(text) if !self.texts.is_empty() => {
                self.texts.get(&(text.as_ptr() as usize)).copied()
            }
            _ => None,
        }
    }

    /// Whether a value has a lost one in it.
    pub(crate) fn is_inside(&self, value: &Value) -> bool {
        match value {
            _ if self.texts.is_empty() => false,
            Value::Array(items) => items.iter().any(|item| self.is_inside(item)),
            Value::Object(members) => members.values().any(|value| self.is_inside(value)),
            value => self.reason(value).is_some(),
        }
    }

    /// The names of an object that are not as they were sent, or stood in it more than once.
    pub(crate) fn names_in<'v>(
        &self,
        members: &'v Map<String, Value>,
    ) -> impl Iterator<Item = (&'v String, MismatchKind)> + use<'v, '_> {
        let names = (!self.names.is_empty()).then(|| members.keys());
        let names = names.into_iter().flatten();
        names.filter_map(|name| Some((name, self.name(name)?)))
    }

    /// What there is to tell of a name in a value, at any depth.
    pub(crate) fn name_inside(&self, value: &Value) -> Option<MismatchKind> {
        match value {
            _ if self.names.is_empty() => None,
            Value::Array(items) => items.iter().find_map(|item| self.name_inside(item)),
            Value::Object(members) => members
                .iter()
                .find_map(|(name, value)| self.name(name).or_else(|| self.name_inside(value))),
            _ => None,
        }
    }

    fn name(&self, name: &str) -> Option<MismatchKind> {
        self.names.get(&(name.as_ptr() as usize)).copied()
    }
}

/// Parses a document; none if it is no JSON even so.
pub(crate) fn parse(bytes: &[u8]) -> Option<(Value, Lost)> {
    let mut parser = Parser {
        bytes,
        at: 0,
        lost: Lost::default(),
    };
    let value = parser.value(0)?;
    parser.space();
    (parser.at == bytes.len()).then_some((value, parser.lost))
}

struct Parser<'b> {
    bytes: &'b [u8],
    at: usize,
    lost: Lost,
}

impl Parser<'_> {
    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    /// Goes over a byte, and over white space before it, if it is there.
    fn take(&mut self, byte: u8) -> bool {
        self.space();
        let is_there = self.peek() == Some(byte);
        self.at += usize::from(is_there);
        is_there
    }

    fn value(&mut self, depth: usize) -> Option<Value> {
        self.space();
        match self.peek()? {
            b'{' | b'[' if depth == DEPTH => None,
            b'{' => self.object(depth + 1),
            b'[' => self.array(depth + 1),
            b'"' => match self.text()? {
                (text, true) => Some(Value::String(self.lose(text, STRING))),
                (text, false) => Some(Value::String(text)),
            },
            _ => self.word(),
        }
    }

    fn object(&mut self, depth: usize) -> Option<Value> {
        let mut members = Map::new();
        self.at += 1;
        if self.take(b'}') {
            return Some(Value::Object(members));
        }
        loop {
            self.space();
            if self.peek()? != b'"' {
                return None;
            }
            let (mut name, is_lost) = self.text()?;
            // An empty text would have no place of its own.
            name.reserve(1);
            if !self.take(b':') {
                return None;
            }
            let value = self.value(depth)?;
            let place = name.as_ptr() as usize;
            match members.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                    if is_lost {
                        self.lost.names.insert(place, MismatchKind::KeptRaw);
                    }
                }
                Entry::Occupied(mut entry) => {
                    let place = entry.key().as_ptr() as usize;
                    self.lost.names.insert(place, MismatchKind::Repeated);
                    self.lost.replaced.push(entry.insert(value));
                }
            }
            if self.take(b'}') {
                return Some(Value::Object(members));
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    fn array(&mut self, depth: usize) -> Option<Value> {
        let mut items = Vec::new();
        self.at += 1;
        if self.take(b']') {
            return Some(Value::Array(items));
        }
        loop {
            items.push(self.value(depth)?);
            if self.take(b']') {
                return Some(Value::Array(items));
            }
            if !self.take(b',') {
                return None;
            }
        }
    }

    /// A string, or its source text if it is not valid Unicode, and whether it is that.
    fn text(&mut self) -> Option<(String, bool)> {
        let start = self.at;
        self.at += 1;
        loop {
            match self.peek()? {
                b'"' => break,
                b'\\' => self.at += 2,
                0..0x20 => return None,
                _ => self.at += 1,
            }
        }
        self.at += 1;
        let token = &self.bytes[start..self.at];
        if let Ok(text) = serde_json::from_slice(token) {
            return Some((text, false));
        }
        let inside = String::from_utf8_lossy(&token[1..token.len() - 1]);
        escapes_are_known(&inside).then(|| (inside.into_owned(), true))
    }

    /// `true`, `false`, `null` or a number.
    fn word(&mut self) -> Option<Value> {
        let rest = &self.bytes[self.at..];
        let end = rest
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || b"+-.".contains(byte)));
        let token = &rest[..end.unwrap_or(rest.len())];
        self.at += token.len();
        let text = std::str::from_utf8(token).ok()?;
        match serde_json::from_str(text) {
            Ok(value) if !is_rounded(&value, text) => Some(value),
            Ok(_) => Some(match exact_integer(text) {
                Some(number) => Value::Number(number),
                None => Value::String(self.lose(text.to_owned(), NUMBER)),
            }),
            Err(_) if is_number(text) => Some(Value::String(self.lose(text.to_owned(), NUMBER))),
            Err(_) => None,
        }
    }

    fn lose(&mut self, text: String, reason: &'static str) -> String {
        self.lost.texts.insert(text.as_ptr() as usize, reason);
        text
    }
}

/// Whether a number is an integer, and not the one of its text. Fractions are rounded to the nearest `f64`, as
/// everywhere (RFC 8259, section 6).
fn is_rounded(value: &Value, text: &str) -> bool {
    let number = value.as_f64().filter(|_| value.is_f64());
    number
        .filter(|number| is_inexact(*number))
        .zip(Decimal::of(text))
        .is_some_and(|(number, decimal)| decimal.is_whole() && !lenient::holds(&number, &decimal))
}

/// The integer of 64 bits that a number stands for: `9007199254740993.0` is one (JSON Schema Core, section 4.2.3).
fn exact_integer(text: &str) -> Option<Number> {
    let digits = lenient::whole(&Decimal::of(text)?)?;
    let signed = digits.parse().map(|number: i64| number.into());
    signed
        .or_else(|_| digits.parse().map(|number: u64| number.into()))
        .ok()
}

/// Whether the escapes of a string are those of JSON (RFC 8259, section 7), surrogates aside.
fn escapes_are_known(text: &str) -> bool {
    let mut bytes = text.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'\\' {
            continue;
        }
        let is_known = match bytes.next() {
            Some(b'u') => (0..4).all(|_| bytes.next().is_some_and(|it| it.is_ascii_hexdigit())),
            Some(byte) => b"\"\\/bfnrt".contains(&byte),
            None => false,
        };
        if !is_known {
            return false;
        }
    }
    true
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn one_value_is_lost() {
        for (sent, text) in [
            (&br#"1e999"#[..], "1e999"),
            (br#"-1E+400"#, "-1E+400"),
            (br#""a\ud800b""#, r"a\ud800b"),
            (br#""\udc00\ud800""#, r"\udc00\ud800"),
            (b"\"a\xffb\"", "a\u{fffd}b"),
        ] {
            let whole = [br#" {"a": [1, "#, sent, br#", "x"], "b": null} "#].concat();
            assert!(serde_json::from_slice::<Value>(&whole).is_err());
            let (value, lost) = parse(&whole).unwrap();
            assert_eq!(value, json!({"a": [1, text, "x"], "b": null}));
            assert!(lost.reason(&value["a"][1]).is_some() && lost.is_inside(&value));
            assert!(lost.reason(&value["a"][2]).is_none() && !lost.is_inside(&value["b"]));
        }
    }

    #[test]
    fn integers_are_the_same_or_lost() {
        for (text, is_lost) in [
            ("18446744073709551616", false),
            ("18446744073709551617", true),
            ("18446744073709551617.0", true),
            ("-90071992547409921e3", true),
            ("9007199254740992.0", false),
            ("1e23", false),
            ("100000000000000000000000", false),
            ("100000000000000000000001", true),
            ("9007199254740993.5", false),
            ("0.1", false),
            ("18446744073709551615", false),
        ] {
            let (value, lost) = parse(text.as_bytes()).unwrap();
            assert_eq!(lost.reason(&value).is_some(), is_lost, "{text}");
        }
    }

    #[test]
    fn integers_with_a_fraction_of_zero_are_exact() {
        for (text, wanted) in [
            ("9007199254740993.0", json!(9_007_199_254_740_993_u64)),
            ("-90071992547409921e0", json!(-90_071_992_547_409_921_i64)),
            ("1844674407370955161.5e1", json!(u64::MAX)),
            ("-9223372036854775807.00", json!(i64::MIN + 1)),
        ] {
            let (value, lost) = parse(text.as_bytes()).unwrap();
            assert_eq!(value, wanted);
            assert!(lost.reason(&value).is_none(), "{text}");
        }
    }

    #[test]
    fn names_that_are_no_unicode_are_told() {
        let (value, lost) = parse(br#"{"a": {"b\ud800": 1, "c": "d"}}"#).unwrap();
        assert_eq!(value, json!({"a": {"b\\ud800": 1, "c": "d"}}));
        assert_eq!(lost.name_inside(&value), Some(MismatchKind::KeptRaw));
        assert_eq!(lost.name_inside(&value["a"]["c"]), None);
        assert!(!lost.is_inside(&value));
    }

    /// RFC 8259, section 4.
    #[test]
    fn of_repeated_names_the_last_counts() {
        let sent = br#"{"a": [{"b/c": 1, "d": 2, "b/c": 3}], "a": [0, {"e": 1, "e": 2}]}"#;
        let (value, lost) = parse(sent).unwrap();
        assert_eq!(value, json!({"a": [0, {"e": 2}]}));
        let names = |value: &Value| -> Vec<_> {
            let members = value.as_object().unwrap();
            lost.names_in(members)
                .map(|(name, _)| name.clone())
                .collect()
        };
        assert_eq!(names(&value), ["a"]);
        assert_eq!(names(&value["a"][1]), ["e"]);
        assert_eq!(lost.name_inside(&value["a"]), Some(MismatchKind::Repeated));
        assert_eq!(lost.name_inside(&value["a"][1]["e"]), None);
        let (value, lost) = parse(br#"[{"": 1}, {"": 1, "": 2}]"#).unwrap();
        assert_eq!(lost.name_inside(&value[0]), None);
        assert_eq!(lost.name_inside(&value[1]), Some(MismatchKind::Repeated));
    }

    #[test]
    fn what_is_no_json_is_refused() {
        let deep = "[".repeat(100_000);
        for wrong in [
            "",
            "1e",
            "01e999",
            "{",
            "[1,]",
            r#"{"a" 1}"#,
            r#""\x""#,
            r#""\u12""#,
            r#""a"#,
            "\"\\",
            "1 2",
            "\"\n\"",
            "nul",
            "-",
            "[1e999",
            r#"{"a":1e999,}"#,
            &deep,
        ] {
            assert!(parse(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }
}
