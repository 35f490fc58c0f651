//! Unions: `oneOf` and `anyOf` with more than one schema.

use openapiv3::{AnySchema, ReferenceOr, Schema as Source, SchemaData, SchemaKind};

use super::keywords::Keywords;
use super::schema::Site;
use super::{CALLER_CHECKS, Lowering};
use crate::diagnostic::{Code, Diagnostic};
use crate::ir::{
    Discriminator, Element, Enumeration, Role, Rules, Schema, Type, TypeShape, Union, UnionVariant,
    Use,
};
use crate::pointer::Pointer;

impl Lowering<'_, '_> {
    /// Lowers a union to a separate type.
    pub(super) fn union(
        &mut self,
        schema: &Source,
        words: &Keywords<'_>,
        site: &Site<'_>,
    ) -> Schema {
        let key = if words.one_of.is_empty() {
            "anyOf"
        } else {
            "oneOf"
        };
        self.report_beside(words, key, site.pointer);
        // Null is a value of the union if it is one of any member.
        let mut nullable = false;
        let mut variants = Vec::new();
        let told = schema.schema_data.discriminator.as_ref();
        let told = told.map(|told| told.property_name.as_str());
        for (key, members) in [("oneOf", words.one_of), ("anyOf", words.any_of)] {
            let base = site.pointer.join(key);
            let names = self.member_names(members, told);
            for ((index, member), name) in members.iter().enumerate().zip(names) {
                if self.is_null(member) {
                    nullable = true;
                } else {
                    let here = base.index(index);
                    variants.push(self.variant(member, name, &here, site));
                }
            }
        }
        for variant in &mut variants {
            nullable |= std::mem::take(&mut variant.element.nullable);
        }
        let shape = match self.strings(&variants) {
            Some(values) => {
                self.report_rules_of_strings(&variants, site.pointer);
                TypeShape::Enumeration(values)
            }
            None => {
                let discriminator = self.discriminator(schema, words, &mut variants, site);
                TypeShape::Union(Union {
                    variants,
                    discriminator,
                })
            }
        };
        let ty = self.named(|shape| format!("union {shape:?}"), schema, site, shape);
        Schema {
            nullable,
            rules: self.own_rules(words, site.pointer),
            ..Schema::plain(ty)
        }
    }

    /// The values of several string enums, or of string enums and any string: because enums are open, one
    /// enum represents all of them.
    fn strings(&self, variants: &[UnionVariant]) -> Option<Enumeration> {
        let mut values: Vec<String> = Vec::new();
        for variant in variants {
            match &variant.element.ty {
                Type::String => {}
                Type::Named(id) => match &self.types[id.0].as_ref()?.shape {
                    TypeShape::Enumeration(Enumeration::Strings(texts)) => {
                        values.extend(texts.iter().cloned());
                    }
                    _ => return None,
                },
                _ => return None,
            }
        }
        let values = super::string::without_repeats(values);
        (!values.is_empty()).then_some(Enumeration::Strings(values))
    }

    fn variant(
        &mut self,
        member: &ReferenceOr<Source>,
        name: String,
        pointer: &Pointer,
        site: &Site<'_>,
    ) -> UnionVariant {
        let owner = site.component.map_or_else(
            || {
                format!("{} {}", site.called.owner, site.called.name)
                    .trim()
                    .to_owned()
            },
            str::to_owned,
        );
        let called = Use {
            title: None,
            owner,
            name: name.clone(),
            role: Role::Member,
        };
        let schema = self.schema(member, pointer, &called);
        let element = Element {
            ty: schema.ty,
            nullable: schema.nullable,
        };
        // A type without a name in the document is called by its kind.
        let is_named = match member {
            ReferenceOr::Reference { .. } => true,
            ReferenceOr::Item(item) => {
                item.schema_data.title.is_some() || self.is_named_by_place(&element.ty)
            }
        };
        UnionVariant {
            name: is_named.then_some(name),
            element,
            tags: Vec::new(),
            constants: self.constants(member),
            rules: schema.rules,
        }
    }

    /// Says that the one enum for several schemas of strings keeps none of their rules.
    fn report_rules_of_strings(&mut self, variants: &[UnionVariant], pointer: &Pointer) {
        if variants.iter().all(|variant| variant.rules.is_empty()) {
            return;
        }
        let message = "the string schemas of this union become one enum that accepts any string: their other rules are not checked";
        self.warn(
            Code::UncheckedKeyword,
            pointer.clone(),
            message,
            CALLER_CHECKS,
        );
    }

    /// The rules of a schema's own keywords, for objects among its values those about their properties too.
    pub(super) fn own_rules(&mut self, words: &Keywords<'_>, pointer: &Pointer) -> Rules {
        Rules {
            groups: self.groups(words, pointer),
            ..self.rules(words, pointer)
        }
    }

    /// Whether a type without a component is called after its place: a pattern is called after itself.
    fn is_named_by_place(&self, ty: &Type) -> bool {
        let Type::Named(id) = ty else { return false };
        let shape = self.types[id.0].as_ref().map(|found| &found.shape);
        !matches!(shape, Some(TypeShape::Text(_)))
    }

    /// Gives every variant the values of the discriminator that mean it.
    pub(super) fn discriminator(
        &mut self,
        schema: &Source,
        words: &Keywords<'_>,
        variants: &mut [UnionVariant],
        site: &Site<'_>,
    ) -> Option<Discriminator> {
        let source = schema.schema_data.discriminator.as_ref()?;
        let targets: Vec<Option<String>> = words
            .one_of
            .iter()
            .chain(words.any_of)
            .filter(|member| !self.is_null(member))
            .map(|member| match member {
                ReferenceOr::Reference { reference } => Some(reference.clone()),
                ReferenceOr::Item(_) => None,
            })
            .collect();
        for (tag, target) in super::keywords::mapping(source) {
            let full = if target.contains('/') {
                target.clone()
            } else {
                format!("#/components/schemas/{target}")
            };
            match targets
                .iter()
                .position(|reference| reference.as_deref() == Some(&full))
            {
                Some(index) => variants[index].tags.push(tag.clone()),
                None => self.diagnostics.push(
                    Diagnostic::new(
                        Code::DiscriminatorMapping,
                        site.pointer.join("discriminator").join("mapping").join(tag),
                        format!("`{target}` is not a schema of this union"),
                    )
                    .help("map the value to one of the references in `oneOf` or `anyOf`"),
                ),
            }
        }
        for (variant, target) in variants.iter_mut().zip(&targets) {
            if variant.tags.is_empty()
                && let Some(name) = target.as_deref().and_then(|text| text.rsplit('/').next())
            {
                variant.tags.push(name.to_owned());
            }
        }
        tag_by_constants(variants, &source.property_name);
        let is_told = |variant: &UnionVariant| !variant.tags.is_empty();
        let (any, all) = (variants.iter().any(is_told), variants.iter().all(is_told));
        if !all {
            let message = match any {
                true => {
                    "a discriminator cannot tell schemas without a name: a value of it that means none of the others is read as the one of them that fits best"
                }
                false => {
                    "a discriminator cannot tell schemas without a name: the one that fits best is taken instead"
                }
            };
            let help = "move them to `components/schemas` and refer to them, or give each an `enum` with its one value of the property";
            let here = site.pointer.join("discriminator");
            self.warn(Code::DiscriminatorMapping, here, message, help);
        }
        any.then(|| Discriminator {
            property: source.property_name.clone(),
        })
    }

    /// Lowers a list of values of several kinds, without a `type`, to a choice between the values of each.
    pub(super) fn union_of_values(
        &mut self,
        schema: &Source,
        words: &Keywords<'_>,
        site: &Site<'_>,
    ) -> Schema {
        let base = site.pointer.join("enum");
        let (members, places): (Vec<_>, Vec<_>) = words
            .values_by_kind()
            .into_iter()
            .map(|(kind, first, values)| (listing(kind, values), base.index(first)))
            .unzip();
        let names = self.member_names(&members, None);
        let variants = members.iter().zip(names).zip(&places);
        let variants = variants
            .map(|((member, name), here)| self.variant(member, name, here, site))
            .collect();
        let shape = TypeShape::Union(Union {
            variants,
            discriminator: None,
        });
        let ty = self.named(|shape| format!("union {shape:?}"), schema, site, shape);
        Schema {
            nullable: words.values.iter().any(serde_json::Value::is_null),
            ..Schema::plain(ty)
        }
    }
}

/// The one value that a schema without a name allows for the discriminator's property is a tag of it.
fn tag_by_constants(variants: &mut [UnionVariant], property: &str) {
    for index in 0..variants.len() {
        if !variants[index].tags.is_empty() {
            continue;
        }
        let constants = variants[index].constants.iter();
        let value = constants
            .filter(|(name, _)| name == property)
            .map(|(_, value)| value.clone())
            .find(|value| !variants.iter().any(|other| other.tags.contains(value)));
        variants[index].tags.extend(value);
    }
}

/// The schema of some values of one kind.
fn listing(kind: &str, values: Vec<serde_json::Value>) -> ReferenceOr<Source> {
    ReferenceOr::Item(Source {
        schema_data: SchemaData::default(),
        schema_kind: SchemaKind::Any(AnySchema {
            typ: Some(kind.to_owned()),
            enumeration: values,
            ..AnySchema::default()
        }),
    })
}
