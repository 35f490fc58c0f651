//! The facts about an operation.

use std::fmt;

use crate::model::rules::Rules;
use crate::operation::parameter::{self, Location, Parameter, PartHeader};

/// An operation of an API: all facts that the runtime needs. [`operation!`](crate::operation!) creates one.
///
/// Each pointer costs 32 bytes in a position-independent program, for every operation: so its texts are one
/// text, and rare facts are behind a pointer.
#[derive(Clone, Copy)]
pub struct Operation {
    /// The identifier, the path and the names of the parameters, one after the other.
    text: &'static str,
    /// Where the identifier ends.
    id_end: u32,
    /// Where the path ends.
    path_end: u32,
    rows: &'static [parameter::Row],
    /// The HTTP method.
    pub method: Method,
    /// Whether a request without a body violates the document.
    #[doc(hidden)]
    pub body_required: bool,
    /// The kind of body.
    #[doc(hidden)]
    pub body: BodyKind,
    /// The security requirements: each alternative lists the names of the schemes that are needed together.
    /// With no alternative, or an empty one, the operation needs no credentials.
    #[doc(hidden)]
    pub security: &'static [&'static [&'static str]],
    /// How to get the next page.
    #[doc(hidden)]
    pub paging: Option<&'static Paging>,
    extras: Option<&'static OperationExtras>,
}

/// Facts that few operations have. Generated code sets them with the methods of this type, in the part
/// `extras` of [`operation!`](crate::operation!).
#[derive(Clone, Copy, Debug)]
pub struct OperationExtras {
    pub(crate) server: Option<&'static str>,
    pub(crate) body_rules: Option<&'static Rules>,
    pub(crate) scopes: &'static [&'static [&'static [&'static str]]],
    pub(crate) parts: &'static [(&'static str, &'static str)],
    pub(crate) part_headers: &'static [PartHeader],
    pub(crate) accept: &'static str,
    pub(crate) offered: &'static str,
    pub(crate) redirects: &'static [u16],
}

impl OperationExtras {
    /// JSON is accepted; all other facts have their defaults.
    pub const DEFAULT: Self = Self {
        server: None,
        body_rules: None,
        scopes: &[],
        parts: &[],
        part_headers: &[],
        offered: "",
        accept: "application/json",
        redirects: &[],
    };

    /// Sets the operation's own server: a URL, or a path on the API's host.
    pub const fn server(mut self, server: &'static str) -> Self {
        self.server = Some(server);
        self
    }

    /// Sets the rules for the body as a whole. For a form, these are the rules for the number and the
    /// presence of fields, and for each undeclared field.
    pub const fn body_rules(mut self, rules: &'static Rules) -> Self {
        self.body_rules = Some(rules);
        self
    }

    /// Sets the required scopes for each scheme of each alternative in `security`; empty if no scheme has
    /// scopes.
    pub const fn scopes(mut self, scopes: &'static [&'static [&'static [&'static str]]]) -> Self {
        self.scopes = scopes;
        self
    }

    /// Sets the declared media types of the parts of a multipart body, by the names of the parts.
    pub const fn parts(mut self, parts: &'static [(&'static str, &'static str)]) -> Self {
        self.parts = parts;
        self
    }

    /// Sets the declared headers of parts.
    pub const fn part_headers(mut self, headers: &'static [PartHeader]) -> Self {
        self.part_headers = headers;
        self
    }

    /// Sets the media types of all documented responses, if the call decodes only some of them.
    pub const fn offered(mut self, media_types: &'static str) -> Self {
        self.offered = media_types;
        self
    }

    /// Sets the media types of the documented responses that the call decodes, for the `Accept` header; if
    /// empty, the header is not sent.
    pub const fn accept(mut self, media_types: &'static str) -> Self {
        self.accept = media_types;
        self
    }

    /// Sets the redirect statuses (300 to 399) for which the document declares a response. Redirects are not
    /// followed.
    pub const fn redirects(mut self, statuses: &'static [u16]) -> Self {
        self.redirects = statuses;
        self
    }
}

impl Operation {
    /// An operation without a body and without security requirements. `text` consists of `id`, `path` and the
    /// names of the rows.
    #[doc(hidden)]
    pub const fn new(
        method: Method,
        id: &str,
        path: &str,
        text: &'static str,
        rows: &'static [parameter::Row],
    ) -> Self {
        Self {
            text,
            id_end: id.len() as u32,
            path_end: (id.len() + path.len()) as u32,
            rows,
            method,
            body_required: false,
            body: BodyKind::None,
            security: &[],
            paging: None,
            extras: None,
        }
    }

    /// Sets the body.
    #[doc(hidden)]
    pub const fn body(mut self, body: BodyKind) -> Self {
        self.body = body;
        self
    }

    /// Sets whether the body is required.
    #[doc(hidden)]
    pub const fn body_required(mut self, required: bool) -> Self {
        self.body_required = required;
        self
    }

    /// Sets the security requirements.
    #[doc(hidden)]
    pub const fn security(mut self, security: &'static [&'static [&'static str]]) -> Self {
        self.security = security;
        self
    }

    /// Sets how to get the next page.
    #[doc(hidden)]
    pub const fn paging(mut self, paging: &'static Paging) -> Self {
        self.paging = Some(paging);
        self
    }

    /// Sets the facts that few operations have.
    #[doc(hidden)]
    pub const fn extras(mut self, extras: &'static OperationExtras) -> Self {
        self.extras = Some(extras);
        self
    }

    /// The `operationId`.
    pub fn id(&self) -> &'static str {
        &self.text[..self.id_end as usize]
    }

    /// The path below the server's URL, with `{Name}` for path parameters.
    pub fn path(&self) -> &'static str {
        &self.text[self.id_end as usize..self.path_end as usize]
    }

    /// The names of the path parameters in the order of the path, each once.
    pub(crate) fn path_parameters(&self) -> Vec<&'static str> {
        let mut names = Vec::new();
        for part in self.path().split('{').skip(1) {
            if let Some((name, _)) = part.split_once('}')
                && !names.contains(&name)
            {
                names.push(name);
            }
        }
        names
    }

    /// The parameters and the fields of the form.
    #[doc(hidden)]
    pub fn parameters(&self) -> impl Iterator<Item = Parameter> + use<> {
        self.rows().map(|(name, row)| row.parameter(name))
    }

    /// The parameters in this location.
    pub(crate) fn parameters_in(
        &self,
        location: Location,
    ) -> impl Iterator<Item = Parameter> + use<> {
        let rows = self.rows().filter(move |(_, row)| row.location == location);
        rows.map(|(name, row)| row.parameter(name))
    }

    /// The parameter with this name in this location.
    pub(crate) fn parameter(&self, location: Location, name: &str) -> Option<Parameter> {
        let mut rows = self.rows();
        let (name, row) = rows.find(|(known, row)| row.location == location && *known == name)?;
        Some(row.parameter(name))
    }

    /// The number of parameters.
    pub(crate) fn parameter_count(&self) -> usize {
        self.rows.len()
    }

    fn rows(&self) -> impl Iterator<Item = (&'static str, &'static parameter::Row)> + use<> {
        let (mut start, text) = (self.path_end as usize, self.text);
        self.rows.iter().map(move |row| {
            let name = &text[start..][..row.name as usize];
            start += name.len();
            (name, row)
        })
    }

    /// Facts that few operations have; [`OperationExtras::DEFAULT`] if none are set.
    #[doc(hidden)]
    pub fn facts(&self) -> &'static OperationExtras {
        self.extras.unwrap_or(&OperationExtras::DEFAULT)
    }
}

impl fmt::Debug for Operation {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut shown = f.debug_struct("Operation");
        shown
            .field("id", &self.id())
            .field("method", &self.method)
            .field("path", &self.path());
        shown.finish_non_exhaustive()
    }
}

/// Creates the table of an operation: one row for each parameter, followed by the facts that differ from the
/// defaults.
///
/// ```
/// use bindery_runtime::rt;
///
/// rt::operation! {
///     static LIST_BINDING {
///         id: "ListBinding",
///         method: GET,
///         path: "/Services/{ServiceSid}/Bindings",
///         parameters: [
///             path "ServiceSid",
///             query "Identity" sensitive explode(false),
///             query "PageSize" [range(1, 100)],
///         ],
///         security: &[&["accountSid_authToken"]],
///         paging: link("/meta/next_page_url"),
///         extras: [accept("application/hal+json")],
///     }
/// }
/// assert_eq!(LIST_BINDING.path(), "/Services/{ServiceSid}/Bindings");
/// assert_eq!(LIST_BINDING.parameters().count(), 3);
/// ```
///
/// A row begins with the location of the parameter (`path`, `query`, `header`, `cookie`, `form`) and its
/// name. Methods of [`Parameter`] follow, and rules in brackets. After the rows come these optional parts, in
/// this order: `body` with a function of [`BodyKind`], `body_required`, `security`, `paging` with a function
/// of [`Paging`], and `extras` with methods of [`OperationExtras`].
#[doc(hidden)]
#[macro_export]
macro_rules! operation {
    ($(#[$docs:meta])* $vis:vis static $name:ident {
        id: $id:literal,
        method: $method:ident,
        path: $path:literal,
        parameters: [$(
            $location:ident $wire:literal $($fact:ident $(($($value:tt)*))?)* $([$($rules:tt)+])?
        ),* $(,)?],
        $(body: $body:ident $(($($media_type:expr),*))?,)?
        $(body_required: $required:expr,)?
        $(security: $security:expr,)?
        $(paging: $paging:ident($($pointer:expr),*),)?
        $(extras: [$($extra:ident($($beyond:expr),*)),* $(,)?],)?
    }) => {
        $(#[$docs])* $vis static $name: $crate::Operation = $crate::Operation::new(
            $crate::Method::$method,
            $id,
            $path,
            concat!($id, $path $(, $wire)*),
            &[$(
                $crate::rt::macros::Parameter::$location($wire)
                    $(.$fact($($($value)*)?))*
                    $(.rules($crate::rules![$($rules)+]))?
            ),*],
        )
            $(.body($crate::rt::BodyKind::$body($($($media_type),*)?)))?
            $(.body_required($required))?
            $(.security($security))?
            $(.paging(const { &$crate::rt::Paging::$paging($($pointer),*) }))?
            $(.extras(const { &$crate::rt::OperationExtras::DEFAULT$(.$extra($($beyond),*))* }))?;
    };
}

/// The kind of body of an operation, with its media type.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum BodyKind {
    /// No body.
    None,
    /// `application/x-www-form-urlencoded`, from the form parameters.
    Form,
    /// `multipart/form-data` (RFC 7578), from the form parameters and files.
    Multipart,
    /// A JSON document.
    #[non_exhaustive]
    Json(&'static str),
    /// Text in UTF-8.
    #[non_exhaustive]
    Text(&'static str),
    /// Bytes, unchanged.
    #[non_exhaustive]
    Bytes(&'static str),
}

impl BodyKind {
    /// `application/x-www-form-urlencoded`, from the form parameters.
    pub const fn form() -> Self {
        Self::Form
    }

    /// `multipart/form-data` (RFC 7578), from the form parameters and files.
    pub const fn multipart() -> Self {
        Self::Multipart
    }

    /// A JSON document of this media type.
    pub const fn json(media_type: &'static str) -> Self {
        Self::Json(media_type)
    }

    /// Text in UTF-8 of this media type.
    pub const fn text(media_type: &'static str) -> Self {
        Self::Text(media_type)
    }

    /// Bytes, unchanged, of this media type.
    pub const fn bytes(media_type: &'static str) -> Self {
        Self::Bytes(media_type)
    }
}

/// How a page refers to the next one, with JSON Pointers (RFC 6901) into its body.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
#[non_exhaustive]
pub enum Paging {
    /// A URL, absolute or relative to the URL of the page.
    #[non_exhaustive]
    Link(&'static str),
    /// A value for a query parameter.
    #[non_exhaustive]
    Token {
        /// The pointer to the value.
        pointer: &'static str,
        /// The query parameter for the value.
        parameter: &'static str,
    },
}

impl Paging {
    /// The pointer leads to a URL, absolute or relative to the URL of the page.
    pub const fn link(pointer: &'static str) -> Self {
        Self::Link(pointer)
    }

    /// The pointer leads to a value for this query parameter.
    pub const fn token(pointer: &'static str, parameter: &'static str) -> Self {
        Self::Token { pointer, parameter }
    }
}

/// An HTTP method.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
pub struct Method(Verb);

/// One byte instead of a text, because every operation has one. Sorted by name.
#[derive(Clone, Copy, Eq, Hash, Ord, PartialEq, PartialOrd)]
enum Verb {
    Delete,
    Get,
    Head,
    Options,
    Patch,
    Post,
    Put,
    Trace,
}

impl Method {
    /// `GET`
    pub const GET: Self = Self(Verb::Get);
    /// `PUT`
    pub const PUT: Self = Self(Verb::Put);
    /// `POST`
    pub const POST: Self = Self(Verb::Post);
    /// `DELETE`
    pub const DELETE: Self = Self(Verb::Delete);
    /// `OPTIONS`
    pub const OPTIONS: Self = Self(Verb::Options);
    /// `HEAD`
    pub const HEAD: Self = Self(Verb::Head);
    /// `PATCH`
    pub const PATCH: Self = Self(Verb::Patch);
    /// `TRACE`
    pub const TRACE: Self = Self(Verb::Trace);

    /// The method's name.
    pub const fn as_str(self) -> &'static str {
        match self.0 {
            Verb::Get => "GET",
            Verb::Put => "PUT",
            Verb::Post => "POST",
            Verb::Delete => "DELETE",
            Verb::Options => "OPTIONS",
            Verb::Head => "HEAD",
            Verb::Patch => "PATCH",
            Verb::Trace => "TRACE",
        }
    }
}

impl fmt::Display for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.as_str())
    }
}

impl fmt::Debug for Method {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl From<Method> for http::Method {
    fn from(method: Method) -> Self {
        Self::from_bytes(method.as_str().as_bytes()).expect("every method here is one of HTTP's")
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::operation::parameter::Style;

    crate::operation! {
        static ALL {
            id: "É",
            method: PUT,
            path: "/{a}",
            parameters: [
                path "a" style(Style::Matrix) explode(true),
                query "a" sensitive explode(false),
                query "ab" allow_reserved [length(1, 2)],
                header "",
                cookie "b" json,
                form "Å" required collapsible_map(&"p"),
            ],
            body: form,
        }
    }

    #[test]
    fn parameters_are_as_their_rows_say() {
        let parameter = |name, location, style| Parameter {
            name,
            location,
            required: false,
            style,
            explode: false,
            styled: false,
            allow_reserved: false,
            sensitive: false,
            json: false,
            collapse: None,
            rules: None,
        };
        let expected = [
            Parameter {
                required: true,
                explode: true,
                styled: true,
                ..parameter("a", Location::Path, Style::Matrix)
            },
            Parameter {
                sensitive: true,
                ..parameter("a", Location::Query, Style::Form)
            },
            Parameter {
                explode: true,
                allow_reserved: true,
                rules: Some(crate::rules![length(1, 2)]),
                ..parameter("ab", Location::Query, Style::Form)
            },
            parameter("", Location::Header, Style::Simple),
            Parameter {
                explode: true,
                json: true,
                ..parameter("b", Location::Cookie, Style::Form)
            },
            Parameter {
                required: true,
                explode: true,
                collapse: Some(&"p"),
                ..parameter("Å", Location::Form, Style::Form)
            },
        ];
        let shown = |parameter: Parameter| format!("{parameter:?}");
        let found: Vec<_> = ALL.parameters().map(shown).collect();
        assert_eq!(found, expected.map(shown));
        assert_eq!(
            (ALL.id(), ALL.path(), ALL.body),
            ("É", "/{a}", BodyKind::Form)
        );
    }

    #[test]
    fn a_parameter_is_found_by_its_place_and_name() {
        let sensitive = |location, name| {
            let found = ALL.parameter(location, name);
            found.map(|parameter| parameter.sensitive)
        };
        assert_eq!(sensitive(Location::Path, "a"), Some(false));
        assert_eq!(sensitive(Location::Query, "a"), Some(true));
        assert_eq!(sensitive(Location::Header, ""), Some(false));
        assert_eq!(sensitive(Location::Header, "a"), None);
        assert_eq!(sensitive(Location::Query, "b"), None);
    }
}
