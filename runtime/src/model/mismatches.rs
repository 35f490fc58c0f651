//! The mismatches of a model that was decoded earlier.

use crate::model::decode_error::{push_index, push_name};
use crate::model::field_slot::{EncodeSource, FieldSlot, Map};
use crate::model::mismatch::Mismatch;
use crate::model::object::with_sources;
use crate::model::original::{Original, Originals, Step, What};

/// All values of a model that did not match the document when it was decoded, with paths relative to the
/// model.
///
/// [`Response::mismatches`](crate::Response::mismatches) reports the same for a response, in the order of the
/// body; this function is for models that are decoded without a client. It reports values inside a model: a
/// list or a union outside any model cannot store its removed items or its `Unknown` value.
pub fn mismatches(model: &dyn FieldSlot) -> Vec<Mismatch> {
    let mut found = Vec::new();
    look(model, String::new(), Originals::default(), &mut found);
    found
}

/// `originals` are those of the model around the place, from the place on.
fn look(place: &dyn FieldSlot, path: String, originals: Originals<'_>, found: &mut Vec<Mismatch>) {
    match place.view().settled() {
        EncodeSource::Object(object) => with_sources(object, |sources| {
            let all = sources.unexpected.originals();
            for original in all {
                let path = sent_path(original, Originals::of(all), path.clone());
                found.extend(original.told.iter().map(|told| told.at(path.clone())));
            }
            for ((name, _), place) in object.table().rows().zip(sources.fields) {
                if is_filled(all, name) {
                    continue;
                }
                let mut inner = path.clone();
                push_name(&mut inner, name);
                let originals = Originals::of(all).at(|| Step::Property(name));
                look(*place, inner, originals, found);
            }
            if let Some(rest) = sources.rest {
                look_into(rest, &path, Originals::of(all), found);
            }
        }),
        EncodeSource::Map(map) => look_into(map, &path, originals, found),
        EncodeSource::List(list) => {
            for (index, item) in (0..).map_while(|index| Some((index, list.get(index)?))) {
                let mut inner = path.clone();
                push_index(&mut inner, originals.sent_index(index));
                look(item, inner, originals.at(|| Step::Item(index)), found);
            }
        }
        _ => {}
    }
}

/// Whether a property was filled: then all of what is in it was.
fn is_filled(originals: &[Original], name: &'static str) -> bool {
    originals.iter().any(|original| {
        matches!(original.what, What::Filled { .. }) && original.path == [Step::Property(name)]
    })
}

fn look_into(map: &dyn Map, path: &str, originals: Originals<'_>, found: &mut Vec<Mismatch>) {
    map.visit(&mut |name, place| {
        let originals = originals.at(|| Step::Key(name.to_owned()));
        look(place, format!("{path}[*]"), originals, found);
    });
}

/// The path to the place of an original, with the indices that items had when they were sent.
fn sent_path(original: &Original, mut originals: Originals<'_>, mut path: String) -> String {
    for step in &original.path {
        match step {
            Step::Item(index) => push_index(&mut path, originals.sent_index(*index)),
            Step::Property(name) => push_name(&mut path, name),
            Step::Key(_) => path.push_str("[*]"),
        }
        originals = originals.at(|| step.clone());
    }
    path
}
