//! The body of a request: the caller's values in the media type of the operation.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

use crate::error::Error;
use crate::message::parameter_values::ParameterValues;
use crate::operation::multipart::{self, Boundary, Part};
use crate::operation::parameter::{Location, Parameter};
use crate::operation::style;
use crate::operation::table::{BodyKind, Operation};
use crate::transport::body::Body;

/// The media type and the body.
///
/// # Errors
///
/// The operating system provides no random numbers, which a multipart body needs.
pub(crate) fn body(
    operation: &Operation,
    given: &ParameterValues,
    boundary: Option<&Boundary>,
) -> Result<(Option<String>, Body), Error> {
    Ok(match operation.body {
        BodyKind::None => (None, Body::empty()),
        BodyKind::Json(media_type) | BodyKind::Text(media_type) | BodyKind::Bytes(media_type) => {
            match &given.content {
                Some(content) => (Some(media_type.to_owned()), content.clone().into()),
                None => (None, Body::empty()),
            }
        }
        BodyKind::Form => {
            let pairs: Vec<String> = fields(operation, given)
                .flat_map(|(parameter, value)| style::form(&parameter, value))
                .chain(
                    given
                        .extra
                        .iter()
                        .flat_map(|(name, value)| extra(name, value)),
                )
                .collect();
            if pairs.is_empty() {
                return Ok((None, Body::empty()));
            }
            let media_type = "application/x-www-form-urlencoded";
            (Some(media_type.to_owned()), pairs.join("&").into())
        }
        BodyKind::Multipart => {
            let boundary = boundary.and_then(Boundary::as_str).ok_or_else(|| {
                Error::configuration(
                    "the operating system provides no random numbers for the multipart boundary",
                )
            })?;
            let chunks = multipart::chunks(boundary, parts(operation, given));
            (
                Some(multipart::media_type(boundary)),
                Body::from_chunks(chunks),
            )
        }
    })
}

/// The declared fields that are set.
fn fields<'g>(
    operation: &Operation,
    given: &'g ParameterValues,
) -> impl Iterator<Item = (Parameter, &'g Value)> {
    let forms = operation.parameters_in(Location::Form);
    forms.filter_map(|parameter| {
        let value = given.value(Location::Form, parameter.name)?;
        Some((parameter, value))
    })
}

/// An undeclared field: an array repeats the name, an object is encoded as JSON.
fn extra<'g>(name: &'g str, value: &'g Value) -> impl Iterator<Item = String> + use<'g> {
    let items = match value {
        Value::Array(items) => &items[..],
        value => std::slice::from_ref(value),
    };
    items
        .iter()
        .map(|item| style::form_pair(name, &style::text(item)))
}

fn parts<'g>(operation: &Operation, given: &'g ParameterValues) -> Vec<Part<'g>> {
    let declared = |name: &str| {
        let mut parts = operation.facts().parts.iter();
        let found = parts.find(|(known, _)| *known == name);
        found.map(|(_, media_type)| *media_type)
    };
    let mut parts = Vec::new();
    for (parameter, value) in fields(operation, given) {
        if parameter.collapse.is_some() || parameter.styled {
            let fields = match parameter.styled {
                true => style::decoded_pairs(&parameter, value),
                false => style::fields(&parameter, value),
            };
            let fields = fields.into_iter();
            parts.extend(fields.map(|(name, text)| part(name.into(), None, text.into())));
        } else {
            let media_type = declared(parameter.name);
            field_parts(parameter.name, value, media_type, &mut parts);
        }
    }
    for (name, value) in &given.extra {
        field_parts(name, value, declared(name), &mut parts);
    }
    let files = given.files.iter();
    parts.extend(files.map(|(name, file)| Part::file(name, file, declared(name))));
    for header in &given.part_headers {
        for part in parts.iter_mut().filter(|part| part.name == header.part) {
            // The file's own headers take precedence.
            let has = |(own, _): &(&str, &str)| own.eq_ignore_ascii_case(header.name);
            if !part.headers.iter().any(has) {
                part.headers.push((header.name, &header.text));
            }
        }
    }
    for header in operation.facts().part_headers {
        let Some(value) = header.value else { continue };
        for part in parts.iter_mut().filter(|part| part.name == header.part) {
            let has = |(own, _): &(&str, &str)| own.eq_ignore_ascii_case(header.name);
            if !part.headers.iter().any(has) {
                part.headers.push((header.name, value));
            }
        }
    }
    parts
}

/// One part, or one part for each item of an array.
fn field_parts<'g>(
    name: &'g str,
    value: &'g Value,
    declared: Option<&'static str>,
    parts: &mut Vec<Part<'g>>,
) {
    let one = |value: &'g Value| {
        let nested = matches!(value, Value::Array(_) | Value::Object(_));
        let media_type = declared.or(nested.then_some("application/json"));
        let content = match media_type.is_some_and(is_json) {
            true => value.to_string().into(),
            false => Bytes::from(style::text(value).into_owned()),
        };
        part(name.into(), media_type, content)
    };
    match value {
        Value::Array(items) => parts.extend(items.iter().map(one)),
        value => parts.push(one(value)),
    }
}

fn part<'g>(name: Cow<'g, str>, media_type: Option<&'static str>, content: Bytes) -> Part<'g> {
    Part {
        name,
        file_name: None,
        media_type,
        headers: Vec::new(),
        content,
    }
}

/// RFC 8259; RFC 6839 for the suffix.
fn is_json(media_type: &str) -> bool {
    let essence = media_type.split(';').next().unwrap_or_default().trim();
    let essence = essence.to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json")
}
