//! What several schemas say together of one value, as the members of an `allOf` do.

use super::Lowering;
use crate::diagnostic::Code;
use crate::ir::{Element, Enumeration, Replaced, Schema, Type, TypeShape};
use crate::pointer::Pointer;

/// The kind of value that a schema asks for.
#[derive(Clone)]
pub(super) enum Kind {
    /// One that is lowered.
    Type(Type),
    /// One of some values, for which there is no type yet.
    Values(Enumeration),
}

/// What one of several schemas says.
pub(super) struct Said {
    pub(super) kind: Kind,
    /// The rest of it; its `ty` has no meaning if `kind` is `Values`.
    pub(super) schema: Schema,
}

impl Said {
    pub(super) fn whole(schema: Schema) -> Self {
        Self {
            kind: Kind::Type(schema.ty.clone()),
            schema,
        }
    }

    /// Whether it says which kind of value it is about.
    fn is_kinded(&self) -> bool {
        !matches!(self.kind, Kind::Type(Type::Json))
    }
}

impl Lowering<'_, '_> {
    /// The one schema whose values are those of both; `None` if there is no type for them.
    ///
    /// Null is allowed if both allow null, or if one of them declares nothing else about the type: a member
    /// `{nullable: true}` is written to allow null.
    pub(super) fn meet(&mut self, one: Said, other: Said, pointer: &Pointer) -> Option<Said> {
        let kind = self.kind_of_both(&one.kind, &other.kind, pointer)?;
        let nullable = match (one.is_kinded(), other.is_kinded()) {
            (true, true) => one.schema.nullable && other.schema.nullable,
            _ => one.schema.nullable || other.schema.nullable,
        };
        let rules = self.both(one.schema.rules, other.schema.rules, pointer);
        let ty = match &kind {
            Kind::Type(ty) => ty.clone(),
            Kind::Values(_) => Type::Json,
        };
        let schema = Schema {
            ty,
            nullable,
            rules,
            default: other.schema.default.or(one.schema.default),
            collapse: one.schema.collapse.or(other.schema.collapse),
        };
        Some(Said { kind, schema })
    }

    fn kind_of_both(&mut self, one: &Kind, other: &Kind, pointer: &Pointer) -> Option<Kind> {
        match (one, other) {
            (Kind::Type(one), Kind::Type(other)) if one == other => {
                return Some(Kind::Type(one.clone()));
            }
            (Kind::Type(Type::Json), kind) | (kind, Kind::Type(Type::Json)) => {
                return Some(kind.clone());
            }
            _ => {}
        }
        let listed = (self.values_of(one), self.values_of(other));
        match (listed, one, other) {
            ((Some(first), Some(second)), ..) => {
                self.common_values(first, &second, (one, other), pointer)
            }
            ((Some(values), None), listing, Kind::Type(ty))
            | ((None, Some(values)), Kind::Type(ty), listing) => {
                takes(ty, &values).then(|| listing.clone())
            }
            (_, Kind::Type(one), Kind::Type(other)) => {
                self.narrower(one, other, pointer).map(Kind::Type)
            }
            _ => None,
        }
    }

    fn values_of(&self, kind: &Kind) -> Option<Enumeration> {
        match kind {
            Kind::Values(values) => Some(values.clone()),
            Kind::Type(Type::Named(id)) => match &self.types[id.0].as_ref()?.shape {
                TypeShape::Enumeration(values) => Some(values.clone()),
                _ => None,
            },
            Kind::Type(_) => None,
        }
    }

    /// The values that are in both lists, as the type of one of them if that is all that it lists.
    fn common_values(
        &mut self,
        mut first: Enumeration,
        second: &Enumeration,
        (one, other): (&Kind, &Kind),
        pointer: &Pointer,
    ) -> Option<Kind> {
        let (before, left, after, any) = match (&mut first, second) {
            (Enumeration::Strings(first), Enumeration::Strings(second)) => {
                let before = first.len();
                first.retain(|value| second.contains(value));
                (before, first.len(), second.len(), Type::String)
            }
            (Enumeration::Integers(first), Enumeration::Integers(second)) => {
                let before = first.len();
                first.retain(|value| second.contains(value));
                (before, first.len(), second.len(), Type::Int64)
            }
            _ => return None,
        };
        if left == 0 {
            let message =
                "the enums that are combined here have no common value: values are not checked";
            let help = "correct one of the enums";
            self.warn(Code::UncheckedEnum, pointer.clone(), message, help);
            return Some(Kind::Type(any));
        }
        Some(match (left == before, left == after) {
            (true, _) if matches!(one, Kind::Type(_)) => one.clone(),
            (_, true) if matches!(other, Kind::Type(_)) => other.clone(),
            _ => Kind::Values(first),
        })
    }

    /// The narrower of two kinds, if each value of it is one of the other too.
    fn narrower(&mut self, one: &Type, other: &Type, pointer: &Pointer) -> Option<Type> {
        match (self.is_text(one), self.is_text(other)) {
            (true, true) => {
                let message =
                    "two patterns are combined here: values are checked only against the first";
                let help = "write one pattern that requires both";
                self.warn(Code::UncheckedKeyword, pointer.clone(), message, help);
                return Some(one.clone());
            }
            (true, false) if *other == Type::String => return Some(one.clone()),
            (false, true) if *one == Type::String => return Some(other.clone()),
            _ => {}
        }
        match (one, other) {
            // A format alone says nothing of the kind.
            (Type::Replaced(replaced), kind) | (kind, Type::Replaced(replaced))
                if replaced.ty == Type::Json =>
            {
                let (by, ty) = (replaced.by.clone(), kind.clone());
                Some(Type::Replaced(Box::new(Replaced { by, ty })))
            }
            // The type of the target stands for a pattern too.
            (Type::Replaced(_), text) if self.is_text(text) => Some(one.clone()),
            (text, Type::Replaced(_)) if self.is_text(text) => Some(other.clone()),
            (Type::Array(one), Type::Array(other)) => self
                .element_of_both(one, other, pointer)
                .map(|element| Type::Array(Box::new(element))),
            (Type::Map(one), Type::Map(other)) => self
                .element_of_both(one, other, pointer)
                .map(|element| Type::Map(Box::new(element))),
            (Type::Named(_), Type::Map(element)) if element.ty == Type::Json => Some(one.clone()),
            (Type::Map(element), Type::Named(_)) if element.ty == Type::Json => Some(other.clone()),
            _ if is_wider(one, other) => Some(other.clone()),
            _ if is_wider(other, one) => Some(one.clone()),
            _ => None,
        }
    }

    fn element_of_both(
        &mut self,
        one: &Element,
        other: &Element,
        pointer: &Pointer,
    ) -> Option<Element> {
        let said = |element: &Element| {
            Said::whole(Schema {
                nullable: element.nullable,
                ..Schema::plain(element.ty.clone())
            })
        };
        let met = self.meet(said(one), said(other), pointer)?;
        let Kind::Type(ty) = met.kind else {
            return None;
        };
        Some(Element {
            ty,
            nullable: met.schema.nullable,
        })
    }

    fn is_text(&self, ty: &Type) -> bool {
        let Type::Named(id) = ty else {
            return false;
        };
        let definition = self.types[id.0].as_ref();
        definition.is_some_and(|definition| matches!(definition.shape, TypeShape::Text(_)))
    }
}

/// Whether a type accepts these values.
fn takes(ty: &Type, values: &Enumeration) -> bool {
    if let Type::Replaced(replaced) = ty {
        return takes(&replaced.ty, values);
    }
    match values {
        Enumeration::Strings(_) => *ty == Type::String,
        Enumeration::Integers(_) => {
            matches!(ty, Type::Int32 | Type::Int64 | Type::Uint64 | Type::Number)
        }
    }
}

/// Whether each value of a kind is one of another kind as well.
fn is_wider(wide: &Type, narrow: &Type) -> bool {
    if let Type::Replaced(replaced) = narrow {
        return *wide == replaced.ty || is_wider(wide, &replaced.ty);
    }
    matches!(
        (wide, narrow),
        (
            Type::String,
            Type::Date
                | Type::DateTime
                | Type::DateTimeRfc2822
                | Type::Base64
                | Type::Base64Url
                | Type::Binary
        ) | (Type::Number, Type::Int32 | Type::Int64 | Type::Uint64)
            | (Type::Int64, Type::Int32 | Type::Uint64)
            | (Type::Uint64, Type::Int32)
    )
}
