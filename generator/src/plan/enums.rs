//! Enums: their variants, including the one for unknown values.

use std::collections::BTreeMap;

use super::locked::Names;
use super::members::Members;
use super::types::{Types, wire_name};
use super::{Enum, Variants, derives, undescribed, values};
use crate::ir::{Enumeration, TypeDef};
use crate::lock::{Key, Kind};
use crate::name::{self, Ident, Scope};

impl Types<'_> {
    pub(super) fn enumeration(
        &self,
        ident: Ident,
        definition: &TypeDef,
        values: &Enumeration,
        locked: &mut Names<'_>,
    ) -> Enum {
        let mut members = variants(&ident, locked);
        let labels: BTreeMap<&str, _> = definition
            .labels
            .iter()
            .map(|(text, label)| (&**text, label))
            .collect();
        let mut value_docs = BTreeMap::new();
        let mut ident_of = |text: &str| {
            let label = labels.get(text).copied();
            let doc = values::value_doc(self.descriptions, label, text);
            if !doc.is_empty() {
                value_docs.insert(text.to_owned(), doc);
            }
            let plain = name::variant_name(text);
            let mut wanted = values::variant_names(label, text);
            if wanted.first().is_some_and(|name| name == UNKNOWN) {
                wanted.push(format!("{UNKNOWN}Value"));
            }
            members.claim(text, &wanted, Some(&plain)).ident
        };
        let variants = match values {
            Enumeration::Strings(texts) => Variants::Strings(
                texts
                    .iter()
                    .map(|text| (ident_of(text), text.clone()))
                    .collect(),
            ),
            Enumeration::Integers(numbers) => Variants::Integers(
                numbers
                    .iter()
                    .map(|number| (ident_of(&number.to_string()), *number))
                    .collect(),
            ),
        };
        let unknown = open_variant(members, locked);
        Enum {
            doc: if definition.component.is_none() && definition.uses.len() > 1 {
                // What one of the places says of its value is not true of all of them.
                let wire = wire_name(definition);
                vec![undescribed::definition(undescribed::ENUM, &wire, &ident)]
            } else {
                self.of_type(definition, &ident, undescribed::ENUM)
            },
            ident,
            derives: derives::of_enum(&variants),
            unknown,
            variants,
            value_docs: value_docs.into_iter().collect(),
        }
    }
}

/// The name of the variant for unknown values.
const UNKNOWN: &str = "Unknown";

/// The names of the variants of an enum. One that the crate has already has the open variant as well.
pub(super) fn variants<'l>(ident: &Ident, locked: &Names<'l>) -> Members<'l> {
    let owner = format!("{}.", ident.bare());
    let mut members = locked.members(Kind::Variant, &owner, Scope::new(&["Self"]));
    let key = open_key(&members);
    let known = locked.has_type(ident.bare()).then_some(UNKNOWN);
    if let Some(name) = locked.earlier(&key).or(known) {
        members.scope.hold(ident.bare(), name);
    }
    members
}

/// Names the open variant, the last one of an enum.
pub(super) fn open_variant(mut members: Members<'_>, locked: &mut Names<'_>) -> Ident {
    let key = open_key(&members);
    let kept = match locked.earlier(&key) {
        Some(name) => members.scope.claim_held(UNKNOWN, name),
        None => members.scope.claim_held(UNKNOWN, UNKNOWN),
    };
    let wanted = [UNKNOWN.to_owned(), "Unrecognized".to_owned()];
    let ident = kept.unwrap_or_else(|_| members.scope.claim(&wanted).ident);
    let plain = Scope::new(&[]).claim(&wanted).ident;
    members.note(key, &ident, &plain);
    locked.note_members(members);
    ident
}

/// The open variant has no value: its key is that of the enum.
fn open_key(members: &Members<'_>) -> Key {
    Key::new(Kind::Variant, members.owner.trim_end_matches('.'))
}
