//! A base with a discriminator whose children name it by `allOf` (OpenAPI 3.0, section "Discriminator Object").
//!
//! Where the base is used, its children may stand: it is a union of all its descendants and of the base itself.
//! In an `allOf` it is the object alone, so that no child contains itself.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::Keywords;
use super::schema::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Discriminator, Element, Schema, Type, TypeDef, TypeId, TypeShape, Union, UnionVariant, Use,
};
use crate::pointer::Pointer;
use crate::spec::SpecDocument;

/// The children of each schema: the components whose `allOf` refers to it.
pub(super) fn children(document: &SpecDocument) -> BTreeMap<Pointer, Vec<Pointer>> {
    let mut found: BTreeMap<Pointer, Vec<Pointer>> = BTreeMap::new();
    let base = Pointer::root().join("components").join("schemas");
    let components = document.api.components.as_ref();
    for (name, schema) in components.into_iter().flat_map(|all| &all.schemas) {
        let Some(item) = schema.as_item() else {
            continue;
        };
        for parent in parents(document, item) {
            found.entry(parent).or_default().push(base.join(name));
        }
    }
    found
}

fn parents(document: &SpecDocument, schema: &Source) -> Vec<Pointer> {
    let members = Keywords::of(schema).all_of.iter();
    let references = members.filter_map(|member| match member {
        ReferenceOr::Reference { reference } => document.resolve::<Source>(reference),
        ReferenceOr::Item(_) => None,
    });
    references.map(|found| found.pointer).collect()
}

/// A base and those that descend from it.
pub(super) struct Family {
    property: String,
    /// The descendants and what else the mapping names, each with its tags.
    members: Vec<(Pointer, Vec<String>)>,
    /// The tags of the base itself.
    own: Vec<String>,
}

impl Lowering<'_, '_> {
    /// Whether a schema names another by `allOf`, directly or by others.
    pub(super) fn derives(&self, child: &Pointer, base: &Pointer) -> bool {
        self.children.contains_key(base) && self.descendants(base).contains(child)
    }

    fn descendants(&self, base: &Pointer) -> Vec<Pointer> {
        let mut seen = BTreeSet::from([base.clone()]);
        let mut found = Vec::new();
        let mut left = VecDeque::from([base.clone()]);
        while let Some(pointer) = left.pop_front() {
            for child in self.children.get(&pointer).into_iter().flatten() {
                if seen.insert(child.clone()) {
                    found.push(child.clone());
                    left.push_back(child.clone());
                }
            }
        }
        found
    }

    /// The family of a schema that has descendants and a discriminator, of its own or of an ancestor.
    pub(super) fn family(&self, schema: &Source, pointer: &Pointer) -> Option<Family> {
        let own = schema.schema_data.discriminator.as_ref();
        if own.is_none() && !self.children.contains_key(pointer) {
            return None;
        }
        let inherited = own.is_none().then(|| self.inherited(schema)).flatten();
        let discriminator = own.or(inherited.as_ref())?;
        let descendants = self.descendants(pointer);
        let mut family = Family {
            property: discriminator.property_name.clone(),
            members: descendants
                .into_iter()
                .map(|child| (child, Vec::new()))
                .collect(),
            own: Vec::new(),
        };
        for (tag, target) in &discriminator.mapping {
            let reference = match target.contains('/') {
                true => target.clone(),
                false => format!("#/components/schemas/{target}"),
            };
            let Some(found) = self.document.resolve::<Source>(&reference) else {
                continue;
            };
            let known = family.members.iter_mut();
            match known
                .into_iter()
                .find(|(member, _)| *member == found.pointer)
            {
                _ if found.pointer == *pointer => family.own.push(tag.clone()),
                Some((_, tags)) => tags.push(tag.clone()),
                None if own.is_some() => family.members.push((found.pointer, vec![tag.clone()])),
                None => {}
            }
        }
        for (member, tags) in &mut family.members {
            if tags.is_empty() {
                tags.extend(member.last().map(str::to_owned));
            }
        }
        if family.own.is_empty() {
            family.own.extend(pointer.last().map(str::to_owned));
        }
        (!family.members.is_empty()).then_some(family)
    }

    fn inherited(&self, schema: &Source) -> Option<openapiv3::Discriminator> {
        let mut left = VecDeque::from(parents(self.document, schema));
        let mut seen = BTreeSet::new();
        while let Some(pointer) = left.pop_front() {
            if !seen.insert(pointer.clone()) {
                continue;
            }
            let found = self.document.resolve_at::<Source>(&pointer)?;
            if let Some(discriminator) = &found.item.schema_data.discriminator {
                return Some(discriminator.clone());
            }
            left.extend(parents(self.document, &found.item));
        }
        None
    }

    /// Lowers a base to the union of its descendants and of the base itself.
    pub(super) fn polymorphic(
        &mut self,
        schema: &Source,
        family: Family,
        site: &Site<'_>,
    ) -> Schema {
        let mut variants = Vec::new();
        for (pointer, tags) in family.members {
            if let Some(ty) = self.member_type(&pointer) {
                variants.push(variant(pointer.last(), ty, tags));
            }
        }
        let owner = super::object::owner_name(site);
        let base = self.base_object(schema, site.pointer, &owner);
        variants.push(variant(Some("Base"), Type::Named(base), family.own));
        let shape = TypeShape::Union(Union {
            variants,
            discriminator: Some(Discriminator {
                property: family.property,
            }),
        });
        let ty = self.named(|shape| format!("union {shape:?}"), schema, site, shape);
        Schema::plain(ty)
    }

    /// The type of a descendant as such: its object, whether or not it is a base as well.
    fn member_type(&mut self, pointer: &Pointer) -> Option<Type> {
        let document = self.document;
        let found = document.resolve_at::<Source>(pointer)?;
        if self.family(&found.item, pointer).is_some() {
            let name = pointer.last().unwrap_or_default();
            return Some(Type::Named(self.base_object(&found.item, pointer, name)));
        }
        Some(self.target_schema(&found.item, pointer).ty)
    }

    /// The object of a base alone. It is lowered later, as bases may hold each other.
    fn base_object(&mut self, schema: &Source, pointer: &Pointer, owner: &str) -> TypeId {
        if let Some(id) = self.bases.get(pointer) {
            return *id;
        }
        let id = self.reserve();
        self.bases.insert(pointer.clone(), id);
        let key = match schema.schema_data.discriminator {
            Some(_) => "discriminator",
            None => "allOf",
        };
        self.define(
            id,
            TypeDef {
                pointer: pointer.join(key),
                component: None,
                uses: vec![Use {
                    title: None,
                    owner: owner.to_owned(),
                    name: "Base".to_owned(),
                }],
                description: super::keywords::description(&schema.schema_data),
                deprecated: schema.schema_data.deprecated,
                shape: TypeShape::Object(crate::ir::Object::default()),
            },
        );
        self.waiting_bases
            .push((pointer.clone(), owner.to_owned(), id));
        id
    }

    /// Fills the objects of bases that were set aside.
    pub(super) fn fill_bases(&mut self) {
        let document = self.document;
        while let Some((pointer, owner, id)) = self.waiting_bases.pop() {
            if let Some(found) = document.resolve_at::<Source>(&pointer) {
                let object = self.object_with(&found.item, &pointer, &owner, None);
                if let Some(definition) = &mut self.types[id.0] {
                    definition.shape = TypeShape::Object(object);
                }
            }
        }
    }

    /// Says that a discriminator has nothing to tell apart.
    pub(super) fn report_alone(&mut self, schema: &Source, pointer: &Pointer) {
        let here = pointer.join("discriminator");
        if schema.schema_data.discriminator.is_none() || !self.told.insert(here.clone()) {
            return;
        }
        let message = "a discriminator without `oneOf`, `anyOf` or schemas that name this one in `allOf` tells nothing apart: it is an ordinary property";
        let help = "list the schemas in a `oneOf` beside the discriminator, or refer to this one in the `allOf` of each";
        self.diagnostics
            .push(Diagnostic::new(Code::UncheckedKeyword, here, message).help(help));
    }
}

fn variant(name: Option<&str>, ty: Type, tags: Vec<String>) -> UnionVariant {
    UnionVariant {
        name: name.map(str::to_owned),
        element: Element {
            ty,
            nullable: false,
        },
        tags,
    }
}
