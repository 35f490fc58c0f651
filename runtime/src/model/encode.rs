//! Writes places as JSON.

use std::collections::BTreeMap;

use serde::ser::{Error as _, Serialize, SerializeMap, SerializeSeq, Serializer};
use serde_json::Value;

use crate::model::field_slot::{EncodeSource, FieldSlot, List, Map};
use crate::model::number;
use crate::model::object::{Object, Presence, Row, with_sources};
use crate::model::original::{Originals, Step, What};
use crate::model::unencodable::{NO_JSON, flaw};
use crate::model::unexpected::Unexpected;

/// What a place is written for.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Purpose {
    /// A request, which leaves `readOnly` properties out and has its instants in UTC.
    Request,
    /// Anything else: all that the place holds is written.
    Copy,
}

/// `Serialize` of every place, for users.
///
/// NaN, infinities and names that are written twice are errors: JSON has no form for them.
#[doc(hidden)]
pub fn serialize<S: Serializer>(place: &dyn FieldSlot, serializer: S) -> Result<S::Ok, S::Error> {
    match flaw(&place.view()) {
        Some(problem) => Err(S::Error::custom(problem)),
        None => Written(place, Purpose::Copy).serialize(serializer),
    }
}

/// The JSON that a place is written as; none if it is left out.
pub(crate) fn value(place: &dyn FieldSlot, purpose: Purpose) -> Option<Value> {
    value_of(place.view(), purpose)
}

/// The JSON of what a place holds; none if it is left out.
pub(crate) fn value_of(view: EncodeSource<'_>, purpose: Purpose) -> Option<Value> {
    match view.settled() {
        EncodeSource::Absent => None,
        view => json(view, purpose),
    }
}

fn json(view: EncodeSource<'_>, purpose: Purpose) -> Option<Value> {
    let part = Part {
        view,
        purpose,
        originals: Originals::default(),
    };
    part.serialize(serde_json::value::Serializer).ok()
}

/// A place, ready to be written.
pub(crate) struct Written<'a>(pub(crate) &'a dyn FieldSlot, pub(crate) Purpose);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let part = Part {
            view: self.0.view().settled(),
            purpose: self.1,
            originals: Originals::default(),
        };
        part.serialize(serializer)
    }
}

/// Whether a field still holds the empty value that a required property was filled with.
pub(crate) fn is_filled(
    place: &dyn FieldSlot,
    name: &'static str,
    unexpected: &Unexpected,
) -> bool {
    let originals = Originals::of(unexpected.originals()).at(|| Step::Property(name));
    let part = Part {
        view: place.view().settled(),
        purpose: Purpose::Copy,
        originals,
    };
    part.is_filled()
}

/// A part of what is written, with what was sent for it.
#[derive(Clone, Copy)]
struct Part<'a> {
    view: EncodeSource<'a>,
    purpose: Purpose,
    originals: Originals<'a>,
}

impl<'a> Part<'a> {
    fn inner(&self, place: &'a dyn FieldSlot, step: impl FnOnce() -> Step) -> Part<'a> {
        Part {
            view: place.view().settled(),
            purpose: self.purpose,
            originals: self.originals.at(step),
        }
    }

    /// What was sent here, if that was read from another kind of JSON and is still the same. Instants go into
    /// requests in UTC.
    fn sent(&self) -> Option<&'a Value> {
        if self.purpose == Purpose::Request && matches!(self.view, EncodeSource::DateTime(_)) {
            return None;
        }
        self.originals.own().find_map(|what| match what {
            What::Spelled { read, sent } if self.is(read) => Some(sent),
            _ => None,
        })
    }

    /// Whether this is still the empty value that a required property was filled with.
    fn is_filled(&self) -> bool {
        let mut own = self.originals.own();
        own.any(|what| matches!(what, What::Filled { read } if self.is(read)))
    }

    /// Whether null was sent for a property that may be absent and not null. Requests leave it out.
    fn was_null(&self) -> bool {
        let mut own = self.originals.own();
        self.purpose == Purpose::Copy && own.any(|what| matches!(what, What::Null))
    }

    fn is(&self, read: &Value) -> bool {
        json(self.view, Purpose::Copy).unwrap_or_default() == *read
    }
}

impl Serialize for Part<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.sent() {
            Some(sent) => sent.serialize(serializer),
            None => write(*self, serializer),
        }
    }
}

fn write<S: Serializer>(part: Part<'_>, serializer: S) -> Result<S::Ok, S::Error> {
    match part.view {
        EncodeSource::Absent | EncodeSource::Null => serializer.serialize_unit(),
        EncodeSource::Bool(value) => serializer.serialize_bool(value),
        EncodeSource::Int(value) => serializer.serialize_i64(value),
        EncodeSource::Uint(value) => serializer.serialize_u64(value),
        EncodeSource::Float(value) => match number::whole(value) {
            Some(value) => serializer.serialize_i64(value),
            None => serializer.serialize_f64(value),
        },
        EncodeSource::Str(text) => serializer.serialize_str(text),
        EncodeSource::Shown(text) => serializer.collect_str(text),
        EncodeSource::DateTime(instant) => serializer.collect_str(&match part.purpose {
            Purpose::Request => instant.in_utc(),
            Purpose::Copy => instant,
        }),
        EncodeSource::Json(value) => value.serialize(serializer),
        EncodeSource::Custom(value) => match value.json() {
            Some(json) => json.serialize(serializer),
            None => Err(S::Error::custom(NO_JSON)),
        },
        EncodeSource::List(list) => write_list(list, part, serializer),
        EncodeSource::Map(map) => {
            let count = counted(&serializer, || entry_count(map, part));
            let mut written = serializer.serialize_map(count)?;
            write_entries(map, part, &mut written)?;
            written.end()
        }
        EncodeSource::Object(object) => write_object(object, part.purpose, serializer),
        EncodeSource::Union(union) => {
            let view = union.chosen().1;
            write(Part { view, ..part }, serializer)
        }
    }
}

/// Items that did not fit are written where they were, if there are as many others as there were.
fn write_list<S: Serializer>(
    list: &dyn List,
    part: Part<'_>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let items = (0..).map_while(|index| Some(part.inner(list.get(index)?, || Step::Item(index))));
    let removed = part.originals.own().find_map(|what| match what {
        What::Items { left, removed } if has(list, *left) => Some(removed),
        _ => None,
    });
    let Some(removed) = removed else {
        let count = counted(&serializer, || items.clone().count());
        let mut written = serializer.serialize_seq(count)?;
        for item in items {
            written.serialize_element(&item)?;
        }
        return written.end();
    };
    let count = counted(&serializer, || items.clone().count() + removed.len());
    let mut written = serializer.serialize_seq(count)?;
    let (mut removed, mut index) = (removed.iter().peekable(), 0);
    for item in items.map(Some).chain([None]) {
        while let Some((_, value)) = removed.next_if(|(at, _)| *at == index) {
            written.serialize_element(value)?;
            index += 1;
        }
        if let Some(item) = item {
            written.serialize_element(&item)?;
            index += 1;
        }
    }
    written.end()
}

/// Whether a list has so many items.
fn has(list: &dyn List, length: usize) -> bool {
    let last = length.checked_sub(1);
    last.is_none_or(|last| list.get(last).is_some()) && list.get(length).is_none()
}

/// How many entries there are, for formats that write that first. Formats of text, such as JSON, do without.
fn counted<S: Serializer>(serializer: &S, count: impl FnOnce() -> usize) -> Option<usize> {
    (!serializer.is_human_readable()).then(count)
}

fn write_object<S: Serializer>(
    object: &dyn Object,
    purpose: Purpose,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    with_sources(object, |sources| {
        let whole = Part {
            view: EncodeSource::Object(object),
            purpose,
            originals: Originals::of(sources.unexpected.originals()),
        };
        let table = object.table();
        let fields = || {
            let rows = table.rows().zip(sources.fields);
            rows.filter_map(|((name, row), place)| {
                let field = whole.inner(*place, || Step::Property(name));
                Some((name, written_of(row, field, sources.unexpected.get(name))?))
            })
        };
        let undeclared = || {
            let all = sources.unexpected.into_iter();
            all.filter(|(name, _)| table.find(name, 0).is_none())
        };
        let count = counted(&serializer, || {
            let rest = sources.rest.map_or(0, |rest| entry_count(rest, whole));
            fields().count() + rest + undeclared().count()
        });
        let mut written = serializer.serialize_map(count)?;
        for (name, entry) in fields() {
            match entry {
                Entry::Field(field) => written.serialize_entry(name, &field)?,
                Entry::Value(value) => written.serialize_entry(name, value)?,
                Entry::Null => written.serialize_entry(name, &())?,
            }
        }
        if let Some(rest) = sources.rest {
            write_entries(rest, whole, &mut written)?;
        }
        for (name, value) in undeclared() {
            written.serialize_entry(name, value)?;
        }
        written.end()
    })
}

/// What is written for a property.
enum Entry<'a> {
    Field(Part<'a>),
    /// What was sent, where it did not fit.
    Value(&'a Value),
    Null,
}

/// What is written for a property with a row; none if it is left out.
fn written_of<'a>(row: &Row, field: Part<'a>, unexpected: Option<&'a Value>) -> Option<Entry<'a>> {
    if field.purpose == Purpose::Request && row.presence.is_read_only() {
        return None;
    }
    let is_filled = field.is_filled();
    if !is_filled && !matches!(field.view, EncodeSource::Absent) {
        return Some(Entry::Field(field));
    }
    if let Some(value) = unexpected {
        return Some(Entry::Value(value));
    }
    let is_null = !is_filled && (is_null_without_value(row, field.purpose) || field.was_null());
    is_null.then_some(Entry::Null)
}

/// Whether null is written for a property that has no value.
fn is_null_without_value(row: &Row, purpose: Purpose) -> bool {
    let is_written = match row.presence {
        Presence::Required => true,
        Presence::Needed => purpose == Purpose::Request,
        Presence::Returned => purpose == Purpose::Copy,
        Presence::Optional | Presence::ReadOnly => false,
    };
    is_written && row.nullable
}

/// The entries that did not fit.
fn removed_entries<'a>(part: Part<'a>) -> BTreeMap<&'a str, &'a Value> {
    let mut removed = BTreeMap::new();
    for what in part.originals.own() {
        if let What::Entries(entries) = what {
            removed.extend(entries.iter().map(|(name, value)| (name.as_str(), value)));
        }
    }
    removed
}

/// How many entries [`write_entries`] writes.
fn entry_count(map: &dyn Map, part: Part<'_>) -> usize {
    let mut removed = removed_entries(part);
    map.visit(&mut |name, _| {
        removed.remove(name);
    });
    map.count() + removed.len()
}

/// Entries that did not fit are written after the others, unless there is another value by now.
fn write_entries<M: SerializeMap>(
    map: &dyn Map,
    part: Part<'_>,
    written: &mut M,
) -> Result<(), M::Error> {
    let mut removed = removed_entries(part);
    let mut result = Ok(());
    map.visit(&mut |name, place| {
        if result.is_ok() {
            removed.remove(name);
            let entry = Part {
                view: place.view().settled(),
                purpose: part.purpose,
                originals: part.originals.at(|| Step::Key(name.to_owned())),
            };
            result = written.serialize_entry(name, &entry);
        }
    });
    result?;
    let mut left = removed.into_iter();
    left.try_for_each(|(name, value)| written.serialize_entry(name, value))
}
