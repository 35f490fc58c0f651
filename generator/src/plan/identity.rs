//! What a document calls its parts, in a form that no order, no version of OpenAPI and no name of a path parameter
//! changes.

use std::collections::{BTreeMap, BTreeSet};

use crate::ir::{Ir, Operation, TypeDef, TypeShape, Use};
use crate::lock::{Key, Kind};
use crate::pattern::Shape;
use crate::pointer::Pointer;

/// The method and the path of an operation, without the names of its parameters (OpenAPI 3.0, section "Paths
/// Object": templates that differ in them alone are identical).
pub(super) fn operation_key(operation: &Operation) -> String {
    let path = &operation.path;
    let mut key = format!("{} ", operation.method.as_str());
    let mut rest = path.text.as_str();
    while let Some((before, inside)) = rest.split_once('{')
        && let Some((_, after)) = inside.split_once('}')
    {
        key.push_str(before);
        key.push_str("{}");
        rest = after;
    }
    key.push_str(rest);
    // A fragment is not sent, but tells operations apart.
    let fragment = path
        .segments
        .last()
        .and_then(|last| last.text.split_once('#'));
    if let Some((_, fragment)) = fragment {
        key.push('#');
        key.push_str(fragment);
    }
    key
}

/// What the types of a document are known by.
pub(super) struct TypeKeys {
    /// For each type every key that it answers to: its component, its pattern, or each of its places.
    pub(super) all: Vec<Vec<Key>>,
    /// The same without what several types answer to.
    pub(super) own: Vec<Vec<Key>>,
}

impl TypeKeys {
    pub(super) fn of(ir: &Ir) -> Self {
        let owners = Owners::of(ir);
        let keys: Vec<BTreeSet<Key>> = ir.types.iter().map(|it| keys(it, &owners)).collect();
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
        }
    }
}

/// What tells types apart that stand at places of one name.
fn pointer_key(definition: &TypeDef) -> Key {
    Key::new(Kind::Site, definition.pointer.to_string())
}

fn keys(definition: &TypeDef, owners: &Owners<'_>) -> BTreeSet<Key> {
    if let Some(component) = &definition.component {
        let pointer = Pointer::default().join_all(["components", "schemas", component.as_str()]);
        return [Key::new(Kind::Type, pointer.to_string())].into();
    }
    if let TypeShape::Text(text) = &definition.shape {
        let shown = |length: Option<u64>| length.map_or(String::new(), |it| it.to_string());
        let lengths = match (text.min_length, text.max_length, &text.shape) {
            // All strings that match a pattern of one width have the same length.
            (None, None, _) | (_, _, Shape::Fixed { .. }) => String::new(),
            (least, most, _) => format!(" {{{},{}}}", shown(least), shown(most)),
        };
        return [Key::new(Kind::Pattern, text.pattern.clone() + &lengths)].into();
    }
    let places = definition.uses.iter().map(|place| {
        let place = format!("{}.{}", owners.key(place), place.name);
        Key::new(Kind::Site, place)
    });
    places.collect()
}

/// What holds places: operations by their ids, as far as no component has that name.
struct Owners<'a> {
    operations: BTreeMap<&'a str, String>,
}

impl<'a> Owners<'a> {
    fn of(ir: &'a Ir) -> Self {
        let components = ir.types.iter().filter_map(|it| it.component.as_deref());
        let components: BTreeSet<&str> = components.collect();
        let by_id = ir
            .operations
            .iter()
            .map(|operation| (operation.id.as_str(), operation_key(operation)));
        Self {
            operations: by_id.filter(|(id, _)| !components.contains(id)).collect(),
        }
    }

    /// What holds a place. Parts of an operation are known by its method and path, as its id may change.
    fn key(&self, place: &Use) -> String {
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
