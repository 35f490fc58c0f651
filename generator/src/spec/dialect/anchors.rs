//! Names of schemas besides their pointers: `$id`, `$anchor` and `$dynamicAnchor` (JSON Schema Core,
//! section 8.2).

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use crate::pointer::Pointer;

/// The schemas of a document by their names.
#[derive(Default)]
pub(super) struct Anchors {
    /// Identifiers without a fragment, from their last character to the first: those with one ending stand
    /// together.
    ids: BTreeMap<String, Pointer>,
    /// The schemas that have an identifier.
    identified: BTreeSet<Pointer>,
    /// Anchors; of several schemas with one, the first.
    anchors: BTreeMap<String, Pointer>,
}

impl Anchors {
    pub(super) fn of(root: &Value) -> Self {
        let mut found = Self::default();
        found.collect(root, &mut Pointer::root());
        found
    }

    fn collect(&mut self, value: &Value, at: &mut Pointer) {
        match value {
            Value::Mapping(entries) => {
                let text = |key: &str| entries.get(key).and_then(Value::as_str);
                for key in ["$id", "$self"] {
                    if let Some(id) = text(key) {
                        let id = backwards(id.trim_end_matches('#'));
                        self.ids.entry(id).or_insert_with(|| at.clone());
                        self.identified.insert(at.clone());
                    }
                }
                for key in ["$anchor", "$dynamicAnchor"] {
                    if let Some(anchor) = text(key) {
                        let anchor = anchor.to_owned();
                        self.anchors.entry(anchor).or_insert_with(|| at.clone());
                    }
                }
                for (key, value) in entries {
                    if let Some(key) = key.as_str()
                        && (value.is_mapping() || value.is_sequence())
                    {
                        at.push(key);
                        self.collect(value, at);
                        at.pop();
                    }
                }
            }
            Value::Sequence(items) => {
                for (index, item) in items.iter().enumerate() {
                    at.push(&index.to_string());
                    self.collect(item, at);
                    at.pop();
                }
            }
            _ => {}
        }
    }

    /// The pointer for a reference, if it is not one itself.
    pub(super) fn resolve(&self, text: &str, here: &Pointer) -> Option<Pointer> {
        let (id, fragment) = text.split_once('#').unwrap_or((text, ""));
        let base = match id {
            "" if fragment.is_empty() => return Some(self.around(here)),
            "" => Pointer::root(),
            _ => self.of_id(id)?,
        };
        match fragment.strip_prefix('/') {
            Some(_) if base.is_empty() => None,
            Some(_) => {
                let below = Pointer::from_fragment(&format!("#{fragment}")).ok()?;
                Some(base.join_all(below.tokens()))
            }
            None if fragment.is_empty() => Some(base),
            None => self.anchors.get(fragment).cloned(),
        }
    }

    /// The schema of an identifier; a relative one is compared by its last segments.
    fn of_id(&self, id: &str) -> Option<Pointer> {
        if let Some(exact) = self.ids.get(&backwards(id)) {
            return Some(exact.clone());
        }
        let end = backwards(&format!("/{}", id.trim_start_matches("./")));
        let mut ends = self
            .ids
            .range(end.clone()..)
            .take_while(|(known, _)| known.starts_with(&end));
        let (_, found) = ends.next()?;
        ends.next().is_none().then(|| found.clone())
    }

    /// The outermost schema around a place: the nearest with an identifier, else the component.
    fn around(&self, here: &Pointer) -> Pointer {
        let mut at = here.clone();
        while !at.is_empty() {
            if self.identified.contains(&at) {
                return at;
            }
            at.pop();
        }
        let mut component = here.clone();
        if here.tokens().next() == Some("components") {
            component.truncate(3);
            return component;
        }
        here.clone()
    }
}

fn backwards(text: &str) -> String {
    text.chars().rev().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn schemas_by_their_identifiers_and_anchors() {
        let document = "\
components:
  schemas:
    A: {$id: 'https://a.b/schemas/pet', properties: {next: {$ref: '#'}}}
    B: {$id: 'https://a.b/other/pet', $anchor: b}
    C: {$id: 'https://a.b/schemas/toy.json#'}
";
        let anchors = Anchors::of(&serde_yaml::from_str(document).unwrap());
        let here = Pointer::parse("/components/schemas/A/properties/next").unwrap();
        let resolve = |text| anchors.resolve(text, &here).map(|found| found.to_string());
        let some = |text: &str| Some(format!("#/components/schemas/{text}"));
        assert_eq!(resolve("#"), some("A"));
        assert_eq!(resolve("#b"), some("B"));
        assert_eq!(resolve("https://a.b/other/pet"), some("B"));
        assert_eq!(resolve("toy.json"), some("C"));
        assert_eq!(resolve("./schemas/pet"), some("A"));
        assert_eq!(
            resolve("schemas/toy.json#/properties/x"),
            some("C/properties/x")
        );
        assert_eq!(resolve("pet"), None, "two schemas end like that");
        assert_eq!(resolve("oy.json"), None);
        assert_eq!(
            resolve("#/components/schemas/A"),
            None,
            "it is a pointer already"
        );
    }
}
