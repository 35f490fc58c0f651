//! Strings and enumerations.

use std::collections::BTreeSet;

use openapiv3::Schema as Source;

use super::Lowering;
use super::keywords::Keywords;
use super::schema::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{Enumeration, Text, Type, TypeShape};
use crate::pattern::Shape;

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
        match words.format.as_deref() {
            Some("date-time") => Type::DateTime,
            Some("date-time-rfc-2822") => Type::DateTimeRfc2822,
            Some("date") => Type::Date,
            Some("binary") => Type::Binary,
            _ => Type::String,
        }
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
        let present: Vec<&serde_json::Value> = words
            .values
            .iter()
            .filter(|value| !value.is_null())
            .collect();
        let kind = words.effective_kind();
        let enumeration =
            if present.is_empty() || matches!(kind, Some("boolean" | "object" | "array")) {
                None
            } else if present.iter().all(|value| value.is_string()) && kind == Some("string") {
                let texts = present
                    .iter()
                    .filter_map(|value| value.as_str().map(str::to_owned));
                Some(Enumeration::Strings(without_repeats(texts)))
            } else if present.iter().all(|value| value.is_i64()) && kind == Some("integer") {
                let numbers = present.iter().filter_map(|value| value.as_i64());
                Some(Enumeration::Integers(without_repeats(numbers)))
            } else {
                None
            };
        let Some(enumeration) = enumeration else {
            if kind != Some("boolean") {
                self.unchecked_enum(words, site);
            }
            return None;
        };
        // Equal anonymous enums are one, whatever the order of their values.
        let sorted = match &enumeration {
            Enumeration::Strings(texts) => format!("{:?}", texts.iter().collect::<BTreeSet<_>>()),
            Enumeration::Integers(numbers) => {
                format!("{:?}", numbers.iter().collect::<BTreeSet<_>>())
            }
        };
        let key = format!("enum {} {sorted}", site.component.unwrap_or_default());
        Some(self.intern(key, schema, site, TypeShape::Enumeration(enumeration)))
    }
}

impl Lowering<'_, '_> {
    fn unchecked_enum(&mut self, words: &Keywords<'_>, site: &Site<'_>) {
        let here = site.pointer.join("enum");
        let fits: fn(&serde_json::Value) -> bool = match words.effective_kind() {
            Some("string") => |value| value.is_string() || value.is_null(),
            Some("integer") => |value| value.is_i64() || value.is_null(),
            _ => |_| true,
        };
        let odd = words.values.iter().position(|value| !fits(value));
        let odd = odd.map(|index| (index, &words.values[index]));
        let Some((index, value)) = odd else {
            let message = "only values that are all strings or all integers, like the type, become an enum: these are not checked";
            let help = "list strings alone with `type: string`, or integers with `type: integer`";
            return self.warn(Code::UncheckedEnum, here, message, help);
        };
        let kind = words.effective_kind().unwrap_or_default();
        let message = format!(
            "`{value}` is no {kind}, unlike the type: the values of this `enum` are not checked"
        );
        let help = match (kind, value) {
            ("string", _) => format!("put it in quotes: \"{value}\""),
            (_, serde_json::Value::String(text)) => format!("remove the quotes: {text}"),
            _ => format!("give values of type `{kind}` alone"),
        };
        self.diagnostics.push(
            Diagnostic::new(Code::UncheckedEnum, here.index(index), message)
                .label("this value does not fit")
                .help(help),
        );
    }
}

pub(super) fn without_repeats<T: Ord + Clone>(values: impl Iterator<Item = T>) -> Vec<T> {
    let mut seen = std::collections::BTreeSet::new();
    values.filter(|value| seen.insert(value.clone())).collect()
}
