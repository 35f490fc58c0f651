//! What the methods that lead to handles are called.
//!
//! - A constant segment gives its own name: `Messages` is `messages`.
//! - Items have the singular of the segment before them: `/messages/{sid}` is `message(sid)`. If the segment
//!   has no distinct singular, the name of the parameter is added: `/media/{sid}` is `media_by_sid(sid)`.
//! - Items of several segments end in the name of their last parameter, said once: `/repos/{owner}/{repo}` is
//!   `repo(owner, repo)`, and `/gists/{id}/{sha}` is `gist_sha(id, sha)`.
//! - Items without a segment before them have the name of their last parameter: `/{shop_id}/orders` is
//!   `shop(shop_id).orders()`.
//! - If names are equal, constant segments keep theirs, and the parameters are added to the names of items:
//!   next to `/users/{name}`, `/user` is `user()`, and the items are `users_by_name(name)`. If resources
//!   exist in several versions, the lowest version keeps the name, and the others are prefixed with their
//!   version: `v2_users()`.
//! - The manifest can set other names, and names in the lock stay.

use std::collections::BTreeMap;

use super::handles::{Kind, Node, Places, blank_path, owner};
use super::locked::{GIVE_ANOTHER, Names};
use super::names::overlapping;
use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::lock::{self, Key};
use crate::name::{self, Case, Ident, Scope};
use crate::target::Target;

/// Functions that every client has.
const CLIENT_METHODS: &[&str] = &["builder", "clone", "from", "from_env", "inner", "new"];
/// Functions that every handle has.
const HANDLE_METHODS: &[&str] = &["clone", "new"];
/// Last words of a parameter's name that identify something, but do not say what it is.
const IDENTITIES: &[&str] = &["id", "ids", "key", "name", "sid", "slug", "uid", "uuid"];

/// The names of the methods that return the handle of each place, and the names of the methods that are in
/// use.
pub(super) struct Accessors {
    /// One for each node.
    pub(super) idents: Vec<Ident>,
    /// The names that are in use among the methods of a node; `None` is the client.
    pub(super) taken: BTreeMap<Option<usize>, Scope>,
}

/// Names the methods.
pub(super) fn accessors(
    nodes: &[Node<'_>],
    target: &Target,
    locked: &mut Names<'_>,
    diagnostics: &mut Diagnostics,
) -> Accessors {
    let mut taken = scopes(nodes, locked);
    let mut idents = given(nodes, target, locked, &mut taken, diagnostics);
    for (index, node) in nodes.iter().enumerate() {
        if idents.contains_key(&index) {
            continue;
        }
        let scope = taken.entry(owner(nodes, index)).or_default();
        let key = key(node);
        if let Some(ident) = locked.locked(scope, &key, &node.path) {
            idents.insert(index, ident);
        }
    }
    let mut waiting: Vec<usize> = (0..nodes.len()).collect();
    waiting.retain(|index| !idents.contains_key(index));
    waiting.sort_by_cached_key(|index| rank(nodes, *index));
    for index in waiting {
        let scope = taken.entry(owner(nodes, index)).or_default();
        let claimed = scope.claim_for(&nodes[index].path, &candidates(nodes, index));
        idents.insert(index, claimed.ident);
    }
    for (index, ident) in &idents {
        if nodes[*index].is_handle() {
            locked.note(key(&nodes[*index]), ident);
        }
    }
    Accessors {
        idents: idents.into_values().collect(),
        taken,
    }
}

fn key(node: &Node<'_>) -> Key {
    Key::new(lock::Kind::Accessor, node.blank.as_str())
}

/// The names of the methods of every handle and of the client: those that they all have, and those that the lock
/// keeps for someone.
fn scopes(nodes: &[Node<'_>], locked: &Names<'_>) -> BTreeMap<Option<usize>, Scope> {
    let owners = (0..nodes.len()).map(|index| owner(nodes, index));
    let all = owners.chain((0..nodes.len()).map(Some));
    let scope = |owner: Option<usize>| {
        let reserved = owner.map_or(CLIENT_METHODS, |_| HANDLE_METHODS);
        (owner, Scope::new(reserved))
    };
    let mut scopes: BTreeMap<Option<usize>, Scope> = all.map(scope).collect();
    let places = Places::of(nodes);
    for (key, _) in locked.of(&[lock::Kind::Accessor, lock::Kind::Method]) {
        let owner = match key.kind {
            lock::Kind::Accessor => places.owner(&key.identity),
            _ => places.of_operation(&key.identity).map(Some),
        };
        if let Some(scope) = owner.and_then(|owner| scopes.get_mut(&owner)) {
            locked.hold(scope, key);
        }
    }
    scopes
}

/// The names that the manifest gives.
fn given(
    nodes: &[Node<'_>],
    target: &Target,
    locked: &Names<'_>,
    taken: &mut BTreeMap<Option<usize>, Scope>,
    diagnostics: &mut Diagnostics,
) -> BTreeMap<usize, Ident> {
    let mut idents = BTreeMap::new();
    let given: BTreeMap<String, (&String, &String)> = target
        .names
        .handles
        .iter()
        .map(|(path, name)| (blank_path(path), (path, name)))
        .collect();
    for (index, node) in nodes.iter().enumerate() {
        let Some((path, name)) = given.get(&node.blank) else {
            continue;
        };
        let scope = taken.entry(owner(nodes, index)).or_default();
        match locked.given(scope, &key(node), path, name) {
            Ok(ident) => drop(idents.insert(index, ident)),
            Err(error) => {
                let message =
                    format!("the manifest gives the handle of `{path}` the name `{name}`: {error}");
                let place = node.through[0].0.pointer.clone();
                diagnostics
                    .push(Diagnostic::new(Code::BadOverride, place, message).help(GIVE_ANOTHER));
            }
        }
    }
    idents
}

/// The order in which names are given, the least first.
type Rank = (usize, bool, usize, Vec<(u64, String)>, String);

/// Who is heard first: constant segments, of the lowest version first; then items that their last parameter names;
/// then those of fewer segments.
fn rank(nodes: &[Node<'_>], index: usize) -> Rank {
    let node = &nodes[index];
    let prefix = prefix(nodes, index);
    let versions: Vec<(u64, String)> = prefix
        .iter()
        .flat_map(|segment| name::words(segment))
        .map(|word| {
            let digits = word.trim_start_matches('v');
            (digits.parse().unwrap_or_default(), word)
        })
        .collect();
    let class = match node.kind {
        Kind::Name(_) => 0,
        Kind::Items(segments) if segments > 1 && is_named_by_last(nodes, index) => 1,
        Kind::Items(segments) => 1 + segments,
    };
    // Words between parameters are rarer than parameters alone.
    let last = node.blank.rsplit('/').next().unwrap_or_default();
    let is_mixed = class > 0 && last.contains(|c| !matches!(c, '{' | '}'));
    (class, is_mixed, prefix.len(), versions, node.blank.clone())
}

/// The segments before a place without a meaning for names; those of items come before their collection.
fn prefix<'n>(nodes: &'n [Node<'_>], index: usize) -> &'n [&'n str] {
    let node = &nodes[index];
    match (&node.kind, node.before) {
        (Kind::Items(_), Some(before)) => &nodes[before].prefix,
        _ => &node.prefix,
    }
}

/// The names that the method of a place may have, plainest first.
fn candidates(nodes: &[Node<'_>], index: usize) -> Vec<String> {
    let node = &nodes[index];
    let prefix: Vec<String> = prefix(nodes, index)
        .iter()
        .flat_map(|it| name::words(it))
        .collect();
    let mut candidates = match node.kind {
        Kind::Name(text) => {
            let plain = name::words(text);
            let mut with_kind = plain.clone();
            with_kind.push("path".to_owned());
            vec![plain, with_kind]
        }
        Kind::Items(segments) => items(nodes, index, segments),
    };
    if !prefix.is_empty() {
        let qualified = [&prefix[..], &candidates[0]].concat();
        candidates.insert(1, qualified);
    }
    candidates
        .iter()
        .map(|words| name::join(words, Case::Field))
        .collect()
}

fn items(nodes: &[Node<'_>], index: usize, segments: usize) -> Vec<Vec<String>> {
    let node = &nodes[index];
    let collection = collection(nodes, index);
    let one = singular(&collection);
    let mut by = collection.clone();
    let mut parameters = node.parameters().iter().map(|name| name::words(name));
    by.push("by".to_owned());
    if let Some(first) = parameters.next() {
        by.extend(unrepeated(&one, first));
    }
    for words in parameters {
        by.push("and".to_owned());
        by.extend(words);
    }
    // Its very text tells it apart from what has the same parameters.
    let text = node.path.rsplit('/').next().unwrap_or_default();
    let literal = [&collection[..], &["by".to_owned()], &name::words(text)].concat();
    let last = last_parameter(node);
    let plain = match segments {
        _ if collection.is_empty() => last,
        1 if one == collection => Vec::new(),
        1 => one,
        _ => overlapping(&one, &last),
    };
    let mut candidates = vec![plain, by, literal];
    candidates.retain(|words| !words.is_empty());
    candidates
}

/// The words of the constant segment before items; empty if there is none.
fn collection(nodes: &[Node<'_>], index: usize) -> Vec<String> {
    match nodes[index].before.map(|before| &nodes[before].kind) {
        Some(Kind::Name(text)) => name::words(text),
        _ => Vec::new(),
    }
}

fn singular(words: &[String]) -> Vec<String> {
    let mut words = words.to_vec();
    if let Some(last) = words.last_mut() {
        *last = name::singular(last);
    }
    words
}

/// What the last parameter identifies: `shop` for `shop_id`.
fn last_parameter(node: &Node<'_>) -> Vec<String> {
    let mut words = node
        .parameters()
        .last()
        .map(|name| name::words(name))
        .unwrap_or_default();
    while words
        .last()
        .is_some_and(|word| IDENTITIES.contains(&word.as_str()))
    {
        words.pop();
    }
    words
}

/// Whether the last parameter is called as the items are: `/repos/{owner}/{repo}`.
fn is_named_by_last(nodes: &[Node<'_>], index: usize) -> bool {
    let last = last_parameter(&nodes[index]);
    !last.is_empty() && singular(&collection(nodes, index)) == last
}

/// The words of a parameter without the name of the items: `id` for `pet_id` of a pet.
fn unrepeated(one: &[String], parameter: Vec<String>) -> Vec<String> {
    match parameter.strip_prefix(one) {
        Some(rest) if !rest.is_empty() => rest.to_vec(),
        _ => parameter,
    }
}
