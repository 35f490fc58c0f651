//! How the fields of forms are written (OpenAPI 3.0, section "Encoding Object").

use std::collections::BTreeMap;

use openapiv3::{Encoding as Source, MediaType, QueryStyle};

use super::Lowering;
use super::fields::Kind;
use crate::diagnostic::{Code, Place};
use crate::ir::{Access, Encoding, Form, Property, Role, Style, Use};
use crate::media_type::is_json;
use crate::pointer::Pointer;

/// The keywords that only count in `application/x-www-form-urlencoded`.
const STYLES: [&str; 3] = ["style", "explode", "allowReserved"];

impl Lowering<'_, '_> {
    /// The `encoding` of the fields of a form.
    pub(super) fn encodings(
        &mut self,
        media: &MediaType,
        pointer: &Pointer,
        form: &Form,
        kind: Kind,
    ) -> BTreeMap<String, Encoding> {
        let mut encodings = BTreeMap::new();
        for (name, source) in &media.encoding {
            let here = pointer.join("encoding").join(name);
            let field = form.fields.iter().find(|field| field.name == *name);
            if field.is_none() && form.extra.is_none() {
                let message = format!("the form has no field `{name}` to send: this has no effect");
                let help = "use the name of a property of the schema, or remove it";
                self.warn(Code::EncodingIgnored, Place::key(here), message, help);
                continue;
            }
            let encoding = match kind {
                Kind::Form => self.form_encoding(source, &here, field),
                Kind::Multipart => self.part_encoding(source, &here, name),
            };
            if encoding != Encoding::default() {
                encodings.insert(name.clone(), encoding);
            }
        }
        encodings
    }

    fn form_encoding(
        &mut self,
        source: &Source,
        pointer: &Pointer,
        field: Option<&Property>,
    ) -> Encoding {
        if !source.headers.is_empty() {
            let message =
                "only parts of multipart bodies have headers: these headers have no effect";
            let help = "remove them, or send the form as `multipart/form-data`";
            self.warn(
                Code::EncodingIgnored,
                pointer.join("headers"),
                message,
                help,
            );
        }
        let said = |key: &str| self.document.at(&pointer.join(key)).is_some();
        if STYLES.iter().any(|key| said(key)) {
            let style = source.style.as_ref().map_or(Style::Form, style);
            if let Some(field) = field.filter(|_| style != Style::DeepObject)
                && self.is_nested(&field.schema.ty)
            {
                let message = "the specification does not define how to encode nested lists and objects: they are encoded as JSON";
                let help = "use `style: deepObject`, which encodes all of them, if the service supports it";
                self.warn(Code::UndefinedStyle, pointer.clone(), message, help);
            }
            return Encoding {
                style: Some(style),
                explode: said("explode").then_some(source.explode),
                allow_reserved: source.allow_reserved,
                ..Encoding::default()
            };
        }
        let media_type = self.media_type_of(source, pointer);
        let written = |it: &String| is_json(it) || it.starts_with("text/plain");
        if let Some(other) = media_type.as_ref().filter(|it| !written(it)) {
            let message = format!("a form field cannot be encoded as `{other}`");
            let help = "pass the encoded text as the value of the field";
            self.warn(
                Code::EncodingIgnored,
                pointer.join("contentType"),
                message,
                help,
            );
        }
        Encoding {
            media_type: media_type.filter(|it| is_json(it)),
            ..Encoding::default()
        }
    }

    fn part_encoding(&mut self, source: &Source, pointer: &Pointer, name: &str) -> Encoding {
        for key in STYLES {
            if self.document.at(&pointer.join(key)).is_some() {
                let message = format!(
                    "`{key}` does not apply to multipart bodies: a list is sent as one part for each item"
                );
                let help = "remove it, or send the form as `application/x-www-form-urlencoded`";
                self.warn(Code::EncodingIgnored, pointer.join(key), message, help);
            }
        }
        Encoding {
            media_type: self.media_type_of(source, pointer),
            headers: self.part_headers(source, pointer, name),
            ..Encoding::default()
        }
    }

    /// The first concrete media type of a list.
    fn media_type_of(&mut self, source: &Source, pointer: &Pointer) -> Option<String> {
        let listed = source.content_type.as_ref()?;
        let mut types = listed.split(',').map(str::trim);
        let media_type = types.find(|it| !it.is_empty() && !it.contains('*'))?;
        if media_type.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
            return Some(media_type.to_owned());
        }
        let message = "this media type cannot be sent in a header: it is left out";
        let help = "write a media type of ASCII characters (RFC 9110, section 8.3.1)";
        self.warn(
            Code::EncodingIgnored,
            pointer.join("contentType"),
            message,
            help,
        );
        None
    }

    /// The headers that a part may have.
    fn part_headers(&mut self, source: &Source, pointer: &Pointer, name: &str) -> Vec<Property> {
        let document = self.document;
        let mut headers = Vec::new();
        for (header, found) in &source.headers {
            let here = pointer.join("headers").join(header);
            // `contentType` sets it (OpenAPI 3.0, section "Encoding Object").
            if header.eq_ignore_ascii_case("content-type") {
                let message =
                    "`contentType` sets the header `Content-Type`: its description has no effect";
                self.note(Code::IgnoredHeader, Place::key(here), message);
                continue;
            }
            let Some(found) = document.resolve_or::<openapiv3::Header>(found, &here) else {
                continue;
            };
            let called = Use {
                title: None,
                owner: name.to_owned(),
                name: header.clone(),
                role: Role::Part,
            };
            let schema = self.header_schema(&found.item, &found.pointer, &called);
            headers.push(Property {
                name: header.clone(),
                description: found.item.description.clone(),
                required: found.item.required,
                deprecated: found.item.deprecated.unwrap_or_default(),
                access: Access::Both,
                personal: false,
                schema,
                pointer: found.pointer.clone(),
            });
        }
        headers
    }
}

const fn style(style: &QueryStyle) -> Style {
    match style {
        QueryStyle::Form => Style::Form,
        QueryStyle::SpaceDelimited => Style::SpaceDelimited,
        QueryStyle::PipeDelimited => Style::PipeDelimited,
        QueryStyle::DeepObject => Style::DeepObject,
    }
}
