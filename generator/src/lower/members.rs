//! The names of the members of a union: members without a name are named after what distinguishes them.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::Keywords;
use crate::pointer::Pointer;

/// Properties that usually identify the kind of an object; others follow in alphabetical order.
const TAGS: [&str; 4] = ["type", "kind", "object", "event"];

impl Lowering<'_, '_> {
    /// The name of each member of a `oneOf` or `anyOf`: the component or title, the only value of a property,
    /// the only property that no other member requires or declares, or the type. Numbers are added only for
    /// equal names.
    pub(super) fn member_names(
        &self,
        members: &[ReferenceOr<Source>],
        discriminator: Option<&str>,
    ) -> Vec<String> {
        let required = counts(members.iter().map(|member| self.required_of(member)));
        let declared = counts(members.iter().map(|member| self.declared_by(member)));
        let told = Told {
            discriminator,
            required,
            declared,
        };
        let mut seen = BTreeSet::new();
        let words = members.iter().map(|member| self.member_word(member, &told));
        words
            .enumerate()
            .map(
                |(index, word)| match seen.insert(crate::name::words(&word)) {
                    true => word,
                    false => format!("{word} {index}"),
                },
            )
            .collect()
    }

    fn member_word(&self, member: &ReferenceOr<Source>, told: &Told<'_>) -> String {
        let item = match member {
            ReferenceOr::Reference { reference } => {
                let pointer = Pointer::from_fragment(reference).ok();
                let last = pointer.as_ref().and_then(Pointer::last);
                return last.unwrap_or("Variant").to_owned();
            }
            ReferenceOr::Item(item) => item,
        };
        let title = item.schema_data.title.clone();
        title
            .or_else(|| self.tag(member, told.discriminator))
            .or_else(|| alone(self.required_of(member), &told.required))
            .or_else(|| alone(self.declared_by(member), &told.declared))
            .unwrap_or_else(|| kind(item).to_owned())
    }

    /// The only value of the property that identifies the kind of an object.
    fn tag(&self, member: &ReferenceOr<Source>, discriminator: Option<&str>) -> Option<String> {
        let constants = self.constants(member);
        let rank = |name: &str| {
            let common = TAGS.iter().position(|tag| *tag == name);
            (Some(name) != discriminator, common.unwrap_or(TAGS.len()))
        };
        let tag = constants
            .into_iter()
            .min_by(|(one, _), (other, _)| (rank(one), one).cmp(&(rank(other), other)));
        tag.map(|(name, value)| {
            match value.parse::<bool>().is_ok() || value.parse::<i64>().is_ok() {
                true => format!("{name} {value}"),
                false => value,
            }
        })
        .filter(|word| word.chars().any(char::is_alphanumeric))
    }

    fn declared_by(&self, member: &ReferenceOr<Source>) -> BTreeSet<String> {
        self.of_member(member, |words| {
            let names = words.properties.iter().map(|(name, _)| (*name).to_owned());
            names.collect()
        })
    }

    fn required_of(&self, member: &ReferenceOr<Source>) -> BTreeSet<String> {
        self.of_member(member, |words| words.required.iter().cloned().collect())
    }

    fn of_member(
        &self,
        member: &ReferenceOr<Source>,
        names: impl Fn(&Keywords<'_>) -> BTreeSet<String>,
    ) -> BTreeSet<String> {
        let found = self.document.resolve_or(member, &Pointer::root());
        found.map_or_else(BTreeSet::new, |found| names(&Keywords::of(&found.item)))
    }
}

/// The data besides the member itself on which its name depends.
struct Told<'t> {
    discriminator: Option<&'t str>,
    /// How many members require each property.
    required: BTreeMap<String, usize>,
    /// How many members declare each property.
    declared: BTreeMap<String, usize>,
}

fn counts(sets: impl Iterator<Item = BTreeSet<String>>) -> BTreeMap<String, usize> {
    let mut counts = BTreeMap::new();
    for name in sets.flatten() {
        *counts.entry(name).or_default() += 1;
    }
    counts
}

/// The only property that no other member has.
fn alone(own: BTreeSet<String>, counts: &BTreeMap<String, usize>) -> Option<String> {
    let mut alone = own.into_iter().filter(|name| counts[name] == 1);
    alone.next().filter(|_| alone.next().is_none())
}

/// The word for a JSON Schema type.
fn kind(schema: &Source) -> &'static str {
    let words = Keywords::of(schema);
    match words.effective_kind() {
        Some("string") if !words.values.is_empty() => "Value",
        Some("string") => "Text",
        Some("integer") => "Integer",
        Some("number") => "Number",
        Some("boolean") => "Boolean",
        Some("array") => "Items",
        Some("object") => "Object",
        _ if !words.one_of.is_empty() || !words.any_of.is_empty() => "Choice",
        _ if !words.all_of.is_empty() => "Object",
        _ => "Value",
    }
}
