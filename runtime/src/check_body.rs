//! Whether what a JSON body holds keeps the document's rules.

use crate::check::broken_rules;
use crate::object::{Object, with_views};
use crate::place::{Place, View};
use crate::write::value;

/// The rules that a body breaks, each with the path of the value that breaks it.
pub(crate) fn broken(body: &dyn Place) -> Vec<(String, String)> {
    let mut problems = Vec::new();
    look(&body.view(), "", &mut problems);
    problems
}

fn look(view: &View<'_>, path: &str, problems: &mut Vec<(String, String)>) {
    match view {
        View::Object(object) => look_at_fields(*object, path, problems),
        View::List(list) => {
            for (index, item) in (0..).map_while(|index| list.get(index)).enumerate() {
                look(&item.view(), &format!("{path}[{index}]"), problems);
            }
        }
        View::Map(map) => map.visit(&mut |name, place| {
            look(&place.view(), &below(path, name), problems);
        }),
        _ => {}
    }
}

fn look_at_fields(object: &dyn Object, path: &str, problems: &mut Vec<(String, String)>) {
    let rows = object.table().rows;
    with_views(object, |views| {
        for (row, place) in rows.iter().zip(views.fields) {
            let here = below(path, row.name);
            if let (Some(rules), Some(value)) = (row.rules, row.rules.and_then(|_| value(*place))) {
                let broken = broken_rules(rules, row.personal, &value);
                problems.extend(broken.into_iter().map(|problem| (here.clone(), problem)));
            }
            look(&place.view(), &here, problems);
        }
    });
}

fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
