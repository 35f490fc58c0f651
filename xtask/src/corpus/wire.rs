//! What a request should be on the wire.

use bindery::ir::{self, BodyContent, Ir, Location, Property, Schema, Style, TypeShape};
use bindery::plan::{Argument, Body, Operation, Place, Sink};

/// What a request should be to which these arguments were given.
pub(super) fn expected(
    ir: &Ir,
    operation: &Operation,
    given: &[Argument],
    meaning: &ir::Operation,
) -> String {
    let names = |place: Place| -> String {
        let is_there = |it: &&Argument| it.sink.wire().is_some_and(|(there, _)| there == place);
        let arguments = given.iter().filter(is_there);
        arguments
            .map(|argument| name(ir, operation, argument, meaning) + ", ")
            .collect()
    };
    let header = |argument: &Argument| match &argument.sink {
        Sink::Header(name) if !ir::is_ignored_header(name) => Some(name.clone()),
        _ => None,
    };
    let headers: Vec<String> = given.iter().filter_map(header).collect();
    let has_body = given.iter().any(|argument| is_whole_body(&argument.sink));
    let form = match (&operation.body, has_body) {
        (Body::Form, true) => "Some(&[bindery_contract::Name::Any])".to_owned(),
        (Body::Form, false) => format!("Some(&[{}])", names(Place::Form)),
        _ => "None".to_owned(),
    };
    format!(
        "bindery_contract::Expected {{
    method: {:?},
    path: {:?},
    query: &[{}],
    form: {form},
    headers: &{headers:?},
    json: {},
}}",
        operation.method.as_str(),
        operation.path,
        names(Place::Query),
        has_body && matches!(operation.body, Body::Json(_)),
    )
}

fn is_whole_body(sink: &Sink) -> bool {
    matches!(
        sink,
        Sink::Body | Sink::NullableBody | Sink::Text | Sink::Bytes | Sink::Fields | Sink::Content
    )
}

/// The name that a value has on the wire, unless its members have names of their own.
fn name(ir: &Ir, operation: &Operation, argument: &Argument, meaning: &ir::Operation) -> String {
    const ANY: &str = "bindery_contract::Name::Any";
    let Some((place, wire)) = argument.sink.wire() else {
        return ANY.to_owned();
    };
    let fact = operation
        .parameters
        .iter()
        .find(|fact| fact.place == place && fact.wire == wire);
    let styled = fact.is_some_and(|fact| match fact.style {
        Some(Style::DeepObject) => true,
        Some(_) => fact.place == Place::Form,
        None => false,
    });
    if styled || argument.sink.is_named() {
        return ANY.to_owned();
    }
    let of_members = property(argument, meaning).is_some_and(|property| {
        property.schema.collapse.is_some()
            || place == Place::Query && has_members(ir, &property.schema)
    });
    match of_members {
        true => ANY.to_owned(),
        false => format!("bindery_contract::Name::Exact({wire:?})"),
    }
}

fn has_members(ir: &Ir, schema: &Schema) -> bool {
    match &schema.ty {
        ir::Type::Json | ir::Type::Map(_) => true,
        ir::Type::Named(id) => {
            let shape = &ir.type_def(*id).shape;
            matches!(shape, TypeShape::Object(_) | TypeShape::Union(_))
        }
        _ => false,
    }
}

/// What the document says of an argument.
pub(super) fn property<'a>(
    argument: &Argument,
    meaning: &'a ir::Operation,
) -> Option<&'a Property> {
    let content = meaning.body.as_ref().map(|body| &body.content);
    let field = |name: &str| match content? {
        BodyContent::Form(form) | BodyContent::Multipart(form) => {
            form.fields.iter().find(|field| field.name == name)
        }
        _ => None,
    };
    let (location, name) = match &argument.sink {
        Sink::Path(name) => (Location::Path, name),
        Sink::Query(name) => (Location::Query, name),
        Sink::Header(name) => (Location::Header, name),
        Sink::Cookie(name) => (Location::Cookie, name),
        Sink::Form(name) | Sink::File(name) | Sink::Files(name) => return field(name),
        Sink::PartHeader { part, name } => {
            let BodyContent::Multipart(form) = content? else {
                return None;
            };
            let mut headers = form.encodings.get(part)?.headers.iter();
            return headers.find(|header| header.name == *name);
        }
        _ => return None,
    };
    let same = |it: &&ir::Parameter| it.location == location && it.property.name == *name;
    meaning.parameters.iter().find(same).map(|it| &it.property)
}
