//! Reads a value into the one of several types that it fits best.
//!
//! Every member of a union is tried on the whole value before one is chosen. A union inside of a value is
//! decided once, however many members around it are tried: time grows with the size of the value and the
//! number of members, and not with the depth.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use serde_json::{Map as JsonMap, Value};

use crate::model::assign::{self, Refused};
use crate::model::check_parts::variant_keeps_rules;
use crate::model::decode_error::DecodeError;
use crate::model::decode_tolerant::{DEPTH, Filler, Mode};
use crate::model::field_slot::{Absence, DecodeTarget, Exactness, FieldSlot, List, Map};
use crate::model::fit::Fit;
use crate::model::lenient;
use crate::model::mismatch::MismatchKind;
use crate::model::number::number_text;
use crate::model::object::{Object, with_targets};
use crate::model::original::{Told, What};
use crate::model::union::{Union, UnionTable};

/// Reads a value into a union.
///
/// This is part of the first pass of tolerant clients: whatever there is to tell makes it fail.
pub(crate) fn fits_union(union: &mut dyn Union, value: &Value) -> bool {
    let mut filler = Filler::new(Mode::Tolerant);
    filler.union(union, value).is_ok() && filler.converted.is_none() && filler.notes.is_empty()
}

/// The members that were chosen, by the value and the union: both stay where they are while a value is read. Beside
/// them is how often what is inside of the value was read to compare it with rules.
pub(crate) type Choices = BTreeMap<(usize, usize), (Option<(usize, Fit)>, usize)>;

/// How many unions around a value compare it with the rules of their members: each reads all of it again. Without this
/// bound a hostile document of 724 kB and 120 levels took 6.2 s.
const RULES_READ: usize = 8;

impl Filler {
    /// Reads a value into the member that it fits best, or keeps it as it is if it fits none.
    pub(crate) fn union(
        &mut self,
        union: &mut dyn Union,
        value: &Value,
    ) -> Result<(), DecodeError> {
        let table = union.table();
        if let Some(member) = table.tagged(value) {
            return self.member(union, member, value);
        }
        let chosen = Chooser {
            choices: &mut self.choices,
            care: match self.mode {
                Mode::Strict => Care::Exact,
                Mode::Tolerant => Care::Readable,
            },
            depth: 0,
            rules_read: 0,
        }
        .choose(union, value);
        match chosen {
            Some((member, _)) => self.member(union, member, value),
            None if self.mode == Mode::Strict => Err(match table.tag {
                Some(name) if table.untagged().next().is_none() => untagged(name, value),
                _ => self.misfit(union, value),
            }),
            None => {
                // Another tag may be of a type that is newer than the document.
                if table
                    .tag
                    .and_then(|name| text_of(value.get(name)?))
                    .is_none()
                {
                    self.tell_unknown(table);
                }
                union.keep(value.clone());
                Ok(())
            }
        }
    }

    /// Why a value fits no member in every respect: what is wrong with it as the one that it fits best.
    fn misfit(&mut self, union: &mut dyn Union, value: &Value) -> DecodeError {
        let chosen = Chooser {
            choices: &mut self.nearest,
            care: Care::Nearest,
            depth: 0,
            rules_read: 0,
        }
        .choose(union, value);
        let read = chosen.map(|(member, _)| self.member(union, member, value));
        match read {
            Some(Err(decode_error)) => decode_error,
            _ => DecodeError::new("matches none of the declared schemas").with_excerpt(value),
        }
    }

    fn tell_unknown(&mut self, table: &UnionTable) {
        let told = Told::here(table.name, MismatchKind::KeptRaw);
        self.notes.note(What::Raw, told);
    }

    fn member(
        &mut self,
        union: &mut dyn Union,
        member: usize,
        value: &Value,
    ) -> Result<(), DecodeError> {
        let mark = self.notes.mark();
        union.start(member);
        let read = match union.place() {
            // A union takes no level of its own in JSON.
            Some(place) => self.slot(place.slot(), value),
            None => Err(DecodeError::new("no such member")),
        };
        match read {
            Err(decode_error) if self.mode == Mode::Tolerant => {
                self.notes.back_to(mark);
                let told = Told::of(&decode_error, MismatchKind::KeptRaw);
                self.notes.note(What::Raw, told);
                union.keep(value.clone());
                Ok(())
            }
            read => read,
        }
    }
}

/// Why a strict client takes no value without a documented tag.
fn untagged(name: &str, value: &Value) -> DecodeError {
    let decode_error = match value {
        Value::Object(members) => match members.get(name) {
            Some(tag) => DecodeError::new("no declared schema has this discriminator value")
                .with_excerpt(tag),
            None => DecodeError::missing(),
        },
        value => return DecodeError::other_kind("an object", value),
    };
    decode_error.in_property(name, false)
}

/// Which members may be taken.
#[derive(Clone, Copy, Eq, PartialEq)]
enum Care {
    /// Those that fit in every respect.
    Exact,
    /// Those that a tolerant client can read.
    Readable,
    /// Those with a property that the value has: the nearest one says what is wrong with it.
    Nearest,
}

/// Tries members without keeping what is read.
struct Chooser<'c> {
    choices: &'c mut Choices,
    care: Care,
    depth: usize,
    /// How often the values that were tried were read to compare them with rules.
    rules_read: usize,
}

impl Chooser<'_> {
    /// The member that the value fits best, the first of several.
    fn choose(&mut self, union: &mut dyn Union, value: &Value) -> Option<(usize, Fit)> {
        let table = union.table();
        let key = (
            std::ptr::from_ref(value) as usize,
            std::ptr::from_ref(table) as usize,
        );
        if let Some((known, rules_read)) = self.choices.get(&key) {
            self.rules_read = self.rules_read.max(*rules_read);
            return *known;
        }
        let before = std::mem::take(&mut self.rules_read);
        let chosen = match table.tagged(value) {
            Some(member) => self.member(union, member, value).map(|fit| (member, fit)),
            None => self.best(union, table, value),
        };
        self.choices.insert(key, (chosen, self.rules_read));
        self.rules_read = self.rules_read.max(before);
        chosen
    }

    fn best(
        &mut self,
        union: &mut dyn Union,
        table: &UnionTable,
        value: &Value,
    ) -> Option<(usize, Fit)> {
        let mut fitting = Vec::new();
        for member in table.untagged() {
            let Some(fit) = self.member(union, member, value) else {
                continue;
            };
            let is_taken = match self.care {
                Care::Exact => fit.is_plausible() && fit.odd == 0,
                Care::Readable => fit.is_plausible(),
                Care::Nearest => fit.known > 0,
            };
            if is_taken {
                fitting.push((member, fit));
            }
        }
        // The sort is stable: of equal ones the first in the document stays first.
        fitting.sort_by_key(|(_, fit)| Reverse(fit.rank()));
        let best = fitting.first().copied();
        let is_rival = |fit: &Fit| match fitting.iter().any(|(_, fit)| fit.is_whole()) {
            true => fit.is_whole(),
            false => best.is_some_and(|(_, best)| fit.rank() == best.rank()),
        };
        let rivals = || fitting.iter().filter(|(_, fit)| is_rival(fit));
        let keeping = match rivals().nth(1) {
            Some(_) if self.rules_read < RULES_READ => {
                self.rules_read += 1;
                rivals().find(|(member, _)| self.keeps_rules(union, *member, value))
            }
            _ => None,
        };
        keeping.copied().or(best)
    }

    /// Whether a value that fits a member also keeps the rules of its schema.
    fn keeps_rules(&mut self, union: &mut dyn Union, member: usize, value: &Value) -> bool {
        let mut filler = Filler::new(match self.care {
            Care::Exact => Mode::Strict,
            Care::Readable => Mode::Tolerant,
            Care::Nearest => return true,
        });
        // What is inside of it was chosen already.
        std::mem::swap(&mut filler.choices, self.choices);
        let read = filler.member(union, member, value);
        std::mem::swap(&mut filler.choices, self.choices);
        read.is_ok() && variant_keeps_rules(union)
    }

    fn member(&mut self, union: &mut dyn Union, member: usize, value: &Value) -> Option<Fit> {
        let constants = union.table().constants.get(member).copied().unwrap_or(&[]);
        union.start(member);
        let place = union.place()?;
        if !constants.is_empty()
            && let DecodeTarget::Object(object) = place.slot()
            && !agrees(object, constants, value)
        {
            return None;
        }
        let mut fit = match self.slot(place.slot(), value) {
            Some(fit) => fit,
            None if self.care != Care::Exact => converted(place, value)?,
            None => return None,
        };
        let stated = |(name, _): &&(&str, &str)| value.get(name).is_some();
        fit.known += constants.iter().filter(stated).count();
        Some(fit)
    }

    /// How well a value fits; none if it cannot be read at all.
    fn place(&mut self, place: &mut dyn FieldSlot, value: &Value) -> Option<Fit> {
        if value.is_null() && place.absence(Absence::Null) {
            return Some(Fit::NEUTRAL);
        }
        if self.depth == DEPTH {
            return None;
        }
        self.depth += 1;
        let fit = self.slot(place.slot(), value);
        self.depth -= 1;
        fit
    }

    fn slot(&mut self, slot: DecodeTarget<'_>, value: &Value) -> Option<Fit> {
        match (slot, value) {
            (DecodeTarget::Json(_) | DecodeTarget::Unit, _) => Some(Fit::NEUTRAL),
            (DecodeTarget::Union(union), value) => match self.choose(union, value) {
                Some((_, fit)) => Some(fit),
                // What fits no member is kept as it is.
                None => self.odd(),
            },
            (DecodeTarget::Object(object), Value::Object(members)) => self.object(object, members),
            (DecodeTarget::Map(map), Value::Object(members)) => self.map(map, members),
            (DecodeTarget::List(list), Value::Array(items)) => self.list(list, items),
            (slot, value) => scalar(slot, value),
        }
    }

    /// What a value of another kind comes to, or one that does not fit: a tolerant client reads around it.
    fn odd(&self) -> Option<Fit> {
        (self.care != Care::Exact).then_some(Fit::odd(0, 1))
    }

    fn list(&mut self, list: &mut dyn List, items: &[Value]) -> Option<Fit> {
        let mut sum = Fit::NEUTRAL;
        for item in items {
            let fit = self.place(list.push(), item);
            sum.add(Some(fit.or_else(|| self.odd())?));
            list.pop();
        }
        Some(sum)
    }

    fn map(&mut self, map: &mut dyn Map, members: &JsonMap<String, Value>) -> Option<Fit> {
        let mut sum = Fit::NEUTRAL;
        for (name, value) in members {
            let fit = self.place(map.insert(name.clone()), value);
            sum.add(Some(fit.or_else(|| self.odd())?));
        }
        Some(sum)
    }

    /// A property whose value fits only if it is read leniently, or not at all.
    fn without(&self, place: &mut dyn FieldSlot, value: &Value) -> Option<Fit> {
        if self.care == Care::Exact {
            return None;
        }
        if self.care == Care::Nearest {
            return Some(Fit::odd(1, 1));
        }
        if let Some(fit) = converted(place, value) {
            return Some(Fit {
                lenient: false,
                ..fit
            });
        }
        match place.absence(Absence::Absent) {
            true => self.odd(),
            false => self.filled(place),
        }
    }

    /// A required property that gets the empty value of its type.
    fn filled(&self, place: &mut dyn FieldSlot) -> Option<Fit> {
        let fillable = match self.care {
            Care::Exact => false,
            Care::Readable => Filler::new(Mode::Tolerant).empty(place),
            Care::Nearest => true,
        };
        fillable.then_some(Fit::MISSING)
    }

    /// A required property that is missing, and null.
    fn lacks(&self) -> Option<Fit> {
        (self.care != Care::Exact).then_some(Fit::MISSING)
    }

    fn object(&mut self, object: &mut dyn Object, members: &JsonMap<String, Value>) -> Option<Fit> {
        let table = object.table();
        with_targets(object, |targets| {
            let mut sum = Fit::NEUTRAL;
            for ((name, row), place) in table.rows().zip(targets.fields.iter_mut()) {
                match members.get(name) {
                    Some(value) if value.is_null() && !row.nullable => {
                        sum.odd += 1;
                        if self.place(&mut **place, value).is_none() {
                            sum.add(Some(self.filled(&mut **place)?));
                        }
                    }
                    Some(value) => match self.place(&mut **place, value) {
                        Some(fit) => {
                            sum.known += 1;
                            sum.add(Some(fit));
                        }
                        None => sum.add(Some(self.without(&mut **place, value)?)),
                    },
                    None if !place.absence(Absence::Absent) => {
                        sum.add(Some(self.filled(&mut **place)?));
                    }
                    None if row.presence.is_required() => sum.add(Some(self.lacks()?)),
                    None => {}
                }
            }
            let mut rest = targets.rest;
            let mut start = 0;
            for (name, value) in members {
                if let Some(index) = table.find(name, start) {
                    start = index + 1;
                    continue;
                }
                sum.add(match &mut rest {
                    Some(rest) => self.place(rest.insert(name.clone()), value),
                    None => None,
                });
            }
            Some(sum)
        })
    }
}

/// Whether an object has the one value of each property that can have only one. It may lack those that are
/// optional.
fn agrees(object: &mut dyn Object, constants: &[(&str, &str)], value: &Value) -> bool {
    let table = object.table();
    with_targets(object, |targets| {
        constants
            .iter()
            .all(|(name, wanted)| match value.get(name) {
                Some(found) => text_of(found).is_some_and(|found| found == *wanted),
                None => table
                    .find(name, 0)
                    .is_none_or(|index| targets.fields[index].absence(Absence::Absent)),
            })
    })
}

impl UnionTable {
    /// The member that the value's tag stands for. Tags are compared as text, so that integers and booleans
    /// can be tags too.
    fn tagged(&self, value: &Value) -> Option<usize> {
        let tag = text_of(value.get(self.tag?)?)?;
        let mut members = self.variants.iter();
        members.position(|tags| tags.iter().any(|known| *known == tag))
    }

    /// The members that no tag stands for.
    fn untagged(&self) -> impl Iterator<Item = usize> {
        let members = self.variants.iter().enumerate();
        members
            .filter(|(_, tags)| tags.is_empty())
            .map(|(member, _)| member)
    }
}

pub(crate) fn text_of(value: &Value) -> Option<std::borrow::Cow<'_, str>> {
    match value {
        Value::String(text) => Some(text.as_str().into()),
        Value::Number(number) => Some(number_text(number).into()),
        Value::Bool(_) => Some(value.to_string().into()),
        Value::Null | Value::Array(_) | Value::Object(_) => None,
    }
}

/// A set of values and a certain form are worth more than any string, an integer more than any number.
/// How well a value of another kind of JSON fits whose text is a value of the place. A day is a date-time in another
/// form, and a number with a fraction of zero is an integer: these say more for the type than a text says.
fn converted(place: &mut dyn FieldSlot, value: &Value) -> Option<Fit> {
    let mut slot = place.slot();
    if !lenient::put(slot.again(), value) {
        return None;
    }
    let (is_listed, known, lenient) = match (slot, value) {
        (DecodeTarget::Text(place), value) => {
            let is_listed = place.exactness() != Exactness::Unlisted;
            (is_listed, 1, !value.is_string())
        }
        (DecodeTarget::Integer(place), _) => (place.is_listed(), 1, true),
        (DecodeTarget::I32(_) | DecodeTarget::I64(_), Value::Number(_)) => (true, 2, true),
        (DecodeTarget::U32(_) | DecodeTarget::U64(_), Value::Number(_)) => (true, 2, true),
        _ => (true, 1, true),
    };
    Some(Fit {
        unlisted: usize::from(!is_listed),
        lenient,
        ..Fit::odd(if is_listed { known } else { 0 }, 1)
    })
}

fn scalar(mut slot: DecodeTarget<'_>, value: &Value) -> Option<Fit> {
    let worth = match &slot {
        DecodeTarget::Str(_) | DecodeTarget::F32(_) | DecodeTarget::F64(_) => 1,
        _ => 2,
    };
    match (&mut slot, value) {
        (DecodeTarget::Text(place), Value::String(text)) => {
            place.parse(text).ok()?;
            return match place.exactness() {
                Exactness::Exact | Exactness::Cut => Some(Fit::known(worth)),
                Exactness::Unlisted => Some(Fit::unlisted()),
                Exactness::OtherForm(_) => None,
            };
        }
        (DecodeTarget::Integer(place), Value::Number(number)) => {
            place.set(number.as_i64()?);
            return Some(match place.is_listed() {
                true => Fit::known(worth),
                false => Fit::unlisted(),
            });
        }
        _ => {}
    }
    match assign::json(slot, value) {
        Ok(()) | Err(Refused::Cut) => Some(Fit::known(worth)),
        Err(_) => None,
    }
}
