//! How the fields of forms are written (OpenAPI 3.0, section "Encoding Object").

use std::collections::BTreeMap;

use openapiv3::{Encoding as Source, MediaType, QueryStyle, ReferenceOr};

use super::Lowering;
use super::fields::Kind;
use super::keywords::Keywords;
use crate::diagnostic::{Code, Place};
use crate::ir::{Access, Encoding, Form, Property, Role, Style, Use};
use crate::media_type::is_json;
use crate::pointer::Pointer;

/// The keywords that count in `application/x-www-form-urlencoded`; the first two count for parts since OpenAPI 3.1.
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
                Kind::Multipart => self.part_encoding(source, &here, name, field),
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
        if STYLES.iter().any(|key| self.says(pointer, key)) {
            return Encoding {
                allow_reserved: source.allow_reserved,
                ..self.styled(source, pointer, field)
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

    fn says(&self, pointer: &Pointer, key: &str) -> bool {
        self.document.at(&pointer.join(key)).is_some()
    }

    /// The style of a field, where one of its keywords is said.
    fn styled(&mut self, source: &Source, pointer: &Pointer, field: Option<&Property>) -> Encoding {
        let style = source.style.as_ref().map_or(Style::Form, style);
        if let Some(field) = field.filter(|_| style != Style::DeepObject)
            && self.is_nested(&field.schema.ty)
        {
            let message = "the specification does not define how to encode nested lists and objects: they are encoded as JSON";
            let help =
                "use `style: deepObject`, which encodes all of them, if the service supports it";
            self.warn(Code::UndefinedStyle, pointer.clone(), message, help);
        }
        Encoding {
            style: Some(style),
            explode: self.says(pointer, "explode").then_some(source.explode),
            ..Encoding::default()
        }
    }

    fn part_encoding(
        &mut self,
        source: &Source,
        pointer: &Pointer,
        name: &str,
        field: Option<&Property>,
    ) -> Encoding {
        let takes_style = self.document.parts_have_styles
            && field.is_some_and(|field| !field.schema.ty.is_file());
        for key in STYLES {
            if self.says(pointer, key) && !(takes_style && key != "allowReserved") {
                let why = match key {
                    "allowReserved" => "nothing in it is percent-encoded",
                    _ => "a list is sent as one part for each item",
                };
                let message =
                    format!("`{key}` does not apply to this part of a multipart body: {why}");
                let help = "remove it, or send the form as `application/x-www-form-urlencoded`";
                self.warn(Code::EncodingIgnored, pointer.join(key), message, help);
            }
        }
        let is_styled = takes_style
            && ["style", "explode"]
                .iter()
                .any(|key| self.says(pointer, key));
        let encoding = match is_styled {
            true => {
                if source.content_type.is_some() {
                    let message = "`contentType` has no effect beside `style`";
                    let here = pointer.join("contentType");
                    self.warn(
                        Code::EncodingIgnored,
                        here,
                        message,
                        "remove one of the two",
                    );
                }
                self.styled(source, pointer, field)
            }
            false => Encoding {
                media_type: self.media_type_of(source, pointer),
                ..Encoding::default()
            },
        };
        let (fixed_headers, headers) = self.part_headers(source, pointer, name);
        Encoding {
            headers,
            fixed_headers,
            ..encoding
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

    /// The headers that a part has with one value alone, and those that it may have.
    fn part_headers(
        &mut self,
        source: &Source,
        pointer: &Pointer,
        name: &str,
    ) -> (Vec<(String, String)>, Vec<Property>) {
        let document = self.document;
        let mut fixed = Vec::new();
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
            if found.item.required
                && let Some(value) = only_value(&found.item)
            {
                fixed.push((header.clone(), value));
                continue;
            }
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
        (fixed, headers)
    }
}

/// The one text that a header may be.
fn only_value(header: &openapiv3::Header) -> Option<String> {
    let openapiv3::ParameterSchemaOrContent::Schema(ReferenceOr::Item(schema)) = &header.format
    else {
        return None;
    };
    match Keywords::of(schema).values.as_slice() {
        [serde_json::Value::String(text)] if !schema.schema_data.nullable => Some(text.clone()),
        _ => None,
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
