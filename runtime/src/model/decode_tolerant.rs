//! Reads parsed JSON into places, keeping what does not fit: the second, tolerant pass.

use serde_json::{Map as JsonMap, Value};

use crate::model::assign::{self, Refused, wanted};
use crate::model::custom::NOT_ACCEPTED;
use crate::model::decode_error::DecodeError;
use crate::model::decode_union::Choices;
use crate::model::field_slot::{Absence, DecodeTarget, FieldSlot, List, Map};
use crate::model::lenient;
use crate::model::lossy::Lost;
use crate::model::mend::NOT_HELD;
use crate::model::mismatch::{MismatchKind, Mismatches};
use crate::model::notes::Notes;
use crate::model::object::{DecodeTargets, Object, Row, Table, with_targets};
use crate::model::original::{Step, Told, What};

/// What to do about values that do not fit and properties that are not declared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mode {
    /// They are errors.
    Strict,
    /// They are kept in `unexpected` where the document leaves room.
    Tolerant,
}

/// Values nested deeper than this are not read; `serde_json` has the same limit for text.
pub(crate) const DEPTH: usize = 128;

/// Reads a value into a place.
pub(crate) fn fill(
    place: &mut dyn FieldSlot,
    value: &Value,
    mode: Mode,
) -> Result<Mismatches, DecodeError> {
    let mut filler = Filler::new(mode);
    filler.place(place, value)?;
    Ok(filler.notes.mismatches)
}

pub(crate) struct Filler {
    pub(crate) mode: Mode,
    pub(crate) depth: usize,
    /// The members of unions that were chosen already.
    pub(crate) choices: Choices,
    /// Those that were chosen to say why none fits.
    pub(crate) nearest: Choices,
    pub(crate) notes: Notes,
    /// What the last scalar was declared as, if it was read from another kind of JSON.
    pub(crate) converted: Option<&'static str>,
    /// Strings that stand for what could not be parsed.
    pub(crate) lost: Lost,
}

impl Filler {
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            mode,
            depth: 0,
            choices: Choices::new(),
            nearest: Choices::new(),
            notes: Notes::default(),
            converted: None,
            lost: Lost::default(),
        }
    }

    pub(crate) fn place(
        &mut self,
        place: &mut dyn FieldSlot,
        value: &Value,
    ) -> Result<(), DecodeError> {
        if value.is_null() && place.absence(Absence::Null) {
            return Ok(());
        }
        if self.depth == DEPTH {
            return Err(DecodeError::new(format!(
                "nested more than {DEPTH} levels deep"
            )));
        }
        self.depth += 1;
        let result = self.slot(place.slot(), value);
        self.depth -= 1;
        if result.is_err() {
            place.absence(Absence::Absent);
        } else if let Some(expected) = self.converted.take() {
            self.notes.converted(place, value, expected);
        }
        result
    }

    pub(crate) fn slot(
        &mut self,
        slot: DecodeTarget<'_>,
        value: &Value,
    ) -> Result<(), DecodeError> {
        match (slot, value) {
            (DecodeTarget::Json(place), value) => self.json(place, value),
            (DecodeTarget::Unit, _) => Ok(()),
            (slot, value) if self.lost.reason(value).is_some() => {
                let reason = self.lost.reason(value).unwrap_or_default();
                Err(DecodeError::new(reason).expecting(wanted(&slot)))
            }
            (DecodeTarget::Custom(place), value) if self.loss_inside(value).is_some() => {
                Err(DecodeError::new(NOT_HELD).expecting(place.declared()))
            }
            (DecodeTarget::Union(union), value) => self.union(union, value),
            (DecodeTarget::Object(object), Value::Object(members)) => self.object(object, members),
            (DecodeTarget::Map(map), Value::Object(members)) => self.map(map, members),
            (DecodeTarget::List(list), Value::Array(items)) => self.list(list, items),
            (slot, value) => self.scalar(slot, value),
        }
    }

    /// Good items are kept; the others are told.
    fn list(&mut self, list: &mut dyn List, items: &[Value]) -> Result<(), DecodeError> {
        let (mut left, mut removed, mut all_told) = (0, Vec::new(), Vec::new());
        for (index, item) in items.iter().enumerate() {
            let mark = self.notes.mark();
            self.notes.enter(Step::Item(left), index);
            let read = self.place(list.push(), item);
            self.notes.leave();
            match read {
                Ok(()) => left += 1,
                Err(decode_error) if self.mode == Mode::Tolerant => {
                    list.pop();
                    let decode_error = decode_error.at_index(index);
                    self.notes.back_to(mark);
                    let told = Told::of(&decode_error, MismatchKind::Removed);
                    self.notes.tell(&told);
                    all_told.push(told);
                    self.notes.reject(decode_error, index, item);
                    removed.push((index, item.clone()));
                }
                Err(decode_error) => return Err(decode_error.at_index(index)),
            }
        }
        if !removed.is_empty() {
            self.notes.keep(What::Items { left, removed }, all_told);
        }
        Ok(())
    }

    fn map(
        &mut self,
        map: &mut dyn Map,
        members: &JsonMap<String, Value>,
    ) -> Result<(), DecodeError> {
        self.names(None, members)?;
        let (mut removed, mut all_told) = (Vec::new(), Vec::new());
        for (name, value) in members {
            let mark = self.notes.mark();
            self.notes.enter(Step::Key(name.clone()), 0);
            let read = self.place(map.insert(name.clone()), value);
            self.notes.leave();
            match read {
                Ok(()) => {}
                Err(decode_error) if self.mode == Mode::Tolerant => {
                    map.remove(name);
                    self.notes.back_to(mark);
                    let told = Told::of(&decode_error.in_entry(name), MismatchKind::Removed);
                    self.notes.tell(&told);
                    all_told.push(told);
                    removed.push((name.clone(), value.clone()));
                }
                Err(decode_error) => return Err(decode_error.in_entry(name)),
            }
        }
        if !removed.is_empty() {
            self.notes.keep(What::Entries(removed), all_told);
        }
        Ok(())
    }

    pub(crate) fn object(
        &mut self,
        object: &mut dyn Object,
        members: &JsonMap<String, Value>,
    ) -> Result<(), DecodeError> {
        let table = object.table();
        let outer = self.notes.begin_model();
        let read = with_targets(object, |mut targets| {
            targets.unexpected.clear();
            if let Some(rest) = &mut targets.rest {
                rest.clear();
            }
            self.names(Some(table), members)?;
            self.declared(table, &mut targets, members)?;
            self.undeclared(table, &mut targets, members)?;
            targets.unexpected.keep(self.notes.originals_of(&outer));
            Ok(())
        });
        self.notes.end_model(outer);
        read
    }

    fn declared(
        &mut self,
        table: &Table,
        targets: &mut DecodeTargets<'_, '_>,
        members: &JsonMap<String, Value>,
    ) -> Result<(), DecodeError> {
        for ((name, row), place) in table.rows().zip(targets.fields.iter_mut()) {
            let sent = members.get(name);
            let mark = self.notes.mark();
            self.notes.enter(Step::Property(name), 0);
            let read = self.field(&mut **place, sent, row);
            let filled = match &read {
                Err(decode_error) => self.mend(&mut **place, decode_error, mark),
                Ok(()) => true,
            };
            self.notes.leave();
            match (read, sent) {
                (Ok(()), _) => {}
                (Err(_), sent) if filled => {
                    if let Some(sent) = sent {
                        targets.unexpected.insert(name, sent.clone());
                    }
                }
                (Err(decode_error), _) => return Err(decode_error.in_property(name, row.sensitive)),
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        place: &mut dyn FieldSlot,
        sent: Option<&Value>,
        row: &Row,
    ) -> Result<(), DecodeError> {
        match sent {
            Some(Value::Null) if !row.nullable => self.null(place),
            Some(value) => self.place(place, value),
            None => self.absent(place, row),
        }
    }

    /// A required property that may be null, or that requests leave out, has no value where it is missing, which is
    /// told.
    fn absent(&mut self, place: &mut dyn FieldSlot, row: &Row) -> Result<(), DecodeError> {
        let missing = DecodeError::missing().expecting(wanted(&place.slot()));
        let is_required = row.presence.is_required();
        if is_required && self.mode == Mode::Strict || !place.absence(Absence::Absent) {
            return Err(missing);
        }
        if is_required {
            let told = Told::of(&missing, MismatchKind::Filled);
            self.notes.note(What::Filled { read: Value::Null }, told);
        }
        Ok(())
    }

    /// Null where the document does not allow it.
    fn null(&mut self, place: &mut dyn FieldSlot) -> Result<(), DecodeError> {
        let expected = wanted(&place.slot());
        if self.mode == Mode::Strict {
            return Err(DecodeError::new("the document does not allow null"));
        }
        if !place.absence(Absence::Null) {
            return self.place(place, &Value::Null);
        }
        let told = Told::here(expected, MismatchKind::Converted);
        self.notes.note(What::Null, told);
        Ok(())
    }

    fn undeclared(
        &mut self,
        table: &Table,
        targets: &mut DecodeTargets<'_, '_>,
        members: &JsonMap<String, Value>,
    ) -> Result<(), DecodeError> {
        let mut start = 0;
        for (name, value) in members {
            if let Some(index) = table.find(name, start) {
                start = index + 1;
                continue;
            }
            match &mut targets.rest {
                None if self.mode == Mode::Strict => {
                    return Err(DecodeError::undeclared().in_property(name, false));
                }
                None => self.tell_lost(value, name),
                Some(rest) => {
                    let mark = self.notes.mark();
                    self.notes.enter(Step::Key(name.clone()), 0);
                    let read = self.place(rest.insert(name.clone()), value);
                    self.notes.leave();
                    let Err(decode_error) = read else {
                        continue;
                    };
                    if self.mode == Mode::Strict {
                        return Err(decode_error.in_entry(name));
                    }
                    rest.remove(name);
                    self.notes.back_to(mark);
                    let told = Told::of(&decode_error.in_entry(name), MismatchKind::KeptRaw);
                    self.notes.note(What::Raw, told);
                }
            }
            targets.unexpected.insert(name.as_str(), value.clone());
        }
        Ok(())
    }

    fn scalar(&mut self, mut slot: DecodeTarget<'_>, value: &Value) -> Result<(), DecodeError> {
        let expected = wanted(&slot);
        let decode_error = match assign::json(slot.again(), value) {
            Ok(()) => return Ok(()),
            // The document allows it; that not all of it is read is told all the same.
            Err(Refused::Cut) => {
                self.converted = Some(expected);
                return Ok(());
            }
            Err(Refused::Text(error)) => DecodeError::new(error.rule())
                .expecting(error.type_name())
                .with_excerpt(value),
            Err(Refused::Custom) => DecodeError::new(NOT_ACCEPTED)
                .expecting(expected)
                .with_excerpt(value),
            Err(Refused::Form(reason)) => DecodeError::new(reason)
                .expecting(expected)
                .with_excerpt(value),
            Err(Refused::Kind) => DecodeError::other_kind(expected, value),
        };
        if self.mode == Mode::Tolerant && lenient::put(slot, value) {
            self.converted = Some(decode_error.expected);
            return Ok(());
        }
        Err(decode_error)
    }
}
