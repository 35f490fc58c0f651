//! Empty values for required properties that are missing or do not fit.

use serde_json::{Map as JsonMap, Value};

use crate::model::decode_error::{DecodeError, wanted};
use crate::model::decode_tolerant::{DEPTH, Filler, Mode};
use crate::model::encode::{Purpose, value as written};
use crate::model::field_slot::{Absence, DecodeTarget, Exactness, FieldSlot};
use crate::model::mismatch::MismatchKind;
use crate::model::notes::Mark;
use crate::model::object::Object;
use crate::model::original::What;

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
            self.notes.tell(decode_error, MismatchKind::KeptRaw);
            self.notes.keep(decode_error.expected, What::Raw);
            return true;
        }
        let is_empty = self.empty(place);
        self.notes.back_to(mark);
        if is_empty {
            if let Some(read) = written(&*place, Purpose::Copy) {
                self.notes
                    .keep(decode_error.expected, What::Filled { read });
            }
            self.notes.fill(decode_error);
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
            DecodeTarget::Text(place) => {
                return place.parse("").is_ok() && place.exactness() == Exactness::Unlisted;
            }
            DecodeTarget::Integer(place) => {
                place.set(0);
                return !place.is_listed();
            }
            // The slot is empty already.
            DecodeTarget::List(_) | DecodeTarget::Map(_) | DecodeTarget::Unit => {}
            DecodeTarget::Object(object) => return self.empty_object(object),
            DecodeTarget::Union(_) => return false,
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

    /// Tells of what could not be parsed in a value that the document does not declare.
    pub(crate) fn tell_lost(&mut self, value: &Value, name: &str) {
        if self.lost.is_inside(value) {
            let decode_error =
                DecodeError::new("a value that cannot be read").expecting("any JSON");
            self.notes
                .tell(&decode_error.in_entry(name), MismatchKind::KeptRaw);
        }
    }

    /// What could not be parsed fits nothing but a place for any JSON, which gets its text.
    pub(crate) fn lost(
        &mut self,
        slot: DecodeTarget<'_>,
        value: &Value,
    ) -> Result<(), DecodeError> {
        let expected = wanted(&slot);
        if let DecodeTarget::Json(place) = slot {
            place.clone_from(value);
            self.notes.tell_here(expected, MismatchKind::KeptRaw);
            return Ok(());
        }
        Err(DecodeError::new("a value that cannot be read").expecting(expected))
    }
}
