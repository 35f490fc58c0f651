//! Handles mirror the URL: a tree of the paths, in which each place becomes a handle.
//!
//! - A constant segment is a handle: `/chat/completions` is `.chat().completions()`. The path `/` is `.root()`.
//! - Parameters after a constant segment are the handle of one item, which is reached from the same handle as
//!   the constant's own: `/services/{sid}/roles` is `.service(sid).roles()`.
//! - Segments at the beginning that name a version or say `api` or `rest` are no handles, unless nothing follows.
//! - A part at the end of a path after a colon, a last dot, `#` or `?` is a method: `/jobs/{id}:cancel` is
//!   `.job(id).cancel()`, and `/chat.postMessage` is `.chat().post_message()`. The ending `.json` is ignored.
//! - Parameters that differ only in their names are the same place: `/users/{id}` and
//!   `/users/{user_id}/posts` share a handle (OpenAPI 3.1, section "Paths Object": such templates are
//!   identical).
//!
//! Each rule depends on a single path: a new path does not move another.

use std::collections::BTreeMap;

use crate::ir::{Ir, Operation, PathTemplate, Segment};

/// The maximum number of handles for one path; the remaining segments are one place.
const DEEPEST: usize = 32;

/// A place of the URL.
pub(super) struct Node<'a> {
    pub(super) kind: Kind<'a>,
    /// The place before it in the path.
    pub(super) before: Option<usize>,
    /// Whether a constant segment follows.
    pub(super) has_names: bool,
    /// The segments before it that name nothing; only the first place of a path has them.
    pub(super) prefix: Vec<&'a str>,
    /// The path that leads here, with the parameters' names as the shortest path has them.
    pub(super) path: String,
    /// The same path without the names of its parameters.
    pub(super) blank: String,
    /// The operations whose path ends here, with the names of their custom methods.
    pub(super) operations: Vec<(&'a Operation, Option<&'a str>)>,
    /// The operations whose path ends here or below, with their names for the parameters of this place.
    pub(super) through: Vec<(&'a Operation, Vec<&'a str>)>,
}

/// What a place is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Kind<'a> {
    /// A constant segment.
    Name(&'a str),
    /// Parameters: of so many segments.
    Items(usize),
}

/// The places of all paths, each behind the one before it.
pub(super) fn tree(ir: &Ir) -> Vec<Node<'_>> {
    let mut nodes: Vec<Node<'_>> = Vec::new();
    let mut index: BTreeMap<String, usize> = BTreeMap::new();
    let mut operations: Vec<&Operation> = ir.operations.iter().collect();
    // The shortest path says what a place's parameters are called.
    operations.sort_by_key(|it| (it.path.segments.len(), &it.path.text, it.method));
    for operation in operations {
        let route = Route::of(&operation.path);
        let mut before = None;
        let lead = route.blank(&[]);
        let (mut path, mut blank) = (lead.clone(), lead);
        for (position, step) in route.steps.iter().enumerate() {
            path.push_str(&step.text);
            blank.push_str(&step.blank);
            let here = *index.entry(blank.clone()).or_insert_with(|| {
                nodes.push(Node {
                    kind: step.kind.clone(),
                    before,
                    has_names: false,
                    prefix: match position {
                        0 => route.prefix.clone(),
                        _ => Vec::new(),
                    },
                    path: path.clone(),
                    blank: blank.clone(),
                    operations: Vec::new(),
                    through: Vec::new(),
                });
                nodes.len() - 1
            });
            if let (Kind::Name(_), Some(before)) = (&step.kind, before) {
                nodes[before].has_names = true;
            }
            let through = (operation, step.parameters.clone());
            nodes[here].through.push(through);
            before = Some(here);
        }
        if let Some(last) = before {
            nodes[last].operations.push((operation, route.custom));
        }
    }
    nodes
}

impl Node<'_> {
    /// Whether there is a handle for it. A constant segment that only items follow needs none.
    pub(super) fn is_handle(&self) -> bool {
        self.has_names || !self.operations.is_empty() || matches!(self.kind, Kind::Items(_))
    }

    /// The names of this place's parameters; empty if they repeat earlier ones.
    pub(super) fn parameters(&self) -> &[&str] {
        self.through.first().map_or(&[], |(_, names)| names)
    }
}

/// The place whose handle returns the handle of a place; `None` is the client.
pub(super) fn owner(nodes: &[Node<'_>], index: usize) -> Option<usize> {
    let node = &nodes[index];
    match node.kind {
        Kind::Name(_) => node.before,
        Kind::Items(_) => nodes[node.before?].before,
    }
}

/// The path that an entry of the manifest names, as [`Node::blank`] has it.
pub(crate) fn blank_path(path: &str) -> String {
    let (mut blank, mut known) = (String::new(), Vec::new());
    let mut rest = match path.trim_end_matches('/') {
        "" => "/",
        path => path,
    };
    while let Some((before, name, after)) = parameter(rest) {
        blank.push_str(before);
        blank.push_str(&blank_parameter(&mut known, name));
        rest = after;
    }
    blank + rest.strip_suffix(".json").unwrap_or(rest)
}

/// The places of all paths, by their identities in the lock.
pub(super) struct Places<'n> {
    indices: BTreeMap<&'n str, usize>,
}

impl<'n> Places<'n> {
    pub(super) fn of(nodes: &'n [Node<'_>]) -> Self {
        let nodes = nodes.iter().enumerate();
        let indices = nodes.map(|(index, node)| (node.blank.as_str(), index));
        Self {
            indices: indices.collect(),
        }
    }

    /// Where the handle of a path is reached from, be it there or gone: see [`owner`]. None where that is gone too.
    pub(super) fn owner(&self, blank: &str) -> Option<Option<usize>> {
        // What stands behind a last dot is a part of its own only if something stands behind it.
        let whole = format!("{blank}.x");
        let template = PathTemplate::new(match blank.contains('.') {
            true => &whole,
            false => blank,
        });
        let route = Route::of(&template);
        let (last, before) = route.steps.split_last()?;
        let before = match last.kind {
            Kind::Name(_) => before,
            Kind::Items(_) => &before[..before.len().saturating_sub(1)],
        };
        if before.is_empty() {
            return Some(None);
        }
        self.indices.get(&*route.blank(before)).copied().map(Some)
    }

    /// The place of an operation in the lock, present or gone, by its method and path.
    pub(super) fn of_operation(&self, identity: &str) -> Option<usize> {
        let (_, path) = identity.split_once(' ')?;
        let path = path.strip_suffix(" with").unwrap_or(path);
        let template = PathTemplate::new(path);
        let route = Route::of(&template);
        self.indices.get(&*route.blank(&route.steps)).copied()
    }
}

/// Every path that has a handle, as [`Node::blank`] has it.
pub(crate) fn paths(ir: &Ir) -> Vec<String> {
    let nodes = tree(ir);
    let with_handles = nodes.into_iter().filter(Node::is_handle);
    with_handles.map(|node| node.blank).collect()
}

/// One path, cut into places.
struct Route<'a> {
    prefix: Vec<&'a str>,
    steps: Vec<Step<'a>>,
    custom: Option<&'a str>,
}

/// One place of a path.
struct Step<'a> {
    kind: Kind<'a>,
    text: String,
    blank: String,
    /// The parameters that stand here first.
    parameters: Vec<&'a str>,
}

impl<'a> Route<'a> {
    fn of(path: &'a PathTemplate) -> Self {
        let there = path.segments.iter();
        let segments: Vec<&Segment> = there.filter(|segment| !segment.text.is_empty()).collect();
        let last = segments.len().saturating_sub(1);
        let is_prefix =
            |it: &&&Segment| it.parameters.is_empty() && names_nothing(&it.text.to_lowercase());
        let prefix = segments[..last].iter().take_while(is_prefix).count();
        let mut route = Self {
            prefix: segments[..prefix]
                .iter()
                .map(|it| it.text.as_str())
                .collect(),
            steps: Vec::new(),
            custom: None,
        };
        let mut known = Vec::new();
        for (position, segment) in segments.iter().enumerate().skip(prefix) {
            let text = match position == last {
                true => route.ending(path, segment),
                false => segment.text.as_str(),
            };
            if !segment.parameters.is_empty() || route.steps.len() >= DEEPEST {
                route.items(text, &mut known);
            } else if position == last && route.custom.is_some() && text.split('.').all(is_name) {
                route.names(text.split('.'));
            } else if !text.is_empty() {
                route.names([text]);
            }
        }
        if route.steps.is_empty() {
            route.steps.push(Step {
                kind: Kind::Name("root"),
                text: "/".to_owned(),
                blank: "/".to_owned(),
                parameters: Vec::new(),
            });
        }
        route
    }

    /// The way to some of its places, as [`Node::blank`] has it.
    fn blank(&self, steps: &[Step<'_>]) -> String {
        let lead = self.prefix.iter().flat_map(|text| ["/", text]);
        let steps = steps.iter().map(|step| step.blank.as_str());
        lead.chain(steps).collect()
    }

    /// The last segment without what is a method of it.
    fn ending(&mut self, path: &'a PathTemplate, segment: &'a Segment) -> &'a str {
        if let Some((before, method)) = segment.text.split_once('#') {
            self.custom = Some(method);
            return before;
        }
        if let Some((_, query)) = path.text.split_once('?') {
            self.custom = Some(query);
            return &segment.text;
        }
        let stem = segment.stem();
        let dotted = stem.rsplit_once('.').filter(|(before, method)| {
            is_name(method) && (before.ends_with('}') || before.split('.').all(is_name))
        });
        match (path.custom_method(), dotted) {
            (None, Some((before, method))) => {
                self.custom = Some(method);
                before
            }
            (custom, _) => {
                self.custom = custom;
                stem
            }
        }
    }

    /// Constant segments, or the parts of one between dots.
    fn names(&mut self, parts: impl IntoIterator<Item = &'a str>) {
        for (position, part) in parts.into_iter().enumerate() {
            let separator = if position == 0 { '/' } else { '.' };
            let text = format!("{separator}{part}");
            self.steps.push(Step {
                kind: Kind::Name(part),
                blank: text.clone(),
                text,
                parameters: Vec::new(),
            });
        }
    }

    /// A segment with parameters, which goes on with the one before it if that has parameters too.
    fn items(&mut self, text: &'a str, known: &mut Vec<&'a str>) {
        let (mut blank, mut rest, mut new) = ("/".to_owned(), text, Vec::new());
        while let Some((before, name, after)) = parameter(rest) {
            blank.push_str(before);
            let count = known.len();
            blank.push_str(&blank_parameter(known, name));
            new.extend_from_slice(&known[count..]);
            rest = after;
        }
        blank.push_str(rest);
        match self.steps.last_mut() {
            Some(Step {
                kind: Kind::Items(segments),
                text: path,
                blank: blanks,
                parameters,
            }) => {
                *segments += 1;
                path.push('/');
                path.push_str(text);
                blanks.push_str(&blank);
                parameters.append(&mut new);
            }
            _ => self.steps.push(Step {
                kind: Kind::Items(1),
                text: format!("/{text}"),
                blank,
                parameters: new,
            }),
        }
    }
}

/// `{}`, or the name of a parameter that stands in the path before.
fn blank_parameter<'a>(known: &mut Vec<&'a str>, name: &'a str) -> String {
    // The paths of the lock are blank already.
    if name.is_empty() || name.starts_with('=') {
        return format!("{{{name}}}");
    }
    if known.contains(&name) {
        return format!("{{={name}}}");
    }
    known.push(name);
    "{}".to_owned()
}

fn is_name(part: &str) -> bool {
    let is_word = |c: char| c.is_ascii_alphanumeric() || c == '_' || c == '-';
    part.starts_with(|c: char| c.is_ascii_alphabetic()) && part.chars().all(is_word)
}

/// What stands before the next parameter, its name, and what stands behind it.
fn parameter(text: &str) -> Option<(&str, &str, &str)> {
    let (before, rest) = text.split_once('{')?;
    let (name, after) = rest.split_once('}')?;
    Some((before, name, after))
}

/// Whether a lower-case segment describes the protocol and not the subject of the API: `api`, `v1`,
/// `2010-04-01`, `v1beta2`.
fn names_nothing(segment: &str) -> bool {
    if matches!(segment, "api" | "rest") {
        return true;
    }
    let number = segment.strip_prefix('v').unwrap_or(segment);
    let end = number
        .find(|c: char| !c.is_ascii_digit() && !matches!(c, '.' | '-' | '_'))
        .unwrap_or(number.len());
    let (number, stage) = number.split_at(end);
    let stage = stage.trim_end_matches(|c: char| c.is_ascii_digit());
    number.starts_with(|c: char| c.is_ascii_digit())
        && matches!(stage, "" | "alpha" | "beta" | "rc" | "preview")
}
