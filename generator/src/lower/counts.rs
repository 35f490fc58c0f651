//! How many properties an object has: a rule of the place where the object stands, not of its type.

use std::collections::BTreeSet;

use openapiv3::Schema as Source;

use super::keywords::Keywords;
use super::rules::property_counts;
use super::schema::Site;
use super::{CALLER_CHECKS, Lowering};
use crate::diagnostic::Code;
use crate::ir::{Rules, Schema};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// An object with the rules for how many properties it has.
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

    /// The rules of a schema and of all members of its `allOf` that count properties.
    pub(super) fn counts(&mut self, schema: &Source, pointer: &Pointer) -> Rules {
        self.collect_counts(schema, pointer, &mut BTreeSet::new())
    }

    fn collect_counts(
        &mut self,
        schema: &Source,
        pointer: &Pointer,
        seen: &mut BTreeSet<Pointer>,
    ) -> Rules {
        /// Schemas beyond these are not looked at: so many in one `allOf` are hostile.
        const MOST: usize = 256;
        let words = Keywords::of(schema);
        let mut counts = property_counts(&words);
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

    /// Says that properties are not counted, and why, if a schema has a rule for that.
    pub(super) fn report_counts(&mut self, schema: &Source, pointer: &Pointer, why: &str) {
        let counts = self.counts(schema, pointer);
        let keys = [
            ("minProperties", counts.min_properties),
            ("maxProperties", counts.max_properties),
        ];
        for (key, _) in keys.into_iter().filter(|(_, count)| count.is_some()) {
            let message = format!("`{key}` is not checked: {why}");
            // It may stand in a member of an `allOf`.
            let here = pointer.join(key);
            let place = match self.document.at(&here) {
                Some(_) => here,
                None => pointer.clone(),
            };
            self.warn(Code::UncheckedKeyword, place, message, CALLER_CHECKS);
        }
    }
}
