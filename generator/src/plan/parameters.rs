//! The facts that the runtime checks and writes parameters and form fields by.

use super::requests::Requests;
use super::{Parameter, Place};
use crate::ir::{self, BodyContent, Location, Property, Type};

impl Requests<'_, '_> {
    pub(super) fn parameters(&self, operation: &ir::Operation) -> Vec<Parameter> {
        let mut facts: Vec<Parameter> = operation
            .parameters
            .iter()
            .map(|parameter| Parameter {
                style: parameter.style,
                explode: parameter.explode,
                allow_reserved: parameter.allow_reserved,
                json: parameter.json,
                ..self.fact(&parameter.property, location_place(parameter.location))
            })
            .collect();
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Form(fields)) => {
                facts.extend(fields.iter().map(|field| self.fact(field, Place::Form)));
            }
            Some(BodyContent::Multipart(fields)) => {
                facts.extend(
                    fields
                        .iter()
                        .map(|field| self.fact(field, multipart_place(&field.schema.ty))),
                );
            }
            _ => {}
        }
        facts
    }

    fn fact(&self, property: &Property, place: Place) -> Parameter {
        Parameter {
            place,
            wire: property.name.clone(),
            required: property.required && place != Place::Path,
            style: None,
            explode: None,
            allow_reserved: false,
            json: false,
            collapse: property.schema.collapse.as_ref().map(|prefix| {
                if prefix.is_empty() {
                    property.name.clone()
                } else {
                    prefix.clone()
                }
            }),
            personal: property.personal && !self.target.show_personal,
            rules: property.schema.rules.clone(),
        }
    }
}

pub(super) fn location_place(location: Location) -> Place {
    match location {
        Location::Path => Place::Path,
        Location::Query => Place::Query,
        Location::Header => Place::Header,
        Location::Cookie => Place::Cookie,
    }
}

pub(super) fn multipart_place(ty: &Type) -> Place {
    match ty {
        Type::Binary => Place::File,
        Type::Array(element) if element.ty == Type::Binary => Place::File,
        _ => Place::Form,
    }
}
