//! Writes places as JSON.

use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::{Number, Value};

use crate::object::{Object, with_views};
use crate::place::{Map, Place, View};

/// `Serialize` of every place, for users.
#[doc(hidden)]
pub fn serialize<S: Serializer>(place: &dyn Place, serializer: S) -> Result<S::Ok, S::Error> {
    write(place.view(), serializer)
}

/// The JSON that a place is written as; none if it is left out.
pub(crate) fn value(place: &dyn Place) -> Option<Value> {
    let view = place.view();
    if matches!(view, View::Absent) {
        return None;
    }
    write(view, serde_json::value::Serializer).ok()
}

/// A place, ready to be written.
pub(crate) struct Written<'a>(pub(crate) &'a dyn Place);

impl Serialize for Written<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.0.view(), serializer)
    }
}

fn write<S: Serializer>(view: View<'_>, serializer: S) -> Result<S::Ok, S::Error> {
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
        View::Json(value) => value.serialize(serializer),
        View::List(list) => {
            serializer.collect_seq((0..).map_while(|index| list.get(index)).map(Written))
        }
        View::Map(map) => {
            let mut written = serializer.serialize_map(None)?;
            write_entries(map, &mut written)?;
            written.end()
        }
        View::Object(object) => write_object(object, serializer),
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

fn write_object<S: Serializer>(object: &dyn Object, serializer: S) -> Result<S::Ok, S::Error> {
    let table = object.table();
    with_views(object, |views| {
        let mut written = serializer.serialize_map(None)?;
        for ((name, row), place) in table.rows().zip(views.fields) {
            match place.view() {
                View::Absent => {
                    if let Some(value) = views.unexpected.get(name) {
                        written.serialize_entry(name, value)?;
                    } else if row.required && row.nullable {
                        written.serialize_entry(name, &())?;
                    }
                }
                view => written.serialize_entry(name, &WrittenView(view))?,
            }
        }
        if let Some(rest) = views.rest {
            write_entries(rest, &mut written)?;
        }
        for (name, value) in views.unexpected {
            if table.find(name, 0).is_none() {
                written.serialize_entry(name, value)?;
            }
        }
        written.end()
    })
}

struct WrittenView<'a>(View<'a>);

impl Serialize for WrittenView<'_> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        write(self.0, serializer)
    }
}

fn write_entries<M: SerializeMap>(map: &dyn Map, written: &mut M) -> Result<(), M::Error> {
    let mut result = Ok(());
    map.visit(&mut |name, place| {
        if result.is_ok() {
            result = written.serialize_entry(name, &Written(place));
        }
    });
    result
}
