//! Objects: the properties of a schema and of everything that its `allOf` names.

use std::collections::BTreeSet;
use std::fmt::Write;

use indexmap::IndexMap;
use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::{self, Keywords};
use super::schema::{Form, Site};
use crate::diagnostic::{Code, Diagnostic, Place};
use crate::ir::{Access, Additional, Object, Property, Rules, Schema, Type, TypeShape, Use};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// Lowers an object to a type of its own, which equal anonymous objects share.
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
        let mut parts = Parts::default();
        parts.within.push(pointer.clone());
        self.collect(schema, pointer, owner, &mut parts, 0);
        self.require(&mut parts);
        Object {
            properties: parts.properties.into_values().collect(),
            additional: parts.additional,
            additional_rules: parts.additional_rules,
        }
    }

    /// Adds what a schema says of an object's properties.
    fn collect(
        &mut self,
        schema: &Source,
        pointer: &Pointer,
        owner: &str,
        parts: &mut Parts,
        depth: usize,
    ) {
        const DEEPEST: usize = 32;
        let words = Keywords::of(schema);
        self.report_unenforced(&words, pointer);
        for (index, member) in words.all_of.iter().enumerate() {
            let here = pointer.join("allOf").index(index);
            let document = self.document;
            let Some(found) = document.resolve_or(member, &here) else {
                continue;
            };
            let circle = parts
                .within
                .iter()
                .position(|within| *within == found.pointer);
            if circle.is_some() || depth >= DEEPEST {
                self.endless_all_of(here, &parts.within[circle.unwrap_or(0)..]);
            } else if parts.seen.insert(found.pointer.clone()) {
                parts.within.push(found.pointer.clone());
                self.collect(&found.item, &found.pointer, owner, parts, depth + 1);
                parts.within.pop();
            }
        }
        if !words.one_of.is_empty() || !words.any_of.is_empty() {
            let key = if words.one_of.is_empty() {
                "anyOf"
            } else {
                "oneOf"
            };
            let message = format!(
                "`{key}` beside properties is not told apart: what its schemas add is kept in `unexpected`"
            );
            self.warn(
                Code::MixedComposition,
                pointer.join(key),
                message,
                format!("put the properties into each schema of `{key}`"),
            );
        }
        for (name, property) in &words.properties {
            let here = pointer.join("properties").join(name);
            let property = self.property(name, property, here, owner);
            parts.put(property);
        }
        let base = pointer.join("required");
        let named = words.required.iter().enumerate();
        parts
            .required
            .extend(named.map(|(index, name)| (name.clone(), base.index(index))));
        let called = Use {
            title: None,
            owner: owner.to_owned(),
            name: "Additional".to_owned(),
        };
        let site = Site {
            pointer,
            called: &called,
            component: None,
            id: None,
        };
        match self.additional(&words, &site) {
            (Additional::Unsaid, _) => {}
            (additional, rules) => {
                parts.additional = additional;
                parts.additional_rules = rules;
            }
        }
    }

    /// Each schema of a circle is in it; it is said once.
    fn endless_all_of(&mut self, here: Pointer, circle: &[Pointer]) {
        if !circle
            .iter()
            .min()
            .is_some_and(|first| self.circles.insert(first.clone()))
        {
            return;
        }
        let message = "`allOf` leads back to itself: the rest of it is left out";
        self.diagnostics.push(
            Diagnostic::new(Code::EndlessSchema, here, message)
                .label("this is part of itself")
                .related(Place::key(circle[0].clone()), "the circle begins here")
                .help("move what the schemas share to one that refers to none of them"),
        );
    }

    fn property(
        &mut self,
        name: &str,
        source: &ReferenceOr<Box<Source>>,
        pointer: Pointer,
        owner: &str,
    ) -> Property {
        let called = Use {
            title: None,
            owner: owner.to_owned(),
            name: name.to_owned(),
        };
        let schema = self.boxed_schema(source, &pointer, &called);
        let mut property = Property {
            name: name.to_owned(),
            description: None,
            required: false,
            deprecated: false,
            access: Access::Both,
            personal: false,
            schema,
            pointer,
        };
        match source {
            ReferenceOr::Item(item) => {
                property
                    .description
                    .clone_from(&item.schema_data.description);
                property.deprecated = item.schema_data.deprecated;
                property.access = keywords::access(&item.schema_data);
                property.personal = Keywords::of(item).personal;
            }
            ReferenceOr::Reference { reference } => {
                let found = self.document.resolve::<Source>(reference);
                let found = found.as_ref().map(|found| &*found.item);
                let beside = self.sibling(&property.pointer, "description");
                property.description = beside
                    .and_then(serde_yaml::Value::as_str)
                    .map(str::to_owned)
                    .or_else(|| found?.schema_data.description.clone());
                let extension = self.sibling(&property.pointer, "x-twilio");
                property.personal = extension.is_some_and(|twilio| twilio.get("pii").is_some())
                    || found.is_some_and(|found| Keywords::of(found).personal);
            }
        }
        property
    }

    /// Marks the properties that a schema requires.
    fn require(&mut self, parts: &mut Parts) {
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
struct Parts {
    properties: IndexMap<String, Property>,
    required: Vec<(String, Pointer)>,
    additional: Additional,
    additional_rules: Rules,
    /// The schemas that were collected: one that is named twice adds nothing the second time.
    seen: BTreeSet<Pointer>,
    /// Those that are being collected, one inside the other.
    within: Vec<Pointer>,
}

impl Parts {
    /// Adds a property, in the place of one of the same name if there is one.
    fn put(&mut self, mut property: Property) {
        let name = property.name.clone();
        if let Some(other) = self.properties.get(&name) {
            property.required |= other.required;
        }
        self.properties.insert(name, property);
    }
}

/// What the parts of an object are named after.
fn owner_name(site: &Site<'_>) -> String {
    match (site.component, &site.called.title) {
        (Some(component), _) => component.to_owned(),
        (None, Some(title)) => title.clone(),
        (None, None) => format!("{} {}", site.called.owner, site.called.name)
            .trim()
            .to_owned(),
    }
}

/// Equal for places that call the same thing by one name. What requests and answers hold is called
/// by their operation.
fn called_key(site: &Site<'_>) -> String {
    let Use { title, owner, name } = site.called;
    match title {
        Some(title) => format!("{title:?}"),
        None if name.ends_with("Response") || name == "Body" => format!("{owner:?} {name:?}"),
        None => format!("{name:?}"),
    }
}

/// Equal for objects that are the same but for what is said of them.
fn shape_key(object: &Object) -> String {
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
