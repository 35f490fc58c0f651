//! `collectionFormat`: how the items of a list are separated (OpenAPI 2.0, "Parameter Object" and "Header Object").

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;

use super::super::Stage;
use super::text;

/// How the items of a list are written.
#[derive(Clone, Copy)]
pub(super) enum Format {
    Commas,
    /// A separator with a style in 3.0.
    Style(&'static str),
    /// A separator without one.
    Other,
    /// A parameter for each item.
    Repeated,
}

const FORMATS: &[(&str, Format)] = &[
    ("csv", Format::Commas),
    ("ssv", Format::Style("spaceDelimited")),
    ("tsv", Format::Other),
    ("pipes", Format::Style("pipeDelimited")),
    ("multi", Format::Repeated),
];

/// The places that differ by the formats that they allow.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Site {
    /// A query, or a form.
    Fields,
    /// A path, or a header.
    Whole,
}

impl Stage {
    /// Takes the format out of an object, and returns it for a list. The schema of a list that 3.0 cannot express becomes
    /// a string.
    pub(super) fn collection(
        &mut self,
        entries: &mut Mapping,
        schema: &mut Mapping,
        site: Site,
    ) -> Option<Format> {
        let written = entries.shift_remove("collectionFormat");
        let at = self.origin.join("collectionFormat");
        if text(schema, "type") != Some("array") {
            if written.is_some() {
                self.told.note(
                    Code::UndefinedStyle,
                    at,
                    "`collectionFormat` has no effect: the value is not a list",
                    "remove it, or write `type: array`",
                );
            }
            return None;
        }
        let word = written
            .as_ref()
            .map_or("csv", |it| it.as_str().unwrap_or_default());
        let known = FORMATS.iter().find(|(name, _)| *name == word);
        let format = known.map(|(_, format)| *format);
        let format = format.filter(|it| site == Site::Fields || !matches!(it, Format::Repeated));
        let Some(format) = format else {
            let (code, message) = match written {
                Some(Value::String(word)) => (
                    Code::UnknownValue,
                    format!("`{word}` is not a value of `collectionFormat` here"),
                ),
                _ => (
                    Code::WrongType,
                    "`collectionFormat` must be a string".to_owned(),
                ),
            };
            const HELP: &str =
                "use one of `csv`, `ssv`, `tsv`, `pipes`; in queries and forms also `multi`";
            self.mistake(code, at, message, HELP, "it is treated as `csv`");
            return Some(Format::Commas);
        };
        let is_expressible = match format {
            Format::Commas | Format::Repeated => true,
            Format::Style(_) => site == Site::Fields,
            Format::Other => false,
        };
        if !is_expressible {
            self.told.note(
                Code::UndefinedStyle,
                at,
                format!("`collectionFormat: {word}` is not supported here: the list is one string"),
                "join or split the items in your program",
            );
            schema.clear();
            schema.insert("type".into(), "string".into());
            return None;
        }
        Some(format)
    }
}

/// Writes the format of a list with the keys of 3.0; the default of queries and forms is [`Format::Repeated`].
pub(super) fn write_style(entries: &mut Mapping, format: Format) {
    match format {
        Format::Repeated | Format::Other => return,
        Format::Style(style) => drop(entries.insert("style".into(), style.into())),
        Format::Commas => drop(entries.insert("style".into(), "form".into())),
    }
    entries.insert("explode".into(), Value::Bool(false));
}
