//! What the caller gives: arguments for what a request must have, setters for the rest.

use super::parameters::{location_place, multipart_place};
use super::requests::Requests;
use super::{Argument, Choice, Place, RustType, docs};
use crate::ir::{self, BodyContent, Element, Form, Location, Property};
use crate::name::{self, Ident, Scope};

/// Methods that every request has.
const REQUEST_METHODS: &[&str] = &["clone", "request", "send", "pages", "stream", "with"];

/// Methods that every form with a type of its own has.
const FORM_METHODS: &[&str] = &["clone", "new"];

/// What a caller gives.
struct Inputs {
    arguments: Vec<Argument>,
    setters: Vec<Argument>,
    required: Scope,
    optional: Scope,
}

impl Inputs {
    fn new(reserved: &[&str]) -> Self {
        let mut optional = Scope::new(&[]);
        optional.reserve(reserved);
        Self {
            arguments: Vec::new(),
            setters: Vec::new(),
            required: Scope::new(&[]),
            optional,
        }
    }

    fn add(&mut self, requests: &Requests<'_, '_>, property: &Property, place: Place) {
        match property.required {
            true => {
                let argument = requests.argument(property, place, &mut self.required);
                self.arguments.push(argument);
            }
            false => {
                let mut setter = requests.argument(property, place, &mut self.optional);
                if matches!(setter.ty, RustType::Vec(_)) {
                    let added = "Adds to the values that were given before.";
                    docs::paragraph(&mut setter.doc, added);
                }
                self.setters.push(setter);
            }
        }
    }
}

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
            into: None,
            ty: self.types.rust_type(&property.schema.ty),
        }
    }

    /// What must be given to make a request, and what may be.
    pub(super) fn inputs(
        &self,
        operation: &ir::Operation,
        held: &[&str],
        choice: Option<&Choice>,
    ) -> (Vec<Argument>, Vec<Argument>) {
        let mut inputs = Inputs::new(REQUEST_METHODS);
        for parameter in &operation.parameters {
            let is_held = parameter.location == Location::Path
                && held.contains(&parameter.property.name.as_str());
            if !is_held {
                let place = location_place(parameter.location);
                inputs.add(self, &parameter.property, place);
            }
        }
        if let Some(body) = &operation.body {
            self.form(&body.content, &mut inputs);
            if let Some(mut argument) = self.whole_body(body, &mut inputs) {
                if let Some(choice) = choice.filter(|choice| !choice.is_beside) {
                    argument.place = Place::Content;
                    argument.into = Some(choice.ident.clone());
                }
                match body.required {
                    true => inputs.arguments.push(argument),
                    false => inputs.setters.push(argument),
                }
            }
        }
        (inputs.arguments, inputs.setters)
    }

    /// What must be given to make a form that has a type of its own, and what may be.
    pub(super) fn form_inputs(&self, content: &BodyContent) -> (Vec<Argument>, Vec<Argument>) {
        let mut inputs = Inputs::new(FORM_METHODS);
        self.form(content, &mut inputs);
        (inputs.arguments, inputs.setters)
    }

    /// The second method of an operation that takes the fields of a form: it takes another content.
    pub(super) fn beside(
        &self,
        arguments: &[Argument],
        choice: Option<&Choice>,
        method: &Ident,
        methods: &mut Scope,
    ) -> Option<(Ident, Vec<Argument>)> {
        let choice = choice.filter(|choice| choice.is_beside)?;
        let parameters = arguments.iter().filter(|it| {
            let place = it.place;
            !matches!(place, Place::Form | Place::File | Place::Fields)
        });
        let mut arguments: Vec<Argument> = parameters.cloned().collect();
        let mut scope = Scope::new(&[]);
        for argument in &arguments {
            scope.claim(&[argument.ident.bare().to_owned()]);
        }
        arguments.push(Argument {
            ident: scope.claim(&["content".to_owned()]).ident,
            doc: Vec::new(),
            deprecated: false,
            place: Place::Content,
            wire: String::new(),
            named: false,
            part: None,
            into: Some(choice.ident.clone()),
            ty: RustType::Unit,
        });
        let wanted = format!("{}_with", method.bare());
        Some((methods.claim(&[wanted]).ident, arguments))
    }

    /// The fields of a form, and what else can be given of it.
    fn form(&self, content: &BodyContent, inputs: &mut Inputs) {
        let (form, is_multipart) = match content {
            BodyContent::Form(form) => (form, false),
            BodyContent::Multipart(form) => (form, true),
            _ => return,
        };
        for field in &form.fields {
            let place = match is_multipart {
                true => multipart_place(&field.schema.ty),
                false => Place::Form,
            };
            inputs.add(self, field, place);
        }
        if let Some(extra) = &form.extra {
            let extra = self.extra_field(extra, is_multipart, &mut inputs.optional);
            inputs.setters.push(extra);
        }
        let headers = self.part_headers(form, &mut inputs.optional);
        inputs.setters.extend(headers);
    }

    /// The setter for fields that the form does not declare.
    fn extra_field(&self, extra: &Element, is_multipart: bool, scope: &mut Scope) -> Argument {
        let is_file = is_multipart && extra.ty.is_file();
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
            into: None,
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

    fn whole_body(&self, body: &ir::Body, inputs: &mut Inputs) -> Option<Argument> {
        let ty = match &body.content {
            BodyContent::Json { schema, .. } => {
                let ty = self.types.rust_type(&schema.ty);
                let is_choice = !body.others.is_empty();
                match schema.nullable && !is_choice && ty != RustType::Value {
                    true => RustType::Option(Box::new(ty)),
                    false => ty,
                }
            }
            BodyContent::Text { .. } => RustType::Text,
            BodyContent::Bytes { .. } => RustType::Bytes,
            BodyContent::Form(form) | BodyContent::Multipart(form)
                if form.fields.is_empty() && form.extra.is_none() =>
            {
                RustType::Map(Box::new(RustType::Value))
            }
            BodyContent::Form(_) | BodyContent::Multipart(_) => return None,
        };
        let scope = match body.required {
            true => &mut inputs.required,
            false => &mut inputs.optional,
        };
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
            into: None,
            ty,
        })
    }
}
