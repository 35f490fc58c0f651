//! The facts about a parameter.

use std::fmt;

use crate::model::rules::Rules;

/// A parameter of an operation, or a field of its form (OpenAPI 3.0, Parameter Object).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct Parameter {
    /// The name in the document.
    pub name: &'static str,
    /// The location in the request.
    pub location: Location,
    /// Whether a request without it violates the document.
    pub required: bool,
    /// How arrays and objects are serialized.
    pub style: Style,
    /// Whether arrays and objects are serialized as one pair for each item.
    pub explode: bool,
    /// Whether a form field is serialized in this style. Otherwise an array repeats the name for each item,
    /// and objects in it are JSON.
    pub styled: bool,
    /// Whether the characters `:/?[]@!$'()*,;=` are sent unencoded (queries only).
    pub allow_reserved: bool,
    /// Whether the value is personal data, which errors must not contain.
    pub sensitive: bool,
    /// Whether the value is serialized as JSON.
    pub json: bool,
    /// For an object that is flattened to `prefix.key.key` fields: the prefix.
    pub collapse: Option<&'static &'static str>,
    /// The rules for values.
    pub rules: Option<&'static Rules>,
}

impl Parameter {
    /// Whether an object is serialized as its members only, without the name of the parameter.
    pub(crate) fn spreads(&self) -> bool {
        let is_styled = match self.location {
            Location::Query | Location::Cookie => true,
            Location::Form => self.styled,
            Location::Path | Location::Header => false,
        };
        is_styled
            && self.style == Style::Form
            && self.explode
            && !self.json
            && self.collapse.is_none()
    }
}

/// A parameter as it is stored: without its name, which is in the text of its operation.
/// [`operation!`](crate::operation::table) creates it from a word for its location and from the functions of
/// this type.
#[doc(hidden)]
#[derive(Clone, Copy)]
pub struct Row {
    /// The length of the name.
    pub(crate) name: u32,
    pub(crate) location: Location,
    style: Style,
    flags: u8,
    collapse: Option<&'static &'static str>,
    rules: Option<&'static Rules>,
}

const REQUIRED: u8 = 1;
const EXPLODE: u8 = 1 << 1;
const ALLOW_RESERVED: u8 = 1 << 2;
const PERSONAL: u8 = 1 << 3;
const JSON: u8 = 1 << 4;
const STYLED: u8 = 1 << 5;

impl Row {
    const fn new(name: &str, location: Location, style: Style, flags: u8) -> Self {
        Self {
            name: name.len() as u32,
            location,
            style,
            flags,
            collapse: None,
            rules: None,
        }
    }

    /// A parameter in the path: required, style simple.
    pub const fn path(name: &str) -> Self {
        Self::new(name, Location::Path, Style::Simple, REQUIRED)
    }

    /// A parameter in the query: style form, exploded.
    pub const fn query(name: &str) -> Self {
        Self::new(name, Location::Query, Style::Form, EXPLODE)
    }

    /// A header: style simple.
    pub const fn header(name: &str) -> Self {
        Self::new(name, Location::Header, Style::Simple, 0)
    }

    /// A cookie: style form, exploded.
    pub const fn cookie(name: &str) -> Self {
        Self::new(name, Location::Cookie, Style::Form, EXPLODE)
    }

    /// A field of a form: style form, exploded.
    pub const fn form(name: &str) -> Self {
        Self::new(name, Location::Form, Style::Form, EXPLODE)
    }

    /// The parameter is required.
    pub const fn required(mut self) -> Self {
        self.flags |= REQUIRED;
        self
    }

    /// Arrays and objects are serialized in this style; `form` explodes by default, others do not.
    pub const fn style(mut self, style: Style) -> Self {
        self.style = style;
        self.flags |= STYLED;
        self.explode(matches!(style, Style::Form))
    }

    /// Whether arrays and objects are serialized as one pair for each item. Call it after `style`.
    pub const fn explode(mut self, explode: bool) -> Self {
        self.flags = (self.flags & !EXPLODE) | (explode as u8 * EXPLODE);
        self
    }

    /// The characters `:/?[]@!$'()*,;=` are sent unencoded.
    pub const fn allow_reserved(mut self) -> Self {
        self.flags |= ALLOW_RESERVED;
        self
    }

    /// Errors must not contain the value.
    pub const fn sensitive(mut self) -> Self {
        self.flags |= PERSONAL;
        self
    }

    /// The value is serialized as JSON (a parameter with `content: application/json`).
    pub const fn json(mut self) -> Self {
        self.flags |= JSON;
        self
    }

    /// An object is flattened to `prefix.key.key` fields. The prefix is behind two references, because every
    /// parameter reserves space for it but few have one.
    pub const fn collapsible_map(mut self, prefix: &'static &'static str) -> Self {
        self.collapse = Some(prefix);
        self
    }

    /// Sets the rules for values.
    pub const fn rules(mut self, rules: &'static Rules) -> Self {
        self.rules = Some(rules);
        self
    }

    #[inline]
    pub(crate) fn parameter(&self, name: &'static str) -> Parameter {
        let is = |flag| self.flags & flag != 0;
        Parameter {
            name,
            location: self.location,
            required: is(REQUIRED),
            style: self.style,
            explode: is(EXPLODE),
            styled: is(STYLED),
            allow_reserved: is(ALLOW_RESERVED),
            sensitive: is(PERSONAL),
            json: is(JSON),
            collapse: self.collapse,
            rules: self.rules,
        }
    }
}

/// A header of the parts of a multipart body (OpenAPI 3.0, Encoding Object, `headers`).
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub struct PartHeader {
    /// The name of the parts.
    pub part: &'static str,
    /// The name of the header.
    pub name: &'static str,
    /// Whether a part without it violates the document.
    pub required: bool,
    /// The rules for its values.
    pub rules: Option<&'static Rules>,
    /// The value that the parts have, unless another is given.
    pub value: Option<&'static str>,
}

impl PartHeader {
    /// Creates an optional header with any value.
    pub const fn new(part: &'static str, name: &'static str) -> Self {
        Self {
            part,
            name,
            required: false,
            rules: None,
            value: None,
        }
    }

    /// The parts have the header with this value, unless another is given.
    pub const fn always(mut self, value: &'static str) -> Self {
        self.value = Some(value);
        self
    }

    /// The header is required.
    pub const fn required(mut self) -> Self {
        self.required = true;
        self
    }

    /// Sets the rules for values.
    pub const fn rules(mut self, rules: &'static Rules) -> Self {
        self.rules = Some(rules);
        self
    }
}

/// The location of a parameter in the request.
#[derive(Clone, Copy, Debug, Eq, Hash, Ord, PartialEq, PartialOrd)]
#[non_exhaustive]
pub enum Location {
    /// In the path of the URL.
    Path,
    /// In the query of the URL.
    Query,
    /// A header.
    Header,
    /// In the `Cookie` header.
    Cookie,
    /// A field of the body.
    Form,
}

impl fmt::Display for Location {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Form => "form",
        })
    }
}

/// How arrays and objects are serialized (OpenAPI 3.0, Style Values).
#[derive(Clone, Copy, Debug, Eq, Hash, PartialEq)]
#[non_exhaustive]
pub enum Style {
    /// `a,b`: paths and headers.
    Simple,
    /// `.a.b`: paths.
    Label,
    /// `;name=a,b`: paths.
    Matrix,
    /// `name=a&name=b`: queries, cookies and forms.
    Form,
    /// `name=a%20b`: queries.
    SpaceDelimited,
    /// `name=a%7Cb`: queries.
    PipeDelimited,
    /// `name[key]=value`: queries.
    DeepObject,
}
