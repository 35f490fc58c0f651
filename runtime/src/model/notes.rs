//! What there is to tell of a value while it is read, and where the reading is.

use serde_json::Value;

use crate::model::decode_error::{DecodeError, push_index, push_name};
use crate::model::encode::{Purpose, value as written};
use crate::model::field_slot::FieldSlot;
use crate::model::mismatch::{self, MismatchKind, Mismatches};
use crate::model::original::{Original, Step, Told, What};

/// An item of a watched list that did not fit.
pub(crate) struct Rejection {
    pub(crate) decode_error: DecodeError,
    pub(crate) index: usize,
    pub(crate) json: Value,
}

#[derive(Default)]
pub(crate) struct Notes {
    pub(crate) mismatches: Mismatches,
    /// The way from the body to where the reading is; for items with their index in the body.
    path: Vec<(Step, usize)>,
    /// How much of the way leads to the model that is being read.
    model: usize,
    /// What belongs to the models that are being read.
    pub(crate) originals: Vec<Original>,
    /// The property of the body whose list's bad items are handed over.
    pub(crate) watched: Option<&'static str>,
    pub(crate) rejections: Vec<Rejection>,
    /// The first required property that was filled, of what was read in the end.
    pub(crate) filled: Option<DecodeError>,
}

/// A state of the notes, to go back to.
#[derive(Clone, Copy)]
pub(crate) struct Mark {
    mismatches: mismatch::Mark,
    originals: usize,
    is_filled: bool,
}

/// The model around the one that is being read.
pub(crate) struct Outer {
    model: usize,
    originals: usize,
}

impl Notes {
    pub(crate) fn mark(&self) -> Mark {
        Mark {
            mismatches: self.mismatches.mark(),
            originals: self.originals.len(),
            is_filled: self.filled.is_some(),
        }
    }

    /// Forgets what was noted of a value that is not read after all.
    pub(crate) fn back_to(&mut self, mark: Mark) {
        self.mismatches.back_to(mark.mismatches);
        self.originals.truncate(mark.originals);
        if !mark.is_filled {
            self.filled = None;
        }
    }

    /// A required property was filled with the empty value of its type, which is how it is written.
    pub(crate) fn fill(&mut self, decode_error: &DecodeError, written: Option<Value>) {
        let told = Told::of(decode_error, MismatchKind::Filled);
        match written {
            Some(read) => self.note(What::Filled { read }, told),
            None => self.tell(&told),
        }
        if self.filled.is_none() {
            self.filled = Some(decode_error.clone().below(&self.path));
        }
    }

    pub(crate) fn enter(&mut self, step: Step, index: usize) {
        self.path.push((step, index));
    }

    pub(crate) fn leave(&mut self) {
        self.path.pop();
    }

    pub(crate) fn begin_model(&mut self) -> Outer {
        Outer {
            model: std::mem::replace(&mut self.model, self.path.len()),
            originals: self.originals.len(),
        }
    }

    /// The originals of the model, which are its own from now on.
    pub(crate) fn originals_of(&mut self, outer: &Outer) -> Vec<Original> {
        self.originals.split_off(outer.originals)
    }

    pub(crate) fn end_model(&mut self, outer: Outer) {
        self.model = outer.model;
        self.originals.truncate(outer.originals);
    }

    /// Keeps what was sent here, and what is told of it, for the model.
    pub(crate) fn keep(&mut self, what: What, told: Vec<Told>) {
        let path = self.path[self.model..].iter();
        self.originals.push(Original {
            path: path.map(|(step, _)| step.clone()).collect(),
            what,
            told,
        });
    }

    /// A scalar was read from another form.
    pub(crate) fn converted(
        &mut self,
        place: &dyn FieldSlot,
        sent: &Value,
        expected: &'static str,
    ) {
        let told = Told::here(expected, MismatchKind::Converted);
        match written(place, Purpose::Copy) {
            Some(read) => {
                let sent = sent.clone();
                self.note(What::Spelled { read, sent }, told);
            }
            None => self.tell(&told),
        }
    }

    /// Something here is not what the document declares: it is told, and kept for the model.
    pub(crate) fn note(&mut self, what: What, told: Told) {
        self.tell(&told);
        self.keep(what, vec![told]);
    }

    /// The same for something one step further in.
    pub(crate) fn note_at(&mut self, step: Step, what: What, told: Told) {
        self.enter(step, 0);
        self.note(what, told);
        self.leave();
    }

    pub(crate) fn tell(&mut self, told: &Told) {
        let path = &self.path;
        self.mismatches.add(|| told.at(told_path(path)));
    }

    /// An item of the list here did not fit.
    pub(crate) fn reject(&mut self, decode_error: DecodeError, index: usize, json: &Value) {
        if let (Some(watched), [(Step::Property(name), _)]) = (self.watched, &*self.path)
            && *name == watched
        {
            self.rejections.push(Rejection {
                decode_error: decode_error.in_property(watched, false),
                index,
                json: json.clone(),
            });
        }
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.mismatches.count == 0
    }
}

fn told_path(steps: &[(Step, usize)]) -> String {
    let mut path = String::new();
    for (step, index) in steps {
        match step {
            Step::Item(_) => push_index(&mut path, *index),
            Step::Property(name) => push_name(&mut path, name),
            Step::Key(_) => path.push_str("[*]"),
        }
    }
    path
}
