//! Entries of a recipe that match nothing of the document: misspelt, or left over.

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::Value;

use crate::diagnostic::nearest;
use crate::ir::{Ir, TypeShape};
use crate::plan;
use crate::replace::Selector;
use crate::spec::SpecDocument;
use crate::target::{Filter, Target};

/// An entry of a target's names or filter that matches nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    /// The list that it is in, such as `names.patterns`.
    pub list: &'static str,
    /// The entry.
    pub entry: String,
    /// What was most likely meant.
    pub near: Option<String>,
}

/// All of them, list by list.
pub(crate) fn unmatched(document: &SpecDocument, ir: &Ir, target: &Target) -> Vec<Unmatched> {
    let names = &target.names;
    let patterns = ir.types.iter().filter_map(|ty| match &ty.shape {
        TypeShape::Text(text) => Some(text.pattern.clone()),
        _ => None,
    });
    let places = ir.types.iter().map(|ty| ty.pointer.to_string());
    let ids = ir.operations.iter().map(|operation| operation.id.clone());
    let mut found = missing("names.patterns", names.patterns.keys(), patterns);
    found.extend(missing("names.types", names.types.keys(), places));
    found.extend(missing("names.operations", names.operations.keys(), ids));
    found.extend(handles(ir, &names.handles));
    found.extend(replacements(document, ir, target));
    if target.filter.keeps_all() {
        return found;
    }
    let (filter, offered) = (&target.filter, &document.offered);
    let ids = offered.iter().filter_map(|operation| operation.id.clone());
    found.extend(missing("filter.operations", &filter.operations, ids));
    let tags = offered.iter().flat_map(|operation| operation.tags.clone());
    found.extend(missing("filter.tags", &filter.tags, tags));
    let names = offered.iter().flat_map(|operation| {
        let ids = operation.id.iter();
        ids.chain(&operation.tags).cloned().collect::<Vec<_>>()
    });
    found.extend(missing("filter.named", &filter.named, names));
    for pattern in &filter.paths {
        let alone = Filter {
            paths: vec![pattern.clone()],
            ..Filter::default()
        };
        let paths = || offered.iter().map(|operation| &operation.path);
        if !paths().any(|path| alone.keeps(path, None, &[])) {
            found.extend(missing("filter.paths", [pattern], paths().cloned()));
        }
    }
    found
}

/// The replacements that no schema has.
fn replacements(document: &SpecDocument, ir: &Ir, target: &Target) -> Vec<Unmatched> {
    let unused = target.replace.keys().filter(|it| !ir.replaced.contains(it));
    let unmatched = unused.map(|selector| {
        let known: BTreeSet<&str> = match selector {
            Selector::Format(_) => values_of(document, "format"),
            Selector::Pattern(_) => values_of(document, "pattern"),
            Selector::Schema(_) => {
                let schemas = document.api.components.iter().flat_map(|it| &it.schemas);
                schemas.map(|(name, _)| name.as_str()).collect()
            }
            Selector::Pointer(_) => BTreeSet::new(),
        };
        let entry = selector.entry();
        let others = known.into_iter().filter(|known| *known != entry);
        Unmatched {
            list: selector.list(),
            entry: entry.to_owned(),
            near: nearest(entry, others).map(str::to_owned),
        }
    });
    unmatched.collect()
}

/// The texts that a key has anywhere in a document.
fn values_of<'d>(document: &'d SpecDocument, key: &str) -> BTreeSet<&'d str> {
    let mut found = BTreeSet::new();
    let mut waiting = vec![&document.value];
    while let Some(value) = waiting.pop() {
        match value {
            Value::Sequence(items) => waiting.extend(items),
            Value::Mapping(entries) => {
                found.extend(entries.get(key).and_then(Value::as_str));
                waiting.extend(entries.values());
            }
            _ => {}
        }
    }
    found
}

/// The paths of handles, whose parameters may have other names than in the document.
fn handles(ir: &Ir, entries: &BTreeMap<String, String>) -> Vec<Unmatched> {
    if entries.is_empty() {
        return Vec::new();
    }
    let known = plan::handle_paths(ir);
    let is_known = |path: &String| known.contains(&plan::blank_path(path));
    let (matched, other): (Vec<_>, Vec<_>) = entries.keys().partition(|path| is_known(path));
    let known = known.iter().chain(matched).cloned();
    missing("names.handles", other, known)
}

fn missing<'e>(
    list: &'static str,
    entries: impl IntoIterator<Item = &'e String>,
    known: impl Iterator<Item = String>,
) -> Vec<Unmatched> {
    let mut entries = entries.into_iter().peekable();
    if entries.peek().is_none() {
        return Vec::new();
    }
    let known: Vec<String> = known.collect();
    let unmatched = |entry: &&String| !known.contains(*entry);
    entries
        .filter(unmatched)
        .map(|entry| Unmatched {
            list,
            entry: entry.clone(),
            near: nearest(entry, known.iter().map(String::as_str)).map(str::to_owned),
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use crate::replace::{Replacement, Selector, TypePath};
    use crate::source::Source;
    use crate::target::Target;

    #[test]
    fn entries_that_match_nothing_are_told_with_what_is_near() {
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths:\n  /pets:\n    get:\n      operationId: listPets\n      tags: [Pets]\n      responses: {200: {description: D}}\n  /owners:\n    get: {responses: {200: {description: D}}}\n";
        let texts = |texts: &[&str]| texts.iter().map(|text| (*text).to_owned()).collect();
        let mut target = Target::default();
        target.filter.operations = texts(&["listPets", "listPest"]);
        target.filter.tags = texts(&["Pets", "Dogs"]);
        target.filter.paths = texts(&["/owners", "/v2/**"]);
        let names = [("listPetz".to_owned(), "all".to_owned())];
        target.names.operations = names.into_iter().collect();
        let outcome = crate::generate(&Source::new("t.yaml", text), &target);
        let told: Vec<_> = outcome
            .unmatched
            .iter()
            .map(|it| (it.list, it.entry.as_str(), it.near.as_deref()))
            .collect();
        let expected = [
            ("names.operations", "listPetz", Some("listPets")),
            ("filter.operations", "listPest", Some("listPets")),
            ("filter.tags", "Dogs", None),
            ("filter.paths", "/v2/**", None),
        ];
        assert_eq!(told, expected);
    }

    #[test]
    fn replacements_of_nothing_are_told_with_what_is_near() {
        let text = "openapi: 3.0.3\ninfo: {title: T, version: '1'}\npaths: {}\ncomponents:\n  schemas:\n    Pet: {type: object, properties: {id: {type: string, format: uuid}, kind: {type: string, enum: [a], format: kind}}}\n    Age: {type: integer}\n";
        let ty = Replacement {
            ty: TypePath::new("a::B").expect("a path"),
            by_serde: false,
            example: None,
            dependency: None,
        };
        let mut target = Target::default();
        let selectors = [
            Selector::Format("uuid".to_owned()),
            Selector::Format("uid".to_owned()),
            Selector::Format("kind".to_owned()),
            Selector::Schema("Age".to_owned()),
            Selector::Schema("Pets".to_owned()),
            Selector::Pointer("#/components/schemas/Pet/properties/id".to_owned()),
            Selector::Pointer("#/components/schemas/Pet/properties/kin".to_owned()),
        ];
        let selectors = selectors.into_iter().map(|it| (it, ty.clone()));
        target.replace = selectors.collect();
        let outcome = crate::generate(&Source::new("t.yaml", text), &target);
        let told: Vec<_> = outcome
            .unmatched
            .iter()
            .map(|it| (it.list, it.entry.as_str(), it.near.as_deref()))
            .collect();
        let expected = [
            (
                "replace.pointers",
                "#/components/schemas/Pet/properties/kin",
                None,
            ),
            ("replace.schemas", "Pets", Some("Pet")),
            // An `enum` has a type of its own.
            ("replace.formats", "kind", None),
            ("replace.formats", "uid", Some("uuid")),
            // The pointer has it.
            ("replace.formats", "uuid", None),
        ];
        assert_eq!(told, expected);
    }
}
