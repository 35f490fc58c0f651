//! Names from a lock: existing items keep their names, and new items get others.

use std::collections::{BTreeMap, BTreeSet};

use super::identity::OperationKeys;
use super::members::Members;
use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place};
use crate::ir::{Ir, Operation};
use crate::lock::{FILE, Key, Kind, Lock};
use crate::name::{Claimed, Ident, NameError, Scope};

/// The kinds whose names are types at the root of the crate, or must be told apart from those.
const TYPES: &[Kind] = &[
    Kind::Arguments,
    Kind::Content,
    Kind::Form,
    Kind::Handle,
    Kind::Headers,
    Kind::New,
    Kind::Outcome,
    Kind::Pattern,
    Kind::Request,
    Kind::Site,
    Kind::Type,
];

/// The kinds of types that are named after their operation.
const OF_OPERATIONS: &[Kind] = &[
    Kind::Arguments,
    Kind::Content,
    Kind::Form,
    Kind::Outcome,
    Kind::Request,
];

/// The kinds whose names may move on: with an operation, or because the manifest gives them to another.
const MOVABLE: &[Kind] = &[
    Kind::Arguments,
    Kind::Content,
    Kind::Form,
    Kind::Outcome,
    Kind::Pattern,
    Kind::Request,
    Kind::Type,
];

/// What to do about a name of the manifest that cannot be used.
pub(super) const GIVE_ANOTHER: &str = "choose another name in the manifest; to free a name that only `names.lock` keeps, run `bindery codegen --refresh-names NAME`";

/// The names of a crate on their way from one lock to the next.
pub(super) struct Names<'l> {
    earlier: Option<&'l Lock>,
    pub(super) operations: OperationKeys,
    now: Lock,
    /// The names of the types that the crate has already.
    types: BTreeSet<&'l str>,
    /// The names of the lock that cannot be used, and why.
    refused: BTreeMap<Key, NameError>,
}

impl<'l> Names<'l> {
    pub(super) fn new(ir: &Ir, earlier: Option<&'l Lock>) -> Self {
        let entries = earlier.into_iter().flat_map(Lock::iter);
        let there = entries.filter(|(key, locked)| TYPES.contains(&key.kind) && !locked.gone);
        Self {
            earlier,
            operations: OperationKeys::of(ir),
            now: Lock::default(),
            types: there.map(|(_, locked)| locked.name.as_str()).collect(),
            refused: BTreeMap::new(),
        }
    }

    /// The name that something has by the lock, be it gone or not.
    pub(super) fn earlier(&self, key: &Key) -> Option<&'l str> {
        Some(self.earlier?.get(key)?.name.as_str())
    }

    /// What an operation is known by.
    pub(super) fn place(&self, operation: &Operation) -> String {
        self.operations.key(operation)
    }

    /// Whether the crate has an operation already.
    pub(super) fn knows(&self, operation: &Operation) -> bool {
        let key = Key::new(Kind::Method, self.place(operation));
        let locked = self.earlier.and_then(|lock| lock.get(&key));
        locked.is_some_and(|locked| !locked.gone)
    }

    /// All that the lock has of some kinds.
    pub(super) fn of(&self, kinds: &'static [Kind]) -> impl Iterator<Item = (&'l Key, &'l str)> {
        let entries = self.earlier.into_iter().flat_map(Lock::iter);
        let wanted = entries.filter(move |(key, _)| kinds.contains(&key.kind));
        wanted.map(|(key, locked)| (key, locked.name.as_str()))
    }

    /// Whether the lock has a name for something of some kinds.
    pub(super) fn is_of(&self, kinds: &'static [Kind], name: &str) -> bool {
        self.of(kinds).any(|(_, known)| known == name)
    }

    /// Keeps every name of a type for what has it by the lock.
    pub(super) fn hold_types(&self, scope: &mut Scope) {
        for (key, name) in self.of(TYPES) {
            scope.hold(&by_lock(key), name);
        }
    }

    /// Frees the names of operations that the document no longer has: an operation that moved to another path
    /// with its ID may use them.
    pub(super) fn release_moved(&self, scope: &mut Scope) {
        for (key, name) in self.of(OF_OPERATIONS) {
            let mut words = key.identity.splitn(3, ' ');
            let operation: Vec<&str> = words.by_ref().take(2).collect();
            if !self.operations.contains(&operation.join(" ")) {
                scope.release(name);
            }
        }
    }

    /// Keeps the name that something has by the lock.
    pub(super) fn hold(&self, scope: &mut Scope, key: &Key) {
        if let Some(name) = self.earlier(key) {
            scope.hold(&by_lock(key), name);
        }
    }

    /// Grants the name that something has by the lock; where it has none, a candidate.
    pub(super) fn claim(
        &mut self,
        scope: &mut Scope,
        key: Key,
        owner: &str,
        candidates: &[String],
    ) -> Claimed {
        let claimed = match self.locked(scope, &key, owner) {
            Some(ident) => Claimed {
                ident,
                renamed: false,
                rival: None,
            },
            None => scope.claim_for(owner, candidates),
        };
        self.note(key, &claimed.ident);
        claimed
    }

    /// Grants the name that something has by the lock, if it has one.
    pub(super) fn locked(&mut self, scope: &mut Scope, key: &Key, owner: &str) -> Option<Ident> {
        // Two of one identity are told apart by nothing that stays.
        if self.now.get(key).is_some() {
            return None;
        }
        let name = self.earlier(key)?;
        self.exactly(scope, std::slice::from_ref(key), owner, name)
    }

    /// Grants a name that the lock has for what answers to some keys.
    pub(super) fn exactly(
        &mut self,
        scope: &mut Scope,
        keys: &[Key],
        owner: &str,
        name: &str,
    ) -> Option<Ident> {
        match scope.claim_held(owner, name) {
            Ok(ident) => Some(ident),
            Err(error) => {
                let key = keys.iter().find(|key| self.earlier(key) == Some(name));
                if let Some(key) = key {
                    self.refused.insert(key.clone(), error);
                }
                None
            }
        }
    }

    /// Grants the name that the manifest gives. The name that another has by the lock is not free.
    pub(super) fn given(
        &self,
        scope: &mut Scope,
        key: &Key,
        owner: &str,
        name: &str,
    ) -> Result<Ident, NameError> {
        match self.earlier(key) == Some(name) {
            true => scope.claim_held(owner, name),
            false => scope.claim_exact(owner, name),
        }
    }

    /// The names of the members of a type: see [`Members`].
    pub(super) fn members(&self, kind: Kind, owner: &str, scope: Scope) -> Members<'l> {
        Members::new(self.earlier, kind, owner.to_owned(), scope)
    }

    /// Whether the crate has a type of this name already.
    pub(super) fn has_type(&self, name: &str) -> bool {
        self.types.contains(name)
    }

    /// Notes the members of a type, when all have their names.
    pub(super) fn note_members(&mut self, members: Members<'_>) {
        for (key, ident) in members.noted() {
            self.note(key.clone(), ident);
        }
        self.refused.extend(members.refused);
    }

    /// Notes what something is called; of two things of one identity the first.
    pub(super) fn note(&mut self, key: Key, name: &Ident) {
        self.note_word(key, name.bare());
    }

    /// Records a fact without a name.
    pub(super) fn note_word(&mut self, key: Key, word: &str) {
        if self.now.get(&key).is_none() {
            self.now.insert(key, word);
        }
    }

    /// Notes what types are called, by the places at which they stand, and by what had their names `before`. Returns
    /// the further names that are granted: places of types that have become one keep the names of those.
    pub(super) fn note_places(
        &mut self,
        scope: &mut Scope,
        by_lock: &ByLock,
        (places, before): (&[Vec<Key>], &[Vec<Key>]),
        idents: &[Ident],
    ) -> Vec<(Ident, usize)> {
        let others = by_lock.others.iter().filter_map(|(name, index)| {
            let ident = scope.claim_held(idents[*index].as_str(), name).ok()?;
            Some((ident, *index))
        });
        let others: Vec<(Ident, usize)> = others.collect();
        let kept = |key: &Key, index: usize| {
            let earlier = self.earlier(key)?;
            let of_type = others.iter().filter(|(_, of)| *of == index);
            let mut names = of_type.map(|(other, _)| other).chain([&idents[index]]);
            names.find(|name| name.bare() == earlier)
        };
        let mut noted: Vec<(&Key, &Ident)> = Vec::new();
        for (index, keys) in places.iter().enumerate() {
            let names = keys.iter().map(|key| (key, kept(key, index)));
            noted.extend(names.map(|(key, kept)| (key, kept.unwrap_or(&idents[index]))));
        }
        for (index, keys) in before.iter().enumerate() {
            let names = keys.iter();
            noted.extend(names.filter_map(|key| Some((key, kept(key, index)?))));
        }
        for (key, ident) in noted {
            self.note(key.clone(), ident);
        }
        others
    }

    /// The next lock. Names of the last one that cannot be used are errors.
    pub(super) fn finish(mut self, is_complete: bool, diagnostics: &mut Diagnostics) -> Lock {
        for (key, error) in &self.refused {
            let name = self.earlier(key).unwrap_or_default();
            let message = format!("`{FILE}` gives `{key}` the name `{name}`: {error}");
            let help = format!(
                "correct the line, or run `bindery codegen --refresh-names '{key}'` to choose the name again"
            );
            let said = Diagnostic::new(Code::BadOverride, Place::Document, message);
            diagnostics.push(said.help(help));
        }
        if let Some(earlier) = self.earlier {
            self.now.take_over(earlier, MOVABLE, is_complete);
        }
        self.now
    }
}

/// Who has a name, as a message says it.
pub(super) fn by_lock(key: &Key) -> String {
    format!("{key}`, by `{FILE}")
}

/// The names that types have in the lock, with their uses.
#[derive(Debug, Default)]
pub(super) struct ByLock {
    /// The name of each type that has one.
    pub(super) names: BTreeMap<usize, String>,
    /// The other names of types that were several: they stay beside the first.
    pub(super) others: BTreeMap<String, usize>,
    /// The types without a name whose places had the name of another.
    pub(super) without: BTreeMap<usize, usize>,
}

/// One type's claim to one name.
struct Claim<'k> {
    /// Whether the type answers to what has the name, and not only did something else before.
    is_own: bool,
    /// How many keys of the type have the name.
    count: usize,
    /// The first of these keys.
    first: &'k Key,
    index: usize,
    name: &'k str,
}

/// Which type has which name. Of a type that has become several, the one with most of the places that had the name
/// keeps it; several that have become one have the name that most of the places had, and the others as well. Of equal
/// claims the first by its place counts. `before` has what may have had the name of each type earlier.
pub(super) fn by_places(keys: &[Vec<Key>], before: &[Vec<Key>], lock: Option<&Lock>) -> ByLock {
    let Some(lock) = lock else {
        return ByLock::default();
    };
    let claims = claims(keys, before, lock);
    let mut found = ByLock::default();
    let mut given: BTreeMap<&str, usize> = BTreeMap::new();
    for Claim { index, name, .. } in &claims {
        if !found.names.contains_key(index) && !given.contains_key(name) {
            given.insert(name, *index);
            found.names.insert(*index, (*name).to_owned());
        }
    }
    let stays = |index: usize, name: &str| {
        let keys = keys[index]
            .iter()
            .chain(before.get(index).into_iter().flatten());
        let mut places = keys.filter_map(|key| lock.get(key));
        places.any(|place| place.name == name && !place.gone)
    };
    for Claim { index, name, .. } in claims {
        match given.get(name) {
            Some(keeper) if !found.names.contains_key(&index) => {
                found.without.entry(index).or_insert(*keeper);
            }
            None if stays(index, name) => {
                given.insert(name, index);
                found.others.insert(name.to_owned(), index);
            }
            _ => {}
        }
    }
    found
}

/// The claims to names of the lock, those that are heard first before the others.
fn claims<'k>(keys: &'k [Vec<Key>], before: &'k [Vec<Key>], lock: &'k Lock) -> Vec<Claim<'k>> {
    let mut claims: Vec<Claim<'k>> = Vec::new();
    for (is_own, all) in [(true, keys), (false, before)] {
        for (index, keys) in all.iter().enumerate() {
            let mut by_name: BTreeMap<&str, Vec<&Key>> = BTreeMap::new();
            for key in keys {
                if let Some(locked) = lock.get(key) {
                    by_name.entry(&locked.name).or_default().push(key);
                }
            }
            claims.extend(by_name.into_iter().map(|(name, keys)| Claim {
                is_own,
                count: keys.len(),
                first: keys[0],
                index,
                name,
            }));
        }
    }
    // The last key is the pointer.
    let last = |claim: &Claim<'_>| keys[claim.index].last();
    claims.sort_by(|one, other| {
        let by_strength = (other.is_own, other.count).cmp(&(one.is_own, one.count));
        let by_place = one.first.cmp(other.first);
        by_strength
            .then(by_place)
            .then_with(|| last(one).cmp(&last(other)))
    });
    claims
}
