//! Forms: their declared and undeclared fields.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{MediaType, ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::Keywords;
use super::schema::{ANY, Form as Shape, Site};
use crate::diagnostic::Code;
use crate::ir::{Access, Additional, Form, Object, Property, Rules, Type, TypeShape, Use};
use crate::pointer::Pointer;

/// The two encodings of forms.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    /// `application/x-www-form-urlencoded`.
    Form,
    /// `multipart/form-data`.
    Multipart,
}

impl Lowering<'_, '_> {
    /// The content of a form: the properties of its schema.
    ///
    /// The schema becomes a separate type only if something else refers to it.
    pub(super) fn form_fields(
        &mut self,
        media: &MediaType,
        pointer: &Pointer,
        called: &Use,
        kind: Kind,
    ) -> Form {
        let mut form = Form::default();
        if let Some(schema) = &media.schema {
            let here = pointer.join("schema");
            let document = self.document;
            if let Some(found) = document.resolve_or(schema, &here) {
                form = match self.one_of_objects(schema, &here, called) {
                    Some(form) => form,
                    None => self.fields(&found.item, &found.pointer, called),
                };
                if form.fields.is_empty() && form.extra.is_none() {
                    self.no_fields(&here);
                }
            }
        }
        form.encodings = self.encodings(media, pointer, &form, kind);
        if kind == Kind::Multipart {
            self.report_hidden_files(&form, pointer);
        }
        form
    }

    /// Says which parts could be files and are texts: those that can be something else as well.
    fn report_hidden_files(&mut self, form: &Form, pointer: &Pointer) {
        let fields = form.fields.iter().map(|it| (&it.schema.ty, &it.pointer));
        let extra = form.extra.iter().map(|it| (&it.ty, pointer));
        let hidden = |(ty, _): &(&Type, &Pointer)| {
            let Type::Named(id) = ty else { return false };
            match self.types[id.0].as_ref().map(|it| &it.shape) {
                Some(TypeShape::Union(union)) => {
                    let mut held = union.variants.iter().map(|it| &it.element.ty);
                    held.any(Type::is_file)
                }
                _ => false,
            }
        };
        let found: Vec<Pointer> = fields
            .chain(extra)
            .filter(hidden)
            .map(|(_, pointer)| pointer.clone())
            .collect();
        for pointer in found {
            let message = "one of the schemas is a file, but this part can only be sent as text";
            let help =
                "declare only the file: `type: string` with `format: binary`, or an array of these";
            self.warn(Code::MixedComposition, pointer, message, help);
        }
    }

    /// A form that is one of several objects: it is given as a value of their union, unless it has files.
    fn one_of_objects(
        &mut self,
        schema: &ReferenceOr<Source>,
        here: &Pointer,
        called: &Use,
    ) -> Option<Form> {
        let shares_fields = self.chooses(schema, here, 0)?;
        let whole = self.schema(schema, here, called);
        // The objects of bases are lowered later, and so is what stands at the end of many references.
        self.waiting_schemas();
        let all = self.fields_of_any(&whole.ty);
        let has_files = all.iter().any(|field| field.schema.ty.is_file());
        if has_files {
            if shares_fields {
                let message = "this form is one of several objects, and files are among their fields: only what they share can be sent";
                let help = "declare all fields in one schema under `properties`";
                self.warn(Code::MixedComposition, here.clone(), message, help);
            }
            return None;
        }
        let mut fields = BTreeMap::new();
        for field in all {
            fields.entry(field.name.clone()).or_insert(field);
        }
        Some(Form {
            fields: fields.into_values().collect(),
            rules: whole.rules.clone(),
            whole: Some(Box::new(whole)),
            ..Form::default()
        })
    }

    /// What can be sent of the properties of each object that a value can be.
    fn fields_of_any(&self, ty: &Type) -> Vec<Property> {
        let mut found = Vec::new();
        let mut seen = BTreeSet::new();
        let mut left = vec![ty];
        while let Some(ty) = left.pop() {
            let Type::Named(id) = ty else { continue };
            if !seen.insert(id) {
                continue;
            }
            match self.types[id.0]
                .as_ref()
                .map(|definition| &definition.shape)
            {
                Some(TypeShape::Union(union)) => {
                    left.extend(union.variants.iter().rev().map(|it| &it.element.ty));
                }
                Some(TypeShape::Object(object)) => {
                    let properties = object.properties.iter();
                    let sent = properties.filter(|it| it.access != Access::Read);
                    found.extend(sent.cloned());
                }
                _ => {}
            }
        }
        found
    }

    /// Whether a schema is one of several objects, and if so whether they share properties that it declares.
    fn chooses(&self, schema: &ReferenceOr<Source>, here: &Pointer, depth: usize) -> Option<bool> {
        const DEEPEST: usize = 16;
        let found = self.document.resolve_or(schema, here)?;
        let words = Keywords::of(&found.item);
        let form = self.form(&found.item, 0);
        let is_wrapper = match form {
            Shape::Wrapper => true,
            Shape::Object => self.is_one_of_all(&words) && schema.as_item().is_some(),
            Shape::Union | Shape::Plain => false,
        };
        if is_wrapper && depth < DEEPEST {
            let members = words.all_of.iter().chain(words.one_of).chain(words.any_of);
            let mut members = members.filter(|member| !self.is_null(member));
            let only = members.next().filter(|_| members.next().is_none());
            return self.chooses(only?, here, depth + 1);
        }
        let is_choice = match form {
            Shape::Object => {
                self.is_base(&found.item, &found.pointer)
                    || self.selections(&found.item, &found.pointer).is_some()
            }
            Shape::Union => !words.lists_kinds() && self.is_union_of_objects(&words, 0),
            Shape::Wrapper | Shape::Plain => false,
        };
        is_choice.then_some(matches!(form, Shape::Object))
    }

    fn fields(&mut self, schema: &Source, pointer: &Pointer, called: &Use) -> Form {
        let Some(object) = self.form_object(schema, pointer, called) else {
            let words = Keywords::of(schema);
            self.report_unenforced(&words, pointer);
            let site = Site {
                pointer,
                called,
                component: None,
                id: None,
            };
            let (additional, rules) = self.additional(&words, &site);
            // A form without properties allows arbitrary fields anyway.
            let additional = match additional {
                Additional::Typed(element) if element != ANY => Additional::Typed(element),
                _ => Additional::Unsaid,
            };
            let counts = self.counts(schema, pointer);
            return form(Vec::new(), additional, counts, rules);
        };
        let Object {
            properties,
            additional,
            additional_rules,
        } = object;
        let mut fields = properties;
        fields.retain(|field| field.access != Access::Read);
        let counts = self.counts(schema, pointer);
        form(fields, additional, counts, *additional_rules)
    }

    fn no_fields(&mut self, schema: &Pointer) {
        let message = "this form has no properties: only fields that the caller adds are sent";
        self.warn(
            Code::FormWithoutProperties,
            schema.clone(),
            message,
            "declare the fields under `properties`",
        );
    }
}

fn form(fields: Vec<Property>, additional: Additional, counts: Rules, each: Rules) -> Form {
    let extra = match additional {
        Additional::Typed(element) => Some(element),
        Additional::Unsaid | Additional::Closed => None,
    };
    let each = match extra {
        Some(_) => each.for_each(),
        None => None,
    };
    Form {
        fields,
        extra,
        rules: Rules { each, ..counts },
        ..Form::default()
    }
}
