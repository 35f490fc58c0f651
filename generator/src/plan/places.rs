//! The places at which components stand: what was anonymous there before may have given its name to the place.

use std::collections::BTreeSet;

use super::identity::{OperationKeys, Owners};
use crate::ir::{
    Additional, BodyContent, Ir, Operation, ResponseContent, Status, Type, TypeDef, TypeShape,
};
use crate::lock::{Key, Kind};
use crate::name;

/// For each type the places at which it stands, if it is a component: under the names that an anonymous type would be
/// known by there.
pub(super) fn of_components(
    ir: &Ir,
    operations: &OperationKeys,
    owners: &Owners<'_>,
) -> Vec<Vec<Key>> {
    let mut walk = Walk {
        ir,
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

/// What the parts of a type are named after.
fn owner_names(definition: &TypeDef, owners: &Owners<'_>) -> Vec<String> {
    if let Some(component) = &definition.component {
        return vec![component.clone()];
    }
    let uses = definition.uses.iter();
    let names = uses.map(|place| match &place.title {
        Some(title) => title.clone(),
        None => format!("{} {}", owners.key(place), place.name)
            .trim()
            .to_owned(),
    });
    names.collect()
}

struct Walk<'a> {
    ir: &'a Ir,
    places: Vec<BTreeSet<Key>>,
}

impl Walk<'_> {
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
                for field in &form.fields {
                    self.place(owner, &field.name, &field.schema.ty);
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
            Type::Named(id) if self.ir.type_def(*id).component.is_some() => {
                let key = Key::new(Kind::Site, format!("{owner}.{name}"));
                self.places[id.0].insert(key);
            }
            Type::Array(element) => self.place(owner, &name::singular(name), &element.ty),
            Type::Map(element) => self.place(owner, &format!("{name}Value"), &element.ty),
            _ => {}
        }
    }
}
