//! Decodes JSON into slots.
//!
//! The first pass decodes directly from the bytes and only finds out whether everything matches. If not, the body is
//! parsed and decoded again by [`fill`](crate::model::decode_tolerant), which keeps the values that do not match and
//! knows their paths.

use std::fmt;

use serde::Deserialize;
use serde::de::{DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde_json::Value;

use crate::model::assign::{self, Refused, wanted};
use crate::model::custom::CustomSlot;
use crate::model::decode_error::DecodeError;
use crate::model::decode_tolerant::{Filler, Mode, fill};
use crate::model::decode_union::fits_union;
use crate::model::field_slot::{Absence, DecodeTarget, FieldSlot, List, Map};
use crate::model::lossy::{self, Lost};
use crate::model::notes::Notes;
use crate::model::object::{DecodeTargets, Object, Table, with_targets};
use crate::model::raw::{Raw, is_inexact};

/// Reads a JSON document into a place.
///
/// A byte order mark before it is skipped (RFC 8259, section 8.1).
pub(crate) fn decode(
    place: &mut dyn FieldSlot,
    bytes: &[u8],
    mode: Mode,
    watched: Option<&'static str>,
) -> Result<Notes, DecodeError> {
    let bytes = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
    if matches!(place.slot(), DecodeTarget::Unit) || fast(place, bytes, mode) {
        return Ok(Notes::default());
    }
    let (value, lost) = parse(bytes)?;
    let mut filler = Filler::new(mode);
    filler.lost = lost;
    filler.notes.watched = watched;
    filler.place(place, &value)?;
    Ok(filler.notes)
}

/// Reads an answer that says that it has no content into a place that should have some: it gets the empty
/// value of its type, which is told.
pub(crate) fn read_nothing(place: &mut dyn FieldSlot) -> Result<Notes, DecodeError> {
    let mut filler = Filler::new(Mode::Tolerant);
    let missing = DecodeError::new("the response has no body, and its type has no empty value");
    let missing = missing.expecting(wanted(&place.slot()));
    let mark = filler.notes.mark();
    match filler.mend(place, &missing, mark) {
        true => Ok(filler.notes),
        false => Err(missing),
    }
}

/// The first pass alone: whether all of the document fits. It is for tolerant clients, because it does
/// not know where null is allowed.
fn fast(place: &mut dyn FieldSlot, bytes: &[u8], mode: Mode) -> bool {
    mode == Mode::Tolerant && read(place, bytes).is_ok()
}

/// Checking the whole body to be UTF-8 takes less than checking each string.
fn read(place: &mut dyn FieldSlot, bytes: &[u8]) -> serde_json::Result<()> {
    let text = std::str::from_utf8(bytes).map_err(serde_json::Error::custom)?;
    let mut json = serde_json::Deserializer::from_str(text);
    Reader::of(place).deserialize(&mut json)?;
    json.end()
}

/// Parses a JSON document, even if some of its values cannot be held.
fn parse(bytes: &[u8]) -> Result<(Value, Lost), DecodeError> {
    let error = match serde_json::from_slice(bytes) {
        Ok(Raw(value)) => return Ok((value, Lost::default())),
        Err(error) => error,
    };
    if let Some(parsed) = lossy::parse(bytes) {
        return Ok(parsed);
    }
    Err(if bytes.trim_ascii().is_empty() {
        DecodeError::new("expected JSON, found an empty body")
    } else {
        DecodeError::new(format!("not a JSON document: {error}"))
    })
}

/// `Deserialize` of every place, for users.
#[doc(hidden)]
pub fn deserialize<'de, P: FieldSlot, D: Deserializer<'de>>(
    deserializer: D,
) -> Result<P, D::Error> {
    let is_text = deserializer.is_human_readable();
    let value = Value::deserialize(deserializer).map_err(|error| match is_text {
        true => error,
        false => D::Error::custom(format_args!(
            "models can only be deserialized from self-describing formats, such as JSON, CBOR and MessagePack: {error}"
        )),
    })?;
    let mut place = P::blank();
    match fill(&mut place, &value, Mode::Tolerant) {
        Ok(_) => Ok(place),
        Err(decode_error) => Err(D::Error::custom(described(&decode_error))),
    }
}

fn described(decode_error: &DecodeError) -> String {
    match decode_error.path() {
        path if path.is_empty() => decode_error.reason.clone(),
        path => format!("{path}: {}", decode_error.reason),
    }
}

/// One value: the loop of the first pass.
struct Reader<'a> {
    place: &'a mut dyn FieldSlot,
    /// Whether the document lets the property be null; the place alone decides where there is no property.
    nullable: bool,
}

impl<'a> Reader<'a> {
    fn of(place: &'a mut dyn FieldSlot) -> Self {
        Self {
            place,
            nullable: true,
        }
    }
}

impl<'de> DeserializeSeed<'de> for Reader<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        deserializer.deserialize_any(self)
    }
}

#[cold]
fn decode_error<E: serde::de::Error>(_: Refused) -> E {
    E::custom("does not match the schema")
}

impl<'de> Visitor<'de> for Reader<'_> {
    type Value = ();

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a JSON value that matches the schema")
    }

    fn visit_unit<E: serde::de::Error>(self) -> Result<(), E> {
        if !self.nullable {
            return Err(decode_error(Refused::Kind));
        }
        if self.place.absence(Absence::Null) {
            return Ok(());
        }
        match self.place.slot() {
            DecodeTarget::Json(value) => *value = Value::Null,
            DecodeTarget::Custom(place) => return once(is_read(place, &Value::Null)),
            DecodeTarget::Union(union) => fill_union(union, &Value::Null)?,
            _ => return Err(decode_error(Refused::Kind)),
        }
        Ok(())
    }

    fn visit_bool<E: serde::de::Error>(self, value: bool) -> Result<(), E> {
        match self.place.slot() {
            DecodeTarget::Union(union) => fill_union(union, &value.into()),
            slot => assign::bool(slot, value).map_err(decode_error),
        }
    }

    fn visit_i64<E: serde::de::Error>(self, value: i64) -> Result<(), E> {
        match self.place.slot() {
            DecodeTarget::Union(union) => fill_union(union, &value.into()),
            slot => assign::i64(slot, value).map_err(decode_error),
        }
    }

    fn visit_u64<E: serde::de::Error>(self, value: u64) -> Result<(), E> {
        match self.place.slot() {
            DecodeTarget::Union(union) => fill_union(union, &value.into()),
            slot => assign::u64(slot, value).map_err(decode_error),
        }
    }

    fn visit_f64<E: serde::de::Error>(self, value: f64) -> Result<(), E> {
        if is_inexact(value) {
            return Err(decode_error(Refused::Kind));
        }
        match self.place.slot() {
            DecodeTarget::Union(union) => fill_union(union, &value.into()),
            slot => assign::f64(slot, value).map_err(decode_error),
        }
    }

    fn visit_str<E: serde::de::Error>(self, value: &str) -> Result<(), E> {
        match self.place.slot() {
            DecodeTarget::Union(union) => fill_union(union, &value.into()),
            slot => assign::str(slot, value).map_err(decode_error),
        }
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<(), A::Error> {
        let buffered = serde::de::value::SeqAccessDeserializer::new;
        match self.place.slot() {
            DecodeTarget::List(list) => read_list(list, seq),
            DecodeTarget::Json(value) => {
                Raw::deserialize(buffered(seq)).map(|read| *value = read.0)
            }
            DecodeTarget::Custom(place) => {
                once(is_read(place, &Raw::deserialize(buffered(seq))?.0))
            }
            DecodeTarget::Union(union) => fill_union(union, &Raw::deserialize(buffered(seq))?.0),
            _ => Err(decode_error(Refused::Kind)),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<(), A::Error> {
        let buffered = serde::de::value::MapAccessDeserializer::new;
        match self.place.slot() {
            DecodeTarget::Object(object) => read_object(object, map),
            DecodeTarget::Map(place) => read_map(place, map),
            DecodeTarget::Json(value) => {
                Raw::deserialize(buffered(map)).map(|read| *value = read.0)
            }
            DecodeTarget::Custom(place) => {
                once(is_read(place, &Raw::deserialize(buffered(map))?.0))
            }
            DecodeTarget::Union(union) => fill_union(union, &Raw::deserialize(buffered(map))?.0),
            _ => Err(decode_error(Refused::Kind)),
        }
    }
}

/// Whether a type of the user's own accepts JSON that is no scalar.
fn is_read(place: &mut dyn CustomSlot, value: &Value) -> bool {
    place.read(value).is_some()
}

/// Unions look at their value more than once, so it is parsed first.
fn fill_union<E: serde::de::Error>(
    union: &mut dyn crate::model::union::Union,
    value: &Value,
) -> Result<(), E> {
    match fits_union(union, value) {
        true => Ok(()),
        false => Err(decode_error(Refused::Kind)),
    }
}

fn read_list<'de, A: SeqAccess<'de>>(list: &mut dyn List, mut seq: A) -> Result<(), A::Error> {
    loop {
        let item = Item { list: &mut *list };
        if seq.next_element_seed(item)?.is_none() {
            return Ok(());
        }
    }
}

/// An item of a list, added when there is one.
struct Item<'a> {
    list: &'a mut dyn List,
}

impl<'de> DeserializeSeed<'de> for Item<'_> {
    type Value = ();

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<(), D::Error> {
        Reader::of(self.list.push()).deserialize(deserializer)
    }
}

fn read_map<'de, A: MapAccess<'de>>(place: &mut dyn Map, mut map: A) -> Result<(), A::Error> {
    let mut count = 0;
    while let Some(name) = map.next_key()? {
        map.next_value_seed(Reader::of(place.insert(name)))?;
        count += 1;
    }
    once(place.count() == count)
}

/// A name that stands twice in its object is for the second pass, which tells of it.
fn once<E: serde::de::Error>(is_once: bool) -> Result<(), E> {
    match is_once {
        true => Ok(()),
        false => Err(decode_error(Refused::Kind)),
    }
}

fn read_object<'de, A: MapAccess<'de>>(object: &mut dyn Object, map: A) -> Result<(), A::Error> {
    let table = object.table();
    with_targets(object, |targets| read_fields(table, targets, map))
}

fn read_fields<'de, A: MapAccess<'de>>(
    table: &Table,
    targets: DecodeTargets<'_, '_>,
    mut map: A,
) -> Result<(), A::Error> {
    let DecodeTargets {
        fields,
        mut rest,
        unexpected,
    } = targets;
    unexpected.clear();
    if let Some(rest) = &mut rest {
        rest.clear();
    }
    let mut seen = Seen::new(fields.len());
    let (mut start, mut others) = (0, 0);
    while let Some(key) = map.next_key_seed(KeyReader { table, start })? {
        match key {
            Key::Row(index) => {
                start = index + 1;
                once(!seen.contains(index))?;
                seen.insert(index);
                map.next_value_seed(Reader {
                    place: &mut *fields[index],
                    nullable: table.rows[index].nullable,
                })?;
            }
            Key::Other(name) => {
                others += 1;
                match &mut rest {
                    Some(rest) => map.next_value_seed(Reader::of(rest.insert(name)))?,
                    None => {
                        unexpected.insert(name, map.next_value::<Raw>()?.0);
                    }
                }
            }
        }
    }
    once(rest.map_or(unexpected.len(), |rest| rest.count()) == others)?;
    for (index, place) in fields.iter_mut().enumerate() {
        let is_required = table.rows[index].presence.is_required();
        if !seen.contains(index) && (is_required || !place.absence(Absence::Absent)) {
            return Err(decode_error(Refused::Kind));
        }
    }
    Ok(())
}

enum Key {
    Row(usize),
    Other(String),
}

struct KeyReader<'a> {
    table: &'a Table,
    start: usize,
}

impl<'de> DeserializeSeed<'de> for KeyReader<'_> {
    type Value = Key;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<Key, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl Visitor<'_> for KeyReader<'_> {
    type Value = Key;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a property name")
    }

    fn visit_str<E: serde::de::Error>(self, name: &str) -> Result<Key, E> {
        Ok(match self.table.find(name, self.start) {
            Some(index) => Key::Row(index),
            None => Key::Other(name.to_owned()),
        })
    }
}

/// The fields that were read: no allocation up to 128 of them.
struct Seen {
    first: u128,
    others: Vec<bool>,
}

impl Seen {
    fn new(fields: usize) -> Self {
        Self {
            first: 0,
            others: vec![false; fields.saturating_sub(128)],
        }
    }

    fn insert(&mut self, index: usize) {
        match index.checked_sub(128) {
            None => self.first |= 1 << index,
            Some(index) => self.others[index] = true,
        }
    }

    fn contains(&self, index: usize) -> bool {
        match index.checked_sub(128) {
            None => self.first & (1 << index) != 0,
            Some(index) => self.others[index],
        }
    }
}
