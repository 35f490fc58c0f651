//! JSON with parts that [`Value`] cannot hold: numbers too large for any type, integers that would be rounded, lone
//! surrogates, strings that are not UTF-8, and names that stand more than once in an object.
//!
//! `serde_json` refuses a whole document for some of them, and changes the others in silence. Here such a value
//! becomes a string of its source text, and is remembered as lost. Of values with one name the last counts
//! (RFC 8259, section 4), and the name is remembered. It takes one pass.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use serde_json::map::{Entry, Map};

use crate::model::lenient::{self, Decimal, is_number};
use crate::model::raw::is_inexact;

/// As of `serde_json`.
const DEPTH: usize = 128;

const NUMBER: &str = "a number that no type holds exactly";
const STRING: &str = "a string that is not valid Unicode";

/// What of a document could not be held.
#[derive(Default)]
pub(crate) struct Lost {
    /// The strings that stand for lost values, by where their text is, which stays there while they are moved;
    /// and what they are.
    texts: BTreeMap<usize, &'static str>,
    /// What stood under repeated names before. It is kept so that no other text comes to be in its place.
    replaced: Vec<Value>,
    /// The repeated names, by where their text is in the object that holds them.
    repeated: BTreeSet<usize>,
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

    /// The names of an object that stood in it more than once.
    pub(crate) fn repeated_in<'v>(
        &self,
        members: &'v Map<String, Value>,
    ) -> impl Iterator<Item = &'v String> + use<'v, '_> {
        let names = (!self.repeated.is_empty()).then(|| members.keys());
        names
            .into_iter()
            .flatten()
            .filter(|name| self.is_repeated(name))
    }

    /// Whether a value has such a name in it, at any depth.
    pub(crate) fn is_repeated_inside(&self, value: &Value) -> bool {
        match value {
            _ if self.repeated.is_empty() => false,
            Value::Array(items) => items.iter().any(|item| self.is_repeated_inside(item)),
            Value::Object(members) => members
                .iter()
                .any(|(name, value)| self.is_repeated(name) || self.is_repeated_inside(value)),
            _ => false,
        }
    }

    fn is_repeated(&self, name: &str) -> bool {
        self.repeated.contains(&(name.as_ptr() as usize))
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
            b'"' => self.string().map(Value::String),
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
            let mut name = self.string()?;
            // An empty text would have no place of its own.
            name.reserve(1);
            if !self.take(b':') {
                return None;
            }
            let value = self.value(depth)?;
            match members.entry(name) {
                Entry::Vacant(entry) => {
                    entry.insert(value);
                }
                Entry::Occupied(mut entry) => {
                    self.lost.repeated.insert(entry.key().as_ptr() as usize);
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

    fn string(&mut self) -> Option<String> {
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
            return Some(text);
        }
        let inside = String::from_utf8_lossy(&token[1..token.len() - 1]);
        escapes_are_known(&inside).then(|| self.lose(inside.into_owned(), STRING))
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
            Ok(_) => Some(Value::String(self.lose(text.to_owned(), NUMBER))),
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
            ("9007199254740993.0", true),
            ("-90071992547409921e0", true),
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

    /// RFC 8259, section 4.
    #[test]
    fn of_repeated_names_the_last_counts() {
        let sent = br#"{"a": [{"b/c": 1, "d": 2, "b/c": 3}], "a": [0, {"e": 1, "e": 2}]}"#;
        let (value, lost) = parse(sent).unwrap();
        assert_eq!(value, json!({"a": [0, {"e": 2}]}));
        let names = |value: &Value| -> Vec<_> {
            let members = value.as_object().unwrap();
            lost.repeated_in(members).cloned().collect()
        };
        assert_eq!(names(&value), ["a"]);
        assert_eq!(names(&value["a"][1]), ["e"]);
        assert!(lost.is_repeated_inside(&value["a"]));
        assert!(!lost.is_repeated_inside(&value["a"][1]["e"]));
        let (value, lost) = parse(br#"[{"": 1}, {"": 1, "": 2}]"#).unwrap();
        assert!(!lost.is_repeated_inside(&value[0]));
        assert!(lost.is_repeated_inside(&value[1]));
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
