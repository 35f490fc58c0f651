//! The number of properties of an object, and which of them occur together: rules of a use of the object, not
//! of its type.

use std::collections::BTreeSet;

use openapiv3::Schema as Source;

use super::Lowering;
use super::keywords::Keywords;
use super::rules::property_counts;
use super::schema::Site;
use crate::ir::{Rules, Schema};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// An object with the rules for its properties as a whole.
    pub(super) fn counted_object(
        &mut self,
        schema: &Source,
        words: &Keywords<'_>,
        site: &Site<'_>,
    ) -> Schema {
        let counts = self.counts(schema, site.pointer);
        let mut lowered = self.object_or_union(schema, words, site);
        lowered.rules = self.both(lowered.rules, counts, site.pointer);
        lowered
    }

    /// The rules of a schema and of all members of its `allOf` that count properties, or ask for some together.
    pub(super) fn counts(&mut self, schema: &Source, pointer: &Pointer) -> Rules {
        if let Some(counts) = self.counts.get(pointer) {
            return counts.clone();
        }
        let mut counts = self.collect_counts(schema, pointer, &mut BTreeSet::new());
        counts.groups = self.without_read_only(counts.groups, schema, pointer);
        self.counts.insert(pointer.clone(), counts.clone());
        counts
    }

    fn collect_counts(
        &mut self,
        schema: &Source,
        pointer: &Pointer,
        seen: &mut BTreeSet<Pointer>,
    ) -> Rules {
        /// Further schemas are ignored: an `allOf` with more is hostile.
        const MOST: usize = 64;
        let words = Keywords::of(schema);
        let mut counts = property_counts(&words);
        counts.groups = self.groups(&words, pointer);
        let document = self.document;
        for (index, member) in words.all_of.iter().enumerate() {
            let Some(found) = document.resolve_or(member, &pointer.join("allOf").index(index))
            else {
                continue;
            };
            if seen.len() < MOST && seen.insert(found.pointer.clone()) {
                let member = self.collect_counts(&found.item, &found.pointer, seen);
                counts = self.both(counts, member, pointer);
            }
        }
        counts
    }
}
