//! What paths and operations must agree on with each other.

use std::collections::BTreeMap;

use serde_yaml::Value;

use crate::diagnostic::{Code, Diagnostic, Diagnostics, Place, nearest};
use crate::pointer::Pointer;

use super::reference;
use super::validate::text_keys;

/// The methods of a path item (OpenAPI 3.0, "Path Item Object").
pub(super) const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

/// Checks operation ids, path templates, parameters and security requirements of a whole document.
pub(crate) fn check(root: &Value, diagnostics: &mut Diagnostics) {
    let mut checks = Checks {
        root,
        diagnostics,
        operation_ids: BTreeMap::new(),
        templates: BTreeMap::new(),
    };
    checks.security(&Pointer::root(), root);
    let paths = root.get("paths").and_then(Value::as_mapping);
    let at = Pointer::root().join("paths");
    for (path, item) in paths.into_iter().flat_map(text_keys) {
        if path.starts_with('/') {
            checks.path(path, at.join(path), item);
        }
    }
}

struct Checks<'a> {
    root: &'a Value,
    diagnostics: &'a mut Diagnostics,
    operation_ids: BTreeMap<&'a str, Pointer>,
    templates: BTreeMap<String, Pointer>,
}

/// A parameter of an operation or a path.
struct Parameter<'a> {
    name: &'a str,
    place: &'a str,
    /// Where it is listed, which for a reference is not where it is defined.
    at: Pointer,
}

/// The parameters of a list, and whether all of them could be read.
struct Parameters<'a> {
    list: Vec<Parameter<'a>>,
    complete: bool,
}

impl<'a> Checks<'a> {
    fn path(&mut self, path: &'a str, at: Pointer, item: &'a Value) {
        let names = match template(path) {
            Ok(names) => names,
            Err(message) => {
                self.diagnostics.push(
                    Diagnostic::new(Code::BadPathTemplate, Place::key(at), message)
                        .help("write each path parameter as `{name}`, with a unique name"),
                );
                return;
            }
        };
        self.ambiguous(path, &at);
        if path.contains('#') {
            let message = format!("the path `{path}` has a fragment");
            self.diagnostics.push(
                Diagnostic::new(Code::PathWithQuery, Place::key(at.clone()), message)
                    .label("the fragment is not sent")
                    .help("merge the paths, and distinguish their operations by method or by request body"),
            );
        }
        if path.contains('?') {
            let message = format!("the path `{path}` has a query");
            self.diagnostics.push(
                Diagnostic::new(Code::PathWithQuery, Place::key(at.clone()), message)
                    .label("the query is sent as written here")
                    .help("declare it as a parameter with `in: query`"),
            );
        }
        let Some((at_item, item)) = reference::follow(self.root, at.clone(), item) else {
            return;
        };
        let shared = self.parameters(&at_item, item);
        let mut used: Vec<&str> = Vec::new();
        for method in METHODS {
            let Some(operation) = item.get(method).filter(|operation| operation.is_mapping())
            else {
                continue;
            };
            let at_operation = at_item.join(method);
            self.operation_id(&at_operation, operation);
            self.security(&at_operation, operation);
            let own = self.parameters(&at_operation, operation);
            let mut undeclared = undeclared(&names, &[&own, &shared]);
            self.unused(&own, path, &names, &mut undeclared);
            used.extend(undeclared.iter());
            if own.complete && shared.complete {
                let misspelt = |name: &&&str| self.is_misspelt(name, &shared, &names);
                let undeclared: Vec<_> = undeclared
                    .iter()
                    .filter(|name| !misspelt(name))
                    .copied()
                    .collect();
                self.undeclared(&undeclared, &at, &at_operation);
            }
        }
        self.unused(&shared, path, &names, &mut used);
    }

    /// Whether a name of the path is nearly that of a parameter of the path item, which is reported instead.
    fn is_misspelt(&self, name: &str, shared: &Parameters<'_>, names: &[&str]) -> bool {
        let unused = shared
            .list
            .iter()
            .filter(|parameter| parameter.place == "path" && !names.contains(&parameter.name));
        nearest(name, unused.map(|parameter| parameter.name)).is_some()
    }

    fn undeclared(&mut self, names: &[&str], at_path: &Pointer, at_operation: &Pointer) {
        for name in names {
            let message = format!("the path parameter `{name}` is not declared");
            self.diagnostics.push(
                Diagnostic::new(
                    Code::UndeclaredPathParameter,
                    Place::key(at_operation.clone()),
                    message,
                )
                .about(*name)
                .label(format!("there is no parameter `{name}` with `in: path`"))
                .related(Place::key(at_path.clone()), "the path has it here")
                .help(format!(
                    "add {{name: {name}, in: path, required: true, schema: {{type: string}}}} to `parameters`"
                )),
            );
        }
    }

    /// Reports path parameters that the path does not name; one that is a misspelt name of it settles that too.
    fn unused(
        &mut self,
        parameters: &Parameters<'_>,
        path: &str,
        names: &[&str],
        undeclared: &mut Vec<&str>,
    ) {
        for parameter in &parameters.list {
            if parameter.place != "path" || names.contains(&parameter.name) {
                continue;
            }
            let name = parameter.name;
            let help = match nearest(name, undeclared.iter().copied()) {
                Some(near) => {
                    undeclared.retain(|name| *name != near);
                    format!("did you mean `{near}`?")
                }
                None => format!("add `{{{name}}}` to the path, or remove the parameter"),
            };
            let message = format!("the path parameter `{name}` is not in the path `{path}`");
            let defined = parameter.at.join("name");
            let place = match reference::at(self.root, &defined) {
                Some(_) => defined,
                None => parameter.at.clone(),
            };
            self.diagnostics.push(
                Diagnostic::new(Code::UnusedPathParameter, place, message)
                    .label("this name is not in the path")
                    .help(help),
            );
        }
    }

    fn parameters(&mut self, above: &Pointer, owner: &'a Value) -> Parameters<'a> {
        let mut found = Parameters {
            list: Vec::new(),
            complete: true,
        };
        let list = owner.get("parameters").and_then(Value::as_sequence);
        for (index, value) in list.into_iter().flatten().enumerate() {
            let at = above.join("parameters").index(index);
            let read = reference::follow(self.root, at.clone(), value).and_then(|(_, value)| {
                let text = |key| value.get(key).and_then(Value::as_str);
                text("name").zip(text("in"))
            });
            let Some((name, place)) = read else {
                found.complete = false;
                continue;
            };
            let same = |other: &&Parameter<'_>| (other.name, other.place) == (name, place);
            if let Some(first) = found.list.iter().find(same) {
                let message = format!("the {place} parameter `{name}` is declared twice");
                self.diagnostics.push(
                    Diagnostic::new(Code::DuplicateParameter, at.clone(), message)
                        .label("again here")
                        .related(first.at.clone(), "first here")
                        .help("remove one of the two, or rename it"),
                );
            }
            found.list.push(Parameter { name, place, at });
        }
        found
    }

    fn operation_id(&mut self, at: &Pointer, operation: &'a Value) {
        let Some(id) = operation.get("operationId").and_then(Value::as_str) else {
            return;
        };
        let at = at.join("operationId");
        // Two paths may share a path item by reference: that is one operation, listed twice.
        match self.operation_ids.get(id) {
            None => {
                self.operation_ids.insert(id, at);
            }
            Some(first) if *first == at => {}
            Some(first) => self.diagnostics.push(
                Diagnostic::new(
                    Code::DuplicateOperationId,
                    at,
                    format!("the operationId `{id}` is used twice"),
                )
                .label("again here")
                .related(first.clone(), "first used here")
                .help("give each operation a unique `operationId`"),
            ),
        }
    }

    fn ambiguous(&mut self, path: &str, at: &Pointer) {
        let pieces = path.split('{').map(|piece| match piece.split_once('}') {
            Some((_, rest)) => format!("{{}}{rest}"),
            None => piece.to_owned(),
        });
        let form: String = pieces.collect();
        match self.templates.get(&form) {
            None => {
                self.templates.insert(form, at.clone());
            }
            Some(first) => self.diagnostics.push(
                Diagnostic::new(
                    Code::AmbiguousPaths,
                    Place::key(at.clone()),
                    format!("the path `{path}` differs from another path only in parameter names"),
                )
                .related(Place::key(first.clone()), "the other path")
                .help("a server cannot distinguish them: put their operations under one path"),
            ),
        }
    }

    fn security(&mut self, above: &Pointer, owner: &Value) {
        let schemes = self
            .root
            .get("components")
            .and_then(|c| c.get("securitySchemes"));
        let declared = || {
            schemes
                .and_then(Value::as_mapping)
                .into_iter()
                .flat_map(text_keys)
        };
        let list = owner.get("security").and_then(Value::as_sequence);
        for (index, requirement) in list.into_iter().flatten().enumerate() {
            let at = above.join("security").index(index);
            for (name, _) in requirement.as_mapping().into_iter().flat_map(text_keys) {
                if declared().any(|(declared, _)| declared == name) {
                    continue;
                }
                let help = match nearest(name, declared().map(|(declared, _)| declared)) {
                    Some(near) => format!("did you mean `{near}`?"),
                    None => format!("declare `{name}` in `components.securitySchemes`"),
                };
                self.diagnostics.push(
                    Diagnostic::new(
                        Code::UndeclaredSecurityScheme,
                        Place::key(at.join(name)),
                        format!("the security scheme `{name}` is not declared"),
                    )
                    .help(help),
                );
            }
        }
    }
}

fn undeclared<'n>(names: &[&'n str], declared: &[&Parameters<'_>]) -> Vec<&'n str> {
    let is_declared = |name: &&str| {
        declared
            .iter()
            .flat_map(|parameters| &parameters.list)
            .any(|parameter| parameter.place == "path" && parameter.name == *name)
    };
    names
        .iter()
        .filter(|name| !is_declared(name))
        .copied()
        .collect()
}

/// The names in the braces of a path.
fn template(path: &str) -> Result<Vec<&str>, String> {
    let mut names = Vec::new();
    let mut rest = path;
    while let Some(at) = rest.find(['{', '}']) {
        let opened = rest[at..]
            .strip_prefix('{')
            .ok_or_else(|| format!("the path `{path}` has a `}}` without a `{{`"))?;
        let (name, after) = opened
            .split_once('}')
            .filter(|(name, _)| !name.contains('{'))
            .ok_or_else(|| format!("the path `{path}` has a `{{` without a `}}`"))?;
        if name.is_empty() {
            return Err(format!("the path `{path}` has braces without a name"));
        }
        if names.contains(&name) {
            return Err(format!(
                "the path `{path}` has the parameter `{name}` twice"
            ));
        }
        names.push(name);
        rest = after;
    }
    Ok(names)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn templates() {
        assert_eq!(template("/a/{b}/c.{d}"), Ok(vec!["b", "d"]));
        for path in ["/{", "/}", "/{a{b}", "/{}", "/{a}/{a}"] {
            assert!(template(path).is_err(), "{path}");
        }
    }
}
