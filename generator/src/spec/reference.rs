//! References: that each leads to a node of the document, of the right kind, and somewhere else than to itself.

use serde_yaml::Value;

use crate::diagnostic::{Code, Diagnostic, nearest};
use crate::pointer::Pointer;

use super::files;
use super::shape::Kind;
use super::validate::{Walk, text_keys};

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
            Diagnostic::new(Code::WrongType, place, "a `$ref` is a string").help(match target {
                Value::Null => "put it in quotes: behind a space `#` begins a comment in YAML",
                _ => "write for example `$ref: \"#/components/schemas/Name\"`",
            }),
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
                format!("the reference `{text}` leads to another server"),
                "files are not fetched",
                "download the file, and refer to it by its path from this one",
            ),
            false => (
                format!("the reference `{text}` leads to nothing that can be read"),
                "there is no such file, or nothing at that place in it",
                "correct the path, which is relative to the file with the reference; files outside of the folder of the document are read below `--ref-root`",
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
            let message = format!("the reference `{text}` cannot be read: {error}");
            return Some(
                Diagnostic::new(Code::UnresolvedReference, place, message).help(
                    "write `#/components/schemas/Name`, and in names `~1` for `/` and `~0` for `~`",
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
                "the reference leads back to itself and never to anything else",
            )
            .help("replace one reference of the cycle by what it stands for"),
        ),
        Chain::Long => Some(
            Diagnostic::new(
                Code::ReferenceChain,
                place,
                format!("more than {CHAIN} references follow each other from here"),
            )
            .help("refer to what stands at the end of the chain"),
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

/// What following a chain of references comes to.
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
