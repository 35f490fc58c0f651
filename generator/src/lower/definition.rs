//! Definitions: types with a name, and one for all anonymous ones that are the same.

use openapiv3::Schema as Source;

use super::Lowering;
use super::keywords;
use super::labels;
use super::schema::Site;
use crate::ir::{Type, TypeDef, TypeId, TypeShape, Use};

impl Lowering<'_, '_> {
    /// The type of this shape: of the id that was set aside for it, else the one of its key.
    pub(super) fn named(
        &mut self,
        key: impl FnOnce(&TypeShape) -> String,
        schema: &Source,
        site: &Site<'_>,
        shape: TypeShape,
    ) -> Type {
        let open = self.open.get(site.pointer).copied().flatten();
        let Some(id) = site.id.or(open) else {
            return self.intern(key(&shape), schema, site, shape);
        };
        if site.component.is_none() {
            self.interned.entry(key(&shape)).or_insert(id);
        }
        self.define(id, definition(schema, site, shape));
        if site.component.is_none() {
            self.note_use(id, site.called);
        }
        Type::Named(id)
    }

    /// The one type for everything that is the same.
    pub(super) fn intern(
        &mut self,
        key: String,
        schema: &Source,
        site: &Site<'_>,
        shape: TypeShape,
    ) -> Type {
        let labels = labels::of(schema, &shape);
        let key = match labels.is_empty() {
            true => key,
            false => format!("{key} {labels:?}"),
        };
        let id = match self.interned.get(&key) {
            Some(id) => *id,
            None => {
                let id = self.reserve();
                self.interned.insert(key, id);
                self.define(id, definition(schema, site, shape));
                id
            }
        };
        if site.component.is_none() {
            self.note_use(id, site.called);
        }
        Type::Named(id)
    }

    pub(super) fn note_use(&mut self, id: TypeId, called: &Use) {
        if let Some(definition) = &mut self.types[id.0] {
            definition.uses.push(called.clone());
        }
    }
}

/// A type of this shape, named nowhere yet.
pub(super) fn definition(schema: &Source, site: &Site<'_>, shape: TypeShape) -> TypeDef {
    TypeDef {
        pointer: site.pointer.clone(),
        component: site.component.map(str::to_owned),
        uses: Vec::new(),
        description: keywords::description(&schema.schema_data),
        deprecated: schema.schema_data.deprecated,
        labels: labels::of(schema, &shape),
        shape,
    }
}
