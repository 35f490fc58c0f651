//! Lists whose items have schemas by position (JSON Schema Core, section 10.3.1.1).

use std::collections::BTreeMap;

use serde_yaml::{Mapping, Value};

use crate::diagnostic::Code;

use super::super::edit;
use super::Stage;

/// The schemas that an item may have, each with the places where it was written.
#[derive(Default)]
struct Members {
    list: Vec<(Value, Vec<Vec<String>>)>,
    /// Where a schema stands in the list, by its text.
    known: BTreeMap<String, usize>,
}

impl Members {
    fn add(&mut self, schema: Value, place: Vec<String>) {
        let next = self.list.len();
        let index = *self.known.entry(format!("{schema:?}")).or_insert(next);
        match self.list.get_mut(index) {
            Some((_, places)) => places.push(place),
            None => self.list.push((schema, vec![place])),
        }
    }
}

impl Stage {
    /// The canonical form has one schema for all items: that of every position, or a choice between them.
    pub(super) fn prefix_items(&mut self, entries: &mut Mapping) {
        let Some(Value::Sequence(positions)) = entries.shift_remove("prefixItems") else {
            return;
        };
        let count = positions.len() as u64;
        let mut members = Members::default();
        for (index, schema) in positions.into_iter().enumerate() {
            members.add(schema, vec!["prefixItems".to_owned(), index.to_string()]);
        }
        let is_open = entries
            .get("maxItems")
            .and_then(Value::as_u64)
            .is_none_or(|most| most > count);
        let mut is_exact = !is_open;
        match entries.shift_remove("items") {
            Some(Value::Bool(false)) => {
                is_exact = true;
                if is_open {
                    entries.insert("maxItems".into(), count.into());
                    self.moved(["maxItems"], ["items"]);
                }
            }
            Some(rest) => {
                is_exact = true;
                members.add(rest, vec!["items".to_owned()]);
            }
            None => {}
        }
        if members.list.len() > 1 || !is_exact {
            self.told.note(
                Code::MixedComposition,
                self.origin.join("prefixItems"),
                "the order of `prefixItems` is not checked: each item may match any of its schemas",
                "check the order in your program if it matters",
            );
        }
        self.choice_of_items(entries, members.list);
    }

    fn choice_of_items(
        &mut self,
        entries: &mut Mapping,
        mut members: Vec<(Value, Vec<Vec<String>>)>,
    ) {
        let only = members.len() == 1;
        for (index, (_, places)) in members.iter().enumerate() {
            let index = index.to_string();
            let made: &[&str] = if only {
                &["items"]
            } else {
                &["items", "anyOf", &index]
            };
            for place in places.iter().rev() {
                self.moved(made.iter().copied(), place.iter().map(String::as_str));
            }
        }
        let items = match members.len() {
            0 => return,
            1 => members.remove(0).0,
            _ => {
                self.derived(["items"], ["prefixItems"]);
                let members = members.into_iter().map(|(schema, _)| schema).collect();
                edit::only("anyOf", Value::Sequence(members))
            }
        };
        entries.insert("items".into(), items);
    }
}
