//! Responses: statuses, headers and content.

use openapiv3::{
    Header as SourceHeader, MediaType, ParameterSchemaOrContent, ReferenceOr, Response as Source,
    Responses, StatusCode,
};

use super::Lowering;
use super::body::{holds_json, is_text};
use super::keywords::Keywords;
use crate::diagnostic::{Code, Place};
use crate::ir::{
    Access, Header, Property, Response, ResponseContent, Role, Schema, Status, Type, Use,
};
use crate::media_type::is_json;
use crate::pointer::Pointer;

/// What the CORS protocol has servers say to browsers (Fetch, section "HTTP responses" of the CORS protocol).
const CORS_HEADERS: [&str; 6] = [
    "Access-Control-Allow-Origin",
    "Access-Control-Allow-Credentials",
    "Access-Control-Allow-Methods",
    "Access-Control-Allow-Headers",
    "Access-Control-Max-Age",
    "Access-Control-Expose-Headers",
];

impl Lowering<'_, '_> {
    pub(super) fn responses(
        &mut self,
        source: &Responses,
        base: &Pointer,
        owner: &str,
    ) -> Vec<Response> {
        let mut responses = Vec::new();
        for (code, response) in &source.responses {
            let status = match code {
                StatusCode::Code(code) => Status::Code(*code),
                StatusCode::Range(first) => Status::Range(u8::try_from(*first).unwrap_or_default()),
            };
            responses.extend(self.response(
                response,
                status,
                &base.join(&code.to_string()),
                owner,
                true,
            ));
        }
        if let Some(response) = &source.default {
            // Beside a success it is for everything else.
            let is_error = responses.iter().any(|it| it.status.is_success());
            let pointer = base.join("default");
            responses.extend(self.response(response, Status::Default, &pointer, owner, is_error));
        }
        responses
    }

    fn response(
        &mut self,
        source: &ReferenceOr<Source>,
        status: Status,
        pointer: &Pointer,
        owner: &str,
        is_error: bool,
    ) -> Option<Response> {
        let document = self.document;
        let found = document.resolve_or(source, pointer)?;
        let headers = self.headers(&found.item, &found.pointer, owner);
        let is_success = match status {
            Status::Default => !is_error,
            status => status.is_success(),
        };
        Some(Response {
            status,
            pointer: found.pointer.clone(),
            description: found.item.description.clone(),
            headers,
            media_types: found.item.content.keys().cloned().collect(),
            unread_types: self.unread_types(&found.item, &found.pointer, is_success),
            content: self.response_content(&found.item, &found.pointer, status, owner, is_error),
        })
    }

    /// The media types that are not decoded: all but JSON if there is any, otherwise all but text if the
    /// first one is text.
    fn unread_types(
        &mut self,
        response: &Source,
        pointer: &Pointer,
        is_success: bool,
    ) -> Vec<String> {
        let holds = response.content.iter();
        let json = holds.filter(|(name, media)| holds_json(self, name, media));
        let json: Vec<String> = json.map(|(name, _)| name.clone()).collect();
        let here = pointer.join("content");
        let first = response.content.first();
        if json.is_empty()
            && let Some((name, media)) = first
            && self.says_more_than_text(media, &here.join(name))
        {
            let given = if is_text(name) { "text" } else { "bytes" };
            let message = format!(
                "a response of type `{name}` is returned as {given}: its schema is not used"
            );
            let help = format!("decode the {given} with a library for `{name}`");
            let place = here.join(name).join("schema");
            self.repeat(Code::NotGenerated, place, message, Some(help));
        }
        let takes_text = first.is_some_and(|(name, _)| is_text(name));
        let is_read = |name: &String| match json.is_empty() {
            true => !takes_text || is_text(name),
            false => json.contains(name),
        };
        let (read, others): (Vec<String>, Vec<String>) =
            response.content.keys().cloned().partition(is_read);
        if !others.is_empty() {
            let (read, unread) = (read.join("`, `"), others.join("`, `"));
            let message = match is_success {
                true => format!(
                    "`send` accepts and decodes `{read}`; `send_raw` also accepts `{unread}` and returns the body undecoded"
                ),
                false => format!(
                    "errors of type `{read}` are decoded; for `{unread}`, the error has the beginning of the raw body"
                ),
            };
            self.repeat(Code::MediaTypeChosen, here, message, None);
        }
        others
    }

    /// The JSON entry of a response's content; one that is named JSON precedes a range.
    fn json_of<'r>(&self, response: &'r Source) -> Option<(&'r String, &'r MediaType)> {
        let content = &response.content;
        let said = content.iter().find(|(name, _)| is_json(name));
        said.or_else(|| {
            content
                .iter()
                .find(|(name, media)| holds_json(self, name, media))
        })
    }

    fn says_more_than_text(&self, media: &MediaType, pointer: &Pointer) -> bool {
        let document = self.document;
        let schema = media.schema.as_ref();
        let found = schema.and_then(|schema| document.resolve_or(schema, &pointer.join("schema")));
        found.is_some_and(|found| {
            let words = Keywords::of(&found.item);
            !words.is_empty() && words.effective_kind() != Some("string")
        })
    }

    fn response_content(
        &mut self,
        response: &Source,
        pointer: &Pointer,
        status: Status,
        owner: &str,
        is_error: bool,
    ) -> ResponseContent {
        let base = pointer.join("content");
        let json = self.json_of(response);
        if let Some((name, media)) = json {
            let called = Use {
                title: None,
                owner: owner.to_owned(),
                name: answer_name(status, is_error),
                role: answer_role(status, is_error),
            };
            return ResponseContent::Json(Box::new(self.media_schema(
                media,
                &base.join(name),
                &called,
            )));
        }
        match response.content.keys().next() {
            None => ResponseContent::None,
            Some(name) if is_text(name) => ResponseContent::Text,
            Some(_) => ResponseContent::Bytes,
        }
    }

    fn headers(&mut self, response: &Source, pointer: &Pointer, owner: &str) -> Vec<Header> {
        let mut headers = Vec::new();
        for (name, source) in &response.headers {
            // Its meaning is fixed (OpenAPI 3.0, section "Response Object", `headers`).
            let here = pointer.join("headers").join(name);
            if name.eq_ignore_ascii_case("content-type") {
                let message =
                    "`content` declares the header `Content-Type`: its description has no effect";
                self.note(Code::IgnoredHeader, Place::key(here), message);
                continue;
            }
            let mut cors = CORS_HEADERS.iter();
            if cors.any(|cors| name.eq_ignore_ascii_case(cors)) {
                let message = "CORS headers are for browsers: response types do not include them";
                let help = "use `response.headers()`, which returns all headers";
                self.repeated.note(Code::CorsHeader, here, message, help);
                continue;
            }
            let document = self.document;
            let Some(found) = document.resolve_or(source, &here) else {
                continue;
            };
            let called = Use {
                title: None,
                owner: owner.to_owned(),
                name: name.clone(),
                role: Role::Part,
            };
            let schema = self.header_schema(&found.item, &found.pointer, &called);
            headers.push(Header {
                property: Property {
                    name: name.clone(),
                    pointer: found.pointer.clone(),
                    description: found.item.description.clone(),
                    // Services leave out headers that their documents require.
                    required: false,
                    deprecated: found.item.deprecated.unwrap_or_default(),
                    access: Access::Both,
                    personal: false,
                    schema,
                },
            });
        }
        headers
    }

    pub(super) fn header_schema(
        &mut self,
        header: &SourceHeader,
        pointer: &Pointer,
        called: &Use,
    ) -> Schema {
        match &header.format {
            ParameterSchemaOrContent::Schema(schema) => {
                self.schema(schema, &pointer.join("schema"), called)
            }
            ParameterSchemaOrContent::Content(_) => {
                let message = "a header with `content` is returned as a string";
                self.warn(
                    Code::NotGenerated,
                    Place::key(pointer.join("content")),
                    message,
                    "describe the header with `schema` to decode its value",
                );
                Schema::plain(Type::String)
            }
        }
    }
}

/// The role of a response's content in its operation: errors are named after their status, which operations
/// share.
pub(super) fn answer_role(status: Status, is_error: bool) -> Role {
    match status {
        Status::Code(200..=299) => Role::Answer,
        Status::Code(code) if error_name(code).is_some() => Role::Part,
        Status::Range(4 | 5) => Role::Part,
        Status::Default if is_error => Role::Part,
        Status::Code(_) | Status::Range(_) | Status::Default => Role::Answer,
    }
}

/// The name of a response's content, besides its operation.
pub(super) fn answer_name(status: Status, is_error: bool) -> String {
    match status {
        Status::Code(200..=299) => "Response".to_owned(),
        Status::Code(code) => match error_name(code) {
            Some(name) => name.to_owned(),
            None => format!("{code} Response"),
        },
        Status::Range(4) => "Client Error".to_owned(),
        Status::Range(5) => "Server Error".to_owned(),
        Status::Range(first) => format!("{first}xx Response"),
        Status::Default if is_error => "Error".to_owned(),
        Status::Default => "Default Response".to_owned(),
    }
}

/// The name of an error's status (the IANA registry of HTTP status codes).
fn error_name(code: u16) -> Option<&'static str> {
    Some(match code {
        400 => "Bad Request",
        401 => "Unauthorized",
        402 => "Payment Required",
        403 => "Forbidden",
        404 => "Not Found",
        405 => "Method Not Allowed",
        406 => "Not Acceptable",
        408 => "Request Timeout",
        409 => "Conflict",
        410 => "Gone",
        412 => "Precondition Failed",
        413 => "Content Too Large",
        415 => "Unsupported Media Type",
        422 => "Unprocessable Content",
        423 => "Locked",
        428 => "Precondition Required",
        429 => "Too Many Requests",
        500 => "Internal Server Error",
        501 => "Not Implemented",
        502 => "Bad Gateway",
        503 => "Service Unavailable",
        504 => "Gateway Timeout",
        _ => return None,
    })
}
