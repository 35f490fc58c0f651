//! Reads parsed JSON into places, keeping what does not fit: the second, tolerant pass.

use serde_json::{Map as JsonMap, Value};

use crate::misfit::{Misfit, wanted};
use crate::object::{Object, Places, Table, with_places, with_views};
use crate::place::{Lack, List, Map, Place, Slot, View};
use crate::put::{self, Refused};
use crate::union::Union;

/// What to do about values that do not fit and properties that are not declared.
#[derive(Clone, Copy, Debug, Eq, PartialEq)]
pub(crate) enum Mode {
    /// They are errors.
    Strict,
    /// They are kept in `unexpected` where the document leaves room.
    Tolerant,
}

/// Values nested deeper than this are not read; `serde_json` has the same limit for text.
const DEPTH: usize = 128;

/// Reads a value into a place.
pub(crate) fn fill(place: &mut dyn Place, value: &Value, mode: Mode) -> Result<(), Misfit> {
    Filler::new(mode).place(place, value)
}

/// Reads a value into a union.
pub(crate) fn fill_union(union: &mut dyn Union, value: &Value, mode: Mode) -> Result<(), Misfit> {
    Filler::new(mode).union(union, value)
}

struct Filler {
    mode: Mode,
    depth: usize,
    /// How many values may still be tried, while a union is read. One that holds itself doubles the
    /// tries with every level that fits nothing.
    tries: Option<usize>,
}

/// How many tries a union has: some for each value in it, and many more if it is small.
fn tries(value: &Value) -> usize {
    let (mut count, mut left) = (0_usize, vec![value]);
    while let Some(value) = left.pop() {
        count += 1;
        match value {
            Value::Array(items) => left.extend(items),
            Value::Object(members) => left.extend(members.values()),
            _ => {}
        }
    }
    count
        .saturating_mul(8)
        .saturating_add(count.saturating_mul(1_000).min(10_000_000))
}

impl Filler {
    fn new(mode: Mode) -> Self {
        Self {
            mode,
            depth: 0,
            tries: None,
        }
    }

    fn place(&mut self, place: &mut dyn Place, value: &Value) -> Result<(), Misfit> {
        if value.is_null() && place.lack(Lack::Null) {
            return Ok(());
        }
        if self.depth == DEPTH {
            return Err(Misfit::new(format!("nested more than {DEPTH} levels deep")));
        }
        if let Some(tries) = &mut self.tries {
            let Some(left) = tries.checked_sub(1) else {
                return Err(Misfit::new("it could be too many of the documented types"));
            };
            *tries = left;
        }
        self.depth += 1;
        let result = self.slot(place.slot(), value);
        self.depth -= 1;
        if result.is_err() {
            place.lack(Lack::Absent);
        }
        result
    }

    fn slot(&mut self, slot: Slot<'_>, value: &Value) -> Result<(), Misfit> {
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

    fn union(&mut self, union: &mut dyn Union, value: &Value) -> Result<(), Misfit> {
        if self.tries.is_some() {
            return self.one_of(union, value);
        }
        self.tries = Some(tries(value));
        let result = self.one_of(union, value);
        self.tries = None;
        result
    }

    fn one_of(&mut self, union: &mut dyn Union, value: &Value) -> Result<(), Misfit> {
        let table = union.table();
        let tag = table
            .tag
            .map(|name| value.get(name).and_then(Value::as_str).unwrap_or_default());
        if let Some(tag) = tag {
            let Some(variant) = table.variants.iter().position(|tags| tags.contains(&tag)) else {
                return self.open(union, value, "no documented type has this tag");
            };
            let mode = self.mode;
            return match self.variant(union, variant, value, mode) {
                Err(misfit) if mode == Mode::Strict => Err(misfit),
                Err(_) => self.open(union, value, ""),
                Ok(()) => Ok(()),
            };
        }
        for variant in 0..table.variants.len() {
            if self.variant(union, variant, value, Mode::Strict).is_ok() {
                return Ok(());
            }
        }
        if self.mode == Mode::Tolerant
            && let Some(variant) = self.nearest(union, value)
        {
            return self.variant(union, variant, value, Mode::Tolerant);
        }
        self.open(union, value, "fits none of the documented types")
    }

    /// The variant that knows most of a value which none knows all of; the first of several.
    fn nearest(&mut self, union: &mut dyn Union, value: &Value) -> Option<usize> {
        let mut nearest: Option<(usize, (usize, usize))> = None;
        for variant in 0..union.table().variants.len() {
            if self.variant(union, variant, value, Mode::Tolerant).is_err() {
                continue;
            }
            let known = union.place().map(|place| known(&place.view()))?;
            if nearest.is_none_or(|(_, best)| known > best) {
                nearest = Some((variant, known));
            }
        }
        nearest.map(|(variant, _)| variant)
    }

    fn variant(
        &mut self,
        union: &mut dyn Union,
        variant: usize,
        value: &Value,
        mode: Mode,
    ) -> Result<(), Misfit> {
        union.start(variant);
        let outer = std::mem::replace(&mut self.mode, mode);
        let result = match union.place() {
            Some(place) => self.place(place, value),
            None => Err(Misfit::new("no such variant")),
        };
        self.mode = outer;
        result
    }

    fn open(&mut self, union: &mut dyn Union, value: &Value, reason: &str) -> Result<(), Misfit> {
        if self.mode == Mode::Strict {
            return Err(Misfit::new(reason).with_excerpt(value));
        }
        union.keep(value.clone());
        Ok(())
    }
}

/// How well an object is known: how many fields have a value, and how few properties are left over.
fn known(view: &View<'_>) -> (usize, usize) {
    let View::Object(object) = view else {
        return (1, usize::MAX);
    };
    with_views(*object, |views| {
        let absent = |place: &&&dyn Place| matches!(place.view(), View::Absent);
        let present = views.fields.len() - views.fields.iter().filter(absent).count();
        (present, usize::MAX - views.unexpected.len())
    })
}

fn scalar(slot: Slot<'_>, value: &Value) -> Result<(), Misfit> {
    let wanted = wanted(&slot);
    let result = match value {
        Value::Bool(value) => put::bool(slot, *value),
        Value::String(text) => put::str(slot, text),
        Value::Number(number) => match (number.as_i64(), number.as_u64(), number.as_f64()) {
            (Some(number), _, _) => put::i64(slot, number),
            (None, Some(number), _) => put::u64(slot, number),
            (None, None, Some(number)) => put::f64(slot, number),
            (None, None, None) => Err(Refused::Kind),
        },
        Value::Null | Value::Array(_) | Value::Object(_) => Err(Refused::Kind),
    };
    match result {
        Ok(()) => Ok(()),
        Err(Refused::Text(error)) => Err(Misfit::new(error.rule()).with_excerpt(value)),
        Err(Refused::Kind) => Err(Misfit::other_kind(wanted, value)),
    }
}
