//! Expressions for the values that calls are given.

use bindery::ir::{self, BodyContent};
use bindery::plan::{Argument, Arguments, Given, RustType, Sink};
use quote::ToTokens;
use serde_json::Value;

use super::contract::Writer;
use super::samples::{Samples, keeps};
use super::{wire, words};

impl Writer<'_> {
    /// Expressions for what a method takes.
    pub(super) fn arguments(
        &self,
        samples: &Samples<'_>,
        arguments: &Arguments,
        meanings: &[&ir::Operation],
    ) -> String {
        let values = self.values(samples, arguments.list(), 0, meanings);
        let Arguments::Named(named) = arguments else {
            return values.join(", ");
        };
        let fields = std::iter::zip(&named.fields, values);
        let fields = fields.map(|(argument, value)| {
            let value = owned(&argument.given, value);
            format!("{}: {value}, ", argument.ident)
        });
        format!("{} {{ {}}}", named.ident, fields.collect::<String>())
    }

    /// Expressions for arguments, all different if their types have as many values: `before` others are given too.
    pub(super) fn values(
        &self,
        samples: &Samples<'_>,
        arguments: &[Argument],
        before: usize,
        meanings: &[&ir::Operation],
    ) -> Vec<String> {
        let value = |(nth, argument)| self.value(samples, argument, before + nth, meanings);
        arguments.iter().enumerate().map(value).collect()
    }

    /// An expression for an argument: the document's example if that is a value of the type, else
    /// one that is made to the rules.
    fn value(
        &self,
        samples: &Samples<'_>,
        argument: &Argument,
        nth: usize,
        meanings: &[&ir::Operation],
    ) -> String {
        match (&argument.given, &argument.ty) {
            (Given::Files, _) => return "[rt::File::new(\"a.bin\", \"content\")]".into(),
            (Given::File, _) => return "rt::File::new(\"a.bin\", \"content\")".into(),
            (Given::Text | Given::Bytes, _)
            | (Given::Content(_), RustType::Text | RustType::Bytes) => return raw_body(meanings),
            _ => {}
        }
        let mut candidates = Vec::new();
        for meaning in meanings {
            for candidate in self.candidates(samples, argument, nth, meaning) {
                let candidate = candidate.to_string();
                if !candidates.contains(&candidate) {
                    candidates.push(candidate);
                }
            }
        }
        let reference = match (&argument.given, &argument.ty) {
            (Given::Reference | Given::NullableReference, _)
            | (Given::Content(_), RustType::Named(_) | RustType::Map(_)) => "&",
            _ => "",
        };
        let ty = argument.ty.to_token_stream();
        let value = format!("{reference}bindery_contract::value::<{ty}>(&{candidates:?})");
        match argument.given {
            Given::Nullable | Given::NullableReference => format!("Some({value})"),
            _ => value,
        }
    }

    pub(super) fn candidates(
        &self,
        samples: &Samples<'_>,
        argument: &Argument,
        nth: usize,
        meaning: &ir::Operation,
    ) -> Vec<Value> {
        let (example, made) = match (&argument.sink, meaning.body.as_ref().map(|it| &it.content)) {
            (
                Sink::Body | Sink::NullableBody | Sink::Content,
                Some(BodyContent::Json { media_type, schema }),
            ) => (
                self.examples.body(meaning, media_type),
                samples.of(schema, nth),
            ),
            (Sink::Body | Sink::NullableBody | Sink::Fields | Sink::Content, _) => {
                (None, serde_json::json!({ "Key": "value" }))
            }
            _ => match wire::property(argument, meaning) {
                Some(property) => {
                    let rules = &property.schema.rules;
                    let example = self.examples.value(property);
                    (
                        example.filter(|value| keeps(rules, value)),
                        samples.of(&property.schema, nth),
                    )
                }
                None => (None, "text".into()),
            },
        };
        example.cloned().into_iter().chain([made]).collect()
    }
}

/// An expression for a parameter as one for a field of a struct, which owns its value.
fn owned(given: &Given, value: String) -> String {
    match given {
        Given::Reference => value.trim_start_matches('&').to_owned(),
        Given::NullableReference => value.replacen('&', "", 1),
        Given::Files | Given::Text | Given::Bytes | Given::Content(_) => {
            format!("{}.into()", value.trim_start_matches('&'))
        }
        _ => value,
    }
}

/// A body that is no JSON: a text that keeps the rules which the document has for it.
fn raw_body(meanings: &[&ir::Operation]) -> String {
    let rules = meanings
        .iter()
        .find_map(|meaning| match &meaning.body.as_ref()?.content {
            BodyContent::Text { rules, .. } => Some(rules),
            _ => None,
        });
    let text = match rules {
        Some(rules) => words::text(0, rules.min_length, rules.max_length),
        None => "content".to_owned(),
    };
    format!("{text:?}")
}
