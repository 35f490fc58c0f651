//! Request bodies: `in: body` and `in: formData` (OpenAPI 2.0, "Parameter Object").

use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Place};
use crate::pointer::Pointer;

use super::super::super::edit;
use super::super::super::ignored_keywords::EMPTY_VALUE;
use super::super::Stage;
use super::collections::{Site, write_style};
use super::media_types::{MULTIPART, MediaType, MediaTypes, URL_ENCODED, are_equal, for_body};
use super::parameters::{Part, Payload};
use super::responses::share_schema;
use super::text;

impl Stage {
    /// Makes the request body of an operation.
    pub(super) fn request_body(
        &mut self,
        operation: &mut Mapping,
        own: Payload,
        inherited: &Payload,
        consumes: Option<MediaTypes>,
    ) {
        let (body, fields) = self.chosen(own, inherited, consumes.as_ref());
        let part = body.as_ref().or(fields.first());
        let Some(part) = part else { return };
        if operation.contains_key("requestBody") {
            return self.mistake(
                Code::Rejected,
                part.listed.clone(),
                "an operation has a `requestBody` and parameters that describe the body",
                "keep one of the two",
                "the `requestBody` is used",
            );
        }
        let origin = match &body {
            Some(body) => body.origin.clone(),
            None => part.listed.parent().unwrap_or_default(),
        };
        self.origins
            .derived(self.at.join("requestBody"), origin.clone());
        let made = match body {
            Some(body) => {
                let types = for_body(consumes, &self.shared.consumes);
                self.body_of_operation(body, types)
            }
            None => {
                let types = consumes.unwrap_or_else(|| self.shared.consumes.clone());
                let mut made = Value::Null;
                self.below("requestBody", |stage| made = stage.form(fields, types));
                made
            }
        };
        operation.insert("requestBody".into(), made);
    }

    /// The body, or the fields of the form, that an operation has.
    fn chosen(
        &mut self,
        own: Payload,
        inherited: &Payload,
        consumes: Option<&MediaTypes>,
    ) -> (Option<Part>, Vec<Part>) {
        const ONE_BODY: &str = "an operation has at most one body: describe it with one parameter";
        let mut bodies = own.bodies.into_iter();
        let body = bodies.next();
        for more in bodies {
            self.mistake(
                Code::Rejected,
                more.listed,
                "an operation has two parameters with `in: body`",
                ONE_BODY,
                "the first one is used",
            );
        }
        let body = body.or_else(|| inherited.bodies.first().cloned());
        let mut fields: Vec<Part> = Vec::new();
        for field in own
            .fields
            .into_iter()
            .chain(inherited.fields.iter().cloned())
        {
            let name = text(&field.entries, "name");
            let above = self.origin.join("parameters");
            let Some(name) = name else {
                self.mistake(
                    Code::MissingKey,
                    field.listed,
                    "a parameter has no `name`",
                    "add `name`: OpenAPI requires it",
                    "the parameter is left out",
                );
                continue;
            };
            let same = |other: &Part| text(&other.entries, "name") == Some(name);
            if !fields.iter().any(same) {
                fields.push(field);
            } else if field.listed.starts_with(&above) {
                let message = format!("the form parameter `{name}` is declared twice");
                self.mistake(
                    Code::DuplicateParameter,
                    field.listed,
                    message,
                    "remove one of the two, or rename it",
                    "the first one is used",
                );
            }
        }
        let Some((body, field)) = body.as_ref().zip(fields.first()) else {
            return (body, fields);
        };
        let types = consumes.unwrap_or(&self.shared.consumes);
        let is_form = !types.is_empty() && types.iter().all(MediaType::is_form);
        let (left_out, taken) = match is_form {
            true => (&body.listed, "the parameter with `in: body` is left out"),
            false => (
                &field.listed,
                "the parameters with `in: formData` are left out",
            ),
        };
        self.mistake(
            Code::Rejected,
            left_out.clone(),
            "an operation has parameters with `in: body` and with `in: formData`",
            ONE_BODY,
            taken,
        );
        match is_form {
            true => (None, fields),
            false => (Some(body.clone()), Vec::new()),
        }
    }

    /// The body of an operation. One that is shared is a reference if it has the media types of the operation.
    fn body_of_operation(&mut self, mut part: Part, types: MediaTypes) -> Value {
        if let Some(name) = &part.shared {
            if are_equal(&self.shared.of_body(name), &types) {
                let target = Pointer::root().join_all(["components", "requestBodies", name]);
                return edit::only("$ref", target.to_fragment().into());
            }
            share_schema(&mut part.entries, &part.origin);
        }
        let mut made = Value::Null;
        self.below("requestBody", |stage| {
            made = stage.body(part.entries, types)
        });
        made
    }

    /// A request body. The walk is at it; its keys were written in the parameter.
    pub(super) fn body(&mut self, mut entries: Mapping, mut types: MediaTypes) -> Value {
        for key in ["name", "in"] {
            entries.shift_remove(key);
        }
        let schema = match entries.shift_remove("schema") {
            Some(schema) => schema,
            None => self.missing_schema(&mut entries),
        };
        if types.is_empty() {
            self.assumed(
                "there is no `consumes` for this body: it is sent as `application/json`",
                "add `consumes: [application/json]` to the document or to the operation",
            );
            types.push(MediaType::assumed("application/json"));
        }
        let content = self.schema_by_type(schema, &types, None);
        entries.insert("content".into(), content);
        Value::Mapping(entries)
    }

    fn missing_schema(&mut self, entries: &mut Mapping) -> Value {
        let has_type = entries.contains_key("type");
        let taken = match has_type {
            true => "the schema keywords next to it are used as the schema",
            false => "it is treated as any JSON value",
        };
        self.mistake(
            Code::MissingKey,
            Place::value(self.origin.clone()),
            "a parameter with `in: body` has no `schema`",
            "add `schema`: OpenAPI requires it",
            taken,
        );
        match has_type {
            true => Value::Mapping(self.value_schema(entries, "a parameter")),
            false => Value::Mapping(Mapping::new()),
        }
    }

    /// A form. The walk is at the request body.
    fn form(&mut self, fields: Vec<Part>, types: MediaTypes) -> Value {
        let is_file = |field: &Part| is_file(&field.entries);
        let types = self.types_of_form(types, fields.iter().find(|field| is_file(field)), &fields);
        let (mut properties, mut encoding) = (Mapping::new(), Mapping::new());
        let mut required = Vec::new();
        let first = types.first().map_or("", |it| &it.name).to_owned();
        let origin = self.origin.clone();
        self.origins
            .derived(self.at.join("content"), origin.clone());
        for it in &types {
            let here = self.at.join_all(["content", &it.name]);
            let written = it.origin.as_ref().unwrap_or(&origin);
            self.origins.derived(here.clone(), written.clone());
            for key in ["schema", "encoding"] {
                self.origins.derived(here.join(key), origin.clone());
            }
            for field in &fields {
                let name = text(&field.entries, "name").unwrap_or_default();
                let property = here.join_all(["schema", "properties", name]);
                self.origins.derived(property, field.origin.clone());
                let format = field.origin.join("collectionFormat");
                self.origins
                    .derived(here.join_all(["encoding", name]), format);
            }
        }
        for field in fields {
            let mut entries = field.entries;
            let name = entries.shift_remove("name").unwrap_or_default();
            entries.shift_remove("in");
            if entries.shift_remove("required") == Some(Value::Bool(true)) {
                required.push(name.clone());
            }
            let mut styles = Mapping::new();
            let text = name.as_str().unwrap_or_default().to_owned();
            let path = ["content", &first, "schema", "properties", &text];
            let mut schema = Mapping::new();
            self.below_all(&path, &mut |stage| {
                schema = stage.field(&mut entries, &mut styles);
            });
            if !styles.is_empty() {
                encoding.insert(name.clone(), Value::Mapping(styles));
            }
            properties.insert(name, Value::Mapping(schema));
        }
        let is_required = !required.is_empty();
        let mut schema = Mapping::new();
        schema.insert("type".into(), "object".into());
        if is_required {
            schema.insert("required".into(), Value::Sequence(required));
        }
        schema.insert("properties".into(), Value::Mapping(properties));
        let mut media_type = Mapping::new();
        media_type.insert("schema".into(), Value::Mapping(schema));
        if !encoding.is_empty() {
            media_type.insert("encoding".into(), Value::Mapping(encoding));
        }
        let media_type = Value::Mapping(media_type);
        let content = types
            .into_iter()
            .map(|it| (it.name.into(), media_type.clone()));
        let mut made = Mapping::new();
        made.insert("content".into(), Value::Mapping(content.collect()));
        if is_required {
            made.insert("required".into(), Value::Bool(true));
        }
        Value::Mapping(made)
    }

    /// The property for a parameter; how a list is written is added to `styles`.
    fn field(&mut self, entries: &mut Mapping, styles: &mut Mapping) -> Mapping {
        if entries.shift_remove("allowEmptyValue") == Some(Value::Bool(true)) {
            let here = self.origin.join("allowEmptyValue");
            self.told.note(
                EMPTY_VALUE.code,
                here,
                EMPTY_VALUE.message,
                EMPTY_VALUE.help,
            );
        }
        let mut schema = self.value_schema(entries, "a parameter");
        if let Some(format) = self.collection(entries, &mut schema, Site::Fields) {
            write_style(styles, format);
        }
        // Its description, and extensions.
        schema.extend(std::mem::take(entries));
        schema
    }

    /// The media types of a form.
    fn types_of_form(
        &mut self,
        types: MediaTypes,
        file: Option<&Part>,
        fields: &[Part],
    ) -> MediaTypes {
        let is_said = !types.is_empty();
        let mut forms: MediaTypes = types.into_iter().filter(MediaType::is_form).collect();
        if let Some(file) = file {
            forms.retain(|it| it.name.starts_with(MULTIPART));
            if forms.is_empty() && is_said {
                self.mistake(
                    Code::Rejected,
                    file.origin.clone(),
                    "an operation with a parameter of type `file` does not consume `multipart/form-data`",
                    "add `consumes: [multipart/form-data]` to the operation",
                    "it is sent as `multipart/form-data`",
                );
            }
            if forms.is_empty() {
                forms.push(MediaType::assumed(MULTIPART));
            }
        } else if forms.is_empty() {
            if is_said && let Some(field) = fields.first() {
                self.mistake(
                    Code::Rejected,
                    field.listed.clone(),
                    "an operation with `formData` parameters consumes no form",
                    "add `consumes: [application/x-www-form-urlencoded]` to the operation",
                    "it is sent as `application/x-www-form-urlencoded`",
                );
            } else {
                self.assumed(
                    "there is no `consumes` for this form: it is sent as `application/x-www-form-urlencoded`",
                    "add `consumes: [application/x-www-form-urlencoded]` to the operation",
                );
            }
            forms.push(MediaType::assumed(URL_ENCODED));
        }
        forms
    }

    fn below_all(&mut self, tokens: &[&str], visit: &mut dyn FnMut(&mut Self)) {
        match tokens {
            [] => visit(self),
            [first, rest @ ..] => self.below(first, |stage| stage.below_all(rest, visit)),
        }
    }
}

/// Whether the value is a file, or a list of files.
fn is_file(parameter: &Mapping) -> bool {
    let items = parameter.get("items").and_then(Value::as_mapping);
    let types = [
        text(parameter, "type"),
        items.and_then(|items| text(items, "type")),
    ];
    types.contains(&Some("file"))
}
