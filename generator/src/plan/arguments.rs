//! The values of the caller: arguments for required values, setters for the others.

use super::locked::Names;
use super::members::Members;
use super::shared::{Module, Requests};
use super::{Argument, Arguments, Choice, Given, Rules, RustType, Sink, docs, names, undescribed};
use crate::ir::{self, BodyContent, Element, Form, Location, Property, Type};
use crate::lock::{Key, Kind};
use crate::name::{self, Scope};

/// Methods that every request has.
const REQUEST_METHODS: &[&str] = &[
    "clone", "maybe", "pages", "request", "send", "send_raw", "stream", "with",
];

/// The methods of every form with a separate type.
const FORM_METHODS: &[&str] = &["clone", "maybe", "new"];

/// What a caller gives.
struct Inputs<'l> {
    arguments: Vec<Argument>,
    setters: Vec<Argument>,
    required: Members<'l>,
    optional: Members<'l>,
}

impl<'l> Inputs<'l> {
    /// Starts with the methods next to the setters. `place` identifies the values in the lock.
    fn new(locked: &Names<'l>, place: &str, reserved: &[&str]) -> Self {
        let owner = format!("{place} ");
        let members = |reserved| locked.members(Kind::Parameter, &owner, Scope::new(reserved));
        Self {
            arguments: Vec::new(),
            setters: Vec::new(),
            required: members(&[]),
            optional: members(reserved),
        }
    }

    /// The arguments and the setters, when all have their names.
    fn finish(self, locked: &mut Names<'_>) -> (Vec<Argument>, Vec<Argument>) {
        locked.note_members(self.required);
        locked.note_members(self.optional);
        (in_order(self.arguments), self.setters)
    }

    fn add(&mut self, requests: &Requests<'_, '_>, property: &Property, sink: Sink) {
        match property.required {
            true => {
                let mut argument = requests.argument(property, sink, &mut self.required);
                if property.deprecated {
                    // Who must give it all the same should get no warning.
                    docs::paragraph(&mut argument.doc, "Deprecated.");
                }
                self.arguments.push(argument);
            }
            false => {
                let mut setter = requests.argument(property, sink, &mut self.optional);
                if matches!(setter.ty, RustType::Vec(_)) {
                    let added = "Can be called more than once: each call adds values.";
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
        sink: Sink,
        members: &mut Members<'_>,
    ) -> Argument {
        let plain = name::field_name(&property.name);
        let wanted = [plain.clone(), format!("{plain}_parameter")];
        let ident = members.claim(&sink_key(&sink), &wanted, None).ident;
        let rules = Rules::of(&property.schema.rules);
        let doc = (self.types).of_property(property, &sink.what(), &ident, &rules);
        let ty = self.types.rust_type(&property.schema.ty);
        // Nobody knows what is in a file.
        let is_personal = property.personal || matches!(sink, Sink::File(_) | Sink::Files(_));
        Argument {
            ident,
            doc,
            deprecated: property.deprecated,
            personal: is_personal && !self.target.show_personal,
            given: match sink {
                Sink::File(_) => Given::File,
                Sink::Files(_) => Given::Files,
                _ => Given::of(&ty),
            },
            ty,
            sink,
        }
    }

    /// What must be given to make a request, and what may be.
    pub(super) fn inputs(
        &mut self,
        operation: &ir::Operation,
        choice: Option<&Choice>,
    ) -> (Vec<Argument>, Vec<Argument>) {
        let place = self.locked.place(operation);
        let mut inputs = Inputs::new(self.locked, &place, REQUEST_METHODS);
        for parameter in &operation.parameters {
            // The handle binds what stands in the path.
            if parameter.location != Location::Path {
                let sink = parameter_sink(parameter);
                inputs.add(self, &parameter.property, sink);
            }
        }
        if let Some(body) = &operation.body {
            self.form(&body.content, &mut inputs);
            if let Some(mut argument) = self.whole_body(body, &mut inputs) {
                if let Some(choice) = choice.filter(|choice| !choice.is_beside) {
                    argument.given = Given::Content(choice.ident.clone());
                    argument.sink = Sink::Content;
                }
                match body.required {
                    true => inputs.arguments.push(argument),
                    false => inputs.setters.push(argument),
                }
            }
        }
        inputs.finish(self.locked)
    }

    /// What must be given to make a form that has a type of its own, and what may be. The lock knows it by its place.
    pub(super) fn form_inputs(
        &mut self,
        content: &BodyContent,
        place: &str,
    ) -> (Vec<Argument>, Vec<Argument>) {
        let mut inputs = Inputs::new(self.locked, place, FORM_METHODS);
        self.form(content, &mut inputs);
        inputs.finish(self.locked)
    }

    /// What a function takes that must be given these values. Where they need a struct, it is named after what the
    /// function makes; the lock knows it by its place.
    pub(super) fn arguments(
        &mut self,
        list: Vec<Argument>,
        place: String,
        (owner, made): (&str, &str),
        module: &mut Module,
    ) -> Arguments {
        let key = Key::new(Kind::Arguments, place);
        let wanted = ["Arguments", "RequestArguments"].map(|end| format!("{made}{end}"));
        Arguments::of(list, || self.claim_input(module, key, owner, &wanted))
    }

    /// What the second method of an operation must be given: its first takes the fields of a form, and it takes another
    /// content.
    pub(super) fn beside(
        &self,
        operation: &ir::Operation,
        choice: Option<&Choice>,
        mut arguments: Vec<Argument>,
    ) -> Option<Vec<Argument>> {
        let choice = choice.filter(|choice| choice.is_beside)?;
        let body = operation.body.as_ref()?;
        arguments.retain(|argument| !argument.sink.is_body());
        let mut scope = Scope::new(&[]);
        for argument in &arguments {
            scope.claim(&[argument.ident.bare().to_owned()]);
        }
        arguments.push(Argument {
            ident: scope.claim(&["content".to_owned()]).ident,
            doc: vec![undescribed::body(None, &body.others)],
            deprecated: false,
            personal: self.shows_not(body),
            ty: RustType::Unit,
            given: Given::Content(choice.ident.clone()),
            sink: Sink::Content,
        });
        Some(arguments)
    }

    /// The fields of a form, and what else can be given of it.
    fn form(&self, content: &BodyContent, inputs: &mut Inputs<'_>) {
        let (form, is_multipart) = match content {
            BodyContent::Form(form) => (form, false),
            BodyContent::Multipart(form) => (form, true),
            _ => return,
        };
        let fields: &[Property] = match form.whole {
            Some(_) => &[],
            None => &form.fields,
        };
        let wires = fields.iter().map(|field| field.name.as_str());
        for index in names::claim_order(wires) {
            let field = &fields[index];
            inputs.add(self, field, field_sink(field, is_multipart));
        }
        if let Some(extra) = &form.extra {
            let extra = self.extra_field(extra, is_multipart, &mut inputs.optional.scope);
            inputs.setters.push(extra);
        }
        let headers = self.part_headers(form, &mut inputs.optional);
        inputs.setters.extend(headers);
    }

    /// The setter for fields that the form does not declare.
    fn extra_field(&self, extra: &Element, is_multipart: bool, scope: &mut Scope) -> Argument {
        let is_file = is_multipart && extra.ty.is_file();
        let (wanted, doc) = match is_file {
            true => ("additional_file", "Adds a file with the given field name."),
            false => (
                "additional_field",
                "Adds a form field that the document does not declare.",
            ),
        };
        let ty = self.types.rust_type(&extra.ty);
        let (ty, given, sink) = match is_file {
            true => (RustType::Bytes, Given::File, Sink::ExtraFile),
            false => (ty.clone(), Given::of(&ty), Sink::ExtraField),
        };
        Argument {
            ident: scope.claim(&[wanted.to_owned()]).ident,
            doc: vec![doc.to_owned()],
            deprecated: false,
            personal: false,
            ty,
            given,
            sink,
        }
    }

    /// The setters for the headers of parts.
    fn part_headers(&self, form: &Form, members: &mut Members<'_>) -> Vec<Argument> {
        let mut setters = Vec::new();
        for (part, encoding) in &form.encodings {
            for header in &encoding.headers {
                let sink = Sink::PartHeader {
                    part: part.clone(),
                    name: header.name.clone(),
                };
                let key = sink_key(&sink);
                let own = self.argument(header, sink, &mut Members::alone());
                let plain = name::field_name(&format!("{part} {}", header.name));
                let wanted = [plain.clone(), format!("{plain}_header")];
                setters.push(Argument {
                    ident: members.claim(&key, &wanted, None).ident,
                    ..own
                });
            }
        }
        setters
    }

    fn whole_body(&self, body: &ir::Body, inputs: &mut Inputs<'_>) -> Option<Argument> {
        let (ty, given, sink) = self.whole(body)?;
        let scope = match body.required {
            true => &mut inputs.required,
            false => &mut inputs.optional,
        };
        let description = body.description.as_deref();
        let descriptions = self.types.descriptions;
        Some(Argument {
            ident: scope.claim("body", &["body".to_owned()], None).ident,
            doc: descriptions.lines_or(description, || {
                undescribed::body(Some(&body.content), &body.others)
            }),
            deprecated: false,
            personal: self.shows_not(body),
            ty,
            given,
            sink,
        })
    }

    /// Whether one of the contents that a body may have stays out of `Debug`.
    fn shows_not(&self, body: &ir::Body) -> bool {
        let others = body.others.iter().map(|other| &other.content);
        let is_personal = |content: &BodyContent| match content {
            BodyContent::Json { schema, .. } => schema.rules.personal,
            BodyContent::Text { rules, .. } => rules.personal,
            BodyContent::Form(form) | BodyContent::Multipart(form) => form.rules.personal,
            BodyContent::Bytes { .. } => true,
        };
        !self.target.show_personal && others.chain([&body.content]).any(is_personal)
    }

    /// How a body is given that is one value; none for one that is given field by field.
    fn whole(&self, body: &ir::Body) -> Option<(RustType, Given, Sink)> {
        Some(match &body.content {
            BodyContent::Json { schema, .. } => {
                let ty = self.types.rust_type(&schema.ty);
                let is_choice = !body.others.is_empty();
                match schema.nullable && !is_choice && ty != RustType::Value {
                    true => {
                        let given = Given::of_nullable_body(&ty);
                        (ty, given, Sink::NullableBody)
                    }
                    false => {
                        let given = Given::of_body(&ty);
                        (ty, given, Sink::Body)
                    }
                }
            }
            BodyContent::Text { .. } => (RustType::Text, Given::Text, Sink::Text),
            BodyContent::Bytes { .. } => (RustType::Bytes, Given::Bytes, Sink::Bytes),
            BodyContent::Form(Form {
                whole: Some(schema),
                ..
            })
            | BodyContent::Multipart(Form {
                whole: Some(schema),
                ..
            }) => {
                let ty = self.types.rust_type(&schema.ty);
                let given = Given::of_body(&ty);
                (ty, given, Sink::Fields)
            }
            BodyContent::Form(form) | BodyContent::Multipart(form)
                if form.fields.is_empty() && form.extra.is_none() =>
            {
                let ty = RustType::Map(Box::new(RustType::Value));
                (ty, Given::Reference, Sink::Fields)
            }
            BodyContent::Form(_) | BodyContent::Multipart(_) => return None,
        })
    }
}

/// Arguments in their order: those of the path as the path has them, the others by their names, and a whole body last.
/// The order of the document does not count.
fn in_order(mut arguments: Vec<Argument>) -> Vec<Argument> {
    arguments.sort_by(|one, other| order(&one.sink).cmp(&order(&other.sink)));
    arguments
}

fn order(sink: &Sink) -> (u8, &str) {
    match sink {
        Sink::Path(_) => (0, ""),
        sink => match sink.wire() {
            Some((_, name)) => (1, name),
            None => (2, ""),
        },
    }
}

/// What the lock knows a value by: where it goes, and its wire name.
fn sink_key(sink: &Sink) -> String {
    let (place, name) = match sink {
        Sink::Path(name) => ("path", name),
        Sink::Query(name) => ("query", name),
        Sink::Header(name) => ("header", name),
        Sink::Cookie(name) => ("cookie", name),
        Sink::Form(name) | Sink::File(name) | Sink::Files(name) => ("form", name),
        Sink::PartHeader { part, name } => return format!("part {part} {name}"),
        Sink::ExtraField
        | Sink::ExtraFile
        | Sink::Fields
        | Sink::Body
        | Sink::NullableBody
        | Sink::Text
        | Sink::Bytes
        | Sink::Content => return "body".to_owned(),
    };
    format!("{place} {name}")
}

fn parameter_sink(parameter: &ir::Parameter) -> Sink {
    let name = parameter.property.name.clone();
    match parameter.location {
        Location::Path => Sink::Path(name),
        Location::Query => Sink::Query(name),
        Location::Header => Sink::Header(name),
        Location::Cookie => Sink::Cookie(name),
    }
}

fn field_sink(field: &Property, is_multipart: bool) -> Sink {
    let name = field.name.clone();
    match (&field.schema.ty, is_multipart && field.schema.ty.is_file()) {
        (Type::Array(_), true) => Sink::Files(name),
        (_, true) => Sink::File(name),
        (_, false) => Sink::Form(name),
    }
}
