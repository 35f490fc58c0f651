//! What a document calls its parts, in a form that no order, no version of OpenAPI and no name of a path parameter
//! changes.

use std::collections::{BTreeMap, BTreeSet};

use super::places;
use crate::ir::{Ir, Operation, Text, TypeDef, TypeShape, Use};
use crate::lock::{Key, Kind};
use crate::pattern::Shape;
use crate::pointer::Pointer;

/// The identity of operations: method and path without the names of its parameters (OpenAPI 3.0, section
/// "Paths Object": templates that differ only in them are identical).
///
/// If a document has several such templates nevertheless, the identities of all but the first include the
/// names.
#[derive(Debug)]
pub(crate) struct OperationKeys {
    /// By method and path.
    keys: BTreeMap<String, String>,
}

impl OperationKeys {
    pub(crate) fn of(ir: &Ir) -> Self {
        let sorted: BTreeSet<String> = ir.operations.iter().map(written).collect();
        let mut known = BTreeSet::new();
        let keys = sorted.into_iter().map(|written| {
            let blank = blank(&written);
            let key = match known.insert(blank.clone()) {
                true => blank,
                false => written.clone(),
            };
            (written, key)
        });
        Self {
            keys: keys.collect(),
        }
    }

    pub(crate) fn key(&self, operation: &Operation) -> String {
        let written = written(operation);
        self.keys.get(&written).cloned().unwrap_or(written)
    }

    pub(super) fn contains(&self, key: &str) -> bool {
        self.keys.values().any(|known| known == key)
    }
}

/// The method and the path in the document. A fragment is not sent, but distinguishes operations.
fn written(operation: &Operation) -> String {
    let (method, path) = (operation.method.as_str(), &operation.path);
    let last = path.segments.last();
    match last.and_then(|last| last.text.split_once('#')) {
        Some((_, fragment)) => format!("{method} {}#{fragment}", path.text),
        None => format!("{method} {}", path.text),
    }
}

/// A path without the names of its parameters.
fn blank(path: &str) -> String {
    let (mut blank, mut rest) = (String::new(), path);
    while let Some((before, inside)) = rest.split_once('{')
        && let Some((_, after)) = inside.split_once('}')
    {
        blank.push_str(before);
        blank.push_str("{}");
        rest = after;
    }
    blank + rest
}

/// What the types of a document are known by.
pub(crate) struct TypeKeys {
    /// All keys of each type: its component, its pattern, or each of its uses.
    pub(crate) all: Vec<Vec<Key>>,
    /// The keys that only one type has.
    pub(crate) own: Vec<Vec<Key>>,
    /// For each component what may have had its name before: an anonymous type at a place of it, or with its pattern.
    pub(super) before: Vec<Vec<Key>>,
}

impl TypeKeys {
    /// Of a document whose operations have no keys yet.
    pub(crate) fn of_document(ir: &Ir) -> Self {
        Self::of(ir, &OperationKeys::of(ir))
    }

    pub(super) fn of(ir: &Ir, operations: &OperationKeys) -> Self {
        let owners = Owners::of(ir, operations);
        let places = places::of_types(ir, operations, &owners);
        let mut before = vec![Vec::new(); ir.types.len()];
        let mut keys: Vec<BTreeSet<Key>> = ir.types.iter().map(|it| keys(it, &owners)).collect();
        for (index, places) in places.into_iter().enumerate() {
            let definition = &ir.types[index];
            match (&definition.component, &definition.shape) {
                (None, TypeShape::Text(_)) => {}
                (None, _) => keys[index].extend(places),
                (Some(_), TypeShape::Text(text)) => {
                    before[index] = places;
                    before[index].push(pattern_key(text));
                }
                (Some(_), _) => before[index] = places,
            }
        }
        let mut counts: BTreeMap<&Key, usize> = BTreeMap::new();
        for key in keys.iter().flatten() {
            *counts.entry(key).or_default() += 1;
        }
        let own = keys.iter().zip(&ir.types).map(|(keys, definition)| {
            let unshared = keys.iter().filter(|key| counts.get(key) == Some(&1));
            let mut own: Vec<Key> = unshared.cloned().collect();
            if own.len() < keys.len() || own.is_empty() {
                own.push(pointer_key(definition));
            }
            own
        });
        let own = own.collect();
        let all = keys.into_iter().zip(&ir.types).map(|(keys, definition)| {
            let by_pointer = std::iter::once(pointer_key(definition));
            keys.into_iter().chain(by_pointer).collect()
        });
        Self {
            all: all.collect(),
            own,
            before,
        }
    }
}

/// What distinguishes types whose uses have the same name.
fn pointer_key(definition: &TypeDef) -> Key {
    Key::new(Kind::Site, definition.pointer.to_string())
}

fn keys(definition: &TypeDef, owners: &Owners<'_>) -> BTreeSet<Key> {
    if let Some(component) = &definition.component {
        let pointer = Pointer::default().join_all(["components", "schemas", component.as_str()]);
        return [Key::new(Kind::Type, pointer.to_string())].into();
    }
    if let TypeShape::Text(text) = &definition.shape {
        return [pattern_key(text)].into();
    }
    let places = definition.uses.iter().map(|place| {
        let place = format!("{}.{}", owners.key(place), place.name);
        Key::new(Kind::Site, place)
    });
    places.collect()
}

fn pattern_key(text: &Text) -> Key {
    let shown = |length: Option<u64>| length.map_or(String::new(), |it| it.to_string());
    let lengths = match (text.min_length, text.max_length, &text.shape) {
        // All strings that match a pattern of one width have the same length.
        (None, None, _) | (_, _, Shape::Fixed { .. }) => String::new(),
        (least, most, _) => format!(" {{{},{}}}", shown(least), shown(most)),
    };
    Key::new(Kind::Pattern, text.pattern.clone() + &lengths)
}

/// What holds places: operations by their ids, as far as no component has that name.
pub(super) struct Owners<'a> {
    operations: BTreeMap<&'a str, String>,
}

impl<'a> Owners<'a> {
    fn of(ir: &'a Ir, operations: &OperationKeys) -> Self {
        let components = ir.types.iter().filter_map(|it| it.component.as_deref());
        let components: BTreeSet<&str> = components.collect();
        let by_id = ir
            .operations
            .iter()
            .map(|operation| (operation.id.as_str(), operations.key(operation)));
        Self {
            operations: by_id.filter(|(id, _)| !components.contains(id)).collect(),
        }
    }

    /// What holds a place. Parts of an operation are known by its method and path, as its id may change.
    pub(super) fn key(&self, place: &Use) -> String {
        let owner = place.owner.as_str();
        let ends = owner.match_indices(' ').map(|(at, _)| at);
        let ends: Vec<usize> = ends.chain([owner.len()]).collect();
        for end in ends.into_iter().rev() {
            if let Some(operation) = self.operations.get(&owner[..end]) {
                return format!("{operation}{}", &owner[end..]);
            }
        }
        owner.to_owned()
    }
}
