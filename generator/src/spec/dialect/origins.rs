//! Where the nodes of the canonical document were written.

use std::collections::BTreeMap;

use serde_yaml::Value;

use crate::diagnostic::{Diagnostic, Place};
use crate::pointer::Pointer;

/// From places in the canonical document to the places where they were written, as far as these differ.
#[derive(Clone, Debug, Default)]
pub(crate) struct Origins {
    written: BTreeMap<Pointer, Pointer>,
    /// The same in the other direction, for references.
    made: BTreeMap<Pointer, Pointer>,
    /// Where the nodes were that an earlier stage moved.
    before: Option<Box<Origins>>,
    /// What messages about the canonical form say, and what the version of the document calls it.
    terms: &'static [(&'static str, &'static str)],
}

impl Origins {
    pub(crate) fn is_empty(&self) -> bool {
        self.written.is_empty() && self.before.is_none()
    }

    /// The same for a document whose nodes an earlier stage has moved.
    pub(in super::super) fn after(mut self, before: Self) -> Self {
        self.before = (!before.is_empty()).then(|| Box::new(before));
        self
    }

    /// The same for a document in a version with other terms.
    pub(super) fn in_terms(mut self, terms: &'static [(&'static str, &'static str)]) -> Self {
        self.terms = terms;
        self
    }

    /// Where a node was written, if that was noted of the node itself.
    pub(super) fn exact(&self, made: &Pointer) -> Option<&Pointer> {
        self.written.get(made)
    }

    /// Whether references to a node lead to where it is now.
    pub(super) fn is_moved(&self, written: &Pointer) -> bool {
        self.made.contains_key(written)
    }

    /// Notes that a node was written elsewhere; references to it lead to where it is now.
    pub(super) fn moved(&mut self, made: Pointer, written: Pointer) {
        self.made.insert(written.clone(), made.clone());
        self.written.insert(made, written);
    }

    /// Notes that a node stands for what was written elsewhere and can still be reached there.
    pub(in super::super) fn derived(&mut self, made: Pointer, written: Pointer) {
        self.written.insert(made, written);
    }

    /// Where a node of the canonical document was written.
    pub(crate) fn written(&self, made: &Pointer) -> Pointer {
        let written = nearest(&self.written, made).unwrap_or_else(|| made.clone());
        match &self.before {
            Some(before) => before.written(&written),
            None => written,
        }
    }

    /// The same in the other direction: of each stage, the last one first.
    pub(in super::super) fn inverse(&self) -> Vec<BTreeMap<Pointer, Pointer>> {
        let turned = self.written.iter();
        let turned = turned.map(|(made, written)| (written.clone(), made.clone()));
        let before = self.before.iter().flat_map(|it| it.inverse());
        std::iter::once(turned.collect()).chain(before).collect()
    }

    /// A diagnostic about the document as it was written: its places, and its terms.
    pub(crate) fn of_diagnostic(&self, diagnostic: Diagnostic) -> Diagnostic {
        if self.is_empty() {
            return diagnostic;
        }
        diagnostic
            .map_places(|place| match place {
                Place::Node { pointer, part } => Place::Node {
                    pointer: self.written(&pointer),
                    part,
                },
                place => place,
            })
            .in_terms(self.terms)
    }

    /// Lets every reference below a value lead to where its target is now.
    pub(super) fn retarget(&self, value: &mut Value) {
        match value {
            Value::Mapping(entries) => {
                for (key, value) in entries.iter_mut() {
                    match (key.as_str(), &mut *value) {
                        (Some("$ref"), Value::String(text)) => self.retarget_text(text),
                        (Some("mapping"), Value::Mapping(mapping)) => {
                            for (_, target) in mapping.iter_mut() {
                                if let Value::String(text) = target {
                                    self.retarget_text(text);
                                }
                            }
                            self.retarget(value);
                        }
                        _ => self.retarget(value),
                    }
                }
            }
            Value::Sequence(items) => items.iter_mut().for_each(|item| self.retarget(item)),
            _ => {}
        }
    }

    fn retarget_text(&self, text: &mut String) {
        if let Ok(pointer) = Pointer::from_fragment(text)
            && let Some(made) = nearest(&self.made, &pointer)
        {
            *text = made.to_fragment();
        }
    }
}

/// Where the nodes of a document are now, by the places where they were written.
#[derive(Clone, Debug, Default)]
pub struct Whereabouts(Vec<BTreeMap<Pointer, Pointer>>);

impl Whereabouts {
    pub(in super::super) fn of(origins: &Origins) -> Self {
        Self(origins.inverse())
    }

    /// The place in [`SpecDocument::value`](super::super::SpecDocument::value) of a node that was written at a place; if
    /// it is at several, one of them. None for a part of another file that the document does not have.
    #[must_use]
    pub fn now(&self, written: &Pointer) -> Option<Pointer> {
        let stages = self.0.iter().rev();
        let now = stages.fold(written.clone(), |at, stage| {
            nearest(stage, &at).unwrap_or(at)
        });
        (now.file() == 0).then_some(now)
    }
}

/// What the longest beginning of a pointer stands for, with the rest of it behind.
fn nearest(places: &BTreeMap<Pointer, Pointer>, pointer: &Pointer) -> Option<Pointer> {
    if places.is_empty() {
        return None;
    }
    let mut beginning = pointer.clone();
    loop {
        if let Some(found) = places.get(&beginning) {
            return Some(found.join_all(pointer.tokens().skip(beginning.len())));
        }
        beginning.pop()?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn pointer(text: &str) -> Pointer {
        Pointer::parse(text).unwrap()
    }

    #[test]
    fn the_longest_beginning_counts() {
        let mut origins = Origins::default();
        origins.moved(pointer("/a/anyOf/1"), pointer("/a"));
        origins.moved(pointer("/a/anyOf/1/items"), pointer("/a/prefixItems/0"));
        let written = |text| origins.written(&pointer(text)).to_string();
        assert_eq!(written("/a/anyOf/1/items/b"), "#/a/prefixItems/0/b");
        assert_eq!(written("/a/anyOf/1/type"), "#/a/type");
        assert_eq!(written("/a/anyOf/2"), "#/a/anyOf/2");
    }

    #[test]
    fn what_was_written_is_found_again() {
        let mut files = Origins::default();
        let other = pointer("/Pet").in_file(1);
        files.derived(pointer("/components/schemas/Pet"), other.clone());
        let mut dialect = Origins::default();
        let below = |text: &str| pointer(&format!("/components/schemas/Pet/{text}"));
        dialect.moved(below("anyOf/1"), below("prefixItems/0"));
        let places = Whereabouts::of(&dialect.after(files));
        let now = |at: &Pointer| places.now(at).map(|now| now.to_string());
        assert_eq!(
            now(&other.join_all(["prefixItems", "0", "type"])),
            Some("#/components/schemas/Pet/anyOf/1/type".to_owned())
        );
        assert_eq!(now(&pointer("/paths")), Some("#/paths".to_owned()));
        assert_eq!(now(&pointer("/Pet").in_file(2)), None);
    }

    #[test]
    fn references_follow_what_has_moved() {
        let mut origins = Origins::default();
        origins.moved(pointer("/components/schemas/100%"), pointer("/$defs/100%"));
        let mut value = Value::Mapping(
            [(
                Value::from("$ref"),
                Value::from("#/$defs/100%25/properties/a"),
            )]
            .into_iter()
            .collect(),
        );
        origins.retarget(&mut value);
        let target = "#/components/schemas/100%25/properties/a";
        assert_eq!(value.get("$ref").and_then(Value::as_str), Some(target));
    }
}
