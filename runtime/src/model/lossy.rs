//! JSON with values that cannot be held: numbers too large for any type, lone surrogates, and strings that
//! are not UTF-8.
//!
//! `serde_json` refuses a whole document for one of them. Here such a value becomes a string of its source
//! text, and is remembered as lost. It takes one pass.

use std::collections::BTreeSet;

use serde_json::{Map, Value};

use crate::model::lenient::is_number;

/// As of `serde_json`.
const DEPTH: usize = 128;

/// The strings that stand for lost values, by where their text is: it stays there while they are moved.
#[derive(Default)]
pub(crate) struct Lost {
    texts: BTreeSet<usize>,
    /// What doubled names replaced. It is kept so that no other text comes to be in its place.
    replaced: Vec<Value>,
}

impl Lost {
    /// Whether this value could not be parsed.
    pub(crate) fn is_in(&self, value: &Value) -> bool {
        match value {
            Value::String(text) if !self.texts.is_empty() => {
                self.texts.contains(&(text.as_ptr() as usize))
            }
            _ => false,
        }
    }

    /// Whether a value has a lost one in it.
    pub(crate) fn is_inside(&self, value: &Value) -> bool {
        match value {
            _ if self.texts.is_empty() => false,
            Value::Array(items) => items.iter().any(|item| self.is_inside(item)),
            Value::Object(members) => members.values().any(|value| self.is_inside(value)),
            value => self.is_in(value),
        }
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
            let name = self.string()?;
            if !self.take(b':') {
                return None;
            }
            let value = self.value(depth)?;
            self.lost.replaced.extend(members.insert(name, value));
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
        escapes_are_known(&inside).then(|| self.lose(inside.into_owned()))
    }

    /// `true`, `false`, `null` or a number.
    fn word(&mut self) -> Option<Value> {
        let rest = &self.bytes[self.at..];
        let end = rest
            .iter()
            .position(|byte| !(byte.is_ascii_alphanumeric() || b"+-.".contains(byte)));
        let token = &rest[..end.unwrap_or(rest.len())];
        self.at += token.len();
        if let Ok(value) = serde_json::from_slice(token) {
            return Some(value);
        }
        let text = std::str::from_utf8(token).ok()?;
        is_number(text).then(|| Value::String(self.lose(text.to_owned())))
    }

    fn lose(&mut self, text: String) -> String {
        self.lost.texts.insert(text.as_ptr() as usize);
        text
    }
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
            assert!(lost.is_in(&value["a"][1]) && lost.is_inside(&value));
            assert!(!lost.is_in(&value["a"][2]) && !lost.is_inside(&value["b"]));
        }
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
