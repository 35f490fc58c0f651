//! Groups of properties that an object has together, or has not: `anyOf`, `oneOf` and `not` whose schemas require
//! properties and say nothing else (JSON Schema Validation, draft 5, section 5.5).

use std::collections::BTreeSet;

use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::{Keywords, access};
use super::rules::rules;
use crate::ir::{Access, GroupCount, Groups};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// The groups that a schema asks for by its own keywords.
    pub(super) fn groups(&self, words: &Keywords<'_>, pointer: &Pointer) -> Vec<Groups> {
        let choices = [
            (GroupCount::Some, "anyOf", words.any_of),
            (GroupCount::One, "oneOf", words.one_of),
        ];
        let mut found = Vec::new();
        for (count, key, members) in choices {
            let names = self.required_groups(members, &pointer.join(key));
            found.extend(names.map(|names| Groups { count, names }));
        }
        let excluded = words.not.and_then(|not| self.excluded(not, pointer));
        found.extend(excluded.map(|names| Groups {
            count: GroupCount::None,
            names,
        }));
        // A schema without `required` accepts every object.
        for groups in &mut found {
            let all = groups.names.len();
            groups.names.retain(|names| !names.is_empty());
            match groups.count {
                _ if groups.names.len() == all => {}
                GroupCount::One => groups.count = GroupCount::None,
                _ => groups.names.clear(),
            }
        }
        found.retain(|groups| !groups.names.is_empty());
        found
    }

    /// Whether all schemas of a choice only require properties.
    pub(super) fn asks_for_groups(&self, words: &Keywords<'_>) -> bool {
        let root = Pointer::root();
        let is_grouped = |members: &[ReferenceOr<Source>]| {
            members.is_empty() || self.required_groups(members, &root).is_some()
        };
        let has_choice = !words.one_of.is_empty() || !words.any_of.is_empty();
        has_choice && is_grouped(words.one_of) && is_grouped(words.any_of)
    }

    /// What each of several schemas requires, if they require properties and say nothing else.
    pub(super) fn required_groups(
        &self,
        members: &[ReferenceOr<Source>],
        pointer: &Pointer,
    ) -> Option<Vec<Vec<String>>> {
        let requires = |member| self.requires_alone(member, pointer);
        let groups: Vec<_> = members.iter().map(requires).collect::<Option<_>>()?;
        let is_any = groups.iter().any(|names| !names.is_empty());
        is_any.then_some(groups)
    }

    /// What `not` excludes, if that is groups of properties.
    pub(super) fn excluded(
        &self,
        not: &ReferenceOr<Source>,
        pointer: &Pointer,
    ) -> Option<Vec<Vec<String>>> {
        let here = pointer.join("not");
        if let Some(names) = self.requires_alone(not, &here) {
            return (!names.is_empty()).then(|| vec![names]);
        }
        let found = self.document.resolve_or(not, &here)?;
        let words = Keywords::of(&found.item);
        let others = Keywords {
            any_of: &[],
            ..Keywords::of(&found.item)
        };
        let is_alone = requires_nothing_else(&others) && others.required.is_empty();
        let groups = self.required_groups(words.any_of, &found.pointer.join("anyOf"))?;
        (is_alone && groups.iter().all(|names| !names.is_empty())).then_some(groups)
    }

    fn requires_alone(
        &self,
        member: &ReferenceOr<Source>,
        pointer: &Pointer,
    ) -> Option<Vec<String>> {
        let found = self.document.resolve_or(member, pointer)?;
        let words = Keywords::of(&found.item);
        let is_null = found.item.schema_data.nullable && words.is_empty();
        (!is_null && requires_nothing_else(&words)).then(|| words.required.to_vec())
    }

    /// Removes properties that requests leave out from groups: their presence matters only in responses
    /// (OpenAPI 3.0, section "Schema Object", `readOnly`).
    pub(super) fn without_read_only(
        &self,
        mut groups: Vec<Groups>,
        schema: &Source,
        pointer: &Pointer,
    ) -> Vec<Groups> {
        if groups.is_empty() {
            return groups;
        }
        let mut read_only = BTreeSet::new();
        self.read_only(schema, pointer, &mut read_only, &mut BTreeSet::new());
        groups.retain_mut(|groups| {
            let is_sent = |name: &String| !read_only.contains(name);
            match groups.count {
                GroupCount::None => groups.names.retain(|names| names.iter().all(is_sent)),
                GroupCount::Some | GroupCount::One => {
                    let names = groups.names.iter_mut();
                    names.for_each(|names| names.retain(is_sent));
                    if groups.count == GroupCount::One && groups.names.iter().any(Vec::is_empty) {
                        // Which one is there is the service's affair; of the others there is one at most.
                        groups.count = GroupCount::AtMostOne;
                        groups.names.retain(|names| !names.is_empty());
                    }
                }
                GroupCount::AtMostOne => {}
            }
            !groups.names.is_empty() && groups.names.iter().all(|names| !names.is_empty())
        });
        groups
    }

    fn read_only(
        &self,
        schema: &Source,
        pointer: &Pointer,
        names: &mut BTreeSet<String>,
        seen: &mut BTreeSet<Pointer>,
    ) {
        let words = Keywords::of(schema);
        for (name, property) in &words.properties {
            let found = match property {
                ReferenceOr::Item(item) => Some(access(&item.schema_data)),
                ReferenceOr::Reference { reference } => {
                    let found = self.document.resolve::<Source>(reference);
                    found.map(|found| access(&found.item.schema_data))
                }
            };
            if found == Some(Access::Read) {
                names.insert((*name).to_owned());
            }
        }
        for member in words.all_of {
            if let Some(found) = self.document.resolve_or(member, pointer)
                && seen.insert(found.pointer.clone())
            {
                self.read_only(&found.item, &found.pointer, names, seen);
            }
        }
    }
}

/// Whether a schema says nothing but which properties an object has.
fn requires_nothing_else(words: &Keywords<'_>) -> bool {
    matches!(words.kind, None | Some("object"))
        && matches!(words.effective_kind(), None | Some("object"))
        && words.format.is_none()
        && words.values.is_empty()
        && words.properties.is_empty()
        && words.additional.is_none()
        && words.one_of.is_empty()
        && words.any_of.is_empty()
        && words.all_of.is_empty()
        && words.not.is_none()
        && rules(words).is_empty()
}
