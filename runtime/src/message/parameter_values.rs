//! The values that the caller set for a request.

use std::borrow::Cow;
use std::collections::BTreeSet;

use bytes::Bytes;
use serde_json::Value;

use crate::message::check::twice;
use crate::model::check_parts;
use crate::model::encode::{Purpose, Written, value};
use crate::model::field_slot::{EncodeSource, FieldSlot};
use crate::model::object::with_sources;
use crate::operation::multipart::{File, is_header};
use crate::operation::parameter::{Location, Parameter, Row};
use crate::operation::style;
use crate::operation::table::Operation;

/// The values that the caller set.
#[derive(Clone, Default)]
pub(crate) struct ParameterValues {
    pub(crate) values: Vec<(Location, &'static str, Value)>,
    pub(crate) files: Vec<(Cow<'static, str>, File)>,
    /// Form fields that the document allows but does not declare.
    pub(crate) extra: Vec<(String, Value)>,
    pub(crate) part_headers: Vec<PartHeader>,
    pub(crate) content: Option<Bytes>,
    /// The rules that models and the body violate.
    pub(crate) broken: Vec<Broken>,
}

/// A header of all parts with one name.
#[derive(Clone)]
pub(crate) struct PartHeader {
    pub(crate) part: &'static str,
    pub(crate) name: &'static str,
    pub(crate) value: Value,
    /// The encoded value.
    pub(crate) text: String,
}

/// A rule that a part of a body, or of a parameter's value, violates.
#[derive(Clone)]
pub(crate) struct Broken {
    /// The parameter; `None` for the body.
    pub(crate) of: Option<(Location, &'static str)>,
    /// The path of the part; empty for the whole value.
    pub(crate) path: String,
    pub(crate) problem: String,
}

impl ParameterValues {
    pub(crate) fn value(&self, location: Location, name: &str) -> Option<&Value> {
        let found = self
            .values
            .iter()
            .find(|(at, known, _)| *at == location && *known == name);
        found.map(|(_, _, value)| value)
    }

    pub(crate) fn file(&self, name: &str) -> Option<&File> {
        self.files
            .iter()
            .find(|(known, _)| *known == name)
            .map(|(_, file)| file)
    }

    /// The names of the files that the document allows but does not declare.
    pub(crate) fn extra_files(&self) -> impl Iterator<Item = &String> {
        self.files.iter().filter_map(|(name, _)| match name {
            Cow::Owned(name) => Some(name),
            Cow::Borrowed(_) => None,
        })
    }

    pub(crate) fn part_header(&self, part: &str, name: &str) -> Option<&PartHeader> {
        let mut headers = self.part_headers.iter();
        headers.find(|header| (header.part, header.name) == (part, name))
    }

    /// Whether a part with this name is sent without its own header of this name.
    pub(crate) fn lacks_header(&self, part: &str, name: &str) -> bool {
        let mut files = self.files.iter().filter(|(known, _)| known == part);
        files.any(|(_, file)| !file.has_header(name))
            || self.extra.iter().any(|(known, _)| known == part)
            || self.value(Location::Form, part).is_some()
    }

    /// The names of the form fields that are set, including files and undeclared fields.
    pub(crate) fn field_names(&self) -> BTreeSet<&str> {
        let values = self.values.iter();
        let values = values.filter(|(location, ..)| *location == Location::Form);
        let files = self.files.iter().map(|(name, _)| &**name);
        let extra = self.extra.iter().map(|(name, _)| name.as_str());
        values
            .map(|(_, name, _)| *name)
            .chain(files)
            .chain(extra)
            .collect()
    }

    /// Records names in an object that are the names of other parameters: the object is a map, so the
    /// document does not declare them there.
    fn note_added(&mut self, operation: &Operation, parameter: &Parameter, place: &dyn FieldSlot) {
        let of = Some((parameter.location, parameter.name));
        let mut note = |name: &str, _: &dyn FieldSlot| {
            let is_other =
                name != parameter.name && operation.parameter(parameter.location, name).is_some();
            if is_other {
                self.broken.push(Broken {
                    of,
                    path: String::new(),
                    problem: twice(name),
                });
            }
        };
        match place.view().settled() {
            EncodeSource::Map(map) => map.visit(&mut note),
            EncodeSource::Object(object) => with_sources(object, |sources| {
                if let Some(rest) = sources.rest {
                    rest.visit(&mut note);
                }
            }),
            _ => {}
        }
    }

    pub(crate) fn has_fields(&self) -> bool {
        !self.files.is_empty()
            || !self.extra.is_empty()
            || self
                .values
                .iter()
                .any(|(location, ..)| *location == Location::Form)
    }

    /// Sets a parameter of an operation.
    pub(crate) fn give(
        &mut self,
        operation: &Operation,
        location: Location,
        name: &'static str,
        place: &dyn FieldSlot,
    ) {
        let parameter = operation.parameter(location, name);
        let sensitive = parameter.is_some_and(|parameter| parameter.sensitive);
        self.set(location, name, place, sensitive);
        if let Some(parameter) = parameter.filter(Parameter::spreads) {
            self.note_added(operation, &parameter, place);
        }
    }

    /// Adds a list to a list that was set before. Any other value replaces the earlier one; an absent value
    /// removes it.
    pub(crate) fn set(
        &mut self,
        location: Location,
        name: &'static str,
        place: &dyn FieldSlot,
        sensitive: bool,
    ) {
        let of = Some((location, name));
        let mut broken = check_parts::broken(place, None, sensitive);
        let given = value(place, Purpose::Request);
        let known = self.values.iter_mut();
        let mut known = known.filter(|(at, known, _)| *at == location && *known == name);
        match (known.next().map(|(_, _, value)| value), given) {
            (Some(Value::Array(before)), Some(Value::Array(more))) => {
                for (path, _) in &mut broken {
                    *path = moved(path, before.len());
                }
                before.extend(more);
                self.add(of, broken);
                return;
            }
            (Some(before), Some(given)) => *before = given,
            (None, Some(given)) => self.values.push((location, name, given)),
            (_, None) => self
                .values
                .retain(|(at, known, _)| !(*at == location && *known == name)),
        }
        self.note(of, broken);
    }

    /// Sets a path parameter that a handle has bound.
    pub(crate) fn bind(
        &mut self,
        name: &'static str,
        value: Option<&Value>,
        broken: &[(String, String)],
    ) {
        let value = value.map(|value| (Location::Path, name, value.clone()));
        self.values.extend(value);
        self.add(Some((Location::Path, name)), broken.to_vec());
    }

    pub(crate) fn set_content(&mut self, content: Option<Bytes>, broken: Vec<(String, String)>) {
        self.content = content;
        self.note(None, broken);
    }

    /// Records the rules that a value violates; replaces what was recorded before.
    pub(crate) fn note(
        &mut self,
        of: Option<(Location, &'static str)>,
        broken: Vec<(String, String)>,
    ) {
        self.broken.retain(|broken| broken.of != of);
        self.add(of, broken);
    }

    fn add(&mut self, of: Option<(Location, &'static str)>, broken: Vec<(String, String)>) {
        let broken = broken.into_iter();
        self.broken
            .extend(broken.map(|(path, problem)| Broken { of, path, problem }));
    }

    pub(crate) fn set_part_header(
        &mut self,
        part: &'static str,
        name: &'static str,
        place: &dyn FieldSlot,
    ) {
        let headers = &mut self.part_headers;
        headers.retain(|header| (header.part, header.name) != (part, name));
        let path = format!("{part}.{name}");
        self.broken.retain(|broken| broken.path != path);
        let Some(value) = value(place, Purpose::Request) else {
            return;
        };
        let text = style::header(&Row::header(name).parameter(name), &value);
        let text = text.and_then(|text| match is_header(name, &text) {
            true => Ok(text),
            false => Err("it is not a valid header value"),
        });
        match text {
            Ok(text) => self.part_headers.push(PartHeader {
                part,
                name,
                value,
                text,
            }),
            Err(problem) => self.broken.push(Broken {
                of: None,
                path,
                problem: problem.to_owned(),
            }),
        }
    }

    /// Sets the form fields from the members of an object.
    pub(crate) fn set_fields(&mut self, operation: &Operation, place: &dyn FieldSlot) {
        self.note(None, check_parts::broken(place, None, false));
        self.values.retain(|(at, ..)| *at != Location::Form);
        self.extra.clear();
        let Some(Value::Object(members)) = value(place, Purpose::Request) else {
            let problem = "is not an object, and a form has fields".to_owned();
            return self.add(None, vec![(String::new(), problem)]);
        };
        for (name, value) in members {
            match operation.parameter(Location::Form, &name) {
                Some(field) => self.values.push((Location::Form, field.name, value)),
                None => self.extra.push((name, value)),
            }
        }
    }

    /// Adds a field that the form does not declare.
    pub(crate) fn add_extra(&mut self, name: String, place: &dyn FieldSlot) {
        let broken = check_parts::broken(place, None, false).into_iter();
        self.broken.extend(broken.map(|(path, problem)| Broken {
            of: None,
            path: match path.starts_with('[') || path.is_empty() {
                true => format!("{name}{path}"),
                false => format!("{name}.{path}"),
            },
            problem,
        }));
        let value = value(place, Purpose::Request);
        self.extra.extend(value.map(|value| (name, value)));
    }

    pub(crate) fn set_json(&mut self, operation: &Operation, place: &dyn FieldSlot) {
        let content = serde_json::to_vec(&Written(place, Purpose::Request));
        let broken = check_parts::broken(place, operation.facts().body_rules, false);
        self.set_content(content.ok().map(Bytes::from), broken);
    }

    /// `None` is sent as null.
    pub(crate) fn set_nullable(&mut self, operation: &Operation, place: Option<&dyn FieldSlot>) {
        match place {
            Some(place) => self.set_json(operation, place),
            None => self.set_content(Some(Bytes::from_static(b"null")), Vec::new()),
        }
    }

    pub(crate) fn set_text(&mut self, operation: &Operation, text: String) {
        let broken = check_parts::broken(&text, operation.facts().body_rules, false);
        self.set_content(Some(text.into()), broken);
    }

    /// Replaces the body by that of another builder.
    pub(crate) fn replace_body(&mut self, body: Self) {
        let of_parameter =
            |of: Option<(Location, _)>| of.is_some_and(|(location, _)| location != Location::Form);
        self.values.retain(|(at, ..)| *at != Location::Form);
        self.broken.retain(|broken| of_parameter(broken.of));
        self.values.extend(body.values);
        self.broken.extend(body.broken);
        self.files = body.files;
        self.extra = body.extra;
        self.part_headers = body.part_headers;
        self.content = body.content;
    }
}

/// The path of an item after a number of earlier items: `[0].name` becomes `[2].name` after two.
fn moved(path: &str, before: usize) -> String {
    let item = path.strip_prefix('[').and_then(|path| path.split_once(']'));
    match item.and_then(|(index, rest)| Some((index.parse::<usize>().ok()?, rest))) {
        Some((index, rest)) => format!("[{}]{rest}", index + before),
        None => path.to_owned(),
    }
}
