//! What a change of a document means for users of the generated crate: compares two plans by the identities
//! of their items in the documents.

mod join;
mod limits;
mod operations;
mod rules;
mod surface;
#[cfg(test)]
mod tests;
mod types;

use std::collections::{BTreeMap, BTreeSet};

use crate::diagnostic::Diagnostics;
use crate::ir::Ir;
use crate::lock::Lock;
use crate::name::Ident;
use crate::plan::{self, OperationKeys, Plan};
use crate::pointer::Pointer;
use crate::source::Source;
use crate::target::Target;
pub use rules::{Level, Rule, Wire};
use surface::{Facet, Key, Kind, Surface};

/// A document that was understood.
#[derive(Debug)]
pub struct Side {
    ir: Ir,
    plan: Plan,
    lock: Lock,
    /// The name of each type of `ir`, in its order.
    names: Vec<Ident>,
    /// Whether requests hold it, for each of them.
    sent: Vec<bool>,
    /// What its operations are known by.
    operations: OperationKeys,
}

impl Side {
    /// Reads and plans a document; none if it has mistakes.
    #[must_use]
    pub fn read(source: &Source, target: &Target, diagnostics: &mut Diagnostics) -> Option<Self> {
        let (ir, plan, lock) = crate::understand_and_lock(source, target, diagnostics)?;
        let names = plan::type_names(&ir, target);
        let sent = plan::sent_types(&ir);
        let operations = OperationKeys::of(&ir);
        Some(Self {
            ir,
            plan,
            lock,
            names,
            sent,
            operations,
        })
    }

    /// The names of the crate, for a newer document without a lock.
    #[must_use]
    pub fn lock(&self) -> &Lock {
        &self.lock
    }

    /// What the document says.
    #[must_use]
    pub fn ir(&self) -> &Ir {
        &self.ir
    }

    /// The plan of the crate.
    #[must_use]
    pub fn plan(&self) -> &Plan {
        &self.plan
    }
}

/// A Rust item, and its place in the document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Item {
    /// The item, as callers write it.
    pub rust: String,
    /// The place in the document.
    pub pointer: Pointer,
}

/// A change that callers can notice.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What kind of change it is.
    pub rule: Rule,
    /// What it was; none for something new.
    pub old: Option<Item>,
    /// What it is; none for something that is gone.
    pub new: Option<Item>,
    /// Other items to which the same happened for the same cause, as the older document has them.
    pub also: Vec<Item>,
}

/// What changed between two documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Changes {
    /// The changes, those that matter most first.
    pub findings: Vec<Finding>,
    /// How many items have other docs, and are the same otherwise.
    pub descriptions: usize,
}

/// All changes between two documents.
#[must_use]
pub fn compare(old: &Side, new: &Side) -> Changes {
    let mut joined = join::join(old, new);
    for alias in &new.plan.aliases {
        let (name, of) = (alias.ident.to_string(), alias.of.to_string());
        joined.renamed.entry(name).or_insert(of);
    }
    let moved = moved(old, new);
    let none = BTreeMap::new();
    let before = surface::surface(old, &joined.old, &joined.renamed, &none);
    let after = surface::surface(new, &joined.new, &none, &moved);
    let keys: BTreeSet<&Key> = before.keys().chain(after.keys()).collect();
    let further = new.plan.aliases.iter().map(|it| it.ident.as_str());
    let further: BTreeSet<&str> = further.collect();
    // A type that has become a part of another one keeps its name.
    let keeps_name =
        |key: &Key, old: &Facet| key.kind == Kind::Type && further.contains(old.name.as_str());
    let (mut found, mut descriptions) = (Vec::new(), 0);
    for key in keys {
        match (before.get(key), after.get(key)) {
            (Some(old), None) if keeps_name(key, old) => {}
            (Some(old), Some(new)) => {
                let count = found.len();
                // One value that an operation takes has no name.
                let is_named = !(old.name.is_empty() || new.name.is_empty());
                if old.name != new.name && is_named && !keeps_name(key, old) {
                    found.push(finding(Rule::NameChanged, Some(old), Some(new)));
                }
                both(key.kind, old, new, &mut found);
                descriptions += usize::from(count == found.len() && old.doc != new.doc);
            }
            (Some(old), None) if stands_alone(key, &before, &after) => {
                found.push(finding(rules::removed(key.kind), Some(old), None));
            }
            // A new handle comes with a new operation.
            (None, Some(new)) if key.kind != Kind::Handle && stands_alone(key, &after, &before) => {
                let rule = rules::added(key.kind, new.required);
                found.push(finding(rule, None, Some(new)));
            }
            _ => {}
        }
    }
    let mut found = by_cause(found);
    found.sort_by_key(|(finding, _)| (finding.rule.level(), finding.rule.id()));
    Changes {
        findings: found.into_iter().map(|(finding, _)| finding).collect(),
        descriptions,
    }
}

/// The older identities of operations that moved to another path, by the newer ones: they are known by their
/// `operationId`.
fn moved(old: &Side, new: &Side) -> BTreeMap<String, String> {
    let known = |side: &Side| -> BTreeMap<String, String> {
        let operations = side.ir.operations.iter();
        operations
            .map(|it| (side.operations.key(it), it.id.clone()))
            .collect()
    };
    let (before, after) = (known(old), known(new));
    let gone = before.iter().filter(|(key, _)| !after.contains_key(*key));
    let gone: BTreeMap<&String, &String> = gone.map(|(key, id)| (id, key)).collect();
    let fresh = after.iter().filter(|(key, _)| !before.contains_key(*key));
    let pairs = fresh.filter_map(|(key, id)| Some((key.clone(), (*gone.get(id)?).clone())));
    pairs.collect()
}

/// Whether both sides have the parent of an item that only one side has: parts of a new or removed item are
/// not reported.
fn stands_alone(key: &Key, here: &Surface, there: &Surface) -> bool {
    // A struct of arguments is added and removed with its arguments.
    let is_told = key.kind != Kind::Arguments;
    is_told
        && [Kind::Type, Kind::Operation].into_iter().all(|kind| {
            let whole = Key {
                owner: key.owner.clone(),
                kind,
                part: String::new(),
            };
            whole == *key || !here.contains_key(&whole) || there.contains_key(&whole)
        })
}

/// A finding, with the cause that distinguishes it from other findings of its rule.
type Caused = (Finding, (String, String));

fn finding(rule: Rule, old: Option<&Facet>, new: Option<&Facet>) -> Caused {
    let cause = |facet: Option<&Facet>| facet.map(|it| it.rust.clone()).unwrap_or_default();
    let item = |facet: &Facet| Item {
        rust: facet.rust.clone(),
        pointer: facet.pointer.clone(),
    };
    let causes = (cause(old), cause(new));
    let (old, new) = (old.map(item), new.map(item));
    let also = Vec::new();
    (
        Finding {
            rule,
            old,
            new,
            also,
        },
        causes,
    )
}

/// What became of something that both sides have.
fn both(kind: Kind, old: &Facet, new: &Facet, found: &mut Vec<Caused>) {
    let mut push = |rule| found.push(finding(rule, Some(old), Some(new)));
    if old.required != new.required && kind == Kind::Parameter {
        push(match new.required {
            true => Rule::ParameterNowRequired,
            false => Rule::ParameterNowOptional,
        });
    }
    if exchanged(old, new) {
        push(Rule::ArgumentsExchanged);
    }
    if old.deprecated != new.deprecated {
        push(match new.deprecated {
            true => Rule::Deprecated,
            false => Rule::Undeprecated,
        });
    }
    if let Some(rule) = limits::change(&old.rules, &new.rules) {
        push(rule);
    }
    let differing = |one: &Facet, other: &Facet| {
        let gone = one.traits.iter().filter(|it| !other.traits.contains(it));
        gone.count() > 0
    };
    if differing(old, new) {
        push(Rule::TraitRemoved);
    }
    if differing(new, old) {
        push(Rule::TraitAdded);
    }
    let facts = old.facts.iter().chain(&new.facts).map(|(rule, _)| *rule);
    for rule in facts.collect::<BTreeSet<_>>() {
        let fact = |facet: &Facet| facet.facts.iter().find(|it| it.0 == rule).cloned();
        if fact(old) != fact(new) {
            push(rule);
        }
    }
    if old.ty != new.ty {
        retyped(kind, old, new, found);
    }
}

fn retyped(kind: Kind, old: &Facet, new: &Facet, found: &mut Vec<Caused>) {
    let Some(rule) = rules::retyped(kind, &old.ty, &new.ty) else {
        return;
    };
    let (mut finding, _) = finding(rule, Some(old), Some(new));
    for (item, facet) in [(&mut finding.old, old), (&mut finding.new, new)] {
        if let Some(item) = item {
            item.rust = format!("{}: {}", item.rust, facet.ty);
        }
    }
    found.push((finding, (old.ty.clone(), new.ty.clone())));
}

/// Whether arguments of equal types mean something else at their places: callers give one for the other and do not see
/// it. Those of the path are known by their names, of which a new one says nothing.
fn exchanged(old: &Facet, new: &Facet) -> bool {
    let types = |facet: &Facet| {
        facet
            .order
            .iter()
            .map(|(_, ty)| ty.clone())
            .collect::<Vec<_>>()
    };
    let names = |facet: &Facet| {
        facet
            .order
            .iter()
            .map(|(name, _)| name.clone())
            .collect::<Vec<_>>()
    };
    let sorted = |facet: &Facet| names(facet).into_iter().collect::<BTreeSet<_>>();
    let is_other = |old: &Facet, new: &Facet| match (&old.alone, &new.alone) {
        (Some((old, ty)), Some((new, as_well))) => old != new && ty == as_well,
        _ => false,
    };
    let is_moved = names(old) != names(new) && sorted(old) == sorted(new);
    types(old) == types(new) && is_moved || is_other(old, new)
}

/// Findings of one cause as one.
fn by_cause(found: Vec<Caused>) -> Vec<Caused> {
    let mut merged: Vec<Caused> = Vec::new();
    let mut known: BTreeMap<(Rule, (String, String)), usize> = BTreeMap::new();
    for (finding, cause) in found {
        let key = (finding.rule, cause.clone());
        match known.get(&key) {
            Some(index) => merged[*index].0.also.extend(finding.old.or(finding.new)),
            None => {
                known.insert(key, merged.len());
                merged.push((finding, cause));
            }
        }
    }
    merged
}

/// The level of a change as a whole; `None` if nothing changed.
#[must_use]
pub fn verdict(findings: &[Finding]) -> Option<Level> {
    findings.iter().map(|finding| finding.rule.level()).min()
}

/// Whether a program that was built from the older document can work with the newer service.
#[must_use]
pub fn wire(findings: &[Finding]) -> Wire {
    let all = findings.iter().map(|finding| finding.rule.wire());
    all.min().unwrap_or(Wire::Compatible)
}
