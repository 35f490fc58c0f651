//! Every decision about Rust: names, types, modules, derives, boxes.
//!
//! [`emit`](crate::emit) turns a [`Plan`] into tokens without deciding anything.

mod docs;
mod example;
mod facts;
mod names;
mod requests;
mod resources;
mod responses;
mod types;

pub(crate) use docs::code;

use crate::diagnostic::Diagnostics;
use crate::ir::{Ir, Location, Method, Rules, Style};
use crate::name::Ident;
use crate::pattern::Run;
use crate::target::Target;

/// The lines of a doc comment.
pub type Doc = Vec<String>;

/// A crate as it will be written.
#[derive(Clone, Debug)]
pub struct Plan {
    /// The package's name.
    pub crate_name: String,
    /// What the crate says of itself.
    pub doc: Doc,
    /// The module of the strings with a pattern: `sids` where most of them are SIDs.
    pub text_module: &'static str,
    /// Strings with a pattern.
    pub texts: Vec<Text>,
    /// Sets of values.
    pub enums: Vec<Enum>,
    /// Objects.
    pub models: Vec<Model>,
    /// One of several.
    pub unions: Vec<Union>,
    /// The client.
    pub client: Client,
    /// The handles that the client gives out, one a module.
    pub resources: Vec<Resource>,
    /// The features of the runtime that the crate needs beyond the default.
    pub features: Vec<String>,
}

/// Plans a crate.
///
/// Renames go to `diagnostics` as notes, and overrides that cannot be used as errors.
pub fn plan(ir: &Ir, target: &Target, diagnostics: &mut Diagnostics) -> Plan {
    let mut scope = names::type_scope();
    let names = names::type_names(ir, target, &mut scope, diagnostics);
    let facts = facts::Facts::of(ir, diagnostics);
    let types = types::Types {
        ir,
        names: &names,
        facts: &facts,
        target,
    };
    let mut planned = types.definitions(diagnostics);
    let mut requests = requests::Requests::new(&types, target, &mut scope, diagnostics);
    let resources = requests.resources();
    let headers = requests.finish();
    planned.models.extend(headers);
    let features = if planned
        .texts
        .iter()
        .any(|text| matches!(text.form, TextForm::Regex { .. }))
    {
        vec!["pattern".to_owned()]
    } else {
        Vec::new()
    };
    Plan {
        crate_name: target.crate_name.clone(),
        doc: crate_doc(ir, target, &planned, &resources),
        text_module: text_module(&planned.texts),
        texts: planned.texts,
        enums: planned.enums,
        models: planned.models,
        unions: planned.unions,
        client: resources::client(ir, target, &resources),
        resources,
        features,
    }
}

/// What the document says of itself, and an example.
fn crate_doc(ir: &Ir, target: &Target, planned: &types::Planned, resources: &[Resource]) -> Doc {
    let examples = example::Examples {
        crate_name: &target.crate_name,
        texts: &planned.texts,
        enums: &planned.enums,
        resources,
    };
    let mut doc = docs::of_crate(ir);
    let example = examples.block();
    if !example.is_empty() {
        doc.push(String::new());
        doc.extend(example);
    }
    doc
}

fn text_module(texts: &[Text]) -> &'static str {
    let sids = texts
        .iter()
        .filter(|text| text.ident.as_str().ends_with("Sid"))
        .count();
    if sids * 2 > texts.len() {
        "sids"
    } else {
        "strings"
    }
}

/// A Rust type.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum RustType {
    /// `()`.
    Unit,
    /// `bool`.
    Bool,
    /// `i32`.
    I32,
    /// `i64`.
    I64,
    /// `u64`.
    U64,
    /// `f64`.
    F64,
    /// `String`.
    String,
    /// The runtime's `DateTime`.
    DateTime,
    /// The runtime's `DateTimeRfc2822`.
    DateTimeRfc2822,
    /// The runtime's `Date`.
    Date,
    /// The runtime's `Value`: any JSON.
    Value,
    /// The runtime's `Bytes`.
    Bytes,
    /// The runtime's `Text`: a body of text.
    Text,
    /// `Vec<T>`.
    Vec(Box<RustType>),
    /// `BTreeMap<String, T>`.
    Map(Box<RustType>),
    /// `Option<T>`.
    Option(Box<RustType>),
    /// `Box<T>`.
    Boxed(Box<RustType>),
    /// The runtime's `Field<T>`: absent, null or a value.
    Field(Box<RustType>),
    /// A type of the crate.
    Named(Ident),
}

/// A string type that a pattern rules.
#[derive(Clone, Debug)]
pub struct Text {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// The pattern as the document writes it.
    pub pattern: String,
    /// How it is stored and checked.
    pub form: TextForm,
}

/// How a string type is stored and checked.
#[derive(Clone, Debug)]
pub enum TextForm {
    /// Bytes of one length, checked run by run; one list of runs an alternative.
    Fixed {
        /// The length in bytes, which is the length in characters too.
        width: usize,
        /// The alternatives.
        alternatives: Vec<Vec<Run>>,
    },
    /// A string that a regular expression checks.
    Regex {
        /// The pattern as the `regex` crate reads it.
        rust: String,
        /// The lengths that are allowed, in characters.
        lengths: (Option<u64>, Option<u64>),
    },
    /// A string that is not checked.
    Unchecked {
        /// The lengths that are allowed, in characters.
        lengths: (Option<u64>, Option<u64>),
    },
}

/// An open enum.
#[derive(Clone, Debug)]
pub struct Enum {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// The variant for values that the crate does not know.
    pub unknown: Ident,
    /// The values.
    pub variants: Variants,
}

/// The values of an enum.
#[derive(Clone, Debug)]
pub enum Variants {
    /// Strings.
    Strings(Vec<(Ident, String)>),
    /// Integers.
    Integers(Vec<(Ident, i64)>),
}

/// A struct with a table.
#[derive(Clone, Debug)]
pub struct Model {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// Its fields.
    pub fields: Vec<Field>,
    /// The field for properties that are not declared but have a type.
    pub additional: Option<(Ident, RustType)>,
    /// Whether `Default` can be derived.
    pub default: bool,
    /// Whether it gets a `new` that takes the required fields.
    pub constructor: bool,
    /// How it is a page.
    pub page: Option<PageOf>,
}

/// A field of a model.
#[derive(Clone, Debug)]
pub struct Field {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// Its wire name.
    pub wire: String,
    /// Its type.
    pub ty: RustType,
    /// Whether an object without it is no value of the model.
    pub required: bool,
    /// Whether it stays out of `Debug`.
    pub personal: bool,
}

/// The items of a page.
#[derive(Clone, Debug)]
pub struct PageOf {
    /// The field that holds them.
    pub field: Ident,
    /// Its wire name.
    pub wire: String,
    /// What they are.
    pub item: RustType,
}

/// One of several types.
#[derive(Clone, Debug)]
pub struct Union {
    /// Its name.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// The variant for values that fit none of the others.
    pub unknown: Ident,
    /// The property that tells which it is.
    pub discriminator: Option<String>,
    /// The variants, in the order in which they are tried.
    pub variants: Vec<UnionVariant>,
}

/// A variant of a union.
#[derive(Clone, Debug)]
pub struct UnionVariant {
    /// Its name.
    pub ident: Ident,
    /// What it holds.
    pub ty: RustType,
    /// The discriminator's values that mean it.
    pub tags: Vec<String>,
}

/// The client.
#[derive(Clone, Debug)]
pub struct Client {
    /// Its doc comment.
    pub doc: Doc,
    /// The server's URL; empty where the document names none.
    pub server: String,
    /// The security schemes.
    pub schemes: Vec<(String, Scheme)>,
    /// What the names of its environment variables begin with.
    pub environment: String,
    /// The variables that hold credentials, in the order in which they are looked for.
    pub credentials: Vec<EnvironmentCredentials>,
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
    /// A scheme's name and the key for it.
    ApiKey(String, String),
}

/// A handle: the operations below one path.
#[derive(Clone, Debug)]
pub struct Resource {
    /// Its module.
    pub module: Ident,
    /// Its name.
    pub ident: Ident,
    /// The method of the client that makes it.
    pub accessor: Ident,
    /// The path that it stands for.
    pub path: String,
    /// Its doc comment.
    pub doc: Doc,
    /// The path parameters that it holds.
    pub arguments: Vec<Argument>,
    /// Its operations.
    pub operations: Vec<Operation>,
}

/// An operation: a method of its handle, a request and a table of facts.
#[derive(Clone, Debug)]
pub struct Operation {
    /// `operationId`.
    pub id: String,
    /// The handle's method.
    pub method_name: Ident,
    /// The request's type.
    pub request: Ident,
    /// The table's name.
    pub table: Ident,
    /// Its doc comment.
    pub doc: Doc,
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
    /// The security requirements.
    pub security: Vec<Vec<String>>,
    /// How it pages.
    pub paging: Option<Paging>,
    /// What it accepts, where that is not JSON.
    pub accept: Option<&'static str>,
    /// Documented redirects, whose answers are returned.
    pub redirects: Vec<u16>,
    /// What must be given to make the request.
    pub arguments: Vec<Argument>,
    /// What may be given besides.
    pub setters: Vec<Argument>,
    /// What comes back.
    pub returns: Returns,
}

/// How a list's answers lead to the next; pointers are JSON Pointers into the body.
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

/// Where a value goes.
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
    /// A form.
    Form,
    /// A file of a multipart form.
    File,
    /// The whole body.
    Body,
}

/// An argument of a function that sets a value of a request.
#[derive(Clone, Debug)]
pub struct Argument {
    /// Its name: a parameter for what is required, else the setter's own.
    pub ident: Ident,
    /// Its doc comment.
    pub doc: Doc,
    /// Where it goes.
    pub place: Place,
    /// Its wire name.
    pub wire: String,
    /// Its type.
    pub ty: RustType,
}

/// What an operation gives back.
#[derive(Clone, Debug)]
pub struct Returns {
    /// The body.
    pub body: ReturnBody,
    /// The model of the headers that it declares.
    pub headers: Option<Ident>,
}

/// The body that an operation gives back.
#[derive(Clone, Debug)]
pub enum ReturnBody {
    /// One type.
    One(RustType),
    /// A page of items.
    Page(Ident),
    /// One of several, by status.
    ByStatus(Outcome),
}

/// What an operation gives back, by status.
#[derive(Clone, Debug)]
pub struct Outcome {
    /// Its name.
    pub ident: Ident,
    /// One variant a status.
    pub variants: Vec<(u16, Ident, Option<RustType>)>,
}
