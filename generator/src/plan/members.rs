//! Fields, variants and parameters: names that are unique within one owner. A lock has those that are not the plain
//! form of their wire names, and those of which several have one plain form.

use std::collections::BTreeMap;

use super::locked::by_lock;
use crate::lock::{Key, Kind, Lock};
use crate::name::{Claimed, Ident, NameError, Scope};

/// The names of the members of one owner.
pub(super) struct Members<'l> {
    pub(super) scope: Scope,
    earlier: Option<&'l Lock>,
    kind: Kind,
    pub(super) owner: String,
    /// The members with their names and plain forms, in the order in which they got them.
    named: Vec<(Key, Ident, Ident)>,
    /// The names of the lock that cannot be used, and why.
    pub(super) refused: BTreeMap<Key, NameError>,
}

impl<'l> Members<'l> {
    /// Begins with the names that all owners of the kind have. `owner` is what keys begin with.
    pub(super) fn new(earlier: Option<&'l Lock>, kind: Kind, owner: String, scope: Scope) -> Self {
        let mut members = Self {
            scope,
            earlier,
            kind,
            owner,
            named: Vec::new(),
            refused: BTreeMap::new(),
        };
        let first = Key::new(kind, members.owner.as_str());
        let entries = earlier.into_iter().flat_map(|lock| lock.from(&first));
        let of_owner = entries.take_while(|(key, _)| {
            key.kind == kind && key.identity.starts_with(members.owner.as_str())
        });
        for (key, locked) in of_owner {
            members.scope.hold(&by_lock(key), &locked.name);
        }
        members
    }

    /// The names of one member that has no others beside it.
    pub(super) fn alone() -> Self {
        Self::new(None, Kind::Parameter, String::new(), Scope::default())
    }

    /// Grants the name that a member has by the lock; else a candidate, of which the first is the plain form unless
    /// it is given.
    pub(super) fn claim(
        &mut self,
        wire: &str,
        candidates: &[String],
        plain: Option<&str>,
    ) -> Claimed {
        let key = Key::new(self.kind, format!("{}{wire}", self.owner));
        let claimed = match self.by_lock(&key, wire) {
            Some(ident) => Claimed {
                ident,
                renamed: false,
                rival: None,
            },
            None => self.scope.claim_for(wire, candidates),
        };
        let plain = plain.or(candidates.first().map(String::as_str));
        let plain = Scope::new(&[]).claim(&[plain.unwrap_or_default().to_owned()]);
        let named = (key, claimed.ident.clone(), plain.ident);
        self.named.push(named);
        claimed
    }

    /// The names that a lock has to have.
    pub(super) fn noted(&self) -> impl Iterator<Item = (&Key, &Ident)> {
        let mut rivals: BTreeMap<&Ident, usize> = BTreeMap::new();
        for (_, _, plain) in &self.named {
            *rivals.entry(plain).or_default() += 1;
        }
        let is_noted = move |(key, ident, plain): &&(Key, Ident, Ident)| {
            let is_locked = self.earlier.is_some_and(|lock| lock.get(key).is_some());
            is_locked || ident != plain || rivals.get(plain).is_some_and(|count| *count > 1)
        };
        let noted = self.named.iter().filter(is_noted);
        noted.map(|(key, ident, _)| (key, ident))
    }

    /// Notes a name that is not plain.
    pub(super) fn note(&mut self, key: Key, ident: &Ident, plain: &Ident) {
        self.named.push((key, ident.clone(), plain.clone()));
    }

    fn by_lock(&mut self, key: &Key, wire: &str) -> Option<Ident> {
        let name = &self.earlier?.get(key)?.name;
        if self.named.iter().any(|(known, ..)| known == key) {
            return None;
        }
        match self.scope.claim_held(wire, name) {
            Ok(ident) => Some(ident),
            Err(error) => {
                self.refused.insert(key.clone(), error);
                None
            }
        }
    }
}
