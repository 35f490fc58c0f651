//! Whether what a body or an object holds keeps the document's rules.

use crate::model::encode::{Purpose, is_filled, value};
use crate::model::field_slot::{EncodeSource, FieldSlot};
use crate::model::object::{EncodeSources, Object, Presence, Row, with_sources};
use crate::model::rules::Rules;
use crate::model::unencodable::{NOT_FINITE, doubled};
use crate::operation::check::broken_rules;

/// The rules that a value and its parts break, each with the path of the part that breaks it.
/// What stands there is kept out of the words if it is sensitive.
pub(crate) fn broken(
    whole: &dyn FieldSlot,
    rules: Option<&'static Rules>,
    sensitive: bool,
) -> Vec<(String, String)> {
    let mut problems = Vec::new();
    compare(whole, rules, sensitive, "", &mut problems);
    look(&whole.view(), sensitive, "", &mut problems);
    problems
}

fn compare(
    place: &dyn FieldSlot,
    rules: Option<&'static Rules>,
    sensitive: bool,
    path: &str,
    problems: &mut Vec<(String, String)>,
) {
    if let Some((rules, value)) =
        rules.and_then(|rules| Some((rules, value(place, Purpose::Request)?)))
    {
        let broken = broken_rules(rules, sensitive, &value);
        problems.extend(broken.into_iter().map(|problem| (path.to_owned(), problem)));
    }
}

/// What is inside of something sensitive is sensitive.
fn look(
    view: &EncodeSource<'_>,
    sensitive: bool,
    path: &str,
    problems: &mut Vec<(String, String)>,
) {
    match view {
        EncodeSource::Object(object) => look_at_fields(*object, sensitive, path, problems),
        EncodeSource::List(list) => {
            for (index, item) in (0..).map_while(|index| list.get(index)).enumerate() {
                look(
                    &item.view(),
                    sensitive,
                    &format!("{path}[{index}]"),
                    problems,
                );
            }
        }
        EncodeSource::Map(map) => map.visit(&mut |name, place| {
            let name = if sensitive { "a value" } else { name };
            look(&place.view(), sensitive, &below(path, name), problems);
        }),
        EncodeSource::Float(number) if !number.is_finite() => {
            problems.push((path.to_owned(), NOT_FINITE.to_owned()));
        }
        _ => {}
    }
}

fn look_at_fields(
    object: &dyn Object,
    sensitive: bool,
    path: &str,
    problems: &mut Vec<(String, String)>,
) {
    let table = object.table();
    with_sources(object, |sources| {
        for ((name, row), place) in table.rows().zip(sources.fields) {
            if row.presence == Presence::ReadOnly {
                continue;
            }
            // Nobody gave it, and it is not sent.
            if is_filled(*place, name, sources.unexpected) {
                continue;
            }
            let here = below(path, name);
            let sensitive = sensitive || row.sensitive;
            if is_missing(row, name, *place, &sources) {
                problems.push((here, "required, but not given".to_owned()));
                continue;
            }
            compare(*place, row.rules, sensitive, &here, problems);
            look(&place.view(), sensitive, &here, problems);
        }
        if let Some(rest) = sources.rest {
            rest.visit(&mut |name, place| {
                let twice = doubled(table, &sources, name);
                let name = if sensitive { "a value" } else { name };
                let here = below(path, name);
                problems.extend(twice.map(|problem| (here.clone(), problem.to_owned())));
                compare(place, table.rest, sensitive, &here, problems);
                look(&place.view(), sensitive, &here, problems);
            });
        }
    });
}

/// Whether a request needs a property that it has not.
fn is_missing(row: &Row, name: &str, place: &dyn FieldSlot, sources: &EncodeSources<'_>) -> bool {
    row.presence == Presence::Needed
        && !row.nullable
        && matches!(place.view(), EncodeSource::Absent)
        && sources.unexpected.get(name).is_none()
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
