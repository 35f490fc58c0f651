//! Reads parsed JSON into places, keeping what does not fit: the second, tolerant pass.

use serde_json::{Map as JsonMap, Value};

use crate::fill_union::Choices;
use crate::misfit::{Misfit, wanted};
use crate::object::{Object, Places, Table, with_places};
use crate::place::{Lack, List, Map, Place, Slot};
use crate::put::{self, Refused};

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
pub(crate) fn fill(place: &mut dyn Place, value: &Value, mode: Mode) -> Result<(), Misfit> {
    Filler::new(mode).place(place, value)
}

pub(crate) struct Filler {
    pub(crate) mode: Mode,
    depth: usize,
    /// The members of unions that were chosen already.
    pub(crate) choices: Choices,
}

impl Filler {
    pub(crate) fn new(mode: Mode) -> Self {
        Self {
            mode,
            depth: 0,
            choices: Choices::new(),
        }
    }

    fn place(&mut self, place: &mut dyn Place, value: &Value) -> Result<(), Misfit> {
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
        }
        result
    }

    pub(crate) fn slot(&mut self, slot: Slot<'_>, value: &Value) -> Result<(), Misfit> {
        match (slot, value) {
            (Slot::Json(place), value) => {
                place.clone_from(value);
                Ok(())
            }
            (Slot::Unit, _) => Ok(()),
            (Slot::Union(union), value) => self.union(union, value),
            (Slot::Object(object), Value::Object(members)) => self.object(object, members),
            (Slot::Map(map), Value::Object(members)) => self.map(map, members),
            (Slot::List(list), Value::Array(items)) => self.list(list, items),
            (slot, value) => scalar(slot, value),
        }
    }

    fn list(&mut self, list: &mut dyn List, items: &[Value]) -> Result<(), Misfit> {
        for (index, item) in items.iter().enumerate() {
            self.place(list.push(), item)
                .map_err(|misfit| misfit.at_index(index))?;
        }
        Ok(())
    }

    fn map(&mut self, map: &mut dyn Map, members: &JsonMap<String, Value>) -> Result<(), Misfit> {
        for (name, value) in members {
            self.place(map.insert(name.clone()), value)
                .map_err(|misfit| misfit.in_property(name, false))?;
        }
        Ok(())
    }

    fn object(
        &mut self,
        object: &mut dyn Object,
        members: &JsonMap<String, Value>,
    ) -> Result<(), Misfit> {
        let table = object.table();
        with_places(object, |mut places| {
            places.unexpected.clear();
            if let Some(rest) = &mut places.rest {
                rest.clear();
            }
            self.declared(table, &mut places, members)?;
            self.undeclared(table, &mut places, members)
        })
    }

    fn declared(
        &mut self,
        table: &Table,
        places: &mut Places<'_, '_>,
        members: &JsonMap<String, Value>,
    ) -> Result<(), Misfit> {
        for ((name, row), place) in table.rows().zip(places.fields.iter_mut()) {
            let Some(value) = members.get(name) else {
                if !place.lack(Lack::Absent) {
                    return Err(Misfit::missing().in_property(name, row.personal));
                }
                continue;
            };
            if self.mode == Mode::Strict && value.is_null() && !row.nullable {
                let misfit = Misfit::new("null, which the document does not allow");
                return Err(misfit.in_property(name, row.personal));
            }
            match self.place(&mut **place, value) {
                Ok(()) => {}
                Err(_) if self.mode == Mode::Tolerant && place.lack(Lack::Absent) => {
                    places.unexpected.insert(name, value.clone());
                }
                Err(misfit) => return Err(misfit.in_property(name, row.personal)),
            }
        }
        Ok(())
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
            let misfit = match &mut places.rest {
                None => Misfit::undeclared(),
                Some(rest) => match self.place(rest.insert(name.clone()), value) {
                    Ok(()) => continue,
                    Err(misfit) => {
                        rest.remove(name);
                        misfit
                    }
                },
            };
            if self.mode == Mode::Strict {
                return Err(misfit.in_property(name, false));
            }
            places.unexpected.insert(name.as_str(), value.clone());
        }
        Ok(())
    }
}

fn scalar(slot: Slot<'_>, value: &Value) -> Result<(), Misfit> {
    let wanted = wanted(&slot);
    match put::json(slot, value) {
        Ok(()) => Ok(()),
        Err(Refused::Text(error)) => Err(Misfit::new(error.rule()).with_excerpt(value)),
        Err(Refused::Kind) => Err(Misfit::other_kind(wanted, value)),
    }
}
