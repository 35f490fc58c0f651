//! Whether what a body or an object holds keeps the document's rules.

use crate::model::encode::{Purpose, value};
use crate::model::field_slot::{Place, View};
use crate::model::object::{Object, Presence, Row, Views, with_views};
use crate::model::rules::Rules;
use crate::model::unencodable::{NOT_FINITE, doubled};
use crate::operation::check::broken_rules;

/// The rules that a value and its parts break, each with the path of the part that breaks it.
/// What stands there is kept out of the words if it is personal.
pub(crate) fn broken(
    whole: &dyn Place,
    rules: Option<&'static Rules>,
    personal: bool,
) -> Vec<(String, String)> {
    let mut problems = Vec::new();
    compare(whole, rules, personal, "", &mut problems);
    look(&whole.view(), personal, "", &mut problems);
    problems
}

fn compare(
    place: &dyn Place,
    rules: Option<&'static Rules>,
    personal: bool,
    path: &str,
    problems: &mut Vec<(String, String)>,
) {
    if let Some((rules, value)) =
        rules.and_then(|rules| Some((rules, value(place, Purpose::Request)?)))
    {
        let broken = broken_rules(rules, personal, &value);
        problems.extend(broken.into_iter().map(|problem| (path.to_owned(), problem)));
    }
}

/// What is inside of something personal is personal.
fn look(view: &View<'_>, personal: bool, path: &str, problems: &mut Vec<(String, String)>) {
    match view {
        View::Object(object) => look_at_fields(*object, personal, path, problems),
        View::List(list) => {
            for (index, item) in (0..).map_while(|index| list.get(index)).enumerate() {
                look(
                    &item.view(),
                    personal,
                    &format!("{path}[{index}]"),
                    problems,
                );
            }
        }
        View::Map(map) => map.visit(&mut |name, place| {
            let name = if personal { "a value" } else { name };
            look(&place.view(), personal, &below(path, name), problems);
        }),
        View::Float(number) if !number.is_finite() => {
            problems.push((path.to_owned(), NOT_FINITE.to_owned()));
        }
        _ => {}
    }
}

fn look_at_fields(
    object: &dyn Object,
    personal: bool,
    path: &str,
    problems: &mut Vec<(String, String)>,
) {
    let table = object.table();
    with_views(object, |views| {
        for ((name, row), place) in table.rows().zip(views.fields) {
            if row.presence == Presence::ReadOnly {
                continue;
            }
            let here = below(path, name);
            let personal = personal || row.personal;
            if is_missing(row, name, *place, &views) {
                problems.push((here, "required, but not given".to_owned()));
                continue;
            }
            compare(*place, row.rules, personal, &here, problems);
            look(&place.view(), personal, &here, problems);
        }
        if let Some(rest) = views.rest {
            rest.visit(&mut |name, place| {
                let twice = doubled(table, &views, name);
                let name = if personal { "a value" } else { name };
                let here = below(path, name);
                problems.extend(twice.map(|problem| (here.clone(), problem.to_owned())));
                compare(place, table.rest, personal, &here, problems);
                look(&place.view(), personal, &here, problems);
            });
        }
    });
}

/// Whether a request needs a property that it has not.
fn is_missing(row: &Row, name: &str, place: &dyn Place, views: &Views<'_>) -> bool {
    row.presence == Presence::Needed
        && !row.nullable
        && matches!(place.view(), View::Absent)
        && views.unexpected.get(name).is_none()
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
