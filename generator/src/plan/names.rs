//! Names of types: an override, else the plainest name that no other type wants.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::TypeKeys;
use super::joined::Joined;
use super::locked::{ByLock, GIVE_ANOTHER, Names, by_places};
use super::rivals::settle;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Ir, Role, TypeDef, TypeShape, Use};
use crate::lock::Kind;
use crate::name::{self, Ident, Scope};
use crate::target::Target;
use crate::vendor;

/// Names that stand at the root of every generated crate, or that its modules import.
const ROOT_TYPES: &[&str] = &["BTreeMap", "Client", "Credentials", "Error", "ErrorKind"];

/// Names that say nothing without their owner.
const GENERIC: &[&str] = &[
    "sid", "id", "name", "type", "value", "status", "key", "url", "uri", "code", "kind", "state",
    "data", "result", "error", "body", "item", "entry", "option", "number", "mode", "format",
    "level", "method", "source", "target", "role", "action", "content", "object", "event",
];

/// Words that say nothing about a SID.
const VAGUE: &[&str] = &[
    "identity",
    "owner",
    "parent",
    "reference",
    "resource",
    "source",
    "target",
];

/// Whether a name says what it names without its owner.
fn is_specific(name: &str) -> bool {
    let words = name::words(name);
    match words.as_slice() {
        [word] => !GENERIC.contains(&word.as_str()),
        [word, last] if last == "sid" || last == "id" => !VAGUE.contains(&word.as_str()),
        _ => true,
    }
}

/// First words of operation ids that are not part of what the operation is about.
pub(super) const VERBS: &[&str] = &[
    "add", "cancel", "check", "create", "delete", "download", "ensure", "fetch", "find", "get",
    "list", "patch", "post", "put", "query", "read", "remove", "replace", "search", "send", "set",
    "show", "start", "stop", "submit", "update", "upload", "upsert",
];

/// In which order properties of one object get their names: first those whose name needs no change, then by name.
pub(super) fn claim_order<'n>(wires: impl Iterator<Item = &'n str>) -> Vec<usize> {
    let mut order: Vec<(usize, &str)> = wires.enumerate().collect();
    order.sort_by_cached_key(|(_, wire)| (name::field_name(wire) != **wire, *wire));
    order.into_iter().map(|(index, _)| index).collect()
}

pub(super) fn type_scope() -> Scope {
    let mut scope = Scope::new(name::RESERVED_TYPES);
    scope.reserve(ROOT_TYPES);
    scope
}

/// The names of types.
pub(super) struct Named {
    /// One for each type.
    pub(super) idents: Vec<Ident>,
    /// Names of types that were several, with what they have become.
    pub(super) others: Vec<(Ident, usize)>,
    /// Types that are no types of their own.
    pub(super) joined: Joined,
}

/// Names every type: as the manifest says, as the lock says, or anew.
pub(super) fn type_names(
    ir: &Ir,
    target: &Target,
    locked: &mut Names<'_>,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> Named {
    locked.hold_types(scope);
    let keys = TypeKeys::of(ir, &locked.operations);
    let mut by_lock = by_places(&keys.all, &keys.before, target.lock.as_ref());
    let mut names = by_manifest(ir, target, &by_lock, locked, scope, diagnostics);
    let mut waiting: Vec<usize> = (0..ir.types.len()).collect();
    waiting.retain(|index| !names.contains_key(index));
    let joined = Joined::of(ir, &keys.all, &mut by_lock, &waiting, diagnostics);
    waiting.retain(|index| !joined.into.contains_key(index));
    waiting.retain(|index| {
        let Some(name) = by_lock.names.get(index) else {
            return true;
        };
        let wire = wire_name(&ir.types[*index]);
        let granted = locked.exactly(scope, &keys.all[*index], &wire, name);
        granted.is_none_or(|ident| {
            names.insert(*index, ident);
            false
        })
    });
    for wanted in [Rank::Exact, Rank::Declared, Rank::Derived] {
        let of_rank = waiting.iter().copied();
        let of_rank = of_rank.filter(|index| Rank::of(&ir.types[*index]) == wanted);
        names.extend(granted(ir, of_rank.collect(), scope, diagnostics));
    }
    for (index, keeper) in &joined.into {
        names.insert(*index, names[keeper].clone());
    }
    let idents: Vec<Ident> = names.into_values().collect();
    let others = locked.note_places(scope, &by_lock, (&keys.own, &keys.before), &idents);
    Named {
        idents,
        others,
        joined,
    }
}

/// The names that the manifest gives. It may give the name of a type that is gone.
fn by_manifest(
    ir: &Ir,
    target: &Target,
    by_lock: &ByLock,
    locked: &Names<'_>,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<usize, Ident> {
    let kept: BTreeSet<&String> = by_lock.names.values().collect();
    let mut names = BTreeMap::new();
    for (index, definition) in ir.types.iter().enumerate() {
        let Some(name) = overriding(definition, target) else {
            continue;
        };
        let wire = wire_name(definition);
        let is_free = !kept.contains(name) && locked.is_of(&[Kind::Pattern, Kind::Type], name);
        let claimed = match is_free || by_lock.names.get(&index) == Some(name) {
            true => scope.claim_held(&wire, name),
            false => scope.claim_exact(&wire, name),
        };
        match claimed {
            Ok(ident) => drop(names.insert(index, ident)),
            Err(error) => {
                let message = format!("the manifest gives this type the name `{name}`: {error}");
                let place = definition.pointer.clone();
                diagnostics
                    .push(Diagnostic::new(Code::BadOverride, place, message).help(GIVE_ANOTHER));
            }
        }
    }
    names
}

/// Whose wish for a name is heard first.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rank {
    /// The document declares the very name.
    Exact,
    /// The name is made of a declared one.
    Declared,
    /// The name is made of the place at which the type stands.
    Derived,
}

impl Rank {
    fn of(definition: &TypeDef) -> Self {
        match &definition.component {
            Some(component) if name::type_name(component) == *component => Self::Exact,
            Some(_) => Self::Declared,
            None => Self::Derived,
        }
    }
}

/// Names types of one rank. Of those that want one name, the first by identity has it.
fn granted(
    ir: &Ir,
    mut waiting: Vec<usize>,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> Vec<(usize, Ident)> {
    waiting.sort_by_cached_key(|index| identity(&ir.types[*index]));
    let wishes: Vec<Vec<String>> = waiting
        .iter()
        .map(|index| candidates(&ir.types[*index]))
        .collect();
    let levels = settle(&wishes, |name| scope.contains(name));
    let mut names = Vec::new();
    for ((index, candidates), level) in waiting.into_iter().zip(wishes).zip(levels) {
        let definition = &ir.types[index];
        let claimed = scope.claim_for(&wire_name(definition), &candidates[level..]);
        if let Some(cause) = cause(definition, &candidates, level, &claimed, scope) {
            note_rename(diagnostics, definition, cause, &claimed);
        }
        names.push((index, claimed.ident));
    }
    names
}

/// What a type is known by: its component, its pattern, or the place that names it. What stands nearer to the root
/// of a document comes first.
fn identity(definition: &TypeDef) -> (usize, String) {
    if let Some(component) = &definition.component {
        return (component.split('.').count(), component.clone());
    }
    if let TypeShape::Text(text) = &definition.shape {
        return (0, text.pattern.clone());
    }
    let called = name_giver(definition);
    let place = called.map(|called| {
        let owner = camel(&owner_words(&called.owner));
        (owner.len(), format!("{} {}", called.owner, called.name))
    });
    place.unwrap_or_else(|| (usize::MAX, definition.pointer.to_string()))
}

fn overriding<'t>(definition: &TypeDef, target: &'t Target) -> Option<&'t String> {
    let by_place = target.names.types.get(&definition.pointer.to_string());
    by_place.or_else(|| match &definition.shape {
        TypeShape::Text(text) => target.names.patterns.get(&text.pattern),
        _ => None,
    })
}

/// The name that a type should have and has not, with who has it instead: a name with a number, or for a declared
/// type one that only says what kind of type it is.
fn cause<'c>(
    definition: &TypeDef,
    candidates: &'c [String],
    level: usize,
    claimed: &name::Claimed,
    scope: &Scope,
) -> Option<(&'c str, Option<String>)> {
    let last = candidates.len() - 1;
    if level == last && level > 0 && definition.component.is_some() {
        let wanted = candidates[last - 1].as_str();
        return Some((wanted, scope.owner(wanted).map(str::to_owned)));
    }
    let rival = claimed.rival.clone();
    claimed.renamed.then(|| (candidates[level].as_str(), rival))
}

fn note_rename(
    diagnostics: &mut Diagnostics,
    definition: &TypeDef,
    (wanted, rival): (&str, Option<String>),
    claimed: &name::Claimed,
) {
    let cause = match &rival {
        Some(rival) => format!("`{rival}` already has this name"),
        None => "the name is reserved in Rust or in generated crates".to_owned(),
    };
    diagnostics.push(Diagnostic::new(
        Code::Renamed,
        Place::key(definition.pointer.clone()),
        format!(
            "`{}` is named `{}` instead of `{wanted}`: {cause}",
            wire_name(definition),
            claimed.ident
        ),
    ));
}

/// What the document calls a type.
fn wire_name(definition: &TypeDef) -> String {
    match (&definition.component, name_giver(definition)) {
        (Some(component), _) => component.clone(),
        (None, Some(called)) => called.title.clone().unwrap_or_else(|| called.name.clone()),
        (None, None) => definition.pointer.to_string(),
    }
}

/// The names that a type may have, plainest first; never empty.
fn candidates(definition: &TypeDef) -> Vec<String> {
    let mut candidates = match &definition.component {
        Some(component) => component_candidates(component),
        None => anonymous_candidates(definition),
    };
    let kind = match definition.shape {
        TypeShape::Object(_) => "Model",
        TypeShape::Enumeration(_) => "Enum",
        TypeShape::Text(_) => "Text",
        TypeShape::Union(_) => "Union",
    };
    let with_kind = format!("{}{kind}", candidates[0]);
    candidates.push(with_kind);
    let mut unique: Vec<String> = Vec::new();
    for candidate in candidates {
        if !unique.contains(&candidate) {
            unique.push(candidate);
        }
    }
    unique
}

/// `a.b.c_enum_d` is `CD`, then `BCD`: what stands before a dot only qualifies, and so does the word `enum`.
/// `a_role_enum_role_type` is `RoleType`, as it says whose type it is.
fn component_candidates(component: &str) -> Vec<String> {
    let segments: Vec<&str> = component
        .split('.')
        .filter(|segment| !segment.is_empty())
        .collect();
    let Some((last, before)) = segments.split_last() else {
        return vec![name::type_name(component)];
    };
    let words = name::words(last);
    let mut candidates = Vec::new();
    let mut tail = words.clone();
    if let Some(at) = words.iter().position(|word| word == "enum")
        && at > 0
        && at + 1 < words.len()
    {
        let (before, after) = (&words[..at], &words[at + 1..]);
        tail = overlapping(before, after);
        if tail.len() < before.len() + after.len() && after.len() > 1 {
            candidates.push(camel(after));
        }
    }
    candidates.push(camel(&tail));
    for segment in before.iter().rev() {
        tail = overlapping(&name::words(segment), &tail);
        candidates.push(camel(&tail));
    }
    candidates
}

/// Puts one list of words before another: `role` before `role type` is `role type`.
pub(super) fn overlapping(before: &[String], after: &[String]) -> Vec<String> {
    let shared = (0..=before.len().min(after.len()))
        .rev()
        .find(|n| before.ends_with(&after[..*n]));
    let mut words = before.to_vec();
    words.extend_from_slice(&after[shared.unwrap_or_default()..]);
    words
}

/// What names a type that has no name of its own: for a pattern what it says by itself, or the property that has it;
/// else a title; the property, if the type has several owners; or owner and property. Of several places the one with
/// the shortest name counts, and of equally long ones the first in the alphabet: their order moves no name, and
/// another place none but by a plainer one.
fn anonymous_candidates(definition: &TypeDef) -> Vec<String> {
    let uses = definition.uses.iter();
    let titles = uses.clone().filter_map(|called| called.title.as_deref());
    let specific = uses.filter(|it| it.role != Role::Member && is_specific(&it.name));
    let specific = specific.map(|called| name::type_name(&called.name));
    let mut candidates = Vec::new();
    if let TypeShape::Text(text) = &definition.shape {
        candidates.extend(vendor::pattern_name(&text.pattern));
        candidates.extend(plainest(specific.clone()));
    }
    let titles = titles.map(name::type_name);
    candidates.extend(plainest(titles.filter(|title| title.len() <= 60)));
    if has_owners(definition) {
        let says_all = |name: &String| match definition.shape {
            // One word says which property it is, but not of what: there are many a `Sort` and `Order`.
            TypeShape::Enumeration(_) => name::words(name).len() > 1,
            TypeShape::Object(_) | TypeShape::Text(_) => true,
            TypeShape::Union(_) => false,
        };
        candidates.extend(plainest(specific.filter(says_all)));
    }
    if let Some(called) = name_giver(definition) {
        candidates.push(camel(&owned_words(called)));
        let mut words = owner_words(&called.owner);
        words.extend(name::words(&called.name));
        candidates.push(camel(&words));
    }
    if candidates.is_empty() {
        candidates.push(name::type_name(definition.pointer.last().unwrap_or("Type")));
    }
    candidates
}

/// Whether a type stands in more than one component or operation.
fn has_owners(definition: &TypeDef) -> bool {
    let owners = definition.uses.iter().map(|called| &called.owner);
    owners.collect::<BTreeSet<_>>().len() > 1
}

/// The place after which a type is named that the document names nowhere.
pub(super) fn name_giver(definition: &TypeDef) -> Option<&Use> {
    definition.uses.iter().min_by_key(|called| {
        let name = camel(&owned_words(called));
        (name.len(), name, &called.owner, &called.name)
    })
}

/// The shortest of some names; of several the first in the alphabet.
fn plainest(names: impl Iterator<Item = String>) -> Option<String> {
    names.min_by(|one, other| (one.len(), one).cmp(&(other.len(), other)))
}

/// The words of what a place belongs to; none of what stands in a list or a map that is a component itself.
fn owner_words(owner: &str) -> Vec<String> {
    match owner.is_empty() {
        true => Vec::new(),
        false => name::words(owner),
    }
}

/// The words of what a place belongs to, without the verb of an operation, and of its own name.
fn owned_words(called: &Use) -> Vec<String> {
    let last = called.owner.rsplit('.').next().unwrap_or_default();
    let mut words = owner_words(last);
    let own = name::words(&called.name);
    let is_part = matches!(called.role, Role::Part | Role::Member);
    if words.len() > 1 && is_part && VERBS.contains(&words[0].as_str()) {
        words.remove(0);
    }
    overlapping(&words, &own)
}

fn camel(words: &[String]) -> String {
    name::join(words, name::Case::Type)
}
