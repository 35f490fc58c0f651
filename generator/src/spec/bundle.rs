//! Documents in several files: what references to other files lead to becomes part of the one document that the
//! stages behind this one know.
//!
//! A target that can be a component becomes one, named after the end of its reference; any other target
//! replaces the reference. The path of a file is relative to the file with the reference (OpenAPI 3.0,
//! "Relative References in URLs").

use std::collections::{BTreeMap, BTreeSet};

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Diagnostics;
use crate::pointer::Pointer;
use crate::source::Source;

use super::dialect::Origins;
use super::shape::{Kind, Layout, Object, SCHEMA, Shape};
use super::validate::text_keys;
use super::{edit, files, reference, yaml};

/// How many references to other files may follow each other at one place.
const CHAIN: usize = 64;

/// Adds the targets of references to other files to a document, and returns the original places of its nodes.
pub(super) fn bundle(
    root: &mut Value,
    source: &Source,
    layout: &'static Layout,
    strict: bool,
    diagnostics: &mut Diagnostics,
) -> Origins {
    let names_itself = || source.text().contains(files::last(source.name()));
    if source.files().is_empty() && !names_itself() {
        return Origins::default();
    }
    let mut bundle = Bundle {
        source,
        layout,
        values: read(source, strict, diagnostics),
        origins: Origins::default(),
        at: Pointer::root(),
        origin: Pointer::root(),
        within: None,
        chain: 0,
        known: BTreeMap::new(),
        taken: taken(root, layout),
        waiting: Vec::new(),
    };
    bundle.object(layout.document, root);
    bundle.components(root);
    bundle.origins
}

/// The values of the other files; none for one that cannot be read.
fn read(source: &Source, strict: bool, diagnostics: &mut Diagnostics) -> Vec<Option<Value>> {
    let mut values = Vec::new();
    for (index, (_, file)) in source.files().iter().enumerate() {
        let mut found = Diagnostics::new();
        let number = u16::try_from(index + 1).unwrap_or(u16::MAX);
        values.push(yaml::read(file, strict, &mut found));
        diagnostics.extend(found.into_iter().map(|it| it.in_file(number)));
    }
    values
}

/// The names of the components of a document, by where they are.
fn taken(root: &Value, layout: &Layout) -> BTreeSet<(Home, String)> {
    let names = |home: Home| {
        let here = Pointer::root().join_all(home.iter().copied());
        let entries = reference::at(root, &here).and_then(Value::as_mapping);
        entries.into_iter().flat_map(text_keys)
    };
    layout
        .homes()
        .flat_map(|home| names(home).map(move |(name, _)| (home, name.to_owned())))
        .collect()
}

/// The keys that lead to the components of a kind.
type Home = &'static [&'static str];

struct Bundle<'s> {
    source: &'s Source,
    layout: &'static Layout,
    values: Vec<Option<Value>>,
    origins: Origins,
    /// Where the walk is in the document that it makes.
    at: Pointer,
    /// Where that was written.
    origin: Pointer,
    /// The component that the walk is in: its place, and where it was written.
    within: Option<(Pointer, Pointer)>,
    /// How many references to other files led here.
    chain: usize,
    /// What has become a component: its kind and place, and the name of the component.
    known: BTreeMap<(Home, Pointer), String>,
    taken: BTreeSet<(Home, String)>,
    waiting: Vec<Component>,
}

/// A part of another file that becomes a component.
struct Component {
    object: &'static Object,
    home: Home,
    name: String,
    origin: Pointer,
    value: Value,
}

impl Bundle<'_> {
    fn shape(&mut self, shape: &'static Shape, value: &mut Value) {
        match shape {
            Shape::OrReference(object) => self.or_reference(object, value),
            Shape::BooleanOrSchema => self.or_reference(&SCHEMA, value),
            Shape::Object(object) => {
                self.in_place(value, |bundle, value| bundle.object(object, value));
            }
            Shape::List(inner) => self.in_place(value, |bundle, value| {
                for (index, item) in value.as_sequence_mut().into_iter().flatten().enumerate() {
                    bundle.below(&index.to_string(), |bundle| bundle.shape(inner, item));
                }
            }),
            Shape::Map(inner) => self.in_place(value, |bundle, value| {
                if let Value::Mapping(entries) = value {
                    for (key, value) in entries.iter_mut() {
                        if let Some(key) = key.as_str() {
                            bundle.below(key, |bundle| bundle.shape(inner, value));
                        }
                    }
                }
            }),
            _ => {}
        }
    }

    /// An object that can be a component, or a reference to one.
    fn or_reference(&mut self, object: &'static Object, value: &mut Value) {
        let Some(home) = self.layout.home(object.kind) else {
            return self.in_place(value, |bundle, value| bundle.object(object, value));
        };
        if let Some(text) = value.get("$ref").and_then(Value::as_str)
            && let Some(target) = self.target(text)
            && let Some(text) = self.component(object, home, target)
            && let Some(reference) = value.get_mut("$ref")
        {
            *reference = text.into();
        }
        self.object(object, value);
    }

    /// The reference to a part of a file as a component.
    fn component(
        &mut self,
        object: &'static Object,
        home: Home,
        target: Pointer,
    ) -> Option<String> {
        if target.file() == 0 {
            return Some(target.to_fragment());
        }
        let value = self.at_target(&target)?.clone();
        if let Some((made, written)) = &self.within
            && target.len() > written.len()
            && target.starts_with(written)
        {
            let below = target.tokens().skip(written.len());
            return Some(made.join_all(below).to_fragment());
        }
        let name = match self.known.get(&(home, target.clone())) {
            Some(name) => name.clone(),
            None => {
                let name = self.name(home, &target);
                self.known.insert((home, target.clone()), name.clone());
                self.waiting.push(Component {
                    object,
                    home,
                    name: name.clone(),
                    origin: target,
                    value,
                });
                name
            }
        };
        let pointer = place(home, &name);
        Some(pointer.to_fragment())
    }

    /// The end of the reference, or the name of the file; with the parent folder if the name is in use.
    fn name(&mut self, home: Home, target: &Pointer) -> String {
        let (path, _) = &self.source.files()[usize::from(target.file()) - 1];
        let file = files::last(path);
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let own = target.last().unwrap_or(stem).to_owned();
        let qualified = format!("{stem}.{own}");
        let numbered = (2..).map(|number| format!("{qualified}.{number}"));
        let mut names = [own, qualified.clone()].into_iter().chain(numbered);
        let is_free = |name: &String| self.taken.insert((home, name.clone()));
        names.find(is_free).unwrap_or_default()
    }

    /// Replaces a reference to another file by its target, and continues there.
    fn in_place(&mut self, value: &mut Value, visit: impl FnOnce(&mut Self, &mut Value)) {
        let (above, chain) = (self.origin.clone(), self.chain);
        while let Some(text) = value.get("$ref").and_then(Value::as_str)
            && !(text.starts_with('#') && self.origin.file() == 0)
            && self.chain < CHAIN
            && let Some(target) = self.target(text)
            && let Some(found) = self.at_target(&target)
        {
            let mut found = found.clone();
            if let (Value::Mapping(found), Value::Mapping(beside)) = (&mut found, &*value) {
                add_siblings(found, beside);
            }
            *value = found;
            self.origins.derived(self.at.clone(), target.clone());
            self.origin = target;
            self.chain += 1;
        }
        visit(self, value);
        (self.origin, self.chain) = (above, chain);
    }

    fn object(&mut self, object: &'static Object, value: &mut Value) {
        let Value::Mapping(entries) = value else {
            return;
        };
        if object.kind == Kind::Discriminator {
            return self.discriminator(entries);
        }
        for (key, value) in entries.iter_mut() {
            if let Some(key) = key.as_str().filter(|key| !key.starts_with("x-"))
                && let Some(shape) = object.below(key)
            {
                self.below(key, |bundle| bundle.shape(shape, value));
            }
        }
    }

    /// Values of `mapping` are references, or names of schemas of their file.
    fn discriminator(&mut self, entries: &mut Mapping) {
        let Some(Value::Mapping(mapping)) = entries.get_mut("mapping") else {
            return;
        };
        for (_, value) in mapping.iter_mut() {
            let Value::String(text) = value else { continue };
            let by_name = || {
                let schemas = ["components", "schemas", text.as_str()];
                let pointer = Pointer::root().in_file(self.origin.file());
                (self.origin.file() > 0).then(|| pointer.join_all(schemas))
            };
            let target = self.target(text).or_else(by_name);
            if let Some(target) = target
                && let Some(home) = self.layout.home(Kind::Schema)
                && let Some(found) = self.component(&SCHEMA, home, target)
            {
                *text = found;
            }
        }
    }

    /// Where a reference leads to; `None` if its file is not known.
    fn target(&self, text: &str) -> Option<Pointer> {
        let here = self.origin.file();
        let (file, fragment) = match files::split(text) {
            None => (here, text.strip_prefix('#')?),
            Some((path, fragment)) => {
                let index = usize::from(here).checked_sub(1);
                let files = self.source.files();
                let base = index.map_or("", |index| files[index].0.as_str());
                let path = files::resolve(base, path)?;
                let known = files.iter().position(|(known, _)| *known == path);
                match known {
                    Some(index) => (u16::try_from(index + 1).ok()?, fragment),
                    None if path == files::last(self.source.name()) => (0, fragment),
                    None => return None,
                }
            }
        };
        let pointer = Pointer::from_fragment(&format!("#{fragment}")).ok()?;
        Some(pointer.in_file(file))
    }

    fn at_target(&self, target: &Pointer) -> Option<&Value> {
        let index = usize::from(target.file()).checked_sub(1)?;
        reference::at(self.values.get(index)?.as_ref()?, target)
    }

    fn below(&mut self, token: &str, visit: impl FnOnce(&mut Self)) {
        self.at.push(token);
        self.origin.push(token);
        visit(self);
        self.origin.pop();
        self.at.pop();
    }

    /// Adds the components, and those that these refer to.
    fn components(&mut self, root: &mut Value) {
        let Value::Mapping(document) = root else {
            return;
        };
        while let Some(component) = self.waiting.pop() {
            let Component {
                object,
                home,
                name,
                origin,
                mut value,
            } = component;
            self.at = place(home, &name);
            self.origins.derived(self.at.clone(), origin.clone());
            self.within = Some((self.at.clone(), origin.clone()));
            self.origin = origin;
            self.or_reference(object, &mut value);
            if let Some(components) = edit::below(document, home) {
                components.insert(name.into(), value);
            }
        }
    }
}

/// Where a component is.
fn place(home: Home, name: &str) -> Pointer {
    Pointer::root().join_all(home.iter().copied()).join(name)
}

fn add_siblings(found: &mut Mapping, beside: &Mapping) {
    for (key, value) in beside {
        if key.as_str() != Some("$ref") && !found.contains_key(key) {
            found.insert(key.clone(), value.clone());
        }
    }
}
