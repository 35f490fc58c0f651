//! Overlays: changes to a document that somebody else publishes (Overlay Specification 1.0).

use serde_json_path::{JsonPath, PathElement};
use serde_yaml::{Mapping, Value};

use crate::diagnostic::{Code, Diagnostic, Diagnostics};
use crate::pointer::Pointer;
use crate::source::Source;

use super::dialect::Origins;
use super::{edit, yaml};

/// Applies the overlays of a document in their order, and returns where the nodes that they added were written.
pub(super) fn apply(root: &mut Value, source: &Source, diagnostics: &mut Diagnostics) -> Origins {
    let mut origins = Origins::default();
    for (file, overlay) in source.overlays() {
        let mut found = Diagnostics::new();
        if let Some(value) = yaml::read(overlay, true, &mut found) {
            let mut applied = Applied {
                root,
                origins: &mut origins,
                file,
                diagnostics: &mut found,
            };
            applied.overlay(&value);
        }
        diagnostics.extend(found.into_iter().map(|it| it.in_file(file)));
    }
    origins
}

/// An overlay that is being applied.
struct Applied<'a> {
    root: &'a mut Value,
    origins: &'a mut Origins,
    /// The number of its file.
    file: u16,
    diagnostics: &'a mut Diagnostics,
}

impl Applied<'_> {
    fn at(&self, tokens: &[&str]) -> Pointer {
        let here = Pointer::root().in_file(self.file);
        here.join_all(tokens.iter().copied())
    }

    fn wrong(&mut self, at: Pointer, message: impl Into<String>, help: &str) {
        self.diagnostics
            .push(Diagnostic::new(Code::Overlay, at, message).help(help));
    }

    fn overlay(&mut self, value: &Value) {
        let version = value.get("overlay").and_then(Value::as_str);
        if !version.is_some_and(|version| version.starts_with("1.")) {
            let help = "begin the overlay with `overlay: 1.0.0`";
            return self.wrong(
                self.at(&["overlay"]),
                "this is not an overlay of version 1",
                help,
            );
        }
        let Some(actions) = value.get("actions").and_then(Value::as_sequence) else {
            let help = "add `actions` with a list of actions";
            return self.wrong(
                self.at(&["actions"]),
                "the overlay has no list of `actions`",
                help,
            );
        };
        for (index, action) in actions.iter().enumerate() {
            let at = self.at(&["actions"]).index(index);
            self.action(action, &at);
        }
    }

    fn action(&mut self, action: &Value, at: &Pointer) {
        let Some(target) = action.get("target").and_then(Value::as_str) else {
            let help = "add a JSONPath, for example `target: $.paths['/pets'].get`";
            return self.wrong(at.clone(), "the action has no `target`", help);
        };
        let path = match JsonPath::parse(target) {
            Ok(path) => path,
            Err(error) => {
                let message = format!("`{target}` is not a JSONPath: {error}");
                return self.wrong(
                    at.join("target"),
                    message,
                    "write a JSONPath query as in RFC 9535, for example `$.paths['/pets'].get`",
                );
            }
        };
        let targets = match serde_json::to_value(&*self.root) {
            Ok(document) => targets(&path, &document),
            Err(error) => {
                let message = format!("the document cannot be searched: {error}");
                return self.wrong(at.join("target"), message, "");
            }
        };
        let remove = action.get("remove") == Some(&Value::Bool(true));
        let mut changed = false;
        match action.get("update") {
            _ if remove => {
                for target in targets.iter().rev() {
                    changed |= self.remove(target);
                }
            }
            Some(update) => {
                let origin = at.join("update");
                for target in &targets {
                    changed |= self.update(target, update, &origin);
                }
            }
            None => {
                let help = "add `update` or `remove: true`";
                return self.wrong(
                    at.clone(),
                    "the action has neither `update` nor `remove: true`",
                    help,
                );
            }
        }
        if !changed {
            let message = match targets.is_empty() {
                true => "the target of this action matches nothing in the document",
                false => "the document already has the result of this action",
            };
            self.diagnostics.push(
                Diagnostic::new(Code::UnneededOverlay, at.join("target"), message)
                    .label("this changes nothing")
                    .help("remove the action, or correct its `target`"),
            );
        }
    }

    fn remove(&mut self, target: &Pointer) -> bool {
        let (Some(above), Some(token)) = (target.parent(), target.last()) else {
            return false;
        };
        match edit::node(self.root, &above) {
            Some(Value::Sequence(items)) => match token.parse::<usize>() {
                Ok(index) if index < items.len() => {
                    items.remove(index);
                    for later in index..items.len() {
                        let written = self.origins.written(&above.index(later + 1));
                        self.origins.derived(above.index(later), written);
                    }
                    true
                }
                _ => false,
            },
            _ => edit::remove(self.root, target),
        }
    }

    /// Merges a value into a target; to a list, it is an item.
    fn update(&mut self, target: &Pointer, update: &Value, origin: &Pointer) -> bool {
        match edit::node(self.root, target) {
            Some(Value::Sequence(items)) if !update.is_sequence() => {
                items.push(update.clone());
                let added = target.index(items.len() - 1);
                self.origins.derived(added, origin.clone());
                true
            }
            Some(value) => merge(value, update, target, origin, self.origins),
            None => false,
        }
    }
}

/// Merges a value into another; says whether that changed anything.
fn merge(
    value: &mut Value,
    update: &Value,
    at: &Pointer,
    origin: &Pointer,
    origins: &mut Origins,
) -> bool {
    match (value, update) {
        (Value::Mapping(entries), Value::Mapping(update)) => {
            let mut changed = false;
            for (key, new) in update {
                let token = key.as_str().unwrap_or_default();
                let (at, origin) = (at.join(token), origin.join(token));
                changed |= match entries.get_mut(key) {
                    Some(old) => merge(old, new, &at, &origin, origins),
                    None => add(entries, key, new, at, origin, origins),
                };
            }
            changed
        }
        (Value::Sequence(items), Value::Sequence(update)) => {
            for (index, item) in update.iter().enumerate() {
                items.push(item.clone());
                origins.derived(at.index(items.len() - 1), origin.index(index));
            }
            !update.is_empty()
        }
        (value, update) if value == update => false,
        (value, update) => {
            *value = update.clone();
            origins.derived(at.clone(), origin.clone());
            true
        }
    }
}

fn add(
    entries: &mut Mapping,
    key: &Value,
    new: &Value,
    at: Pointer,
    origin: Pointer,
    origins: &mut Origins,
) -> bool {
    entries.insert(key.clone(), new.clone());
    origins.derived(at, origin);
    true
}

/// The places that a path selects, in the order of the document.
fn targets(path: &JsonPath, document: &serde_json::Value) -> Vec<Pointer> {
    let found = path.query_located(document);
    found
        .locations()
        .map(|location| {
            let mut pointer = Pointer::root();
            for element in location.iter() {
                match element {
                    PathElement::Name(name) => pointer.push(name),
                    PathElement::Index(index) => pointer.push(&index.to_string()),
                }
            }
            pointer
        })
        .collect()
}
