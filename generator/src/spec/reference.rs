//! References: that each leads to a node of the document, of the right kind, and somewhere else than to itself.

use serde_yaml::Value;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::pointer::Pointer;

use super::blame::{Walk, text_keys};
use super::shape::Kind;

/// How many references may follow each other before the end.
const CHAIN: usize = 64;

/// After this many diagnostics no nearest name is looked for: few are printed, and each takes a look at every name.
const SUGGESTIONS: usize = 40;

/// The node at a pointer. References on the way are not followed.
pub(crate) fn at<'a>(root: &'a Value, pointer: &Pointer) -> Option<&'a Value> {
    pointer.tokens().try_fold(root, child)
}

fn child<'a>(value: &'a Value, token: &str) -> Option<&'a Value> {
    match value {
        Value::Mapping(entries) => entries.get(token),
        Value::Sequence(items) => items.get(token.parse::<usize>().ok()?),
        _ => None,
    }
}

/// The node that a node stands for: itself, or what its chain of references ends at.
pub(crate) fn follow<'a>(
    root: &'a Value,
    pointer: Pointer,
    value: &'a Value,
) -> Option<(Pointer, &'a Value)> {
    let (mut pointer, mut value) = (pointer, value);
    for _ in 0..CHAIN {
        let Some(target) = value.get("$ref").filter(|_| value.is_mapping()) else {
            return Some((pointer, value));
        };
        pointer = Pointer::from_fragment(target.as_str()?).ok()?;
        value = at(root, &pointer)?;
    }
    None
}

/// Checks the `$ref` of the node where the walk is.
pub(super) fn check(walk: &mut Walk<'_>, kind: Kind, target: &Value) {
    let place = walk.at.join("$ref");
    let Some(text) = target.as_str() else {
        walk.diagnostics.push(
            Diagnostic::new(Code::WrongType, place, "a `$ref` is a string")
                .help("write for example `$ref: \"#/components/schemas/Name\"`"),
        );
        return;
    };
    judge(walk, &walk.at.clone(), kind, text, place);
}

/// Checks a reference that stands in a text of its own, such as a value of a discriminator's `mapping`.
pub(super) fn check_text(walk: &mut Walk<'_>, text: &str, place: Pointer) {
    judge(walk, &place.clone(), Kind::Schema, text, place);
}

fn judge(walk: &mut Walk<'_>, node: &Pointer, kind: Kind, text: &str, place: Pointer) {
    let suggest = walk.diagnostics.len() < SUGGESTIONS;
    walk.diagnostics
        .extend(problem(walk.root, node, kind, text, place, suggest));
}

fn problem(
    root: &Value,
    node: &Pointer,
    kind: Kind,
    text: &str,
    place: Pointer,
    suggest: bool,
) -> Option<Diagnostic> {
    if !text.starts_with('#') {
        let message = format!("the reference `{text}` leads out of this document");
        return Some(
            Diagnostic::new(Code::ExternalReference, place, message)
                .label("only references that begin with `#/` are read")
                .help("bundle the documents into one file, or copy what is needed to `components`"),
        );
    }
    let pointer = match Pointer::from_fragment(text) {
        Ok(pointer) => pointer,
        Err(error) => {
            let message = format!("the reference `{text}` cannot be read: {error}");
            return Some(Diagnostic::new(Code::UnresolvedReference, place, message));
        }
    };
    if at(root, &pointer).is_none() {
        return Some(unresolved(root, &pointer, text, place, suggest));
    }
    if let Some(diagnostic) = other_kind(&pointer, kind, text, &place) {
        return Some(diagnostic);
    }
    let cycle = cycle(root, node)?;
    (cycle.iter().min() == Some(node)).then(|| {
        Diagnostic::new(
            Code::ReferenceCycle,
            place,
            "the reference leads back to itself and never to anything else",
        )
        .help("replace one reference of the circle by what it stands for")
    })
}

fn unresolved(
    root: &Value,
    pointer: &Pointer,
    text: &str,
    place: Pointer,
    suggest: bool,
) -> Diagnostic {
    let mut known = Pointer::root();
    let mut value = root;
    let mut help = None;
    for token in pointer.tokens() {
        if let Some(below) = child(value, token) {
            known.push(token);
            value = below;
            continue;
        }
        let mapping = value.as_mapping().filter(|_| suggest);
        let keys = mapping.into_iter().flat_map(text_keys);
        help = nearest(token, keys.map(|(key, _)| key))
            .map(|near| {
                let rest = pointer.tokens().skip(known.len() + 1);
                format!("did you mean `{}`?", known.join(near).join_all(rest))
            })
            .or_else(|| Some(format!("there is no `{token}` in `{known}`")));
        break;
    }
    let message = format!("the reference `{text}` leads nowhere");
    let diagnostic =
        Diagnostic::new(Code::UnresolvedReference, place, message).label("there is no such node");
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// A component of another section cannot be what is needed.
fn other_kind(pointer: &Pointer, kind: Kind, text: &str, place: &Pointer) -> Option<Diagnostic> {
    let needed = kind.section()?;
    let mut tokens = pointer.tokens();
    let section = tokens.nth(1)?;
    let is_component = pointer.len() == 3 && pointer.tokens().next() == Some("components");
    (is_component && section != needed).then(|| {
        let message = format!("`{text}` is one of `{section}`, where one of `{needed}` is needed");
        Diagnostic::new(Code::ReferenceKind, place.clone(), message)
            .help(format!("refer to something in `#/components/{needed}`"))
    })
}

/// The nodes of the circle of references that a node is part of.
fn cycle(root: &Value, start: &Pointer) -> Option<Vec<Pointer>> {
    let mut passed = vec![start.clone()];
    loop {
        let value = at(root, passed.last()?)?;
        let target = value.as_mapping()?.get("$ref")?.as_str()?;
        let next = Pointer::from_fragment(target).ok()?;
        if next == *start {
            return Some(passed);
        }
        if passed.contains(&next) {
            return None;
        }
        passed.push(next);
    }
}
