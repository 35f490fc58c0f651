//! Empty values for required properties that are missing or do not fit.

use serde_json::{Map as JsonMap, Value};

use crate::model::decode_error::DecodeError;
use crate::model::decode_tolerant::{DEPTH, Filler, Mode};
use crate::model::encode::{Purpose, value as written};
use crate::model::field_slot::{Absence, DecodeTarget, FieldSlot};
use crate::model::mismatch::MismatchKind;
use crate::model::notes::Mark;
use crate::model::object::{Object, Table};
use crate::model::original::{Step, Told, What};

/// Why JSON is not held as it is.
pub(crate) const NOT_HELD: &str = "it contains a number that no type represents exactly, a string or name that is not valid Unicode, or a duplicate name";

impl Filler {
    /// Leaves a place that could not be read without a value, or with the empty one of its type; false if
    /// it must have a value and its type has no empty one, or if the client is strict.
    pub(crate) fn mend(
        &mut self,
        place: &mut dyn FieldSlot,
        decode_error: &DecodeError,
        mark: Mark,
    ) -> bool {
        if self.mode == Mode::Strict {
            return false;
        }
        self.notes.back_to(mark);
        if place.absence(Absence::Absent) {
            let told = Told::of(decode_error, MismatchKind::KeptRaw);
            self.notes.note(What::Raw, told);
            return true;
        }
        let is_empty = self.empty(place);
        self.notes.back_to(mark);
        if is_empty {
            let written = written(&*place, Purpose::Copy);
            self.notes.fill(decode_error, written);
        }
        is_empty
    }

    /// Gives a place the empty value of its type, if there is an honest one: a value that no service
    /// would send to say something.
    pub(crate) fn empty(&mut self, place: &mut dyn FieldSlot) -> bool {
        match place.slot() {
            DecodeTarget::Bool(place) => *place = false,
            DecodeTarget::I32(place) => *place = 0,
            DecodeTarget::I64(place) => *place = 0,
            DecodeTarget::U32(place) => *place = 0,
            DecodeTarget::U64(place) => *place = 0,
            DecodeTarget::F32(place) => *place = 0.0,
            DecodeTarget::F64(place) => *place = 0.0,
            DecodeTarget::Str(place) => place.clear(),
            DecodeTarget::Json(place) => *place = Value::Null,
            DecodeTarget::Text(place) => return place.clear(),
            DecodeTarget::Integer(place) => {
                place.set(0);
                return !place.is_listed();
            }
            // The slot is empty already.
            DecodeTarget::List(_) | DecodeTarget::Map(_) | DecodeTarget::Unit => {}
            DecodeTarget::Object(object) => return self.empty_object(object),
            DecodeTarget::Union(_) | DecodeTarget::Custom(_) => return false,
        }
        true
    }

    fn empty_object(&mut self, object: &mut dyn Object) -> bool {
        if self.depth == DEPTH {
            return false;
        }
        self.depth += 1;
        let read = self.object(object, &JsonMap::new());
        self.depth -= 1;
        read.is_ok()
    }

    /// Tells of what could not be held in a value that the document does not declare.
    pub(crate) fn tell_lost(&mut self, value: &Value, name: &str) {
        if let Some(kind) = self.loss_inside(value) {
            let told = Told::here("any JSON", kind);
            let step = Step::Key(name.to_owned());
            self.notes.note_at(step, What::Raw, told);
        }
    }

    pub(crate) fn loss_inside(&self, value: &Value) -> Option<MismatchKind> {
        if self.lost.is_inside(value) {
            Some(MismatchKind::KeptRaw)
        } else {
            self.lost.name_inside(value)
        }
    }

    /// Any JSON, with a word about what of it could not be held.
    pub(crate) fn json(&mut self, place: &mut Value, value: &Value) -> Result<(), DecodeError> {
        place.clone_from(value);
        let Some(kind) = self.loss_inside(value) else {
            return Ok(());
        };
        if self.mode == Mode::Strict {
            let reason = self.lost.reason(value);
            return Err(DecodeError::new(reason.unwrap_or(NOT_HELD)));
        }
        let told = Told::here("any JSON", kind);
        self.notes.note(What::Raw, told);
        Ok(())
    }

    /// Tells of the names that stand more than once in an object, or are not valid Unicode.
    pub(crate) fn names(
        &mut self,
        table: Option<&Table>,
        members: &JsonMap<String, Value>,
    ) -> Result<(), DecodeError> {
        let names: Vec<_> = self.lost.names_in(members).collect();
        for (name, kind) in names {
            let declared = table.and_then(|table| {
                let mut rows = table.rows().map(|(name, _)| name);
                rows.find(|declared| declared == name)
            });
            let (expected, problem) = match kind {
                MismatchKind::Repeated => (
                    "a unique name",
                    "its name occurs more than once in the object",
                ),
                _ => ("a name in Unicode", "its name is not valid Unicode"),
            };
            if self.mode == Mode::Strict {
                let error = DecodeError::new(problem);
                return Err(match declared {
                    Some(name) => error.in_property(name, false),
                    None => error.in_entry(name),
                });
            }
            let step = declared.map_or_else(|| Step::Key(name.clone()), Step::Property);
            let told = Told::here(expected, kind);
            self.notes.note_at(step, What::Raw, told);
        }
        Ok(())
    }
}
