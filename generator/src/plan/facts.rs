//! Facts about types that derives and boxes depend on.

use std::collections::{BTreeMap, BTreeSet};

use petgraph::algo::kosaraju_scc;
use petgraph::graph::{DiGraph, NodeIndex};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::ir::{
    Access, Additional, BodyContent, Element, Ir, Object, Paging, Property, ResponseContent, Type,
    TypeDef, TypeId, TypeShape,
};

/// Facts about the types of an API.
pub(super) struct Facts {
    /// Properties with a boxed type, as (object, index of the property).
    boxed: BTreeSet<(TypeId, usize)>,
    /// Properties that are optional whatever the document says, since their object would have no
    /// finite value.
    endless: BTreeSet<(TypeId, usize)>,
    /// The types in requests.
    sent: BTreeSet<TypeId>,
    /// The types in responses.
    received: BTreeSet<TypeId>,
    /// What variants are chosen by: types that stand in a union, and that no discriminator tells.
    chosen: BTreeSet<TypeId>,
    /// Models that have a default.
    default: Vec<bool>,
    /// The properties with the items of pages.
    items: BTreeMap<TypeId, String>,
}

impl Facts {
    pub(super) fn of(ir: &Ir, diagnostics: &mut Diagnostics) -> Self {
        let boxed = cyclic(ir, |_| true);
        let endless = cyclic(ir, |property| {
            property.required && !property.schema.nullable
        });
        for (id, index) in &endless {
            if let TypeShape::Object(object) = &ir.type_def(*id).shape {
                let property = &object.properties[*index];
                let message = format!(
                    "`{}` is required and has the type that it belongs to, so no value is finite: it becomes optional",
                    property.name
                );
                diagnostics.push(
                    Diagnostic::new(Code::EndlessType, property.pointer.clone(), message)
                        .help("remove it from `required`, or make it nullable"),
                );
            }
        }
        let mut facts = Self {
            boxed,
            endless,
            sent: reached(ir, sent_roots(ir)),
            received: reached(ir, received_roots(ir)),
            chosen: reached(ir, chosen_roots(ir)),
            default: Vec::new(),
            items: items(ir),
        };
        facts.default = defaults(ir, &facts);
        facts
    }

    pub(super) fn is_boxed(&self, object: TypeId, property: usize) -> bool {
        self.boxed.contains(&(object, property))
    }

    fn is_endless(&self, object: TypeId, property: usize) -> bool {
        self.endless.contains(&(object, property))
    }

    pub(super) fn is_sent(&self, id: TypeId) -> bool {
        self.sent.contains(&id)
    }

    /// Whether values are checked against the rules of the type: in requests, and in unions that choose a
    /// variant by its rules.
    pub(super) fn has_rules(&self, id: TypeId) -> bool {
        self.is_sent(id) || self.chosen.contains(&id)
    }

    pub(super) fn has_default(&self, id: TypeId) -> bool {
        self.default[id.0]
    }

    /// The property with the items, if a list returns this type.
    pub(super) fn items_of_page(&self, id: TypeId) -> Option<&str> {
        self.items.get(&id).map(String::as_str)
    }

    /// Whether the property may be absent from an object of the type. A property with one direction may be
    /// absent in the other.
    pub(super) fn is_optional(&self, id: TypeId, index: usize, property: &Property) -> bool {
        let absent = match property.access {
            Access::Both => false,
            Access::Read => self.sent.contains(&id),
            Access::Write => self.received.contains(&id),
        };
        !property.required || absent || self.is_endless(id, index)
    }
}

/// The types that lists return; the first operation with a type decides.
fn items(ir: &Ir) -> BTreeMap<TypeId, String> {
    let mut found = BTreeMap::new();
    for operation in &ir.operations {
        let Some(Paging::Link { items, .. } | Paging::Token { items, .. }) = &operation.paging
        else {
            continue;
        };
        for response in &operation.responses {
            if let ResponseContent::Json(schema) = &response.content
                && let Type::Named(id) = schema.ty
            {
                found.entry(id).or_insert_with(|| items.clone());
            }
        }
    }
    found
}

/// The properties on a cycle of objects that directly contain each other.
fn cyclic(ir: &Ir, counts: impl Fn(&Property) -> bool) -> BTreeSet<(TypeId, usize)> {
    let mut graph = DiGraph::<(), ()>::with_capacity(ir.types.len(), 0);
    for _ in &ir.types {
        graph.add_node(());
    }
    let mut edges = Vec::new();
    for (id, object) in objects(ir) {
        for (index, property) in object.properties.iter().enumerate() {
            if let Type::Named(target) = property.schema.ty
                && counts(property)
            {
                graph.add_edge(NodeIndex::new(id.0), NodeIndex::new(target.0), ());
                edges.push((id, index, target));
            }
        }
    }
    let mut component = vec![0; ir.types.len()];
    for (number, members) in kosaraju_scc(&graph).into_iter().enumerate() {
        for member in members {
            component[member.index()] = number;
        }
    }
    edges
        .into_iter()
        .filter(|(id, _, target)| component[id.0] == component[target.0])
        .map(|(id, index, _)| (id, index))
        .collect()
}

fn objects(ir: &Ir) -> impl Iterator<Item = (TypeId, &Object)> {
    ir.types
        .iter()
        .enumerate()
        .filter_map(|(index, definition)| match &definition.shape {
            TypeShape::Object(object) => Some((TypeId(index), object)),
            _ => None,
        })
}

/// The types in requests: bodies, form fields and parameters.
fn sent_roots(ir: &Ir) -> Vec<&Type> {
    let mut roots = Vec::new();
    for operation in &ir.operations {
        let parameters = operation.parameters.iter();
        roots.extend(parameters.map(|parameter| &parameter.property.schema.ty));
        let Some(body) = &operation.body else {
            continue;
        };
        let others = body.others.iter();
        roots.extend(
            others
                .clone()
                .filter_map(|it| Some(&it.schema.as_ref()?.ty)),
        );
        for content in [&body.content]
            .into_iter()
            .chain(others.map(|it| &it.content))
        {
            match content {
                BodyContent::Json { schema, .. } => roots.push(&schema.ty),
                BodyContent::Form(form) | BodyContent::Multipart(form) => {
                    roots.extend(form.fields.iter().map(|field| &field.schema.ty));
                    roots.extend(form.extra.iter().map(|extra| &extra.ty));
                    roots.extend(form.whole.iter().map(|whole| &whole.ty));
                }
                BodyContent::Text { .. } | BodyContent::Bytes { .. } => {}
            }
        }
    }
    roots
}

/// The types in responses.
fn received_roots(ir: &Ir) -> Vec<&Type> {
    let answers = ir
        .operations
        .iter()
        .flat_map(|operation| &operation.responses);
    let schemas = answers.filter_map(|answer| match &answer.content {
        ResponseContent::Json(schema) => Some(&schema.ty),
        _ => None,
    });
    schemas.collect()
}

/// What unions hold that no discriminator tells.
fn chosen_roots(ir: &Ir) -> Vec<&Type> {
    let unions = ir
        .types
        .iter()
        .filter_map(|definition| match &definition.shape {
            TypeShape::Union(union) => Some(union),
            _ => None,
        });
    let variants = unions.flat_map(|union| &union.variants);
    let chosen = variants.filter(|variant| variant.tags.is_empty());
    chosen.map(|variant| &variant.element.ty).collect()
}

/// The types that some types are made of, themselves included.
fn reached<'i>(ir: &'i Ir, mut waiting: Vec<&'i Type>) -> BTreeSet<TypeId> {
    let mut found = BTreeSet::new();
    while let Some(ty) = waiting.pop() {
        match ty {
            Type::Array(element) | Type::Map(element) => waiting.push(&element.ty),
            Type::Named(id) if found.insert(*id) => match &ir.type_def(*id).shape {
                TypeShape::Object(object) => {
                    waiting.extend(object.properties.iter().map(|property| &property.schema.ty));
                    if let Additional::Typed(Element { ty, .. }) = &object.additional {
                        waiting.push(ty);
                    }
                }
                TypeShape::Union(union) => {
                    waiting.extend(union.variants.iter().map(|variant| &variant.element.ty));
                }
                TypeShape::Enumeration(_) | TypeShape::Text(_) => {}
            },
            _ => {}
        }
    }
    found
}

/// Which objects have a default: those whose fields all have one. An object without one removes it from every
/// object that requires it.
fn defaults(ir: &Ir, facts: &Facts) -> Vec<bool> {
    let is_object = |definition: &TypeDef| matches!(definition.shape, TypeShape::Object(_));
    let mut default: Vec<bool> = ir.types.iter().map(is_object).collect();
    let mut needed_by: BTreeMap<TypeId, Vec<TypeId>> = BTreeMap::new();
    let mut without: Vec<TypeId> = Vec::new();
    for (id, object) in objects(ir) {
        let properties = object.properties.iter().enumerate();
        for (_, property) in
            properties.filter(|(i, p)| !(facts.is_optional(id, *i, p) || p.schema.nullable))
        {
            match &property.schema.ty {
                Type::Named(needed) if default[needed.0] => {
                    needed_by.entry(*needed).or_default().push(id);
                }
                ty if !type_default(ty, &default) => without.push(id),
                _ => {}
            }
        }
    }
    while let Some(id) = without.pop() {
        if std::mem::replace(&mut default[id.0], false) {
            without.extend(needed_by.remove(&id).unwrap_or_default());
        }
    }
    default
}

fn type_default(ty: &Type, known: &[bool]) -> bool {
    match ty {
        Type::Named(id) => known[id.0],
        Type::DateTime | Type::DateTimeRfc2822 | Type::Date | Type::Replaced(_) => false,
        _ => true,
    }
}
