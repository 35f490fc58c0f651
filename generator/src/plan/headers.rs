//! Models of declared response headers.

use std::collections::BTreeMap;

use super::locked::by_places;
use super::shared::Requests;
use super::{Alias, Constructor, Model, Rules, RustType, TypeKind, derives, docs};
use crate::ir::{Header, Operation};
use crate::lock::{Key, Kind};
use crate::name::{self, Ident, Scope};

/// Headers, and the operations that declare them.
struct Group<'a> {
    headers: Vec<&'a Header>,
    operations: Vec<&'a Operation>,
}

impl<'a> Requests<'a, '_> {
    /// Plans a model for each set of headers; operations with the same set share it.
    pub(super) fn plan_headers(&mut self, operations: &[&'a Operation]) {
        let mut groups: Vec<Group<'a>> = Vec::new();
        let mut sets: BTreeMap<String, usize> = BTreeMap::new();
        for operation in operations {
            let headers = declared(operation);
            if headers.is_empty() {
                continue;
            }
            let index = *sets.entry(set_key(&headers)).or_insert(groups.len());
            match groups.get_mut(index) {
                Some(group) => group.operations.push(operation),
                None => groups.push(Group {
                    headers,
                    operations: vec![operation],
                }),
            }
        }
        let key = |it: &&Operation| Key::new(Kind::Headers, self.locked.place(it));
        let keys = groups
            .iter()
            .map(|it| it.operations.iter().map(key).collect());
        let keys: Vec<Vec<Key>> = keys.collect();
        let by_lock = by_places(&keys, &[], self.target.lock.as_ref());
        let mut idents: BTreeMap<usize, Ident> = BTreeMap::new();
        for (index, name) in &by_lock.names {
            let granted = self.locked.exactly(self.scope, &keys[*index], name, name);
            idents.extend(granted.map(|ident| (*index, ident)));
        }
        for (index, group) in groups.iter().enumerate() {
            let wanted = names(group.operations[0], &group.headers);
            let ident = idents.entry(index);
            let ident = ident.or_insert_with(|| self.scope.claim(&wanted).ident);
            let ident = ident.clone();
            let model = self.header_model(ident, &group.headers);
            self.models.push(model);
        }
        let idents: Vec<Ident> = idents.into_values().collect();
        let others = self
            .locked
            .note_places(self.scope, &by_lock, (&keys, &[]), &idents);
        let alias = |(ident, index): (Ident, usize)| Alias {
            ident,
            of: idents[index].clone(),
            kind: TypeKind::Models,
        };
        self.aliases.extend(others.into_iter().map(alias));
        let named = sets
            .into_iter()
            .map(|(set, index)| (set, idents[index].clone()));
        self.header_models = named.collect();
    }

    fn header_model(&mut self, ident: Ident, headers: &[&Header]) -> Model {
        let owner = format!("{}.", ident.bare());
        let fields = Scope::new(&["unexpected"]);
        let mut fields = self.locked.members(Kind::Field, &owner, fields);
        let planned = headers.iter().map(|header| {
            let ty = RustType::Option(Box::new(self.types.rust_type(&header.property.schema.ty)));
            let header = (&header.property, "Header");
            let unchecked = (ty, Rules::default());
            self.types
                .field(header, unchecked, &mut fields, self.diagnostics)
        });
        let planned = planned.collect();
        self.locked.note_members(fields);
        let names = headers.iter().map(|it| docs::code(&it.property.name));
        let names = names.map(|name| format!("- {name}"));
        let head = ["Response headers:".to_owned(), String::new()];
        Model {
            ident,
            doc: head.into_iter().chain(names).collect(),
            fields: planned,
            additional: None,
            additional_rules: Rules::default(),
            derives: derives::of_model(true),
            constructor: Constructor::None,
            page: None,
        }
    }
}

/// The headers of successful responses, each once.
pub(super) fn declared(operation: &Operation) -> Vec<&Header> {
    let mut headers: Vec<&Header> = Vec::new();
    let successes = operation.successes();
    for header in successes.iter().flat_map(|response| &response.headers) {
        let name = &header.property.name;
        let mut known = headers.iter().map(|known| &known.property.name);
        if !known.any(|known| known.eq_ignore_ascii_case(name)) {
            headers.push(header);
        }
    }
    headers
}

/// Equal for headers that have one model.
pub(super) fn set_key(headers: &[&Header]) -> String {
    let headers = headers.iter().map(|header| &header.property);
    let headers = headers.map(|it| (it.name.to_ascii_lowercase(), &it.schema.ty));
    format!("{:?}", headers.collect::<Vec<_>>())
}

/// What all the headers begin with, else the operation.
fn names(operation: &Operation, headers: &[&Header]) -> Vec<String> {
    let words: Vec<Vec<String>> = headers
        .iter()
        .map(|header| name::words(&header.property.name))
        .collect();
    let common = (0..words[0].len())
        .take_while(|at| {
            words
                .iter()
                .all(|other| other.get(*at) == words[0].get(*at))
        })
        .count();
    let mut names = Vec::new();
    if common > 0 && headers.len() > 1 {
        let mut shared = words[0][..common].to_vec();
        shared.push("headers".to_owned());
        names.push(name::join(&shared, name::Case::Type));
    }
    let mut owned = name::words(&operation.id);
    owned.push("headers".to_owned());
    names.push(name::join(&owned, name::Case::Type));
    names
}
