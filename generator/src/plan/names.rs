//! Names of types: an override, else the plainest name that no other type wants.

use std::collections::{BTreeMap, BTreeSet};

use indexmap::IndexMap;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Ir, Role, TypeDef, TypeShape, Use};
use crate::name::{self, Ident, Scope};
use crate::target::Target;

/// Names that stand at the root of every generated crate, or that its modules import.
const ROOT_TYPES: &[&str] = &["BTreeMap", "Client", "Credentials", "Error", "ErrorKind"];

/// Names that say nothing without their owner.
const GENERIC: &[&str] = &[
    "sid", "id", "name", "type", "value", "status", "key", "url", "uri", "code", "kind", "state",
    "data", "result", "error", "body", "item", "entry", "option", "number", "mode", "format",
    "level", "method", "source", "target",
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

pub(super) fn type_scope() -> Scope {
    let mut scope = Scope::new(name::RESERVED_TYPES);
    scope.reserve(ROOT_TYPES);
    scope
}

/// Names every type.
pub(super) fn type_names(
    ir: &Ir,
    target: &Target,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> Vec<Ident> {
    let mut names: BTreeMap<usize, Ident> = BTreeMap::new();
    let mut waiting = Vec::new();
    for (index, definition) in ir.types.iter().enumerate() {
        let Some(name) = overriding(definition, target) else {
            waiting.push(index);
            continue;
        };
        match scope.claim_exact(&wire_name(definition), name) {
            Ok(ident) => drop(names.insert(index, ident)),
            Err(error) => {
                let message = format!("the manifest calls this type `{name}`: {error}");
                diagnostics.push(
                    Diagnostic::new(Code::BadOverride, definition.pointer.clone(), message)
                        .help("give it another name in the manifest"),
                );
                waiting.push(index);
            }
        }
    }
    let rank = |index: &usize| Rank::of(&ir.types[*index]);
    for wanted in [Rank::Exact, Rank::Declared, Rank::Derived] {
        let of_rank = waiting
            .iter()
            .copied()
            .filter(|index| rank(index) == wanted);
        for (index, ident) in granted(ir, of_rank.collect(), scope, diagnostics) {
            names.insert(index, ident);
        }
    }
    names.into_values().collect()
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

/// Names types of one rank, none of which has a better claim than another.
fn granted(
    ir: &Ir,
    waiting: Vec<usize>,
    scope: &mut Scope,
    diagnostics: &mut Diagnostics,
) -> Vec<(usize, Ident)> {
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
        Some(rival) => format!("`{rival}` is called so"),
        None => "the name has a meaning in Rust or in every generated crate".to_owned(),
    };
    diagnostics.push(Diagnostic::new(
        Code::Renamed,
        Place::key(definition.pointer.clone()),
        format!(
            "`{}` is called `{}` and not `{wanted}`: {cause}",
            wire_name(definition),
            claimed.ident
        ),
    ));
}

/// What the document calls a type.
fn wire_name(definition: &TypeDef) -> String {
    match (&definition.component, definition.uses.first()) {
        (Some(component), _) => component.clone(),
        (None, Some(called)) => called.title.clone().unwrap_or_else(|| called.name.clone()),
        (None, None) => definition.pointer.to_string(),
    }
}

/// Which of its candidates each wish comes to: those that want one name move on to their next
/// ones, all but one that has no more.
///
/// It goes in rounds; only a name that someone moved on to needs another look.
pub(super) fn settle(wishes: &[Vec<String>], taken: impl Fn(&str) -> bool) -> Vec<usize> {
    let mut levels = vec![0; wishes.len()];
    let mut wanted: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (index, candidates) in wishes.iter().enumerate() {
        wanted.entry(&candidates[0]).or_default().push(index);
    }
    let mut names: BTreeSet<&str> = wanted.keys().copied().collect();
    while !names.is_empty() {
        let mut movers = Vec::new();
        for name in std::mem::take(&mut names) {
            let Some(rivals) = wanted.get_mut(name) else {
                continue;
            };
            if rivals.len() < 2 && !taken(name) {
                continue;
            }
            let can_move = |index: &usize| levels[*index] + 1 < wishes[*index].len();
            movers.extend(rivals.iter().copied().filter(can_move));
            rivals.retain(|index| !can_move(index));
        }
        for index in movers {
            levels[index] += 1;
            let name = wishes[index][levels[index]].as_str();
            wanted.entry(name).or_default().push(index);
            names.insert(name);
        }
    }
    levels
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

/// `a.b.c_enum_d` is `D`, then `CD`, then `BCD`: what stands before a dot only qualifies, and so
/// does what stands before the word `enum`.
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
        if !(after.len() == 1 && GENERIC.contains(&after[0].as_str())) {
            candidates.push(camel(after));
        }
        tail = overlapping(before, after);
    }
    candidates.push(camel(&tail));
    for segment in before.iter().rev() {
        tail = overlapping(&name::words(segment), &tail);
        candidates.push(camel(&tail));
    }
    candidates
}

/// Puts one list of words before another: `role` before `role type` is `role type`.
fn overlapping(before: &[String], after: &[String]) -> Vec<String> {
    let shared = (0..=before.len().min(after.len()))
        .rev()
        .find(|n| before.ends_with(&after[..*n]));
    let mut words = before.to_vec();
    words.extend_from_slice(&after[shared.unwrap_or_default()..]);
    words
}

/// A title; the name that a type commonly has; owner and name.
fn anonymous_candidates(definition: &TypeDef) -> Vec<String> {
    let mut candidates = Vec::new();
    let titles: Vec<&String> = definition
        .uses
        .iter()
        .filter_map(|called| called.title.as_ref())
        .collect();
    if let Some(title) = commonest(titles.into_iter().map(|title| name::type_name(title)))
        && title.len() <= 60
    {
        candidates.push(title);
    }
    let nameable = !matches!(definition.shape, TypeShape::Union(_));
    let is_text = matches!(definition.shape, TypeShape::Text(_));
    let specific = |called: &&Use| is_specific(&called.name);
    let shared = definition.uses.len() > 1;
    let names = definition
        .uses
        .iter()
        .filter(specific)
        .map(|called| name::type_name(&called.name));
    if nameable && (shared || is_text) {
        candidates.extend(commonest(names));
    }
    let owned = definition
        .uses
        .iter()
        .map(|called| camel(&owned_words(called)));
    candidates.extend(commonest(owned));
    let full = definition.uses.first().map(|called| {
        let mut words = name::words(&called.owner);
        words.extend(name::words(&called.name));
        camel(&words)
    });
    candidates.extend(full);
    if candidates.is_empty() {
        candidates.push(name::type_name(definition.pointer.last().unwrap_or("Type")));
    }
    candidates
}

/// The words of what a place belongs to, without the verb of an operation, and of its own name.
fn owned_words(called: &Use) -> Vec<String> {
    let last = called.owner.rsplit('.').next().unwrap_or_default();
    let mut words = name::words(last);
    let own = name::words(&called.name);
    let is_part = called.role == Role::Part;
    if words.len() > 1 && is_part && VERBS.contains(&words[0].as_str()) {
        words.remove(0);
    }
    overlapping(&words, &own)
}

fn camel(words: &[String]) -> String {
    name::join(words, name::Case::Type)
}

/// The most frequent of some names; the first of several.
fn commonest(names: impl Iterator<Item = String>) -> Option<String> {
    let mut counts: IndexMap<String, usize> = IndexMap::new();
    for name in names {
        *counts.entry(name).or_default() += 1;
    }
    let most = counts.values().copied().max()?;
    let first = counts.into_iter().find(|(_, count)| *count == most);
    first.map(|(name, _)| name)
}
