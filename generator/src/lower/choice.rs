//! Objects with properties that depend on a choice: `oneOf` or `anyOf` next to properties, or in an `allOf`
//! with objects. Each choice is a separate object with the shared and the chosen properties.

use std::collections::{BTreeMap, BTreeSet};

use openapiv3::{ReferenceOr, Schema as Source};

use super::Lowering;
use super::keywords::Keywords;
use super::object::{called_key, owner_name, shape_key};
use super::schema::{Form, Site};
use crate::ir::{
    Discriminator, Element, Object, Role, Rules, Schema, Type, TypeShape, Union, UnionVariant, Use,
};
use crate::pointer::Pointer;

/// How many ways to choose become variants; an object with more keeps the choices untold.
pub(super) const MOST: usize = 64;
/// How many schemas are looked at for the choices of one object.
const BUDGET: usize = 4096;

/// One way to choose: the member's index for each `oneOf` and `anyOf`, by its place.
pub(super) type Selection = BTreeMap<Pointer, usize>;

/// A schema with its place, and the choices around it.
struct Walk {
    /// The properties that every value declares.
    declared: BTreeSet<String>,
    within: Vec<Pointer>,
    budget: usize,
}

impl Lowering<'_, '_> {
    /// The choices for an object; `None` if it has no choice that can be distinguished.
    pub(super) fn selections(&self, schema: &Source, pointer: &Pointer) -> Option<Vec<Selection>> {
        let mut walk = Walk {
            declared: BTreeSet::new(),
            within: vec![pointer.clone()],
            budget: BUDGET,
        };
        self.declared(schema, &mut walk.declared, &mut BTreeSet::new());
        let found = self.ways(schema, pointer, &mut walk)?;
        found.iter().any(|way| !way.is_empty()).then_some(found)
    }

    /// The names of the properties that a schema and the members of its `allOf` declare.
    pub(super) fn declared(
        &self,
        schema: &Source,
        names: &mut BTreeSet<String>,
        seen: &mut BTreeSet<Pointer>,
    ) {
        let words = Keywords::of(schema);
        names.extend(words.properties.iter().map(|(name, _)| (*name).to_owned()));
        for member in words.all_of {
            match member {
                ReferenceOr::Item(item) => self.declared(item, names, seen),
                ReferenceOr::Reference { reference } => {
                    if let Some(found) = self.document.resolve::<Source>(reference)
                        && seen.insert(found.pointer.clone())
                    {
                        self.declared(&found.item, names, seen);
                    }
                }
            }
        }
    }

    fn ways(&self, schema: &Source, pointer: &Pointer, walk: &mut Walk) -> Option<Vec<Selection>> {
        walk.budget = walk.budget.checked_sub(1)?;
        let words = Keywords::of(schema);
        let mut ways = vec![Selection::new()];
        let base = pointer.join("allOf");
        for (index, member) in words.all_of.iter().enumerate() {
            let inner = self.member_ways(member, &base.index(index), walk)?;
            ways = product(&ways, &inner)?;
        }
        for (key, members) in [("oneOf", words.one_of), ("anyOf", words.any_of)] {
            let base = pointer.join(key);
            let is_told = schema.schema_data.discriminator.is_some();
            if !self.is_choice(members, pointer, is_told, walk) {
                continue;
            }
            let mut options = Vec::new();
            for (index, member) in members.iter().enumerate() {
                if self.is_null(member) {
                    continue;
                }
                for mut way in self.member_ways(member, &base.index(index), walk)? {
                    way.insert(base.clone(), index);
                    options.push(way);
                }
                if options.len() > MOST {
                    return None;
                }
            }
            ways = product(&ways, &options)?;
        }
        Some(ways)
    }

    fn member_ways(
        &self,
        member: &ReferenceOr<Source>,
        here: &Pointer,
        walk: &mut Walk,
    ) -> Option<Vec<Selection>> {
        let plain = Some(vec![Selection::new()]);
        let Some(found) = self.document.resolve_or(member, here) else {
            return plain;
        };
        if walk.within.contains(&found.pointer) {
            return plain;
        }
        walk.within.push(found.pointer.clone());
        let ways = self.ways(&found.item, &found.pointer, walk);
        walk.within.pop();
        ways
    }

    /// Whether the members of a `oneOf` or `anyOf` are objects that add properties, or that a discriminator tells
    /// apart. Those that only require what is declared, and the children of a base that lists them, are no choice.
    fn is_choice(
        &self,
        members: &[ReferenceOr<Source>],
        pointer: &Pointer,
        is_told: bool,
        walk: &Walk,
    ) -> bool {
        let is_name = |member: &ReferenceOr<Source>| member.as_item().is_none();
        let mut adds = is_told && members.iter().any(is_name);
        for member in members.iter().filter(|member| !self.is_null(member)) {
            let Some(found) = self.document.resolve_or(member, pointer) else {
                return false;
            };
            let words = Keywords::of(&found.item);
            let is_object = match self.form(&found.item, 1) {
                Form::Object => true,
                Form::Union => self.is_union_of_objects(&words, 1),
                Form::Wrapper | Form::Plain => {
                    matches!(words.effective_kind(), None | Some("object"))
                        && words.additional.is_none()
                }
            };
            if !is_object || self.derives(&found.pointer, pointer) {
                return false;
            }
            let mut names = BTreeSet::new();
            self.declared(&found.item, &mut names, &mut BTreeSet::new());
            adds |= !names.is_subset(&walk.declared)
                || !words.one_of.is_empty()
                || !words.any_of.is_empty();
        }
        adds
    }

    /// Lowers an object with choices to a union of the objects that it can be.
    pub(super) fn choices(
        &mut self,
        schema: &Source,
        ways: &[Selection],
        site: &Site<'_>,
    ) -> Schema {
        let owner = owner_name(site);
        let mut variants = Vec::new();
        for way in ways {
            variants.push(self.chosen(schema, way, site, &owner));
        }
        let discriminator = self.told_by(schema, ways, &mut variants, site);
        let nullable = self.choices_take_null(ways);
        let shape = TypeShape::Union(Union {
            variants,
            discriminator,
        });
        let ty = self.named(|shape| format!("union {shape:?}"), schema, site, shape);
        Schema {
            nullable,
            ..Schema::plain(ty)
        }
    }

    /// The object of one way to choose. A schema that has the shared properties already stands for itself.
    pub(super) fn chosen(
        &mut self,
        schema: &Source,
        way: &Selection,
        site: &Site<'_>,
        owner: &str,
    ) -> UnionVariant {
        let names: Vec<String> = way
            .iter()
            .filter_map(|(base, index)| self.member_name(base, *index))
            .collect();
        let name = names.join(" ");
        let object = self.object_with(
            schema,
            site.pointer,
            owner,
            Some((way, &format!("{owner} {name}"))),
        );
        let members = way
            .iter()
            .filter_map(|(base, index)| self.member_at(base, *index));
        let constants: Vec<_> = members.flat_map(|member| self.constants(&member)).collect();
        let mut rules = Rules::default();
        for (base, index) in way {
            let here = base.index(*index);
            if let Some(found) = self.member_at(base, *index)
                && let Some(found) = self.document.resolve_or(&found, &here)
            {
                let counts = self.counts(&found.item, &found.pointer);
                rules = self.both(rules, counts, &here);
            }
        }
        let variant = |ty: Type| UnionVariant {
            name: (!name.is_empty()).then(|| name.clone()),
            element: Element {
                ty,
                nullable: false,
            },
            tags: Vec::new(),
            constants: constants.clone(),
            rules: rules.clone(),
        };
        if let Some(ty) = self.as_declared(way, &object) {
            return variant(ty);
        }
        let (base, index) = way.iter().next().expect("a way has a choice");
        let pointer = base.index(*index);
        let called = Use {
            title: None,
            owner: owner.to_owned(),
            name: name.clone(),
            role: Role::Member,
        };
        let inner = Site {
            pointer: &pointer,
            called: &called,
            component: None,
            id: None,
        };
        let key = format!("{owner:?} {} {}", called_key(&inner), shape_key(&object));
        let document = self.document;
        let member = self.member_at(base, *index);
        let found = member.and_then(|member| {
            document
                .resolve_or(&member, &pointer)
                .map(|found| found.item.into_owned())
        });
        let described = found.unwrap_or_else(super::keywords::nothing);
        variant(self.intern(key, &described, &inner, TypeShape::Object(object)))
    }

    /// The type of the only chosen schema, if it is that object already.
    fn as_declared(&mut self, way: &Selection, object: &Object) -> Option<Type> {
        let [(base, index)] = way.iter().collect::<Vec<_>>()[..] else {
            return None;
        };
        let member = self.member_at(base, *index)?;
        let ReferenceOr::Reference { reference } = &member else {
            return None;
        };
        let schema = self.reference(reference, &base.index(*index));
        let Type::Named(id) = schema.ty else {
            return None;
        };
        let Some(TypeShape::Object(own)) = self.types[id.0].as_ref().map(|ty| &ty.shape) else {
            return None;
        };
        (sorted(own) == sorted(object)).then_some(schema.ty)
    }

    fn member_at(&self, base: &Pointer, index: usize) -> Option<ReferenceOr<Source>> {
        let value = self.document.at(&base.index(index))?;
        serde_yaml::from_value(value.clone()).ok()
    }

    /// What a member is called.
    pub(super) fn member_name(&self, base: &Pointer, index: usize) -> Option<String> {
        let count = self.document.at(base)?.as_sequence()?.len();
        let members = (0..count).map(|index| self.member_at(base, index));
        let members: Vec<_> = members.collect::<Option<_>>()?;
        let holder = self.document.at(&base.parent()?)?;
        let told = holder
            .get("discriminator")
            .and_then(|told| told.get("propertyName"));
        let names = self.member_names(&members, told.and_then(serde_yaml::Value::as_str));
        names.into_iter().nth(index)
    }

    /// The discriminator next to the choice, if it determines the choice.
    fn told_by(
        &mut self,
        schema: &Source,
        ways: &[Selection],
        variants: &mut [UnionVariant],
        site: &Site<'_>,
    ) -> Option<Discriminator> {
        let base = ways.first()?.keys().next()?.clone();
        if ways
            .iter()
            .any(|way| way.len() != 1 || !way.contains_key(&base))
        {
            return None;
        }
        let holder = base.parent()?;
        let document = self.document;
        let found = document.resolve_at::<Source>(&holder)?;
        let words = Keywords::of(&found.item);
        let (source, pointer) = match &schema.schema_data.discriminator {
            Some(_) => (schema, site.pointer),
            None => (&*found.item, &holder),
        };
        let inner = Site {
            pointer,
            called: site.called,
            component: site.component,
            id: site.id,
        };
        self.discriminator(source, &words, variants, &inner)
    }

    fn choices_take_null(&self, ways: &[Selection]) -> bool {
        let bases: BTreeSet<&Pointer> = ways.iter().flat_map(Selection::keys).collect();
        bases.into_iter().any(|base| {
            let members = self.document.at(base).and_then(|value| value.as_sequence());
            let count = members.map_or(0, Vec::len);
            (0..count).any(|index| {
                let member = self.member_at(base, index);
                member.is_some_and(|member| self.is_null(&member))
            })
        })
    }
}

/// Each way of one list with each of another; `None` if there are too many.
fn product(one: &[Selection], other: &[Selection]) -> Option<Vec<Selection>> {
    if one.len().saturating_mul(other.len()) > MOST {
        return None;
    }
    let pairs = one.iter().flat_map(|one| {
        other.iter().map(move |other| {
            let mut both = one.clone();
            both.extend(other.iter().map(|(base, index)| (base.clone(), *index)));
            both
        })
    });
    Some(pairs.collect())
}

/// An object whatever the order of its properties.
fn sorted(object: &Object) -> String {
    let mut object = object.clone();
    object
        .properties
        .sort_by(|one, other| one.name.cmp(&other.name));
    shape_key(&object)
}
