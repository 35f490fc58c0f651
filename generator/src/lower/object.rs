//! Objects: the properties of a schema and of everything that its `allOf` names.

use std::collections::BTreeSet;
use std::fmt::Write;

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::choice::{MOST, Selection};
use super::keywords::Keywords;
use super::schema::{Form, Site};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ir::{Additional, Object, Property, Role, Rules, Schema, Type, TypeShape, Use};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// Lowers an object to a separate type, which equal anonymous objects share.
    pub(super) fn object(&mut self, schema: &Source, site: &Site<'_>) -> Type {
        let object = self.whole_object(schema, site.pointer, &owner_name(site));
        let key = format!("{} {}", called_key(site), shape_key(&object));
        self.named(|_| key, schema, site, TypeShape::Object(object))
    }

    /// The properties of an object that becomes no type, such as a form.
    pub(super) fn form_object(
        &mut self,
        schema: &Source,
        pointer: &Pointer,
        called: &Use,
    ) -> Option<Object> {
        if !matches!(self.form(schema, 0), Form::Object) {
            return None;
        }
        Some(self.whole_object(schema, pointer, &called.owner))
    }

    fn whole_object(&mut self, schema: &Source, pointer: &Pointer, owner: &str) -> Object {
        self.object_with(schema, pointer, owner, None)
    }

    /// The properties of an object, with those of the members that are chosen. Types inside of these are named
    /// after the second part of the choice.
    pub(super) fn object_with(
        &mut self,
        schema: &Source,
        pointer: &Pointer,
        owner: &str,
        chosen: Option<(&Selection, &str)>,
    ) -> Object {
        let mut parts = Parts {
            chosen,
            ..Parts::default()
        };
        self.declared(schema, &mut parts.declared, &mut BTreeSet::new());
        parts.within.push(pointer.clone());
        self.collect(schema, pointer, owner, &mut parts, 0);
        self.require(&mut parts);
        Object {
            properties: parts.properties.into_values().collect(),
            additional: parts.additional,
            additional_rules: Box::new(parts.additional_rules),
        }
    }

    /// Adds the properties of a schema.
    fn collect(
        &mut self,
        schema: &Source,
        pointer: &Pointer,
        owner: &str,
        parts: &mut Parts<'_>,
        depth: usize,
    ) {
        let words = Keywords::of(schema);
        self.report_unenforced(&words, pointer);
        let base = pointer.join("allOf");
        for (index, member) in words.all_of.iter().enumerate() {
            self.collect_member(member, &base.index(index), owner, parts, depth);
        }
        for (key, members) in [("oneOf", words.one_of), ("anyOf", words.any_of)] {
            if members.is_empty() {
                continue;
            }
            let base = pointer.join(key);
            match parts.chosen {
                Some((way, owner)) if way.contains_key(&base) => {
                    let index = way[&base];
                    let here = base.index(index);
                    self.collect_member(&members[index], &here, owner, parts, depth);
                }
                _ if self.required_groups(members, &base).is_some() => {}
                _ => self.report_choice(members, key, pointer, &parts.declared),
            }
        }
        for (name, property) in &words.properties {
            let here = pointer.join("properties").join(name);
            self.put(parts, name, property, here, owner);
        }
        let base = pointer.join("required");
        let named = words.required.iter().enumerate();
        parts
            .required
            .extend(named.map(|(index, name)| (name.clone(), base.index(index))));
        self.collect_additional(&words, pointer, owner, parts);
    }

    fn collect_additional(
        &mut self,
        words: &Keywords<'_>,
        pointer: &Pointer,
        owner: &str,
        parts: &mut Parts<'_>,
    ) {
        let called = Use {
            title: None,
            owner: owner.to_owned(),
            name: "Additional".to_owned(),
            role: Role::Part,
        };
        let site = Site {
            pointer,
            called: &called,
            component: None,
            id: None,
        };
        match self.additional(words, &site) {
            (Additional::Unsaid, _) => {}
            (additional, rules) => {
                parts.additional = additional;
                parts.additional_rules = rules;
            }
        }
    }

    /// Adds the properties of a member of a composition.
    fn collect_member(
        &mut self,
        member: &ReferenceOr<Source>,
        here: &Pointer,
        owner: &str,
        parts: &mut Parts<'_>,
        depth: usize,
    ) {
        const DEEPEST: usize = 32;
        let document = self.document;
        let Some(found) = document.resolve_or(member, here) else {
            return;
        };
        let cycle = parts
            .within
            .iter()
            .position(|within| *within == found.pointer);
        if cycle.is_some() || depth >= DEEPEST {
            self.endless_all_of(here.clone(), &parts.within[cycle.unwrap_or(0)..]);
        } else if parts.seen.insert(found.pointer.clone()) {
            parts.within.push(found.pointer.clone());
            self.collect(&found.item, &found.pointer, owner, parts, depth + 1);
            parts.within.pop();
        }
    }

    /// Reports the loss for a `oneOf` or `anyOf` that is not decoded. For a base that lists its children,
    /// nothing is lost.
    fn report_choice(
        &mut self,
        members: &[ReferenceOr<Source>],
        key: &str,
        pointer: &Pointer,
        declared: &BTreeSet<String>,
    ) {
        let here = pointer.join(key);
        let document = self.document;
        let mut resolved = Vec::new();
        for (index, member) in members.iter().enumerate() {
            let found = document.resolve_or(member, &here.index(index));
            resolved.extend(found.map(|found| (found.pointer.clone(), found.item)));
        }
        if resolved
            .iter()
            .any(|(child, _)| self.derives(child, pointer))
            || !self.told.insert(here.clone())
        {
            return;
        }
        let adds = resolved.iter().any(|(_, item)| {
            let mut names = BTreeSet::new();
            self.declared(item, &mut names, &mut BTreeSet::new());
            !names.is_subset(declared)
        });
        let (message, help) = match adds {
            true => (
                format!(
                    "`{key}` next to properties is not decoded: properties that only its schemas declare are kept in `unexpected`, and their rules are not checked"
                ),
                format!("list objects alone in `{key}`, with at most {MOST} ways to choose in all"),
            ),
            false => (
                format!("the rules of the schemas in `{key}` for properties are not checked"),
                super::CALLER_CHECKS.to_owned(),
            ),
        };
        self.warn(Code::MixedComposition, here, message, help);
    }

    /// A cycle of `allOf` is reported once for all its schemas.
    fn endless_all_of(&mut self, here: Pointer, cycle: &[Pointer]) {
        if !cycle
            .iter()
            .min()
            .is_some_and(|first| self.cycles.insert(first.clone()))
        {
            return;
        }
        let message = "`allOf` refers to itself: the repeated schema is left out";
        self.diagnostics.push(
            Diagnostic::new(Code::EndlessSchema, here, message)
                .label("this schema contains itself")
                .related(Place::key(cycle[0].clone()), "the cycle begins here")
                .help("move the shared properties to a schema that refers to none of them"),
        );
    }

    /// Marks the properties that a schema requires.
    fn require(&mut self, parts: &mut Parts<'_>) {
        for (name, pointer) in std::mem::take(&mut parts.required) {
            match parts.properties.get_mut(&name) {
                Some(property) => property.required = true,
                None => self.undeclared(&name, pointer),
            }
        }
    }
}

/// What has been collected of an object.
#[derive(Default)]
pub(super) struct Parts<'w> {
    /// The members that are chosen, and what types inside of them are named after.
    chosen: Option<(&'w Selection, &'w str)>,
    pub(super) properties: IndexMap<String, Property>,
    required: Vec<(String, Pointer)>,
    additional: Additional,
    additional_rules: Rules,
    /// The names of the properties that do not depend on a choice.
    declared: BTreeSet<String>,
    /// The schemas that were collected: one that is named twice adds nothing the second time.
    seen: BTreeSet<Pointer>,
    /// Those that are being collected, one inside the other.
    within: Vec<Pointer>,
}

/// What the parts of an object are named after.
pub(super) fn owner_name(site: &Site<'_>) -> String {
    match (site.component, &site.called.title) {
        (Some(component), _) => component.to_owned(),
        (None, Some(title)) => title.clone(),
        (None, None) => format!("{} {}", site.called.owner, site.called.name)
            .trim()
            .to_owned(),
    }
}

/// Equal for uses with equal names. The contents of requests and responses are named after their operation.
pub(super) fn called_key(site: &Site<'_>) -> String {
    let Use {
        title,
        owner,
        name,
        role,
    } = site.called;
    match title {
        Some(title) => format!("{title:?}"),
        None if role.is_whole() => format!("{owner:?} {name:?}"),
        None => format!("{name:?}"),
    }
}

/// Equal for objects that differ only in their descriptions.
pub(super) fn shape_key(object: &Object) -> String {
    let mut key = String::from("object");
    for property in &object.properties {
        let Property {
            name,
            required,
            access,
            personal,
            schema:
                Schema {
                    ty,
                    nullable,
                    rules,
                    default,
                    ..
                },
            ..
        } = property;
        let flags = (required, access, personal, nullable);
        let _ = write!(key, " {name:?} {flags:?} {ty:?} {rules:?} {default:?}");
    }
    let _ = write!(key, " {:?}", object.additional);
    if !object.additional_rules.is_empty() {
        let _ = write!(key, " {:?}", object.additional_rules);
    }
    key
}
