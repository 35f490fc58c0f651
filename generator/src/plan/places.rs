//! The uses of types in the `Ir`.
//!
//! Lowering notes the places of an anonymous type at which it meets its schema. A schema that a reference leads to is
//! met once, so that the others are found here: an operation that goes would take the only place along. For a
//! component, what was anonymous at its places before may have had its name.

use std::collections::BTreeSet;

use super::identity::{OperationKeys, Owners};
use crate::ir::{
    Additional, BodyContent, Ir, Operation, ResponseContent, Status, Type, TypeDef, TypeShape,
};
use crate::lock::{Key, Kind};
use crate::name;

/// For each type the places at which it stands, under the names that an anonymous type is known by there.
pub(super) fn of_types(ir: &Ir, operations: &OperationKeys, owners: &Owners<'_>) -> Vec<Vec<Key>> {
    let mut walk = Walk {
        places: vec![BTreeSet::new(); ir.types.len()],
    };
    for definition in &ir.types {
        for owner in owner_names(definition, owners) {
            walk.definition(&owner, definition);
        }
    }
    for operation in &ir.operations {
        walk.operation(&operations.key(operation), operation);
    }
    let places = walk.places.into_iter();
    places.map(|keys| keys.into_iter().collect()).collect()
}

/// What the parts of a type are named after. Several types have one title, so that their places count as well.
fn owner_names(definition: &TypeDef, owners: &Owners<'_>) -> BTreeSet<String> {
    if let Some(component) = &definition.component {
        return [component.clone()].into();
    }
    let uses = definition.uses.iter();
    let names = uses.flat_map(|place| {
        let at = format!("{} {}", owners.key(place), place.name);
        [Some(at.trim().to_owned()), place.title.clone()]
    });
    names.flatten().collect()
}

struct Walk {
    places: Vec<BTreeSet<Key>>,
}

impl Walk {
    fn definition(&mut self, owner: &str, definition: &TypeDef) {
        match &definition.shape {
            TypeShape::Object(object) => {
                for property in &object.properties {
                    self.place(owner, &property.name, &property.schema.ty);
                }
                if let Additional::Typed(element) = &object.additional {
                    self.place(owner, "Additional", &element.ty);
                }
            }
            TypeShape::Union(union) => {
                for variant in &union.variants {
                    let name = variant.name.as_deref().unwrap_or_default();
                    self.place(owner, name, &variant.element.ty);
                }
            }
            TypeShape::Enumeration(_) | TypeShape::Text(_) => {}
        }
    }

    fn operation(&mut self, owner: &str, operation: &Operation) {
        for parameter in &operation.parameters {
            let property = &parameter.property;
            self.place(owner, &property.name, &property.schema.ty);
        }
        match operation.body.as_ref().map(|body| &body.content) {
            Some(BodyContent::Json { schema, .. }) => self.place(owner, "Body", &schema.ty),
            Some(BodyContent::Form(form) | BodyContent::Multipart(form)) => {
                let fields = form.fields.iter().filter(|_| form.whole.is_none());
                for field in fields {
                    self.place(owner, &field.name, &field.schema.ty);
                }
                if let Some(whole) = &form.whole {
                    self.place(owner, "Body", &whole.ty);
                }
            }
            _ => {}
        }
        for response in &operation.responses {
            if let (Status::Code(200..=299), ResponseContent::Json(schema)) =
                (response.status, &response.content)
            {
                self.place(owner, "Response", &schema.ty);
            }
        }
    }

    fn place(&mut self, owner: &str, name: &str, ty: &Type) {
        match ty {
            Type::Named(id) => {
                let key = Key::new(Kind::Site, format!("{owner}.{name}"));
                self.places[id.0].insert(key);
            }
            Type::Array(element) => self.place(owner, &name::singular(name), &element.ty),
            Type::Map(element) => self.place(owner, &format!("{name}Value"), &element.ty),
            _ => {}
        }
    }
}
