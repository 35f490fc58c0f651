//! The docs of an operation's responses.

use super::shared::Requests;
use super::{Doc, RustType, docs};
use crate::doc;
use crate::ir::{Operation, Response, ResponseContent, Status};
use crate::rt::{BASE64, BASE64_URL, DATE, DATE_TIME, DATE_TIME_RFC_2822, ERROR, VALUE};

impl Requests<'_, '_> {
    /// The descriptions of successful responses, one line each.
    pub(super) fn answers(&self, operation: &Operation) -> Doc {
        let line = |response: &&Response| {
            let text = description(response)?;
            let status = match response.status {
                Status::Default => "any status".to_owned(),
                status => self::status(status),
            };
            Some((status, text))
        };
        let lines: Vec<(String, String)> = operation.successes().iter().filter_map(line).collect();
        match lines.as_slice() {
            [(status, text)] => vec![format!("Returns {status}: {text}")],
            lines => {
                let head = (!lines.is_empty()).then(|| ["Returns:".to_owned(), String::new()]);
                let lines = lines
                    .iter()
                    .map(|(status, text)| format!("- {status}: {text}"));
                head.into_iter().flatten().chain(lines).collect()
            }
        }
    }

    /// A section on the errors whose bodies or headers are declared.
    pub(super) fn errors(&self, operation: &Operation) -> Doc {
        let successes = operation.successes();
        let is_error = |response: &&Response| {
            !successes
                .iter()
                .any(|success| std::ptr::eq(*success, *response))
        };
        // Statuses with the same meaning stand together.
        let mut lines: Vec<(String, String)> = Vec::new();
        for response in operation.responses.iter().filter(is_error) {
            let Some(meaning) = self.error(response) else {
                continue;
            };
            let status = status(response.status);
            match lines.iter_mut().find(|(_, known)| *known == meaning) {
                Some((statuses, _)) => *statuses = format!("{statuses}, {status}"),
                None => lines.push((status, meaning)),
            }
        }
        if lines.is_empty() {
            return Doc::new();
        }
        let sentence = format!(
            "The document declares these error responses, by [`status`]({ERROR}::status). \
             [`decode`]({ERROR}::decode) decodes their bodies:"
        );
        let head = ["# Errors", "", &sentence, ""];
        let lines = lines.iter().map(|(status, it)| format!("- {status}: {it}"));
        head.map(str::to_owned).into_iter().chain(lines).collect()
    }

    /// The content and the description of a response, if they are declared.
    fn error(&self, response: &Response) -> Option<String> {
        match (self.held(response), description(response)) {
            (Some(held), Some(text)) => Some(format!("{held}. {text}")),
            (held, text) => held.or(text),
        }
    }

    /// The content of a response, if it is declared.
    fn held(&self, response: &Response) -> Option<String> {
        let body = match &response.content {
            ResponseContent::Json(schema) => Some(said(&self.types.rust_type(&schema.ty))),
            _ => None,
        };
        let names = response
            .headers
            .iter()
            .map(|header| docs::code(&header.property.name));
        let names: Vec<String> = names.collect();
        let headers = match names.as_slice() {
            [] => None,
            [name] => Some(format!("the header {name}")),
            names => Some(format!("the headers {}", names.join(", "))),
        };
        match (body, headers) {
            (Some(body), Some(headers)) => Some(format!("{body}, with {headers}")),
            (body, headers) => body.or(headers),
        }
    }
}

/// The description of a response, unless it only repeats the status.
pub(super) fn description(response: &Response) -> Option<String> {
    let text = doc::summary(&response.description);
    let plain = text.trim_end_matches(['.', '!']).to_ascii_lowercase();
    (!EMPTY_WORDS.contains(&plain.as_str())).then_some(text)
}

/// Descriptions without information.
const EMPTY_WORDS: [&str; 14] = [
    "",
    "accepted",
    "created",
    "default response",
    "deleted",
    "done",
    "error",
    "no content",
    "ok",
    "okay",
    "response",
    "success",
    "successful operation",
    "successful response",
];

fn status(status: Status) -> String {
    match status {
        Status::Code(code) => code.to_string(),
        Status::Range(first) => format!("{first}00 to {first}99"),
        Status::Default => "any other".to_owned(),
    }
}

/// A type, with links.
fn said(ty: &RustType) -> String {
    match ty {
        RustType::Named(ident) => format!("[`{ident}`](crate::{ident})"),
        RustType::Boxed(inner) | RustType::Option(inner) | RustType::Field(inner) => said(inner),
        RustType::Vec(inner) => format!("a list of {}", said(inner)),
        RustType::Map(inner) => format!("a map of names to {}", said(inner)),
        RustType::Bool => "`bool`".to_owned(),
        RustType::I32 => "`i32`".to_owned(),
        RustType::I64 => "`i64`".to_owned(),
        RustType::U64 => "`u64`".to_owned(),
        RustType::F64 => "`f64`".to_owned(),
        RustType::String => "`String`".to_owned(),
        RustType::DateTime => DATE_TIME.link(),
        RustType::DateTimeRfc2822 => DATE_TIME_RFC_2822.link(),
        RustType::Date => DATE.link(),
        RustType::Base64 => BASE64.link(),
        RustType::Base64Url => BASE64_URL.link(),
        RustType::Custom(custom) => format!("`{}`", custom.path),
        RustType::Unit | RustType::Value | RustType::Bytes | RustType::Text => {
            format!("any JSON, a {}", VALUE.link())
        }
    }
}
