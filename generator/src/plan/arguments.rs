//! What the caller gives: arguments for what a request must have, setters for the rest.

use super::parameters::{location_place, multipart_place};
use super::requests::Requests;
use super::{Argument, Place, RustType, docs};
use crate::ir::{self, BodyContent, Location, Property};
use crate::name::{self, Scope};

/// Methods that every request has.
const REQUEST_METHODS: &[&str] = &["clone", "request", "send", "pages", "stream", "with"];

impl Requests<'_, '_> {
    pub(super) fn argument(
        &self,
        property: &Property,
        place: Place,
        scope: &mut Scope,
    ) -> Argument {
        let description = property.description.as_deref();
        let mut doc = self.types.descriptions.lines_or(description, || {
            format!("Sets {}.", docs::code(&property.name))
        });
        if let Some(default) = &property.schema.default {
            docs::paragraph(
                &mut doc,
                format!(
                    "Where it is not set, the service takes {}.",
                    docs::code(default)
                ),
            );
        }
        let plain = name::field_name(&property.name);
        let wanted = [plain.clone(), format!("{plain}_parameter")];
        Argument {
            ident: scope.claim_for(&property.name, &wanted).ident,
            doc,
            deprecated: property.deprecated,
            place,
            wire: property.name.clone(),
            ty: self.types.rust_type(&property.schema.ty),
        }
    }

    /// What must be given to make a request, and what may be.
    pub(super) fn inputs(
        &mut self,
        operation: &ir::Operation,
        held: &[&str],
    ) -> (Vec<Argument>, Vec<Argument>) {
        let mut arguments = Vec::new();
        let mut setters = Vec::new();
        let mut required = Scope::new(&[]);
        let mut optional = Scope::new(&[]);
        optional.reserve(REQUEST_METHODS);
        let mut add = |property: &Property, place: Place| {
            if property.required {
                arguments.push(self.argument(property, place, &mut required));
            } else {
                setters.push(self.argument(property, place, &mut optional));
            }
        };
        for parameter in &operation.parameters {
            let is_held = parameter.location == Location::Path
                && held.contains(&parameter.property.name.as_str());
            if !is_held {
                add(&parameter.property, location_place(parameter.location));
            }
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Form(fields)) => {
                fields.iter().for_each(|field| add(field, Place::Form))
            }
            Some(BodyContent::Multipart(fields)) => {
                fields
                    .iter()
                    .for_each(|field| add(field, multipart_place(&field.schema.ty)));
            }
            _ => {}
        }
        if let Some(body) = &operation.body
            && let Some(argument) = self.whole_body(body, &mut required, &mut optional)
        {
            if body.required {
                arguments.push(argument)
            } else {
                setters.push(argument)
            }
        }
        (arguments, setters)
    }

    fn whole_body(
        &self,
        body: &ir::Body,
        required: &mut Scope,
        optional: &mut Scope,
    ) -> Option<Argument> {
        let ty = match &body.content {
            BodyContent::Json { schema, .. } => self.types.rust_type(&schema.ty),
            BodyContent::Text { .. } => RustType::Text,
            BodyContent::Bytes { .. } => RustType::Bytes,
            BodyContent::Form(fields) if fields.is_empty() => {
                RustType::Map(Box::new(RustType::Value))
            }
            BodyContent::Form(_) | BodyContent::Multipart(_) => return None,
        };
        let scope = if body.required { required } else { optional };
        Some(Argument {
            ident: scope.claim(&["body".to_owned()]).ident,
            doc: self
                .types
                .descriptions
                .lines_or(body.description.as_deref(), || "Sets the body.".to_owned()),
            deprecated: false,
            place: Place::Body,
            wire: String::new(),
            ty,
        })
    }
}
