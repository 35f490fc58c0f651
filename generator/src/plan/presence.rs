//! Which fields are in requests, and which only in responses.

use super::types::Types;
use super::{Field, Presence, docs};
use crate::ir::{Access, Property, TypeId};

impl Types<'_> {
    /// Whether a field of an object is written, in requests above all.
    pub(super) fn presence(
        &self,
        id: TypeId,
        index: usize,
        property: &Property,
        nullable: bool,
    ) -> Presence {
        let is_optional = self.facts.is_optional(id, index, property);
        match property.access {
            Access::Read if self.facts.is_sent(id) && property.required => Presence::Returned,
            Access::Read if self.facts.is_sent(id) => Presence::ReadOnly,
            Access::Write if self.facts.is_sent(id) && property.required && is_optional => {
                Presence::Needed
            }
            _ if nullable && !is_optional => Presence::Required,
            _ => Presence::Optional,
        }
    }
}

/// Says of a field that goes in one direction only what requests do with it.
pub(super) fn document(field: &mut Field) {
    let sentence = match field.presence {
        Presence::ReadOnly | Presence::Returned => "Read-only: not sent in requests.",
        Presence::Needed => "Write-only: required in requests, absent from responses.",
        Presence::Optional | Presence::Required => return,
    };
    docs::paragraph(&mut field.doc, sentence);
}
