//! `consumes` and `produces` (OpenAPI 2.0, "Swagger Object" and "Operation Object").

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;
use crate::media_type::essence;
use crate::pointer::Pointer;

use super::super::Stage;

/// A media type, and where it was written; assumed ones were not.
#[derive(Clone)]
pub(super) struct MediaType {
    pub(super) name: String,
    pub(super) origin: Option<Pointer>,
}

/// Media types, each once; none where the document does not say any.
pub(super) type MediaTypes = Vec<MediaType>;

pub(super) const URL_ENCODED: &str = "application/x-www-form-urlencoded";
pub(super) const MULTIPART: &str = "multipart/form-data";

impl MediaType {
    pub(super) fn assumed(name: &str) -> Self {
        Self {
            name: name.to_owned(),
            origin: None,
        }
    }

    /// Whether `formData` parameters describe such a body (OpenAPI 2.0, "Parameter Object").
    pub(super) fn is_form(&self) -> bool {
        [URL_ENCODED, MULTIPART].contains(&&*essence(&self.name))
    }
}

/// The media types of a list.
pub(super) fn listed(list: &Value, at: &Pointer) -> MediaTypes {
    let mut found = MediaTypes::new();
    let items = match list {
        Value::Sequence(items) => items.as_slice(),
        Value::String(_) => std::slice::from_ref(list),
        _ => &[],
    };
    for (index, item) in items.iter().enumerate() {
        let Some(name) = item.as_str() else { continue };
        if !found.iter().any(|known| known.name == name) {
            found.push(MediaType {
                name: name.to_owned(),
                origin: Some(match list.is_string() {
                    true => at.clone(),
                    false => at.index(index),
                }),
            });
        }
    }
    found
}

/// Whether two lists have the same media types.
pub(super) fn are_equal(some: &MediaTypes, others: &MediaTypes) -> bool {
    let names = |list: &'_ MediaTypes| list.iter().map(|it| it.name.clone()).collect::<Vec<_>>();
    names(some) == names(others)
}

/// The media types of a body that is no form. The document's list also has the media types of its forms.
pub(super) fn for_body(own: Option<MediaTypes>, of_document: &MediaTypes) -> MediaTypes {
    own.unwrap_or_else(|| {
        let others = of_document.iter().filter(|it| !it.is_form()).cloned();
        let others: MediaTypes = others.collect();
        match others.is_empty() {
            true => of_document.clone(),
            false => others,
        }
    })
}

impl Stage {
    /// Takes a list of media types out of an object.
    pub(super) fn media_types(&mut self, entries: &mut Mapping, key: &str) -> Option<MediaTypes> {
        let list = entries.shift_remove(key)?;
        let at = self.origin.join(key);
        let (place, taken) = match &list {
            Value::Sequence(items) => match items.iter().position(|item| !item.is_string()) {
                Some(index) => (at.index(index), "this item is left out"),
                None => return Some(listed(&list, &at)),
            },
            Value::String(_) => (at.clone(), "it is read as a list with one item"),
            _ => (at.clone(), "it has no effect"),
        };
        self.mistake(
            Code::WrongType,
            place,
            format!("`{key}` must be a list of strings"),
            "write a list of media types, such as `[application/json]`",
            taken,
        );
        (list.is_sequence() || list.is_string()).then(|| listed(&list, &at))
    }
}
