//! Forms: their fields, and what may stand in them besides.

use openapiv3::{MediaType, Schema as Source};

use super::keywords::Keywords;
use super::schema::{ANY, Site};
use super::{CALLER_CHECKS, Lowering};
use crate::diagnostic::Code;
use crate::ir::{Access, Additional, Element, Form, Object, Rules, Use};
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
    /// What a form holds: the properties of its schema.
    ///
    /// The schema becomes no type of its own if nothing else refers to it.
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
                form = self.fields(&found.item, &found.pointer, called);
                if form.fields.is_empty() && form.extra.is_none() {
                    self.no_fields(&here);
                }
            }
        }
        form.encodings = self.encodings(media, pointer, &form, kind);
        form
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
            // Any field at all is what a form without properties has anyway.
            let additional = match additional {
                Additional::Typed(element) if element != ANY => Additional::Typed(element),
                _ => Additional::Unsaid,
            };
            return Form {
                extra: self.extra(additional, &rules, pointer),
                ..Form::default()
            };
        };
        let Object {
            properties,
            additional,
            additional_rules,
        } = object;
        let mut fields = properties;
        fields.retain(|field| field.access != Access::Read);
        Form {
            fields,
            extra: self.extra(additional, &additional_rules, pointer),
            ..Form::default()
        }
    }

    fn extra(
        &mut self,
        additional: Additional,
        rules: &Rules,
        pointer: &Pointer,
    ) -> Option<Element> {
        let Additional::Typed(element) = additional else {
            return None;
        };
        if !rules.is_empty() {
            let message = "the rules for fields that are not declared are not checked";
            let place = pointer.join("additionalProperties");
            self.warn(Code::UncheckedKeyword, place, message, CALLER_CHECKS);
        }
        Some(element)
    }

    fn no_fields(&mut self, schema: &Pointer) {
        let message =
            "this form has no properties: it is sent with the fields that the caller adds";
        self.warn(
            Code::FormWithoutProperties,
            schema.clone(),
            message,
            "declare the fields under `properties`",
        );
    }
}
