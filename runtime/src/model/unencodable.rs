//! Values that JSON has no form for.

use crate::model::field_slot::{Place, View};
use crate::model::object::{Object, Table, Views, with_views};

/// NaN and infinities (RFC 8259, section 6).
pub(crate) const NOT_FINITE: &str = "not a finite number";
/// A name that an object would have twice (RFC 8259, section 4).
const DECLARED: &str = "declared as a property of its own, so it cannot be added by name";
const TWICE: &str = "in `unexpected` too, so it would be written twice";

/// Why an undeclared property cannot be written.
pub(crate) fn doubled(table: &Table, views: &Views<'_>, name: &str) -> Option<&'static str> {
    if table.find(name, 0).is_some() {
        Some(DECLARED)
    } else {
        views.unexpected.get(name).map(|_| TWICE)
    }
}

/// Why a value cannot be written as JSON.
pub(crate) fn flaw(view: &View<'_>) -> Option<&'static str> {
    let inside = |place: &dyn Place| flaw(&place.view());
    match view {
        View::Float(number) if !number.is_finite() => Some(NOT_FINITE),
        View::List(list) => (0..).map_while(|index| list.get(index)).find_map(inside),
        View::Map(map) => {
            let mut found = None;
            map.visit(&mut |_, place| found = found.or_else(|| inside(place)));
            found
        }
        View::Object(object) => object_flaw(*object),
        _ => None,
    }
}

fn object_flaw(object: &dyn Object) -> Option<&'static str> {
    with_views(object, |views| {
        let fields = views.fields.iter();
        let mut found = fields.clone().find_map(|place| flaw(&place.view()));
        if let Some(rest) = views.rest {
            rest.visit(&mut |name, place| {
                found = found
                    .or_else(|| doubled(object.table(), &views, name))
                    .or_else(|| flaw(&place.view()));
            });
        }
        found
    })
}
