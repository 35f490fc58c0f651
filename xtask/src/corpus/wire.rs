//! What a request should be on the wire.

use bindery::ir::{self, BodyContent, Ir, Location, Property, Schema, Style, TypeShape};
use bindery::plan::{Argument, Body, Operation, Place};

/// What a request should be to which these arguments were given.
pub(super) fn expected(
    ir: &Ir,
    operation: &Operation,
    given: &[Argument],
    meaning: &ir::Operation,
) -> String {
    let names = |place| -> String {
        let arguments = given.iter().filter(|argument| argument.place == place);
        arguments
            .map(|argument| name(ir, operation, argument, meaning) + ", ")
            .collect()
    };
    let headers: Vec<&str> = given
        .iter()
        .filter(|argument| argument.place == Place::Header && !is_reserved(&argument.wire))
        .map(|argument| argument.wire.as_str())
        .collect();
    let has_body = given
        .iter()
        .any(|argument| matches!(argument.place, Place::Body | Place::Fields | Place::Content));
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

/// The name that a value has on the wire, unless its members have names of their own.
fn name(ir: &Ir, operation: &Operation, argument: &Argument, meaning: &ir::Operation) -> String {
    let fact = operation
        .parameters
        .iter()
        .find(|fact| fact.place == argument.place && fact.wire == argument.wire);
    let styled = fact.is_some_and(|fact| match fact.style {
        Some(Style::DeepObject) => true,
        Some(_) => fact.place == Place::Form,
        None => false,
    });
    if styled || argument.named {
        return "bindery_contract::Name::Any".to_owned();
    }
    let of_members = property(argument, meaning).is_some_and(|property| {
        property.schema.collapse.is_some()
            || argument.place == Place::Query && has_members(ir, &property.schema)
    });
    match of_members {
        true => "bindery_contract::Name::Any".to_owned(),
        false => format!("bindery_contract::Name::Exact({:?})", argument.wire),
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

/// Headers that a document cannot declare (OpenAPI 3.0, section "Parameter Object").
fn is_reserved(name: &str) -> bool {
    ["accept", "content-type", "authorization"].contains(&name.to_ascii_lowercase().as_str())
}

/// What the document says of an argument.
pub(super) fn property<'a>(
    argument: &Argument,
    meaning: &'a ir::Operation,
) -> Option<&'a Property> {
    let location = match argument.place {
        Place::Path => Location::Path,
        Place::Query => Location::Query,
        Place::Header => Location::Header,
        Place::Cookie => Location::Cookie,
        Place::Form
        | Place::File
        | Place::PartHeader
        | Place::Body
        | Place::Fields
        | Place::Content => {
            return match &meaning.body.as_ref()?.content {
                BodyContent::Multipart(form) if argument.part.is_some() => {
                    let encoding = form.encodings.get(argument.part.as_ref()?)?;
                    let mut headers = encoding.headers.iter();
                    headers.find(|header| header.name == argument.wire)
                }
                BodyContent::Form(form) | BodyContent::Multipart(form) => {
                    form.fields.iter().find(|field| field.name == argument.wire)
                }
                _ => None,
            };
        }
    };
    let same = |it: &&ir::Parameter| it.location == location && it.property.name == argument.wire;
    meaning.parameters.iter().find(same).map(|it| &it.property)
}
