//! References: by anchors and identifiers, with siblings, and the schemas that become components.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;
use crate::pointer::Pointer;

use super::super::edit;
use super::super::shape::SCHEMA;
use super::schema::declared;
use super::{Hoisted, Stage, Version};

impl Stage {
    /// Lets a `$ref` by anchor or identifier lead by a JSON Pointer.
    pub(super) fn address(&mut self, value: &mut Value) {
        self.resolve(value.get_mut("$ref"));
    }

    fn resolve(&self, reference: Option<&mut Value>) {
        if let Some(Value::String(text)) = reference
            && let Some(pointer) = self.anchors.resolve(text, &self.origin)
        {
            *text = pointer.to_fragment();
        }
    }

    /// Keywords next to `$ref` apply (JSON Schema Core, section 8.2.3.1), like those next to an `allOf`.
    pub(super) fn reference(&mut self, entries: &mut Mapping) {
        self.dynamic_reference(entries);
        let has_siblings = declared(entries).any(|key| key != "$ref");
        if !has_siblings || !entries.get("$ref").is_some_and(Value::is_string) {
            return;
        }
        let members = entries
            .entry("allOf".into())
            .or_insert_with(|| Value::Sequence(Vec::new()));
        let Value::Sequence(members) = members else {
            return;
        };
        let index = members.len().to_string();
        members.push(Value::Mapping(Mapping::new()));
        self.moved(["allOf", &index, "$ref"], ["$ref"]);
        self.derived(["allOf", &index], [] as [&str; 0]);
        if let Some(target) = entries.shift_remove("$ref")
            && let Some(Value::Sequence(members)) = entries.get_mut("allOf")
            && let Some(Value::Mapping(member)) = members.last_mut()
        {
            member.insert("$ref".into(), target);
        }
    }

    /// `$dynamicRef` and its forerunner `$recursiveRef` lead to their target in this document (JSON Schema Core,
    /// section 8.2.3.2): no other schema is the outermost one here.
    fn dynamic_reference(&mut self, entries: &mut Mapping) {
        for key in ["$dynamicRef", "$recursiveRef"] {
            let Some(target) = entries.shift_remove(key) else {
                continue;
            };
            self.told.note(
                Code::MixedComposition,
                self.origin.join(key),
                "a `$dynamicRef` is treated as a `$ref`",
                "write `$ref` if nothing extends the schema",
            );
            if !entries.contains_key("$ref") {
                entries.insert("$ref".into(), target);
                self.moved(["$ref"], [key]);
            }
        }
        self.resolve(entries.get_mut("$ref"));
    }

    /// Makes components of the schemas that were written elsewhere, and of those that these hold.
    pub(super) fn hoist(&mut self, root: &mut Value) {
        let Value::Mapping(document) = root else {
            return;
        };
        while !self.hoisted.is_empty() {
            let hoisted = std::mem::take(&mut self.hoisted);
            let Some(schemas) = edit::below(document, &["components", "schemas"]) else {
                return;
            };
            let names = names(&hoisted, schemas);
            for (
                name,
                Hoisted {
                    origin, mut schema, ..
                },
            ) in names.into_iter().zip(hoisted)
            {
                self.at = Pointer::root().join_all(["components", "schemas", &name]);
                self.origins.moved(self.at.clone(), origin.clone());
                self.origin = origin;
                if self.version > Version::V3_0 {
                    self.object(&SCHEMA, &mut schema);
                }
                schemas.insert(name.into(), schema);
            }
        }
    }
}

/// A name for each schema: its own where no other has it, else one with that of the component around it.
fn names(hoisted: &[Hoisted], schemas: &Mapping) -> Vec<String> {
    let mut taken: BTreeSet<String> = declared(schemas).map(str::to_owned).collect();
    let mut uses = BTreeMap::<&str, usize>::new();
    for schema in hoisted {
        *uses.entry(&schema.name).or_default() += 1;
    }
    let mut numbers = BTreeMap::new();
    let mut name = |schema: &Hoisted| {
        let is_alone = uses.get(&*schema.name) == Some(&1) && !taken.contains(&schema.name);
        let base = if is_alone {
            schema.name.clone()
        } else {
            let owner = schema.origin.tokens().nth(2).unwrap_or_default();
            format!("{owner}.{}", schema.name)
        };
        let mut name = base.clone();
        while !taken.insert(name.clone()) {
            let number = numbers.entry(base.clone()).or_insert(1);
            *number += 1;
            name = format!("{base}.{number}");
        }
        name
    };
    hoisted.iter().map(&mut name).collect()
}
