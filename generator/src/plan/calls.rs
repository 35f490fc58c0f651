//! The client, the handles and the operations of a planned crate.

use super::{Argument, Arguments, Doc, Example, Rules, RustType};
use crate::ir::{Location, Method, Status, Style};
use crate::name::Ident;

/// The client.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its doc comment.
    pub doc: Doc,
    /// Whether `new` takes credentials.
    pub takes_credentials: bool,
    /// The doc comment of `new`.
    pub new_doc: Doc,
    /// The doc comment of `from_env`.
    pub environment_doc: Doc,
    /// The server's URL, absolute or relative; empty where the document names none.
    pub server: String,
    /// The security schemes.
    pub schemes: Vec<(String, Scheme)>,
    /// The variables that it is set up by.
    pub environment: Environment,
    /// The variables that hold credentials, in the order in which they are looked for.
    pub credentials: Vec<EnvironmentCredentials>,
}

/// Environment variables.
#[derive(Clone, Debug)]
pub struct Environment {
    /// The server's URL.
    pub base_url: String,
    /// Whether plain HTTP is allowed.
    pub allow_http: String,
    /// Those of Twilio's regions, where the servers have them.
    pub regions: Option<Regions>,
}

/// The environment variables of parts of a host's name.
#[derive(Clone, Debug)]
pub struct Regions {
    /// The region.
    pub region: String,
    /// The edge.
    pub edge: String,
}

/// A security scheme, as the runtime knows it.
#[derive(Clone, Debug, PartialEq)]
pub enum Scheme {
    /// HTTP Basic.
    Basic,
    /// A bearer token.
    Bearer,
    /// A key in a named place.
    ApiKey(Location, String),
    /// OAuth 2 client credentials.
    ClientCredentials {
        /// Where tokens come from.
        token_url: String,
        /// The scopes that the document lists.
        scopes: Vec<String>,
    },
}

/// Environment variables that hold credentials.
#[derive(Clone, Debug, PartialEq)]
pub enum EnvironmentCredentials {
    /// A user name and a password.
    Basic(String, String),
    /// A token.
    Bearer(String),
    /// The name and the secret of a client of OAuth 2.
    Client(String, String),
    /// A scheme's name and the key for it.
    ApiKey(String, String),
}

/// A module for a resource.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its name.
    pub module: Ident,
    /// What it says of itself.
    pub doc: Doc,
    /// The handles of its collection and of its items.
    pub handles: Vec<Handle>,
}

impl Resource {
    /// The types that callers create for requests: structs of arguments and body enums. They are also at the
    /// root of the crate, next to the models for bodies.
    pub fn inputs(&self) -> impl Iterator<Item = &Ident> {
        let operations = self.handles.iter().flat_map(|it| &it.operations);
        operations.flat_map(|operation| {
            let beside = operation.beside.as_ref();
            let beside = beside.and_then(|(_, arguments)| arguments.ident());
            let arguments = operation.arguments.ident().into_iter().chain(beside);
            arguments.chain(operation.choice.iter().flat_map(Choice::inputs))
        })
    }
}

/// A handle: it represents a path and contains the path parameters.
#[derive(Clone, Debug)]
pub struct Handle {
    /// Its name.
    pub ident: Ident,
    /// What it says of itself.
    pub doc: Doc,
    /// The place of the URL.
    pub path: String,
    /// The handle that gives it out; the client where there is none.
    pub parent: Option<Ident>,
    /// The method that gives it out.
    pub accessor: Ident,
    /// The path parameters of the method.
    pub arguments: Vec<Argument>,
    /// The operations.
    pub operations: Vec<Operation>,
}

/// An operation: a method of its handle, a request and a table of facts.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: String,
    /// The handle's method.
    pub method_name: Ident,
    /// The type of the request, which has the setters of the optional parameters.
    pub request: Ident,
    /// Whether that type is only a name for the runtime's `Call`: there is nothing to set.
    pub is_call: bool,
    /// The table's name.
    pub table: Ident,
    /// Its doc comment, as far as its examples.
    pub doc: Doc,
    /// Its examples, which follow.
    pub example: Example,
    /// The end of its doc comment: the errors that are declared.
    pub errors: Doc,
    /// Whether it is deprecated.
    pub deprecated: bool,
    /// The method.
    pub method: Method,
    /// The path.
    pub path: String,
    /// The server, where it is not the client's.
    pub server: Option<String>,
    /// The facts about its parameters.
    pub parameters: Vec<Parameter>,
    /// The body's kind.
    pub body: Body,
    /// Whether a request without a body is wrong.
    pub body_required: bool,
    /// The rules for a body of JSON or text as a whole.
    pub body_rules: Rules,
    /// The security requirements.
    pub security: Vec<Vec<String>>,
    /// The scopes of each of them that a token is asked for with; empty where there are none.
    pub scopes: Vec<Vec<Vec<String>>>,
    /// How it pages.
    pub paging: Option<Paging>,
    /// The media types of its answers that it reads, for the `Accept` header.
    pub accept: String,
    /// The media types of all its answers, if these are more.
    pub offered: Option<String>,
    /// The media types of the parts of its multipart body, by the names of the fields.
    pub parts: Vec<(String, String)>,
    /// What the document asks of the headers of these parts.
    pub part_headers: Vec<PartHeader>,
    /// Documented redirects, whose answers are returned.
    pub redirects: Vec<u16>,
    /// What must be given to make the request.
    pub arguments: Arguments,
    /// What may be given besides.
    pub setters: Vec<Argument>,
    /// The media types of its body, where there are several.
    pub choice: Option<Choice>,
    /// If the first method takes the fields of a form, the second method for the other media types, with its
    /// arguments.
    pub beside: Option<(Ident, Arguments)>,
    /// What comes back.
    pub returns: Returns,
}

/// How a response refers to the next page; pointers are JSON Pointers into the body.
#[derive(Clone, Debug, PartialEq)]
pub enum Paging {
    /// By a link.
    Link(String),
    /// By a token for a parameter.
    Token(String, String),
}

/// A request body's kind.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// None.
    None,
    /// A form.
    Form,
    /// A multipart form.
    Multipart,
    /// JSON of a media type.
    Json(String),
    /// Text of a media type.
    Text(String),
    /// Bytes of a media type.
    Bytes(String),
}

/// The media types that a body may have: an enum.
#[derive(Clone, Debug)]
pub struct Choice {
    /// Its name.
    pub ident: Ident,
    /// Whether it is for the second method, because the first takes the fields of a form.
    pub is_beside: bool,
    /// One variant for each media type.
    pub variants: Vec<Variant>,
}

impl Choice {
    /// The enum, and the types that callers make for its variants.
    fn inputs(&self) -> impl Iterator<Item = &Ident> {
        let forms = self
            .variants
            .iter()
            .filter_map(|variant| match &variant.ty {
                VariantType::Form(form) => Some(form),
                _ => None,
            });
        let forms = forms.flat_map(|form| [Some(&form.ident), form.arguments.ident()]);
        std::iter::once(&self.ident).chain(forms.flatten())
    }
}

/// One media type of a body.
#[derive(Clone, Debug)]
pub struct Variant {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// The name of the table that it is sent by.
    pub table: Ident,
    /// What that table has otherwise than the operation's; none for the operation's own.
    pub content: Option<Content>,
    /// What it holds.
    pub ty: VariantType,
    /// Whether it may be null too.
    pub nullable: bool,
    /// What becomes it.
    pub conversions: Vec<Conversion>,
}

/// The facts about one content of a body.
#[derive(Clone, Debug)]
pub struct Content {
    /// The parameters, and the fields of its form.
    pub parameters: Vec<Parameter>,
    /// The media types of its parts.
    pub parts: Vec<(String, String)>,
    /// What the document asks of the headers of its parts.
    pub part_headers: Vec<PartHeader>,
    /// Its kind.
    pub body: Body,
    /// Whether a request without it is wrong.
    pub body_required: bool,
    /// The rules for it as a whole.
    pub body_rules: Rules,
}

/// The type in a variant for a body.
#[derive(Clone, Debug)]
pub enum VariantType {
    /// A value that is written as JSON.
    Json(RustType),
    /// A value whose members are the fields of a form.
    Fields(RustType),
    /// A text.
    Text,
    /// Bytes.
    Bytes,
    /// A form with a type of its own.
    Form(FormType),
}

/// The type of a form with files.
#[derive(Clone, Debug)]
pub struct FormType {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// What must be given to make it.
    pub arguments: Arguments,
    /// What may be given besides.
    pub setters: Vec<Argument>,
}

/// A type that becomes a variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Conversion {
    /// What it holds.
    Owned,
    /// A reference to what it holds.
    Reference,
    /// An array of the items that it holds.
    Array,
    /// `Option` of what it holds.
    Nullable,
    /// `String`.
    String,
    /// `&str`.
    Str,
    /// `Vec<u8>`.
    ByteVec,
}

/// What the document asks of a header of parts.
#[derive(Clone, Debug, PartialEq)]
pub struct PartHeader {
    /// The name of the parts.
    pub part: String,
    /// The name of the header.
    pub name: String,
    /// Whether a part without it is wrong.
    pub required: bool,
    /// The value that it always has, if it is not given.
    pub value: Option<String>,
    /// The rules for its values.
    pub rules: Rules,
}

/// A fact about a parameter or a form field.
#[derive(Clone, Debug, PartialEq)]
pub struct Parameter {
    /// Where it goes.
    pub place: Place,
    /// Its wire name.
    pub wire: String,
    /// Whether a request without it is wrong.
    pub required: bool,
    /// Its style, where not the place's own.
    pub style: Option<Style>,
    /// `explode`, where not the style's own.
    pub explode: Option<bool>,
    /// `allowReserved`.
    pub allow_reserved: bool,
    /// Whether it is written as JSON.
    pub json: bool,
    /// For a map of maps that is written as one dotted key a value: what the keys begin with.
    pub collapse: Option<String>,
    /// Whether it stays out of `Debug`.
    pub personal: bool,
    /// The rules for its values.
    pub rules: Rules,
}

/// Where a parameter or a field goes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// The path.
    Path,
    /// The query string.
    Query,
    /// A header.
    Header,
    /// A cookie.
    Cookie,
    /// A form, multipart or not.
    Form,
}

/// The handles on the way from the client to this one, which is the last.
pub(super) fn way<'p>(resources: &'p [Resource], handle: &'p Handle) -> Vec<&'p Handle> {
    let mut way = vec![handle];
    let mut at = handle;
    while let Some(parent) = &at.parent {
        let mut handles = resources.iter().flat_map(|resource| &resource.handles);
        let Some(found) = handles.find(|handle| &handle.ident == parent) else {
            break;
        };
        way.push(found);
        at = found;
    }
    way.reverse();
    way
}

impl Operation {
    /// The operation as it is where its body has another media type.
    pub(crate) fn of_content(&self, table: &Ident, content: &Content) -> Self {
        let content = content.clone();
        Self {
            table: table.clone(),
            parameters: content.parameters,
            parts: content.parts,
            part_headers: content.part_headers,
            body: content.body,
            body_required: content.body_required,
            body_rules: content.body_rules,
            ..self.clone()
        }
    }
}

/// The return type of an operation.
#[derive(Clone, Debug)]
pub struct Returns {
    /// The body.
    pub body: ReturnBody,
    /// The model of the headers that it declares.
    pub headers: Option<Ident>,
}

/// The response body of an operation.
#[derive(Clone, Debug)]
pub enum ReturnBody {
    /// One type.
    One(RustType),
    /// A page of items.
    Page(Ident),
    /// One of several, by status.
    ByStatus(Outcome),
}

/// The responses of an operation, by status.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name.
    pub ident: Ident,
    /// One variant a status.
    pub variants: Vec<OutcomeVariant>,
}

/// The response of an operation for one status.
#[derive(Clone, Debug)]
pub struct OutcomeVariant {
    /// The status, or the range of them.
    pub status: Status,
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// The type of the body, if there is one.
    pub ty: Option<RustType>,
}
