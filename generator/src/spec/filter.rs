//! The part of a document that the manifest selects: other parts are not checked.

use std::collections::BTreeSet;

use serde_yaml::Value;

use crate::pointer::Pointer;
use crate::target::Filter;

use super::shape::{Kind, Layout};
use super::validate::text_keys;
use super::{edit, paths, reference};

/// An operation by what filters name: its path, `operationId` and tags.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offered {
    /// The key of its path.
    pub path: String,
    /// Its `operationId`.
    pub id: Option<String>,
    /// Its tags.
    pub tags: Vec<String>,
}

/// Removes the parts that a filter does not select, and returns all operations of the document.
pub(super) fn keep(root: &mut Value, layout: &Layout, filter: &Filter) -> Vec<Offered> {
    if filter.keeps_all() {
        return Vec::new();
    }
    let mut offered = Vec::new();
    let mut left_out = Vec::new();
    let paths = Pointer::root().join("paths");
    for (path, item) in entries(root, &paths) {
        let here = paths.join(path);
        let Some((at, item)) = reference::follow(root, here.clone(), item) else {
            continue;
        };
        let mut kept = 0;
        for method in paths::METHODS {
            let Some(operation) = item.get(method) else {
                continue;
            };
            let operation = described(path, operation);
            if filter.keeps(path, operation.id.as_deref(), &operation.tags) {
                kept += 1;
            } else {
                left_out.push(at.join(method));
            }
            offered.push(operation);
        }
        if kept == 0 {
            left_out.push(here);
        }
    }
    for operation in &left_out {
        edit::remove(root, operation);
    }
    for component in unreached(root, layout) {
        edit::remove(root, &component);
    }
    offered
}

fn described(path: &str, operation: &Value) -> Offered {
    let tags = operation.get("tags").and_then(Value::as_sequence);
    let id = operation.get("operationId").and_then(Value::as_str);
    let tags = tags.into_iter().flatten().filter_map(Value::as_str);
    Offered {
        path: path.to_owned(),
        id: id.map(str::to_owned),
        tags: tags.map(str::to_owned).collect(),
    }
}

/// The components that no operation reaches. A schema that extends one that is reached is reached: it may come in
/// its place.
fn unreached(root: &Value, layout: &Layout) -> Vec<Pointer> {
    let mut reached = BTreeSet::new();
    let mut waiting = Vec::new();
    references(root.get("paths").unwrap_or(&Value::Null), &mut waiting);
    let home = |kind| {
        let home = layout.home(kind).unwrap_or_default();
        Pointer::root().join_all(home.iter().copied())
    };
    let schemes = home(Kind::SecurityScheme);
    let mut extensions: Vec<(Pointer, Pointer)> = Vec::new();
    let schemas = home(Kind::Schema);
    let depth = schemas.len() + 1;
    for (name, schema) in entries(root, &schemas) {
        let mut bases = Vec::new();
        references(schema.get("allOf").unwrap_or(&Value::Null), &mut bases);
        let this = schemas.join(name);
        extensions.extend(bases.into_iter().map(|base| (base, this.clone())));
    }
    loop {
        while let Some(mut target) = waiting.pop() {
            target.truncate(depth);
            if reached.insert(target.clone())
                && let Some(value) = reference::at(root, &target)
            {
                references(value, &mut waiting);
            }
        }
        let extending = extensions
            .iter()
            .filter(|(base, extension)| reached.contains(base) && !reached.contains(extension));
        waiting.extend(extending.map(|(_, extension)| extension.clone()));
        if waiting.is_empty() {
            break;
        }
    }
    sections(root, layout)
        .flat_map(|base| {
            let names = entries(root, &base).map(|(name, _)| base.join(name));
            names.collect::<Vec<_>>()
        })
        .filter(|it| !reached.contains(it) && !it.starts_with(&schemes))
        .collect()
}

/// The places of all sections of components.
fn sections<'v>(root: &'v Value, layout: &'v Layout) -> Box<dyn Iterator<Item = Pointer> + 'v> {
    match layout.around {
        Some(key) => {
            let around = Pointer::root().join(key);
            let sections = entries(root, &around);
            Box::new(sections.map(move |(section, _)| around.join(section)))
        }
        None => Box::new(
            layout
                .homes()
                .map(|home| Pointer::root().join_all(home.iter().copied())),
        ),
    }
}

/// Where the references in a value lead, by pointer or, in a `mapping`, by name.
fn references(value: &Value, found: &mut Vec<Pointer>) {
    match value {
        Value::Mapping(entries) => {
            for (key, value) in text_keys(entries) {
                match (key, value) {
                    ("$ref", Value::String(text)) => {
                        found.extend(Pointer::from_fragment(text));
                    }
                    ("mapping", Value::Mapping(mapping)) => {
                        for text in text_keys(mapping).filter_map(|(_, value)| value.as_str()) {
                            let named = ["components", "schemas", text];
                            found.push(
                                Pointer::from_fragment(text)
                                    .unwrap_or_else(|_| Pointer::root().join_all(named)),
                            );
                        }
                    }
                    _ => references(value, found),
                }
            }
        }
        Value::Sequence(items) => items.iter().for_each(|item| references(item, found)),
        _ => {}
    }
}

fn entries<'v>(
    root: &'v Value,
    at: &Pointer,
) -> impl Iterator<Item = (&'v str, &'v Value)> + use<'v> {
    let entries = reference::at(root, at).and_then(Value::as_mapping);
    entries.into_iter().flat_map(text_keys)
}
