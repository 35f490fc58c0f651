//! References: that each leads to a node of the document, of the right kind, and somewhere else than to itself.

use serde_yaml::Value;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::pointer::Pointer;

use super::files;
use super::shape::Kind;
use super::validate::{Walk, text_keys};

/// How many references may follow each other before the end.
const CHAIN: usize = 64;

/// After this number of diagnostics, no similar name is searched for: few of them are printed, and each
/// search compares all names.
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

/// The node itself, or the last target of its chain of references.
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
            Diagnostic::new(Code::WrongType, place, "`$ref` is not a string").help(match target {
                Value::Null => {
                    "put the value in quotes: in YAML, `#` after a space begins a comment"
                }
                _ => "write a string, for example `$ref: \"#/components/schemas/Name\"`",
            }),
        );
        return;
    };
    judge(walk, &walk.at.clone(), kind, text, place);
}

/// Checks a reference in a plain string, such as a value of a discriminator's `mapping`.
pub(super) fn check_text(walk: &mut Walk<'_>, text: &str, place: Pointer) {
    judge(walk, &place.clone(), Kind::Schema, text, place);
}

fn judge(walk: &mut Walk<'_>, node: &Pointer, kind: Kind, text: &str, place: Pointer) {
    let suggest = walk.diagnostics.len() < SUGGESTIONS;
    let found = problem(walk.root, node, kind, text, place, suggest);
    // Every reference of a long chain begins a long one: the first speaks for all.
    if found
        .as_ref()
        .is_some_and(|found| found.code() == Code::ReferenceChain)
        && std::mem::replace(&mut walk.long_chain, true)
    {
        return;
    }
    walk.diagnostics.extend(found);
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
        let (message, label, help) = match files::is_remote(text) {
            true => (
                format!("the reference `{text}` points to another server"),
                "Bindery does not fetch files",
                "download the file, and refer to it by a path relative to this file",
            ),
            false => (
                format!("the target of the reference `{text}` cannot be read"),
                "there is no such file, or no such node in it",
                "correct the path: it is relative to the file with the reference; to read files outside the document's folder, pass `--ref-root`",
            ),
        };
        let help = suggest
            .then(|| component(root, kind, text))
            .flatten()
            .unwrap_or_else(|| help.to_owned());
        return Some(
            Diagnostic::new(Code::ExternalReference, place, message)
                .label(label)
                .help(help),
        );
    }
    let pointer = match Pointer::from_fragment(text) {
        Ok(pointer) => pointer,
        Err(error) => {
            let message = format!("the reference `{text}` is malformed: {error}");
            return Some(
                Diagnostic::new(Code::UnresolvedReference, place, message).help(
                    "write `#/components/schemas/Name`; in names, write `~1` for `/` and `~0` for `~` (RFC 6901)",
                ),
            );
        }
    };
    if at(root, &pointer).is_none() {
        let found = unresolved(root, &pointer, text, place, suggest);
        let elsewhere = suggest.then(|| component(root, kind, text)).flatten();
        return Some(match elsewhere {
            Some(help) => found.help(help),
            None => found,
        });
    }
    if let Some(diagnostic) = other_kind(&pointer, kind, text, &place) {
        return Some(diagnostic);
    }
    match chain(root, node) {
        Chain::Ends => None,
        Chain::Circle(nodes) if nodes.iter().min() != Some(node) => None,
        Chain::Circle(_) => Some(
            Diagnostic::new(
                Code::ReferenceCycle,
                place,
                "the reference resolves to itself",
            )
            .help("replace one reference of the cycle by the component itself"),
        ),
        Chain::Long => Some(
            Diagnostic::new(
                Code::ReferenceChain,
                place,
                format!("a chain of more than {CHAIN} references begins here"),
            )
            .help("refer to the component at the end of the chain"),
        ),
    }
}

/// The component of the name that a reference ends with, if there is one of the kind.
fn component(root: &Value, kind: Kind, text: &str) -> Option<String> {
    let name = text.rsplit(['/', '#']).next()?;
    let pointer = Pointer::root().join_all(["components", kind.section()?, name]);
    at(root, &pointer)?;
    let is_other_file = text.split('#').next()?.contains('.');
    (!is_other_file).then(|| format!("did you mean `{pointer}`?"))
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
    let message = format!("the target of the reference `{text}` does not exist");
    let diagnostic = Diagnostic::new(Code::UnresolvedReference, place, message)
        .label("the document has no such node");
    match help {
        Some(help) => diagnostic.help(help),
        None => diagnostic,
    }
}

/// The target is a component of another section.
fn other_kind(pointer: &Pointer, kind: Kind, text: &str, place: &Pointer) -> Option<Diagnostic> {
    let needed = kind.section()?;
    let mut tokens = pointer.tokens();
    let section = tokens.nth(1)?;
    let is_component = pointer.len() == 3 && pointer.tokens().next() == Some("components");
    (is_component && section != needed).then(|| {
        let message =
            format!("`{text}` is in `{section}`, but this reference must point to `{needed}`");
        Diagnostic::new(Code::ReferenceKind, place.clone(), message)
            .help(format!("refer to a component in `#/components/{needed}`"))
    })
}

/// The result of following a chain of references.
enum Chain {
    Ends,
    /// It comes back to where it began, by these nodes.
    Circle(Vec<Pointer>),
    Long,
}

fn chain(root: &Value, start: &Pointer) -> Chain {
    let reference = |node: &Pointer| at(root, node)?.as_mapping()?.get("$ref")?.as_str();
    let mut passed = vec![start.clone()];
    while passed.len() <= CHAIN {
        let target = passed.last().and_then(reference);
        let Some(next) = target.and_then(|target| Pointer::from_fragment(target).ok()) else {
            return Chain::Ends;
        };
        if next == *start {
            return Chain::Circle(passed);
        }
        if passed.contains(&next) {
            return Chain::Ends;
        }
        passed.push(next);
    }
    Chain::Long
}
