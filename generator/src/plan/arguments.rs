//! What the caller gives: arguments for what a request must have, setters for the rest.

use super::parameters::{location_place, multipart_place};
use super::requests::Requests;
use super::{Argument, Place, RustType, docs};
use crate::ir::{self, BodyContent, Element, Form, Location, Property};
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
            named: false,
            part: None,
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
                let mut setter = self.argument(property, place, &mut optional);
                if matches!(setter.ty, RustType::Vec(_)) {
                    docs::paragraph(
                        &mut setter.doc,
                        "Adds to the values that were given before.",
                    );
                }
                setters.push(setter);
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
            Some(BodyContent::Form(form)) => {
                let fields = form.fields.iter();
                fields.for_each(|field| add(field, Place::Form));
            }
            Some(BodyContent::Multipart(form)) => {
                form.fields
                    .iter()
                    .for_each(|field| add(field, multipart_place(&field.schema.ty)));
            }
            _ => {}
        }
        if let Some(BodyContent::Form(form) | BodyContent::Multipart(form)) =
            operation.body.as_ref().map(|body| &body.content)
        {
            let extra = form.extra.as_ref();
            setters.extend(extra.map(|extra| self.extra_field(extra, &mut optional)));
            setters.extend(self.part_headers(form, &mut optional));
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

    /// The setter for fields that the form does not declare.
    fn extra_field(&self, extra: &Element, scope: &mut Scope) -> Argument {
        let is_file = extra.ty.is_file();
        let (wanted, doc) = match is_file {
            true => ("additional_file", "Adds a file under a name of its own."),
            false => ("additional_field", "Adds a field that is not declared."),
        };
        Argument {
            ident: scope.claim(&[wanted.to_owned()]).ident,
            doc: vec![doc.to_owned()],
            deprecated: false,
            place: if is_file { Place::File } else { Place::Form },
            wire: String::new(),
            named: true,
            part: None,
            ty: match is_file {
                true => RustType::Bytes,
                false => self.types.rust_type(&extra.ty),
            },
        }
    }

    /// The setters for the headers of parts.
    fn part_headers(&self, form: &Form, scope: &mut Scope) -> Vec<Argument> {
        let mut setters = Vec::new();
        for (part, encoding) in &form.encodings {
            for header in &encoding.headers {
                let own = self.argument(header, Place::PartHeader, &mut Scope::new(&[]));
                let plain = name::field_name(&format!("{part} {}", header.name));
                let wanted = [plain.clone(), format!("{plain}_header")];
                setters.push(Argument {
                    ident: scope.claim_for(&header.name, &wanted).ident,
                    part: Some(part.clone()),
                    ..own
                });
            }
        }
        setters
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
            BodyContent::Form(form) | BodyContent::Multipart(form)
                if form.fields.is_empty() && form.extra.is_none() =>
            {
                RustType::Map(Box::new(RustType::Value))
            }
            BodyContent::Form(_) | BodyContent::Multipart(_) => return None,
        };
        let scope = if body.required { required } else { optional };
        Some(Argument {
            ident: scope.claim(&["body".to_owned()]).ident,
            place: match &body.content {
                BodyContent::Form(_) | BodyContent::Multipart(_) => Place::Fields,
                _ => Place::Body,
            },
            doc: self
                .types
                .descriptions
                .lines_or(body.description.as_deref(), || "Sets the body.".to_owned()),
            deprecated: false,
            wire: String::new(),
            named: false,
            part: None,
            ty,
        })
    }
}
