//! Request bodies: which media type, and what it holds.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::fields::Kind;
use super::keywords::Keywords;
use super::rules::rules;
use super::schema::Form;
use super::{CALLER_CHECKS, Lowering};
use crate::diagnostic::Code;
use crate::ir::{Alternative, Body, BodyContent, Rules, Schema, Type, Use};
use crate::pointer::Pointer;

/// What a media type is, as far as bodies differ by it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Family {
    Json,
    Form,
    Multipart,
    Text,
    Bytes,
}

impl Lowering<'_, '_> {
    pub(super) fn body(
        &mut self,
        source: &ReferenceOr<RequestBody>,
        pointer: &Pointer,
        owner: &str,
    ) -> Option<Body> {
        let document = self.document;
        let found = document.resolve_or(source, pointer)?;
        let base = found.pointer.join("content");
        let start = self.diagnostics.len();
        let mut all = Vec::new();
        let mut named: Option<&MediaType> = None;
        for (name, media) in &found.item.content {
            let here = base.join(name);
            // The first one with a type is called after the operation alone, and its equals with it.
            let called = match named {
                Some(first) if first.schema != media.schema => words_of(name) + " Body",
                _ => "Body".to_owned(),
            };
            let called = body_use(owner, called);
            let content = self.body_content(name, media, &here, &called);
            if !matches!(
                content,
                BodyContent::Text { .. } | BodyContent::Bytes { .. }
            ) {
                named.get_or_insert(media);
            }
            all.push((concrete(name), media, here, called, content));
        }
        let main = main(
            all.iter()
                .map(|(_, media, _, _, content)| (*media, content)),
        );
        let mut others = Vec::new();
        let mut chosen = None;
        for (index, (media_type, media, here, called, content)) in all.into_iter().enumerate() {
            if index == main {
                chosen = Some(content);
                continue;
            }
            let known = self.diagnostics.len();
            let schema = self.whole_form(&content, media, &here, &called);
            // What there is to say of it was said of its fields.
            self.diagnostics.forget_repeated(start, known);
            others.push(Alternative {
                media_type,
                content,
                schema,
            });
        }
        Some(Body {
            description: found.item.description.clone(),
            required: found.item.required,
            pointer: found.pointer.clone(),
            content: chosen?,
            others,
            before: main,
        })
    }

    /// The schema of a form that holds no files.
    fn whole_form(
        &mut self,
        content: &BodyContent,
        media: &MediaType,
        pointer: &Pointer,
        called: &Use,
    ) -> Option<Box<Schema>> {
        match content {
            BodyContent::Form(_) => {}
            BodyContent::Multipart(form) if !form.has_files() => {}
            _ => return None,
        }
        Some(Box::new(self.media_schema(media, pointer, called)))
    }

    fn body_content(
        &mut self,
        media_type: &str,
        media: &MediaType,
        pointer: &Pointer,
        called: &Use,
    ) -> BodyContent {
        let sent_type = concrete(media_type);
        if holds_json(self, media_type, media) && !is_json(media_type) {
            return BodyContent::Json {
                media_type: "application/json".to_owned(),
                schema: Box::new(self.media_schema(media, pointer, called)),
            };
        }
        match family(media_type) {
            Family::Json => BodyContent::Json {
                media_type: sent_type,
                schema: Box::new(self.media_schema(media, pointer, called)),
            },
            Family::Form => BodyContent::Form(self.form_fields(media, pointer, called, Kind::Form)),
            Family::Multipart => {
                BodyContent::Multipart(self.form_fields(media, pointer, called, Kind::Multipart))
            }
            Family::Text => BodyContent::Text {
                rules: self.raw_rules(media, pointer, "text"),
                media_type: sent_type,
            },
            Family::Bytes => {
                self.raw_rules(media, pointer, "bytes");
                BodyContent::Bytes {
                    media_type: sent_type,
                }
            }
        }
    }

    /// Whether the schema of a media type is one of objects or lists.
    fn is_structured(&self, media: &MediaType) -> bool {
        let schema = media.schema.as_ref();
        let Some(found) =
            schema.and_then(|schema| self.document.resolve_or(schema, &Pointer::root()))
        else {
            return false;
        };
        match self.form(&found.item, 0) {
            Form::Object => true,
            Form::Union | Form::Wrapper => {
                let words = Keywords::of(&found.item);
                let mut members = words.all_of.iter().chain(words.one_of).chain(words.any_of);
                members.any(|member| self.is_object(member, 1))
            }
            Form::Plain => {
                let kind = Keywords::of(&found.item).effective_kind();
                matches!(kind, Some("object" | "array"))
            }
        }
    }

    pub(super) fn media_schema(
        &mut self,
        media: &MediaType,
        pointer: &Pointer,
        called: &Use,
    ) -> Schema {
        match &media.schema {
            Some(schema) => self.schema(schema, &pointer.join("schema"), called),
            None => Schema::plain(Type::Json),
        }
    }

    /// The rules for a body or a parameter that is sent as it is given. Of its schema the length of a text is checked, and
    /// nothing else.
    pub(super) fn raw_rules(
        &mut self,
        media: &MediaType,
        pointer: &Pointer,
        sent_as: &str,
    ) -> Rules {
        let here = pointer.join("schema");
        let document = self.document;
        let Some(found) = media
            .schema
            .as_ref()
            .and_then(|schema| document.resolve_or(schema, &here))
        else {
            return Rules::default();
        };
        let words = Keywords::of(&found.item);
        let lengths = rules(&words);
        let is_text = words.effective_kind() == Some("string");
        let unread = words.pattern.is_some()
            || !words.values.is_empty()
            || sent_as == "bytes" && !lengths.is_empty();
        if !(is_text || words.is_empty()) || unread {
            let message = match sent_as {
                "text" => "of a text that is sent as it is given the lengths alone are checked",
                _ => "bytes are sent as they are given: the schema is not checked",
            };
            self.warn(Code::UncheckedKeyword, here, message, CALLER_CHECKS);
        }
        if is_text { lengths } else { Rules::default() }
    }
}

fn body_use(owner: &str, name: String) -> Use {
    Use {
        title: None,
        owner: owner.to_owned(),
        name,
    }
}

/// Which of several media types needs no choice: the first, so that one that is added later changes no call;
/// but where the first has the schema of a multipart form with files, that form, which alone can hold them.
fn main<'m>(all: impl Iterator<Item = (&'m MediaType, &'m BodyContent)>) -> usize {
    let all: Vec<_> = all.collect();
    let first = all.first().map(|(media, _)| &media.schema);
    let holds_files = |(media, content): &(&MediaType, &BodyContent)| {
        let files = matches!(content, BodyContent::Multipart(form) if form.has_files());
        files && Some(&media.schema) == first
    };
    all.iter().position(holds_files).unwrap_or_default()
}

/// The words of a media type that a type is named after: `merge patch` of `application/merge-patch+json`.
fn words_of(media_type: &str) -> String {
    let essence = media_type.split(';').next().unwrap_or_default();
    let subtype = essence.split('/').nth(1).unwrap_or(essence).trim();
    match subtype {
        "x-www-form-urlencoded" => "form".to_owned(),
        "form-data" => "multipart".to_owned(),
        "merge-patch+json" | "json-patch+json" => subtype.replace("+json", ""),
        other => other.to_owned(),
    }
}

fn family(media_type: &str) -> Family {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Family::Form,
        "multipart/form-data" => Family::Multipart,
        _ if is_json(&essence) => Family::Json,
        _ if essence.starts_with("text/") => Family::Text,
        _ => Family::Bytes,
    }
}

/// Whether a media type or range holds JSON (RFC 8259; RFC 6839 for the suffix).
pub(super) fn is_json(media_type: &str) -> bool {
    let essence = media_type
        .split(';')
        .next()
        .unwrap_or_default()
        .trim()
        .to_ascii_lowercase();
    essence == "application/json" || essence.ends_with("+json") || essence == "text/json"
}

/// Whether what stands under a media type is JSON: it says so, or it is a range that takes JSON in and the
/// schema is of an object or a list.
pub(super) fn holds_json(lowering: &Lowering<'_, '_>, name: &str, media: &MediaType) -> bool {
    let essence = name.split(';').next().unwrap_or_default().trim();
    let is_range = matches!(essence, "*/*" | "application/*" | "*");
    is_json(name) || is_range && lowering.is_structured(media)
}

/// Whether a media type holds text.
pub(super) fn is_text(media_type: &str) -> bool {
    family(media_type) == Family::Text
}

/// The media type to send for a range such as `application/*`.
fn concrete(media_type: &str) -> String {
    match family(media_type) {
        Family::Text if media_type.contains('*') => "text/plain".to_owned(),
        Family::Bytes if media_type.contains('*') => "application/octet-stream".to_owned(),
        _ => media_type.to_owned(),
    }
}
