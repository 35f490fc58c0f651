//! Whether a value and its parts keep the document's rules.

use serde_json::Value;

use crate::model::check::broken_rules;
use crate::model::decode_union::text_of;
use crate::model::encode::{Purpose, is_filled, value, value_of};
use crate::model::field_slot::{EncodeSource, FieldSlot};
use crate::model::object::{EncodeSources, Object, Presence, Row, with_sources};
use crate::model::rules::Rules;
use crate::model::text::excerpt;
use crate::model::unencodable::{NOT_FINITE, doubled};
use crate::model::union::{Union, UnionTable};

/// The rules that a value of a request and its parts break, each with the path of the part that breaks it.
/// What stands there is kept out of the words if it is sensitive.
pub(crate) fn broken(
    whole: &dyn FieldSlot,
    rules: Option<&'static Rules>,
    sensitive: bool,
) -> Vec<(String, String)> {
    let mut check = Check::new(Purpose::Request);
    check.compare(whole, rules, sensitive, "");
    check.look(&whole.view(), sensitive, "");
    check.problems
}

/// Whether what was read into a variant keeps the rules of the variant, and its parts keep theirs.
pub(crate) fn variant_keeps_rules(union: &dyn Union) -> bool {
    let mut check = Check::new(Purpose::Copy);
    check.variant(union, true, "");
    check.problems.is_empty()
}

struct Check {
    /// `readOnly` and `writeOnly` are about requests.
    purpose: Purpose,
    problems: Vec<(String, String)>,
}

impl Check {
    fn new(purpose: Purpose) -> Self {
        Self {
            purpose,
            problems: Vec::new(),
        }
    }

    fn compare(
        &mut self,
        place: &dyn FieldSlot,
        rules: Option<&'static Rules>,
        sensitive: bool,
        path: &str,
    ) {
        if let Some((rules, value)) =
            rules.and_then(|rules| Some((rules, value(place, self.purpose)?)))
        {
            self.rules(rules, sensitive, &value, path);
        }
    }

    fn rules(&mut self, rules: &'static Rules, sensitive: bool, value: &Value, path: &str) {
        let broken = broken_rules(rules, sensitive, value).into_iter();
        self.problems
            .extend(broken.map(|problem| (path.to_owned(), problem)));
    }

    /// What is inside of something sensitive is sensitive.
    fn look(&mut self, view: &EncodeSource<'_>, sensitive: bool, path: &str) {
        match view {
            EncodeSource::Object(object) => self.fields(*object, sensitive, path),
            EncodeSource::List(list) => {
                for (index, item) in (0..).map_while(|index| list.get(index)).enumerate() {
                    self.look(&item.view(), sensitive, &format!("{path}[{index}]"));
                }
            }
            EncodeSource::Map(map) => map.visit(&mut |name, place| {
                let name = if sensitive { "a value" } else { name };
                self.look(&place.view(), sensitive, &below(path, name));
            }),
            EncodeSource::Union(union) => self.variant(*union, sensitive, path),
            EncodeSource::Float(number) if !number.is_finite() => {
                self.problems.push((path.to_owned(), NOT_FINITE.to_owned()));
            }
            _ => {}
        }
    }

    fn variant(&mut self, union: &dyn Union, sensitive: bool, path: &str) {
        let (table, (index, view)) = (union.table(), union.chosen());
        if let Some(Some(rules)) = table.rules.get(index)
            && let Some(value) = value_of(view, self.purpose)
        {
            self.rules(rules, sensitive, &value, path);
        }
        if let EncodeSource::Object(object) = view {
            for (name, told) in contradictions(table, index, object) {
                let told = if sensitive {
                    "it"
                } else {
                    &*format!("{:?}", excerpt(&told))
                };
                let problem = format!("{told} selects another schema than the one of the value");
                self.problems.push((below(path, name), problem));
            }
        }
        self.look(&view, sensitive, path);
    }

    fn fields(&mut self, object: &dyn Object, sensitive: bool, path: &str) {
        let table = object.table();
        with_sources(object, |sources| {
            for ((name, row), place) in table.rows().zip(sources.fields) {
                if row.presence.is_read_only() && self.purpose == Purpose::Request {
                    continue;
                }
                // Nobody gave it, and it is not sent.
                if is_filled(*place, name, sources.unexpected) {
                    continue;
                }
                let here = below(path, name);
                let sensitive = sensitive || row.sensitive;
                if self.is_missing(row, name, *place, &sources) {
                    self.problems
                        .push((here, "required, but missing".to_owned()));
                    continue;
                }
                self.compare(*place, row.rules, sensitive, &here);
                self.look(&place.view(), sensitive, &here);
            }
            if let Some(rest) = sources.rest {
                rest.visit(&mut |name, place| {
                    let twice = doubled(table, &sources, name);
                    let name = if sensitive { "a value" } else { name };
                    let here = below(path, name);
                    self.problems
                        .extend(twice.map(|problem| (here.clone(), problem.to_owned())));
                    self.compare(place, table.rest, sensitive, &here);
                    self.look(&place.view(), sensitive, &here);
                });
            }
        });
    }

    /// Whether a request needs a property that it has not.
    fn is_missing(
        &self,
        row: &Row,
        name: &str,
        place: &dyn FieldSlot,
        sources: &EncodeSources<'_>,
    ) -> bool {
        self.purpose == Purpose::Request
            && row.presence == Presence::Needed
            && !row.nullable
            && matches!(place.view(), EncodeSource::Absent)
            && sources.unexpected.get(name).is_none()
    }
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

fn below(path: &str, name: &str) -> String {
    if path.is_empty() {
        name.to_owned()
    } else {
        format!("{path}.{name}")
    }
}
