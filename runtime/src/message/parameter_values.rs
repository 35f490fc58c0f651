//! What the caller gave for a request.

use std::borrow::Cow;

use bytes::Bytes;
use serde_json::Value;

use crate::model::encode::{Purpose, Written, value};
use crate::model::field_slot::FieldSlot;
use crate::operation::check_body;
use crate::operation::multipart::{File, is_header};
use crate::operation::parameter::{Location, Row};
use crate::operation::style;
use crate::operation::table::Operation;

/// What the caller gave.
#[derive(Clone, Default)]
pub(crate) struct ParameterValues {
    pub(crate) values: Vec<(Location, &'static str, Value)>,
    pub(crate) files: Vec<(Cow<'static, str>, File)>,
    /// Fields that the document allows and does not name.
    pub(crate) extra: Vec<(String, Value)>,
    /// Headers of parts: the part, the name and the value.
    pub(crate) part_headers: Vec<(&'static str, &'static str, String)>,
    pub(crate) content: Option<Bytes>,
    /// The rules that models and the body break.
    pub(crate) broken: Vec<Broken>,
}

/// A rule that a part of a body, or of a parameter's value, breaks.
#[derive(Clone)]
pub(crate) struct Broken {
    /// The parameter; none for the body.
    pub(crate) of: Option<(Location, &'static str)>,
    /// The path of the part; empty for the whole.
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

    /// The names of the files that the document allows and does not name.
    pub(crate) fn extra_files(&self) -> impl Iterator<Item = &String> {
        self.files.iter().filter_map(|(name, _)| match name {
            Cow::Owned(name) => Some(name),
            Cow::Borrowed(_) => None,
        })
    }

    pub(crate) fn has_fields(&self) -> bool {
        !self.files.is_empty()
            || !self.extra.is_empty()
            || self
                .values
                .iter()
                .any(|(location, ..)| *location == Location::Form)
    }

    /// Adds a list to the list that was given before. Of other values the last counts; an absent one takes the
    /// value away.
    pub(crate) fn set(
        &mut self,
        location: Location,
        name: &'static str,
        place: &dyn FieldSlot,
        sensitive: bool,
    ) {
        let of = Some((location, name));
        let mut broken = check_body::broken(place, None, sensitive);
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

    pub(crate) fn set_content(&mut self, content: Option<Bytes>, broken: Vec<(String, String)>) {
        self.content = content;
        self.note(None, broken);
    }

    /// Notes what of this is broken, in the place of what was.
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
        headers.retain(|(of, known, _)| (*of, *known) != (part, name));
        let path = format!("{part}.{name}");
        self.broken.retain(|broken| broken.path != path);
        let Some(value) = value(place, Purpose::Request) else {
            return;
        };
        let text = style::header(&Row::header(name).parameter(name), &value);
        match text.filter(|text| is_header(name, text)) {
            Some(text) => self.part_headers.push((part, name, text)),
            None => self.broken.push(Broken {
                of: None,
                path,
                problem: "it cannot stand in a header".to_owned(),
            }),
        }
    }

    /// The members of an object are the fields of a form.
    pub(crate) fn set_fields(&mut self, operation: &Operation, place: &dyn FieldSlot) {
        self.note(None, check_body::broken(place, None, false));
        self.values.retain(|(at, ..)| *at != Location::Form);
        self.extra.clear();
        let Some(Value::Object(members)) = value(place, Purpose::Request) else {
            return;
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
        let value = value(place, Purpose::Request);
        self.extra.extend(value.map(|value| (name, value)));
    }

    pub(crate) fn set_json(&mut self, operation: &Operation, place: &dyn FieldSlot) {
        let content = serde_json::to_vec(&Written(place, Purpose::Request));
        let broken = check_body::broken(place, operation.facts().body_rules, false);
        self.set_content(content.ok().map(Bytes::from), broken);
    }

    /// None is null.
    pub(crate) fn set_nullable(&mut self, operation: &Operation, place: Option<&dyn FieldSlot>) {
        match place {
            Some(place) => self.set_json(operation, place),
            None => self.set_content(Some(Bytes::from_static(b"null")), Vec::new()),
        }
    }

    pub(crate) fn set_text(&mut self, operation: &Operation, text: String) {
        let broken = check_body::broken(&text, operation.facts().body_rules, false);
        self.set_content(Some(text.into()), broken);
    }

    /// Takes the body of this in the place of its own.
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

/// The path of an item that comes after so many others: `[0].name` is `[2].name` after two.
fn moved(path: &str, before: usize) -> String {
    let item = path.strip_prefix('[').and_then(|path| path.split_once(']'));
    match item.and_then(|(index, rest)| Some((index.parse::<usize>().ok()?, rest))) {
        Some((index, rest)) => format!("[{}]{rest}", index + before),
        None => path.to_owned(),
    }
}
