//! How deep the shallowest values of types are.

use bindery::ir::{Element, Ir, Property, Rules, Schema, Type, TypeId, TypeShape};

use super::properties;

/// For each object and union of an API, as each set of rules restricts it: how many objects and lists its shallowest
/// values have inside each other, and how many choices lead there.
pub(super) struct Depths<'a> {
    ir: &'a Ir,
    known: Vec<Vec<(Rules, Option<usize>)>>,
}

impl<'a> Depths<'a> {
    pub(super) fn new(ir: &'a Ir) -> Self {
        let mut depths = Self {
            ir,
            known: vec![Vec::new(); ir.types.len()],
        };
        for definition in &ir.types {
            match &definition.shape {
                TypeShape::Object(object) => {
                    let schemas = object.properties.iter().map(|it| &it.schema);
                    schemas.for_each(|it| depths.find(&it.ty, &it.rules));
                }
                TypeShape::Union(union) => {
                    let variants = union.variants.iter();
                    variants.for_each(|it| depths.find(&it.element.ty, &it.rules));
                }
                TypeShape::Enumeration(_) | TypeShape::Text(_) => {}
            }
        }
        while depths.approach() {}
        depths
    }

    /// Adds what a type with these rules holds to what is to be known.
    fn find(&mut self, ty: &Type, rules: &Rules) {
        match ty {
            Type::Named(id) if !self.known[id.0].iter().any(|(known, _)| known == rules) => {
                self.known[id.0].push((rules.clone(), None));
            }
            Type::Array(element) | Type::Map(element) => {
                self.find(
                    &element.ty,
                    &rules.each.as_deref().cloned().unwrap_or_default(),
                );
            }
            Type::Replaced(replaced) => self.find(&replaced.ty, rules),
            _ => {}
        }
    }

    /// Finds more of the depths; each round knows all values that are one level deeper than those of the round before.
    fn approach(&mut self) -> bool {
        let types = self.known.iter().enumerate();
        let next: Vec<Vec<_>> = types
            .map(|(id, known)| {
                let known = known.iter();
                known
                    .map(|(rules, _)| self.shape(TypeId(id), rules))
                    .collect()
            })
            .collect();
        let known = self.known.iter_mut().flatten();
        let mut is_new = false;
        for ((_, depth), next) in known.zip(next.into_iter().flatten()) {
            is_new |= *depth != next;
            *depth = next;
        }
        is_new
    }

    /// The depth of a schema's shallowest value; none if every value holds another of its own kind.
    pub(super) fn of(&self, schema: &Schema) -> Option<usize> {
        self.ty(&schema.ty, &schema.rules)
    }

    pub(super) fn ty(&self, ty: &Type, rules: &Rules) -> Option<usize> {
        match ty {
            Type::Named(id) => {
                let known = self.known[id.0].iter().find(|(known, _)| known == rules);
                known.map_or_else(|| self.shape(*id, rules), |(_, depth)| *depth)
            }
            Type::Array(element) if rules.min_items.is_some_and(|least| least > 0) => {
                self.inside(element, rules)
            }
            Type::Map(element) if rules.min_properties.is_some_and(|least| least > 0) => {
                self.inside(element, rules)
            }
            Type::Array(_) | Type::Map(_) => Some(1),
            Type::Replaced(replaced) => self.ty(&replaced.ty, rules),
            _ => Some(0),
        }
    }

    fn inside(&self, element: &Element, rules: &Rules) -> Option<usize> {
        let none = Rules::default();
        let inside = self.ty(&element.ty, rules.each.as_deref().unwrap_or(&none));
        inside.map(|depth| depth + 1)
    }

    fn shape(&self, id: TypeId, rules: &Rules) -> Option<usize> {
        match &self.ir.type_def(id).shape {
            TypeShape::Object(object) => {
                let chosen = properties::least(object, rules, self);
                let depth = |it: &&Property| self.of(&it.schema);
                let depths = chosen.iter().map(depth).collect::<Option<Vec<_>>>()?;
                Some(depths.into_iter().max().map_or(1, |deepest| deepest + 1))
            }
            TypeShape::Union(union) => {
                let variants = union.variants.iter();
                let depths = variants.filter_map(|it| self.ty(&it.element.ty, &it.rules));
                depths.min().map(|shallowest| shallowest + 1)
            }
            TypeShape::Enumeration(_) | TypeShape::Text(_) => Some(0),
        }
    }
}
