//! Reads parsed JSON into places, keeping what does not fit: the second, tolerant pass.

use serde_json::{Map as JsonMap, Value};

use crate::model::assign::{self, Refused};
use crate::model::decode_error::{Misfit, wanted};
use crate::model::decode_union::Choices;
use crate::model::field_slot::{Lack, List, Map, Place, Slot};
use crate::model::lenient;
use crate::model::lossy::Lost;
use crate::model::mismatch::{MismatchKind, Mismatches};
use crate::model::notes::Notes;
use crate::model::object::{Object, Places, Row, Table, with_places};
use crate::model::original::{Step, What};

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
pub(crate) fn fill(place: &mut dyn Place, value: &Value, mode: Mode) -> Result<Mismatches, Misfit> {
    let mut filler = Filler::new(mode);
    filler.place(place, value)?;
    Ok(filler.notes.mismatches)
}

pub(crate) struct Filler {
    pub(crate) mode: Mode,
    pub(crate) depth: usize,
    /// The members of unions that were chosen already.
    pub(crate) choices: Choices,
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
            notes: Notes::default(),
            converted: None,
            lost: Lost::default(),
        }
    }

    pub(crate) fn place(&mut self, place: &mut dyn Place, value: &Value) -> Result<(), Misfit> {
        if value.is_null() && place.lack(Lack::Null) {
            return Ok(());
        }
        if self.depth == DEPTH {
            return Err(Misfit::new(format!("nested more than {DEPTH} levels deep")));
        }
        self.depth += 1;
        let result = self.slot(place.slot(), value);
        self.depth -= 1;
        if result.is_err() {
            place.lack(Lack::Absent);
        } else if let Some(expected) = self.converted.take() {
            self.notes.converted(place, value, expected);
        }
        result
    }

    pub(crate) fn slot(&mut self, slot: Slot<'_>, value: &Value) -> Result<(), Misfit> {
        if self.lost.is_in(value) {
            return self.lost(slot, value);
        }
        match (slot, value) {
            (Slot::Json(place), value) => {
                place.clone_from(value);
                if self.lost.is_inside(value) {
                    self.notes.tell_here("any JSON", MismatchKind::KeptRaw);
                }
                Ok(())
            }
            (Slot::Unit, _) => Ok(()),
            (Slot::Union(union), value) => self.union(union, value),
            (Slot::Object(object), Value::Object(members)) => self.object(object, members),
            (Slot::Map(map), Value::Object(members)) => self.map(map, members),
            (Slot::List(list), Value::Array(items)) => self.list(list, items),
            (slot, value) => self.scalar(slot, value),
        }
    }

    /// Good items are kept; the others are told.
    fn list(&mut self, list: &mut dyn List, items: &[Value]) -> Result<(), Misfit> {
        let (mut left, mut removed) = (0, Vec::new());
        for (index, item) in items.iter().enumerate() {
            let mark = self.notes.mark();
            self.notes.enter(Step::Item(left), index);
            let read = self.place(list.push(), item);
            self.notes.leave();
            match read {
                Ok(()) => left += 1,
                Err(misfit) if self.mode == Mode::Tolerant => {
                    list.pop();
                    let misfit = misfit.at_index(index);
                    self.notes.back_to(mark);
                    self.notes.tell(&misfit, MismatchKind::Removed);
                    self.notes.reject(misfit, index, item);
                    removed.push((index, item.clone()));
                }
                Err(misfit) => return Err(misfit.at_index(index)),
            }
        }
        if !removed.is_empty() {
            self.notes
                .keep("a value that fits the list", What::Items { left, removed });
        }
        Ok(())
    }

    fn map(&mut self, map: &mut dyn Map, members: &JsonMap<String, Value>) -> Result<(), Misfit> {
        let mut removed = Vec::new();
        for (name, value) in members {
            let mark = self.notes.mark();
            self.notes.enter(Step::Key(name.clone()), 0);
            let read = self.place(map.insert(name.clone()), value);
            self.notes.leave();
            match read {
                Ok(()) => {}
                Err(misfit) if self.mode == Mode::Tolerant => {
                    map.remove(name);
                    self.notes.back_to(mark);
                    self.notes
                        .tell(&misfit.in_entry(name), MismatchKind::Removed);
                    removed.push((name.clone(), value.clone()));
                }
                Err(misfit) => return Err(misfit.in_entry(name)),
            }
        }
        if !removed.is_empty() {
            self.notes
                .keep("a value that fits the map", What::Entries(removed));
        }
        Ok(())
    }

    pub(crate) fn object(
        &mut self,
        object: &mut dyn Object,
        members: &JsonMap<String, Value>,
    ) -> Result<(), Misfit> {
        let table = object.table();
        let outer = self.notes.begin_model();
        let read = with_places(object, |mut places| {
            places.unexpected.clear();
            if let Some(rest) = &mut places.rest {
                rest.clear();
            }
            self.declared(table, &mut places, members)?;
            self.undeclared(table, &mut places, members)?;
            places.unexpected.keep(self.notes.originals_of(&outer));
            Ok(())
        });
        self.notes.end_model(outer);
        read
    }

    fn declared(
        &mut self,
        table: &Table,
        places: &mut Places<'_, '_>,
        members: &JsonMap<String, Value>,
    ) -> Result<(), Misfit> {
        for ((name, row), place) in table.rows().zip(places.fields.iter_mut()) {
            let sent = members.get(name);
            let mark = self.notes.mark();
            self.notes.enter(Step::Property(name), 0);
            let read = self.field(&mut **place, sent, row);
            let filled = match &read {
                Err(misfit) => self.mend(&mut **place, misfit, mark),
                Ok(()) => true,
            };
            self.notes.leave();
            match (read, sent) {
                (Ok(()), _) => {}
                (Err(_), sent) if filled => {
                    if let Some(sent) = sent {
                        places.unexpected.insert(name, sent.clone());
                    }
                }
                (Err(misfit), _) => return Err(misfit.in_property(name, row.personal)),
            }
        }
        Ok(())
    }

    fn field(
        &mut self,
        place: &mut dyn Place,
        sent: Option<&Value>,
        row: &Row,
    ) -> Result<(), Misfit> {
        match sent {
            Some(Value::Null) if self.mode == Mode::Strict && !row.nullable => {
                Err(Misfit::new("null, which the document does not allow"))
            }
            Some(value) => self.place(place, value),
            None if place.lack(Lack::Absent) => Ok(()),
            None => Err(Misfit::missing().expecting(wanted(&place.slot()))),
        }
    }

    fn undeclared(
        &mut self,
        table: &Table,
        places: &mut Places<'_, '_>,
        members: &JsonMap<String, Value>,
    ) -> Result<(), Misfit> {
        let mut start = 0;
        for (name, value) in members {
            if let Some(index) = table.find(name, start) {
                start = index + 1;
                continue;
            }
            match &mut places.rest {
                None if self.mode == Mode::Strict => {
                    return Err(Misfit::undeclared().in_property(name, false));
                }
                None => self.tell_lost(value, name),
                Some(rest) => {
                    let mark = self.notes.mark();
                    self.notes.enter(Step::Key(name.clone()), 0);
                    let read = self.place(rest.insert(name.clone()), value);
                    self.notes.leave();
                    let Err(misfit) = read else {
                        continue;
                    };
                    if self.mode == Mode::Strict {
                        return Err(misfit.in_entry(name));
                    }
                    rest.remove(name);
                    self.notes.back_to(mark);
                    self.notes
                        .tell(&misfit.in_entry(name), MismatchKind::KeptRaw);
                }
            }
            places.unexpected.insert(name.as_str(), value.clone());
        }
        Ok(())
    }

    fn scalar(&mut self, mut slot: Slot<'_>, value: &Value) -> Result<(), Misfit> {
        let Err(misfit) = scalar(&mut slot, value) else {
            return Ok(());
        };
        if self.mode == Mode::Tolerant && lenient::put(slot, value) {
            self.converted = Some(misfit.expected);
            return Ok(());
        }
        Err(misfit)
    }
}

fn scalar(slot: &mut Slot<'_>, value: &Value) -> Result<(), Misfit> {
    let wanted = wanted(slot);
    match assign::json(slot.again(), value) {
        Ok(()) => Ok(()),
        Err(Refused::Text(error)) => Err(Misfit::new(error.rule())
            .expecting(error.type_name())
            .with_excerpt(value)),
        Err(Refused::Kind) => Err(Misfit::other_kind(wanted, value)),
    }
}
