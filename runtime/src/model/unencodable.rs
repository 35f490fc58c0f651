//! Values that JSON cannot express.

use crate::model::field_slot::{EncodeSource, FieldSlot};
use crate::model::object::{EncodeSources, Object, Table, with_sources};

/// NaN and infinities (RFC 8259, section 6).
pub(crate) const NOT_FINITE: &str = "not a finite number";
/// A value of a custom type: a number with more digits than double precision has, or one that serde refuses.
pub(crate) const NO_JSON: &str = "a value that its type cannot write as JSON";
/// A duplicate name in an object (RFC 8259, section 4).
const DECLARED: &str = "a declared property, so it cannot be added by name";
const TWICE: &str = "also in `unexpected`, so it would be written twice";

/// Why an undeclared property cannot be encoded.
pub(crate) fn doubled(
    table: &Table,
    sources: &EncodeSources<'_>,
    name: &str,
) -> Option<&'static str> {
    if table.find(name, 0).is_some() {
        Some(DECLARED)
    } else {
        sources.unexpected.get(name).map(|_| TWICE)
    }
}

/// Why a value cannot be encoded as JSON.
pub(crate) fn flaw(view: &EncodeSource<'_>) -> Option<&'static str> {
    let inside = |place: &dyn FieldSlot| flaw(&place.view());
    match view {
        EncodeSource::Float(number) if !number.is_finite() => Some(NOT_FINITE),
        EncodeSource::List(list) => (0..).map_while(|index| list.get(index)).find_map(inside),
        EncodeSource::Map(map) => {
            let mut found = None;
            map.visit(&mut |_, place| found = found.or_else(|| inside(place)));
            found
        }
        EncodeSource::Object(object) => object_flaw(*object),
        EncodeSource::Custom(value) if value.json().is_none() => Some(NO_JSON),
        EncodeSource::Union(union) => flaw(&union.chosen().1),
        _ => None,
    }
}

fn object_flaw(object: &dyn Object) -> Option<&'static str> {
    with_sources(object, |sources| {
        let fields = sources.fields.iter();
        let mut found = fields.clone().find_map(|place| flaw(&place.view()));
        if let Some(rest) = sources.rest {
            rest.visit(&mut |name, place| {
                found = found
                    .or_else(|| doubled(object.table(), &sources, name))
                    .or_else(|| flaw(&place.view()));
            });
        }
        found
    })
}
