//! A base with a discriminator whose children name it by `allOf` (OpenAPI 3.0, section "Discriminator Object").
//!
//! A base may be replaced by its children: it is a union of all its descendants and itself. In an `allOf` it
//! is only the object, so no child contains itself.

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::choice::Selection;
use super::keywords::Keywords;
use super::schema::Site;
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Discriminator, Element, Role, Rules, Schema, Type, TypeDef, TypeId, TypeShape, Union,
    UnionVariant, Use,
};
use crate::pointer::Pointer;
use crate::spec::SpecDocument;

/// How many descendants a base may have in all cases; that of more is a union while the document as a whole has
/// less than [`ALL`] of them, since chains of bases multiply.
const ALWAYS: usize = 64;
const ALL: usize = 100_000;

/// Which components descend from which.
#[derive(Default)]
pub(super) struct Families {
    /// The components whose `allOf` refers to a schema.
    children: BTreeMap<Pointer, Vec<Pointer>>,
    /// The schema whose discriminator counts for a component: itself, or its nearest ancestor with one.
    holders: BTreeMap<Pointer, Pointer>,
    /// The bases with too many descendants for a union.
    too_large: BTreeSet<Pointer>,
}

impl Families {
    pub(super) fn of(document: &SpecDocument) -> Self {
        let mut families = Self::default();
        let mut left = VecDeque::new();
        let base = Pointer::root().join("components").join("schemas");
        let components = document.api.components.as_ref();
        for (name, schema) in components.into_iter().flat_map(|all| &all.schemas) {
            let Some(item) = schema.as_item() else {
                continue;
            };
            let here = base.join(name);
            for parent in parents(document, item) {
                let children = families.children.entry(parent).or_default();
                children.push(here.clone());
            }
            if item.schema_data.discriminator.is_some() {
                families.holders.insert(here.clone(), here.clone());
                left.push_back(here);
            }
        }
        while let Some(pointer) = left.pop_front() {
            let holder = families.holders[&pointer].clone();
            for child in families.children.get(&pointer).into_iter().flatten() {
                if !families.holders.contains_key(child) {
                    families.holders.insert(child.clone(), holder.clone());
                    left.push_back(child.clone());
                }
            }
        }
        families.measure();
        families
    }

    /// Finds the bases that are too large.
    fn measure(&mut self) {
        let mut budget = ALL;
        let bases: Vec<Pointer> = self.holders.keys().cloned().collect();
        for base in bases {
            let most = budget.max(ALWAYS);
            let count = self.descendants(&base, most + 1).len();
            if count > most {
                self.too_large.insert(base);
            } else {
                budget = budget.saturating_sub(count);
            }
        }
    }

    /// The first descendants of a schema, nearest first.
    fn descendants(&self, base: &Pointer, most: usize) -> Vec<Pointer> {
        let mut seen = BTreeSet::from([base]);
        let mut found = Vec::new();
        let mut left = VecDeque::from([base]);
        while let Some(pointer) = left.pop_front() {
            for child in self.children.get(pointer).into_iter().flatten() {
                if found.len() < most && seen.insert(child) {
                    found.push(child.clone());
                    left.push_back(child);
                }
            }
        }
        found
    }
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
        self.families.children.contains_key(base)
            && self.families.descendants(base, ALL).contains(child)
    }

    /// Whether a schema is a union where it is used: it has a discriminator, of its own or of an ancestor, and
    /// descendants; or its own maps values to other schemas, and it lists none of these in a `oneOf` or `anyOf`.
    pub(super) fn is_base(&self, schema: &Source, pointer: &Pointer) -> bool {
        let has_children = self.families.children.contains_key(pointer);
        let own = schema.schema_data.discriminator.as_ref();
        !self.families.too_large.contains(pointer)
            && match own {
                Some(own) => has_children || self.maps_to_others(own, schema, pointer),
                None => has_children && self.families.holders.contains_key(pointer),
            }
    }

    fn maps_to_others(
        &self,
        discriminator: &openapiv3::Discriminator,
        schema: &Source,
        pointer: &Pointer,
    ) -> bool {
        let targets = discriminator.mapping.values();
        let others: Vec<Pointer> = targets
            .filter_map(|target| self.mapped(target))
            .filter(|found| found != pointer)
            .collect();
        if others.is_empty() {
            return false;
        }
        let listed = self.listed_schemas(schema, pointer);
        !listed.iter().any(|(_, target)| others.contains(target))
    }

    /// The schemas that references in a `oneOf` or `anyOf` name, each with the way to choose it.
    fn listed_schemas(&self, schema: &Source, pointer: &Pointer) -> Vec<(Selection, Pointer)> {
        let words = Keywords::of(schema);
        let mut listed = Vec::new();
        for (key, members) in [("oneOf", words.one_of), ("anyOf", words.any_of)] {
            for (index, member) in members.iter().enumerate() {
                if let ReferenceOr::Reference { reference } = member
                    && let Some(found) = self.document.resolve::<Source>(reference)
                {
                    let way = Selection::from([(pointer.join(key), index)]);
                    listed.push((way, found.pointer));
                }
            }
        }
        listed
    }

    /// The schema that a value of a mapping names: a reference, or the name of a component.
    fn mapped(&self, target: &str) -> Option<Pointer> {
        let reference = match target.contains('/') {
            true => target.to_owned(),
            false => format!("#/components/schemas/{target}"),
        };
        let found = self.document.resolve::<Source>(&reference)?;
        Some(found.pointer)
    }

    /// The family of a schema that is a base.
    pub(super) fn family(&self, schema: &Source, pointer: &Pointer) -> Option<Family> {
        if !self.is_base(schema, pointer) {
            return None;
        }
        let own = schema.schema_data.discriminator.as_ref();
        let document = self.document;
        let holder = self.families.holders.get(pointer);
        let held = holder.and_then(|holder| document.resolve_at::<Source>(holder));
        let inherited = held.and_then(|held| held.item.schema_data.discriminator.clone());
        let discriminator = own.or(inherited.as_ref())?;
        let descendants = self.families.descendants(pointer, ALL);
        let mut family = Family {
            property: discriminator.property_name.clone(),
            members: descendants
                .into_iter()
                .map(|child| (child, Vec::new()))
                .collect(),
            own: Vec::new(),
        };
        for (tag, target) in super::keywords::mapping(discriminator) {
            let Some(found) = self.mapped(target) else {
                continue;
            };
            let known = family.members.iter_mut();
            match known.into_iter().find(|(member, _)| *member == found) {
                _ if found == *pointer => family.own.push(tag.clone()),
                Some((_, tags)) => tags.push(tag.clone()),
                None if own.is_some() => family.members.push((found, vec![tag.clone()])),
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

    /// Lowers a base to the union of its descendants and of the base itself.
    pub(super) fn polymorphic(
        &mut self,
        schema: &Source,
        family: Family,
        site: &Site<'_>,
    ) -> Schema {
        let mut variants = Vec::new();
        let owner = super::object::owner_name(site);
        let listed = self.listed_schemas(schema, site.pointer);
        for (pointer, tags) in family.members {
            let way = listed.iter().find(|(_, target)| *target == pointer);
            // What is listed without being a descendant has the base's properties here alone.
            if let Some((way, _)) = way.filter(|_| !self.derives(&pointer, site.pointer)) {
                let chosen = self.chosen(schema, way, site, &owner);
                variants.push(UnionVariant { tags, ..chosen });
            } else if let Some(ty) = self.member_type(&pointer) {
                let rules = self.counts_at(&pointer);
                variants.push(variant(pointer.last(), ty, tags, rules));
            }
        }
        let base = self.base_object(schema, site.pointer, &owner);
        let rules = Rules::default();
        variants.push(variant(Some("Base"), Type::Named(base), family.own, rules));
        let shape = TypeShape::Union(Union {
            variants,
            discriminator: Some(Discriminator {
                property: family.property,
            }),
        });
        let ty = self.named(|shape| format!("union {shape:?}"), schema, site, shape);
        Schema::plain(ty)
    }

    fn counts_at(&mut self, pointer: &Pointer) -> Rules {
        let document = self.document;
        match document.resolve_at::<Source>(pointer) {
            Some(found) => self.counts(&found.item, &found.pointer),
            None => Rules::default(),
        }
    }

    /// The type of a descendant as such: its object, whether or not it is a base as well.
    fn member_type(&mut self, pointer: &Pointer) -> Option<Type> {
        let document = self.document;
        let found = document.resolve_at::<Source>(pointer)?;
        if self.is_base(&found.item, pointer) {
            let name = pointer.last().unwrap_or_default();
            return Some(Type::Named(self.base_object(&found.item, pointer, name)));
        }
        Some(self.target_schema(&found.item, pointer).ty)
    }

    /// The object of a base without its descendants. It is lowered later, because bases may contain each
    /// other.
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
                    role: Role::Part,
                }],
                description: super::keywords::description(&schema.schema_data)
                    .or_else(|| Some(format!("The properties of `{owner}` alone."))),
                deprecated: schema.schema_data.deprecated,
                labels: Vec::new(),
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

    /// Reports a discriminator that distinguishes nothing.
    pub(super) fn report_alone(&mut self, schema: &Source, pointer: &Pointer) {
        if self.families.too_large.contains(pointer) {
            let message = "the discriminator has too many schemas: values are read as the base schema, and other properties are kept in `unexpected`";
            let help = "list the schemas that you need in a `oneOf`";
            let code = Code::DiscriminatorMapping;
            return self.repeat(code, pointer.clone(), message.into(), Some(help.into()));
        }
        let here = pointer.join("discriminator");
        let words = Keywords::of(schema);
        // What becomes of a `oneOf` that is not told apart is said there.
        let lists = !words.one_of.is_empty() || !words.any_of.is_empty();
        let has = schema.schema_data.discriminator.is_some();
        if !has || lists || !self.told.insert(here.clone()) {
            return;
        }
        let message = "the discriminator has no `oneOf`, no `anyOf` and no schemas that refer to this one in `allOf`: it is an ordinary property";
        let help = "list the schemas in a `oneOf` next to the discriminator, or refer to this schema in the `allOf` of each";
        self.diagnostics
            .push(Diagnostic::new(Code::UncheckedKeyword, here, message).help(help));
    }
}

fn variant(name: Option<&str>, ty: Type, tags: Vec<String>, rules: Rules) -> UnionVariant {
    UnionVariant {
        name: name.map(str::to_owned),
        element: Element {
            ty,
            nullable: false,
        },
        tags,
        constants: Vec::new(),
        rules,
    }
}
