//! Operations: what can be asked of an API.

use std::collections::BTreeMap;

use super::{Element, Property, Rules, Schema, Type};
use crate::pointer::Pointer;

/// An operation (OpenAPI 3.0, section "Operation Object").
#[derive(Clone, Debug, PartialEq)]
pub struct Operation {
    /// `operationId`, or a name from the method and the path if there is none.
    pub id: String,
    /// Its place in the document.
    pub pointer: Pointer,
    /// The method.
    pub method: Method,
    /// The path.
    pub path: PathTemplate,
    /// `summary`.
    pub summary: Option<String>,
    /// `description`, unchanged.
    pub description: Option<String>,
    /// `deprecated`.
    pub deprecated: bool,
    /// The server, where it is not the document's.
    pub server: Option<String>,
    /// The parameters: those of the path first, in the order of the template.
    pub parameters: Vec<Parameter>,
    /// The request body.
    pub body: Option<Body>,
    /// The declared responses.
    pub responses: Vec<Response>,
    /// The security requirements: alternatives, each of which needs all of its schemes. Empty
    /// where no credentials are needed.
    pub security: Vec<Vec<Needed>>,
    /// How a response refers to the next page, for a list.
    pub paging: Option<Paging>,
}

impl Operation {
    /// The responses that are not errors: 2XX, and redirects, which are not followed. `default` is one if
    /// there are no others.
    #[must_use]
    pub fn successes(&self) -> Vec<&Response> {
        let found: Vec<&Response> = self
            .responses
            .iter()
            .filter(|response| response.status.is_success())
            .collect();
        if found.is_empty() {
            let only_default = |response: &&Response| response.status == Status::Default;
            return self.responses.iter().filter(only_default).collect();
        }
        found
    }
}

/// A security scheme that an operation needs.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Needed {
    /// The scheme's name.
    pub scheme: String,
    /// What a token must allow.
    pub scopes: Vec<String>,
}

/// A request method (RFC 9110, section 9; RFC 5789 for PATCH).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Method {
    /// GET.
    Get,
    /// PUT.
    Put,
    /// POST.
    Post,
    /// DELETE.
    Delete,
    /// OPTIONS.
    Options,
    /// HEAD.
    Head,
    /// PATCH.
    Patch,
    /// TRACE.
    Trace,
}

impl Method {
    /// The method's name in upper case, as RFC 9110 writes it.
    #[must_use]
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Get => "GET",
            Self::Put => "PUT",
            Self::Post => "POST",
            Self::Delete => "DELETE",
            Self::Options => "OPTIONS",
            Self::Head => "HEAD",
            Self::Patch => "PATCH",
            Self::Trace => "TRACE",
        }
    }
}

/// A path with its parameters in braces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct PathTemplate {
    /// The path as the document writes it, without a fragment.
    pub text: String,
    /// The segments between slashes. The last one includes the fragment.
    pub segments: Vec<Segment>,
}

impl PathTemplate {
    /// Cuts a path into segments, with the parameters in each.
    ///
    /// A query in the path is sent unchanged, and is not part of a segment. A fragment is not sent (RFC 9110,
    /// section 7.1): it is only in the last segment, because it distinguishes operations of one path.
    #[must_use]
    pub fn new(path: &str) -> Self {
        let (text, _) = path.split_once('#').unwrap_or((path, ""));
        let (segments, _) = path.split_once('?').unwrap_or((path, ""));
        let segments = segments
            .trim_start_matches('/')
            .split('/')
            .map(|segment| Segment {
                text: segment.to_owned(),
                parameters: segment
                    .split('{')
                    .skip(1)
                    .filter_map(|rest| rest.split_once('}'))
                    .map(|(name, _)| name.to_owned())
                    .collect(),
            })
            .collect();
        Self {
            text: text.to_owned(),
            segments,
        }
    }

    /// The name of a custom method: the text after a colon at the end, as in `/jobs/{id}:cancel` (Google's
    /// AIP-136). The colon is part of the path.
    #[must_use]
    pub fn custom_method(&self) -> Option<&str> {
        self.segments.last()?.custom_method()
    }
}

impl Segment {
    fn custom_method(&self) -> Option<&str> {
        let (before, verb) = self.text.rsplit_once(':')?;
        let is_name = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
        let is_verb = verb.starts_with(|c: char| c.is_ascii_alphabetic());
        (!before.is_empty() && is_verb && verb.chars().all(is_name)).then_some(verb)
    }

    /// The segment without a custom method and without the file extension that some APIs put on their last one.
    #[must_use]
    pub fn stem(&self) -> &str {
        let text = match self.custom_method() {
            Some(verb) => &self.text[..self.text.len() - verb.len() - 1],
            None => &self.text,
        };
        text.strip_suffix(".json").unwrap_or(text)
    }
}

/// The text between two slashes of a path template.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Segment {
    /// The segment as the document writes it.
    pub text: String,
    /// The names of the parameters in it.
    pub parameters: Vec<String>,
}

/// The location of a parameter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Location {
    /// Into the path.
    Path,
    /// Into the query string.
    Query,
    /// Into a header.
    Header,
    /// Into the `Cookie` header.
    Cookie,
}

/// Whether a header describes the message itself, so that a parameter of the name has no meaning
/// (OpenAPI 3.0, section "Parameter Object", `name`).
#[must_use]
pub fn is_ignored_header(name: &str) -> bool {
    ["accept", "content-type", "authorization"]
        .iter()
        .any(|ignored| name.eq_ignore_ascii_case(ignored))
}

/// How a value is written (OpenAPI 3.0, section "Style Values").
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// `matrix` (RFC 6570, section 3.2.7).
    Matrix,
    /// `label` (RFC 6570, section 3.2.5).
    Label,
    /// `form` (RFC 6570, section 3.2.8).
    Form,
    /// `simple` (RFC 6570, section 3.2.2).
    Simple,
    /// `spaceDelimited`.
    SpaceDelimited,
    /// `pipeDelimited`.
    PipeDelimited,
    /// `deepObject`.
    DeepObject,
}

/// A parameter (OpenAPI 3.0, section "Parameter Object").
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// The location.
    pub location: Location,
    /// Its name, its schema and its description.
    pub property: Property,
    /// `style`, where it is not the location's default.
    pub style: Option<Style>,
    /// `explode`, where it is not the style's default.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// Whether it is written as JSON text (`content`).
    pub json: bool,
}

/// A request body (OpenAPI 3.0, section "Request Body Object").
#[derive(Clone, Debug, PartialEq)]
pub struct Body {
    /// `description`.
    pub description: Option<String>,
    /// `required`.
    pub required: bool,
    /// Its place in the document.
    pub pointer: Pointer,
    /// The content; if there are several media types, the default one.
    pub content: BodyContent,
    /// The other media types, in the order of the document, with the position of `content` among them.
    pub others: Vec<Alternative>,
    /// How many of `others` the document has before `content`.
    pub before: usize,
}

/// One of several media types of a body.
#[derive(Clone, Debug, PartialEq)]
pub struct Alternative {
    /// The media type, as it is sent.
    pub media_type: String,
    /// The content.
    pub content: BodyContent,
    /// The schema of a form that has no files, so that its fields are given as one value.
    pub schema: Option<Box<Schema>>,
}

/// The content of a form.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Form {
    /// The declared fields; those of any of several objects, where the form is one of them.
    pub fields: Vec<Property>,
    /// The schema, where the form is one of several objects: it is given as one value.
    pub whole: Option<Box<Schema>>,
    /// The `encoding` of fields, by their names.
    pub encodings: BTreeMap<String, Encoding>,
    /// The type of undeclared fields; `None` if there are none.
    pub extra: Option<Element>,
    /// How many fields there are and which of them together, and what each undeclared one must satisfy.
    pub rules: Rules,
}

impl Form {
    /// Whether files can be sent in it, if it is multipart.
    #[must_use]
    pub fn has_files(&self) -> bool {
        let fields = self.fields.iter().map(|field| &field.schema.ty);
        let extra = self.extra.iter().map(|extra| &extra.ty);
        fields.chain(extra).any(Type::is_file)
    }
}

/// How a field of a form is written (OpenAPI 3.0, section "Encoding Object").
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Encoding {
    /// The first concrete media type of `contentType`.
    pub media_type: Option<String>,
    /// `style`; `form` if only other style keywords are set.
    pub style: Option<Style>,
    /// `explode`, if it is set.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// `headers`, without the fixed ones.
    pub headers: Vec<Property>,
    /// The `headers` that are required and have only one value, with that value: they are sent by themselves.
    pub fixed_headers: Vec<(String, String)>,
}

/// The content of a request body.
#[derive(Clone, Debug, PartialEq)]
pub enum BodyContent {
    /// `application/x-www-form-urlencoded`.
    Form(Form),
    /// `multipart/form-data`.
    Multipart(Form),
    /// JSON under a media type.
    Json {
        /// The media type.
        media_type: String,
        /// The schema.
        schema: Box<Schema>,
    },
    /// Text under a media type.
    Text {
        /// The media type.
        media_type: String,
        /// What it must satisfy.
        rules: Rules,
    },
    /// Bytes under a media type.
    Bytes {
        /// The media type.
        media_type: String,
    },
}

/// The statuses of a declared response.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// One status code.
    Code(u16),
    /// `4XX` and the like: all codes with this first digit.
    Range(u8),
    /// `default`: all others.
    Default,
}

impl Status {
    /// Whether responses with one of these statuses are not errors: 2XX, and redirects, which are not
    /// followed.
    #[must_use]
    pub fn is_success(self) -> bool {
        matches!(self, Self::Code(200..=399) | Self::Range(2 | 3))
    }
}

/// A declared response (OpenAPI 3.0, section "Response Object").
#[derive(Clone, Debug, PartialEq)]
pub struct Response {
    /// The statuses.
    pub status: Status,
    /// Its place in the document.
    pub pointer: Pointer,
    /// `description`.
    pub description: String,
    /// The headers that it declares.
    pub headers: Vec<Header>,
    /// The media types that it may have.
    pub media_types: Vec<String>,
    /// Those of them that are not read as `content` says.
    pub unread_types: Vec<String>,
    /// The content.
    pub content: ResponseContent,
}

/// A header that a response declares.
#[derive(Clone, Debug, PartialEq)]
pub struct Header {
    /// Its name, schema and description.
    pub property: Property,
}

/// The content of a response.
#[derive(Clone, Debug, PartialEq)]
pub enum ResponseContent {
    /// Nothing.
    None,
    /// JSON.
    Json(Box<Schema>),
    /// Text.
    Text,
    /// Bytes.
    Bytes,
}

/// How a response refers to the next page. Pointers are JSON Pointers into the body.
#[derive(Clone, Debug, PartialEq)]
pub enum Paging {
    /// By a link, absolute or relative to the host.
    Link {
        /// The pointer to the link.
        next: String,
        /// The property with the items.
        items: String,
    },
    /// A token for a query parameter.
    Token {
        /// The pointer to the token.
        next: String,
        /// The parameter for the token.
        parameter: String,
        /// The property with the items.
        items: String,
    },
}
