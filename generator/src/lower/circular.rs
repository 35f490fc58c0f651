//! Unions that are one of their own variants, directly or by way of others: a value never gets to an end there.

use crate::diagnostic::Code;
use crate::ir::{Element, Type, TypeDef, TypeId, TypeShape, UnionVariant};

use super::Lowering;

impl Lowering<'_, '_> {
    /// Lets the variants that lead back take any value (JSON Schema Core, section 9.4.1, leaves their meaning open).
    pub(super) fn cut_circular_unions(&mut self, types: &mut [TypeDef]) {
        for (TypeId(id), index) in leading_back(types) {
            let definition = &mut types[id];
            if let TypeShape::Union(union) = &mut definition.shape {
                let variant = &mut union.variants[index];
                variant.element = Element {
                    ty: Type::Json,
                    nullable: variant.element.nullable,
                };
                let message = "one of the schemas to choose from leads back to this one: it is treated as any JSON value";
                self.warn(
                    Code::EndlessSchema,
                    definition.pointer.clone(),
                    message,
                    "remove it from the choice, or let it lead through a property or the items of a list",
                );
            }
        }
    }
}

#[derive(Clone, Copy, PartialEq)]
enum Visit {
    New,
    Open,
    Done,
}

/// The variants, by union and index, without which no union leads back to itself.
fn leading_back(types: &[TypeDef]) -> Vec<(TypeId, usize)> {
    let mut visits = vec![Visit::New; types.len()];
    let mut found = Vec::new();
    for start in 0..types.len() {
        // The unions on the way, each with its next variant. A way may be as long as the document.
        let mut way = Vec::new();
        if visits[start] == Visit::New {
            visits[start] = Visit::Open;
            way.push((start, 0));
        }
        while let Some((id, next)) = way.last_mut() {
            let (id, index) = (*id, *next);
            *next += 1;
            let Some(variant) = variants(&types[id]).get(index) else {
                visits[id] = Visit::Done;
                way.pop();
                continue;
            };
            let Type::Named(TypeId(to)) = variant.element.ty else {
                continue;
            };
            match visits[to] {
                Visit::New => {
                    visits[to] = Visit::Open;
                    way.push((to, 0));
                }
                Visit::Open => found.push((TypeId(id), index)),
                Visit::Done => {}
            }
        }
    }
    found
}

fn variants(definition: &TypeDef) -> &[UnionVariant] {
    match &definition.shape {
        TypeShape::Union(union) => &union.variants,
        TypeShape::Object(_) | TypeShape::Enumeration(_) | TypeShape::Text(_) => &[],
    }
}
