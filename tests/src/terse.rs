//! A terse notation of values for snapshots that people review.
//!
//! [`terse`] reads the `Debug` text of a value and prints the same facts in fewer lines:
//!
//! - A field of a struct is left out if its value is `None`, `false`, `""` or `[]`. A field that
//!   changes away from one of these adds a line.
//! - `Some(…)` and the wrappers of `TRANSPARENT` are left out around a value, unless the value
//!   inside is itself one that is left out: `Some(false)` stays.
//! - What fits in a line of [`WIDTH`] columns stands on one line. What does not, has a line for
//!   each field or item, and indentation takes the place of closing brackets.
//!
//! The notation knows no types and no names of fields. Two values of one type that have different
//! `Debug` texts have different terse texts.

use std::fmt::{Debug, Write};

/// How many columns a line has, if its content can be split at all.
pub const WIDTH: usize = 100;

/// Wrappers of one value whose names are left out.
const TRANSPARENT: [&str; 2] = ["Some", "Ident"];

/// Values that a field is left out for.
const LEFT_OUT: [&str; 4] = ["None", "false", "\"\"", "[]"];

/// Prints a value in the terse notation, with a line break at the end.
///
/// # Panics
///
/// If the brackets in the `Debug` text do not match, which derived implementations never do.
#[must_use]
pub fn terse(value: &impl Debug) -> String {
    let text = format!("{value:?}");
    let mut reader = Reader { rest: &text };
    let value = reader.value();
    assert_eq!(reader.rest, "", "the brackets match");
    let mut lines = String::new();
    print(&value, "", 0, &mut lines);
    lines
}

/// A part of a value: `Field {…}` is a word and a group.
enum Part {
    /// A name, a number, a string or a character as `Debug` writes it.
    Word(String),
    /// What stands in a pair of brackets.
    Group { open: char, items: Vec<Item> },
}

/// An item of a group; fields and entries of maps have a key.
struct Item {
    key: Option<Vec<Part>>,
    value: Vec<Part>,
}

impl Item {
    /// The key with its colon, or nothing.
    fn label(&self) -> String {
        self.key
            .as_ref()
            .map_or_else(String::new, |key| format!("{}: ", flat(key)))
    }
}

/// Reads the text that `Debug` writes.
struct Reader<'a> {
    rest: &'a str,
}

impl Reader<'_> {
    /// Reads parts up to a comma, a colon or a closing bracket.
    fn value(&mut self) -> Vec<Part> {
        let mut parts = Vec::new();
        loop {
            self.rest = self.rest.trim_start();
            match self.rest.chars().next() {
                None | Some(',' | ')' | ']' | '}') => break,
                Some(':') if ends_key(self.rest) => break,
                Some(open @ ('(' | '[' | '{')) => {
                    let items = self.group();
                    parts.push(Part::Group { open, items });
                }
                Some(quote @ ('"' | '\'')) => {
                    let end = quoted(self.rest, quote);
                    parts.push(Part::Word(self.take(end)));
                }
                Some(_) => {
                    let end = word(self.rest);
                    parts.push(Part::Word(self.take(end)));
                }
            }
        }
        simplified(parts)
    }

    /// Reads a group with its brackets.
    fn group(&mut self) -> Vec<Item> {
        let mut items = Vec::new();
        self.take(1);
        loop {
            let first = self.value();
            let item = if self.skip(':') {
                let value = self.value();
                Item {
                    key: Some(first),
                    value,
                }
            } else {
                Item {
                    key: None,
                    value: first,
                }
            };
            if item.key.is_some() || !item.value.is_empty() {
                items.push(item);
            }
            if !self.skip(',') {
                break;
            }
        }
        assert!(
            [')', ']', '}'].into_iter().any(|close| self.skip(close)),
            "a group is closed"
        );
        items
    }

    /// Takes so many bytes.
    fn take(&mut self, end: usize) -> String {
        let (taken, rest) = self.rest.split_at(end);
        self.rest = rest;
        taken.to_owned()
    }

    /// Skips a character if it is next.
    fn skip(&mut self, expected: char) -> bool {
        let rest = self.rest.trim_start().strip_prefix(expected);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }
}

/// Whether a text begins with the colon after a key, not with one inside a word.
fn ends_key(text: &str) -> bool {
    text[1..].starts_with(char::is_whitespace)
}

/// Where a quoted string or character ends.
fn quoted(text: &str, quote: char) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            _ if character == quote => return at + 1,
            _ => {}
        }
    }
    panic!("a quote is not closed: {text}");
}

/// Where a word ends.
fn word(text: &str) -> usize {
    let ends = |(at, character): (usize, char)| match character {
        ',' | '(' | ')' | '[' | ']' | '{' | '}' | '"' => true,
        ':' => ends_key(&text[at..]),
        _ => character.is_whitespace(),
    };
    let end = text.char_indices().skip(1).find(|found| ends(*found));
    end.map_or(text.len(), |(at, _)| at)
}

/// A value without transparent wrappers and without fields that say nothing.
fn simplified(mut parts: Vec<Part>) -> Vec<Part> {
    let [Part::Word(name), Part::Group { open, items }] = parts.as_mut_slice() else {
        return parts;
    };
    match (*open, items.as_mut_slice()) {
        ('{', _) => items.retain(|item| !(is_field(item) && is_left_out(&item.value))),
        ('(', [item]) if TRANSPARENT.contains(&name.as_str()) && !is_left_out(&item.value) => {
            return std::mem::take(&mut item.value);
        }
        _ => {}
    }
    parts
}

/// Whether an item is the field of a struct, not an entry of a map.
fn is_field(item: &Item) -> bool {
    matches!(item.key.as_deref(), Some([Part::Word(key)]) if !key.starts_with('"'))
}

/// Whether a field with this value is left out.
fn is_left_out(value: &[Part]) -> bool {
    match value {
        [Part::Word(word)] => LEFT_OUT.contains(&word.as_str()),
        [Part::Group { open: '[', items }] => items.is_empty(),
        _ => false,
    }
}

/// A value on one line.
fn flat(value: &[Part]) -> String {
    let mut text = String::new();
    for (index, part) in value.iter().enumerate() {
        match part {
            Part::Word(word) => {
                let space = if index == 0 { "" } else { " " };
                let _ = write!(text, "{space}{word}");
            }
            Part::Group { open, items } => {
                let items: Vec<String> = items
                    .iter()
                    .map(|item| item.label() + &flat(&item.value))
                    .collect();
                let items = items.join(", ");
                let _ = match open {
                    '{' if index > 0 && items.is_empty() => write!(text, " {{}}"),
                    '{' if index > 0 => write!(text, " {{ {items} }}"),
                    '{' => write!(text, "{{{items}}}"),
                    '[' => write!(text, "[{items}]"),
                    _ => write!(text, "({items})"),
                };
            }
        }
    }
    text
}

/// Prints a value on one line if it fits, and on a line for each item if not.
///
/// `head` stands before the value on its first line.
fn print(value: &[Part], head: &str, depth: usize, lines: &mut String) {
    let indent = "  ".repeat(depth);
    let line = format!("{indent}{head}{}", flat(value));
    let [before @ .., Part::Group { open, items }] = value else {
        let _ = writeln!(lines, "{line}");
        return;
    };
    if line.chars().count() <= WIDTH || items.is_empty() {
        let _ = writeln!(lines, "{line}");
        return;
    }
    let space = if *open == '{' && !before.is_empty() {
        " "
    } else {
        ""
    };
    let head = format!("{head}{}{space}{open}", flat(before));
    match (*open, items.as_slice()) {
        // A tuple of one, such as the content of a variant, needs no level of its own.
        ('(', [item]) => print(&item.value, &head, depth, lines),
        _ => {
            let _ = writeln!(lines, "{indent}{head}");
            for item in items {
                print(&item.value, &item.label(), depth + 1, lines);
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use std::collections::{BTreeMap, BTreeSet};
    use std::fmt::Debug;

    use super::terse;

    #[derive(Debug, Default)]
    #[allow(dead_code, reason = "the fields are read by `Debug`")]
    struct Facts {
        flag: bool,
        maybe: Option<bool>,
        twice: Option<Option<u8>>,
        name: &'static str,
        titled: Option<&'static str>,
        list: Vec<Option<&'static str>>,
        kind: Kind,
        map: BTreeMap<&'static str, bool>,
    }

    #[derive(Debug, Default)]
    #[allow(dead_code, reason = "the fields are read by `Debug`")]
    enum Kind {
        #[default]
        None,
        Empty {
            deep: Option<u8>,
        },
        Other {
            deep: Option<u8>,
        },
        Ident(&'static str),
        Text(&'static str),
        Pair(char, Option<char>),
    }

    /// Asserts that values with different `Debug` texts have different terse texts.
    fn assert_distinct<T: Debug>(values: &[T]) {
        let plain: BTreeSet<String> = values.iter().map(|value| format!("{value:?}")).collect();
        let short: BTreeSet<String> = values.iter().map(terse).collect();
        assert_eq!(plain.len(), values.len(), "the values are different");
        assert_eq!(short.len(), values.len(), "{short:#?}");
    }

    /// Strings that look like values, defaults, fields and ends.
    const TRICKY: [&str; 14] = [
        "",
        "None",
        "false",
        "[]",
        "\"\"",
        "a",
        "a\", titled: \"b",
        "a, b: None",
        "{ }",
        ")]}",
        "\\",
        "\\\"",
        "line\nline",
        "  two  spaces  ",
    ];

    #[test]
    fn tricky_strings_stay_different() {
        let mut values = Vec::new();
        for name in TRICKY {
            values.extend(TRICKY.map(|titled| Facts {
                name,
                titled: Some(titled),
                ..Facts::default()
            }));
            values.push(Facts {
                name,
                ..Facts::default()
            });
        }
        assert_distinct(&values);
        let lists = TRICKY.iter().flat_map(|first| {
            TRICKY.map(|second| {
                [
                    vec![Some(*first), Some(second)],
                    vec![Some(*first), None, Some(second)],
                ]
            })
        });
        let mut lists: Vec<Vec<Option<&str>>> = lists.flatten().collect();
        lists.extend([vec![], vec![None], vec![None, None]]);
        assert_distinct(&lists);
    }

    #[test]
    fn defaults_and_wrapped_defaults_stay_different() {
        let mut values = Vec::new();
        for flag in [false, true] {
            for maybe in [None, Some(false), Some(true)] {
                for twice in [None, Some(None), Some(Some(0)), Some(Some(1))] {
                    values.push(Facts {
                        flag,
                        maybe,
                        twice,
                        ..Facts::default()
                    });
                }
            }
        }
        assert_distinct(&values);
        assert_distinct(&[BTreeMap::new(), BTreeMap::from([("a", false)])]);
        assert_distinct(&[
            Kind::None,
            Kind::Empty { deep: None },
            Kind::Other { deep: None },
            Kind::Other { deep: Some(0) },
            Kind::Ident(""),
            Kind::Ident("x"),
            Kind::Text("x"),
            Kind::Pair('"', None),
            Kind::Pair('\'', Some(',')),
        ]);
    }

    #[test]
    fn each_fact_has_a_line() {
        let long = "a string that is too long to stand beside others on one line of the notation";
        let facts = Facts {
            flag: true,
            maybe: Some(false),
            titled: Some(long),
            kind: Kind::Pair('a', Some(']')),
            map: BTreeMap::from([("b: c", false)]),
            ..Facts::default()
        };
        let expected = format!(
            "Facts {{\n  flag: true\n  maybe: Some(false)\n  titled: \"{long}\"\n  \
             kind: Pair('a', ']')\n  map: {{\"b: c\": false}}\n"
        );
        assert_eq!(terse(&facts), expected);
        assert_eq!(terse(&Facts::default()), "Facts { map: {} }\n");
    }
}
