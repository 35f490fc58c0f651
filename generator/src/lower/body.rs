//! Request bodies: media types and content.

use openapiv3::{MediaType, ReferenceOr, RequestBody};

use super::fields::Kind;
use super::keywords::Keywords;
use super::rules::rules;
use super::schema::Form;
use super::{CALLER_CHECKS, Lowering};
use crate::diagnostic::{Code, Place};
use crate::ir::{Alternative, Body, BodyContent, Role, Rules, Schema, Type, Use};
use crate::media_type::{essence, is_json};
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

/// A media type of a body.
struct Offer<'m> {
    /// As it is sent.
    media_type: String,
    media: &'m MediaType,
    pointer: Pointer,
    /// What its type is called after.
    called: Use,
    content: BodyContent,
}

/// So many media types of a body have a table with all parameters of the operation: more would let a document of
/// some megabytes become gigabytes.
const MOST: usize = 16;

impl Lowering<'_, '_> {
    pub(super) fn body(
        &mut self,
        source: &ReferenceOr<RequestBody>,
        pointer: &Pointer,
        owner: &str,
    ) -> Option<Body> {
        let document = self.document;
        let found = document.resolve_or(source, pointer)?;
        let start = self.diagnostics.len();
        let offered = self.offered(&found.item, &found.pointer, owner);
        let before = main(&offered);
        let mut others = Vec::new();
        let mut content = None;
        for (index, offer) in offered.into_iter().enumerate() {
            if index == before {
                content = Some(offer.content);
                continue;
            }
            let known = self.diagnostics.len();
            let schema = self.whole_form(&offer);
            // Its diagnostics were already reported for its fields.
            self.diagnostics.forget_repeated(start, known);
            others.push(Alternative {
                media_type: offer.media_type,
                content: offer.content,
                schema,
            });
        }
        Some(Body {
            description: found.item.description.clone(),
            required: found.item.required,
            pointer: found.pointer.clone(),
            content: content?,
            others,
            before,
        })
    }

    /// What a document offers for a body, in its order.
    fn offered<'m>(
        &mut self,
        body: &'m RequestBody,
        pointer: &Pointer,
        owner: &str,
    ) -> Vec<Offer<'m>> {
        let base = pointer.join("content");
        if let Some((name, _)) = body.content.get_index(MOST) {
            let message = format!("only the first {MOST} media types of a body can be sent");
            let help = "remove media types that you do not send";
            let place = Place::key(base.join(name));
            self.warn(Code::NotGenerated, place, message, help);
        }
        let mut offered = Vec::new();
        let mut named: Option<&MediaType> = None;
        for (name, media) in body.content.iter().take(MOST) {
            let pointer = base.join(name);
            // The first one with a type, and those with an equal type, are named after the operation only.
            let called = match named {
                Some(first) if first.schema != media.schema => Use {
                    title: None,
                    owner: owner.to_owned(),
                    name: words_of(name) + " Body",
                    role: Role::OtherBody,
                },
                _ => body_use(owner),
            };
            let content = self.body_content(name, media, &pointer, &called);
            if !matches!(
                content,
                BodyContent::Text { .. } | BodyContent::Bytes { .. }
            ) {
                named.get_or_insert(media);
            }
            offered.push(Offer {
                media_type: concrete(name),
                media,
                pointer,
                called,
                content,
            });
        }
        offered
    }

    /// The schema of a form without files.
    fn whole_form(&mut self, offer: &Offer<'_>) -> Option<Box<Schema>> {
        match &offer.content {
            BodyContent::Form(_) => {}
            BodyContent::Multipart(form) if !form.has_files() => {}
            _ => return None,
        }
        let schema = self.media_schema(offer.media, &offer.pointer, &offer.called);
        Some(Box::new(schema))
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

    /// The rules for a body or a parameter that is sent as it is given. Of its schema the length of a text is
    /// checked, and nothing else.
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
                "text" => "the text is sent unchanged: only its length is checked",
                _ => "the bytes are sent unchanged: the schema is not checked",
            };
            self.warn(Code::UncheckedKeyword, here, message, CALLER_CHECKS);
        }
        if is_text { lengths } else { Rules::default() }
    }
}

fn body_use(owner: &str) -> Use {
    Use {
        title: None,
        owner: owner.to_owned(),
        name: "Body".to_owned(),
        role: Role::Body,
    }
}

/// Which of several media types is the default: the first, so that a new media type does not change calls;
/// but if the first has the schema of a multipart form with files, that form, because only it can contain
/// files.
fn main(offered: &[Offer<'_>]) -> usize {
    let first = offered.first().map(|offer| &offer.media.schema);
    let holds_files = |offer: &Offer<'_>| {
        let files = matches!(&offer.content, BodyContent::Multipart(form) if form.has_files());
        files && Some(&offer.media.schema) == first
    };
    offered.iter().position(holds_files).unwrap_or_default()
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
    let essence = essence(media_type);
    match essence.as_str() {
        "application/x-www-form-urlencoded" => Family::Form,
        "multipart/form-data" => Family::Multipart,
        _ if is_json(&essence) => Family::Json,
        _ if essence.starts_with("text/") => Family::Text,
        _ => Family::Bytes,
    }
}

/// Whether a media type contains JSON: by its name, or because it is a range that includes JSON and has a
/// schema of an object or an array.
pub(super) fn holds_json(lowering: &Lowering<'_, '_>, name: &str, media: &MediaType) -> bool {
    let is_range = matches!(&*essence(name), "*/*" | "application/*" | "*");
    is_json(name) || is_range && lowering.is_structured(media)
}

/// Whether a media type is text.
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
