//! Writes places as JSON.

use serde::ser::{Error as _, Serialize, SerializeMap, Serializer};
use serde_json::{Number, Value};

use crate::flaw::flaw;
use crate::object::{Object, Presence, Row, with_views};
use crate::place::{Map, Place, View};

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
pub fn serialize<S: Serializer>(place: &dyn Place, serializer: S) -> Result<S::Ok, S::Error> {
    match flaw(&place.view()) {
        Some(problem) => Err(S::Error::custom(problem)),
        None => write(place.view(), Purpose::Copy, serializer),
    }
}

/// The JSON that a place is written as; none if it is left out.
pub(crate) fn value(place: &dyn Place, purpose: Purpose) -> Option<Value> {
    let view = place.view();
    if matches!(view, View::Absent) {
        return None;
    }
    write(view, purpose, serde_json::value::Serializer).ok()
}

/// A place, ready to be written.
pub(crate) struct Written<'a>(pub(crate) &'a dyn Place, pub(crate) Purpose);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.0.view(), self.1, serializer)
    }
}

fn write<S: Serializer>(
    view: View<'_>,
    purpose: Purpose,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    match view {
        View::Absent | View::Null => serializer.serialize_unit(),
        View::Bool(value) => serializer.serialize_bool(value),
        View::Int(value) => serializer.serialize_i64(value),
        View::Uint(value) => serializer.serialize_u64(value),
        View::Float(value) => match whole(value) {
            Some(value) => serializer.serialize_i64(value),
            None => serializer.serialize_f64(value),
        },
        View::Str(text) => serializer.serialize_str(text),
        View::Shown(text) => serializer.collect_str(text),
        View::DateTime(instant) => serializer.collect_str(&match purpose {
            Purpose::Request => instant.in_utc(),
            Purpose::Copy => instant,
        }),
        View::Json(value) => value.serialize(serializer),
        View::List(list) => {
            let items = (0..).map_while(|index| list.get(index));
            serializer.collect_seq(items.map(|item| Written(item, purpose)))
        }
        View::Map(map) => {
            let mut written = serializer.serialize_map(None)?;
            write_entries(map, purpose, &mut written)?;
            written.end()
        }
        View::Object(object) => write_object(object, purpose, serializer),
    }
}

/// Whole numbers are written without a fraction, as JSON's own language does.
fn whole(value: f64) -> Option<i64> {
    let limit = 9_007_199_254_740_992.0; // 2⁵³: from here on neighbours are further than 1 apart
    let whole = value.trunc() == value
        && value.abs() <= limit
        && !(value == 0.0 && value.is_sign_negative());
    whole.then_some(value as i64)
}

/// The text of a number outside of JSON.
pub(crate) fn number_text(number: &Number) -> String {
    match number.as_f64().filter(|_| number.is_f64()).and_then(whole) {
        Some(number) => number.to_string(),
        None => number.to_string(),
    }
}

fn write_object<S: Serializer>(
    object: &dyn Object,
    purpose: Purpose,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    let table = object.table();
    with_views(object, |views| {
        let mut written = serializer.serialize_map(None)?;
        for ((name, row), place) in table.rows().zip(views.fields) {
            if purpose == Purpose::Request && row.presence == Presence::ReadOnly {
                continue;
            }
            match place.view() {
                View::Absent => {
                    if let Some(value) = views.unexpected.get(name) {
                        written.serialize_entry(name, value)?;
                    } else if is_null_without_value(row, purpose) {
                        written.serialize_entry(name, &())?;
                    }
                }
                view => written.serialize_entry(name, &WrittenView(view, purpose))?,
            }
        }
        if let Some(rest) = views.rest {
            write_entries(rest, purpose, &mut written)?;
        }
        for (name, value) in views.unexpected {
            if table.find(name, 0).is_none() {
                written.serialize_entry(name, value)?;
            }
        }
        written.end()
    })
}

/// Whether null is written for a property that has no value.
fn is_null_without_value(row: &Row, purpose: Purpose) -> bool {
    let is_written = match row.presence {
        Presence::Required => true,
        Presence::Needed => purpose == Purpose::Request,
        Presence::Optional | Presence::ReadOnly => false,
    };
    is_written && row.nullable
}

struct WrittenView<'a>(View<'a>, Purpose);

impl Serialize for WrittenView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.0, self.1, serializer)
    }
}

fn write_entries<M: SerializeMap>(
    map: &dyn Map,
    purpose: Purpose,
    written: &mut M,
) -> Result<(), M::Error> {
    let mut result = Ok(());
    map.visit(&mut |name, place| {
        if result.is_ok() {
            result = written.serialize_entry(name, &Written(place, purpose));
        }
    });
    result
}
