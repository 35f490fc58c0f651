//! The rules of the members of a union.

use super::{CALLER_CHECKS, Lowering};
use crate::diagnostic::Code;
use crate::ir::{Enumeration, Rules, Type, TypeId, TypeShape, UnionVariant};
use crate::pointer::Pointer;

/// Kinds of JSON values, one bit each.
#[derive(Clone, Copy, PartialEq)]
struct Kinds(u8);

impl Kinds {
    const NONE: Self = Self(0);
    const STRING: Self = Self(1);
    const NUMBER: Self = Self(1 << 1);
    const BOOLEAN: Self = Self(1 << 2);
    const ARRAY: Self = Self(1 << 3);
    const OBJECT: Self = Self(1 << 4);
    const ANY: Self = Self(u8::MAX);

    const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    const fn meet(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// The kinds that rules speak about.
    fn of_rules(rules: &Rules) -> Self {
        let spoken = [
            (
                Self::NUMBER,
                rules.minimum.is_some() || rules.maximum.is_some() || rules.multiple_of.is_some(),
            ),
            (
                Self::STRING,
                rules.min_length.is_some() || rules.max_length.is_some(),
            ),
            (
                Self::ARRAY,
                rules.min_items.is_some() || rules.max_items.is_some() || rules.unique_items,
            ),
            (
                Self::OBJECT,
                rules.min_properties.is_some() || rules.max_properties.is_some(),
            ),
            (Self::ARRAY.and(Self::OBJECT), rules.each.is_some()),
        ];
        let spoken = spoken.into_iter().filter(|(_, is_spoken)| *is_spoken);
        spoken.fold(Self::NONE, |kinds, (kind, _)| kinds.and(kind))
    }
}

impl Lowering<'_, '_> {
    /// The rules of all members as rules of the union. A rule is about values of its kind alone, so
    /// that those of a member whose kind no other has can stand for it; what cannot be told apart in
    /// this way is not checked, and said.
    pub(super) fn variant_rules(
        &mut self,
        variants: &[UnionVariant],
        rules: Vec<(Rules, Pointer)>,
    ) -> Rules {
        let kinds: Vec<Kinds> = variants
            .iter()
            .map(|variant| self.kinds(&variant.element.ty, 0))
            .collect();
        let mut checked = Rules::default();
        for (index, (rules, pointer)) in rules.into_iter().enumerate() {
            let others = kinds
                .iter()
                .enumerate()
                .filter(|(other, _)| *other != index);
            let others = others.fold(Kinds::NONE, |all, (_, kinds)| all.and(*kinds));
            if rules.is_empty() {
                continue;
            }
            if Kinds::of_rules(&rules).meet(others) {
                let message = "another of these schemas takes values of the same kind: the rules of this one are not checked";
                self.warn(Code::UncheckedKeyword, pointer, message, CALLER_CHECKS);
            } else {
                checked = self.both(checked, rules, &pointer);
            }
        }
        checked
    }

    /// The kinds of the values of a type.
    fn kinds(&self, ty: &Type, depth: usize) -> Kinds {
        match ty {
            Type::Boolean => Kinds::BOOLEAN,
            Type::Int32 | Type::Int64 | Type::Uint64 | Type::Number => Kinds::NUMBER,
            Type::String | Type::DateTime | Type::DateTimeRfc2822 | Type::Date | Type::Binary => {
                Kinds::STRING
            }
            Type::Array(_) => Kinds::ARRAY,
            Type::Map(_) => Kinds::OBJECT,
            Type::Json => Kinds::ANY,
            Type::Named(id) => self.kinds_of_named(*id, depth),
        }
    }

    fn kinds_of_named(&self, id: TypeId, depth: usize) -> Kinds {
        const DEEPEST: usize = 4;
        let Some(definition) = self.types[id.0].as_ref() else {
            // It is not known yet.
            return Kinds::ANY;
        };
        match &definition.shape {
            TypeShape::Object(_) => Kinds::OBJECT,
            TypeShape::Text(_) | TypeShape::Enumeration(Enumeration::Strings(_)) => Kinds::STRING,
            TypeShape::Enumeration(Enumeration::Integers(_)) => Kinds::NUMBER,
            TypeShape::Union(_) if depth >= DEEPEST => Kinds::ANY,
            TypeShape::Union(union) => union.variants.iter().fold(Kinds::NONE, |all, variant| {
                all.and(self.kinds(&variant.element.ty, depth + 1))
            }),
        }
    }
}
