//! Whether what a body or an object holds keeps the document's rules.

use crate::model::decode_union::text_of;
use crate::model::encode::{Purpose, is_filled, value, value_of};
use crate::model::field_slot::{EncodeSource, FieldSlot};
use crate::model::object::{EncodeSources, Object, Presence, Row, with_sources};
use crate::model::rules::Rules;
use crate::model::text::excerpt;
use crate::model::unencodable::{NOT_FINITE, doubled};
use crate::model::union::{Union, UnionTable};
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
        EncodeSource::Union(union) => look_at_variant(*union, sensitive, path, problems),
        EncodeSource::Float(number) if !number.is_finite() => {
            problems.push((path.to_owned(), NOT_FINITE.to_owned()));
        }
        _ => {}
    }
}

fn look_at_variant(
    union: &dyn Union,
    sensitive: bool,
    path: &str,
    problems: &mut Vec<(String, String)>,
) {
    let (table, (index, view)) = (union.table(), union.chosen());
    if let Some(Some(rules)) = table.rules.get(index)
        && let Some(value) = value_of(view, Purpose::Request)
    {
        let broken = broken_rules(rules, sensitive, &value);
        problems.extend(broken.into_iter().map(|problem| (path.to_owned(), problem)));
    }
    if let EncodeSource::Object(object) = view {
        for (name, told) in contradictions(table, index, object) {
            let told = if sensitive {
                "it"
            } else {
                &*format!("{:?}", excerpt(&told))
            };
            let problem = format!("{told} stands for another of the schemas than the one given");
            problems.push((below(path, name), problem));
        }
    }
    look(&view, sensitive, path, problems);
}

/// The properties that say that an object is another of the variants: the tag, and what has one value alone in
/// each. A value that stands for no variant at all is none of these: enums are open.
fn contradictions(
    table: &'static UnionTable,
    index: usize,
    object: &dyn Object,
) -> Vec<(&'static str, String)> {
    let mut found = Vec::new();
    if let Some(tag) = table.tag
        && let Some(told) = told_by(object, tag)
    {
        let says = |tags: &&[&str]| tags.contains(&&*told);
        let is_own = table.variants.get(index).is_some_and(says);
        if !is_own && table.variants.iter().any(says) {
            found.push((tag, told));
        }
    }
    let own = table.constants.get(index).copied().unwrap_or_default();
    for (name, value) in own {
        let Some(told) = told_by(object, name).filter(|told| told != value) else {
            continue;
        };
        let mut others = table.constants.iter().copied().flatten();
        if others.any(|(other, value)| other == name && *value == told) {
            found.push((name, told));
        }
    }
    found
}

/// The text of a property.
fn told_by(object: &dyn Object, name: &str) -> Option<String> {
    let index = object.table().find(name, 0);
    with_sources(object, |sources| {
        let field = index.and_then(|index| value(sources.fields[index], Purpose::Request));
        let told = field.as_ref().or_else(|| sources.unexpected.get(name))?;
        Some(text_of(told)?.into_owned())
    })
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
