//! Strings and enumerations.

use std::collections::BTreeSet;

use openapiv3::Schema as Source;

use super::Lowering;
use super::keywords::Keywords;
use super::schema::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Enumeration, Text, Type, TypeShape};
use crate::pattern::Shape;
use crate::pointer::Pointer;
use crate::vendor::Format;

impl Lowering<'_, '_> {
    pub(super) fn string(
        &mut self,
        schema: &Source,
        words: &Keywords<'_>,
        site: &Site<'_>,
    ) -> Type {
        if let Some(pattern) = words.pattern
            && let Some(shape) = self.pattern(pattern, words, site.pointer)
        {
            let text = Text {
                pattern: pattern.to_owned(),
                shape,
                min_length: words.min_length.map(|length| length as u64),
                max_length: words.max_length.map(|length| length as u64),
            };
            return self.text(schema, text, site);
        }
        words
            .format
            .as_deref()
            .and_then(of_format)
            .unwrap_or(Type::String)
    }

    fn text(&mut self, schema: &Source, text: Text, site: &Site<'_>) -> Type {
        // Lengths that a fixed shape implies do not make another type.
        let lengths = match text.shape {
            Shape::Fixed { .. } => (None, None),
            _ => (text.min_length, text.max_length),
        };
        let key = format!("text {lengths:?} {}", text.pattern);
        self.intern(key, schema, site, TypeShape::Text(text))
    }

    pub(super) fn enumeration(
        &mut self,
        schema: &Source,
        words: &Keywords<'_>,
        site: &Site<'_>,
    ) -> Option<Type> {
        let Some(values) = self.listed(words, site) else {
            match words.effective_kind() {
                Some("boolean") => {
                    self.quoted_booleans(words, site);
                    self.only_boolean(words, site);
                }
                _ => self.unchecked_enum(words, site),
            }
            return None;
        };
        Some(self.listing(values, schema, site))
    }

    /// The values of an `enum` that becomes a type: strings or integers, like the type.
    ///
    /// A value that is written as another kind than the type says is read as the type says, with a note:
    /// `type: string` with `enum: [5]` lists `"5"`.
    pub(super) fn listed(&mut self, words: &Keywords<'_>, site: &Site<'_>) -> Option<Enumeration> {
        let mut odd = None;
        let mut read = |index: usize, fits: bool| {
            if !fits {
                odd.get_or_insert(index);
            }
        };
        let present = || {
            let values = words.values.iter().enumerate();
            values.filter(|(_, value)| !value.is_null())
        };
        present().next()?;
        let listed = match words.effective_kind() {
            Some("string") if words.kind.is_some() || present().all(|(_, v)| v.is_string()) => {
                let texts = present().map(|(index, value)| {
                    read(index, value.is_string());
                    text_of(value)
                });
                Enumeration::Strings(without_repeats(texts.collect::<Option<Vec<_>>>()?))
            }
            Some("integer") => {
                let numbers = present().map(|(index, value)| {
                    read(index, value.is_number());
                    integer_of(value)
                });
                Enumeration::Integers(without_repeats(numbers.collect::<Option<Vec<_>>>()?))
            }
            _ => return None,
        };
        if let Some(index) = odd {
            self.reread(words, index, site);
        }
        Some(listed)
    }

    /// Says of the first boolean in quotes that it is read as a boolean.
    fn quoted_booleans(&mut self, words: &Keywords<'_>, site: &Site<'_>) {
        let texts = words.values.iter().map(serde_json::Value::as_str);
        let quoted = texts
            .enumerate()
            .find_map(|(index, text)| Some((index, text?)));
        if let Some((index, text)) = quoted {
            let message = format!(
                "`{text:?}` is not a boolean, but the type is `boolean`: values are `true` or `false`"
            );
            let here = site.pointer.join("enum").index(index);
            self.note(Code::EnumReread, here, message);
        }
    }

    /// Says of a list of one boolean that it is not checked.
    fn only_boolean(&mut self, words: &Keywords<'_>, site: &Site<'_>) {
        let has = |wanted| words.values.iter().any(|it| it.as_bool() == Some(wanted));
        if has(true) != has(false) {
            let message = format!(
                "only `{}` is allowed, but the other value is accepted too",
                has(true)
            );
            let here = self.place_of_enum(site);
            self.warn(Code::UncheckedEnum, here, message, super::CALLER_CHECKS);
        }
    }

    /// Says of the first value that is written as another kind how it is read.
    fn reread(&mut self, words: &Keywords<'_>, index: usize, site: &Site<'_>) {
        let value = &words.values[index];
        let (kind, read) = match integer_of(value) {
            Some(number) if words.kind == Some("integer") => ("integer", number.to_string()),
            _ => (
                "string",
                format!("{:?}", text_of(value).unwrap_or_default()),
            ),
        };
        let message = format!("`{value}` is not of type `{kind}`: it is read as `{read}`");
        let here = site.pointer.join("enum").index(index);
        self.note(Code::EnumReread, here, message);
    }

    /// The type for a list of values. Equal anonymous lists are one, whatever the order of their values.
    pub(super) fn listing(
        &mut self,
        values: Enumeration,
        schema: &Source,
        site: &Site<'_>,
    ) -> Type {
        let sorted = match &values {
            Enumeration::Strings(texts) => format!("{:?}", texts.iter().collect::<BTreeSet<_>>()),
            Enumeration::Integers(numbers) => {
                format!("{:?}", numbers.iter().collect::<BTreeSet<_>>())
            }
        };
        let key = format!("enum {} {sorted}", site.component.unwrap_or_default());
        self.intern(key, schema, site, TypeShape::Enumeration(values))
    }

    /// Where the values stand; for those of one kind of several, the first of them.
    fn place_of_enum(&self, site: &Site<'_>) -> Pointer {
        let here = site.pointer.join("enum");
        match self.document.at(&here) {
            Some(_) => here,
            None => site.pointer.clone(),
        }
    }

    fn unchecked_enum(&mut self, words: &Keywords<'_>, site: &Site<'_>) {
        let here = self.place_of_enum(site);
        if words.values.iter().all(serde_json::Value::is_null) {
            let message = "null is the only value here, and other values are taken too";
            return self.warn(Code::UncheckedEnum, here, message, super::CALLER_CHECKS);
        }
        let fits: fn(&serde_json::Value) -> bool = match words.effective_kind() {
            Some("string") => |value| value.is_string() || value.is_null(),
            Some("integer") => |value| value.is_i64() || value.is_null(),
            _ => |_| true,
        };
        let odd = words.values.iter().position(|value| !fits(value));
        let odd = odd.map(|index| (index, &words.values[index]));
        let Some((index, value)) = odd else {
            let message = "only strings and integers become an enum: these values are not checked";
            let help = "list strings alone with `type: string`, or integers with `type: integer`";
            return self.warn(Code::UncheckedEnum, here, message, help);
        };
        let kind = words.effective_kind().unwrap_or_default();
        let message =
            format!("`{value}` is not of type `{kind}`: the values of this `enum` are not checked");
        let help = match (kind, value) {
            ("string", _) => format!("put the value in quotes: \"{value}\""),
            (_, serde_json::Value::String(text)) => format!("remove the quotes: {text}"),
            _ => format!("list only values of type `{kind}`"),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UncheckedEnum, here.index(index), message)
                .label("this value has another type")
                .help(help),
        );
    }
}

/// The kind of string that a format means (OpenAPI Format Registry), if it is a type of its own.
pub(super) fn of_format(format: &str) -> Option<Type> {
    Some(match format {
        "date-time" => Type::DateTime,
        "date" => Type::Date,
        "binary" => Type::Binary,
        // Not of the registry, but common.
        "byte" | "base64" => Type::Base64,
        "base64url" => Type::Base64Url,
        _ if Format::of(format) == Some(Format::DateTimeRfc2822) => Type::DateTimeRfc2822,
        _ => return None,
    })
}

pub(super) fn without_repeats<T: Ord + Clone>(values: Vec<T>) -> Vec<T> {
    let mut seen = BTreeSet::new();
    let values = values.into_iter();
    values.filter(|value| seen.insert(value.clone())).collect()
}

/// The text of a value of a string `enum`.
fn text_of(value: &serde_json::Value) -> Option<String> {
    match value {
        serde_json::Value::String(text) => Some(text.clone()),
        serde_json::Value::Bool(_) | serde_json::Value::Number(_) => Some(value.to_string()),
        _ => None,
    }
}

/// The number of a value of an integer `enum`.
fn integer_of(value: &serde_json::Value) -> Option<i64> {
    match value {
        serde_json::Value::String(text) => text.parse().ok(),
        // `1.0` is an integer (JSON Schema Core, section 4.2.3).
        serde_json::Value::Number(number) if number.is_f64() => {
            let number = number.as_f64()?;
            let is_whole = number.fract() == 0.0 && number.abs() < i64::MAX as f64;
            is_whole.then_some(number as i64)
        }
        _ => value.as_i64(),
    }
}
